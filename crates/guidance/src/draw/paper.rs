//! How wide words are and where lines break, and the few shapes a drawing is made of.
//!
//! An SVG does not break lines by itself. Widths are those of Arial and Helvetica, which every system has or has a
//! substitute of the same widths for; a little is added, so that a wider face still fits.

use std::fmt::Write as _;

/// How wide one character is, in thousandths of the size of the type.
fn width_of(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '\u{2019}' => 222,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '/' | '!' | '|' => 278,
        'r' | '(' | ')' | '-' | '\u{2018}' => 333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'm' | 'M' => 833,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 667,
        'G' | 'O' | 'Q' => 778,
        'F' | 'T' | 'Z' => 611,
        'W' | '@' | '\u{2014}' => 1000,
        letter if letter.is_ascii() => 556,
        // Letters with accents are as wide as without; anything stranger is taken to be wide.
        letter if letter.is_alphabetic() => 667,
        _ => 1000,
    }
}

/// How wide words are at a size, in the drawing's units. Bold type is about a twelfth wider.
pub(super) fn width(words: &str, size: u32, bold: bool) -> u32 {
    let thousandths: u32 = words.chars().map(width_of).sum();
    let safe = if bold { 114 } else { 105 };
    thousandths * size * safe / 100_000
}

/// The words broken into lines no wider than `room`. A word that is wider than a line stands alone.
pub(super) fn lines(words: &str, size: u32, bold: bool, room: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let joined = lines.last().map(|line| format!("{line} {word}"));
        match (lines.last_mut(), joined) {
            (Some(line), Some(joined)) if width(&joined, size, bold) <= room => *line = joined,
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Words that have been broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) lines: Vec<String>,
    pub(super) size: u32,
    pub(super) bold: bool,
    pub(super) ink: &'static str,
}

impl Block {
    pub(super) fn new(words: &str, size: u32, bold: bool, ink: &'static str, room: u32) -> Self {
        Self {
            lines: lines(words, size, bold, room),
            size,
            bold,
            ink,
        }
    }

    fn leading(&self) -> u32 {
        self.size * 13 / 10
    }

    pub(super) fn height(&self) -> u32 {
        u32::try_from(self.lines.len()).unwrap_or_default() * self.leading()
    }
}

/// A drawing being made.
#[derive(Debug, Default)]
pub(super) struct Paper {
    marks: String,
}

/// How a box is outlined.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    pub(super) fill: &'static str,
    pub(super) ink: &'static str,
    pub(super) thick: u32,
    pub(super) dashed: bool,
}

impl Outline {
    fn dashes(self) -> &'static str {
        if self.dashed {
            r#" stroke-dasharray="6 4""#
        } else {
            ""
        }
    }
}

impl Paper {
    pub(super) fn rectangle(&mut self, (x, y): (u32, u32), (w, h): (u32, u32), line: Outline) {
        let dashes = line.dashes();
        self.put(format_args!(
            r#"<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="3" fill="{}" stroke="{}" stroke-width="{}"{dashes}/>"#,
            line.fill, line.ink, line.thick
        ));
    }

    /// A line through these points, with an arrow head at the last where `head` is set.
    pub(super) fn line(&mut self, points: &[(u32, u32)], line: Outline, head: bool) {
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let dashes = line.dashes();
        self.put(format_args!(
            r#"<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{dashes}/>"#,
            path.join(" "),
            line.ink,
            line.thick
        ));
        let [.., (bx, by), (x, y)] = points else {
            return;
        };
        if head {
            let (x, y) = (*x, *y);
            let (one, other) = if by == &y && bx < &x {
                (
                    (x.saturating_sub(7), y.saturating_sub(4)),
                    (x.saturating_sub(7), y + 4),
                )
            } else {
                (
                    (x.saturating_sub(4), y.saturating_sub(7)),
                    (x + 4, y.saturating_sub(7)),
                )
            };
            self.put(format_args!(
                r#"<polygon points="{x},{y} {},{} {},{}" fill="{}"/>"#,
                one.0, one.1, other.0, other.1, line.ink
            ));
        }
    }

    /// Writes a block with its top at `y`, and gives where it ends.
    pub(super) fn block(&mut self, (x, y): (u32, u32), block: &Block) -> u32 {
        let weight = if block.bold {
            r#" font-weight="bold""#
        } else {
            ""
        };
        let mut at = y;
        for line in &block.lines {
            let base = at + block.size;
            self.put(format_args!(
                r#"<text x="{x}" y="{base}" font-size="{}" fill="{}"{weight}>{}</text>"#,
                block.size,
                block.ink,
                escaped(line)
            ));
            at += block.leading();
        }
        at
    }

    /// The document, so wide and so high, with a name for those who cannot see it.
    pub(super) fn document(self, (w, h): (u32, u32), title: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" role=\"img\" aria-label=\"{}\" font-family=\"Arial, Helvetica, sans-serif\"><rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>{}</svg>",
            escaped(title),
            self.marks
        )
    }

    fn put(&mut self, mark: std::fmt::Arguments<'_>) {
        // OK because writing to a String cannot fail.
        let _ = self.marks.write_fmt(mark);
    }
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
