//! The record as far as it concerns one child, for that child or for whoever works with them next. Every other child is
//! the same pseudonym throughout, in what is structured and in what people wrote; entries about another child alone are
//! left out. What no rule can catch is put before a person: [`Look`] marks where. It knows nothing of pages or files.

mod born;
mod hiding;
mod looking;
mod tokens;

pub use hiding::{Piece, Sentence};
pub use looking::Look;

use crate::chronology::Entry;
use crate::event::{About, CaseEvent, Occurred};
use crate::id::{PersonId, StaffId};
use crate::people::Person;
use crate::setting::Setting;
use crate::telling::{Names, role, tell};
use crate::words::Words;
use guidance::Pack;
use hiding::Hiding;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How members of staff are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffAs {
    /// By name. Somebody who shares a name with another child is shown by what they are all the same.
    Name,
    /// By what they are, also where somebody wrote their name.
    Role,
}

/// What an extract is made from.
pub struct From<'a> {
    /// The entries of the case, in order.
    pub entries: &'a [Entry<CaseEvent>],
    /// For each entry, the guidance whose words it is told in.
    pub packs: &'a [Option<Arc<Pack>>],
    /// Everybody the case touches, with all that was ever recorded of who they are, oldest first.
    pub people: &'a BTreeMap<PersonId, Vec<Person>>,
    /// Whose case it is.
    pub setting: &'a Setting,
}

/// What somebody asks for.
pub struct Wanted<'a> {
    /// The child it is about.
    pub child: PersonId,
    /// How members of staff are shown.
    pub staff: StaffAs,
    /// Further words to hide.
    pub blacked_out: &'a [Words],
    /// Entries to leave out.
    pub left_out: &'a BTreeSet<u64>,
    /// For whom and why, as it stands on its front.
    pub why: &'a str,
    /// Who reads it through and confirms it.
    pub by: StaffId,
}

/// Why an entry is not in an extract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotIn {
    /// It is about another child alone, or about an entry that is.
    AboutAnother,
    /// Whoever made the extract left it out.
    LeftOut,
}

/// An entry of an extract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the whole record.
    pub seq: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub by: String,
    /// What it is.
    pub title: String,
    /// When it happened, where that is another time.
    pub happened: Option<Occurred>,
    /// What it says, as label and text.
    pub said: Vec<(String, Vec<Sentence>)>,
}

/// The record as far as it concerns one child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// What is in it, in order.
    pub lines: Vec<Line>,
    /// Which entries are not, and why.
    pub not_in: BTreeMap<u64, NotIn>,
    /// How many other children have a pseudonym.
    pub others: usize,
    /// The child it is about.
    pub child: String,
    /// Whose record it is, hidden where it is also somebody's name.
    pub setting: String,
    /// For whom and why, hidden as all other words.
    pub why: String,
    /// Who reads it through and confirms it, as staff are shown in it.
    pub by: String,
}

/// The text of sentences as they go out.
pub fn text_of(sentences: &[Sentence]) -> String {
    let pieces = sentences.iter().flat_map(|sentence| &sentence.pieces);
    pieces
        .map(|piece| match piece {
            Piece::Said(said) => said.as_str(),
            Piece::Hidden(label) => label.as_str(),
        })
        .collect()
}

impl Extract {
    /// Makes it.
    pub fn of(from: &From<'_>, wanted: &Wanted<'_>) -> Self {
        let making = Making::new(from, wanted);
        let not_in = making.not_in();
        let mut lines = Vec::new();
        for (place, entry) in from.entries.iter().enumerate() {
            if !not_in.contains_key(&entry.seq) {
                let pack = from.packs.get(place).and_then(Option::as_deref);
                lines.push(making.line(entry, pack, &not_in));
            }
        }
        Self {
            lines,
            not_in,
            others: making.others.len(),
            child: making.own_name(),
            setting: text_of(&making.hiding.hide(from.setting.name.as_str())),
            why: text_of(&making.hiding.hide(wanted.why)),
            by: making.by(wanted.by),
        }
    }
}

