//! How a page is put together: the frame around it, and what every form carries. It knows what to show above a page's
//! own content, and nothing of what the page is about.

use crate::clock_watch;
use crate::govuk::{ErrorSummary, Html, Layout, NavItem, NotificationBanner, SignedIn};
use crate::page_error::Instead;
use crate::place::Place;
use crate::practice;
use crate::typed::{Notice, ONCE, ROOM, SEEN, Typed};
use crate::visitor::Visitor;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use casework::access::{Deed, may};
use casework::event::Role;
use casework::id::SettingId;
use std::ops::Deref;
use uuid::Uuid;

/// What a handler gives back: a page, or what is shown instead.
pub type Answered = Result<Response, Instead>;

/// What stands around a page: title, navigation, who is signed in, and above the content what has to be told about the
/// form. A page's template holds it in a field called `layout` and begins `{% extends "page.html" %}`.
#[derive(Clone, Default)]
pub struct Frame {
    layout: Layout,
    typed: Typed,
    once: Uuid,
    seen: Option<u64>,
    room: Option<SettingId>,
    place: Place,
    guided: bool,
    clock: Option<Html>,
}

impl Deref for Frame {
    type Target = Layout;

    fn deref(&self) -> &Layout {
        &self.layout
    }
}

impl Frame {
    /// A page for anybody. The title is the page's `h1` and names nobody.
    pub fn for_anyone(title: &str) -> Self {
        Self {
            layout: Layout::new(title),
            ..Self::default()
        }
    }

    /// A page with a layout of its own making.
    pub fn around(layout: Layout) -> Self {
        Self {
            layout,
            ..Self::default()
        }
    }

    /// A page for somebody signed in.
    pub fn for_visitor(visitor: &Visitor, title: &str) -> Self {
        let setting = visitor.setting.name.as_str();
        let place = visitor.pack().map_or_else(
            |_| Place::default(),
            |pack| Place::of(&visitor.setting, &pack),
        );
        let role = visitor
            .asking
            .roles
            .iter()
            .copied()
            .min_by_key(|role| standing(*role))
            .map_or_else(|| "Member of staff".to_owned(), |role| place.role(role));
        let layout = Layout {
            title: format!("{title} – {setting}"),
            setting_name: Some(setting.to_owned()),
            signed_in: Some(SignedIn {
                name: visitor.name.as_str().to_owned(),
                role,
            }),
            nav: navigation(visitor),
            demo: visitor.app.is_demo(),
            with_errors: !visitor.typed.errors().is_empty(),
            practice: practice::band(visitor),
            ..Layout::default()
        };
        Self {
            layout,
            typed: visitor.typed.clone(),
            once: visitor.app.outside().new_uuid(),
            seen: None,
            room: visitor.room(),
            place,
            guided: false,
            clock: told_of_clock(visitor),
        }
    }

    /// The page uses the guidance: where that is a skeleton, or there is none, the page says so above everything else.
    #[must_use]
    pub fn guided(mut self) -> Self {
        self.guided = true;
        self
    }

    /// For a page that anybody may read: it stands in this place.
    #[must_use]
    pub fn in_place(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// What people and services are called here.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Above the content: what is wrong with the form, what was taken out, kept or added meanwhile.
    #[must_use]
    pub fn telling(mut self, typed: &Typed) -> Self {
        self.layout.with_errors = !typed.errors().is_empty();
        self.typed = typed.clone();
        self
    }

    /// The form says how many entries the case had when it was shown.
    #[must_use]
    pub fn seeing(mut self, entries: u64) -> Self {
        self.seen = Some(entries);
        self
    }

    /// For `page.html`: what is told above the content.
    pub fn above(&self) -> Html {
        let notice = self.typed.notice().map(|notice| Html::from(told(notice)));
        let errors = self.typed.errors();
        let summary = (!errors.is_empty()).then(|| {
            Html::from(ErrorSummary::new(errors.iter().map(|error| {
                (
                    format!("#{}", error.field.as_deref().unwrap_or("main-content")),
                    error.says.clone(),
                )
            })))
        });
        let skeleton = self.guided.then(|| self.place.shown()).flatten();
        let clock = self.clock.clone();
        Html::join(
            summary
                .into_iter()
                .chain(notice)
                .chain(clock)
                .chain(skeleton),
        )
    }

    /// For a form: the hidden fields that make it count once and say what the person had seen.
    pub fn form_keys(&self) -> FormKeys {
        FormKeys {
            once: self.once.to_string(),
            seen: self.seen,
            room: self.room.map(|room| room.to_string()),
        }
    }
}

/// The hidden fields of a form. In practice one says so: a form is taken only where it was shown.
#[derive(askama::Template)]
#[template(
    source = r#"<input type="hidden" name="{{ ONCE }}" value="{{ once }}">{% if let Some(seen) = seen %}<input type="hidden" name="{{ SEEN }}" value="{{ seen }}">{% endif %}{% if let Some(room) = room %}<input type="hidden" name="{{ ROOM }}" value="{{ room }}">{% endif %}"#,
    ext = "html"
)]
pub struct FormKeys {
    once: String,
    seen: Option<u64>,
    room: Option<String>,
}

