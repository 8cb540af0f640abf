//! Looking back at a practised case: what was recorded beside what the guidance calls for once everything in the story is
//! known. It compares and explains; it gives no mark and knows no order of people.

use crate::case::{ActionState, Case, Parents, Question};
use crate::event::{About, is_referral};
use crate::id::PersonId;
use guidance::{Answer, Assessment, Facts, Of, Pack, ReadWith, Recommended};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A practised case beside the guidance.
#[derive(Debug, Clone, PartialEq)]
pub struct LookingBack {
    /// What the guidance says with everything in the story known.
    pub expected: Assessment,
    /// Each response called for, most urgent first, with what was recorded of it.
    pub called_for: Vec<Beside>,
    /// Each response pointed to, most urgent first, with what was recorded of it.
    pub pointed_to: Vec<Beside>,
    /// How the decision stands to what is called for; none where nothing was decided.
    pub decided: Option<Compared>,
    /// Questions whose answer the story gives and the record has otherwise, or not at all, in the pack's order. Those whose
    /// answer raises concern come first.
    pub otherwise: Vec<AnsweredOtherwise>,
    /// How many questions were answered as the story has it.
    pub answered_alike: usize,
}

/// One response beside what was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// The response and why, with everything in the story known.
    pub asked: Recommended,
    /// What was recorded of it.
    pub did: Did,
    /// Whether the answers that were recorded called for it, or pointed to it, as well.
    pub on_own_answers: bool,
}

/// What was recorded of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Did {
    /// Routes that answer it were decided on or taken.
    Routes(Vec<String>),
    /// A decision left it undone knowingly, with a reason.
    LeftWithReason,
    /// Entries of the kind it asks for, by number.
    Entries(Vec<u64>),
    /// Actions planned from the lists read beside it.
    Actions(Vec<String>),
    /// Nothing of it is recorded.
    Nothing,
    /// The record has no entry of its own for it: only the person knows.
    NoEntryOfItsOwn,
}

/// How the decision that stands compares with what is called for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// What was decided, as route ids.
    pub routes: BTreeSet<String>,
    /// Responses called for that no route decided on or taken answers: less than called for.
    pub left: Vec<String>,
    /// Routes to an agency that nothing called for or pointed to asks for: more than called for.
    pub further: Vec<String>,
    /// It gave a reason for doing less and asked a second person.
    pub said_so: bool,
}

impl Compared {
    /// Neither less nor more.
    pub fn is_the_same(&self) -> bool {
        self.left.is_empty() && self.further.is_empty()
    }
}

/// A question that the story answers and the record does not, or not so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredOtherwise {
    /// The fact's id.
    pub fact: String,
    /// The child it is about, as the story calls them; none for the incident.
    pub child: Option<String>,
    /// What the story says.
    pub story: Answer,
    /// What was recorded last; none where it was never put.
    pub recorded: Option<Answer>,
    /// Whether the story's answer raises concern.
    pub raises: bool,
}

/// Puts a practised case beside its story. `children` says which child of the case each child of the story is.
pub fn look_back(
    case: &Case,
    pack: &Pack,
    story: &Facts,
    children: &BTreeMap<String, PersonId>,
    on: Date,
) -> LookingBack {
    let facts = Facts {
        on: Some(on),
        ..story.clone()
    };
    let expected = guidance::assess(pack, &facts);
    let own = case.consultation();
    let beside = |asked: &Recommended| Beside {
        asked: asked.clone(),
        did: did(case, asked),
        on_own_answers: own.is_some_and(|own| {
            let is = |id: &String| *id == *asked.response;
            own.called_for.iter().any(is) || own.pointed_to.iter().any(is)
        }),
    };
    let (otherwise, answered_alike) = answers(case, pack, story, children);
    LookingBack {
        called_for: expected.called_for.iter().map(beside).collect(),
        pointed_to: expected.pointed_to.iter().map(beside).collect(),
        decided: compared(case, &expected),
        otherwise,
        answered_alike,
        expected,
    }
}

/// Every route decided on in the decision that stands, or taken by a referral.
fn taken(case: &Case) -> BTreeSet<String> {
    let decided = case
        .decision()
        .into_iter()
        .flat_map(|one| one.routes.iter());
    let referred = case.referrals.iter().map(|one| &one.route);
    decided.chain(referred).cloned().collect()
}

