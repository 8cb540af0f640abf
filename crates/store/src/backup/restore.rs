//! The way back: a backup written into an empty place, to the newest moment or to any before, and verified there.
//!
//! INVARIANT: what the installation knows of itself is written last. A restore that was broken off is no installation, and
//! nobody can open it by mistake.

use super::archive::{Archive, OpenArchive};
use super::keys_file::KeysFile;
use super::manifest::Manifest;
use super::state::State;
use super::walk::{Takes, Walk, index_of};
use crate::append::{Append, Expect, Write};
use crate::failure::Failure;
use crate::rebuild::Rebuilt;
use crate::root_key::{RootKey, check_value};
use crate::sql::{Cell, How, Table, WriteConnection};
use crate::store::{CHECK, SALT, Store};
use crate::verify::{Head, verify_file_against};
use casework::chronology::{ChronologyId, SealedEntry, Sort};
use casework::event::SettingEvent;
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use casework::outside::Outside;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use uuid::Uuid;

/// How many entries go into one commit.
const TOGETHER: u64 = 20_000;

/// Which moment to go back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The newest backup.
    Newest,
    /// The backup with this number.
    Number(u64),
    /// A moment: every entry recorded at or before it, and none after. Sign-in is as the last backup before it had it.
    At(Timestamp),
}

/// What to restore, and how strictly.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// Which moment.
    pub which: Which,
    /// Whether damage is gone round and told, rather than stopping it.
    pub what_can_be_saved: bool,
    /// Heads kept elsewhere, such as in a checkpoint, that must be found again.
    pub kept: &'w [Head],
}

/// A chronology that could be restored in part only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Which.
    pub chronology: ChronologyId,
    /// How many of its entries are restored.
    pub saved: u64,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// From which backup; none where no manifest could be read.
    pub backup: Option<u64>,
    /// When that was taken.
    pub taken_at: Option<Timestamp>,
    /// How many entries.
    pub entries: u64,
    /// How many chronologies.
    pub chronologies: u64,
    /// The views, folded anew.
    pub rebuilt: Rebuilt,
    /// The end of every chronology as restored, and verified there.
    pub heads: Vec<Head>,
    /// Chronologies that end before they should.
    pub cut: Vec<Cut>,
    /// Chronologies that no key is there for: destroyed, or lost with a damaged keys file.
    pub without_key: u64,
    /// What of the backup is not as it was written; always empty unless whatever can be saved was asked for.
    pub damage: Vec<String>,
}

/// Restores into a folder that is empty or not there yet. `progress` is told how many segments are done and how many there
/// are.
///
/// # Errors
/// [`Failure::NoBackup`], [`Failure::BackupKeyWrong`], [`Failure::PlaceNotEmpty`], [`Failure::BackupDamaged`], or those of
/// the disk. What was begun is then removed.
pub async fn restore(
    archive: &Archive,
    root: &RootKey,
    dir: &Path,
    wanted: Wanted<'_>,
    outside: &Outside,
    mut progress: impl FnMut(u64, u64),
) -> Result<Restored, Failure> {
    let opened = archive.open(root)?;
    let was_there = empty(dir)?;
    let done = restored(&opened, root, dir, wanted, outside, &mut progress).await;
    if done.is_err() {
        clear_away(dir, was_there);
    }
    done
}

/// Whether a folder was there; an error where it holds anything.
fn empty(dir: &Path) -> Result<bool, Failure> {
    match std::fs::read_dir(dir) {
        Ok(mut entries) => match entries.next() {
            None => Ok(true),
            Some(_) => Err(Failure::PlaceNotEmpty {
                place: dir.display().to_string(),
            }),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::of_io(&error)),
    }
}

/// Removes what a restore began. The folder was empty before, so that everything in it is of this restore.
fn clear_away(dir: &Path, was_there: bool) {
    let gone = if was_there {
        std::fs::read_dir(dir).and_then(|entries| {
            entries
                .into_iter()
                .try_for_each(|entry| std::fs::remove_file(entry?.path()))
        })
    } else {
        std::fs::remove_dir_all(dir)
    };
    match gone {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, "what a restore began could not be removed");
        }
        _ => {}
    }
}

/// What is to be restored: the manifest, how many segments, and until when.
struct Chosen {
    manifest: Option<Manifest>,
    segments: u64,
    until: Option<Timestamp>,
    damage: Vec<String>,
}

