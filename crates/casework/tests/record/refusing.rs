//! What a refusal says to the person at the screen.

use casework::refusal::{Refusal, Refusals};

/// The fields that the forms of the acts name, from their source.
fn fields() -> Vec<&'static str> {
    let mut fields = Vec::new();
    for source in [
        include_str!("../../src/acts/report_concern.rs"),
        include_str!("../../src/acts/hold_initial_review.rs"),
        include_str!("../../src/acts/make_decision.rs"),
        include_str!("../../src/acts/give_second_view.rs"),
        include_str!("../../src/acts/make_referral.rs"),
        include_str!("../../src/acts/record_referral_answer.rs"),
        include_str!("../../src/acts/plan_action.rs"),
        include_str!("../../src/acts/tell_parents.rs"),
        include_str!("../../src/acts/not_tell_parents.rs"),
        include_str!("../../src/acts/log_device.rs"),
        include_str!("../../src/acts/confirm_deletion.rs"),
        include_str!("../../src/acts/report_removal.rs"),
        include_str!("../../src/acts/record_viewing.rs"),
        include_str!("../../src/acts/share_case.rs"),
        include_str!("../../src/acts/close_case.rs"),
        include_str!("../../src/acts/set_duty.rs"),
    ] {
        for verb in [
            "words(\"",
            "chosen(\"",
            "been(\"",
            "still_to_come(\"",
            "colleague(\"",
            "child(\"",
        ] {
            fields.extend(
                source
                    .split(verb)
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next()),
            );
        }
    }
    fields
}

#[test]
fn every_field_of_every_form_has_words_of_its_own() {
    let fields = fields();
    assert!(
        fields.len() > 40,
        "the source of the acts is read otherwise now"
    );
    for field in fields {
        for said in [
            Refusal::Blank { field }.says(),
            Refusal::NothingChosen { field }.says(),
        ] {
            assert!(!said.contains('_'), "{said}");
            assert!(
                said.contains(' ') && said.split(' ').count() > 2,
                "{field}: {said}"
            );
        }
    }
}

#[test]
fn refusals_together_say_everything_in_whole_sentences() {
    let both = Refusals(vec![Refusal::CaseClosed, Refusal::Blank { field: "why" }]);
    assert_eq!(
        both.to_string(),
        "This case is closed. Open it again first, and say why. Enter the reason why."
    );
}

#[test]
fn what_is_no_day_is_asked_for_as_one() {
    let wrong = Refusal::NoSuchTime { field: "happened" };
    assert_eq!(
        wrong.says(),
        "Enter when it happened as a real day and time."
    );
    assert_eq!(wrong.field(), Some("happened"));
}
