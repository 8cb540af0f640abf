//! A case of another kind: bullying online, from taking it up to a decision, by its own guidance.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::event::{CaseEvent, Role};
use casework::id::{CaseId, PersonId};
use guidance::{Concern, Library, Of, Stage};

/// A lead at a new concern that nobody has read.
struct Lead<'h> {
    house: &'h House,
    case: CaseId,
    cookie: String,
}

impl<'h> Lead<'h> {
    async fn at_a_new_concern(house: &'h House) -> Self {
        let reporter = house.signed_in(Role::Reporter).await;
        let fields = [
            ("do", "send"),
            ("child-1-name", "Child U zyxcanary"),
            ("what", "Child U is called names in a group chat. zyxcanary"),
        ];
        let sent = house.post(Some(&reporter), "/report", &fields).await;
        let case = sent.to().rsplit('/').next().unwrap().parse().unwrap();
        let cookie = house.signed_in(Role::Lead).await;
        Self {
            house,
            case,
            cookie,
        }
    }

    fn path(&self, page: &str) -> String {
        format!("/cases/{}/{page}", self.case)
    }

    async fn see(&self, page: &str) -> Page {
        let path = self.path(page);
        let shown = self
            .house
            .get(Some(&self.cookie), path.trim_end_matches('/'))
            .await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text);
        shown
    }

    async fn send(&self, page: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.see(page).await;
        let (once, seen) = (form.hidden("once"), form.hidden("seen"));
        let mut all = vec![("once", once.as_str()), ("seen", seen.as_str())];
        all.extend(fields);
        self.house
            .post(Some(&self.cookie), &self.path(page), &all)
            .await
    }

    async fn done(&self, page: &str, fields: &[(&str, &str)]) {
        let sent = self.send(page, fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{page}: {}", sent.text);
    }

    async fn take_up(&self, kind: Option<&str>) {
        let me = self.house.school.who(Role::Lead).to_string();
        let mut fields = vec![("lead", me.as_str())];
        fields.extend(kind.map(|kind| ("concern", kind)));
        self.done("take-up", &fields).await;
    }

    async fn child(&self) -> PersonId {
        let events = self.house.events_of(self.case).await;
        let CaseEvent::ConcernReported { children, .. } = &events[0] else {
            panic!("a case begins with a concern");
        };
        children[0]
    }

    /// Which pack was consulted last.
    async fn consulted(&self) -> Option<String> {
        let events = self.house.events_of(self.case).await;
        events.into_iter().rev().find_map(|event| match event {
            CaseEvent::GuidanceConsulted { pack, .. } => Some(pack),
            _ => None,
        })
    }

    /// Answers every question of the bullying pack as in a case that raises no concern, but for `set`.
    async fn answers(&self, set: &[(&str, &str)]) {
        let pack = Library::shipped()
            .find("england-online-bullying", None)
            .unwrap();
        let child = self.child().await;
        let asked = pack.facts().iter().filter(|one| one.stage != Stage::Record);
        let fields: Vec<(String, &str)> = asked
            .map(|fact| {
                let about = match fact.of {
                    Of::Incident => "incident".to_owned(),
                    Of::Child => child.to_string(),
                };
                let named = set.iter().find(|(id, _)| *id == fact.id.as_ref());
                (
                    format!("answer_{about}_{}", fact.id),
                    named.map_or("no", |(_, answer)| *answer),
                )
            })
            .collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, a)| (n.as_str(), *a)).collect();
        self.done("assessment?all=1", &fields).await;
    }
}

