//! A school at work on a disk: what it does follows from a seed, through the public door of the records, and every
//! answer goes into a ledger.

mod asks;

use crate::disk::Disk;
use crate::ledger::{Ledger, Line, What};
use crate::seeded::{Seeded, outside, root};
use casework::access::Asking;
use casework::event::{Role, SettingEvent};
use casework::id::{CaseId, SettingId, StaffId};
use casework::words::Words;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Failure, Store};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// Something a school does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Reports a concern: a case, a child and work for afterwards.
    Report,
    /// Adds a few words to a case.
    Note,
    /// Adds several pages to a case.
    LongNote,
    /// Signs in.
    SignIn,
    /// Takes work out of the outbox and finishes it.
    Work,
    /// Opens a case.
    Open,
    /// Writes in several places at once, in one commit behind another.
    Together,
    /// Stops the records and starts them again.
    StartAgain,
    /// Has the log copied back into the file by another hand, as a tool would.
    CopyBack,
}

/// What a school does, one after the other.
pub fn days_work(seeded: &mut Seeded, length: usize) -> Vec<Does> {
    const OFTEN: [Does; 14] = [
        Does::Report,
        Does::Report,
        Does::Report,
        Does::Note,
        Does::Note,
        Does::Note,
        Does::LongNote,
        Does::SignIn,
        Does::Work,
        Does::Open,
        Does::Together,
        Does::StartAgain,
        Does::CopyBack,
        Does::Note,
    ];
    (0..length)
        .map(|_| {
            OFTEN
                .get(seeded.below(OFTEN.len()))
                .copied()
                .unwrap_or(Does::Note)
        })
        .collect()
}

/// A school on a disk.
pub struct School {
    disk: Arc<Disk>,
    store: Option<Store>,
    seed: u64,
    asks: u64,
    starts: u64,
    setting: Option<SettingId>,
    cases: Vec<(CaseId, u64)>,
    /// What was asked and answered.
    pub ledger: Ledger,
    /// What the records said when they did not do what was asked.
    pub failures: Vec<Failure>,
    /// True once they said that nothing more is taken, until they were started again.
    pub stopped: bool,
    /// What should never be.
    pub wrong: Vec<String>,
}

const LEAD: StaffId = StaffId(Uuid::from_u128(5));

impl School {
    /// A school that has not begun.
    pub fn on(disk: Arc<Disk>, seed: u64) -> Self {
        Self {
            disk,
            store: None,
            seed,
            asks: 0,
            starts: 0,
            setting: None,
            cases: Vec::new(),
            ledger: Ledger::default(),
            failures: Vec::new(),
            stopped: false,
            wrong: Vec::new(),
        }
    }

    /// The same school, closed, on another disk that holds what it had.
    pub fn moved_to(&self, disk: Arc<Disk>) -> Self {
        Self {
            disk,
            store: None,
            ledger: self.ledger.on_another_disk(),
            cases: self.cases.clone(),
            failures: Vec::new(),
            wrong: Vec::new(),
            starts: self.starts + 1_000,
            stopped: false,
            ..*self
        }
    }

    /// Is killed rather than stopped: what it had open goes on, if at all, on a disk that nobody looks at any more.
    ///
    /// # Errors
    /// Those of the real folder.
    pub fn is_killed(&mut self) -> std::io::Result<Arc<Disk>> {
        let disk = self.disk.killed();
        self.store = None;
        disk.lies_there()?;
        self.disk = Arc::clone(&disk);
        Ok(disk)
    }

    fn asked(&self, what: What) -> Line {
        Line {
            what,
            asked: self.disk.steps(),
            kept: None,
        }
    }

    fn answered<T>(&mut self, mut lines: Vec<Line>, answer: Result<T, Failure>) -> Option<T> {
        let now = self.disk.steps();
        let answer = match answer {
            Ok(answer) => {
                if self.stopped {
                    self.wrong
                        .push("something was kept after the records said nothing is".to_owned());
                }
                for line in &mut lines {
                    line.kept = Some(now);
                }
                Some(answer)
            }
            Err(failure) => {
                self.stopped |= matches!(failure, Failure::SyncFailed { .. });
                self.failures.push(failure);
                None
            }
        };
        self.ledger.0.extend(lines);
        answer
    }

    /// Sets the records up.
    pub fn set_up(&mut self, runtime: &Runtime) {
        let asked = self.asked(What::Installation);
        let made = Store::create(self.disk.dir(), root(), outside(self.seed));
        if let Some(store) = self.answered(vec![asked], made) {
            let events = vec![
                SettingEvent::SettingNamed {
                    name: words("Example School"),
                    jurisdiction: "england".to_owned(),
                    college: false,
                },
                SettingEvent::StaffAdded {
                    staff: LEAD,
                    name: words("Lee Example"),
                    email: words("lee@first.example"),
                    roles: [Role::Reporter, Role::Lead]
                        .into_iter()
                        .collect::<BTreeSet<_>>(),
                },
            ];
            let before = self.disk.steps();
            let founded = runtime.block_on(store.found_setting(LEAD, events));
            self.setting = founded.as_ref().ok().copied();
            let lines = self.setting.map(|setting| Line {
                what: What::Setting(setting),
                asked: before,
                kept: None,
            });
            self.answered(lines.into_iter().collect(), founded);
            self.store = Some(store);
        }
    }

    /// Opens the records, if they are not open.
    pub fn start(&mut self) -> Option<Store> {
        if self.store.is_none() {
            self.starts += 1;
            if let Err(error) = self.disk.show() {
                self.wrong.push(error.to_string());
            }
            let seed = self.seed.wrapping_add(self.starts << 32);
            match Store::open(self.disk.dir(), root(), outside(seed)) {
                Ok(store) => {
                    self.stopped = false;
                    self.store = Some(store);
                }
                Err(failure) => self.failures.push(failure),
            }
        }
        self.store.clone()
    }

    /// Closes the records.
    pub fn stop(&mut self) {
        self.store = None;
    }

    /// Does a day's work.
    pub fn does(&mut self, runtime: &Runtime, work: &[Does], seeded: &mut Seeded) {
        for does in work {
            match does {
                Does::StartAgain => self.stop(),
                Does::CopyBack => self.copy_back(seeded),
                _ => {
                    if let (Some(store), Some(setting)) = (self.start(), self.setting) {
                        runtime.block_on(self.asks(&store, setting, *does, seeded));
                    }
                }
            }
        }
    }

    /// A tool beside the records, which are open or not.
    fn copy_back(&self, seeded: &mut Seeded) {
        let how = if seeded.coin() { "PASSIVE" } else { "TRUNCATE" };
        let copied = rusqlite::Connection::open_with_flags(
            self.disk.dir().join("leeward.db"),
            rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .and_then(|tool| tool.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |_| Ok(())));
        // It may be refused by the disk it meets; the records are what is looked at.
        drop(copied);
    }
}

/// A lead who is signed in.
pub(crate) fn as_lead(setting: SettingId) -> Asking {
    Asking {
        setting,
        staff: LEAD,
        roles: [Role::Reporter, Role::Lead].into_iter().collect(),
        second_factor: true,
        signed_in_at: outside(0).now() - SignedDuration::from_mins(10),
    }
}

fn words(text: &str) -> Words {
    Words::typed(&format!("{text} zyxcanary")).unwrap_or_else(|_| unreachable!("a fixture's words"))
}
