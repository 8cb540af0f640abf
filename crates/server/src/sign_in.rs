//! Checking a password and a code. A try is counted before it is checked, so that tries at the same moment cannot share
//! a count; the count and the wait lie in the store, so that a restart forgives nothing. Those who left are not found by
//! the store. Whether an address belongs to
//! anybody is told to nobody: the answer, the work and the time it takes are the same.

use crate::app::App;
pub use crate::codes::{new_secret, secret_address, secret_bytes, step_of};
use crate::page_error::Instead;
use crate::session::Proof;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use casework::id::{SettingId, StaffId};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use store::Credential;
use tokio::sync::Semaphore;

/// So many wrong tries go by without a wait.
const FREE_TRIES: u32 = 5;
/// The longest wait: long enough to make guessing hopeless, short enough that nobody locks a colleague out for a day.
const LONGEST_WAIT_MINUTES: i64 = 60;
/// Half minutes of a day: each has its code.
const STEPS_OF_A_DAY: u64 = 24 * 60 * 2;
/// A hash takes 19 MiB while it is worked out: two at once, the others wait their turn.
const HASHES_AT_ONCE: usize = 2;
/// No refusal of a password is faster than this, whatever was or was not looked up.
const EVEN_TIME: Duration = Duration::from_millis(400);
/// The fewest characters of a password (NCSC advises length over rules; three random words come to about this).
pub const SHORTEST_PASSWORD: usize = 12;
/// The most, so that hashing one is no way to keep the server busy.
pub const LONGEST_PASSWORD: usize = 200;
/// Tries under way: so many hash at once.
pub struct Attempts {
    hashing: Arc<Semaphore>,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
        }
    }
}

/// The person whose address and password these are. None for anything else: no such address, a wrong password, too many tries.
///
/// # Errors
/// Where the store cannot say.
pub async fn check_password(
    app: &App,
    email: &str,
    password: &str,
) -> Result<Option<(SettingId, StaffId, Proof)>, Instead> {
    let checked = look_and_check(app, email, password);
    let (found, ()) = tokio::join!(checked, tokio::time::sleep(EVEN_TIME));
    found
}

async fn look_and_check(
    app: &App,
    email: &str,
    password: &str,
) -> Result<Option<(SettingId, StaffId, Proof)>, Instead> {
    let people = app.store().staff_with_email(email.trim()).await?;
    let mut tried = false;
    for (setting, staff) in people {
        let Some(hash) = count_try(app, setting, staff).await? else {
            continue;
        };
        tried = true;
        if verify(app, password, hash).await? {
            take_back_try(app, setting, staff).await?;
            return Ok(Some((setting, staff, Proof::Password)));
        }
    }
    if !tried {
        verify(app, password, nobodys_hash(app).await?).await?;
    }
    Ok(None)
}

/// Counts a try and gives the hash to check; none where there is no password or a wait is on.
async fn count_try(
    app: &App,
    setting: SettingId,
    staff: StaffId,
) -> Result<Option<String>, Instead> {
    let now = app.outside().now();
    let counted = app
        .store()
        .change_credential(setting, staff, move |found| match found {
            Some(mut credential) if !is_waiting(&credential, now) => {
                count(&mut credential, now);
                let hash = credential.password_hash.clone();
                (Some(credential), Some(hash))
            }
            _ => (None, None),
        });
    Ok(counted.await?)
}

fn is_waiting(credential: &Credential, now: Timestamp) -> bool {
    // A wait that is longer than any was counted by a clock that was ahead, and would keep somebody out for years.
    credential.locked_until.is_some_and(|until| {
        until > now && until.duration_since(now) <= SignedDuration::from_mins(LONGEST_WAIT_MINUTES)
    })
}

fn count(credential: &mut Credential, now: Timestamp) {
    credential.failures = credential.failures.saturating_add(1);
    let wait = wait_after(credential.failures);
    credential.locked_until =
        (!wait.is_zero()).then(|| now.saturating_add(wait).unwrap_or(Timestamp::MAX));
}

/// A right password is no failure, but only a right code wipes the count.
async fn take_back_try(app: &App, setting: SettingId, staff: StaffId) -> Result<(), Instead> {
    let taken_back = app.store().change_credential(setting, staff, |found| {
        let changed = found.map(|mut credential| {
            credential.failures = credential.failures.saturating_sub(1);
            credential.locked_until = None;
            credential
        });
        (changed, ())
    });
    Ok(taken_back.await?)
}

/// The wait after so many wrong tries: none for the first few, then a minute, doubled each time.
fn wait_after(failures: u32) -> SignedDuration {
    let Some(beyond) = failures.checked_sub(FREE_TRIES) else {
        return SignedDuration::ZERO;
    };
    SignedDuration::from_mins((1_i64 << beyond.min(10)).min(LONGEST_WAIT_MINUTES))
}

