//! Tokens, and the cookie that carries one. A token is only ever in the browser or in a link; what is kept of it is a hash.

use crate::app::App;
use crate::page_error::Instead;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use casework::id::SettingId;
use sha2::{Digest, Sha256};

/// 256 unpredictable bits, as an address or a cookie carries them.
pub fn new_token(app: &App) -> String {
    let mut bytes = [0_u8; 32];
    app.outside().chance.fill(&mut bytes);
    as_text(&bytes)
}

/// A token as an address or a cookie carries it.
pub fn as_text(token: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(token)
}

/// What is kept of a token.
pub fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Setting and token as one value carries them: `setting.token`.
pub fn setting_and_token(value: &str) -> Option<(SettingId, &str)> {
    let (setting, token) = value.split_once('.')?;
    (token.len() == 43).then_some(())?;
    Some((setting.parse().ok()?, token))
}

/// Setting and token hash of the session cookie that a request carries.
pub(crate) fn of_request(app: &App, headers: &HeaderMap) -> Option<(SettingId, [u8; 32])> {
    let name = app.cookie_name();
    let values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let ours = values
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)?
        .1;
    let (setting, token) = setting_and_token(ours)?;
    Some((setting, hash_of(token)))
}

/// Puts the session cookie on an answer; an empty value that lasts no time takes it away.
pub(crate) fn put(
    app: &App,
    response: &mut Response,
    value: &str,
    seconds: i64,
) -> Result<(), Instead> {
    let secure = if app.is_behind_tls() { "; Secure" } else { "" };
    let text = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}",
        app.cookie_name()
    );
    let text = HeaderValue::from_str(&text).map_err(|_| Instead::Broken)?;
    response.headers_mut().append(header::SET_COOKIE, text);
    Ok(())
}
