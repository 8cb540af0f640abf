//! What the events of retention are about: which record, what holds it, under which rule. No words that anybody wrote:
//! those lie in the chronology of the case or the person, and go when it goes.

use crate::id::{CaseId, PersonId};
use serde::{Deserialize, Serialize};

/// What can be destroyed: a whole case, or who a child is while the cases that touch them are kept for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// A case, with who opened it.
    Case(CaseId),
    /// Who a person is.
    Identity(PersonId),
}

/// What a hold is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// Every record of the setting.
    Everything,
    /// One case.
    Case(CaseId),
    /// One person, and every case that touches them.
    Person(PersonId),
}

/// Why there is a hold, as one of a closed list: what stands in the setting's own chronology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoldGround {
    /// An inquiry or review has asked, or may ask.
    Inquiry,
    /// A claim, a complaint or a case in court.
    Claim,
    /// A general ban on destroying records.
    Moratorium,
    /// The police have asked.
    Police,
    /// Somebody has asked for what is held about them.
    RightsRequest,
    /// Something else, said in the reason.
    Other,
}

impl HoldGround {
    /// Every ground, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Inquiry,
        Self::Claim,
        Self::Moratorium,
        Self::Police,
        Self::RightsRequest,
        Self::Other,
    ];

    /// Its name in a form.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inquiry => "inquiry",
            Self::Claim => "claim",
            Self::Moratorium => "moratorium",
            Self::Police => "police",
            Self::RightsRequest => "rights-request",
            Self::Other => "other",
        }
    }

    /// The ground with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.name() == name)
    }

    /// In words.
    pub fn says(self) -> &'static str {
        match self {
            Self::Inquiry => "an inquiry or review",
            Self::Claim => "a claim, a complaint or a case in court",
            Self::Moratorium => "a general ban on destroying records",
            Self::Police => "a request by the police",
            Self::RightsRequest => "a request by somebody for what is held about them",
            Self::Other => "another reason",
        }
    }
}

/// What a review decided, where it did not propose destruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewOutcome {
    /// Keep it until a day.
    Keep,
    /// It is to go to another setting; looked at again on a day.
    Transfer,
}

/// Under which rule a record is destroyed: exactly as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleStamp {
    /// The rule, by id.
    pub rule: String,
    /// The version of the rules.
    pub version: String,
    /// The digest of what the rule said.
    pub digest: String,
    /// How many years the setting added.
    pub extra_years: u16,
}

/// For what a reason was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RetentionStep {
    /// A hold was put on.
    HoldPut,
    /// A hold was lifted.
    HoldLifted,
    /// It is kept until a day.
    Kept,
    /// It is to go to another setting.
    Transfer,
    /// It was said what class of record it is.
    Classed,
    /// Its destruction was proposed.
    DestructionProposed,
    /// The proposal was withdrawn.
    DestructionWithdrawn,
}

impl RetentionStep {
    /// In words, as the title of an entry.
    pub fn says(self) -> &'static str {
        match self {
            Self::HoldPut => "Hold put on",
            Self::HoldLifted => "Hold lifted",
            Self::Kept => "Reviewed and kept",
            Self::Transfer => "Reviewed: to be transferred",
            Self::Classed => "Class of record said",
            Self::DestructionProposed => "Destruction proposed",
            Self::DestructionWithdrawn => "Proposal to destroy withdrawn",
        }
    }
}
