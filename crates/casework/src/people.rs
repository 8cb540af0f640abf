//! Who a person is, folded from their own chronology, which is sealed under their own key. It says nothing of cases.

use crate::case::reference_of;
use crate::chronology::Entry;
use crate::event::PersonEvent;
use crate::id::{CaseId, PersonId};
use crate::words::Words;
use jiff::civil::Date;

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: Words,
    /// Their date of birth, if known.
    pub date_of_birth: Option<Date>,
    /// Their year group or course, as people here say it.
    pub year_group: Option<Words>,
    /// Their school or college, where it is another one.
    pub setting: Option<Words>,
    /// Whether they are on the roll here. Any member of staff may find them by name; of somebody who is known only
    /// from a case, nobody but those who work cases may learn that the record knows them.
    pub on_roll: bool,
}

impl Person {
    /// What is known now; none where nothing was ever recorded.
    pub fn fold(entries: &[Entry<PersonEvent>]) -> Option<Self> {
        let mut known = None;
        for entry in entries {
            match &entry.written.event {
                PersonEvent::PersonRecorded {
                    name,
                    date_of_birth,
                    year_group,
                    setting,
                    on_roll,
                }
                | PersonEvent::PersonCorrected {
                    name,
                    date_of_birth,
                    year_group,
                    setting,
                    on_roll,
                    ..
                } => {
                    known = Some(Self {
                        name: name.clone(),
                        date_of_birth: *date_of_birth,
                        year_group: year_group.clone(),
                        setting: setting.clone(),
                        on_roll: *on_roll,
                    });
                }
                PersonEvent::RetentionReasonGiven { .. } => {}
            }
        }
        known
    }

    /// Somebody whose identity was erased lawfully: a name that stays the same wherever they were named, made from an id
    /// that carries no meaning.
    pub fn erased(person: PersonId) -> Option<Self> {
        let code = reference_of(CaseId(person.0));
        let name = format!("A child whose identity was erased ({code})");
        Some(Self {
            name: Words::typed(&name).ok()?,
            date_of_birth: None,
            year_group: None,
            setting: None,
            on_roll: false,
        })
    }

    /// How old they were on a day, in whole years; none where the date of birth is not known or is later than the day.
    ///
    /// Somebody born on 29 February comes of age on 1 March of a year that has no such day: not before then has the
    /// whole year gone by.
    pub fn age_on(&self, day: Date) -> Option<i8> {
        let born = self.date_of_birth?;
        if day < born {
            return None;
        }
        let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
        let years = day.year() - born.year() - i16::from(!had_birthday);
        i8::try_from(years).ok()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use jiff::civil::date;

    fn born(on: Date) -> Person {
        Person {
            name: Words::typed("Child A zyxcanary").unwrap(),
            date_of_birth: Some(on),
            year_group: None,
            setting: None,
            on_roll: false,
        }
    }

    #[test]
    fn a_child_is_a_year_older_on_their_birthday_and_not_the_day_before() {
        let child = born(date(2013, 6, 15));
        assert_eq!(child.age_on(date(2026, 6, 14)), Some(12));
        assert_eq!(child.age_on(date(2026, 6, 15)), Some(13));
    }

    #[test]
    fn a_child_born_on_29_february_is_a_year_older_on_1_march_where_there_is_no_29th() {
        let child = born(date(2012, 2, 29));
        assert_eq!(child.age_on(date(2025, 2, 28)), Some(12));
        assert_eq!(child.age_on(date(2025, 3, 1)), Some(13));
        assert_eq!(child.age_on(date(2028, 2, 29)), Some(16));
    }

    #[test]
    fn nobody_has_an_age_before_they_are_born_or_without_a_date_of_birth() {
        assert_eq!(born(date(2012, 2, 29)).age_on(date(2012, 2, 28)), None);
        let unknown = Person {
            date_of_birth: None,
            ..born(date(2012, 2, 29))
        };
        assert_eq!(unknown.age_on(date(2026, 1, 1)), None);
    }
}
