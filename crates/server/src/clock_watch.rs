//! Whether the machine's clock can be believed. A clock that was set wrong ages what is kept, so while there is doubt
//! nothing is cleared away or destroyed because of its age, and the people who can have it put right are told: whoever
//! runs the server in its log, leads on their desk, administrators on their list of staff. The order of entries never
//! depends on a clock. What is right is for a person to say; this only notices.

use crate::app::App;
use crate::govuk::{Html, NotificationBanner};
use crate::when;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::Failure;

/// A clock this much earlier than the last entry, or moved this much while the program runs, was set and has not drifted.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// Longer than a summer without a single entry: then it is the clock that may be wrong.
const QUIET_DAYS: i64 = 60;

/// What is odd about the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is earlier than something that has happened already.
    Behind {
        /// The last that has happened.
        newest: Timestamp,
    },
    /// It is far later than the last that has happened.
    Ahead {
        /// The last that has happened.
        since: Timestamp,
    },
}

#[derive(Debug, Default)]
struct Known {
    newest: Option<Timestamp>,
    seen: Option<Timestamp>,
    doubt: Option<Doubt>,
    trusted: bool,
    limit: Option<Timestamp>,
}

/// What is known of the clock.
#[derive(Debug, Default)]
pub struct ClockWatch(Mutex<Known>);

impl ClockWatch {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody looked at the clock and says that it is right, however long nothing was recorded.
    pub fn trust(&self) {
        self.known().trusted = true;
    }

    /// The doubt there is. Whatever acts on the age of something asks this first, and leaves it be while there is any.
    pub fn doubt(&self) -> Option<Doubt> {
        self.known().doubt
    }
}

impl Known {
    fn judge(&mut self, now: Timestamp) -> Option<Doubt> {
        let later = |at: Timestamp, by| at.saturating_add(by).unwrap_or(Timestamp::MAX);
        let latest = self.newest.max(self.seen)?;
        if later(now, A_DAY) < latest {
            return Some(Doubt::Behind { newest: latest });
        }
        // Entries made since do not show that the clock is right: only that it goes, or that it was put back.
        if let (Some(Doubt::Ahead { .. }), Some(limit)) = (self.doubt, self.limit)
            && now > limit
        {
            return self.doubt;
        }
        let quiet = SignedDuration::from_hours(24 * QUIET_DAYS);
        let (since, limit) = match (self.newest, self.seen) {
            (_, Some(seen)) if now > later(seen, A_DAY) => (seen, later(seen, A_DAY)),
            (Some(newest), None) if !self.trusted && now > later(newest, quiet) => {
                (newest, later(newest, quiet))
            }
            _ => return None,
        };
        self.limit = Some(limit);
        Some(Doubt::Ahead { since })
    }
}

/// Looks at the clock again: against the last look and, where `thoroughly`, against the last entry.
///
/// # Errors
/// Where the store cannot say.
pub async fn look(app: &App, thoroughly: bool) -> Result<Option<Doubt>, Failure> {
    let newest = match thoroughly {
        true => app.store().newest_entry().await?,
        false => None,
    };
    let now = app.outside().now();
    let mut known = app.clock_watch().known();
    known.newest = known.newest.max(newest);
    let doubt = known.judge(now);
    if doubt.is_none() {
        known.seen = Some(now);
    }
    if doubt != known.doubt {
        match doubt {
            Some(Doubt::Behind { .. }) => tracing::error!(
                "the machine's clock is earlier than the last entry; set it right. Until then nothing is cleared away because of its age"
            ),
            Some(Doubt::Ahead { .. }) => tracing::error!(
                "the machine's clock is far later than anything recorded. If it is right, start again with --clock-is-right; if not, set it right. Until then nothing is cleared away because of its age"
            ),
            None => tracing::warn!("the machine's clock agrees with the record again"),
        }
    }
    known.doubt = doubt;
    Ok(doubt)
}

/// What is told to whoever can have the clock put right.
pub(crate) fn notice(app: &App) -> Option<NotificationBanner> {
    let doubt = app.clock_watch().doubt()?;
    let now = when::day_and_time(app.outside().now());
    let (says, then) = match doubt {
        Doubt::Behind { newest } => (
            format!(
                "The server says that it is {now}. The record goes up to {}.",
                when::day_and_time(newest)
            ),
            "Ask whoever looks after the server to set its clock right. Nothing is lost and the order of entries holds. Until the clock is right, new entries carry the time of the entry before them, and what is said to be due today is reckoned from a wrong day.",
        ),
        Doubt::Ahead { since } => (
            format!(
                "The server says that it is {now}. The last it knows of was on {}.",
                when::day_and_time(since)
            ),
            "If that is not the time, ask whoever looks after the server to set its clock right before anything more is recorded. If it is, ask them to start Leeward again with --clock-is-right. Until then nothing is cleared away because of its age.",
        ),
    };
    let content = Html::join([Html::text(&says), Html::text(" "), Html::text(then)]);
    Some(NotificationBanner::new(content).title("Check the clock"))
}
