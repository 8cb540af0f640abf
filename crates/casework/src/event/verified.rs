//! What a named adviser says of the items of a verification sheet.

use crate::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who went through a sheet: a person with a name, who need not work here or have an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adviser {
    /// Their name.
    pub name: Words,
    /// In what capacity: "Local authority safeguarding adviser".
    pub role: Words,
    /// Where they work, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Words>,
}

impl Adviser {
    /// Name, capacity and organisation in one line.
    pub fn in_words(&self) -> String {
        let mut words = format!("{}, {}", self.name.as_str(), self.role.as_str());
        if let Some(organisation) = &self.organisation {
            words.push_str(", ");
            words.push_str(organisation.as_str());
        }
        words
    }
}

/// What they say of one item. The digest is that of the item as it was shown to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAnswered {
    /// The item, as the sheet names it: `rule:trigger-adult`.
    pub item: String,
    /// Exactly what was shown of it.
    pub digest: String,
    /// What they say.
    pub answer: ItemAnswer,
}

/// What an adviser says of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "kebab-case")]
pub enum ItemAnswer {
    /// It is right as it stands.
    Agree,
    /// Other words are right: by field, only those that change.
    Correct {
        /// The words, by field.
        words: BTreeMap<String, Words>,
        /// Why.
        reason: Words,
    },
    /// It should not be said. What it does stays as it is: nothing national can be taken away.
    Reject {
        /// Why.
        reason: Words,
    },
}