fn did(case: &Case, asked: &Recommended) -> Did {
    if !asked.satisfied_by.is_empty() {
        let taken = taken(case);
        let routes: Vec<String> = asked
            .satisfied_by
            .iter()
            .filter(|route| taken.contains(route.as_ref()))
            .map(ToString::to_string)
            .collect();
        let knowingly = case
            .decision()
            .is_some_and(|one| one.leaves_knowingly(&asked.response));
        return match (routes.is_empty(), knowingly) {
            (false, _) => Did::Routes(routes),
            (true, true) => Did::LeftWithReason,
            (true, false) => Did::Nothing,
        };
    }
    let entries = entries_of(case, &asked.response);
    if let Some(entries) = entries.as_ref().filter(|entries| !entries.is_empty()) {
        return Did::Entries(entries.clone());
    }
    let lists: Vec<&str> = asked
        .read_with
        .iter()
        .filter_map(|beside| match beside {
            ReadWith::Checklist(list) => Some(list.as_ref()),
            _ => None,
        })
        .collect();
    let planned: Vec<String> = case
        .actions
        .values()
        .filter(|action| !matches!(action.state, ActionState::Dropped { .. }))
        .filter(|action| {
            let list = action
                .item
                .as_deref()
                .and_then(|item| item.split(':').next());
            list.is_some_and(|list| lists.contains(&list))
        })
        .map(|action| action.what.as_str().to_owned())
        .collect();
    match (planned.is_empty(), entries.is_some() || !lists.is_empty()) {
        (false, _) => Did::Actions(planned),
        (true, true) => Did::Nothing,
        (true, false) => Did::NoEntryOfItsOwn,
    }
}

/// The entries of the kind a response asks for; none where the record has no such kind.
fn entries_of(case: &Case, response: &str) -> Option<Vec<u64>> {
    let entries = match response {
        "initial-review" => case.reviews.iter().map(|one| one.recorded.seq).collect(),
        "inform-parents" | "agree-parents-plan" => {
            let all = case.parents.values().flatten();
            all.map(|one| match one {
                Parents::Told { recorded, .. } | Parents::NotTold { recorded, .. } => recorded.seq,
            })
            .collect()
        }
        "record-reasons" => case.decisions.iter().map(|one| one.recorded.seq).collect(),
        "keep-under-review" => case.review.iter().map(|one| one.recorded.seq).collect(),
        "removal-support" => case.removals.iter().map(|one| one.recorded.seq).collect(),
        "preserve-first" => case.devices.iter().map(|one| one.recorded.seq).collect(),
        _ => return None,
    };
    Some(entries)
}

fn compared(case: &Case, expected: &Assessment) -> Option<Compared> {
    let decision = case.decision()?;
    let taken = taken(case);
    let answered = |one: &&Recommended| {
        one.satisfied_by.is_empty()
            || one
                .satisfied_by
                .iter()
                .any(|route| taken.contains(route.as_ref()))
    };
    let left = expected
        .called_for
        .iter()
        .filter(|one| !answered(one))
        .map(|one| one.response.to_string())
        .collect();
    let asked: BTreeSet<&str> = expected
        .called_for
        .iter()
        .chain(&expected.pointed_to)
        .flat_map(|one| one.satisfied_by.iter().map(AsRef::as_ref))
        .collect();
    let further = taken
        .iter()
        .filter(|route| is_referral(route) && !asked.contains(route.as_str()))
        .cloned()
        .collect();
    Some(Compared {
        routes: decision.routes.clone(),
        left,
        further,
        said_so: decision.less.is_some(),
    })
}

fn answers(
    case: &Case,
    pack: &Pack,
    story: &Facts,
    children: &BTreeMap<String, PersonId>,
) -> (Vec<AnsweredOtherwise>, usize) {
    let mut otherwise = Vec::new();
    let mut alike = 0;
    // What follows from a date of birth is worked out, not asked.
    for fact in pack.facts().iter().filter(|fact| fact.derived.is_none()) {
        let mut put = |child: Option<&str>, about: Option<About>, story: &Answer| {
            let recorded = about.and_then(|about| {
                let question = Question {
                    about,
                    fact: fact.id.to_string(),
                };
                Some(case.answers.get(&question)?.last()?.answer.clone())
            });
            if recorded.as_ref() == Some(story) {
                alike += 1;
                return;
            }
            otherwise.push(AnsweredOtherwise {
                fact: fact.id.to_string(),
                child: child.map(str::to_owned),
                story: story.clone(),
                recorded,
                raises: fact.raises.iter().any(|one| one.as_ref() == story.as_str()),
            });
        };
        let known = |answers: &BTreeMap<String, Answer>| {
            answers
                .get(fact.id.as_ref())
                .filter(|answer| answer.is_known())
                .cloned()
        };
        match fact.of {
            Of::Incident => {
                if let Some(answer) = known(&story.incident) {
                    put(None, Some(About::Incident), &answer);
                }
            }
            Of::Child => {
                for child in &story.children {
                    if let Some(answer) = known(&child.answers) {
                        let about = children.get(&child.name).copied().map(About::Child);
                        put(Some(&child.name), about, &answer);
                    }
                }
            }
        }
    }
    otherwise.sort_by_key(|one| !one.raises);
    (otherwise, alike)
}
