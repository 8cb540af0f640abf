//! What verifying a record proves, and what it does not, for somebody who is shown a printed chronology.

use crate::page::{Answered, Frame};
use crate::pages::guidance::part::frame;
use crate::visitor::Visitor;

#[derive(askama::Template)]
#[template(path = "help/verifying.html")]
struct VerifyingPage {
    layout: Frame,
}

/// `GET /help/verifying`
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Option<Visitor>) -> Answered {
    crate::page::show(&VerifyingPage {
        layout: frame(visitor.as_ref(), "What does verifying a record prove?"),
    })
}
