//! The store: opened once, cloned freely, read from many sides and written to from one.

use crate::failure::Failure;
use crate::keys::Keys;
use crate::root_key::{RootKey, check_value, is_right};
use crate::shared::Shared;
use crate::sql::{ReadConnection, Rows, WriteConnection, file_in};
use crate::verify::{Head, Verdict, check_one};
use crate::writer::{Turn, Writer};
use casework::chronology::ChronologyId;
use casework::id::SettingId;
use casework::outside::Outside;
use casework::setting::Setting;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How many read at once.
const READERS: usize = 8;
/// The names of the values of the installation.
pub(crate) const SALT: &str = "passphrase salt";
const CHECK: &str = "key check";

/// The records of an installation. A clone is another handle on the same; the last one dropped closes them.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    // The order matters: the writer ends before the lock is let go.
    writer: Writer,
    shared: Arc<Shared>,
    readers: Mutex<Vec<ReadConnection>>,
    places: Arc<Semaphore>,
    dir: PathBuf,
    _lock: Lock,
}

impl Store {
    /// Makes an installation in a folder: the folder (mode 0700) if need be, the database (0600), and its key check.
    ///
    /// # Errors
    /// [`Failure::InstallationThere`], [`Failure::InUse`], or those of the disk.
    pub fn create(dir: &Path, root: RootKey, outside: Outside) -> Result<Self, Failure> {
        use std::os::unix::fs::DirBuilderExt;
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(|error| Failure::of_io(&error))?;
        let lock = lock(dir)?;
        let connection = WriteConnection::open(dir, outside.now().as_microsecond())?;
        if connection.writing().installation(CHECK)?.is_some() {
            return Err(Failure::InstallationThere { dir: dir.into() });
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
        made?;
        Self::start(
            dir,
            Shared::new(Keys::under(&key), outside),
            connection,
            lock,
        )
    }

    /// Opens an installation, taking migrations where this version is newer.
    ///
    /// # Errors
    /// [`Failure::NoInstallation`], [`Failure::InUse`], [`Failure::KeyWrong`], [`Failure::Damaged`],
    /// [`Failure::Newer`], or those of the disk.
    pub fn open(dir: &Path, root: RootKey, outside: Outside) -> Result<Self, Failure> {
        if !file_in(dir).exists() {
            return Err(Failure::NoInstallation { dir: dir.into() });
        }
        let lock = lock(dir)?;
        let connection = WriteConnection::open(dir, outside.now().as_microsecond())?;
        let missing = || Failure::NoInstallation { dir: dir.into() };
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
            dir,
            Shared::new(Keys::under(&key), outside),
            connection,
            lock,
        )
    }

    fn start(
        dir: &Path,
        shared: Shared,
        connection: WriteConnection,
        lock: Lock,
    ) -> Result<Self, Failure> {
        let shared = Arc::new(shared);
        Ok(Self(Arc::new(Inner {
            writer: Writer::start(connection, Arc::clone(&shared))?,
            shared,
            readers: Mutex::default(),
            places: Arc::new(Semaphore::new(READERS)),
            dir: dir.into(),
            _lock: lock,
        })))
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
                None => ReadConnection::open(&inner.dir)?,
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

    /// Forgets keys that were destroyed.
    pub(crate) fn forget_keys(&self, setting: Option<SettingId>) {
        if let Some(setting) = setting {
            self.0.shared.keys.forget(setting);
            self.0.shared.indexes.forget(setting);
        }
    }

    /// A setting as it is now. Folded once and remembered until it changes.
    ///
    /// # Errors
    /// [`Failure::NotThere`], [`Failure::Damaged`], or those of the disk.
    pub async fn setting(&self, setting: SettingId) -> Result<Arc<Setting>, Failure> {
        if let Some(remembered) = self.0.shared.remembered(setting) {
            return Ok(remembered);
        }
        let changes = self.0.shared.changes();
        self.read(move |rows, shared| shared.read_setting(rows, setting, changes))
            .await
    }

    /// Verifies one chronology without opening its seal.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such chronology. A broken chain is not an error: it is the verdict.
    pub async fn verify(&self, chronology: ChronologyId) -> Result<Verdict, Failure> {
        self.read(move |rows, _| {
            let (entries, head) = (rows.entries(&chronology)?, rows.head(&chronology)?);
            if entries.is_empty() && head.is_none() {
                return Err(Failure::NotThere);
            }
            Ok(check_one(&chronology, &entries, head))
        })
        .await
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

/// The lock on a folder. Let go in so many words: a process that this one is just starting may still have a copy of the
/// file open, and the lock would wait for that to close.
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::error!(%error, "the lock on the records could not be let go");
        }
    }
}

/// Locks a folder for this process.
fn lock(dir: &Path) -> Result<Lock, Failure> {
    use std::os::unix::fs::OpenOptionsExt;
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(dir.join("leeward.lock"))
        .map_err(|error| Failure::of_io(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(Failure::InUse),
        Err(TryLockError::Error(error)) => Err(Failure::of_io(&error)),
    }
}
