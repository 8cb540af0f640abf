//! Where a restore writes to: entries as they come, everything beside the log as the last backup before the moment had it,
//! and last what makes it an installation.

use super::archive::OpenArchive;
use super::keys_file::KeysFile;
use super::state::{State, digest};
use super::walk::Takes;
use crate::failure::Failure;
use crate::root_key::{CHECK, RootKey, check_value};
use crate::sql::{Cell, How, KeptTable, WriteConnection};
use crate::store::SALT;
use casework::chronology::{ChronologyId, SealedEntry, Sort};
use casework::id::SettingId;
use casework::outside::Outside;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The tables of the tree of heads.
const STATEMENT: &str = "head_statement";
const CHECKPOINT: &str = "checkpoint";
/// How many entries go into one commit, in a folder: what was begun there can be cleared away. A database that refuses
/// that is restored into in one transaction, so that nothing is left of one that was broken off.
const TOGETHER: u64 = 20_000;

/// Where a restore is written to.
pub(super) struct Into<'c> {
    connection: &'c WriteConnection,
    until: Option<Timestamp>,
    /// What is restored so far.
    pub(super) restored: State,
    settings: BTreeSet<SettingId>,
    /// The statements and checkpoints of the tree of heads, in the order in which they were added.
    tree: Vec<(&'static KeptTable, Vec<Cell>)>,
    as_it_was: BTreeMap<(&'static str, [u8; 16]), Vec<Cell>>,
    waiting: Vec<SealedEntry>,
    uncommitted: u64,
    /// Whether everything goes into one commit.
    in_one: bool,
}

impl Takes for Into<'_> {
    fn entry(&mut self, entry: SealedEntry) -> Result<(), Failure> {
        if self.until.is_some_and(|until| entry.recorded_at > until) {
            return Ok(());
        }
        self.restored.take_entry(&entry);
        if self
            .waiting
            .first()
            .is_some_and(|first| first.chronology != entry.chronology)
        {
            self.write_waiting()?;
        }
        self.waiting.push(entry);
        Ok(())
    }

    fn row(
        &mut self,
        table: &'static KeptTable,
        cells: Vec<Cell>,
        at: Timestamp,
    ) -> Result<(), Failure> {
        if table.how == How::AsItWas {
            if self.until.is_none_or(|until| at <= until) {
                let key = digest(table.key_of(&cells));
                self.as_it_was.insert((table.name, key), cells);
            }
            return Ok(());
        }
        if matches!(table.name, STATEMENT | CHECKPOINT) {
            self.tree.push((table, cells));
            return Ok(());
        }
        self.write_waiting()?;
        let setting = setting_of(&cells);
        if table.name == "setting" {
            // A setting founded after the moment has no entry before it.
            let founded = match cells.get(1) {
                Some(Cell::Number(founded)) => *founded,
                _ => i64::MIN,
            };
            if self
                .until
                .is_some_and(|until| founded > until.as_microsecond())
            {
                return Ok(());
            }
            self.settings.extend(setting);
        }
        if setting.is_some_and(|setting| self.settings.contains(&setting)) {
            self.connection.writing().add_row(table, &cells)?;
        }
        Ok(())
    }

    fn gone(
        &mut self,
        table: &'static KeptTable,
        key: [u8; 16],
        at: Timestamp,
    ) -> Result<(), Failure> {
        if self.until.is_none_or(|until| at <= until) {
            self.as_it_was.remove(&(table.name, key));
        }
        Ok(())
    }
}

impl<'c> Into<'c> {
    /// Nothing yet; only what was recorded at or before `until`, where that is asked for.
    pub(super) fn nothing_yet(
        connection: &'c WriteConnection,
        until: Option<Timestamp>,
        in_one: bool,
    ) -> Self {
        Self {
            connection,
            until,
            restored: State::default(),
            settings: BTreeSet::new(),
            as_it_was: BTreeMap::new(),
            tree: Vec::new(),
            waiting: Vec::new(),
            uncommitted: 0,
            in_one,
        }
    }