impl askama::filters::HtmlSafe for FormKeys {}

/// What those who can have the clock put right are told where they begin.
fn told_of_clock(visitor: &Visitor) -> Option<Html> {
    let begins = matches!(visitor.path.as_str(), "/desk" | "/setting/staff");
    begins
        .then(|| clock_watch::notice(&visitor.app))
        .flatten()
        .map(Html::from)
}

fn told(notice: &Notice) -> NotificationBanner {
    match notice {
        Notice::ImageryRefused => NotificationBanner::new(
            "Leeward does not take pictures or files. We have kept the rest of your text.",
        ),
        Notice::Kept { at } => NotificationBanner::new(format!(
            "We kept what you had typed here ({}). Nothing has been recorded yet.",
            crate::when::day_and_time(*at)
        )),
        Notice::MovedOn { added } => NotificationBanner::new(Html::join([
            Html::text(
                "Others added to this case while you were writing. Your text is still here and nothing of it has been recorded yet. Read what was added, then send it again if it still stands.",
            ),
            Html::bullets(added.iter().map(String::as_str)),
        ])),
    }
}

/// Shows a page.
///
/// # Errors
/// [`Instead::Broken`] where the template cannot be rendered.
pub fn show(template: &impl askama::Template) -> Answered {
    let html = template.render().map_err(|_| Instead::Broken)?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}

/// After something was done: the next page.
pub fn next(path: &str) -> Response {
    Redirect::to(path).into_response()
}

fn navigation(visitor: &Visitor) -> Vec<NavItem> {
    let asking = &visitor.asking;
    let places = [
        ("/desk", "Desk", Some(Deed::SeeDesk)),
        ("/cases", "Cases", Some(Deed::SeeDesk)),
        ("/report", "Report a concern", Some(Deed::ReportConcern)),
        ("/reports", "My reports", Some(Deed::ReportConcern)),
        ("/counts", "Counts", Some(Deed::SeeCounts)),
        ("/guidance", "Guidance", None),
        ("/account", "Account", None),
    ];
    let here = visitor.path.as_str();
    let seconds = [Role::Head, Role::Lead, Role::Deputy];
    let asked = seconds.iter().any(|role| asking.roles.contains(role));
    let second_views = asked.then_some(("/second-views", "Second views", None));
    let verifies = asking.roles.contains(&Role::Auditor);
    // One way to all pages about the setting, which lead on to each other: to the first that this person may open.
    let about_it = crate::pages::setting::first(visitor).map(|path| (path, "Setting", None));
    let (first, rest) = places.split_at(2);
    let (middle, last) = rest.split_at(3);
    first
        .iter()
        .copied()
        .chain(second_views)
        .chain(middle.iter().copied())
        .chain(about_it)
        .chain(last.iter().copied())
        .chain(verifies.then_some(("/verify", "Verify", None)))
        .chain(
            visitor
                .is_practising()
                .then_some(("/practice", "Practice", None)),
        )
        .filter(|(_, _, deed)| deed.is_none_or(|deed| may(asking, deed, None)))
        .filter(|(path, ..)| !(visitor.is_practising() && practice::stays_outside(path)))
        .map(|(path, name, _)| {
            let all_of_it = if path.starts_with("/setting/") || path == "/retention" {
                "/setting"
            } else {
                path
            };
            let within = here == path
                || here
                    .strip_prefix(all_of_it)
                    .is_some_and(|rest| rest.starts_with('/'));
            NavItem::new(path, name)
                .active(within)
                .current(here == path)
        })
        .collect()
}

/// The order in which a person's roles are named: the one that carries most first.
fn standing(role: Role) -> u8 {
    match role {
        Role::Lead => 0,
        Role::Deputy => 1,
        Role::Head => 2,
        Role::Auditor => 3,
        Role::Oversight => 4,
        Role::Administrator => 5,
        Role::Reporter => 6,
    }
}

/// A role as pages name it.
pub fn role_in_words(role: Role) -> &'static str {
    match role {
        Role::Reporter => "Member of staff",
        Role::Lead => "Designated safeguarding lead",
        Role::Deputy => "Deputy designated safeguarding lead",
        Role::Head => "Headteacher or principal",
        Role::Oversight => "Governor or trustee",
        Role::Auditor => "Auditor",
        Role::Administrator => "Administrator",
    }
}
