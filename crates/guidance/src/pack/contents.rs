//! What a pack is made of: its files, its head, its layers and its lists.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::example::Example;
use crate::item::{
    Checklist, Clock, Concern, Dates, Fact, Note, Posture, ReasonGiven, Response, RoleCalled,
    Route, Rule, Service, Status, Tag, Term, Text, ToVerify,
};
use crate::source::Source;

/// One file of a pack, as the caller read it. Paths use `/`; what stands before `pack.toml` is the pack's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFile {
    /// The file's path.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A pack or layer that a pack is made of, the base first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Layer {
    /// Its id.
    pub id: Text,
    /// Its version.
    pub version: Text,
    /// Its title.
    pub title: Text,
    /// Its digest, lower-case hexadecimal.
    pub digest: Text,
    /// The days on which it is in force.
    pub in_force: Dates,
    /// How far it was brought.
    pub status: Status,
    /// When it is to be looked at again.
    pub review_by: Date,
    /// A setting's own stricter rule, always shown as local.
    pub local: bool,
    /// A sentence or two.
    pub summary: Text,
}

/// What the head of `pack.toml` says.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) id: Text,
    pub(crate) version: Text,
    pub(crate) title: Text,
    pub(crate) term: Text,
    pub(crate) jurisdiction: Text,
    pub(crate) concern: Concern,
    pub(crate) in_force: Dates,
    pub(crate) posture: Posture,
    pub(crate) status: Status,
    pub(crate) review_by: Date,
    pub(crate) summary: Text,
    pub(crate) layer_over: Vec<Text>,
    pub(crate) local: bool,
    /// Where `pack.toml` is, for problems about the pack as a whole.
    pub(crate) file: Text,
}

/// Everything a pack holds, in its own order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contents {
    pub(crate) sources: Vec<Source>,
    pub(crate) roles: Vec<RoleCalled>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) responses: Vec<Response>,
    pub(crate) routes: Vec<Route>,
    pub(crate) checklists: Vec<Checklist>,
    pub(crate) clocks: Vec<Clock>,
    pub(crate) notes: Vec<Note>,
    pub(crate) to_verify: Vec<ToVerify>,
    pub(crate) terms: Vec<Term>,
    pub(crate) reasons: Vec<ReasonGiven>,
    pub(crate) services: Vec<Service>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) examples: Vec<Example>,
}

/// Where each id stands in its list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    pub(super) facts: HashMap<Text, usize>,
    pub(super) rules: HashMap<Text, usize>,
    pub(super) responses: HashMap<Text, usize>,
    pub(super) routes: HashMap<Text, usize>,
}

impl Index {
    pub(super) fn of(contents: &Contents) -> Self {
        fn by<T>(list: &[T], id: impl Fn(&T) -> &Text) -> HashMap<Text, usize> {
            list.iter()
                .enumerate()
                .map(|(at, item)| (id(item).clone(), at))
                .collect()
        }
        Self {
            facts: by(&contents.facts, |one| &one.id),
            rules: by(&contents.rules, |one| &one.id),
            responses: by(&contents.responses, |one| &one.id),
            routes: by(&contents.routes, |one| &one.id),
        }
    }
}
