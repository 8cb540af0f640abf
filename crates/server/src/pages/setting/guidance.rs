//! The guidance in force here, and whether a named adviser has adopted exactly this text. Until then every page says
//! "draft". Stricter local rules are adopted, or laid down again, one by one.

use super::beside;
use crate::fields::Reading;
use crate::govuk::{Button, Html, Input, SummaryList, SummaryRow, Tag};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::Visitor;
use crate::when;
use casework::acts::{adopt_local_rule, adopt_pack};
use guidance::Pack;
use std::sync::Arc;
use store::{Expect, Write};

#[derive(askama::Template)]
#[template(path = "setting/guidance.html")]
struct Guidance {
    layout: Frame,
    typed: Typed,
    in_force: SummaryList,
    in_force_digest: String,
    adopted: bool,
    locals: Vec<Local>,
    beside: Html,
}

/// A stricter rule that a setting can adopt.
struct Local {
    id: String,
    field: String,
    title: String,
    summary: String,
    says: Vec<String>,
    adopted: bool,
}

/// Shows what is in force.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let pack = visitor.pack()?;
    let adopted = visitor.setting.has_adopted(pack.digest());
    let locals = local_rules(&visitor, &pack)
        .into_iter()
        .map(|local| Local {
            id: local.id().to_owned(),
            field: format!("adviser-{}", local.id()),
            title: local.title().to_owned(),
            summary: local.summary().to_owned(),
            says: local
                .rules()
                .iter()
                .map(|rule| rule.says.to_string())
                .collect(),
            adopted: visitor.setting.local_rules.contains(local.id()),
        })
        .collect();
    shown(&Guidance {
        layout: visitor.frame("Which guidance is in force here?").guided(),
        typed: visitor.typed.clone(),
        in_force: in_force(&visitor, &pack),
        in_force_digest: pack.digest().to_owned(),
        adopted,
        locals,
        beside: beside(&visitor),
    })
}

/// Adopts the guidance in force, or a local rule, or lays one down again.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let pack = visitor.pack()?;
    let typed = &visitor.typed;
    let (acting, reading) = (visitor.acting(), Reading::of(typed));
    let events = match typed.text("local") {
        "" if typed.text("digest") != pack.digest() => {
            return Err(Instead::refused_whole(
                "The guidance in force has changed since this page was shown. Read what is in force now, and adopt that.",
            ));
        }
        "" => reading.finish(adopt_pack(&acting, &pack, typed.text("adviser")))?,
        id => {
            let locals = local_rules(&visitor, &pack);
            let local = locals
                .iter()
                .find(|local| local.id() == id)
                .ok_or(Instead::NotThere)?;
            let field = format!("adviser-{id}");
            let adopt = typed.text("adopt") == "yes";
            let made = adopt_local_rule(&acting, local, adopt, typed.text(&field));
            reading.finish_as(made, &[("adviser", &field)])?
        }
    };
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    visitor.record(writes, Vec::new()).await?;
    Ok(next("/setting/guidance"))
}

/// Local rules made to lie over the guidance in force, each in its latest version.
fn local_rules(visitor: &Visitor, pack: &Pack) -> Vec<Arc<Pack>> {
    let packs = visitor.app.library().packs().iter();
    let fitting = packs.filter(|layer| {
        layer.is_local()
            && layer
                .layer_over()
                .iter()
                .any(|over| over.as_ref() == pack.id())
    });
    let mut latest: Vec<Arc<Pack>> = Vec::new();
    for layer in fitting {
        match latest.iter_mut().find(|known| known.id() == layer.id()) {
            Some(known) => *known = layer.clone(),
            None => latest.push(layer.clone()),
        }
    }
    latest
}

fn in_force(visitor: &Visitor, pack: &Pack) -> SummaryList {
    let layers: Vec<String> = pack
        .layers()
        .iter()
        .map(|layer| format!("{} {}", layer.id, layer.version))
        .collect();
    let standing = visitor
        .setting
        .adopted
        .iter()
        .rev()
        .find(|adopted| adopted.digest == pack.digest());
    let standing = standing.map_or_else(
        || {
            Html::join([
                Html::of(Tag::new("Draft").yellow()),
                Html::text(" No adviser has adopted this text for your setting yet. Check it against the official text before relying on it."),
            ])
        },
        |adopted| {
            let told = format!(
                " by {}, on {}; recorded by {}",
                adopted.adviser.as_str(),
                when::day(when::day_of(adopted.at)),
                visitor.staff_name(adopted.by)
            );
            Html::join([Html::of(Tag::new("Adopted").green()), Html::text(&told)])
        },
    );
    let read = format!("/guidance/{}/{}", pack.id(), pack.version());
    SummaryList::new([
        SummaryRow::new("Guidance", Html::link(&read, pack.title())),
        SummaryRow::new("Made of", layers.join("; ")),
        SummaryRow::new("In force since", when::day(pack.in_force().from)),
        SummaryRow::new("To be looked at again by", when::day(pack.review_by())),
        SummaryRow::new("Exactly this text", pack.digest()),
        SummaryRow::new("Standing here", standing),
    ])
}
