//! Looking back at a practised case: what was recorded beside what is called for with everything in the story known.

use crate::given::{School, school, words};
use casework::case::Case;
use casework::chronology::{Entry, Written};
use casework::event::{About, CameBy, CaseEvent};
use casework::id::{CaseId, PersonId};
use casework::looking_back::{Did, LookingBack, look_back};
use guidance::{Answer, Example, Library, Pack};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::sync::Arc;

const ON: Date = date(2026, 6, 16);

fn pack() -> Arc<Pack> {
    Library::shipped().on("england", ON).unwrap()
}

fn story<'p>(pack: &'p Pack, tells: &str) -> &'p Example {
    let told = pack
        .examples()
        .iter()
        .rfind(|one| one.tells.as_ref() == tells);
    told.unwrap()
}

fn reported(child: PersonId) -> CaseEvent {
    CaseEvent::ConcernReported {
        what: words("As told. zyxcanary"),
        came_by: CameBy::NotSaid,
        happened: None,
        place: None,
        children: vec![child],
        names_not_known: false,
        done_already: None,
    }
}

fn decided(routes: &[&str]) -> CaseEvent {
    CaseEvent::DecisionMade {
        consultation: None,
        routes: routes.iter().map(|route| (*route).to_owned()).collect(),
        rationale: words("My reason. zyxcanary"),
        consulted: None,
        less: None,
        sign_off: None,
    }
}

fn back(school: &School, tells: &str, more: &[CaseEvent]) -> LookingBack {
    let pack = pack();
    let child = PersonId(uuid::Uuid::from_u128(7));
    let events = std::iter::once(reported(child)).chain(more.iter().cloned());
    let entries: Vec<Entry<CaseEvent>> = (1..)
        .zip(events)
        .map(|(seq, event)| Entry {
            seq,
            recorded_at: school.outside.now(),
            written: Written {
                by: school.lead,
                event,
            },
        })
        .collect();
    let case = Case::fold(CaseId(uuid::Uuid::nil()), &entries);
    let children = BTreeMap::from([("Child A".to_owned(), child)]);
    look_back(&case, &pack, &story(&pack, tells).facts, &children, ON)
}

const THREATENED: &str = "Child A is being threatened by someone online.";
const NOTHING: &str = "Child A shared with one friend. Every question has been asked and answered.";

#[test]
fn a_decision_is_less_the_same_or_more_than_called_for_and_may_be_less_and_more_at_once() {
    let school = school();
    let compared =
        |tells: &str, routes: &[&str]| back(&school, tells, &[decided(routes)]).decided.unwrap();
    assert!(compared(THREATENED, &["refer-police"]).is_the_same());
    assert_eq!(
        compared(THREATENED, &["manage-in-setting"]).left,
        ["refer-now"]
    );
    assert!(compared(NOTHING, &["manage-in-setting"]).is_the_same());
    let further = compared(NOTHING, &["refer-social-care"]);
    assert!(further.left.is_empty() && !further.is_the_same());
    assert_eq!(further.further, ["refer-social-care"]);
    let both = compared(THREATENED, &["refer-lado"]);
    assert_eq!((both.left.len(), both.further.len()), (1, 1));
    assert_eq!(back(&school, THREATENED, &[]).decided, None);
}

#[test]
fn each_response_stands_beside_what_was_recorded_of_it() {
    let school = school();
    let did = |more: &[CaseEvent], response: &str| {
        let back = back(&school, THREATENED, more);
        let one = back
            .called_for
            .iter()
            .find(|one| *one.asked.response == *response);
        one.unwrap().did.clone()
    };
    assert_eq!(did(&[], "refer-now"), Did::Nothing);
    let referred = [decided(&["refer-police"])];
    assert_eq!(
        did(&referred, "refer-now"),
        Did::Routes(vec!["refer-police".to_owned()])
    );
    assert_eq!(did(&[], "record-reasons"), Did::Nothing);
    assert_eq!(did(&referred, "record-reasons"), Did::Entries(vec![2]));
    let review = CaseEvent::ReviewSet {
        on: date(2026, 7, 1),
        why: None,
    };
    assert_eq!(did(&[review], "keep-under-review"), Did::Entries(vec![2]));
    for one in &back(&school, THREATENED, &[]).called_for {
        assert!(!one.asked.reasons.is_empty() && !one.on_own_answers);
    }
}

#[test]
fn answers_stand_beside_the_story_those_that_raise_concern_first() {
    let school = school();
    let answered = |fact: &str, answer: Answer| CaseEvent::QuestionAnswered {
        about: About::Incident,
        fact: fact.to_owned(),
        answer,
        how_known: None,
    };
    let before = back(&school, THREATENED, &[]);
    assert_eq!(before.answered_alike, 0);
    assert_eq!(before.otherwise[0].fact, "extortion");
    assert!(before.otherwise[0].raises && before.otherwise[0].recorded.is_none());
    let last = before.otherwise.last().unwrap();
    assert!(!last.raises);
    let wrong = back(&school, THREATENED, &[answered("extortion", Answer::No)]);
    assert_eq!(wrong.otherwise[0].recorded, Some(Answer::No));
    let right = back(&school, THREATENED, &[answered("extortion", Answer::Yes)]);
    assert_eq!(right.answered_alike, 1);
    assert_eq!(right.otherwise.len(), before.otherwise.len() - 1);
}
