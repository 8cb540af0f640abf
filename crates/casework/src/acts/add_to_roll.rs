//! Put pupils or students on the roll, so that staff can find them by name when they report a concern.

use super::NewChild;
use super::form::Form;
use crate::event::PersonEvent;
use crate::id::PersonId;
use crate::outside::Outside;
use crate::refusal::{Refusal, Refusals};
use std::collections::BTreeSet;

/// Puts people on the roll: all of them, or none where anything is wrong with one. Blank ones are left out.
///
/// # Errors
/// Everything that is wrong with the form; that somebody is there twice; or that nobody is there.
pub fn add_to_roll(
    outside: &Outside,
    filled: &[NewChild],
) -> Result<Vec<(PersonId, PersonEvent)>, Refusals> {
    let mut form = Form::new(outside.now());
    let mut seen = BTreeSet::new();
    let mut made = Vec::new();
    for child in filled.iter().filter(|child| !child.is_blank()) {
        let again = !seen.insert((child.name.trim().to_lowercase(), child.date_of_birth));
        form.refuse_if(again, Refusal::ChildTwice);
        if let Some(PersonEvent::PersonRecorded {
            name,
            date_of_birth,
            year_group,
            setting,
            ..
        }) = form.new_child(child)
        {
            let on_roll = PersonEvent::PersonRecorded {
                name,
                date_of_birth,
                year_group,
                setting,
                on_roll: true,
            };
            made.push((outside.new_person(), on_roll));
        }
    }
    form.refuse_if(seen.is_empty(), Refusal::Blank { field: "pupils" });
    form.finish(Some(made))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use crate::outside::{Chance, Clock};
    use crate::people::Person;
    use jiff::Timestamp;
    use jiff::civil::date;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};

    struct Still;
    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::from_second(1_780_000_000).unwrap()
        }
    }

    struct Counting(AtomicU8);
    impl Chance for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
        }
    }

    fn outside() -> Outside {
        Outside {
            clock: Arc::new(Still),
            chance: Arc::new(Counting(AtomicU8::new(1))),
        }
    }

    fn child(name: &str) -> NewChild {
        NewChild {
            name: name.to_owned(),
            year_group: "9".to_owned(),
            ..NewChild::default()
        }
    }

    #[test]
    fn pupils_put_on_the_roll_are_on_it_and_blank_lines_are_left_out() {
        let made = add_to_roll(
            &outside(),
            &[
                child("Ash zyxcanary"),
                NewChild::default(),
                child("Birch zyxcanary"),
            ],
        )
        .unwrap();
        assert_eq!(made.len(), 2);
        assert!(
            made.iter().all(|(_, event)| matches!(
                event,
                PersonEvent::PersonRecorded { on_roll: true, .. }
            ))
        );
    }

    #[test]
    fn the_same_pupil_twice_is_refused_and_a_namesake_with_another_date_of_birth_is_not() {
        let ash = |born| NewChild {
            date_of_birth: Some(born),
            ..child("Ash zyxcanary")
        };
        let twice = add_to_roll(&outside(), &[ash(date(2012, 1, 1)), ash(date(2012, 1, 1))]);
        assert_eq!(twice.unwrap_err().0, vec![Refusal::ChildTwice]);
        assert_eq!(
            add_to_roll(&outside(), &[ash(date(2012, 1, 1)), ash(date(2012, 1, 2))])
                .unwrap()
                .len(),
            2
        );
    }

    #[test]
    fn nobody_at_all_is_refused() {
        assert_eq!(
            add_to_roll(&outside(), &[]).unwrap_err().0,
            vec![Refusal::Blank { field: "pupils" }]
        );
    }

    #[test]
    fn correcting_somebody_leaves_them_on_the_roll() {
        let Ok(Some(words)) = crate::words::Words::perhaps("Ash zyxcanary") else {
            return;
        };
        let person = Person {
            name: words,
            date_of_birth: None,
            year_group: None,
            setting: None,
            on_roll: true,
        };
        let corrected =
            crate::acts::correct_person(&outside(), &person, &child("Ash zyxcanary"), "").unwrap();
        assert!(matches!(
            corrected.as_slice(),
            [PersonEvent::PersonCorrected { on_roll: true, .. }]
        ));
    }

    #[test]
    fn an_entry_from_before_there_was_a_roll_is_of_somebody_not_on_it() {
        let old = r#"{"event":"person-recorded/1","name":"Ash zyxcanary","date_of_birth":null,"year_group":null,"setting":null}"#;
        let event: PersonEvent = serde_json::from_str(old).unwrap();
        assert!(matches!(
            event,
            PersonEvent::PersonRecorded { on_roll: false, .. }
        ));
        assert_eq!(serde_json::to_string(&event).unwrap(), old);
    }
}
