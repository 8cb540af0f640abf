//! Which case has which word, and which child has which name: made from the opened record, in memory only, and brought
//! up to date before every search. Nothing of it is ever written.

use super::words::{is_long_enough, sounds_of, words_of};
use casework::case::CaseLine;
use casework::id::{CaseId, PersonId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A case in the index, by its place.
type Place = u32;

/// What is known of one setting.
#[derive(Default)]
pub(super) struct Index {
    cases: Vec<Indexed>,
    places: HashMap<CaseId, Place>,
    words: BTreeMap<String, Vec<(Place, u32)>>,
    people: HashMap<PersonId, Named>,
    names: BTreeMap<String, BTreeSet<PersonId>>,
    sounds: HashMap<String, BTreeSet<PersonId>>,
    cases_of: HashMap<PersonId, BTreeSet<Place>>,
}

/// A case in the index.
pub(super) struct Indexed {
    /// Its line, as of the last entry that was read.
    pub(super) line: CaseLine,
    read: u64,
    forgotten: bool,
}

struct Named {
    read: u64,
    words: Vec<String>,
}

/// Where a case was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Where {
    /// By the names of these children.
    pub(super) children: BTreeSet<PersonId>,
    /// In the words of these entries.
    pub(super) entries: BTreeSet<u64>,
    /// Only because a name sounds or is spelled alike.
    pub(super) alike: bool,
}

impl Index {
    /// The last entry of a case that was read; 0 where none was.
    pub(super) fn read_of(&self, case: CaseId) -> u64 {
        self.places
            .get(&case)
            .and_then(|place| self.at(*place))
            .map_or(0, |indexed| indexed.read)
    }

    /// The last entry about a person that was read; 0 where none was.
    pub(super) fn read_of_person(&self, person: PersonId) -> u64 {
        self.people.get(&person).map_or(0, |named| named.read)
    }

    /// The case at a place, unless it was read again since or is gone.
    pub(super) fn at(&self, place: Place) -> Option<&Indexed> {
        usize::try_from(place)
            .ok()
            .and_then(|place| self.cases.get(place))
            .filter(|indexed| !indexed.forgotten)
    }

    /// True where more of it is out of date than not.
    pub(super) fn is_worn(&self) -> bool {
        self.cases.len() > 64 && self.cases.len() > 2 * self.places.len()
    }

    /// Forgets cases and people that are not there any more. Each is given once.
    pub(super) fn keep_only(&mut self, cases: &[CaseId], people: &[PersonId]) {
        for case in gone(&self.places, cases) {
            self.forget(case);
        }
        for person in gone(&self.people, people) {
            self.forget_person(person);
        }
    }

    fn forget(&mut self, case: CaseId) {
        let indexed = self
            .places
            .remove(&case)
            .and_then(|place| usize::try_from(place).ok())
            .and_then(|place| self.cases.get_mut(place));
        if let Some(indexed) = indexed {
            indexed.forgotten = true;
        }
    }

    /// Reads a case, up to its entry `read`: the words of each of its entries, by their number.
    pub(super) fn put_case(
        &mut self,
        line: CaseLine,
        read: u64,
        entries: impl IntoIterator<Item = (u64, BTreeSet<String>)>,
    ) {
        self.forget(line.case);
        let Ok(place) = Place::try_from(self.cases.len()) else {
            return;
        };
        for (seq, words) in entries {
            let seq = u32::try_from(seq).unwrap_or(u32::MAX);
            for word in words {
                self.words.entry(word).or_default().push((place, seq));
            }
        }
        for child in &line.children {
            self.cases_of.entry(*child).or_default().insert(place);
        }
        self.places.insert(line.case, place);
        self.cases.push(Indexed {
            line,
            read,
            forgotten: false,
        });
    }

