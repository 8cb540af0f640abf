//! What the adviser who adopted a text said of an item: the corrected words stand in its place with the original beside
//! them, and a rejected item says so and stays, because nothing national can be taken away here.

use crate::govuk::Html;
use crate::when;
use guidance::Pack;

/// What stands beside an item of a page, by its anchor (`rule-trigger-adult`); nothing where nothing was said. Beside a
/// checklist stands what was said of its lines too.
pub fn beside(pack: &Pack, anchor: &str) -> Html {
    if pack.wording().is_none() {
        return Html::default();
    }
    let Some((kind, id)) = anchor.split_once('-') else {
        return Html::default();
    };
    match kind {
        "verify" => of(pack, &format!("to-verify:{id}")),
        "line" => match id.split_once("--") {
            Some((list, item)) => of(pack, &format!("duty:{list}/{item}")),
            None => Html::default(),
        },
        "checklist" => {
            let lines = pack.checklist(id).into_iter().flat_map(|list| &list.items);
            let lines = lines.map(|item| of(pack, &format!("duty:{id}/{}", item.id)));
            let whole = of(pack, &format!("checklist:{id}"));
            let said: Vec<Html> = std::iter::once(whole)
                .chain(lines)
                .filter(|said| !said.is_empty())
                .collect();
            if said.is_empty() {
                Html::default()
            } else {
                Html::join(said)
            }
        }
        kind => of(pack, &format!("{kind}:{id}")),
    }
}

/// What was said of one item, by its name in the record (`rule:trigger-adult`).
pub fn of(pack: &Pack, key: &str) -> Html {
    let corrected: Vec<Corrected> = pack
        .corrected(key)
        .map(|one| Corrected {
            by: one.by.to_string(),
            on: when::day(one.on),
            original: one.original.to_string(),
            now: one.now.to_string(),
            reason: one.reason.to_string(),
        })
        .collect();
    let rejected = pack.rejected(key).map(|one| Rejected {
        by: one.by.to_string(),
        on: when::day(one.on),
        reason: one.reason.to_string(),
    });
    if corrected.is_empty() && rejected.is_none() {
        return Html::default();
    }
    Html::of(Beside {
        corrected,
        rejected,
    })
}

struct Corrected {
    by: String,
    on: String,
    original: String,
    now: String,
    reason: String,
}

struct Rejected {
    by: String,
    on: String,
    reason: String,
}

#[derive(askama::Template)]
#[template(path = "guidance/adviser_says.html")]
struct Beside {
    corrected: Vec<Corrected>,
    rejected: Option<Rejected>,
}

impl askama::filters::HtmlSafe for Beside {}
