//! A share as letters that people copy by hand. Sixteen letters, each half a byte: none is a vowel, so that no word comes
//! about by chance, and none looks like a digit. Every line checks itself, so that a slip is found in the line it is in.

use sha2::{Digest, Sha256};

/// The letters, in the order of what they stand for.
const LETTERS: [char; 16] = [
    'C', 'D', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'T', 'V', 'W', 'X',
];
/// How many lines there are, and how many bytes are in each.
pub(super) const LINES: usize = 4;
const ON_A_LINE: usize = 12;
/// Letters of a line: two for each byte, and two that check it.
const LONG: usize = 2 * ON_A_LINE + 2;
/// Bytes of all lines, the last four of which check them together.
const ALL: usize = LINES * ON_A_LINE;
/// Bytes without those.
pub(super) const CONTENT: usize = ALL - 4;

/// A line that is not as it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misread {
    /// A letter that no sheet has.
    #[error("line {line} has a {letter:?}, and no sheet has that letter; look at the line again")]
    Letter {
        /// Which line, from one.
        line: usize,
        /// The letter.
        letter: char,
    },
    /// Too many or too few letters.
    #[error("line {line} has {found} letters and should have {LONG}; look at the line again")]
    Length {
        /// Which line, from one.
        line: usize,
        /// How many there are.
        found: usize,
    },
    /// A slip.
    #[error(
        "line {line} is not as it was printed: one letter or more is wrong, or it is another line; look at it letter by letter"
    )]
    Slip {
        /// Which line, from one.
        line: usize,
    },
    /// Each line holds, and together they do not.
    #[error(
        "each line is as it was printed, and together they are no sheet: one of them is from another sheet"
    )]
    Mixed,
    /// Too many or too few lines.
    #[error("a sheet has {LINES} lines, and there are {found}")]
    Lines {
        /// How many there are.
        found: usize,
    },
    /// Another version of Leeward made it.
    #[error("this sheet was made by another version of Leeward; use that version")]
    Version,
}

/// Some bytes in letters, in groups of four.
pub(super) fn grouped(bytes: &[u8]) -> String {
    let letters: Vec<char> = bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| LETTERS.get(usize::from(half)).copied())
        .collect();
    letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The lines of a content.
pub(super) fn lines(content: &[u8; CONTENT]) -> Vec<String> {
    let mut all = content.to_vec();
    all.extend_from_slice(&together(content));
    all.chunks(ON_A_LINE)
        .zip(1_u8..)
        .map(|(line, number)| {
            let mut line = line.to_vec();
            line.push(check(number, &line));
            grouped(&line)
        })
        .collect()
}

/// The bytes of one line. Spaces, hyphens and small letters are as good.
///
/// # Errors
/// What is not as it was printed, and in which line.
pub(super) fn line(number: usize, typed: &str) -> Result<Vec<u8>, Misread> {
    let mut halves = Vec::with_capacity(LONG);
    for letter in typed.chars() {
        if letter.is_whitespace() || letter == '-' {
            continue;
        }
        let wanted = letter.to_ascii_uppercase();
        match LETTERS
            .iter()
            .zip(0_u8..)
            .find(|(known, _)| **known == wanted)
        {
            Some((_, half)) => halves.push(half),
            None => {
                return Err(Misread::Letter {
                    line: number,
                    letter,
                });
            }
        }
    }
    if halves.len() != LONG {
        return Err(Misread::Length {
            line: number,
            found: halves.len(),
        });
    }
    let mut bytes: Vec<u8> = halves
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, half| byte << 4 | half))
        .collect();
    let told = bytes.pop();
    match u8::try_from(number) {
        Ok(at) if told == Some(check(at, &bytes)) => Ok(bytes),
        _ => Err(Misread::Slip { line: number }),
    }
}

/// The content of all lines.
///
/// # Errors
/// The first that is not as it was printed.
pub(super) fn content(typed: &[String]) -> Result<[u8; CONTENT], Misread> {
    if typed.len() != LINES {
        return Err(Misread::Lines { found: typed.len() });
    }
    let mut all = Vec::with_capacity(ALL);
    for (text, number) in typed.iter().zip(1..) {
        all.extend(line(number, text)?);
    }
    let (content, told) = all.split_first_chunk::<CONTENT>().ok_or(Misread::Mixed)?;
    if told == together(content) {
        Ok(*content)
    } else {
        Err(Misread::Mixed)
    }
}

