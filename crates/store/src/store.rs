//! The store: opened once, cloned freely, read from many sides and written to from one.

use crate::failure::Failure;
use crate::keys::Keys;
use crate::place::Place;
use crate::root_key::{CHECK, RootKey, check_value, is_right};
use crate::shared::Shared;
use crate::sql::{Begins, ReadConnection, Rows, WriteConnection, file_in};
use crate::verify::{Head, Verdict, check_in};
use crate::writer::{Turn, Writer};
use casework::chronology::ChronologyId;
use casework::id::SettingId;
use casework::outside::Outside;
use casework::setting::Setting;
use jiff::Timestamp;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many read at once.
const READERS: usize = 8;
/// How often, and how long apart, the lock on a folder is tried before it is said that another process has it.
const TRIES_AT_THE_LOCK: u32 = 50;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);
/// The names of the values of the installation.
pub(crate) const SALT: &str = "passphrase salt";
/// The name of the salt of the records that are being moved here, until all of them are.
pub(crate) const MOVING: &str = "being moved here";

/// The records of an installation. A clone is another handle on the same; the last one dropped closes them.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    // The order matters: the writer ends before the lock is let go.
    writer: Writer,
    shared: Arc<Shared>,
    readers: Mutex<Vec<ReadConnection>>,
    places: Arc<Semaphore>,
    place: Place,
    /// On a folder: a database is open to several.
    _lock: Option<Lock>,
}

impl Store {
    /// Makes an installation: in a folder (made with mode 0700 if need be, the database in it with 0600), or in an empty
    /// database of a server. With its key check.
    ///
    /// # Errors
    /// [`Failure::InstallationThere`], [`Failure::InUse`], or those of the disk or the server.
    pub fn create(
        place: impl Into<Place>,
        root: RootKey,
        outside: Outside,
    ) -> Result<Self, Failure> {
        let place = place.into();
        away_from_tasks(move || Self::created(place, &root, outside))
    }

    fn created(place: Place, root: &RootKey, outside: Outside) -> Result<Self, Failure> {
        use std::os::unix::fs::DirBuilderExt;
        let lock = match &place {
            Place::Folder(dir) => {
                std::fs::DirBuilder::new()
                    .recursive(true)
                    .mode(0o700)
                    .create(dir)
                    .map_err(|error| Failure::of_io(&error))?;
                Some(lock(dir)?)
            }
            Place::Database(_) => None,
        };
        let connection =
            WriteConnection::open(&place, Begins::Anew, outside.now().as_microsecond())?;
        let there = || Failure::InstallationThere { dir: place.named() };
        if connection.writing().installation(CHECK)?.is_some() {
            return Err(there());
        }
        if connection.writing().installation(MOVING)?.is_some() {
            return Err(Failure::MoveUnfinished { dir: place.named() });
        }
        let mut salt = [0; 16];
        outside.chance.fill(&mut salt);
        let key = root.key(&salt)?;
        connection.begin()?;
        let made = connection
            .writing()
            .add_installation(SALT, &salt)
            .and_then(|()| {
                connection
                    .writing()
                    .add_installation(CHECK, &check_value(&key, outside.chance.as_ref())?)
            })
            .and_then(|()| connection.commit());
        if made.is_err() {
            connection.roll_back();
        }
        // Another process may have made one in the same database a moment ago.
        if connection.race().is_some() {
            return Err(there());
        }
        made?;
        Self::start(
            place,
            Shared::new(Keys::under(&key), outside),
            connection,
            lock,
        )
    }

    /// Opens an installation, taking migrations where this version is newer.
    ///
    /// # Errors
    /// [`Failure::NoInstallation`], [`Failure::InUse`], [`Failure::KeyWrong`], [`Failure::Damaged`],
    /// [`Failure::Newer`], or those of the disk or the server.
    pub fn open(place: impl Into<Place>, root: RootKey, outside: Outside) -> Result<Self, Failure> {
        let place = place.into();
        away_from_tasks(move || Self::opened(place, &root, outside))
    }

