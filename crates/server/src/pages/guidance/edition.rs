//! One text as its pages show it: a pack, a pack with the layers over it, or a layer by itself.
//!
//! A version with layers, such as `2024-03-11+england-kcsie-2026@2026-09-01`, stands in the address as it is: `+` and `@`
//! are ordinary in a path. So a record that names pack and version names the page too.

use std::collections::BTreeSet;
use std::sync::Arc;

use guidance::{Dates, Layer, Library, Pack, ReadWith, Source, SourceRef};
use jiff::civil::Date;

use super::asked_day::on_day;
use super::in_words;
use super::section::Section;
use super::where_from::{WhereFrom, layer_in_words};
use crate::app::App;
use crate::govuk::Html;
use crate::visitor::Visitor;

/// A text, and what the names in it mean.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What the pages show.
    pub pack: Arc<Pack>,
    /// Where names are looked up: a layer by itself speaks of questions and responses of the text below it.
    whole: Arc<Pack>,
    /// The day it is read as of, which links within it keep.
    on: Option<Date>,
}

impl Edition {
    /// The text that an address names, if there is one.
    pub fn find(library: &Library, id: &str, version: &str) -> Option<Self> {
        let named: Vec<&str> = version.split('+').collect();
        let distinct: BTreeSet<&str> = named.iter().copied().collect();
        if distinct.len() != named.len() || id.contains(['+', '@']) {
            return None;
        }
        let pack = library.find(&format!("{id}@{version}"), None).ok()?;
        (pack.id() == id && pack.version() == version).then(|| Self::of(library, pack))
    }

    /// The text that an address names, as this reader has it: with what their setting wrote itself, in the words of the
    /// adviser who adopted it there.
    pub fn for_reader(
        app: &App,
        visitor: Option<&Visitor>,
        id: &str,
        version: &str,
    ) -> Option<Self> {
        let library = app.library();
        let found = Self::find(library, id, version);
        let Some(visitor) = visitor else {
            return found;
        };
        let setting = &visitor.setting;
        let edition = found.or_else(|| Self::own(app, visitor, id, version))?;
        let pack = app.as_adopted(setting, edition.pack);
        let whole = app.as_adopted(setting, edition.whole);
        Some(Self {
            pack,
            whole,
            on: None,
        })
    }

    /// A text with layers the reader's setting wrote itself, or such a layer alone.
    fn own(app: &App, visitor: &Visitor, id: &str, version: &str) -> Option<Self> {
        let text = visitor.text().ok()?;
        if text.id() == id && text.version() == version {
            return Some(Self {
                pack: Arc::clone(&text),
                whole: text,
                on: None,
            });
        }
        let setting = &visitor.setting;
        let known = setting.own_guidance.get(id)?;
        let adopted = known.adopted.as_ref().map(|adopted| &adopted.digest);
        let digests = known
            .latest()
            .map(|kept| &kept.digest)
            .into_iter()
            .chain(adopted);
        let mut layers = digests.filter_map(|digest| app.own_layer(setting.id, digest));
        let layer = layers.find(|layer| layer.version() == version)?;
        let day = visitor.today().max(layer.in_force().from);
        let over = app.library().on_with_own(
            layer.jurisdiction(),
            app.library().concern_of(&layer),
            day,
            &[],
            std::slice::from_ref(&layer),
        );
        Some(Self {
            whole: over.unwrap_or_else(|| Arc::clone(&layer)),
            pack: layer,
            on: None,
        })
    }

    /// The pages of this pack.
    pub fn of(library: &Library, pack: Arc<Pack>) -> Self {
        let below = pack.layer_over().last().and_then(|base| {
            let spec = format!("{base}+{}@{}", pack.id(), pack.version());
            library.find(&spec, None).ok()
        });
        let whole = below.unwrap_or_else(|| Arc::clone(&pack));
        Self {
            pack,
            whole,
            on: None,
        }
    }

    /// The same text, read as of a day.
    #[must_use]
    pub fn as_of(self, on: Option<Date>) -> Self {
        Self { on, ..self }
    }

