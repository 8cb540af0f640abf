//! The way back: a backup written into an empty place, to the newest moment or to any before, and verified there.
//!
//! INVARIANT: what the installation knows of itself is committed last, with the lists and with what the record says of
//! itself, once all of it was verified. A restore that was broken off is no installation, and nobody can open it by mistake.
//! Into a database all of it is one transaction: one that was broken off leaves tables with nothing in them.

use super::archive::{Archive, OpenArchive};
use super::empty_place::{clear_away, empty, made, without_records};
use super::into::Into;
use super::keys_file::KeysFile;
use super::manifest::Manifest;
use super::restored::say_so;
use super::state::{State, Tip};
use super::walk::{Walk, index_of};
use crate::failure::Failure;
use crate::keys::Keys;
use crate::place::Place;
use crate::rebuild::{Rebuilt, rebuild_all};
use crate::root_key::{CHECK, RootKey, is_right};
use crate::shared::Shared;
use crate::sql::WriteConnection;
use crate::store::{SALT, away_from_tasks};
use crate::verify::{Head, verify_within};
use crate::writer::Turn;
use casework::chronology::ChronologyId;
use casework::outside::Outside;
use jiff::Timestamp;
use std::collections::BTreeMap;

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

/// Restores into a folder that is empty or not there yet, or into a database without records. `progress` is told how many
/// segments are done and how many there are. Waits for the disk and the server: not to be called where others wait.
///
/// # Errors
/// [`Failure::NoBackup`], [`Failure::BackupKeyWrong`], [`Failure::PlaceNotEmpty`], [`Failure::InstallationThere`],
/// [`Failure::BackupDamaged`], or those of the disk or the server. What was begun in a folder is then removed; in a database
/// it is taken back, and the tables are left with nothing in them.
pub fn restore(
    archive: &Archive,
    root: &RootKey,
    place: impl std::convert::Into<Place>,
    wanted: Wanted<'_>,
    outside: &Outside,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<Restored, Failure> {
    let place = place.into();
    away_from_tasks(|| {
        let opened = archive.open(root)?;
        let was_there = match &place {
            Place::Folder(dir) => empty(dir)?,
            Place::Database(_) => false,
        };
        let done = restored(&opened, root, &place, wanted, outside, &mut progress);
        if let Place::Folder(dir) = &place
            && done.is_err()
        {
            clear_away(dir, was_there);
        }
        done
    })
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

fn restored(
    opened: &OpenArchive,
    root: &RootKey,
    place: &Place,
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

    if let Place::Folder(dir) = place {
        made(dir)?;
    }
    let connection = WriteConnection::open_to_carry(place, outside.now().as_microsecond())?;
    connection.begin()?;
    let done = without_records(place, &connection.writing()).and_then(|()| {
        let writes = Writes {
            connection: &connection,
            in_one: matches!(place, Place::Database(_)),
            opened,
            root,
            outside,
            wanted,
        };
        let restored = writes.all(manifest, segments, until, walk, &keys, progress)?;
        connection.commit()?;
        Ok(restored)
    });
    if done.is_err() {
        connection.roll_back();
    }
    done
}

/// Writes into one connection; nothing of it is an installation before that is committed.
struct Writes<'w> {
    connection: &'w WriteConnection,
    in_one: bool,
    opened: &'w OpenArchive,
    root: &'w RootKey,
    outside: &'w Outside,
    wanted: Wanted<'w>,
}

impl Writes<'_> {
    fn all(
        &self,
        manifest: Option<Manifest>,
        segments: u64,
        until: Option<Timestamp>,
        mut walk: Walk,
        keys: &KeysFile,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Restored, Failure> {
        let save = self.wanted.what_can_be_saved;
        let mut into = Into::nothing_yet(self.connection, until, self.in_one);
        for segment in 1..=segments {
            walk.on_to(self.opened, segment, &mut into, &mut |_, _| {})?;
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
        let keyless = into.finish(keys, self.opened, self.root, self.outside)?;
        let State { entries, tips, .. } = into.restored;
        let mut cut = walk.cut;
        if save && until.is_none() && !walk.damage.is_empty() {
            find_lost_ends(self.opened, segments, &tips, &mut cut)?;
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
        self.verify(&heads, &mut damage)?;
        let shared = self.shared()?;
        let turn = Turn::over(self.connection, &shared);
        if let Some(manifest) = &manifest {
            say_so(&turn, manifest, until, &keyless, save)?;
        }
        let rebuilt = self.lists(&turn, &mut damage)?;
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

    /// Verifies what was written, to the heads that were restored and to those kept elsewhere.
    fn verify(&self, heads: &[Head], damage: &mut Vec<String>) -> Result<(), Failure> {
        for against in [heads, self.wanted.kept] {
            let report = verify_within(&self.connection.writing(), against)?;
            if let Some(broken) = report.broken.first() {
                if !self.wanted.what_can_be_saved {
                    return Err(Failure::backup_damaged(format!(
                        "what was restored does not verify: {broken}"
                    )));
                }
                damage.extend(report.broken.iter().map(ToString::to_string));
            }
            if self.wanted.kept.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// The ring of keys over what was restored.
    fn shared(&self) -> Result<Shared, Failure> {
        let writing = self.connection.writing();
        let salt = writing.installation(SALT)?.ok_or(Failure::KeyWrong)?;
        let check = writing.installation(CHECK)?.ok_or(Failure::KeyWrong)?;
        let key = self.root.key(&salt)?;
        match is_right(&key, &check) {
            true => Ok(Shared::new(Keys::under(&key), self.outside.clone())),
            false => Err(Failure::KeyWrong),
        }
    }

    /// The lists, folded anew; none of them where one cannot be and the rest is to be saved.
    fn lists(&self, turn: &Turn<'_>, damage: &mut Vec<String>) -> Result<Rebuilt, Failure> {
        self.connection.mark()?;
        match rebuild_all(&turn.writing, turn.shared, |_| ()) {
            Err(failure @ Failure::Damaged { .. }) if self.wanted.what_can_be_saved => {
                self.connection.go_back()?;
                damage.push(format!("the lists could not be made anew: {failure}"));
                Ok(Rebuilt::default())
            }
            rebuilt => {
                let rebuilt = rebuilt?;
                self.connection.keep()?;
                Ok(rebuilt)
            }
        }
    }
}

fn stop_at_damage(walk: &Walk, save: bool) -> Result<(), Failure> {
    if save || walk.is_whole() {
        Ok(())
    } else {
        Err(Failure::backup_damaged(walk.first_damage()))
    }
}

/// Chronologies whose last entries were in a part that could not be read: an index still knows of them.
fn find_lost_ends(
    opened: &OpenArchive,
    segments: u64,
    restored: &BTreeMap<ChronologyId, Tip>,
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
