//! Reading a form: field by field, keeping every refusal, so that a person hears all that is wrong at once.

use super::Acting;
use crate::calendar;
use crate::case::{Action, Case};
use crate::event::{Due, Occurred, PersonEvent};
use crate::id::{ActionId, PersonId, StaffId};
use crate::refusal::{Refusal, Refusals};
use crate::setting::Staff;
use crate::words::{NotWords, Words};
use jiff::Timestamp;
use jiff::civil::Date;

/// A child as somebody names them.
#[derive(Clone, PartialEq, Eq)]
pub enum ChildNamed {
    /// A child whom the record knows.
    Known(PersonId),
    /// A child new to the record.
    New(NewChild),
}

/// A child new to the record. Text as typed; a form whose text is all blank is no child.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewChild {
    /// Their name.
    pub name: String,
    /// Their date of birth.
    pub date_of_birth: Option<Date>,
    /// Their year group or course.
    pub year_group: String,
    /// Their school or college, where it is another one.
    pub setting: String,
}

impl NewChild {
    /// Whether nothing was filled in.
    pub fn is_blank(&self) -> bool {
        self.date_of_birth.is_none()
            && [&self.name, &self.year_group, &self.setting]
                .into_iter()
                .all(|text| text.trim().is_empty())
    }
}

/// By when, as a form says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// Nothing was said.
    #[default]
    NotSet,
    /// As the guidance says it, counted from the moment the act counts from.
    Within(guidance::Due),
    /// On a chosen day.
    On(Date),
}

/// A form while it is read.
pub(super) struct Form {
    refusals: Vec<Refusal>,
    now: Timestamp,
}

