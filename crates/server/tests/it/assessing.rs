//! From the questions to the decision: as a lead, a head and a second browser window meet it.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::access::Asking;
use casework::case::{Case, SecondView};
use casework::consult::{Replayed, replay};
use casework::event::{AccessEvent, CaseEvent, Role};
use guidance::Answer;
use jiff::SignedDuration;
use server::app::App;

/// A lead at the case.
pub(crate) struct Desk<'h> {
    pub(crate) house: &'h House,
    pub(crate) lead: String,
}

impl<'h> Desk<'h> {
    pub(crate) async fn of(house: &'h House) -> Self {
        let lead = house.signed_in(Role::Lead).await;
        Self { house, lead }
    }

    pub(crate) fn path(&self, page: &str) -> String {
        format!("/cases/{}/{page}", self.house.case)
    }

    pub(crate) async fn see(&self, page: &str) -> Page {
        let shown = self.house.get(Some(&self.lead), &self.path(page)).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text);
        shown
    }

    /// Fills in the form of a page and sends it.
    pub(crate) async fn send(&self, page: &str, fields: &[(&str, &str)]) -> Page {
        self.send_as(&self.lead, page, fields).await
    }

    async fn send_as(&self, cookie: &str, page: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.house.get(Some(cookie), &self.path(page)).await;
        let (once, seen) = (form.hidden("once"), form.hidden("seen"));
        let mut all = vec![("once", once.as_str()), ("seen", seen.as_str())];
        all.extend(fields);
        self.house.post(Some(cookie), &self.path(page), &all).await
    }

    /// Answers questions about the incident or, `child:` before the fact, about the child.
    pub(crate) async fn answer(&self, answers: &[(&str, &str)]) -> Page {
        let named: Vec<(String, &str)> = answers
            .iter()
            .map(|(fact, answer)| (self.field("answer", fact), *answer))
            .collect();
        let fields: Vec<(&str, &str)> = named.iter().map(|(n, a)| (n.as_str(), *a)).collect();
        let sent = self.send("assessment?all=1", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        sent
    }

    fn field(&self, sort: &str, fact: &str) -> String {
        match fact.strip_prefix("child:") {
            Some(fact) => format!("{sort}_{}_{fact}", self.house.child),
            None => format!("{sort}_incident_{fact}"),
        }
    }

    pub(crate) async fn case(&self) -> Case {
        let asking = casework::access::Asking {
            setting: self.house.school.setting,
            staff: self.house.school.who(Role::Lead),
            roles: [Role::Lead].into(),
            second_factor: true,
            signed_in_at: self.house.app.outside().now(),
        };
        let deed = casework::access::Deed::OpenCase;
        let store = self.house.app.store();
        let opened = store.open_case(&asking, self.house.case, deed, "test", None);
        opened.await.unwrap().case
    }
}

fn head_of(house: &House) -> String {
    house.school.who(Role::Head).to_string()
}

fn consultations(events: &[CaseEvent]) -> usize {
    let is_one = |event: &&CaseEvent| matches!(event, CaseEvent::GuidanceConsulted { .. });
    events.iter().filter(is_one).count()
}

