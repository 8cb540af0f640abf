//! Cases that went to an agency: one whose answer is overdue, and one where parents are not told for now.

use super::super::NotFilled;
use super::super::scene::{Scene, been};
use super::{reviewed, taken_up};
use casework::acts::{
    By, HandOverDevice, LogDevice, MakeDecision, MakeReferral, NotTellParents,
    RecordReferralAnswer, ReportConcern, ReportRemoval, declare_conflict, hand_over_device,
    log_device, make_decision, make_referral, not_tell_parents, record_referral_answer,
    report_removal, share_case,
};
use casework::event::{AgencyAnswer, CameBy, Isolated, Role};
use guidance::{Due, Part, Stage};

/// Referred to police and social care; the answer is overdue. A device was taken and handed over.
pub(super) async fn answer_overdue(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "A child told me that an older person they met through a game asked them for pictures, and that they sent one. They are frightened of the person.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.back(10, 18, 0)),
        place: "At home, online".to_owned(),
        children: vec![scene.pupil("Briar")?],
        done_already: "Stayed with the child until the deputy came.".to_owned(),
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(8, 11, 50), Role::Reporter, filled)
        .await?;
    taken_up(story.later(5), Role::Lead).await?;
    let parts: &[Part] = &[
        Part::Pictured,
        Part::Made,
        Part::Shared,
        Part::WasPressured,
        Part::ToldUs,
    ];
    reviewed(
        story.later(15),
        Role::Lead,
        &[(0, parts)],
        &[
            ("adult-involved", "yes"),
            ("adult-posing-as-child", "yes"),
            ("coerced", "yes"),
            ("agency-likely", "yes"),
        ],
        &[],
    )
    .await?;
    story
        .later(5)
        .act(Role::Lead, |stand| {
            let filled = MakeDecision {
                routes: ["refer-police".to_owned(), "refer-social-care".to_owned()].into(),
                rationale: "An adult is or may be involved. Referred at once; nothing is deleted until the police say so.".to_owned(),
                consulted: "The deputy".to_owned(),
                ..MakeDecision::default()
            };
            make_decision(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    for (route, agency, reference) in [
        (
            "refer-police",
            "Police, by the non-emergency line",
            "EX-1042",
        ),
        (
            "refer-social-care",
            "Children's social care, front door",
            "",
        ),
    ] {
        story
            .later(15)
            .act(Role::Lead, |stand| {
                let filled = MakeReferral {
                    route: Some(route.to_owned()),
                    agency: agency.to_owned(),
                    how: "By telephone, followed by their form".to_owned(),
                    reference: reference.to_owned(),
                    made: stand.been(),
                    answer_by: By::Within(Due::WorkingDays(1)),
                };
                make_referral(&stand.acting, stand.case, stand.pack, &filled)
            })
            .await?;
    }
    let device = story
        .later(10)
        .act(Role::Lead, |stand| {
            let filled = LogDevice {
                device: "Black telephone in a green case".to_owned(),
                from: stand.child(0),
                held_by: "Robin Example".to_owned(),
                kept_where: "Safe in office 4".to_owned(),
                isolated: Some(Isolated::FlightMode),
                second_person: "Sam Example".to_owned(),
                taken: stand.been(),
            };
            log_device(&stand.acting, stand.case, &filled)
        })
        .await?;
    story
        .then(7, 15, 10)
        .act(Role::Lead, |stand| {
            let filled = HandOverDevice {
                device,
                to: "A police officer, who signed for it".to_owned(),
                handed_over: stand.been(),
            };
            hand_over_device(&stand.acting, stand.case, &filled)
        })
        .await?;
    let police = device - 2;
    story
        .later(20)
        .act(Role::Lead, |stand| {
            let filled = RecordReferralAnswer {
                referral: police,
                answer: Some(AgencyAnswer::Accepted),
                said: "They have begun an inquiry. They will say when the child may be supported to report it for removal.".to_owned(),
                answered: stand.been(),
            };
            record_referral_answer(&stand.acting, stand.case, &filled)
        })
        .await?;
    let administrator = scene.school.who(Role::Administrator);
    story
        .later(5)
        .act(Role::Lead, |stand| {
            declare_conflict(
                &stand.acting,
                stand.case,
                Some(administrator),
                "A relative of the child",
            )
        })
        .await
        .map(drop)
}

/// Parents are not told for now, agreed with social care, with a day to look again.
pub(super) async fn parents_not_told(scene: &Scene<'_>) -> Result<(), NotFilled> {
    let filled = ReportConcern {
        what: "The child told me that a picture was passed on by somebody they trusted. They are afraid of what will happen at home if their family hears of it.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        happened: been(scene.back(12, 16, 0)),
        children: vec![scene.pupil("Rowan")?, scene.pupil("Pine")?],
        ..ReportConcern::default()
    };
    let mut story = scene
        .reported(scene.back(9, 14, 20), Role::Reporter, filled)
        .await?;
    taken_up(story.later(7), Role::Lead).await?;
    let told: &[Part] = &[Part::Pictured, Part::Made, Part::Shared, Part::ToldUs];
    let passed: &[Part] = &[Part::Received, Part::PassedOn];
    reviewed(
        story.then(8, 9, 30),
        Role::Lead,
        &[(0, told), (1, passed)],
        &[("online-now", "yes")],
        &[],
    )
    .await?;
    story
        .later(40)
        .answers(
            Role::Lead,
            Stage::Assessment,
            &[
                ("risk-if-parents-told", "yes"),
                ("shared-onward", "yes"),
                ("without-consent", "yes"),
                ("serious-impact", "yes"),
                ("vulnerable", "yes"),
            ],
            &[],
        )
        .await?;
    story.later(2).consulted(Role::Lead).await?;
    story
        .later(10)
        .act(Role::Lead, |stand| {
            let filled = MakeDecision {
                routes: ["refer-social-care".to_owned()].into(),
                rationale: "Telling the family may put this child at risk. Whether and how they are told has to be agreed with social care.".to_owned(),
                ..MakeDecision::default()
            };
            make_decision(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    let referral = story
        .later(15)
        .act(Role::Lead, |stand| {
            let filled = MakeReferral {
                route: Some("refer-social-care".to_owned()),
                agency: "Children's social care, front door".to_owned(),
                how: "By telephone, followed by their form".to_owned(),
                reference: "EX-77".to_owned(),
                made: stand.been(),
                answer_by: By::Within(Due::WorkingDays(1)),
            };
            make_referral(&stand.acting, stand.case, stand.pack, &filled)
        })
        .await?;
    story
        .then(7, 10, 5)
        .act(Role::Lead, |stand| {
            let filled = RecordReferralAnswer {
                referral,
                answer: Some(AgencyAnswer::Accepted),
                said: "A social worker meets the child on Thursday, in school. The family is not to be told before.".to_owned(),
                answered: stand.been(),
            };
            record_referral_answer(&stand.acting, stand.case, &filled)
        })
        .await?;
    // "Today or later" is asked when it is recorded, so the day to look again stands ahead of now.
    let look_again = scene.ahead(3);
    story
        .later(5)
        .act(Role::Lead, |stand| {
            let filled = NotTellParents {
                child: stand.child(0),
                why: "The child fears for their safety at home, and what they say fits with what we knew.".to_owned(),
                agreed_with: "The duty social worker".to_owned(),
                look_again,
            };
            not_tell_parents(&stand.acting, stand.case, &filled)
        })
        .await?;
    story
        .later(30)
        .act(Role::Lead, |stand| {
            let filled = ReportRemoval {
                service: Some("report-remove".to_owned()),
                by: "The child, with the lead beside them".to_owned(),
                reference: String::new(),
                reported: stand.been(),
            };
            report_removal(&stand.acting, stand.case, &filled)
        })
        .await?;
    let tutor = scene.school.who(Role::Reporter);
    story
        .later(10)
        .act(Role::Lead, |stand| {
            share_case(
                &stand.acting,
                stand.case,
                Some(tutor),
                "The child's tutor, who sees them every day and whom they chose",
            )
        })
        .await?;
    story
        .then(6, 8, 45)
        .opened(Role::Reporter, "/cases/{case}")
        .await
}
