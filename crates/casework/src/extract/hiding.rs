//! Puts something else where a text names somebody who must not be named. It hides rather too much than too little: a word
//! that is also part of a name goes wherever it stands. What it cannot know, a nickname or "his sister", it leaves to a
//! person, and marks the sentences in which that is likeliest.

mod finding;

use super::looking::{Look, end_of_sentence, is_almost};
use super::tokens::{Token, is_apostrophe, plain_words, tokens};
use finding::stand_together;
use std::collections::BTreeSet;

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
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(BEGIN) {
            plain.push_str(before);
            rest = after;
            let label = after.split_once(END).and_then(|(number, after)| {
                Some((self.labels.get(number.parse::<usize>().ok()?)?, after))
            });
            // Where it is no label of ours somebody typed the sign: it goes, and what stood around it is one text.
            if let Some((label, after)) = label {
                self.hide_plain(&plain, &mut pieces);
                plain.clear();
                pieces.push(Piece::Hidden(format!("[{label}]")));
                rest = after;
            }
        }
        plain.push_str(rest);
        self.hide_plain(&plain, &mut pieces);
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
        let almost = |word: &str| {
            let children = self.hidden.iter().filter(|hidden| hidden.child);
            let mut parts = children.flat_map(|hidden| &hidden.parts);
            !self.is_own(word) && parts.any(|part| is_almost(part, word))
        };
        Look::at(said, almost)
    }
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
