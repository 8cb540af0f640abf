//! Decisions and second views: one that the head has yet to give, and one that disagrees.

use super::super::NotFilled;
use super::super::scene::{Scene, been};
use super::{reviewed, taken_up};
use casework::acts::{
    GiveSecondView, MakeDecision, ReportConcern, TellParents, give_second_view, make_decision,
    tell_parents,
};
use casework::event::{CameBy, Role};
use guidance::{Part, Stage};

/// Decided to manage in the setting; the head is asked to look at it too.
pub(super) async fn second_view_to_come(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A child said that a classmate asked them for a picture several times last week. They said no, and it has stopped. They wanted somebody to know.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.back(8, 19, 0)),
        children: vec![scene.pupil("Juniper")?, scene.pupil("Maple")?],
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(6, 9, 20), Role::Reporter, filled)
        .await?;
    taken_up(story.later(11), Role::Lead).await?;
    let asked: &[Part] = &[Part::ToldUs];
    let asking: &[Part] = &[Part::AskedFor];
    reviewed(
        story.then(6, 10, 30),
        Role::Lead,
        &[(0, asked), (1, asking)],
        &[("child-pictured", "no")],
        &[],
    )
    .await?;
    story
        .then(3, 11, 15)
        .answers(
            Role::Lead,
            Stage::Assessment,
            &[("understands-consent", "no")],
            &[],
        )
        .await?;
    story.later(3).consulted(Role::Lead).await?;
    let head = scene.school.who(Role::Head);
    story
        .later(30)
        .act(Role::Lead, |stand| {
            let filled = MakeDecision {
                routes: ["manage-in-setting".to_owned()].into(),
                rationale: "Nothing was sent. The asking has stopped. Both children will be supported here, and one needs to learn about consent. We look again in two weeks.".to_owned(),
                consulted: "The deputy, and the head of year for pastoral history".to_owned(),
                second: Some(head),
                ..MakeDecision::default()
            };
            make_decision(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await
        .map(drop)
}

/// The deputy decided to do less than was called for; the head does not agree.
pub(super) async fn disagreement(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A teaching assistant noticed that a child who needs help to understand messages had been persuaded to send a picture to another pupil. The child told her in their own words.".to_owned(),
        came_by: Some(CameBy::ToldByColleague),
        happened: been(scene.back(9, 15, 45)),
        children: vec![scene.pupil("Myrtle")?, scene.pupil("Osier")?],
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(7, 11, 5), Role::Reporter, filled)
        .await?;
    taken_up(story.later(8), Role::Deputy).await?;
    let sent: &[Part] = &[Part::Pictured, Part::Made, Part::Shared, Part::WasPressured];
    let got: &[Part] = &[Part::AskedFor, Part::Received];
    reviewed(
        story.then(7, 13, 0),
        Role::Deputy,
        &[(0, sent), (1, got)],
        &[("capacity-concern", "yes")],
        &[],
    )
    .await?;
    let head = scene.school.who(Role::Head);
    let decision = story
        .later(40)
        .act(Role::Deputy, |stand| {
            let filled = MakeDecision {
                routes: ["seek-advice".to_owned(), "manage-in-setting".to_owned()].into(),
                rationale: "Children's services were telephoned for advice at 13:35. They knew the family and asked us to speak with the parents first and to call again tomorrow.".to_owned(),
                consulted: "The duty worker at children's services".to_owned(),
                reason: "We were asked to speak with the parents first. We call back tomorrow with what they say.".to_owned(),
                second: Some(head),
            };
            make_decision(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    story
        .then(6, 8, 40)
        .opened(Role::Head, "/cases/{case}/second-view")
        .await?;
    story
        .later(20)
        .act(Role::Head, |stand| {
            let filled = GiveSecondView {
                decision,
                agrees: Some(false),
                view: "There is concern about whether this child could agree to anything here. I would make the referral today rather than wait for tomorrow's call.".to_owned(),
            };
            give_second_view(&stand.acting, stand.case, &filled)
        })
        .await?;
    story
        .later(50)
        .act(Role::Deputy, |stand| {
            let filled = TellParents {
                child: stand.child(0),
                who: "Both parents".to_owned(),
                how: "In the meeting room, with the head of year".to_owned(),
                said: "Upset, and thankful. They asked for somebody the child can go to each day."
                    .to_owned(),
                told: stand.been(),
            };
            tell_parents(&stand.acting, stand.case, &filled)
        })
        .await
        .map(drop)
}
