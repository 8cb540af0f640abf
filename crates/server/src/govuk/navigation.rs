//! Ways through the service: header, navigation, breadcrumbs, back link, skip link, pages of a list.

use std::borrow::Borrow;

use askama::Template;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::html::{Attributes, Classes, Content, Html, Shown};
use super::reading;

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
            Html::of(&given)
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
    current: bool,
    attributes: Attributes,
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

    fn destination(&self) -> Option<&str> {
        self.href.as_deref().filter(|href| !href.is_empty())
    }

    fn marked(&self) -> bool {
        self.active || self.current
    }

    fn shown(&self) -> Shown<'_> {
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

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct PageLink {
    href: Option<String>,
    text: Option<String>,
    html: Option<Html>,
    label_text: Option<String>,
    attributes: Attributes,
}

impl PageLink {
    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// One page of a list in parts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Page {
    #[serde(deserialize_with = "reading::scalar")]
    number: Option<String>,
    visually_hidden_text: Option<String>,
    href: Option<String>,
    current: bool,
    ellipsis: bool,
    attributes: Attributes,
}

impl Page {
    fn says(&self) -> String {
        let number = self.number.as_deref().unwrap_or_default();
        self.visually_hidden_text
            .clone()
            .unwrap_or_else(|| format!("Page {number}"))
    }

    fn is_nothing(&self) -> bool {
        self.number.is_none() && self.href.is_none() && !self.current && !self.ellipsis
    }
}

/// Links to the other pages of a list, or to the pages before and after.
///
/// `Pagination::pages(3, 12, |page| format!("/cases?page={page}"))`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/pagination.html")]
pub struct Pagination {
    items: Option<Vec<Option<Page>>>,
    previous: Option<PageLink>,
    next: Option<PageLink>,
    landmark_label: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(Pagination);

impl Pagination {
    /// Page `current` of `last`, both counted from 1: first, last, the two neighbours, and gaps between.
    pub fn pages(current: usize, last: usize, href: impl Fn(usize) -> String) -> Self {
        let mut items = Vec::new();
        let mut gap = false;
        for number in 1..=last {
            if number == 1 || number == last || number.abs_diff(current) <= 1 {
                items.push(Some(Page {
                    number: Some(number.to_string()),
                    href: Some(href(number)),
                    current: number == current,
                    ..Page::default()
                }));
                gap = false;
            } else if !gap {
                items.push(Some(Page {
                    ellipsis: true,
                    ..Page::default()
                }));
                gap = true;
            }
        }
        let link = |number: usize| PageLink {
            href: Some(href(number)),
            ..PageLink::default()
        };
        Self {
            items: Some(items),
            previous: (current > 1).then(|| link(current - 1)),
            next: (current < last).then(|| link(current + 1)),
            ..Self::default()
        }
    }

    /// Only the pages before and after, each with the words for it.
    pub fn around(previous: Option<(String, String)>, next: Option<(String, String)>) -> Self {
        let link = |(href, label): (String, String)| PageLink {
            href: Some(href),
            label_text: Some(label),
            ..PageLink::default()
        };
        Self {
            previous: previous.map(link),
            next: next.map(link),
            ..Self::default()
        }
    }

    fn block_level(&self) -> bool {
        self.items.is_none() && (self.next.is_some() || self.previous.is_some())
    }

    fn arrow(&self, link: &Option<PageLink>, forward: bool) -> Option<Html> {
        let link = link.as_ref()?;
        let href = link.href.as_deref().filter(|href| !href.is_empty())?;
        Some(Html::of(&ArrowMarkup {
            link,
            href,
            forward,
            block: self.block_level(),
        }))
    }

    fn landmark(&self) -> &str {
        self.landmark_label.as_deref().unwrap_or("Pagination")
    }
}

#[derive(Template)]
#[template(path = "govuk/pagination_arrow.html")]
struct ArrowMarkup<'a> {
    link: &'a PageLink,
    href: &'a str,
    forward: bool,
    block: bool,
}

impl askama::filters::HtmlSafe for ArrowMarkup<'_> {}

impl ArrowMarkup<'_> {
    fn label(&self) -> Option<&str> {
        self.link
            .label_text
            .as_deref()
            .filter(|text| !text.is_empty())
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