    fn forget_person(&mut self, person: PersonId) {
        let Some(before) = self.people.remove(&person) else {
            return;
        };
        for word in &before.words {
            remove(self.names.get_mut(word), person);
            for sound in sounds_of(word) {
                remove(self.sounds.get_mut(&sound), person);
            }
        }
    }

    /// Reads the names of a person, up to the entry `read` about them; none where they are not known any more.
    pub(super) fn put_person<'n>(
        &mut self,
        person: PersonId,
        read: u64,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        self.forget_person(person);
        let words: Vec<String> = names.into_iter().flat_map(words_of).collect();
        for word in &words {
            self.names.entry(word.clone()).or_default().insert(person);
            for sound in sounds_of(word) {
                self.sounds.entry(sound).or_default().insert(person);
            }
        }
        self.people.insert(person, Named { read, words });
    }

    /// Where a word stands: in entries, or as the beginning of a child's name. Beginnings count from three letters on.
    pub(super) fn cases_with(&self, word: &str) -> BTreeMap<Place, Where> {
        let mut found: BTreeMap<Place, Where> = BTreeMap::new();
        for (_, standing) in begins_with(&self.words, word) {
            for (place, seq) in standing {
                let it = found.entry(*place).or_default();
                it.entries.insert(u64::from(*seq));
            }
        }
        for (_, people) in begins_with(&self.names, word) {
            self.add_cases_of(people, false, &mut found);
        }
        found
    }

    /// The cases of children whose name sounds like a word, or is spelled almost like it.
    pub(super) fn cases_alike(&self, word: &str) -> BTreeMap<Place, Where> {
        let mut found = BTreeMap::new();
        if !is_long_enough(word) {
            return found;
        }
        for sound in sounds_of(word) {
            if let Some(people) = self.sounds.get(&sound) {
                self.add_cases_of(people, true, &mut found);
            }
        }
        if word.len() > 4 {
            for (name, people) in &self.names {
                if name.len().abs_diff(word.len()) <= 1
                    && strsim::damerau_levenshtein(name, word) == 1
                {
                    self.add_cases_of(people, true, &mut found);
                }
            }
        }
        found
    }

    fn add_cases_of(
        &self,
        people: &BTreeSet<PersonId>,
        alike: bool,
        found: &mut BTreeMap<Place, Where>,
    ) {
        for person in people {
            for place in self.cases_of.get(person).into_iter().flatten() {
                let it = found.entry(*place).or_default();
                it.children.insert(*person);
                it.alike |= alike;
            }
        }
    }

    /// The case with a reference, such as K7M-4QD, written with or without its line.
    pub(super) fn case_called(&self, reference: &str) -> Option<Place> {
        let bare = |text: &str| -> String {
            text.chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_uppercase())
                .collect()
        };
        let wanted = bare(reference);
        self.places.values().copied().find(|place| {
            self.at(*place)
                .is_some_and(|it| bare(&it.line.reference) == wanted)
        })
    }
}

/// Which of those known are not there any more.
fn gone<K: Copy + Eq + std::hash::Hash, V>(known: &HashMap<K, V>, there: &[K]) -> Vec<K> {
    let still_there = there.iter().filter(|one| known.contains_key(one)).count();
    if still_there == known.len() {
        return Vec::new();
    }
    let there: HashSet<K> = there.iter().copied().collect();
    let gone = known.keys().filter(|one| !there.contains(one));
    gone.copied().collect()
}

/// The words of a table that begin with one; only itself where it is short.
fn begins_with<'t, T>(
    table: &'t BTreeMap<String, T>,
    word: &str,
) -> impl Iterator<Item = (&'t String, &'t T)> {
    let word = word.to_owned();
    table.range(word.clone()..).take_while(move |(found, _)| {
        found.starts_with(&word) && (is_long_enough(&word) || **found == word)
    })
}

fn remove(people: Option<&mut BTreeSet<PersonId>>, person: PersonId) {
    if let Some(people) = people {
        people.remove(&person);
    }
}
