//! Messages about the whole page: what went wrong, what has happened, what state the service is in.

use askama::Template;
use serde::Deserialize;

use super::details::Tag;
use super::html::{Attributes, Classes, Content, Html, Shown};
use super::{Button, reading};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct ErrorItem {
    href: Option<String>,
    text: Option<String>,
    html: Option<Html>,
    attributes: Attributes,
}

impl ErrorItem {
    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }

    fn destination(&self) -> Option<&str> {
        self.href.as_deref().filter(|href| !href.is_empty())
    }
}

/// One line of an [`ErrorSummary`]: the field's address and the words, as a pair of any text.
pub trait Problem {
    /// Address and words.
    fn parts(&self) -> (&str, &str);
}

impl<H: AsRef<str>, T: AsRef<str>> Problem for (H, T) {
    fn parts(&self) -> (&str, &str) {
        (self.0.as_ref(), self.1.as_ref())
    }
}

impl<P: Problem> Problem for &P {
    fn parts(&self) -> (&str, &str) {
        (*self).parts()
    }
}

/// What has to be put right, at the top of the page, each with a link to its field.
///
/// `ErrorSummary::new([("#name", "Enter a name")])`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/error_summary.html")]
pub struct ErrorSummary {
    title_text: Option<String>,
    title_html: Option<Html>,
    description_text: Option<String>,
    description_html: Option<Html>,
    error_list: Vec<ErrorItem>,
    disable_auto_focus: Option<bool>,
    classes: Classes,
    attributes: Attributes,
}
component!(ErrorSummary);

impl ErrorSummary {
    /// "There is a problem", then one line for each field: its address (`#` and the field's id) and the words.
    pub fn new(problems: impl IntoIterator<Item = impl Problem>) -> Self {
        Self {
            title_text: Some("There is a problem".to_owned()),
            error_list: problems
                .into_iter()
                .map(|problem| {
                    let (href, text) = problem.parts();
                    ErrorItem {
                        href: Some(href.to_owned()),
                        text: Some(text.to_owned()),
                        ..ErrorItem::default()
                    }
                })
                .collect(),
            ..Self::default()
        }
    }

    fn title(&self) -> Shown<'_> {
        Shown::of(&self.title_text, &self.title_html)
    }

    fn description(&self) -> Shown<'_> {
        Shown::of(&self.description_text, &self.description_html)
    }
}

/// News about the page's subject, above its heading.
///
/// `NotificationBanner::new("…")`, `NotificationBanner::success("The action is recorded")`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/notification_banner.html")]
pub struct NotificationBanner {
    text: Option<String>,
    html: Option<Html>,
    title_text: Option<String>,
    title_html: Option<Html>,
    #[serde(deserialize_with = "reading::scalar")]
    title_heading_level: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    role: Option<String>,
    title_id: Option<String>,
    disable_auto_focus: Option<bool>,
    classes: Classes,
    attributes: Attributes,
}
component!(NotificationBanner);

impl NotificationBanner {
    /// A banner titled "Important".
    pub fn new(content: impl Into<Content>) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    /// A green banner titled "Success": something the person did was done.
    pub fn success(content: impl Into<Content>) -> Self {
        Self {
            kind: Some("success".to_owned()),
            ..Self::new(content)
        }
    }

    /// Another title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title_text = Some(title.into());
        self
    }

    fn succeeds(&self) -> bool {
        self.kind.as_deref() == Some("success")
    }

    fn landmark(&self) -> &str {
        let usual = if self.succeeds() { "alert" } else { "region" };
        self.role
            .as_deref()
            .filter(|role| !role.is_empty())
            .unwrap_or(usual)
    }

    fn heading_id(&self) -> &str {
        self.title_id
            .as_deref()
            .filter(|id| !id.is_empty())
            .unwrap_or("govuk-notification-banner-title")
    }

    fn level(&self) -> &str {
        self.title_heading_level.as_deref().unwrap_or("2")
    }

    fn heading(&self) -> Html {
        let given = Shown::of(&self.title_text, &self.title_html);
        if !given.is_empty() {
            Html::of(given)
        } else if self.succeeds() {
            Html::text("Success")
        } else {
            Html::text("Important")
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct PanelAction {
    text: Option<String>,
    href: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

impl PanelAction {
    fn button(&self) -> Option<Button> {
        let link = self.href.as_deref().is_some_and(|href| !href.is_empty());
        if link && self.kind.as_deref() != Some("button") {
            return None;
        }
        let kind = self.kind.clone().unwrap_or_else(|| "button".to_owned());
        let button = Button::inverse(self.text.clone(), Some(kind), self.href.clone());
        Some(button.more(&self.classes, &self.attributes))
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct PanelActions {
    items: Vec<PanelAction>,
    classes: Classes,
    attributes: Attributes,
}

/// The end of a task: what has been done, large. Also, as an interruption, a stop before going on.
///
/// `Panel::new("Concern passed on", "A safeguarding lead has been told there is something to read")`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/panel.html")]
pub struct Panel {
    title_text: Option<String>,
    title_html: Option<Html>,
    #[serde(deserialize_with = "reading::scalar")]
    heading_level: Option<String>,
    text: Option<String>,
    html: Option<Html>,
    actions: Option<PanelActions>,
    classes: Classes,
    attributes: Attributes,
}
component!(Panel);

impl Panel {
    /// A confirmation; its title is the page's `h1`.
    pub fn new(title: impl Into<Content>, body: impl Into<Content>) -> Self {
        let (title_text, title_html) = title.into().split();
        let (text, html) = body.into().split();
        Self {
            title_text,
            title_html,
            text,
            html,
            ..Self::default()
        }
    }

    /// Another level for the title, where the page has its `h1` already.
    pub fn heading_level(mut self, level: u8) -> Self {
        self.heading_level = Some(level.to_string());
        self
    }

    fn interrupts(&self) -> bool {
        self.classes.contains("govuk-panel--interruption")
    }

    fn level(&self) -> &str {
        self.heading_level.as_deref().unwrap_or("1")
    }

    fn title(&self) -> Shown<'_> {
        Shown::of(&self.title_text, &self.title_html)
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// The state of the service, under the header.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/phase_banner.html")]
pub struct PhaseBanner {
    text: Option<String>,
    html: Option<Html>,
    tag: Tag,
    classes: Classes,
    attributes: Attributes,
}
component!(PhaseBanner);

impl PhaseBanner {
    /// A tag and what it means.
    pub fn new(tag: impl Into<Content>, meaning: impl Into<Content>) -> Self {
        let (text, html) = meaning.into().split();
        Self {
            text,
            html,
            tag: Tag::new(tag),
            ..Self::default()
        }
    }

    fn badge(&self) -> Tag {
        self.tag
            .clone()
            .first_class("govuk-phase-banner__content__tag")
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}
