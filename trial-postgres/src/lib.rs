//! A PostgreSQL to test against. The first test that asks starts it, in a folder of its own and on a socket of its own;
//! the test processes of one run share it, each test with a database to itself; and it is gone when the last of them
//! has ended, however it ended.
//!
//! It knows nothing of Leeward. Where there is no PostgreSQL it stops the test with a sentence that says what to
//! install: a suite that skipped would say nothing of the second database.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot have its database may stop at once"
)]

mod cluster;
mod find;

pub use cluster::{Cluster, own, shared};

use std::sync::atomic::{AtomicU64, Ordering};

/// The account that owns a test's database: an ordinary one, as a school would make.
pub const OWNER: &str = "leeward";

/// A database of one test, dropped with it.
pub struct Database {
    cluster: Cluster,
    name: String,
}

/// A database to itself in the shared server: empty, and owned by [`OWNER`].
pub fn empty() -> Database {
    shared().empty()
}

impl Database {
    pub(crate) fn made_in(cluster: Cluster) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let name = format!(
            "t{}_{}",
            std::process::id(),
            MADE.fetch_add(1, Ordering::Relaxed)
        );
        cluster.run("postgres", &format!("CREATE DATABASE {name} OWNER {OWNER}"));
        Self { cluster, name }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server it is in.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Its address, for the account that owns it.
    pub fn url(&self) -> String {
        self.url_as(OWNER)
    }

    /// Its address, for another account.
    pub fn url_as(&self, role: &str) -> String {
        self.cluster.url(role, &self.name)
    }

    /// Runs statements in it as the server's superuser, as somebody does who owns the machine.
    ///
    /// # Panics
    /// Where the server refuses.
    pub fn run(&self, sql: &str) -> String {
        self.cluster.run(&self.name, sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What is left of a test that failed goes with the server.
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        drop(self.cluster.try_run("postgres", &sql));
    }
}
