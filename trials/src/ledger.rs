//! What was sent and what was acknowledged, kept by the harness and never by the server; and the comparing of it with
//! the records.

use crate::Done;
use crate::chance::Seeded;
use crate::school::{Made, wait_for};
use casework::access::Deed;
use casework::chronology::Sort;
use casework::event::CaseEvent;
use casework::id::CaseId;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// A form that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// Which of the people.
    pub(crate) who: usize,
    /// The case it adds to; none for a report, which makes one.
    pub(crate) case: Option<CaseId>,
    /// Its own number, by which the server knows it again.
    pub(crate) once: Uuid,
    /// What is in it, like nothing else that is sent.
    pub(crate) text: String,
}

#[derive(Debug, Default)]
struct Pages {
    waiting: BTreeMap<u64, Sent>,
    acknowledged: BTreeMap<String, CaseId>,
    cases: Vec<CaseId>,
    wrong: Vec<String>,
    next: u64,
}

/// The ledger.
#[derive(Debug)]
pub(crate) struct Ledger {
    pages: Mutex<Pages>,
    chance: Mutex<Seeded>,
    seed: u64,
}

/// What comparing found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Entries somebody wrote.
    pub(crate) entries: u64,
    /// Acknowledged and not there, or in another case.
    pub(crate) lost: u64,
    /// There and never sent.
    pub(crate) phantoms: u64,
    /// There more than once.
    pub(crate) twice: u64,
    /// Views that were not what the log says.
    pub(crate) views_off: u64,
    /// Reports whose message is not in the queue, or messages without a report.
    pub(crate) jobs_off: u64,
    /// Chains that do not hold.
    pub(crate) broken: u64,
}

impl Found {
    /// Whether anything is wrong.
    pub(crate) fn is_wrong(&self) -> bool {
        Self {
            entries: 0,
            ..*self
        } != Self::default()
    }
}

impl Ledger {
    /// An empty one.
    pub(crate) fn new(chance: Seeded, seed: u64) -> Self {
        Self {
            pages: Mutex::default(),
            chance: Mutex::new(chance),
            seed,
        }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a form that is about to be sent: a note on a case where there is one and `lead` works cases, a report
    /// otherwise.
    pub(crate) fn about_to_send(&self, who: usize, lead: bool) -> (u64, Sent) {
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let once = (u128::from(chance.next()) << 64) | u128::from(chance.next());
        let once = uuid::Builder::from_random_bytes(once.to_be_bytes()).into_uuid();
        let mut pages = self.pages();
        let number = pages.next;
        pages.next += 1;
        let one_of = chance.below(pages.cases.len() as u64);
        let case = usize::try_from(one_of)
            .ok()
            .and_then(|one| pages.cases.get(one).copied())
            .filter(|_| lead);
        let sent = Sent {
            who,
            case,
            once,
            text: format!("zyxcanary entry {number} of seed {}", self.seed),
        };
        pages.waiting.insert(number, sent.clone());
        (number, sent)
    }

    /// Notes that a form was acknowledged, in a case.
    pub(crate) fn acknowledged(&self, number: u64, case: CaseId) {
        let mut pages = self.pages();
        if let Some(sent) = pages.waiting.remove(&number) {
            if sent.case.is_none() {
                pages.cases.push(case);
            }
            pages.acknowledged.insert(sent.text, case);
        }
    }

    /// Notes an answer that nobody should get.
    pub(crate) fn wrong(&self, what: String) {
        self.pages().wrong.push(what);
    }

    /// The first answer that nobody should have got.
    pub(crate) fn first_wrong(&self) -> Option<String> {
        self.pages().wrong.first().cloned()
    }

    /// Forms that were sent and got no answer.
    pub(crate) fn unanswered(&self) -> Vec<(u64, Sent)> {
        let pages = self.pages();
        let waiting = pages.waiting.iter();
        waiting
            .map(|(number, sent)| (*number, sent.clone()))
            .collect()
    }

    /// How many were acknowledged.
    pub(crate) fn count(&self) -> u64 {
        self.pages().acknowledged.len() as u64
    }

    /// How many entries each case has by the ledger, where every form was answered.
    pub(crate) fn by_case(&self) -> BTreeMap<CaseId, u64> {
        let mut cases = BTreeMap::new();
        for case in self.pages().acknowledged.values() {
            *cases.entry(*case).or_default() += 1;
        }
        cases
    }

    /// Compares the records of a folder with the ledger, word by word: opens them with the key, and writes to them
    /// (whoever opens a case is named in its access log), so a folder that is still needed is copied first.
    pub(crate) fn compare(&self, made: &Made, data: &Path) -> Done<Found> {
        let store = made.open(data)?;
        let (setting, asking) = (made.setting(), made.asking());
        let (texts, mut found) = wait_for(async {
            let mut texts: BTreeMap<String, Vec<CaseId>> = BTreeMap::new();
            let mut found = Found {
                views_off: store.rebuild_views().await?.differed,
                ..Found::default()
            };
            let mut reports = 0;
            for chronology in store.chronologies(setting).await? {
                if chronology.sort != Sort::Case {
                    continue;
                }
                let case = CaseId(chronology.id);
                let opened = store
                    .open_case(&asking, case, Deed::OpenCase, "trials", None)
                    .await?;
                found.broken += u64::from(!opened.intact);
                for entry in opened.entries {
                    let text = match entry.written.event {
                        CaseEvent::ConcernReported { what, .. } => {
                            reports += 1;
                            what
                        }
                        CaseEvent::NoteAdded { note, .. } => note,
                        _ => continue,
                    };
                    found.entries += 1;
                    texts
                        .entry(text.as_str().to_owned())
                        .or_default()
                        .push(case);
                }
            }
            found.jobs_off = store.jobs_waiting().await?.abs_diff(reports);
            Ok((texts, found))
        })?;
        let report = store::verify_file(data, |_, _| ())?;
        found.broken += report.broken.len() as u64;
        let pages = self.pages();
        for (text, case) in &pages.acknowledged {
            let there = texts.get(text).is_some_and(|cases| cases.contains(case));
            found.lost += u64::from(!there);
        }
        let waiting = |text: &String| pages.waiting.values().any(|sent| sent.text == *text);
        for (text, cases) in &texts {
            found.twice += cases.len() as u64 - 1;
            let sent = pages.acknowledged.contains_key(text) || waiting(text);
            found.phantoms += u64::from(!sent);
        }
        Ok(found)
    }
}
