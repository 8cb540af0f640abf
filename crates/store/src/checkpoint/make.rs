//! Making a checkpoint: every head that changed since the last one becomes a leaf, and the root is signed. Heads are
//! looked through beside the work of others; only adding leaves takes turns at writing, a few at a time.

use super::key::{signer, verifier};
use super::{Checkpoint, Statement, VerifierKey, text};
use crate::failure::Failure;
use crate::log::micros;
use crate::sql::{CheckpointRow, Rows};
use crate::store::Store;
use crate::tree::Edge;
use crate::writer::Turn;
use casework::chronology::Hash;

/// So many leaves are added in one turn at writing.
const AT_ONCE: u32 = 1_000;

impl Store {
    /// Makes a checkpoint; none where no head has changed since the last one.
    ///
    /// # Errors
    /// Those of the disk. [`Failure::Damaged`] where what is kept of the tree does not fit together: verify the records.
    pub async fn make_checkpoint(&self) -> Result<Option<Checkpoint>, Failure> {
        self.state_heads().await?;
        let Some((edge, root)) = self.read(|rows, _| grown(rows)).await? else {
            return Ok(None);
        };
        let made = self.write(move |turn| sign(turn, &edge, root)).await?;
        made.as_ref().map(read).transpose()
    }

    /// Adds a leaf for every head that no leaf states.
    async fn state_heads(&self) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let found = self
                .read(move |rows, _| rows.heads_not_stated(after, AT_ONCE))
                .await?;
            let Some(last) = found.last() else {
                return Ok(());
            };
            after = Some(last.chronology);
            self.write(move |turn| add(turn, &found)).await?;
        }
    }

    /// The newest checkpoint, if one was made.
    ///
    /// # Errors
    /// Those of the disk; [`Failure::Damaged`] where its note cannot be read.
    pub async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, Failure> {
        self.read(|rows, _| rows.last_checkpoint()?.as_ref().map(read).transpose())
            .await
    }

    /// The checkpoints there are, oldest first: those of more than `than` heads, `most` at most.
    ///
    /// # Errors
    /// As [`Store::last_checkpoint`].
    pub async fn checkpoints(&self, than: u64, most: usize) -> Result<Vec<Checkpoint>, Failure> {
        self.read(move |rows, _| all(rows, than, most)).await
    }

    /// The public half of the key that signs checkpoints, to be kept elsewhere. The key is made where there is none.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn checkpoint_key(&self) -> Result<VerifierKey, Failure> {
        if let Some(known) = self.read(|rows, _| verifier(rows)).await? {
            return Ok(known);
        }
        self.write(|turn| signer(turn).map(|signer| signer.verifier()))
            .await
    }
}

/// Every checkpoint of more than so many heads, oldest first.
pub(super) fn all(rows: &Rows<'_>, than: u64, most: usize) -> Result<Vec<Checkpoint>, Failure> {
    let mut found = Vec::new();
    rows.each_checkpoint(|row| {
        if row.size > than {
            found.push(row);
        }
        found.len() < most
    })?;
    found.iter().map(read).collect()
}

/// Adds leaves to the end of the tree.
fn add(turn: &Turn<'_>, found: &[Statement]) -> Result<(), Failure> {
    let next = turn.writing.tree_size()?;
    (next..)
        .zip(found)
        .try_for_each(|(number, stated)| turn.writing.add_statement(number, stated))
}

/// The edge of the tree and its root, where it grew since the last checkpoint.
fn grown(rows: &Rows<'_>) -> Result<Option<(Edge, Hash)>, Failure> {
    let last = rows.last_checkpoint()?;
    let mut edge = match &last {
        None => Edge::default(),
        Some(last) => {
            Edge::of(last.size, &last.edge).ok_or_else(|| damaged("the edge of the tree"))?
        }
    };
    let mut gap = false;
    rows.each_statement(edge.size(), |number, stated| {
        gap = number != edge.size();
        if !gap {
            edge.push(stated.leaf());
        }
        !gap
    })?;
    if gap {
        return Err(damaged("a leaf is missing from the tree"));
    }
    let root = edge.root();
    Ok((edge.size() > last.map_or(0, |last| last.size)).then_some((edge, root)))
}

fn damaged(what: &str) -> Failure {
    Failure::damaged(format!("{what} of heads (leeward verify says more)"))
}

/// Signs and keeps a checkpoint; none where somebody else was first.
fn sign(turn: &Turn<'_>, edge: &Edge, root: Hash) -> Result<Option<CheckpointRow>, Failure> {
    let last = turn.writing.last_checkpoint()?;
    if last.as_ref().is_some_and(|last| last.size >= edge.size()) {
        return Ok(None);
    }
    let now = micros(turn.shared.outside.now());
    // A clock put back does not make checkpoints run backwards.
    let made_at = last.map_or(now, |last| now.max(last.made_at));
    let signer = signer(turn)?;
    let verifier = signer.verifier();
    let made = CheckpointRow {
        size: edge.size(),
        made_at,
        root,
        edge: edge.to_bytes(),
        note: signer.sign(&text(verifier.name(), edge.size(), &root, made_at)),
    };
    turn.writing.add_checkpoint(&made)?;
    Ok(Some(made))
}

fn read(row: &CheckpointRow) -> Result<Checkpoint, Failure> {
    Checkpoint::read(&row.note)
        .map_err(|_| Failure::damaged(format!("the note of the checkpoint of {} heads", row.size)))
}
