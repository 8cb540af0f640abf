//! Puts something else where a text names somebody who must not be named. It hides rather too much than too little: a word
//! that is also part of a name goes wherever it stands. What it cannot know, a nickname or "his sister", it leaves to a
//! person, and marks the sentences in which that is likeliest.

use super::tokens::{Token, is_apostrophe, plain_words, tokens};
use std::collections::BTreeSet;

/// A part of a name that has so many letters is found inside a longer word too.
const FOUND_INSIDE: usize = 4;

/// Before and after the number of a label that stands in a text in place of a name.
const BEGIN: char = '\u{e000}';
const END: char = '\u{e001}';

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it was written.
    Said(String),
    /// What stands for something hidden: "[Child B]", "[withheld]".
    Hidden(String),
}

/// Why a person should look at a sentence before it goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// It speaks of another child.
    Speaks,
    /// A word is almost the name of another child.
    AlmostAName,
    /// It names a relation: a sister, a friend, somebody's mother.
    Relation,
    /// It names a class or an account.
    ClassOrAccount,
}

impl Look {
    /// Why, for the page.
    pub fn says(self) -> &'static str {
        match self {
            Self::Speaks => "Speaks of another child",
            Self::AlmostAName => "A word is almost the name of another child",
            Self::Relation => "Names a relation",
            Self::ClassOrAccount => "Names a class, or an account",
        }
    }
}

/// A sentence as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What it says, in order.
    pub pieces: Vec<Piece>,
    /// Why a person should look at it.
    pub look: Option<Look>,
}

/// Somebody who must not be named.
struct Hidden {
    label: usize,
    parts: BTreeSet<String>,
    initials: BTreeSet<String>,
    child: bool,
}

/// What is hidden, and what stands in its place.
pub(super) struct Hiding {
    labels: Vec<String>,
    hidden: Vec<Hidden>,
    phrases: BTreeSet<Vec<String>>,
    own: Vec<Vec<String>>,
}

/// What was found at a word.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Nothing,
    /// A name: of which labels, and whether it is a part of the name of the child whose extract it is as well.
    Name(BTreeSet<usize>, bool),
    Withheld,
}

