//! The line under every item: which document, where in it, how sure we are, and which layer added it.

use crate::govuk::Html;
use crate::when;
use guidance::Layer;

/// Where an item comes from.
#[derive(Debug, Clone, askama::Template)]
#[template(path = "guidance/where_from.html")]
pub struct WhereFrom {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) section: Option<String>,
    pub(super) mark: &'static str,
    pub(super) layer: Option<String>,
    pub(super) of_the_whole: bool,
}

impl askama::filters::HtmlSafe for WhereFrom {}

impl WhereFrom {
    /// For a line of a list: the list says which layer it came from.
    #[must_use]
    pub fn without_layer(mut self) -> Self {
        self.layer = None;
        self
    }

    /// For a list as a whole, whose lines name sources of their own.
    #[must_use]
    pub fn of_the_whole(mut self) -> Self {
        self.of_the_whole = true;
        self
    }
}

impl From<WhereFrom> for Html {
    fn from(line: WhereFrom) -> Self {
        Self::of(&line)
    }
}

/// A layer as items name it: a national layer with its first day, or a setting's own rule.
pub fn layer_in_words(layer: &Layer) -> String {
    if layer.local {
        return format!(
            "A setting\u{2019}s own stricter rule, in force only where a setting adopted it: {}",
            layer.title
        );
    }
    let from = when::day(layer.in_force.from);
    format!("Added from {from} by: {}", layer.title)
}
