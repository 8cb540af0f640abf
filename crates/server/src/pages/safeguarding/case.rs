//! A case on one page: what to do next, then what is known, what was decided, what is due and what was added last. A
//! concern that nobody has read stands here first, with the button that takes it up.

use super::imagery_log::service_name;
use super::kind;
use super::lines::{due_in_words, page_of};
use super::own_duty;
use crate::govuk::{
    Action, BackLink, Button, Html, Radios, SummaryList, SummaryRow, Tag, WarningText,
};
use crate::page::{Answered, Frame, show as shown};
use crate::pages::guidance::adoption::Adoption;
use crate::visitor::AtCase;
use crate::when;
use casework::access::{Deed, may};
use casework::case::{Case, Decision, NextStep, Parents, SecondView};
use casework::consult::{consult, is_triggered, supposing};
use casework::event::{CameBy, CaseEvent};
use casework::facts::day_of_incident;
use casework::telling::{
    Names, Told, came_by, deed_of, kind_of_concern, occurred_in_words, outcome, part, tell_all,
};
use guidance::Pack;

/// How many of the latest entries are shown.
const RECENT: usize = 5;
/// The pages of a case, with what somebody must be allowed to open each.
const PAGES: [(&str, &str, Deed); 19] = [
    ("children", "Children and parts", Deed::WorkCase),
    ("initial-review", "Initial review", Deed::WorkCase),
    ("assessment", "Questions", Deed::WorkCase),
    ("recommendation", "What the guidance says", Deed::WorkCase),
    ("decision", "Decision", Deed::Decide),
    ("referral", "Referrals", Deed::WorkCase),
    ("actions", "Actions", Deed::WorkCase),
    ("parents", "Parents and carers", Deed::WorkCase),
    ("imagery-log", "Devices and removal", Deed::WorkCase),
    (
        "own-duty",
        "Each person\u{2019}s own duty",
        Deed::SayOwnDutyDone,
    ),
    ("note", "Add a note", Deed::WorkCase),
    ("review", "Review", Deed::WorkCase),
    ("chronology", "Chronology", Deed::OpenCase),
    ("take-up", "Hand the case over", Deed::WorkCase),
    ("share", "Share", Deed::ShareCase),
    ("conflict", "Conflict of interest", Deed::ShareCase),
    ("retention", "Keeping this case", Deed::ReviewRecord),
    ("access-log", "Who opened it", Deed::ReadAccessLog),
    ("export", "Take the record out", Deed::PrintChronology),
];

