//! The files a page asks for besides itself: two style sheets, two scripts and an icon, inside the binary.
//!
//! Each has its digest in its address, so a browser may keep it for ever, and a copy compressed when the program was
//! built. Pages themselves are not compressed: they hold what people wrote beside what a stranger may have sent.
//! A server crate for this would do more than is asked (directories, ranges, brotli) for more than it saves.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// One file in the binary.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name in the source, such as `leeward.css`.
    pub name: &'static str,
    /// Its name with the digest.
    pub file: &'static str,
    /// Its address on this server.
    pub url: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub plain: &'static [u8],
    /// Its bytes, compressed with gzip.
    pub gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Every file served.
pub const ALL: [Asset; 5] = [
    GOVUK_FRONTEND_CSS,
    GOVUK_FRONTEND_JS,
    LEEWARD_CSS,
    LEEWARD_SVG,
    LEEWARD_JS,
];

/// The address of a file by its name in the source. An unknown name leads to an address that answers 404, and a test
/// fails for any page that asks for one.
pub fn url(name: &str) -> &'static str {
    ALL.iter()
        .find(|asset| asset.name == name)
        .map_or("/assets/unknown", |asset| asset.url)
}

/// The route `/assets/{file}`, for any state.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(Path(file): Path<String>, asked: HeaderMap) -> Response {
    let Some(asset) = ALL.iter().find(|asset| asset.file == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let packed = takes_gzip(&asked);
    let body = if packed { asset.gzip } else { asset.plain };
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(asset.content_type),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer
}

/// Whether gzip is named and not refused with a weight of zero.
fn takes_gzip(asked: &HeaderMap) -> bool {
    asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let named = parts.next().is_some_and(|n| n.eq_ignore_ascii_case("gzip"));
            let refused = parts
                .filter_map(|part| part.strip_prefix("q="))
                .any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight == 0.0));
            named && !refused
        })
}

/// DejaVu Sans for printed records (TrueType); it covers Welsh and most European names.
pub fn font_regular() -> &'static [u8] {
    FONT_REGULAR
}

/// DejaVu Sans Bold.
pub fn font_bold() -> &'static [u8] {
    FONT_BOLD
}

/// DejaVu Sans Oblique.
pub fn font_oblique() -> &'static [u8] {
    FONT_OBLIQUE
}
