//! Reading the tags of a typology.

use super::source_ref;
use crate::item::{Tag, TagGroup, Text};
use crate::read::table::Table;

pub(in crate::read) fn tag(table: &Table<'_, '_>, pack: &Text) -> Option<Tag> {
    let id = table.id("id");
    let group = table.one_of("group", TagGroup::WORDS, TagGroup::from_word);
    let name = table.text("name");
    let means = table.text("means");
    let think = table.text("think");
    let source = source_ref(table);
    table.finish();
    Some(Tag {
        id: id?,
        group: group?,
        name: name?,
        means: means?,
        think: think?,
        source: source?,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}
