//! What was decided and done: decisions, second views, referrals and replies, actions.

use super::labels::{agency_answer, response, route};
use super::{Names, Telling};
use crate::calendar;
use crate::event::{CaseEvent, Due, LessThanCalledFor};

pub(super) fn tell(event: &CaseEvent, names: &Names<'_>) -> Telling {
    match event {
        CaseEvent::DecisionMade {
            consultation,
            routes,
            rationale,
            consulted,
            less,
            sign_off,
        } => {
            let told = Telling::new("Decision made")
                .listed("Decided", routes.iter().map(|one| route(names, one)))
                .words("Why", rationale)
                .with("Guidance", had_before_them(*consultation))
                .perhaps("Consulted", consulted.as_ref());
            let told = less.as_ref().map_or_else(
                || told.clone(),
                |less| left_undone(told.clone(), less, names),
            );
            match sign_off {
                Some(asked) => told.with("Sign-off asked of", (names.staff)(*asked)),
                None => told,
            }
        }
        CaseEvent::SecondViewGiven {
            decision,
            agrees,
            view,
        } => Telling::new("Second view given")
            .with("On the decision in", entry(*decision))
            .with("Answer", if *agrees { "Agrees" } else { "Does not agree" })
            .words("View", view),
        CaseEvent::DecisionConfirmed {
            decision,
            consultation,
            why,
        } => Telling::new("Decision looked at again: it stands")
            .with("The decision in", entry(*decision))
            .with("Guidance", had_before_them(*consultation))
            .words("Why", why),
        CaseEvent::OwnDutyDone {
            response: own,
            what,
        } => Telling::new("Own duty done")
            .with("What is asked of each person", response(names, own))
            .words("What they did", what),
        CaseEvent::ReferralMade {
            route: by,
            agency,
            how,
            reference,
            made,
            answer_due,
        } => Telling::new("Referral made")
            .with("Route", route(names, by))
            .words("Agency", agency)
            .words("How", how)
            .perhaps("Their reference", reference.as_ref())
            .listed("Answer due", answer_due.iter().map(due))
            .occurred(Some(*made)),
        CaseEvent::ReferralAnswered {
            referral,
            answer,
            said,
            answered,
        } => Telling::new("Referral answered")
            .with("The referral in", entry(*referral))
            .with("Answer", agency_answer(*answer))
            .words("What they said", said)
            .occurred(Some(*answered)),
        CaseEvent::ActionPlanned {
            what,
            owner,
            due: by,
            ..
        } => Telling::new("Action planned")
            .words("What", what)
            .with("Who", (names.staff)(*owner))
            .listed("By when", by.iter().map(due)),
        CaseEvent::ActionDone { what_happened, .. } => {
            Telling::new("Action done").words("What happened", what_happened)
        }
        CaseEvent::ActionHandedOver { to, why, .. } => Telling::new("Action handed over")
            .with("To", (names.staff)(*to))
            .perhaps("Why", why.as_ref()),
        CaseEvent::ActionMoved { due: by, why, .. } => Telling::new("Action moved")
            .with("By when", due(by))
            .words("Why", why),
        CaseEvent::ActionDropped { why, .. } => Telling::new("Action dropped").words("Why", why),
        _ => Telling::new(""),
    }
}

fn left_undone(told: Telling, less: &LessThanCalledFor, names: &Names<'_>) -> Telling {
    told.listed(
        "Called for and left undone",
        less.responses.iter().map(|one| response(names, one)),
    )
    .words("Why it is left undone", &less.reason)
    .with("Second view asked of", (names.staff)(less.second))
}

/// Deciding without consulting is allowed, and is said.
fn had_before_them(consultation: Option<u64>) -> String {
    consultation.map_or_else(
        || "Decided without consulting the guidance".to_owned(),
        |seq| format!("As consulted in {}", entry(seq)),
    )
}

fn entry(seq: u64) -> String {
    format!("entry {seq}")
}

fn due(due: &Due) -> String {
    format!("{} ({})", calendar::moment_in_words(due.at), due.said)
}
