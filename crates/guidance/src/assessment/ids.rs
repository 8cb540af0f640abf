//! Some of the ids of one list, kept as places in it: what an assessment lists by the dozen costs nothing to copy.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::item::{Ids, Text};

/// Ids out of one list of a pack, in the order they were put.
#[derive(Clone)]
pub struct IdList {
    all: Ids,
    at: Vec<u32>,
}

impl IdList {
    /// Those that stand at these places of the list.
    pub(crate) fn new(all: &Ids, at: Vec<u32>) -> Self {
        Self {
            all: all.clone(),
            at,
        }
    }

    /// Each id.
    #[must_use]
    pub fn iter(&self) -> IdListIter<'_> {
        IdListIter {
            all: &self.all,
            at: self.at.iter(),
        }
    }

    /// Whether this id is among them.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.iter().any(|one| one.as_ref() == id)
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }
}

/// Each id of an [`IdList`].
#[derive(Debug, Clone)]
pub struct IdListIter<'a> {
    all: &'a [Text],
    at: std::slice::Iter<'a, u32>,
}

impl<'a> Iterator for IdListIter<'a> {
    type Item = &'a Text;

    fn next(&mut self) -> Option<Self::Item> {
        self.all.get(*self.at.next()? as usize)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.at.size_hint()
    }
}

impl<'a> IntoIterator for &'a IdList {
    type Item = &'a Text;
    type IntoIter = IdListIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<Text> for IdList {
    fn from_iter<I: IntoIterator<Item = Text>>(ids: I) -> Self {
        let all: Ids = ids.into_iter().collect();
        let at = (0..).take(all.len()).collect();
        Self { all, at }
    }
}

impl PartialEq for IdList {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Eq for IdList {}

impl PartialEq<[Text]> for IdList {
    fn eq(&self, other: &[Text]) -> bool {
        self.iter().eq(other)
    }
}

impl PartialEq<Vec<Text>> for IdList {
    fn eq(&self, other: &Vec<Text>) -> bool {
        self.iter().eq(other)
    }
}

impl fmt::Debug for IdList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl Serialize for IdList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for IdList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Text>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}
