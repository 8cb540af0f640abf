//! Retention rules: how long records are kept, as sources say it, with how sure that is. Data in dated files at
//! `retention-rules/`; what they mean for a record is not known here.

mod read;

use crate::problem::Problem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// The files that are built in, oldest first: their path and text.
const SHIPPED: [(&str, &str); 1] = [(
    "retention-rules/2026-11-22.toml",
    include_str!("../../../retention-rules/2026-11-22.toml"),
)];

/// How sure a source is: the marks of the research that the rules stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sureness {
    /// An excerpt of the primary text was seen.
    #[serde(rename = "P")]
    Primary,
    /// A secondary source was seen.
    #[serde(rename = "S")]
    Secondary,
    /// Background knowledge, not checked.
    #[serde(rename = "B")]
    Background,
}

impl Sureness {
    /// The mark as files write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "P",
            Self::Secondary => "S",
            Self::Background => "B",
        }
    }

    /// The mark in words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Primary => "an excerpt of the primary text was seen",
            Self::Secondary => "a secondary source was seen",
            Self::Background => "background knowledge, to be verified",
        }
    }
}

/// What starts the clock of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockStart {
    /// The child's date of birth.
    DateOfBirth,
    /// The day the case was closed.
    Closure,
    /// It goes when the record it protects goes.
    WithTheRecord,
    /// The source does not say: nothing becomes due.
    NotStated,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RetentionSource {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is, and what of it was seen.
    pub what: String,
    /// How sure.
    pub mark: Sureness,
}

/// A class of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordClass {
    /// Its id.
    pub id: String,
    /// In words.
    pub says: String,
}

/// One rule: how long a class of records is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RetentionRule {
    /// Its id, as settings adopt it.
    pub id: String,
    /// The class of records it is about.
    pub class: String,
    /// Where it applies, by the ids of guidance.
    pub jurisdictions: Vec<String>,
    /// What starts its clock.
    pub starts: ClockStart,
    /// How many years from then; none for what goes with its record.
    pub years: Option<u16>,
    /// The source, by id.
    pub source: String,
    /// Where in the source.
    pub clause: String,
    /// How sure.
    pub mark: Sureness,
    /// In a sentence.
    pub says: String,
    /// What somebody should verify first.
    pub to_verify: Option<String>,
    /// The first day it is in force.
    pub from: Date,
    /// The last day it is in force.
    pub to: Option<Date>,
}

impl RetentionRule {
    /// A digest of what the rule says, in hexadecimal: an adoption holds for exactly this.
    #[must_use]
    pub fn digest(&self) -> String {
        use sha2::{Digest, Sha256};
        let words = serde_json::to_vec(self).unwrap_or_default();
        crate::read::hex(&Sha256::digest(words))
    }

    /// Whether it applies in a place on a day.
    #[must_use]
    pub fn is_in_force(&self, jurisdiction: &str, on: Date) -> bool {
        self.jurisdictions.iter().any(|one| one == jurisdiction)
            && self.from <= on
            && self.to.is_none_or(|to| on <= to)
    }

    /// Whether it is shown with "to be verified".
    #[must_use]
    pub fn is_to_be_verified(&self) -> bool {
        self.mark == Sureness::Background || self.to_verify.is_some()
    }
}

/// What a person must have looked into before a record is destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BeforeDestroying {
    /// Its id.
    pub id: String,
    /// What they say that they did.
    pub asks: String,
    /// Why it is asked.
    pub why: String,
    /// The source, by id.
    pub source: String,
    /// How sure.
    pub mark: Sureness,
    /// What is not verified about it.
    pub to_verify: Option<String>,
}

/// One dated file of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RetentionRules {
    /// Its id.
    pub id: String,
    /// Its version, which is a date.
    pub version: String,
    /// What it is, in a sentence.
    pub says: String,
    /// The first day it is in force.
    pub from: Date,
    /// The last day it is in force.
    pub to: Option<Date>,
    /// Where rules come from.
    pub sources: Vec<RetentionSource>,
    /// The classes of records.
    pub classes: Vec<RecordClass>,
    /// The rules.
    pub rules: Vec<RetentionRule>,
    /// What is looked into before anything is destroyed.
    pub checks: Vec<BeforeDestroying>,
}

impl RetentionRules {
    /// Reads a file.
    ///
    /// # Errors
    /// Everything that is wrong with it, with file and line.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        read::read(file, text)
    }

    /// Every version that is built in, oldest first.
    ///
    /// # Errors
    /// Everything that is wrong with them; a test holds that nothing is.
    pub fn shipped() -> &'static Result<Vec<Self>, Vec<Problem>> {
        static READ: OnceLock<Result<Vec<RetentionRules>, Vec<Problem>>> = OnceLock::new();
        READ.get_or_init(|| {
            let mut all = Vec::new();
            for (file, text) in SHIPPED {
                all.push(Self::read(file, text)?);
            }
            Ok(all)
        })
    }

    /// The version in force on a day: the latest that has begun and not ended.
    #[must_use]
    pub fn in_force(on: Date) -> Option<&'static Self> {
        Self::shipped()
            .as_ref()
            .ok()?
            .iter()
            .rev()
            .find(|rules| rules.from <= on && rules.to.is_none_or(|to| on <= to))
    }

    /// The rule with this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&RetentionRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&RetentionSource> {
        self.sources.iter().find(|source| source.id == id)
    }
}
