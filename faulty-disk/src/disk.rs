//! A disk that is running: files as programs see them, the history of what was done to them, and the fault it is under.

mod open;

pub(crate) use open::Came;

use crate::fault::{Call, Error, Fault, Under};
use crate::locks::{FileLocks, Holder, SharedMemory};
use crate::platter::{FileNo, Image, Step};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A disk. Lies where a real folder is, for as long as it is kept: what SQLite opens in that folder it opens here. The
/// folder itself holds copies of its files ([`Disk::show`]), for what the records do with the system's own calls: they look
/// whether a file is there, and read the log beside the database and write it again before SQLite is let near it. What
/// they wrote to a copy is taken over when SQLite next opens that file.
pub struct Disk {
    state: Mutex<State>,
    held: Condvar,
    dir: PathBuf,
}

#[derive(Default)]
pub(crate) struct State {
    files: Vec<Live>,
    names: BTreeMap<String, FileNo>,
    base: Image,
    history: Vec<Step>,
    calls: Vec<Call>,
    under: Option<Under>,
    holders: Holder,
    is_held: bool,
    waiting: usize,
}

#[derive(Default)]
struct Live {
    bytes: Vec<u8>,
    locks: FileLocks,
    memory: SharedMemory,
}

/// A file that somebody has open.
pub(crate) struct Open {
    pub(crate) disk: Arc<Disk>,
    file: FileNo,
    who: Holder,
    name: String,
    how: How,
}

/// How a file is opened.
#[derive(Clone, Copy)]
pub(crate) struct How {
    /// Made where it is not there.
    pub(crate) make: bool,
    /// Only read: the system refuses to write to it, and to lock it as writers do.
    pub(crate) only_read: bool,
    /// Gone when it is closed.
    pub(crate) delete_on_close: bool,
    /// Its folder is synced with it the first time.
    pub(crate) names_unsynced: bool,
}

/// What a call answers: SQLite's code where it failed.
pub(crate) type Answer<T> = Result<T, i32>;

/// Where disks lie.
static DISKS: Mutex<BTreeMap<PathBuf, Arc<Disk>>> = Mutex::new(BTreeMap::new());

/// The disk that lies in a file's folder.
pub(crate) fn disk_of(path: &Path) -> Option<Arc<Disk>> {
    DISKS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(path.parent()?)
        .map(Arc::clone)
}

impl Disk {
    /// Lays a disk with these files into a folder, which is made.
    ///
    /// # Errors
    /// Those of the real folder, or SQLite refusing to know of such disks.
    pub fn laid(dir: &Path, image: Image) -> std::io::Result<Arc<Self>> {
        crate::vfs::register().map_err(|code| {
            std::io::Error::other(format!("SQLite refused the file system: code {code}"))
        })?;
        std::fs::create_dir_all(dir)?;
        for there in std::fs::read_dir(dir)? {
            std::fs::remove_file(there?.path())?;
        }
        let mut state = State::default();
        for (name, bytes) in &image {
            state.names.insert(name.clone(), state.files.len());
            state.files.push(Live {
                bytes: bytes.clone(),
                ..Live::default()
            });
        }
        state.base = image;
        let disk = Arc::new(Self {
            state: Mutex::new(state),
            held: Condvar::new(),
            dir: dir.into(),
        });
        disk.lies_there()?;
        Ok(disk)
    }

    /// Puts copies of its files into the folder, as they are seen now: the logs whole, the others empty, because nobody
    /// looks into those past SQLite.
    ///
    /// # Errors
    /// Those of the real folder.
    pub fn show(&self) -> std::io::Result<()> {
        let seen = self.as_seen();
        for there in std::fs::read_dir(&self.dir)? {
            let there = there?;
            let name = there.file_name();
            if !seen.contains_key(name.to_string_lossy().as_ref()) && name != "leeward.lock" {
                std::fs::remove_file(there.path())?;
            }
        }
        for (name, bytes) in seen {
            let path = self.dir.join(&name);
            if !is_a_log(&name) {
                if !path.exists() {
                    std::fs::write(&path, [])?;
                }
                continue;
            }
            std::fs::write(&path, bytes)?;
            std::fs::File::options()
                .write(true)
                .open(&path)?
                .set_modified(std::time::SystemTime::UNIX_EPOCH)?;
        }
        Ok(())
    }

    /// The disk as it goes on when every process is killed: what was written is seen still, synced or not. It lies nowhere
    /// until [`Disk::lies_there`]; what the processes still do until then is done to the old one.
    pub(crate) fn killed(&self) -> Arc<Self> {
        let state = self.state();
        let goes_on = State {
            files: state
                .files
                .iter()
                .map(|live| Live {
                    bytes: live.bytes.clone(),
                    ..Live::default()
                })
                .collect(),
            names: state.names.clone(),
            base: state.base.clone(),
            history: state.history.clone(),
            ..State::default()
        };
        Arc::new(Self {
            state: Mutex::new(goes_on),
            held: Condvar::new(),
            dir: self.dir.clone(),
        })
    }

    /// Lays it into its folder, in place of whatever lay there.
    pub(crate) fn lies_there(self: &Arc<Self>) -> std::io::Result<()> {
        DISKS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(self.dir.clone(), Arc::clone(self));
        self.show()
    }

