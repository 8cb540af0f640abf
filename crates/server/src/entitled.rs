//! The system clock and the system's source of chance: the only file of this crate that reaches for either. Everything
//! else is handed an [`Outside`].

#![expect(
    clippy::disallowed_methods,
    reason = "this is the file that is entitled to the system clock and the system's chance"
)]

use casework::outside::{Chance, Clock, Outside};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The operating system's random bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        // The operating system gives random bytes or, early in its start, has to be waited for. Going on without them
        // would make keys that can be guessed, so there is nothing to do but wait.
        while getrandom::fill(bytes).is_err() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Time and chance as the machine has them.
pub fn system() -> Outside {
    Outside {
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
    }
}
