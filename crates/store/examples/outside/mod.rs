//! The outside world of a program to measure with: a clock that runs, and chance as fast as what a server would use.

use casework::outside::{Chance, Clock, Outside};
use casework::words::Words;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

struct Running(Instant);

impl Clock for Running {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + jiff::SignedDuration::try_from(self.0.elapsed()).unwrap()
    }
}

/// As fast as what a server would use, and never the same twice.
struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk
                .iter_mut()
                .zip(block)
                .for_each(|(to, from)| *to = from);
        }
    }
}

/// A clock that begins now, and chance.
pub(crate) fn outside() -> Outside {
    Outside {
        clock: Arc::new(Running(Instant::now())),
        chance: Arc::new(Counting(AtomicU64::new(1))),
    }
}

/// Words as somebody would type them.
pub(crate) fn words(text: &str) -> Words {
    Words::typed(text).unwrap()
}
