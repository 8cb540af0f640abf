//! Things to compare, in rows and columns.

use askama::Template;
use serde::Deserialize;

use super::html::{Attributes, Classes, Content, Html, Shown};
use super::reading;

/// One cell.
///
/// `Cell::new("4 March 2026")`, `Cell::numeric("12")`, `Cell::new(Tag::new("Open"))`, `Cell::from("text")`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Cell {
    #[serde(deserialize_with = "reading::scalar")]
    text: Option<String>,
    html: Option<Html>,
    format: Option<String>,
    classes: Classes,
    #[serde(deserialize_with = "reading::scalar")]
    colspan: Option<String>,
    #[serde(deserialize_with = "reading::scalar")]
    rowspan: Option<String>,
    attributes: Attributes,
}

impl Cell {
    /// A cell that shows this.
    pub fn new(content: impl Into<Content>) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    /// A number, to the right.
    pub fn numeric(content: impl Into<Content>) -> Self {
        Self {
            format: Some("numeric".to_owned()),
            ..Self::new(content)
        }
    }

    /// Adds class names, such as `govuk-!-width-one-third`.
    pub fn classes(mut self, more: &str) -> Self {
        self.classes.add(more);
        self
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

impl<T: Into<Content>> From<T> for Cell {
    fn from(content: T) -> Self {
        Self::new(content)
    }
}

impl From<&Cell> for Cell {
    fn from(cell: &Cell) -> Self {
        cell.clone()
    }
}

/// A table.
///
/// `Table::new(["Case", "Opened"]).caption("Open cases").row(["14", "4 March 2026"])`
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/table.html")]
pub struct Table {
    #[serde(deserialize_with = "reading::items")]
    rows: Vec<Option<Vec<Cell>>>,
    head: Option<Vec<Cell>>,
    caption: Option<String>,
    caption_classes: Classes,
    first_cell_is_header: bool,
    classes: Classes,
    attributes: Attributes,
}
component!(Table);

impl Table {
    /// A table with these column headings.
    pub fn new(head: impl IntoIterator<Item = impl Into<Cell>>) -> Self {
        Self {
            head: Some(head.into_iter().map(Into::into).collect()),
            ..Self::default()
        }
    }

    /// What the table is of, medium size.
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self.caption_classes = Classes::default().after("govuk-table__caption--m");
        self
    }

    /// Adds a row.
    pub fn row(mut self, cells: impl IntoIterator<Item = impl Into<Cell>>) -> Self {
        self.rows
            .push(Some(cells.into_iter().map(Into::into).collect()));
        self
    }

    /// Adds rows.
    pub fn rows<R>(mut self, rows: impl IntoIterator<Item = R>) -> Self
    where
        R: IntoIterator,
        R::Item: Into<Cell>,
    {
        for cells in rows {
            self = self.row(cells);
        }
        self
    }

    /// Makes the first cell of each row its heading.
    pub fn row_headings(mut self) -> Self {
        self.first_cell_is_header = true;
        self
    }
}
