//! Components of the GOV.UK Design System, checked against its own examples (`tests/govuk_fixtures.rs`).
//!
//! One convention: a component is a value, and a template shows it with `{{ component }}`. It is never escaped
//! twice and never needs `|safe`, because every component is [`askama::filters::HtmlSafe`]. Words given as `&str` or
//! `String` are always escaped; only [`Html`] is not, and `Html` can be made only from components, templates and
//! escaped text. Nothing here knows of a case, a person or a route.
//!
//! ```
//! use server::govuk::{Html, Input, Tag};
//!
//! let field = Input::new("name", "Full name").hint("As on the register").error(Some("Enter a name"));
//! assert!(Html::of(&field).as_str().contains("name-error"));
//! assert!(Html::of(&Tag::new("<b>")).as_str().contains("&lt;b&gt;"));
//! ```
//!
//! In a page: a field of the template's struct holds the component and the template says `{{ name }}`; or the
//! module of the struct imports the component and the template says `{{ Tag::new("Draft").grey() }}`.

/// Marks a struct as a component: safe to show as it is, open to more classes and attributes.
macro_rules! component {
    ($name:ident) => {
        impl askama::filters::HtmlSafe for $name {}

        impl $name {
            /// Adds class names to the component's own.
            pub fn classes(mut self, more: &str) -> Self {
                self.classes.add(more);
                self
            }

            /// Adds an attribute; the value is escaped.
            pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
                self.attributes.put(name, value);
                self
            }
        }

        impl From<$name> for $crate::govuk::Html {
            fn from(component: $name) -> Self {
                Self::of(&component)
            }
        }

        impl From<$name> for $crate::govuk::Content {
            fn from(component: $name) -> Self {
                Self::Html(component.into())
            }
        }
    };
}

mod buttons;
mod character_count;
mod choices;
mod date_input;
mod details;
mod field;
mod html;
mod layout;
mod lists;
mod messages;
mod navigation;
mod pagination;
mod password_input;
mod reading;
mod select;
mod service_navigation;
mod summary_list;
mod table;
mod text_fields;

pub use buttons::{Button, ExitThisPage};
pub use character_count::CharacterCount;
pub use choices::{Checkboxes, Choice, Radios};
pub use date_input::{DateInput, DatePart};
pub use details::{Details, InsetText, Tag, WarningText};
pub use field::{ErrorMessage, Fieldset, FormGroup, Hint, Label, Legend};
pub use html::{Attributes, Classes, Content, Html, Shown};
pub use layout::{Layout, SignedIn};
pub use lists::{Tabs, Task, TaskList, TaskStatus};
pub use messages::{ErrorSummary, NotificationBanner, Panel, PhaseBanner, Problem};
pub use navigation::{BackLink, Breadcrumbs, GenericHeader, NavItem, SkipLink};
pub use pagination::{Page, Pagination};
pub use password_input::PasswordInput;
pub use select::{Select, SelectItem};
pub use service_navigation::ServiceNavigation;
pub use summary_list::{Action, SummaryCard, SummaryList, SummaryRow};
pub use table::{Cell, Table};
pub use text_fields::{Input, Textarea};
