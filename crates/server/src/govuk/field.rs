//! The parts that stand around every field: label, hint, error message, fieldset, form group.

use askama::Template;
use serde::Deserialize;

use super::html::{Attributes, Classes, Content, Html, Shown};

/// The words that name one field.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/label.html")]
pub struct Label {
    pub(super) text: Option<String>,
    pub(super) html: Option<Html>,
    #[serde(rename = "for")]
    pub(super) names: Option<String>,
    pub(super) is_page_heading: bool,
    pub(super) classes: Classes,
    pub(super) attributes: Attributes,
}
component!(Label);

impl Label {
    /// A label that says `content`.
    pub fn new(content: impl Into<Content>) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    /// Makes the label the page's `h1`, large.
    pub fn page_heading(mut self) -> Self {
        self.is_page_heading = true;
        self.classes("govuk-label--l")
    }

    pub(super) fn naming(&self, id: &str) -> Self {
        Self {
            names: Some(id.to_owned()),
            ..self.clone()
        }
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// Help shown under a label.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/hint.html")]
pub struct Hint {
    pub(super) text: Option<String>,
    pub(super) html: Option<Html>,
    pub(super) id: Option<String>,
    pub(super) classes: Classes,
    pub(super) attributes: Attributes,
}
component!(Hint);

impl Hint {
    /// A hint that says `content`.
    pub fn new(content: impl Into<Content>) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    pub(super) fn with_id(&self, id: &str) -> Self {
        Self {
            id: Some(id.to_owned()),
            ..self.clone()
        }
    }

    pub(super) fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// What has to be put right, beside the field it is about.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/error_message.html")]
pub struct ErrorMessage {
    pub(super) text: Option<String>,
    pub(super) html: Option<Html>,
    pub(super) id: Option<String>,
    pub(super) visually_hidden_text: Option<String>,
    pub(super) classes: Classes,
    pub(super) attributes: Attributes,
}
component!(ErrorMessage);

impl ErrorMessage {
    /// A message that says `content`.
    pub fn new(content: impl Into<Content>) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    pub(super) fn with_id(&self, id: &str) -> Self {
        Self {
            id: Some(id.to_owned()),
            ..self.clone()
        }
    }

    fn announced(&self) -> &str {
        self.visually_hidden_text.as_deref().unwrap_or("Error")
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// The question that a group of fields answers together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Legend {
    pub(super) text: Option<String>,
    pub(super) html: Option<Html>,
    pub(super) is_page_heading: bool,
    pub(super) classes: Classes,
}

impl Legend {
    pub(super) fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// A group of fields under one legend.
///
/// `Fieldset::new("Child 1").content(Html::join([..]))`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/fieldset.html")]
pub struct Fieldset {
    pub(super) legend: Legend,
    pub(super) html: Option<Html>,
    pub(super) role: Option<String>,
    pub(super) described_by: Option<String>,
    pub(super) classes: Classes,
    pub(super) attributes: Attributes,
}
component!(Fieldset);

impl Fieldset {
    /// A fieldset with this legend, medium size.
    pub fn new(legend: impl Into<Content>) -> Self {
        let (text, html) = legend.into().split();
        let mut fieldset = Self::default();
        fieldset.legend.text = text;
        fieldset.legend.html = html;
        fieldset.legend.classes.add("govuk-fieldset__legend--m");
        fieldset
    }

    /// Makes the legend the page's `h1`, large.
    pub fn page_heading(mut self) -> Self {
        self.legend.is_page_heading = true;
        self.legend.classes = Classes::default().after("govuk-fieldset__legend--l");
        self
    }

    /// The fields inside.
    pub fn content(mut self, fields: Html) -> Self {
        self.html = Some(fields);
        self
    }

    pub(super) fn around(&self, inside: Html, described_by: Option<String>, role: &str) -> Self {
        Self {
            html: Some(inside),
            described_by,
            role: (!role.is_empty()).then(|| role.to_owned()),
            ..self.clone()
        }
    }
}

/// Words or markup put before or after a field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Beside {
    pub(super) text: Option<String>,
    pub(super) html: Option<Html>,
}

impl Beside {
    pub(super) fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// The box around a field with its label, hint and error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct FormGroup {
    #[serde(alias = "beforeInputs")]
    pub(super) before_input: Option<Beside>,
    #[serde(alias = "afterInputs")]
    pub(super) after_input: Option<Beside>,
    pub(super) classes: Classes,
    pub(super) attributes: Attributes,
}

/// Hint and error of a field with their ids, and the list of ids that describe the field.
#[derive(Clone, Debug)]
pub(super) struct Helps {
    pub(super) hint: Option<Hint>,
    pub(super) error: Option<ErrorMessage>,
    pub(super) described_by: Option<String>,
}

impl Helps {
    pub(super) fn of(
        id: &str,
        described_by: &Option<String>,
        hint: &Option<Hint>,
        error: &Option<ErrorMessage>,
    ) -> Self {
        let mut ids: Vec<String> = described_by
            .iter()
            .filter(|d| !d.is_empty())
            .cloned()
            .collect();
        let hint = hint.as_ref().map(|hint| {
            let hint_id = format!("{id}-hint");
            let hint = hint.with_id(&hint_id);
            ids.push(hint_id);
            hint
        });
        let error = error.as_ref().map(|error| {
            let error_id = format!("{id}-error");
            let error = error.with_id(&error_id);
            ids.push(error_id);
            error
        });
        Self {
            hint,
            error,
            described_by: (!ids.is_empty()).then(|| ids.join(" ")),
        }
    }
}
