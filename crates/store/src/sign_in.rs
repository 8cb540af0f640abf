//! What sign-in needs to keep: credentials, sessions, one-time links. All sealed under the setting's key and
//! found by tags. It checks no password and decides nobody's rights.

use crate::failure::Failure;
use crate::keys::{SettingKeys, could_not_seal};
use crate::log::micros;
use crate::store::Store;
use crate::views;
use casework::id::{SettingId, StaffId};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

const CREDENTIAL: &str = "credential";
const SESSION: &str = "session";
const LINK: &str = "one-time link";
/// How long a form sent is remembered, so that sending it again writes nothing.
const FORMS_REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

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

/// A session to start.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The setting signed in to.
    pub setting: SettingId,
    /// Who.
    pub staff: StaffId,
    /// SHA-256 of the token that the browser keeps; the token itself is stored nowhere.
    pub token_hash: [u8; 32],
    /// Whether a second factor was given.
    pub second_factor: bool,
    /// When it ends of itself.
    pub expires: Timestamp,
}

/// A session that has not run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The setting.
    pub setting: SettingId,
    /// Who.
    pub staff: StaffId,
    /// Whether a second factor was given.
    pub second_factor: bool,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was last touched.
    pub seen_at: Timestamp,
    /// When it ends of itself.
    pub expires: Timestamp,
}

/// A one-time link that has not run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// For whom.
    pub staff: StaffId,
    /// What for: the caller's own name for it.
    pub purpose: String,
}

#[derive(Serialize, Deserialize)]
struct SessionKept {
    staff: StaffId,
    second_factor: bool,
    started_at: Timestamp,
    seen_at: Timestamp,
    expires: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct LinkKept {
    staff: StaffId,
    purpose: String,
}

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
        self.change_credential(setting, staff, move |_| (Some(credential), ()))
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
    /// must be quick, since every other writer waits for it.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn change_credential<T: Send + 'static>(
        &self,
        setting: SettingId,
        staff: StaffId,
        change: impl FnOnce(Option<Credential>) -> (Option<Credential>, T) + Send + 'static,
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

    /// Starts a session.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn start_session(&self, new: NewSession) -> Result<(), Failure> {
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, new.setting)?;
            let now = micros(turn.shared.outside.now());
            let kept = SessionKept {
                staff: new.staff,
                second_factor: new.second_factor,
                started_at: now,
                seen_at: now,
                expires: new.expires,
            };
            let sealed = keys.seal_beside(
                SESSION,
                &new.token_hash,
                &plain(&kept)?,
                turn.shared.outside.chance.as_ref(),
            )?;
            turn.writing.put_session(
                new.setting,
                &new.token_hash,
                &keys.who(SESSION, new.staff),
                new.expires,
                &sealed,
            )
        })
        .await
    }

    /// A session; `None` where there is none or it has run out.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn session(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
    ) -> Result<Option<Session>, Failure> {
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, setting)?;
            let Some(sealed) = rows.session(setting, &token_hash, shared.outside.now())? else {
                return Ok(None);
            };
            let SessionKept {
                staff,
                second_factor,
                started_at,
                seen_at,
                expires,
            } = opened(&keys, SESSION, &token_hash, &sealed)?;
            Ok(Some(Session {
                setting,
                staff,
                second_factor,
                started_at,
                seen_at,
                expires,
            }))
        })
        .await
    }

    /// Notes that a session is in use and when it ends of itself now. A session that has run out stays so.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn touch_session(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
        expires: Timestamp,
    ) -> Result<(), Failure> {
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            let now = micros(turn.shared.outside.now());
            let Some(sealed) = turn.writing.session(setting, &token_hash, now)? else {
                return Ok(());
            };
            let before: SessionKept = opened(&keys, SESSION, &token_hash, &sealed)?;
            let kept = SessionKept {
                seen_at: now,
                expires,
                ..before
            };
            let sealed = keys.seal_beside(
                SESSION,
                &token_hash,
                &plain(&kept)?,
                turn.shared.outside.chance.as_ref(),
            )?;
            turn.writing.put_session(
                setting,
                &token_hash,
                &keys.who(SESSION, kept.staff),
                expires,
                &sealed,
            )
        })
        .await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn end_session(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
    ) -> Result<(), Failure> {
        self.write(move |turn| turn.writing.end_session(setting, &token_hash))
            .await
    }

    /// Ends every session of somebody; says how many there were.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn end_sessions_of(
        &self,
        setting: SettingId,
        staff: StaffId,
    ) -> Result<usize, Failure> {
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            turn.writing
                .end_sessions_of(setting, &keys.who(SESSION, staff))
        })
        .await
    }

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

    /// Removes what has run out: sessions, links, and forms sent over a week ago. Says how many rows went.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn sweep(&self) -> Result<usize, Failure> {
        self.write(|turn| {
            let now = micros(turn.shared.outside.now());
            let sent_before = now.checked_sub(FORMS_REMEMBERED).unwrap_or(Timestamp::MIN);
            let mut gone = 0;
            for setting in turn.writing.settings()? {
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
