//! A checklist of the guidance beside a form, each line with where it comes from. It ticks nothing and counts nothing.

use crate::govuk::{Details, Html};
use guidance::{Pack, SourceRef};

#[derive(askama::Template)]
#[template(path = "safeguarding/checklist.html")]
struct Lines {
    intro: String,
    lines: Vec<Line>,
    numbered: bool,
}

impl askama::filters::HtmlSafe for Lines {}

struct Line {
    text: String,
    source: Html,
}

#[derive(askama::Template)]
#[template(
    source = r#"<span class="leeward-source">{{ title }}{% if verify %} · to be verified{% endif %}</span>"#,
    ext = "html"
)]
struct Source {
    title: String,
    verify: bool,
}

impl askama::filters::HtmlSafe for Source {}

/// Where a point comes from, in small print beside it.
pub fn source(pack: &Pack, source: &SourceRef) -> Html {
    let title = pack
        .source(&source.id)
        .map_or("", |known| known.title.as_ref());
    // "section 2", but "Annex A" and "Part one" as they are.
    let is_number = |section: &str| section.starts_with(|first: char| first.is_ascii_digit());
    let section = match source.section.as_deref() {
        None => String::new(),
        Some(section) if is_number(section) => format!(", section {section}"),
        Some(section) => format!(", {section}"),
    };
    Html::of(&Source {
        title: format!("{title}{section}"),
        verify: source.mark.to_be_verified(),
    })
}

/// The lines of a checklist; nothing where this guidance has none of that name.
pub fn lines(pack: &Pack, id: &str) -> Html {
    shown(pack, id, false)
}

/// The same, numbered, where the order matters.
pub fn in_order(pack: &Pack, id: &str) -> Html {
    shown(pack, id, true)
}

/// The same, folded away under its title.
pub fn folded(pack: &Pack, id: &str) -> Html {
    pack.checklist(id).map_or_else(Html::default, |list| {
        Details::new(list.title.as_ref(), lines(pack, id)).into()
    })
}

fn shown(pack: &Pack, id: &str, numbered: bool) -> Html {
    let Some(list) = pack.checklist(id) else {
        return Html::default();
    };
    Html::of(&Lines {
        intro: list.intro.as_deref().unwrap_or_default().to_owned(),
        lines: list
            .items
            .iter()
            .map(|item| Line {
                text: item.text.to_string(),
                source: source(pack, &item.source),
            })
            .collect(),
        numbered,
    })
}
