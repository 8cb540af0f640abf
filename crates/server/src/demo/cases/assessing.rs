//! Cases between the initial review and a decision: one with questions still open, one with none left.

use super::super::NotFilled;
use super::super::scene::{Scene, been};
use super::{reviewed, taken_up};
use casework::acts::{By, PlanAction, ReportConcern, TellParents, plan_action, tell_parents};
use casework::event::{CameBy, Role};
use guidance::{Due, Part, Stage};

/// No trigger is met; some questions of the assessment are answered, others are open.
pub(super) async fn under_way(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A child asked what they should do about a picture they were sent by a classmate. They had not passed it on and did not want anybody to get into trouble.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.back(3, 17, 30)),
        children: vec![scene.pupil("Elder")?, scene.pupil("Fir")?],
        done_already: "Thanked the child for telling me. Did not ask to see it.".to_owned(),
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(2, 9, 5), Role::Reporter, filled)
        .await?;
    taken_up(story.later(9), Role::Lead).await?;
    let sent: &[Part] = &[Part::Pictured, Part::Made, Part::Shared];
    let got: &[Part] = &[Part::Received, Part::ToldUs];
    reviewed(
        story.then(2, 11, 0),
        Role::Lead,
        &[(0, sent), (1, got)],
        &[],
        &[],
    )
    .await?;
    story
        .then(1, 12, 30)
        .answers(
            Role::Lead,
            Stage::Assessment,
            &[],
            &[
                "vulnerable",
                "shared-onward",
                "serious-impact",
                "understands-implications",
                "risk-if-parents-told",
                "earlier-case",
            ],
        )
        .await?;
    story.later(2).consulted(Role::Lead).await?;
    story
        .later(15)
        .act(Role::Lead, |stand| {
            let filled = TellParents {
                child: stand.child(1),
                who: "The child's parent".to_owned(),
                how: "By telephone".to_owned(),
                said: "Glad that their child came to us. Will talk at home and call if anything changes.".to_owned(),
                told: stand.been(),
            };
            tell_parents(&stand.acting, stand.case, &filled)
        })
        .await?;
    let tutor = scene.school.who(Role::Deputy);
    let action = PlanAction {
        what: "Ask the first child's tutor how they seem in lessons".to_owned(),
        owner: Some(tutor),
        by: By::Within(Due::SchoolDays(2)),
        item: None,
    };
    story
        .later(5)
        .act(Role::Lead, |stand| {
            plan_action(&stand.acting, stand.case, &action)
        })
        .await
        .map(drop)
}

/// Everything that matters is answered; somebody has to decide.
pub(super) async fn settled(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "Two pupils who are going out have each sent the other a picture. One of them told me because they regret it and want it to stop.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.back(5, 21, 0)),
        children: vec![scene.pupil("Hazel")?, scene.pupil("Linden")?],
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(4, 12, 45), Role::Reporter, filled)
        .await?;
    taken_up(story.later(14), Role::Lead).await?;
    let both: &[Part] = &[Part::Pictured, Part::Made, Part::Shared, Part::Received];
    reviewed(
        story.then(4, 14, 10),
        Role::Lead,
        &[(0, both), (1, both)],
        &[],
        &[],
    )
    .await?;
    story
        .then(2, 10, 0)
        .answers(
            Role::Lead,
            Stage::Assessment,
            &[("who-asked", "partner"), ("understands-implications", "no")],
            &[],
        )
        .await?;
    story.later(2).consulted(Role::Lead).await
}
