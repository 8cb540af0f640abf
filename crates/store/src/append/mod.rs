//! Writing: one append is one transaction, with its entries, the views they change, outgoing work, a spent draft and
//! the packs that were consulted. It is there whole or not at all.

mod begun;
mod packs;
mod perform;
mod practice;

pub(crate) use packs::KEPT;
pub use packs::KeptPack;
pub(crate) use perform::FORM_SENT;
pub(crate) use practice::folded;

use crate::failure::Failure;
use crate::log;
use crate::store::Store;
use begun::Begun;
use casework::chronology::ChronologyId;
use casework::event::{CaseEvent, PersonEvent, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use jiff::Timestamp;
use perform::{answered, once_tag, perform};
pub(crate) use perform::{mentions, write_setting};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use uuid::Uuid;

/// What to write, all together.
#[derive(Debug, Clone)]
pub struct Append {
    /// The setting everything belongs to.
    pub setting: SettingId,
    /// Who writes.
    pub by: StaffId,
    /// The form this comes from: sent a second time, it writes nothing and gives the first answer again.
    pub once: Option<OnceKey>,
    /// The entries.
    pub writes: Vec<Write>,
    /// Work to do afterwards, such as telling somebody that there is something to read.
    pub jobs: Vec<Job>,
    /// The form whose draft this was written from; the draft goes.
    pub spend_draft: Option<String>,
    /// Packs consulted, kept so that the consultation replays years later.
    pub packs: Vec<KeptPack>,
}

impl Append {
    /// An append of nothing yet.
    pub fn by(setting: SettingId, by: StaffId) -> Self {
        Self {
            setting,
            by,
            once: None,
            writes: Vec::new(),
            jobs: Vec::new(),
            spend_draft: None,
            packs: Vec::new(),
        }
    }
}

/// Names one showing of one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OnceKey(pub Uuid);

impl FromStr for OnceKey {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

impl std::fmt::Display for OnceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.as_simple().fmt(f)
    }
}

/// Entries for one chronology.
#[derive(Debug, Clone)]
pub enum Write {
    /// To a case.
    Case {
        /// Which.
        case: CaseId,
        /// What the writer had before them.
        expect: Expect,
        /// What happened.
        events: Vec<CaseEvent>,
    },
    /// To what is known of a person.
    Person {
        /// Which.
        person: PersonId,
        /// What the writer had before them.
        expect: Expect,
        /// What happened.
        events: Vec<PersonEvent>,
    },
    /// To the setting's own chronology.
    Setting {
        /// What the writer had before them.
        expect: Expect,
        /// What happened.
        events: Vec<SettingEvent>,
    },
}

/// What the writer of an entry had before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// No chronology yet.
    New,
    /// So many entries; where there are more, the write is refused.
    At(u64),
    /// Any: it goes to the end of a chronology that is there.
    Tail,
}

/// Work for afterwards. Sealed in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// What kind of work: the caller's own name for it.
    pub kind: String,
    /// What it needs to know, in the caller's own form.
    pub body: String,
    /// Not before this moment; at once where there is none.
    pub due: Option<Timestamp>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// True where this form had been sent before and nothing was written now.
    pub again: bool,
    /// Where each write of the append went, in its order.
    pub places: Vec<Placed>,
}

/// Where a write went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// To which chronology.
    pub chronology: ChronologyId,
    /// The number of the last entry written there.
    pub seq: u64,
}

impl Store {
    /// Writes, all or nothing. When this answers with `Ok`, what was written is on the disk.
    ///
    /// # Errors
    /// [`Failure::MovedOn`] where somebody wrote first; [`Failure::NotThere`] where the setting or a chronology that
    /// should be there is not; [`Failure::Full`] and others of the disk.
    pub async fn append(&self, append: Append) -> Result<Appended, Failure> {
        let begun = Begun::of(self.shared(), &append);
        self.write(move |turn| perform(turn, &append, &begun)).await
    }

    /// What a form answered that was sent before; `None` where it was not.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn already(
        &self,
        setting: SettingId,
        by: StaffId,
        once: &OnceKey,
    ) -> Result<Option<Appended>, Failure> {
        let once = *once;
        let found = self
            .read(move |rows, shared| {
                let keys = shared.keys.of_setting(rows, setting)?;
                let tag = once_tag(&keys, by, once);
                rows.once(setting, &tag)?
                    .map(|sealed| Ok((answered(setting, &keys, &tag, &sealed)?, tag)))
                    .transpose()
            })
            .await?;
        // The first time may not have been confirmed.
        if let Some((_, tag)) = found
            && !self.is_alone()
        {
            self.write(move |turn| turn.writing.confirm_once(setting, &tag))
                .await?;
        }
        Ok(found.map(|(appended, _)| appended))
    }

    /// Founds a setting with its first events, the naming first.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn found_setting(
        &self,
        by: StaffId,
        events: Vec<SettingEvent>,
    ) -> Result<SettingId, Failure> {
        self.write(move |turn| {
            let setting = turn.shared.outside.new_setting();
            turn.writing
                .add_setting(setting, log::micros(turn.shared.outside.now()))?;
            let keys = turn.shared.keys.found(
                &turn.writing,
                setting,
                turn.shared.outside.chance.as_ref(),
            )?;
            write_setting(turn, &keys, setting, by, Expect::New, &events)?;
            Ok(setting)
        })
        .await
    }
}
