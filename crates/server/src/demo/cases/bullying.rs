//! A case of another kind: bullying online, without imagery. The lead says so on taking it up; the guidance on that kind is
//! then asked.

use super::super::NotFilled;
use super::super::scene::{Scene, been};
use super::{reviewed, taken_up};
use casework::acts::{MakeDecision, ReportConcern, make_decision, say_kind_of_concern, set_review};
use casework::event::{CameBy, Role};
use guidance::{Concern, Part, Stage};

/// Nobody is at risk now; the effect on one child is serious, and early help is asked for.
pub(super) async fn early_help_asked_for(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A pupil told me that classmates have been calling them names in a group chat for two weeks. They have not wanted to come in. No pictures are part of it, as far as they know.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.back(8, 19, 0)),
        place: "Group chat".to_owned(),
        children: vec![scene.pupil("Quince")?, scene.pupil("Myrtle")?],
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(7, 8, 50), Role::Reporter, filled)
        .await?;
    taken_up(story.later(12), Role::Lead).await?;
    story
        .later(1)
        .act(Role::Lead, |stand| {
            say_kind_of_concern(&stand.acting, stand.case, Some(Concern::OnlineBullying))
        })
        .await?;
    let told: &[Part] = &[Part::WasPressured, Part::ToldUs];
    let wrote: &[Part] = &[Part::Pressured];
    reviewed(
        story.then(7, 12, 20),
        Role::Lead,
        &[(0, told), (1, wrote)],
        &[("still-online", "yes")],
        &[],
    )
    .await?;
    story
        .then(6, 10, 30)
        .answers(
            Role::Lead,
            Stage::Assessment,
            &[("serious-effect", "yes")],
            &[],
        )
        .await?;
    story.later(2).consulted(Role::Lead).await?;
    story
        .later(25)
        .act(Role::Lead, |stand| {
            let filled = MakeDecision {
                routes: ["early-help".to_owned(), "manage-in-setting".to_owned()].into(),
                rationale: "No child is at risk of harm on what is known. The child has missed school over it, so early help is asked for; the rest is worked on here, with both families.".to_owned(),
                consulted: "The deputy and the head of year".to_owned(),
                ..MakeDecision::default()
            };
            make_decision(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    let on = scene.ahead(6);
    story
        .later(5)
        .act(Role::Lead, |stand| {
            set_review(
                &stand.acting,
                stand.case,
                on,
                "Is the child back in school?",
            )
        })
        .await
        .map(drop)
}
