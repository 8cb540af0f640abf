//! When something is due, in words: late is said, not coloured.

use crate::when;
use casework::event::Due;
use jiff::{Timestamp, ToSpan};

/// "Due today", "Overdue: was due 3 December 2026 (within 3 school days)".
pub fn in_words(due: Option<&Due>, now: Timestamp) -> String {
    let Some(due) = due else {
        return "No time is set".to_owned();
    };
    let (today, day) = (when::day_of(now), when::day_of(due.at));
    if due.said == "at once" {
        return format!("To be done at once, since {}", when::day_and_time(due.at));
    }
    let on = if day == today {
        "today".to_owned()
    } else if today.checked_add(1.day()).is_ok_and(|next| next == day) {
        format!("tomorrow, {}", when::day(day))
    } else {
        when::day(day)
    };
    let why = if due.said == "chosen" {
        String::new()
    } else {
        format!(" ({})", due.said)
    };
    if due.at < now {
        format!("Overdue: was due {on}{why}")
    } else {
        format!("Due {on}{why}")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    fn due(at: &str, said: &str) -> Due {
        Due {
            at: at.parse().unwrap(),
            said: said.to_owned(),
        }
    }

    #[test]
    fn what_is_due_is_said_from_today_and_what_is_late_is_called_overdue() {
        let now = "2026-03-25T10:30:00Z".parse().unwrap();
        let says = |at: &str, said: &str| in_words(Some(&due(at, said)), now);
        assert_eq!(says("2026-03-25T23:59:00Z", "chosen"), "Due today");
        assert_eq!(
            says("2026-03-26T23:59:00Z", "within 1 working day"),
            "Due tomorrow, 26 March 2026 (within 1 working day)"
        );
        assert_eq!(
            says("2026-03-20T23:59:00Z", "chosen"),
            "Overdue: was due 20 March 2026"
        );
        assert_eq!(in_words(None, now), "No time is set");
    }
}
