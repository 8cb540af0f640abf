//! How the made-up cases are told: the clock is put to when something happened, the act is called as the page would call
//! it, and what comes of it is written. It goes round no rule: an act that refuses stops the demonstration.

use super::roll::{Roll, as_known};
use super::{DemoClock, NotFilled, School};
use crate::app::App;
use casework::access::{Asking, Deed};
use casework::acts::{
    Acting, AnswerQuestion, ChildNamed, NewChild, ReportConcern, answer_questions,
    consult_guidance, report_concern,
};
use casework::calendar;
use casework::case::Case;
use casework::chronology::{Entry, Written};
use casework::event::{About, CaseEvent, Occurred, Role};
use casework::id::{CaseId, PersonId};
use casework::people::Person;
use casework::refusal::Refusals;
use casework::setting::Setting;
use guidance::{Answer, Derived, Of, Pack, Part, Stage};
use jiff::civil::{Date, time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Append, Expect, Write};

/// Where the cases take place.
pub(super) struct Scene<'a> {
    pub(super) app: &'a App,
    pub(super) school: &'a School,
    pub(super) clock: &'a DemoClock,
    pub(super) house: Arc<Setting>,
    pub(super) roll: Roll,
    pub(super) now: Timestamp,
}

impl Scene<'_> {
    /// A time on the school day so many school days ago.
    pub(super) fn back(&self, days: u16, hour: i8, minute: i8) -> Timestamp {
        let mut day = calendar::day_of(self.now);
        let mut left = days;
        while left > 0 {
            day = day.yesterday().unwrap_or(day);
            if self.house.open_days().is_school_day(day) {
                left -= 1;
            }
        }
        on(day, hour, minute)
    }

    /// So many minutes ago.
    pub(super) fn ago(&self, minutes: i64) -> Timestamp {
        self.now
            .saturating_sub(SignedDuration::from_mins(minutes))
            .unwrap_or(self.now)
    }

    /// The day in so many days.
    pub(super) fn ahead(&self, days: i32) -> Option<Date> {
        calendar::day_of(self.now).checked_add(days.days()).ok()
    }

    /// A pupil on the roll.
    pub(super) fn pupil(&self, name: &str) -> Result<ChildNamed, NotFilled> {
        Ok(ChildNamed::Known(self.roll.named(name)?.0))
    }

    /// A concern is reported, and a case begins.
    pub(super) async fn reported(
        &self,
        at: Timestamp,
        by: Role,
        filled: ReportConcern,
    ) -> Result<Story<'_>, NotFilled> {
        self.clock.stand_at(at);
        let acting = self.acting(by);
        let new = report_concern(&acting, &filled)?;
        let mut story = Story {
            scene: self,
            case: new.case,
            entries: Vec::new(),
            people: BTreeMap::new(),
            at,
        };
        for (person, event) in &new.people {
            if let Some(known) = as_known(event, self.app.outside()) {
                story.people.insert(*person, known);
            }
        }
        for child in &filled.children {
            if let ChildNamed::Known(id) = child
                && let Some(known) = self.roll.known(*id)
            {
                story.people.insert(*id, known);
            }
        }
        let mut writes = vec![Write::Case {
            case: new.case,
            expect: Expect::New,
            events: new.events.clone(),
        }];
        writes.extend(new.people.into_iter().map(|(person, event)| Write::Person {
            person,
            expect: Expect::New,
            events: vec![event],
        }));
        story.write(&acting, writes, new.events).await?;
        Ok(story)
    }

    fn acting(&self, by: Role) -> Acting<'_> {
        Acting {
            by: self.school.who(by),
            setting: &self.house,
            outside: self.app.outside(),
        }
    }
}

/// A time on a day, where the school is.
pub(super) fn on(day: Date, hour: i8, minute: i8) -> Timestamp {
    crate::when::moment(day, time(hour, minute, 0, 0))
}

/// When something happened, to the minute.
pub(super) fn been(at: Timestamp) -> Option<Occurred> {
    Some(Occurred {
        on: calendar::day_of(at),
        at: Some(calendar::time_of(at)),
        about: false,
    })
}

/// A child who is not on the roll: they have left, or go to another school.
pub(super) fn elsewhere(name: &str, born: Date, year_group: &str, setting: &str) -> ChildNamed {
    ChildNamed::New(NewChild {
        name: name.to_owned(),
        date_of_birth: Some(born),
        year_group: year_group.to_owned(),
        setting: setting.to_owned(),
    })
}

/// One case as it goes on.
pub(super) struct Story<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) case: CaseId,
    entries: Vec<Entry<CaseEvent>>,
    people: BTreeMap<PersonId, Person>,
    /// When the last thing was recorded.
    pub(super) at: Timestamp,
}

/// What an act stands on.
pub(super) struct Stand<'a> {
    pub(super) acting: Acting<'a>,
    pub(super) case: &'a Case,
    pub(super) people: &'a BTreeMap<PersonId, Person>,
    pub(super) pack: &'a Pack,
    /// When it is.
    pub(super) at: Timestamp,
}

impl Stand<'_> {
    /// The child named so many places into the report.
    pub(super) fn child(&self, place: usize) -> Option<PersonId> {
        self.case.concern.as_ref()?.children.get(place).copied()
    }

    /// When it is, as something that has just been.
    pub(super) fn been(&self) -> Option<Occurred> {
        been(self.at)
    }
}

