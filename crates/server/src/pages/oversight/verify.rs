//! Verifies every record of a setting at once, without opening any, and leads an auditor to one case by its reference.

use super::verify_case::how_in_words;
use crate::checkpoints::in_print;
use crate::govuk::{Button, Html, Input, InsetText, SummaryList, SummaryRow, WarningText};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::Visitor;
use casework::access::{CaseAccess, Deed, may};
use casework::case::reference_of;
use casework::chronology::{ChronologyId, Sort};
use casework::id::CaseId;

#[derive(askama::Template)]
#[template(path = "oversight/verify.html")]
struct Verify {
    layout: Frame,
    typed: Typed,
    found: SummaryList,
    broken: Vec<Html>,
    checkpoint: Option<String>,
}

/// Whether somebody may verify cases as such, not only one they were asked about.
fn verifies(visitor: &Visitor) -> Result<(), Instead> {
    may(
        &visitor.asking,
        Deed::VerifyChronology,
        Some(&CaseAccess::default()),
    )
    .then_some(())
    .ok_or(Instead::NotThere)
}

/// Verifies everything and says what was found.
///
/// # Errors
/// [`Instead::NotThere`] for whoever may not verify, or where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    verifies(&visitor)?;
    let store = visitor.app.store();
    let (mut entries, mut cases, mut others) = (0, 0_u64, 0_u64);
    let mut broken = Vec::new();
    for chronology in all_of(&visitor).await? {
        let verdict = store.verify(chronology).await?;
        entries += verdict.entries;
        match chronology.sort {
            Sort::Case => cases += 1,
            Sort::Person | Sort::Setting | Sort::Access => others += 1,
        }
        if let Some(found) = verdict.broken {
            broken.push(told(chronology, &how_in_words(&found)));
        }
    }
    let checkpoint = store.last_checkpoint().await?.as_ref().map(in_print);
    let none = || "None has been made yet".to_owned();
    let found = SummaryList::new([
        SummaryRow::new("Cases", cases.to_string()),
        SummaryRow::new(
            "People, access logs and the setting's own record",
            others.to_string(),
        ),
        SummaryRow::new("Entries in all", entries.to_string()),
        SummaryRow::new(
            "Records that do not hold together",
            broken.len().to_string(),
        ),
        SummaryRow::new(
            "Newest checkpoint of all records",
            checkpoint.clone().unwrap_or_else(none),
        ),
    ]);
    shown(&Verify {
        layout: visitor.frame("Verify all records"),
        typed: visitor.typed.clone(),
        found,
        broken,
        checkpoint,
    })
}

/// Leads to the case with the reference that was typed.
///
/// # Errors
/// The same form again, [`Instead::NotThere`], or where the store cannot say.
pub async fn find(visitor: Visitor) -> Answered {
    verifies(&visitor)?;
    let typed = visitor.typed.text("reference").trim().to_uppercase();
    all_of(&visitor)
        .await?
        .into_iter()
        .filter(|chronology| chronology.sort == Sort::Case)
        .map(|chronology| CaseId(chronology.id))
        .find(|case| reference_of(*case) == typed)
        .map(|case| next(&format!("/cases/{case}/verify")))
        .ok_or_else(|| {
            Instead::refused(
                "reference",
                "No case has this reference. It looks like K7M-4QD",
            )
        })
}

async fn all_of(visitor: &Visitor) -> Result<Vec<ChronologyId>, Instead> {
    let setting = visitor.asking.setting;
    Ok(visitor.app.store().chronologies(setting).await?)
}

fn told(chronology: ChronologyId, how: &str) -> Html {
    let case = CaseId(chronology.id);
    match chronology.sort {
        Sort::Case => Html::join([
            Html::link(
                &format!("/cases/{case}/verify"),
                &format!("Case {}", reference_of(case)),
            ),
            Html::text(&format!(": {how}")),
        ]),
        Sort::Access => Html::text(&format!(
            "The access log of case {}: {how}",
            reference_of(case)
        )),
        Sort::Person => Html::text(&format!(
            "The record of a person ({}): {how}",
            chronology.id.as_simple()
        )),
        Sort::Setting => Html::text(&format!("The setting's own record: {how}")),
    }
}
