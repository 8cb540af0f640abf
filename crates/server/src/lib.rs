//! Pages, sign-in and the command line: what each person sees, page by page. No SQL, no sealing, no rule about the
//! record lives here; a page asks `casework` what follows from a form, and `store` to keep it.
//!
//! # How to add a page
//!
//! One word, four places: `/cases/{case}/review`, `pages/safeguarding/review.rs`, `templates/safeguarding/review.html`,
//! `casework::acts::set_review`.
//!
//! 1. **A line in [`app::routes`]**: address, what somebody must be ([`app::Needs`]), handlers. Access is said there and
//!    nowhere else: `Needs::Case(deed)` is what an [`visitor::AtCase`] opens the case for.
//! 2. **A file in `pages/`** with `show` (GET) and, for a form, `act` (POST):
//!
//! ```ignore
//! #[derive(askama::Template)]
//! #[template(path = "safeguarding/review.html")]
//! struct Review { layout: Frame, typed: Typed }
//!
//! pub async fn show(at: AtCase) -> Answered {
//!     page::show(&Review { layout: at.frame("When will you look at this case again?"), typed: at.typed().clone() })
//! }
//!
//! pub async fn act(at: AtCase) -> Answered {
//!     let typed = at.typed();
//!     let filled = SetReview { on: typed.day("on").map_err(|says| Instead::refused("on", says))?, why: typed.text("why").to_owned() };
//!     let events = set_review(&at.visitor.acting(), &at.case, &filled)?;      // Refusals: the same page again, 422
//!     at.record(events).await?;                                               // others wrote first: the same page again, 409
//!     Ok(page::next(&at.path("")))                                            // 303
//! }
//! ```
//!
//! 3. **A template**: `{% extends "page.html" %}`, then `{% block job %}` with an `h1` that is the title given to `frame`,
//!    components of [`govuk`] (imported beside the struct), and in every form `{{ layout.form_keys() }}`:
//!
//! ```html
//! <form method="post" novalidate>
//!   {{ layout.form_keys() }}
//!   {{ Textarea::new("why", "Why then").value(typed.text("why")).error(typed.error("why")) }}
//!   {{ Button::once("Set the day") }}
//! </form>
//! ```
//!
//! 4. **Bless the access table**: `LEEWARD_BLESS=1 cargo test -p server --test it access`, and read what it says.
//!
//! # The one rule of forms
//!
//! **`show` renders the form from [`typed::Typed`]** (`at.typed()`, `visitor.typed`), which is empty on a first visit. A form
//! posts to its own address. Everything else follows, because the door ([`door`]) asks for the same page again, with what
//! was typed and what is wrong, whenever a form is not taken: the act refused it (422), somebody wrote first (409, with what
//! they added), it carried a file (422, with the file cut out). The error summary and the notices come with `page.html`. A
//! session that ran out, or the autosave of `/drafts/...`, comes back the same way: the draft of an address is in `Typed`
//! when its page is shown, and goes when the form is recorded. A form sent twice is recorded once (the hidden field `once`),
//! and its sender led on, before `act` is called.
//!
//! Names of fields are the names of the act's form (`came_by`); a date is three inputs `held-day`, `held-month`,
//! `held-year` ([`typed::Typed::day`]). A form that does not stand on what the case said (a note) uses `at.add` instead of
//! `at.record`. A page without a case takes a [`visitor::Visitor`] and `visitor.record(writes, jobs)`; a page for anybody takes
//! `Option<Visitor>`. Somebody to be told goes into `jobs` as [`jobs::Tell`].
//!
//! What goes wrong is an [`page_error::Instead`], with `?`: from `store::Failure`, from `casework`'s `Refusals`, or
//! `Instead::refused("field", "what to do")`. No page makes an error page of its own.

pub mod app;
pub mod assets;
mod at_case;
pub mod backups;
pub mod changing_keys;
pub mod checkpoints;
pub mod clock_watch;
mod codes;
pub mod command;
mod consulted;
mod cookie;
pub mod demo;
pub mod door;
pub mod entitled;
pub mod export;
pub mod fields;
pub mod govuk;
pub mod guard;
mod guidance_here;
mod imagery;
pub mod jobs;
pub mod mail;
pub mod page;
pub mod page_error;
pub mod pages;
pub mod place;
pub mod practice;
pub mod print;
pub mod questions;
pub mod say;
pub mod session;
pub mod sign_in;
pub mod typed;
mod typed_days;
pub mod visitor;
pub mod watch;
pub mod when;
pub mod words_only;