fn chosen(opened: &OpenArchive, which: Which, save: bool) -> Result<Chosen, Failure> {
    let listed = opened.listed()?;
    let mut damage = Vec::new();
    let candidates: Vec<u64> = match which {
        Which::Number(number) => vec![number],
        Which::Newest | Which::At(_) => listed.backups.iter().rev().copied().collect(),
    };
    let mut found = None;
    for number in candidates {
        if let Some((manifest, _)) = opened.manifest(number)? {
            found = Some(manifest);
            break;
        }
        let name = Manifest::name(number);
        if !listed.backups.contains(&number) {
            return Err(Failure::BackupDamaged {
                what: format!("{name} is not there; leeward backup list says which are"),
            });
        }
        if !save {
            return Err(Failure::backup_damaged(format!(
                "{name} is not as it was written"
            )));
        }
        damage.push(format!("{name} is not as it was written"));
    }
    if found.is_none() && !save {
        return Err(Failure::NoBackup {
            place: opened.says(),
        });
    }
    let segments = found.as_ref().map_or_else(
        || listed.segments.last().map_or(0, |(number, _)| *number),
        |manifest| manifest.segments,
    );
    Ok(Chosen {
        manifest: found,
        segments,
        until: match which {
            Which::At(moment) => Some(moment),
            _ => None,
        },
        damage,
    })
}

async fn restored(
    opened: &OpenArchive,
    root: &RootKey,
    dir: &Path,
    wanted: Wanted<'_>,
    outside: &Outside,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Restored, Failure> {
    let save = wanted.what_can_be_saved;
    let Chosen {
        manifest,
        segments,
        until,
        damage,
    } = chosen(opened, wanted.which, save)?;
    let keys = KeysFile::of(opened)?.ok_or_else(|| {
        Failure::backup_damaged(
            "the keys file is not there, and without it nothing can be read: put it back from where it is kept",
        )
    })?;
    let older = manifest
        .as_ref()
        .is_some_and(|manifest| keys.number < manifest.keys);
    let mut walk = Walk::default();
    walk.damage = damage;
    walk.damage.extend(keys.damage.iter().cloned());
    if older {
        walk.damage
            .push("the keys file is older than the backup: put back the newest one".to_owned());
    }
    stop_at_damage(&walk, save)?;

    make_folder(dir)?;
    let connection = WriteConnection::open(dir, outside.now().as_microsecond())?;
    connection.begin()?;
    let mut into = Into {
        connection: &connection,
        until,
        restored: State::default(),
        settings: BTreeSet::new(),
        as_it_was: BTreeMap::new(),
        waiting: Vec::new(),
        uncommitted: 0,
    };
    for segment in 1..=segments {
        walk.on_to(opened, segment, &mut into, &mut |_, _| {})?;
        stop_at_damage(&walk, save)?;
        progress(segment, segments);
    }
    if let Some(manifest) = &manifest
        && walk.is_whole()
        && (walk.state.last_segment != manifest.last_segment
            || walk.state.heads() != manifest.heads)
    {
        walk.damage
            .push("the segments are not those the backup was made of".to_owned());
        stop_at_damage(&walk, save)?;
    }
    let keyless = into.finish(&keys, opened, root, outside)?;
    let State { entries, tips, .. } = into.restored;
    drop(connection);
    let mut cut = walk.cut;
    if save && until.is_none() && !walk.damage.is_empty() {
        find_lost_ends(opened, segments, &tips, &mut cut)?;
    }

    let heads: Vec<Head> = tips
        .iter()
        .map(|(chronology, tip)| Head {
            chronology: *chronology,
            seq: tip.seq,
            hash: tip.hash,
        })
        .collect();
    let mut damage = walk.damage;
    for against in [heads.as_slice(), wanted.kept] {
        let report = verify_file_against(dir, against, |_, _| {})?;
        if let Some(broken) = report.broken.first() {
            if !save {
                return Err(Failure::backup_damaged(format!(
                    "what was restored does not verify: {broken}"
                )));
            }
            damage.extend(report.broken.iter().map(ToString::to_string));
        }
    }
    let store = Store::open(dir, root.clone(), outside.clone())?;
    if let Some(manifest) = &manifest {
        say_so(&store, manifest, until, &keyless, save).await?;
    }
    let rebuilt = match store.rebuild_views().await {
        Err(failure @ Failure::Damaged { .. }) if save => {
            damage.push(format!("the lists could not be made anew: {failure}"));
            Rebuilt::default()
        }
        rebuilt => rebuilt?,
    };
    drop(store);
    Ok(Restored {
        backup: manifest.as_ref().map(|manifest| manifest.number),
        taken_at: manifest.as_ref().map(|manifest| manifest.at),
        entries,
        chronologies: heads.len() as u64,
        rebuilt,
        heads,
        cut: cut
            .into_iter()
            .map(|(chronology, saved)| Cut { chronology, saved })
            .collect(),
        without_key: keyless.len() as u64,
        damage,
    })
}

/// Says in the chronology of every setting that it was restored, and what of it opens for nobody.
async fn say_so(
    store: &Store,
    manifest: &Manifest,
    until: Option<Timestamp>,
    keyless: &BTreeSet<ChronologyId>,
    save: bool,
) -> Result<(), Failure> {
    for id in store.settings().await? {
        let setting = match store.setting(id).await {
            Err(Failure::NotThere | Failure::Damaged { .. }) if save => continue,
            setting => setting?,
        };
        let of = |sort| {
            keyless
                .iter()
                .filter(move |chronology| chronology.setting == id && chronology.sort == sort)
        };
        let without_key = |room: &SettingId| keyless.contains(&ChronologyId::setting(*room));
        let restored = SettingEvent::RecordsRestored {
            backup: manifest.number,
            taken_at: manifest.at,
            until,
            cases: of(Sort::Case).map(|place| CaseId(place.id)).collect(),
            people: of(Sort::Person).map(|place| PersonId(place.id)).collect(),
            rooms: setting.rooms.keys().copied().filter(without_key).collect(),
        };
        let write = Write::Setting {
            expect: Expect::Tail,
            events: vec![restored],
        };
        // By nobody of the setting: whoever holds the root key need not be one of its staff.
        let nobody = StaffId(Uuid::nil());
        let append = Append {
            writes: vec![write],
            ..Append::by(id, nobody)
        };
        store.append(append).await?;
    }
    Ok(())
}

fn stop_at_damage(walk: &Walk, save: bool) -> Result<(), Failure> {
    if save || walk.is_whole() {
        Ok(())
    } else {
        Err(Failure::backup_damaged(walk.first_damage()))
    }
}

fn make_folder(dir: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|error| Failure::of_io(&error))
}