    fn opened(place: Place, root: &RootKey, outside: Outside) -> Result<Self, Failure> {
        let missing = || Failure::NoInstallation { dir: place.named() };
        let lock = match &place {
            Place::Folder(dir) if !file_in(dir).exists() => return Err(missing()),
            Place::Folder(dir) => Some(lock(dir)?),
            Place::Database(_) => None,
        };
        let connection =
            WriteConnection::open(&place, Begins::Before, outside.now().as_microsecond())?;
        if connection.writing().installation(MOVING)?.is_some() {
            return Err(Failure::MoveUnfinished { dir: place.named() });
        }
        let salt = connection
            .writing()
            .installation(SALT)?
            .ok_or_else(missing)?;
        let check = connection
            .writing()
            .installation(CHECK)?
            .ok_or_else(missing)?;
        let key = root.key(&salt)?;
        if !is_right(&key, &check) {
            return Err(Failure::KeyWrong);
        }
        Self::start(
            place,
            Shared::new(Keys::under(&key), outside),
            connection,
            lock,
        )
    }

    fn start(
        place: Place,
        shared: Shared,
        connection: WriteConnection,
        lock: Option<Lock>,
    ) -> Result<Self, Failure> {
        let shared = Arc::new(shared);
        Ok(Self(Arc::new(Inner {
            writer: Writer::start(connection, Arc::clone(&shared))?,
            shared,
            readers: Mutex::default(),
            places: Arc::new(Semaphore::new(READERS)),
            place,
            _lock: lock,
        })))
    }

    /// Whether this process is the only one that writes: so it is in a folder, which is locked, and so it is not in a
    /// database of a server. What is remembered between requests is as it was only where nobody else writes.
    pub(crate) fn is_alone(&self) -> bool {
        matches!(self.0.place, Place::Folder(_))
    }

    /// Takes a turn at writing: see [`Writer::write`].
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, Failure>
    where
        F: FnMut(&Turn<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        self.0.writer.write(work).await
    }

