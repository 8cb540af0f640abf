//! Where a text has a name, however it is spelled, joined or torn.

use super::{Found, Hidden, Hiding};
use crate::extract::tokens::Token;
use std::collections::BTreeSet;

/// A part of a name that has so many letters is found inside a longer word too.
const FOUND_INSIDE: usize = 4;

impl Hiding {
    pub(super) fn found(&self, text: &str, words: &[Token]) -> Vec<Found> {
        let mut found: Vec<Found> = words
            .iter()
            .map(|word| self.found_at(&word.plain))
            .collect();
        let plain: Vec<&str> = words.iter().map(|word| word.plain.as_str()).collect();
        self.torn(&plain, &mut found);
        for at in 0..words.len() {
            let rest = plain.get(at..).unwrap_or_default();
            let own = self.own.iter().filter(|own| own.len() > 1);
            for many in own.filter(|own| begins(rest, own)).map(Vec::len) {
                mark(&mut found, at, many, &Found::Nothing);
            }
        }
        for at in 0..words.len() {
            let rest = plain.get(at..).unwrap_or_default();
            for phrase in self.phrases.iter().filter(|phrase| begins(rest, phrase)) {
                mark(&mut found, at, phrase.len(), &Found::Withheld);
            }
        }
        self.initials(text, words, &mut found);
        found
    }

    /// Names that were torn: in two at the end of a line, or letter by letter.
    fn torn(&self, plain: &[&str], found: &mut [Found]) {
        for (at, two) in plain.windows(2).enumerate() {
            let joined = two.concat();
            let who = self.who(|part| part.len() >= FOUND_INSIDE && is_just(part, &joined));
            if !who.is_empty() && !self.is_own(&joined) {
                mark(found, at, 2, &Found::Name(who, false));
            }
        }
        let mut at = 0;
        while at < plain.len() {
            let rest = plain.get(at..).unwrap_or_default();
            let many = rest.iter().take_while(|word| word.len() == 1).count();
            let joined = rest.get(..many).unwrap_or_default().concat();
            let who = self.who(|part| part.len() > 2 && joined.contains(part));
            if !who.is_empty() {
                mark(found, at, many, &Found::Name(who, false));
            }
            at += many.max(1);
        }
    }

    /// An initial beside a name that has it.
    fn initials(&self, text: &str, words: &[Token], found: &mut [Found]) {
        for (at, word) in words.iter().enumerate() {
            if word.plain.len() != 1 || found.get(at) != Some(&Found::Nothing) {
                continue;
            }
            let beside = [
                at.checked_sub(1)
                    .filter(|_| stand_together(text, words, at)),
                Some(at + 1).filter(|next| stand_together(text, words, *next)),
            ];
            let who: BTreeSet<usize> = beside
                .into_iter()
                .flatten()
                .filter_map(|beside| match found.get(beside) {
                    Some(Found::Name(who, _)) => Some(who.clone()),
                    _ => None,
                })
                .flatten()
                .filter(|label| {
                    self.hidden
                        .iter()
                        .any(|it| it.label == *label && it.initials.contains(&word.plain))
                })
                .collect();
            if !who.is_empty() {
                mark(found, at, 1, &Found::Name(who, false));
            }
        }
    }

    /// Who has such a part in their name.
    fn who(&self, fits: impl Fn(&str) -> bool) -> BTreeSet<usize> {
        let named = self.hidden.iter();
        let named = named.filter(|hidden| hidden.parts.iter().any(|part| fits(part)));
        named.map(|hidden| hidden.label).collect()
    }

    fn found_at(&self, word: &str) -> Found {
        let own = self.is_own(word);
        let who: BTreeSet<usize> = self
            .hidden
            .iter()
            .filter(|hidden| {
                if own {
                    // A member of staff of the same name does not take it from the child.
                    hidden.child && hidden.parts.iter().any(|part| is_just(part, word))
                } else {
                    hidden.is_named_by(word)
                }
            })
            .map(|hidden| hidden.label)
            .collect();
        if who.is_empty() {
            Found::Nothing
        } else {
            Found::Name(who, own)
        }
    }

    pub(super) fn is_own(&self, word: &str) -> bool {
        self.own.iter().flatten().any(|part| is_just(part, word))
    }
}

impl Hidden {
    pub(super) fn is_named_by(&self, word: &str) -> bool {
        let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
        self.parts.iter().any(|part| {
            is_just(part, word)
                || is_just(part, &letters)
                || (part.len() >= FOUND_INSIDE && (word.contains(part) || letters.contains(part)))
        })
    }
}

/// The word, or the word with the s of a possessive.
fn is_just(part: &str, word: &str) -> bool {
    word == part || word.strip_suffix('s') == Some(part)
}

fn begins(words: &[&str], phrase: &[String]) -> bool {
    let Some((last, before)) = phrase.split_last() else {
        return false;
    };
    words.len() >= phrase.len()
        && before.iter().zip(words).all(|(one, word)| one == word)
        && words
            .get(before.len())
            .is_some_and(|word| is_just(last, word))
}

fn mark(found: &mut [Found], at: usize, many: usize, with: &Found) {
    for place in found.iter_mut().skip(at).take(many) {
        *place = with.clone();
    }
}

/// Whether nothing but a space, hyphen or full stop stands between a word and the one before. After a full stop and a
/// space another sentence begins, unless the stop is that of an initial.
pub(super) fn stand_together(text: &str, words: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| words.get(before)) else {
        return false;
    };
    let between = words
        .get(at)
        .and_then(|word| text.get(before.end..word.start));
    between.is_some_and(|between| match between {
        ". " => before.plain.len() == 1,
        between => {
            let mut signs = between.chars();
            signs.next().is_some_and(is_joining) && signs.next().is_none()
        }
    })
}

fn is_joining(sign: char) -> bool {
    matches!(
        sign,
        ' ' | '-' | '.' | '_' | '\u{a0}' | '\u{2010}' | '\u{2011}'
    )
}
