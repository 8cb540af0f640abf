//! Fields in which a person writes: one line, several lines, several lines with a limit, a password.

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
    classes: Classes,
    attributes: Attributes,
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
    spellcheck: Option<bool>,
    #[serde(deserialize_with = "reading::scalar")]
    rows: Option<String>,
    value: Option<String>,
    disabled: bool,
    described_by: Option<String>,
    pub(super) label: Label,
    pub(super) hint: Option<Hint>,
    pub(super) error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    pub(super) classes: Classes,
    autocomplete: Option<String>,
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

/// A message that differs by number, for the script that counts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Plural {
    zero: Option<String>,
    one: Option<String>,
    two: Option<String>,
    few: Option<String>,
    many: Option<String>,
    other: Option<String>,
}

impl Plural {
    fn put(&self, key: &str, attributes: &mut Attributes) {
        let forms = [
            ("zero", &self.zero),
            ("one", &self.one),
            ("two", &self.two),
            ("few", &self.few),
            ("many", &self.many),
            ("other", &self.other),
        ];
        for (rule, message) in forms {
            attributes.put_if(&format!("data-i18n.{key}.{rule}"), message);
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct CountMessage {
    classes: Classes,
}

/// A field of several lines that says how many characters or words are left.
///
/// `CharacterCount::characters("summary", "Summary", 500).value(typed)`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(source = "{{ self.textarea() }}", ext = "html")]
pub struct CharacterCount {
    id: Option<String>,
    name: Option<String>,
    #[serde(deserialize_with = "reading::scalar")]
    rows: Option<String>,
    value: Option<String>,
    maxlength: Option<u32>,
    maxwords: Option<u32>,
    #[serde(deserialize_with = "reading::scalar")]
    threshold: Option<String>,
    count_type: Option<String>,
    label: Label,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    classes: Classes,
    attributes: Attributes,
    spellcheck: Option<bool>,
    count_message: CountMessage,
    textarea_description_text: Option<String>,
    characters_under_limit_text: Plural,
    characters_at_limit_text: Option<String>,
    characters_over_limit_text: Plural,
    words_under_limit_text: Plural,
    words_at_limit_text: Option<String>,
    words_over_limit_text: Plural,
}
component!(CharacterCount);
field_steps!(CharacterCount);

impl CharacterCount {
    /// A field that takes up to `limit` characters.
    pub fn characters(name: impl Into<String>, label: impl Into<Content>, limit: u32) -> Self {
        Self {
            name: Some(name.into()),
            label: Label::new(label),
            maxlength: Some(limit),
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

    fn limit(&self) -> Option<u32> {
        self.maxwords.or(self.maxlength)
    }

    fn counts(&self) -> Option<&str> {
        self.count_type
            .as_deref()
            .or(self.maxwords.map(|_| "words"))
    }

    fn group_attributes(&self) -> Attributes {
        let mut put = Attributes::default();
        put.put("data-module", "govuk-character-count");
        put.put_if("data-maxlength", &self.maxlength.map(|n| n.to_string()));
        put.put_if("data-maxwords", &self.maxwords.map(|n| n.to_string()));
        put.put_if("data-threshold", &self.threshold);
        put.put_if("data-count-type", &self.counts().map(str::to_owned));
        if self.limit().is_none() {
            put.put_if(
                "data-i18n.textarea-description.other",
                &self.textarea_description_text,
            );
        }
        self.characters_under_limit_text
            .put("characters-under-limit", &mut put);
        put.put_if(
            "data-i18n.characters-at-limit",
            &self.characters_at_limit_text,
        );
        self.characters_over_limit_text
            .put("characters-over-limit", &mut put);
        self.words_under_limit_text
            .put("words-under-limit", &mut put);
        put.put_if("data-i18n.words-at-limit", &self.words_at_limit_text);
        self.words_over_limit_text.put("words-over-limit", &mut put);
        put.with(&self.form_group.attributes)
    }

    fn textarea(&self) -> Textarea {
        let id = self.field_id();
        let unit = if self.counts() == Some("words") {
            "words"
        } else {
            "characters"
        };
        let description = self.limit().map(|limit| {
            self.textarea_description_text
                .clone()
                .unwrap_or_else(|| format!("You can enter up to %{{count}} {unit}"))
                .replace("%{count}", &limit.to_string())
        });
        let info_id = format!("{id}-info");
        let message = Hint {
            text: description,
            id: Some(info_id.clone()),
            classes: self
                .count_message
                .classes
                .after("govuk-character-count__message"),
            ..Hint::default()
        };
        let mut after = vec![Html::of(&message)];
        after.extend(
            self.form_group
                .after_input
                .iter()
                .map(|beside| Html::of(&beside.shown())),
        );
        Textarea {
            id: Some(id.to_owned()),
            name: self.name.clone(),
            described_by: Some(info_id),
            rows: self.rows.clone(),
            spellcheck: self.spellcheck,
            value: self.value.clone(),
            label: self.label.clone(),
            hint: self.hint.clone(),
            error_message: self.error_message.clone(),
            form_group: FormGroup {
                classes: self.form_group.classes.after("govuk-character-count"),
                attributes: self.group_attributes(),
                before_input: self.form_group.before_input.clone(),
                after_input: Some(Beside {
                    html: Some(Html::join(after)),
                    text: None,
                }),
            },
            classes: self.classes.after("govuk-js-character-count"),
            attributes: self.attributes.clone(),
            ..Textarea::default()
        }
    }
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
    button: CountMessage,
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
                .map(|beside| Html::of(&beside.shown())),
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
