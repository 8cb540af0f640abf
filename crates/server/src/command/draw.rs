//! `leeward guidance draw`: a pack on one sheet, and the path of a situation through it.

use super::Done;
use super::guidance::{in_force, situation};
use crate::{entitled, say, when};
use clap::ValueEnum;
use guidance::{Drawing, Shape, assess};
use jiff::civil::Date;
use std::path::Path;

/// What a drawing is for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum For {
    /// A wall: one landscape sheet.
    Poster,
    /// A page.
    Page,
    /// A narrow screen.
    Phone,
}

impl From<For> for Shape {
    fn from(wanted: For) -> Self {
        match wanted {
            For::Poster => Self::Poster,
            For::Page => Self::Page,
            For::Phone => Self::Phone,
        }
    }
}

/// Prints the drawing.
pub(super) fn draw(
    name: &str,
    facts: Option<&Path>,
    on: Option<Date>,
    shape: For,
    words: bool,
) -> Done {
    let drawing = match facts {
        Some(file) => match situation(name, file, on)? {
            Some((pack, facts)) => {
                let assessment = assess(&pack, &facts);
                Drawing::with_path(&pack, &facts, &assessment)
            }
            None => return Ok(false),
        },
        None => {
            let day = on.unwrap_or_else(|| when::day_of(entitled::system().now()));
            match in_force(name, day)? {
                Some(pack) => Drawing::of(&pack, on),
                None => return Ok(false),
            }
        }
    };
    if words {
        say::line(drawing.to_text());
    } else {
        say::line(drawing.to_svg(shape.into()));
    }
    Ok(true)
}