/// Chronologies whose last entries were in a part that could not be read: an index still knows of them.
fn find_lost_ends(
    opened: &OpenArchive,
    segments: u64,
    restored: &BTreeMap<ChronologyId, super::state::Tip>,
    cut: &mut BTreeMap<ChronologyId, u64>,
) -> Result<(), Failure> {
    for (number, _) in opened.listed()?.indexes.iter().rev() {
        if *number > segments {
            continue;
        }
        if let Some(index) = index_of(opened, *number)? {
            for (chronology, tip) in index.tips {
                let saved = restored.get(&chronology).map_or(0, |tip| tip.seq);
                if saved < tip.seq {
                    cut.entry(chronology).or_insert(saved);
                }
            }
            break;
        }
    }
    Ok(())
}

/// Where a restore is written to.
struct Into<'c> {
    connection: &'c WriteConnection,
    until: Option<Timestamp>,
    restored: State,
    settings: BTreeSet<SettingId>,
    as_it_was: BTreeMap<(&'static str, [u8; 16]), (&'static Table, Vec<Cell>)>,
    waiting: Vec<SealedEntry>,
    uncommitted: u64,
}

impl Takes for Into<'_> {
    fn entry(&mut self, entry: SealedEntry) -> Result<(), Failure> {
        if self.until.is_some_and(|until| entry.recorded_at > until) {
            return Ok(());
        }
        self.restored.take_entry(&entry);
        if self
            .waiting
            .first()
            .is_some_and(|first| first.chronology != entry.chronology)
        {
            self.write_waiting()?;
        }
        self.waiting.push(entry);
        Ok(())
    }

    fn row(
        &mut self,
        table: &'static Table,
        cells: Vec<Cell>,
        at: Timestamp,
    ) -> Result<(), Failure> {
        if table.how == How::AsItWas {
            if self.until.is_none_or(|until| at <= until) {
                let key = super::state::digest(table.key_of(&cells));
                self.as_it_was.insert((table.name, key), (table, cells));
            }
            return Ok(());
        }
        self.write_waiting()?;
        let setting = setting_of(&cells);
        if table.name == "setting" {
            // A setting founded after the moment has no entry before it.
            let founded = match cells.get(1) {
                Some(Cell::Number(founded)) => *founded,
                _ => i64::MIN,
            };
            if self
                .until
                .is_some_and(|until| founded > until.as_microsecond())
            {
                return Ok(());
            }
            self.settings.extend(setting);
        }
        if setting.is_some_and(|setting| self.settings.contains(&setting)) {
            self.connection.writing().add_row(table, &cells)?;
        }
        Ok(())
    }

    fn gone(&mut self, table: &'static Table, key: [u8; 16], at: Timestamp) -> Result<(), Failure> {
        if self.until.is_none_or(|until| at <= until) {
            self.as_it_was.remove(&(table.name, key));
        }
        Ok(())
    }
}

