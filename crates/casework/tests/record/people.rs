//! Recording a person and correcting what is known of them.

use crate::given::{TOMORROW, refused, school, words};
use casework::acts::{self, NewChild};
use casework::event::PersonEvent;
use casework::people::Person;
use casework::refusal::Refusal;

fn person() -> Person {
    Person {
        name: words("Child A zyxcanary"),
        date_of_birth: None,
        year_group: None,
        setting: None,
        on_roll: true,
    }
}

#[test]
fn a_person_is_recorded_by_name() {
    let school = school();
    let filled = NewChild {
        name: "Child D zyxcanary".to_owned(),
        ..NewChild::default()
    };
    let (_, event) = acts::record_person(&school.outside, &filled).unwrap();
    assert!(matches!(
        event,
        PersonEvent::PersonRecorded {
            year_group: None,
            ..
        }
    ));
    let said = refused(acts::record_person(&school.outside, &NewChild::default()));
    assert_eq!(said, [Refusal::Blank { field: "name" }]);
}

#[test]
fn a_person_is_corrected_as_a_whole_and_only_where_something_is_different() {
    let school = school();
    let correct = |filled: &NewChild| acts::correct_person(&school.outside, &person(), filled, "");
    let same = NewChild {
        name: " Child A zyxcanary".to_owned(),
        ..NewChild::default()
    };
    assert_eq!(refused(correct(&same)), [Refusal::NothingChanged]);
    let later = NewChild {
        date_of_birth: Some(TOMORROW),
        ..same.clone()
    };
    assert_eq!(
        refused(correct(&later)),
        [Refusal::InTheFuture {
            field: "date_of_birth"
        }]
    );
    let year = NewChild {
        year_group: "Year 8".to_owned(),
        ..same
    };
    assert!(matches!(
        &correct(&year).unwrap()[..],
        [PersonEvent::PersonCorrected {
            year_group: Some(_),
            ..
        }]
    ));
}