#[tokio::test]
async fn from_a_met_trigger_to_a_recorded_referral_a_lead_is_led_step_by_step() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let questions = desk.see("assessment").await.text;
    assert!(questions.contains("Is an adult involved, or might one be?"));
    assert!(
        plain(&questions).contains("Call 999 if a child is in danger."),
        "not knowing is itself a reason"
    );

    let sent = desk.answer(&[("adult-involved", "yes")]).await;
    assert_eq!(
        sent.to(),
        desk.path("recommendation"),
        "refer now comes first"
    );

    let shown = desk.see("recommendation").await.text;
    let text = plain(&shown);
    let warning = text.find("Refer now. Refer to the police, children's social care, or both, at once. An adult is or may be involved.");
    assert!(warning.is_some(), "{text}");
    assert!(
        warning < text.find("Called for"),
        "the warning stands above everything else"
    );
    for said in [
        "Record a referral",
        "Is an adult involved, or might one be? Yes.",
        "To be verified",
        "Keep devices, messages and account details as they are",
        "In every case",
        "Draft",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }

    let sent = desk.send("recommendation", &[]).await;
    assert_eq!(sent.to(), desk.path("decision"));
    let sent = desk
        .send(
            "decision",
            &[
                ("routes", "refer-police"),
                ("rationale", &format!("An adult may be involved. {CANARY}")),
            ],
        )
        .await;
    assert_eq!(sent.to(), desk.path("referral"), "{}", sent.text);

    let form = desk.see("referral").await.text;
    assert!(
        form.contains("value=\"refer-police\" checked"),
        "what was decided is chosen: {form}"
    );
    let sent = desk
        .send(
            "referral",
            &[
                ("routes", "refer-police"),
                ("agency", &format!("Neighbourhood team {CANARY}")),
                ("how", "By telephone"),
                ("made-day", "25"),
                ("made-month", "3"),
                ("made-year", "2026"),
                ("made-time", "10:20"),
                ("answer_due", "clock"),
            ],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let shown = plain(&desk.see("referral").await.text);
    assert!(
        shown.contains("An answer is due by 26 March 2026"),
        "one working day on: {shown}"
    );
    assert!(!shown.contains("Refer now."), "it is answered");

    house.clock.forward(SignedDuration::from_hours(49));
    let lead = house.signed_in(Role::Lead).await;
    let desk = Desk {
        house: &house,
        lead,
    };
    assert!(desk.see("referral").await.text.contains("Answer overdue"));
    let entry = desk.case().await.referrals[0].recorded.seq.to_string();
    let sent = desk
        .send(
            &format!("referral?chase={entry}"),
            &[
                ("do", "chase"),
                ("referral", &entry),
                ("note", "Nobody could say yet."),
                ("due-day", "30"),
                ("due-month", "3"),
                ("due-year", "2026"),
            ],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let sent = desk
        .send(
            &format!("referral?answer={entry}"),
            &[
                ("do", "answer"),
                ("referral", &entry),
                ("answer", "accepted"),
                ("said", "They act."),
                ("answered-day", "27"),
                ("answered-month", "3"),
                ("answered-year", "2026"),
            ],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let case = desk.case().await;
    assert_eq!(case.referrals_waiting().count(), 0);
    assert_eq!((case.notes.len(), case.actions.len()), (1, 2));
}

#[tokio::test]
async fn every_consultation_replays_to_what_was_recorded_and_its_text_is_kept() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("adult-involved", "no"), ("extortion", "not-known")])
        .await;
    desk.answer(&[("child:vulnerable", "yes"), ("child:at-risk-now", "no")])
        .await;
    let case = desk.case().await;
    assert_eq!(case.consultations.len(), 2);
    for consultation in &case.consultations {
        let pack = house.app.library().by_digest(&consultation.digest).unwrap();
        assert!(matches!(replay(consultation, &pack), Replayed::Same(_)));
        assert!(kept_text_reads_alike(&house.app, &house, &consultation.digest).await);
    }
}

#[tokio::test]
async fn the_path_a_case_took_is_drawn_as_it_is_now_and_as_it_was_consulted() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("adult-involved", "no"), ("extortion", "not-known")])
        .await;
    desk.answer(&[("adult-involved", "yes")]).await;
    let shown = desk.see("drawing").await.text;
    assert!(shown.contains("<svg "), "there is a picture");
    let now = plain(&shown);
    assert!(
        now.contains("An adult is or may be involved. (Trigger; Met)"),
        "{now}"
    );
    assert!(now.contains("Refer to the police, children's social care, or both, at once. (Called for now; at once)"), "{now}");

    let first = desk.case().await.consultations[0].recorded.seq;
    let then = plain(
        &desk
            .see(&format!("drawing?consultation={first}"))
            .await
            .text,
    );
    assert!(
        then.contains("An adult is or may be involved. (Trigger; Not met)"),
        "{then}"
    );
    assert!(then.contains("Could still be called for"), "{then}");

    let path = desk.path("drawing?consultation=999");
    let absent = house.get(Some(&desk.lead), &path).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_change_of_the_guidance_shows_the_open_cases_it_touches_and_changes_none() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("adult-involved", "no"), ("extortion", "no")])
        .await;
    let path = "/guidance-change";
    let before = desk.case().await;

    let asked = house.get(Some(&desk.lead), path).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        !asked.text.contains("On 25 March 2026"),
        "nothing is opened unasked"
    );

    let same = house
        .get(Some(&desk.lead), "/guidance-change?look=yes")
        .await;
    assert!(
        plain(&same.text).contains(
            "something else is called for or pointed to in 0 of 1 open case that you may open"
        ),
        "{}",
        same.text
    );

    let later = house
        .get(Some(&desk.lead), "/guidance-change?look=yes&on=2026-10-01")
        .await;
    let said = plain(&later.text);
    assert!(
        said.contains("something else is called for or pointed to in 1 of 1 open case"),
        "{said}"
    );
    assert!(
        said.contains("It now calls for: Give this a safeguarding response"),
        "{said}"
    );
    assert!(
        later.text.contains(&desk.path("recommendation")),
        "{}",
        later.text
    );

    let log = house.get(Some(&desk.lead), &desk.path("access-log")).await;
    assert!(log.text.contains("guidance change"), "{}", plain(&log.text));
    let after = desk.case().await;
    assert_eq!(
        after.consultations, before.consultations,
        "nothing is rewritten"
    );
    assert_eq!(after.entries, before.entries);

    let wrong = house
        .get(
            Some(&desk.lead),
            "/guidance-change?look=yes&on-day=31&on-month=2&on-year=2026",
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("There is no such day in that month"),
        "{}",
        wrong.text
    );
}

