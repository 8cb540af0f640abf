//! Whether a setting's own adviser has adopted a text. Until then every page of it says that it is a draft.

use crate::govuk::{Html, InsetText};
use crate::when;
use casework::setting::Setting;
use casework::verification::Progress;
use guidance::Pack;
use jiff::civil::Date;

/// Whether the reader's setting has adopted a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adoption {
    /// Nobody is signed in, so there is no setting to speak of.
    NoSetting,
    /// Not yet, and nobody has begun to check it.
    NotYet,
    /// Not yet: an adviser is going through its verification sheet.
    BeingVerified(Progress),
    /// Adopted, on the advice of a named person.
    Adopted {
        /// Who advised it.
        adviser: String,
        /// The day on which it was recorded.
        on: Date,
    },
}

impl Adoption {
    /// As the reader's setting has it: exactly these bytes count, not the name alone.
    pub fn of(pack: &Pack, setting: Option<&Setting>) -> Self {
        let Some(setting) = setting else {
            return Self::NoSetting;
        };
        if let Some(one) = setting.adoption_of(pack.digest()) {
            return Self::Adopted {
                adviser: one.adviser.as_str().to_owned(),
                on: when::day_of(one.at),
            };
        }
        let verification = &setting.verification;
        if !verification.has_begun(pack.digest()) {
            return Self::NotYet;
        }
        Self::BeingVerified(verification.progress(pack))
    }

    /// The state in a few words, for the foot of a page: "draft", "being verified, 214 of 388 items answered".
    pub fn in_words(&self) -> String {
        match self {
            Self::NoSetting | Self::NotYet => "No adviser has adopted this text for your setting yet: check it against the official text.".to_owned(),
            Self::BeingVerified(progress) => format!(
                "Being verified: {} of {} items answered. No adviser has adopted this text for your setting yet: check it against the official text.",
                progress.answered, progress.items
            ),
            Self::Adopted { adviser, on } => {
                format!("Adopted for this setting on {}, advised by {adviser}.", when::day(*on))
            }
        }
    }

    /// What every page of the text says about it.
    pub fn banner(&self) -> Html {
        let words = match self {
            Self::NoSetting => "Draft: a text here is a draft until a setting\u{2019}s own safeguarding adviser has checked and adopted it. Sign in to see whether yours has. It does not replace the official text.".to_owned(),
            Self::NotYet => "Draft: not yet adopted by this setting\u{2019}s safeguarding adviser. It does not replace the official text.".to_owned(),
            Self::BeingVerified(progress) => format!(
                "Draft: being verified by this setting\u{2019}s safeguarding adviser, {} of {} items answered. It does not replace the official text.",
                progress.answered, progress.items
            ),
            Self::Adopted { adviser, on } => {
                format!("Adopted by this setting on {}, on the advice of {adviser}. It does not replace the official text.", when::day(*on))
            }
        };
        InsetText::new(words).into()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use casework::id::{SettingId, StaffId};
    use casework::setting::Adopted;
    use casework::words::Words;
    use guidance::Library;
    use std::collections::{BTreeMap, BTreeSet};

    fn setting(adopted: Vec<Adopted>) -> Setting {
        Setting {
            id: SettingId(uuid::Uuid::nil()),
            name: Words::typed("Example School").unwrap(),
            jurisdiction: "england".to_owned(),
            college: false,
            staff: BTreeMap::new(),
            duty: None,
            adopted,
            local_rules: BTreeSet::new(),
            verification: casework::verification::Verification::default(),
            own_guidance: BTreeMap::new(),
            closed_days: Vec::new(),
            practice: None,
            rooms: BTreeMap::new(),
            cases_without_key: BTreeSet::new(),
            people_without_key: BTreeSet::new(),
            retention: casework::retention::Retention::default(),
        }
    }

    fn adopted(pack: &Pack, digest: &str) -> Adopted {
        Adopted {
            pack: pack.id().to_owned(),
            version: pack.version().to_owned(),
            digest: digest.to_owned(),
            adviser: Words::typed("Adviser Example").unwrap(),
            by: StaffId(uuid::Uuid::nil()),
            at: "2026-06-03T23:30:00Z".parse().unwrap(),
            wording: None,
            differing: BTreeMap::new(),
        }
    }

    #[test]
    fn a_text_is_a_draft_until_exactly_its_bytes_are_adopted() {
        let pack = Library::shipped().find("england-ukcis-2024", None).unwrap();
        let banner = |adopted| Adoption::of(&pack, Some(&setting(adopted))).banner();
        let draft = "Draft: not yet adopted by this setting";
        assert!(banner(Vec::new()).as_str().contains(draft));
        assert!(
            banner(vec![adopted(&pack, "other bytes")])
                .as_str()
                .contains(draft)
        );
        let done = banner(vec![adopted(&pack, pack.digest())]);
        assert!(
            done.as_str().contains(
                "Adopted by this setting on 4 June 2026, on the advice of Adviser Example"
            )
        );
    }
}
