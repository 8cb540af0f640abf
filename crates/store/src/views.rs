//! Views: what is folded from the log so that a list need not read it. Sealed as the log is, and rebuilt from it at any
//! time.

use crate::failure::Failure;
use crate::keys::{SettingKeys, could_not_seal};
use crate::seal::{Bound, Key};
use crate::shared::Shared;
use crate::sql::{Rows, Writing};
use casework::case::{Case, CaseLine};
use casework::chronology::{ChronologyId, Entry, Hash};
use casework::event::{CaseEvent, PersonEvent, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use casework::outside::Outside;
use casework::people::Person;
use casework::setting::Setting;
use casework::words::Words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;
use zeroize::Zeroizing;

pub(crate) const CASE: &str = "case view";
const PERSON: &str = "person view";
const EMAIL: &str = "address";

/// What is kept of a case for lists. The head in it is sealed, so a tail cut off together with the head that lies in
/// clear still shows.
#[derive(Serialize, Deserialize)]
pub(crate) struct CaseSeen {
    pub(crate) line: CaseLine,
    pub(crate) head: String,
}

#[derive(Serialize, Deserialize)]
struct PersonSeen {
    name: Words,
    date_of_birth: Option<Date>,
    year_group: Option<Words>,
    setting: Option<Words>,
    #[serde(default)]
    on_roll: bool,
}

/// What is kept of a case, before it is sealed.
pub(crate) fn plain_case(
    case: CaseId,
    entries: &[Entry<CaseEvent>],
    head: Hash,
) -> Result<(CaseLine, Zeroizing<Vec<u8>>), Failure> {
    let seen = CaseSeen {
        line: Case::fold(case, entries).line(),
        head: head.to_string(),
    };
    let plain = serde_json::to_vec(&seen).map_err(|_| could_not_seal())?;
    Ok((seen.line, Zeroizing::new(plain)))
}

/// The line of a case, sealed and not kept yet.
pub(crate) struct SealedLine {
    open: bool,
    sealed: Vec<u8>,
    reported_by: Option<[u8; 32]>,
}

/// Folds a case and seals its line.
pub(crate) fn seal_line(
    keys: &SettingKeys,
    outside: &Outside,
    case: CaseId,
    entries: &[Entry<CaseEvent>],
    head: Hash,
) -> Result<SealedLine, Failure> {
    let (line, plain) = plain_case(case, entries, head)?;
    Ok(SealedLine {
        open: line.open,
        sealed: keys.seal_view(CASE, case.0.as_bytes(), &plain, outside.chance.as_ref())?,
        reported_by: line
            .access
            .reported_by
            .map(|staff| keys.who("reported by", staff)),
    })
}

impl SealedLine {
    /// Keeps it.
    pub(crate) fn keep(
        &self,
        writing: &Writing<'_>,
        setting: SettingId,
        case: CaseId,
    ) -> Result<(), Failure> {
        writing.put_case_view(setting, case.0, self.open, &self.sealed)?;
        match &self.reported_by {
            Some(who) => writing.put_reported_by(setting, who, case.0),
            None => Ok(()),
        }
    }
}

/// Folds a case and keeps its line.
pub(crate) fn put_case(
    writing: &Writing<'_>,
    keys: &SettingKeys,
    outside: &Outside,
    setting: SettingId,
    case: CaseId,
    entries: &[Entry<CaseEvent>],
    head: Hash,
) -> Result<(), Failure> {
    seal_line(keys, outside, case, entries, head)?.keep(writing, setting, case)
}

/// The line of a case; `None` where there is no such case.
pub(crate) fn case(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    case: CaseId,
) -> Result<Option<CaseSeen>, Failure> {
    rows.case_view(setting, case.0)?
        .map(|sealed| open_case(keys, case.0, &sealed))
        .transpose()
}

/// Opens the line of a case.
pub(crate) fn open_case(
    keys: &SettingKeys,
    case: Uuid,
    sealed: &[u8],
) -> Result<CaseSeen, Failure> {
    let plain = keys.open_view(CASE, case.as_bytes(), sealed)?;
    serde_json::from_slice(&plain).map_err(|_| Failure::damaged("a case view: rebuild the views"))
}

/// Folds a person and keeps what is known, under the person's own key.
pub(crate) fn put_person(
    writing: &Writing<'_>,
    key: &(u32, Key),
    outside: &Outside,
    setting: SettingId,
    person: PersonId,
    entries: &[Entry<PersonEvent>],
) -> Result<(), Failure> {
    match seal_person(key, outside, setting, person, entries)? {
        Some(sealed) => writing.put_person_view(setting, person.0, &sealed),
        None => Ok(()),
    }
}

/// Folds a person and seals what is known, under the person's own key; `None` where nothing is.
pub(crate) fn seal_person(
    key: &(u32, Key),
    outside: &Outside,
    setting: SettingId,
    person: PersonId,
    entries: &[Entry<PersonEvent>],
) -> Result<Option<Vec<u8>>, Failure> {
    let Some(Person {
        name,
        date_of_birth,
        year_group,
        setting: elsewhere,
        on_roll,
    }) = Person::fold(entries)
    else {
        return Ok(None);
    };
    let seen = PersonSeen {
        name,
        date_of_birth,
        year_group,
        setting: elsewhere,
        on_roll,
    };
    let plain = Zeroizing::new(serde_json::to_vec(&seen).map_err(|_| could_not_seal())?);
    let (number, key) = key;
    key.seal(
        *number,
        &bound_to_person(setting, person),
        &plain,
        outside.chance.as_ref(),
    )
    .map(Some)
    .map_err(|_| could_not_seal())
}

/// What is known of a person; `None` where nothing is, or their key is gone.
pub(crate) fn person(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    person: PersonId,
) -> Result<Option<Person>, Failure> {
    take_person(rows, keys, setting, person)?
        .map(|taken| taken.open())
        .transpose()
}

/// What is known of a person, still sealed.
pub(crate) struct TakenPerson {
    /// Whom.
    pub(crate) person: PersonId,
    setting: SettingId,
    sealed: Vec<u8>,
    key: Key,
}

/// Takes what is known of a person without opening it; `None` where nothing is, or their key is gone.
pub(crate) fn take_person(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    person: PersonId,
) -> Result<Option<TakenPerson>, Failure> {
    let Some(sealed) = rows.person_view(setting, person.0)? else {
        return Ok(None);
    };
    let key = keys.for_sealed(rows, &ChronologyId::person(setting, person), &sealed)?;
    Ok(key.map(|(_, key)| TakenPerson {
        person,
        setting,
        sealed,
        key,
    }))
}

impl TakenPerson {
    /// Opens it.
    pub(crate) fn open(&self) -> Result<Person, Failure> {
        let damaged = || {
            Failure::damaged(format!(
                "the view of person {} in setting {}: rebuild the views",
                self.person, self.setting
            ))
        };
        let plain = self
            .key
            .open(&bound_to_person(self.setting, self.person), &self.sealed)
            .map_err(|_| damaged())?;
        let PersonSeen {
            name,
            date_of_birth,
            year_group,
            setting,
            on_roll,
        } = serde_json::from_slice(&plain).map_err(|_| damaged())?;
        Ok(Person {
            name,
            date_of_birth,
            year_group,
            setting,
            on_roll,
        })
    }
}

/// Those of `wanted` of whom something is known.
pub(crate) fn people(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    wanted: impl IntoIterator<Item = PersonId>,
) -> Result<BTreeMap<PersonId, Person>, Failure> {
    let mut found = BTreeMap::new();
    for id in wanted {
        if let Some(known) = person(rows, keys, setting, id)? {
            found.insert(id, known);
        }
    }
    Ok(found)
}

fn bound_to_person(setting: SettingId, person: PersonId) -> Bound {
    Bound::to(PERSON, &[setting.0.as_bytes(), person.0.as_bytes()])
}

/// Keeps the tags of the addresses of everybody who works here now.
pub(crate) fn put_emails(
    writing: &Writing<'_>,
    shared: &Shared,
    keys: &SettingKeys,
    setting: SettingId,
    entries: &[Entry<SettingEvent>],
) -> Result<(), Failure> {
    writing.forget_emails(setting)?;
    // Nobody signs in to a practice room: they go there from the setting they work in.
    let Some(folded) = Setting::fold(setting, entries).filter(|folded| !folded.is_practice())
    else {
        return Ok(());
    };
    for (staff, known) in folded.staff.iter().filter(|(_, known)| !known.left) {
        let who = keys.who(EMAIL, *staff);
        let sealed = keys.seal_view(
            EMAIL,
            &who,
            staff.0.as_bytes(),
            shared.outside.chance.as_ref(),
        )?;
        writing.put_email(
            setting,
            &shared.keys.email_tag(known.email.as_str()),
            &who,
            &sealed,
        )?;
    }
    Ok(())
}

/// Who has an address, in each setting.
pub(crate) fn staff_with_email(
    rows: &Rows<'_>,
    shared: &Shared,
    email: &str,
) -> Result<Vec<(SettingId, StaffId)>, Failure> {
    let mut found = Vec::new();
    for (setting, who, sealed) in rows.staff_with_email(&shared.keys.email_tag(email))? {
        let plain = shared
            .keys
            .of_setting(rows, setting)?
            .open_view(EMAIL, &who, &sealed)?;
        let id = Uuid::from_slice(&plain)
            .map_err(|_| Failure::damaged("an address: rebuild the views"))?;
        found.push((setting, StaffId(id)));
    }
    Ok(found)
}