#[tokio::test]
async fn a_change_of_the_guidance_opens_no_case_its_reader_may_not_see() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("adult-involved", "no")]).await;
    desk.send(
        "conflict",
        &[
            ("staff", &house.school.who(Role::Deputy).to_string()),
            ("why", &format!("A relative of a child involved. {CANARY}")),
        ],
    )
    .await;
    let deputy = house.signed_in(Role::Deputy).await;
    let shown = house
        .get(Some(&deputy), "/guidance-change?look=yes&on=2026-10-01")
        .await;
    let said = plain(&shown.text);
    assert!(said.contains("of 0 open cases that you may open"), "{said}");
}

async fn kept_text_reads_alike(app: &App, house: &House, digest: &str) -> bool {
    let kept = app
        .store()
        .pack(house.school.setting, digest)
        .await
        .unwrap();
    let files = kept.unwrap();
    files.iter().any(|file| file.path.ends_with("pack.toml"))
        && files.iter().any(|file| file.path.contains("rules/"))
}

#[tokio::test]
async fn looking_records_nothing_and_the_same_recommendation_is_recorded_once() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let before = house.events().await.len();
    for page in [
        "assessment",
        "recommendation",
        "decision",
        "referral",
        "review",
    ] {
        desk.see(page).await;
    }
    assert_eq!(house.events().await.len(), before);
    for _ in 0..2 {
        let sent = desk.send("recommendation", &[]).await;
        assert_eq!(sent.to(), desk.path("decision"));
    }
    assert_eq!(consultations(&house.events().await), 1);
}

#[tokio::test]
async fn what_is_not_known_stays_not_known_and_can_become_a_follow_up() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let (answer, follow) = (
        desk.field("answer", "extortion"),
        desk.field("follow", "extortion"),
    );
    let fields = [(answer.as_str(), "not-known"), (follow.as_str(), "yes")];
    let sent = desk.send("assessment", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let case = desk.case().await;
    let last = case.consultation().unwrap();
    assert!(
        !last.facts.incident.contains_key("extortion"),
        "not known is never no"
    );
    assert!(!last.settled && last.open.iter().any(|open| open.fact == "extortion"));
    let answers: Vec<&Answer> = case
        .answers
        .values()
        .flatten()
        .map(|one| &one.answer)
        .collect();
    assert_eq!(
        answers,
        [&Answer::NotKnown],
        "a question nobody touched is not answered"
    );
    assert_eq!(
        case.actions
            .values()
            .filter(|one| one
                .what
                .as_str()
                .starts_with("Find out: Is anyone demanding"))
            .count(),
        1
    );
    assert!(
        desk.see("assessment")
            .await
            .text
            .contains("Asked, and not known yet")
    );
}

#[tokio::test]
async fn where_no_rule_is_met_no_page_says_that_nothing_has_to_be_done() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("child:at-risk-now", "no"), ("agency-likely", "no")])
        .await;
    for page in ["assessment", "recommendation", "decision"] {
        let text = plain(&desk.see(page).await.text).to_lowercase();
        assert!(text.contains("not an all-clear"), "{page}: {text}");
        for never in [
            "no action needed",
            "no action required",
            "nothing to do",
            "no concern",
            "all clear",
        ] {
            assert!(!text.contains(never), "{never} on {page}");
        }
    }
}

