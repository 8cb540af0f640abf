//! What would change an answer, as the engine found it: places in the pack's lists, read out as words where they are
//! shown. There may be some fifty for one incident, and a page shows five.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::facts::Answer;
use crate::item::{Ids, Text};

/// The words that every list of a pack quotes.
#[derive(Debug)]
pub(crate) struct ChangeWords {
    /// Each fact's id and its answers in order.
    pub(crate) facts: Vec<(Text, Vec<Answer>)>,
    pub(crate) responses: Ids,
}

/// One answer turned: which fact, of which child, from which of its answers to which.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) fact: u32,
    pub(crate) child: Option<u32>,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// Where one change ends, in the turns and in the responses; it begins where the last one ended.
#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    turns: u32,
    adds: u32,
    removes: u32,
}

fn end(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The smallest sets of known answers whose reversal changes what is called for or pointed to, those of one answer first.
#[derive(Clone)]
pub struct WouldChangeList {
    words: Arc<ChangeWords>,
    children: Vec<Text>,
    turns: Vec<Turn>,
    /// What each adds, then what it removes, one after another.
    responses: Vec<u32>,
    /// Where what the change being told adds ends.
    adds: u32,
    ends: Vec<Ends>,
}

impl WouldChangeList {
    pub(crate) fn new(words: &Arc<ChangeWords>, room: usize) -> Self {
        Self {
            words: words.clone(),
            children: Vec::new(),
            turns: Vec::with_capacity(room),
            responses: Vec::with_capacity(room),
            adds: 0,
            ends: Vec::with_capacity(room),
        }
    }

    /// Names the children the turns speak of.
    pub(crate) fn named(&mut self, children: Vec<Text>) {
        self.children = children;
    }

    /// Puts one answer turned, of the change being told.
    pub(crate) fn turn(&mut self, turn: Turn) {
        self.turns.push(turn);
    }

    /// Puts a response that it adds, or, once those have ended, one that it removes.
    pub(crate) fn response(&mut self, response: u32) {
        self.responses.push(response);
    }

    /// What it adds has been put.
    pub(crate) fn end_of_adds(&mut self) {
        self.adds = end(self.responses.len());
    }

    /// All of it has been put.
    pub(crate) fn end(&mut self) {
        self.ends.push(Ends {
            turns: end(self.turns.len()),
            adds: self.adds,
            removes: end(self.responses.len()),
        });
    }

    /// Each of them.
    #[must_use]
    pub fn iter(&self) -> WouldChangeIter<'_> {
        WouldChangeIter { list: self, at: 0 }
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<WouldChange<'_>> {
        let end = *self.ends.get(at)?;
        let between = |from: u32, to: u32| from as usize..to as usize;
        let begin = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before).copied())
            .unwrap_or_default();
        Some(WouldChange {
            list: self,
            turns: self.turns.get(between(begin.turns, end.turns))?,
            adds: self.responses.get(between(begin.removes, end.adds))?,
            removes: self.responses.get(between(end.adds, end.removes))?,
        })
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing would change it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// A smallest set of known answers whose reversal changes what is called for or pointed to.
#[derive(Clone, Copy)]
pub struct WouldChange<'a> {
    list: &'a WouldChangeList,
    turns: &'a [Turn],
    adds: &'a [u32],
    removes: &'a [u32],
}

/// One answer that would be otherwise.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reversal<'a> {
    /// The fact's id.
    pub fact: &'a Text,
    /// The child's name as given; none for the incident.
    pub child: Option<&'a Text>,
    /// The answer as it is.
    pub from: &'a Answer,
    /// The answer as it would be.
    pub to: &'a Answer,
}

impl<'a> WouldChange<'a> {
    /// How many answers: one or two.
    #[must_use]
    pub fn answers(&self) -> usize {
        self.turns.len()
    }

