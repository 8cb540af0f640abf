//! Working a case: each form takes what is right, keeps what is not, counts once, and is not there for who may not.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::event::{About, CaseEvent, Role};
use guidance::Answer;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use store::{Append, Expect, Write};

impl House {
    /// Records what the lead recorded elsewhere.
    async fn so_far(&self, events: Vec<CaseEvent>) {
        let lead = self.school.who(Role::Lead);
        let writes = vec![Write::Case {
            case: self.case,
            expect: Expect::Tail,
            events,
        }];
        let append = Append {
            writes,
            ..Append::by(self.school.setting, lead)
        };
        self.app.store().append(append).await.unwrap();
    }

    fn page(&self, page: &str) -> String {
        format!("/cases/{}/{page}", self.case)
    }

    /// Opens a page as the lead and sends its form.
    async fn fill(&self, page: &str, fields: &[(&str, &str)]) -> (Page, Page) {
        let lead = self.signed_in(Role::Lead).await;
        let shown = self.get(Some(&lead), &self.page(page)).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        let (once, seen) = (shown.hidden("once"), shown.hidden("seen"));
        let mut all = vec![("once", once.as_str()), ("seen", seen.as_str())];
        all.extend_from_slice(fields);
        let first = self.post(Some(&lead), &self.page(page), &all).await;
        let again = self.post(Some(&lead), &self.page(page), &all).await;
        (first, again)
    }
}

fn decided(routes: &[&str]) -> CaseEvent {
    CaseEvent::DecisionMade {
        consultation: None,
        routes: routes.iter().map(ToString::to_string).collect(),
        rationale: words("The conditions for responding here hold."),
        consulted: None,
        less: None,
        sign_off: None,
    }
}

fn answered(fact: &str, answer: Answer) -> CaseEvent {
    CaseEvent::QuestionAnswered {
        about: About::Incident,
        fact: fact.to_owned(),
        answer,
        how_known: None,
    }
}

fn words(text: &str) -> casework::words::Words {
    casework::words::Words::typed(text).unwrap()
}

/// What must be known before a child may be asked to delete.
fn ruled_out() -> Vec<CaseEvent> {
    ["extortion", "adult-involved", "adult-posing-as-child"]
        .map(|fact| answered(fact, Answer::No))
        .into()
}

