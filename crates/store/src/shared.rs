//! What readers and the writer have in common: keys, clock, chance, settings remembered in folded form, and sessions
//! that were looked up. Of cases, only what is searched (`search`).

use crate::failure::Failure;
use crate::keys::Keys;
use crate::log;
use crate::search::Indexes;
use crate::sign_in::Session;
use crate::sql::Rows;
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
    /// What is searched: in memory only.
    pub(crate) indexes: Indexes,
    settings: RwLock<Remembered>,
    sessions: RwLock<InUse>,
}

/// The most sessions that are remembered.
const MOST_SESSIONS: usize = 4096;

/// Sessions that were looked up. `changes` counts commits that changed any, so that what was read before such a commit is
/// not remembered after it.
#[derive(Default)]
struct InUse {
    changes: u64,
    found: HashMap<(SettingId, [u8; 32]), Session>,
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
            indexes: Indexes::default(),
            settings: RwLock::default(),
            sessions: RwLock::default(),
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

    /// A session that is remembered, whether or not it has run out since.
    pub(crate) fn session(&self, setting: SettingId, token_hash: &[u8; 32]) -> Option<Session> {
        self.sessions
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .found
            .get(&(setting, *token_hash))
            .cloned()
    }

    /// How often sessions changed so far. Ask before the reading begins.
    pub(crate) fn session_changes(&self) -> u64 {
        self.sessions
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .changes
    }

    /// Remembers a session that was read, unless any changed since `changes`.
    pub(crate) fn remember_session(&self, token_hash: [u8; 32], session: &Session, changes: u64) {
        let mut sessions = self
            .sessions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if sessions.changes != changes {
            return;
        }
        if sessions.found.len() >= MOST_SESSIONS {
            sessions.found.clear();
        }
        sessions
            .found
            .insert((session.setting, token_hash), session.clone());
    }

    /// Forgets every session, after a commit that changed one.
    pub(crate) fn forget_sessions(&self) {
        let mut sessions = self
            .sessions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        sessions.changes += 1;
        sessions.found.clear();
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