#[tokio::test]
async fn deciding_on_less_names_what_is_left_and_needs_a_reason_and_a_second_person() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let desk = Desk::of(&house).await;
    desk.answer(&[("child:coerced", "yes")]).await;
    let rationale = format!("I want to wait for the meeting tomorrow. {CANARY}");
    let less = [
        ("routes", "manage-in-setting"),
        ("rationale", rationale.as_str()),
        ("consulted", "The year lead"),
    ];
    let refused = desk.send("decision", &less).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = plain(&refused.text);
    assert!(text.contains("This would leave undone"), "{text}");
    assert!(text.contains("Refer to the police, children's social care, or both, at once."));
    assert!(
        refused.text.contains(&rationale) && refused.text.contains("The year lead"),
        "everything typed is kept"
    );
    assert!(refused.text.contains("value=\"manage-in-setting\" checked"));
    assert!(refused.text.contains("name=\"reason\""));
    assert!(desk.case().await.decision().is_none());

    let head = head_of(&house);
    let mut with_second = less.to_vec();
    with_second.extend([
        ("reason", "The child asked for one more day."),
        ("second", head.as_str()),
    ]);
    let sent = desk.send("decision", &with_second).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let case = desk.case().await;
    let decision = case.decision().unwrap();
    assert_eq!(decision.less.as_ref().unwrap().responses, ["refer-now"]);
    assert_eq!(decision.waits_for(), Some(house.school.who(Role::Head)));
}

#[tokio::test]
async fn the_second_person_answers_before_they_see_the_reasons_of_the_first() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let desk = Desk::of(&house).await;
    desk.answer(&[("child:coerced", "yes")]).await;
    let head_id = head_of(&house);
    let sent = desk
        .send(
            "decision",
            &[
                ("routes", "manage-in-setting"),
                ("rationale", "firstreasons"),
                ("consulted", "firstconsulted"),
                ("reason", "firstwhyless"),
                ("second", &head_id),
            ],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);

    let head = house.signed_in(Role::Head).await;
    let list = house.get(Some(&head), "/second-views").await;
    assert!(
        list.text.contains(&desk.path("second-view")),
        "{}",
        list.text
    );
    let shown = house.get(Some(&head), &desk.path("second-view")).await;
    assert_eq!(shown.status, StatusCode::OK);
    let text = plain(&shown.text);
    for said in [
        "Respond within the setting",
        "Called for, and left undone",
        "Refer to the police",
        "Is there reason to believe this child was coerced, blackmailed or groomed? Yes.",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    for hidden in ["firstreasons", "firstconsulted", "firstwhyless"] {
        assert!(!shown.text.contains(hidden), "{hidden}");
    }
    let decision = shown.hidden("decision");
    let blank = desk
        .send_as(
            &head,
            "second-view",
            &[("decision", &decision), ("view", "  ")],
        )
        .await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.text.contains("href=\"#agrees\"") && blank.text.contains("href=\"#view\""));

    let fields = [
        ("decision", decision.as_str()),
        ("agrees", "no"),
        ("view", "Refer today."),
    ];
    let sent = desk.send_as(&head, "second-view", &fields).await;
    assert_eq!(sent.to(), "/second-views?given=1", "{}", sent.text);
    let case = desk.case().await;
    assert!(matches!(
        case.decision().unwrap().second,
        Some(SecondView::Given { agrees: false, .. })
    ));
    let shown = plain(&desk.see("decision").await.text);
    assert!(
        shown.contains("looked at this independently and sees it differently")
            && shown.contains("Refer today.")
    );
    let review = plain(&desk.see("review").await.text);
    assert!(review.contains("This takes a new decision."), "{review}");
}

