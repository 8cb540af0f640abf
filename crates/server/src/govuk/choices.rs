//! Questions with a closed list of answers: radios for one answer, checkboxes for any number.

use std::borrow::Borrow;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::field::{ErrorMessage, Fieldset, FormGroup, Helps, Hint, Label};
use super::html::{Attributes, Classes, Content, Html};
use super::reading;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Conditional {
    #[serde(deserialize_with = "reading::truthy")]
    html: Option<Html>,
}

/// One answer on offer.
///
/// `Choice::new("yes", "Yes").hint("..").reveals(Input::new("which", "Which one"))`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Choice {
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    name: Option<String>,
    #[serde(deserialize_with = "reading::scalar")]
    value: Option<String>,
    label: Label,
    hint: Option<Hint>,
    divider: Option<String>,
    checked: Option<bool>,
    conditional: Conditional,
    behaviour: Option<String>,
    disabled: bool,
    attributes: Attributes,
}

impl Choice {
    /// An answer: the value that is sent, and what is shown.
    pub fn new(value: impl Into<String>, content: impl Into<Content>) -> Self {
        let (text, html) = content.into().split();
        Self {
            value: Some(value.into()),
            text,
            html,
            ..Self::default()
        }
    }

    /// A word between answers, such as "or".
    pub fn divider(word: impl Into<String>) -> Self {
        Self {
            divider: Some(word.into()),
            ..Self::default()
        }
    }

    /// Help under this answer.
    pub fn hint(mut self, content: impl Into<Content>) -> Self {
        self.hint = Some(Hint::new(content));
        self
    }

    /// Marks the answer as chosen. A group's own `value` or `values` usually says this.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// What is asked only when this answer is chosen. Without script it is always shown.
    pub fn reveals(mut self, fields: impl Into<Html>) -> Self {
        self.conditional.html = Some(fields.into());
        self
    }

    /// Choosing this answer clears the others (checkboxes only), as for "None of these".
    pub fn exclusive(mut self) -> Self {
        self.behaviour = Some("exclusive".to_owned());
        self
    }

    /// Adds an attribute to the input.
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.put(name, value);
        self
    }
}

/// The markup of one answer, alike for radios and checkboxes.
#[derive(Template)]
#[template(path = "govuk/choice.html")]
struct ChoiceMarkup<'a> {
    kind: &'static str,
    input_type: &'static str,
    choice: &'a Choice,
    id: String,
    name: &'a str,
    checked: bool,
    described_by: String,
}

impl HtmlSafe for ChoiceMarkup<'_> {}

impl ChoiceMarkup<'_> {
    fn label(&self) -> Label {
        Label {
            text: self.choice.text.clone(),
            html: self.choice.html.clone(),
            classes: self
                .choice
                .label
                .classes
                .after(&format!("govuk-{}__label", self.kind)),
            ..self.choice.label.naming(&self.id)
        }
    }

    fn hint(&self) -> Option<Hint> {
        let hint = self.choice.hint.as_ref()?;
        if hint.shown().is_empty() {
            return None;
        }
        Some(Hint {
            classes: hint.classes.after(&format!("govuk-{}__hint", self.kind)),
            ..hint.with_id(&format!("{}-item-hint", self.id))
        })
    }
}

/// The whole group, alike for radios and checkboxes.
#[derive(Template)]
#[template(path = "govuk/choices.html")]
struct GroupMarkup<'a> {
    kind: &'static str,
    helps: Helps,
    form_group: &'a FormGroup,
    classes: &'a Classes,
    attributes: &'a Attributes,
    items: Vec<Html>,
}

impl HtmlSafe for GroupMarkup<'_> {}

/// Builder steps shared by both kinds of group.
macro_rules! group_steps {
    ($name:ident) => {
        impl $name {
            /// A question with its answers; the question is the legend.
            pub fn new(
                name: impl Into<String>,
                legend: impl Into<Content>,
                items: impl IntoIterator<Item = impl Borrow<Choice>>,
            ) -> Self {
                Self {
                    name: name.into(),
                    fieldset: Some(Fieldset::new(legend)),
                    items: items
                        .into_iter()
                        .map(|i| Some(i.borrow().clone()))
                        .collect(),
                    ..Self::default()
                }
            }

            /// Help under the question.
            pub fn hint(mut self, content: impl Into<Content>) -> Self {
                self.hint = Some(Hint::new(content));
                self
            }

            /// What has to be put right, if anything.
            pub fn error<T: Into<Content>>(mut self, message: Option<T>) -> Self {
                self.error_message = message.map(ErrorMessage::new);
                self
            }

            /// Makes the legend the page's `h1`.
            pub fn page_heading(mut self) -> Self {
                self.fieldset = self.fieldset.map(Fieldset::page_heading);
                self
            }

            fn prefix(&self) -> &str {
                self.id_prefix
                    .as_deref()
                    .filter(|prefix| !prefix.is_empty())
                    .unwrap_or(&self.name)
            }

            fn item_id(&self, choice: &Choice, place: usize) -> String {
                match &choice.id {
                    Some(id) if !id.is_empty() => id.clone(),
                    _ if place == 0 => self.prefix().to_owned(),
                    _ => format!("{}-{}", self.prefix(), place + 1),
                }
            }
        }
    };
}

