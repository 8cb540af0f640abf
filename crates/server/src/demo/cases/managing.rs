//! Cases managed in the school: one with an imagery log and a corrected entry, one closed this term.

use super::super::NotFilled;
use super::super::scene::{Scene, been};
use super::{reviewed, taken_up};
use casework::acts::{
    By, CloseCase, ConfirmDeletion, CorrectEntry, MakeDecision, PlanAction, ReportConcern,
    ReportRemoval, TellParents, add_note, close_case, confirm_deletion, correct_entry, do_action,
    make_decision, plan_action, report_removal, set_review, tell_parents,
};
use casework::event::{CameBy, Outcome, Role};
use guidance::{Due, Part, Stage};

/// Managed in the school: parents told, deletion confirmed, removal reported, an entry corrected, a day set to look again.
pub(super) async fn with_an_imagery_log_and_a_correction(
    scene: &Scene<'_>,
) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A child found out that a picture they had sent to one friend was put into a class chat. They came to me at break.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.back(14, 20, 15)),
        place: "Class chat".to_owned(),
        children: vec![scene.pupil("Holly")?, scene.pupil("Spruce")?],
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(13, 11, 0), Role::Reporter, filled)
        .await?;
    taken_up(story.later(10), Role::Deputy).await?;
    let sent: &[Part] = &[Part::Pictured, Part::Made, Part::Shared, Part::ToldUs];
    let passed: &[Part] = &[Part::Received, Part::PassedOn];
    reviewed(
        story.then(13, 12, 40),
        Role::Deputy,
        &[(0, sent), (1, passed)],
        &[("online-now", "yes")],
        &[],
    )
    .await?;
    for (child, said) in [
        (0, "Will support their child to report it."),
        (1, "Sorry for the other child. Will talk at home tonight."),
    ] {
        story
            .later(25)
            .act(Role::Deputy, |stand| {
                let filled = TellParents {
                    child: stand.child(child),
                    who: "A parent".to_owned(),
                    how: "By telephone".to_owned(),
                    said: said.to_owned(),
                    told: stand.been(),
                };
                tell_parents(&stand.acting, stand.case, &filled)
            })
            .await?;
    }
    let note = story
        .then(12, 9, 0)
        .act(Role::Deputy, |stand| {
            add_note(
                &stand.acting,
                stand.case,
                "The second child says that five others were in the chat, all from year 8.",
                stand.been(),
            )
        })
        .await?;
    story
        .later(30)
        .answers(
            Role::Deputy,
            Stage::Assessment,
            &[("shared-onward", "yes"), ("without-consent", "yes")],
            &[],
        )
        .await?;
    story.later(2).consulted(Role::Deputy).await?;
    story
        .later(20)
        .act(Role::Deputy, |stand| {
            let filled = MakeDecision {
                routes: ["seek-advice".to_owned(), "manage-in-setting".to_owned()].into(),
                rationale: "No trigger is met. Both families are told and work with us. Children's services were asked for advice and agree that this is managed here.".to_owned(),
                consulted: "Children's services advice line, and the lead".to_owned(),
                ..MakeDecision::default()
            };
            make_decision(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    story
        .later(15)
        .act(Role::Deputy, |stand| {
            let filled = CorrectEntry {
                entry: note,
                now: "Four others were in the chat: three from year 8 and one from year 9."
                    .to_owned(),
                why: "The child counted again with their parent.".to_owned(),
            };
            correct_entry(&stand.acting, stand.case, &filled)
        })
        .await?;
    story
        .then(11, 15, 20)
        .act(Role::Deputy, |stand| {
            let filled = ConfirmDeletion {
                child: stand.child(1),
                from_where: "Their own telephone, and the class chat".to_owned(),
                present: "Their parent, and the deputy".to_owned(),
                confirmed: stand.been(),
            };
            confirm_deletion(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    story
        .later(25)
        .act(Role::Deputy, |stand| {
            let filled = ReportRemoval {
                service: Some("report-remove".to_owned()),
                by: "The child, with their parent".to_owned(),
                reference: "EX-3301".to_owned(),
                reported: stand.been(),
            };
            report_removal(&stand.acting, stand.case, &filled)
        })
        .await?;
    let ahead = scene.ahead(5);
    story
        .later(5)
        .act(Role::Deputy, |stand| {
            set_review(
                &stand.acting,
                stand.case,
                ahead,
                "See how both children are, and whether anything has come up again",
            )
        })
        .await
        .map(drop)
}

/// Managed in the school and closed this term, with its action done.
pub(super) async fn closed_this_term(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A child received something they had not asked for from a number they did not know, blocked it and told their tutor.".to_owned(),
        came_by: Some(CameBy::ToldByColleague),
        happened: been(scene.back(25, 18, 10)),
        children: vec![scene.pupil("Poplar")?],
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(24, 9, 10), Role::Reporter, filled)
        .await?;
    taken_up(story.later(9), Role::Deputy).await?;
    let parts: &[Part] = &[Part::ReceivedUnasked, Part::ToldUs];
    reviewed(
        story.later(40),
        Role::Deputy,
        &[(0, parts)],
        &[("child-pictured", "not-known")],
        &[],
    )
    .await?;
    story
        .later(30)
        .answers(
            Role::Deputy,
            Stage::Assessment,
            &[("who-asked", "nobody")],
            &[],
        )
        .await?;
    story.later(1).consulted(Role::Deputy).await?;
    let deputy = scene.school.who(Role::Deputy);
    story
        .later(5)
        .act(Role::Deputy, |stand| {
            let filled = PlanAction {
                what: "Check in with the child at the end of the week".to_owned(),
                owner: Some(deputy),
                by: By::Within(Due::SchoolDays(3)),
                item: None,
            };
            plan_action(&stand.acting, stand.case, &filled)
        })
        .await?;
    story
        .later(15)
        .act(Role::Deputy, |stand| {
            let filled = MakeDecision {
                routes: ["manage-in-setting".to_owned()].into(),
                rationale: "The child did everything right, has support at home, and has heard nothing more.".to_owned(),
                ..MakeDecision::default()
            };
            make_decision(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    story
        .later(60)
        .act(Role::Deputy, |stand| {
            let filled = TellParents {
                child: stand.child(0),
                who: "A parent".to_owned(),
                how: "By telephone".to_owned(),
                said: "Knew already from the child.".to_owned(),
                told: stand.been(),
            };
            tell_parents(&stand.acting, stand.case, &filled)
        })
        .await?;
    story
        .then(20, 15, 0)
        .act(Role::Deputy, |stand| {
            let action = stand.case.open_actions().map(|action| action.action).next();
            action.map_or_else(
                || Ok(Vec::new()),
                |action| {
                    do_action(
                        &stand.acting,
                        stand.case,
                        action,
                        "The child is well and has heard nothing more.",
                    )
                },
            )
        })
        .await?;
    story
        .then(15, 15, 30)
        .act(Role::Deputy, |stand| {
            let filled = CloseCase {
                outcome: Some(Outcome::ManagedInSetting),
                why: "Nothing further has come up in two weeks, and the child has what they need."
                    .to_owned(),
                actions_left: String::new(),
            };
            close_case(&stand.acting, stand.case, &filled)
        })
        .await
        .map(drop)
}
