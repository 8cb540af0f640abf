//! Record that the initial review was held, when, and with whom.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{CaseEvent, Occurred, Present};
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct HoldInitialReview {
    /// When it was held.
    pub held: Option<Occurred>,
    /// Who was there. Blank lines are left out.
    pub present: Vec<WasPresent>,
    /// Notes.
    pub notes: String,
}

/// Somebody who was there: a member of staff, or anybody by name.
#[derive(Clone, Default)]
pub struct WasPresent {
    /// The member of staff, where they have an account.
    pub staff: Option<StaffId>,
    /// Their name, where they have none.
    pub name: String,
    /// In what capacity.
    pub role: String,
}

/// Records an initial review.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn hold_initial_review(
    acting: &Acting<'_>,
    case: &Case,
    filled: &HoldInitialReview,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let held = form.been("held", filled.held);
    let mut present = Vec::new();
    for one in &filled.present {
        let name = form.perhaps("present", &one.name);
        let role = form.perhaps("present", &one.role);
        if let Some(staff) = one.staff {
            form.staff("present", staff, acting);
        }
        if one.staff.is_some() || name.is_some() {
            present.push(Present {
                staff: one.staff,
                name,
                role,
            });
        }
    }
    form.refuse_if(present.is_empty(), Refusal::Blank { field: "present" });
    let notes = form.perhaps("notes", &filled.notes);
    form.finish(held.map(|held| {
        vec![CaseEvent::InitialReviewHeld {
            held,
            present,
            notes,
        }]
    }))
}
