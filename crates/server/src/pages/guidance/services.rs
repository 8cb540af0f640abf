//! Who can help: who may use each service, and which must not be offered to a child.

use guidance::{RoleName, Service};

use super::edition::Edition;
use super::part::{Group, Item, Part};
use crate::govuk::{Html, SummaryRow};

/// The services, those that may be offered to a child first.
pub fn part(edition: &Edition) -> Part {
    let of = |for_child: bool| {
        let services = edition
            .pack
            .services()
            .iter()
            .filter(move |one| one.offer_to_child == for_child);
        services.map(|one| item(edition, one)).collect()
    };
    let groups = vec![
        Group {
            id: "for-children".to_owned(),
            title: "May be offered to a child".to_owned(),
            intro: None,
            items: of(true),
        },
        Group {
            id: "not-for-children".to_owned(),
            title: "For adults: not to be offered to a child".to_owned(),
            intro: None,
            items: of(false),
        },
    ];
    let emergency = match edition.pack.role(RoleName::Emergency) {
        Some(role) => role.called.as_ref(),
        None if edition.pack.jurisdiction() == "england" => "999",
        None => "the emergency services",
    };
    let intro = Html::paragraphs(&format!(
        "In an emergency call {emergency}. Every contact here is as it was read when this text was written. Check it before use."
    ));
    Part { intro, groups }
}

fn item(edition: &Edition, service: &Service) -> Item {
    let mut rows = vec![
        SummaryRow::new("For", service.for_what.as_ref()),
        SummaryRow::new("Who may use it", service.who.as_ref()),
        SummaryRow::new(
            "For a child",
            if service.offer_to_child {
                "May be offered to a child"
            } else {
                "Not for a child"
            },
        ),
    ];
    let contact = if service.contact.is_empty() {
        Html::text("None was read. Find it, and check it before use.")
    } else {
        let listed = service
            .contact
            .iter()
            .map(|one| format!("{one}. Check before use."));
        Html::bullets(listed)
    };
    rows.push(SummaryRow::new("Contact", contact));
    if let Some(notes) = &service.notes {
        rows.push(SummaryRow::new("Note", notes.as_ref()));
    }
    let from = edition.where_from(&service.source, &service.pack);
    Item::of_rows(format!("service-{}", service.id), &service.name, rows, from)
}
