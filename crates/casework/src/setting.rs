//! A school, college or other setting, folded from its own chronology: its staff, who is on duty, the guidance it
//! adopted, the days it is closed. It knows no case.

use crate::calendar::OpenDays;
use crate::chronology::Entry;
use crate::event::{Role, SettingEvent};
use crate::id::{CaseId, PersonId, SettingId, StaffId};
use crate::retention::Retention;
use crate::verification::{Answered, OwnGuidance, Verification};
use crate::words::Words;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A setting as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Which.
    pub id: SettingId,
    /// Its name.
    pub name: Words,
    /// Which nation's guidance: the id of one of [`crate::nation::NATIONS`].
    pub jurisdiction: String,
    /// Whether it is a college: it has adults among its learners.
    pub college: bool,
    /// Everybody who ever worked here, so that old entries still have names.
    pub staff: BTreeMap<StaffId, Staff>,
    /// Who is on duty for safeguarding.
    pub duty: Option<Duty>,
    /// Packs an adviser adopted, oldest first.
    pub adopted: Vec<Adopted>,
    /// Stricter local rules in force here, by layer id.
    pub local_rules: BTreeSet<String>,
    /// What advisers said of the items of verification sheets.
    pub verification: Verification,
    /// Layers the setting wrote itself, by id.
    pub own_guidance: BTreeMap<String, OwnGuidance>,
    /// First and last day of each time the setting is closed to pupils.
    pub closed_days: Vec<(Date, Date)>,
    /// For a practice room: what is practised there. None for every real setting.
    pub practice: Option<Practice>,
    /// How long its records are kept, what holds them, and which were destroyed.
    pub retention: Retention,
    /// The practice rooms of this setting's staff that have not been cleared.
    pub rooms: BTreeMap<SettingId, Room>,
    /// Cases that had no key when these records were restored: they open for nobody, and no list has them.
    pub cases_without_key: BTreeSet<CaseId>,
    /// People, likewise.
    pub people_without_key: BTreeSet<PersonId>,
}

/// What is practised in a practice room. Everybody in it is made up but the one who practises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// The setting whose member of staff practises.
    pub of: SettingId,
    /// The guidance the incident is an example of, exactly.
    pub digest: String,
    /// Which of its examples, by name.
    pub example: String,
}

/// A practice room as the setting knows it: whose it is, and nothing of what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Who practises.
    pub by: StaffId,
    /// Who they are in the room.
    pub me: StaffId,
    /// Since when.
    pub since: Timestamp,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Their name.
    pub name: Words,
    /// Where sign-in links go.
    pub email: Words,
    /// What they are.
    pub roles: BTreeSet<Role>,
    /// They have left and may do nothing.
    pub left: bool,
}

/// Who is on duty, as the first-minute card says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Who.
    pub staff: StaffId,
    /// How to reach them.
    pub reach: Words,
    /// Who covers when they are away.
    pub cover: Option<StaffId>,
    /// How to reach the cover.
    pub cover_reach: Option<Words>,
}

/// A pack that a named adviser adopted for this setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// The pack.
    pub pack: String,
    /// Which version.
    pub version: String,
    /// Exactly which bytes.
    pub digest: String,
    /// Who advised it.
    pub adviser: Words,
    /// Who recorded it.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
    /// The digest of the adviser's corrections that lie over it, where there are any.
    pub wording: Option<String>,
    /// What was corrected or rejected of it when it was adopted, by item.
    pub differing: BTreeMap<String, Answered>,
}

impl Setting {
    /// The setting as it is now; none where it was never named.
    pub fn fold(id: SettingId, entries: &[Entry<SettingEvent>]) -> Option<Self> {
        let mut known: Option<Self> = None;
        for entry in entries {
            if let SettingEvent::PracticeFounded {
                name,
                jurisdiction,
                college,
                of,
                digest,
                example,
            } = &entry.written.event
            {
                // INVARIANT: only a first entry makes a practice room, so a real setting can never turn into one.
                if known.is_none() {
                    known = Some(Self {
                        jurisdiction: jurisdiction.clone(),
                        college: *college,
                        practice: Some(Practice {
                            of: *of,
                            digest: digest.clone(),
                            example: example.clone(),
                        }),
                        ..Self::new(id, name.clone())
                    });
                }
            } else if let SettingEvent::SettingNamed {
                name,
                jurisdiction,
                college,
            } = &entry.written.event
            {
                let setting = known.get_or_insert_with(|| Self::new(id, name.clone()));
                setting.name = name.clone();
                setting.jurisdiction.clone_from(jurisdiction);
                setting.college = *college;
            } else if let Some(setting) = &mut known {
                setting.take(entry);
            }
        }
        known
    }

    fn new(id: SettingId, name: Words) -> Self {
        Self {
            id,
            name,
            jurisdiction: String::new(),
            college: false,
            staff: BTreeMap::new(),
            duty: None,
            adopted: Vec::new(),
            local_rules: BTreeSet::new(),
            verification: Verification::default(),
            own_guidance: BTreeMap::new(),
            closed_days: Vec::new(),
            practice: None,
            rooms: BTreeMap::new(),
            cases_without_key: BTreeSet::new(),
            people_without_key: BTreeSet::new(),
            retention: Retention::default(),
        }
    }

