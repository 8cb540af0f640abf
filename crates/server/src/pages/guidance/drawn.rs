//! A drawing of a text on a page: the picture in a shape for a phone, for a screen and for paper, and the same in words.

use guidance::{Band, Drawing, Shape};

/// The picture and its words.
#[derive(askama::Template)]
#[template(path = "guidance/drawn.html")]
pub struct Drawn {
    drawing: Drawing,
}

impl askama::filters::HtmlSafe for Drawn {}

impl Drawn {
    /// Shows this drawing.
    pub fn new(drawing: Drawing) -> Self {
        Self { drawing }
    }

    fn phone(&self) -> Picture {
        Picture(self.drawing.to_svg(Shape::Phone))
    }

    fn page(&self) -> Picture {
        Picture(self.drawing.to_svg(Shape::Page))
    }

    fn poster(&self) -> Picture {
        Picture(self.drawing.to_svg(Shape::Poster))
    }

    fn every_case() -> &'static str {
        guidance::EVERY_CASE
    }

    /// The word that leads from the rules of a band to what they ask for.
    fn then(band: &Band) -> &'static str {
        if band.rules.len() > 1 {
            "If any of these, then:"
        } else {
            "Then:"
        }
    }
}

/// Markup of the guidance crate, which writes every word of a pack escaped.
#[derive(askama::Template)]
#[template(source = "{{ self.0|safe }}", ext = "html")]
struct Picture(String);

impl askama::filters::HtmlSafe for Picture {}
