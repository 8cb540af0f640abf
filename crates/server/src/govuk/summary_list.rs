//! Facts as a list of names and values, with links to change them.

use std::borrow::Borrow;

use askama::Template;
use serde::Deserialize;

use super::html::{Attributes, Classes, Content, Html, Shown};
use super::reading;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Words {
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
}

impl Words {
    fn new(content: impl Into<Content>) -> Self {
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

/// A link beside a fact.
///
/// `Action::new("/cases/1/name", "Change", "name")`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Action {
    href: Option<String>,
    text: Option<String>,
    html: Option<Html>,
    visually_hidden_text: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

impl Action {
    /// A link, and what it changes, said to those who cannot see the row.
    pub fn new(
        href: impl Into<String>,
        text: impl Into<String>,
        of_what: impl Into<String>,
    ) -> Self {
        Self {
            href: Some(href.into()),
            text: Some(text.into()),
            visually_hidden_text: Some(of_what.into()),
            ..Self::default()
        }
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Actions {
    items: Option<Vec<Action>>,
    classes: Classes,
}

impl Actions {
    fn links(&self) -> &[Action] {
        self.items.as_deref().unwrap_or_default()
    }
}

/// One fact: its name, its value, its links.
///
/// `SummaryRow::new("Year group", "Year 9").action(Action::new(href, "Change", "year group"))`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct SummaryRow {
    key: Words,
    value: Words,
    actions: Actions,
    classes: Classes,
}

impl SummaryRow {
    /// A fact without links.
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        Self {
            key: Words::new(key),
            value: Words::new(value),
            ..Self::default()
        }
    }

    /// Adds a link.
    pub fn action(mut self, action: Action) -> Self {
        self.actions.items.get_or_insert_default().push(action);
        self
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct CardTitle {
    text: Option<String>,
    html: Option<Html>,
    #[serde(deserialize_with = "reading::scalar")]
    heading_level: Option<String>,
    classes: Classes,
}

impl CardTitle {
    fn level(&self) -> &str {
        self.heading_level.as_deref().unwrap_or("2")
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// A frame with a title around a summary list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct SummaryCard {
    title: Option<CardTitle>,
    actions: Actions,
    classes: Classes,
    attributes: Attributes,
}

impl SummaryCard {
    /// A frame with this title, an `h2`.
    pub fn new(title: impl Into<Content>) -> Self {
        let (text, html) = title.into().split();
        Self {
            title: Some(CardTitle {
                text,
                html,
                ..CardTitle::default()
            }),
            ..Self::default()
        }
    }

    /// Adds a link.
    pub fn action(mut self, action: Action) -> Self {
        self.actions.items.get_or_insert_default().push(action);
        self
    }

    /// Another level for the title, from 2 to 6.
    pub fn heading_level(mut self, level: u8) -> Self {
        if let Some(title) = &mut self.title {
            title.heading_level = Some(level.to_string());
        }
        self
    }
}

/// Facts as names and values.
///
/// `SummaryList::new([SummaryRow::new("Opened", "4 March 2026")]).card(SummaryCard::new("Child A"))`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/summary_list.html")]
pub struct SummaryList {
    #[serde(deserialize_with = "reading::items")]
    rows: Vec<Option<SummaryRow>>,
    card: Option<SummaryCard>,
    classes: Classes,
    attributes: Attributes,
}
component!(SummaryList);

impl SummaryList {
    /// A list of these facts.
    pub fn new(rows: impl IntoIterator<Item = impl Borrow<SummaryRow>>) -> Self {
        Self {
            rows: rows.into_iter().map(|r| Some(r.borrow().clone())).collect(),
            ..Self::default()
        }
    }

    /// Puts the list into a frame with a title.
    pub fn card(mut self, card: SummaryCard) -> Self {
        self.card = Some(card);
        self
    }

    /// Without lines between the rows.
    pub fn no_border(self) -> Self {
        self.classes("govuk-summary-list--no-border")
    }

    fn any_actions(&self) -> bool {
        self.rows
            .iter()
            .flatten()
            .any(|row| !row.actions.links().is_empty())
    }

    fn link(&self, action: &Action) -> Html {
        let title = self.card.as_ref().and_then(|card| card.title.as_ref());
        Html::of(&ActionMarkup { action, title })
    }
}

#[derive(Template)]
#[template(path = "govuk/summary_action.html")]
struct ActionMarkup<'a> {
    action: &'a Action,
    title: Option<&'a CardTitle>,
}

impl askama::filters::HtmlSafe for ActionMarkup<'_> {}

impl ActionMarkup<'_> {
    fn hidden(&self) -> Option<&str> {
        self.action
            .visually_hidden_text
            .as_deref()
            .filter(|text| !text.is_empty())
    }
}
