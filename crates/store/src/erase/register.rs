//! What comes due: every case of a setting as far as is needed to reckon with, from the lines that lists are made of and
//! the dates of birth of the children in them. No case is opened, and no name is handed out.

use crate::failure::Failure;
use crate::shared::Shared;
use crate::sql::Rows;
use crate::store::Store;
use crate::views;
use casework::access::{Asking, CaseAccess, Deed, may};
use casework::case::CaseLine;
use casework::event::Record;
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use casework::retention::reckoning::{CaseKnown, Reckoned, Reckoner};
use casework::setting::Setting;
use guidance::RetentionRules;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A case in the register.
#[derive(Debug, Clone)]
pub struct RegisterLine {
    /// What is reckoned with.
    pub known: CaseKnown,
    /// What it is called aloud.
    pub reference: String,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// How many entries it has.
    pub entries: u64,
    /// Whether the asker must not see it: it is reckoned with and not shown.
    pub withheld: bool,
    access: CaseAccess,
}

/// Every case of a setting, for reckoning what comes due.
#[derive(Debug, Clone)]
pub struct Register {
    /// The cases, oldest first.
    pub cases: BTreeMap<CaseId, RegisterLine>,
    /// The latest moment at which any entry of the setting was recorded.
    pub newest: Option<Timestamp>,
}

impl Store {
    /// Everything that could come due.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker may not see what comes due.
    pub async fn retention_register(&self, asking: &Asking) -> Result<Register, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            if !may(&asking, Deed::SeeRetention, None) {
                return Err(Failure::NotThere);
            }
            Register::of(rows, shared, asking.setting, Some(asking.staff))
        })
        .await
    }

    /// The same for whoever runs the server, who sees ids and days and may open nothing.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn retention_register_of(&self, setting: SettingId) -> Result<Register, Failure> {
        self.read(move |rows, shared| Register::of(rows, shared, setting, None))
            .await
    }
}

impl RegisterLine {
    /// Whether somebody may do this to the case.
    pub fn may(&self, asking: &Asking, deed: Deed) -> bool {
        may(asking, deed, Some(&self.access))
    }
}

impl Register {
    pub(super) fn of(
        rows: &Rows<'_>,
        shared: &Shared,
        setting: SettingId,
        asking: Option<StaffId>,
    ) -> Result<Self, Failure> {
        let keys = shared.keys.of_setting(rows, setting)?;
        let mut lines: Vec<CaseLine> = Vec::new();
        for open in [true, false] {
            rows.each_case_view(setting, open, None, |case, sealed| {
                lines.push(views::open_case(&keys, case, &sealed)?.line);
                Ok(true)
            })?;
        }
        let mut born: BTreeMap<PersonId, Option<Date>> = BTreeMap::new();
        let mut cases = BTreeMap::new();
        for line in lines {
            let mut children = Vec::with_capacity(line.children.len());
            for child in &line.children {
                let date = match born.get(child) {
                    Some(date) => *date,
                    None => {
                        let known = views::person(rows, &keys, setting, *child)?;
                        let date = known.and_then(|person| person.date_of_birth);
                        born.insert(*child, date);
                        date
                    }
                };
                children.push((*child, date));
            }
            let entry = RegisterLine {
                known: CaseKnown {
                    case: line.case,
                    open: line.open,
                    closed_at: line.closed_at,
                    children,
                },
                reference: line.reference,
                reported_at: line.reported_at,
                entries: line.entries,
                withheld: asking.is_some_and(|staff| line.access.conflicted.contains(&staff)),
                access: line.access,
            };
            cases.insert(line.case, entry);
        }
        Ok(Self {
            cases,
            newest: rows.newest(setting)?,
        })
    }

    pub(super) fn access(&self, case: CaseId) -> Option<&CaseAccess> {
        self.cases.get(&case).map(|line| &line.access)
    }

    /// A reckoner for a setting on a day.
    pub fn reckoner<'a>(
        &self,
        setting: &'a Setting,
        rules: Option<&'a RetentionRules>,
        today: Date,
    ) -> Reckoner<'a> {
        Reckoner {
            setting,
            rules,
            today,
        }
    }

    /// The case itself, or the cases somebody is in.
    pub fn touched_by(&self, record: Record) -> Vec<&CaseKnown> {
        let all = self.cases.values().map(|line| &line.known);
        match record {
            Record::Case(case) => all.filter(|known| known.case == case).collect(),
            Record::Identity(person) => all
                .filter(|known| known.children.iter().any(|(child, _)| *child == person))
                .collect(),
        }
    }

    /// Where a record stands.
    pub fn reckoned<'a>(&self, reckoner: &Reckoner<'a>, record: Record) -> Reckoned<'a> {
        let cases = self.touched_by(record);
        match (record, cases.as_slice()) {
            (Record::Case(_), [known]) => reckoner.case(known),
            (Record::Case(case), _) => reckoner.case(&CaseKnown {
                case,
                open: true,
                closed_at: None,
                children: Vec::new(),
            }),
            (Record::Identity(person), cases) => {
                let born = cases
                    .iter()
                    .flat_map(|known| &known.children)
                    .find(|(child, _)| *child == person)
                    .and_then(|(_, born)| *born);
                reckoner.identity(person, born, cases)
            }
        }
    }
}
