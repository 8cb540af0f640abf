//! What somebody who is given one chronology needs to verify it without Leeward: its entries still sealed, the newest
//! checkpoint, and the few hashes that prove its head to be in the tree. `docs/record-format.md` says every byte, and
//! `docs/verify_record.py` is a verifier that shares nothing with this program.

use super::key::verifier;
use super::{Checkpoint, Statement, VerifierKey};
use crate::failure::Failure;
use crate::place::Place;
use crate::sql::{ReadConnection, Rows};
use crate::store::{Store, away_from_tasks};
use crate::tree::{Gathered, Gathering, NotInTree, grew, includes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casework::chronology::{ChronologyId, Hash, SealedEntry};
use serde_json::{Value, json};
use std::path::Path;

/// That a head is a leaf of the tree of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inclusion {
    stated: Statement,
    leaf: u64,
    hashes: Vec<Hash>,
}

/// That the tree of an older checkpoint grew into that of a newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// The size of the older.
    pub from: u64,
    /// The proof, as RFC 6962 has it.
    pub hashes: Vec<Hash>,
}

/// A chronology with everything it takes to verify it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    chronology: ChronologyId,
    entries: Vec<SealedEntry>,
    checkpoint: Checkpoint,
    key: VerifierKey,
    inclusion: Option<Inclusion>,
    growth: Vec<Growth>,
}

impl Store {
    /// Proves chronologies against the newest checkpoint, and that its tree grew out of those of older ones. Make a
    /// checkpoint first where the newest entries are to be proved.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such chronology; [`Failure::Unavailable`] where no checkpoint was made yet
    /// or an older one is of a larger tree; those of the disk.
    pub async fn prove(
        &self,
        chronologies: Vec<ChronologyId>,
        since: Vec<Checkpoint>,
    ) -> Result<Vec<Proof>, Failure> {
        self.read(move |rows, _| prove(rows, &chronologies, &since))
            .await
    }
}

/// As [`Store::prove`], from a copy and without any key.
///
/// # Errors
/// As [`Store::prove`], and [`Failure::NoInstallation`].
pub fn prove_in_copy(
    place: impl Into<Place>,
    chronologies: &[ChronologyId],
    since: &[Checkpoint],
) -> Result<Vec<Proof>, Failure> {
    in_copy(place.into(), |rows| prove(rows, chronologies, since))
}

/// The public half of the key that signs checkpoints, from a copy; none where no checkpoint was made of it yet.
///
/// # Errors
/// As [`Store::last_checkpoint`], and [`Failure::NoInstallation`].
pub fn checkpoint_key_in_copy(place: impl Into<Place>) -> Result<Option<VerifierKey>, Failure> {
    in_copy(place.into(), verifier)
}

/// The checkpoints of a copy, oldest first: those of more than `than` heads.
///
/// # Errors
/// As [`Store::checkpoints`], and [`Failure::NoInstallation`].
pub fn checkpoints_in_copy(place: impl Into<Place>, than: u64) -> Result<Vec<Checkpoint>, Failure> {
    in_copy(place.into(), |rows| {
        super::make::all(rows, than, usize::MAX)
    })
}

