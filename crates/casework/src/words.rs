//! Words a person wrote. They are private by type (no `Display`, a `Debug` that hides them) and they are words only:
//! the one way to make them refuses anything that carries a file.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest text one field takes, in characters.
pub const LONGEST: usize = 20_000;

/// A run of base64 this long is a file, not a sentence.
const LONGEST_RUN: usize = 200;

/// What a bad decoding leaves behind: bytes that were no text.
pub const NO_TEXT: char = '\u{FFFD}';

/// So many characters of odd words, with hardly a plain one between, are a file.
const TORN_UP: usize = 200;

/// How many odd characters one character of a plain word takes away.
const PLAIN_WEIGHS: usize = 2;

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
        .any(|c| c == NO_TEXT || (c.is_control() && !matches!(c, '\n' | '\t' | '\r')))
    {
        return Some(NotWords::ControlCharacters);
    }
    (holds_encoded_bytes(text) || is_torn_up(text)).then_some(NotWords::EncodedBytes)
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

/// Encoded bytes torn into short words or lines: odd words one after another, as no prose has them. A plain word takes
/// away what the odd ones before it added, so that times, numbers and names in a text never add up.
pub fn is_torn_up(text: &str) -> bool {
    let mut sum = 0_usize;
    text.split_whitespace().any(|word| {
        sum = if is_odd(word) {
            sum + word.len()
        } else {
            sum.saturating_sub(PLAIN_WEIGHS * word.len())
        };
        sum > TORN_UP
    })
}

/// A word as encoders tear them off and people do not write them: made of their letters alone, with digits, signs or
/// capitals inside.
pub fn is_odd(word: &str) -> bool {
    let capital_inside = word.chars().skip(1).any(|c| c.is_ascii_uppercase());
    made_of_one_run(word) && (capital_inside || word.contains(|c: char| !c.is_ascii_alphabetic()))
}

/// Whether a word or line is made of nothing but the letters, digits and signs that encoders use.
pub fn made_of_one_run(line: &str) -> bool {
    let line = line.trim();
    line.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_' | '%' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";

    /// Bytes in letters, folded or torn after so many.
    fn torn(every: usize, between: &str) -> String {
        let letters: Vec<char> = RUN.repeat(8).chars().collect();
        let words: Vec<String> = letters
            .chunks(every)
            .map(|some| some.iter().collect())
            .collect();
        words.join(between)
    }

    #[test]
    fn encoded_bytes_are_refused_however_they_are_folded_or_torn() {
        let hex: Vec<String> = (0..400_u32)
            .map(|n| format!("{:02x}", n * 37 % 256))
            .collect();
        for text in [
            torn(76, "\n"),
            torn(32, "\n"),
            torn(12, "\r\n"),
            torn(6, " "),
            hex.join(" "),
            hex.join("\n"),
        ] {
            let whole = format!("Told at 9. {text} And then.");
            assert_eq!(
                Words::typed(&whole).err(),
                Some(NotWords::EncodedBytes),
                "{text}"
            );
        }
    }

    #[test]
    fn times_telephone_numbers_and_references_are_words() {
        let numbers = "Tutor 01632 960001, home 01632 960002 after 16.30, clinic 01632 960003 (Mon-Fri 09.00-17.00). ";
        let times =
            "Seen at 09:05, 10:40 and 13:25 on 2026-03-25; reference K7M-4QD, room B12, year 9B. ";
        for text in [numbers.repeat(5), times.repeat(8)] {
            assert!(Words::typed(&text).is_ok(), "{text}");
        }
    }
}