/// Whether this is the code of the moment, or of the half minute before or after; each is taken once.
///
/// # Errors
/// Where the store cannot say.
pub async fn check_code(
    app: &App,
    setting: SettingId,
    staff: StaffId,
    code: &str,
) -> Result<bool, Instead> {
    let (now, code) = (app.outside().now(), code.to_owned());
    let checked = app.store().change_credential(setting, staff, move |found| {
        let Some(mut credential) = found.filter(|credential| !is_waiting(credential, now)) else {
            return (None, false);
        };
        let matched = credential
            .totp_secret
            .as_deref()
            .and_then(|secret| step_of(secret, &code, now));
        let fresh = matched.filter(|step| {
            credential.last_totp_step.is_none_or(|last| {
                // A code used a day and more from now was used while the clock was ahead.
                *step > last || last > step.saturating_add(STEPS_OF_A_DAY)
            })
        });
        match fresh {
            Some(step) => {
                credential.last_totp_step = Some(step);
                credential.failures = 0;
                credential.locked_until = None;
            }
            None => count(&mut credential, now),
        }
        (Some(credential), fresh.is_some())
    });
    Ok(checked.await?)
}

/// Gives somebody a password and, where there is one, a secret for codes, and forgets earlier failures.
///
/// # Errors
/// Where the store cannot keep them.
pub async fn set_credential(
    app: &App,
    setting: SettingId,
    staff: StaffId,
    password: &str,
    secret: Option<(Vec<u8>, u64)>,
) -> Result<(), Instead> {
    let password_hash = hash(app, password).await?;
    let changed = app
        .store()
        .change_credential(setting, staff, move |before| {
            let (totp_secret, last_totp_step) = match secret.clone() {
                Some((secret, step)) => (Some(secret), Some(step)),
                None => before.map_or((None, None), |before| {
                    (before.totp_secret, before.last_totp_step)
                }),
            };
            (
                Some(Credential {
                    password_hash: password_hash.clone(),
                    totp_secret,
                    last_totp_step,
                    failures: 0,
                    locked_until: None,
                }),
                (),
            )
        });
    Ok(changed.await?)
}

/// What is wrong with a new password, in words.
pub fn unfit(password: &str, again: &str) -> Option<(&'static str, String)> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        return Some((
            "password",
            format!(
                "Enter a password of {SHORTEST_PASSWORD} characters or more. Three random words are easier to remember than symbols"
            ),
        ));
    }
    if length > LONGEST_PASSWORD {
        return Some((
            "password",
            format!("Enter a password of {LONGEST_PASSWORD} characters or fewer"),
        ));
    }
    (password != again).then(|| {
        (
            "password-again",
            "The two passwords are not the same. Enter the same password in both boxes".to_owned(),
        )
    })
}

/// Whether a password is the one of a hash.
///
/// # Errors
/// [`Instead::Broken`] where the work could not be done.
pub async fn verify(app: &App, password: &str, hash: String) -> Result<bool, Instead> {
    let password = zeroize::Zeroizing::new(password.to_owned());
    in_turn(app, move || {
        PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    })
    .await
}

async fn hash(app: &App, password: &str) -> Result<String, Instead> {
    let password = zeroize::Zeroizing::new(password.to_owned());
    let mut salt = [0_u8; 16];
    app.outside().chance.fill(&mut salt);
    let hashed = in_turn(app, move || {
        PasswordHasher::<PasswordHash>::hash_password_with_salt(
            &Argon2::default(),
            password.as_bytes(),
            &salt,
        )
        .map(|hash| hash.to_string())
    });
    hashed.await?.map_err(|_| Instead::Broken)
}

/// A hash that no password has, to be checked where there is no other.
async fn nobodys_hash(app: &App) -> Result<String, Instead> {
    static NOBODYS: OnceLock<String> = OnceLock::new();
    if let Some(hash) = NOBODYS.get() {
        return Ok(hash.clone());
    }
    let made = hash(app, &crate::session::new_token(app)).await?;
    Ok(NOBODYS.get_or_init(|| made).clone())
}

async fn in_turn<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Instead> {
    let turn = app
        .attempts()
        .hashing
        .clone()
        .acquire_owned()
        .await
        .map_err(|_| Instead::Broken)?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|_| Instead::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_begin_at_the_fifth_wrong_try_and_double_up_to_an_hour() {
        let minutes: Vec<i64> = (0..14)
            .map(|failures| wait_after(failures).as_mins())
            .collect();
        assert_eq!(minutes, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }
}
