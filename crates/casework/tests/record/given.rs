//! A plainly synthetic school, a clock that stands still, and cases told one act at a time.

mod story;

pub(crate) use story::Story;

use casework::acts::{self, Acting, ChildNamed, MakeDecision, NewChild, ReportConcern};
use casework::chronology::{Entry, Written};
use casework::event::{About, CameBy, CaseEvent, Occurred, PersonEvent, Role, SettingEvent};
use casework::id::StaffId;
use casework::outside::{Chance, Clock, Outside};
use casework::people::Person;
use casework::refusal::{Refusal, Refusals};
use casework::setting::Setting;
use casework::words::Words;
use guidance::{Answer, Pack, PackFile, Part};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};

/// A clock that a test moves.
struct Still(AtomicI64);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Chance that is the same in every run and never repeats.
struct Counted(AtomicU8);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::SeqCst));
    }
}

pub(crate) fn words(text: &str) -> Words {
    Words::typed(text).unwrap()
}

pub(crate) fn on(day: Date) -> Option<Occurred> {
    Some(Occurred {
        on: day,
        at: None,
        about: false,
    })
}

/// The day on which every test begins: a Tuesday in term.
pub(crate) const TODAY: Date = date(2026, 6, 16);
pub(crate) const YESTERDAY: Date = date(2026, 6, 15);
pub(crate) const TOMORROW: Date = date(2026, 6, 17);

pub(crate) fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let file = |path: &str, text: &str| PackFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        Pack::read(&[
            file("pack.toml", include_str!("pack/pack.toml")),
            file("facts.toml", include_str!("pack/facts.toml")),
            file(
                "rules/made-up.toml",
                include_str!("pack/rules/made-up.toml"),
            ),
        ])
        .unwrap()
    })
}

pub(crate) struct School {
    pub(crate) outside: Outside,
    clock: Arc<Still>,
    pub(crate) setting: Setting,
    pub(crate) lead: StaffId,
    pub(crate) deputy: StaffId,
    pub(crate) head: StaffId,
    pub(crate) teacher: StaffId,
    pub(crate) administrator: StaffId,
    pub(crate) leaver: StaffId,
}

pub(crate) fn school() -> School {
    let clock = Arc::new(Still(AtomicI64::new(1_781_600_400))); // 2026-06-16T09:00Z
    let outside = Outside {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        chance: Arc::new(Counted(AtomicU8::new(1))),
    };
    let id = outside.new_setting();
    let mut events = vec![SettingEvent::SettingNamed {
        name: words("Example School zyxcanary"),
        jurisdiction: "england".to_owned(),
        college: false,
    }];
    let mut staff = |name: &str, role: Role| {
        let staff = outside.new_staff();
        events.push(SettingEvent::StaffAdded {
            staff,
            name: words(&format!("{name} Example zyxcanary")),
            email: words(&format!("{}@example.org", name.to_lowercase())),
            roles: BTreeSet::from([role]),
        });
        staff
    };
    let lead = staff("Ash", Role::Lead);
    let deputy = staff("Bay", Role::Deputy);
    let head = staff("Cedar", Role::Head);
    let teacher = staff("Dale", Role::Reporter);
    let administrator = staff("Elm", Role::Administrator);
    let leaver = staff("Fern", Role::Deputy);
    events.push(SettingEvent::StaffLeft { staff: leaver });
    let entries = entries_of(administrator, &outside, events);
    let setting = Setting::fold(id, &entries).unwrap();
    School {
        outside,
        clock,
        setting,
        lead,
        deputy,
        head,
        teacher,
        administrator,
        leaver,
    }
}

fn entries_of<E>(by: StaffId, outside: &Outside, events: Vec<E>) -> Vec<Entry<E>> {
    let entry = |(place, event): (u64, E)| Entry {
        seq: place + 1,
        recorded_at: outside.now(),
        written: Written { by, event },
    };
    (0_u64..).zip(events).map(entry).collect()
}