impl Story<'_> {
    /// Puts the clock to a time of another day: so many school days ago.
    pub(super) fn then(&mut self, days: u16, hour: i8, minute: i8) -> &mut Self {
        self.at = self.scene.back(days, hour, minute);
        self
    }

    /// Puts the clock to a moment.
    pub(super) fn at(&mut self, at: Timestamp) -> &mut Self {
        self.at = at;
        self
    }

    /// Lets some minutes go by.
    pub(super) fn later(&mut self, minutes: i64) -> &mut Self {
        self.at = self
            .at
            .saturating_add(SignedDuration::from_mins(minutes))
            .unwrap_or(self.at);
        self
    }

    /// Somebody opens the case to read it, as the access log then says.
    pub(super) async fn opened(&mut self, by: Role, page: &'static str) -> Result<(), NotFilled> {
        self.scene.clock.stand_at(self.at);
        let asking = Asking {
            setting: self.scene.school.setting,
            staff: self.scene.school.who(by),
            roles: [by].into(),
            second_factor: true,
            signed_in_at: self.at,
        };
        let store = self.scene.app.store();
        store
            .open_case(&asking, self.case, Deed::OpenCase, page, None)
            .await?;
        Ok(())
    }

    /// Somebody does something. Gives the number of the last entry.
    pub(super) async fn act(
        &mut self,
        by: Role,
        act: impl FnOnce(&Stand<'_>) -> Result<Vec<CaseEvent>, Refusals>,
    ) -> Result<u64, NotFilled> {
        let scene = self.scene;
        scene.clock.stand_at(self.at);
        let kind = Case::fold(self.case, &self.entries).kind;
        let pack = scene
            .app
            .pack_for_concern(&scene.house, kind, calendar::day_of(self.at))
            .map_err(|_| NotFilled::Refused("no guidance holds this day".to_owned()))?;
        let acting = scene.acting(by);
        let events = act(&Stand {
            acting,
            case: &Case::fold(self.case, &self.entries),
            people: &self.people,
            pack: &pack,
            at: self.at,
        })
        .map_err(|refused| self.refused(refused))?;
        let writes = vec![Write::Case {
            case: self.case,
            expect: Expect::Tail,
            events: events.clone(),
        }];
        self.write(&acting, writes, events).await
    }

    /// Questions of one stage are answered, of the incident and of every child. What `set` does not name is answered as
    /// in a case without any trigger; what `left` names is left open.
    pub(super) async fn answers(
        &mut self,
        by: Role,
        stage: Stage,
        set: &[(&str, &str)],
        left: &[&str],
    ) -> Result<(), NotFilled> {
        self.act(by, |stand| {
            let mut filled = Vec::new();
            for fact in stand.pack.facts() {
                let asked = match fact.derived {
                    Some(Derived::EarlierCase) => stage == Stage::Assessment,
                    Some(_) => false,
                    None => fact.stage == stage,
                };
                if !asked || left.contains(&fact.id.as_ref()) {
                    continue;
                }
                let word = set
                    .iter()
                    .find(|(id, _)| *id == fact.id.as_ref())
                    .map_or_else(|| as_usual(&fact.id), |(_, word)| *word);
                let (abouts, how_known) = match fact.of {
                    Of::Incident => (vec![About::Incident], "From the member of staff who reported it, and what the children said since."),
                    Of::Child => (asked_of(stand.case, &fact.parts), "From a conversation with the child, in their own words."),
                };
                filled.extend(abouts.into_iter().map(|about| AnswerQuestion {
                    about,
                    fact: fact.id.to_string(),
                    answer: Answer::from_word(word),
                    how_known: how_known.to_owned(),
                }));
            }
            answer_questions(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await
        .map(drop)
    }

    /// The guidance is consulted and what it says recorded.
    pub(super) async fn consulted(&mut self, by: Role) -> Result<(), NotFilled> {
        self.act(by, |stand| {
            consult_guidance(&stand.acting, stand.case, stand.people, stand.pack)
                .map(|(events, _)| events)
        })
        .await
        .map(drop)
    }

    async fn write(
        &mut self,
        acting: &Acting<'_>,
        writes: Vec<Write>,
        events: Vec<CaseEvent>,
    ) -> Result<u64, NotFilled> {
        let scene = self.scene;
        if !events.is_empty() {
            scene
                .app
                .store()
                .append(Append {
                    writes,
                    ..Append::by(scene.school.setting, acting.by)
                })
                .await?;
        }
        for event in events {
            self.entries.push(Entry {
                seq: self.last() + 1,
                recorded_at: self.at,
                written: Written {
                    by: acting.by,
                    event,
                },
            });
        }
        Ok(self.last())
    }

    fn last(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    fn refused(&self, refusals: Refusals) -> NotFilled {
        let NotFilled::Refused(says) = NotFilled::from(refusals) else {
            return NotFilled::Refused(String::new());
        };
        let entries = self.last();
        NotFilled::Refused(format!("after entry {entries} of a case: {says}"))
    }
}

/// The children a question is about: those with one of its parts, or everybody where it names none.
fn asked_of(case: &Case, parts: &[Part]) -> Vec<About> {
    case.children
        .values()
        .filter(|known| parts.is_empty() || parts.iter().any(|part| known.parts.contains(part)))
        .map(|known| About::Child(known.child))
        .collect()
}

/// The answer in a case without any trigger.
fn as_usual(fact: &str) -> &'static str {
    match fact {
        "child-pictured" | "understands-consent" | "understands-implications" => "yes",
        "why-shared" => "own-choice",
        "who-asked" => "peer",
        _ => "no",
    }
}