    /// Writes the tree of heads as it was at the last checkpoint before the moment: one that says more than the log
    /// would be found not to hold.
    fn write_tree(&mut self) -> Result<(), Failure> {
        let number = |cells: &[Cell], column: usize| match cells.get(column) {
            Some(Cell::Number(number)) => *number,
            _ => i64::MAX,
        };
        let until = self.until.map_or(i64::MAX, |until| until.as_microsecond());
        let size = self
            .tree
            .iter()
            .filter(|(table, cells)| table.name == CHECKPOINT && number(cells, 2) <= until)
            .map(|(_, cells)| number(cells, 1))
            .max()
            .unwrap_or(0);
        let writing = self.connection.writing();
        for (table, cells) in std::mem::take(&mut self.tree) {
            let place = number(&cells, 1);
            if place < size || (table.name == CHECKPOINT && place == size) {
                writing.add_row(table, &cells)?;
            }
        }
        Ok(())
    }

    fn write_waiting(&mut self) -> Result<(), Failure> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.connection.writing().add_entries(&self.waiting)?;
        self.uncommitted += self.waiting.len() as u64;
        self.waiting.clear();
        if self.uncommitted >= TOGETHER && !self.in_one {
            self.connection.commit()?;
            self.connection.begin()?;
            self.uncommitted = 0;
        }
        Ok(())
    }

    /// Writes what is left, the keys, and last what makes it an installation; commits nothing of that. Says which chronologies have no key.
    pub(super) fn finish(
        &mut self,
        keys: &KeysFile,
        opened: &OpenArchive,
        root: &RootKey,
        outside: &Outside,
    ) -> Result<BTreeSet<ChronologyId>, Failure> {
        self.write_waiting()?;
        self.write_tree()?;
        let writing = self.connection.writing();
        for ((name, _), cells) in &self.as_it_was {
            if let Some(table) = KeptTable::named(name)
                && setting_of(cells).is_some_and(|setting| self.settings.contains(&setting))
            {
                writing.add_row(table, cells)?;
            }
        }
        let mut keyed = BTreeSet::new();
        let mut known = BTreeSet::new();
        for (table, cells) in &keys.rows {
            let setting = setting_of(cells);
            let is_here = setting.is_some_and(|setting| self.settings.contains(&setting));
            if table.name == "wrapped_key" {
                if let Some(chronology) = keyed_by(cells)
                    && is_here
                    && self.has(&chronology)
                {
                    writing.add_row(table, cells)?;
                    keyed.insert(chronology);
                }
            } else if is_here || setting == Some(SettingId(Uuid::nil())) {
                writing.add_row(table, cells)?;
                if let (Some(SettingId(id)), Some(Cell::Text(name))) = (setting, cells.get(1))
                    && id.is_nil()
                {
                    known.insert(name.as_str());
                }
            }
        }
        // Both follow from the root key and the folder: a keys file that lost them need not stop anybody.
        if !known.contains(SALT) {
            writing.add_installation(SALT, &opened.salt)?;
        }
        if !known.contains(CHECK) {
            let check = check_value(&root.key(&opened.salt)?, outside.chance.as_ref())?;
            writing.add_installation(CHECK, &check)?;
        }
        let without = |chronology: &&ChronologyId| {
            let keyed_as = ChronologyId {
                sort: match chronology.sort {
                    Sort::Access => Sort::Case,
                    sort => sort,
                },
                ..**chronology
            };
            !keyed.contains(&keyed_as)
        };
        Ok(self.restored.tips.keys().filter(without).copied().collect())
    }

    /// Whether anything sealed under the key of a chronology is restored.
    fn has(&self, chronology: &ChronologyId) -> bool {
        self.restored.tips.contains_key(chronology)
            || (chronology.sort == Sort::Case
                && self.restored.tips.contains_key(&ChronologyId {
                    sort: Sort::Access,
                    ..*chronology
                }))
    }
}

/// The setting of a row: its first cell.
fn setting_of(cells: &[Cell]) -> Option<SettingId> {
    match cells.first() {
        Some(Cell::Bytes(id)) => Uuid::from_slice(id).ok().map(SettingId),
        _ => None,
    }
}

/// Whose key a row of `setting, id, sort, …` is.
fn keyed_by(cells: &[Cell]) -> Option<ChronologyId> {
    match cells {
        [_, Cell::Bytes(id), Cell::Text(sort), ..] => Some(ChronologyId {
            setting: setting_of(cells)?,
            sort: Sort::named(sort)?,
            id: Uuid::from_slice(id).ok()?,
        }),
        _ => None,
    }
}
