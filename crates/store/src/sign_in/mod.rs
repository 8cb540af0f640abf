//! What sign-in needs to keep: credentials, sessions, one-time links. All sealed under the setting's key and
//! found by tags. It checks no password and decides nobody's rights.

mod credentials;
mod links;
mod sessions;

pub(crate) use credentials::CREDENTIAL;
pub use credentials::Credential;
pub(crate) use links::LINK;
pub use links::Link;
pub(crate) use sessions::SESSION;
pub use sessions::{NewSession, OwnSession, Session};

use crate::failure::Failure;
use crate::keys::{SettingKeys, could_not_seal};
use crate::log::micros;
use crate::store::Store;
use crate::views;
use casework::id::{SettingId, StaffId};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// How long a form sent is remembered, so that sending it again writes nothing.
const FORMS_REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Store {
    /// Who has an e-mail address, in each setting. Those who left are not found.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn staff_with_email(
        &self,
        email: &str,
    ) -> Result<Vec<(SettingId, StaffId)>, Failure> {
        let email = Zeroizing::new(email.to_owned());
        self.read(move |rows, shared| views::staff_with_email(rows, shared, &email))
            .await
    }

    /// Removes what has run out: sessions, links, and forms sent over a week ago. Says how many rows went.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn sweep(&self) -> Result<usize, Failure> {
        self.write(|turn| {
            turn.sessions_changed.set(true);
            let now = micros(turn.shared.outside.now());
            let sent_before = now.checked_sub(FORMS_REMEMBERED).unwrap_or(Timestamp::MIN);
            let mut gone = 0;
            let mut settings = turn.writing.settings()?;
            settings.extend(turn.writing.practice_rooms()?);
            for setting in settings {
                gone += turn.writing.sweep(setting, now, sent_before)?;
            }
            Ok(gone)
        })
        .await
    }
}

fn plain<T: Serialize>(content: &T) -> Result<Zeroizing<Vec<u8>>, Failure> {
    serde_json::to_vec(content)
        .map(Zeroizing::new)
        .map_err(|_| could_not_seal())
}

fn opened<T: DeserializeOwned>(
    keys: &SettingKeys,
    purpose: &str,
    id: &[u8],
    sealed: &[u8],
) -> Result<T, Failure> {
    let plain = keys.open_beside(purpose, id, sealed)?;
    serde_json::from_slice(&plain).map_err(|_| Failure::damaged(format!("a {purpose}")))
}
