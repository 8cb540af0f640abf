//! Decide: one or more routes, and why. What the guidance calls for stands beside it; doing more is one step, doing less
//! needs a reason and a second person, and deciding before the guidance was asked is possible and said plainly.

use super::own_duty;
use super::past_decisions::{self, Past};
use super::said::Said;
use super::then_and_now;
use crate::govuk::{
    BackLink, Button, Checkboxes, Choice, Html, InsetText, Select, SelectItem, Textarea,
};
use crate::jobs::Tell;
use crate::page::{Answered, Frame, next, show as shown};
use crate::pages::guidance::in_words;
use crate::place::{Place, posture_says};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{MakeDecision, left_undone_under, make_decision};
use casework::consult::{consult, says_nothing_new};
use casework::event::{CaseEvent, Role, is_referral};
use casework::id::StaffId;
use guidance::{Pack, Status};
use std::collections::BTreeSet;
use store::{Expect, Write};

/// The route of a case that no agency takes over, for which the guidance has checklists of its own.
const IN_SETTING: &str = "manage-in-setting";
/// What a lead reads before responding within the setting.
const BESIDE_IN_SETTING: [&str; 2] = ["managing-without-referral", "sign-off"];

#[derive(askama::Template)]
#[template(path = "safeguarding/decision.html")]
struct Page {
    layout: Frame,
    typed: Typed,
    back: BackLink,
    posture: Option<&'static str>,
    skeleton: bool,
    own_duties: Option<String>,
    refer_now: Option<Html>,
    referral: String,
    recommendation: String,
    consulted: Consulted,
    called_for: Vec<Called>,
    pointed_to: Vec<String>,
    routes: Checkboxes,
    left: Vec<String>,
    second: Select,
    then_and_now: Option<Html>,
    past: Vec<Past>,
    draft: String,
}

/// How the guidance stands to this decision.
enum Consulted {
    /// It was never asked.
    Never,
    /// Something became known since, or the text is another.
    Behind,
    /// It was asked on what is known now.
    On(String),
}

/// Something called for, and the routes that answer it.
struct Called {
    says: String,
    by: String,
    answered_by: Vec<String>,
}

/// Shows what is called for, and the form.
///
/// # Errors
/// Where no guidance is in force.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let said = Said::at(&at, &pack);
    let (event, assessment) = consult(&at.case, &at.people, &pack, at.visitor.today());
    let consulted = match at.case.consultation() {
        None => Consulted::Never,
        Some(_) if !says_nothing_new(&at.case, &event) => Consulted::Behind,
        Some(last) => Consulted::On(crate::when::day_and_time(last.recorded.at)),
    };
    let typed = at.typed().clone();
    let chosen = chosen(&typed);
    let wants_reason = typed.error("reason").is_some()
        || typed.error("second").is_some()
        || !typed.text("reason").is_empty();
    let left = if wants_reason {
        let left = left_undone_under(&at.case, &pack, &chosen);
        left.into_iter().map(|id| said.response(id)).collect()
    } else {
        Vec::new()
    };
    shown(&Page {
        layout: at.frame("What do you decide?"),
        back: BackLink::to(at.path("")).saying("Back to the case"),
        posture: posture_says(&pack),
        skeleton: pack.status() == Status::Skeleton,
        own_duties: own_duty::theirs_too(&pack, at.visitor.today()).then(|| at.path("own-duty")),
        refer_now: said.refer_now_warning(&assessment),
        referral: at.path("referral"),
        recommendation: at.path("recommendation"),
        consulted,
        called_for: assessment
            .called_for
            .iter()
            .filter(|one| !said.is_standing(one))
            .map(|one| Called {
                says: one.says.to_string(),
                by: in_words::due(one.by),
                answered_by: one.satisfied_by.iter().map(|id| said.route(id)).collect(),
            })
            .collect(),
        pointed_to: assessment
            .pointed_to
            .iter()
            .map(|one| one.says.to_string())
            .collect(),
        routes: routes(&said, &pack, &typed, &chosen),
        left,
        second: second(&at, &pack, &typed),
        then_and_now: then_and_now::of(&at, &said).await?.map(|then| then.shown),
        past: past_decisions::of(&at.visitor, &said, usize::MAX).await?,
        draft: format!("/drafts{}", at.path("decision")),
        typed,
    })
}

