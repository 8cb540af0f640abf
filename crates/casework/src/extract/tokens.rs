//! A text as a row of words, each written the way all its spellings come to: without accents, capitals, apostrophes and
//! signs that show nothing, in Latin letters.

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it begins and ends, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The word as all its spellings come to.
    pub(super) plain: String,
}

/// The words of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, letter)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let belongs = is_of_a_word(letter)
            || (start.is_some() && is_apostrophe(letter) && next.is_some_and(is_of_a_word));
        if belongs && start.is_none() {
            start = Some(at);
        }
        if !belongs && let Some(start) = start.take() {
            found.extend(token(text, start, at));
        }
    }
    if let Some(start) = start {
        found.extend(token(text, start, text.len()));
    }
    found
}

fn token(text: &str, start: usize, end: usize) -> Option<Token> {
    let plain = plain(text.get(start..end)?);
    (!plain.is_empty()).then_some(Token { start, end, plain })
}

/// The words of a name or phrase, as they are compared.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.plain).collect()
}

/// A word without accents and capitals, in Latin letters and digits alone.
pub(super) fn plain(word: &str) -> String {
    any_ascii::any_ascii(word)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// The sign between a name and its possessive s, and inside O'Neill.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{ff07}'
    )
}

/// Letters, digits, accents that are signs of their own, and signs that show nothing: none of these ends a word.
fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{300}'..='\u{36f}'
                | '\u{180b}'..='\u{180f}'
                | '\u{1ab0}'..='\u{1aff}'
                | '\u{1dc0}'..='\u{1dff}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{20d0}'..='\u{20ff}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{fe20}'..='\u{fe2f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_word_however_it_is_spelled() {
        for (written, comes_to) in [
            ("SIÂN", "sian"),
            ("Zoe\u{308}", "zoe"),
            ("O\u{2019}Neill", "oneill"),
            ("Ro\u{200b}wan", "rowan"),
            ("\u{1d411}owan", "rowan"),
            ("Łukasz", "lukasz"),
        ] {
            assert_eq!(plain_words(written), [comes_to]);
        }
    }

    #[test]
    fn an_apostrophe_outside_a_word_is_no_part_of_it() {
        assert_eq!(plain_words("'Rowan' said"), ["rowan", "said"]);
        assert_eq!(plain_words("Smith-Jones."), ["smith", "jones"]);
    }
}
