//! A date in three fields. It carries what was typed, right or wrong; reading it as a date is the page's work.

use askama::Template;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::choices::FormGroupMarkup;
use super::field::{ErrorMessage, Fieldset, FormGroup, Helps, Hint, Label};
use super::html::{Attributes, Classes, Content, Html};
use super::reading;
use super::text_fields::Input;

/// One of the three fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct DateItem {
    name: Option<String>,
    id: Option<String>,
    label: Option<String>,
    #[serde(deserialize_with = "reading::scalar")]
    value: Option<String>,
    error: Option<bool>,
    autocomplete: Option<String>,
    pattern: Option<String>,
    inputmode: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

impl DateItem {
    fn marked(&self) -> bool {
        self.error == Some(true) || self.classes.contains("govuk-input--error")
    }
}

/// A field as given, left as it is, or left out.
#[derive(Clone, Debug, Default)]
enum Field {
    #[default]
    Usual,
    LeftOut,
    Given(Box<DateItem>),
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Value::deserialize(from)? {
            Value::Bool(false) => Ok(Self::LeftOut),
            given => serde_json::from_value(given)
                .map(Self::Given)
                .map_err(serde::de::Error::custom),
        }
    }
}

/// Which of the three fields something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// The day of the month.
    Day,
    /// The month as a number.
    Month,
    /// The year in four digits.
    Year,
}

impl DatePart {
    const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    fn width(self) -> u8 {
        if self == Self::Year { 4 } else { 2 }
    }
}

/// A date in three fields, sent as `<name>-day`, `<name>-month` and `<name>-year`.
///
/// `DateInput::new("born", "Date of birth").hint("For example, 27 3 2011").day("27").month("3").year("2011")`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(source = "{{ self.markup() }}", ext = "html")]
pub struct DateInput {
    id: Option<String>,
    name_prefix: Option<String>,
    day: Field,
    month: Field,
    year: Field,
    items: Vec<DateItem>,
    values: Values,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    fieldset: Option<Fieldset>,
    classes: Classes,
    attributes: Attributes,
}
component!(DateInput);

#[derive(Clone, Debug, Default)]
struct Values(Vec<(String, String)>);

impl Values {
    fn find(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(key, _)| key == name)?;
        Some(value.clone())
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let map = serde_json::Map::deserialize(from)?;
        let mut values = Vec::new();
        for (name, value) in map {
            if let Some(text) = reading::scalar(value).map_err(serde::de::Error::custom)? {
                values.push((name, text));
            }
        }
        Ok(Self(values))
    }
}

/// The three fields, between what explains them.
#[derive(Template)]
#[template(path = "govuk/date_input.html")]
struct Inside<'a> {
    date: &'a DateInput,
    hint: Option<Hint>,
    error: Option<ErrorMessage>,
    inputs: Vec<Input>,
}

impl askama::filters::HtmlSafe for Inside<'_> {}

impl DateInput {
    /// A date called `name`, asked by the legend.
    pub fn new(name: impl Into<String>, legend: impl Into<Content>) -> Self {
        let name = name.into();
        Self {
            id: Some(name.clone()),
            name_prefix: Some(name),
            fieldset: Some(Fieldset::new(legend)),
            ..Self::default()
        }
    }

    /// Help under the question.
    pub fn hint(mut self, content: impl Into<Content>) -> Self {
        self.hint = Some(Hint::new(content));
        self
    }

    /// What has to be put right, if anything; the first field is marked unless [`DateInput::wrong`] says which.
    pub fn error<T: Into<Content>>(mut self, message: Option<T>) -> Self {
        self.error_message = message.map(ErrorMessage::new);
        self
    }

    /// Marks one of the fields as wrong.
    pub fn wrong(mut self, part: DatePart) -> Self {
        if let Field::Given(item) = self.given(part) {
            item.error = Some(true);
        }
        self
    }

    /// What was typed as the day.
    pub fn day(self, typed: impl Into<String>) -> Self {
        self.typed(DatePart::Day, typed.into())
    }

    /// What was typed as the month.
    pub fn month(self, typed: impl Into<String>) -> Self {
        self.typed(DatePart::Month, typed.into())
    }

    /// What was typed as the year.
    pub fn year(self, typed: impl Into<String>) -> Self {
        self.typed(DatePart::Year, typed.into())
    }

    /// Makes the legend the page's `h1`.
    pub fn page_heading(mut self) -> Self {
        self.fieldset = self.fieldset.map(Fieldset::page_heading);
        self
    }

    fn given(&mut self, part: DatePart) -> &mut Field {
        let field = match part {
            DatePart::Day => &mut self.day,
            DatePart::Month => &mut self.month,
            DatePart::Year => &mut self.year,
        };
        if matches!(field, Field::Usual) {
            *field = Field::Given(Box::default());
        }
        field
    }