/// What checks all lines together.
fn together(content: &[u8; CONTENT]) -> [u8; 4] {
    let digest: [u8; 32] = Sha256::new_with_prefix(b"leeward share 1")
        .chain_update(content)
        .finalize()
        .into();
    let [a, b, c, d, ..] = digest;
    [a, b, c, d]
}

/// A cyclic redundancy check of eight bits (polynomial 0x07): finds every slip that lies within eight bits, which is any
/// one letter and any two neighbours exchanged. Begun with the number of the line, so that lines exchanged are found.
fn check(number: u8, bytes: &[u8]) -> u8 {
    std::iter::once(&number)
        .chain(bytes)
        .fold(0, |before, byte| {
            (0..8).fold(before ^ byte, |sum: u8, _| {
                let low = sum << 1;
                if sum & 0x80 == 0 { low } else { low ^ 0x07 }
            })
        })
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test may stop at the first surprise"
    )]
    use super::*;
    use proptest::prelude::*;

    fn some() -> impl Strategy<Value = [u8; CONTENT]> {
        proptest::collection::vec(any::<u8>(), CONTENT).prop_map(|bytes| bytes.try_into().unwrap())
    }

    proptest! {
        #[test]
        fn what_was_printed_is_read_again_however_it_is_typed(content_ in some()) {
            let printed = lines(&content_);
            prop_assert_eq!(content(&printed).unwrap(), content_);
            let typed: Vec<String> = printed.iter().map(|line| line.to_lowercase().replace(' ', "-")).collect();
            prop_assert_eq!(content(&typed).unwrap(), content_);
        }

        #[test]
        fn one_wrong_letter_is_found_and_its_line_named(content_ in some(), at in 0..LINES, place in 0..LONG, by in 1_usize..16) {
            let mut printed = lines(&content_);
            let mut letters: Vec<char> = printed[at].chars().filter(|letter| !letter.is_whitespace()).collect();
            let was = LETTERS.iter().position(|known| *known == letters[place]).unwrap();
            letters[place] = LETTERS[(was + by) % 16];
            printed[at] = letters.into_iter().collect();
            prop_assert_eq!(content(&printed), Err(Misread::Slip { line: at + 1 }));
        }

        #[test]
        fn two_neighbours_exchanged_are_found(content_ in some(), at in 0..LINES, place in 1..LONG) {
            let mut printed = lines(&content_);
            let mut letters: Vec<char> = printed[at].chars().filter(|letter| !letter.is_whitespace()).collect();
            prop_assume!(letters[place] != letters[place - 1]);
            letters.swap(place, place - 1);
            printed[at] = letters.into_iter().collect();
            prop_assert_eq!(content(&printed), Err(Misread::Slip { line: at + 1 }));
        }

        #[test]
        fn a_line_of_another_sheet_is_found(one in some(), other in some(), at in 0..LINES) {
            let (mut mixed, others) = (lines(&one), lines(&other));
            prop_assume!(mixed[at] != others[at]);
            mixed[at].clone_from(&others[at]);
            prop_assert_eq!(content(&mixed), Err(Misread::Mixed));
        }
    }

    #[test]
    fn a_letter_no_sheet_has_a_short_line_and_lines_exchanged_are_each_named() {
        let mut printed = lines(&[7; CONTENT]);
        let kept = printed.clone();
        printed[1].replace_range(0..1, "O");
        assert_eq!(
            content(&printed),
            Err(Misread::Letter {
                line: 2,
                letter: 'O'
            })
        );
        printed[1].remove(0);
        assert_eq!(
            content(&printed),
            Err(Misread::Length {
                line: 2,
                found: LONG - 1
            })
        );
        printed.clone_from(&kept);
        printed.swap(0, 2);
        assert_eq!(content(&printed), Err(Misread::Slip { line: 1 }));
        assert_eq!(content(&kept[..3]), Err(Misread::Lines { found: 3 }));
    }
}
