//! The programs. Each takes a seed and a number of cases and says what it counted; a case that went wrong says how to
//! have it again.

mod cuts;
mod flips;
mod refused;

pub use cuts::power_cuts;
pub use flips::bit_flips;
pub use refused::{disk_full, failed_syncs, refused_calls};

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use tokio::runtime::Runtime;

/// A case that went wrong.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// Which: the seed of the school and where the fault was.
    pub case: String,
    /// What was wrong.
    pub what: Vec<String>,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.case, self.what.join("; "))
    }
}

/// What a program counted.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// How many cases were tried.
    pub cases: u64,
    /// How many of what, by name.
    pub tally: BTreeMap<String, u64>,
    /// Every case that went wrong.
    pub wrong: Vec<Wrong>,
}

impl Counted {
    fn count(&mut self, what: impl Into<String>) {
        *self.tally.entry(what.into()).or_default() += 1;
    }

    fn went_wrong(&mut self, case: String, what: Vec<String>) {
        self.wrong.push(Wrong { case, what });
    }

    /// Puts what another counted with this.
    pub fn and(&mut self, other: Self) {
        self.cases += other.cases;
        for (what, times) in other.tally {
            *self.tally.entry(what).or_default() += times;
        }
        self.wrong.extend(other.wrong);
    }
}

/// What runs the records' own threads. One for a whole program: threads are made once.
fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().build()
}
