//! Notes, reviews, corrections, and the fold in any order.

use crate::given::{School, TODAY, TOMORROW, YESTERDAY, on, refused, school};
use casework::acts::{self, CorrectEntry};
use casework::case::{Case, NextStep};
use casework::chronology::Entry;
use casework::event::CaseEvent;
use casework::refusal::Refusal;
use proptest::prelude::*;

#[test]
fn a_note_needs_words_and_may_tell_of_an_earlier_day() {
    let school = school();
    let case = school.reported().case();
    let note = |text: &str, day| acts::add_note(&school.acting(school.lead), &case, text, on(day));
    assert_eq!(
        note("Seen at the gate. zyxcanary", YESTERDAY)
            .unwrap()
            .len(),
        1
    );
    assert_eq!(refused(note("", TODAY)), [Refusal::Blank { field: "note" }]);
    assert_eq!(
        refused(note("zyxcanary", TOMORROW)),
        [Refusal::InTheFuture { field: "happened" }]
    );
}

#[test]
fn a_review_is_set_for_today_or_later() {
    let school = school();
    let mut story = school.decided();
    let set = |case: &Case, day| acts::set_review(&school.acting(school.lead), case, day, "");
    assert_eq!(
        refused(set(&story.case(), Some(YESTERDAY))),
        [Refusal::InThePast { field: "on" }]
    );
    assert_eq!(
        refused(set(&story.case(), None)),
        [Refusal::Blank { field: "on" }]
    );
    let events = set(&story.case(), Some(TOMORROW)).unwrap();
    story.write(school.lead, events);
    assert_eq!(story.case().review.unwrap().on, TOMORROW);
}

#[test]
fn a_correction_stands_beside_an_entry_that_is_there_also_in_a_closed_case() {
    let school = school();
    let mut story = crate::closing::closed(&school);
    let correct = |story: &crate::given::Story<'_>, entry| {
        let filled = CorrectEntry {
            entry,
            now: "It was Monday. zyxcanary".to_owned(),
            why: "A slip. zyxcanary".to_owned(),
        };
        acts::correct_entry(&school.acting(school.lead), &story.case(), &filled)
    };
    assert_eq!(refused(correct(&story, 0)), [Refusal::NoSuchEntry]);
    assert_eq!(
        refused(correct(&story, story.case().entries + 1)),
        [Refusal::NoSuchEntry]
    );
    let events = correct(&story, 1).unwrap();
    story.write(school.lead, events);
    assert_eq!(story.case().corrections[&1].len(), 1);
    let blank = CorrectEntry {
        entry: 1,
        ..CorrectEntry::default()
    };
    let said = refused(acts::correct_entry(
        &school.acting(school.lead),
        &story.case(),
        &blank,
    ));
    assert_eq!(
        said,
        [
            Refusal::Blank { field: "now" },
            Refusal::Blank { field: "why" }
        ]
    );
}

#[test]
fn once_all_is_done_the_next_step_is_a_review_and_then_to_close() {
    let school = school();
    let mut story = crate::closing::all_done(&school);
    assert_eq!(story.case().next_step(), NextStep::SetReview);
    let events = acts::set_review(
        &school.acting(school.lead),
        &story.case(),
        Some(TOMORROW),
        "",
    )
    .unwrap();
    story.write(school.lead, events);
    assert_eq!(story.case().next_step(), NextStep::Review { on: TOMORROW });
    assert_eq!(
        story.case().next_step().says(),
        "Review the case on 17 June 2026"
    );
    school.days_pass(1);
    let events = acts::add_note(
        &school.acting(school.lead),
        &story.case(),
        "All is well. zyxcanary",
        None,
    )
    .unwrap();
    story.write(school.lead, events);
    assert_eq!(story.case().next_step(), NextStep::Close);
}

#[test]
fn no_debug_text_of_a_case_carries_what_anybody_wrote() {
    let school = school();
    let story = crate::closing::closed(&school);
    let text = format!("{:?}{:?}{:?}", story.case(), story.entries, school.setting);
    assert!(!text.contains("zyxcanary"));
}

/// Entries of every kind, from the golden files, in no sensible order.
fn any_entries(school: &School) -> Vec<Entry<CaseEvent>> {
    let recorded_at = school.outside.now();
    let golden = crate::golden::case_events();
    (1..)
        .zip(golden)
        .map(|(seq, written)| Entry {
            seq,
            recorded_at,
            written,
        })
        .collect()
}

proptest! {
    #[test]
    fn the_fold_takes_entries_in_any_order_and_any_number(
        order in proptest::collection::vec((any::<prop::sample::Index>(), 0_u64..50), 0..60)
    ) {
        let school = school();
        let all = any_entries(&school);
        let entries: Vec<_> = order
            .iter()
            .map(|(which, seq)| Entry { seq: *seq, ..which.get(&all).clone() })
            .collect();
        let case = Case::fold(school.outside.new_case(), &entries);
        let line = case.line();
        prop_assert!(!line.next_step.says().is_empty());
        prop_assert_eq!(line.open, case.is_open());
    }
}
