//! Lists with a state: tasks to be done, and tabs.

use std::borrow::Borrow;

use askama::Template;
use serde::Deserialize;

use super::details::Tag;
use super::html::{Attributes, Classes, Content, Html, Shown};
use super::reading;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct TaskWords {
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
}

impl TaskWords {
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

/// How far a task is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct TaskStatus {
    tag: Option<Tag>,
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
}

impl TaskStatus {
    /// Plain words, for a task that is done: the design system keeps tags for what still needs doing.
    pub fn text(words: impl Into<String>) -> Self {
        Self {
            text: Some(words.into()),
            ..Self::default()
        }
    }

    /// A tag, for a task that still needs doing.
    pub fn tag(tag: Tag) -> Self {
        Self {
            tag: Some(tag),
            ..Self::default()
        }
    }

    /// Grey words, for a task that cannot be started yet.
    pub fn cannot_start(words: impl Into<String>) -> Self {
        Self {
            classes: Classes::default().after("govuk-task-list__status--cannot-start-yet"),
            ..Self::text(words)
        }
    }

    fn shown(&self) -> Shown<'_> {
        Shown::of(&self.text, &self.html)
    }
}

/// One task.
///
/// `Task::new("Tell parents", TaskStatus::tag(Tag::new("To do"))).href("/cases/1/parents").hint("…")`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Task {
    title: TaskWords,
    hint: Option<TaskWords>,
    status: TaskStatus,
    href: Option<String>,
    classes: Classes,
}

impl Task {
    /// A task with its state, not a link.
    pub fn new(title: impl Into<Content>, status: TaskStatus) -> Self {
        Self {
            title: TaskWords::new(title),
            status,
            ..Self::default()
        }
    }

    /// Where the task is done.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Help under the title.
    pub fn hint(mut self, content: impl Into<Content>) -> Self {
        self.hint = Some(TaskWords::new(content));
        self
    }

    fn destination(&self) -> Option<&str> {
        self.href.as_deref().filter(|href| !href.is_empty())
    }
}

/// Tasks with the state of each.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/task_list.html")]
pub struct TaskList {
    #[serde(deserialize_with = "reading::items")]
    items: Vec<Option<Task>>,
    id_prefix: Option<String>,
    classes: Classes,
    attributes: Attributes,
}
component!(TaskList);

impl TaskList {
    /// A list of these tasks.
    pub fn new(items: impl IntoIterator<Item = impl Borrow<Task>>) -> Self {
        Self {
            items: items
                .into_iter()
                .map(|i| Some(i.borrow().clone()))
                .collect(),
            ..Self::default()
        }
    }

    /// What the ids begin with, where a page has more than one list.
    pub fn id_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.id_prefix = Some(prefix.into());
        self
    }

    fn id(&self, place: &usize, part: &str) -> String {
        let prefix = self
            .id_prefix
            .as_deref()
            .filter(|prefix| !prefix.is_empty())
            .unwrap_or("task-list");
        format!("{prefix}-{place}-{part}")
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct TabPanel {
    text: Option<String>,
    html: Option<Html>,
    attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Tab {
    id: Option<String>,
    label: Option<String>,
    attributes: Attributes,
    panel: TabPanel,
}

/// Parts of a page of which one is shown at a time. Without script all are shown, one after another.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[template(path = "govuk/tabs.html")]
pub struct Tabs {
    id: Option<String>,
    id_prefix: Option<String>,
    title: Option<String>,
    #[serde(deserialize_with = "reading::items")]
    items: Vec<Option<Tab>>,
    classes: Classes,
    attributes: Attributes,
}
component!(Tabs);

impl Tabs {
    /// Tabs: the id of each, its label and what it holds.
    pub fn new(tabs: impl IntoIterator<Item = (&'static str, &'static str, Html)>) -> Self {
        Self {
            items: tabs
                .into_iter()
                .map(|(id, label, inside)| {
                    Some(Tab {
                        id: Some(id.to_owned()),
                        label: Some(label.to_owned()),
                        attributes: Attributes::default(),
                        panel: TabPanel {
                            html: Some(inside),
                            ..TabPanel::default()
                        },
                    })
                })
                .collect(),
            ..Self::default()
        }
    }

    fn panel_id(&self, tab: &Tab, place: &usize) -> String {
        tab.id
            .clone()
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| format!("{}-{place}", self.id_prefix.as_deref().unwrap_or_default()))
    }
}
