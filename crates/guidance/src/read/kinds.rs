//! Reading each kind of item. What a key means stands in `guidance-packs/FORMAT.md`.

use std::sync::Arc;

use crate::example::{Example, Expect};
use crate::item::{
    Audience, Checklist, ChecklistItem, Choice, Clock, Dates, Derived, Due, Duty, Fact, LineKind,
    Note, Of, Part, ReadWith, ReasonGiven, Response, Route, Rule, RuleKind, Service, Stage, Term,
    TermKind, Text, ToVerify, Topic, Unknown,
};
use crate::read::node::Kind;
use crate::read::table::Table;
use crate::read::{condition, facts};
use crate::source::{Mark, Source, SourceRef, Standing};

const DUE_WORDS: [&str; 3] = ["at-once", "no-set-time", "same-day"];
const DUE_UNITS: [&str; 4] = ["hours", "working-days", "school-days", "days"];
const SHOWN: [&str; 5] = ["note", "checklist", "clock", "term", "service"];

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
        "ours",
    ];
    let standing = table.one_of("standing", &words, |word| match word {
        "non-statutory" => Some(Standing::NonStatutory),
        "statutory" => Some(Standing::Statutory),
        "law" => Some(Standing::Law),
        "professional-advice" => Some(Standing::ProfessionalAdvice),
        "research" => Some(Standing::Research),
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

pub(super) fn route(table: &Table<'_, '_>, pack: &Text) -> Option<Route> {
    let id = table.id("id");
    let label = table.text("label");
    let help = table.text_if_any("help");
    let source = source_ref_if_any(table);
    table.finish();
    Some(Route {
        id: id?,
        label: label?,
        help,
        source,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(super) fn response(table: &Table<'_, '_>, pack: &Text) -> Option<Response> {
    let id = table.id("id");
    let says = table.text("says");
    let by = due(table);
    let duty = table.one_of("duty", Duty::WORDS, Duty::from_word);
    table.require("satisfied_by");
    let satisfied_by = table.ids("satisfied_by");
    let read_with: Vec<ReadWith> = table
        .texts("read_with")
        .into_iter()
        .filter_map(|(shown, line)| read_with(table, &shown, line))
        .collect();
    let help = table.text_if_any("help");
    let before = table.text_if_any("before");
    let source = source_ref(table);
    table.finish();
    Some(Response {
        id: id?,
        says: says?,
        by: by?,
        duty: duty?,
        satisfied_by,
        read_with: read_with.into(),
        help,
        before,
        source: Arc::new(source?),
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

fn read_with(table: &Table<'_, '_>, shown: &str, line: usize) -> Option<ReadWith> {
    let (kind, id) = shown.split_once(':').unwrap_or((shown, ""));
    let id: Text = id.into();
    match kind {
        "note" => Some(ReadWith::Note(id)),
        "checklist" => Some(ReadWith::Checklist(id)),
        "clock" => Some(ReadWith::Clock(id)),
        "term" => Some(ReadWith::Term(id)),
        "service" => Some(ReadWith::Service(id)),
        _ => {
            let what = format!(
                "`{shown}` in {} should begin with one of {}:",
                table.called,
                SHOWN.join(":, ")
            );
            let meant = crate::problem::nearest(kind, SHOWN).map(|kind| format!("{kind}:{id}"));
            table.file.refuse_meaning(
                line,
                what,
                "A lead would not be shown what to read beside it.",
                meant,
            );
            None
        }
    }
}

pub(super) fn fact(table: &Table<'_, '_>, pack: &Text) -> Option<Fact> {
    let id = table.id("id");
    let of = table.one_of("of", Of::WORDS, Of::from_word);
    let ask = table.text("ask");
    let why = table.text("why");
    let help = table.text_if_any("help");
    let stage = table.one_of("stage", Stage::WORDS, Stage::from_word);
    table.require("raises");
    let raises = table.ids("raises");
    let choices: Vec<Choice> = table
        .tables("choices", "a choice")
        .iter()
        .filter_map(|choice| {
            let read = (choice.id("id"), choice.text("label"));
            choice.finish();
            let (Some(id), Some(label)) = read else {
                return None;
            };
            Some(Choice { id, label })
        })
        .collect();
    let derived = table
        .get("derived")
        .and_then(|node| table.word("derived", node, Derived::WORDS, Derived::from_word));
    let mut parts = Vec::new();
    for (word, line) in table.texts("parts") {
        match Part::from_word(&word) {
            Some(part) if part != Part::NotKnown => parts.push(part),
            _ => table.file.refuse_meaning(
                line,
                format!(
                    "{} is asked of children with the part `{word}`, and there is no such part.",
                    table.called
                ),
                "The question would be asked of nobody.",
                crate::problem::nearest(
                    &word,
                    Part::WORDS
                        .iter()
                        .copied()
                        .filter(|one| *one != "not-known"),
                ),
            ),
        }
    }
    let source = source_ref(table);
    table.finish();
    Some(Fact {
        id: id?,
        of: of?,
        ask: ask?,
        why: why?,
        help,
        stage: stage?,
        raises,
        choices,
        derived,
        parts,
        source: Arc::new(source?),
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(super) fn rule(table: &Table<'_, '_>, pack: &Text) -> Option<Rule> {
    let id = table.id("id");
    let kind = table.one_of("kind", RuleKind::WORDS, RuleKind::from_word);
    let says = table.text("says");
    let when = table
        .require("when")
        .and_then(|node| condition::read(table.file, node));
    let calls_for = table.ids("calls_for");
    let points_to = table.ids("points_to");
    let unknown = table.one_of("unknown", Unknown::WORDS, Unknown::from_word);
    let dormant = table.text_if_any("dormant");
    let in_force = dates(table, "in_force");
    let source = source_ref(table);
    table.finish();
    if calls_for.is_empty() && points_to.is_empty() {
        table.file.refuse(
            table.line,
            format!("{} calls for nothing and points to nothing.", table.called),
            "Being met, it would change nothing for any child.",
        );
    }
    Some(Rule {
        id: id?,
        kind: kind?,
        says: says?,
        when: when?,
        calls_for,
        points_to,
        unknown: unknown?,
        dormant,
        in_force,
        source: Arc::new(source?),
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(super) fn checklist(table: &Table<'_, '_>, pack: &Text) -> Option<Checklist> {
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

pub(super) fn clock(table: &Table<'_, '_>, pack: &Text) -> Option<Clock> {
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

pub(super) fn note(table: &Table<'_, '_>, pack: &Text) -> Option<Note> {
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

pub(super) fn to_verify(table: &Table<'_, '_>, pack: &Text) -> Option<ToVerify> {
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

pub(super) fn term(table: &Table<'_, '_>, pack: &Text) -> Option<Term> {
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

pub(super) fn reason(table: &Table<'_, '_>, pack: &Text) -> Option<ReasonGiven> {
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

pub(super) fn service(table: &Table<'_, '_>, pack: &Text) -> Option<Service> {
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

pub(super) fn example(table: &Table<'_, '_>, pack: &Text) -> Option<Example> {
    let name = table.text("name");
    let trap = table.text_if_any("trap");
    let tells = table.text("tells");
    let facts = facts::situation(table);
    let expect = table
        .require("expect")
        .and_then(|_| table.table("expect"))
        .map(|table| expect(&table));
    table.finish();
    Some(Example {
        name: name?,
        trap,
        tells: tells?,
        on: facts.on,
        facts,
        expect: expect?,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

fn expect(table: &Table<'_, '_>) -> Expect {
    let list = |key| -> Vec<Text> { table.texts(key).into_iter().map(|(id, _)| id).collect() };
    let if_any = |key| table.get(key).map(|_| list(key));
    let expect = Expect {
        called_for: if_any("called_for"),
        pointed_to: if_any("pointed_to"),
        undecided: if_any("undecided"),
        ask_next: if_any("ask_next"),
        settled: table.yes_or_no("settled"),
        shows: list("shows"),
        met: list("met"),
        not_met: list("not_met"),
    };
    table.finish();
    expect
}
