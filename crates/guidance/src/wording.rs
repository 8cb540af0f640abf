//! An adviser's wording over a text: other words where they corrected ours, and what they rejected. It has no way to
//! reach what a text does; a rule that an adviser rejects is met and calls for what it called for before.

pub(crate) mod written;

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::item::Text;
use crate::pack::{Pack, PackFile};
use crate::problem::Problem;
use crate::sheet::words_mut;

/// Other words for some words of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The item, as [`crate::SheetItem::key`] names it.
    pub item: Text,
    /// Which of its words, as [`crate::Worded::field`] names them.
    pub field: Text,
    /// What the text says.
    pub original: Text,
    /// What it should say.
    pub now: Text,
    /// Who corrected it.
    pub by: Text,
    /// The day on which they did.
    pub on: Date,
    /// Why.
    pub reason: Text,
}

/// An item that an adviser rejects. It is shown with that, and does what it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The item.
    pub item: Text,
    /// Who rejected it.
    pub by: Text,
    /// The day on which they did.
    pub on: Date,
    /// Why.
    pub reason: Text,
}

/// Corrections and rejections that lie over exactly one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pack: Text,
    version: Text,
    over: Text,
    digest: Text,
    corrections: Vec<Correction>,
    rejections: Vec<Rejection>,
}

impl Wording {
    /// The wording that these make over a pack; none where there is nothing to say. `original` is taken from the pack.
    ///
    /// # Errors
    /// Where the pack has no such item, or the item no such words.
    pub fn over(
        pack: &Pack,
        mut corrections: Vec<Correction>,
        rejections: Vec<Rejection>,
    ) -> Result<Option<Self>, Vec<Problem>> {
        if corrections.is_empty() && rejections.is_empty() {
            return Ok(None);
        }
        let mut trial = pack.contents.clone();
        let mut problems = Vec::new();
        for one in &mut corrections {
            match words_mut(&mut trial, &one.item, &one.field, &one.now) {
                Some(original) => one.original = original,
                None => problems.push(no_such(&one.item, Some(&one.field))),
            }
        }
        let keys: Vec<String> = crate::sheet::sheet(pack)
            .into_iter()
            .map(|item| item.key)
            .collect();
        for one in &rejections {
            if !keys.iter().any(|key| *key == *one.item) {
                problems.push(no_such(&one.item, None));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut wording = Self {
            pack: pack.id().into(),
            version: pack.version().into(),
            over: pack.digest().into(),
            digest: Text::default(),
            corrections,
            rejections,
        };
        wording.digest = written::digest(&wording.file().text);
        Ok(Some(wording))
    }

    /// SHA-256 over [`Wording::file`], lower-case hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The corrections, in the order of the sheet they were made on.
    #[must_use]
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// What is rejected.
    #[must_use]
    pub fn rejections(&self) -> &[Rejection] {
        &self.rejections
    }

    /// The wording as a file, `wording.toml`: see `guidance-packs/FORMAT.md`.
    #[must_use]
    pub fn file(&self) -> PackFile {
        PackFile {
            path: "wording.toml".to_owned(),
            text: written::to_toml(self),
        }
    }
}

fn no_such(item: &str, field: Option<&str>) -> Problem {
    let what = match field {
        Some(field) => format!("There are no words `{field}` of an item `{item}` to correct."),
        None => format!("There is no item `{item}`."),
    };
    let why = "A correction that reaches nothing would be thought to have been made.";
    Problem::new("wording.toml", None, what, why)
}

impl Pack {
    /// The same text in an adviser's words. Its rules, its digest and what it calls for are what they were.
    #[must_use]
    pub fn reworded(&self, wording: Wording) -> Self {
        let mut reworded = self.clone();
        if *wording.over == *self.digest {
            for one in &wording.corrections {
                words_mut(&mut reworded.contents, &one.item, &one.field, &one.now);
            }
            reworded.wording = Some(Arc::new(wording));
        }
        reworded
    }

    /// The adviser's wording that lies over it, if any.
    #[must_use]
    pub fn wording(&self) -> Option<&Wording> {
        self.wording.as_deref()
    }

    /// The corrections of an item (`rule:trigger-adult`): its words are already the corrected ones.
    pub fn corrected<'p>(&'p self, item: &'p str) -> impl Iterator<Item = &'p Correction> {
        let all = self.wording().map_or(&[][..], Wording::corrections);
        all.iter().filter(move |one| one.item.as_ref() == item)
    }

    /// That an adviser rejects an item, if one does. It does what it did before.
    #[must_use]
    pub fn rejected(&self, item: &str) -> Option<&Rejection> {
        let all = self.wording().map_or(&[][..], Wording::rejections);
        all.iter().find(|one| one.item.as_ref() == item)
    }
}