struct Making<'a> {
    from: &'a From<'a>,
    wanted: &'a Wanted<'a>,
    hiding: Hiding,
    others: BTreeMap<PersonId, usize>,
    staff: BTreeMap<StaffId, String>,
    staff_labels: BTreeMap<StaffId, usize>,
}

impl<'a> Making<'a> {
    fn new(from: &'a From<'a>, wanted: &'a Wanted<'a>) -> Self {
        let known = |person: &PersonId| from.people.get(person).map_or(&[][..], Vec::as_slice);
        let own = known(&wanted.child);
        let hiding = Hiding::around(own.iter().map(|state| state.name.as_str()));
        let mut making = Self {
            from,
            wanted,
            hiding,
            others: BTreeMap::new(),
            staff: BTreeMap::new(),
            staff_labels: BTreeMap::new(),
        };
        for (place, other) in in_order(from, wanted.child).into_iter().enumerate() {
            let label = making.hiding.label(&pseudonym(place));
            making.others.insert(other, label);
            for state in known(&other) {
                making.hide_child(label, state, own);
            }
        }
        making.name_staff();
        for words in wanted.blacked_out {
            making.hiding.phrase(tokens::plain_words(words.as_str()));
        }
        making
    }

    /// Hides a child's name, and what else of who they are might be written somewhere, unless it is as true of the child
    /// whose extract it is.
    fn hide_child(&mut self, label: usize, state: &Person, own: &[Person]) {
        self.hiding.name(label, state.name.as_str(), true);
        let shared = |date: Date| own.iter().any(|own| own.date_of_birth == Some(date));
        if let Some(date) = state.date_of_birth.filter(|date| !shared(*date)) {
            for way in born::written_ways(date) {
                self.hiding.phrase(way);
            }
        }
        let own_words: Vec<Vec<String>> = own
            .iter()
            .flat_map(|own| [&own.year_group, &own.setting])
            .flatten()
            .map(|words| tokens::plain_words(words.as_str()))
            .collect();
        for words in [&state.year_group, &state.setting].into_iter().flatten() {
            let words = tokens::plain_words(words.as_str());
            // A single digit says nothing by itself and stands everywhere.
            let says_something = words.concat().len() > 1;
            if says_something && !own_words.contains(&words) {
                self.hiding.phrase(words);
            }
        }
    }

    fn name_staff(&mut self) {
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        let mut roles = Vec::new();
        for (id, member) in &self.from.setting.staff {
            // What they are first of all: not a reporter, if they are anything else.
            let what = member.roles.iter().rev().max_by_key(|it| weight(**it));
            let what = what
                .map_or("Member of staff", |what| role(*what))
                .to_owned();
            let number = counted.entry(what.clone()).or_default();
            *number += 1;
            roles.push((*id, what, *number));
        }
        for (id, what, number) in roles {
            let alone = counted.get(&what) == Some(&1);
            let shown = if alone {
                what
            } else {
                format!("{what} ({number})")
            };
            let name = self.from.setting.staff.get(&id).map(|it| it.name.as_str());
            let name = name.unwrap_or_default().to_owned();
            let by_name = self.wanted.staff == StaffAs::Name && !self.hiding.names_a_child(&name);
            if by_name {
                self.staff.insert(id, name);
            } else {
                let label = self.hiding.label(&shown);
                self.staff_labels.insert(id, label);
                self.staff.insert(id, shown);
                self.hiding.name(label, &name, false);
            }
        }
    }

    fn not_in(&self) -> BTreeMap<u64, NotIn> {
        let mut not_in = BTreeMap::new();
        for entry in self.from.entries {
            let follows = match &entry.written.event {
                CaseEvent::EntryCorrected { entry, .. } => not_in.get(entry).copied(),
                CaseEvent::DeviceHandedOver { device, .. } => not_in.get(device).copied(),
                _ => None,
            };
            let why = if about(&entry.written.event).is_some_and(|child| child != self.wanted.child)
            {
                Some(NotIn::AboutAnother)
            } else if self.wanted.left_out.contains(&entry.seq) {
                Some(NotIn::LeftOut)
            } else {
                follows
            };
            if let Some(why) = why {
                not_in.insert(entry.seq, why);
            }
        }
        not_in
    }