/// A question that takes one answer.
///
/// `Radios::new("adult", "Is an adult involved?", [Choice::new("yes", "Yes"), Choice::new("no", "No")]).value(answer)`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(source = "{{ self.markup() }}", ext = "html")]
pub struct Radios {
    fieldset: Option<Fieldset>,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    id_prefix: Option<String>,
    name: String,
    #[serde(deserialize_with = "reading::items")]
    items: Vec<Option<Choice>>,
    #[serde(deserialize_with = "reading::truthy_scalar")]
    value: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(Radios);
group_steps!(Radios);

impl Radios {
    /// The answer already given, if any.
    pub fn value(mut self, answer: Option<impl Into<String>>) -> Self {
        self.value = answer.map(Into::into);
        self
    }

    /// Answers side by side; for two short ones.
    pub fn inline(self) -> Self {
        self.classes("govuk-radios--inline")
    }

    fn markup(&self) -> Html {
        let helps = Helps::of(
            self.prefix(),
            &self.fieldset.as_ref().and_then(|f| f.described_by.clone()),
            &self.hint,
            &self.error_message,
        );
        let items = self.items.iter().enumerate().filter_map(|(place, choice)| {
            let choice = choice.as_ref()?;
            let id = self.item_id(choice, place);
            let matches = self
                .value
                .as_ref()
                .is_some_and(|value| !value.is_empty() && choice.value.as_ref() == Some(value));
            let mut markup = ChoiceMarkup {
                kind: "radios",
                input_type: "radio",
                choice,
                id,
                name: &self.name,
                checked: choice.checked.unwrap_or(matches),
                described_by: String::new(),
            };
            if let Some(hint) = markup.hint() {
                markup.described_by = hint.id.unwrap_or_default();
            }
            Some(Html::of(&markup))
        });
        let group = GroupMarkup {
            kind: "radios",
            items: items.collect(),
            helps,
            form_group: &self.form_group,
            classes: &self.classes,
            attributes: &self.attributes,
        };
        grouped(&group, &self.fieldset, self.error_message.is_some())
    }
}

/// A question that takes any number of answers. The form sends the name once for each.
///
/// `Checkboxes::new("parts", "Which apply?", choices).values(answers)`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(source = "{{ self.markup() }}", ext = "html")]
pub struct Checkboxes {
    described_by: Option<String>,
    fieldset: Option<Fieldset>,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    id_prefix: Option<String>,
    name: String,
    #[serde(deserialize_with = "reading::items")]
    items: Vec<Option<Choice>>,
    #[serde(deserialize_with = "reading::scalars")]
    values: Vec<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(Checkboxes);
group_steps!(Checkboxes);

impl Checkboxes {
    /// The answers already given.
    pub fn values(mut self, answers: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.values = answers.into_iter().map(|a| a.as_ref().to_owned()).collect();
        self
    }

    /// Smaller boxes, for filters.
    pub fn small(self) -> Self {
        self.classes("govuk-checkboxes--small")
    }

    fn markup(&self) -> Html {
        let outer = self
            .fieldset
            .as_ref()
            .and_then(|f| f.described_by.clone())
            .filter(|ids| !ids.is_empty())
            .or_else(|| self.described_by.clone());
        let helps = Helps::of(self.prefix(), &outer, &self.hint, &self.error_message);
        let items = self.items.iter().enumerate().filter_map(|(place, choice)| {
            let choice = choice.as_ref()?;
            let id = self.item_id(choice, place);
            let matches = choice
                .value
                .as_ref()
                .is_some_and(|value| self.values.contains(value));
            let mut markup = ChoiceMarkup {
                kind: "checkboxes",
                input_type: "checkbox",
                choice,
                id,
                name: choice.name.as_deref().unwrap_or(&self.name),
                checked: choice.checked.unwrap_or(matches),
                described_by: String::new(),
            };
            let mut ids = Vec::new();
            if self.fieldset.is_none() {
                ids.extend(helps.described_by.clone());
            }
            ids.extend(markup.hint().and_then(|hint| hint.id));
            markup.described_by = ids.join(" ");
            Some(Html::of(&markup))
        });
        let group = GroupMarkup {
            kind: "checkboxes",
            items: items.collect(),
            helps,
            form_group: &self.form_group,
            classes: &self.classes,
            attributes: &self.attributes,
        };
        grouped(&group, &self.fieldset, self.error_message.is_some())
    }
}

#[derive(Template)]
#[template(path = "govuk/form_group.html")]
pub(super) struct FormGroupMarkup<'a> {
    pub(super) form_group: &'a FormGroup,
    pub(super) wrong: bool,
    pub(super) inside: Html,
}

impl HtmlSafe for FormGroupMarkup<'_> {}

fn grouped(group: &GroupMarkup<'_>, fieldset: &Option<Fieldset>, wrong: bool) -> Html {
    let inside = Html::of(group);
    let inside = match fieldset {
        Some(fieldset) => Html::of(fieldset.around(inside, group.helps.described_by.clone(), "")),
        None => inside,
    };
    Html::of(&FormGroupMarkup {
        form_group: group.form_group,
        wrong,
        inside,
    })
}
