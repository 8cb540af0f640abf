//! Fields in which a person writes: one line or several.

use askama::Template;
use serde::Deserialize;

use super::field::{Beside, ErrorMessage, FormGroup, Helps, Hint, Label};
use super::html::{Attributes, Classes, Content, Html, Shown};
use super::reading;

/// Builder steps shared by every field that has a label, a hint and an error.
macro_rules! field_steps {
    ($name:ident) => {
        impl $name {
            /// Help under the label.
            pub fn hint(mut self, content: impl Into<Content>) -> Self {
                self.hint = Some(Hint::new(content));
                self
            }

            /// What has to be put right, if anything.
            pub fn error<T: Into<Content>>(mut self, message: Option<T>) -> Self {
                self.error_message = message.map(ErrorMessage::new);
                self
            }

            /// The element's id, where it is not the name.
            pub fn id(mut self, id: impl Into<String>) -> Self {
                self.id = Some(id.into());
                self
            }

            /// Makes the label the page's `h1`.
            pub fn page_heading(mut self) -> Self {
                self.label = self.label.page_heading();
                self
            }

            /// Class names for the label, such as `govuk-label--m`.
            pub fn label_classes(mut self, classes: &str) -> Self {
                self.label = self.label.classes(classes);
                self
            }

            fn field_id(&self) -> &str {
                self.id
                    .as_deref()
                    .filter(|id| !id.is_empty())
                    .or(self.name.as_deref())
                    .unwrap_or("")
            }
        }
    };
}
pub(super) use field_steps;

/// What stands inside an input's frame, before or after what is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Affix {
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
    attributes: Attributes,
}

impl Affix {
    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct InputWrapper {
    pub(super) classes: Classes,
    pub(super) attributes: Attributes,
}

/// A field of one line.
///
/// `Input::new("year-group", "Year group").hint("For example, Year 9").value(typed).error(problem).width("4")`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/input.html")]
pub struct Input {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) inputmode: Option<String>,
    #[serde(deserialize_with = "reading::scalar")]
    pub(super) value: Option<String>,
    pub(super) disabled: bool,
    pub(super) described_by: Option<String>,
    pub(super) label: Label,
    pub(super) hint: Option<Hint>,
    pub(super) error_message: Option<ErrorMessage>,
    pub(super) prefix: Option<Affix>,
    pub(super) suffix: Option<Affix>,
    pub(super) form_group: FormGroup,
    pub(super) classes: Classes,
    pub(super) autocomplete: Option<String>,
    pub(super) pattern: Option<String>,
    pub(super) spellcheck: Option<bool>,
    pub(super) autocapitalize: Option<String>,
    pub(super) input_wrapper: InputWrapper,
    pub(super) attributes: Attributes,
}
component!(Input);
field_steps!(Input);

impl Input {
    /// A field called `name` in the form, with a label.
    pub fn new(name: impl Into<String>, label: impl Into<Content>) -> Self {
        Self {
            name: Some(name.into()),
            label: Label::new(label),
            ..Self::default()
        }
    }

    /// What stands in the field.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The HTML type, where it is not `text`: `email`, `tel`. For numbers use [`Input::numeric`].
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = Some(kind.to_owned());
        self
    }

    /// A field for digits: the number keyboard on a phone, and no spell check.
    pub fn numeric(mut self) -> Self {
        self.inputmode = Some("numeric".to_owned());
        self.spellcheck = Some(false);
        self
    }

    /// Width in characters: one of 2, 3, 4, 5, 10, 20, 30.
    pub fn width(self, characters: u8) -> Self {
        self.classes(&format!("govuk-input--width-{characters}"))
    }

    /// The autocomplete token, such as `name`, `username` or `one-time-code`.
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token.to_owned());
        self
    }

    /// Whether the browser checks spelling; off for names.
    pub fn spellcheck(mut self, on: bool) -> Self {
        self.spellcheck = Some(on);
        self
    }

    fn helps(&self) -> Helps {
        Helps::of(
            self.field_id(),
            &self.described_by,
            &self.hint,
            &self.error_message,
        )
    }

    fn framed(&self) -> bool {
        let beside = [&self.form_group.before_input, &self.form_group.after_input];
        let affixes = [&self.prefix, &self.suffix];
        beside.into_iter().flatten().any(|b| !b.shown().is_empty())
            || affixes.into_iter().flatten().any(|a| !a.shown().is_empty())
    }

    fn element(&self, described_by: &Option<String>) -> Attributes {
        let mut classes = Classes::default().after("govuk-input");
        classes.add(self.classes.as_str());
        if self.error_message.is_some() {
            classes.add("govuk-input--error");
        }
        let mut attributes = Attributes::default();
        attributes.put("class", classes.as_str());
        attributes.put("id", self.field_id());
        attributes.put("name", self.name.as_deref().unwrap_or(""));
        attributes.put("type", self.kind.as_deref().unwrap_or("text"));
        attributes.put_if("spellcheck", &self.spellcheck.map(|on| on.to_string()));
        attributes.put_if("value", &self.value);
        attributes.put_if("disabled", &self.disabled.then(String::new));
        attributes.put_if("aria-describedby", described_by);
        attributes.put_if("autocomplete", &self.autocomplete);
        attributes.put_if("autocapitalize", &self.autocapitalize);
        attributes.put_if("pattern", &self.pattern);
        attributes.put_if("inputmode", &self.inputmode);
        attributes.with(&self.attributes)
    }
}

/// A field of several lines.
///
/// `Textarea::new("what-happened", "What happened").rows(8).value(typed).error(problem)`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/textarea.html")]
pub struct Textarea {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) spellcheck: Option<bool>,
    #[serde(deserialize_with = "reading::scalar")]
    pub(super) rows: Option<String>,
    pub(super) value: Option<String>,
    pub(super) disabled: bool,
    pub(super) described_by: Option<String>,
    pub(super) label: Label,
    pub(super) hint: Option<Hint>,
    pub(super) error_message: Option<ErrorMessage>,
    pub(super) form_group: FormGroup,
    pub(super) classes: Classes,
    pub(super) autocomplete: Option<String>,
    pub(super) attributes: Attributes,
}
component!(Textarea);
field_steps!(Textarea);

impl Textarea {
    /// A field called `name` in the form, with a label, five lines high.
    pub fn new(name: impl Into<String>, label: impl Into<Content>) -> Self {
        Self {
            name: Some(name.into()),
            label: Label::new(label),
            ..Self::default()
        }
    }

    /// What stands in the field.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Height in lines.
    pub fn rows(mut self, lines: u8) -> Self {
        self.rows = Some(lines.to_string());
        self
    }

    /// Words that, while they stand in the field, show a hint under it. Only where there is script.
    pub fn hint_words(mut self, words: &[&str], say: impl Into<Content>) -> Self {
        let id = format!("{}-word-hint", self.field_id());
        self.form_group.after_input = Some(Beside {
            html: Some(Html::of(&WordHint {
                id: &id,
                say: say.into().into(),
            })),
            text: None,
        });
        self.attr("data-hint-words", words.join(" "))
            .attr("data-hint-shows", id)
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

/// The hint that [`Textarea::hint_words`] shows; the line around it is there from the start, so that it is read out.
#[derive(Template)]
#[template(
    source = r#"<div role="status"><p class="leeward-word-hint" id="{{ id }}" hidden>{{ say }}</p></div>"#,
    ext = "html"
)]
struct WordHint<'a> {
    id: &'a str,
    say: Html,
}

impl askama::filters::HtmlSafe for WordHint<'_> {}
