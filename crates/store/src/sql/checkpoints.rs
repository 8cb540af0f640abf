//! The tree of heads and its checkpoints: rows of the installation, under the setting of no bytes but zeros. Making a
//! checkpoint and verifying a copy look at every setting; these are the statements that do.

use super::rows::{HeadRow, Rows, chronology, entry};
use super::writing::Writing;
use crate::checkpoint::Statement;
use crate::failure::Failure;
use casework::chronology::{ChronologyId, Hash, SealedEntry};
use jiff::Timestamp;
use uuid::Uuid;

/// A checkpoint as it lies in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CheckpointRow {
    /// How many leaves.
    pub(crate) size: u64,
    /// When.
    pub(crate) made_at: Timestamp,
    /// The root.
    pub(crate) root: Hash,
    /// The right edge of the tree.
    pub(crate) edge: Vec<u8>,
    /// The signed note.
    pub(crate) note: String,
}

/// A stretch of the log in the order of its keys: after one chronology, up to and with another. Open where none is
/// given, so that what lies under a key that cannot be is in a stretch too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stretch {
    pub(crate) after: Option<ChronologyId>,
    pub(crate) to: Option<ChronologyId>,
}

impl Stretch {
    /// Whether a chronology lies in it.
    pub(crate) fn holds(&self, chronology: &ChronologyId) -> bool {
        let key = |it: &ChronologyId| (it.setting, it.id, it.sort.name());
        self.after.is_none_or(|after| key(chronology) > key(&after))
            && self.to.is_none_or(|to| key(chronology) <= key(&to))
    }
}

/// Runs a statement over a stretch: the one of four that has the ends the stretch has.
macro_rules! over_stretch {
    ($rows:expr, $stretch:expr, $select:literal, $key:literal, $order:literal, $each:expr) => {{
        let each = $each;
        match ($stretch.after, $stretch.to) {
            (None, None) => $rows
                .0
                .each(concat!($select, " ORDER BY ", $order), &[], each),
            (Some(after), None) => $rows.0.each(
                concat!(
                    $select,
                    " WHERE ",
                    $key,
                    " > (?1, ?2, ?3) ORDER BY ",
                    $order
                ),
                &[
                    after.setting.into(),
                    after.id.into(),
                    after.sort.name().into(),
                ],
                each,
            ),
            (None, Some(to)) => $rows.0.each(
                concat!(
                    $select,
                    " WHERE ",
                    $key,
                    " <= (?1, ?2, ?3) ORDER BY ",
                    $order
                ),
                &[to.setting.into(), to.id.into(), to.sort.name().into()],
                each,
            ),
            (Some(after), Some(to)) => $rows.0.each(
                concat!(
                    $select,
                    " WHERE ",
                    $key,
                    " > (?1, ?2, ?3) AND ",
                    $key,
                    " <= (?4, ?5, ?6) ORDER BY ",
                    $order
                ),
                &[
                    after.setting.into(),
                    after.id.into(),
                    after.sort.name().into(),
                    to.setting.into(),
                    to.id.into(),
                    to.sort.name().into(),
                ],
                each,
            ),
        }
    }};
}

