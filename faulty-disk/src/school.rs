//! A school at work on a disk: what it does follows from a seed, through the public door of the records, and every
//! answer goes into a ledger.

use crate::disk::Disk;
use crate::ledger::{Ledger, Line, What};
use crate::seeded::{Seeded, outside, root};
use casework::access::{Asking, Deed};
use casework::event::{CameBy, CaseEvent, PersonEvent, Role, SettingEvent};
use casework::id::{CaseId, SettingId, StaffId};
use casework::words::Words;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Append, Expect, Failure, Job, NewSession, Store, Write};
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
                self.stopped |= matches!(failure, Failure::Unconfirmed { .. });
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

    async fn asks(&mut self, store: &Store, setting: SettingId, does: Does, seeded: &mut Seeded) {
        self.asks += 1;
        let some_case = self.cases.get(seeded.below(self.cases.len())).copied();
        match (does, some_case) {
            (Does::Note, Some((case, seq))) => {
                self.note(store, setting, case, seq, 1).await;
            }
            (Does::LongNote, Some((case, seq))) => {
                self.note(store, setting, case, seq, 300).await;
            }
            (Does::Open, Some((case, _))) => {
                let asked = self.asked(What::Opened(case));
                let opened = store
                    .open_case(&as_lead(setting), case, Deed::OpenCase, "case", None)
                    .await;
                if let Some(opened) = self.answered(vec![asked], opened) {
                    self.compare(case, &opened);
                }
            }
            (Does::SignIn, _) => {
                let token = self.token();
                let new = NewSession {
                    setting,
                    staff: LEAD,
                    token_hash: token,
                    second_factor: true,
                    expires: store.outside().now() + SignedDuration::from_hours(12),
                };
                let asked = self.asked(What::Session(token));
                let answer = store.start_session(new).await;
                self.answered(vec![asked], answer);
            }
            (Does::Work, _) => self.work(store).await,
            (Does::Together, _) => self.together(store, setting).await,
            _ => self.report(store, setting).await,
        }
    }

    /// What a case answers against what was promised of it.
    fn compare(&mut self, case: CaseId, opened: &store::Opened) {
        let differs = self.ledger.0.iter().any(|line| match &line.what {
            What::Entry {
                case: of,
                seq,
                event,
            } if *of == case && line.kept.is_some() => {
                opened
                    .entries
                    .get((*seq as usize).saturating_sub(1))
                    .map(|entry| &entry.written.event)
                    != Some(&**event)
            }
            _ => false,
        });
        if differs && opened.intact {
            self.wrong.push(format!(
                "case {case} opened with something else than was written"
            ));
        }
    }

    fn token(&self) -> [u8; 32] {
        let mut token = [0; 32];
        for (to, from) in token.iter_mut().zip(self.asks.to_be_bytes()) {
            *to = from;
        }
        token
    }

    fn reporting(&mut self, store: &Store, setting: SettingId) -> (Append, Vec<Line>) {
        self.asks += 1;
        let (case, child) = (store.outside().new_case(), store.outside().new_person());
        let event = CaseEvent::ConcernReported {
            what: words("Child A said that a message about them was being passed on."),
            came_by: CameBy::ToldByChild,
            happened: None,
            place: Some(words("Form room")),
            children: vec![child],
            names_not_known: false,
            done_already: None,
        };
        let body = format!("{}", self.asks);
        let lines = vec![
            self.asked(What::Child(child)),
            self.asked(What::Entry {
                case,
                seq: 1,
                event: Box::new(event.clone()),
            }),
            self.asked(What::Job(body.clone())),
        ];
        let append = Append {
            writes: vec![
                Write::Person {
                    person: child,
                    expect: Expect::New,
                    events: vec![PersonEvent::PersonRecorded {
                        name: words("Ash Example"),
                        date_of_birth: None,
                        year_group: Some(words("Year 9")),
                        setting: None,
                        on_roll: false,
                    }],
                },
                Write::Case {
                    case,
                    expect: Expect::New,
                    events: vec![event],
                },
            ],
            jobs: vec![Job {
                kind: "tell-lead".to_owned(),
                body,
                due: None,
            }],
            ..Append::by(setting, LEAD)
        };
        (append, lines)
    }

    fn reported(&mut self, lines: Vec<Line>, answer: Result<store::Appended, Failure>) {
        let case = lines.iter().find_map(|line| match line.what {
            What::Entry { case, .. } => Some(case),
            _ => None,
        });
        if self.answered(lines, answer).is_some() {
            self.cases.extend(case.map(|case| (case, 1)));
        }
    }

    async fn report(&mut self, store: &Store, setting: SettingId) {
        let (append, lines) = self.reporting(store, setting);
        let answer = store.append(append).await;
        self.reported(lines, answer);
    }

    /// One report is held up by the disk while three more queue up behind it and share the next commit.
    async fn together(&mut self, store: &Store, setting: SettingId) {
        let asked: Vec<_> = (0..4).map(|_| self.reporting(store, setting)).collect();
        self.disk.hold();
        let mut waiting = Vec::new();
        let mut lines = Vec::new();
        for (append, line) in asked {
            let store = store.clone();
            waiting.push(tokio::spawn(async move { store.append(append).await }));
            lines.push(line);
            // Records that take nothing any more answer without asking the disk.
            while waiting.len() == 1
                && !self.disk.holds_one_up()
                && !waiting.iter().all(tokio::task::JoinHandle::is_finished)
            {
                tokio::task::yield_now().await;
            }
        }
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        self.disk.let_go();
        for (waiting, lines) in waiting.into_iter().zip(lines) {
            match waiting.await {
                Ok(answer) => self.reported(lines, answer),
                Err(error) => self.wrong.push(error.to_string()),
            }
        }
    }

    async fn note(
        &mut self,
        store: &Store,
        setting: SettingId,
        case: CaseId,
        seq: u64,
        long: usize,
    ) {
        let event = CaseEvent::NoteAdded {
            note: words(&format!(
                "Note {}. {}",
                self.asks,
                "Spoke with home. ".repeat(long)
            )),
            happened: None,
        };
        let asked = self.asked(What::Entry {
            case,
            seq: seq + 1,
            event: Box::new(event.clone()),
        });
        let append = Append {
            writes: vec![Write::Case {
                case,
                expect: Expect::At(seq),
                events: vec![event],
            }],
            ..Append::by(setting, LEAD)
        };
        let answer = store.append(append).await;
        // What failed and is there all the same was never promised to be absent.
        let moved_on = match &answer {
            Err(Failure::MovedOn { now, .. }) => Some(*now),
            _ => None,
        };
        if let Some(appended) = self.answered(vec![asked], answer)
            && appended.places.iter().any(|place| place.seq != seq + 1)
        {
            self.wrong
                .push(format!("a note of case {case} went elsewhere"));
        }
        let now = moved_on.unwrap_or_else(|| {
            let kept = self.ledger.0.last().is_some_and(|line| line.kept.is_some());
            seq + u64::from(kept)
        });
        if let Some(known) = self.cases.iter_mut().find(|(known, _)| *known == case) {
            known.1 = now;
        }
    }

    async fn work(&mut self, store: &Store) {
        let claimed = store.claim_job(SignedDuration::from_mins(5)).await;
        match claimed {
            Ok(Some(claimed)) => {
                let asked = self.asked(What::JobDone(claimed.job.body.clone()));
                let answer = store.finish_job(claimed.setting, claimed.id).await;
                self.answered(vec![asked], answer);
            }
            Ok(None) => {}
            Err(failure) => {
                self.answered::<()>(Vec::new(), Err(failure));
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
