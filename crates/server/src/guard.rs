//! What stands before every page, whoever asks: the browser is told what it may load and use, and a form is taken only
//! from our own pages. It knows no case and no person.

use axum::extract::Request;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::page_error::Instead;

/// The most a form may send: some ten times the longest text a field takes.
pub const LONGEST_BODY: usize = 256 * 1024;

/// Only our own files, no picture from anywhere else, no frame, no form to anywhere else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; media-src 'none'; \
     worker-src 'none'; require-trusted-types-for 'script'";

/// Nothing that could take a picture, share a screen, listen, or say where somebody is.
const PERMISSIONS_POLICY: &str = "camera=(), display-capture=(), microphone=(), geolocation=(), clipboard-read=(), \
     screen-wake-lock=(), usb=(), serial=(), hid=(), bluetooth=(), payment=(), midi=(), picture-in-picture=(), fullscreen=(), browsing-topics=()";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (
        HeaderName::from_static("permissions-policy"),
        PERMISSIONS_POLICY,
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Puts the headers on, and keeps pages out of every cache. Files of ours say themselves how long they may be kept.
pub fn put_headers(response: &mut Response) {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

/// Whether a method changes nothing.
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Refuses a form whose sender says neither where it comes from (`Origin`) nor how (`Sec-Fetch-Site`): every browser
/// that can be supported says one of them, and the layer after this one takes silence for consent.
pub async fn refuse_silence(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let silent = !headers.contains_key(header::ORIGIN) && !headers.contains_key("sec-fetch-site");
    if silent && !is_safe(request.method()) {
        return Instead::Elsewhere.into_response();
    }
    next.run(request).await
}

/// What is answered to a form sent from another site.
pub fn refused_as_foreign<E>(_why: E) -> Response {
    Instead::Elsewhere.into_response()
}

/// Whether a body is a form as our pages send it: the one thing that is read.
pub fn is_our_form(request: &Request) -> bool {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let encoded = request
        .headers()
        .get(header::CONTENT_ENCODING)
        .is_some_and(|how| how != "identity");
    !encoded
        && (kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
            || (kind.is_empty() && has_no_body(request)))
}

fn has_no_body(request: &Request) -> bool {
    use axum::body::HttpBody;
    request.body().is_end_stream()
}

/// Reads a body up to the limit.
///
/// # Errors
/// [`Instead::TooLong`] where there is more.
pub async fn read(body: axum::body::Body) -> Result<axum::body::Bytes, Instead> {
    axum::body::to_bytes(body, LONGEST_BODY)
        .await
        .map_err(|_| Instead::TooLong)
}

/// The status of a form that was not taken because of what it is.
pub const NOT_A_FORM: StatusCode = StatusCode::UNSUPPORTED_MEDIA_TYPE;