#[derive(askama::Template)]
#[template(path = "safeguarding/case.html")]
struct CasePage {
    layout: Frame,
    reference: String,
    state: Tag,
    path: String,
    me: String,
    intact: bool,
    refer_now: Option<WarningText>,
    works: bool,
    unread: bool,
    kinds: Option<Radios>,
    next_says: String,
    next_page: Option<String>,
    second_view: Option<String>,
    concern: SummaryList,
    children: Option<SummaryList>,
    at_a_glance: SummaryList,
    guidance: String,
    guidance_at: String,
    recent: Vec<Told>,
    pages: Vec<(String, &'static str)>,
}

/// Shows it.
///
/// # Errors
/// Where there is no guidance in force or the page cannot be rendered.
pub async fn show(at: AtCase) -> Answered {
    let case = &at.case;
    let pack = at.visitor.pack()?;
    let asking = &at.visitor.asking;
    let allowed = |deed| may(asking, deed, Some(case.access()));
    let works = allowed(Deed::WorkCase);
    let step = case.next_step();
    let path = |page: &str| at.path(page);
    let staff = |staff| at.visitor.staff_name(staff);
    let person = |person| at.person_name(person);
    let names = Names {
        staff: &staff,
        person: &person,
        pack: Some(&pack),
    };
    let latest = at.entries.len().saturating_sub(RECENT);
    let mut recent = tell_all(at.entries.get(latest..).unwrap_or_default(), &names);
    recent.reverse();
    let closing = if case.is_open() {
        ("close", "Close the case", Deed::CloseCase)
    } else {
        ("reopen", "Open it again", Deed::CloseCase)
    };
    let pages = PAGES
        .into_iter()
        .chain([closing])
        .filter(|(.., deed)| allowed(*deed))
        // Only where the guidance puts a duty on each person.
        .filter(|(page, ..)| *page != "own-duty" || own_duty::theirs_too(&pack, at.visitor.today()))
        .map(|(page, label, _)| (path(page), label));
    let page = CasePage {
        layout: at.frame(&format!("Case {}", case.reference)),
        reference: case.reference.clone(),
        state: if case.is_open() {
            Tag::new("Open")
        } else {
            Tag::new("Closed").grey()
        },
        path: path(""),
        me: asking.staff.to_string(),
        intact: at.intact,
        refer_now: refer_now(&at, &pack),
        works,
        unread: case.read.is_none(),
        // Asked only where it is taken up: which kinds there are means looking for the text on each.
        kinds: case.read.is_none().then(|| kind::choice(&at)).flatten(),
        next_says: step.says(),
        next_page: (works && !matches!(step, NextStep::Closed | NextStep::ReadConcern))
            .then(|| path(page_of(step))),
        second_view: allowed(Deed::GiveSecondView).then(|| path("second-view")),
        concern: concern(&at),
        children: (!case.children.is_empty()).then(|| children(&at, works)),
        at_a_glance: at_a_glance(&at, &pack, works),
        guidance: Adoption::of(&pack, Some(&at.visitor.setting)).in_words(),
        guidance_at: format!("/guidance/{}/{}", pack.id(), pack.version()),
        recent,
        pages: pages.collect(),
    };
    shown(&page)
}

/// What a trigger calls for on what is known now, and that no referral and no decision answers. It is worked out anew
/// each time, so that it stands here even where nobody has recorded a consultation.
fn refer_now(at: &AtCase, pack: &Pack) -> Option<WarningText> {
    if !at.case.is_open() || !may(&at.visitor.asking, Deed::WorkCase, Some(at.case.access())) {
        return None;
    }
    if !is_triggered(&at.case, &at.people, pack, at.visitor.today()) {
        return None;
    }
    let (consulted, _) = consult(&at.case, &at.people, pack, at.visitor.today());
    let triggered = match &consulted {
        CaseEvent::GuidanceConsulted { triggered, .. } => triggered.clone(),
        _ => Vec::new(),
    };
    let supposed = supposing(
        &at.case,
        at.visitor.asking.staff,
        at.visitor.app.outside().now(),
        &[consulted],
    );
    let left = supposed.left_without_answer();
    let says: Vec<&str> = triggered
        .iter()
        .filter(|response| left.contains(&response.as_str()))
        .filter_map(|response| pack.response(response))
        .map(|response| response.says.as_ref())
        .collect();
    (!says.is_empty()).then(|| {
        let link = Html::link(&at.path("recommendation"), "See why, and decide");
        let says = Html::text(&format!(
            "The guidance calls for this now: {} ",
            says.join(" ")
        ));
        WarningText::new(Html::join([says, link]))
    })
}

fn concern(at: &AtCase) -> SummaryList {
    let Some(concern) = &at.case.concern else {
        return SummaryList::new(Vec::<SummaryRow>::new());
    };
    let mut names: Vec<String> = concern
        .children
        .iter()
        .map(|child| at.person_name(*child))
        .collect();
    if concern.names_not_known {
        names.push(
            if names.is_empty() {
                "Names not known"
            } else {
                "names not known"
            }
            .to_owned(),
        );
    }
    let reported = format!(
        "{}, {}",
        at.visitor.staff_name(concern.recorded.by),
        when::day_and_time(concern.recorded.at)
    );
    let mut rows = vec![
        SummaryRow::new("Reported by", reported),
        SummaryRow::new("Children named", names.join(", ")),
        SummaryRow::new(
            "What they saw, heard or were told",
            Html::paragraphs(concern.what.as_str()),
        ),
    ];
    if concern.came_by != CameBy::NotSaid {
        rows.push(SummaryRow::new(
            "How it came to them",
            came_by(concern.came_by),
        ));
    }
    if let Some(happened) = &concern.happened {
        rows.push(SummaryRow::new(
            "When it happened",
            occurred_in_words(happened),
        ));
    }
    if let Some(place) = &concern.place {
        rows.push(SummaryRow::new("Where", place.as_str()));
    }
    if let Some(done) = &concern.done_already {
        rows.push(SummaryRow::new(
            "Done already",
            Html::paragraphs(done.as_str()),
        ));
    }
    SummaryList::new(rows)
}

fn children(at: &AtCase, works: bool) -> SummaryList {
    let on = day_of_incident(&at.case);
    let rows = at.case.children.values().map(|child| {
        let known = at.people.get(&child.child);
        let age = known.zip(on).and_then(|(known, on)| known.age_on(on));
        let age = age.map_or_else(
            || "Age not known".to_owned(),
            |age| format!("Aged {age} at the time"),
        );
        let year = known
            .and_then(|known| known.year_group.as_ref())
            .map(|year| format!("Year or class: {}", year.as_str()));
        let parts: Vec<&str> = child.parts.iter().map(|known| part(*known)).collect();
        let parts = if parts.is_empty() {
            "Part not recorded yet".to_owned()
        } else {
            parts.join("; ")
        };
        let name = at.person_name(child.child);
        let row = SummaryRow::new(
            name.as_str(),
            Html::bullets([Some(age), year, Some(parts)].into_iter().flatten()),
        );
        if works {
            row.action(Action::new(
                at.path(&format!("children/{}", child.child)),
                "Change",
                format!("what is known of {name}"),
            ))
        } else {
            row
        }
    });
    SummaryList::new(rows)
}

fn at_a_glance(at: &AtCase, pack: &Pack, works: bool) -> SummaryList {
    let case = &at.case;
    let lead = case.lead.map_or_else(
        || "Nobody has taken it up".to_owned(),
        |lead| at.visitor.staff_name(lead),
    );
    let mut rows = vec![
        ("Lead", Html::text(&lead), "take-up", "who works it"),
        (
            "Kind of concern",
            Html::text(kind_of_concern(case.kind)),
            "kind",
            "what kind of concern it is",
        ),
        (
            "Initial review",
            Html::text(&initial_review(case)),
            "initial-review",
            "the initial review",
        ),
        ("Decision", decision(at, pack), "decision", "the decision"),
        ("Referrals", referrals(at, pack), "referral", "referrals"),
        ("Open actions", actions(at), "actions", "actions"),
        (
            "Parents and carers",
            parents(at),
            "parents",
            "what parents were told",
        ),
        (
            "Devices and removal",
            imagery_log(case, pack),
            "imagery-log",
            "devices and removal",
        ),
        (
            "Review",
            Html::text(&review(case)),
            "review",
            "the day of review",
        ),
    ];
    let own = own_duty::in_lines(at, pack);
    if !own.is_empty() {
        rows.push((
            "Each person\u{2019}s own duty",
            Html::bullets(own),
            "own-duty",
            "each person\u{2019}s own duty",
        ));
    }
    if let Some(closed) = &case.closed {
        let text = format!(
            "{} {}",
            outcome(closed.outcome),
            when::day_and_time(closed.recorded.at)
        );
        rows.push(("Closed", Html::text(&text), "reopen", "closing"));
    }
    SummaryList::new(rows.into_iter().map(|(label, value, page, of)| {
        let row = SummaryRow::new(label, value);
        if works {
            row.action(Action::new(at.path(page), "Open", of))
        } else {
            row
        }
    }))
}

fn initial_review(case: &Case) -> String {
    case.reviews.last().map_or_else(
        || "Not held yet".to_owned(),
        |held| format!("Held {}", occurred_in_words(&held.held)),
    )
}

fn route<'a>(pack: &'a Pack, route: &'a str) -> String {
    pack.route(route)
        .map_or_else(|| deed_of(route), |known| known.label.to_string())
}

