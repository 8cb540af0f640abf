//! Cases from earlier years, decided under the guidance of their day: that of 2016, and that of 2020.

use super::super::NotFilled;
use super::super::scene::{Scene, been, elsewhere, on};
use super::{reviewed, taken_up};
use casework::acts::{
    CloseCase, MakeDecision, ReportConcern, TellParents, add_note, close_case, make_decision,
    reopen_case, tell_parents,
};
use casework::event::{CameBy, Outcome, Role};
use guidance::{Part, Stage};
use jiff::civil::date;

/// Reported, decided and closed in 2019.
pub(super) async fn under_the_guidance_of_2016(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let reported = on(date(2019, 5, 14), 10, 15);
    let filled = ReportConcern {
        what: "A child told me that they had sent a picture to somebody in their year, and that they wish they had not.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(on(date(2019, 5, 12), 19, 0)),
        children: vec![
            elsewhere("Alder Example", date(2004, 11, 3), "Year 9", ""),
            elsewhere("Blackthorn Example", date(2005, 2, 20), "Year 9", ""),
        ],
        ..ReportConcern::default()
    };
    let mut story = scene.reported(reported, Role::Reporter, filled).await?;
    taken_up(story.later(15), Role::Lead).await?;
    let sent: &[Part] = &[Part::Pictured, Part::Made, Part::Shared, Part::ToldUs];
    let got: &[Part] = &[Part::Received];
    reviewed(
        story.at(on(date(2019, 5, 14), 13, 30)),
        Role::Lead,
        &[(0, sent), (1, got)],
        &[],
        &[],
    )
    .await?;
    story
        .at(on(date(2019, 5, 16), 9, 0))
        .answers(Role::Lead, Stage::Assessment, &[], &[])
        .await?;
    story.later(2).consulted(Role::Lead).await?;
    decided_and_told(&mut story, 2).await?;
    story
        .at(on(date(2019, 6, 20), 15, 0))
        .act(Role::Lead, |stand| {
            let filled = CloseCase {
                outcome: Some(Outcome::ManagedInSetting),
                why: "Both children are well and nothing has come up again.".to_owned(),
                actions_left: String::new(),
            };
            close_case(&stand.acting, stand.case, &filled)
        })
        .await
        .map(drop)
}

/// Reported, decided and closed in 2022; opened again this term.
pub(super) async fn reopened_from_2022(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A parent wrote to say that their child had been sent a picture by a pupil of another school.".to_owned(),
        came_by: Some(CameBy::ToldByParent),
        happened: been(on(date(2022, 6, 19), 17, 0)),
        children: vec![
            elsewhere("Catalpa Example", date(2011, 1, 9), "Year 6", ""),
            elsewhere("Damson Example", date(2010, 4, 30), "", "Another school in the town (made up)"),
        ],
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(on(date(2022, 6, 21), 9, 40), Role::Administrator, filled)
        .await?;
    taken_up(story.later(20), Role::Lead).await?;
    let got: &[Part] = &[Part::ReceivedUnasked];
    let sent: &[Part] = &[Part::Pictured, Part::Made, Part::Shared];
    reviewed(
        story.at(on(date(2022, 6, 21), 12, 0)),
        Role::Lead,
        &[(0, got), (1, sent)],
        &[("other-setting", "yes")],
        &[],
    )
    .await?;
    story
        .at(on(date(2022, 6, 23), 10, 30))
        .answers(
            Role::Lead,
            Stage::Assessment,
            &[("several-recipients", "yes")],
            &[],
        )
        .await?;
    story.later(2).consulted(Role::Lead).await?;
    decided_and_told(&mut story, 1).await?;
    story
        .at(on(date(2022, 7, 12), 14, 0))
        .act(Role::Lead, |stand| {
            let filled = CloseCase {
                outcome: Some(Outcome::OthersLead),
                why: "The other school leads. Our pupil and their family have what they need."
                    .to_owned(),
                actions_left: String::new(),
            };
            close_case(&stand.acting, stand.case, &filled)
        })
        .await?;
    story
        .then(3, 14, 30)
        .opened(Role::Lead, "/cases/{case}")
        .await?;
    story
        .later(5)
        .act(Role::Lead, |stand| {
            reopen_case(&stand.acting, stand.case, "The family came to us: the same picture has been mentioned again, and our pupil is worried.")
        })
        .await?;
    story
        .later(10)
        .act(Role::Lead, |stand| {
            add_note(&stand.acting, stand.case, "Spoke with the pupil. They are not in touch with the other child. We hold a new initial review.", stand.been())
        })
        .await
        .map(drop)
}

async fn decided_and_told(story: &mut super::Story<'_>, children: usize) -> Result<(), NotFilled> {
    story
        .later(15)
        .act(Role::Lead, |stand| {
            let filled = MakeDecision {
                routes: ["manage-in-setting".to_owned()].into(),
                rationale:
                    "No trigger is met, nothing has gone further, and both families work with us."
                        .to_owned(),
                consulted: "The deputy".to_owned(),
                ..MakeDecision::default()
            };
            make_decision(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    for child in 0..children {
        story
            .later(30)
            .act(Role::Lead, |stand| {
                let filled = TellParents {
                    child: stand.child(child),
                    who: "A parent".to_owned(),
                    how: "By telephone".to_owned(),
                    said: String::new(),
                    told: stand.been(),
                };
                tell_parents(&stand.acting, stand.case, &filled)
            })
            .await?;
    }
    Ok(())
}
