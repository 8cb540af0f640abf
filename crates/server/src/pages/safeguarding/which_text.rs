//! What was consulted, in words at the foot of a recommendation: the text and since when it is in force, what lies over it,
//! how far it was brought, and exactly which bytes.

use super::said::{Said, counted};
use crate::govuk::{Details, Html, Tag};
use crate::pages::guidance::adoption::Adoption;
use crate::pages::guidance::edition::address_of;
use crate::pages::guidance::section::Section;
use crate::when;
use guidance::Layer;

/// What was consulted.
#[derive(askama::Template)]
#[template(path = "safeguarding/said_status.html")]
pub struct WhichText {
    base: Edition,
    layers: Vec<Edition>,
    skeleton: bool,
    draft: bool,
    adoption: String,
    wording: Option<String>,
    sheet: String,
    read: Vec<Html>,
    exactly: Details,
}

impl askama::filters::HtmlSafe for WhichText {}

/// One text, and since when it is in force.
struct Edition {
    title: String,
    since: String,
    local: bool,
}

impl Edition {
    fn of(layer: &Layer) -> Self {
        Self {
            title: layer.title.to_string(),
            since: when::day(layer.in_force.from),
            local: layer.local,
        }
    }
}

impl WhichText {
    /// The guidance of a page.
    pub fn of(said: &Said<'_>) -> Self {
        let pack = said.pack;
        let mut layers = pack.layers().iter();
        let adoption = Adoption::of(pack, Some(said.setting));
        let short: String = pack.digest().chars().take(12).collect();
        let whole = format!("{} {}, digest {}", pack.id(), pack.version(), pack.digest());
        Self {
            base: layers.next().map_or_else(
                || Edition {
                    title: pack.title().to_owned(),
                    since: when::day(pack.in_force().from),
                    local: pack.is_local(),
                },
                Edition::of,
            ),
            layers: layers.map(Edition::of).collect(),
            skeleton: pack.status() == guidance::Status::Skeleton,
            draft: !matches!(adoption, Adoption::Adopted { .. }),
            adoption: adoption.in_words(),
            wording: pack.wording().map(|wording| {
                let (said, rejected) = (wording.corrections().len(), wording.rejections().len());
                format!(
                    "In your adviser\u{2019}s words: {} corrected, {} rejected; none of it changes what is called for.",
                    counted(said, "wording"),
                    counted(rejected, "item")
                )
            }),
            sheet: address_of(pack),
            read: [Section::Duties, Section::Glossary, Section::Services]
                .map(|part| {
                    let address = format!("{}/{}", address_of(pack), part.word());
                    Html::link(&address, part.name())
                })
                .into(),
            exactly: Details::new(format!("Exactly which text: {short}\u{2026}"), whole)
                .classes("leeward-digest"),
        }
    }
}
