//! Which day it is: said by two people from something other than the server, before anything can be destroyed.

use super::{Books, told};
use crate::fields::Reading;
use crate::govuk::{BackLink, Button, DateInput, Html};
use crate::page::{Answered, Frame, next, show as shown};
use crate::visitor::Visitor;
use casework::acts::confirm_clock;
use store::{Expect, Write};

#[derive(askama::Template)]
#[template(path = "retention/clock.html")]
struct ClockPage {
    layout: Frame,
    frozen: Option<Html>,
    today: DateInput,
}

/// Asks which day it is.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    let books = Books::open(&visitor).await?;
    shown(&ClockPage {
        layout: visitor.frame("Which day is it?"),
        frozen: told::frozen(books.clock(&visitor, None)),
        today: told::today(&visitor.typed),
    })
}

/// Records it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let mut reading = Reading::of(&visitor.typed);
    let day = reading.day("today");
    let events = reading.finish(confirm_clock(&visitor.acting(), day))?;
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    visitor.record(writes, Vec::new()).await?;
    Ok(next("/retention"))
}
