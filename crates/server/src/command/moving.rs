//! `leeward move`: a whole installation from a folder into a database, or back.

use super::backup::in_seconds;
use super::keys::KeySource;
use super::{Done, Format, Wrong};
use crate::{entitled, say};
use clap::Args;
use std::path::Path;
use store::{Failure, Leg, Moved, Place};

/// How many entries go by between two words about how far it has come.
const SAY_EVERY: u64 = 10_000;

/// `leeward move`.
#[derive(Args)]
pub(super) struct Move {
    /// Where the records are: a folder, or the address of a PostgreSQL database. No server may have them open. Others on
    /// the machine can see what is on a command line: with a password in it, use the variable.
    #[arg(
        long,
        env = "LEEWARD_MOVE_FROM",
        hide_env_values = true,
        value_name = "DIR or URL"
    )]
    from: String,
    /// Where they are to be: an empty folder, or a database without records; or one that the same move was broken off in.
    #[arg(
        long,
        env = "LEEWARD_MOVE_TO",
        hide_env_values = true,
        value_name = "DIR or URL"
    )]
    to: String,
    #[command(flatten)]
    key: KeySource,
    /// How to answer.
    #[arg(long, default_value = "text")]
    format: Format,
}

/// An address may have a password in it, and is never said again.
impl std::fmt::Debug for Move {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Move")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

/// A folder, or a database where it is written as an address.
fn place(given: &str) -> Result<Place, Failure> {
    match given.split_once("://") {
        Some(_) => Place::database(given),
        None => Ok(Place::from(Path::new(given))),
    }
}

impl Move {
    pub(super) fn run(self) -> Done {
        let (from, to) = (place(&self.from)?, place(&self.to)?);
        let root = self.key.root()?;
        let outside = entitled::system();
        if matches!(from, Place::Database(_)) {
            say::aside(
                "A database cannot be locked against its servers: stop every one of them now. Whether anything was written meanwhile is looked at before the end.",
            );
        }
        let began = outside.now();
        let mut said = (Leg::Carrying, 0);
        let moved = store::move_records(&from, &to, &root, &outside, |leg, done, all| {
            if leg != said.0 || done >= said.1 + SAY_EVERY || done == all {
                said = (leg, done);
                say::aside(match leg {
                    Leg::Carrying => format!("{done} of {all} entries carried over"),
                    Leg::Comparing => format!("{done} of {all} entries compared"),
                    Leg::Verifying if done < all => {
                        "verifying every chain, and making the lists anew".to_owned()
                    }
                    Leg::Verifying => "looking whether anything was written meanwhile".to_owned(),
                });
            }
        })
        .map_err(with_what_is_left)?;
        let ms = outside.now().duration_since(began).as_millis();
        match self.format {
            Format::Json => say::line(for_a_program(&moved, ms)),
            Format::Text => for_a_person(&moved, &from, &to, ms),
        }
        Ok(true)
    }
}

/// Most failures leave the new place half full, and say so.
fn with_what_is_left(failure: Failure) -> Wrong {
    let left = match &failure {
        Failure::Full | Failure::ReadOnly | Failure::Unavailable { .. } => {
            ". What was carried over stays where it is and opens for nobody; the same command goes on. The records themselves are as they were"
        }
        Failure::NotConfirmed => {
            ". Run the same command again: it goes on, or says that all of it is there"
        }
        _ => "",
    };
    Wrong(format!("{failure}{left}"))
}

fn for_a_program(moved: &Moved, ms: i128) -> serde_json::Value {
    serde_json::json!({
        "entries": moved.entries,
        "there_before": moved.there_before,
        "chronologies": moved.chronologies,
        "rows": moved.rows,
        "settings": moved.rebuilt.settings,
        "cases": moved.rebuilt.cases,
        "people": moved.rebuilt.people,
        "ms": u64::try_from(ms).unwrap_or(0),
    })
}

fn for_a_person(moved: &Moved, from: &Place, to: &Place, ms: i128) {
    let before = match moved.there_before {
        0 => String::new(),
        some => format!(" ({some} were there from before)"),
    };
    say::line(format_args!(
        "Moved {} entries{before} in {} chronologies, and {} rows beside them; {} settings, {} cases, {} people. It took {}.",
        moved.entries,
        moved.chronologies,
        moved.rows,
        moved.rebuilt.settings,
        moved.rebuilt.cases,
        moved.rebuilt.people,
        in_seconds(ms)
    ));
    say::line(
        "Every entry and every row is the same to the byte in both places, every chain holds, and every list was made anew.",
    );
    say::aside(format_args!(
        "Next: serve the records from {to}, with the same root key, and never again from {from}. Keep that as it is until you have looked; then remove it. Take backups in a new place."
    ));
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn what_is_written_as_an_address_is_a_database_and_anything_else_a_folder() {
        let database = "postgresql://leeward:zyxcanary@localhost/leeward";
        let there = place(database).unwrap();
        assert!(matches!(there, Place::Database(_)));
        assert!(!format!("{there} {there:?}").contains("zyxcanary"));
        assert!(matches!(place("/var/lib/leeward"), Ok(Place::Folder(_))));
        assert!(place("https://leeward.example").is_err());
    }
}
