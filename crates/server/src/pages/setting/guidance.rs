//! The guidance in force here, and whether a named adviser has gone through exactly this text and adopted it. Until then
//! every page says "draft". Stricter local rules, and what the setting wrote itself, are adopted or laid down one by one.

use super::beside;
use super::of_kind::{OfKind, address, kinds};
use crate::fields::Reading;
use crate::govuk::{Button, Html, Input, SummaryList, SummaryRow, Tag, WarningText};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::pages::guidance::adoption::Adoption;
use crate::pages::safeguarding::consulting::kept;
use crate::typed::Typed;
use crate::visitor::Visitor;
use crate::when;
use casework::acts::{adopt_local_rule, adopt_own_guidance, adopt_pack};
use casework::telling::kind_of_concern;
use guidance::{Concern, Pack};
use std::sync::Arc;
use store::{Append, Expect, KeptPack, Write};

#[derive(askama::Template)]
#[template(path = "setting/guidance.html")]
struct Guidance {
    layout: Frame,
    typed: Typed,
    in_force: SummaryList,
    in_force_digest: String,
    adopted: bool,
    changed: bool,
    answered: usize,
    items: usize,
    unanswered: Vec<(String, String)>,
    adviser: Html,
    locals: Vec<Local>,
    owns: Vec<Own>,
    beside: Html,
    /// The kind of concern, where it is not the first.
    kind: Option<&'static str>,
    /// Its address; the verification sheet is under it.
    here: String,
    /// The guidance on the other kinds of concern, each with where its adoption stands.
    others: Vec<(Html, String)>,
}

/// A layer the setting wrote itself.
struct Own {
    id: String,
    field: String,
    title: String,
    read: String,
    says: Vec<String>,
    state: Tag,
    told: String,
    damaged: bool,
    can_adopt: bool,
    can_withdraw: bool,
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
pub async fn show(OfKind(visitor): OfKind) -> Answered {
    let pack = visitor.text()?;
    let verification = &visitor.setting.verification;
    let adoption = visitor.setting.adoption_of(pack.digest());
    let wording = verification.wording(&pack);
    let changed = adoption.is_some_and(|adopted| {
        adopted.wording.as_deref() != wording.as_ref().map(|wording| wording.digest())
    });
    let progress = verification.progress(&pack);
    let unanswered = super::sheet::parts(&pack).into_iter().filter_map(|part| {
        let left = part
            .items
            .iter()
            .filter(|item| verification.answer(pack.digest(), item).is_none())
            .count();
        let href = format!("{}/sheet/{}", address(visitor.concern), part.word);
        (left > 0).then(|| (href, format!("{}: {left} to answer", part.name)))
    });
    let unanswered = unanswered.collect();
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
        adopted: adoption.is_some(),
        changed,
        answered: progress.answered,
        items: progress.items,
        unanswered,
        adviser: who_adopts(&visitor),
        locals,
        owns: owns(&visitor, &pack),
        beside: beside(&visitor),
        kind: (visitor.concern != Concern::default()).then(|| kind_of_concern(visitor.concern)),
        here: address(visitor.concern),
        others: others(&visitor),
    })
}

/// The guidance on the other kinds of concern, each with where its adoption stands.
fn others(visitor: &Visitor) -> Vec<(Html, String)> {
    let others = kinds(visitor).into_iter();
    others
        .filter(|kind| *kind != visitor.concern)
        .filter_map(|kind| {
            let today = visitor.today();
            let text = visitor.app.text_for(&visitor.setting, kind, today).ok()?;
            let adoption = Adoption::of(&text, Some(&visitor.setting));
            let link = Html::link(&address(kind), kind_of_concern(kind));
            Some((link, adoption.in_words()))
        })
        .collect()
}

/// Who adopts: as typed, or as the last answers were recorded.
fn who_adopts(visitor: &Visitor) -> Html {
    let typed = &visitor.typed;
    let last = visitor.setting.verification.last_by().map(|(by, _)| by);
    let input = |name: &'static str, label: &'static str, last: Option<String>| {
        let value = match last {
            Some(last) if typed.is_empty() => last,
            _ => typed.text(name).to_owned(),
        };
        Html::from(
            Input::new(name, label)
                .value(value)
                .error(typed.error(name)),
        )
    };
    let organisation = last.and_then(|by| by.organisation.as_ref());
    Html::join([
        input(
            "adviser",
            "Adviser\u{2019}s name",
            last.map(|by| by.name.as_str().to_owned()),
        ),
        input(
            "adviser_role",
            "In what capacity",
            last.map(|by| by.role.as_str().to_owned()),
        ),
        input(
            "organisation",
            "Organisation (can be left blank)",
            organisation.map(|words| words.as_str().to_owned()),
        ),
    ])
}