impl Hiding {
    /// Hides nothing yet; `own` are the names of the child whose extract it is.
    pub(super) fn around<'a>(own: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            labels: Vec::new(),
            hidden: Vec::new(),
            phrases: BTreeSet::new(),
            own: own.into_iter().map(plain_words).collect(),
        }
    }

    /// Gives a label a number, by which [`Hiding::stands`] puts it into a text.
    pub(super) fn label(&mut self, label: &str) -> usize {
        self.labels.push(label.to_owned());
        self.labels.len() - 1
    }

    /// A label as it stands in a text that is still to be hidden.
    pub(super) fn stands(number: usize) -> String {
        format!("{BEGIN}{number}{END}")
    }

    /// Hides a name behind a label, whole and in parts.
    pub(super) fn name(&mut self, label: usize, name: &str, child: bool) {
        let words = plain_words(name);
        let long = |word: &&String| word.len() > 1;
        let mut parts: BTreeSet<String> = words.iter().filter(long).cloned().collect();
        if parts.is_empty() {
            // A name of one letter is hidden as it is.
            parts = words.iter().cloned().collect();
        }
        let joined: String = words.concat();
        if joined.len() > 1 {
            parts.insert(joined);
        }
        let initials = words
            .iter()
            .filter_map(|word| word.get(..1))
            .map(str::to_owned)
            .collect();
        self.hidden.push(Hidden {
            label,
            parts,
            initials,
            child,
        });
    }

    /// Hides words that stand one after another.
    pub(super) fn phrase(&mut self, words: Vec<String>) {
        if !words.is_empty() {
            self.phrases.insert(words);
        }
    }

    /// Whether a text names one of the children that are hidden.
    pub(super) fn names_a_child(&self, text: &str) -> bool {
        tokens(text).iter().any(|token| {
            self.hidden
                .iter()
                .any(|hidden| hidden.child && hidden.is_named_by(&token.plain))
        })
    }

    /// A text as it goes out, sentence by sentence.
    pub(super) fn hide(&self, text: &str) -> Vec<Sentence> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(BEGIN) {
            let label = after.split_once(END).and_then(|(number, after)| {
                Some((self.labels.get(number.parse::<usize>().ok()?)?, after))
            });
            let Some((label, after)) = label else {
                // No label of ours: somebody typed the sign.
                self.hide_plain(before, &mut pieces);
                rest = after;
                continue;
            };
            self.hide_plain(before, &mut pieces);
            pieces.push(Piece::Hidden(format!("[{label}]")));
            rest = after;
        }
        self.hide_plain(rest, &mut pieces);
        self.in_sentences(pieces)
    }

    fn hide_plain(&self, text: &str, pieces: &mut Vec<Piece>) {
        let words = tokens(text);
        let found = self.found(text, &words);
        let mut written = 0;
        let mut at = 0;
        while let (Some(first), Some(mark)) = (words.get(at), found.get(at)) {
            let (label, many) = match mark {
                Found::Nothing => {
                    at += 1;
                    continue;
                }
                Found::Withheld => {
                    let many = found.get(at..).unwrap_or_default();
                    let many = many.iter().take_while(|it| **it == Found::Withheld).count();
                    ("[withheld]".to_owned(), many)
                }
                Found::Name(who, own) => self.run(text, &words, &found, at, who, *own),
            };
            let last = words.get(at + many - 1).unwrap_or(first);
            push_said(pieces, text.get(written..first.start).unwrap_or_default());
            pieces.push(Piece::Hidden(label));
            let raw = text.get(last.start..last.end).unwrap_or_default();
            push_said(pieces, possessive_of(raw));
            written = last.end;
            at += many;
        }
        push_said(pieces, text.get(written..).unwrap_or_default());
    }

    /// Names that stand together and can be of one person: what stands for them, and how many words they are.
    fn run(
        &self,
        text: &str,
        words: &[Token],
        found: &[Found],
        at: usize,
        who: &BTreeSet<usize>,
        own: bool,
    ) -> (String, usize) {
        let (mut who, mut own, mut many) = (who.clone(), own, 1);
        while let Some(Found::Name(more, also_own)) = found.get(at + many)
            && stand_together(text, words, at + many)
        {
            let both: BTreeSet<usize> = who.intersection(more).copied().collect();
            if both.is_empty() {
                break;
            }
            who = both;
            own &= *also_own;
            many += 1;
        }
        if own {
            return ("[a name]".to_owned(), many);
        }
        let labels: Vec<&str> = who
            .iter()
            .filter_map(|label| self.labels.get(*label))
            .map(String::as_str)
            .collect();
        (format!("[{}]", labels.join(" or ")), many)
    }

    fn found(&self, text: &str, words: &[Token]) -> Vec<Found> {
        let mut found: Vec<Found> = words
            .iter()
            .map(|word| self.found_at(&word.plain))
            .collect();
        let plain: Vec<&str> = words.iter().map(|word| word.plain.as_str()).collect();
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
        for at in 0..words.len() {
            let Some(initial) = plain.get(at).filter(|word| word.len() == 1) else {
                continue;
            };
            if found.get(at) != Some(&Found::Nothing) {
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
                        .any(|it| it.label == *label && it.initials.contains(*initial))
                })
                .collect();
            if !who.is_empty() {
                mark(&mut found, at, 1, &Found::Name(who, false));
            }
        }
        found
    }

    fn found_at(&self, word: &str) -> Found {
        let own = self.is_own(word);
        let who: BTreeSet<usize> = self
            .hidden
            .iter()
            .filter(|hidden| {
                if own {
                    hidden.parts.iter().any(|part| is_just(part, word))
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

    fn is_own(&self, word: &str) -> bool {
        self.own.iter().flatten().any(|part| is_just(part, word))
    }

    fn in_sentences(&self, pieces: Vec<Piece>) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        let mut open = Vec::new();
        for piece in pieces {
            let Piece::Said(said) = piece else {
                open.push(piece);
                continue;
            };
            let mut rest = said.as_str();
            while let Some(end) = end_of_sentence(rest) {
                let (sentence, after) = rest.split_at(end);
                push_said(&mut open, sentence);
                sentences.push(self.looked_at(std::mem::take(&mut open)));
                rest = after;
            }
            push_said(&mut open, rest);
        }
        if !open.is_empty() {
            sentences.push(self.looked_at(open));
        }
        sentences
    }

    fn looked_at(&self, pieces: Vec<Piece>) -> Sentence {
        let speaks = pieces.iter().any(|piece| match piece {
            Piece::Hidden(label) => label.starts_with("[Child ") || label == "[a name]",
            Piece::Said(_) => false,
        });
        let look = if speaks {
            Some(Look::Speaks)
        } else {
            let said = pieces.iter().filter_map(|piece| match piece {
                Piece::Said(said) => Some(said.as_str()),
                Piece::Hidden(_) => None,
            });
            said.filter_map(|said| self.look(said)).min()
        };
        Sentence { pieces, look }
    }

    fn look(&self, said: &str) -> Option<Look> {
        let words = plain_words(said);
        let almost = |word: &String| {
            !self.is_own(word)
                && self
                    .hidden
                    .iter()
                    .any(|hidden| hidden.child && hidden.parts.iter().any(|it| is_almost(it, word)))
        };
        if words.iter().any(almost) {
            return Some(Look::AlmostAName);
        }
        if words
            .iter()
            .any(|word| RELATIONS.contains(&word.trim_end_matches('s')))
        {
            return Some(Look::Relation);
        }
        let year = words.windows(2).any(|two| match two {
            [year, number] => year == "year" && number.parse::<u8>().is_ok(),
            _ => false,
        });
        (year || said.contains('@') || words.iter().any(|word| is_class(word)))
            .then_some(Look::ClassOrAccount)
    }
}

impl Hidden {
    fn is_named_by(&self, word: &str) -> bool {
        let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
        self.parts.iter().any(|part| {
            is_just(part, word)
                || is_just(part, &letters)
                || (part.len() >= FOUND_INSIDE && (word.contains(part) || letters.contains(part)))
        })
    }
}

/// Words that name a relation to somebody, without the s of many.
const RELATIONS: [&str; 26] = [
    "aunt",
    "boyfriend",
    "brother",
    "carer",
    "cousin",
    "dad",
    "daughter",
    "ex",
    "father",
    "friend",
    "girlfriend",
    "grandmother",
    "guardian",
    "mother",
    "mum",
    "nan",
    "neighbour",
    "parent",
    "partner",
    "sibling",
    "sister",
    "son",
    "stepbrother",
    "stepsister",
    "twin",
    "uncle",
];

/// The word, or the word with the s of a possessive.
fn is_just(part: &str, word: &str) -> bool {
    word == part || word.strip_suffix('s') == Some(part)
}

/// Spelled with one letter otherwise, or two in a long word.
fn is_almost(part: &str, word: &str) -> bool {
    let allowed = match part.len() {
        0..=3 => return false,
        4..=6 => 1,
        _ => 2,
    };
    word.len().abs_diff(part.len()) <= allowed && strsim::osa_distance(part, word) <= allowed
}

/// "8c", "10bw": a number of a year and a letter or two; not a time and not a place in a row.
fn is_class(word: &str) -> bool {
    let letters = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let number = word.get(..word.len() - letters.len()).unwrap_or_default();
    (1..=2).contains(&letters.len())
        && number
            .parse::<u8>()
            .is_ok_and(|year| (1..=13).contains(&year))
        && !["am", "pm", "st", "nd", "rd", "th", "h", "m"].contains(&letters)
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
fn stand_together(text: &str, words: &[Token], at: usize) -> bool {
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

/// The apostrophe and s at the end of a word, if it ends so.
fn possessive_of(raw: &str) -> &str {
    raw.char_indices()
        .rev()
        .nth(1)
        .filter(|(_, sign)| is_apostrophe(*sign))
        .and_then(|(at, _)| raw.get(at..))
        .filter(|end| end.ends_with(['s', 'S']))
        .unwrap_or_default()
}

/// After a full stop, question or exclamation mark and what follows it, or a line end.
fn end_of_sentence(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, letter)) = chars.next() {
        let end = at + letter.len_utf8();
        let next = chars.peek().map(|(_, next)| *next);
        match (letter, next) {
            ('\n', Some(_)) => return Some(end),
            ('.' | '!' | '?' | '\u{2026}', Some(space)) if space.is_whitespace() => {
                return Some(end + space.len_utf8());
            }
            _ => {}
        }
    }
    None
}

fn push_said(pieces: &mut Vec<Piece>, said: &str) {
    if said.is_empty() {
        return;
    }
    if let Some(Piece::Said(before)) = pieces.last_mut() {
        before.push_str(said);
    } else {
        pieces.push(Piece::Said(said.to_owned()));
    }
}
