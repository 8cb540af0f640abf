//! Reading checklists, clocks, notes, terms, reasons and services.

use super::{due, due_if_any, source_ref, source_ref_if_any};
use crate::item::{
    Audience, Checklist, ChecklistItem, Clock, LineKind, Note, ReasonGiven, Service, Term,
    TermKind, Text, ToVerify, Topic,
};
use crate::read::table::Table;

pub(in crate::read) fn checklist(table: &Table<'_, '_>, pack: &Text) -> Option<Checklist> {
    let id = table.id("id");
    let title = table.text("title");
    let audience = table.one_of("audience", Audience::WORDS, Audience::from_word);
    let intro = table.text_if_any("intro");
    let source = source_ref_if_any(table);
    let items = table
        .tables("item", "the item")
        .iter()
        .filter_map(item)
        .collect();
    table.finish();
    Some(Checklist {
        id: id?,
        title: title?,
        audience: audience?,
        intro,
        source,
        items,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

fn item(table: &Table<'_, '_>) -> Option<ChecklistItem> {
    let id = table.id("id");
    let kind = table.one_of("kind", LineKind::WORDS, LineKind::from_word);
    let text = table.text("text");
    let by = due_if_any(table);
    let action = table.yes_or_no("action").unwrap_or(false);
    let source = source_ref(table);
    table.finish();
    Some(ChecklistItem {
        id: id?,
        kind: kind?,
        text: text?,
        by,
        action,
        source: source?,
    })
}

pub(in crate::read) fn clock(table: &Table<'_, '_>, pack: &Text) -> Option<Clock> {
    let id = table.id("id");
    let says = table.text("says");
    let by = due(table);
    let counts_from = table.text("counts_from");
    let source = source_ref(table);
    table.finish();
    Some(Clock {
        id: id?,
        says: says?,
        by: by?,
        counts_from: counts_from?,
        source: source?,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(in crate::read) fn note(table: &Table<'_, '_>, pack: &Text) -> Option<Note> {
    let id = table.id("id");
    let topic = table.one_of("topic", Topic::WORDS, Topic::from_word);
    let title = table.text("title");
    let text = table.text("text");
    let source = source_ref(table);
    table.finish();
    Some(Note {
        id: id?,
        topic: topic?,
        title: title?,
        text: text?,
        source: source?,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(in crate::read) fn to_verify(table: &Table<'_, '_>, pack: &Text) -> Option<ToVerify> {
    let id = table.id("id");
    let text = table.text("text");
    let source = source_ref(table);
    table.finish();
    Some(ToVerify {
        id: id?,
        text: text?,
        source: source?,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(in crate::read) fn term(table: &Table<'_, '_>, pack: &Text) -> Option<Term> {
    let id = table.id("id");
    let term = table.text("term");
    let kind = table.one_of("kind", TermKind::WORDS, TermKind::from_word);
    let means = table.text("means");
    let use_when = table.text_if_any("use");
    let source = source_ref(table);
    table.finish();
    Some(Term {
        id: id?,
        term: term?,
        kind: kind?,
        means: means?,
        use_when,
        source: source?,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(in crate::read) fn reason(table: &Table<'_, '_>, pack: &Text) -> Option<ReasonGiven> {
    let id = table.id("id");
    let text = table.text("text");
    let source = source_ref(table);
    table.finish();
    Some(ReasonGiven {
        id: id?,
        text: text?,
        source: source?,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(in crate::read) fn service(table: &Table<'_, '_>, pack: &Text) -> Option<Service> {
    let id = table.id("id");
    let name = table.text("name");
    let for_what = table.text("for");
    let who = table.text("who");
    table.require("contact");
    let contact = table
        .texts("contact")
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    table.require("offer_to_child");
    let offer_to_child = table.yes_or_no("offer_to_child");
    let notes = table.text_if_any("notes");
    let source = source_ref(table);
    table.finish();
    Some(Service {
        id: id?,
        name: name?,
        for_what: for_what?,
        who: who?,
        contact,
        offer_to_child: offer_to_child?,
        notes,
        source: source?,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}