/// A form of the case: where, what is right, what is wrong, and what the refusal says.
struct Form {
    page: &'static str,
    good: Vec<(&'static str, String)>,
    wrong: Vec<(&'static str, String)>,
    says: &'static str,
}

fn form(
    page: &'static str,
    good: &[(&'static str, &str)],
    wrong: &[(&'static str, &str)],
    says: &'static str,
) -> Form {
    let own = |fields: &[(&'static str, &str)]| {
        fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect()
    };
    Form {
        page,
        good: own(good),
        wrong: own(wrong),
        says,
    }
}

fn dated(field: &'static str, year: &'static str) -> Vec<(&'static str, &'static str)> {
    let names: [&'static str; 3] = match field {
        "told" => ["told-day", "told-month", "told-year"],
        "look_again" => ["look_again-day", "look_again-month", "look_again-year"],
        "taken" => ["taken-day", "taken-month", "taken-year"],
        "confirmed" => ["confirmed-day", "confirmed-month", "confirmed-year"],
        "reported" => ["reported-day", "reported-month", "reported-year"],
        "viewed" => ["viewed-day", "viewed-month", "viewed-year"],
        other => panic!("{other}"),
    };
    vec![(names[0], "24"), (names[1], "3"), (names[2], year)]
}

fn with<'f>(
    fields: &[(&'static str, &'f str)],
    more: Vec<(&'static str, &'static str)>,
) -> Vec<(&'static str, &'f str)> {
    let mut all = fields.to_vec();
    all.extend(more);
    all
}

fn forms(house: &House) -> Vec<Form> {
    let child = house.child.to_string();
    let deputy = house.school.who(Role::Deputy).to_string();
    let head = house.school.who(Role::Head).to_string();
    let c = child.as_str();
    vec![
        form(
            "actions/add",
            &[
                ("what", "Ring the front door"),
                ("owner", &deputy),
                ("due", "one-working-day"),
            ],
            &[("what", CANARY), ("owner", &deputy), ("due", "day")],
            "Enter the day by which it is to be done.",
        ),
        form(
            "actions/from-guidance",
            &[
                ("item-support", "support:each-child"),
                ("owner", &deputy),
                ("due", "three-school-days"),
            ],
            &[("owner", &deputy), ("due-on-day", CANARY), ("due", "day")],
            "Tick at least one line",
        ),
        form(
            "parents",
            &with(
                &[
                    ("child", c),
                    ("told-or-not", "told"),
                    ("who", "Mother"),
                    ("how", "By telephone"),
                    ("told-time", "14:05"),
                ],
                dated("told", "2026"),
            ),
            &with(
                &[
                    ("child", c),
                    ("told-or-not", "told"),
                    ("who", CANARY),
                    ("told-time", "half past"),
                ],
                dated("told", "2026"),
            ),
            "Enter a time, for example 14:05",
        ),
        form(
            "parents",
            &with(
                &[
                    ("child", c),
                    ("told-or-not", "not-told"),
                    ("why", "Risk at home"),
                    ("agreed_with", "Duty social worker"),
                ],
                dated("look_again", "2027"),
            ),
            &with(
                &[
                    ("child", c),
                    ("told-or-not", "not-told"),
                    ("why", CANARY),
                    ("agreed_with", "Duty social worker"),
                ],
                dated("look_again", "2025"),
            ),
            "The day to look again has gone by",
        ),
        form(
            "imagery-log/device",
            &with(
                &[
                    ("device", "Black phone"),
                    ("from", c),
                    ("held_by", "Jo Example"),
                    ("kept_where", "Office"),
                    ("isolated", "switched-off"),
                ],
                dated("taken", "2026"),
            ),
            &with(
                &[
                    ("device", CANARY),
                    ("held_by", "Jo Example"),
                    ("kept_where", "Office"),
                    ("isolated", "switched-off"),
                ],
                dated("taken", "2027"),
            ),
            "When the device was taken cannot be in the future",
        ),
        form(
            "imagery-log/removal",
            &with(
                &[
                    ("service", "report-remove"),
                    ("by", "The child"),
                    ("reference", "R 1"),
                ],
                dated("reported", "2026"),
            ),
            &with(
                &[("service", "other"), ("by", CANARY)],
                dated("reported", "2026"),
            ),
            "Enter its name.",
        ),
        form(
            "imagery-log/viewing",
            &with(
                &[
                    ("reason", "unavoidable"),
                    ("authorised_by", "Jo Example"),
                    ("viewed_by", "Robin Example"),
                    ("present", "Sam Example"),
                    ("place", "Head\u{2019}s office"),
                ],
                dated("viewed", "2026"),
            ),
            &with(
                &[
                    ("reason", "unavoidable"),
                    ("authorised_by", CANARY),
                    ("viewed_by", "Robin"),
                    ("present", "robin"),
                    ("place", "Office"),
                ],
                dated("viewed", "2026"),
            ),
            "must be two people",
        ),
        form(
            "note",
            &[("note", "The form tutor knows.")],
            &[
                ("note", CANARY),
                ("happened-day", "31"),
                ("happened-month", "2"),
                ("happened-year", "2026"),
            ],
            "Enter a real day",
        ),
        form(
            "correction?entry=1",
            &[
                ("entry", "1"),
                ("now", "It was at break."),
                ("why", "Misheard"),
            ],
            &[("entry", "1"), ("now", CANARY), ("why", "  ")],
            "Enter the reason why.",
        ),
        form(
            "share",
            &[("with", &head), ("why", "To plan support")],
            &[("with", ""), ("why", CANARY)],
            "Choose",
        ),
        form(
            "conflict",
            &[("staff", &deputy), ("why", "Related")],
            &[("staff", ""), ("why", CANARY)],
            "Choose",
        ),
    ]
}

#[tokio::test]
async fn every_form_of_a_case_is_recorded_once_and_then_leads_on() {
    let house = House::with_a_case().await;
    for form in forms(&house) {
        let before = house.events().await.len();
        let fields: Vec<(&str, &str)> = form.good.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let (first, again) = house.fill(form.page, &fields).await;
        assert_eq!(
            first.status,
            StatusCode::SEE_OTHER,
            "{}: {}",
            form.page,
            first.text
        );
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", form.page);
        assert_eq!(house.events().await.len(), before + 1, "{}", form.page);
    }
}

#[tokio::test]
async fn a_form_that_is_wrong_says_so_keeps_what_was_typed_and_records_nothing() {
    let house = House::with_a_case().await;
    for form in forms(&house) {
        let before = house.events().await.len();
        let fields: Vec<(&str, &str)> = form.wrong.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let (page, _) = house.fill(form.page, &fields).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            form.page
        );
        assert!(
            page.text.contains(form.says),
            "{}: {}",
            form.page,
            page.text
        );
        let typed = form
            .wrong
            .iter()
            .find(|(_, value)| value == CANARY)
            .unwrap()
            .0;
        let kept = page.text.contains(&format!("name=\"{typed}\"")) && page.text.contains(CANARY);
        assert!(kept, "{}: {typed} is lost", form.page);
        assert_eq!(house.events().await.len(), before, "{}", form.page);
    }
}

#[tokio::test]
async fn who_may_not_work_a_case_meets_the_same_page_as_where_there_is_none() {
    let house = House::with_a_case().await;
    let absent = house.get(None, "/nowhere").await;
    for role in [
        Role::Reporter,
        Role::Head,
        Role::Oversight,
        Role::Administrator,
    ] {
        let cookie = house.signed_in(role).await;
        for form in forms(&house) {
            let path = house.page(form.page);
            let refused = house.get(Some(&cookie), &path).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{role:?} {path}");
            assert_eq!(refused.text, absent.text, "{role:?} {path}");
            let sent = house.post(Some(&cookie), &path, &[]).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{role:?} {path}");
        }
    }
}

#[tokio::test]
async fn an_action_is_done_handed_over_moved_or_dropped_with_a_few_words() {
    let ways: [&[(&str, &str)]; 3] = [
        &[("became", "done"), ("what_happened", "Spoke with them")],
        &[
            ("became", "moved"),
            ("due", "five-school-days"),
            ("move-why", "Away today"),
        ],
        &[("became", "dropped"), ("drop-why", "Done by the police")],
    ];
    for fields in ways {
        let house = House::with_a_case().await;
        let (first, _) = house
            .fill(&format!("actions/{}", house.action), fields)
            .await;
        assert_eq!(
            first.status,
            StatusCode::SEE_OTHER,
            "{fields:?}: {}",
            first.text
        );
    }
    let house = House::with_a_case().await;
    let page = format!("actions/{}", house.action);
    let deputy = house.school.who(Role::Deputy);
    let to = deputy.to_string();
    let (first, _) = house
        .fill(&page, &[("became", "handed-over"), ("to", &to)])
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.opened().await.case.actions[&house.action].owner,
        deputy
    );
}

#[tokio::test]
async fn what_an_action_lacks_is_told_at_the_field_that_was_chosen() {
    let house = House::with_a_case().await;
    let page = format!("actions/{}", house.action);
    for (fields, at) in [
        (vec![("became", "")], "became"),
        (vec![("became", "done")], "what_happened"),
        (vec![("became", "moved"), ("due", "same-day")], "move-why"),
        (vec![("became", "moved"), ("move-why", "x")], "due"),
        (vec![("became", "dropped")], "drop-why"),
        (vec![("became", "handed-over")], "to"),
    ] {
        let (refused, _) = house.fill(&page, &fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
        assert!(
            refused.text.contains(&format!("href=\"#{at}\"")),
            "{fields:?}: {}",
            refused.text
        );
    }
}

#[tokio::test]
async fn an_action_that_is_late_is_said_to_be_overdue_and_comes_first() {
    let house = House::with_a_case().await;
    house
        .fill(
            "actions/add",
            &[
                ("what", "Ring the front door"),
                ("owner", &house.school.who(Role::Lead).to_string()),
                ("due", "same-day"),
            ],
        )
        .await;
    house.clock.forward(SignedDuration::from_hours(48));
    let lead = house.signed_in(Role::Lead).await;
    let page = house.get(Some(&lead), &house.page("actions")).await;
    assert!(
        page.text.contains("Overdue: was due 25 March 2026"),
        "{}",
        page.text
    );
    assert!(page.text.find("Ring the front door") < page.text.find("Speak with the child"));
}

#[tokio::test]
async fn a_line_of_the_guidance_that_is_planned_is_not_offered_again() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let path = house.page("actions/from-guidance");
    assert!(
        house
            .get(Some(&lead), &path)
            .await
            .text
            .contains("support:each-child")
    );
    let owner = house.school.who(Role::Lead).to_string();
    house
        .fill(
            "actions/from-guidance",
            &[
                ("item-support", "support:each-child"),
                ("owner", &owner),
                ("due", "same-day"),
            ],
        )
        .await;
    assert!(
        !house
            .get(Some(&lead), &path)
            .await
            .text
            .contains("support:each-child")
    );
}

async fn delete(house: &House) -> Page {
    let child = house.child.to_string();
    let fields = with(
        &[
            ("child", child.as_str()),
            ("from_where", "Phone zyxcanary"),
            ("present", "Mother"),
        ],
        dated("confirmed", "2026"),
    );
    let lead = house.signed_in(Role::Lead).await;
    house
        .post(Some(&lead), &house.page("imagery-log/deletion"), &fields)
        .await
}

#[tokio::test]
async fn deletion_is_refused_while_an_agency_is_or_may_be_involved() {
    let mut refusals = BTreeSet::new();
    for so_far in [
        vec![],
        ruled_out(),
        [ruled_out(), vec![decided(&["refer-police"])]].concat(),
        [
            ruled_out(),
            vec![
                decided(&["manage-in-setting"]),
                answered("agency-likely", Answer::Yes),
            ],
        ]
        .concat(),
        vec![
            decided(&["manage-in-setting"]),
            answered("extortion", Answer::NotKnown),
        ],
    ] {
        let house = House::with_a_case().await;
        if !so_far.is_empty() {
            house.so_far(so_far).await;
        }
        let lead = house.signed_in(Role::Lead).await;
        let shown = house
            .get(Some(&lead), &house.page("imagery-log/deletion"))
            .await;
        assert!(shown.text.contains("Preserve first"), "{}", shown.text);
        assert!(
            !shown.text.contains("name=\"from_where\""),
            "the form is not offered"
        );
        let before = house.events().await.len();
        let refused = delete(&house).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(CANARY), "what was typed is kept");
        assert_eq!(house.events().await.len(), before);
        refusals.insert(refused.text.contains("no agency is involved. "));
    }
    assert_eq!(
        refusals.len(),
        2,
        "the page says which of the reasons it is"
    );
}

#[tokio::test]
async fn a_deletion_is_recorded_after_a_decision_that_no_agency_is_involved() {
    let house = House::with_a_case().await;
    house
        .so_far([ruled_out(), vec![decided(&["manage-in-setting"])]].concat())
        .await;
    let lead = house.signed_in(Role::Lead).await;
    let shown = house
        .get(Some(&lead), &house.page("imagery-log/deletion"))
        .await;
    assert!(shown.text.contains("name=\"from_where\""), "{}", shown.text);
    assert_eq!(delete(&house).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.opened().await.case.deletions.len(), 1);
}

#[tokio::test]
async fn a_service_for_adults_is_not_offered_where_a_child_is_involved() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let page = house
        .get(Some(&lead), &house.page("imagery-log/removal"))
        .await;
    assert!(page.text.contains("value=\"report-remove\""));
    assert!(!page.text.contains("value=\"revenge-porn-helpline\""));
    let fields = with(
        &[("service", "revenge-porn-helpline"), ("by", "Somebody")],
        dated("reported", "2026"),
    );
    let (refused, _) = house.fill("imagery-log/removal", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn no_page_of_the_log_has_a_field_for_what_anything_shows() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    for page in ["device", "handed-over", "deletion", "removal", "viewing"] {
        let shown = house
            .get(Some(&lead), &house.page(&format!("imagery-log/{page}")))
            .await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(
            !shown.text.contains("<textarea"),
            "{page} asks for free text"
        );
    }
}

#[tokio::test]
async fn a_device_is_handed_over_and_the_log_says_to_whom() {
    let house = House::with_a_case().await;
    let child = house.child.to_string();
    let taken = with(
        &[
            ("device", "Black phone"),
            ("from", child.as_str()),
            ("held_by", "Jo"),
            ("kept_where", "Office"),
            ("isolated", "no"),
        ],
        dated("taken", "2026"),
    );
    house.fill("imagery-log/device", &taken).await;
    let device = house.opened().await.case.devices[0]
        .recorded
        .seq
        .to_string();
    let fields = [
        ("device", device.as_str()),
        ("to", "PC 1234"),
        ("handed_over-day", "25"),
        ("handed_over-month", "3"),
        ("handed_over-year", "2026"),
    ];
    let (first, _) = house.fill("imagery-log/handed-over", &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let lead = house.signed_in(Role::Lead).await;
    let log = house.get(Some(&lead), &house.page("imagery-log")).await;
    assert!(
        log.text.contains("To PC 1234, 25 March 2026"),
        "{}",
        log.text
    );
}

#[tokio::test]
async fn a_correction_shows_the_entry_as_told_and_never_the_words_kept_for_another() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let which = house.get(Some(&lead), &house.page("correction")).await;
    assert!(which.text.contains("correction?entry=1"), "{}", which.text);
    let shown = house
        .get(Some(&lead), &house.page("correction?entry=1"))
        .await;
    assert!(
        shown.text.contains("Entry 1: Concern reported"),
        "{}",
        shown.text
    );
    let draft = format!("/drafts/cases/{}/correction", house.case);
    house
        .post(
            Some(&lead),
            &draft,
            &[("entry", "1"), ("now", "kept words")],
        )
        .await;
    let same = house
        .get(Some(&lead), &house.page("correction?entry=1"))
        .await;
    assert!(same.text.contains("kept words"));
    let other = house
        .get(Some(&lead), &house.page("correction?entry=2"))
        .await;
    assert!(!other.text.contains("kept words"));
    let absent = house
        .get(Some(&lead), &house.page("correction?entry=99"))
        .await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_was_let_in_can_read_until_that_is_taken_back() {
    let house = House::with_a_case().await;
    let head = house.school.who(Role::Head).to_string();
    house
        .fill("share", &[("with", &head), ("why", "To plan support")])
        .await;
    let page = format!("unshare/{head}");
    let (blank, _) = house.fill(&page, &[("why", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (first, _) = house.fill(&page, &[("why", "Support is planned")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert!(house.opened().await.case.shared.is_empty());
}

#[tokio::test]
async fn one_press_steps_back_and_the_case_is_no_longer_there() {
    let house = House::with_a_case().await;
    let deputy = house.signed_in(Role::Deputy).await;
    let path = house.page("conflict");
    assert!(
        house
            .get(Some(&deputy), &path)
            .await
            .text
            .contains("Step back from this case")
    );
    let sent = house
        .post(Some(&deputy), &path, &[("step-back", "me")])
        .await;
    assert_eq!((sent.status, sent.to()), (StatusCode::SEE_OTHER, "/desk"));
    let after = house.get(Some(&deputy), &path).await;
    assert_eq!(after.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn closing_says_what_is_still_open_and_wants_to_know_what_becomes_of_it() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let page = house.get(Some(&lead), &house.page("close")).await;
    for open in [
        "No decision is recorded",
        "An action is open",
        "neither told nor recorded why not",
    ] {
        assert!(page.text.contains(open), "{open}: {}", page.text);
    }
    let ending = [
        ("outcome", "managed-in-setting"),
        ("why", "Support is in place zyxcanary"),
    ];
    let (early, _) = house.fill("close", &ending).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("Nothing has been decided") && early.text.contains(CANARY));
    house.so_far(vec![decided(&["manage-in-setting"])]).await;
    let (unsaid, _) = house.fill("close", &ending).await;
    assert!(
        unsaid.text.contains("href=\"#actions_left\""),
        "{}",
        unsaid.text
    );
    let (closed, _) = house
        .fill(
            "close",
            &[
                ending[0],
                ending[1],
                ("actions_left", "The form tutor carries on"),
            ],
        )
        .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let (wrong, _) = house.fill("reopen", &[("why", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (reopened, _) = house.fill("reopen", &[("why", "A parent rang")]).await;
    assert_eq!(reopened.status, StatusCode::SEE_OTHER);
    assert!(house.opened().await.case.is_open());
}

#[tokio::test]
async fn asking_a_child_to_delete_is_not_offered_as_an_action_while_everything_is_kept() {
    let house = House::with_a_case().await;
    let threats = answered("extortion", Answer::Yes);
    house.so_far(vec![threats]).await;
    let lead = house.signed_in(Role::Lead).await;
    let path = house.page("actions/from-guidance");
    let shown = house.get(Some(&lead), &path).await;
    assert!(
        shown.text.contains("value=\"device:confiscate\""),
        "{}",
        shown.text
    );
    assert!(!shown.text.contains("value=\"deletion:"), "{}", shown.text);
    let fields = [("item-deletion", "deletion:ask-child"), ("due", "same-day")];
    let (refused, _) = house.fill("actions/from-guidance", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_case_is_shared_only_with_somebody_whom_that_lets_in() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let shown = house.get(Some(&lead), &house.page("share")).await;
    let offered = |role| {
        let value = format!("value=\"{}\"", house.school.who(role));
        shown.text.contains(&value)
    };
    assert!(offered(Role::Reporter) && offered(Role::Head));
    for role in [Role::Deputy, Role::Oversight, Role::Administrator] {
        assert!(!offered(role), "{role:?}");
    }
}
