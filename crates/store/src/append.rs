//! Writing: one append is one transaction, with its entries, the views they change, outgoing work, a spent draft and
//! the packs that were consulted. It is there whole or not at all.

use crate::failure::Failure;
use crate::keys::{SettingKeys, could_not_seal};
use crate::log;
use crate::seal::Key;
use crate::store::Store;
use crate::views;
use crate::writer::Turn;
use casework::chronology::{ChronologyId, Entry, Hash};
use casework::event::{CaseEvent, PersonEvent, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use guidance::PackFile;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use std::sync::Arc;
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

/// A pack to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPack {
    /// Its digest, by which it is found again.
    pub digest: String,
    /// Its files.
    pub files: Vec<PackFile>,
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
        self.write(move |turn| perform(turn, &append)).await
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
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, setting)?;
            let tag = once_tag(&keys, by, once);
            rows.once(setting, &tag)?
                .map(|sealed| answered(&keys, &tag, &sealed))
                .transpose()
        })
        .await
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

    /// A pack that was consulted, by its digest.
    ///
    /// # Errors
    /// Those of the disk; [`Failure::Damaged`] where what was kept is not a pack.
    pub async fn pack(
        &self,
        setting: SettingId,
        digest: &str,
    ) -> Result<Option<Vec<PackFile>>, Failure> {
        let digest = digest.to_owned();
        self.read(move |rows, _| {
            let Some(body) = rows.kept_pack(setting, &digest)? else {
                return Ok(None);
            };
            let files: Vec<(String, String)> = serde_json::from_slice(&body)
                .map_err(|_| Failure::damaged(format!("the kept pack {digest}")))?;
            Ok(Some(
                files
                    .into_iter()
                    .map(|(path, text)| PackFile { path, text })
                    .collect(),
            ))
        })
        .await
    }

    /// Keeps a pack outside an append.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn keep_pack(&self, setting: SettingId, pack: KeptPack) -> Result<(), Failure> {
        self.write(move |turn| keep(turn, setting, &pack)).await
    }
}

fn perform(turn: &Turn<'_>, append: &Append) -> Result<Appended, Failure> {
    let Append { setting, by, .. } = *append;
    let (writing, outside) = (&turn.writing, &turn.shared.outside);
    let keys = turn.shared.keys.of_setting(writing, setting)?;
    let once = append.once.map(|once| once_tag(&keys, by, once));
    if let Some(tag) = &once
        && let Some(sealed) = writing.once(setting, tag)?
    {
        return answered(&keys, tag, &sealed);
    }
    let mut places = Vec::with_capacity(append.writes.len());
    for write in &append.writes {
        places.push(match write {
            Write::Case {
                case,
                expect,
                events,
            } => write_case(turn, &keys, setting, *case, by, *expect, events)?,
            Write::Person {
                person,
                expect,
                events,
            } => write_person(turn, &keys, setting, *person, by, *expect, events)?,
            Write::Setting { expect, events } => {
                write_setting(turn, &keys, setting, by, *expect, events)?
            }
        });
    }
    for job in &append.jobs {
        crate::outbox::put(turn, &keys, setting, job)?;
    }
    if let Some(form) = &append.spend_draft {
        writing.drop_draft(
            setting,
            &keys.whose(crate::drafts::DRAFT, by, form.as_bytes()),
        )?;
    }
    for pack in &append.packs {
        keep(turn, setting, pack)?;
    }
    if let Some(tag) = &once {
        let plain = serde_json::to_vec(&places).map_err(|_| could_not_seal())?;
        let sealed = keys.seal_beside("form sent", tag, &plain, outside.chance.as_ref())?;
        writing.add_once(setting, tag, log::micros(outside.now()), &sealed)?;
    }
    Ok(Appended {
        again: false,
        places,
    })
}

/// A chronology that was added to.
struct Written<E> {
    /// Every entry it now has.
    entries: Vec<Entry<E>>,
    /// The hash of the last.
    head: Hash,
    /// What the last was sealed under.
    key: (u32, Key),
    /// Where the last went.
    placed: Placed,
}

