//! Links to the other parts of a list that is too long for one page.

use askama::Template;
use serde::Deserialize;

use super::html::{Attributes, Classes, Html, Shown};
use super::reading;

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
