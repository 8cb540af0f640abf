//! Record a referral, the agency's answer to it, and each time somebody asked after the answer. A referral needs no
//! decision before it: anybody who works the case can refer at any time.

use super::said::Said;
use crate::govuk::{BackLink, Button, Choice, DateInput, Html, Input, Radios, Tag, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::pages::guidance::in_words;
use crate::typed::Typed;
use crate::visitor::AtCase;
use axum::extract::Query;
use casework::acts::{
    By, MakeReferral, PlanAction, RecordReferralAnswer, add_note, make_referral, plan_action,
    record_referral_answer,
};
use casework::case::Referral;
use casework::event::{AgencyAnswer, is_referral};
use casework::telling::{agency_answer, occurred_in_words};
use guidance::Pack;
use jiff::civil::Date;
use serde::Deserialize;

/// The clock that runs from a referral to the agency's answer.
const CLOCK: &str = "front-door-answers";
/// What the agency will ask, and what to do meanwhile.
const CHECKLIST: &str = "referral";

/// Which of its jobs the page is asked to do.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// Record the answer to the referral in this entry.
    answer: Option<u64>,
    /// Record that somebody asked after it.
    chase: Option<u64>,
    /// A route to begin with.
    route: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/referral.html")]
struct Page {
    layout: Frame,
    typed: Typed,
    back: BackLink,
    today: Date,
    refer_now: Option<Html>,
    routes: Radios,
    clock: Option<(String, Html)>,
    checklist: Html,
    made: Vec<Made>,
    draft: String,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/referral_answer.html")]
struct AnswerPage {
    layout: Frame,
    typed: Typed,
    back: BackLink,
    made: Made,
    today: Date,
    chasing: bool,
}

/// A referral, as pages show it.
#[derive(Clone)]
struct Made {
    entry: u64,
    route: String,
    agency: String,
    how: String,
    reference: Option<String>,
    when: String,
    due: Option<String>,
    overdue: bool,
    waits: bool,
    replies: Vec<(String, String, Html)>,
    address: String,
}

/// Shows the form for a referral with those made so far, or the form for an answer.
///
/// # Errors
/// [`Instead::NotThere`] where there is no such referral.
pub async fn show(at: AtCase, Query(wanted): Query<Wanted>) -> Answered {
    let pack = at.visitor.pack()?;
    let said = Said::at(&at, &pack);
    let back = |page: &str, words: &str| BackLink::to(at.path(page)).saying(words);
    if let Some(entry) = wanted.answer.or(wanted.chase) {
        let referrals = &at.case.referrals;
        let one = referrals.iter().find(|one| one.recorded.seq == entry);
        let chasing = wanted.answer.is_none();
        let title = if chasing {
            "What came of asking again?"
        } else {
            "What did they answer?"
        };
        return shown(&AnswerPage {
            layout: at.frame(title),
            typed: at.typed().clone(),
            back: back("referral", "Back to referrals"),
            made: made(&said, &at, one.ok_or(Instead::NotThere)?),
            today: at.visitor.today(),
            chasing,
        });
    }
    let facts = casework::facts::facts_of(&at.case, &at.people, &pack, at.visitor.today());
    let assessment = guidance::assess(&pack, &facts);
    shown(&Page {
        layout: at.frame("Record a referral"),
        typed: at.typed().clone(),
        back: back("", "Back to the case"),
        today: at.visitor.today(),
        refer_now: said.refer_now_warning(&assessment),
        routes: routes(&at, &pack, wanted.route.as_deref()),
        clock: clock(&pack).map(|(says, by)| {
            let source = pack.clocks().iter().find(|one| one.id.as_ref() == CLOCK);
            let clause = source.map_or_else(Html::default, |one| said.clause(&one.source));
            (format!("{says} {}.", in_words::due(by)), clause)
        }),
        checklist: said.checklist_called(CHECKLIST),
        made: at
            .case
            .referrals
            .iter()
            .rev()
            .map(|one| made(&said, &at, one))
            .collect(),
        draft: format!("/drafts{}", at.path("referral")),
    })
}

/// Records the referral, the answer to one, or that somebody asked after it.
///
/// # Errors
/// The same page again, with everything that was typed.
pub async fn act(at: AtCase) -> Answered {
    let events = match at.typed().text("do") {
        "answer" => answer_events(&at)?,
        "chase" => chase_events(&at)?,
        _ => referral_events(&at)?,
    };
    at.record(events).await?;
    Ok(next(&at.path("referral")))
}

type Events = Result<Vec<casework::event::CaseEvent>, Instead>;

fn referral_events(at: &AtCase) -> Events {
    let pack = at.visitor.pack()?;
    let typed = at.typed();
    let answer_by = match typed.text("answer_due") {
        "none" => By::NotSet,
        "day" => {
            let day = typed.day("answer_on");
            let day = day.map_err(|says| Instead::refused("answer_on", says))?;
            let none = || Instead::refused("answer_on", "Enter the day you expect an answer");
            By::On(day.ok_or_else(none)?)
        }
        _ => clock(&pack).map_or(By::NotSet, |(_, by)| By::Within(by)),
    };
    let made = typed.occurred("made");
    let filled = MakeReferral {
        route: Some(typed.text("routes").to_owned()).filter(|route| !route.is_empty()),
        agency: typed.text("agency").to_owned(),
        how: typed.text("how").to_owned(),
        reference: typed.text("reference").to_owned(),
        made: made.map_err(|says| Instead::refused("made", says))?,
        answer_by,
    };
    Ok(make_referral(
        &at.visitor.acting(),
        &at.case,
        &pack,
        &filled,
    )?)
}

fn answer_events(at: &AtCase) -> Events {
    let typed = at.typed();
    let answered = typed.occurred("answered");
    let filled = RecordReferralAnswer {
        referral: typed.text("referral").parse().unwrap_or_default(),
        answer: match typed.text("answer") {
            "accepted" => Some(AgencyAnswer::Accepted),
            "more-wanted" => Some(AgencyAnswer::MoreWanted),
            "declined" => Some(AgencyAnswer::Declined),
            _ => None,
        },
        said: typed.text("said").to_owned(),
        answered: answered.map_err(|says| Instead::refused("answered", says))?,
    };
    Ok(record_referral_answer(
        &at.visitor.acting(),
        &at.case,
        &filled,
    )?)
}

/// A note of what came of it and, where a day is given, an action to ask again.
fn chase_events(at: &AtCase) -> Events {
    let typed = at.typed();
    let acting = at.visitor.acting();
    let mut events = add_note(&acting, &at.case, typed.text("note"), None)?;
    let again = typed.day("due");
    if let Some(day) = again.map_err(|says| Instead::refused("due", says))? {
        let plan = PlanAction {
            what: "Ask the agency again for an answer to the referral".to_owned(),
            owner: Some(at.visitor.asking.staff),
            by: By::On(day),
            item: Some(format!("{CHECKLIST}:chase")),
        };
        events.extend(plan_action(&acting, &at.case, &plan)?);
    }
    Ok(events)
}

fn clock(pack: &Pack) -> Option<(String, guidance::Due)> {
    let clock = pack.clocks().iter().find(|one| one.id.as_ref() == CLOCK)?;
    Some((clock.says.to_string(), clock.by))
}

/// The routes that take a case to an agency; one that was decided and not made yet is chosen already.
fn routes(at: &AtCase, pack: &Pack, wanted: Option<&str>) -> Radios {
    let typed = at.typed();
    let decided = at.case.referrals_to_make();
    let chosen = match typed.text("routes") {
        "" => wanted.or(decided.first().copied()),
        route => Some(route),
    };
    let offered = pack.routes().iter().filter(|route| is_referral(&route.id));
    let choices: Vec<Choice> = offered
        .map(|route| {
            let choice = Choice::new(route.id.as_ref(), route.label.as_ref());
            match &route.help {
                Some(help) => choice.hint(help.as_ref()),
                None => choice,
            }
        })
        .collect();
    Radios::new("routes", "Which referral is it?", &choices)
        .value(chosen)
        .error(typed.error("routes"))
}

fn made(said: &Said<'_>, at: &AtCase, one: &Referral) -> Made {
    let now = at.visitor.app.outside().now();
    Made {
        entry: one.recorded.seq,
        route: said.route(&one.route),
        agency: one.agency.as_str().to_owned(),
        how: one.how.as_str().to_owned(),
        reference: one
            .reference
            .as_ref()
            .map(|known| known.as_str().to_owned()),
        when: occurred_in_words(&one.made),
        due: one
            .answer_due
            .as_ref()
            .map(|due| crate::when::day_and_time(due.at)),
        overdue: one.waits() && one.answer_due.as_ref().is_some_and(|due| due.at < now),
        waits: one.waits(),
        replies: one
            .replies
            .iter()
            .map(|reply| {
                let when = occurred_in_words(&reply.answered);
                let said = Html::paragraphs(reply.said.as_str());
                (agency_answer(reply.answer).to_owned(), when, said)
            })
            .collect(),
        address: at.path("referral"),
    }
}

/// The three fields of a day, with what was typed or, on a first visit, this day.
fn day(typed: &Typed, name: &'static str, legend: &str, first: Option<Date>) -> DateInput {
    let part = |part: &str| typed.text(&format!("{name}-{part}")).to_owned();
    let blank = ["day", "month", "year"]
        .iter()
        .all(|one| part(one).is_empty());
    let first = first.filter(|_| blank && typed.is_empty());
    let (day, month, year) = match first {
        Some(first) => (
            first.day().to_string(),
            first.month().to_string(),
            first.year().to_string(),
        ),
        None => (part("day"), part("month"), part("year")),
    };
    DateInput::new(name, legend.to_owned())
        .day(day)
        .month(month)
        .year(year)
        .error(typed.error(name))
}

fn time(typed: &Typed, name: &str, label: &str) -> Input {
    Input::new(name, label.to_owned())
        .hint("For example 14:05")
        .value(typed.text(name))
        .error(typed.error(name))
        .width(5)
        .autocomplete("off")
}

impl Page {
    fn agency(&self) -> Input {
        Input::new("agency", "Which agency, and who took it?")
            .hint(self.layout.place().agency_hint)
            .value(self.typed.text("agency"))
            .error(self.typed.error("agency"))
            .autocomplete("off")
    }

    fn how(&self) -> Input {
        Input::new("how", "How did you make it?")
            .hint("By telephone, on their form, in person")
            .value(self.typed.text("how"))
            .error(self.typed.error("how"))
            .autocomplete("off")
    }

    fn reference(&self) -> Input {
        Input::new("reference", "Their reference (optional)")
            .hint("A crime reference or the number of the contact")
            .value(self.typed.text("reference"))
            .error(self.typed.error("reference"))
            .width(20)
            .autocomplete("off")
    }

    fn when(&self) -> Html {
        let on = day(
            &self.typed,
            "made",
            "When did you make it?",
            Some(self.today),
        );
        let at = time(&self.typed, "made-time", "At what time? (optional)");
        Html::join([on.into(), at.into()])
    }

    fn answer_on(&self) -> DateInput {
        day(&self.typed, "answer_on", "Which day did they name?", None)
    }

    fn answer_due(&self) -> Radios {
        let mut choices = Vec::new();
        if let Some((says, _)) = &self.clock {
            choices.push(Choice::new("clock", "As the guidance says").hint(says.as_str()));
        }
        let on_a_day = Choice::new("day", "On a day they named");
        choices.push(on_a_day.attr("data-shows", "answer-on-a-day"));
        choices.push(Choice::new("none", "No answer is expected"));
        let first = if self.clock.is_some() {
            "clock"
        } else {
            "none"
        };
        let chosen = Some(self.typed.text("answer_due")).filter(|text| !text.is_empty());
        Radios::new("answer_due", "When do you expect an answer?", &choices)
            .value(Some(chosen.unwrap_or(first)))
            .error(self.typed.error("answer_due"))
    }
}

impl AnswerPage {
    fn answer(&self) -> Radios {
        let choices = [
            Choice::new("accepted", "They act on it"),
            Choice::new("more-wanted", "They want to know more"),
            Choice::new("declined", "They do not act on it").hint(
                "If you still think they should, say so to them and escalate. You can refer again.",
            ),
        ];
        Radios::new("answer", "What did they answer?", choices)
            .value(Some(self.typed.text("answer")).filter(|text| !text.is_empty()))
            .error(self.typed.error("answer"))
    }

    fn said(&self) -> Textarea {
        Textarea::new("said", "What did they say?")
            .hint("Who said it, and what they will do or ask of you")
            .rows(5)
            .value(self.typed.text("said"))
            .error(self.typed.error("said"))
    }

    fn when(&self) -> Html {
        let on = day(
            &self.typed,
            "answered",
            "When did they answer?",
            Some(self.today),
        );
        let at = time(&self.typed, "answered-time", "At what time? (optional)");
        Html::join([on.into(), at.into()])
    }

    fn note(&self) -> Textarea {
        Textarea::new("note", "What happened when you asked?")
            .hint("Whom you reached, and what they said")
            .rows(5)
            .value(self.typed.text("note"))
            .error(self.typed.error("note"))
    }

    fn again(&self) -> DateInput {
        day(
            &self.typed,
            "due",
            "When will you ask again? (optional)",
            None,
        )
        .hint("This becomes an action of yours")
    }
}
