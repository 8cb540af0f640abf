//! What can go wrong with the bytes, for whoever runs the server. Names ids, files and numbers; never anything that
//! somebody wrote.

use std::path::PathBuf;

/// Why the store did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It is not there, or the asker may not know whether it is: the two are never told apart.
    #[error("there is no such record")]
    NotThere,
    /// It was destroyed lawfully, and the asker may know that.
    #[error(
        "this record was destroyed under a rule of retention; who did so and when stands in the setting's chronology"
    )]
    Destroyed {
        /// Which case.
        case: casework::id::CaseId,
    },
    /// They may open it with a reason, and gave none.
    #[error("a reason is needed to open this record")]
    ReasonNeeded,
    /// Somebody else wrote first.
    #[error(
        "somebody else added to this record first: expected entry {expected} to be the last, and it is {now}"
    )]
    MovedOn {
        /// The number of entries the writer had before them.
        expected: u64,
        /// The number there are.
        now: u64,
    },
    /// Another process has these records open.
    #[error("these records are already open in another process; stop that one first, or use it")]
    InUse,
    /// There is no key file.
    #[error("there is no key file at {}; put the key file back from where it is kept, and start again", path.display())]
    KeyAbsent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The key file is not one.
    #[error("the file at {} is not a Leeward root key, or it is damaged; put back a copy of the right one", path.display())]
    KeyUnfit {
        /// Which file.
        path: PathBuf,
    },
    /// Others than its owner can read the key file.
    #[error("others than its owner can read the key file at {} (its mode is {mode:o}); run chmod 600 on it, find out who else can have read it, and if anybody can, change the root key", path.display())]
    KeyExposed {
        /// Which file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The root key was changed while this was running, by another process.
    #[error(
        "the root key of these records was changed by another process; give this one the new key file, and start it again"
    )]
    KeyChanged,
    /// The service that holds the key did not give it.
    #[error("the key service did not give the root key: {what}; the records are untouched")]
    KeyService {
        /// What was seen.
        what: String,
    },
    /// There is a key file already, and it is never overwritten.
    #[error("there is already a key file at {}; it is never overwritten", path.display())]
    KeyThere {
        /// Where.
        path: PathBuf,
    },
    /// The key or passphrase is not the one these records are sealed under.
    #[error(
        "this key does not open these records; the records are untouched: use the key they were created with"
    )]
    KeyWrong,
    /// Bytes are not as they were written.
    #[error(
        "the records are damaged: {what}; stop here, keep the folder as it is, and restore from a backup into another folder"
    )]
    Damaged {
        /// Which part: a table, an entry by its ids, or the file.
        what: String,
    },
    /// The disk is full.
    #[error(
        "the disk is full: nothing was written, and writing works again as soon as there is space"
    )]
    Full,
    /// The folder, or the database, cannot be written.
    #[error(
        "the records cannot be written: check that their folder belongs to the account that runs Leeward, or that their database server is not a standby"
    )]
    ReadOnly,
    /// It may have been written or not: the database went away, or did not answer in time, in the middle of a commit.
    #[error(
        "it is not confirmed that this was saved: the database did not answer in time; send it again, and it is saved once"
    )]
    NotConfirmed,
    /// The address of a database is not one that can be used.
    #[error("the address of the database cannot be used: {why}")]
    AddressUnfit {
        /// Why. Never the address itself, which may have a password in it.
        why: String,
    },
    /// The database did not answer as it should; trying again may help.
    #[error("the records cannot be reached just now: {what}")]
    Unavailable {
        /// What was seen.
        what: String,
    },
    /// The disk failed while it was making sure of a write. Whether that write is kept is not known, and no other is taken
    /// until the records are opened anew: what a disk forgot after such a failure it does not say.
    #[error(
        "the disk did not confirm what was written ({what}): what was sent last may or may not be kept, and nothing more is taken; look at the disk, then start Leeward again"
    )]
    SyncFailed {
        /// What was seen.
        what: String,
    },
    /// There are no records in this folder.
    #[error("there are no records in {}; if there were, keep the folder as it is and restore from a backup into another one; if not, set up an installation there first", dir.display())]
    NoInstallation {
        /// Which folder.
        dir: PathBuf,
    },
    /// There are records in this folder already.
    #[error("there are already records in {}; choose another folder, or open these", dir.display())]
    InstallationThere {
        /// Which folder.
        dir: PathBuf,
    },
    /// A move into this place was not finished.
    #[error("records are being moved into {}, and not all of them are there yet; run the same leeward move again, and it goes on where it was", dir.display())]
    MoveUnfinished {
        /// Which folder or database.
        dir: PathBuf,
    },
    /// A move into this place is finished.
    #[error("these records were moved into {} already, and all of them are there; nothing was done now", dir.display())]
    MovedAlready {
        /// Which folder or database.
        dir: PathBuf,
    },
    /// What is in the place that records are moved into is not part of them.
    #[error(
        "what is in {place} is not as these records are: {what}. Nothing of it was changed; move into an empty place"
    )]
    MoveDiffers {
        /// Into which place.
        place: String,
        /// What is not as it should be, and in which chronology or table.
        what: String,
    },
    /// The records were written to while they were being moved.
    #[error(
        "the records in {place} were written to while they were being moved: {what}. They are not in use in the new place yet. Stop every server that has them open, then run the same command again: it goes on where it was"
    )]
    SourceGrew {
        /// From which place.
        place: String,
        /// What was written.
        what: String,
    },
    /// There is no backup there.
    #[error("there are no backups at {place}; give the place that leeward backup wrote to")]
    NoBackup {
        /// Where it was looked for.
        place: String,
    },
    /// The backups are under another root key.
    #[error(
        "this key does not open the backups at {place}; use the root key they were taken under. Where the records have a new root key since, wrap these under it with leeward backup rewrap, or begin in another place"
    )]
    BackupKeyWrong {
        /// Where they are.
        place: String,
    },
    /// The place holds something else.
    #[error("{place} holds something else; give an empty place, or one that does not exist yet")]
    PlaceNotEmpty {
        /// Where.
        place: String,
    },
    /// The backups know more than the records.
    #[error(
        "the backups at {place} go further than these records: they are of other records, or these were restored to an earlier moment. Nothing was written; take backups of these records in another place, and keep that one"
    )]
    BackupAhead {
        /// Where.
        place: String,
    },
    /// Another process is writing there.
    #[error("another backup is being written at {place}; wait until it is done")]
    BackupRunning {
        /// Where.
        place: String,
    },
    /// A backup is not as it was written.
    #[error(
        "the backup is damaged: {what}. Keep it as it is: leeward backup check says what is whole, and leeward restore --what-can-be-saved restores that"
    )]
    BackupDamaged {
        /// Which part.
        what: String,
    },
    /// A newer Leeward wrote this.
    #[error(
        "these records were written by a newer Leeward (format {found}; this one knows up to {known}); use that version"
    )]
    Newer {
        /// The format found.
        found: u32,
        /// The newest format this version knows.
        known: u32,
    },
}

impl Failure {
    /// Damage, named.
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    /// Damage to a backup, named.
    pub(crate) fn backup_damaged(what: impl Into<String>) -> Self {
        Self::BackupDamaged { what: what.into() }
    }

    /// Something that did not answer.
    pub(crate) fn unavailable(what: impl Into<String>) -> Self {
        Self::Unavailable { what: what.into() }
    }

    /// A failure of the file system, by its kind.
    pub(crate) fn of_io(error: &std::io::Error) -> Self {
        use std::io::ErrorKind::{
            PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
        };
        match error.kind() {
            StorageFull | QuotaExceeded => Self::Full,
            PermissionDenied | ReadOnlyFilesystem => Self::ReadOnly,
            kind => Self::unavailable(kind.to_string()),
        }
    }
}