impl Into<'_> {
    fn write_waiting(&mut self) -> Result<(), Failure> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.connection.writing().add_entries(&self.waiting)?;
        self.uncommitted += self.waiting.len() as u64;
        self.waiting.clear();
        if self.uncommitted >= TOGETHER {
            self.connection.commit()?;
            self.connection.begin()?;
            self.uncommitted = 0;
        }
        Ok(())
    }

    /// Writes what is left, the keys, and last what makes it an installation. Says which chronologies have no key.
    fn finish(
        &mut self,
        keys: &KeysFile,
        opened: &OpenArchive,
        root: &RootKey,
        outside: &Outside,
    ) -> Result<BTreeSet<ChronologyId>, Failure> {
        self.write_waiting()?;
        let writing = self.connection.writing();
        for (table, cells) in self.as_it_was.values() {
            if setting_of(cells).is_some_and(|setting| self.settings.contains(&setting)) {
                writing.add_row(table, cells)?;
            }
        }
        let mut keyed = BTreeSet::new();
        let mut known = BTreeSet::new();
        for (table, cells) in &keys.rows {
            let setting = setting_of(cells);
            let is_here = setting.is_some_and(|setting| self.settings.contains(&setting));
            if table.name == "wrapped_key" {
                if let Some(chronology) = keyed_by(cells)
                    && is_here
                    && self.has(&chronology)
                {
                    writing.add_row(table, cells)?;
                    keyed.insert(chronology);
                }
            } else if is_here || setting == Some(SettingId(Uuid::nil())) {
                writing.add_row(table, cells)?;
                if let (Some(SettingId(id)), Some(Cell::Text(name))) = (setting, cells.get(1))
                    && id.is_nil()
                {
                    known.insert(name.as_str());
                }
            }
        }
        // Both follow from the root key and the folder: a keys file that lost them need not stop anybody.
        if !known.contains(SALT) {
            writing.add_installation(SALT, &opened.salt)?;
        }
        if !known.contains(CHECK) {
            let check = check_value(&root.key(&opened.salt)?, outside.chance.as_ref())?;
            writing.add_installation(CHECK, &check)?;
        }
        self.connection.commit()?;
        let without = |chronology: &&ChronologyId| {
            let keyed_as = ChronologyId {
                sort: match chronology.sort {
                    Sort::Access => Sort::Case,
                    sort => sort,
                },
                ..**chronology
            };
            !keyed.contains(&keyed_as)
        };
        Ok(self.restored.tips.keys().filter(without).copied().collect())
    }

    /// Whether anything sealed under the key of a chronology is restored.
    fn has(&self, chronology: &ChronologyId) -> bool {
        self.restored.tips.contains_key(chronology)
            || (chronology.sort == Sort::Case
                && self.restored.tips.contains_key(&ChronologyId {
                    sort: Sort::Access,
                    ..*chronology
                }))
    }
}

/// The setting of a row: its first cell.
fn setting_of(cells: &[Cell]) -> Option<SettingId> {
    match cells.first() {
        Some(Cell::Bytes(id)) => Uuid::from_slice(id).ok().map(SettingId),
        _ => None,
    }
}

/// Whose key a row of `setting, id, sort, …` is.
fn keyed_by(cells: &[Cell]) -> Option<ChronologyId> {
    match cells {
        [_, Cell::Bytes(id), Cell::Text(sort), ..] => Some(ChronologyId {
            setting: setting_of(cells)?,
            sort: Sort::named(sort)?,
            id: Uuid::from_slice(id).ok()?,
        }),
        _ => None,
    }
}
