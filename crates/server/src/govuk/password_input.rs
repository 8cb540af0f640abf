//! A password, which nobody looking over a shoulder should read.

use askama::Template;
use serde::Deserialize;

use super::field::{Beside, ErrorMessage, FormGroup, Hint, Label};
use super::html::{Attributes, Classes, Content, Html};
use super::text_fields::{Input, InputWrapper, field_steps};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Toggle {
    classes: Classes,
}

/// A password, hidden until its owner asks to see it.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(source = "{{ self.input() }}", ext = "html")]
pub struct PasswordInput {
    id: Option<String>,
    name: Option<String>,
    value: Option<String>,
    disabled: bool,
    described_by: Option<String>,
    label: Label,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    classes: Classes,
    autocomplete: Option<String>,
    attributes: Attributes,
    show_password_text: Option<String>,
    hide_password_text: Option<String>,
    show_password_aria_label_text: Option<String>,
    hide_password_aria_label_text: Option<String>,
    password_shown_announcement_text: Option<String>,
    password_hidden_announcement_text: Option<String>,
    button: Toggle,
}
component!(PasswordInput);
field_steps!(PasswordInput);

impl PasswordInput {
    /// A password field. It never shows a value that was sent before.
    pub fn new(name: impl Into<String>, label: impl Into<Content>) -> Self {
        Self {
            name: Some(name.into()),
            label: Label::new(label),
            ..Self::default()
        }
    }

    /// Says to the browser that a new password is being chosen.
    pub fn new_password(mut self) -> Self {
        self.autocomplete = Some("new-password".to_owned());
        self
    }

    fn input(&self) -> Input {
        let id = self.field_id();
        let mut group = Attributes::default();
        group.put("data-module", "govuk-password-input");
        group.put_if("data-i18n.show-password", &self.show_password_text);
        group.put_if("data-i18n.hide-password", &self.hide_password_text);
        group.put_if(
            "data-i18n.show-password-aria-label",
            &self.show_password_aria_label_text,
        );
        group.put_if(
            "data-i18n.hide-password-aria-label",
            &self.hide_password_aria_label_text,
        );
        group.put_if(
            "data-i18n.password-shown-announcement",
            &self.password_shown_announcement_text,
        );
        group.put_if(
            "data-i18n.password-hidden-announcement",
            &self.password_hidden_announcement_text,
        );
        let button = super::Button::new(self.show_password_text.as_deref().unwrap_or("Show"))
            .plain()
            .secondary()
            .classes("govuk-password-input__toggle govuk-js-password-input-toggle")
            .classes(self.button.classes.as_str())
            .attr("aria-controls", id)
            .attr(
                "aria-label",
                self.show_password_aria_label_text
                    .as_deref()
                    .unwrap_or("Show password"),
            )
            .attr("hidden", "");
        let mut after = vec![Html::of(&button)];
        after.extend(
            self.form_group
                .after_input
                .iter()
                .map(|beside| Html::of(beside.shown())),
        );
        Input {
            id: Some(id.to_owned()),
            name: self.name.clone(),
            kind: Some("password".to_owned()),
            spellcheck: Some(false),
            autocapitalize: Some("none".to_owned()),
            autocomplete: Some(
                self.autocomplete
                    .clone()
                    .unwrap_or_else(|| "current-password".to_owned()),
            ),
            value: self.value.clone(),
            disabled: self.disabled,
            described_by: self.described_by.clone(),
            label: self.label.clone(),
            hint: self.hint.clone(),
            error_message: self.error_message.clone(),
            classes: self
                .classes
                .after("govuk-password-input__input govuk-js-password-input-input"),
            attributes: self.attributes.clone(),
            input_wrapper: InputWrapper {
                classes: Classes::default().after("govuk-password-input__wrapper"),
                attributes: Attributes::default(),
            },
            form_group: FormGroup {
                classes: self.form_group.classes.after("govuk-password-input"),
                attributes: group.with(&self.form_group.attributes),
                before_input: self.form_group.before_input.clone(),
                after_input: Some(Beside {
                    html: Some(Html::join(after)),
                    text: None,
                }),
            },
            ..Input::default()
        }
    }
}
