//! What a person typed, and what is wrong with it. Every page renders its form from this, so nothing typed is lost: not
//! by a refusal, an expired session, a full disk or a colleague who saved first.
//!
//! Nothing that carries a file gets past here: see [`crate::words_only`].

use crate::words_only::{self, Cut};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use casework::words::{NotWords, Words};
use jiff::Timestamp;
use std::convert::Infallible;
use std::sync::Arc;
use store::OnceKey;
use uuid::Uuid;

/// The field that carries the key by which a form sent twice is recorded once.
pub const ONCE: &str = "once";
/// The field that carries how many entries the case had when the form was shown.
pub const SEEN: &str = "seen";

/// The field that says in which practice room a form was shown. A form of the real record has none.
pub const ROOM: &str = "practice";

/// What is wrong with one field, or (without a field) with the form as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field it is about.
    pub field: Option<String>,
    /// What is wrong and what to do, as the page says it.
    pub says: String,
}

/// Something the page tells above the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Something that carries a file was taken out.
    ImageryRefused,
    /// The text was kept from before.
    Kept {
        /// When it was kept.
        at: Timestamp,
    },
    /// Others wrote to the case meanwhile: what they added, one line each.
    MovedOn {
        /// One line for each entry added.
        added: Vec<String>,
    },
}

/// What a person typed into a form, by field; empty where nothing was.
#[derive(Clone, Default)]
pub struct Typed {
    fields: Arc<Vec<(String, String)>>,
    errors: Arc<Vec<FieldError>>,
    notice: Option<Notice>,
}

/// A field of which something was taken out because it carries a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The field, as the form names it; "unnamed" where the name itself carried a file.
    pub field: String,
    /// How the file was carried.
    pub kind: NotWords,
}

impl Typed {
    /// Takes the fields of a form, with whatever carries a file cut out of them.
    pub fn taken(fields: Vec<(String, String)>) -> (Self, Vec<Refused>) {
        let mut refused = Vec::new();
        let mut kept = Vec::with_capacity(fields.len());
        for (name, text) in fields {
            if let Cut::Out { kind, .. } = words_only::cut(&name) {
                refused.push(Refused {
                    field: "unnamed".to_owned(),
                    kind,
                });
                continue;
            }
            match words_only::cut(&text) {
                Cut::Nothing => kept.push((name, text)),
                Cut::Out { kind, rest } => {
                    refused.push(Refused {
                        field: plain_name(&name),
                        kind,
                    });
                    kept.push((name, rest));
                }
            }
        }
        (
            Self {
                fields: Arc::new(kept),
                ..Self::default()
            },
            refused,
        )
    }