    /// The days on which it was in force: the text and everything over it.
    pub fn days(&self) -> Dates {
        let mut days = self.pack.in_force();
        for layer in self.pack.layers() {
            days.from = days.from.max(layer.in_force.from);
            days.to = match (days.to, layer.in_force.to) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        days
    }

    /// The address of the contents page.
    pub fn address(&self) -> String {
        self.kept(address_of(&self.pack))
    }

    /// The address of one part.
    pub fn page(&self, section: Section) -> String {
        self.within(section.word())
    }

    /// The address of a page below the contents, by its last word.
    pub fn within(&self, word: &str) -> String {
        self.kept(format!("{}/{word}", address_of(&self.pack)))
    }

    /// An address of another text, with the day this one is read as of.
    pub fn kept(&self, address: String) -> String {
        match self.on {
            Some(day) => on_day(&address, day),
            None => address,
        }
    }

    /// The pack that names are looked up in.
    pub fn names(&self) -> &Pack {
        &self.whole
    }

    /// The layers over the base, or the layer itself where it stands alone.
    pub fn added(&self) -> &[Layer] {
        if self.pack.is_layer() {
            return self.pack.layers();
        }
        self.pack.layers().get(1..).unwrap_or_default()
    }

    /// The document that a text stands on first, for its standing: the one its pack names before the others.
    pub fn main_source(&self, pack: &str) -> Option<&Source> {
        self.pack
            .sources()
            .iter()
            .find(|one| one.pack.as_ref() == pack)
    }

    /// The line that says where an item comes from.
    pub fn where_from(&self, source: &SourceRef, pack: &str) -> WhereFrom {
        let found = self.whole.source(&source.id);
        WhereFrom {
            href: self.item(
                Section::Sources,
                "source",
                &source.id,
                found.is_some_and(|one| self.holds(&one.pack)),
            ),
            title: found.map_or_else(|| source.id.to_string(), |one| one.title.to_string()),
            section: source.section.as_deref().map(in_words::section_in_words),
            mark: source.mark.says(),
            layer: self.added_by(pack),
            of_the_whole: false,
        }
    }

    /// The words that say which layer an item came from; none for an item of the base.
    pub fn added_by(&self, pack: &str) -> Option<String> {
        let layer = self.added().iter().find(|one| one.id.as_ref() == pack)?;
        Some(layer_in_words(layer))
    }

    /// A link to a question, in its own words.
    pub fn question(&self, id: &str) -> Html {
        if id == guidance::PARTS {
            return Html::text("What part did each child have?");
        }
        let fact = self.whole.fact(id);
        let here = fact.is_some_and(|one| self.holds(&one.pack));
        let href = self.item(Section::Questions, "fact", id, here);
        Html::link(&href, fact.map_or(id, |one| one.ask.as_ref()))
    }

    /// A link to a rule, in its own words.
    pub fn rule(&self, id: &str) -> Html {
        let rule = self.whole.rule(id);
        let here = rule.is_some_and(|one| self.holds(&one.pack));
        let href = self.item(Section::Rules, "rule", id, here);
        Html::link(&href, rule.map_or(id, |one| one.says.as_ref()))
    }

    /// A link to a response, in its own words.
    pub fn response(&self, id: &str) -> Html {
        let response = self.whole.response(id);
        let here = response.is_some_and(|one| self.holds(&one.pack));
        let href = self.item(Section::Responses, "response", id, here);
        Html::link(&href, response.map_or(id, |one| one.says.as_ref()))
    }

    /// A link to a route, as pages call it.
    pub fn route(&self, id: &str) -> Html {
        let route = self.whole.route(id);
        let here = route.is_some_and(|one| self.holds(&one.pack));
        let href = self.item(Section::Responses, "route", id, here);
        Html::link(&href, route.map_or(id, |one| one.label.as_ref()))
    }

    /// A link to what is read beside a response.
    pub fn read_with(&self, beside: &ReadWith) -> Html {
        let whole = &self.whole;
        let (section, kind, id, found) = match beside {
            ReadWith::Note(id) => {
                let found = whole.note(id).map(|one| (&one.title, &one.pack));
                (Section::Notes, "note", id, found)
            }
            ReadWith::Checklist(id) => {
                let found = whole.checklist(id).map(|one| (&one.title, &one.pack));
                (Section::Duties, "checklist", id, found)
            }
            ReadWith::Clock(id) => {
                let found = whole.clocks().iter().find(|one| one.id == *id);
                (
                    Section::Duties,
                    "clock",
                    id,
                    found.map(|one| (&one.says, &one.pack)),
                )
            }
            ReadWith::Term(id) => {
                let found = whole.terms().iter().find(|one| one.id == *id);
                (
                    Section::Glossary,
                    "term",
                    id,
                    found.map(|one| (&one.term, &one.pack)),
                )
            }
            ReadWith::Service(id) => {
                let found = whole.services().iter().find(|one| one.id == *id);
                (
                    Section::Services,
                    "service",
                    id,
                    found.map(|one| (&one.name, &one.pack)),
                )
            }
        };
        let here = found.is_some_and(|(_, pack)| self.holds(pack));
        let words = found.map_or(id.as_ref(), |(words, _)| words.as_ref());
        Html::link(&self.item(section, kind, id, here), words)
    }

    /// A link to what an example expects to be shown, written as `note:under-13`.
    pub fn shown_beside(&self, told: &str) -> Html {
        let (kind, id) = told.split_once(':').unwrap_or(("note", told));
        let id = id.into();
        self.read_with(&match kind {
            "checklist" => ReadWith::Checklist(id),
            "clock" => ReadWith::Clock(id),
            "term" => ReadWith::Term(id),
            "service" => ReadWith::Service(id),
            _ => ReadWith::Note(id),
        })
    }

    /// Whether what came from this pack or layer is shown on these pages.
    fn holds(&self, pack: &str) -> bool {
        self.pack.layers().iter().any(|one| one.id.as_ref() == pack)
    }

    fn item(&self, section: Section, kind: &str, id: &str, here: bool) -> String {
        let pack = if here { &self.pack } else { &self.whole };
        self.kept(format!(
            "{}/{}#{kind}-{id}",
            address_of(pack),
            section.word()
        ))
    }
}

/// The address of a pack's contents page.
pub fn address_of(pack: &Pack) -> String {
    format!("/guidance/{}/{}", pack.id(), pack.version())
}
