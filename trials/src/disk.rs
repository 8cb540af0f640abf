//! A disk that can lose its power: what was written and not synced is known to be so, and a cut drops it, all of it or
//! any part. It knows nothing of file systems in the kernel; [`crate::mounted`] shows it to one.
//!
//! Files in one folder, no folders in it: that is all the records need. What it models: a write is in danger until the
//! file is synced; a name made, moved or taken away is in danger until the folder is synced or, as on common journalling
//! file systems, the file it names. What it does not: sectors that rot, and a disk that tells lies about part of what it
//! was asked to sync (it can lie about all of it: [`Honesty::Lies`]).

use crate::chance::Seeded;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The files of a disk without power.
pub(crate) type Image = BTreeMap<OsString, Vec<u8>>;

/// What is written at once or not at all.
const SECTOR: usize = 512;

/// Whether a sync does what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Honesty {
    /// It does.
    Honest,
    /// It answers that all is well and keeps nothing.
    Lies,
}

/// What is wrong with the disk just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Writes fail.
    Writing,
    /// Syncs fail; what was to be synced is as good as lost, as on Linux.
    Syncing,
    /// Nothing can be renamed, made or taken away.
    Naming,
    /// Reads fail.
    Reading,
    /// Nothing more fits.
    Full,
    /// Remounted so that nothing can be written.
    ReadOnly,
}

/// What of the unsynced survives a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Nothing.
    All,
    /// Each sector by chance: torn and reordered writes.
    Some,
}

/// Why the disk did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Input or output failed.
    Failed,
    /// There is no such file.
    Absent,
    /// There is one already.
    There,
    /// No space.
    NoSpace,
    /// Read-only.
    ReadOnly,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

#[derive(Debug, Clone)]
enum Naming {
    Put(OsString, u64),
    Take(OsString),
    Move(OsString, OsString),
}

#[derive(Debug, Default)]
struct Held {
    now: Vec<u8>,
    kept: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Debug)]
struct State {
    names: BTreeMap<OsString, u64>,
    kept_names: BTreeMap<OsString, u64>,
    pending_names: Vec<Naming>,
    files: BTreeMap<u64, Held>,
    next: u64,
    honesty: Honesty,
    trouble: Option<Trouble>,
    done: u64,
    cut_at: Option<u64>,
    loss: (Loss, Seeded),
    survived: Option<Image>,
    syncs: u64,
}

/// The disk.
#[derive(Debug)]
pub(crate) struct Disk {
    state: Mutex<State>,
    cut: Condvar,
}

fn apply(change: &Change, to: &mut Vec<u8>) {
    match change {
        Change::Write(at, bytes) => {
            let end = at + bytes.len();
            if to.len() < end {
                to.resize(end, 0);
            }
            if let Some(place) = to.get_mut(*at..end) {
                place.copy_from_slice(bytes);
            }
        }
        Change::Length(length) => to.resize(*length, 0),
    }
}

fn rename(names: &mut BTreeMap<OsString, u64>, naming: &Naming) {
    match naming {
        Naming::Put(name, file) => drop(names.insert(name.clone(), *file)),
        Naming::Take(name) => drop(names.remove(name)),
        Naming::Move(from, to) => {
            if let Some(file) = names.remove(from) {
                names.insert(to.clone(), file);
            }
        }
    }
}

impl State {
    /// Counts what is done to the disk, and cuts its power at the moment that was chosen.
    fn step(&mut self) -> Result<(), Refused> {
        if self.survived.is_none() {
            self.done += 1;
            if self.cut_at.is_some_and(|at| self.done >= at) {
                self.cut();
            }
        }
        if self.survived.is_some() {
            return Err(Refused::Failed);
        }
        Ok(())
    }

    fn writable(&self) -> Result<(), Refused> {
        match self.trouble {
            Some(Trouble::ReadOnly) => Err(Refused::ReadOnly),
            Some(Trouble::Writing) => Err(Refused::Failed),
            _ => Ok(()),
        }
    }