#[tokio::test]
async fn a_bullying_case_is_taken_up_assessed_and_decided_by_its_own_guidance() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let lead = Lead::at_a_new_concern(&house).await;
    let page = lead.see("").await;
    assert!(
        page.text.contains("What kind of concern is this?")
            && page.text.contains("value=\"sharing-nudes\" checked"),
        "{}",
        page.text
    );
    lead.take_up(Some("online-bullying")).await;
    let events = house.events_of(lead.case).await;
    assert!(
        matches!(
            &events[1..],
            [
                CaseEvent::ConcernRead {},
                CaseEvent::CaseTakenUp { .. },
                CaseEvent::KindOfConcernSaid {
                    kind: Concern::OnlineBullying
                },
            ]
        ),
        "{events:?}"
    );
    assert!(lead.see("").await.text.contains("Bullying online"));
    let child = lead.child().await;
    let parts = lead.see(&format!("children/{child}")).await;
    assert!(
        parts.text.contains("value=\"was-pressured\"")
            && !parts.text.contains("value=\"pictured\""),
        "no part in imagery is offered"
    );
    let questions = lead.see("assessment?all=1").await;
    assert!(
        questions
            .text
            .contains("Is anyone making threats or demands?")
    );
    assert!(
        !questions.text.contains("said to be digitally altered"),
        "the questions about imagery are not asked"
    );
    lead.answers(&[("serious-effect", "yes")]).await;
    assert_eq!(
        lead.consulted().await.as_deref(),
        Some("england-online-bullying")
    );
    let said = lead.see("recommendation").await;
    assert!(
        said.text
            .contains("Consider early help for the child and family.")
    );
    assert!(!said.text.contains("initial review with the right staff"));
    lead.done(
        "decision",
        &[
            ("routes", "early-help"),
            (
                "rationale",
                &format!("Nobody is at risk; the child needs more help. {CANARY}"),
            ),
        ],
    )
    .await;
    let events = house.events_of(lead.case).await;
    assert!(
        events.iter().any(|event| matches!(
            event,
            CaseEvent::DecisionMade { routes, .. } if routes.contains("early-help")
        )),
        "decided"
    );
    for page in [
        "chronology",
        "initial-review",
        "actions/from-guidance",
        "referral",
        "review",
        "parents",
        "imagery-log",
        "imagery-log/device",
    ] {
        lead.see(page).await;
    }
    let told = lead.see("chronology").await;
    assert!(told.text.contains("Kind of concern said"));
    assert!(
        told.text.contains("Ask for early help"),
        "in the words of its own pack"
    );
}

#[tokio::test]
async fn imagery_in_a_bullying_case_calls_for_the_other_guidance_and_changing_loses_nothing() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let lead = Lead::at_a_new_concern(&house).await;
    lead.take_up(Some("online-bullying")).await;
    lead.answers(&[("imagery-of-a-child", "yes"), ("extortion", "yes")])
        .await;
    let said = lead.see("recommendation").await;
    assert!(
        said.text
            .contains("Change the kind of concern to sharing nudes"),
        "{}",
        said.text
    );
    let before = house.events_of(lead.case).await.len();
    lead.done("kind", &[("concern", "sharing-nudes")]).await;
    assert_eq!(house.events_of(lead.case).await.len(), before + 1);
    let page = lead.see("").await;
    assert!(page.text.contains("Sharing nudes or semi-nudes"));
    assert!(
        page.text
            .contains("Refer to the police, children&#x27;s social care, or both, at once.")
            || page
                .text
                .contains("Refer to the police, children&#39;s social care, or both, at once."),
        "what was answered before counts under the guidance now followed: {}",
        page.text
    );
    let questions = lead.see("assessment?all=1").await;
    assert!(questions.text.contains("said to be digitally altered"));
}

#[tokio::test]
async fn the_page_that_asks_for_the_kind_of_concern_asks_once() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let lead = Lead::at_a_new_concern(&house).await;
    lead.take_up(None).await;
    let page = lead.see("kind").await;
    let asked = page.text.matches("What kind of concern is this?").count();
    // In the title of the window, and as the heading.
    assert_eq!(asked, 2, "{}", page.text);
    assert_eq!(page.text.matches("<h1").count(), 1);
}

#[tokio::test]
async fn a_case_taken_up_without_a_word_on_its_kind_is_about_sharing_nudes() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let lead = Lead::at_a_new_concern(&house).await;
    lead.take_up(None).await;
    let events = house.events_of(lead.case).await;
    assert!(
        events
            .iter()
            .all(|event| !matches!(event, CaseEvent::KindOfConcernSaid { .. }))
    );
    assert!(
        lead.see("")
            .await
            .text
            .contains("Sharing nudes or semi-nudes")
    );
    let again = lead.send("kind", &[("concern", "sharing-nudes")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nothing = lead.send("kind", &[]).await;
    assert!(nothing.text.contains("Choose what kind of concern it is."));
}

#[tokio::test]
async fn the_typology_stands_beside_the_questions_and_cannot_be_answered() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let page = house
        .get(Some(&lead), &format!("/cases/{}/assessment", house.case))
        .await;
    let beside = page.text.split("id=\"thinking\"").nth(1).unwrap();
    let beside = beside.split("</details>").next().unwrap();
    assert!(beside.contains("They decide nothing") && beside.contains("Aggravated"));
    for control in ["<input", "<select", "<textarea", "<button", "<form"] {
        assert!(!beside.contains(control), "{control}");
    }
    let guidance = house
        .get(None, "/guidance/england-ukcis-2024/2024-03-11/thinking")
        .await;
    assert_eq!(guidance.status, StatusCode::OK);
    assert!(guidance.text.contains("none is a name for a child"));
}
