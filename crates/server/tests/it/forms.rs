//! The one rule of forms: nothing typed is ever lost.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use axum::routing;
use casework::access::Deed;
use casework::acts::add_note;
use casework::event::{CaseEvent, Role};
use jiff::SignedDuration;
use server::app::{Needs, Route, Spec, routes};
use server::page::{self, Answered, Frame};
use server::questions::question_of;
use server::session::{ABSOLUTE_HOURS, IDLE_MINUTES};
use server::typed::Typed;
use server::visitor::AtCase;
use store::{Append, Expect, Write};

/// A page as page authors write them.
#[derive(askama::Template)]
#[template(
    source = r#"{% extends "page.html" %}{% block job %}<h1>Try</h1><form method="post">{{ layout.form_keys() }}<textarea name="note">{{ typed.text("note") }}</textarea><input type="hidden" name="held-day" value="{{ typed.text("held-day") }}"></form>{% endblock %}"#,
    ext = "html"
)]
struct Try {
    layout: Frame,
    typed: Typed,
}

async fn show(at: AtCase) -> Answered {
    page::show(&Try {
        layout: at.frame("Try"),
        typed: at.typed().clone(),
    })
}

async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let events = add_note(
        &at.visitor.acting(),
        &at.case,
        typed.text("note"),
        typed
            .occurred("held")
            .map_err(|says| server::page_error::Instead::refused("held", says))?,
    )?;
    if typed.text("panic") == "yes" {
        panic!("{CANARY}");
    }
    at.record(events).await?;
    Ok(page::next(&at.path("")))
}

async fn a_house() -> (House, String, String) {
    let mut table = routes();
    let spec = Spec {
        path: "/cases/{case}/try",
        needs: Needs::Case(Deed::WorkCase),
        gets: true,
        posts: true,
    };
    table.push(Route::new(spec, routing::get(show).post(act)));
    let house = House::with_routes(table).await;
    let (cookie, path) = (
        house.signed_in(Role::Lead).await,
        format!("/cases/{}/try", house.case),
    );
    (house, cookie, path)
}

async fn notes(house: &House) -> usize {
    house
        .events()
        .await
        .iter()
        .filter(|event| matches!(event, CaseEvent::NoteAdded { .. }))
        .count()
}

fn keys(page: &Page) -> (String, String) {
    (page.hidden("once"), page.hidden("seen"))
}

#[tokio::test]
async fn a_form_that_is_taken_is_recorded_and_leads_on() {
    let (house, cookie, path) = a_house().await;
    let (once, seen) = keys(&house.get(Some(&cookie), &path).await);
    let page = house
        .post(
            Some(&cookie),
            &path,
            &[
                ("once", &once),
                ("seen", &seen),
                ("note", "Spoke with the tutor."),
            ],
        )
        .await;
    assert_eq!(
        (page.status, page.to()),
        (
            StatusCode::SEE_OTHER,
            format!("/cases/{}", house.case).as_str()
        )
    );
    assert_eq!(notes(&house).await, 1);
}

