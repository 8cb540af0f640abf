//! What may stand on a page unescaped, and what may not.
//! [`Html`] can be made only from something already escaped: a component, a template, or text escaped here.

use std::fmt;

use askama::filters::HtmlSafe;
use serde::{Deserialize, Deserializer};

/// Markup that is already safe to show. There is no constructor that takes a raw string.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// Markup of a component or of a template fragment that is marked [`HtmlSafe`].
    pub fn of(part: impl HtmlSafe) -> Self {
        Self(part.to_string())
    }

    /// Any text, escaped.
    pub fn text(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for piece in text.split_inclusive(['&', '<', '>', '"', '\'']) {
            let (plain, mark) = match piece.as_bytes().last() {
                Some(b'&') => ("&", "&amp;"),
                Some(b'<') => ("<", "&lt;"),
                Some(b'>') => (">", "&gt;"),
                Some(b'"') => ("\"", "&#34;"),
                Some(b'\'') => ("'", "&#39;"),
                _ => ("", ""),
            };
            escaped.push_str(piece.strip_suffix(plain).unwrap_or(piece));
            escaped.push_str(mark);
        }
        Self(escaped)
    }

    /// What a person wrote, escaped, one paragraph for each block between empty lines, with its line ends kept.
    pub fn paragraphs(text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        let mut markup = String::new();
        for block in text.split("\n\n").map(str::trim).filter(|b| !b.is_empty()) {
            markup.push_str("<p class=\"govuk-body\">");
            markup.push_str(&Self::text(block).0.replace('\n', "<br>"));
            markup.push_str("</p>");
        }
        Self(markup)
    }

    /// A link; address and words are escaped.
    pub fn link(href: &str, text: &str) -> Self {
        Self(format!(
            "<a class=\"govuk-link\" href=\"{}\">{}</a>",
            Self::text(href),
            Self::text(text)
        ))
    }

    /// A bulleted list.
    pub fn bullets(items: impl IntoIterator<Item = impl Into<Content>>) -> Self {
        let mut markup = String::from("<ul class=\"govuk-list govuk-list--bullet\">");
        for item in items {
            markup.push_str(&format!("<li>{}</li>", Self::from(item.into())));
        }
        markup.push_str("</ul>");
        Self(markup)
    }

    /// Parts one after another, with a line end between them.
    pub fn join(parts: impl IntoIterator<Item = Html>) -> Self {
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).collect();
        Self(parts.join("\n"))
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// What a component shows: words (escaped when shown) or markup that is already safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Words; escaped when shown.
    Text(String),
    /// Markup already safe.
    Html(Html),
}

impl Content {
    /// The two options that the design system has for the same thing.
    pub(super) fn split(self) -> (Option<String>, Option<Html>) {
        match self {
            Self::Text(text) => (Some(text), None),
            Self::Html(html) => (None, Some(html)),
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Html> for Content {
    fn from(html: Html) -> Self {
        Self::Html(html)
    }
}

impl From<&&str> for Content {
    fn from(text: &&str) -> Self {
        Self::Text((*text).to_owned())
    }
}

impl From<&Html> for Content {
    fn from(html: &Html) -> Self {
        Self::Html(html.clone())
    }
}

impl From<&Content> for Content {
    fn from(content: &Content) -> Self {
        content.clone()
    }
}

impl From<Content> for Html {
    fn from(content: Content) -> Self {
        match content {
            Content::Text(text) => Self::text(&text),
            Content::Html(html) => html,
        }
    }
}

/// Markup if there is some, otherwise words, escaped.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    text: &'a str,
    html: &'a str,
}

impl<'a> Shown<'a> {
    pub(super) fn of(text: &'a Option<String>, html: &'a Option<Html>) -> Self {
        Self {
            text: text.as_deref().unwrap_or(""),
            html: html.as_ref().map_or("", Html::as_str),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.html.is_empty()
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.html.is_empty() {
            Html::text(self.text).fmt(f)
        } else {
            f.write_str(self.html)
        }
    }
}

impl HtmlSafe for Shown<'_> {}

/// Class names added to a component's own; shown with a space in front.
#[derive(Clone, Debug, Default)]
pub struct Classes(String);

impl Classes {
    pub(super) fn add(&mut self, more: &str) {
        if !self.0.is_empty() && !more.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(more);
    }

    pub(super) fn contains(&self, part: &str) -> bool {
        self.0.contains(part)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// These, with `first` put before them.
    pub(super) fn after(&self, first: &str) -> Self {
        let mut classes = Self(first.to_owned());
        classes.add(&self.0);
        classes
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " {}", Html::text(&self.0))
    }
}

impl HtmlSafe for Classes {}

impl<'de> Deserialize<'de> for Classes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(
            Option::<String>::deserialize(from)?.unwrap_or_default(),
        ))
    }
}

/// Further attributes of an element. Names come from the source code, values are escaped.
#[derive(Clone, Debug, Default)]
pub struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(super) fn put(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    pub(super) fn put_if(&mut self, name: &str, value: &Option<String>) {
        if let Some(value) = value {
            self.put(name, value.clone());
        }
    }

    /// These and then `more`.
    pub(super) fn with(&self, more: &Self) -> Self {
        Self(self.0.iter().chain(&more.0).cloned().collect())
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            write!(f, " {}=\"{}\"", Html::text(name), Html::text(value))?;
        }
        Ok(())
    }
}

impl HtmlSafe for Attributes {}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let map = Option::<serde_json::Map<String, serde_json::Value>>::deserialize(from)?;
        let mut attributes = Self::default();
        for (name, value) in map.unwrap_or_default() {
            match value {
                serde_json::Value::String(text) => attributes.put(&name, text),
                serde_json::Value::Null => attributes.put(&name, ""),
                serde_json::Value::Object(_) | serde_json::Value::Array(_) => {
                    return Err(serde::de::Error::custom("an attribute is text"));
                }
                other => attributes.put(&name, other.to_string()),
            }
        }
        Ok(attributes)
    }
}
