//! One page of the verification sheet: each item with our words, what it does, its source and how sure we are, and what
//! the adviser says of it. What is left without an answer can be answered another day.

use super::{Part, adviser_typed, parts, record};
use crate::fields;
use crate::govuk::{
    BackLink, Button, Choice, Details, Html, Input, Pagination, Radios, SummaryList, SummaryRow,
    Tag, Textarea,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::pages::guidance::edition::Edition;
use crate::pages::setting::of_kind::{OfKind, address};
use crate::typed::{FieldError, Typed};
use crate::visitor::Visitor;
use crate::when;
use axum::extract::Path;
use casework::acts::ItemTyped;
use casework::event::ItemAnswer;
use casework::refusal::{Refusal, Refusals};
use casework::verification::Answered as Said;
use guidance::{Pack, SheetItem};

/// Which part an address names.
#[derive(Debug, serde::Deserialize)]
pub struct Which {
    part: String,
}

#[derive(askama::Template)]
#[template(path = "setting/sheet/part.html")]
struct PartPage {
    layout: Frame,
    autosave: String,
    sheet: String,
    name: String,
    title: String,
    answered: usize,
    of_all: usize,
    adviser: Html,
    items: Vec<ItemForm>,
    around: Pagination,
}

/// One item with its question.
struct ItemForm {
    id: String,
    heading: String,
    kind: &'static str,
    local: bool,
    rows: SummaryList,
    source: Option<Html>,
    offered: Option<String>,
    question: Radios,
}

/// Shows it.
///
/// # Errors
/// [`Instead::NotThere`] for a part that is not there, or where the page cannot be made.
pub async fn show(OfKind(visitor): OfKind, Path(Which { part: word }): Path<Which>) -> Answered {
    let text = visitor.text()?;
    let parts = parts(&text);
    let at = parts
        .iter()
        .position(|part| part.word == word)
        .ok_or(Instead::NotThere)?;
    let sheet = format!("{}/sheet", address(visitor.concern));
    let link = |part: &Part| {
        let href = format!("{sheet}/{}", part.word);
        (href, part.name.clone())
    };
    let around = Pagination::around(
        at.checked_sub(1).and_then(|at| parts.get(at)).map(link),
        parts.get(at + 1).map(link),
    );
    let here = parts.get(at).ok_or(Instead::NotThere)?;
    let edition = Edition::of(visitor.app.library(), text.clone());
    let progress = visitor.setting.verification.progress(&text);
    shown(&PartPage {
        layout: visitor.frame(&format!("{} \u{2013} verification sheet", here.name)),
        autosave: format!("/drafts{}", visitor.path),
        sheet: sheet.clone(),
        name: here.name.clone(),
        title: text.title().to_owned(),
        answered: progress.answered,
        of_all: progress.items,
        adviser: adviser_fields(&visitor),
        items: here
            .items
            .iter()
            .map(|item| form_of(&visitor, &text, &edition, item))
            .collect(),
        around,
    })
}

/// Records what was answered, and goes on to the next part.
///
/// # Errors
/// The same page again with everything that was typed, or whatever the store says.
pub async fn act(OfKind(visitor): OfKind, Path(Which { part: word }): Path<Which>) -> Answered {
    let text = visitor.text()?;
    let parts = parts(&text);
    let at = parts
        .iter()
        .position(|part| part.word == word)
        .ok_or(Instead::NotThere)?;
    let here = parts.get(at).ok_or(Instead::NotThere)?;
    let answers: Vec<ItemTyped> = here
        .items
        .iter()
        .filter_map(|item| typed_of(&visitor.typed, item))
        .collect();
    if answers.is_empty() {
        return Err(Instead::refused_whole(
            "Nothing is answered on this page yet. Answer at least one item, then save.",
        ));
    }
    record(&visitor, &text, answers).await?;
    let sheet = format!("{}/sheet", address(visitor.concern));
    let onwards = parts.get(at + 1);
    Ok(next(&onwards.map_or(sheet.clone(), |part| {
        format!("{sheet}/{}", part.word)
    })))
}

/// The name of an item in a form: letters, digits and hyphens.
fn slug(key: &str) -> String {
    key.replace('/', "--").replace([':', '_'], "-")
}

fn answer_field(key: &str) -> String {
    format!("answer-{}", slug(key))
}

fn words_field(key: &str, field: &str) -> String {
    format!("words-{}-{}", slug(key), slug(field))
}

fn reason_field(key: &str, says: &str) -> String {
    format!("{says}-why-{}", slug(key))
}

/// What was typed of one item; none where it was left without an answer.
fn typed_of(typed: &Typed, item: &SheetItem) -> Option<ItemTyped> {
    let says = typed.text(&answer_field(&item.key));
    if says.is_empty() {
        return None;
    }
    let words = item.words.iter().map(|one| {
        let now = typed.text(&words_field(&item.key, &one.field));
        (one.field.clone(), now.to_owned())
    });
    Some(ItemTyped {
        item: item.key.clone(),
        says: says.to_owned(),
        words: words.collect(),
        reason: typed.text(&reason_field(&item.key, says)).to_owned(),
    })
}

/// What is wrong with an answer stands beside the item it is about.
pub(super) fn beside_its_item(refused: Refusals) -> Instead {
    let errors = refused.0.into_iter().map(|refusal| {
        let field = match &refusal {
            Refusal::ItemNeedsWords { item }
            | Refusal::ItemNeedsReason { item }
            | Refusal::ItemWords { item, .. } => Some(answer_field(item)),
            other => other.field().map(str::to_owned),
        };
        FieldError {
            field,
            says: refusal.says(),
        }
    });
    Instead::Refused(errors.collect())
}

/// Who answers, with initials and day: as typed, or as the last answers were recorded.
pub(super) fn adviser_fields(visitor: &Visitor) -> Html {
    let typed = &visitor.typed;
    let filled = adviser_typed(visitor);
    let last = visitor.setting.verification.last_by();
    let or_last = |typed: String, last: Option<String>| {
        if visitor.typed.is_empty() {
            last.unwrap_or_default()
        } else {
            typed
        }
    };
    let name = or_last(filled.name, last.map(|(by, _)| by.name.as_str().to_owned()));
    let role = or_last(filled.role, last.map(|(by, _)| by.role.as_str().to_owned()));
    let organisation = or_last(
        filled.organisation,
        last.and_then(|(by, _)| by.organisation.as_ref())
            .map(|words| words.as_str().to_owned()),
    );
    let initials = or_last(
        typed.text("initials").to_owned(),
        last.map(|(_, initials)| initials.as_str().to_owned()),
    );
    let today = visitor.today();
    let mut day = fields::day(typed, "on", "On which day?");
    if typed.is_empty() {
        day = day
            .day(today.day().to_string())
            .month(today.month().to_string())
            .year(today.year().to_string());
    }
    let known = visitor.typed.is_empty().then_some(last).flatten();
    let fields = Html::join([
        Input::new("adviser", "Adviser\u{2019}s name")
            .value(name)
            .error(typed.error("adviser"))
            .into(),
        Input::new("adviser_role", "In what capacity")
            .hint("For example: local authority safeguarding adviser")
            .value(role)
            .error(typed.error("adviser_role"))
            .into(),
        Input::new("organisation", "Organisation (can be left blank)")
            .value(organisation)
            .error(typed.error("organisation"))
            .into(),
        Input::new("initials", "Initials")
            .width(5)
            .value(initials)
            .error(typed.error("initials"))
            .into(),
        day.into(),
    ]);
    match known {
        // Filled in as the last answers were: folded away, so that the items come first.
        Some((by, initials)) => Details::new(
            format!(
                "{} ({}), today. Change who answers, or the day",
                by.in_words(),
                initials.as_str()
            ),
            fields,
        )
        .into(),
        None => fields,
    }
}

fn form_of(visitor: &Visitor, text: &Pack, edition: &Edition, item: &SheetItem) -> ItemForm {
    let verification = &visitor.setting.verification;
    let said = verification.answer(text.digest(), item);
    let offered = said
        .is_none()
        .then(|| verification.offered(text.digest(), item))
        .flatten();
    let mut rows: Vec<SummaryRow> = item
        .words
        .iter()
        .skip(1)
        .map(|one| SummaryRow::new(label(&one.field), Html::paragraphs(&one.text)))
        .collect();
    rows.extend(
        item.effects
            .iter()
            .map(|one| SummaryRow::new(one.label, one.says.as_str())),
    );
    ItemForm {
        id: slug(&item.key),
        heading: item
            .words
            .first()
            .map_or_else(String::new, |one| one.text.to_string()),
        kind: kind(&item.key),
        local: text
            .layers()
            .iter()
            .any(|layer| layer.local && layer.id == item.pack),
        rows: SummaryList::new(rows).classes("govuk-!-margin-bottom-2"),
        source: item
            .source
            .as_ref()
            .map(|source| edition.where_from(source, &item.pack).into()),
        offered: offered.map(|said| {
            format!(
                "Answered by {} on {} for an earlier text. Neither the words nor what they do nor the source has changed since. Save to answer it alike here.",
                said.adviser.in_words(),
                when::day(said.on)
            )
        }),
        question: question(&visitor.typed, item, said.or(offered)),
    }
}

/// Agree, correct or reject: as typed, or as recorded.
fn question(typed: &Typed, item: &SheetItem, said: Option<&Said>) -> Radios {
    let key = &item.key;
    let name = answer_field(key);
    let said = said.filter(|_| typed.is_empty());
    let answer = said.map(|said| &said.answer);
    let (chosen, recorded_reason) = match answer {
        None => (typed.text(&name).to_owned(), String::new()),
        Some(ItemAnswer::Agree) => ("agree".to_owned(), String::new()),
        Some(ItemAnswer::Correct { reason, .. }) => {
            ("correct".to_owned(), reason.as_str().to_owned())
        }
        Some(ItemAnswer::Reject { reason }) => ("reject".to_owned(), reason.as_str().to_owned()),
    };
    let reason = |says: &str, label: &'static str| {
        let field = reason_field(key, says);
        let value = if answer.is_some() && chosen == says {
            recorded_reason.clone()
        } else {
            typed.text(&field).to_owned()
        };
        Html::from(Input::new(field.as_str(), label).value(value))
    };
    let words = item.words.iter().map(|one| {
        let field = words_field(key, &one.field);
        let value = match answer {
            Some(ItemAnswer::Correct { words, .. }) => words
                .get(&one.field)
                .map_or_else(String::new, |now| now.as_str().to_owned()),
            _ => typed.text(&field).to_owned(),
        };
        let rows = if one.text.chars().count() > 160 { 5 } else { 2 };
        let label = format!("{} should say", label(&one.field));
        Html::from(Textarea::new(field.as_str(), label).rows(rows).value(value))
    });
    let mut correct: Vec<Html> = vec![Html::paragraphs(
        "Leave blank the words that stand. Only wording changes: when something is called for, how urgent it is and whose duty it is stay as they are.",
    )];
    correct.extend(words);
    correct.push(reason("correct", "Why"));
    let legend = match said {
        Some(said) => format!(
            "What does the adviser say? {} on {}",
            said.initials.as_str(),
            when::day(said.on)
        ),
        None => "What does the adviser say?".to_owned(),
    };
    Radios::new(
        name.as_str(),
        legend,
        [
            Choice::new("agree", "Agree"),
            Choice::new("correct", "Correct the wording").reveals(Html::join(correct)),
            Choice::new("reject", "Reject").reveals(Html::join([
                Html::paragraphs(
                    "It will be shown as rejected. It stays in force, and what it calls for is still called for.",
                ),
                reason("reject", "Why"),
            ])),
        ],
    )
    .value(Some(chosen))
    .error(typed.error(&name))
}

