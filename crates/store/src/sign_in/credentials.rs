//! Credentials: what somebody proves who they are with, changed with nobody else in between.

use super::{opened, plain};
use crate::failure::Failure;
use crate::store::Store;
use casework::id::{SettingId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

pub(crate) const CREDENTIAL: &str = "credential";

/// What somebody proves who they are with. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The password's hash, in PHC form.
    pub password_hash: String,
    /// The secret of the second factor, once set up.
    pub totp_secret: Option<Vec<u8>>,
    /// The time step of the last code accepted, so that none is accepted twice.
    pub last_totp_step: Option<u64>,
    /// Failed attempts since the last success.
    pub failures: u32,
    /// No attempt before this moment.
    pub locked_until: Option<Timestamp>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[credential]")
    }
}

impl Store {
    /// Keeps a credential in place of any before it.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn set_credential(
        &self,
        setting: SettingId,
        staff: StaffId,
        credential: Credential,
    ) -> Result<(), Failure> {
        self.change_credential(setting, staff, move |_| (Some(credential.clone()), ()))
            .await
    }

    /// A credential.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn credential(
        &self,
        setting: SettingId,
        staff: StaffId,
    ) -> Result<Option<Credential>, Failure> {
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, setting)?;
            let who = keys.who(CREDENTIAL, staff);
            rows.credential(setting, &who)?
                .map(|sealed| opened(&keys, CREDENTIAL, &who, &sealed))
                .transpose()
        })
        .await
    }

    /// Looks at a credential and changes it, with nobody else in between: for counting failures and for accepting a
    /// code only once. `change` gets what there is and gives what to keep (`None` leaves it as it is) and an answer; it
    /// must be quick, since every other writer waits for it. It may be asked twice, and only what it gave last counts.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn change_credential<T: Send + 'static>(
        &self,
        setting: SettingId,
        staff: StaffId,
        mut change: impl FnMut(Option<Credential>) -> (Option<Credential>, T) + Send + 'static,
    ) -> Result<T, Failure> {
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            let who = keys.who(CREDENTIAL, staff);
            let found = turn
                .writing
                .credential(setting, &who)?
                .map(|sealed| opened(&keys, CREDENTIAL, &who, &sealed))
                .transpose()?;
            let (keep, answer) = change(found);
            if let Some(credential) = keep {
                let sealed = keys.seal_beside(
                    CREDENTIAL,
                    &who,
                    &plain(&credential)?,
                    turn.shared.outside.chance.as_ref(),
                )?;
                turn.writing.put_credential(setting, &who, &sealed)?;
            }
            Ok(answer)
        })
        .await
    }
}
