//! What was told, kept and handed on: parents, devices, deletions, removals, viewings; reviews, notes, corrections; who
//! was let in or kept out; what was refused; closing and opening again.

use super::labels::{isolated, outcome, refused_kind, viewing_reason};
use super::{Names, Telling};
use crate::calendar::day_in_words;
use crate::event::CaseEvent;

pub(super) fn tell(event: &CaseEvent, names: &Names<'_>) -> Telling {
    match event {
        CaseEvent::ParentsTold {
            child,
            who,
            how,
            said,
            told,
        } => Telling::new("Parents or carers told")
            .with("Child", (names.person)(*child))
            .words("Who was told", who)
            .words("How", how)
            .perhaps("What they said", said.as_ref())
            .occurred(Some(*told)),
        CaseEvent::ParentsNotTold {
            child,
            why,
            agreed_with,
            look_again,
        } => Telling::new("Parents or carers not told for now")
            .with("Child", (names.person)(*child))
            .words("Why", why)
            .words("Agreed with", agreed_with)
            .with("Look again on", day_in_words(*look_again)),
        CaseEvent::ReviewSet { on, why } => Telling::new("Review set")
            .with("On", day_in_words(*on))
            .perhaps("Why", why.as_ref()),
        CaseEvent::NoteAdded { note, happened } => Telling::new("Note added")
            .words("Note", note)
            .occurred(*happened),
        CaseEvent::EntryCorrected { entry, now, why } => Telling::new("Entry corrected")
            .with("Corrects", format!("entry {entry}"))
            .words("What is right", now)
            .words("Why", why),
        CaseEvent::CaseShared { with, why } => Telling::new("Case shared")
            .with("With", (names.staff)(*with))
            .words("Why", why),
        CaseEvent::CaseUnshared { with, why } => Telling::new("Case no longer shared")
            .with("With", (names.staff)(*with))
            .words("Why", why),
        CaseEvent::ConflictDeclared { staff, why } => Telling::new("Conflict of interest declared")
            .with("Must not see this case", (names.staff)(*staff))
            .words("Why", why),
        CaseEvent::ImageryRefused { kind, .. } => {
            Telling::new("Something that carries a file was refused")
                .with("What gave it away", refused_kind(*kind))
                .with("Kept", "Nothing of it was kept")
        }
        CaseEvent::CaseClosed {
            outcome: ended,
            why,
            actions_left,
        } => Telling::new("Case closed")
            .with("Outcome", outcome(*ended))
            .words("Why", why)
            .perhaps("Actions left open", actions_left.as_ref()),
        CaseEvent::RetentionReasonGiven { step, why } => {
            Telling::new(step.says()).words("Why", why)
        }
        CaseEvent::CaseReopened { why } => Telling::new("Case opened again").words("Why", why),
        other => devices(other, names),
    }
}

fn devices(event: &CaseEvent, names: &Names<'_>) -> Telling {
    match event {
        CaseEvent::DeviceTaken {
            device,
            from,
            held_by,
            kept_where,
            isolated: how,
            second_person,
            taken,
        } => Telling::new("Device taken into keeping")
            .words("Device", device)
            .listed("From", from.iter().map(|child| (names.person)(*child)))
            .words("Held by", held_by)
            .words("Kept", kept_where)
            .with("Cut off", isolated(*how))
            .perhaps("Also there", second_person.as_ref())
            .occurred(Some(*taken)),
        CaseEvent::DeviceHandedOver {
            device,
            to,
            handed_over,
        } => Telling::new("Device handed over")
            .with("The device in", format!("entry {device}"))
            .words("To", to)
            .occurred(Some(*handed_over)),
        CaseEvent::DeletionConfirmed {
            child,
            from_where,
            present,
            confirmed,
        } => Telling::new("Deletion confirmed by the child")
            .with("Child", (names.person)(*child))
            .words("From where", from_where)
            .words("Present", present)
            .with("Looked at", "Nobody looked")
            .occurred(Some(*confirmed)),
        CaseEvent::RemovalReported {
            service,
            by,
            reference,
            reported,
        } => Telling::new("Removal reported")
            .words("Service", service)
            .words("Reported by", by)
            .perhaps("Their reference", reference.as_ref())
            .occurred(Some(*reported)),
        CaseEvent::ViewingRecorded {
            reason,
            authorised_by,
            viewed_by,
            present,
            place,
            viewed,
        } => Telling::new("Viewing recorded")
            .with("Why it could not be avoided", viewing_reason(*reason))
            .words("Authorised by", authorised_by)
            .words("Viewed by", viewed_by)
            .words("Present", present)
            .words("Where", place)
            .occurred(Some(*viewed)),
        _ => Telling::new(""),
    }
}
