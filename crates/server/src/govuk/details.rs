//! Words set apart: a tag, a warning, an inset, a part that opens.

use askama::Template;
use serde::Deserialize;

use super::html::{Attributes, Classes, Content, Html, Shown};

/// Builder and reading steps of a component that shows one piece of content.
macro_rules! one_content {
    ($name:ident, $doc:literal) => {
        component!($name);

        impl $name {
            #[doc = $doc]
            pub fn new(content: impl Into<Content>) -> Self {
                let (text, html) = content.into().split();
                Self {
                    text,
                    html,
                    ..Self::default()
                }
            }

            fn shown(&self) -> Shown<'_> {
                Shown::of(&self.text, &self.html)
            }
        }
    };
}

/// The state of a thing in one or two words. Red is kept for what is urgent.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/tag.html")]
pub struct Tag {
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
    attributes: Attributes,
}
one_content!(Tag, "A tag in the usual blue.");

impl Tag {
    pub(super) fn first_class(mut self, class: &str) -> Self {
        self.classes = self.classes.after(class);
        self
    }

    /// For what is over or not started.
    pub fn grey(self) -> Self {
        self.classes("govuk-tag--grey")
    }

    /// For what is done.
    pub fn green(self) -> Self {
        self.classes("govuk-tag--green")
    }

    /// For what is waiting.
    pub fn yellow(self) -> Self {
        self.classes("govuk-tag--yellow")
    }

    /// For what is under way.
    pub fn teal(self) -> Self {
        self.classes("govuk-tag--teal")
    }

    /// For what is urgent, and nothing else.
    pub fn urgent(self) -> Self {
        self.classes("govuk-tag--red")
    }
}

/// Words set off by a line, to be noticed but not alarming.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/inset_text.html")]
pub struct InsetText {
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
one_content!(InsetText, "An inset that says this.");

/// A consequence a person must know of before going on.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/warning_text.html")]
pub struct WarningText {
    text: Option<String>,
    html: Option<Html>,
    icon_fallback_text: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
one_content!(WarningText, "A warning that says this.");

/// A part that opens when a person asks for it.
///
/// `Details::new("Why we ask this", "Because …")`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/details.html")]
pub struct Details {
    summary_text: Option<String>,
    summary_html: Option<Html>,
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    open: bool,
    classes: Classes,
    attributes: Attributes,
}
component!(Details);

impl Details {
    /// A closed part, with the line that opens it and what is inside.
    pub fn new(summary: impl Into<Content>, inside: impl Into<Content>) -> Self {
        let (summary_text, summary_html) = summary.into().split();
        let (text, html) = inside.into().split();
        Self {
            summary_text,
            summary_html,
            text,
            html,
            ..Self::default()
        }
    }

    /// With an address of its own on the page.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Shows it open at first.
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    fn summary(&self) -> Shown<'_> {
        Shown::of(&self.summary_text, &self.summary_html)
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}
