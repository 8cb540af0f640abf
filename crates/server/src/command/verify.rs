//! `leeward verify`: a copy, or the records of a running server, checked without any key against everything that was kept
//! elsewhere.

use super::{Done, Format, Place, Wrong};
use crate::say;
use clap::Args;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use store::{Against, Broken, Checkpoint, Mark, Report, VerifierKey};

/// How many entries go by between two words about how far it has come.
const SAY_EVERY: u64 = 50_000;

/// What `verify` is told.
#[derive(Debug, Args)]
pub(super) struct Verify {
    #[command(flatten)]
    place: Place,
    /// A checkpoint that was kept elsewhere. May be given several times.
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// The checkpoint key as it was kept elsewhere: its text, or a file with it. May be given several times.
    #[arg(long, value_name = "KEY")]
    checkpoint_key: Vec<String>,
    /// The folder of an older copy, such as a restored backup: every head it has must still be found at its place. It
    /// names the entry where a checkpoint can only name the time.
    #[arg(long, value_name = "DIR")]
    older_copy: Option<PathBuf>,
    /// How many threads work at once; without it, as many as the machine runs.
    #[arg(long)]
    threads: Option<usize>,
    /// How to answer.
    #[arg(long, default_value = "text")]
    format: Format,
}

impl Verify {
    pub(super) fn run(self) -> Done {
        let keys = self
            .checkpoint_key
            .iter()
            .map(|given| key_given(given))
            .collect::<Result<Vec<_>, _>>()?;
        let outside = self
            .checkpoint
            .iter()
            .map(|file| checkpoint_in(file))
            .collect::<Result<Vec<_>, _>>()?;
        let heads = match &self.older_copy {
            Some(older) => store::heads_in_copy(older)?,
            None => Vec::new(),
        };
        let threads = self
            .threads
            .or_else(|| available_parallelism().ok().map(usize::from));
        let asked = Against {
            heads,
            outside,
            keys,
            tell_heads: false,
            threads: threads.unwrap_or(1),
        };
        let mut said = 0;
        let report = store::verify_copy(self.place.there()?, &asked, |done, all| {
            if done >= said + SAY_EVERY {
                said = done;
                say::aside(format_args!("{done} of {all} entries"));
            }
        })?;
        match self.format {
            Format::Json => say::line(self.for_a_program(&report)),
            Format::Text => self.for_a_person(&report),
        }
        Ok(report.intact())
    }

    fn for_a_program(&self, report: &Report) -> serde_json::Value {
        let mark = |mark: &Mark| serde_json::json!({ "size": mark.size, "made_at": mark.made_at.to_string() });
        let broken = |it: &Broken| {
            serde_json::json!({
                "setting": it.chronology.setting.to_string(),
                "sort": it.chronology.sort.name(),
                "id": it.chronology.id.as_simple().to_string(),
                "entry": it.seq,
                "after": it.after.as_ref().map(mark),
                "before": it.before.as_ref().map(mark),
                "says": it.to_string(),
            })
        };
        let told = |faults: Vec<String>| serde_json::Value::from(faults);
        serde_json::json!({
            "intact": report.intact(),
            "chronologies": report.chronologies,
            "entries": report.entries,
            "broken": report.broken.iter().map(broken).collect::<Vec<_>>(),
            "heads_stated": report.tree.size,
            "checkpoints": report.tree.checkpoints,
            "last_checkpoint": report.tree.last.as_ref().map(mark),
            "tree": told(report.tree.faults.iter().map(ToString::to_string).collect()),
            "kept_elsewhere": self.checkpoint.len(),
            "kept_elsewhere_broken": told(self.outside_faults(report)),
        })
    }

    /// What contradicts the checkpoints that were given, each with its file.
    fn outside_faults(&self, report: &Report) -> Vec<String> {
        let told = report.tree.outside.iter().map(|(place, fault)| {
            let file = self
                .checkpoint
                .get(*place)
                .map(|file| file.display().to_string());
            format!("{}: {fault}", file.unwrap_or_default())
        });
        told.collect()
    }

    fn for_a_person(&self, report: &Report) {
        let tree = &report.tree;
        say::line(format_args!(
            "{} entries in {} chronologies",
            report.entries, report.chronologies
        ));
        match &tree.last {
            Some(last) => say::line(format_args!(
                "{} checkpoints over {} heads; the newest is {last}",
                tree.checkpoints, tree.size
            )),
            None => say::line("No checkpoint was made of these records yet."),
        }
        report.broken.iter().for_each(say::line);
        tree.faults.iter().for_each(say::line);
        self.outside_faults(report).iter().for_each(say::line);
        if !report.intact() {
            say::line(
                "Something does not hold. Keep this folder as it is, and compare it with a backup.",
            );
            return;
        }
        say::line("Every chain holds: no entry was altered, removed or put in between.");
        match self.checkpoint.len() {
            0 => say::line(
                "No checkpoint that was kept elsewhere was given: what somebody who holds the machine and every key rewrote does not show. Give one with --checkpoint.",
            ),
            given => say::line(format_args!(
                "It agrees with {} kept elsewhere.",
                if given == 1 {
                    "the checkpoint".to_owned()
                } else {
                    format!("all {given} checkpoints")
                }
            )),
        }
        if !self.checkpoint.is_empty() && self.checkpoint_key.is_empty() {
            say::line(
                "The key came with the copy, so that who signed is not shown. Give the key that was kept elsewhere with --checkpoint-key.",
            );
        }
    }
}

/// A key as it was given: its text, or a file with it.
pub(super) fn key_given(given: &str) -> Result<VerifierKey, Wrong> {
    if let Ok(key) = VerifierKey::read(given) {
        return Ok(key);
    }
    let text = text_of(Path::new(given))?;
    VerifierKey::read(&text).map_err(|unread| Wrong(format!("{given}: {unread}")))
}

/// The checkpoint in a file.
pub(super) fn checkpoint_in(file: &Path) -> Result<Checkpoint, Wrong> {
    Checkpoint::read(&text_of(file)?)
        .map_err(|unread| Wrong(format!("{}: {unread}", file.display())))
}

/// The text of a small file. What a mailer did to the ends of its lines is put right.
fn text_of(file: &Path) -> Result<String, Wrong> {
    let cannot = |says: String| Wrong(format!("cannot read {}: {says}", file.display()));
    let length = std::fs::metadata(file)
        .map_err(|error| cannot(error.to_string()))?
        .len();
    if length > 65_536 {
        return Err(cannot("it is too large for a checkpoint or key".to_owned()));
    }
    std::fs::read_to_string(file)
        .map(|text| text.replace("\r\n", "\n"))
        .map_err(|error| cannot(error.to_string()))
}
