//! What the records said was kept, and when: the one witness that is not the records.

use casework::event::CaseEvent;
use casework::id::{CaseId, PersonId, SettingId};
use std::collections::BTreeMap;

/// Something the records were asked to keep.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The installation itself.
    Installation,
    /// The setting everything belongs to.
    Setting(SettingId),
    /// An entry of a case.
    Entry {
        /// Which case.
        case: CaseId,
        /// Its number.
        seq: u64,
        /// What it says.
        event: Box<CaseEvent>,
    },
    /// What is known of a child.
    Child(PersonId),
    /// A case having been opened, in its access log.
    Opened(CaseId),
    /// A session, by the hash of its token.
    Session([u8; 32]),
    /// Work in the outbox, by its body.
    Job(String),
    /// That work done and taken out.
    JobDone(String),
}

/// One thing, from the asking to the answer. Moments are numbers of steps of the disk's history.
#[derive(Clone, Debug)]
pub struct Line {
    /// What.
    pub what: What,
    /// When it was asked.
    pub asked: usize,
    /// When the records said it was kept; `None` where they did not.
    pub kept: Option<usize>,
}

/// Everything that was asked.
#[derive(Clone, Debug, Default)]
pub struct Ledger(pub Vec<Line>);

impl Ledger {
    /// Everything that was asked, as it stood at a moment of the disk.
    pub fn at(&self, moment: usize) -> Standing {
        let mut standing = Standing::default();
        for line in self.0.iter().filter(|line| line.asked <= moment) {
            let kept = line.kept.is_some_and(|kept| kept <= moment);
            standing.take(&line.what, kept);
        }
        standing
    }

    /// Everything that was asked.
    pub fn now(&self) -> Standing {
        self.at(usize::MAX)
    }

    /// The same, for a disk whose history begins anew.
    pub fn on_another_disk(&self) -> Self {
        Self(
            self.0
                .iter()
                .map(|line| Line {
                    asked: 0,
                    kept: line.kept.map(|_| 0),
                    ..line.clone()
                })
                .collect(),
        )
    }
}

/// What must be there and what may be: `true` must.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Whether there must be an installation.
    pub installation: bool,
    /// The setting, once it was founded.
    pub setting: Option<SettingId>,
    /// What each entry says and whether it must be there; by several askings, what each said.
    pub entries: BTreeMap<(CaseId, u64), Vec<(CaseEvent, bool)>>,
    /// Children of whom something is known.
    pub children: BTreeMap<PersonId, bool>,
    /// How often each case must have been opened, and how often at most.
    pub opened: BTreeMap<CaseId, (u64, u64)>,
    /// Sessions.
    pub sessions: BTreeMap<[u8; 32], bool>,
    /// Work that must be waiting.
    pub jobs: BTreeMap<String, bool>,
    /// Work that was to be taken out, and whether it must be gone.
    pub jobs_done: BTreeMap<String, bool>,
}

impl Standing {
    fn take(&mut self, what: &What, kept: bool) {
        match what {
            What::Installation => self.installation |= kept,
            What::Setting(setting) => {
                if kept {
                    self.setting = Some(*setting);
                }
            }
            What::Entry { case, seq, event } => self
                .entries
                .entry((*case, *seq))
                .or_default()
                .push(((**event).clone(), kept)),
            What::Child(child) => *self.children.entry(*child).or_default() |= kept,
            What::Opened(case) => {
                let (least, most) = self.opened.entry(*case).or_default();
                *least += u64::from(kept);
                *most += 1;
            }
            What::Session(token) => *self.sessions.entry(*token).or_default() |= kept,
            What::Job(body) => *self.jobs.entry(body.clone()).or_default() |= kept,
            What::JobDone(body) => *self.jobs_done.entry(body.clone()).or_default() |= kept,
        }
    }
}