/// Records the decision, and has the second person told that they are asked.
///
/// # Errors
/// The same page again, with everything that was typed and exactly what is left undone.
pub async fn act(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed();
    let filled = MakeDecision {
        routes: chosen(typed),
        rationale: typed.text("rationale").to_owned(),
        consulted: typed.text("consulted").to_owned(),
        reason: typed.text("reason").to_owned(),
        second: typed.id::<StaffId>("second"),
    };
    let events = make_decision(&at.visitor.acting(), &at.case, &pack, &filled)?;
    let tell = filled
        .second
        .map(|asked| Tell::SecondViewAsked(asked).into());
    let refers = filled.routes.iter().any(|route| is_referral(route));
    record(&at, events, tell).await?;
    Ok(next(&at.path(if refers { "referral" } else { "" })))
}

async fn record(
    at: &AtCase,
    events: Vec<CaseEvent>,
    tell: Option<store::Job>,
) -> Result<(), crate::page_error::Instead> {
    let seen = at.typed().seen().unwrap_or_else(|| at.entry_count());
    let write = Write::Case {
        case: at.id,
        expect: Expect::At(seen),
        events,
    };
    let jobs = tell.into_iter().collect();
    at.visitor.record(vec![write], jobs).await?;
    Ok(())
}

fn chosen(typed: &Typed) -> BTreeSet<String> {
    typed.all("routes").map(str::to_owned).collect()
}

/// Every route of the guidance; what to read before responding within the setting opens under that route.
fn routes(said: &Said<'_>, pack: &Pack, typed: &Typed, chosen: &BTreeSet<String>) -> Checkboxes {
    let choices: Vec<Choice> = pack
        .routes()
        .iter()
        .map(|route| {
            let choice = Choice::new(route.id.as_ref(), route.label.as_ref());
            let choice = match &route.help {
                Some(help) => choice.hint(help.as_ref()),
                None => choice,
            };
            if route.id.as_ref() == IN_SETTING {
                let lists = BESIDE_IN_SETTING.map(|id| said.checklist_called(id));
                choice.reveals(Html::join(lists))
            } else {
                choice
            }
        })
        .collect();
    Checkboxes::new("routes", "What will you do?", &choices)
        .hint("Choose all that apply. Doing more than is called for needs nothing further.")
        .values(chosen.iter().cloned().collect::<Vec<_>>())
        .error(typed.error("routes"))
}

/// Who can be asked: the head, a lead or a deputy, other than oneself, for whom no conflict is declared.
fn second(at: &AtCase, pack: &Pack, typed: &Typed) -> Select {
    let place = Place::of(&at.visitor.setting, pack);
    // Where the text has the head sign it off.
    let signed_off = match pack.checklist("sign-off") {
        Some(_) => " Responding within the setting is signed off by the head.",
        None => "",
    };
    let hint = format!(
        "They see what is called for and what you chose, and answer before they see your reasons.{signed_off} Required where something called for is left undone."
    );
    let seconds = [Role::Head, Role::Lead, Role::Deputy];
    let mut items = vec![SelectItem::new("", "Nobody, or choose a person")];
    items.extend(at.visitor.setting.staff.iter().filter_map(|(id, staff)| {
        let role = seconds.iter().find(|role| staff.roles.contains(role))?;
        let can = !staff.left
            && *id != at.visitor.asking.staff
            && !at.case.access().conflicted.contains(id);
        let role = place.role(*role);
        let label = format!("{}, {role}", staff.name.as_str());
        can.then(|| SelectItem::new(id.to_string(), label))
    }));
    Select::new("second", "Who looks at this decision too?", items)
        .hint(hint)
        .value(Some(typed.text("second").to_owned()).filter(|id| !id.is_empty()))
        .error(typed.error("second"))
}

impl Page {
    fn rationale(&self) -> Textarea {
        Textarea::new("rationale", "Why do you decide this?")
            .hint("What you weighed, for each child involved, in your own words. Do not describe any picture.")
            .rows(8)
            .value(self.typed.text("rationale"))
            .error(self.typed.error("rationale"))
    }

    fn people_consulted(&self) -> Textarea {
        Textarea::new("consulted", "Whom did you consult? (optional)")
            .rows(2)
            .value(self.typed.text("consulted"))
            .error(self.typed.error("consulted"))
    }

    fn reason(&self) -> Textarea {
        Textarea::new("reason", "Why is this left undone?")
            .rows(5)
            .value(self.typed.text("reason"))
            .error(self.typed.error("reason"))
    }

    fn without_asking(&self) -> InsetText {
        InsetText::new(
            "The guidance has not been asked in this case. You can decide now: a child in danger does not wait for a form. The record will say plainly that you decided before asking it.",
        )
    }
}
