//! `leeward keys`: where the root key comes from, changing keys, and getting the root key back from the sheets it was
//! shared on. Nothing here overwrites or removes a key.

mod make;
mod recover;
mod rotate;
mod sheets;
mod source;
mod status;

pub(super) use source::KeySource;

use super::{Done, Format, Records};
use casework::id::{CaseId, PersonId, SettingId};
use clap::Subcommand;
use std::path::PathBuf;

/// `leeward keys`.
#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// How keys and recovery stand; exit code 1 where recovery was not set up or not rehearsed. Works beside a running
    /// server.
    Status {
        #[command(flatten)]
        records: Records,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Make a root key file: a key, or one that a token wraps. Never overwrites one.
    Make(make::Make),
    /// Share the root key among people: prints a sheet for each, to be put away. Works beside a running server.
    Share {
        #[command(flatten)]
        records: Records,
        /// Among how many people.
        #[arg(long)]
        among: u8,
        /// How many of them it takes.
        #[arg(long)]
        needed: u8,
        /// Who gets a sheet; once for each of them, or not at all.
        #[arg(long = "holder")]
        holders: Vec<String>,
        /// What to call the setting on the sheets. Without it a sheet says nothing that somebody who finds it could use.
        #[arg(long)]
        name: Option<String>,
    },
    /// Rehearse recovery: type in as many sheets as it takes, and be told whether they open these records. Nothing else
    /// happens. Works beside a running server.
    Rehearse {
        /// The folder of the records.
        #[arg(long)]
        data: PathBuf,
    },
    /// Get the root key back from as many sheets as it takes, into a new key file; or put a new passphrase in its place.
    Recover {
        /// The folder of the records.
        #[arg(long)]
        data: PathBuf,
        /// The file to make.
        #[arg(long, required_unless_present = "new_passphrase")]
        new_key: Option<PathBuf>,
        /// The file with the new passphrase, or - to type it. The server must be stopped.
        #[arg(long, conflicts_with = "new_key")]
        new_passphrase: Option<PathBuf>,
    },
    /// Change a key while people work. A server that has the records open is asked to do it.
    #[command(subcommand)]
    Rotate(Rotate),
}

/// `leeward keys rotate`.
#[derive(Debug, Subcommand)]
pub(super) enum Rotate {
    /// The root key. The new one takes the place of the key file, and the one before is kept beside it for old backups.
    Root {
        #[command(flatten)]
        records: Records,
        /// The file to make for the new key, where it is not to take the place of the one before.
        #[arg(long)]
        new_key: Option<PathBuf>,
        /// The file with a passphrase that takes the key's place, or - to type it.
        #[arg(long, conflicts_with = "new_key")]
        new_passphrase: Option<PathBuf>,
    },
    /// The key of a setting, and of everything in it.
    Setting {
        #[command(flatten)]
        records: Records,
        /// Which; every one without it.
        #[arg(long, value_parser = id)]
        setting: Option<uuid::Uuid>,
    },
    /// The key of a case, for what is written to it from now on.
    Case {
        #[command(flatten)]
        records: Records,
        /// Which, as in the address of its page.
        #[arg(value_parser = id)]
        case: uuid::Uuid,
        /// Of which setting, where there is more than one.
        #[arg(long, value_parser = id)]
        setting: Option<uuid::Uuid>,
    },
    /// The key of a person, for what is written about them from now on.
    Person {
        #[command(flatten)]
        records: Records,
        /// Which, as in the address of their page.
        #[arg(value_parser = id)]
        person: uuid::Uuid,
        /// Of which setting, where there is more than one.
        #[arg(long, value_parser = id)]
        setting: Option<uuid::Uuid>,
    },
}

fn id(text: &str) -> Result<uuid::Uuid, String> {
    uuid::Uuid::parse_str(text)
        .map_err(|_| "this is no id: copy it from the page's address".to_owned())
}

impl Keys {
    pub(super) fn run(self) -> Done {
        match self {
            Self::Status { records, format } => status::tell(&records, format),
            Self::Make(make) => make.run(),
            Self::Share {
                records,
                among,
                needed,
                holders,
                name,
            } => sheets::share(&records, (among, needed), &holders, name.as_deref()),
            Self::Rehearse { data } => recover::rehearse(&data),
            Self::Recover {
                data,
                new_key,
                new_passphrase,
            } => recover::recover(&data, new_key.as_deref(), new_passphrase.as_deref()),
            Self::Rotate(Rotate::Root {
                records,
                new_key,
                new_passphrase,
            }) => rotate::root(&records, new_key.as_deref(), new_passphrase.as_deref()),
            Self::Rotate(Rotate::Setting { records, setting }) => {
                rotate::settings(&records, setting.map(SettingId))
            }
            Self::Rotate(Rotate::Case {
                records,
                case,
                setting,
            }) => rotate::one(
                &records,
                setting.map(SettingId),
                rotate::One::Case(CaseId(case)),
            ),
            Self::Rotate(Rotate::Person {
                records,
                person,
                setting,
            }) => rotate::one(
                &records,
                setting.map(SettingId),
                rotate::One::Person(PersonId(person)),
            ),
        }
    }
}
