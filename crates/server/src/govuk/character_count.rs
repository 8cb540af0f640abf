//! A field of several lines that says how much may still be written.

use askama::Template;
use serde::Deserialize;

use super::field::{Beside, ErrorMessage, FormGroup, Hint, Label};
use super::html::{Attributes, Classes, Content, Html};
use super::reading;
use super::text_fields::{Textarea, field_steps};

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
                .map(|beside| Html::of(beside.shown())),
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