    /// The answers.
    pub fn change(&self) -> impl Iterator<Item = Reversal<'a>> + Clone + use<'a> {
        let list = self.list;
        self.turns.iter().filter_map(move |turn| {
            let (fact, answers) = list.words.facts.get(turn.fact as usize)?;
            Some(Reversal {
                fact,
                child: turn
                    .child
                    .and_then(|child| list.children.get(child as usize)),
                from: answers.get(turn.from as usize)?,
                to: answers.get(turn.to as usize)?,
            })
        })
    }

    /// Responses this would add.
    pub fn adds(&self) -> impl Iterator<Item = &'a Text> + Clone + use<'a> {
        let list = self.list;
        self.adds
            .iter()
            .filter_map(|at| list.words.responses.get(*at as usize))
    }

    /// Responses this would remove.
    pub fn removes(&self) -> impl Iterator<Item = &'a Text> + Clone + use<'a> {
        let list = self.list;
        self.removes
            .iter()
            .filter_map(|at| list.words.responses.get(*at as usize))
    }
}

/// Each of a [`WouldChangeList`].
#[derive(Debug, Clone)]
pub struct WouldChangeIter<'a> {
    list: &'a WouldChangeList,
    at: usize,
}

impl<'a> Iterator for WouldChangeIter<'a> {
    type Item = WouldChange<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.list.get(self.at)?;
        self.at += 1;
        Some(next)
    }
}

impl<'a> IntoIterator for &'a WouldChangeList {
    type Item = WouldChange<'a>;
    type IntoIter = WouldChangeIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for WouldChange<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.change().eq(other.change())
            && self.adds().eq(other.adds())
            && self.removes().eq(other.removes())
    }
}

impl Eq for WouldChange<'_> {}

impl PartialEq for WouldChangeList {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Eq for WouldChangeList {}

impl fmt::Debug for WouldChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WouldChange")
            .field("change", &self.change().collect::<Vec<_>>())
            .field("adds", &self.adds().collect::<Vec<_>>())
            .field("removes", &self.removes().collect::<Vec<_>>())
            .finish()
    }
}

impl fmt::Debug for WouldChangeList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// A smallest set of known answers whose reversal changes what is called for or pointed to.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "WouldChange"))]
#[derive(Serialize)]
pub(crate) struct Written<'a> {
    /// One or two answers.
    change: Vec<Reversal<'a>>,
    /// Responses this would add.
    adds: Vec<&'a Text>,
    /// Responses this would remove.
    removes: Vec<&'a Text>,
}

impl Serialize for WouldChangeList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|one| Written {
            change: one.change().collect(),
            adds: one.adds().collect(),
            removes: one.removes().collect(),
        }))
    }
}

#[derive(Deserialize)]
struct Read {
    change: Vec<ReadReversal>,
    adds: Vec<Text>,
    removes: Vec<Text>,
}

#[derive(Deserialize)]
struct ReadReversal {
    fact: Text,
    child: Option<Text>,
    from: Answer,
    to: Answer,
}

impl<'de> Deserialize<'de> for WouldChangeList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Vec::<Read>::deserialize(deserializer)?;
        let mut facts = Vec::new();
        let mut responses: Vec<Text> = Vec::new();
        let mut list = Self::new(
            &Arc::new(ChangeWords {
                facts: Vec::new(),
                responses: Vec::new().into(),
            }),
            read.len(),
        );
        for one in read {
            for turned in one.change {
                let child = turned.child.map(|name| {
                    list.children.push(name);
                    end(list.children.len() - 1)
                });
                list.turn(Turn {
                    fact: end(facts.len()),
                    child,
                    from: 0,
                    to: 1,
                });
                facts.push((turned.fact, vec![turned.from, turned.to]));
            }
            for id in one.adds {
                list.response(end(responses.len()));
                responses.push(id);
            }
            list.end_of_adds();
            for id in one.removes {
                list.response(end(responses.len()));
                responses.push(id);
            }
            list.end();
        }
        list.words = Arc::new(ChangeWords {
            facts,
            responses: responses.into(),
        });
        Ok(list)
    }
}
