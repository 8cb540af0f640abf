//! Whether the machine's clock can be trusted to destroy by: a clock that jumped must never destroy anything.
//!
//! The record is the witness. Where the clock is more than a day away from the last entry of the setting, or the entries
//! themselves lie more than a day apart, nothing is destroyed until two people have said which day it is, each from
//! something other than this machine. A clock that is behind the record nobody can talk it out of: it must be put right.

use crate::chronology::Entry;
use crate::event::SettingEvent;
use crate::id::StaffId;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// So far may the clock be from the last entry before destruction is frozen.
pub const TRUSTED_FOR: SignedDuration = SignedDuration::from_hours(24);
/// So many people have to say which day it is.
pub const PEOPLE: usize = 2;

/// What the entries of the setting say of the clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClockSeen {
    last: Option<Timestamp>,
    confirmed: BTreeSet<StaffId>,
}

/// Whether destruction can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Two people said which day it is, and no more than a day has passed without an entry since.
    Trusted,
    /// More than a day lies between the clock and the last entry, or fewer than two people have said which day it is since
    /// there was such a gap. So many still have to.
    ToConfirm {
        /// How many people.
        people: usize,
    },
    /// The clock is more than a day behind the record.
    Behind,
}

impl ClockSeen {
    pub(crate) fn take(&mut self, entry: &Entry<SettingEvent>) {
        let at = entry.recorded_at;
        if self.last.is_some_and(|last| is_far(last, at)) {
            self.confirmed.clear();
        }
        self.last = Some(at);
        if let SettingEvent::ClockConfirmed { .. } = entry.written.event {
            self.confirmed.insert(entry.written.by);
        }
    }

    /// Whether destruction can go on at `now`. `newest` is the latest moment that any entry of the setting was recorded at;
    /// `with` is somebody who says in the same breath which day it is.
    pub fn state(
        &self,
        now: Timestamp,
        newest: Option<Timestamp>,
        with: Option<StaffId>,
    ) -> ClockState {
        let latest = self.last.into_iter().chain(newest).max();
        if latest.is_some_and(|latest| latest.duration_since(now) > TRUSTED_FOR) {
            return ClockState::Behind;
        }
        let mut confirmed = match self.last {
            Some(last) if !is_far(last, now) => self.confirmed.clone(),
            _ => BTreeSet::new(),
        };
        confirmed.extend(with);
        match PEOPLE.saturating_sub(confirmed.len()) {
            0 => ClockState::Trusted,
            people => ClockState::ToConfirm { people },
        }
    }
}

fn is_far(one: Timestamp, other: Timestamp) -> bool {
    one.duration_since(other).abs() > TRUSTED_FOR
}
