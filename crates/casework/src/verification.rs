//! How far a setting has come with checking the guidance it works under: what advisers said of each item of a text, what
//! wording that makes, and the layers the setting wrote itself. It knows no case and no page.

use crate::chronology::Written;
use crate::event::{Adviser, ItemAnswer, SettingEvent};
use crate::id::StaffId;
use crate::setting::Adopted;
use crate::words::Words;
use guidance::{Correction, Pack, Rejection, SheetItem, Wording, sheet};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What was said of an item, last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What the item was, exactly.
    pub item_digest: String,
    /// What was said.
    pub answer: ItemAnswer,
    /// By whom.
    pub adviser: Adviser,
    /// Their initials, as on the sheet.
    pub initials: Words,
    /// The day on which they said it.
    pub on: Date,
    /// Who recorded it.
    pub by: StaffId,
    /// When that was.
    pub at: Timestamp,
}

/// Everything advisers said of items, text by text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// By digest of the text, then by item.
    texts: BTreeMap<String, BTreeMap<String, Answered>>,
    last_by: Option<(Adviser, Words)>,
}

impl Verification {
    pub(crate) fn take(&mut self, at: Timestamp, written: &Written<SettingEvent>) {
        let SettingEvent::GuidanceItemsVerified {
            digest,
            adviser,
            initials,
            on,
            answers,
            ..
        } = &written.event
        else {
            return;
        };
        let text = self.texts.entry(digest.clone()).or_default();
        for one in answers {
            let answered = Answered {
                item_digest: one.digest.clone(),
                answer: one.answer.clone(),
                adviser: adviser.clone(),
                initials: initials.clone(),
                on: *on,
                by: written.by,
                at,
            };
            text.insert(one.item.clone(), answered);
        }
        self.last_by = Some((adviser.clone(), initials.clone()));
    }

    /// What was said of an item of exactly this text, where the item is still what was shown.
    pub fn answer(&self, text: &str, item: &SheetItem) -> Option<&Answered> {
        self.texts
            .get(text)?
            .get(&item.key)
            .filter(|answered| answered.item_digest == item.digest)
    }

    /// What was said, last, of the same item in another text: offered, never taken over unasked.
    pub fn offered(&self, text: &str, item: &SheetItem) -> Option<&Answered> {
        self.texts
            .iter()
            .filter(|(digest, _)| digest.as_str() != text)
            .filter_map(|(_, answers)| answers.get(&item.key))
            .filter(|answered| answered.item_digest == item.digest)
            .max_by_key(|answered| answered.at)
    }

    /// Whether anybody answered an item of exactly this text.
    pub fn has_begun(&self, text: &str) -> bool {
        self.texts.contains_key(text)
    }

    /// The adviser whose answers were recorded last, with their initials: most likely the one who goes on.
    pub fn last_by(&self) -> Option<&(Adviser, Words)> {
        self.last_by.as_ref()
    }

    /// What was corrected or rejected of a text, by item.
    pub(crate) fn differing(&self, text: &str) -> BTreeMap<String, Answered> {
        let answers = self.texts.get(text).into_iter().flatten();
        answers
            .filter(|(_, answered)| answered.answer != ItemAnswer::Agree)
            .map(|(item, answered)| (item.clone(), answered.clone()))
            .collect()
    }

    /// The wording that what was said so far makes over a text as it came. It is in force only once adopted.
    pub fn wording(&self, pack: &Pack) -> Option<Wording> {
        wording(pack, &self.differing(pack.digest()))
    }

    /// How far the checking of a text has come.
    pub fn progress(&self, pack: &Pack) -> Progress {
        let items = sheet(pack);
        let answered = items
            .iter()
            .filter(|item| self.answer(pack.digest(), item).is_some());
        Progress {
            answered: answered.count(),
            items: items.len(),
        }
    }
}

/// How many items of a sheet are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// So many are.
    pub answered: usize,
    /// Of so many.
    pub items: usize,
}

impl Progress {
    /// Whether nothing is left to answer.
    pub fn is_whole(self) -> bool {
        self.answered >= self.items
    }
}

impl Adopted {
    /// The adviser's wording that lies over a text since it was adopted, for the text as it came.
    pub fn wording_over(&self, pack: &Pack) -> Option<Wording> {
        wording(pack, &self.differing)
    }
}

fn wording(pack: &Pack, differing: &BTreeMap<String, Answered>) -> Option<Wording> {
    let (mut corrections, mut rejections) = (Vec::new(), Vec::new());
    for item in sheet(pack) {
        let said = differing.get(&item.key);
        let Some(said) = said.filter(|said| said.item_digest == item.digest) else {
            continue;
        };
        let by = said.adviser.in_words();
        match &said.answer {
            ItemAnswer::Agree => {}
            ItemAnswer::Correct { words, reason } => {
                corrections.extend(words.iter().map(|(field, now)| Correction {
                    item: item.key.as_str().into(),
                    field: field.as_str().into(),
                    original: "".into(),
                    now: now.as_str().into(),
                    by: by.as_str().into(),
                    on: said.on,
                    reason: reason.as_str().into(),
                }));
            }
            ItemAnswer::Reject { reason } => rejections.push(Rejection {
                item: item.key.as_str().into(),
                by: by.as_str().into(),
                on: said.on,
                reason: reason.as_str().into(),
            }),
        }
    }
    // OK because the act that recorded an answer refused words the item does not have, and its digest still holds.
    Wording::over(pack, corrections, rejections).ok().flatten()
}

/// A layer a setting wrote itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnGuidance {
    /// Every version kept, oldest first.
    pub kept: Vec<KeptOwn>,
    /// The one in force.
    pub adopted: Option<AdoptedOwn>,
}

/// A version of a setting's own layer, kept by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptOwn {
    /// Its title.
    pub title: Words,
    /// Its version: the first day.
    pub version: String,
    /// Exactly which bytes.
    pub digest: String,
    /// Who brought it.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

/// That a version of it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedOwn {
    /// Exactly which bytes.
    pub digest: String,
    /// Who advised it.
    pub adviser: Words,
    /// Who recorded it.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

impl OwnGuidance {
    pub(crate) fn take(&mut self, at: Timestamp, written: &Written<SettingEvent>) {
        match &written.event {
            SettingEvent::OwnGuidanceKept {
                version,
                digest,
                title,
                ..
            } => self.kept.push(KeptOwn {
                title: title.clone(),
                version: version.clone(),
                digest: digest.clone(),
                by: written.by,
                at,
            }),
            SettingEvent::OwnGuidanceAdopted {
                digest,
                adopted,
                adviser,
                ..
            } => {
                self.adopted = adopted.then(|| AdoptedOwn {
                    digest: digest.clone(),
                    adviser: adviser.clone(),
                    by: written.by,
                    at,
                });
            }
            _ => {}
        }
    }

    /// The version kept last.
    pub fn latest(&self) -> Option<&KeptOwn> {
        self.kept.last()
    }
}
