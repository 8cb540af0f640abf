//! A checklist of the guidance beside a form, each line with where it comes from. It ticks nothing and counts nothing.

use super::clause;
use crate::govuk::{Details, Html};
use guidance::Pack;

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
                source: clause::in_small(pack, &item.source),
            })
            .collect(),
        numbered,
    })
}
