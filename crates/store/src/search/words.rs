//! Words as they are looked for: without accents, in any script, in lower case; and how a name sounds, in English and in
//! Welsh.

use rphonetic::{DoubleMetaphone, Encoder};
use std::collections::BTreeSet;

/// A word shorter than this is looked for whole and never by its beginning or its sound.
const SHORT: usize = 3;

/// The words of a text.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = String> {
    // An apostrophe joins: O'Neill is one word, whichever sign stands in it.
    let plain: String = any_ascii::any_ascii(text)
        .chars()
        .filter(|c| !matches!(c, '\'' | '`'))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Whether a word is long enough to be looked for by its beginning or its sound.
pub(super) fn is_long_enough(word: &str) -> bool {
    word.len() >= SHORT
}

/// How a name sounds: as English spells it, and as Welsh does.
pub(super) fn sounds_of(word: &str) -> BTreeSet<String> {
    if !is_long_enough(word) || !word.bytes().all(|c| c.is_ascii_alphabetic()) {
        return BTreeSet::new();
    }
    let sounds = DoubleMetaphone::new(Some(6));
    [word.to_owned(), from_welsh(word)]
        .iter()
        .flat_map(|spelled| [sounds.encode(spelled), sounds.encode_alternate(spelled)])
        .filter(|sound| !sound.is_empty())
        .collect()
}

/// A name spelled in Welsh, as English would spell the sound: Siân as Shan, Dafydd as Davith, Ffion as Fion.
fn from_welsh(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    let mut rest = letters.as_slice();
    while let [first, after @ ..] = rest {
        let next = after.first().copied();
        let (written, taken) = match (*first, next) {
            ('f', Some('f')) => ("f", 2),
            ('f', _) => ("v", 1),
            ('d', Some('d')) => ("th", 2),
            ('l', Some('l')) => ("l", 2),
            ('r', Some('h')) => ("r", 2),
            ('s', Some('i')) if after.get(1).is_some_and(|c| is_vowel(*c)) => ("sh", 2),
            ('c', Some('h')) => ("k", 2),
            ('c', _) => ("k", 1),
            ('w', Some(c)) if !is_vowel(c) && !out.is_empty() => ("oo", 1),
            ('y', Some(c)) if !is_vowel(c) => ("i", 1),
            _ => ("", 1),
        };
        if written.is_empty() {
            out.push(*first);
        } else {
            out.push_str(written);
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'w' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_with_and_without_accents_and_capitals_and_in_any_script() {
        for (written, looked_for) in [
            ("SIÂN", "sian"),
            ("Łukasz", "lukasz"),
            ("O\u{2019}Neill", "oneill"),
            ("Müller", "muller"),
            ("Ирина", "irina"),
        ] {
            assert_eq!(words_of(written).collect::<Vec<_>>(), [looked_for]);
        }
    }

    #[test]
    fn names_that_sound_alike_share_a_sound_in_english_and_in_welsh() {
        for (one, other) in [
            ("sian", "shan"),
            ("rhys", "reece"),
            ("llywelyn", "lewellin"),
            ("ffion", "fion"),
            ("catherine", "kathryn"),
            ("stephen", "steven"),
            ("carys", "karis"),
        ] {
            assert!(
                !sounds_of(one).is_disjoint(&sounds_of(other)),
                "{one} and {other}"
            );
        }
        assert!(sounds_of("birch").is_disjoint(&sounds_of("rowan")));
    }
}
