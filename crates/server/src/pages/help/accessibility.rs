//! How far these pages can be used by everybody: what is tested, what is not, and how to tell us. It claims no more
//! than tests show.

use crate::page::{Answered, Frame};
use crate::pages::guidance::part::frame;
use crate::visitor::Visitor;

#[derive(askama::Template)]
#[template(path = "help/accessibility.html")]
struct AccessibilityPage {
    layout: Frame,
}

/// `GET /help/accessibility`
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Option<Visitor>) -> Answered {
    crate::page::show(&AccessibilityPage {
        layout: frame(visitor.as_ref(), "Can everybody use these pages?"),
    })
}
