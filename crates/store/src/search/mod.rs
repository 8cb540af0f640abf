//! Searching the cases somebody may see: by the names of children, by words in the chronology, by days and by reference.
//!
//! Nothing that is derived for it lies on the disk: it is an index in memory, made from the opened record when somebody
//! first searches and brought up to date before each search, by whichever chronologies have grown. What is found by is the
//! record's content, so each case that is shown names its searcher in its access log, durably, before they see it.

mod days;
mod gleaned;
mod index;
mod words;

use crate::failure::Failure;
use crate::lists::sees;
use crate::log;
use crate::opening::note;
use crate::shared::Shared;
use crate::sql::Rows;
use crate::store::Store;
use crate::views;
use casework::access::{Asking, Deed, may};
use casework::calendar::day_of;
use casework::case::CaseLine;
use casework::chronology::{ChronologyId, Sort};
use casework::event::AccessEvent;
use casework::id::{CaseId, PersonId, SettingId};
use casework::words::Words;
use index::{Index, Where};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The indexes of at most so many settings are kept; the one not used for longest goes first.
const MOST_SETTINGS: usize = 8;
/// Searching for more words than these finds no fewer cases.
const MOST_WORDS: usize = 12;

/// A case that was found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its line, as on the desk.
    pub line: CaseLine,
    /// The children by whose names it was found.
    pub children: BTreeSet<PersonId>,
    /// The numbers of the entries in which words or days stand.
    pub entries: BTreeSet<u64>,
    /// True where it was found only because a name sounds, or is spelled, like a word that was looked for.
    pub alike: bool,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// What is shown: cases that have every word first, then those with a name alike; the newest first.
    pub found: Vec<Found>,
    /// How many more there are.
    pub more: usize,
}

/// The indexes that are kept, by setting, the last used last.
#[derive(Default)]
pub(crate) struct Indexes(Mutex<Vec<(SettingId, Arc<Mutex<Index>>)>>);

impl Indexes {
    fn of(&self, setting: SettingId) -> Arc<Mutex<Index>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = match kept.iter().position(|(known, _)| *known == setting) {
            Some(place) => kept.remove(place).1,
            None => Arc::default(),
        };
        if kept.len() >= MOST_SETTINGS {
            kept.remove(0);
        }
        kept.push((setting, Arc::clone(&index)));
        index
    }

    /// Forgets the index of a setting, as when something in it was destroyed.
    pub(crate) fn forget(&self, setting: SettingId) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(known, _)| *known != setting);
    }
}

impl Store {
    /// The cases the asker may see that have every word of `typed`, `most` at most. Each case in the answer has the
    /// search in its access log.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker has no desk to search from.
    pub async fn search(
        &self,
        asking: &Asking,
        typed: &Words,
        most: usize,
    ) -> Result<Search, Failure> {
        let (who, looked_for) = (asking.clone(), typed.clone());
        let wanted = self
            .read(move |rows, shared| {
                if !may(&who, Deed::SeeDesk, None) {
                    return Err(Failure::NotThere);
                }
                let index = shared.indexes.of(who.setting);
                let mut index = index.lock().unwrap_or_else(PoisonError::into_inner);
                bring_up_to_date(&mut index, rows, shared, who.setting)?;
                Ok(look(&index, looked_for.as_str(), |line| {
                    sees(&who, &line.access)
                }))
            })
            .await?;
        let more = wanted.len().saturating_sub(most);
        let shown: Vec<_> = wanted.into_iter().take(most).collect();
        let found = self.name_the_searcher(asking, typed, shown).await?;
        Ok(Search { found, more })
    }

    /// Names the asker in the access log of each case, and gives those whose line still lets them see it.
    async fn name_the_searcher(
        &self,
        asking: &Asking,
        typed: &Words,
        shown: Vec<(CaseId, Where)>,
    ) -> Result<Vec<Found>, Failure> {
        if shown.is_empty() {
            return Ok(Vec::new());
        }
        let (asking, typed) = (asking.clone(), typed.clone());
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, asking.setting)?;
            let mut found = Vec::with_capacity(shown.len());
            for (case, place) in &shown {
                let seen = views::case(&turn.writing, &keys, asking.setting, *case)?;
                let Some(seen) = seen.filter(|seen| sees(&asking, &seen.line.access)) else {
                    continue;
                };
                let words = typed.clone();
                note(
                    turn,
                    &keys,
                    &asking,
                    *case,
                    AccessEvent::FoundBySearch { words },
                )?;
                found.push(Found {
                    line: seen.line,
                    children: place.children.clone(),
                    entries: place.entries.clone(),
                    alike: place.alike,
                });
            }
            Ok(found)
        })
        .await
    }
}