/// The layers the setting wrote itself.
fn owns(visitor: &Visitor, pack: &Pack) -> Vec<Own> {
    let setting = &visitor.setting;
    let own = setting.own_guidance.iter().filter_map(|(id, own)| {
        let latest = own.latest()?;
        let layer = visitor.app.own_layer(setting.id, &latest.digest);
        let in_force = own.adopted.as_ref();
        let newer = in_force.is_some_and(|adopted| adopted.digest != latest.digest);
        let lies_over = layer.as_ref().is_some_and(|layer| {
            layer
                .layer_over()
                .iter()
                .any(|over| over.as_ref() == pack.id())
        });
        let state = match in_force {
            Some(_) if !lies_over => Tag::new("Not over the guidance in force now").yellow(),
            Some(_) if newer => Tag::new("An earlier version is in force").yellow(),
            Some(_) => Tag::new("In force here").green(),
            None => Tag::new("Not in force here").grey(),
        };
        let told = in_force.map_or_else(
            || {
                format!(
                    "Kept on {} by {}.",
                    when::day(when::day_of(latest.at)),
                    visitor.staff_name(latest.by)
                )
            },
            |adopted| {
                format!(
                    "Adopted on {}, advised by {}; recorded by {}.",
                    when::day(when::day_of(adopted.at)),
                    adopted.adviser.as_str(),
                    visitor.staff_name(adopted.by)
                )
            },
        );
        let says = layer.iter().flat_map(|layer| {
            let rules = layer.rules().iter().map(|rule| rule.says.to_string());
            let contacts = layer.services().iter();
            rules.chain(
                contacts.map(|one| format!("Contact: {}. {}", one.name, one.contact.join("; "))),
            )
        });
        Some(Own {
            field: format!("adviser-{id}"),
            title: latest.title.as_str().to_owned(),
            read: format!("/guidance/{id}/{}", latest.version),
            says: says.collect(),
            state,
            told,
            damaged: layer.is_none(),
            can_adopt: layer.is_some() && (in_force.is_none() || newer),
            can_withdraw: in_force.is_some(),
            id: id.clone(),
        })
    });
    own.collect()
}

/// Adopts the guidance in force, a local rule, or what the setting wrote itself; or lays one down again.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(OfKind(visitor): OfKind) -> Answered {
    let pack = visitor.text()?;
    let typed = &visitor.typed;
    let (acting, reading) = (visitor.acting(), Reading::of(typed));
    let adopt = typed.text("adopt") == "yes";
    let mut packs: Vec<KeptPack> = Vec::new();
    let events = match (typed.text("local"), typed.text("own")) {
        ("", "") if typed.text("digest") != pack.digest() => {
            return Err(Instead::refused_whole(
                "The guidance in force has changed since this page was shown. Read what is in force now, and adopt that.",
            ));
        }
        ("", "") => {
            let adviser = super::sheet::adviser_typed(&visitor);
            let events = reading.finish(adopt_pack(&acting, &pack, &adviser))?;
            // What is adopted is kept, whatever a later version of this program brings or leaves out.
            let wording = visitor.setting.verification.wording(&pack);
            packs = match wording {
                Some(wording) => kept(&pack.reworded(wording)),
                None => kept(&pack),
            };
            events
        }
        ("", id) => {
            let field = format!("adviser-{id}");
            let made = adopt_own_guidance(&acting, id, adopt, typed.text(&field));
            reading.finish_as(made, &[("adviser", &field)])?
        }
        (id, _) => {
            let locals = local_rules(&visitor, &pack);
            let local = locals
                .iter()
                .find(|local| local.id() == id)
                .ok_or(Instead::NotThere)?;
            let field = format!("adviser-{id}");
            let made = adopt_local_rule(&acting, local, adopt, typed.text(&field));
            reading.finish_as(made, &[("adviser", &field)])?
        }
    };
    let append = Append {
        once: typed.once_key(),
        writes: vec![Write::Setting {
            expect: Expect::Tail,
            events,
        }],
        spend_draft: Some(visitor.path.clone()),
        packs,
        ..Append::by(visitor.asking.setting, visitor.asking.staff)
    };
    visitor.record_with(append).await?;
    Ok(next(&address(visitor.concern)))
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
    let adoption = Adoption::of(pack, Some(&visitor.setting));
    let standing = match visitor.setting.adoption_of(pack.digest()) {
        None => Html::join([
            Html::of(Tag::new("Draft").yellow()),
            Html::text(&format!(" {}", adoption.in_words())),
        ]),
        Some(adopted) => {
            let told = format!(
                " by {}, on {}; recorded by {}",
                adopted.adviser.as_str(),
                when::day(when::day_of(adopted.at)),
                visitor.staff_name(adopted.by)
            );
            Html::join([Html::of(Tag::new("Adopted").green()), Html::text(&told)])
        }
    };
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
