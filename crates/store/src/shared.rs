//! What readers and the writer have in common: keys, clock, chance, and settings remembered in folded form.

use crate::failure::Failure;
use crate::keys::Keys;
use crate::log;
use crate::sqlite::Rows;
use casework::chronology::ChronologyId;
use casework::event::SettingEvent;
use casework::id::SettingId;
use casework::outside::Outside;
use casework::setting::Setting;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// What readers and the writer have in common.
pub(crate) struct Shared {
    /// The ring of keys.
    pub(crate) keys: Keys,
    /// Clock and chance, handed in.
    pub(crate) outside: Outside,
    settings: RwLock<Remembered>,
}

/// Settings in folded form. `changes` counts commits that changed one, so that what was read before such a commit is
/// not remembered after it.
#[derive(Default)]
struct Remembered {
    changes: u64,
    folded: HashMap<SettingId, Arc<Setting>>,
}

impl Shared {
    pub(crate) fn new(keys: Keys, outside: Outside) -> Self {
        Self {
            keys,
            outside,
            settings: RwLock::default(),
        }
    }

    /// A setting that is remembered.
    pub(crate) fn remembered(&self, setting: SettingId) -> Option<Arc<Setting>> {
        self.settings
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .folded
            .get(&setting)
            .map(Arc::clone)
    }

    /// How often settings changed so far. Ask before the reading begins.
    pub(crate) fn changes(&self) -> u64 {
        self.settings
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .changes
    }

    /// Reads and folds a setting, and remembers it unless one changed since `changes`.
    pub(crate) fn read_setting(
        &self,
        rows: &Rows<'_>,
        id: SettingId,
        changes: u64,
    ) -> Result<Arc<Setting>, Failure> {
        let keys = self.keys.of_setting(rows, id)?;
        let read = log::read::<SettingEvent>(rows, &keys, ChronologyId::setting(id))?;
        let setting = Arc::new(Setting::fold(id, &read.entries).ok_or(Failure::NotThere)?);
        let mut remembered = self
            .settings
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if remembered.changes == changes {
            remembered.folded.insert(id, Arc::clone(&setting));
        }
        Ok(setting)
    }

    /// Forgets settings that a commit changed.
    pub(crate) fn forget_settings(&self, changed: &[SettingId]) {
        if changed.is_empty() {
            return;
        }
        let mut remembered = self
            .settings
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        remembered.changes += 1;
        for setting in changed {
            remembered.folded.remove(setting);
        }
    }
}
