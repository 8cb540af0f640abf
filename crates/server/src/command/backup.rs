//! `leeward backup`: takes a backup, lists and checks them, and rehearses the way back.

use super::Place;
use super::backup_place::{From, apart, archive, keep};
use super::keys::KeySource;
use super::restore::{Way, restored};
use super::{Done, Format, Records, Wrong};
use crate::{entitled, say};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use store::{Keep, Manifest, RootKey, Taken};

/// How many entries go by between two words about how far it has come.
const SAY_EVERY: u64 = 50_000;

/// `leeward backup`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(super) struct Backup {
    #[command(subcommand)]
    other: Option<Other>,
    #[command(flatten)]
    take: Take,
}

/// Take a backup, while serving if need be: what is new since the last one, sealed.
#[derive(Debug, Args)]
struct Take {
    /// The folder of the records.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Instead of a folder: the address of the PostgreSQL database they are in.
    #[arg(long, env = "LEEWARD_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    #[command(flatten)]
    key: KeySource,
    /// The folder of the backups, apart from that of the records; best on another machine.
    #[arg(long)]
    to: Option<PathBuf>,
    /// A folder of its own for the keys file, which is replaced at every backup, so that copies of the other folder can
    /// be made and kept at will.
    #[arg(long)]
    keys_to: Option<PathBuf>,
    /// Which earlier backups to keep: all of so many days, the last of each day for so many weeks, of each month for so
    /// many months, such as 2d,5w,12m. Without it all are kept.
    #[arg(long, value_parser = keep)]
    keep: Option<Keep>,
    /// How to answer.
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Other {
    /// The backups there are, oldest first.
    List {
        #[command(flatten)]
        from: From,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Read every byte of the backups and follow every chain in them. Ends with 1 where anything is not as it was written.
    Check {
        #[command(flatten)]
        from: From,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Restore into a scratch folder, verify every chronology there, say how long it took, and remove it again.
    Rehearse {
        #[command(flatten)]
        from: From,
        /// Where the scratch folder is made; without it where the system keeps such.
        #[arg(long)]
        scratch: Option<PathBuf>,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Wrap the key of the backups under the root key that the records have now.
    Rewrap {
        #[command(flatten)]
        records: Records,
        /// The folder of the backups.
        #[arg(long)]
        to: PathBuf,
        /// The root key file they were taken under.
        #[arg(long)]
        old_key: PathBuf,
    },
}

impl Backup {
    pub(super) fn run(self) -> Done {
        match (self.other, self.take) {
            (None, take) => take.run(),
            (Some(Other::List { from, format }), _) => list(&from, format),
            (Some(Other::Check { from, format }), _) => check(&from, format),
            (
                Some(Other::Rehearse {
                    from,
                    scratch,
                    format,
                }),
                _,
            ) => rehearse(&from, scratch.as_deref(), format),
            (
                Some(Other::Rewrap {
                    records,
                    to,
                    old_key,
                }),
                _,
            ) => rewrap(&records, &to, &old_key),
        }
    }
}

impl Take {
    fn run(self) -> Done {
        let outside = entitled::system();
        let Some(to) = &self.to else {
            return Err(Wrong(
                "say what to back up and where: leeward backup --data … --key … --to …".to_owned(),
            ));
        };
        let place = Place {
            data: self.data,
            database_url: self.database_url,
        };
        let keys_to = self.keys_to.as_deref();
        let places: Vec<&Path> = std::iter::once(to.as_path()).chain(keys_to).collect();
        apart(place.data.as_deref(), self.key.file(), &places)?;
        let root = self.key.root()?;
        let began = outside.now();
        let mut said = 0;
        let taken = store::back_up(
            place.there()?,
            &root,
            &outside,
            &archive(to, keys_to),
            self.keep,
            |done, all| {
                if done >= said + SAY_EVERY {
                    said = done;
                    say::aside(format_args!("{done} of {all} new entries"));
                }
            },
        )?;
        let ms = outside.now().duration_since(began).as_millis();
        match self.format {
            Format::Json => say::line(for_a_program(&taken, ms)),
            Format::Text => for_a_person(&taken, ms),
        }
        Ok(taken.not_whole.is_empty())
    }
}

fn for_a_program(taken: &Taken, ms: i128) -> serde_json::Value {
    serde_json::json!({
        "backup": taken.number,
        "at": taken.at.to_string(),
        "new_entries": taken.new_entries,
        "entries": taken.entries,
        "chronologies": taken.chronologies,
        "bytes": taken.bytes,
        "keys": taken.keys,
        "not_whole": taken.not_whole,
        "let_go": taken.let_go,
        "ms": u64::try_from(ms).unwrap_or(0),
    })
}

fn for_a_person(taken: &Taken, ms: i128) {
    say::line(format_args!(
        "Backup {} of {}: {} new entries, {} in all in {} chronologies. {} bytes were written in {}. All {} keys are in the keys file, and every setting's opens.",
        taken.number,
        taken.at,
        taken.new_entries,
        taken.entries,
        taken.chronologies,
        taken.bytes,
        in_seconds(ms),
        taken.keys
    ));
    if !taken.let_go.is_empty() {
        say::line(format_args!(
            "Earlier backups let go: {}",
            taken.let_go.len()
        ));
    }
    if !taken.not_whole.is_empty() {
        taken.not_whole.iter().for_each(say::line);
        say::aside(
            "Some of the records are not as they were written. What is whole is in the backup. Keep the folder of the records as it is, and run: leeward verify",
        );
    }
}

/// "1.25 seconds".
pub(super) fn in_seconds(ms: i128) -> String {
    format!("{}.{:02} seconds", ms / 1_000, ms % 1_000 / 10)
}

fn list(from: &From, format: Format) -> Done {
    let (backups, damage) = store::list_backups(&from.archive(), &from.root()?)?;
    match format {
        Format::Json => say::line(serde_json::json!({
            "backups": backups.iter().map(line_of).collect::<Vec<_>>(),
            "damage": damage,
        })),
        Format::Text => {
            for backup in &backups {
                say::line(format_args!(
                    "{:>6}  {}  {} entries in {} chronologies{}",
                    backup.number,
                    backup.at,
                    backup.entries,
                    backup.chronologies,
                    if backup.not_whole.is_empty() {
                        ""
                    } else {
                        "; some of the records were not whole"
                    }
                ));
            }
            damage.iter().for_each(say::line);
        }
    }
    Ok(damage.is_empty())
}

fn line_of(backup: &Manifest) -> serde_json::Value {
    serde_json::json!({
        "backup": backup.number,
        "at": backup.at.to_string(),
        "entries": backup.entries,
        "chronologies": backup.chronologies,
        "not_whole": backup.not_whole,
    })
}

fn check(from: &From, format: Format) -> Done {
    let mut said = 0;
    let checked = store::check_backups(&from.archive(), &from.root()?, |done, all| {
        if done >= said + 100 || (done == all && said > 0) {
            said = done;
            say::aside(format_args!("{done} of {all} segments"));
        }
    })?;
    match format {
        Format::Json => say::line(serde_json::json!({
            "whole": checked.whole(),
            "backups": checked.backups.iter().map(line_of).collect::<Vec<_>>(),
            "entries": checked.entries,
            "chronologies": checked.chronologies,
            "damage": checked.damage,
            "notes": checked.notes,
        })),
        Format::Text => {
            say::line(format_args!(
                "{} backups; {} entries in {} chronologies",
                checked.backups.len(),
                checked.entries,
                checked.chronologies
            ));
            checked.damage.iter().for_each(say::line);
            for note in &checked.notes {
                say::line(format_args!("Note: {note}."));
            }
            say::line(if checked.whole() {
                "Every byte is as it was written, and every chain holds."
            } else {
                "Not all of it is as it was written. Keep it as it is, and begin another place for backups today. leeward restore --what-can-be-saved restores all but the damage."
            });
        }
    }
    Ok(checked.whole())
}

fn rehearse(from: &From, scratch: Option<&Path>, format: Format) -> Done {
    let mut made = tempfile::Builder::new();
    made.prefix("leeward-rehearsal-");
    let scratch = match scratch {
        Some(folder) => made.tempdir_in(folder)?,
        None => made.tempdir()?,
    };
    let way = Way {
        which: store::Which::Newest,
        what_can_be_saved: false,
    };
    let (back, ms) = restored(from, &scratch.path().join("restored").into(), way)?;
    scratch.close()?;
    let taken_at = back.taken_at.unwrap_or(Timestamp::UNIX_EPOCH);
    match format {
        Format::Json => say::line(serde_json::json!({
            "backup": back.backup,
            "at": taken_at.to_string(),
            "entries": back.entries,
            "chronologies": back.chronologies,
            "without_key": back.without_key,
            "ms": u64::try_from(ms).unwrap_or(0),
        })),
        Format::Text => say::line(format_args!(
            "Backup {} of {taken_at} was restored and verified: {} entries in {} chronologies, in {}. Every chain holds and ends where it did. The rehearsal was removed again.",
            back.backup.unwrap_or(0),
            back.entries,
            back.chronologies,
            in_seconds(ms)
        )),
    }
    Ok(true)
}

fn rewrap(records: &Records, to: &Path, old_key: &Path) -> Done {
    let outside = entitled::system();
    let (before, now) = (RootKey::from_file(old_key)?, records.key.root()?);
    store::rewrap_backups(
        records.place.there()?,
        &archive(to, None),
        &before,
        &now,
        &outside,
    )?;
    say::line(
        "The backups are under the root key that the records have now. The next backup replaces the keys file.",
    );
    Ok(true)
}
