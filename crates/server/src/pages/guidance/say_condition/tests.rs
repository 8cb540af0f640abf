//! Every form of condition, said aloud.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
use super::*;
use guidance::Library;

fn said_in(version: &str, rule: &str) -> String {
    let pack = Library::shipped().find(version, None).unwrap();
    let rule = pack.rule(rule).unwrap();
    say_condition(&rule.when, &pack).aloud()
}

#[test]
fn a_question_is_quoted_with_the_answer_that_counts() {
    assert_eq!(
        said_in("england-ukccis-2016", "trigger-adult-involved"),
        "the answer to \u{201c}Is an adult involved, or might one be?\u{201d} is yes"
    );
}

#[test]
fn a_child_is_said_with_part_and_age() {
    assert_eq!(
        said_in("england-ukccis-2016", "trigger-under-13-and-sexual-acts"),
        "the answer to \u{201c}From what is already known, does it concern sexual acts?\u{201d} is yes, and at least one child who is pictured was under 13 at the time"
    );
}

#[test]
fn a_person_of_age_is_not_called_a_child() {
    assert!(said_in("england-ukccis-2016", "trigger-student-18-or-over").ends_with(
        "and at least one person who made, shared, passed on, received or asked for imagery, or put pressure on another child, was 18 or over at the time"
    ));
}

#[test]
fn a_choice_is_said_by_its_label() {
    let said = said_in("england-ukccis-2016", "power-of-asker");
    assert!(
        said.ends_with(
            "is \u{2018}An older child\u{2019}, \u{2018}Someone they do not know\u{2019} or \u{2018}An adult\u{2019}"
        ),
        "{said}"
    );
}

#[test]
fn always_is_every_case() {
    assert_eq!(
        said_in("england-ukccis-2016", "always-record"),
        "in every case"
    );
}

#[test]
fn every_form_of_condition_is_said() {
    let pack = Library::shipped()
        .find("england-ukccis-2016", None)
        .unwrap();
    let under = Condition::Fact {
        fact: "age-under-13".into(),
        is: vec!["yes".into()],
    };
    let coerced = Condition::Fact {
        fact: "coerced".into(),
        is: vec!["no".into()],
    };
    let online = Condition::Fact {
        fact: "online-now".into(),
        is: vec!["yes".into(), "not-known".into()],
    };
    let say = |condition: &Condition| say_condition(condition, &pack).aloud();
    let ask = |id: &str| pack.fact(id).unwrap().ask.to_string();
    assert_eq!(
        say(&Condition::EveryChild(Box::new(under.clone()))),
        "every child involved was under 13 at the time"
    );
    assert_eq!(
        say(&Condition::EveryChild(Box::new(coerced.clone()))),
        format!(
            "for every child involved, the answer to \u{201c}{}\u{201d} is no",
            ask("coerced")
        )
    );
    assert_eq!(
        say(&Condition::Not(Box::new(online.clone()))),
        format!(
            "it is known that this is not so: (the answer to \u{201c}{}\u{201d} is yes or not known)",
            ask("online-now")
        )
    );
    assert!(
        say(&Condition::AtLeast {
            n: 2,
            of: vec![
                online.clone(),
                Condition::AnyChild(Box::new(under.clone())),
                Condition::Always
            ]
        })
        .starts_with("at least 2 of these are so: (")
    );
    assert_eq!(
        say(&Condition::AnyChild(Box::new(Condition::All(vec![
            Condition::Part(Part::Pictured),
            under,
            coerced
        ])))),
        format!(
            "for at least one child who is pictured, the child was under 13 at the time, and the answer to \u{201c}{}\u{201d} is no",
            ask("coerced")
        )
    );
}