#[tokio::test]
async fn a_lead_who_is_asked_sees_no_reasons_on_the_decision_page_either() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let desk = Desk::of(&house).await;
    let deputy_id = house.school.who(Role::Deputy).to_string();
    let fields = [
        ("routes", "seek-advice"),
        ("rationale", "firstreasons"),
        ("second", deputy_id.as_str()),
    ];
    assert_eq!(
        desk.send("decision", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let deputy = house.signed_in(Role::Deputy).await;
    let shown = house.get(Some(&deputy), &desk.path("decision")).await;
    assert!(!shown.text.contains("firstreasons"));
    assert!(
        shown
            .text
            .contains("You see the reasons once you have given it")
    );
    assert!(
        desk.see("decision").await.text.contains("firstreasons"),
        "whoever decided does"
    );
}

#[tokio::test]
async fn deciding_before_the_guidance_was_asked_is_possible_and_said_plainly() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let form = plain(&desk.see("decision").await.text);
    assert!(form.contains("The guidance has not been asked in this case. You can decide now"));
    let fields = [
        ("routes", "refer-social-care"),
        ("rationale", "She is in danger now."),
    ];
    assert_eq!(
        desk.send("decision", &fields).await.to(),
        desk.path("referral")
    );
    assert_eq!(desk.case().await.decision().unwrap().consultation, None);
    assert!(
        desk.see("decision")
            .await
            .text
            .contains("Decided before the guidance was asked.")
    );
}

#[tokio::test]
async fn a_form_sent_twice_is_recorded_once() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let form = desk.see("assessment").await;
    let (once, seen) = (form.hidden("once"), form.hidden("seen"));
    let answer = desk.field("answer", "adult-involved");
    let fields = [
        ("once", once.as_str()),
        ("seen", seen.as_str()),
        (answer.as_str(), "no"),
    ];
    for _ in 0..2 {
        let sent = house
            .post(Some(&desk.lead), &desk.path("assessment"), &fields)
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    let case = desk.case().await;
    assert_eq!(case.answers.values().map(Vec::len).sum::<usize>(), 1);
    assert_eq!(case.consultations.len(), 1);
}

#[tokio::test]
async fn two_leads_at_once_lose_no_words_and_record_nothing_on_what_they_had_not_seen() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let deputy = house.signed_in(Role::Deputy).await;
    let early = house.get(Some(&deputy), &desk.path("decision")).await;
    desk.answer(&[("extortion", "yes")]).await;
    let (once, seen) = (early.hidden("once"), early.hidden("seen"));
    let rationale = format!("Nothing suggests more than a joke. {CANARY}");
    let fields = [
        ("once", once.as_str()),
        ("seen", seen.as_str()),
        ("routes", "manage-in-setting"),
        ("rationale", rationale.as_str()),
    ];
    let sent = house
        .post(Some(&deputy), &desk.path("decision"), &fields)
        .await;
    assert!(
        matches!(
            sent.status,
            StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY
        ),
        "{}",
        sent.status
    );
    assert!(sent.text.contains(&rationale));
    assert!(desk.case().await.decision().is_none());
}

#[tokio::test]
async fn answers_are_previewed_without_being_recorded() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let before = house.events().await.len();
    let answer = desk.field("answer", "extortion");
    let shown = desk
        .send("assessment", &[(answer.as_str(), "yes"), ("preview", "1")])
        .await;
    assert_eq!(shown.status, StatusCode::OK);
    let text = plain(&shown.text);
    assert!(
        text.contains("Refer now.") && text.contains("They are not recorded until you save them."),
        "{text}"
    );
    assert!(!shown.text.contains("<html"), "the panel alone");
    assert_eq!(house.events().await.len(), before);
}

#[tokio::test]
async fn a_preview_is_part_of_the_look_that_is_logged_and_without_one_its_reader_is_named() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let answer = desk.field("answer", "extortion");
    let fields = [(answer.as_str(), "yes"), ("preview", "1")];
    let named = async |staff| -> usize {
        let asking = Asking {
            setting: house.school.setting,
            staff: house.school.who(Role::Lead),
            roles: [Role::Lead].into(),
            second_factor: true,
            signed_in_at: house.app.outside().now(),
        };
        let log = house
            .app
            .store()
            .access_log(&asking, house.case)
            .await
            .unwrap();
        let theirs = log.iter().filter(|entry| {
            entry.written.by == staff
                && matches!(&entry.written.event, AccessEvent::CaseOpened { page, .. } if page == "/cases/{case}/assessment")
        });
        theirs.count()
    };
    let (lead, deputy) = (house.school.who(Role::Lead), house.school.who(Role::Deputy));
    desk.see("assessment").await;
    for _ in 0..3 {
        let shown = house
            .post(Some(&desk.lead), &desk.path("assessment"), &fields)
            .await;
        assert_eq!(shown.status, StatusCode::OK);
    }
    assert_eq!(named(lead).await, 1);
    let other = house.signed_in(Role::Deputy).await;
    for _ in 0..2 {
        house
            .post(Some(&other), &desk.path("assessment"), &fields)
            .await;
    }
    assert_eq!(
        named(deputy).await,
        1,
        "who never asked for the page is named all the same"
    );
    house.clock.forward(SignedDuration::from_hours(1));
    let cookie = house.signed_in(Role::Lead).await;
    house
        .post(Some(&cookie), &desk.path("assessment"), &fields)
        .await;
    assert_eq!(named(lead).await, 2);
    let saved = house
        .post(Some(&cookie), &desk.path("assessment"), &fields[..1])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(named(lead).await, 3, "saving is not a preview");
}

