//! `leeward restore`: a backup into an empty folder or database, to the newest moment or any before.

use super::backup::in_seconds;
use super::backup_place::From;
use super::{Done, Format, Place, Wrong};
use crate::{entitled, say, when};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::DateTime;
use std::path::PathBuf;
use store::{Failure, Restored, Wanted, Which};

/// How many lines of damage are printed for a person.
const MOST_LINES: usize = 40;

/// `leeward restore`.
#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    from: From,
    /// The folder to restore into: empty, or not there yet. Never that of the present records.
    #[arg(long, required_unless_present = "database_url")]
    data: Option<PathBuf>,
    /// Instead of a folder: the address of a PostgreSQL database without records,
    /// postgresql://ACCOUNT:PASSWORD@HOST/NAME. Others on the machine can see what is on a command line: with a password
    /// in it, use the variable.
    #[arg(long, env = "LEEWARD_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// The moment to go back to, such as 2026-03-02T09:30:00Z, or "2026-03-02 09:30" where the setting is.
    #[arg(long, value_parser = moment, conflicts_with = "backup")]
    at: Option<Timestamp>,
    /// The number of the backup to go back to; leeward backup list says which there are.
    #[arg(long)]
    backup: Option<u64>,
    /// Go round whatever is damaged, restore the rest, and say what was lost.
    #[arg(long)]
    what_can_be_saved: bool,
    /// How to answer.
    #[arg(long, default_value = "text")]
    format: Format,
}

/// What to restore.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) which: Which,
    pub(super) what_can_be_saved: bool,
}

fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    text.parse::<DateTime>()
        .map(|here| when::moment(here.date(), here.time()))
        .map_err(|_| "write it as 2026-03-02T09:30:00Z, or as \"2026-03-02 09:30\"".to_owned())
}

/// Restores, and says how many milliseconds it took.
pub(super) fn restored(
    from: &From,
    to: &store::Place,
    way: Way,
) -> Result<(Restored, i128), Wrong> {
    let outside = entitled::system();
    let (archive, root) = (from.archive(), from.root()?);
    let began = outside.now();
    let mut said = 0;
    let progress = |done: u64, all: u64| {
        if done >= said + 100 || (done == all && all > 1) {
            said = done;
            say::aside(format_args!("{done} of {all} segments"));
        }
    };
    let wanted = Wanted {
        which: way.which,
        what_can_be_saved: way.what_can_be_saved,
        kept: &[],
    };
    let back = store::restore(&archive, &root, to, wanted, &outside, progress)
        .map_err(|failure| with_what_is_left(failure, to))?;
    let ms = outside.now().duration_since(began).as_millis();
    Ok((back, ms))
}

/// In a database something is left of what was broken off: the tables. A folder is as it was.
fn with_what_is_left(failure: Failure, to: &store::Place) -> Wrong {
    let left = match (to, &failure) {
        (store::Place::Folder(_), _)
        | (_, Failure::InstallationThere { .. } | Failure::PlaceNotEmpty { .. })
        | (_, Failure::MoveUnfinished { .. } | Failure::AddressUnfit { .. }) => "",
        (_, Failure::NotConfirmed) => {
            ". The server did not say that the last step is on its disk: leeward verify on the database says whether the records are there. Where they are not, the same command starts over"
        }
        _ => {
            ". Nothing was restored: the database has tables with nothing in them at most, and the same command starts over"
        }
    };
    Wrong(format!("{failure}{left}"))
}

impl Restore {
    pub(super) fn run(self) -> Done {
        let which = match (self.at, self.backup) {
            (Some(moment), _) => Which::At(moment),
            (None, Some(number)) => Which::Number(number),
            (None, None) => Which::Newest,
        };
        let way = Way {
            which,
            what_can_be_saved: self.what_can_be_saved,
        };
        let place = Place {
            data: self.data,
            database_url: self.database_url,
        };
        let to = place.there()?;
        let (back, ms) = restored(&self.from, &to, way)?;
        match self.format {
            Format::Json => say::line(for_a_program(&back, self.at, ms)),
            Format::Text => for_a_person(&back, self.at, &to, ms),
        }
        Ok(back.damage.is_empty() && back.cut.is_empty())
    }
}

