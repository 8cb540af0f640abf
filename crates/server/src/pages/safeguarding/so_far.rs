//! What the answers so far say, in a few lines beside the questions. It always says what is still open, and never that
//! nothing has to be done.

use super::said::{Said, counted};
use crate::govuk::Html;
use crate::pages::guidance::in_words;
use guidance::{Assessment, NOT_AN_ALL_CLEAR};

/// The panel beside the questions.
#[derive(askama::Template)]
#[template(path = "safeguarding/so_far.html")]
pub struct SoFar {
    refer_now: Option<Html>,
    called_for: Vec<(String, String)>,
    pointed_to: Vec<String>,
    standing: usize,
    no_rule_met: bool,
    open: String,
    recommendation: String,
    referral: String,
    /// The answers are on the page only.
    unsaved: bool,
}

impl askama::filters::HtmlSafe for SoFar {}

impl SoFar {
    /// What this assessment says. `case_path` is the address of the case.
    pub fn of(said: &Said<'_>, assessment: &Assessment, case_path: &str, unsaved: bool) -> Self {
        let called = &assessment.called_for;
        Self {
            refer_now: said.refer_now_warning(assessment),
            called_for: called
                .iter()
                .filter(|one| !said.is_standing(one))
                .map(|one| (one.says.to_string(), in_words::due(one.by)))
                .collect(),
            pointed_to: assessment
                .pointed_to
                .iter()
                .map(|one| one.says.to_string())
                .collect(),
            standing: called.iter().filter(|one| said.is_standing(one)).count(),
            no_rule_met: assessment.only_standing_duties,
            open: still_open(assessment),
            recommendation: format!("{case_path}/recommendation"),
            referral: format!("{case_path}/referral"),
            unsaved,
        }
    }

    /// What is said where no rule is met.
    fn not_an_all_clear(&self) -> &'static str {
        NOT_AN_ALL_CLEAR
    }
}

/// What is still open, in a sentence.
pub fn still_open(assessment: &Assessment) -> String {
    let left = assessment.ask_next.len();
    match (assessment.settled, left) {
        (true, 0) => "Nothing else you could answer would change what is called for.".to_owned(),
        (true, left) => format!(
            "Nothing else you could answer would change what is called for. {} could still change what it points to.",
            counted(left, "question")
        ),
        (false, left) => format!(
            "{} could still change this.",
            counted(left, "open question")
        ),
    }
}
