//! The way back: a backup written into an empty place, to the newest moment or to any before, and verified there.
//!
//! INVARIANT: what the installation knows of itself is written last. A restore that was broken off is no installation, and
//! nobody can open it by mistake.

use super::archive::{Archive, OpenArchive};
use super::empty_place::{clear_away, empty, made};
use super::into::Into;
use super::keys_file::KeysFile;
use super::manifest::Manifest;
use super::restored::say_so;
use super::state::{State, Tip};
use super::walk::{Walk, index_of};
use crate::failure::Failure;
use crate::rebuild::Rebuilt;
use crate::root_key::RootKey;
use crate::sql::{Begins, WriteConnection};
use crate::store::Store;
use crate::verify::{Head, verify_file_against};
use casework::chronology::ChronologyId;
use casework::outside::Outside;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;

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

    made(dir)?;
    let connection =
        WriteConnection::open(&dir.into(), Begins::Anew, outside.now().as_microsecond())?;
    connection.begin()?;
    let mut into = Into::nothing_yet(&connection, until);
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
