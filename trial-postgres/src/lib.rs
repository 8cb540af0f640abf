//! A PostgreSQL to test against. The first test that asks starts it, in a folder of its own and on a socket of its own;
//! the test processes of one run share it, each test with a place to itself; and it is gone when the last of them
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
mod gate;

pub use cluster::{Cluster, own, shared};
pub use gate::{Cut, Gate};

use std::sync::atomic::{AtomicU64, Ordering};

/// The account that owns a test's tables: an ordinary one, as a school would make.
pub const OWNER: &str = "leeward";
/// The one database of a server.
const DATABASE: &str = "records";

/// What one test has to itself: a schema, dropped with it. (To drop a whole database the server writes everything it has
/// of every test to the disk, which took longer than most tests.)
pub struct Database {
    cluster: Cluster,
    name: String,
}

/// A place to itself in the shared server: empty, and owned by [`OWNER`].
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
        cluster.run(&format!("CREATE SCHEMA {name} AUTHORIZATION {OWNER}"));
        Self { cluster, name }
    }

    /// The name of the schema.
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
        self.url_through(role, &self.cluster.socket())
    }

    /// Its address by way of another socket, such as that of a [`Gate`].
    pub fn url_through(&self, role: &str, folder: &std::path::Path) -> String {
        let folder = folder.display().to_string().replace('/', "%2F");
        let schema = &self.name;
        format!("postgresql://{role}@/{DATABASE}?host={folder}&options=-c%20search_path%3D{schema}")
    }

    /// Runs statements in it as the server's superuser, as somebody does who owns the machine; gives what they answered,
    /// one row to a line.
    ///
    /// # Panics
    /// Where the server refuses.
    pub fn run(&self, sql: &str) -> String {
        self.run_as("postgres", sql)
            .unwrap_or_else(|refused| panic!("{refused}: {sql}"))
    }

    /// Runs statements in it as an account.
    ///
    /// # Errors
    /// What the server said where it refused.
    pub fn run_as(&self, role: &str, sql: &str) -> Result<String, String> {
        self.cluster.try_run(role, &self.name, sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What is left of a test that failed goes with the server.
        let sql = format!(
            "SET client_min_messages = error; DROP SCHEMA {} CASCADE",
            self.name
        );
        drop(self.run_as("postgres", &sql));
    }
}