    /// Fields that this program itself filled in, for a form that is shown with values already in place.
    pub fn filled(fields: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let fields = fields
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text))
            .collect();
        Self {
            fields: Arc::new(fields),
            ..Self::default()
        }
    }

    /// The first value of a field; empty where it was left out.
    pub fn text(&self, field: &str) -> &str {
        self.all(field).next().unwrap_or_default()
    }

    /// Every value of a field, in the order of the form.
    pub fn all<'t>(&'t self, field: &str) -> impl Iterator<Item = &'t str> {
        self.fields
            .iter()
            .filter(move |(name, _)| name == field)
            .map(|(_, text)| text.as_str())
    }

    /// Whether a field has this value among its values: for checkboxes and radios.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.all(field).any(|text| text == value)
    }

    /// Every field and value.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.fields
            .iter()
            .all(|(name, text)| is_own(name) || text.trim().is_empty())
    }

    /// The words of a field, which must be there.
    ///
    /// # Errors
    /// As [`Words::typed`].
    pub fn words(&self, field: &str) -> Result<Words, NotWords> {
        Words::typed(self.text(field))
    }

    /// The words of a field that may be left blank.
    ///
    /// # Errors
    /// As [`Words::perhaps`].
    pub fn perhaps(&self, field: &str) -> Result<Option<Words>, NotWords> {
        Words::perhaps(self.text(field))
    }

    /// An identifier in a field: `typed.id::<StaffId>("owner")`. None where it is blank or no identifier.
    pub fn id<T: std::str::FromStr>(&self, field: &str) -> Option<T> {
        self.text(field).trim().parse().ok()
    }

    /// The key by which this form, sent twice, is recorded once.
    pub fn once(&self) -> Option<Uuid> {
        self.id(ONCE)
    }

    /// The same key, as the store takes it.
    pub fn once_key(&self) -> Option<OnceKey> {
        self.once().map(OnceKey)
    }

    /// How many entries the case had when the form was shown.
    pub fn seen(&self) -> Option<u64> {
        self.id(SEEN)
    }

    /// The practice room the form was shown in; none for a form of the real record.
    pub fn room(&self) -> Option<&str> {
        Some(self.text(ROOM)).filter(|room| !room.is_empty())
    }

    /// What is wrong with what was typed, in the order of the form.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// What is wrong with one field.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|error| error.field.as_deref() == Some(field))
            .map(|error| error.says.as_str())
    }

    /// What the page tells above the form.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The same text, with what is wrong with it.
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = Arc::new(errors);
        self
    }

    /// The same text, with something to tell.
    pub fn with_notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }

    /// What may be kept and shown again: everything but passwords, codes and the form's own keys.
    pub fn keepable(&self) -> Vec<(String, String)> {
        self.fields
            .iter()
            .filter(|(name, text)| {
                !is_secret(name) && !is_own(name) && name != "next" && !text.trim().is_empty()
            })
            .cloned()
            .collect()
    }

    /// The bytes of a draft.
    pub fn to_draft(&self) -> Vec<u8> {
        serde_json::to_vec(&self.keepable()).unwrap_or_default()
    }

    /// Read back from a draft; empty where it cannot be read.
    pub fn from_draft(bytes: &[u8], at: Timestamp) -> Self {
        let fields: Vec<(String, String)> = serde_json::from_slice(bytes).unwrap_or_default();
        let typed = Self {
            fields: Arc::new(fields),
            ..Self::default()
        };
        if typed.is_empty() {
            typed
        } else {
            typed.with_notice(Notice::Kept { at })
        }
    }
}

/// A field's name as our own forms write them; anything else is not repeated.
fn plain_name(name: &str) -> String {
    let plain = name.len() <= 60
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    if plain {
        name.to_owned()
    } else {
        "unnamed".to_owned()
    }
}

/// Fields that a form carries for itself, which nobody typed.
fn is_own(name: &str) -> bool {
    name == ONCE || name == SEEN || name == ROOM
}

/// Fields that are never kept, drafted or shown again.
fn is_secret(name: &str) -> bool {
    name.starts_with("password") || name == "code" || name == "secret"
}

impl<S: Send + Sync> FromRequestParts<S> for Typed {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed::taken(
            fields
                .iter()
                .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
                .collect(),
        )
        .0
    }

    #[test]
    fn passwords_and_codes_are_never_kept() {
        let form = typed(&[
            ("password", "zyxcanary"),
            ("password-again", "zyxcanary"),
            ("code", "123456"),
            ("what", "Told at 9."),
        ]);
        let draft = String::from_utf8(form.to_draft()).unwrap();
        assert!(
            draft.contains("Told at 9.")
                && !draft.contains("zyxcanary")
                && !draft.contains("123456")
        );
    }

    #[test]
    fn a_draft_comes_back_with_the_hour_it_was_kept() {
        let at = Timestamp::UNIX_EPOCH;
        let back = Typed::from_draft(&typed(&[("what", "Told at 9.")]).to_draft(), at);
        assert_eq!(back.text("what"), "Told at 9.");
        assert_eq!(back.notice(), Some(&Notice::Kept { at }));
    }
}