impl Form {
    /// A form that is read at this moment.
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            refusals: Vec::new(),
            now,
        }
    }

    /// A form about an open case.
    pub(super) fn on_open(acting: &Acting<'_>, case: &Case) -> Self {
        let mut form = Self::on_any(acting, case);
        form.refuse_if(!case.is_open(), Refusal::CaseClosed);
        form
    }

    /// A form about a case, open or closed.
    pub(super) fn on_any(acting: &Acting<'_>, case: &Case) -> Self {
        let mut form = Self::new(acting.outside.now());
        form.refuse_if(case.concern.is_none(), Refusal::NoConcern);
        form
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        self.refusals.push(refusal);
    }

    pub(super) fn refuse_if(&mut self, wrong: bool, refusal: Refusal) {
        if wrong {
            self.refuse(refusal);
        }
    }

    /// A text that must be there.
    pub(super) fn words(&mut self, field: &'static str, text: &str) -> Option<Words> {
        match Words::typed(text) {
            Ok(words) => Some(words),
            Err(kind) => {
                self.refuse(not_words(field, kind));
                None
            }
        }
    }

    /// A text that may be left out.
    pub(super) fn perhaps(&mut self, field: &'static str, text: &str) -> Option<Words> {
        Words::perhaps(text).unwrap_or_else(|kind| {
            self.refuse(not_words(field, kind));
            None
        })
    }

    /// Something that must be chosen.
    pub(super) fn chosen<T>(&mut self, field: &'static str, choice: Option<T>) -> Option<T> {
        self.refuse_if(choice.is_none(), Refusal::NothingChosen { field });
        choice
    }

    /// A time that must be there and has been.
    pub(super) fn been(
        &mut self,
        field: &'static str,
        occurred: Option<Occurred>,
    ) -> Option<Occurred> {
        self.refuse_if(occurred.is_none(), Refusal::Blank { field });
        self.been_perhaps(field, occurred)
    }

    /// A time that may be left out, and otherwise has been.
    pub(super) fn been_perhaps(
        &mut self,
        field: &'static str,
        occurred: Option<Occurred>,
    ) -> Option<Occurred> {
        let to_come = occurred.is_some_and(|occurred| calendar::is_to_come(&occurred, self.now));
        self.refuse_if(to_come, Refusal::InTheFuture { field });
        occurred
    }

    /// A day that must be there and is today or later.
    pub(super) fn still_to_come(&mut self, field: &'static str, day: Option<Date>) -> Option<Date> {
        self.refuse_if(day.is_none(), Refusal::Blank { field });
        self.refuse_if(
            day.is_some_and(|day| day < calendar::day_of(self.now)),
            Refusal::InThePast { field },
        );
        day
    }

    /// By when, counted from a moment; none where nothing was said.
    pub(super) fn due(
        &mut self,
        field: &'static str,
        by: By,
        from: Timestamp,
        acting: &Acting<'_>,
    ) -> Option<Due> {
        match by {
            By::NotSet => None,
            By::Within(by) => calendar::due(by, from, acting.setting.open_days()),
            By::On(day) => self.still_to_come(field, Some(day)).map(calendar::chosen),
        }
    }

    /// A member of staff who works here now.
    pub(super) fn staff<'s>(
        &mut self,
        field: &'static str,
        staff: StaffId,
        acting: &Acting<'s>,
    ) -> Option<&'s Staff> {
        let known = acting.setting.works_here(staff);
        self.refuse_if(known.is_none(), Refusal::NotStaffHere { field });
        known
    }

    /// A member of staff who works here now and may see this case.
    pub(super) fn colleague<'s>(
        &mut self,
        field: &'static str,
        staff: Option<StaffId>,
        acting: &Acting<'s>,
        case: &Case,
    ) -> Option<(StaffId, &'s Staff)> {
        let staff = self.chosen(field, staff)?;
        self.refuse_if(
            case.access().conflicted.contains(&staff),
            Refusal::Conflicted { field },
        );
        self.staff(field, staff, acting).map(|known| (staff, known))
    }

    /// An action that is still to be done.
    pub(super) fn open_action<'c>(
        &mut self,
        action: ActionId,
        case: &'c Case,
    ) -> Option<&'c Action> {
        let known = case.actions.get(&action);
        self.refuse_if(known.is_none(), Refusal::NoSuchAction);
        self.refuse_if(
            known.is_some_and(|known| !known.is_open()),
            Refusal::ActionNotOpen,
        );
        known
    }

    /// A child involved in this case.
    pub(super) fn child(
        &mut self,
        field: &'static str,
        child: Option<PersonId>,
        case: &Case,
    ) -> Option<PersonId> {
        let child = self.chosen(field, child)?;
        self.refuse_if(
            !case.children.contains_key(&child),
            Refusal::NotInvolved { field },
        );
        Some(child)
    }

    /// A child new to the record.
    pub(super) fn new_child(&mut self, child: &NewChild) -> Option<PersonEvent> {
        let name = self.words("name", &child.name);
        let date_of_birth = self.date_of_birth(child.date_of_birth);
        let year_group = self.perhaps("year_group", &child.year_group);
        let setting = self.perhaps("setting", &child.setting);
        Some(PersonEvent::PersonRecorded {
            name: name?,
            date_of_birth,
            year_group,
            setting,
            // OK because only `add_to_roll` puts somebody on the roll: a name typed into a report does not.
            on_roll: false,
        })
    }

    /// A date of birth: not in the future.
    pub(super) fn date_of_birth(&mut self, born: Option<Date>) -> Option<Date> {
        let to_come = born.is_some_and(|born| born > calendar::day_of(self.now));
        self.refuse_if(
            to_come,
            Refusal::InTheFuture {
                field: "date_of_birth",
            },
        );
        born
    }

    /// What was made of the form, or everything that was wrong with it.
    pub(super) fn finish<T>(self, made: Option<T>) -> Result<T, Refusals> {
        match made {
            Some(made) if self.refusals.is_empty() => Ok(made),
            // INVARIANT: a form makes nothing only after a refusal.
            _ => Err(Refusals(self.refusals)),
        }
    }
}

pub(super) fn not_words(field: &'static str, kind: NotWords) -> Refusal {
    match kind {
        NotWords::Blank => Refusal::Blank { field },
        NotWords::TooLong => Refusal::TooLong { field },
        kind => Refusal::CarriesAFile { field, kind },
    }
}
