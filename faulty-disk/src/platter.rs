//! What is on the disk when the power goes: what was synced stays; of what was only written, some of it, chosen.
//!
//! A history of steps is played onto a platter. At any point the platter says what could be found after a cut there.

use crate::seeded::Seeded;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A disk at rest: every file with its bytes.
pub type Image = BTreeMap<String, Vec<u8>>;

/// Names a file whatever it is called.
pub(crate) type FileNo = usize;

/// The unit that is written whole or not at all.
pub const SECTOR: u64 = 512;

/// One thing that was done to the disk.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Make {
        name: String,
        file: FileNo,
    },
    Remove {
        name: String,
    },
    Write {
        file: FileNo,
        at: u64,
        bytes: Arc<[u8]>,
    },
    Cut {
        file: FileNo,
        length: u64,
    },
    Sync {
        file: FileNo,
    },
    /// A sync that failed, after which the system counts what was written as clean and never writes it again.
    SyncForsook {
        file: FileNo,
    },
    SyncNames,
}

/// What of the unsynced is found after a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Survives {
    /// Nothing of it.
    Nothing,
    /// All of it, as after a kill.
    Everything,
    /// A beginning of it, in the order it was written; the last write torn.
    Beginning,
    /// Any of the writes, whatever came before them.
    Writes,
    /// Any of the sectors, so that writes and pages are torn.
    Sectors,
    /// All of one file and nothing of the others.
    OneFile,
}

impl Survives {
    /// Every way there is.
    pub const ALL: [Self; 6] = [
        Self::Nothing,
        Self::Everything,
        Self::Beginning,
        Self::Writes,
        Self::Sectors,
        Self::OneFile,
    ];
}

/// A disk that keeps its promise, and two that do not, to see whether anybody notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// A sync means what it says.
    Kept,
    /// A sync says it is done and does nothing.
    Broken,
    /// The same, but only where SQLite syncs its log before answering: what `synchronous = NORMAL` comes to.
    BrokenForTheLog,
}

#[derive(Clone)]
enum Unsynced {
    Write {
        order: usize,
        at: u64,
        bytes: Arc<[u8]>,
    },
    Cut {
        order: usize,
        length: u64,
    },
}

impl Unsynced {
    fn order(&self) -> usize {
        match self {
            Self::Write { order, .. } | Self::Cut { order, .. } => *order,
        }
    }
}

#[derive(Clone, Default)]
struct Kept {
    synced: Vec<u8>,
    unsynced: Vec<Unsynced>,
}

#[derive(Clone)]
enum Renamed {
    Made(String, FileNo),
    Removed(String),
}

/// The platter.
#[derive(Clone)]
pub(crate) struct Platter {
    files: Vec<Kept>,
    names: BTreeMap<String, FileNo>,
    renamed: Vec<Renamed>,
    promise: Promise,
    logs: Vec<FileNo>,
    steps: usize,
}

impl Platter {
    /// A platter on which an image lies, all of it synced.
    pub(crate) fn of(image: &Image, promise: Promise) -> Self {
        let mut platter = Self {
            files: Vec::new(),
            names: BTreeMap::new(),
            renamed: Vec::new(),
            promise,
            logs: Vec::new(),
            steps: 0,
        };
        for (name, bytes) in image {
            platter.called(name, platter.files.len());
            platter.names.insert(name.clone(), platter.files.len());
            platter.files.push(Kept {
                synced: bytes.clone(),
                unsynced: Vec::new(),
            });
        }
        platter
    }

    fn called(&mut self, name: &str, file: FileNo) {
        if name.ends_with("-wal") {
            self.logs.push(file);
        }
    }

    /// Plays one step.
    pub(crate) fn play(&mut self, step: &Step) {
        self.steps += 1;
        let order = self.steps;
        match step {
            Step::Make { name, file } => {
                while self.files.len() <= *file {
                    self.files.push(Kept::default());
                }
                self.called(name, *file);
                self.renamed.push(Renamed::Made(name.clone(), *file));
            }
            Step::Remove { name } => self.renamed.push(Renamed::Removed(name.clone())),
            Step::Write { file, at, bytes } => {
                if let Some(kept) = self.files.get_mut(*file) {
                    kept.unsynced.push(Unsynced::Write {
                        order,
                        at: *at,
                        bytes: Arc::clone(bytes),
                    });
                }
            }
            Step::Cut { file, length } => {
                if let Some(kept) = self.files.get_mut(*file) {
                    kept.unsynced.push(Unsynced::Cut {
                        order,
                        length: *length,
                    });
                }
            }
            Step::Sync { file } => {
                let broken = match self.promise {
                    Promise::Kept => false,
                    Promise::Broken => true,
                    Promise::BrokenForTheLog => self.logs.contains(file),
                };
                if let Some(kept) = self.files.get_mut(*file)
                    && !broken
                {
                    for done in std::mem::take(&mut kept.unsynced) {
                        apply(&mut kept.synced, &done);
                    }
                }
            }
            Step::SyncForsook { file } => {
                if let Some(kept) = self.files.get_mut(*file) {
                    kept.unsynced.clear();
                }
            }
            Step::SyncNames => {
                if self.promise != Promise::Broken {
                    for renamed in std::mem::take(&mut self.renamed) {
                        rename(&mut self.names, &renamed);
                    }
                }
            }
        }
    }