    /// Reads at one moment, away from the threads that answer people.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, Failure>
    where
        F: FnOnce(&Rows<'_>, &Shared) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        let stopped = |_| Failure::unavailable("a read stopped unexpectedly");
        let place = Arc::clone(&self.0.places)
            .acquire_owned()
            .await
            .map_err(|_| Failure::unavailable("the store is closing"))?;
        let inner = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            let _place = place;
            let waiting = inner
                .readers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop();
            let connection = match waiting {
                Some(connection) => connection,
                None => ReadConnection::open(&inner.place)?,
            };
            let answer = connection.at_one_moment(|rows| work(rows, &inner.shared));
            inner
                .readers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            answer
        })
        .await
        .map_err(stopped)?
    }

    /// What readers and the writer have in common.
    pub(crate) fn shared(&self) -> &Shared {
        &self.0.shared
    }

    /// Works away from the threads that answer people, reading nothing.
    pub(crate) async fn aside<T, F>(&self, work: F) -> Result<T, Failure>
    where
        F: FnOnce() -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| Failure::unavailable("a piece of work stopped unexpectedly"))?
    }

    /// The clock and chance the store was opened with.
    pub fn outside(&self) -> &Outside {
        &self.0.shared.outside
    }

    /// Every real setting, oldest first. Practice rooms are settings too, and are not among these.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn settings(&self) -> Result<Vec<SettingId>, Failure> {
        self.read(|rows, _| rows.settings()).await
    }

    /// Empties the log that the database keeps for itself, after something was destroyed: an older copy of a page could
    /// still hold the key. True where it is empty; false where somebody was reading for longer than is waited for, and it
    /// should be asked for again.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn empty_log(&self) -> Result<bool, Failure> {
        self.0.writer.empty_log().await
    }

    /// Forgets keys that were destroyed.
    pub(crate) fn forget_keys(&self, setting: Option<SettingId>) {
        if let Some(setting) = setting {
            self.0.shared.keys.forget(setting);
            self.0.shared.note_keys_destroyed();
            self.0.shared.indexes.forget(setting);
        }
    }

    /// A setting as it is now. Folded once and remembered until it changes; where others may have changed it, that is
    /// looked up.
    ///
    /// # Errors
    /// [`Failure::NotThere`], [`Failure::Damaged`], or those of the disk.
    pub async fn setting(&self, setting: SettingId) -> Result<Arc<Setting>, Failure> {
        if self.is_alone()
            && let Some(remembered) = self.0.shared.remembered(setting)
        {
            return Ok(remembered);
        }
        let changes = self.0.shared.changes();
        self.read(move |rows, shared| shared.read_setting(rows, setting, changes))
            .await
    }

    /// Verifies one chronology without opening its seal: its chain, its head, and what checkpoints state about it.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such chronology. A broken chain is not an error: it is the verdict.
    pub async fn verify(&self, chronology: ChronologyId) -> Result<Verdict, Failure> {
        self.read(move |rows, _| check_in(rows, &chronology)).await
    }

    /// Every chronology of a setting, by its head or by an entry: one whose head was taken away is still there to be
    /// verified, and is then found not to hold.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn chronologies(&self, setting: SettingId) -> Result<Vec<ChronologyId>, Failure> {
        self.read(move |rows, _| rows.chronologies_found(setting))
            .await
    }

    /// When the newest entry was recorded, practice left out; `None` where there is none. Against a clock that was set
    /// wrong.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn newest_entry(&self) -> Result<Option<Timestamp>, Failure> {
        self.read(|rows, _| {
            let mut newest = None;
            for setting in rows.settings()? {
                newest = newest.max(rows.newest_entry(setting)?);
            }
            Ok(newest)
        })
        .await
    }

    /// The end of every chronology, to be kept elsewhere.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn heads(&self) -> Result<Vec<Head>, Failure> {
        self.read(|rows, _| {
            let mut heads = Vec::new();
            rows.each_head(|chronology, head| {
                heads.push(Head {
                    chronology,
                    seq: head.seq,
                    hash: head.hash,
                });
                Ok(())
            })?;
            Ok(heads)
        })
        .await
    }

    /// For tests of a full disk: lets the database grow to so many pages and no further.
    ///
    /// # Errors
    /// Those of the disk.
    #[doc(hidden)]
    pub async fn limit_pages(&self, pages: Option<u32>) -> Result<(), Failure> {
        self.write(move |turn| turn.writing.limit_pages(pages))
            .await
    }

    /// For tests of a disk that has become read-only: from now on SQLite refuses to write until the records are closed.
    ///
    /// # Errors
    /// Those of the disk.
    #[doc(hidden)]
    pub async fn write_no_more(&self) -> Result<(), Failure> {
        self.write(|turn| turn.writing.write_no_more()).await
    }
}

/// Does what may speak to a server, on a thread of its own: where somebody waits for several things at once, none of
/// them may wait by itself.
pub(crate) fn away_from_tasks<T: Send>(
    work: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    std::thread::scope(|threads| threads.spawn(work).join())
        .unwrap_or_else(|_| Err(Failure::unavailable("the records could not be opened")))
}

/// The lock on a folder. Let go in so many words: a process that this one is just starting may still have a copy of the
/// file open, and the lock would wait for that to close.
pub(crate) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::error!(%error, "the lock on the records could not be let go");
        }
    }
}

/// Locks a folder for this process.
pub(crate) fn lock(dir: &Path) -> Result<Lock, Failure> {
    use std::os::unix::fs::OpenOptionsExt;
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(dir.join("leeward.lock"))
        .map_err(|error| Failure::of_io(&error))?;
    // A process that was killed while it started another, such as a mail command, leaves the lock with that one for a
    // moment: whoever starts Leeward again at once must not be refused for it.
    for _ in 0..TRIES_AT_THE_LOCK {
        match file.try_lock() {
            Ok(()) => return Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN_TRIES),
            Err(TryLockError::Error(error)) => return Err(Failure::of_io(&error)),
        }
    }
    Err(Failure::InUse)
}
