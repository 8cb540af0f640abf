//! Lists: the desk, closed cases, second views asked for, people. Each line is opened only for somebody who may see it,
//! and none of them opens a case.

use crate::failure::Failure;
use crate::keys::SettingKeys;
use crate::shared::Shared;
use crate::sqlite::Rows;
use crate::store::Store;
use crate::views;
use casework::access::{Asking, CaseAccess, Deed, may, needs_reason};
use casework::case::CaseLine;
use casework::id::{CaseId, PersonId};
use casework::people::Person;
use std::collections::{BTreeMap, BTreeSet};

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

    /// People of cases that the asker may see, whose name has every word of `query` in it, `limit` at most.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker may not look for people.
    pub async fn find_people(
        &self,
        asking: &Asking,
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
            if !may(&asking, Deed::FindPeople, None) {
                return Err(Failure::NotThere);
            }
            if wanted.is_empty() {
                return Ok(Vec::new());
            }
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let mut seen = BTreeSet::new();
            each_visible(rows, &keys, &asking, |line| {
                seen.extend(line.children);
                true
            })?;
            let mut found = Vec::new();
            // Newest first: whoever is looked for was most likely recorded of late.
            for id in seen.into_iter().rev() {
                if found.len() >= limit {
                    break;
                }
                if let Some(person) = views::person(rows, &keys, asking.setting, id)? {
                    let name = person.name.as_str().to_lowercase();
                    if wanted.iter().all(|word| name.contains(word)) {
                        found.push((id, person));
                    }
                }
            }
            Ok(found)
        })
        .await
    }

    /// Who these people are: those of them that a case touches which the asker may see. Others are left out.
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
            views::people(rows, &keys, asking.setting, allowed)
        })
        .await
    }
}

/// Whether somebody sees a case in a list: they may open it without giving a reason first.
fn sees(asking: &Asking, access: &CaseAccess) -> bool {
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
