//! Reading worked examples.

use crate::example::{Example, Expect};
use crate::item::Text;
use crate::read::facts;
use crate::read::shape::Takes;
use crate::read::table::Table;

pub(in crate::read) fn example(table: &Table<'_, '_>, pack: &Text) -> Option<Example> {
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
    for key in [
        "called_for",
        "pointed_to",
        "undecided",
        "ask_next",
        "met",
        "not_met",
    ] {
        table.takes(key, Takes::Ids, false);
    }
    table.takes("shows", Takes::Shown(super::SHOWN.to_vec()), false);
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
