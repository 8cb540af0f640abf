//! The tags of a typology. They help a professional to think about what happened. Nothing is decided by them, and nothing
//! here can be chosen, answered or recorded.

use guidance::TagGroup;

use super::edition::Edition;
use super::part::{Group, Item, Part};
use crate::govuk::{Html, WarningText};

/// What stands before the tags, wherever they are shown.
pub const CAUTION: &str = "These are words that research has for kinds of incident. They decide nothing, they are recorded nowhere, and none is a name for a child. Do not use them with a child or a family.";

/// The tags, by the side of the typology they stand on.
pub fn part(edition: &Edition) -> Part {
    let tags = edition.pack.tags();
    if tags.is_empty() {
        return Part::default();
    }
    let groups = TagGroup::ALL.iter().map(|group| Group {
        id: group.as_str().to_owned(),
        title: title(*group).to_owned(),
        intro: None,
        items: tags
            .iter()
            .filter(|tag| tag.group == *group)
            .map(|tag| Item {
                id: format!("tag-{}", tag.id),
                title: Some(tag.name.to_string()),
                body: Html::join([Html::paragraphs(&tag.means), Html::paragraphs(&tag.think)]),
                from: Some(edition.where_from(&tag.source, &tag.pack)),
                layer: None,
            })
            .collect(),
    });
    Part {
        intro: Html::of(WarningText::new(CAUTION)),
        groups: groups.collect(),
    }
}

/// What each side of the typology is about.
pub fn title(group: TagGroup) -> &'static str {
    match group {
        TagGroup::Aggravated => "Something beyond children sharing imagery",
        TagGroup::Experimental => "Nothing of the kind is apparent",
    }
}
