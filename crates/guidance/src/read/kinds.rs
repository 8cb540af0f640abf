//! Reading each kind of item. What a key means stands in `guidance-packs/FORMAT.md`.

mod asks;
mod example;
mod shows;
mod tag;

use crate::item::{Dates, Due, RoleCalled, RoleName, Text};
use crate::read::node::Kind;
use crate::read::shape::Takes;
use crate::read::table::Table;
use crate::source::{Mark, Source, SourceRef, Standing};

use asks::SHOWN;
pub(super) use asks::{fact, response, route, rule};
pub(super) use example::example;
pub(super) use shows::{checklist, clock, note, reason, service, term, to_verify};
pub(super) use tag::tag;

pub(crate) const DUE_WORDS: [&str; 3] = ["at-once", "no-set-time", "same-day"];
pub(crate) const DUE_UNITS: [&str; 4] = ["hours", "working-days", "school-days", "days"];

fn mark(table: &Table<'_, '_>, key: &'static str) -> Option<Mark> {
    let words = Mark::ALL.map(Mark::as_str);
    table.one_of(key, &words, |word| {
        Mark::ALL.into_iter().find(|mark| mark.as_str() == word)
    })
}

fn source_ref_if_any(table: &Table<'_, '_>) -> Option<SourceRef> {
    let source = table.table("source")?;
    let read = (source.id("id"), mark(&source, "mark"));
    let section = source.text_if_any("section");
    let item = source.text_if_any("item");
    source.finish();
    let (Some(id), Some(mark)) = read else {
        return None;
    };
    Some(SourceRef {
        id,
        section,
        item,
        mark,
    })
}

fn source_ref(table: &Table<'_, '_>) -> Option<SourceRef> {
    table.require("source")?;
    source_ref_if_any(table)
}

pub(super) fn dates(table: &Table<'_, '_>, key: &'static str) -> Option<Dates> {
    let within = table.table(key)?;
    let from = within.date("from");
    let to = within.date_if_any("to");
    within.finish();
    let from = from?;
    if to.is_some_and(|to| to < from) {
        table.file.refuse(
            within.line,
            format!("{}: the last day is before the first.", within.called),
            "It would be in force on no day.",
        );
        return None;
    }
    Some(Dates { from, to })
}

fn due_if_any(table: &Table<'_, '_>) -> Option<Due> {
    table.takes("by", Takes::Due, false);
    let node = table.get("by")?;
    if !matches!(node.kind, Kind::Table(_)) {
        return table.word("by", node, &DUE_WORDS, |word| match word {
            "at-once" => Some(Due::AtOnce),
            "no-set-time" => Some(Due::NoSetTime),
            "same-day" => Some(Due::SameDay),
            _ => None,
        });
    }
    let within = table.table("by")?;
    let mut found = None;
    for (key, due) in DUE_UNITS.into_iter().zip([
        Due::Hours as fn(u16) -> Due,
        Due::WorkingDays,
        Due::SchoolDays,
        Due::Days,
    ]) {
        if let Some(node) = within.get(key)
            && let Kind::Number(number) = &node.kind
            && let Ok(number) = number.parse::<u16>()
            && number > 0
        {
            found = Some(due(number));
        }
    }
    within.finish();
    if found.is_none() || within.entries().len() != 1 {
        let what = format!(
            "{} should be one number above 0, such as {{ hours = 48 }}.",
            within.called
        );
        table.file.refuse(
            within.line,
            what,
            "A time that is read wrongly passes unnoticed.",
        );
        return None;
    }
    found
}

fn due(table: &Table<'_, '_>) -> Option<Due> {
    table.require("by")?;
    due_if_any(table)
}

/// What the text calls people and agencies: one table inside `[roles]` for each.
pub(super) fn roles(table: &Table<'_, '_>, pack: &Text) -> Vec<RoleCalled> {
    let Some(roles) = table.table("roles") else {
        return Vec::new();
    };
    let named = RoleName::WORDS.iter().zip(RoleName::ALL);
    let read = named.filter_map(|(word, role)| {
        let one = roles.table(word)?;
        let called = one.text("called");
        let help = one.text_if_any("help");
        let source = source_ref(&one);
        one.finish();
        Some(RoleCalled {
            role: *role,
            called: called?,
            help,
            source: source?,
            pack: pack.clone(),
            place: one.file.place(one.line),
        })
    });
    let read = read.collect();
    roles.finish();
    read
}

pub(super) fn source(table: &Table<'_, '_>, pack: &Text) -> Option<Source> {
    let id = table.id("id");
    let title = table.text("title");
    let publisher = table.text("publisher");
    let dated = table.text("dated");
    let address = table.text_if_any("address");
    let words = [
        "non-statutory",
        "statutory",
        "law",
        "professional-advice",
        "research",
        "not-seen",
        "ours",
    ];
    let standing = table.one_of("standing", &words, |word| match word {
        "non-statutory" => Some(Standing::NonStatutory),
        "statutory" => Some(Standing::Statutory),
        "law" => Some(Standing::Law),
        "professional-advice" => Some(Standing::ProfessionalAdvice),
        "research" => Some(Standing::Research),
        "not-seen" => Some(Standing::NotSeen),
        "ours" => Some(Standing::Ours),
        _ => None,
    });
    let read = mark(table, "read");
    table.finish();
    Some(Source {
        id: id?,
        title: title?,
        publisher: publisher?,
        dated: dated?,
        address,
        standing: standing?,
        read: read?,
        pack: pack.clone(),
    })
}
