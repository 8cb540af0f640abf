//! The one door to a case. It asks who may, and names the asker in the access log before anything is opened. In the same
//! turn it takes the case out of the log, still sealed: it is handed over only once the name is on the disk.

use super::taken::{TakenCase, is_long};
use crate::failure::Failure;
use crate::keys::SettingKeys;
use crate::log;
use crate::seal::Key;
use crate::store::Store;
use crate::views;
use crate::writer::Turn;
use casework::access::{Asking, Deed, may, needs_reason};
use casework::chronology::{ChronologyId, Entry};
use casework::event::AccessEvent;
use casework::id::CaseId;
use casework::words::Words;
use jiff::SignedDuration;

/// What the door said.
enum Door {
    Open(Box<TakenCase>),
    /// So long a case is not taken while others wait to write.
    OpenToALongOne,
    Shut,
    OnlyWithReason,
}

impl Store {
    /// Who opened a case, in order.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case or the asker may not read its access log.
    pub async fn access_log(
        &self,
        asking: &Asking,
        case: CaseId,
    ) -> Result<Vec<Entry<AccessEvent>>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let seen = views::case(rows, &keys, asking.setting, case)?.ok_or(Failure::NotThere)?;
            if !may(&asking, Deed::ReadAccessLog, Some(&seen.line.access)) {
                return Err(Failure::NotThere);
            }
            Ok(log::read(rows, &keys, ChronologyId::access(asking.setting, case))?.entries)
        })
        .await
    }

    /// Notes in the access log that something was done with a case: printed, verified.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case or the asker may not do that.
    pub async fn note_access(
        &self,
        asking: &Asking,
        case: CaseId,
        event: AccessEvent,
    ) -> Result<(), Failure> {
        let asking = asking.clone();
        self.write(move |turn| {
            let deed = match event {
                AccessEvent::ChronologyPrinted { .. }
                | AccessEvent::RecordTakenOut { .. }
                | AccessEvent::ExtractTakenOut { .. } => Deed::PrintChronology,
                AccessEvent::ChronologyVerified { .. } => Deed::VerifyChronology,
                AccessEvent::CaseOpened { .. }
                | AccessEvent::CaseWithheld { .. }
                | AccessEvent::FoundBySearch { .. } => Deed::OpenCase,
            };
            let keys = turn.shared.keys.of_setting(&turn.writing, asking.setting)?;
            let seen = views::case(&turn.writing, &keys, asking.setting, case)?
                .ok_or(Failure::NotThere)?;
            if !may(&asking, deed, Some(&seen.line.access)) {
                return Err(Failure::NotThere);
            }
            note(turn, &keys, &asking, case, event.clone()).map(drop)
        })
        .await
    }

    pub(super) async fn pass_the_door(
        &self,
        asking: &Asking,
        case: CaseId,
        deed: Deed,
        page: &'static str,
        reason: Option<Words>,
    ) -> Result<TakenCase, Failure> {
        let who = asking.clone();
        let door = self
            .write(move |turn| ask_at_the_door(turn, &who, case, deed, page, reason.as_ref()))
            .await?;
        match door {
            Door::Open(taken) => Ok(*taken),
            Door::OpenToALongOne => {
                let setting = asking.setting;
                self.read(move |rows, shared| TakenCase::of(rows, shared, setting, case))
                    .await
            }
            Door::Shut => Err(Failure::NotThere),
            Door::OnlyWithReason => Err(Failure::ReasonNeeded),
        }
    }

    /// A case taken for somebody who may open it without a reason and whom its access log names for this page within
    /// this time: none for anybody else. All of one moment, so that what is asked is asked of what is taken.
    pub(super) async fn named_already(
        &self,
        asking: &Asking,
        case: CaseId,
        deed: Deed,
        page: &'static str,
        within: SignedDuration,
    ) -> Result<Option<TakenCase>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let Some(seen) = views::case(rows, &keys, asking.setting, case)? else {
                return Ok(None);
            };
            let access = &seen.line.access;
            if !may(&asking, deed, Some(access)) || needs_reason(&asking, deed, access) {
                return Ok(None);
            }
            let now = shared.outside.now();
            let log = ChronologyId::access(asking.setting, case);
            let named = log::read_last(rows, &keys, log, LOOKED_BACK)?
                .iter()
                .any(|entry| {
                    let AccessEvent::CaseOpened { page: opened, .. } = &entry.written.event else {
                        return false;
                    };
                    entry.written.by == asking.staff
                        && opened == page
                        && now.duration_since(entry.recorded_at) < within
                });
            if !named {
                return Ok(None);
            }
            TakenCase::with(rows, &keys, asking.setting, seen, None).map(Some)
        })
        .await
    }
}

/// So many lines of an access log are looked through for somebody's own: if others came that often since, they are
/// named anew.
const LOOKED_BACK: u32 = 20;

/// Asks, and logs the answer, in one transaction. Whatever the answer, something was sealed and committed: how long it
/// took does not tell a case that is withheld from one that is not there.
fn ask_at_the_door(
    turn: &Turn<'_>,
    asking: &Asking,
    case: CaseId,
    deed: Deed,
    page: &'static str,
    reason: Option<&Words>,
) -> Result<Door, Failure> {
    let keys = turn.shared.keys.of_setting(&turn.writing, asking.setting)?;
    let page = page.to_owned();
    let Some(seen) = views::case(&turn.writing, &keys, asking.setting, case)? else {
        let unused = keys.seal_view(
            "nothing",
            case.0.as_bytes(),
            page.as_bytes(),
            turn.shared.outside.chance.as_ref(),
        )?;
        drop(unused);
        turn.writing.count_absent(asking.setting)?;
        return Ok(Door::Shut);
    };
    let access = &seen.line.access;
    if !may(asking, deed, Some(access)) {
        note(
            turn,
            &keys,
            asking,
            case,
            AccessEvent::CaseWithheld { page },
        )?;
        return Ok(Door::Shut);
    }
    if reason.is_none() && needs_reason(asking, deed, access) {
        note(
            turn,
            &keys,
            asking,
            case,
            AccessEvent::CaseWithheld { page },
        )?;
        return Ok(Door::OnlyWithReason);
    }
    let key = note(
        turn,
        &keys,
        asking,
        case,
        AccessEvent::CaseOpened {
            page,
            reason: reason.cloned(),
        },
    )?;
    if is_long(&seen) {
        return Ok(Door::OpenToALongOne);
    }
    TakenCase::with(&turn.writing, &keys, asking.setting, seen, Some(key))
        .map(|taken| Door::Open(Box::new(taken)))
}

/// Adds to the access log of a case; gives the case's newest key, under which it was sealed.
pub(crate) fn note(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    asking: &Asking,
    case: CaseId,
    event: AccessEvent,
) -> Result<(u32, Key), Failure> {
    let chronology = ChronologyId::access(asking.setting, case);
    let head = turn.writing.head(&chronology)?;
    let key = keys.newest(&turn.writing, &chronology)?;
    log::add(
        &turn.writing,
        &key,
        &turn.shared.outside,
        chronology,
        head,
        asking.staff,
        &[event],
    )?;
    Ok(key)
}
