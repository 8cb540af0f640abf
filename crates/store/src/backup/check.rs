//! Looking at backups without restoring any: which there are, and whether every byte of them is as it was written.

use super::archive::{Archive, OpenArchive};
use super::keys_file::KeysFile;
use super::manifest::Manifest;
use super::walk::{Nothing, Walk, index_of};
use crate::failure::Failure;
use crate::root_key::RootKey;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The backups that can be read, oldest first.
    pub backups: Vec<Manifest>,
    /// How many entries the segments hold.
    pub entries: u64,
    /// How many chronologies.
    pub chronologies: u64,
    /// What is not as it was written. Empty where all is well.
    pub damage: Vec<String>,
    /// What is worth knowing and no damage: a file that does not belong there, a backup that was not finished.
    pub notes: Vec<String>,
}

impl Checked {
    /// True where every byte is as it was written.
    pub fn whole(&self) -> bool {
        self.damage.is_empty()
    }
}

/// The backups at a place that can be read, oldest first, and the names of those that cannot.
///
/// # Errors
/// [`Failure::NoBackup`], [`Failure::BackupKeyWrong`], or those of the disk.
pub fn list_backups(
    archive: &Archive,
    root: &RootKey,
) -> Result<(Vec<Manifest>, Vec<String>), Failure> {
    let opened = archive.open(root)?;
    let mut damage = Vec::new();
    let found = manifests(&opened, &mut damage)?;
    Ok((
        found.into_iter().map(|(manifest, _)| manifest).collect(),
        damage,
    ))
}

/// Reads every byte at a place and follows every chain in it. `progress` is told how many segments are done and how many
/// there are.
///
/// # Errors
/// [`Failure::NoBackup`], [`Failure::BackupKeyWrong`], or those of the disk. Damage is not an error: it is what was found.
pub fn check_backups(
    archive: &Archive,
    root: &RootKey,
    mut progress: impl FnMut(u64, u64),
) -> Result<Checked, Failure> {
    let opened = archive.open(root)?;
    let listed = opened.listed()?;
    let (mut damage, mut notes) = (Vec::new(), Vec::new());
    for name in &listed.strange {
        notes.push(format!("{name} does not belong here"));
    }
    let found = manifests(&opened, &mut damage)?;
    for pair in found.windows(2) {
        if let [(before, digest), (after, _)] = pair
            && before.number + 1 == after.number
            && after.follows != *digest
        {
            let name = Manifest::name(after.number);
            damage.push(format!("{name} does not follow from the one before it"));
        }
    }
    let last = listed.segments.last().map_or(0, |(number, _)| *number);
    let of_backups = found
        .iter()
        .map(|(manifest, _)| manifest.segments)
        .max()
        .unwrap_or(0);
    if last > of_backups {
        notes.push("there are segments of a backup that was not finished".to_owned());
    }
    let mut walk = Walk::default();
    for segment in 1..=last.max(of_backups) {
        walk.on_to(&opened, segment, &mut Nothing, &mut |_, _| {})?;
        let mut wrong = Vec::new();
        if walk.is_whole() {
            for (manifest, _) in found.iter().filter(|(m, _)| m.segments == segment) {
                if manifest.last_segment != walk.state.last_segment
                    || manifest.heads != walk.state.heads()
                {
                    let name = Manifest::name(manifest.number);
                    wrong.push(format!("{name} is not made of these segments"));
                }
            }
            if listed.indexes.iter().any(|(number, _)| *number == segment)
                && index_of(&opened, segment)?.as_ref() != Some(&walk.state)
            {
                let name = super::archive::index(segment);
                wrong.push(format!("{name} does not follow from the segments"));
            }
        }
        damage.extend(wrong);
        progress(segment, last);
    }
    match KeysFile::of(&opened)? {
        None => damage.push("the keys file is not there".to_owned()),
        Some(keys) => {
            damage.extend(keys.damage.iter().cloned());
            let newest = found.iter().map(|(manifest, _)| manifest.keys).max();
            if newest.is_some_and(|newest| keys.number < newest) {
                damage.push("the keys file is older than the newest backup".to_owned());
            }
        }
    }
    let broken = !walk.is_whole();
    damage.extend(walk.damage);
    for (chronology, saved) in walk.cut {
        let (sort, id) = (chronology.sort.name(), chronology.id.as_simple());
        damage.push(format!(
            "setting {}, {sort} {id}: holds up to entry {saved} and no further",
            chronology.setting
        ));
    }
    if broken {
        notes.push("which backups can be restored whole: those before the damage; of the others, all but the damage".to_owned());
    }
    Ok(Checked {
        backups: found.into_iter().map(|(manifest, _)| manifest).collect(),
        entries: walk.state.entries,
        chronologies: walk.state.tips.len() as u64,
        damage,
        notes,
    })
}

fn manifests(
    opened: &OpenArchive,
    damage: &mut Vec<String>,
) -> Result<Vec<(Manifest, [u8; 32])>, Failure> {
    let mut found = Vec::new();
    for number in opened.listed()?.backups {
        match opened.manifest(number)? {
            Some(manifest) => found.push(manifest),
            None => damage.push(format!(
                "{} is not as it was written",
                Manifest::name(number)
            )),
        }
    }
    Ok(found)
}