impl School {
    pub(crate) fn acting(&self, by: StaffId) -> Acting<'_> {
        Acting {
            by,
            setting: &self.setting,
            outside: &self.outside,
        }
    }

    pub(crate) fn days_pass(&self, days: i64) {
        let seconds = SignedDuration::from_hours(24 * days).as_secs();
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn take(&mut self, events: Vec<SettingEvent>) {
        let founded = self.founded();
        let id = self.setting.id;
        let all = [founded, events].concat();
        self.setting =
            Setting::fold(id, &entries_of(self.administrator, &self.outside, all)).unwrap();
    }

    /// The events that make the setting as it is.
    fn founded(&self) -> Vec<SettingEvent> {
        let named = SettingEvent::SettingNamed {
            name: self.setting.name.clone(),
            jurisdiction: self.setting.jurisdiction.clone(),
            college: self.setting.college,
        };
        let mut events = vec![named];
        for (staff, known) in &self.setting.staff {
            events.push(SettingEvent::StaffAdded {
                staff: *staff,
                name: known.name.clone(),
                email: known.email.clone(),
                roles: known.roles.clone(),
            });
            if known.left {
                events.push(SettingEvent::StaffLeft { staff: *staff });
            }
        }
        events
    }

    /// A concern about two children, one of them 12 years old, reported by the teacher.
    pub(crate) fn concern(&self) -> ReportConcern {
        ReportConcern {
            what: "Child A said that something private went round. zyxcanary".to_owned(),
            came_by: Some(CameBy::ToldByChild),
            happened: on(YESTERDAY),
            children: vec![
                ChildNamed::New(NewChild {
                    name: "Child A zyxcanary".to_owned(),
                    date_of_birth: Some(date(2013, 9, 1)),
                    ..NewChild::default()
                }),
                ChildNamed::New(NewChild {
                    name: "Child B zyxcanary".to_owned(),
                    ..NewChild::default()
                }),
            ],
            ..ReportConcern::default()
        }
    }

    /// A case just reported.
    pub(crate) fn reported(&self) -> Story<'_> {
        let new = acts::report_concern(&self.acting(self.teacher), &self.concern()).unwrap();
        let people = new
            .people
            .iter()
            .map(|(person, event)| {
                let written: Written<PersonEvent> = Written {
                    by: self.teacher,
                    event: event.clone(),
                };
                let entry = Entry {
                    seq: 1,
                    recorded_at: self.outside.now(),
                    written,
                };
                (*person, Person::fold(&[entry]).unwrap())
            })
            .collect();
        let mut story = Story {
            school: self,
            id: new.case,
            entries: Vec::new(),
            people,
        };
        story.write(self.teacher, new.events);
        story
    }

    /// A case that the lead has taken up and reviewed.
    pub(crate) fn reviewed(&self) -> Story<'_> {
        let mut story = self.reported();
        story.write(
            self.lead,
            acts::take_up_case(&self.acting(self.lead), &story.case(), Some(self.lead)).unwrap(),
        );
        let held = CaseEvent::InitialReviewHeld {
            held: Occurred {
                on: TODAY,
                at: None,
                about: false,
            },
            present: Vec::new(),
            notes: None,
        };
        story.write(self.lead, vec![held]);
        story
    }

    /// A reviewed case in which no trigger is met, and the guidance was consulted.
    pub(crate) fn consulted(&self) -> Story<'_> {
        let mut story = self.reviewed();
        for child in [story.child(), story.other_child()] {
            let parts = BTreeSet::from([Part::Shared]);
            story.write(
                self.lead,
                vec![CaseEvent::PartsRecorded {
                    child,
                    parts,
                    how_known: None,
                }],
            );
        }
        for (about, fact) in story.every_question() {
            story.answer(about, fact, Answer::No);
        }
        story.consult();
        story
    }

    /// A consulted case that the lead decided to manage here.
    pub(crate) fn decided(&self) -> Story<'_> {
        let mut story = self.consulted();
        story.decide(&MakeDecision {
            routes: routes(&["manage-in-setting"]),
            rationale: "No trigger is met. zyxcanary".to_owned(),
            ..MakeDecision::default()
        });
        story
    }

    /// A case in which a trigger is met.
    pub(crate) fn triggered(&self) -> Story<'_> {
        let mut story = self.consulted();
        story.answer(About::Incident, "adult-involved", Answer::Yes);
        story.consult();
        story
    }

    /// A triggered case in which the lead decided not to refer, for a reason, and asked the head.
    pub(crate) fn decided_on_less(&self) -> Story<'_> {
        let mut story = self.triggered();
        story.decide(&MakeDecision {
            routes: routes(&["manage-in-setting"]),
            rationale: "We know the adult. zyxcanary".to_owned(),
            reason: "It was a parent who helped. zyxcanary".to_owned(),
            second: Some(self.head),
            ..MakeDecision::default()
        });
        story
    }
}

pub(crate) fn routes(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// What an act was refused for.
#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, Refusals>) -> Vec<Refusal> {
    result.unwrap_err().0
}