    /// Takes the disk out of its folder.
    pub fn taken_out(&self) {
        DISKS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.dir);
    }

    /// Where it lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every file as programs see it now.
    pub fn as_seen(&self) -> Image {
        let state = self.state();
        state
            .names
            .iter()
            .filter_map(|(name, file)| Some((name.clone(), state.files.get(*file)?.bytes.clone())))
            .collect()
    }

    /// What it began with, and what was done to it since.
    pub(crate) fn history(&self) -> (Image, Vec<Step>) {
        let state = self.state();
        (state.base.clone(), state.history.clone())
    }

    /// How many steps were done to it so far.
    pub fn steps(&self) -> usize {
        self.state().history.len()
    }

    /// Every call made of it so far.
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// How many calls were made of it so far.
    pub fn calls_made(&self) -> usize {
        self.state().calls.len()
    }

    /// Puts it under a fault.
    pub fn put_under(&self, fault: Fault) {
        self.state().under = Some(Under {
            fault,
            began_with: None,
        });
    }

    /// Mends it. Says at which call the fault struck, if it did.
    pub fn mend(&self) -> Option<Call> {
        self.state().under.take().and_then(|under| under.began_with)
    }

    /// Holds every call up until [`Disk::let_go`], so that work can be queued behind one of them.
    pub fn hold(&self) {
        self.state().is_held = true;
    }

    /// Whether a call is being held up.
    pub fn holds_one_up(&self) -> bool {
        self.state().waiting > 0
    }

    /// Lets calls go on.
    pub fn let_go(&self) {
        self.state().is_held = false;
        self.held.notify_all();
    }

    /// Takes a call: waits while the disk is held, counts it, and says what goes wrong.
    fn called(&self, call: Call) -> (MutexGuard<'_, State>, Option<(Error, u64)>) {
        let mut state = self.state();
        while state.is_held {
            state.waiting += 1;
            state = self
                .held
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        let number = state.calls.len();
        state.calls.push(call);
        let struck = state
            .under
            .as_mut()
            .and_then(|under| Some((under.strikes(number, call)?, under.fault.bit)));
        (state, struck)
    }

    /// A call that is done or is not.
    fn plainly(&self, call: Call) -> Answer<MutexGuard<'_, State>> {
        match self.called(call) {
            (_, Some((error, _))) => Err(error.code(call)),
            (state, None) => Ok(state),
        }
    }

    pub(crate) fn open(self: &Arc<Self>, path: &Path, how: How) -> Answer<Open> {
        let name = name_of(path)?;
        let mut state = self.plainly(Call::Open)?;
        if is_a_log(&name)
            && let Some(file) = state.names.get(&name).copied()
            && let Some(bytes) = written_again(path)
        {
            if let Some(live) = state.files.get_mut(file) {
                live.bytes.clone_from(&bytes);
            }
            let bytes = bytes.into();
            state.history.push(Step::Write { file, at: 0, bytes });
            state.history.push(Step::Sync { file });
        }
        let file = match state.names.get(&name) {
            Some(file) => *file,
            // The records make their file themselves, to choose who may read it.
            None if how.make || path.exists() => {
                let file = state.files.len();
                state.files.push(Live::default());
                state.names.insert(name.clone(), file);
                state.history.push(Step::Make {
                    name: name.clone(),
                    file,
                });
                file
            }
            None => return Err(rusqlite::ffi::SQLITE_CANTOPEN),
        };
        state.holders += 1;
        Ok(Open {
            disk: Arc::clone(self),
            file,
            who: state.holders,
            name,
            how,
        })
    }

    pub(crate) fn delete(&self, path: &Path, sync_names: bool) -> Answer<()> {
        let name = name_of(path)?;
        let mut state = self.plainly(Call::Delete)?;
        if state.names.remove(&name).is_none() {
            return Err(rusqlite::ffi::SQLITE_IOERR_DELETE_NOENT);
        }
        // The copy goes with it; where there is none there is nothing to do.
        drop(std::fs::remove_file(path));
        state.history.push(Step::Remove { name });
        if sync_names {
            state.history.push(Step::SyncNames);
        }
        Ok(())
    }

    /// Whether a file is there; for those who ask only that, an empty one is not.
    pub(crate) fn is_there(&self, path: &Path, though_empty: bool) -> Answer<bool> {
        let name = name_of(path)?;
        let state = self.plainly(Call::Look)?;
        Ok(state
            .names
            .get(&name)
            .and_then(|file| state.files.get(*file))
            .is_some_and(|live| though_empty || !live.bytes.is_empty()))
    }
}

fn is_a_log(name: &str) -> bool {
    name.ends_with("-wal")
}

/// What a copy holds that was written to since it was shown. It is taken over once.
fn written_again(path: &Path) -> Option<Vec<u8>> {
    let shown = std::time::SystemTime::UNIX_EPOCH;
    if std::fs::metadata(path).ok()?.modified().ok()? == shown {
        return None;
    }
    let bytes = std::fs::read(path).ok()?;
    std::fs::File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.set_modified(shown))
        .ok()?;
    Some(bytes)
}

fn name_of(path: &Path) -> Answer<String> {
    path.file_name()
        .and_then(|name| name.to_str())
        .map(str::to_owned)
        .ok_or(rusqlite::ffi::SQLITE_CANTOPEN)
}

/// Turns one bit over.
pub(crate) fn flip(bytes: &mut [u8], bit: u64) {
    let length = bytes.len().max(1) as u64;
    if let Some(byte) = bytes.get_mut(((bit / 8) % length) as usize) {
        *byte ^= 1 << (bit % 8);
    }
}
