//! The command line. Names and exit codes are stable: 0 it worked, 1 something is wrong and was said, 2 the command was
//! not understood.

mod backup;
mod backup_place;
mod checkpoint;
mod demo;
mod draw;
mod export;
mod folder;
mod guidance;
mod keys;
mod local;
mod moving;
mod record;
mod restore;
mod retention;
mod serve;
mod setting;
mod verify;
mod watch;

use crate::say;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Safeguarding casework for schools and colleges: takes a concern, shows what the guidance asks, and keeps a record that
/// can be verified.
#[derive(Debug, Parser)]
#[command(name = "leeward", version, arg_required_else_help = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A made-up school with made-up cases in a throw-away folder; prints a sign-in link for each role.
    Demo {
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// How to say where it is and how to sign in.
        #[arg(long, default_value = "text")]
        format: Format,
        /// Where the made-up school is, such as wales or queensland. Outside England it has concerns that have just come
        /// in and no case that was worked under guidance.
        #[arg(long, default_value = "england")]
        nation: String,
    },
    /// Serve a setting's pages.
    Serve(serve::Serve),
    /// Set up a setting.
    #[command(subcommand)]
    Setting(setting::Setting),
    /// The staff of a setting: add, list, or make a new sign-in link.
    #[command(subcommand)]
    Staff(setting::Staff),
    /// The guidance: list it, show it, check it, or ask it about a situation. Needs no records.
    #[command(subcommand)]
    Guidance(guidance::Guidance),
    /// Verify every chronology, and the tree of heads, without any key: a copy, or while serving.
    Verify(verify::Verify),
    /// Checkpoints: what the heads of all chronologies came to at a moment, signed, to be kept elsewhere.
    #[command(subcommand)]
    Checkpoint(checkpoint::CheckpointCommand),
    /// The keys: how they stand, changing them, sharing the root key and getting it back.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Write chronologies out, still sealed, each with its proof. What can be read is taken out from the page of a case.
    Export(export::Export),
    /// Fold every list anew from the log.
    RebuildViews(Records),
    /// Take a backup, while serving if need be; list, check and rehearse backups.
    Backup(backup::Backup),
    /// Restore a backup into an empty folder or database, to the newest moment or any before.
    Restore(restore::Restore),
    /// Move a whole installation from a folder into a PostgreSQL database, or back: same key, same records.
    Move(moving::Move),
    /// How long records are kept: what comes due, by id.
    #[command(subcommand)]
    Retention(retention::Retention),
}

/// Where the records and their key are.
#[derive(Debug, Clone, Args)]
struct Records {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    key: keys::KeySource,
}

/// Where the records are.
#[derive(Clone, Args)]
struct Place {
    /// The folder of the records.
    #[arg(long, required_unless_present = "database_url")]
    data: Option<PathBuf>,
    /// Instead of a folder: the address of a PostgreSQL database, postgresql://ACCOUNT:PASSWORD@HOST/NAME. Others on the
    /// machine can see what is on a command line: with a password in it, use the variable.
    #[arg(long, env = "LEEWARD_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

/// An address may have a password in it, and is never said again.
impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place")
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

impl Place {
    /// The one place that was named.
    fn there(&self) -> Result<store::Place, Wrong> {
        match (&self.data, &self.database_url) {
            (Some(_), Some(_)) => Err(Wrong(
                "the records are in a folder or in a database: give --data, or --database-url (or LEEWARD_DATABASE_URL), and not both".to_owned(),
            )),
            (Some(folder), None) => Ok(store::Place::from(folder)),
            (None, Some(address)) => Ok(store::Place::database(address)?),
            (None, None) => Err(Wrong(
                "say where the records are, with --data or --database-url".to_owned(),
            )),
        }
    }
}

/// How a command answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

/// What went wrong, as it is said.
struct Wrong(String);

impl<E: std::error::Error> From<E> for Wrong {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// What a command comes to: true where all is well, false where it found something wrong and has said so.
type Done = Result<bool, Wrong>;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let done = match Line::parse().command {
        Command::Demo {
            listen,
            format,
            nation,
        } => demo::run(listen, format, nation),
        Command::Serve(serve) => serve.run(),
        Command::Setting(setting) => setting.run(),
        Command::Staff(staff) => staff.run(),
        Command::Guidance(guidance) => guidance.run(),
        Command::Verify(verify) => verify.run(),
        Command::Checkpoint(command) => command.run(),
        Command::Keys(keys) => keys.run(),
        Command::Export(export) => export.run(),
        Command::RebuildViews(records) => record::rebuild_views(&records),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Move(moving) => moving.run(),
        Command::Retention(retention) => retention.run(),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(Wrong(says)) => {
            say::aside(format_args!("leeward: {says}"));
            ExitCode::from(1)
        }
    }
}

impl Records {
    /// Opens the records.
    fn open(&self) -> Result<store::Store, Wrong> {
        let place = self.place.there()?;
        self.key
            .open_with(|root| store::Store::open(&place, root, crate::entitled::system()))
    }
}

/// Runs what waits for the disk or the network.
fn wait_for<T>(work: impl Future<Output = Result<T, Wrong>>) -> Result<T, Wrong> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}