fn for_a_program(back: &Restored, at: Option<Timestamp>, ms: i128) -> serde_json::Value {
    let cut: Vec<_> = back
        .cut
        .iter()
        .map(|cut| {
            serde_json::json!({
                "setting": cut.chronology.setting.to_string(),
                "sort": cut.chronology.sort.name(),
                "id": cut.chronology.id.as_simple().to_string(),
                "saved": cut.saved,
            })
        })
        .collect();
    serde_json::json!({
        "backup": back.backup,
        "taken_at": back.taken_at.map(|at| at.to_string()),
        "at": at.map(|at| at.to_string()),
        "entries": back.entries,
        "chronologies": back.chronologies,
        "settings": back.rebuilt.settings,
        "cases": back.rebuilt.cases,
        "people": back.rebuilt.people,
        "without_key": back.without_key,
        "cut": cut,
        "damage": back.damage,
        "ms": u64::try_from(ms).unwrap_or(0),
    })
}

fn for_a_person(back: &Restored, at: Option<Timestamp>, to: &store::Place, ms: i128) {
    let of = match (back.backup, back.taken_at) {
        (Some(number), Some(taken)) => format!("backup {number}, taken {taken}"),
        _ => "what could be read of the backups".to_owned(),
    };
    say::line(format_args!(
        "Restored from {of}{}: {} entries in {} chronologies; {} settings, {} cases, {} people. It took {}.",
        at.map_or(String::new(), |at| format!(", as of {at}")),
        back.entries,
        back.chronologies,
        back.rebuilt.settings,
        back.rebuilt.cases,
        back.rebuilt.people,
        in_seconds(ms)
    ));
    if back.without_key > 0 {
        say::line(format_args!(
            "{} chronologies have no key and open for nobody: they were destroyed, or their part of the keys file is lost.",
            back.without_key
        ));
    }
    let lost = back
        .cut
        .iter()
        .map(|cut| {
            let place = &cut.chronology;
            format!(
                "setting {}, {} {}: saved up to entry {} and no further",
                place.setting,
                place.sort.name(),
                place.id.as_simple(),
                cut.saved
            )
        })
        .chain(back.damage.iter().cloned());
    lost.clone().take(MOST_LINES).for_each(say::line);
    let more = lost.count().saturating_sub(MOST_LINES);
    if more > 0 {
        say::line(format_args!(
            "and {more} more; --format json names them all"
        ));
    }
    say::line(if back.damage.is_empty() && back.cut.is_empty() {
        "Every chain holds, and ends where it should. Everybody signs in again."
    } else {
        "What was saved verifies; the lines above say what was lost. Keep the backups as they are."
    });
    let served = match to {
        store::Place::Folder(dir) => format!("--data {}", dir.display()),
        store::Place::Database(_) => "with the same LEEWARD_DATABASE_URL".to_owned(),
    };
    say::aside(format_args!(
        "Next: leeward serve {served}. Tell the safeguarding leads from which moment the record is. Take its backups in a new place."
    ));
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn in_a_database_it_is_said_what_is_left() {
        let database = store::Place::database("postgresql://leeward@localhost/leeward").unwrap();
        let said = |failure, to: &store::Place| with_what_is_left(failure, to).0;
        assert!(said(Failure::Full, &database).contains("the same command starts over"));
        assert!(said(Failure::NotConfirmed, &database).contains("leeward verify"));
        let other = || Failure::PlaceNotEmpty {
            place: "there".to_owned(),
        };
        assert_eq!(said(other(), &database), other().to_string());
        let folder = store::Place::from(PathBuf::from("records"));
        assert_eq!(said(Failure::Full, &folder), Failure::Full.to_string());
    }

    #[test]
    fn a_moment_is_read_with_its_zone_or_as_where_the_setting_is() {
        let summer = "2026-07-01T09:30:00Z".parse::<Timestamp>().unwrap();
        for text in [
            "2026-07-01T09:30:00Z",
            "2026-07-01T10:30:00+01:00",
            "2026-07-01 10:30",
            "2026-07-01T10:30:00",
        ] {
            assert_eq!(moment(text).unwrap(), summer, "{text}");
        }
        assert!(moment("yesterday").is_err());
    }
}
