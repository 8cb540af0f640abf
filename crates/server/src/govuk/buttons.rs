//! What a person presses: buttons, links that look like buttons, and the way out of a page in a hurry.

use askama::Template;
use serde::Deserialize;

use super::html::{Attributes, Classes, Content, Html, Shown};
use super::reading;

/// A button that sends its form, or with [`Button::link`] a link that looks like one.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/button.html")]
pub struct Button {
    text: Option<String>,
    html: Option<Html>,
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(deserialize_with = "reading::scalar")]
    value: Option<String>,
    disabled: bool,
    href: Option<String>,
    prevent_double_click: Option<bool>,
    is_start_button: bool,
    id: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(Button);

impl Button {
    /// A button that sends its form. A second press within a second is ignored where there is script.
    pub fn new(content: impl Into<Content>) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    /// A button that sends its form once, however often it is pressed in one second.
    pub fn once(content: impl Into<Content>) -> Self {
        Self {
            prevent_double_click: Some(true),
            ..Self::new(content)
        }
    }

    /// A link that looks like a button.
    pub fn link(href: impl Into<String>, content: impl Into<Content>) -> Self {
        Self {
            href: Some(href.into()),
            ..Self::new(content)
        }
    }

    /// Less prominent.
    pub fn secondary(self) -> Self {
        self.classes("govuk-button--secondary")
    }

    /// For what cannot be taken back.
    pub fn warning(self) -> Self {
        self.classes("govuk-button--warning")
    }

    /// The first step of a task, with an arrow.
    pub fn start(mut self) -> Self {
        self.is_start_button = true;
        self
    }

    /// A button for script only: it does not send the form.
    pub fn plain(mut self) -> Self {
        self.kind = Some("button".to_owned());
        self
    }

    /// The name and value sent when this button is pressed.
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self.value = Some(value.into());
        self
    }

    pub(super) fn inverse(
        text: Option<String>,
        kind: Option<String>,
        href: Option<String>,
    ) -> Self {
        Self {
            text,
            kind,
            href,
            ..Self::default()
        }
        .classes("govuk-button--inverse")
    }

    pub(super) fn more(mut self, classes: &Classes, attributes: &Attributes) -> Self {
        self.classes.add(classes.as_str());
        self.attributes = self.attributes.with(attributes);
        self
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }

    fn destination(&self) -> Option<&str> {
        self.href.as_deref().filter(|href| !href.is_empty())
    }

    fn wrapped(&self) -> bool {
        self.is_start_button && self.html.as_ref().is_some_and(|html| !html.is_empty())
    }
}

/// A way out of a page, by button or by pressing Shift three times, to a page nobody would ask about.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/exit_this_page.html")]
pub struct ExitThisPage {
    text: Option<String>,
    html: Option<Html>,
    redirect_url: Option<String>,
    id: Option<String>,
    classes: Classes,
    attributes: Attributes,
    activated_text: Option<String>,
    timed_out_text: Option<String>,
    press_two_more_times_text: Option<String>,
    press_one_more_time_text: Option<String>,
}
component!(ExitThisPage);

impl ExitThisPage {
    /// Leads to `redirect_url`.
    pub fn to(redirect_url: impl Into<String>) -> Self {
        Self {
            redirect_url: Some(redirect_url.into()),
            ..Self::default()
        }
    }

    fn button(&self) -> Button {
        let (text, html) = if Shown::of(&self.text, &self.html).is_empty() {
            (None, Some(Html::of(&DefaultExit)))
        } else {
            (self.text.clone(), self.html.clone())
        };
        let button = Button {
            text,
            html,
            href: Some(
                self.redirect_url
                    .clone()
                    .unwrap_or_else(|| "https://www.bbc.co.uk/weather".to_owned()),
            ),
            ..Button::default()
        };
        button
            .warning()
            .classes("govuk-exit-this-page__button govuk-js-exit-this-page-button")
            .attr("rel", "nofollow noreferrer")
    }

    fn translations(&self) -> Attributes {
        let mut put = Attributes::default();
        put.put_if("data-i18n.activated", &self.activated_text);
        put.put_if("data-i18n.timed-out", &self.timed_out_text);
        put.put_if(
            "data-i18n.press-two-more-times",
            &self.press_two_more_times_text,
        );
        put.put_if(
            "data-i18n.press-one-more-time",
            &self.press_one_more_time_text,
        );
        put
    }
}

#[derive(Template)]
#[template(
    source = r#"<span class="govuk-visually-hidden">Emergency</span> Exit this page"#,
    ext = "html"
)]
struct DefaultExit;

impl askama::filters::HtmlSafe for DefaultExit {}
