//! A school to test with: a clock that stands still, chance that repeats itself, three people and their records.

use crate::kept::Kept;
use casework::access::Asking;
use casework::chronology::ChronologyId;
use casework::event::{CameBy, CaseEvent, PersonEvent, Role, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use casework::outside::{Chance, Clock, Outside};
use casework::words::Words;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use store::{Append, Expect, Failure, Place, RootKey, Store, Write};

/// The word that stands in everything personal a fixture writes.
pub(crate) const CANARY: &str = "zyxcanary";

/// A clock that stands still until a test moves it.
pub(crate) struct StandingClock(Mutex<Timestamp>);

impl StandingClock {
    pub(crate) fn move_by(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Chance that gives the same bytes in the same order, another order for another seed.
pub(crate) struct Repeating(Mutex<(u64, u64)>);

impl Repeating {
    pub(crate) fn from(seed: u64) -> Self {
        Self(Mutex::new((seed, 0)))
    }
}

impl Chance for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(32) {
            state.1 += 1;
            let block = Sha256::digest([state.0.to_be_bytes(), state.1.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

pub(crate) fn words(text: &str) -> Words {
    Words::typed(&format!("{text} {CANARY}")).unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The outside world, standing still on a Monday morning.
pub(crate) fn outside(seed: u64) -> (Outside, Arc<StandingClock>) {
    let clock = Arc::new(StandingClock(Mutex::new(at("2026-03-02T09:00:00Z"))));
    (
        Outside {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            chance: Arc::new(Repeating::from(seed)),
        },
        clock,
    )
}

/// The root key of every test's records.
pub(crate) fn root() -> RootKey {
    RootKey::made(&Repeating::from(99))
}

pub(crate) struct School {
    pub(crate) kept: Kept,
    pub(crate) store: Store,
    pub(crate) clock: Arc<StandingClock>,
    pub(crate) setting: SettingId,
    pub(crate) lead: StaffId,
    pub(crate) reporter: StaffId,
    pub(crate) head: StaffId,
}

impl School {
    /// A school that has just been set up.
    pub(crate) async fn founded() -> Self {
        let kept = Kept::new();
        let (outside, clock) = outside(1);
        let store = Store::create(kept.place(), root(), outside).unwrap();
        Self {
            clock,
            ..Self::in_store(kept, store).await
        }
    }

    /// A school set up in records that are there.
    pub(crate) async fn in_store(kept: Kept, store: Store) -> Self {
        let outside = store.outside().clone();
        let (lead, reporter, head) = (
            outside.new_staff(),
            outside.new_staff(),
            outside.new_staff(),
        );
        let setting = found(&store, lead, reporter, head, "first").await;
        Self {
            kept,
            store,
            clock: crate::school::outside(1).1,
            setting,
            lead,
            reporter,
            head,
        }
    }

    /// Where the records are.
    pub(crate) fn place(&self) -> Place {
        self.kept.place()
    }

    /// Closes the records and keeps them.
    pub(crate) fn close(self) -> Kept {
        drop(self.store);
        self.kept
    }

    pub(crate) fn asking(&self, staff: StaffId, roles: &[Role]) -> Asking {
        Asking {
            setting: self.setting,
            staff,
            roles: roles.iter().copied().collect(),
            second_factor: true,
            signed_in_at: at("2026-03-02T08:50:00Z"),
        }
    }

    pub(crate) fn as_lead(&self) -> Asking {
        self.asking(self.lead, &[Role::Reporter, Role::Lead])
    }

    pub(crate) fn as_reporter(&self) -> Asking {
        self.asking(self.reporter, &[Role::Reporter])
    }

    /// A concern about one child, reported.
    pub(crate) async fn concern(&self) -> (CaseId, PersonId) {
        let (case, child) = (
            self.store.outside().new_case(),
            self.store.outside().new_person(),
        );
        self.store
            .append(self.reporting(case, child))
            .await
            .unwrap();
        (case, child)
    }

    /// What reporting a concern writes.
    pub(crate) fn reporting(&self, case: CaseId, child: PersonId) -> Append {
        Append {
            writes: vec![
                Write::Person {
                    person: child,
                    expect: Expect::New,
                    events: vec![child_recorded("Ash Example")],
                },
                Write::Case {
                    case,
                    expect: Expect::New,
                    events: vec![concern_about(child)],
                },
            ],
            ..Append::by(self.setting, self.reporter)
        }
    }

    /// A note by the lead.
    pub(crate) fn noting(&self, case: CaseId, expect: Expect, note: &str) -> Append {
        Append {
            writes: vec![Write::Case {
                case,
                expect,
                events: vec![CaseEvent::NoteAdded {
                    note: words(note),
                    happened: None,
                }],
            }],
            ..Append::by(self.setting, self.lead)
        }
    }

    pub(crate) fn chronology(&self, case: CaseId) -> ChronologyId {
        ChronologyId::case(self.setting, case)
    }
}

/// Founds a setting with three members of staff.
pub(crate) async fn found(
    store: &Store,
    lead: StaffId,
    reporter: StaffId,
    head: StaffId,
    called: &str,
) -> SettingId {
    let added = |staff, name: &str, roles: &[Role]| SettingEvent::StaffAdded {
        staff,
        name: words(name),
        email: Words::typed(&format!("{name}.{CANARY}@{called}.example")).unwrap(),
        roles: roles.iter().copied().collect::<BTreeSet<_>>(),
    };
    store
        .found_setting(
            lead,
            vec![
                SettingEvent::SettingNamed {
                    name: words("Example School"),
                    jurisdiction: "england".to_owned(),
                    college: false,
                },
                added(lead, "Lee", &[Role::Reporter, Role::Lead]),
                added(reporter, "Robin", &[Role::Reporter]),
                added(head, "Hollis", &[Role::Head]),
            ],
        )
        .await
        .unwrap()
}

pub(crate) fn child_recorded(name: &str) -> PersonEvent {
    PersonEvent::PersonRecorded {
        name: words(name),
        date_of_birth: None,
        year_group: Some(words("Year 9")),
        setting: None,
        on_roll: false,
    }
}

pub(crate) fn concern_about(child: PersonId) -> CaseEvent {
    CaseEvent::ConcernReported {
        what: words("Child A said that a message about them was being passed on."),
        came_by: CameBy::ToldByChild,
        happened: None,
        place: Some(words("Form room")),
        children: vec![child],
        names_not_known: false,
        done_already: None,
    }
}

/// Opens records with the right key.
pub(crate) fn reopened(place: impl Into<Place>) -> Result<Store, Failure> {
    Store::open(place, root(), outside(2).0)
}