    fn typed(mut self, part: DatePart, typed: String) -> Self {
        if let Field::Given(item) = self.given(part) {
            item.value = Some(typed);
        }
        self
    }

    fn field(&self, part: DatePart) -> &Field {
        match part {
            DatePart::Day => &self.day,
            DatePart::Month => &self.month,
            DatePart::Year => &self.year,
        }
    }

    fn fields(&self) -> Vec<(Option<DatePart>, DateItem)> {
        if !self.items.is_empty() {
            return self
                .items
                .iter()
                .map(|item| {
                    let part = self.part_named(item.name.as_deref());
                    let mut item = item.clone();
                    if let (None, Some(Field::Given(usual))) =
                        (&item.value, part.map(|part| self.field(part)))
                    {
                        item.value.clone_from(&usual.value);
                    }
                    (part, item)
                })
                .collect();
        }
        DatePart::ALL
            .into_iter()
            .filter_map(|part| match self.field(part) {
                Field::LeftOut => None,
                Field::Given(item) => Some((Some(part), DateItem::clone(item))),
                Field::Usual => Some((
                    Some(part),
                    DateItem {
                        name: Some(part.name().to_owned()),
                        value: self.values.find(part.name()),
                        classes: Classes::default()
                            .after(&format!("govuk-input--width-{}", part.width())),
                        ..DateItem::default()
                    },
                )),
            })
            .collect()
    }

    fn part_named(&self, name: Option<&str>) -> Option<DatePart> {
        let name = name?;
        DatePart::ALL.into_iter().find(|part| {
            let renamed = match self.field(*part) {
                Field::Given(item) => item.name.as_deref(),
                Field::Usual | Field::LeftOut => None,
            };
            name == part.name() || renamed == Some(name)
        })
    }

    fn inputs(&self) -> Vec<Input> {
        let fields = self.fields();
        let any_marked = fields.iter().any(|(_, item)| item.marked());
        fields
            .into_iter()
            .map(|(part, item)| {
                let wrong = item.marked()
                    || (item.error != Some(false) && self.error_message.is_some() && !any_marked);
                self.input(part, item, wrong)
            })
            .collect()
    }

    fn input(&self, part: Option<DatePart>, item: DateItem, wrong: bool) -> Input {
        let name = item
            .name
            .clone()
            .or(part.map(|part| part.name().to_owned()))
            .unwrap_or_default();
        let mut classes = Classes::default().after("govuk-date-input__input");
        if wrong && !item.classes.contains("govuk-input--error") {
            classes.add("govuk-input--error");
        }
        if !item.classes.contains("govuk-input--width-") {
            let width = part.map_or(2, DatePart::width);
            classes.add(&format!("govuk-input--width-{width}"));
        }
        classes.add(item.classes.as_str());
        let full_name = match self.name_prefix.as_deref() {
            Some(prefix) if !prefix.is_empty() => format!("{prefix}-{name}"),
            _ => name.clone(),
        };
        let label = item.label.clone().unwrap_or_else(|| capitalised(&name));
        Input {
            id: Some(
                item.id.clone().unwrap_or_else(|| {
                    format!("{}-{name}", self.id.as_deref().unwrap_or_default())
                }),
            ),
            value: item.value.clone().or_else(|| self.values.find(&full_name)),
            name: Some(full_name),
            label: Label::new(label).classes("govuk-date-input__label"),
            classes,
            inputmode: Some(item.inputmode.unwrap_or_else(|| "numeric".to_owned())),
            autocomplete: item.autocomplete,
            pattern: item.pattern,
            attributes: item.attributes,
            ..Input::default()
        }
    }

    fn markup(&self) -> Html {
        let outer = self.fieldset.as_ref().and_then(|f| f.described_by.clone());
        let helps = Helps::of(
            self.id.as_deref().unwrap_or_default(),
            &outer,
            &self.hint,
            &self.error_message,
        );
        let mut inside = Html::of(&Inside {
            date: self,
            hint: helps.hint,
            error: helps.error,
            inputs: self.inputs(),
        });
        if let Some(fieldset) = &self.fieldset {
            // The role "group" makes screen readers read the hint and error of a set of text fields.
            inside = Html::of(fieldset.around(inside, helps.described_by, "group"));
        }
        Html::of(&FormGroupMarkup {
            form_group: &self.form_group,
            wrong: self.error_message.is_some(),
            inside,
        })
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first
            .to_uppercase()
            .chain(letters.flat_map(char::to_lowercase))
            .collect()
    })
}
