//! The empty place that a restore or a move goes into: found empty, made, and a folder cleared away again where a restore
//! does not succeed.

use crate::failure::Failure;
use crate::place::Place;
use crate::root_key::CHECK;
use crate::sql::{Rows, TABLES};
use crate::store::MOVING;
use std::path::Path;

/// Whether a folder was there; an error where it holds anything.
pub(super) fn empty(dir: &Path) -> Result<bool, Failure> {
    match std::fs::read_dir(dir) {
        Ok(mut entries) => match entries.next() {
            None => Ok(true),
            Some(_) => Err(Failure::PlaceNotEmpty {
                place: dir.display().to_string(),
            }),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::of_io(&error)),
    }
}

/// Removes what a restore began. The folder was empty before, so that everything in it is of this restore.
pub(super) fn clear_away(dir: &Path, was_there: bool) {
    let gone = if was_there {
        std::fs::read_dir(dir).and_then(|entries| {
            entries
                .into_iter()
                .try_for_each(|entry| std::fs::remove_file(entry?.path()))
        })
    } else {
        std::fs::remove_dir_all(dir)
    };
    match gone {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, "what a restore began could not be removed");
        }
        _ => {}
    }
}

/// Makes the folder, for its owner alone.
pub(crate) fn made(dir: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|error| Failure::of_io(&error))
}

/// Refuses tables with anything in them.
pub(crate) fn without_records(place: &Place, rows: &Rows<'_>) -> Result<(), Failure> {
    let dir = || place.named();
    if rows.installation(CHECK)?.is_some() {
        return Err(Failure::InstallationThere { dir: dir() });
    }
    if rows.installation(MOVING)?.is_some() {
        return Err(Failure::MoveUnfinished { dir: dir() });
    }
    let mut holds = false;
    rows.each_head(|_, _| {
        holds = true;
        Ok(())
    })?;
    for table in TABLES {
        holds = holds || !rows.keys_of(table)?.is_empty();
    }
    match holds {
        true => Err(Failure::PlaceNotEmpty {
            place: place.to_string(),
        }),
        false => Ok(()),
    }
}
