//! What the server hands out besides pages: nothing reserved, nothing from elsewhere, kept for ever, right in kind.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use server::assets;
use tower::ServiceExt as _;

async fn ask(url: &str, encoding: &str) -> Response {
    let request = Request::get(url)
        .header(header::ACCEPT_ENCODING, encoding)
        .body(Body::empty())
        .unwrap();
    assets::routes::<()>().oneshot(request).await.unwrap()
}

fn text(name: &str) -> &'static str {
    let asset = assets::ALL.iter().find(|asset| asset.name == name).unwrap();
    std::str::from_utf8(asset.plain).unwrap()
}

#[test]
fn no_reserved_font_crest_or_crown_is_served() {
    for asset in assets::ALL {
        let text = std::str::from_utf8(asset.plain).unwrap();
        for reserved in ["GDS Transport", "@font-face", "Margaret Calvert", "crest"] {
            assert!(!text.contains(reserved), "{} has {reserved}", asset.name);
        }
    }
    let style = text("govuk-frontend.css");
    assert!(style.contains("font-family:arial,sans-serif"));
}

#[test]
fn nothing_served_asks_another_server_for_anything() {
    for asset in assets::ALL {
        let text = std::str::from_utf8(asset.plain).unwrap();
        for start in [
            "url(http",
            "url(//",
            "@import",
            "import(\"http",
            "sourceMappingURL",
        ] {
            assert!(!text.contains(start), "{} has {start}", asset.name);
        }
        for (place, _) in text.match_indices("://") {
            let after = text.get(place + 3..).unwrap();
            let names_a_host = after.starts_with(|c: char| c.is_ascii_alphanumeric());
            let namespace = after.starts_with("www.w3.org/");
            assert!(!names_a_host || namespace, "{} names a server", asset.name);
        }
    }
}

#[test]
fn our_script_imports_the_design_system_by_its_address_and_keeps_nothing_in_the_browser() {
    let script = text("leeward.js");
    assert!(script.contains(&format!("from \"{}\"", assets::url("govuk-frontend.js"))));
    assert!(text("govuk-frontend.js").contains("initAll"));
    for store in [
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
    ] {
        assert!(!script.contains(store), "{store}");
    }
}

#[tokio::test]
async fn a_file_comes_with_its_kind_and_may_be_kept_for_ever() {
    for asset in assets::ALL {
        let answer = ask(asset.url, "identity").await;
        assert_eq!(answer.status(), StatusCode::OK);
        let headers = answer.headers().clone();
        assert_eq!(headers[header::CONTENT_TYPE], asset.content_type);
        assert_eq!(
            headers[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
        assert!(!headers.contains_key(header::CONTENT_ENCODING));
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert_eq!(body, asset.plain);
    }
}

#[tokio::test]
async fn a_compressed_copy_goes_only_to_those_who_take_it_and_is_smaller() {
    let style = assets::url("govuk-frontend.css");
    for encoding in ["gzip", "br, gzip;q=0.5", "deflate, GZIP"] {
        let answer = ask(style, encoding).await;
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(answer.headers()[header::VARY], "accept-encoding");
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert!(body.len() * 4 < text("govuk-frontend.css").len());
    }
    for encoding in ["br", "gzip;q=0", "identity"] {
        let answer = ask(style, encoding).await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING));
    }
}

#[tokio::test]
async fn an_address_without_the_right_digest_is_not_found() {
    for wrong in [
        "/assets/leeward.css",
        "/assets/unknown",
        "/assets/leeward-00.css",
    ] {
        assert_eq!(ask(wrong, "gzip").await.status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(assets::url("no-such-file.css"), "/assets/unknown");
}

#[test]
fn the_print_fonts_are_truetype_files() {
    for font in [
        assets::font_regular(),
        assets::font_bold(),
        assets::font_oblique(),
    ] {
        assert!(font.starts_with(&[0, 1, 0, 0]));
        assert!(font.len() > 500_000);
    }
}
