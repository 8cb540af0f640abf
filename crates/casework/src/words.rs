//! Words a person wrote. They are private by type (no `Display`, a `Debug` that hides them) and they are words only:
//! the one way to make them refuses anything that carries a file.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest text one field takes, in characters.
pub const LONGEST: usize = 20_000;

/// A run of base64 this long is a file, not a sentence.
const LONGEST_RUN: usize = 200;

/// Something a person wrote: a name, a narrative, a reason. Never blank, never a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(String);

/// Why a text was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotWords {
    /// Nothing but spaces.
    Blank,
    /// Longer than [`LONGEST`].
    TooLong,
    /// A `data:` address, which carries a file inside a text.
    DataAddress,
    /// A long run of encoded bytes.
    EncodedBytes,
    /// Control characters that no keyboard makes.
    ControlCharacters,
}

impl Words {
    /// Takes what a person typed: line endings made one, outer spaces dropped.
    ///
    /// # Errors
    /// When nothing is left, when it is too long, or when it carries a file ([`NotWords`]).
    pub fn typed(text: &str) -> Result<Self, NotWords> {
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        if text.is_empty() {
            return Err(NotWords::Blank);
        }
        if let Some(file) = carries_a_file(text) {
            return Err(file);
        }
        if text.chars().count() > LONGEST {
            return Err(NotWords::TooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// What a person may have typed: `None` for a blank field.
    ///
    /// # Errors
    /// As [`Words::typed`], but a blank field is not an error.
    pub fn perhaps(text: &str) -> Result<Option<Self>, NotWords> {
        match Self::typed(text) {
            Ok(words) => Ok(Some(words)),
            Err(NotWords::Blank) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The words, for a page that its reader is entitled to.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

impl NotWords {
    /// True where the text was refused because it carries a file, not because it is blank or long.
    pub fn is_a_file(self) -> bool {
        matches!(
            self,
            Self::DataAddress | Self::EncodedBytes | Self::ControlCharacters
        )
    }
}

/// Says whether a text carries a file inside it, and how. Used for every text that comes from outside, typed or sent.
pub fn carries_a_file(text: &str) -> Option<NotWords> {
    if holds_data_address(text) {
        return Some(NotWords::DataAddress);
    }
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
    {
        return Some(NotWords::ControlCharacters);
    }
    holds_encoded_bytes(text).then_some(NotWords::EncodedBytes)
}

/// `data:` followed by a media type or base64 marker, however spaced or cased.
fn holds_data_address(text: &str) -> bool {
    let packed: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    packed.match_indices("data:").any(|(at, _)| {
        let rest = packed.get(at + 5..).unwrap_or_default();
        let head: String = rest.chars().take(80).collect();
        head.contains(";base64")
            || ["image/", "video/", "audio/", "application/"]
                .iter()
                .any(|kind| head.starts_with(kind))
    })
}

/// A run of characters as base64, base32, hexadecimal or percent-encoding make them, too long for any word.
/// Line breaks do not end a run, since encoders fold their lines.
fn holds_encoded_bytes(text: &str) -> bool {
    let mut run = 0_usize;
    let mut line = 0_usize;
    for c in text.chars() {
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' | '=' | '-' | '_' | '%' | '\\' => {
                line += 1
            }
            '\n' | '\r' if line >= 40 => {
                run += line;
                line = 0;
            }
            _ => {
                run = 0;
                line = 0;
            }
        }
        if run + line > LONGEST_RUN {
            return true;
        }
    }
    false
}