impl Rows<'_> {
    /// The entries of a stretch, chronology by chronology and in order.
    pub(crate) fn each_entry_of(
        &self,
        stretch: &Stretch,
        mut each: impl FnMut(SealedEntry) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        over_stretch!(
            self,
            stretch,
            "SELECT setting, sort, id, seq, recorded_at, sealed, prev, hash FROM entry",
            "(setting, id, sort)",
            "setting, id, sort, seq",
            |row: &super::row::Row<'_>| each(entry(row, 3, chronology(row)?)?).map(|()| true)
        )
    }

    /// The heads of a stretch.
    pub(crate) fn each_head_of(
        &self,
        stretch: &Stretch,
        mut each: impl FnMut(ChronologyId, HeadRow),
    ) -> Result<(), Failure> {
        over_stretch!(
            self,
            stretch,
            "SELECT setting, sort, id, seq, recorded_at, hash FROM head",
            "(setting, id, sort)",
            "setting, id, sort",
            |row: &super::row::Row<'_>| {
                let head = HeadRow {
                    seq: row.number(3)?,
                    recorded_at: row.moment(4)?,
                    hash: Hash(row.array(5)?),
                };
                each(chronology(row)?, head);
                Ok(true)
            }
        )
    }

    /// What the tree states about the chronologies of a stretch, with the number of each leaf.
    pub(crate) fn each_statement_about(
        &self,
        stretch: &Stretch,
        mut each: impl FnMut(u64, Statement),
    ) -> Result<(), Failure> {
        over_stretch!(
            self,
            stretch,
            "SELECT about, sort, id, seq, hash, number FROM head_statement",
            "(about, id, sort)",
            "about, id, sort, seq, number",
            |row: &super::row::Row<'_>| {
                each(row.number(5)?, statement(row)?);
                Ok(true)
            }
        )
    }

    /// What the tree states about one chronology, oldest first, with the number of each leaf.
    pub(crate) fn statements(
        &self,
        chronology: &ChronologyId,
    ) -> Result<Vec<(u64, Statement)>, Failure> {
        self.0.all(
            "SELECT about, sort, id, seq, hash, number FROM head_statement
             WHERE setting = ?1 AND about = ?2 AND id = ?3 AND sort = ?4 ORDER BY seq, number",
            &[
                Uuid::nil().into(),
                chronology.setting.into(),
                chronology.id.into(),
                chronology.sort.name().into(),
            ],
            |row| Ok((row.number(5)?, statement(row)?)),
        )
    }

    /// The leaves of the tree from one on, in order, until `each` says `false`.
    pub(crate) fn each_statement(
        &self,
        from: u64,
        mut each: impl FnMut(u64, Statement) -> bool,
    ) -> Result<(), Failure> {
        self.0.each(
            "SELECT about, sort, id, seq, hash, number FROM head_statement
             WHERE setting = ?1 AND number >= ?2 ORDER BY number",
            &[Uuid::nil().into(), in_range(from)?.into()],
            |row| Ok(each(row.number(5)?, statement(row)?)),
        )
    }

    /// Heads that no leaf states as they are now, after one in the order of their keys: so many at most.
    pub(crate) fn heads_not_stated(
        &self,
        after: Option<ChronologyId>,
        most: u32,
    ) -> Result<Vec<Statement>, Failure> {
        // Before every key there is: ids of no bytes but zeros, and no sort.
        let (setting, id, sort) = after.map_or((Uuid::nil(), Uuid::nil(), ""), |it| {
            (it.setting.0, it.id, it.sort.name())
        });
        self.0.all(
            "SELECT setting, sort, id, seq, hash FROM head
             WHERE (setting, id, sort) > (?1, ?2, ?3) AND NOT EXISTS (
                 SELECT 1 FROM head_statement WHERE head_statement.setting = ?4
                 AND head_statement.about = head.setting AND head_statement.id = head.id
                 AND head_statement.sort = head.sort AND head_statement.seq = head.seq
                 AND head_statement.hash = head.hash)
             ORDER BY setting, id, sort LIMIT ?5",
            &[
                setting.into(),
                id.into(),
                sort.into(),
                Uuid::nil().into(),
                most.into(),
            ],
            statement,
        )
    }

    /// How many leaves the tree has.
    pub(crate) fn tree_size(&self) -> Result<u64, Failure> {
        self.0
            .one(
                "SELECT coalesce(max(number) + 1, 0) FROM head_statement WHERE setting = ?1",
                &[Uuid::nil().into()],
                |row| row.number(0),
            )
            .map(Option::unwrap_or_default)
    }

    /// The newest checkpoint.
    pub(crate) fn last_checkpoint(&self) -> Result<Option<CheckpointRow>, Failure> {
        self.0.one(
            "SELECT size, made_at, root, edge, note FROM checkpoint WHERE setting = ?1 ORDER BY size DESC LIMIT 1",
            &[Uuid::nil().into()],
            checkpoint,
        )
    }

    /// The first checkpoint that covers a leaf.
    pub(crate) fn checkpoint_over(&self, leaf: u64) -> Result<Option<CheckpointRow>, Failure> {
        self.0.one(
            "SELECT size, made_at, root, edge, note FROM checkpoint WHERE setting = ?1 AND size > ?2 ORDER BY size LIMIT 1",
            &[Uuid::nil().into(), in_range(leaf)?.into()],
            checkpoint,
        )
    }

    /// Every checkpoint, oldest first, until `each` says `false`.
    pub(crate) fn each_checkpoint(
        &self,
        mut each: impl FnMut(CheckpointRow) -> bool,
    ) -> Result<(), Failure> {
        self.0.each(
            "SELECT size, made_at, root, edge, note FROM checkpoint WHERE setting = ?1 ORDER BY size",
            &[Uuid::nil().into()],
            |row| Ok(each(checkpoint(row)?)),
        )
    }
}

impl Writing<'_> {
    /// Adds a leaf.
    pub(crate) fn add_statement(&self, number: u64, stated: &Statement) -> Result<(), Failure> {
        let place = &stated.chronology;
        self.execute(
            "INSERT INTO head_statement (setting, number, about, id, sort, seq, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            &[
                Uuid::nil().into(),
                in_range(number)?.into(),
                place.setting.into(),
                place.id.into(),
                place.sort.name().into(),
                in_range(stated.seq)?.into(),
                (&stated.hash.0).into(),
            ],
        )
        .map(drop)
    }

    /// Adds a checkpoint.
    pub(crate) fn add_checkpoint(&self, made: &CheckpointRow) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO checkpoint (setting, size, made_at, root, edge, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            &[
                Uuid::nil().into(),
                in_range(made.size)?.into(),
                made.made_at.into(),
                (&made.root.0).into(),
                made.edge.as_slice().into(),
                made.note.as_str().into(),
            ],
        )
        .map(drop)
    }
}

/// A statement from the columns `setting it is about, sort, id, seq, hash`.
fn statement(row: &super::row::Row<'_>) -> Result<Statement, Failure> {
    Ok(Statement {
        chronology: chronology(row)?,
        seq: row.number(3)?,
        hash: Hash(row.array(4)?),
    })
}

fn checkpoint(row: &super::row::Row<'_>) -> Result<CheckpointRow, Failure> {
    Ok(CheckpointRow {
        size: row.number(0)?,
        made_at: row.moment(1)?,
        root: Hash(row.array(2)?),
        edge: row.bytes(3)?,
        note: row.text(4)?,
    })
}

/// A number as the database keeps it.
fn in_range(number: u64) -> Result<i64, Failure> {
    i64::try_from(number).map_err(|_| Failure::damaged("the tree of heads is larger than can be"))
}