fn decision(at: &AtCase, pack: &Pack) -> Html {
    let Some(decision) = at.case.decision() else {
        return Html::text("None yet");
    };
    // Whoever is asked for a second view reads the facts first and the decision only after they have answered.
    if decision.waits_for() == Some(at.visitor.asking.staff) {
        return Html::text("Shown to you once you have given your second view");
    }
    let routes: Vec<String> = decision
        .routes
        .iter()
        .map(|chosen| route(pack, chosen))
        .collect();
    let who = format!(
        "{}, {}",
        at.visitor.staff_name(decision.recorded.by),
        when::day_and_time(decision.recorded.at)
    );
    let mut lines = vec![routes.join("; "), who];
    lines.extend(second_view(at, decision));
    if !at.case.decision_stands() {
        lines.push("Something changed since: does it still stand?".to_owned());
    }
    Html::bullets(lines)
}

fn second_view(at: &AtCase, decision: &Decision) -> Option<String> {
    Some(match decision.second.as_ref()? {
        SecondView::Waiting { asked } => {
            format!("Second view asked of {}", at.visitor.staff_name(*asked))
        }
        SecondView::Given {
            recorded,
            agrees: true,
            ..
        } => format!(
            "{} gave a second view and agrees",
            at.visitor.staff_name(recorded.by)
        ),
        SecondView::Given {
            recorded,
            agrees: false,
            ..
        } => format!(
            "{} gave a second view and does not agree",
            at.visitor.staff_name(recorded.by)
        ),
    })
}

