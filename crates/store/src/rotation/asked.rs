//! Asking a running server to change keys. It alone may write to what it has open, so what is to be done is left for it
//! in the records, sealed under the root key: nobody asks who does not hold that.

use crate::failure::Failure;
use crate::keys::Root;
use crate::seal::Key;
use crate::store::Store;
use casework::id::{CaseId, PersonId, SettingId};
use casework::outside::Chance;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

/// The name it is left under.
pub(crate) const ASKED: &str = "key change asked";

/// What a running server can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// To change the key of a setting.
    Setting(SettingId),
    /// To give a case a further key.
    Case(SettingId, CaseId),
    /// To give a person a further key.
    Person(SettingId, PersonId),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Left {
    Of(Asked),
    Root([u8; 32]),
}

impl Drop for Left {
    fn drop(&mut self) {
        if let Self::Root(bytes) = self {
            bytes.zeroize();
        }
    }
}

/// What is left for the server.
pub(super) fn sealed(root: &Root, asked: Asked, chance: &dyn Chance) -> Result<Vec<u8>, Failure> {
    seal(root, &Left::Of(asked), chance)
}

/// The next root key, left for the server.
pub(super) fn sealed_root(
    root: &Root,
    next: &Key,
    chance: &dyn Chance,
) -> Result<Vec<u8>, Failure> {
    seal(root, &Left::Root(*next.bytes()), chance)
}

fn seal(root: &Root, left: &Left, chance: &dyn Chance) -> Result<Vec<u8>, Failure> {
    let plain = serde_json::to_vec(left).map(Zeroizing::new);
    root.seal(
        ASKED,
        &plain.map_err(|_| crate::keys::could_not_seal())?,
        chance,
    )
}

impl Store {
    /// Does what was asked for, if anything was: changes of a setting's key are begun, all others are done. True where
    /// there was something.
    ///
    /// # Errors
    /// Those of the disk; what was asked for is then still asked for.
    pub async fn take_up_what_was_asked(&self) -> Result<bool, Failure> {
        let found = self
            .read(|rows, shared| {
                let Some(sealed) = rows.installation(ASKED)? else {
                    return Ok(None);
                };
                let opened = shared.keys.root_now(rows)?.open(ASKED, &sealed);
                Ok(Some(opened.and_then(|plain| {
                    serde_json::from_slice::<Left>(&plain).ok()
                })))
            })
            .await?;
        let Some(left) = found else {
            return Ok(false);
        };
        let done = match left.as_ref() {
            Some(Left::Root(bytes)) => match Key::of(bytes) {
                Some(key) => self.change_root_to(key).await.map(drop),
                None => Err(Failure::KeyWrong),
            },
            Some(Left::Of(Asked::Setting(setting))) => {
                self.begin_key_change(*setting).await.map(drop)
            }
            Some(Left::Of(Asked::Case(setting, case))) => {
                self.change_case_key(*setting, *case).await
            }
            Some(Left::Of(Asked::Person(setting, person))) => {
                self.change_person_key(*setting, *person).await
            }
            // Somebody wrote here who does not hold the root key.
            None => Err(Failure::NotThere),
        };
        match done {
            // Tried again: the disk may take it then.
            Err(failure) if failure != Failure::NotThere && failure != Failure::KeyWrong => {
                return Err(failure);
            }
            Err(_) => tracing::warn!(
                "a change of keys that was asked for cannot be done, and was left out"
            ),
            Ok(()) => {}
        }
        self.write(|turn| turn.writing.drop_mark(None, ASKED))
            .await?;
        Ok(true)
    }
}