/// Reads a copy, or beside a running server, at one moment.
fn in_copy<T: Send>(
    place: Place,
    read: impl FnOnce(&Rows<'_>) -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    away_from_tasks(move || ReadConnection::open_a_copy(&place)?.at_one_moment(read))
}

fn prove(
    rows: &Rows<'_>,
    chronologies: &[ChronologyId],
    since: &[Checkpoint],
) -> Result<Vec<Proof>, Failure> {
    let none = || {
        Failure::unavailable(
            "no checkpoint was made of these records yet; make one with: leeward checkpoint make",
        )
    };
    let last = rows.last_checkpoint()?.ok_or_else(none)?;
    let key = verifier(rows)?.ok_or_else(none)?;
    let checkpoint = Checkpoint::read(&last.note)
        .map_err(|_| Failure::damaged("the note of the newest checkpoint"))?;
    let stated = chronologies
        .iter()
        .map(|chronology| newest_stated(rows, chronology, last.size))
        .collect::<Result<Vec<_>, _>>()?;
    let leaves: Vec<u64> = stated.iter().flatten().map(|(leaf, _)| *leaf).collect();
    let older: Vec<u64> = since.iter().map(|it| it.size).collect();
    let tree = gathered(rows, last.size, &leaves, &older)?;
    if (tree.size, tree.root) != (last.size, last.root) {
        return Err(Failure::damaged(
            "the tree of heads (leeward verify says more)",
        ));
    }
    let growth = older
        .iter()
        .map(|from| {
            let hashes = tree.growth(*from).map_err(not_in_tree)?;
            Ok(Growth {
                from: *from,
                hashes,
            })
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    chronologies
        .iter()
        .zip(stated)
        .map(|(chronology, stated)| {
            let entries = rows.entries(chronology)?;
            if entries.is_empty() && stated.is_none() {
                return Err(Failure::NotThere);
            }
            let inclusion = stated
                .map(|(leaf, stated)| {
                    let hashes = tree.inclusion(leaf).map_err(not_in_tree)?;
                    Ok::<_, Failure>(Inclusion {
                        stated,
                        leaf,
                        hashes,
                    })
                })
                .transpose()?;
            Ok(Proof {
                chronology: *chronology,
                entries,
                checkpoint: checkpoint.clone(),
                key: key.clone(),
                inclusion,
                growth: growth.clone(),
            })
        })
        .collect()
}

/// The last thing that a tree of this size states about a chronology.
fn newest_stated(
    rows: &Rows<'_>,
    chronology: &ChronologyId,
    size: u64,
) -> Result<Option<(u64, Statement)>, Failure> {
    let stated = rows.statements(chronology)?;
    Ok(stated
        .into_iter()
        .filter(|(leaf, _)| *leaf < size)
        .max_by_key(|(leaf, _)| *leaf))
}

fn gathered(
    rows: &Rows<'_>,
    size: u64,
    leaves: &[u64],
    older: &[u64],
) -> Result<Gathered, Failure> {
    let mut gathering = Gathering::of(size, leaves, older).map_err(not_in_tree)?;
    rows.each_statement(0, |number, stated| {
        if number < size {
            gathering.take(stated.leaf());
        }
        number + 1 < size
    })?;
    Ok(gathering.done())
}

fn not_in_tree(_: NotInTree) -> Failure {
    Failure::unavailable(
        "the checkpoint to begin with is not one of these records as they are here: it is of a larger tree, or a leaf is missing; verify them with: leeward verify",
    )
}

impl Proof {
    /// The newest checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// How many of the entries the checkpoint covers: those after it were recorded since it was made.
    pub fn covered(&self) -> u64 {
        self.inclusion.as_ref().map_or(0, |it| it.stated.seq)
    }

    /// Whether the hashes prove what they should. It is what another program would ask; a proof handed out passes.
    pub fn holds(&self, since: &[Checkpoint]) -> bool {
        let (size, root) = (self.checkpoint.size, &self.checkpoint.root);
        self.inclusion
            .as_ref()
            .is_none_or(|it| includes(size, root, it.stated.line().as_bytes(), it.leaf, &it.hashes))
            && since.iter().all(|older| {
                self.growth.iter().any(|growth| {
                    growth.from == older.size
                        && grew((older.size, &older.root), (size, root), &growth.hashes)
                })
            })
    }

    /// The files of the proof, each with its name.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let mut files = vec![
            ("chain.jsonl", self.chain()),
            ("checkpoint.txt", self.checkpoint.note().to_owned()),
            ("checkpoint-key.txt", format!("{}\n", self.key)),
        ];
        if let Some(it) = &self.inclusion {
            let inclusion = json!({
                "format": "leeward inclusion 1",
                "leaf": it.stated.line(),
                "index": it.leaf,
                "size": self.checkpoint.size,
                "proof": hashes(&it.hashes),
            });
            files.push(("inclusion.json", format!("{inclusion:#}\n")));
        }
        if !self.growth.is_empty() {
            let proofs: Vec<Value> = self
                .growth
                .iter()
                .map(|it| json!({ "from": it.from, "to": self.checkpoint.size, "proof": hashes(&it.hashes) }))
                .collect();
            let growth = json!({ "format": "leeward growth 1", "proofs": proofs });
            files.push(("growth.json", format!("{growth:#}\n")));
        }
        files
    }

    /// Writes the files into a folder, which is made if need be. Files of the same names are not written over.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn write_to(&self, folder: &Path) -> std::io::Result<()> {
        use std::io::Write as _;
        std::fs::create_dir_all(folder)?;
        for (name, content) in self.files() {
            let mut file = std::fs::File::create_new(folder.join(name))?;
            file.write_all(content.as_bytes())?;
            file.sync_all()?;
        }
        Ok(())
    }

    /// The chain as lines of JSON: what it is of, then one line for each entry.
    fn chain(&self) -> String {
        let place = &self.chronology;
        let head = json!({
            "format": "leeward chain 1",
            "setting": place.setting.0.as_simple().to_string(),
            "sort": place.sort.name(),
            "id": place.id.as_simple().to_string(),
        });
        let mut lines = format!("{head}\n");
        for entry in &self.entries {
            let line = json!({
                "seq": entry.seq,
                "recorded_at": entry.recorded_at.as_microsecond(),
                "sealed": STANDARD.encode(&entry.sealed),
                "prev": entry.prev.to_string(),
                "hash": entry.hash.to_string(),
            });
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
        lines
    }
}

fn hashes(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(ToString::to_string).collect()
}