fn referrals(at: &AtCase, pack: &Pack) -> Html {
    if at.case.referrals.is_empty() {
        return Html::text("None");
    }
    Html::bullets(at.case.referrals.iter().map(|made| {
        let state = if made.waits() {
            "waiting for an answer"
        } else {
            "answered"
        };
        format!(
            "{}: {}, {state}",
            route(pack, &made.route),
            made.agency.as_str()
        )
    }))
}

fn actions(at: &AtCase) -> Html {
    let now = at.visitor.app.outside().now();
    let mut open: Vec<_> = at.case.open_actions().collect();
    open.sort_by_key(|action| (action.due.is_none(), action.due.as_ref().map(|due| due.at)));
    if open.is_empty() {
        return Html::text("None");
    }
    Html::bullets(open.iter().map(|action| {
        let due = action
            .due
            .as_ref()
            .map_or_else(|| "No date set".to_owned(), |due| due_in_words(due.at, now));
        format!(
            "{} ({}). {due}",
            action.what.as_str(),
            at.visitor.staff_name(action.owner)
        )
    }))
}

fn parents(at: &AtCase) -> Html {
    if at.case.children.is_empty() {
        return Html::text("No child named yet");
    }
    Html::bullets(at.case.children.keys().map(|child| {
        let said = at.case.parents.get(child).and_then(|said| said.last());
        let said = match said {
            None => "not recorded yet".to_owned(),
            Some(Parents::Told { told, .. }) => format!("told {}", occurred_in_words(told)),
            Some(Parents::NotTold { look_again, .. }) => {
                format!("not told, look again on {}", when::day(*look_again))
            }
        };
        format!("{}: {said}", at.person_name(*child))
    }))
}

fn imagery_log(case: &Case, pack: &Pack) -> Html {
    let kept = case
        .devices
        .iter()
        .filter(|device| device.handed_over.is_empty())
        .map(|device| format!("In keeping: {}", device.device.as_str()));
    let gone = case
        .devices
        .iter()
        .filter(|device| !device.handed_over.is_empty())
        .map(|device| format!("Handed over: {}", device.device.as_str()));
    let mut lines: Vec<String> = kept.chain(gone).collect();
    lines.extend(case.deletions.iter().map(|deletion| {
        format!(
            "Deletion confirmed {}",
            occurred_in_words(&deletion.confirmed)
        )
    }));
    lines.extend(case.removals.iter().map(|removal| {
        format!(
            "Reported to {}",
            service_name(pack, removal.service.as_str())
        )
    }));
    lines.extend(
        case.viewings
            .iter()
            .map(|viewing| format!("Viewing recorded {}", occurred_in_words(&viewing.viewed))),
    );
    if lines.is_empty() {
        Html::text("Nothing recorded")
    } else {
        Html::bullets(lines)
    }
}

fn review(case: &Case) -> String {
    case.review
        .as_ref()
        .map_or_else(|| "No day set".to_owned(), |review| when::day(review.on))
}
