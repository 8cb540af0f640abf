//! A case, opened. A handler that takes an [`AtCase`] runs only once the store has opened that case for that person and
//! named them in its access log. Which deed it is opened for is the route's own line in `app.rs`.

use crate::app::{Needs, Spec};
use crate::page::Frame;
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::Visitor;
use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use casework::access::{Deed, may_need_reason};
use casework::case::Case;
use casework::chronology::{Entry, Hash, Sort};
use casework::event::CaseEvent;
use casework::id::{CaseId, PersonId};
use casework::people::Person;
use casework::telling::{Names, tell};
use casework::words::Words;
use jiff::SignedDuration;
use std::collections::BTreeMap;
use std::str::FromStr;
use store::{Appended, Expect, Failure, Write};

/// A case, opened for somebody by the one choke point, and named in its access log.
#[derive(Clone)]
pub struct AtCase {
    /// Who asked.
    pub visitor: Visitor,
    /// Which case.
    pub id: CaseId,
    /// The case as it is now.
    pub case: Case,
    /// Its entries in order.
    pub entries: Vec<Entry<CaseEvent>>,
    /// Who the people in it are.
    pub people: BTreeMap<PersonId, Person>,
    /// The hash of its last entry.
    pub head: Hash,
    /// Whether the chain holds from first to last.
    pub intact: bool,
}

impl AtCase {
    /// The frame of a page about this case: its forms say what the person had seen of it.
    pub fn frame(&self, title: &str) -> Frame {
        self.visitor
            .frame(title)
            .seeing(self.entry_count())
            .guided()
    }

    /// The name of a child or another person in this case.
    pub fn person_name(&self, person: PersonId) -> String {
        self.people.get(&person).map_or_else(
            || "A child whose name is not recorded".to_owned(),
            |person| person.name.as_str().to_owned(),
        )
    }

    /// What the person typed.
    pub fn typed(&self) -> &Typed {
        &self.visitor.typed
    }

