//! Sessions: found by the hash of a token that only the browser has, and gone when they have run out.

use super::{opened, plain};
use crate::failure::Failure;
use crate::log::micros;
use crate::sql::SessionRow;
use crate::store::Store;
use casework::id::{SettingId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const SESSION: &str = "session";

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
    /// The practice room it is in, and who they are there. None while they work in the real setting.
    pub practice: Option<(SettingId, StaffId)>,
    /// Whether its owner ended it, from wherever. It stays known until it runs out, so that what was being typed in it
    /// can be kept for them, and lets nobody in.
    pub ended: bool,
}

/// A session as its owner sees it in their list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// The name under which it is kept.
    pub token_hash: [u8; 32],
    /// The session.
    pub session: Session,
}

#[derive(Serialize, Deserialize)]
struct SessionKept {
    staff: StaffId,
    second_factor: bool,
    started_at: Timestamp,
    seen_at: Timestamp,
    expires: Timestamp,
    #[serde(default)]
    practice: Option<(SettingId, StaffId)>,
    #[serde(default)]
    ended: bool,
}

impl SessionKept {
    fn in_setting(self, setting: SettingId) -> Session {
        Session {
            setting,
            staff: self.staff,
            second_factor: self.second_factor,
            started_at: self.started_at,
            seen_at: self.seen_at,
            expires: self.expires,
            practice: self.practice,
            ended: self.ended,
        }
    }
}

impl Store {
    /// Starts a session.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn start_session(&self, new: NewSession) -> Result<(), Failure> {
        self.write(move |turn| {
            turn.sessions_changed.set(true);
            let keys = turn.shared.keys.of_setting(&turn.writing, new.setting)?;
            let now = micros(turn.shared.outside.now());
            let kept = SessionKept {
                staff: new.staff,
                second_factor: new.second_factor,
                started_at: now,
                seen_at: now,
                expires: new.expires,
                practice: None,
                ended: false,
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

    /// A session; `None` where there is none or it has run out. Remembered until any session changes.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn session(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
    ) -> Result<Option<Session>, Failure> {
        let shared = self.shared();
        if let Some(session) = shared.session(setting, &token_hash) {
            return Ok((session.expires > shared.outside.now()).then_some(session));
        }
        let changes = shared.session_changes();
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, setting)?;
            let Some(sealed) = rows.session(setting, &token_hash, shared.outside.now())? else {
                return Ok(None);
            };
            let kept: SessionKept = opened(&keys, SESSION, &token_hash, &sealed)?;
            let session = kept.in_setting(setting);
            shared.remember_session(token_hash, &session, changes);
            Ok(Some(session))
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
        self.change_session(setting, token_hash, move |before, now| SessionKept {
            seen_at: now,
            expires,
            ..before
        })
        .await
    }

    /// Takes a session into a practice room, or (`None`) out of it. A session that has run out stays so.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn move_session(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
        practice: Option<(SettingId, StaffId)>,
    ) -> Result<(), Failure> {
        self.change_session(setting, token_hash, move |before, _| SessionKept {
            practice,
            ..before
        })
        .await
    }

    async fn change_session(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
        change: impl Fn(SessionKept, Timestamp) -> SessionKept + Send + 'static,
    ) -> Result<(), Failure> {
        self.write(move |turn| {
            turn.sessions_changed.set(true);
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            let now = micros(turn.shared.outside.now());
            let Some(sealed) = turn.writing.session(setting, &token_hash, now)? else {
                return Ok(());
            };
            let before: SessionKept = opened(&keys, SESSION, &token_hash, &sealed)?;
            // INVARIANT: what was ended stays as it was when it ended.
            if before.ended {
                return Ok(());
            }
            let kept = change(before, now);
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
                kept.expires,
                &sealed,
            )
        })
        .await
    }

    /// The sessions of somebody that have not run out, the last used first; those that were ended among them.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn sessions_of(
        &self,
        setting: SettingId,
        staff: StaffId,
    ) -> Result<Vec<OwnSession>, Failure> {
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, setting)?;
            let found = rows.sessions_of(setting, &keys.who(SESSION, staff))?;
            let now = shared.outside.now();
            let mut all = Vec::with_capacity(found.len());
            for SessionRow { token_hash, sealed } in found {
                let kept: SessionKept = opened(&keys, SESSION, &token_hash, &sealed)?;
                if kept.expires > now {
                    all.push(OwnSession {
                        token_hash,
                        session: kept.in_setting(setting),
                    });
                }
            }
            all.sort_by_key(|one| std::cmp::Reverse(one.session.seen_at));
            Ok(all)
        })
        .await
    }

    /// Ends a session. It lets nobody in from here on, and stays known until it runs out ([`Session::ended`]).
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn end_session(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
    ) -> Result<(), Failure> {
        self.change_session(setting, token_hash, |before, _| SessionKept {
            ended: true,
            ..before
        })
        .await
    }

    /// Ends every session of somebody, as [`Store::end_session`] does one.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn end_sessions_of(&self, setting: SettingId, staff: StaffId) -> Result<(), Failure> {
        for one in self.sessions_of(setting, staff).await? {
            if !one.session.ended {
                self.end_session(setting, one.token_hash).await?;
            }
        }
        Ok(())
    }

    /// Removes a session: nobody can be known by it any more.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn forget_session(
        &self,
        setting: SettingId,
        token_hash: [u8; 32],
    ) -> Result<(), Failure> {
        self.write(move |turn| {
            turn.sessions_changed.set(true);
            turn.writing.end_session(setting, &token_hash)
        })
        .await
    }

    /// Removes every session of somebody; says how many there were. For a password that is not theirs alone any more.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn forget_sessions_of(
        &self,
        setting: SettingId,
        staff: StaffId,
    ) -> Result<usize, Failure> {
        self.write(move |turn| {
            turn.sessions_changed.set(true);
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            turn.writing
                .end_sessions_of(setting, &keys.who(SESSION, staff))
        })
        .await
    }
}
