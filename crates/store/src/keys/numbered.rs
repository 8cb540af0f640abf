//! The keys of a setting by their numbers. One is sealed under, every one of them opens. Numbers are only ever added, so
//! that what was sealed under any of them stays readable while others write.

use crate::failure::Failure;
use crate::seal::{Key, key_number};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// How many further numbers another process can have made before it is noticed.
const FAR: u32 = 16;

/// What is derived from one key of a setting.
pub(super) struct Derived {
    pub(super) wrapping: Key,
    pub(super) entries: Key,
    pub(super) views: Key,
    pub(super) beside: Key,
}

impl Derived {
    fn of(key: &Key) -> Self {
        Self {
            wrapping: key.subkey("wrap case and person keys"),
            entries: key.subkey("entries of the setting"),
            views: key.subkey("views"),
            beside: key.subkey("beside the log"),
        }
    }
}

/// Every key of a setting.
pub(super) struct Numbered {
    first: (u32, Arc<Derived>),
    known: RwLock<BTreeMap<u32, Arc<Derived>>>,
    sealing: AtomicU32,
    behind: AtomicBool,
}

impl Numbered {
    /// From its first key.
    pub(super) fn from(number: u32, key: &Key) -> Self {
        let first = (number, Arc::new(Derived::of(key)));
        Self {
            known: RwLock::new(BTreeMap::from([first.clone()])),
            first,
            sealing: AtomicU32::new(number),
            behind: AtomicBool::new(false),
        }
    }

    /// Learns another, or another in its place: one that was made and not committed is forgotten.
    pub(super) fn learn(&self, number: u32, key: &Key) {
        self.known
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(number, Arc::new(Derived::of(key)));
    }

    /// Seals under this number from here on, if it is known.
    pub(super) fn seal_under(&self, number: u32) {
        if self.with(number).is_some() {
            self.sealing.store(number, Ordering::Release);
        }
    }

    /// The one that is sealed under.
    pub(super) fn newest(&self) -> (u32, Arc<Derived>) {
        let number = self.sealing.load(Ordering::Acquire);
        match self.with(number) {
            Some(keys) => (number, keys),
            None => self.first.clone(),
        }
    }

    /// The one with this number.
    pub(super) fn with(&self, number: u32) -> Option<Arc<Derived>> {
        let found = self
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&number)
            .map(Arc::clone);
        if found.is_none() {
            self.behind.store(true, Ordering::Release);
        }
        found
    }

    /// The one that something sealed names.
    pub(super) fn opening(&self, sealed: &[u8]) -> Result<Arc<Derived>, Failure> {
        let number = key_number(sealed).unwrap_or(self.first.0);
        let newest = self.newest().0;
        self.with(number).ok_or_else(|| {
            // Further than anybody can have come meanwhile: it is not a number at all.
            if number > newest.saturating_add(FAR) || number < newest {
                return Failure::damaged(format!("something is sealed under key number {number} of its setting, which is not there"));
            }
            Failure::unavailable(format!(
                "something is sealed under key number {number} of its setting, which another process made; try again"
            ))
        })
    }

    /// Whether something was met that a number opens which is not known here: the keys are to be read again.
    pub(super) fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire)
    }
}