#[tokio::test]
async fn an_answer_is_changed_and_the_decision_is_asked_whether_it_stands() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("other-setting", "no")]).await;
    let fields = [
        ("routes", "manage-in-setting"),
        ("rationale", "Support is in place."),
    ];
    assert_eq!(
        desk.send("decision", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let shown = desk.see("assessment?change=other-setting").await;
    assert!(
        shown
            .text
            .contains("Is another school, college or setting concerned?")
    );
    assert!(
        !shown
            .text
            .contains("name=\"answer_incident_adult-involved\""),
        "only the one question"
    );
    let answer = desk.field("answer", "other-setting");
    desk.send(
        "assessment?change=other-setting",
        &[(answer.as_str(), "yes")],
    )
    .await;
    let review = plain(&desk.see("review").await.text);
    assert!(
        review.contains("Does the decision still stand?"),
        "{review}"
    );
    let decision = desk
        .case()
        .await
        .decision()
        .unwrap()
        .recorded
        .seq
        .to_string();
    let blank = desk
        .send("review", &[("do", "confirm"), ("decision", &decision)])
        .await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.text.contains("href=\"#stands\""));
    let fields = [
        ("do", "confirm"),
        ("decision", decision.as_str()),
        ("stands", "Their lead knows."),
    ];
    assert_eq!(
        desk.send("review", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(desk.case().await.decision_stands());
    let past = [
        ("on-day", "1"),
        ("on-month", "3"),
        ("on-year", "2026"),
        ("why", "Support plan"),
    ];
    let refused = desk.send("review", &past).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Support plan"));
    let next_week = [
        ("on-day", "1"),
        ("on-month", "4"),
        ("on-year", "2026"),
        ("why", "Support plan"),
    ];
    assert_eq!(
        desk.send("review", &next_week).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(desk.see("review").await.text.contains("1 April 2026"));
}

#[tokio::test]
async fn no_name_and_no_word_of_a_case_reaches_a_title_an_address_or_the_log() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let (answer, how) = (
        desk.field("answer", "child:coerced"),
        desk.field("how", "child:coerced"),
    );
    let sent = desk
        .send(
            "assessment?all=1",
            &[(answer.as_str(), "yes"), (how.as_str(), CANARY)],
        )
        .await;
    assert!(!sent.to().contains(CANARY));
    for page in [
        "assessment",
        "recommendation",
        "decision",
        "referral",
        "review",
    ] {
        let shown = desk.see(page).await.text;
        let title = shown.split("</title>").next().unwrap().to_owned();
        assert!(!title.contains(CANARY), "{page}");
    }
    let recommendation = desk.see("recommendation").await.text;
    assert!(
        recommendation.contains(&format!("Child A {CANARY}")),
        "the page itself names the child"
    );
    assert!(!house.log().contains(CANARY));
}

#[tokio::test]
async fn when_nothing_else_could_change_it_the_page_says_so_and_stops_asking() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    for _ in 0..6 {
        let shown = desk.see("assessment?all=1").await.text;
        let names: Vec<String> = shown
            .split("name=\"answer_")
            .skip(1)
            .filter_map(|rest| Some(format!("answer_{}", rest.split_once('"')?.0)))
            .collect();
        if names.is_empty() {
            break;
        }
        let fields: Vec<(&str, &str)> = names
            .iter()
            .map(|name| {
                let fact = name.rsplit('_').next().unwrap_or_default();
                let pack = house
                    .app
                    .library()
                    .on("england", jiff::civil::date(2026, 3, 25));
                let pack = pack.unwrap();
                let choices = &pack.fact(fact).unwrap().choices;
                let answer = match (fact, choices.is_empty()) {
                    ("understands-consent" | "understands-implications", _) => "yes",
                    ("why-shared", _) => "own-choice",
                    ("who-asked", _) => "nobody",
                    _ => "no",
                };
                (name.as_str(), answer)
            })
            .collect();
        let sent = desk.send("assessment?all=1", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    }
    let shown = desk.see("assessment").await.text;
    assert!(!shown.contains("name=\"answer_"), "it stops asking");
    let text = plain(&shown);
    assert!(
        text.contains("Nothing else you could answer would change what is called for."),
        "{text}"
    );
    assert!(text.contains("This is not an all-clear."), "{text}");
}

/// The words of a page, as somebody reads them.
pub(crate) fn plain(html: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let text: Vec<&str> = document.root_element().text().collect();
    text.join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[tokio::test]
async fn each_response_that_is_not_asked_for_says_why_not_from_its_rules_and_who_said_so() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    let how = desk.field("how", "adult-involved");
    let answer = desk.field("answer", "adult-involved");
    let how_known = format!("Both told the office. {CANARY}");
    let fields = [(answer.as_str(), "no"), (how.as_str(), how_known.as_str())];
    desk.send("assessment?all=1", &fields).await;
    let shown = desk.see("recommendation").await.text;
    let why_not = part(&shown, "why-not-refer-now");
    let text = plain(&why_not);
    for said in [
        "Why not: Refer to the police, children's social care, or both, at once.",
        "It is not called for on what is known. What is still open could change that.",
        "Calls for it: An adult is or may be involved.",
        "It needs: “Is an adult involved, or might one be?” is yes.",
        "What is known stands against it:",
        "Is an adult involved, or might one be? No.",
        "Recorded by",
        CANARY,
        "It waits on:",
        "section",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(why_not.contains("<details"), "it opens without a script");
    // What is asked for has no such part, and what is not asked for has one each.
    let pack = house.app.library();
    let pack = pack.find("england-ukcis-2024", None).unwrap();
    for response in pack.responses() {
        let asked_for = shown.contains(&format!("id=\"response-{}\"", response.id));
        let explained = shown.contains(&format!("id=\"why-not-{}\"", response.id));
        assert_ne!(asked_for, explained, "{}", response.id);
    }
}

#[tokio::test]
async fn what_need_not_be_asked_says_why_its_answer_cannot_matter() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("adult-involved", "yes")]).await;
    let shown = desk.see("recommendation").await.text;
    let text = plain(&part(&shown, "not-asked"));
    assert!(text.contains("What need not be asked, and why"), "{text}");
    for said in [
        "could still be met, and what it asks for is asked for already",
        "An adult is or may be involved.",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[tokio::test]
async fn after_a_new_answer_then_and_now_stand_side_by_side() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("adult-involved", "no")]).await;
    let shown = desk.see("recommendation").await.text;
    assert!(
        !shown.contains("What changed since"),
        "there was nothing before"
    );
    desk.answer(&[("adult-involved", "yes")]).await;
    let shown = desk.see("recommendation").await.text;
    let since = part(&shown, "what-changed");
    let text = plain(&since);
    for said in [
        "What changed since 25 March 2026, 10:30",
        "Is an adult involved, or might one be? No before, Yes now. ",
        "Recorded by",
        "Refer to the police, children's social care, or both, at once. Not asked for Called for",
        "An adult is or may be involved. Before: not met. Now: met. Because of: “Is an adult involved, or might one be?”.",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    // Looking again, with nothing new, still shows what was new.
    desk.send("recommendation", &[]).await;
    let again = desk.see("recommendation").await.text;
    assert_eq!(plain(&part(&again, "what-changed")), text);
}

#[tokio::test]
async fn headings_stand_below_the_title_and_the_text_consulted_is_said_in_words() {
    let house = House::with_a_case().await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("adult-involved", "yes")]).await;
    let shown = desk.see("recommendation").await.text;
    assert_eq!(
        shown.matches("govuk-heading-l").count(),
        1,
        "the title alone"
    );
    assert!(shown.contains("<h2 class=\"govuk-heading-m\">Called for</h2>"));
    let text = plain(&shown);
    assert!(text.contains(", in force from 11 March 2024."), "{text}");
    assert!(!text.contains("version 2024-"), "{text}");
}

/// The part of a page that opens and has this address.
fn part(page: &str, id: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let found = scraper::Selector::parse(&format!("details#{id}")).unwrap();
    let mut found = page.select(&found);
    found
        .next()
        .unwrap_or_else(|| panic!("no part {id}"))
        .html()
}
