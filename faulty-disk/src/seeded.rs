//! Chance that repeats itself: one number at the beginning, and everything chosen afterwards follows from it.

use casework::outside::{Chance, Clock, Outside};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, PoisonError};

/// Choices that follow from a seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Seeded(u64);

impl Seeded {
    /// Choices of a seed.
    pub fn from(seed: u64) -> Self {
        Self(seed)
    }

    /// Another line of choices, for a part that has a number.
    pub fn part(&self, number: u64) -> Self {
        let mut part = Self(self.0 ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        part.number();
        part
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; nought where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % (end.max(1) as u64)) as usize
    }

    /// One or the other.
    pub fn coin(&mut self) -> bool {
        self.number() & 1 == 1
    }
}

/// Stands so many minutes into a Monday morning in March 2026.
struct StandingClock(i64);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_772_442_000 + self.0 * 60).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

struct Repeating(Mutex<(u64, u64)>);

impl Chance for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(32) {
            state.1 += 1;
            let block = Sha256::digest([state.0.to_be_bytes(), state.1.to_be_bytes()].concat());
            for (to, from) in chunk.iter_mut().zip(block) {
                *to = from;
            }
        }
    }
}

/// A clock that stands still and chance that repeats itself, for the records.
pub fn outside(seed: u64) -> Outside {
    Outside {
        clock: Arc::new(StandingClock(0)),
        chance: Arc::new(Repeating(Mutex::new((seed, 0)))),
    }
}

/// The same an hour later, when work that was claimed may be claimed again.
pub(crate) fn outside_later(seed: u64) -> Outside {
    Outside {
        clock: Arc::new(StandingClock(60)),
        ..outside(!seed)
    }
}

/// The root key of all records made here.
pub fn root() -> store::RootKey {
    store::RootKey::made(&Repeating(Mutex::new((99, 0))))
}
