//! Ways through the service: header, links of a navigation, breadcrumbs, back link, skip link.

use std::borrow::Borrow;

use askama::Template;
use serde::Deserialize;

use super::html::{Attributes, Classes, Content, Html, Shown};

/// A link to the page before.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/back_link.html")]
pub struct BackLink {
    text: Option<String>,
    html: Option<Html>,
    href: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(BackLink);

impl BackLink {
    /// A link that says "Back".
    pub fn to(href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            ..Self::default()
        }
    }

    /// Other words, such as "Back to the case".
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    fn destination(&self) -> &str {
        self.href
            .as_deref()
            .filter(|h| !h.is_empty())
            .unwrap_or("#")
    }

    fn words(&self) -> Html {
        let given = Shown::of(&self.text, &self.html);
        if given.is_empty() {
            Html::text("Back")
        } else {
            Html::of(given)
        }
    }
}

/// A link over the navigation to the main part, shown when it has the focus.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/skip_link.html")]
pub struct SkipLink {
    text: Option<String>,
    html: Option<Html>,
    href: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(SkipLink);

impl SkipLink {
    /// "Skip to main content", to the element with the id `main-content`.
    pub fn to_main() -> Self {
        Self {
            text: Some("Skip to main content".to_owned()),
            href: Some("#main-content".to_owned()),
            ..Self::default()
        }
    }

    fn destination(&self) -> &str {
        self.href
            .as_deref()
            .filter(|h| !h.is_empty())
            .unwrap_or("#content")
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// One link of a navigation, or of breadcrumbs.
///
/// `NavItem::new("/cases", "Cases").active(true)`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct NavItem {
    href: Option<String>,
    text: Option<String>,
    html: Option<Html>,
    active: bool,
    pub(super) current: bool,
    pub(super) attributes: Attributes,
}

impl NavItem {
    /// A link.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            text: Some(text.into()),
            ..Self::default()
        }
    }

    /// Words without a link: the page itself, last in breadcrumbs.
    pub fn here(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::default()
        }
    }

    /// Whether the page shown belongs to this part of the service.
    pub fn active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    /// Whether this is the very page shown.
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    pub(super) fn destination(&self) -> Option<&str> {
        self.href.as_deref().filter(|href| !href.is_empty())
    }

    pub(super) fn marked(&self) -> bool {
        self.active || self.current
    }

    pub(super) fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// Where the page stands in the service.
///
/// `Breadcrumbs::new([NavItem::new("/cases", "Cases"), NavItem::here("Case 14")])`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/breadcrumbs.html")]
pub struct Breadcrumbs {
    items: Vec<NavItem>,
    collapse_on_mobile: bool,
    label_text: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(Breadcrumbs);

impl Breadcrumbs {
    /// Breadcrumbs that shorten on a phone.
    pub fn new(items: impl IntoIterator<Item = impl Borrow<NavItem>>) -> Self {
        Self {
            items: items.into_iter().map(|i| i.borrow().clone()).collect(),
            collapse_on_mobile: true,
            ..Self::default()
        }
    }
}

/// The bar at the top with the product's name.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/generic_header.html")]
pub struct GenericHeader {
    logo_text: Option<String>,
    logo_html: Option<Html>,
    url: Option<String>,
    container_classes: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(GenericHeader);

impl GenericHeader {
    /// A header with a name that leads home.
    pub fn new(logo: impl Into<Content>) -> Self {
        let (logo_text, logo_html) = logo.into().split();
        Self {
            logo_text,
            logo_html,
            ..Self::default()
        }
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.logo_text, &self.logo_html)
    }
}
