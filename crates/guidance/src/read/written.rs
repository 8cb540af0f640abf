//! From bytes to text, or to a problem an author can act on: too large, another encoding, characters nobody can see.

use std::borrow::Cow;

use crate::pack::PackFile;
use crate::problem::Problem;
use crate::read::limits::FILE_BYTES;

const WHY_SIZE: &str = "A pack is read by people; nobody could check so much, and reading it could stop this software.";
const WHY_ENCODING: &str =
    "Words read in the wrong alphabet would be shown to a person who has to act on them.";
const WHY_UNSEEN: &str =
    "What a person reads and what this software reads must be the same, letter for letter.";

/// The text of a file, from its bytes: UTF-8, with or without a byte-order mark, with either kind of line end.
///
/// Read no more than [`FILE_BYTES`](crate::limits::FILE_BYTES) and one byte of a file before giving it here; that is enough for a file that is too
/// large to be told so.
///
/// # Errors
/// Where there is too much of it, or it is not UTF-8; the problem says what encoding it is likely to be.
pub fn text_of(file: &str, bytes: &[u8]) -> Result<String, Problem> {
    if bytes.len() > FILE_BYTES {
        return Err(too_large(file));
    }
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let zeroes = bytes.iter().take(400).filter(|byte| **byte == 0).count();
    if wide || zeroes > bytes.len().min(400) / 4 {
        let what = "This file is written in UTF-16; save it again as UTF-8.";
        return Err(Problem::new(file, Some(1), what, WHY_ENCODING));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(plain(text).into_owned()),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
            let byte = bytes.get(good.len()).copied().unwrap_or_default();
            let what = format!(
                "This file is not UTF-8 (byte {byte:#04x}), perhaps Windows-1252 or Latin-1; save it again as UTF-8."
            );
            Err(Problem::new(file, Some(line), what, WHY_ENCODING))
        }
    }
}

impl PackFile {
    /// A file of a pack from its bytes. See [`text_of`].
    ///
    /// # Errors
    /// Where [`text_of`] finds one.
    pub fn from_bytes(path: &str, bytes: &[u8]) -> Result<Self, Problem> {
        Ok(Self {
            path: path.to_owned(),
            text: text_of(path, bytes)?,
        })
    }
}

/// What a file is told that holds too much.
pub(super) fn too_large(file: &str) -> Problem {
    let what = format!(
        "This file is larger than {} KiB; part it in several, or take out what does not belong.",
        FILE_BYTES / 1024
    );
    Problem::new(file, None, what, WHY_SIZE)
}

/// The text without a byte-order mark and with one kind of line end: what is read, and what the digest covers.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The first character of a text that nobody can see, or that was lost when the text was converted.
pub(super) fn unseen(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| {
        matches!(c,
            '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e007f}')
    })
}

/// The problem of a character nobody can see.
pub(super) fn unseen_problem(file: &str, line: usize, c: char) -> Problem {
    let what = match c {
        '\u{fffd}' => "This line holds the mark of a character lost in conversion (U+FFFD); write the character again.".to_owned(),
        c => format!("This line holds a character nobody can see (U+{:04X}); take it out.", u32::from(c)),
    };
    Problem::new(file, Some(line), what, WHY_UNSEEN)
}