    fn take(&mut self, entry: &Entry<SettingEvent>) {
        self.retention.take(entry);
        match &entry.written.event {
            SettingEvent::StaffAdded {
                staff,
                name,
                email,
                roles,
            } => {
                self.staff.insert(
                    *staff,
                    Staff {
                        name: name.clone(),
                        email: email.clone(),
                        roles: roles.clone(),
                        left: false,
                    },
                );
            }
            SettingEvent::RolesChanged { staff, roles } => {
                if let Some(known) = self.staff.get_mut(staff) {
                    known.roles.clone_from(roles);
                }
            }
            SettingEvent::StaffLeft { staff } => {
                if let Some(known) = self.staff.get_mut(staff) {
                    known.left = true;
                }
            }
            SettingEvent::DutySet {
                staff,
                reach,
                cover,
                cover_reach,
            } => {
                self.duty = Some(Duty {
                    staff: *staff,
                    reach: reach.clone(),
                    cover: *cover,
                    cover_reach: cover_reach.clone(),
                });
            }
            SettingEvent::PackAdopted {
                pack,
                version,
                digest,
                adviser,
                wording,
            } => self.adopted.push(Adopted {
                pack: pack.clone(),
                version: version.clone(),
                digest: digest.clone(),
                adviser: adviser.clone(),
                by: entry.written.by,
                at: entry.recorded_at,
                wording: wording.clone(),
                differing: self.verification.differing(digest),
            }),
            SettingEvent::GuidanceItemsVerified { .. } => {
                self.verification.take(entry.recorded_at, &entry.written);
            }
            SettingEvent::OwnGuidanceKept { pack, .. }
            | SettingEvent::OwnGuidanceAdopted { pack, .. } => {
                let own = self.own_guidance.entry(pack.clone()).or_default();
                own.take(entry.recorded_at, &entry.written);
            }
            SettingEvent::LocalRuleAdopted { pack, adopted, .. } => {
                if *adopted {
                    self.local_rules.insert(pack.clone());
                } else {
                    self.local_rules.remove(pack);
                }
            }
            SettingEvent::ClosedDaysSet { closed } => self.closed_days.clone_from(closed),
            SettingEvent::PracticeBegun { room, me } => {
                self.rooms.insert(
                    *room,
                    Room {
                        by: entry.written.by,
                        me: *me,
                        since: entry.recorded_at,
                    },
                );
            }
            SettingEvent::PracticeCleared { room, .. } => {
                self.rooms.remove(room);
            }
            SettingEvent::RecordsRestored {
                cases,
                people,
                rooms,
                ..
            } => {
                self.cases_without_key.extend(cases);
                self.people_without_key.extend(people);
                self.rooms.retain(|room, _| !rooms.contains(room));
            }
            SettingEvent::SettingNamed { .. }
            | SettingEvent::PracticeFounded { .. }
            | SettingEvent::ImageryRefused { .. } => {}
            // Folded above.
            SettingEvent::RetentionRuleAdopted { .. }
            | SettingEvent::CoolingOffSet { .. }
            | SettingEvent::RecordClassed { .. }
            | SettingEvent::HoldPut { .. }
            | SettingEvent::HoldLifted { .. }
            | SettingEvent::RetentionReviewed { .. }
            | SettingEvent::DestructionProposed { .. }
            | SettingEvent::DestructionWithdrawn { .. }
            | SettingEvent::RecordDestroyed { .. }
            | SettingEvent::ClockConfirmed { .. } => {}
        }
    }

    /// On which days it and those it works with are there, as far as is worked out for its nation.
    pub fn open_days(&self) -> OpenDays<'_> {
        OpenDays {
            closed: &self.closed_days,
            bank_holidays: crate::nation::find(&self.jurisdiction)
                .is_some_and(|nation| nation.bank_holidays),
        }
    }

    /// The name of a member of staff, also of one who has left.
    pub fn staff_name(&self, staff: StaffId) -> Option<&Words> {
        self.staff.get(&staff).map(|staff| &staff.name)
    }

    /// Whether this is a practice room, where nothing is real.
    pub fn is_practice(&self) -> bool {
        self.practice.is_some()
    }

    /// The practice room of a member of staff, the latest where there were ever two.
    pub fn room_of(&self, staff: StaffId) -> Option<(SettingId, Room)> {
        self.rooms
            .iter()
            .filter(|(_, room)| room.by == staff)
            .map(|(id, room)| (*id, *room))
            .max_by_key(|(_, room)| room.since)
    }

    /// A member of staff who works here now.
    pub fn works_here(&self, staff: StaffId) -> Option<&Staff> {
        self.staff.get(&staff).filter(|staff| !staff.left)
    }

    /// The latest adoption of exactly this pack.
    pub fn adoption_of(&self, digest: &str) -> Option<&Adopted> {
        self.adopted
            .iter()
            .rev()
            .find(|adopted| adopted.digest == digest)
    }

    /// Whether an adviser adopted exactly this pack: until then pages say "draft".
    pub fn has_adopted(&self, digest: &str) -> bool {
        self.adopted.iter().any(|adopted| adopted.digest == digest)
    }
}