    /// How many entries the case has.
    pub fn entry_count(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    /// The address of the case, or of a page of it: `at.path("decision")`.
    pub fn path(&self, page: &str) -> String {
        if page.is_empty() {
            format!("/cases/{}", self.id)
        } else {
            format!("/cases/{}/{page}", self.id)
        }
    }

    /// Records events in this case on what the person had seen of it. Where others added something meanwhile, nothing is
    /// recorded: the door shows what was added, with the person's text kept in the form.
    ///
    /// # Errors
    /// Whatever the store says; the door makes the page.
    pub async fn record(&self, events: Vec<CaseEvent>) -> Result<Appended, Instead> {
        let expect = Expect::At(
            self.visitor
                .typed
                .seen()
                .unwrap_or_else(|| self.entry_count()),
        );
        self.visitor
            .record(
                vec![Write::Case {
                    case: self.id,
                    expect,
                    events,
                }],
                Vec::new(),
            )
            .await
    }

    /// Records events that stand whatever was added meanwhile: a note, a correction.
    ///
    /// # Errors
    /// Whatever the store says; the door makes the page.
    pub async fn add(&self, events: Vec<CaseEvent>) -> Result<Appended, Instead> {
        self.visitor
            .record(
                vec![Write::Case {
                    case: self.id,
                    expect: Expect::Tail,
                    events,
                }],
                Vec::new(),
            )
            .await
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AtCase {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let visitor = parts
            .extensions
            .get::<Visitor>()
            .cloned()
            .ok_or(Instead::SignInFirst)?;
        let spec = parts
            .extensions
            .get::<Spec>()
            .cloned()
            .ok_or(Instead::Broken)?;
        let Needs::Case(deed) = spec.needs else {
            return Err(Instead::Broken);
        };
        let id = case_in(spec.path, &visitor.path).ok_or(Instead::NotThere)?;
        let (store, asking) = (visitor.app.store(), &visitor.asking);
        let opened = if is_part_of_a_page(&spec, parts, &visitor.typed) {
            let within = SignedDuration::from_hours(1);
            let again = store.open_case_again(asking, id, deed, spec.path, within);
            again.await
        } else {
            let reason = kept_reason(&visitor, id, deed).await;
            store.open_case(asking, id, deed, spec.path, reason).await
        };
        let opened = opened.map_err(|failure| {
            if failure == Failure::ReasonNeeded {
                Instead::ReasonFirst(id)
            } else {
                failure.into()
            }
        })?;
        let visitor = Visitor {
            concern: opened.case.kind,
            ..visitor
        };
        Ok(Self {
            visitor,
            id,
            case: opened.case,
            entries: opened.entries,
            people: opened.people,
            head: opened.head,
            intact: opened.intact,
        })
    }
}

/// What the assessment page fetches of itself while its reader types, which is part of the look that the access log has
/// already. It is the one such address, its answer is that panel and never another page, and the store still names
/// whoever it has no line of for this very page within the hour.
fn is_part_of_a_page(spec: &Spec, parts: &Parts, typed: &Typed) -> bool {
    spec.path == "/cases/{case}/assessment"
        && parts.method == Method::POST
        && typed.has("preview", "1")
}

/// The draft under which a reason for reading a case is kept: words do not belong in an address.
pub(crate) fn reason_form(case: CaseId) -> String {
    format!("/cases/{case}/reason")
}

/// Why somebody reads this case, as they last said; asked anew after [`crate::session::ABSOLUTE_HOURS`].
async fn kept_reason(visitor: &Visitor, case: CaseId, deed: Deed) -> Option<Words> {
    let asking = &visitor.asking;
    if !may_need_reason(asking, deed) {
        return None;
    }
    let (bytes, at) = visitor
        .app
        .store()
        .draft(asking.setting, asking.staff, &reason_form(case))
        .await
        .ok()??;
    (at >= asking.signed_in_at)
        .then(|| Typed::from_draft(&bytes, at).words("reason").ok())
        .flatten()
}

/// The value that stands where the pattern has `{name}`.
fn in_path<T: FromStr>(pattern: &str, path: &str, name: &str) -> Option<T> {
    let wanted = format!("{{{name}}}");
    pattern
        .split('/')
        .zip(path.split('/'))
        .find(|(segment, _)| *segment == wanted)
        .and_then(|(_, value)| value.parse().ok())
}

/// The case an address names.
pub(crate) fn case_in(pattern: &str, path: &str) -> Option<CaseId> {
    in_path(pattern, path, "case")
}

/// Where somebody goes whose form was recorded already.
pub(crate) fn after(path: &str, done: &Appended) -> String {
    let mut segments = path.split('/').skip(1);
    if let (Some("cases"), Some(case)) = (segments.next(), segments.next()) {
        // Whoever gave a second view may not open the case any more.
        if segments.next() == Some("second-view") {
            return "/second-views?given=1".to_owned();
        }
        return format!("/cases/{case}");
    }
    let case = done
        .places
        .iter()
        .find(|place| place.chronology.sort == Sort::Case);
    case.map_or_else(
        || "/".to_owned(),
        |place| format!("/reports/{}", CaseId(place.chronology.id)),
    )
}

/// What was added to the case of this address since an entry, one line each.
pub(crate) async fn added_since(
    parts: &Parts,
    visitor: Option<&Visitor>,
    entry: u64,
) -> Vec<String> {
    let (Some(visitor), Some(spec)) = (visitor, parts.extensions.get::<Spec>()) else {
        return Vec::new();
    };
    let Some(case) = case_in(spec.path, parts.uri.path()) else {
        return Vec::new();
    };
    let reason = kept_reason(visitor, case, Deed::OpenCase).await;
    let Ok(opened) = visitor
        .app
        .store()
        .open_case(&visitor.asking, case, Deed::OpenCase, spec.path, reason)
        .await
    else {
        return Vec::new();
    };
    let staff = |staff| visitor.staff_name(staff);
    let person = |person| {
        opened.people.get(&person).map_or_else(
            || "a child".to_owned(),
            |person| person.name.as_str().to_owned(),
        )
    };
    let names = Names {
        staff: &staff,
        person: &person,
        pack: None,
    };
    opened
        .entries
        .iter()
        .filter(|added| added.seq > entry)
        .map(|added| {
            let at = crate::when::day_and_time(added.recorded_at);
            format!(
                "{at}, {}: {}",
                staff(added.written.by),
                tell(&added.written.event, &names).title
            )
        })
        .collect()
}
