//! The cases of the made-up school, one at every stage. Each is recorded as a person would: the act, then the store;
//! first the clock is moved to when it happened.

mod assessing;
mod bullying;
mod deciding;
mod managing;
mod past;
mod referring;
mod reported;

use super::NotFilled;
use super::scene::{Scene, Stand, Story};
use casework::acts::{
    HoldInitialReview, RecordParts, WasPresent, hold_initial_review, read_concern, record_parts,
    take_up_case,
};
use casework::event::{CaseEvent, Role};
use casework::refusal::Refusals;
use guidance::{Part, Stage};

/// Records the cases, the oldest first.
///
/// # Errors
/// Where an act refuses or the store fails.
pub(super) async fn fill(scene: &Scene<'_>) -> Result<(), NotFilled> {
    past::under_the_guidance_of_2016(scene).await?;
    past::reopened_from_2022(scene).await?;
    managing::closed_this_term(scene).await?;
    managing::with_an_imagery_log_and_a_correction(scene).await?;
    referring::parents_not_told(scene).await?;
    referring::answer_overdue(scene).await?;
    deciding::disagreement(scene).await?;
    deciding::second_view_to_come(scene).await?;
    bullying::early_help_asked_for(scene).await?;
    assessing::settled(scene).await?;
    assessing::under_way(scene).await?;
    reported::trigger_met(scene).await?;
    reported::taken_up(scene).await?;
    reported::new_this_morning(scene).await?;
    reported::names_not_known(scene).await
}

/// Concerns that have just come in: what can be told of a school in any nation, whatever its guidance asks.
///
/// # Errors
/// Where an act refuses or the store fails.
pub(super) async fn just_come_in(scene: &Scene<'_>) -> Result<(), NotFilled> {
    reported::taken_up(scene).await?;
    reported::new_this_morning(scene).await?;
    reported::names_not_known(scene).await
}

/// Somebody reads the concern and takes the case up.
async fn taken_up(story: &mut Story<'_>, lead: Role) -> Result<(), NotFilled> {
    story
        .act(lead, |stand| read_concern(&stand.acting, stand.case))
        .await?;
    story.later(4).opened(lead, "/cases/{case}").await?;
    story
        .act(lead, |stand| {
            take_up_case(&stand.acting, stand.case, Some(stand.acting.by))
        })
        .await
        .map(drop)
}

/// The initial review is held, parts are recorded, and its questions answered as in a case without a trigger except for
/// what `set` says.
async fn reviewed(
    story: &mut Story<'_>,
    lead: Role,
    parts: &[(usize, &[Part])],
    set: &[(&str, &str)],
    left: &[&str],
) -> Result<(), NotFilled> {
    let other = if lead == Role::Deputy {
        Role::Lead
    } else {
        Role::Deputy
    };
    let other = story.scene.school.who(other);
    story
        .act(lead, |stand| {
            let filled = HoldInitialReview {
                held: stand.been(),
                present: vec![
                    WasPresent { staff: Some(stand.acting.by), ..WasPresent::default() },
                    WasPresent { staff: Some(other), ..WasPresent::default() },
                    WasPresent { name: "Morgan Example".to_owned(), role: "Head of year".to_owned(), ..WasPresent::default() },
                ],
                notes: "We went through what was reported and what is known. Nobody has looked at any device.".to_owned(),
            };
            hold_initial_review(&stand.acting, stand.case, &filled)
        })
        .await?;
    for (child, parts) in parts {
        story
            .later(1)
            .act(lead, |stand| had_parts(stand, *child, parts))
            .await?;
    }
    story
        .later(6)
        .answers(lead, Stage::InitialReview, set, left)
        .await?;
    story.later(1).consulted(lead).await
}

fn had_parts(stand: &Stand<'_>, child: usize, parts: &[Part]) -> Result<Vec<CaseEvent>, Refusals> {
    let filled = RecordParts {
        child: stand.child(child),
        parts: parts.iter().copied().collect(),
        how_known: "As the children told it, each by themselves.".to_owned(),
    };
    record_parts(&stand.acting, stand.case, &filled)
}
