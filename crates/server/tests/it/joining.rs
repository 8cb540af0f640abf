//! Coming in: by a link that works once, then by password and code.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::event::Role;
use jiff::SignedDuration;
use server::pages::account::link::PURPOSE;
use server::session::hash_of;
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "three zyxcanary words";
const EMAIL: &str = "lead@larkfield.example";

/// The code that an authenticator app shows now.
fn code(house: &House, secret: &str) -> String {
    let totp = Builder::new()
        .with_secret(Secret::try_from_base32(secret).unwrap())
        .with_account_name("a")
        .build()
        .unwrap();
    let now = u64::try_from(house.app.outside().now().as_second()).unwrap();
    totp.generate(now).to_string()
}

async fn a_link(house: &House, token: &str) -> String {
    let token = format!("{token:A<43}");
    let expires = house.app.outside().now() + SignedDuration::from_hours(72);
    house
        .app
        .store()
        .make_link(
            house.school.setting,
            house.school.who(Role::Lead),
            hash_of(&token),
            expires,
            PURPOSE,
        )
        .await
        .unwrap();
    format!("/sign-in/link/{}.{token}", house.school.setting)
}

/// The lead comes in for the first time; gives the secret of their codes.
async fn joined(house: &House) -> String {
    let link = a_link(house, "first").await;
    let secret = house.get(None, &link).await.hidden("secret");
    let page = house
        .post(
            None,
            &link,
            &[
                ("secret", &secret),
                ("password", PASSWORD),
                ("password-again", PASSWORD),
                ("code", &code(house, &secret)),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(page.cookie().is_some());
    secret
}

async fn password(house: &House, email: &str, password: &str) -> Page {
    house
        .post(
            None,
            "/sign-in?next=/account",
            &[("email", email), ("password", password)],
        )
        .await
}

#[tokio::test]
async fn a_link_sets_password_and_codes_and_works_once() {
    let house = House::with_a_case().await;
    let link = a_link(&house, "once").await;
    let secret = house.get(None, &link).await.hidden("secret");
    let wrong = house
        .post(
            None,
            &link,
            &[
                ("secret", &secret),
                ("password", "short"),
                ("password-again", "short"),
                ("code", "000000"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        wrong.hidden("secret"),
        secret,
        "the same drawing, not a new one"
    );
    assert!(
        !wrong.text.contains("value=\"short\""),
        "a password is never shown again"
    );
    let fields = [
        ("secret", secret.as_str()),
        ("password", PASSWORD),
        ("password-again", PASSWORD),
        ("code", &code(&house, &secret)),
    ];
    let page = house.post(None, &link, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let cookie = page.cookie().unwrap();
    assert_eq!(
        house.get(Some(&cookie), "/account").await.status,
        StatusCode::OK
    );
    assert_eq!(house.get(None, &link).await.status, StatusCode::NOT_FOUND);
    assert_ne!(
        house.post(None, &link, &fields).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn password_then_code_lead_to_the_page_that_was_asked_for() {
    let house = House::with_a_case().await;
    let secret = joined(&house).await;
    house.clock.forward(SignedDuration::from_mins(2));
    let asked = house.get(None, "/account").await;
    assert_eq!(
        (asked.status, asked.to()),
        (StatusCode::SEE_OTHER, "/sign-in?next=/account")
    );
    let half_way = password(&house, EMAIL, PASSWORD).await;
    assert_eq!(
        (half_way.status, half_way.to()),
        (StatusCode::SEE_OTHER, "/sign-in/code?next=/account")
    );
    let half_way = half_way.cookie().unwrap();
    assert_eq!(
        house.get(Some(&half_way), "/account").await.status,
        StatusCode::SEE_OTHER,
        "a password alone opens nothing"
    );
    let page = house
        .post(
            Some(&half_way),
            "/sign-in/code?next=/account",
            &[("code", &code(&house, &secret))],
        )
        .await;
    assert_eq!(
        (page.status, page.to()),
        (StatusCode::SEE_OTHER, "/account")
    );
    assert_eq!(
        house.get(page.cookie().as_deref(), "/account").await.status,
        StatusCode::OK
    );
    assert_eq!(
        house
            .post(Some(&half_way), "/sign-in/code", &[("code", "1")])
            .await
            .to(),
        "/sign-in",
        "the half-way session is over"
    );
}

#[tokio::test]
async fn a_code_works_once() {
    let house = House::with_a_case().await;
    let secret = joined(&house).await;
    let used_to_join = code(&house, &secret);
    let half_way = password(&house, EMAIL, PASSWORD).await.cookie().unwrap();
    let page = house
        .post(Some(&half_way), "/sign-in/code", &[("code", &used_to_join)])
        .await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the code of the first sign-in"
    );
    house.clock.forward(SignedDuration::from_secs(30));
    let fresh = code(&house, &secret);
    assert_eq!(
        house
            .post(Some(&half_way), "/sign-in/code", &[("code", &fresh)])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let other = password(&house, EMAIL, PASSWORD).await.cookie().unwrap();
    assert_eq!(
        house
            .post(Some(&other), "/sign-in/code", &[("code", &fresh)])
            .await
            .status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the same one again"
    );
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let house = House::with_a_case().await;
    joined(&house).await;
    let wrong = password(&house, EMAIL, "not the password").await;
    let unknown = password(&house, "nobody@larkfield.example", "not the password").await;
    let never_joined = password(&house, "deputy@larkfield.example", "not the password").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let without_address = |page: &Page, email: &str| page.text.replace(email, "[address]");
    assert_eq!(
        without_address(&wrong, EMAIL),
        without_address(&unknown, "nobody@larkfield.example")
    );
    assert_eq!(
        without_address(&wrong, EMAIL),
        without_address(&never_joined, "deputy@larkfield.example")
    );
    assert!(wrong.cookie().is_none() && unknown.cookie().is_none());
}

#[tokio::test]
async fn wrong_tries_bring_a_wait_that_the_right_password_does_not_shorten() {
    let house = House::with_a_case().await;
    joined(&house).await;
    for _ in 0..5 {
        password(&house, EMAIL, "not the password").await;
    }
    assert_eq!(
        password(&house, EMAIL, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a minute's wait is on"
    );
    house.clock.forward(SignedDuration::from_secs(61));
    assert_eq!(
        password(&house, EMAIL, PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        password(&house, EMAIL, "not the password").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        password(&house, EMAIL, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a right password alone forgives nothing"
    );
}

#[tokio::test]
async fn guessing_codes_brings_the_same_wait() {
    let house = House::with_a_case().await;
    let secret = joined(&house).await;
    house.clock.forward(SignedDuration::from_mins(2));
    let half_way = password(&house, EMAIL, PASSWORD).await.cookie().unwrap();
    for _ in 0..5 {
        house
            .post(Some(&half_way), "/sign-in/code", &[("code", "000000")])
            .await;
    }
    let page = house
        .post(
            Some(&half_way),
            "/sign-in/code",
            &[("code", &code(&house, &secret))],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let house = House::with_a_case().await;
    joined(&house).await;
    let (here, elsewhere) = (
        house.signed_in(Role::Lead).await,
        house.signed_in(Role::Lead).await,
    );
    let refused = house
        .post(
            Some(&here),
            "/account/password",
            &[
                ("password-now", "not it"),
                ("password", "another three words"),
                ("password-again", "another three words"),
            ],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = house
        .post(
            Some(&here),
            "/account/password",
            &[
                ("password-now", PASSWORD),
                ("password", "another three words"),
                ("password-again", "another three words"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(
        house.get(page.cookie().as_deref(), "/account").await.status,
        StatusCode::OK
    );
    for old in [here, elsewhere] {
        assert_eq!(
            house.get(Some(&old), "/account").await.status,
            StatusCode::SEE_OTHER
        );
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    let page = house.post(Some(&cookie), "/sign-out", &[]).await;
    assert!(
        page.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert_eq!(
        house.get(Some(&cookie), "/account").await.to(),
        "/sign-in?next=/account"
    );
}

#[tokio::test]
async fn somebody_who_left_is_out_at_once() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    let events = vec![casework::event::SettingEvent::StaffLeft {
        staff: house.school.who(Role::Reporter),
    }];
    let writes = vec![store::Write::Setting {
        expect: store::Expect::Tail,
        events,
    }];
    house
        .app
        .store()
        .append(store::Append {
            writes,
            ..store::Append::by(house.school.setting, house.school.who(Role::Administrator))
        })
        .await
        .unwrap();
    assert_eq!(
        house.get(Some(&cookie), "/account").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn no_password_address_or_token_reaches_the_log() {
    let house = House::with_a_case().await;
    joined(&house).await;
    password(&house, EMAIL, PASSWORD).await;
    let log = house.log();
    assert!(log.contains("/sign-in/link/{token}"));
    assert!(
        !log.contains(CANARY) && !log.contains(EMAIL) && !log.contains("AAAA"),
        "{log}"
    );
}
