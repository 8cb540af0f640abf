//! Searching the cases a lead may see. What is looked for is sent as a form and never stands in an address; what is found
//! shows no more of a case than the desk does, and each case shown has the search in its access log.

use super::lines::{Names, address};
use crate::govuk::{Button, Input, Task, TaskList, TaskStatus};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::visitor::Visitor;
use crate::when;
use casework::case::CaseLine;
use casework::words::{NotWords, Words};
use store::Found;

/// The most cases one search shows: each is an entry in an access log.
const MOST: usize = 25;
/// The longest text that is looked for, in letters.
const LONGEST: usize = 200;
/// The most entries of a case that are named.
const MOST_ENTRIES: usize = 6;

#[derive(askama::Template)]
#[template(path = "safeguarding/search.html")]
struct Search {
    layout: Frame,
    typed: Input,
    button: Button,
    searched: bool,
    exact: Option<TaskList>,
    alike: Option<TaskList>,
    more: usize,
}

/// Asks what to look for.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let page = page(&visitor, false, None, None, 0);
    shown(&page)
}

/// Looks for it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn find(visitor: Visitor) -> Answered {
    let typed = visitor.typed.text("looked_for");
    let words = Words::typed(typed).map_err(|why| Instead::refused("looked_for", refusal(why)))?;
    if words.as_str().chars().count() > LONGEST {
        return Err(Instead::refused("looked_for", refusal(NotWords::TooLong)));
    }
    let store = visitor.app.store();
    let search = store.search(&visitor.asking, &words, MOST).await?;
    let lines: Vec<CaseLine> = search.found.iter().map(|one| one.line.clone()).collect();
    let names = Names::of(&visitor, &lines).await?;
    let (alike, exact): (Vec<&Found>, Vec<&Found>) =
        search.found.iter().partition(|found| found.alike);
    let page = page(
        &visitor,
        true,
        list(&exact, &names, "found"),
        list(&alike, &names, "alike"),
        search.more,
    );
    shown(&page)
}

fn page(
    visitor: &Visitor,
    searched: bool,
    exact: Option<TaskList>,
    alike: Option<TaskList>,
    more: usize,
) -> Search {
    let typed = &visitor.typed;
    Search {
        layout: visitor.frame("Search cases"),
        typed: Input::new("looked_for", "What to look for")
            .hint("A child\u{2019}s name, words from the record, a day such as 12 March 2026, or a reference")
            .value(typed.text("looked_for"))
            .error(typed.error("looked_for")),
        button: Button::new("Search"),
        searched,
        exact,
        alike,
        more,
    }
}

fn refusal(why: NotWords) -> &'static str {
    match why {
        NotWords::Blank => "Say what to look for: a name, a word, a day or a reference",
        NotWords::TooLong => "Look for fewer words: 200 letters at most",
        NotWords::DataAddress | NotWords::EncodedBytes | NotWords::ControlCharacters => {
            "Look for words: a name, a word from the record, a day or a reference"
        }
    }
}

fn list(found: &[&Found], names: &Names<'_>, prefix: &str) -> Option<TaskList> {
    (!found.is_empty()).then(|| {
        let tasks = found.iter().map(|one| {
            let line = &one.line;
            let state = if line.open { "Open" } else { "Closed" };
            Task::new(
                format!("{}: {}", line.reference, names.children(line)),
                TaskStatus::text(state),
            )
            .href(address(line.case, ""))
            .hint(format!(
                "Reported {}. Found in {}.",
                when::day(when::day_of(line.reported_at)),
                standing(one)
            ))
        });
        TaskList::new(tasks).id_prefix(prefix)
    })
}

/// Where in a case it was found, without a word of it.
fn standing(found: &Found) -> String {
    let mut places = Vec::new();
    if !found.children.is_empty() {
        places.push("a child\u{2019}s name".to_owned());
    }
    let entries: Vec<String> = found.entries.iter().map(u64::to_string).collect();
    match entries.as_slice() {
        [] => {}
        [one] => places.push(format!("entry {one}")),
        several if several.len() <= MOST_ENTRIES => {
            places.push(format!("entries {}", several.join(", ")));
        }
        several => places.push(format!("{} entries", several.len())),
    }
    if places.is_empty() {
        places.push("its reference".to_owned());
    }
    places.join(" and ")
}
