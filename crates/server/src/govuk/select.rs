//! A list to choose one item from, where radios would be too long.

use std::borrow::Borrow;

use askama::Template;
use serde::Deserialize;

use super::field::{ErrorMessage, FormGroup, Helps, Hint, Label};
use super::html::{Attributes, Classes, Content};
use super::reading;
use super::text_fields::field_steps;

/// One item of a [`Select`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct SelectItem {
    #[serde(deserialize_with = "reading::scalar")]
    value: Option<String>,
    text: Option<String>,
    selected: Option<bool>,
    disabled: bool,
    attributes: Attributes,
}

impl SelectItem {
    /// An item: the value that is sent, and what is shown.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: Some(value.into()),
            text: Some(text.into()),
            ..Self::default()
        }
    }
}

/// A list to choose one item from.
///
/// `Select::new("role", "Role", [SelectItem::new("", "Choose a role"), ..]).value(Some("dsl"))`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/select.html")]
pub struct Select {
    id: Option<String>,
    name: Option<String>,
    #[serde(deserialize_with = "reading::items")]
    items: Vec<Option<SelectItem>>,
    #[serde(deserialize_with = "reading::truthy_scalar")]
    value: Option<String>,
    disabled: bool,
    described_by: Option<String>,
    label: Label,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    classes: Classes,
    attributes: Attributes,
}
component!(Select);
field_steps!(Select);

impl Select {
    /// A list called `name` in the form, with a label.
    pub fn new(
        name: impl Into<String>,
        label: impl Into<Content>,
        items: impl IntoIterator<Item = impl Borrow<SelectItem>>,
    ) -> Self {
        Self {
            name: Some(name.into()),
            label: Label::new(label),
            items: items
                .into_iter()
                .map(|i| Some(i.borrow().clone()))
                .collect(),
            ..Self::default()
        }
    }

    /// The value already chosen, if any.
    pub fn value(mut self, value: Option<impl Into<String>>) -> Self {
        self.value = value.map(Into::into);
        self
    }

    fn chosen(&self, item: &SelectItem) -> bool {
        let own = item.value.as_ref().or(item.text.as_ref());
        let matches = self
            .value
            .as_ref()
            .is_some_and(|value| !value.is_empty() && own == Some(value));
        item.selected.unwrap_or(matches)
    }

    fn helps(&self) -> Helps {
        Helps::of(
            self.field_id(),
            &self.described_by,
            &self.hint,
            &self.error_message,
        )
    }
}
