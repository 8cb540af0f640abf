//! Whether what somebody wrote suggests that imagery is involved. It decides nothing and holds nothing up: it only says
//! gently, beside the words, what need not be written and must not be done.

use guidance::{Pack, TermKind};

/// Everyday words, beside the terms of the glossary.
const EVERYDAY: [&str; 12] = [
    "photo",
    "photos",
    "photograph",
    "photographs",
    "picture",
    "pictures",
    "image",
    "images",
    "video",
    "videos",
    "screenshot",
    "screenshots",
];

/// What a glossary's terms are looked for as: a term can name several, "a or b", "a, b".
fn phrases(pack: &Pack) -> Vec<String> {
    let terms = pack
        .terms()
        .iter()
        .filter(|term| matches!(term.kind, TermKind::Slang | TermKind::Professional));
    terms
        .flat_map(|term| {
            term.term
                .split(", ")
                .flat_map(|part| part.split(" or "))
                .map(|part| part.trim().to_lowercase())
                .collect::<Vec<_>>()
        })
        .chain(EVERYDAY.into_iter().map(str::to_owned))
        .filter(|phrase| !phrase.is_empty())
        .collect()
}

/// The single words, for the script that looks while somebody types.
pub(super) fn words(pack: &Pack) -> Vec<String> {
    phrases(pack)
        .into_iter()
        .filter(|phrase| !phrase.contains(' '))
        .collect()
}

/// Whether one of the phrases stands in the text as whole words.
pub(in crate::pages) fn suggests(pack: &Pack, text: &str) -> bool {
    let plain = |text: &str| {
        let words = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty());
        format!(
            " {} ",
            words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
        )
    };
    let text = plain(text);
    phrases(pack)
        .iter()
        .any(|phrase| text.contains(&plain(phrase)))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn words_of_the_glossary_and_everyday_words_are_found_whole_and_in_any_case() {
        let pack = guidance::Library::shipped()
            .on("england", jiff::civil::date(2026, 3, 2))
            .unwrap();
        for found in [
            "Somebody has NUDES of a friend.",
            "A photo is going round",
            "a non-consensual sharing",
        ] {
            assert!(suggests(&pack, found), "{found}");
        }
        for not_found in [
            "A child was upset after break.",
            "The photogenic phototropic plant",
            "",
        ] {
            assert!(!suggests(&pack, not_found), "{not_found}");
        }
        assert!(words(&pack).iter().all(|word| !word.contains(' ')));
    }
}
