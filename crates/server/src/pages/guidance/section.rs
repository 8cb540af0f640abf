//! The parts of a text, each a page of its own, and the way from one to the next.

use super::edition::Edition;
use crate::govuk::{BackLink, Pagination};

/// A part of a text that has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What is asked, and why.
    Questions,
    /// When something is called for.
    Rules,
    /// What is then called for, and what a person may decide.
    Responses,
    /// Checklists and clocks.
    Duties,
    /// What to read beside a recommendation.
    Notes,
    /// Tags of a typology, for thinking with.
    Thinking,
    /// Words.
    Glossary,
    /// Who can help.
    Services,
    /// Worked examples.
    Examples,
    /// The documents it stands on.
    Sources,
    /// What an adviser has yet to check.
    ToVerify,
}

impl Section {
    /// Every part, in the order of the pages.
    pub const ALL: [Self; 11] = [
        Self::Questions,
        Self::Rules,
        Self::Responses,
        Self::Duties,
        Self::Notes,
        Self::Thinking,
        Self::Glossary,
        Self::Services,
        Self::Examples,
        Self::Sources,
        Self::ToVerify,
    ];

    /// The last word of the page's address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Questions => "questions",
            Self::Rules => "rules",
            Self::Responses => "what-must-happen",
            Self::Duties => "duties",
            Self::Notes => "notes",
            Self::Thinking => "thinking",
            Self::Glossary => "glossary",
            Self::Services => "services",
            Self::Examples => "examples",
            Self::Sources => "sources",
            Self::ToVerify => "to-verify",
        }
    }

    /// The part that an address names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.word() == word)
    }

    /// What links call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Questions => "Questions",
            Self::Rules => "Rules",
            Self::Responses => "What must happen",
            Self::Duties => "Checklists and clocks",
            Self::Notes => "Notes to read",
            Self::Thinking => "Thinking about what happened",
            Self::Glossary => "Words",
            Self::Services => "Who can help",
            Self::Examples => "Worked examples",
            Self::Sources => "Sources",
            Self::ToVerify => "To be verified",
        }
    }

    /// The page's heading: the question it answers.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Questions => "What is asked?",
            Self::Rules => "When is something called for?",
            Self::Responses => "What must happen?",
            Self::Duties => "What has to be done, and by when?",
            Self::Notes => "What should a lead read?",
            Self::Thinking => "What may help to think about what happened?",
            Self::Glossary => "What do the words mean?",
            Self::Services => "Who can help?",
            Self::Examples => "How does it work in practice?",
            Self::Sources => "What does this stand on?",
            Self::ToVerify => "What has still to be verified?",
        }
    }

    /// One line for the contents page.
    pub fn about(self) -> &'static str {
        match self {
            Self::Questions => "what is asked, why, and which answers raise concern",
            Self::Rules => "in plain words, and what each calls for",
            Self::Responses => "most urgent first: by when, and whose duty",
            Self::Duties => "what to do, not to do, ask and record",
            Self::Notes => "the law, police recording, parents, children, records",
            Self::Thinking => "kinds of incident that research names: they decide nothing",
            Self::Glossary => "words to use, to expect and to avoid; reasons children give",
            Self::Services => "for children, parents and professionals",
            Self::Examples => "short stories with what is expected in each",
            Self::Sources => "every document, and how far it was read",
            Self::ToVerify => "for the adviser who checks this text",
        }
    }

    fn neighbour(self, step: isize) -> Option<Self> {
        let at = Self::ALL.iter().position(|section| *section == self)?;
        Self::ALL.get(at.checked_add_signed(step)?).copied()
    }
}

/// What stands around a part's own content: the way back, the other parts, the parts before and after.
#[derive(Debug, Clone)]
pub struct Around {
    /// The text.
    pub edition: Edition,
    /// The part shown.
    pub here: Section,
}

impl Around {
    /// The way back to the contents.
    pub fn back(&self) -> BackLink {
        BackLink::to(self.edition.address()).saying("Back to the contents of this text")
    }

    /// Every part: its address, its name, and whether it is the one shown.
    pub fn parts(&self) -> Vec<(String, &'static str, bool)> {
        Section::ALL
            .into_iter()
            .map(|section| {
                let address = self.edition.page(section);
                (address, section.name(), section == self.here)
            })
            .collect()
    }

    /// The parts before and after.
    pub fn neighbours(&self) -> Pagination {
        let link = |section: Section| (self.edition.page(section), section.name().to_owned());
        Pagination::around(
            self.here.neighbour(-1).map(link),
            self.here.neighbour(1).map(link),
        )
    }
}
