//! Rebuilding: every view dropped and folded anew from the log, and what was not as it should be counted.

use crate::erase::is_gone;
use crate::failure::Failure;
use crate::log;
use crate::shared::Shared;
use crate::sql::Writing;
use crate::store::Store;
use crate::views::{CASE, person, plain_case, put_case, put_emails, put_person};
use casework::chronology::{ChronologyId, Sort};
use casework::event::{CaseEvent, PersonEvent, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId};
use casework::people::Person;
use casework::setting::Setting;
use std::collections::BTreeMap;

/// What rebuilding did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many settings were folded anew.
    pub settings: u64,
    /// How many cases.
    pub cases: u64,
    /// How many people.
    pub people: u64,
    /// How many views were not what the log says, or were missing, and are now right.
    pub differed: u64,
}

impl Store {
    /// Drops every view and folds it anew from the log, in one transaction: others wait to write until it is done.
    ///
    /// # Errors
    /// [`Failure::Damaged`] where an entry of the log does not open; the views then stay as they were.
    pub async fn rebuild_views(&self) -> Result<Rebuilt, Failure> {
        self.write(|turn| {
            rebuild_all(&turn.writing, turn.shared, |setting| {
                turn.changed.borrow_mut().push(setting);
            })
        })
        .await
    }
}

/// Folds every view anew, in a transaction that somebody else opened; `each` is told which setting is done.
pub(crate) fn rebuild_all(
    writing: &Writing<'_>,
    shared: &Shared,
    each: impl Fn(SettingId),
) -> Result<Rebuilt, Failure> {
    let mut rebuilt = Rebuilt::default();
    let mut settings = writing.settings()?;
    settings.extend(writing.practice_rooms()?);
    for setting in settings {
        rebuild(writing, shared, setting, &mut rebuilt)?;
        each(setting);
    }
    Ok(rebuilt)
}

fn rebuild(
    writing: &Writing<'_>,
    shared: &Shared,
    setting: SettingId,
    rebuilt: &mut Rebuilt,
) -> Result<(), Failure> {
    let keys = shared.keys.of_setting(writing, setting)?;
    let own = log::read::<SettingEvent>(writing, &keys, ChronologyId::setting(setting))?;
    let folded = Setting::fold(setting, &own.entries).ok_or(Failure::NotThere)?;
    // What was destroyed lawfully has a tombstone in the setting's chronology, and no view; nor has what had no key when
    // the records were restored. What has lost its key otherwise is damage, and said to be.
    let mut cases = writing.chronologies(setting, Sort::Case)?;
    cases.retain(|id| {
        !is_gone(&folded, Sort::Case, *id) && !folded.cases_without_key.contains(&CaseId(*id))
    });
    let mut people = writing.chronologies(setting, Sort::Person)?;
    people.retain(|id| {
        !is_gone(&folded, Sort::Person, *id) && !folded.people_without_key.contains(&PersonId(*id))
    });
    let mut before = BTreeMap::new();
    for case in &cases {
        // A view that does not open is one that differs.
        let plain = writing
            .case_view(setting, *case)?
            .and_then(|sealed| keys.open_view(CASE, case.as_bytes(), &sealed).ok());
        before.insert(*case, plain);
    }
    let mut known_before = BTreeMap::new();
    for id in &people {
        known_before.insert(
            *id,
            person(writing, &keys, setting, PersonId(*id))
                .ok()
                .flatten(),
        );
    }
    writing.forget_views(setting)?;
    for id in cases {
        let case = CaseId(id);
        let read = log::read::<CaseEvent>(writing, &keys, ChronologyId::case(setting, case))?;
        put_case(
            writing,
            &keys,
            &shared.outside,
            setting,
            case,
            &read.entries,
            read.head,
        )?;
        let (_, plain) = plain_case(case, &read.entries, read.head)?;
        rebuilt.differed += u64::from(before.get(&id).and_then(Option::as_ref) != Some(&plain));
        rebuilt.cases += 1;
    }
    for id in people {
        let chronology = ChronologyId::person(setting, PersonId(id));
        let read = log::read::<PersonEvent>(writing, &keys, chronology)?;
        let key = keys.newest(writing, &chronology)?;
        put_person(
            writing,
            &key,
            &shared.outside,
            setting,
            PersonId(id),
            &read.entries,
        )?;
        rebuilt.differed += u64::from(
            known_before.get(&id).and_then(Option::as_ref) != Person::fold(&read.entries).as_ref(),
        );
        rebuilt.people += 1;
    }
    put_emails(writing, shared, &keys, setting, &own.entries)?;
    rebuilt.settings += 1;
    Ok(())
}
