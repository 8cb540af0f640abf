//! `leeward export`: chronologies as they lie in the log, still sealed, each with its proof, for whoever keeps them on. It
//! opens nothing: whoever runs the machine reads no case. What can be read is taken out from the page of a case, by
//! somebody whom the access log names.

use super::checkpoint::named;
use super::{Done, Format, Place, Wrong};
use crate::say;
use casework::chronology::ChronologyId;
use clap::{ArgGroup, Args};
use std::fs::{create_dir_all, write};
use std::path::{Path, PathBuf};
use store::heads_in_copy;

/// So many chronologies are proved at a time.
const AT_A_TIME: usize = 256;

/// `leeward export`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub(super) struct Export {
    #[command(flatten)]
    place: Place,
    /// A new folder to write to.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// One case, by its reference (K7M-4QD).
    #[arg(long, value_name = "REFERENCE", group = "which")]
    case: Option<String>,
    /// Every chronology there is.
    #[arg(long, group = "which")]
    everything: bool,
    /// How to answer.
    #[arg(long, default_value = "text")]
    format: Format,
}

impl Export {
    pub(super) fn run(self) -> Done {
        let place = self.place.there()?;
        let chronologies = match &self.case {
            Some(reference) => vec![named(&place, reference)?],
            None => {
                let heads = heads_in_copy(&place)?;
                heads.into_iter().map(|head| head.chronology).collect()
            }
        };
        if std::fs::read_dir(&self.to).is_ok_and(|mut inside| inside.next().is_some()) {
            return Err(Wrong(format!(
                "{} is not empty; name a new folder",
                self.to.display()
            )));
        }
        let wrong = |error: std::io::Error| {
            Wrong(format!("cannot write to {}: {error}", self.to.display()))
        };
        create_dir_all(&self.to).map_err(wrong)?;
        let mut not_covered = 0_usize;
        for (part, some) in chronologies.chunks(AT_A_TIME).enumerate() {
            for (chronology, proof) in some.iter().zip(store::prove_in_copy(&place, some, &[])?) {
                proof
                    .write_to(&self.to.join(folder_of(chronology)))
                    .map_err(wrong)?;
                not_covered += usize::from(proof.covered() == 0);
            }
            let done = chronologies.len().min((part + 1) * AT_A_TIME);
            say::aside(format_args!("{done} of {} written", chronologies.len()));
        }
        beside(&self.to).map_err(wrong)?;
        match self.format {
            Format::Text => {
                say::line(format_args!(
                    "{} chronologies are written to {}, still sealed. To read them again takes a backup and its key.",
                    chronologies.len(),
                    self.to.display()
                ));
                if not_covered > 0 {
                    say::line(format_args!(
                        "{not_covered} of them no checkpoint covers yet: make one with leeward checkpoint make, and export again."
                    ));
                }
            }
            Format::Json => say::line(serde_json::json!({
                "written": chronologies.len(),
                "not_covered": not_covered,
            })),
        }
        Ok(true)
    }
}

/// Where a chronology is written: by setting, sort and id, none of which says anything.
fn folder_of(chronology: &ChronologyId) -> PathBuf {
    PathBuf::from(chronology.setting.0.as_simple().to_string())
        .join(chronology.sort.name())
        .join(chronology.id.as_simple().to_string())
}

/// What it takes to verify them, beside them.
fn beside(to: &Path) -> std::io::Result<()> {
    write(
        to.join("verify_record.py"),
        include_str!("../../../../docs/verify_record.py"),
    )?;
    write(
        to.join("record-format.md"),
        include_str!("../../../../docs/record-format.md"),
    )?;
    write(
        to.join("README.txt"),
        "Records as they lie in the log, sealed: SETTING/SORT/ID, each with its proof.\n\n\
         Nothing here can be read without the key of the installation. That nothing was altered can be shown without it:\n\n\
         \x20   python3 verify_record.py FOLDER --key KEY --checkpoint FILE\n\n\
         KEY and FILE as they were kept elsewhere. What each file holds is written in record-format.md.\n",
    )
}
