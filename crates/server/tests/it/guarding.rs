//! What stands before every page.

use crate::access::filled;
use crate::school::{CANARY, House, encoded};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use casework::event::Role;
use server::app::routes;

#[tokio::test]
async fn every_page_tells_the_browser_what_it_may_do() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Lead).await;
    let paths = routes()
        .into_iter()
        .map(|route| filled(&house, route.spec.path))
        .chain(["/no-such-page".to_owned()]);
    for path in paths {
        for cookie in [None, Some(cookie.as_str())] {
            let page = house.get(cookie, &path).await;
            let policy = page.headers[header::CONTENT_SECURITY_POLICY]
                .to_str()
                .unwrap();
            assert!(
                policy.starts_with("default-src 'none'")
                    && policy.contains("frame-ancestors 'none'"),
                "{path}"
            );
            assert!(
                !policy.contains("unsafe") && !policy.contains("data:") && !policy.contains("http"),
                "{path}"
            );
            assert!(
                page.headers["permissions-policy"]
                    .to_str()
                    .unwrap()
                    .contains("camera=(), display-capture=()"),
                "{path}"
            );
            assert_eq!(
                page.headers[header::REFERRER_POLICY],
                "no-referrer",
                "{path}"
            );
            assert_eq!(
                page.headers[header::X_CONTENT_TYPE_OPTIONS],
                "nosniff",
                "{path}"
            );
            let cached = page.headers[header::CACHE_CONTROL].to_str().unwrap();
            assert!(
                cached == "no-store" || path.starts_with("/assets/"),
                "{path}: {cached}"
            );
        }
    }
}

#[tokio::test]
async fn a_form_from_another_site_or_from_nowhere_is_refused() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Lead).await;
    let send = |from: &[(&'static str, &'static str)]| {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/sign-out")
            .header(header::HOST, "leeward.example")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in from {
            request = request.header(*name, *value);
        }
        house.send(request.body(Body::empty()).unwrap())
    };
    assert_eq!(send(&[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        send(&[("sec-fetch-site", "cross-site")]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        send(&[("sec-fetch-site", "same-site")]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        send(&[("origin", "https://elsewhere.example")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        house.get(Some(&cookie), "/account").await.status,
        StatusCode::OK,
        "still signed in"
    );
    assert_eq!(
        send(&[("origin", "http://leeward.example")]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn what_is_absent_and_what_is_refused_are_the_same_to_the_last_byte() {
    let house = House::with_a_case().await;
    for role in [
        Role::Reporter,
        Role::Head,
        Role::Oversight,
        Role::Administrator,
    ] {
        let cookie = house.signed_in(role).await;
        let refused = house
            .get(Some(&cookie), &format!("/cases/{}/reason", house.case))
            .await;
        let absent = house
            .get(
                Some(&cookie),
                &format!("/cases/{}/reason", house.app.outside().new_case()),
            )
            .await;
        let nonsense = house.get(Some(&cookie), "/cases/nonsense/reason").await;
        let nowhere = house.get(Some(&cookie), "/no-such-page").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{role:?}");
        for other in [absent, nonsense, nowhere] {
            assert_eq!(
                (other.status, &other.headers, &other.text),
                (refused.status, &refused.headers, &refused.text),
                "{role:?}"
            );
        }
    }
}

#[tokio::test]
async fn more_than_a_form_holds_is_refused_whole() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Auditor).await;
    let long = "A sentence of ordinary words. ".repeat(12_000);
    let page = house
        .post(
            Some(&cookie),
            &format!("/cases/{}/reason", house.case),
            &[("reason", &long)],
        )
        .await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_method_no_page_takes_gets_a_page_that_says_so() {
    let house = House::with_a_case().await;
    for (method, path) in [
        (Method::PUT, "/sign-in"),
        (Method::DELETE, "/account"),
        (Method::POST, "/first-minute"),
        (Method::GET, "/sign-out"),
    ] {
        let request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .body(Body::empty())
            .unwrap();
        let page = house.send(request).await;
        assert_eq!(
            page.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "{method} {path}"
        );
        assert!(page.text.contains("does not take that"), "{method} {path}");
    }
}

#[tokio::test]
async fn the_log_has_patterns_of_addresses_and_nothing_that_anybody_wrote() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Auditor).await;
    let path = format!("/cases/{}/reason", house.case);
    house
        .post(Some(&cookie), &path, &[("reason", CANARY), (CANARY, "x")])
        .await;
    house
        .get(Some(&cookie), &format!("{path}?{CANARY}=1"))
        .await;
    house.get(None, &format!("/{CANARY}")).await;
    house
        .post(None, "/sign-in", &[("email", CANARY), ("password", CANARY)])
        .await;
    let request = Request::builder()
        .method(CANARY)
        .uri("/sign-in")
        .header("user-agent", CANARY)
        .body(Body::from(encoded(&[(CANARY, CANARY)])));
    house.send(request.unwrap()).await;
    let log = house.log();
    assert!(
        log.contains("\"route\":\"/cases/{case}/reason\"") && log.contains("\"status\":303"),
        "{log}"
    );
    assert!(
        !log.contains(CANARY) && !log.contains(&house.case.to_string()),
        "{log}"
    );
}
