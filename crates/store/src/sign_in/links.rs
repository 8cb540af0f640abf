//! One-time links: found by the hash of a token that only the link has, and spent once, for what they were made.

use super::{opened, plain};
use crate::failure::Failure;
use crate::store::Store;
use casework::id::{SettingId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) const LINK: &str = "one-time link";

/// A one-time link that has not run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// For whom.
    pub staff: StaffId,
    /// What for: the caller's own name for it.
    pub purpose: String,
}

#[derive(Serialize, Deserialize)]
struct LinkKept {
    staff: StaffId,
    purpose: String,
}

impl Store {
    /// Keeps a one-time link. `token_hash` is SHA-256 of the token in it; `purpose` is the caller's own name for what
    /// it is for.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn make_link(
        &self,
        setting: SettingId,
        staff: StaffId,
        token_hash: [u8; 32],
        expires: Timestamp,
        purpose: &str,
    ) -> Result<(), Failure> {
        let kept = LinkKept {
            staff,
            purpose: purpose.to_owned(),
        };
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            let sealed = keys.seal_beside(
                LINK,
                &token_hash,
                &plain(&kept)?,
                turn.shared.outside.chance.as_ref(),
            )?;
            turn.writing.add_link(
                setting,
                &token_hash,
                &keys.who(LINK, staff),
                expires,
                &sealed,
            )
        })
        .await
    }

    /// Looks at a one-time link without spending it, for the page that asks before it does.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn link(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
    ) -> Result<Option<Link>, Failure> {
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, setting)?;
            let Some(sealed) = rows.link(setting, &token_hash, shared.outside.now())? else {
                return Ok(None);
            };
            let LinkKept { staff, purpose } = opened(&keys, LINK, &token_hash, &sealed)?;
            Ok(Some(Link { staff, purpose }))
        })
        .await
    }

    /// Spends a one-time link made for `purpose`: of any number who try, one gets it. One made for another purpose is
    /// left as it is.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn spend_link(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
        purpose: &str,
    ) -> Result<Option<StaffId>, Failure> {
        let purpose = purpose.to_owned();
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            let Some(sealed) =
                turn.writing
                    .link(setting, &token_hash, turn.shared.outside.now())?
            else {
                return Ok(None);
            };
            let kept: LinkKept = opened(&keys, LINK, &token_hash, &sealed)?;
            if kept.purpose != purpose || !turn.writing.take_link(setting, &token_hash)? {
                return Ok(None);
            }
            Ok(Some(kept.staff))
        })
        .await
    }
}
