//! A guidance pack: one edition of one official text, or that edition with the layers over it.
//!
//! A pack that exists has been read without a problem. It knows nothing of any case.

mod contents;

use std::sync::Arc;

use jiff::civil::Date;

use crate::compile::Program;
use crate::example::Example;
use crate::item::{
    Checklist, Clock, Concern, Dates, Fact, Note, Posture, ReasonGiven, Response, RoleCalled,
    RoleName, Route, Rule, Service, Status, Tag, Term, Text, ToVerify,
};
use crate::source::Source;
use crate::wording::Wording;

use contents::Index;
pub(crate) use contents::{Contents, Head};
pub use contents::{Layer, PackFile};

/// A guidance pack. See `guidance-packs/FORMAT.md`.
#[derive(Debug, Clone)]
pub struct Pack {
    pub(crate) head: Head,
    pub(crate) digest: Text,
    pub(crate) layers: Vec<Layer>,
    pub(crate) contents: Contents,
    index: Index,
    pub(crate) program: Program,
    /// The text it was read from, so that it can be kept beside a record.
    pub(crate) files: Arc<[PackFile]>,
    /// An adviser's corrections of its words, where some lie over it.
    pub(crate) wording: Option<Arc<Wording>>,
}

/// Writes one accessor for each list.
macro_rules! lists {
    ($($(#[$meta:meta])* $name:ident: $item:ty,)+) => {
        $($(#[$meta])* #[must_use] pub fn $name(&self) -> &[$item] { &self.contents.$name })+
    };
}

impl Pack {
    /// Puts a pack together from what was read. References have been checked, except in a layer that stands alone.
    pub(crate) fn of(head: Head, digest: Text, layers: Vec<Layer>, contents: Contents) -> Self {
        let index = Index::of(&contents);
        let program = Program::of(&contents);
        Self {
            head,
            digest,
            layers,
            contents,
            index,
            program,
            files: Arc::default(),
            wording: None,
        }
    }

    /// The same pack with the text it was read from.
    pub(crate) fn read_from(mut self, files: Vec<PackFile>) -> Self {
        self.files = files.into();
        self
    }

    /// The files it was read from, each under `id/version/`, the base's first: with [`Pack::from_kept`] they give this
    /// pack again, to the byte.
    #[must_use]
    pub fn files(&self) -> &[PackFile] {
        &self.files
    }

    /// The pack's id; the base's where layers lie over it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.head.id
    }

    /// The version; with layers `2024-03-11+england-kcsie-2026@2026-09-01`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.head.version
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.head.title
    }

    /// The words this text uses for what it is about; pages use them.
    #[must_use]
    pub fn term(&self) -> &str {
        &self.head.term
    }

    /// The jurisdiction.
    #[must_use]
    pub fn jurisdiction(&self) -> &str {
        &self.head.jurisdiction
    }

    /// The kind of concern this text is about; the base's where layers lie over it.
    #[must_use]
    pub fn concern(&self) -> Concern {
        self.head.concern
    }

    /// The days on which the base is in force.
    #[must_use]
    pub fn in_force(&self) -> Dates {
        self.head.in_force
    }

    /// How the text weighs what it is told.
    #[must_use]
    pub fn posture(&self) -> Posture {
        self.head.posture
    }

    /// How far the pack was brought.
    #[must_use]
    pub fn status(&self) -> Status {
        self.head.status
    }

    /// When it is to be looked at again.
    #[must_use]
    pub fn review_by(&self) -> Date {
        self.head.review_by
    }

    /// A sentence or two.
    #[must_use]
    pub fn summary(&self) -> &str {
        &self.head.summary
    }

    /// The digest, lower-case hexadecimal. See `FORMAT.md` for what it covers.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What the pack is made of, the base first.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The packs this one lies over; empty for a base.
    #[must_use]
    pub fn layer_over(&self) -> &[Text] {
        &self.head.layer_over
    }

    /// Whether this is a layer standing alone. It can be shown; to consult it, put it over its base.
    #[must_use]
    pub fn is_layer(&self) -> bool {
        !self.head.layer_over.is_empty()
    }

    /// Whether this is a setting's own stricter rule.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.head.local
    }

    lists! {
        /// The documents it stands on.
        sources: Source,
        /// What it calls the people and agencies it names.
        roles: RoleCalled,
        /// The questions.
        facts: Fact,
        /// The rules.
        rules: Rule,
        /// The responses, most urgent first.
        responses: Response,
        /// What a person may decide, in the order pages list it.
        routes: Route,
        /// The checklists.
        checklists: Checklist,
        /// The clocks.
        clocks: Clock,
        /// The notes.
        notes: Note,
        /// Prompts for the person who checks the pack.
        to_verify: ToVerify,
        /// The glossary.
        terms: Term,
        /// Reasons children give.
        reasons: ReasonGiven,
        /// Who can help.
        services: Service,
        /// The tags of a typology: for thinking with, never for deciding.
        tags: Tag,
        /// The worked examples.
        examples: Example,
    }

    /// What the text calls somebody; none where it gives them no name, or none was seen. Nobody's name is borrowed from
    /// another nation's text.
    #[must_use]
    pub fn role(&self, role: RoleName) -> Option<&RoleCalled> {
        self.contents.roles.iter().find(|one| one.role == role)
    }

    /// A fact by id.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.contents.facts.get(*self.index.facts.get(id)?)
    }

    /// A rule by id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.contents.rules.get(*self.index.rules.get(id)?)
    }

    /// A response by id.
    #[must_use]
    pub fn response(&self, id: &str) -> Option<&Response> {
        self.contents.responses.get(*self.index.responses.get(id)?)
    }

    /// A route by id.
    #[must_use]
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.contents.routes.get(*self.index.routes.get(id)?)
    }

    /// A note by id.
    #[must_use]
    pub fn note(&self, id: &str) -> Option<&Note> {
        self.contents.notes.iter().find(|one| one.id.as_ref() == id)
    }

    /// A checklist by id.
    #[must_use]
    pub fn checklist(&self, id: &str) -> Option<&Checklist> {
        self.contents
            .checklists
            .iter()
            .find(|one| one.id.as_ref() == id)
    }

    /// A source by id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.contents
            .sources
            .iter()
            .find(|one| one.id.as_ref() == id)
    }

    /// What a page calls an answer: the choice's label, or "yes", "no", "not known".
    #[must_use]
    pub fn answer_label<'a>(&'a self, fact: &str, answer: &'a str) -> &'a str {
        if answer == "not-known" {
            return "not known";
        }
        self.fact(fact)
            .and_then(|fact| fact.choices.iter().find(|one| one.id.as_ref() == answer))
            .map_or(answer, |choice| choice.label.as_ref())
    }
}
