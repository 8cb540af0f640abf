//! Which sentences a person should look at before an extract goes out. It points, and decides nothing.

use super::tokens::plain_words;

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

impl Look {
    /// Why a sentence that names nobody should be looked at all the same, if it should.
    pub(super) fn at(said: &str, almost_a_name: impl Fn(&str) -> bool) -> Option<Self> {
        let words = plain_words(said);
        if words.iter().any(|word| almost_a_name(word)) {
            return Some(Self::AlmostAName);
        }
        if words
            .iter()
            .any(|word| RELATIONS.contains(&word.trim_end_matches('s')))
        {
            return Some(Self::Relation);
        }
        let year = words.windows(2).any(|two| match two {
            [year, number] => year == "year" && number.parse::<u8>().is_ok(),
            _ => false,
        });
        (year || said.contains('@') || words.iter().any(|word| is_class(word)))
            .then_some(Self::ClassOrAccount)
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

/// Spelled with one letter otherwise, or two in a long word.
pub(super) fn is_almost(part: &str, word: &str) -> bool {
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

/// After a full stop, question or exclamation mark and what follows it, or a line end.
pub(super) fn end_of_sentence(text: &str) -> Option<usize> {
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
