//! The imagery log: devices, deletion, reports for removal, and the rare viewing. It never says what any image shows; there
//! is no field for that anywhere, and no page asks.

pub mod deletion;
pub mod device;
pub mod handed_over;
pub mod removal;
pub mod viewing;

use crate::govuk::{BackLink, Html, SummaryCard, SummaryList, SummaryRow};
use crate::page::{Answered, Frame, show as shown};
use crate::visitor::AtCase;
use casework::acts::must_preserve;
use casework::case::{Case, Device, HandOver};
use casework::telling::{isolated, occurred_in_words, viewing_reason};
use guidance::Pack;

#[derive(askama::Template)]
#[template(path = "safeguarding/imagery_log.html")]
struct Log {
    layout: Frame,
    at: AtCase,
    entries: Vec<SummaryList>,
    /// Why nothing may be deleted now.
    keep: Option<String>,
}

/// Shows what is in the log, and what can be added.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let keep = must_preserve(&at.case, &pack).map(|refusal| refusal.says());
    shown(&Log {
        layout: at.frame("Devices, deletion and reports"),
        entries: entries(&at, &pack),
        keep,
        at,
    })
}

/// A device that nobody has taken over yet.
pub(super) fn held(case: &Case) -> impl Iterator<Item = &Device> {
    case.devices
        .iter()
        .filter(|device| device.handed_over.is_empty())
}

fn entries(at: &AtCase, pack: &Pack) -> Vec<SummaryList> {
    let case = &at.case;
    let devices = case.devices.iter().map(|device| {
        let mut rows = vec![
            SummaryRow::new("Device", device.device.as_str()),
            SummaryRow::new("Held by", device.held_by.as_str()),
            SummaryRow::new("Kept", device.kept_where.as_str()),
            SummaryRow::new("Off the network", isolated(device.isolated)),
            SummaryRow::new("Taken", occurred_in_words(&device.taken)),
            SummaryRow::new("Looked at", "No. Nobody looked at what is on it"),
        ];
        rows.extend(
            device
                .from
                .map(|child| SummaryRow::new("From", at.person_name(child))),
        );
        rows.extend(
            device
                .second_person
                .as_ref()
                .map(|second| SummaryRow::new("Also there", second.as_str())),
        );
        rows.extend(
            device
                .handed_over
                .iter()
                .map(|handed| SummaryRow::new("Handed over", handed_over_line(handed))),
        );
        card("Device taken", rows)
    });
    let deletions = case.deletions.iter().map(|one| {
        card(
            "Deletion confirmed by the child",
            vec![
                SummaryRow::new("Child", at.person_name(one.child)),
                SummaryRow::new("From where", one.from_where.as_str()),
                SummaryRow::new("Present", one.present.as_str()),
                SummaryRow::new("When", occurred_in_words(&one.confirmed)),
            ],
        )
    });
    let removals = case.removals.iter().map(|one| {
        let mut rows = vec![
            SummaryRow::new("Service", service_name(pack, one.service.as_str())),
            SummaryRow::new("Reported by", one.by.as_str()),
            SummaryRow::new("When", occurred_in_words(&one.reported)),
        ];
        rows.extend(
            one.reference
                .as_ref()
                .map(|reference| SummaryRow::new("Reference", reference.as_str())),
        );
        card("Reported for removal", rows)
    });
    let viewings = case.viewings.iter().map(|one| {
        card(
            "Viewing under the narrow exception",
            vec![
                SummaryRow::new("Why", viewing_reason(one.reason)),
                SummaryRow::new("Approved by", one.authorised_by.as_str()),
                SummaryRow::new("Viewed by", one.viewed_by.as_str()),
                SummaryRow::new("Present", one.present.as_str()),
                SummaryRow::new("Where", one.place.as_str()),
                SummaryRow::new("When", occurred_in_words(&one.viewed)),
            ],
        )
    });
    devices
        .chain(deletions)
        .chain(removals)
        .chain(viewings)
        .collect()
}

/// A service may be recorded by its id in the guidance.
pub(super) fn service_name(pack: &Pack, recorded: &str) -> String {
    pack.services()
        .iter()
        .find(|service| service.id.as_ref() == recorded)
        .map_or_else(|| recorded.to_owned(), |service| service.name.to_string())
}

fn handed_over_line(handed: &HandOver) -> Html {
    Html::text(&format!(
        "To {}, {}",
        handed.to.as_str(),
        occurred_in_words(&handed.handed_over)
    ))
}

fn card(title: &str, rows: Vec<SummaryRow>) -> SummaryList {
    SummaryList::new(rows).card(SummaryCard::new(title))
}
