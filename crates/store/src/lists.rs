//! Lists: the desk, closed cases, second views asked for, people. Each line is opened only for somebody who may see it,
//! and none of them opens a case.

use crate::failure::Failure;
use crate::keys::SettingKeys;
use crate::shared::Shared;
use crate::sql::Rows;
use crate::store::Store;
use crate::views;
use casework::access::{Asking, CaseAccess, Deed, may, needs_reason};
use casework::case::CaseLine;
use casework::chronology::Sort;
use casework::id::{CaseId, PersonId};
use casework::people::Person;
use std::collections::{BTreeMap, BTreeSet};

/// Among whom somebody looks for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Pupils and students on the roll: what is found says nothing of whether the record knows more of them.
    TheRoll,
    /// Everyone whom the record knows: the roll, and the people of cases that the asker may see.
    EveryoneKnown,
}

impl Among {
    fn needs(self) -> Deed {
        match self {
            Self::TheRoll => Deed::FindOnRoll,
            Self::EveryoneKnown => Deed::FindPeople,
        }
    }
}

impl Store {
    /// The open cases that the asker may see, newest first.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker has no desk.
    pub async fn desk(&self, asking: &Asking) -> Result<Vec<CaseLine>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            if !may(&asking, Deed::SeeDesk, None) {
                return Err(Failure::NotThere);
            }
            lines(rows, shared, &asking, true, None, usize::MAX, |access| {
                sees(&asking, access)
            })
        })
        .await
    }

    /// Closed cases that the asker may see, newest first, those before `before` only, `limit` at most.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker has no desk.
    pub async fn closed_cases(
        &self,
        asking: &Asking,
        before: Option<CaseId>,
        limit: usize,
    ) -> Result<Vec<CaseLine>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            if !may(&asking, Deed::SeeDesk, None) {
                return Err(Failure::NotThere);
            }
            lines(rows, shared, &asking, false, before, limit, |access| {
                sees(&asking, access)
            })
        })
        .await
    }

    /// Open cases in which the asker was asked for a second view.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn asked_to_second(&self, asking: &Asking) -> Result<Vec<CaseLine>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            lines(rows, shared, &asking, true, None, usize::MAX, |access| {
                access.second_asked.contains(&asking.staff)
                    && may(&asking, Deed::GiveSecondView, Some(access))
            })
        })
        .await
    }

    /// People whose name has every word of `query` in it, `limit` at most, by name.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker may not look for people there.
    pub async fn find_people(
        &self,
        asking: &Asking,
        among: Among,
        query: &str,
        limit: usize,
    ) -> Result<Vec<(PersonId, Person)>, Failure> {
        let asking = asking.clone();
        let wanted: Vec<String> = query
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        self.read(move |rows, shared| {
            if !may(&asking, among.needs(), None) {
                return Err(Failure::NotThere);
            }
            if wanted.is_empty() {
                return Ok(Vec::new());
            }
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let mut seen = BTreeSet::new();
            if among == Among::EveryoneKnown {
                each_visible(rows, &keys, &asking, |line| {
                    seen.extend(line.children);
                    true
                })?;
            }
            let mut found = Vec::new();
            for id in rows.chronologies(asking.setting, Sort::Person)? {
                let id = PersonId(id);
                let Some(person) = views::person(rows, &keys, asking.setting, id)? else {
                    continue;
                };
                let name = person.name.as_str().to_lowercase();
                if (person.on_roll || seen.contains(&id))
                    && wanted.iter().all(|word| name.contains(word))
                {
                    found.push((id, person));
                }
            }
            found.sort_by_cached_key(|(id, person)| (person.name.as_str().to_lowercase(), *id));
            found.truncate(limit);
            Ok(found)
        })
        .await
    }

    /// Everybody on the roll, by name.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker does not keep the roll.
    pub async fn roll(&self, asking: &Asking) -> Result<Vec<(PersonId, Person)>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            if !may(&asking, Deed::ManageStaff, None) {
                return Err(Failure::NotThere);
            }
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let everybody = rows.chronologies(asking.setting, Sort::Person)?;
            let people = views::people(
                rows,
                &keys,
                asking.setting,
                everybody.into_iter().map(PersonId),
            )?;
            let mut roll: Vec<_> = people
                .into_iter()
                .filter(|(_, person)| person.on_roll)
                .collect();
            roll.sort_by_cached_key(|(id, person)| (person.name.as_str().to_lowercase(), *id));
            Ok(roll)
        })
        .await
    }

    /// Who these people are: those of them that are on the roll, or that a case touches which the asker may see. Others
    /// are left out.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn people(
        &self,
        asking: &Asking,
        wanted: &[PersonId],
    ) -> Result<BTreeMap<PersonId, Person>, Failure> {
        let asking = asking.clone();
        let mut wanted: BTreeSet<PersonId> = wanted.iter().copied().collect();
        if wanted.is_empty() {
            return Ok(BTreeMap::new());
        }
        let setting = self.setting(asking.setting).await?;
        let erased: BTreeSet<PersonId> = setting.retention.erased.keys().copied().collect();
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let mut allowed = Vec::new();
            each_visible(rows, &keys, &asking, |line| {
                allowed.extend(
                    line.children
                        .iter()
                        .copied()
                        .filter(|child| wanted.remove(child)),
                );
                !wanted.is_empty()
            })?;
            let mut found = views::people(rows, &keys, asking.setting, allowed.iter().copied())?;
            for person in allowed.into_iter().filter(|person| erased.contains(person)) {
                found.extend(Person::erased(person).map(|placeholder| (person, placeholder)));
            }
            if may(&asking, Deed::FindOnRoll, None) {
                let others = views::people(rows, &keys, asking.setting, wanted)?;
                found.extend(others.into_iter().filter(|(_, person)| person.on_roll));
            }
            Ok(found)
        })
        .await
    }
}

/// Whether somebody sees a case in a list: they may open it without giving a reason first.
pub(crate) fn sees(asking: &Asking, access: &CaseAccess) -> bool {
    may(asking, Deed::OpenCase, Some(access)) && !needs_reason(asking, Deed::OpenCase, access)
}

fn lines(
    rows: &Rows<'_>,
    shared: &Shared,
    asking: &Asking,
    open: bool,
    before: Option<CaseId>,
    limit: usize,
    wanted: impl Fn(&CaseAccess) -> bool,
) -> Result<Vec<CaseLine>, Failure> {
    let keys = shared.keys.of_setting(rows, asking.setting)?;
    let mut found = Vec::new();
    if limit == 0 {
        return Ok(found);
    }
    rows.each_case_view(
        asking.setting,
        open,
        before.map(|case| case.0),
        |case, sealed| {
            let seen = views::open_case(&keys, case, &sealed)?;
            if wanted(&seen.line.access) {
                found.push(seen.line);
            }
            Ok(found.len() < limit)
        },
    )?;
    Ok(found)
}

/// Every case the asker sees, open ones first, until `each` says `false`.
fn each_visible(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    asking: &Asking,
    mut each: impl FnMut(CaseLine) -> bool,
) -> Result<(), Failure> {
    let mut more = true;
    for open in [true, false] {
        if !more {
            break;
        }
        rows.each_case_view(asking.setting, open, None, |case, sealed| {
            let seen = views::open_case(keys, case, &sealed)?;
            if sees(asking, &seen.line.access) {
                more = each(seen.line);
            }
            Ok(more)
        })?;
    }
    Ok(())
}