    fn namable(&self) -> Result<(), Refused> {
        match self.trouble {
            Some(Trouble::ReadOnly) => Err(Refused::ReadOnly),
            Some(Trouble::Full) => Err(Refused::NoSpace),
            Some(Trouble::Naming) => Err(Refused::Failed),
            _ => Ok(()),
        }
    }

    fn held(&mut self, file: u64) -> Result<&mut Held, Refused> {
        self.files.get_mut(&file).ok_or(Refused::Absent)
    }

    fn name(&mut self, naming: Naming) {
        rename(&mut self.names, &naming);
        self.pending_names.push(naming);
    }

    fn keep_names(&mut self, up_to: usize) {
        for naming in self.pending_names.drain(..up_to) {
            rename(&mut self.kept_names, &naming);
        }
    }

    fn sync(&mut self, file: u64) -> Result<(), Refused> {
        self.syncs += 1;
        let lies = self.honesty == Honesty::Lies;
        let fails = self.trouble == Some(Trouble::Syncing);
        let held = self.held(file)?;
        if fails {
            // The kernel forgets that these pages were dirty: a later sync says nothing of them.
            held.pending.clear();
            return Err(Refused::Failed);
        }
        if lies {
            return Ok(());
        }
        let pending = std::mem::take(&mut held.pending);
        for change in &pending {
            apply(change, &mut held.kept);
        }
        let named = self
            .pending_names
            .iter()
            .rposition(|naming| matches!(naming, Naming::Put(_, which) if *which == file));
        if let Some(at) = named {
            self.keep_names(at + 1);
        }
        Ok(())
    }

    fn cut(&mut self) {
        let (loss, mut chance) = self.loss.clone();
        let keeps = 5 + chance.below(90);
        let mut names = self.kept_names.clone();
        if loss == Loss::Some {
            let survive = chance.below(self.pending_names.len() as u64 + 1);
            let survive = usize::try_from(survive).unwrap_or(0);
            for naming in self.pending_names.iter().take(survive) {
                rename(&mut names, naming);
            }
        }
        let mut image = Image::new();
        for (name, file) in names {
            let Some(held) = self.files.get(&file) else {
                continue;
            };
            let mut bytes = held.kept.clone();
            if loss == Loss::Some {
                for change in &held.pending {
                    for piece in sectors(change) {
                        if chance.in_a_hundred(keeps) {
                            apply(&piece, &mut bytes);
                        }
                    }
                }
            }
            image.insert(name, bytes);
        }
        self.survived = Some(image);
    }
}

/// A change in the pieces that each survive or do not.
fn sectors(change: &Change) -> Vec<Change> {
    let Change::Write(at, bytes) = change else {
        return vec![change.clone()];
    };
    let (mut at, mut left) = (*at, bytes.as_slice());
    let mut pieces = Vec::new();
    while !left.is_empty() {
        let (piece, rest) = left.split_at((SECTOR - at % SECTOR).min(left.len()));
        pieces.push(Change::Write(at, piece.to_vec()));
        at += piece.len();
        left = rest;
    }
    pieces
}

