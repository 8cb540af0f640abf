//! Consulting the guidance on a case, and running a recorded consultation again years later from what was recorded.

use crate::case::{Case, Consultation};
use crate::chronology::{Entry, Written};
use crate::event::{About, CaseEvent, OpenQuestion};
use crate::facts::facts_of;
use crate::id::{PersonId, StaffId};
use crate::people::Person;
use guidance::{Assessment, Facts, Pack, RuleKind};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Asks the guidance what it calls for on what is known, and gives the event that records it. To look without
/// recording, drop the event.
pub fn consult(
    case: &Case,
    people: &BTreeMap<PersonId, Person>,
    pack: &Pack,
    on: Date,
) -> (CaseEvent, Assessment) {
    let facts = facts_of(case, people, pack, on);
    let assessment = guidance::assess(pack, &facts);
    let Said {
        called_for,
        triggered,
        answered_by,
        pointed_to,
        open,
    } = said(&assessment);
    let event = CaseEvent::GuidanceConsulted {
        pack: assessment.pack.to_string(),
        version: assessment.version.to_string(),
        digest: assessment.digest.to_string(),
        facts,
        called_for,
        triggered,
        answered_by,
        pointed_to,
        open,
        settled: assessment.settled,
        wording: pack.wording().map(|wording| wording.digest().to_owned()),
    };
    (event, assessment)
}

/// Whether a trigger calls for anything on what is known, as [`consult`] would say: without the explanation, for a page
/// that is shown often and only has to know whether to ask.
pub fn is_triggered(
    case: &Case,
    people: &BTreeMap<PersonId, Person>,
    pack: &Pack,
    on: Date,
) -> bool {
    guidance::called_for(pack, &facts_of(case, people, pack, on))
        .iter()
        .any(is_from_trigger)
}

/// The case as it would be with these events, which nobody has recorded: what a consultation recorded together with
/// answers is asked about.
pub fn supposing(case: &Case, by: StaffId, at: Timestamp, events: &[CaseEvent]) -> Case {
    let mut supposed = case.clone();
    for event in events {
        let event = event.clone();
        supposed.take(&Entry {
            seq: supposed.entries.saturating_add(1),
            recorded_at: at,
            written: Written { by, event },
        });
    }
    supposed
}

/// Whether the latest consultation recorded says what this one says, of the same pack and the same facts, so that
/// recording this one would add nothing. The day it was asked is not compared.
pub fn says_nothing_new(case: &Case, event: &CaseEvent) -> bool {
    let CaseEvent::GuidanceConsulted {
        digest,
        facts,
        called_for,
        triggered,
        answered_by,
        pointed_to,
        open,
        settled,
        wording,
        ..
    } = event
    else {
        return false;
    };
    case.consultation().is_some_and(|last| {
        last.digest == *digest
            && last.facts.incident == facts.incident
            && last.facts.children == facts.children
            && last.called_for == *called_for
            && last.triggered == *triggered
            && last.answered_by == *answered_by
            && last.pointed_to == *pointed_to
            && last.open == *open
            && last.settled == *settled
            && last.wording == *wording
    }) && !case.consultation_is_behind()
}

/// What came of running a recorded consultation again.
#[derive(Debug, Clone, PartialEq)]
pub enum Replayed {
    /// It says the same.
    Same(Box<Assessment>),
    /// It says something else: the record or the program is not what it was.
    Differs(Box<Assessment>),
    /// This is not the pack that was consulted.
    OtherPack,
}

/// Runs a recorded consultation again, from the facts recorded with it, under the pack it was made with.
pub fn replay(recorded: &Consultation, pack: &Pack) -> Replayed {
    if recorded.digest != pack.digest() {
        return Replayed::OtherPack;
    }
    let facts: &Facts = &recorded.facts;
    let assessment = guidance::assess(pack, facts);
    let now = said(&assessment);
    let same = now.called_for == recorded.called_for
        && now.triggered == recorded.triggered
        && now.answered_by == recorded.answered_by
        && now.pointed_to == recorded.pointed_to
        && now.open == recorded.open
        && assessment.settled == recorded.settled;
    let assessment = Box::new(assessment);
    if same {
        Replayed::Same(assessment)
    } else {
        Replayed::Differs(assessment)
    }
}

fn is_from_trigger(called: &guidance::Recommended) -> bool {
    called
        .reasons
        .iter()
        .any(|reason| reason.kind == RuleKind::Trigger)
}

/// What an assessment says, as the record keeps it: ids only.
struct Said {
    called_for: Vec<String>,
    triggered: Vec<String>,
    answered_by: BTreeMap<String, BTreeSet<String>>,
    pointed_to: Vec<String>,
    open: Vec<OpenQuestion>,
}

fn said(assessment: &Assessment) -> Said {
    let id = |recommended: &guidance::Recommended| recommended.response.to_string();
    let triggered = assessment
        .called_for
        .iter()
        .filter(|called| is_from_trigger(called))
        .map(id)
        .collect();
    let answered_by = assessment
        .called_for
        .iter()
        .filter(|called| !called.satisfied_by.is_empty())
        .map(|called| {
            (
                id(called),
                called
                    .satisfied_by
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
            )
        })
        .collect();
    let open = assessment
        .ask_next
        .iter()
        .map(|ask| OpenQuestion {
            about: match (ask.of, ask.child.as_deref()) {
                (guidance::Of::Incident, _) => Some(About::Incident),
                (guidance::Of::Child, child) => {
                    child.and_then(|child| child.parse().ok()).map(About::Child)
                }
            },
            fact: ask.fact.to_string(),
        })
        .collect();
    Said {
        called_for: assessment.called_for.iter().map(id).collect(),
        triggered,
        answered_by,
        pointed_to: assessment.pointed_to.iter().map(id).collect(),
        open,
    }
}
