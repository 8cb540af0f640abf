//! `leeward checkpoint`: make one, list them, hand on the key, and prove a chronology to somebody who has no Leeward.

use super::verify::checkpoint_in;
use super::{Done, Format, Place, Records, Wrong, wait_for};
use crate::checkpoints::keep_in;
use crate::say;
use casework::case::reference_of;
use casework::chronology::{ChronologyId, Sort};
use casework::id::CaseId;
use clap::Subcommand;
use std::path::{Path, PathBuf};
use store::{Checkpoint, heads_in_copy};

/// `leeward checkpoint`.
#[derive(Debug, Subcommand)]
pub(super) enum CheckpointCommand {
    /// Make a checkpoint now, where a head has changed since the last one, and print the newest. A server makes them by
    /// itself: see `leeward serve --checkpoint-to` and `--checkpoint-mail`.
    Make {
        #[command(flatten)]
        records: Records,
        /// A folder outside this machine to keep it in too, such as a mounted share.
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    /// Print the checkpoint key: the public half, for whoever verifies. Keep it where the records are not.
    Key {
        #[command(flatten)]
        place: Place,
    },
    /// The checkpoints that were made.
    List {
        #[command(flatten)]
        place: Place,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Write one chronology, still sealed, with everything it takes to verify it without Leeward (docs/verify_record.py).
    Prove {
        #[command(flatten)]
        place: Place,
        /// Which: the reference of a case (K7M-4QD), or a sort and an id (person:0190…).
        chronology: String,
        /// A new folder to write to.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// A checkpoint that was kept elsewhere, to prove that the records grew out of it. May be given several times.
        #[arg(long, value_name = "FILE")]
        since: Vec<PathBuf>,
    },
}

impl CheckpointCommand {
    pub(super) fn run(self) -> Done {
        match self {
            Self::Make { records, to } => wait_for(make(records, to)),
            Self::Key { place } => key(&place.there()?),
            Self::List { place, format } => list(&place.there()?, format),
            Self::Prove {
                place,
                chronology,
                to,
                since,
            } => prove(&place.there()?, &chronology, &to, &since),
        }
    }
}

async fn make(records: Records, to: Option<PathBuf>) -> Done {
    let store = records.open()?;
    let made = store.make_checkpoint().await?;
    if made.is_none() {
        say::aside("No head has changed since the last checkpoint.");
    }
    let Some(newest) = store.last_checkpoint().await? else {
        return Err(Wrong(
            "there is nothing to make a checkpoint of yet: set up a setting first".to_owned(),
        ));
    };
    if let Some(folder) = to {
        keep_in(&folder, &newest)
            .map_err(|error| Wrong(format!("cannot keep it in {}: {error}", folder.display())))?;
    }
    say::line(newest.note().trim_end());
    Ok(true)
}

fn key(data: &store::Place) -> Done {
    let key = store::checkpoint_key_in_copy(data)?.ok_or_else(|| {
        Wrong(
            "no checkpoint was made of these records yet, so there is no key; make one with: leeward checkpoint make"
                .to_owned(),
        )
    })?;
    say::line(key);
    Ok(true)
}

fn list(data: &store::Place, format: Format) -> Done {
    let made_at = |it: &Checkpoint| it.made_at.map(|at| at.to_string()).unwrap_or_default();
    for it in store::checkpoints_in_copy(data, 0)? {
        match format {
            Format::Text => say::line(format_args!(
                "{:>10}  {}  {}",
                it.size,
                made_at(&it),
                it.root_in_print()
            )),
            Format::Json => say::line(serde_json::json!({
                "size": it.size,
                "made_at": made_at(&it),
                "root": it.root_in_print(),
                "note": it.note(),
            })),
        }
    }
    Ok(true)
}

fn prove(data: &store::Place, wanted: &str, to: &Path, since: &[PathBuf]) -> Done {
    let since = since
        .iter()
        .map(|file| checkpoint_in(file))
        .collect::<Result<Vec<_>, _>>()?;
    let chronology = named(data, wanted)?;
    let proofs = store::prove_in_copy(data, &[chronology], &since)?;
    for proof in &proofs {
        proof
            .write_to(to)
            .map_err(|error| Wrong(format!("cannot write to {}: {error}", to.display())))?;
        say::line(format_args!(
            "Written to {}. The checkpoint of {} heads covers {} entries.",
            to.display(),
            proof.checkpoint().size,
            proof.covered()
        ));
        say::line(
            "Whoever receives it verifies it with: python3 verify_record.py FOLDER --key KEY --checkpoint FILE",
        );
    }
    Ok(true)
}

/// The chronology somebody named.
pub(super) fn named(data: &store::Place, wanted: &str) -> Result<ChronologyId, Wrong> {
    let heads = heads_in_copy(data)?;
    let all = heads.into_iter().map(|head| head.chronology);
    let reference = wanted.trim().to_uppercase();
    let fits = |it: &ChronologyId| match wanted.split_once(':') {
        Some((sort, id)) => it.sort.name() == sort && it.id.as_simple().to_string() == id,
        None => it.sort == Sort::Case && reference_of(CaseId(it.id)) == reference,
    };
    let mut found = all.filter(fits);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(Wrong(format!(
            "more than one case has the reference {wanted}; name it by its id: case:0190…"
        ))),
        (None, _) => Err(Wrong(format!(
            "there is no chronology {wanted}; name a case by its reference (K7M-4QD), or any by sort and id (person:0190…)"
        ))),
    }
}