impl Disk {
    /// A disk with these files on it, all of them safe.
    pub(crate) fn with(image: Image, honesty: Honesty, loss: Loss, chance: Seeded) -> Self {
        let mut names = BTreeMap::new();
        let mut files = BTreeMap::new();
        let mut next = 2;
        for (name, bytes) in image {
            names.insert(name, next);
            let held = Held {
                now: bytes.clone(),
                kept: bytes,
                pending: Vec::new(),
            };
            files.insert(next, held);
            next += 1;
        }
        Self {
            state: Mutex::new(State {
                kept_names: names.clone(),
                names,
                pending_names: Vec::new(),
                files,
                next,
                honesty,
                trouble: None,
                done: 0,
                cut_at: None,
                loss: (loss, chance),
                survived: None,
                syncs: 0,
            }),
            cut: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to the disk, and says so where that cut its power.
    fn does<T>(&self, work: impl FnOnce(&mut State) -> Result<T, Refused>) -> Result<T, Refused> {
        let mut state = self.state();
        let done = state.step().and_then(|()| work(&mut state));
        if state.survived.is_some() {
            self.cut.notify_all();
        }
        done
    }

    /// Cuts the power so many steps from now.
    pub(crate) fn cut_after(&self, steps: u64) {
        let mut state = self.state();
        state.cut_at = Some(state.done + steps);
    }

    /// Waits for the cut; cuts now where it did not come.
    pub(crate) fn wait_for_cut(&self, at_most: Duration) -> bool {
        let waited = self
            .cut
            .wait_timeout_while(self.state(), at_most, |state| state.survived.is_none());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let came = state.survived.is_some();
        if !came {
            state.cut();
        }
        came
    }

    /// What is left after the cut.
    pub(crate) fn survivors(&self) -> Image {
        self.state().survived.clone().unwrap_or_default()
    }

    /// What is on it for whoever looks now, synced or not: what a killed process leaves while the power stays on.
    pub(crate) fn as_it_is(&self) -> Image {
        let state = self.state();
        let mut image = Image::new();
        for (name, file) in &state.names {
            if let Some(held) = state.files.get(file) {
                image.insert(name.clone(), held.now.clone());
            }
        }
        image
    }

    /// Makes something go wrong from here on, or (`None`) go right again.
    pub(crate) fn has(&self, trouble: Option<Trouble>) {
        self.state().trouble = trouble;
    }

    /// How often it was asked to sync.
    pub(crate) fn syncs(&self) -> u64 {
        self.state().syncs
    }

    /// The file of a name.
    pub(crate) fn find(&self, name: &OsStr) -> Result<u64, Refused> {
        self.state().names.get(name).copied().ok_or(Refused::Absent)
    }

    /// How long a file is.
    pub(crate) fn length(&self, file: u64) -> Result<u64, Refused> {
        Ok(self.state().held(file)?.now.len() as u64)
    }

    /// Every name with its file.
    pub(crate) fn list(&self) -> Vec<(OsString, u64)> {
        let state = self.state();
        state.names.iter().map(|(n, f)| (n.clone(), *f)).collect()
    }

    /// Makes a file.
    pub(crate) fn make(&self, name: &OsStr) -> Result<u64, Refused> {
        self.does(|state| {
            state.namable()?;
            if state.names.contains_key(name) {
                return Err(Refused::There);
            }
            let file = state.next;
            state.next += 1;
            state.files.insert(file, Held::default());
            state.name(Naming::Put(name.to_owned(), file));
            Ok(file)
        })
    }

    /// Takes a name away. Whoever has the file open keeps it.
    pub(crate) fn take(&self, name: &OsStr) -> Result<(), Refused> {
        self.does(|state| {
            state.namable()?;
            if !state.names.contains_key(name) {
                return Err(Refused::Absent);
            }
            state.name(Naming::Take(name.to_owned()));
            Ok(())
        })
    }

    /// Gives a file another name.
    pub(crate) fn rename(&self, from: &OsStr, to: &OsStr) -> Result<(), Refused> {
        self.does(|state| {
            state.namable()?;
            if !state.names.contains_key(from) {
                return Err(Refused::Absent);
            }
            state.name(Naming::Move(from.to_owned(), to.to_owned()));
            Ok(())
        })
    }

    /// Reads.
    pub(crate) fn read(&self, file: u64, at: usize, length: usize) -> Result<Vec<u8>, Refused> {
        let mut state = self.state();
        if state.survived.is_some() || state.trouble == Some(Trouble::Reading) {
            return Err(Refused::Failed);
        }
        let now = &state.held(file)?.now;
        let end = (at + length).min(now.len());
        Ok(now.get(at.min(end)..end).unwrap_or_default().to_vec())
    }

    /// Writes.
    pub(crate) fn write(&self, file: u64, at: usize, bytes: &[u8]) -> Result<(), Refused> {
        self.does(|state| {
            state.writable()?;
            let full = state.trouble == Some(Trouble::Full);
            let held = state.held(file)?;
            if full && at + bytes.len() > held.now.len() {
                return Err(Refused::NoSpace);
            }
            let change = Change::Write(at, bytes.to_vec());
            apply(&change, &mut held.now);
            held.pending.push(change);
            Ok(())
        })
    }

    /// Makes a file shorter or longer.
    pub(crate) fn set_length(&self, file: u64, length: usize) -> Result<(), Refused> {
        self.does(|state| {
            state.writable()?;
            let held = state.held(file)?;
            let change = Change::Length(length);
            apply(&change, &mut held.now);
            held.pending.push(change);
            Ok(())
        })
    }

    /// Syncs a file.
    pub(crate) fn sync(&self, file: u64) -> Result<(), Refused> {
        self.does(|state| state.sync(file))
    }

    /// Syncs the folder: its names.
    pub(crate) fn sync_names(&self) -> Result<(), Refused> {
        self.does(|state| {
            state.syncs += 1;
            if state.trouble == Some(Trouble::Syncing) {
                return Err(Refused::Failed);
            }
            if state.honesty == Honesty::Honest {
                let all = state.pending_names.len();
                state.keep_names(all);
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    fn disk(honesty: Honesty, loss: Loss) -> (Disk, u64) {
        let disk = Disk::with(Image::new(), honesty, loss, Seeded::of(1));
        let file = disk.make(OsStr::new("a")).unwrap();
        (disk, file)
    }

    fn cut(disk: &Disk) -> Option<Vec<u8>> {
        assert!(!disk.wait_for_cut(Duration::ZERO));
        disk.survivors().get(OsStr::new("a")).cloned()
    }

    #[test]
    fn what_was_synced_survives_and_what_was_not_does_not() {
        let (disk, file) = disk(Honesty::Honest, Loss::All);
        disk.write(file, 0, b"safe").unwrap();
        disk.sync(file).unwrap();
        disk.write(file, 4, b" and not").unwrap();
        assert_eq!(disk.read(file, 0, 99).unwrap(), b"safe and not");
        assert_eq!(cut(&disk).unwrap(), b"safe");
        assert_eq!(disk.write(file, 0, b"late"), Err(Refused::Failed));
    }

    #[test]
    fn a_file_nobody_synced_is_not_even_there() {
        let (disk, file) = disk(Honesty::Honest, Loss::All);
        disk.write(file, 0, b"gone").unwrap();
        assert_eq!(cut(&disk), None);
    }

    #[test]
    fn a_disk_that_lies_keeps_nothing() {
        let (disk, file) = disk(Honesty::Lies, Loss::All);
        disk.write(file, 0, b"gone").unwrap();
        disk.sync(file).unwrap();
        disk.sync_names().unwrap();
        assert_eq!(cut(&disk), None);
        assert_eq!(disk.syncs(), 2);
    }

    #[test]
    fn a_cut_may_tear_a_write_at_its_sectors_and_nowhere_else() {
        let (disk, file) = disk(Honesty::Honest, Loss::Some);
        disk.write(file, 0, &[1; SECTOR * 64]).unwrap();
        disk.sync(file).unwrap();
        disk.write(file, 0, &[2; SECTOR * 64]).unwrap();
        let left = cut(&disk).unwrap();
        let whole = |sector: &[u8]| sector.iter().all(|byte| Some(byte) == sector.first());
        assert!(left.chunks(SECTOR).all(whole));
        assert!(left.contains(&1) && left.contains(&2));
    }

    #[test]
    fn a_failed_sync_forgets_what_it_was_to_keep() {
        let (disk, file) = disk(Honesty::Honest, Loss::All);
        disk.sync(file).unwrap();
        disk.write(file, 0, b"gone").unwrap();
        disk.has(Some(Trouble::Syncing));
        assert_eq!(disk.sync(file), Err(Refused::Failed));
        disk.has(None);
        disk.sync(file).unwrap();
        assert_eq!(cut(&disk).unwrap(), b"");
    }

    #[test]
    fn the_cut_comes_at_the_step_that_was_chosen() {
        let (disk, file) = disk(Honesty::Honest, Loss::All);
        disk.cut_after(3);
        disk.write(file, 0, b"one").unwrap();
        disk.sync(file).unwrap();
        assert_eq!(disk.write(file, 0, b"two"), Err(Refused::Failed));
        assert!(disk.wait_for_cut(Duration::ZERO));
        assert_eq!(disk.survivors().get(OsStr::new("a")).unwrap(), b"one");
    }
}
