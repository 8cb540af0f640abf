//! Concerns as they come in: two that nobody has read, one taken up, and one whose initial review says to refer now.

use super::super::NotFilled;
use super::super::scene::{Scene, been};
use super::{reviewed, taken_up as take_up};
use casework::acts::{By, PlanAction, ReportConcern, plan_action};
use casework::event::{CameBy, Role};
use guidance::{Due, Part};

/// A concern that nobody has read yet.
pub(super) async fn new_this_morning(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "At the end of registration a child told me that a picture of a friend is being passed round. I listened, did not ask to see anything, and said I would tell the safeguarding lead.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.ago(80)),
        place: "Form room".to_owned(),
        children: vec![scene.pupil("Ash")?],
        done_already: "Told the child what happens next. The phone stayed with the child, not looked at.".to_owned(),
        ..ReportConcern::default()
    };
    scene
        .reported(scene.ago(50), Role::Reporter, filled)
        .await
        .map(drop)
}

/// Another, with no names yet.
pub(super) async fn names_not_known(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A parent telephoned the office. They heard from another parent that pupils in year 8 are being asked for pictures in a group chat. They gave no names.".to_owned(),
        came_by: Some(CameBy::ToldByParent),
        names_not_known: true,
        done_already: "Took the parent's number and said that the safeguarding lead would call back today.".to_owned(),
        ..ReportConcern::default()
    };
    scene
        .reported(scene.ago(20), Role::Administrator, filled)
        .await
        .map(drop)
}

/// Read and taken up; the initial review is to be held.
pub(super) async fn taken_up(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let at = scene.back(1, 10, 40);
    let filled = ReportConcern {
        what: "Two pupils were arguing outside the library. One said that the other had \u{201c}sent it on\u{201d} and would not say what. Both were upset.".to_owned(),
        came_by: Some(CameBy::Overheard),
        happened: been(scene.back(1, 10, 20)),
        place: "Corridor by the library".to_owned(),
        children: vec![scene.pupil("Cedar")?, scene.pupil("Willow")?],
        ..ReportConcern::default()
    };
    let mut story = scene.reported(at, Role::Reporter, filled).await?;
    take_up(story.later(12), Role::Deputy).await?;
    let deputy = scene.school.who(Role::Deputy);
    let action = PlanAction {
        what: "Speak with each child by themselves, with their form tutor near by".to_owned(),
        owner: Some(deputy),
        by: By::Within(Due::SchoolDays(1)),
        item: None,
    };
    story
        .later(3)
        .act(Role::Deputy, |stand| {
            plan_action(&stand.acting, stand.case, &action)
        })
        .await
        .map(drop)
}

/// The initial review met a trigger, and nothing has been referred yet.
pub(super) async fn trigger_met(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let at = scene.back(1, 13, 15);
    let filled = ReportConcern {
        what: "The child told me that somebody they know only online is asking for money, and says they will send a picture to the child's friends if it is not paid.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.back(2, 20, 0)),
        place: "At home, online".to_owned(),
        children: vec![scene.pupil("Dogwood")?],
        done_already: "Told the child that they are not in trouble, and not to pay or answer.".to_owned(),
        ..ReportConcern::default()
    };
    let mut story = scene.reported(at, Role::Reporter, filled).await?;
    take_up(story.later(6), Role::Lead).await?;
    let parts: &[Part] = &[Part::Pictured, Part::Made, Part::WasPressured, Part::ToldUs];
    reviewed(
        story.later(20),
        Role::Lead,
        &[(0, parts)],
        &[
            ("extortion", "yes"),
            ("adult-involved", "not-known"),
            ("adult-posing-as-child", "not-known"),
            ("online-now", "not-known"),
            ("coerced", "yes"),
        ],
        &["social-worker"],
    )
    .await
}
