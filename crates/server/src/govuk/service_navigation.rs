//! The bar under the header: the setting, the parts of the service, and who is signed in.

use std::borrow::Borrow;

use askama::Template;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::html::{Attributes, Classes, Html};
use super::navigation::NavItem;
use super::reading;

#[derive(Clone, Debug, Default)]
struct EndSlot {
    html: Html,
    inline: bool,
}

impl<'de> Deserialize<'de> for EndSlot {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Aligned {
            html: Html,
            align: Option<String>,
        }
        let given = Value::deserialize(from)?;
        if given.is_string() {
            let html = Html::deserialize(given).map_err(serde::de::Error::custom)?;
            return Ok(Self {
                html,
                inline: false,
            });
        }
        let aligned = Aligned::deserialize(given).map_err(serde::de::Error::custom)?;
        Ok(Self {
            html: aligned.html,
            inline: aligned.align.as_deref() == Some("inline"),
        })
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Slots {
    start: Option<Html>,
    end: Option<EndSlot>,
    navigation_start: Option<Html>,
    navigation_end: Option<Html>,
}

/// The parts of the service, under the header, and who is signed in at its end.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/service_navigation.html")]
pub struct ServiceNavigation {
    classes: Classes,
    attributes: Attributes,
    aria_label: Option<String>,
    menu_button_text: Option<String>,
    menu_button_label: Option<String>,
    navigation_label: Option<String>,
    navigation_id: Option<String>,
    navigation_classes: Classes,
    collapse_navigation_on_mobile: Option<bool>,
    service_name: Option<String>,
    service_url: Option<String>,
    #[serde(deserialize_with = "reading::items")]
    navigation: Vec<Option<NavItem>>,
    slots: Slots,
}
component!(ServiceNavigation);

impl ServiceNavigation {
    /// A navigation of these links.
    pub fn new(items: impl IntoIterator<Item = impl Borrow<NavItem>>) -> Self {
        Self {
            navigation: items
                .into_iter()
                .map(|i| Some(i.borrow().clone()))
                .collect(),
            ..Self::default()
        }
    }

    /// What the navigation is of, beside it: the setting's name.
    pub fn named(mut self, name: Option<&str>) -> Self {
        self.service_name = name.map(str::to_owned);
        self
    }

    /// What stands at the end of the bar.
    pub fn end(mut self, html: Html) -> Self {
        self.slots.end = Some(EndSlot { html, inline: true });
        self
    }

    fn is_section(&self) -> bool {
        self.service_name
            .as_ref()
            .is_some_and(|name| !name.is_empty())
            || self.slots.start.is_some()
            || self.slots.end.is_some()
    }

    fn links(&self) -> impl Iterator<Item = &NavItem> {
        self.navigation.iter().flatten()
    }

    fn has_navigation(&self) -> bool {
        self.links().next().is_some()
            || self.slots.navigation_start.is_some()
            || self.slots.navigation_end.is_some()
    }

    fn collapses(&self) -> bool {
        self.collapse_navigation_on_mobile
            .unwrap_or_else(|| self.links().count() > 1)
    }

    fn menu(&self) -> &str {
        self.menu_button_text
            .as_deref()
            .filter(|text| !text.is_empty())
            .unwrap_or("Menu")
    }

    fn menu_label(&self) -> Option<&str> {
        self.menu_button_label
            .as_deref()
            .filter(|label| !label.is_empty() && *label != self.menu())
    }

    fn list_id(&self) -> &str {
        self.navigation_id
            .as_deref()
            .filter(|id| !id.is_empty())
            .unwrap_or("navigation")
    }

    fn nav_label(&self) -> &str {
        self.navigation_label
            .as_deref()
            .filter(|label| !label.is_empty())
            .unwrap_or_else(|| self.menu())
    }

    fn end_inline(&self) -> bool {
        self.slots.end.as_ref().is_some_and(|end| end.inline)
    }
}