/// Reads whatever has grown since the last search, and forgets what is gone.
fn bring_up_to_date(
    index: &mut Index,
    rows: &Rows<'_>,
    shared: &Shared,
    setting: SettingId,
) -> Result<(), Failure> {
    let keys = shared.keys.of_setting(rows, setting)?;
    let (mut cases, mut people) = (Vec::new(), Vec::new());
    let (mut grown_cases, mut grown_people) = (Vec::new(), Vec::new());
    rows.each_line_head(setting, Sort::Case, |id, last| {
        cases.push(CaseId(id));
        if index.read_of(CaseId(id)) != last {
            grown_cases.push((CaseId(id), last));
        }
    })?;
    rows.each_line_head(setting, Sort::Person, |id, last| {
        people.push(PersonId(id));
        if index.read_of_person(PersonId(id)) != last {
            grown_people.push((PersonId(id), last));
        }
    })?;
    index.keep_only(&cases, &people);
    if index.is_worn() {
        // Everything anew: more of it is out of date than not.
        *index = Index::default();
        return bring_up_to_date(index, rows, shared, setting);
    }
    for (person, last) in grown_people {
        let known = views::person(rows, &keys, setting, person)?;
        index.put_person(
            person,
            last,
            known.as_ref().map(|known| known.name.as_str()),
        );
    }
    for (case, last) in grown_cases {
        let Some(seen) = views::case(rows, &keys, setting, case)? else {
            continue;
        };
        let chronology = ChronologyId::case(setting, case);
        let entries = log::read::<serde_json::Value>(rows, &keys, chronology)?.entries;
        index.put_case(
            seen.line,
            last,
            entries.iter().map(|entry| {
                let mut words = gleaned::gleaned(&entry.written.event, &day_of);
                words.insert(day_of(entry.recorded_at).to_string());
                (entry.seq, words)
            }),
        );
    }
    Ok(())
}

/// The cases that have everything that is looked for, exact ones first and then the newest.
fn look(index: &Index, looked_for: &str, sees: impl Fn(&CaseLine) -> bool) -> Vec<(CaseId, Where)> {
    let mut found = BTreeMap::new();
    if let Some(place) = index.case_called(looked_for) {
        found.insert(place, Where::default());
    } else {
        let typed: Vec<String> = words::words_of(looked_for).take(MOST_WORDS).collect();
        let (words, days) = days::taken_from(&typed);
        let terms = words
            .iter()
            .map(|word| (word, true))
            .chain(days.iter().map(|day| (day, false)));
        for (place, (term, is_word)) in terms.enumerate() {
            let mut with = index.cases_with(term);
            if is_word {
                for (case, alike) in index.cases_alike(term) {
                    with.entry(case).or_insert(alike);
                }
            }
            found = if place == 0 {
                with
            } else {
                both(&found, &with)
            };
        }
    }
    let mut found: Vec<(&CaseLine, Where)> = found
        .into_iter()
        .filter_map(|(place, standing)| Some((&index.at(place)?.line, standing)))
        .filter(|(line, _)| sees(line))
        .collect();
    found.sort_by_key(|(line, standing)| (standing.alike, Reverse((line.reported_at, line.case))));
    found
        .into_iter()
        .map(|(line, standing)| (line.case, standing))
        .collect()
}

/// The cases that are in both, with where either found them.
fn both(one: &BTreeMap<u32, Where>, other: &BTreeMap<u32, Where>) -> BTreeMap<u32, Where> {
    one.iter()
        .filter_map(|(place, standing)| {
            let also = other.get(place)?;
            Some((
                *place,
                Where {
                    children: standing.children.union(&also.children).copied().collect(),
                    entries: standing.entries.union(&also.entries).copied().collect(),
                    alike: standing.alike || also.alike,
                },
            ))
        })
        .collect()
}