/// Adds events to a chronology, if it is as expected.
fn write_one<E: Serialize + DeserializeOwned + Clone>(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    chronology: ChronologyId,
    by: StaffId,
    expect: Expect,
    events: &[E],
) -> Result<Written<E>, Failure> {
    let found = turn.writing.head(&chronology)?;
    let now = found.map_or(0, |head| head.seq);
    let expected = match expect {
        Expect::New => 0,
        Expect::At(expected) => expected,
        // Nothing is written to the end of nothing, and a chronology does not begin with nothing.
        Expect::Tail if found.is_none() => return Err(Failure::NotThere),
        Expect::Tail => now,
    };
    if expected != now {
        return Err(Failure::MovedOn { expected, now });
    }
    if found.is_none() && events.is_empty() {
        return Err(Failure::NotThere);
    }
    let (key, mut entries) = match found {
        Some(_) => {
            let key = keys
                .newest(&turn.writing, &chronology)?
                .ok_or_else(|| keys.gone(&chronology))?;
            let read = log::read_to(&turn.writing, keys, chronology, found, Some(key.clone()))?;
            (key, read.entries)
        }
        None => {
            let chance = turn.shared.outside.chance.as_ref();
            let key = keys.made_for(&turn.writing, &chronology, chance)?;
            (key, Vec::new())
        }
    };
    let (added, head) = log::add(
        &turn.writing,
        &key,
        &turn.shared.outside,
        chronology,
        found,
        by,
        events,
    )?;
    entries.extend(added);
    let seq = now + events.len() as u64;
    Ok(Written {
        entries,
        head,
        key,
        placed: Placed { chronology, seq },
    })
}

fn write_case(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    case: CaseId,
    by: StaffId,
    expect: Expect,
    events: &[CaseEvent],
) -> Result<Placed, Failure> {
    let written = write_one(
        turn,
        keys,
        ChronologyId::case(setting, case),
        by,
        expect,
        events,
    )?;
    views::put_case(
        &turn.writing,
        keys,
        &turn.shared.outside,
        setting,
        case,
        &written.entries,
        written.head,
    )?;
    Ok(written.placed)
}

fn write_person(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    person: PersonId,
    by: StaffId,
    expect: Expect,
    events: &[PersonEvent],
) -> Result<Placed, Failure> {
    let written = write_one(
        turn,
        keys,
        ChronologyId::person(setting, person),
        by,
        expect,
        events,
    )?;
    views::put_person(
        &turn.writing,
        &written.key,
        &turn.shared.outside,
        setting,
        person,
        &written.entries,
    )?;
    Ok(written.placed)
}

fn write_setting(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    by: StaffId,
    expect: Expect,
    events: &[SettingEvent],
) -> Result<Placed, Failure> {
    let written = write_one(
        turn,
        keys,
        ChronologyId::setting(setting),
        by,
        expect,
        events,
    )?;
    views::put_emails(&turn.writing, turn.shared, keys, setting, &written.entries)?;
    turn.changed.borrow_mut().push(setting);
    Ok(written.placed)
}

fn keep(turn: &Turn<'_>, setting: SettingId, pack: &KeptPack) -> Result<(), Failure> {
    let files: Vec<(&str, &str)> = pack
        .files
        .iter()
        .map(|file| (file.path.as_str(), file.text.as_str()))
        .collect();
    let body = serde_json::to_vec(&files).map_err(|_| could_not_seal())?;
    turn.writing.keep_pack(setting, &pack.digest, &body)
}

fn once_tag(keys: &Arc<SettingKeys>, by: StaffId, once: OnceKey) -> [u8; 32] {
    keys.whose("form sent", by, once.0.as_bytes())
}

fn answered(keys: &SettingKeys, tag: &[u8; 32], sealed: &[u8]) -> Result<Appended, Failure> {
    let plain = keys.open_beside("form sent", tag, sealed)?;
    let places =
        serde_json::from_slice(&plain).map_err(|_| Failure::damaged("what a form answered"))?;
    Ok(Appended {
        again: true,
        places,
    })
}