    /// What is found after a power cut here.
    pub(crate) fn after_a_cut(&self, survives: Survives, seeded: &mut Seeded) -> Image {
        let mut names = self.names.clone();
        let renamed = match survives {
            Survives::Nothing => 0,
            Survives::Everything => self.renamed.len(),
            _ => seeded.below(self.renamed.len() + 1),
        };
        for renamed in self.renamed.iter().take(renamed) {
            rename(&mut names, renamed);
        }
        let chosen = seeded.below(names.len().max(1));
        let orders: Vec<usize> = self
            .files
            .iter()
            .flat_map(|kept| kept.unsynced.iter().map(Unsynced::order))
            .collect();
        let last = orders
            .get(seeded.below(orders.len().max(1)))
            .copied()
            .unwrap_or(0);
        names
            .iter()
            .enumerate()
            .filter_map(|(place, (name, file))| {
                let kept = self.files.get(*file)?;
                let mut bytes = kept.synced.clone();
                let here = match survives {
                    Survives::OneFile if place == chosen => Survives::Everything,
                    Survives::OneFile => Survives::Nothing,
                    other => other,
                };
                for done in &kept.unsynced {
                    survive(&mut bytes, done, here, last, seeded);
                }
                Some((name.clone(), bytes))
            })
            .collect()
    }
}

fn rename(names: &mut BTreeMap<String, FileNo>, renamed: &Renamed) {
    match renamed {
        Renamed::Made(name, file) => names.insert(name.clone(), *file),
        Renamed::Removed(name) => names.remove(name),
    };
}

fn survive(
    bytes: &mut Vec<u8>,
    done: &Unsynced,
    survives: Survives,
    last: usize,
    seeded: &mut Seeded,
) {
    match survives {
        Survives::Nothing | Survives::OneFile => {}
        Survives::Everything => apply(bytes, done),
        Survives::Beginning if done.order() < last => apply(bytes, done),
        Survives::Beginning if done.order() == last => sectors(bytes, done, seeded),
        Survives::Beginning => {}
        Survives::Writes => {
            if seeded.coin() {
                apply(bytes, done);
            }
        }
        Survives::Sectors => sectors(bytes, done, seeded),
    }
}

/// Any of the sectors of a write. Now and then the file has grown as far as the write would have taken it.
fn sectors(bytes: &mut Vec<u8>, done: &Unsynced, seeded: &mut Seeded) {
    let Unsynced::Write {
        at, bytes: whole, ..
    } = done
    else {
        if seeded.coin() {
            apply(bytes, done);
        }
        return;
    };
    let mut from = 0_usize;
    while from < whole.len() {
        let in_sector = (*at + from as u64) % SECTOR;
        let to = whole.len().min(from + (SECTOR - in_sector) as usize);
        if let Some(piece) = whole.get(from..to)
            && seeded.coin()
        {
            put(bytes, *at + from as u64, piece);
        }
        from = to;
    }
    let end = (*at as usize) + whole.len();
    if bytes.len() < end && seeded.coin() {
        bytes.resize(end, 0);
    }
}

fn apply(bytes: &mut Vec<u8>, done: &Unsynced) {
    match done {
        Unsynced::Write {
            at, bytes: written, ..
        } => put(bytes, *at, written),
        Unsynced::Cut { length, .. } => bytes.resize(*length as usize, 0),
    }
}

/// Writes into a file, which grows with nought where need be.
pub(crate) fn put(bytes: &mut Vec<u8>, at: u64, written: &[u8]) {
    let (at, end) = (at as usize, at as usize + written.len());
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    if let Some(place) = bytes.get_mut(at..end) {
        place.copy_from_slice(written);
    }
}