    fn line(
        &self,
        entry: &Entry<CaseEvent>,
        pack: Option<&Pack>,
        not_in: &BTreeMap<u64, NotIn>,
    ) -> Line {
        let staff = |staff| match self.staff_labels.get(&staff) {
            Some(label) => Hiding::stands(*label),
            None => self.by(staff),
        };
        let person = |person| match self.others.get(&person) {
            Some(label) => Hiding::stands(*label),
            None => self.own_name(),
        };
        let names = Names {
            staff: &staff,
            person: &person,
            pack,
        };
        let telling = tell(
            &without_others(&entry.written.event, self.wanted.child),
            &names,
        );
        let mut said: Vec<(String, Vec<Sentence>)> = telling
            .sentences
            .iter()
            .map(|(label, text)| ((*label).to_owned(), self.hiding.hide(text)))
            .collect();
        for later in self.from.entries {
            if let CaseEvent::EntryCorrected {
                entry: seq, now, ..
            } = &later.written.event
                && *seq == entry.seq
                && !not_in.contains_key(&later.seq)
            {
                let label = format!("Corrected by entry {}: what is right", later.seq);
                said.push((label, self.hiding.hide(now.as_str())));
            }
        }
        Line {
            seq: entry.seq,
            recorded_at: entry.recorded_at,
            by: self.by(entry.written.by),
            title: telling.title,
            happened: telling.occurred,
            said,
        }
    }

    fn by(&self, staff: StaffId) -> String {
        self.staff
            .get(&staff)
            .cloned()
            .unwrap_or_else(|| "Somebody unknown".to_owned())
    }

    fn own_name(&self) -> String {
        let known = self.from.people.get(&self.wanted.child);
        known.and_then(|states| states.last()).map_or_else(
            || "This child".to_owned(),
            |own| own.name.as_str().to_owned(),
        )
    }
}

/// The other children, in the order in which the record came to know them, so that a pseudonym never changes.
fn in_order(from: &From<'_>, child: PersonId) -> Vec<PersonId> {
    let mut order: Vec<PersonId> = Vec::new();
    let named = from
        .entries
        .iter()
        .flat_map(|entry| named_in(&entry.written.event));
    for other in named.chain(from.people.keys().copied()) {
        if other != child && !order.contains(&other) {
            order.push(other);
        }
    }
    order
}

/// "Child B" for the first; the child whose extract it is would be A.
fn pseudonym(place: usize) -> String {
    let letter = u8::try_from(place + 1)
        .ok()
        .filter(|letter| *letter < 26)
        .map(|letter| char::from(b'A' + letter));
    letter.map_or_else(
        || format!("Child {}", place + 2),
        |letter| format!("Child {letter}"),
    )
}

fn weight(role: crate::event::Role) -> u8 {
    use crate::event::Role;
    match role {
        Role::Lead => 6,
        Role::Deputy => 5,
        Role::Head => 4,
        Role::Auditor => 3,
        Role::Oversight => 2,
        Role::Administrator => 1,
        Role::Reporter => 0,
    }
}

fn named_in(event: &CaseEvent) -> Vec<PersonId> {
    match event {
        CaseEvent::ConcernReported { children, .. } => children.clone(),
        other => about(other).into_iter().collect(),
    }
}

/// The one child an event is about.
fn about(event: &CaseEvent) -> Option<PersonId> {
    match event {
        CaseEvent::ChildInvolved { child, .. }
        | CaseEvent::PartsRecorded { child, .. }
        | CaseEvent::ParentsTold { child, .. }
        | CaseEvent::ParentsNotTold { child, .. }
        | CaseEvent::DeletionConfirmed { child, .. }
        | CaseEvent::QuestionAnswered {
            about: About::Child(child),
            ..
        } => Some(*child),
        CaseEvent::DeviceTaken { from, .. } => *from,
        _ => None,
    }
}

/// An event without the questions that are open about other children.
fn without_others(event: &CaseEvent, child: PersonId) -> CaseEvent {
    let mut event = event.clone();
    if let CaseEvent::GuidanceConsulted { open, .. } = &mut event {
        open.retain(|open| match open.about {
            Some(About::Child(about)) => about == child,
            Some(About::Incident) | None => true,
        });
    }
    event
}
