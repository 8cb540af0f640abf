//! Where a point comes from, and how sure we are of it.
//!
//! Honesty is part of the data: no item of a pack stands without a [`Mark`].

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// How a point was verified. The list and what each may stand on is in `guidance-packs/FORMAT.md`.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// Read in the primary text.
    P,
    /// The primary text was reached, and this point was in the part seen.
    #[serde(rename = "P-part")]
    PPart,
    /// Two or more independent secondary sources agree.
    S2,
    /// One secondary source.
    S,
    /// General knowledge, sure of the substance, not of the words.
    #[serde(rename = "G-high")]
    GHigh,
    /// Substance probably right: a prompt for the person who checks, never guidance.
    #[serde(rename = "G-med")]
    GMed,
    /// Not guidance: our own prompt, explanation or house rule.
    #[serde(rename = "ours")]
    Ours,
}

impl Mark {
    /// Every mark, in the order of the table in `FORMAT.md`.
    pub const ALL: [Self; 7] = [
        Self::P,
        Self::PPart,
        Self::S2,
        Self::S,
        Self::GHigh,
        Self::GMed,
        Self::Ours,
    ];

    /// The mark as packs write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::P => "P",
            Self::PPart => "P-part",
            Self::S2 => "S2",
            Self::S => "S",
            Self::GHigh => "G-high",
            Self::GMed => "G-med",
            Self::Ours => "ours",
        }
    }

    /// Whether the point is shown with "to be verified".
    #[must_use]
    pub fn to_be_verified(self) -> bool {
        matches!(self, Self::S | Self::GHigh | Self::GMed)
    }

    /// What the mark means, in plain words for the person reading.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::P => "Read in the official text.",
            Self::PPart => "Read in the part of the official text that was seen.",
            Self::S2 => "Reported alike by two or more independent sources.",
            Self::S => "Reported by one secondary source. To be verified.",
            Self::GHigh => {
                "General knowledge: sure of the substance, not of the words. To be verified."
            }
            Self::GMed => "Not verified: a prompt for the person who checks the pack.",
            Self::Ours => "Not guidance: this software's own prompt or explanation.",
        }
    }
}

/// Where one point comes from.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// The id of one of the pack's sources.
    pub id: Arc<str>,
    /// Where in that source, as far as known.
    pub section: Option<Arc<str>>,
    /// The id of the point in the project's research.
    pub item: Option<Arc<str>>,
    /// How the point was verified.
    pub mark: Mark,
}

/// The standing of a whole source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Guidance a setting should follow, without a duty in law to have regard to it.
    NonStatutory,
    /// Guidance a setting must have regard to.
    Statutory,
    /// An Act, regulations or a rule of common law.
    Law,
    /// Advice from a professional body.
    ProfessionalAdvice,
    /// Research.
    Research,
    /// What standing it has was not seen.
    NotSeen,
    /// Ours: not guidance.
    Ours,
}

/// A document a pack stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its id.
    pub id: Arc<str>,
    /// Its title as printed.
    pub title: Arc<str>,
    /// Who published it.
    pub publisher: Arc<str>,
    /// Its date, in its own words.
    pub dated: Arc<str>,
    /// Its address as printed; not a checked link.
    pub address: Option<Arc<str>>,
    /// What standing it has.
    pub standing: Standing,
    /// How far it was read.
    pub read: Mark,
    /// The pack or layer it came from.
    pub pack: Arc<str>,
}
