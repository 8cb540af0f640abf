//! Where a point of the guidance comes from: in full beside a reason, in small beside a line of a list. One place says it.

use crate::govuk::{Html, Tag};
use crate::pages::guidance::in_words::section_in_words;
use guidance::{Pack, SourceRef};

#[derive(askama::Template)]
#[template(path = "safeguarding/said_clause.html")]
struct Clause {
    title: String,
    section: Option<String>,
    /// How it was verified, where it is said in full.
    mark: Option<String>,
    to_be_verified: bool,
}

impl askama::filters::HtmlSafe for Clause {}

/// Which clause, how it was verified, and whether that is still to be done.
pub fn in_full(pack: &Pack, source: &SourceRef) -> Html {
    // The tag says it.
    let mark = source.mark.says().trim_end_matches(" To be verified.");
    Html::of(&Clause {
        mark: Some(mark.to_owned()),
        ..clause(pack, source)
    })
}

/// Which clause, in small print beside a line.
pub fn in_small(pack: &Pack, source: &SourceRef) -> Html {
    Html::of(clause(pack, source))
}

fn clause(pack: &Pack, source: &SourceRef) -> Clause {
    let title = pack.source(&source.id);
    Clause {
        title: title
            .map_or(source.id.as_ref(), |one| one.title.as_ref())
            .to_owned(),
        section: source.section.as_deref().map(section_in_words),
        mark: None,
        to_be_verified: source.mark.to_be_verified(),
    }
}
