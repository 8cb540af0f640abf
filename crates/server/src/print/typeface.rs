//! The letters that paper has. What the typeface does not know is shown as a square and said at the end, since one letter
//! must never keep a record from being printed.

use crate::assets;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;
use textris_pdf::fonts::{FaceSource, Fonts, Style};

/// What stands for a letter that the typeface does not have.
const SQUARE: char = '\u{25a1}';

/// The typeface, read once. None where the files that came with this program cannot be read.
pub(super) fn fonts() -> Option<&'static Fonts> {
    static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            Fonts::from_faces(
                FaceSource::new(assets::font_regular()),
                FaceSource::new(assets::font_bold()),
                FaceSource::new(assets::font_oblique()),
                FaceSource::new(assets::font_bold()),
                FaceSource::new(assets::font_regular()),
            )
        })
        .as_ref()
}

/// Which letters may be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Whatever the typeface has.
    AllThereAre,
    /// Only those of European languages and plain punctuation: for when a print with all there are came to nothing.
    LatinOnly,
}

/// Makes text printable, and remembers which letters it could not.
pub(super) struct Setter<'a> {
    fonts: &'a Fonts,
    letters: Letters,
    known: HashMap<char, bool>,
    missing: BTreeSet<char>,
}

impl<'a> Setter<'a> {
    pub(super) fn new(fonts: &'a Fonts, letters: Letters) -> Self {
        Self {
            fonts,
            letters,
            known: HashMap::new(),
            missing: BTreeSet::new(),
        }
    }

    /// The text with squares where the typeface has no letter. Line ends stay; signs that show nothing go.
    pub(super) fn set(&mut self, text: &str) -> String {
        text.chars()
            .filter(|letter| !shows_nothing(*letter))
            .map(|letter| match letter {
                '\n' => letter,
                letter if letter.is_whitespace() || letter.is_control() => ' ',
                letter if self.has(letter) => letter,
                letter => {
                    self.missing.insert(letter);
                    SQUARE
                }
            })
            .collect()
    }

    fn has(&mut self, letter: char) -> bool {
        if letter.is_ascii_graphic() {
            return true;
        }
        let (fonts, letters) = (self.fonts, self.letters);
        *self.known.entry(letter).or_insert_with(|| match letters {
            Letters::LatinOnly => {
                matches!(letter, '\u{a1}'..='\u{17f}' | '\u{2013}'..='\u{2026}' | SQUARE)
            }
            Letters::AllThereAre => [Style::Regular, Style::Bold].into_iter().all(|style| {
                let shaped = fonts.shape(style, letter.encode_utf8(&mut [0; 4]));
                !shaped.glyphs.is_empty()
                    && shaped
                        .glyphs
                        .iter()
                        .all(|glyph| glyph.glyph_id.to_u32() != 0)
            }),
        })
    }

    /// What to say about letters that could not be printed; none where all could.
    pub(super) fn left_out(&self) -> Option<String> {
        if self.missing.is_empty() {
            return None;
        }
        let codes: Vec<String> = self
            .missing
            .iter()
            .map(|letter| format!("U+{:04X}", u32::from(*letter)))
            .collect();
        Some(format!(
            "Some signs in this record are not in the typeface of this print and stand as {SQUARE}: {}. They are in the record as they were written.",
            codes.join(", ")
        ))
    }
}

/// Signs that show nothing: marks of direction, joiners, variation selectors, soft hyphens.
fn shows_nothing(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn a_letter_without_a_shape_becomes_a_square_and_is_named() {
        let mut setter = Setter::new(fonts().unwrap(), Letters::AllThereAre);
        assert_eq!(
            setter.set("Ŵyn \u{6f22} \u{e000}\u{200d}\tx\ny"),
            "Ŵyn □ □ x\ny"
        );
        let said = setter.left_out().unwrap();
        assert!(said.contains("U+6F22") && said.contains("U+E000"), "{said}");
    }

    #[test]
    fn plain_text_is_printed_as_it_is() {
        let mut setter = Setter::new(fonts().unwrap(), Letters::LatinOnly);
        assert_eq!(setter.set("Zoë’s note – “yes”…"), "Zoë’s note – “yes”…");
        assert_eq!(setter.left_out(), None);
    }
}
