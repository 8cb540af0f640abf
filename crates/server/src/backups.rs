//! Backups while serving: one at the start and then every so many minutes, and the keys file renewed at once where keys
//! were destroyed. How it stands is kept for a page; nothing of a record is.

use crate::app::App;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;
use store::{Archive, Failure, Keep, Taken};

/// How often it looks whether there is anything to do.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long after a failure it tries again, where that is sooner than the next backup.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// The backups of a server.
pub struct Backups {
    archive: Archive,
    every: SignedDuration,
    keep: Option<Keep>,
    keys_renewed: AtomicU64,
    standing: RwLock<Standing>,
}

/// How the backups stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last one that was taken since the server was started, and how many milliseconds it took.
    pub last: Option<(Taken, u64)>,
    /// From when on every try failed.
    pub failing_since: Option<Timestamp>,
    /// What sort of failure the last one was.
    pub failure: Option<&'static str>,
    /// When the last try began.
    tried: Option<Timestamp>,
}

impl Backups {
    /// Backups at a place, every so often.
    pub fn at(archive: Archive, every: SignedDuration, keep: Option<Keep>) -> Self {
        Self {
            archive,
            every,
            keep,
            keys_renewed: AtomicU64::new(0),
            standing: RwLock::default(),
        }
    }

    /// How they stand now.
    pub fn standing(&self) -> Standing {
        self.standing
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How often one is taken.
    pub fn every(&self) -> SignedDuration {
        self.every
    }

    fn is_due(&self, now: Timestamp) -> bool {
        let standing = self.standing();
        let wait = match standing.failing_since {
            Some(_) => self.every.min(AGAIN_AFTER),
            None => self.every,
        };
        // A clock that was put back must not stop the backups.
        standing
            .tried
            .is_none_or(|tried| now.duration_since(tried).abs() >= wait)
    }

    /// Does whatever is due now: a backup, or the keys file where keys were destroyed since. Says whether it tried any.
    pub async fn do_due(&self, app: &App) -> bool {
        let now = app.outside().now();
        let destroyed = app.store().keys_destroyed();
        if self.is_due(now) {
            let done = app.store().back_up(&self.archive, self.keep).await;
            let ms = app.outside().now().duration_since(now).as_millis();
            self.note(now, done.map(|taken| (taken, ms)));
        } else if destroyed != self.keys_renewed.load(Ordering::Relaxed) {
            if let Err(failure) = app.store().renew_backup_keys(&self.archive).await {
                self.note(now, Err(failure));
                return true;
            }
        } else {
            return false;
        }
        // A failure leaves it as it was, so that it is tried again.
        if self.standing().failing_since.is_none() {
            self.keys_renewed.store(destroyed, Ordering::Relaxed);
        }
        true
    }

    fn note(&self, now: Timestamp, done: Result<(Taken, i128), Failure>) {
        let mut standing = self
            .standing
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        standing.tried = Some(now);
        match done {
            Ok((taken, ms)) => {
                let ms = u64::try_from(ms).unwrap_or(0);
                tracing::info!(ms, count = taken.new_entries, "backed up");
                if !taken.not_whole.is_empty() {
                    let count = taken.not_whole.len();
                    tracing::error!(count, "some chronologies are not whole; run leeward verify");
                }
                standing.last = Some((taken, ms));
                standing.failing_since = None;
                standing.failure = None;
            }
            Err(failure) => {
                let kind = crate::watch::kind_of(&failure);
                tracing::error!(failure = kind, "no backup could be taken");
                standing.failing_since.get_or_insert(now);
                standing.failure = Some(kind);
            }
        }
    }
}

/// Takes backups until the program ends, where a place for them was given.
pub async fn run(app: App) {
    let Some(backups) = app.backups() else {
        return;
    };
    loop {
        backups.do_due(&app).await;
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
