//! Whose guidance a page of the setting is about: that of the first kind of concern, or of the kind its address names.

use crate::app::App;
use crate::page_error::Instead;
use crate::visitor::Visitor;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use guidance::Concern;

/// Somebody signed in, at the kind of concern that the address names.
pub struct OfKind(pub Visitor);

impl FromRequestParts<App> for OfKind {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Instead> {
        let named = RawPathParams::from_request_parts(parts, app).await;
        let named = named.map_err(|_| Instead::NotThere)?;
        let named = named.iter().find(|(name, _)| *name == "kind");
        let named = named.map(|(_, word)| word.to_owned());
        let visitor = <Visitor as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let Some(word) = named else {
            return Ok(Self(visitor));
        };
        let concern = Concern::from_word(&word).ok_or(Instead::NotThere)?;
        let visitor = Visitor { concern, ..visitor };
        // A kind without guidance here has nothing to verify, and another's never stands in for it.
        visitor.text().map_err(|_| Instead::NotThere)?;
        Ok(Self(visitor))
    }
}

/// The address under which the guidance of this kind is adopted.
pub(super) fn address(concern: Concern) -> String {
    if concern == Concern::default() {
        "/setting/guidance".to_owned()
    } else {
        format!("/setting/guidance/{}", concern.as_str())
    }
}

/// The kinds of concern there is guidance on here today.
pub(super) fn kinds(visitor: &Visitor) -> Vec<Concern> {
    let library = visitor.app.library();
    let mut kinds = library.concerns(&visitor.setting.jurisdiction);
    let (setting, today) = (&visitor.setting, visitor.today());
    kinds.retain(|kind| visitor.app.text_for(setting, *kind, today).is_ok());
    kinds
}