/// A field of an item as a person calls it.
pub(crate) fn label(field: &str) -> String {
    let label = match field {
        "says" => "What it says",
        "ask" => "Question",
        "why" => "Why it matters",
        "help" => "Help",
        "label" => "What it is called",
        "text" => "Text",
        "title" => "Title",
        "intro" => "Before the list",
        "counts_from" => "Counted from",
        "term" => "Term",
        "means" => "What it means",
        "use" => "When to use it",
        "name" => "Name",
        "for" => "What it is for",
        "who" => "Who may use it",
        "contact" => "Contact",
        "notes" => "Note",
        "dormant" => "Why it is dormant",
        other => {
            let choice = other.strip_prefix("choices/").unwrap_or(other);
            return format!("Answer \u{201c}{choice}\u{201d}");
        }
    };
    label.to_owned()
}

/// What an item is.
pub(crate) fn kind(key: &str) -> &'static str {
    match key.split_once(':').map_or(key, |(kind, _)| kind) {
        "fact" => "Question",
        "rule" => "Rule",
        "response" => "What must happen",
        "route" => "Decision",
        "checklist" => "Checklist",
        "duty" => "Line of a checklist",
        "clock" => "Clock",
        "note" => "Note",
        "term" => "Word",
        "reason" => "Reason children give",
        "service" => "Service",
        _ => "To find out",
    }
}
