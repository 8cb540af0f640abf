//! What a disk is told to do wrong: at which call, how, and for how long.

use rusqlite::ffi;

/// A call SQLite makes of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// A file opened.
    Open,
    /// A file deleted.
    Delete,
    /// A file looked for.
    Look,
    /// Bytes read.
    Read,
    /// Bytes written.
    Write,
    /// A file made shorter.
    Truncate,
    /// A file synced.
    Sync,
    /// A file's length asked.
    Size,
    /// A lock taken.
    Lock,
    /// Shared memory asked for.
    SharedMemory,
    /// A lock on shared memory taken.
    SharedLock,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Error {
    /// The device says that it could not.
    Io,
    /// A sync fails and the system forgets what it was to write: tried again it says all is well.
    Forsakes,
    /// There is no space.
    Full,
    /// Half is done, and then there is no space.
    HalfThenFull,
    /// Less comes back than is there, as if the file ended.
    Short,
    /// One bit of what comes back is another.
    Flip,
    /// Somebody else has it.
    Busy,
    /// No memory, or no more files may be opened.
    NoMore,
}

impl Error {
    /// What can go wrong at a call.
    pub fn at(call: Call) -> &'static [Self] {
        match call {
            Call::Open => &[Self::Io, Self::NoMore],
            Call::Delete | Call::Look | Call::Truncate | Call::Size => &[Self::Io],
            Call::Read => &[Self::Io, Self::Short, Self::Flip],
            Call::Write => &[Self::Io, Self::Full, Self::HalfThenFull],
            Call::Sync => &[Self::Io, Self::Forsakes],
            Call::Lock | Call::SharedLock => &[Self::Io, Self::Busy],
            Call::SharedMemory => &[Self::Io, Self::Full, Self::NoMore],
        }
    }

    /// What SQLite's own file system would answer.
    pub(crate) fn code(self, call: Call) -> i32 {
        match (self, call) {
            (Self::Busy, _) => ffi::SQLITE_BUSY,
            (Self::NoMore, Call::SharedMemory) => ffi::SQLITE_NOMEM,
            (Self::Full | Self::HalfThenFull, Call::SharedMemory) => ffi::SQLITE_IOERR_SHMSIZE,
            (Self::Full | Self::HalfThenFull, _) => ffi::SQLITE_FULL,
            (_, Call::Open) => ffi::SQLITE_CANTOPEN,
            (_, Call::Delete) => ffi::SQLITE_IOERR_DELETE,
            (_, Call::Look) => ffi::SQLITE_IOERR_ACCESS,
            (_, Call::Read) => ffi::SQLITE_IOERR_READ,
            (_, Call::Write) => ffi::SQLITE_IOERR_WRITE,
            (_, Call::Truncate) => ffi::SQLITE_IOERR_TRUNCATE,
            (_, Call::Sync) => ffi::SQLITE_IOERR_FSYNC,
            (_, Call::Size) => ffi::SQLITE_IOERR_FSTAT,
            (_, Call::Lock) => ffi::SQLITE_IOERR_LOCK,
            (_, Call::SharedMemory) => ffi::SQLITE_IOERR_SHMMAP,
            (_, Call::SharedLock) => ffi::SQLITE_IOERR_SHMLOCK,
        }
    }
}

/// For how long it goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// Once.
    Once,
    /// From then on, at every call of the same kind (all that write, all that read …), until mended.
    FromThenOn,
}

/// What goes wrong, where, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// At which call, counted from nought.
    pub at: usize,
    /// What goes wrong there.
    pub error: Error,
    /// For how long.
    pub lasts: Lasts,
    /// Which bit, of a flip.
    pub bit: u64,
}

impl Call {
    fn kind(self) -> u8 {
        match self {
            Self::Write | Self::Sync | Self::Truncate | Self::Delete => 0,
            Self::Read | Self::Size | Self::Look | Self::Open => 1,
            Self::Lock => 2,
            Self::SharedMemory | Self::SharedLock => 3,
        }
    }
}

/// The fault a disk lives under, once it has begun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Under {
    pub(crate) fault: Fault,
    pub(crate) began_with: Option<Call>,
}

impl Under {
    /// What goes wrong at this call, if anything.
    pub(crate) fn strikes(&mut self, number: usize, call: Call) -> Option<Error> {
        if number == self.fault.at {
            self.began_with = Some(call);
            return Some(self.fault.error);
        }
        let began = self.began_with?;
        if self.fault.lasts == Lasts::Once || began.kind() != call.kind() {
            return None;
        }
        match self.fault.error {
            // A full disk still truncates, deletes and syncs what it has.
            Error::Full | Error::HalfThenFull => (began == call).then_some(Error::Full),
            Error::Busy | Error::NoMore | Error::Short | Error::Flip => {
                (began == call).then_some(self.fault.error)
            }
            Error::Io | Error::Forsakes => Some(Error::Io),
        }
    }
}
