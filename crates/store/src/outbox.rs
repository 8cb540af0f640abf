//! The outbox: work written together with the entries that call for it, done afterwards at least once, and sealed.

use crate::append::Job;
use crate::failure::Failure;
use crate::keys::{SettingKeys, could_not_seal};
use crate::log::micros;
use crate::store::Store;
use crate::writer::Turn;
use casework::id::SettingId;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;
use zeroize::Zeroizing;

pub(crate) const JOB: &str = "job";

/// A piece of work that somebody claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Whose.
    pub setting: SettingId,
    /// Which.
    pub id: Uuid,
    /// What to do.
    pub job: Job,
    /// How often it was tried before.
    pub attempts: u32,
}

impl Store {
    /// Claims the work that has been due longest, for as long as `lease`. Work whose lease ran out may be claimed again:
    /// it is done at least once.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn claim_job(&self, lease: SignedDuration) -> Result<Option<ClaimedJob>, Failure> {
        self.write(move |turn| {
            let now = micros(turn.shared.outside.now());
            let Some(found) = turn.writing.due_job(now)? else {
                return Ok(None);
            };
            let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
            // Another process may have been quicker; whoever asks will ask again.
            if !turn
                .writing
                .claim_job(found.setting, found.id, now, until)?
            {
                return Ok(None);
            }
            let keys = turn.shared.keys.of_setting(&turn.writing, found.setting)?;
            let plain = keys.open_beside(JOB, found.id.as_bytes(), &found.sealed)?;
            let job = serde_json::from_slice(&plain)
                .map_err(|_| Failure::damaged(format!("job {}", found.id.as_simple())))?;
            Ok(Some(ClaimedJob {
                setting: found.setting,
                id: found.id,
                job,
                attempts: found.attempts,
            }))
        })
        .await
    }

    /// Takes finished work out of the outbox.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn finish_job(&self, setting: SettingId, id: Uuid) -> Result<(), Failure> {
        self.write(move |turn| turn.writing.finish_job(setting, id))
            .await
    }

    /// Gives claimed work back, to be tried again at `due`.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn put_off_job(
        &self,
        setting: SettingId,
        id: Uuid,
        due: Timestamp,
    ) -> Result<(), Failure> {
        self.write(move |turn| turn.writing.put_off_job(setting, id, due))
            .await
    }

    /// How much work is in the outbox, claimed or not, due or not.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn jobs_waiting(&self) -> Result<u64, Failure> {
        self.read(|rows, _| rows.count_jobs()).await
    }
}

/// Opens a piece of work.
pub(crate) fn opened(keys: &SettingKeys, id: Uuid, sealed: &[u8]) -> Result<Job, Failure> {
    let plain = keys.open_beside(JOB, id.as_bytes(), sealed)?;
    serde_json::from_slice(&plain).map_err(|_| Failure::damaged(format!("job {}", id.as_simple())))
}

/// Puts work into the outbox, in the transaction of the entries that call for it.
pub(crate) fn put(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    job: &Job,
) -> Result<(), Failure> {
    let outside = &turn.shared.outside;
    let id = outside.new_uuid();
    let plain = Zeroizing::new(serde_json::to_vec(job).map_err(|_| could_not_seal())?);
    let sealed = keys.seal_beside(JOB, id.as_bytes(), &plain, outside.chance.as_ref())?;
    turn.writing.add_job(
        setting,
        id,
        job.due.unwrap_or_else(|| micros(outside.now())),
        &sealed,
    )
}