#[tokio::test]
async fn a_form_sent_twice_is_recorded_once() {
    let (house, cookie, path) = a_house().await;
    let (once, seen) = keys(&house.get(Some(&cookie), &path).await);
    for _ in 0..2 {
        let page = house
            .post(
                Some(&cookie),
                &path,
                &[
                    ("once", &once),
                    ("seen", &seen),
                    ("note", "Spoke with the tutor."),
                ],
            )
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(notes(&house).await, 1);
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_and_what_is_wrong() {
    let (house, cookie, path) = a_house().await;
    let page = house
        .post(
            Some(&cookie),
            &path,
            &[
                ("note", "Kept <b>as it is</b>."),
                ("held-day", "99"),
                ("held-month", "1"),
                ("held-year", "2026"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text.contains("Kept &#60;b&#62;as it is") && page.text.contains("Enter a real day"),
        "{}",
        page.text
    );
    assert!(
        page.text.contains("href=\"#held\"") && page.text.contains("<title>Error: "),
        "{}",
        page.text
    );
    assert_eq!(notes(&house).await, 0);
}

#[tokio::test]
async fn somebody_who_wrote_first_is_shown_and_the_text_is_kept() {
    let (house, cookie, path) = a_house().await;
    let (once, seen) = keys(&house.get(Some(&cookie), &path).await);
    let deputy = house.school.who(Role::Deputy);
    let note = CaseEvent::NoteAdded {
        note: casework::words::Words::typed("The deputy's own note.").unwrap(),
        happened: None,
    };
    let writes = vec![Write::Case {
        case: house.case,
        expect: Expect::Tail,
        events: vec![note],
    }];
    house
        .app
        .store()
        .append(Append {
            writes,
            ..Append::by(house.school.setting, deputy)
        })
        .await
        .unwrap();
    let page = house
        .post(
            Some(&cookie),
            &path,
            &[("once", &once), ("seen", &seen), ("note", "My own text.")],
        )
        .await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.text.contains("My own text.")
            && page.text.contains("Others added to this case")
            && page.text.contains("Sam Example"),
        "{}",
        page.text
    );
    assert_eq!(notes(&house).await, 1, "nothing of it was recorded yet");
    let (once, seen) = keys(&page);
    let page = house
        .post(
            Some(&cookie),
            &path,
            &[("once", &once), ("seen", &seen), ("note", "My own text.")],
        )
        .await;
    assert_eq!(
        page.status,
        StatusCode::SEE_OTHER,
        "sent again, having read it"
    );
    assert_eq!(notes(&house).await, 2);
}

#[tokio::test]
async fn a_session_that_runs_out_mid_form_keeps_the_text_for_its_owner() {
    let (house, cookie, path) = a_house().await;
    house.clock.forward(SignedDuration::from_mins(IDLE_MINUTES));
    let page = house
        .post(
            Some(&cookie),
            &path,
            &[("note", "Half an hour of writing.")],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(
        page.text.contains("Your text is kept for you")
            && page.text.contains(&format!("/sign-in?next={path}")),
        "{}",
        page.text
    );
    let deputy = house.signed_in(Role::Deputy).await;
    assert!(
        !house
            .get(Some(&deputy), &path)
            .await
            .text
            .contains("Half an hour"),
        "nobody else gets it"
    );
    let again = house.signed_in(Role::Lead).await;
    let page = house.get(Some(&again), &path).await;
    assert!(
        page.text.contains("Half an hour of writing.")
            && page.text.contains("We kept what you had typed here"),
        "{}",
        page.text
    );
    let (once, seen) = keys(&page);
    house
        .post(
            Some(&again),
            &path,
            &[
                ("once", &once),
                ("seen", &seen),
                ("note", "Half an hour of writing."),
            ],
        )
        .await;
    assert_eq!(notes(&house).await, 1);
    assert!(
        !house
            .get(Some(&again), &path)
            .await
            .text
            .contains("Half an hour"),
        "recorded, and the draft is spent"
    );
}

/// Everything a session is ended by from elsewhere while its owner writes: one alone, and all at once.
#[tokio::test]
async fn a_session_ended_elsewhere_mid_form_keeps_the_text_for_its_owner() {
    for all in [false, true] {
        let (house, cookie, path) = a_house().await;
        let elsewhere = house.signed_in(Role::Lead).await;
        let account = house.get(Some(&elsewhere), "/account").await;
        let named = account.hidden("session");
        let fields = if all {
            vec![]
        } else {
            vec![("session", named.as_str())]
        };
        let ended = house
            .post(Some(&elsewhere), "/account/sessions", &fields)
            .await;
        assert_eq!(ended.to(), if all { "/sign-in" } else { "/account" });
        let page = house.get(Some(&cookie), &path).await;
        assert_eq!(
            page.status,
            StatusCode::SEE_OTHER,
            "it opens nothing any more"
        );
        let page = house.post(
            Some(&cookie),
            &path,
            &[("note", "Half an hour of writing.")],
        );
        let page = page.await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(
            page.text.contains("Your text is kept for you"),
            "{}",
            page.text
        );
        let again = house.signed_in(Role::Lead).await;
        let page = house.get(Some(&again), &path).await;
        assert!(
            page.text.contains("Half an hour of writing."),
            "{}",
            page.text
        );
        assert_eq!(notes(&house).await, 0);
    }
}

#[tokio::test]
async fn with_a_new_password_or_a_colleague_who_left_no_session_of_before_is_known() {
    let (house, cookie, path) = a_house().await;
    let lead = house.school.who(Role::Lead);
    let store = house.app.store();
    store
        .forget_sessions_of(house.school.setting, lead)
        .await
        .unwrap();
    let page = house
        .post(Some(&cookie), &path, &[("note", "Written elsewhere.")])
        .await;
    assert!(page.text.contains("You are not signed in"), "{}", page.text);
    let again = house.signed_in(Role::Lead).await;
    let page = house.get(Some(&again), &path).await;
    assert!(
        !page.text.contains("Written elsewhere."),
        "nothing of it reached their form"
    );
}

#[tokio::test]
async fn an_account_lists_ones_own_other_sessions_and_ends_one_of_them() {
    let house = House::with_a_case().await;
    let here = house.signed_in(Role::Lead).await;
    let alone = house.get(Some(&here), "/account").await;
    assert!(
        alone.text.contains("You are signed in nowhere else."),
        "{}",
        alone.text
    );
    let reporter = house.signed_in(Role::Reporter).await;
    house.clock.forward(SignedDuration::from_mins(5));
    let other = house.signed_in(Role::Lead).await;
    let account = house.get(Some(&here), "/account").await;
    assert_eq!(account.text.matches("Sign out there").count(), 1);
    assert!(
        account
            .text
            .contains("Signed in since 25 March 2026, 10:35"),
        "{}",
        account.text
    );
    let named = account.hidden("session");
    let theirs = house.get(Some(&other), "/account").await.hidden("session");
    house
        .post(Some(&reporter), "/account/sessions", &[("session", &named)])
        .await;
    assert_eq!(
        house.get(Some(&other), "/account").await.status,
        StatusCode::OK,
        "not theirs to end"
    );
    house
        .post(Some(&here), "/account/sessions", &[("session", &named)])
        .await;
    assert_eq!(
        house.get(Some(&other), "/account").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        house.get(Some(&here), "/account").await.status,
        StatusCode::OK
    );
    let page = house
        .post(Some(&other), "/account/sessions", &[("session", &theirs)])
        .await;
    assert_eq!(
        page.status,
        StatusCode::UNAUTHORIZED,
        "one that was ended ends none"
    );
    assert_eq!(
        house.get(Some(&here), "/account").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_session_in_use_ends_after_twelve_hours_all_the_same() {
    let (house, cookie, path) = a_house().await;
    for _ in 0..ABSOLUTE_HOURS * 2 - 1 {
        house.clock.forward(SignedDuration::from_mins(30));
        assert_eq!(house.get(Some(&cookie), &path).await.status, StatusCode::OK);
    }
    house.clock.forward(SignedDuration::from_mins(30));
    assert_eq!(
        house.get(Some(&cookie), &path).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_stranger_gets_their_text_back_to_copy() {
    let (house, _, path) = a_house().await;
    let made_up = format!("leeward={}.{}", house.school.setting, "A".repeat(43));
    for cookie in [None, Some(made_up.as_str())] {
        let page = house
            .post(
                cookie,
                &path,
                &[("note", "Half an hour of writing."), ("password", CANARY)],
            )
            .await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(
            page.text.contains("Half an hour of writing.")
                && page.text.contains("readonly")
                && page.text.contains("Your note")
                && !page.text.contains(CANARY),
            "{}",
            page.text
        );
    }
}

#[tokio::test]
async fn the_cookie_of_another_installation_is_nobodys() {
    let (house, _, path) = a_house().await;
    let other = format!(
        "leeward={}.{}",
        house.app.outside().new_setting(),
        "A".repeat(43)
    );
    assert_eq!(
        house.get(Some(&other), &path).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        house.get(Some(&other), "/first-minute").await.status,
        StatusCode::OK
    );
    for broken in ["leeward=", "leeward=x.y", "leeward", "other=1; leeward=."] {
        assert_eq!(
            house.get(Some(broken), "/sign-in").await.status,
            StatusCode::OK,
            "{broken}"
        );
    }
}

#[tokio::test]
async fn what_is_saved_while_typing_comes_back_and_can_be_let_go() {
    let (house, cookie, path) = a_house().await;
    let reason = format!("/cases/{}/reason", house.case);
    let auditor = house.signed_in(Role::Auditor).await;
    let kept = house
        .post(
            Some(&auditor),
            &format!("/drafts{reason}"),
            &[("reason", "Half a reason")],
        )
        .await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    assert!(
        house
            .get(Some(&auditor), &reason)
            .await
            .text
            .contains("Half a reason")
    );
    house
        .post(
            Some(&auditor),
            &format!("/drafts{reason}"),
            &[("draft", "discard")],
        )
        .await;
    assert!(
        !house
            .get(Some(&auditor), &reason)
            .await
            .text
            .contains("Half a reason")
    );
    assert_eq!(
        house
            .post(Some(&cookie), "/drafts/no/such/form", &[("note", "x")])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house
            .post(None, &format!("/drafts{path}"), &[("note", "x")])
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_panic_shows_a_reference_and_the_text_and_nothing_else() {
    let (house, cookie, path) = a_house().await;
    std::panic::set_hook(Box::new(|_| {}));
    let page = house
        .post(
            Some(&cookie),
            &path,
            &[("note", "Half an hour of writing."), ("panic", "yes")],
        )
        .await;
    drop(std::panic::take_hook());
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        page.text.contains("Reference:") && !page.text.contains(CANARY),
        "{}",
        page.text
    );
    let reference = page
        .text
        .split("Reference: <strong>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    assert!(house.log().contains(reference));
}

#[tokio::test]
async fn a_full_disk_says_so_and_gives_the_text_back() {
    // The disk under a file can be filled here; the one under a database server cannot.
    if crate::school::on_postgres() {
        return;
    }
    let (house, cookie, path) = a_house().await;
    house.app.store().limit_pages(Some(1)).await.unwrap();
    let long = "Half an hour of writing. ".repeat(700);
    let page = house.post(Some(&cookie), &path, &[("note", &long)]).await;
    assert_eq!(
        page.status,
        StatusCode::INSUFFICIENT_STORAGE,
        "{}",
        page.text
    );
    assert!(
        page.text.contains("Not saved: the disk is full")
            && page.text.contains("Half an hour of writing."),
        "{}",
        page.text
    );
}

/// The text fields of a page with the label each stands under.
fn asked(page: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for part in page.split("<label ").skip(1) {
        let Some((head, rest)) = part.split_once('>') else {
            continue;
        };
        let label = rest.split("</label>").next().unwrap_or_default();
        let Some(id) = head
            .split("for=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
        else {
            continue;
        };
        let tag = page.split('<').find(|tag| {
            (tag.starts_with("textarea")
                || (tag.starts_with("input") && tag.contains("type=\"text\"")))
                && tag.contains(&format!("id=\"{id}\""))
        });
        let named = tag
            .and_then(|tag| tag.split("name=\"").nth(1))
            .and_then(|rest| rest.split('"').next());
        if let Some(name) = named {
            all.push((name.to_owned(), label.trim().to_owned()));
        }
    }
    all
}

#[tokio::test]
async fn every_text_a_form_asks_for_is_handed_back_under_words_of_its_own() {
    let house = House::with_a_case().await;
    let mut seen = 0;
    // A code and a password are never handed back.
    let own = |name: &str| matches!(name, "code" | "email");
    for role in [
        Role::Lead,
        Role::Reporter,
        Role::Administrator,
        Role::Auditor,
    ] {
        let cookie = house.signed_in(role).await;
        for route in routes() {
            if !(route.spec.gets && route.spec.posts) {
                continue;
            }
            let path = crate::access::filled(&house, route.spec.path);
            let page = house.get(Some(&cookie), &path).await;
            for (name, label) in asked(&page.text).into_iter().filter(|(name, _)| !own(name)) {
                seen += 1;
                let known = question_of(&name);
                assert!(
                    known.is_some(),
                    "{}: say in src/questions.rs what {name} asks: {label}",
                    route.spec.path
                );
            }
        }
    }
    assert!(seen > 40, "{seen}");
}
