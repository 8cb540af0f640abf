//! Which backups are kept. A backup's segments are those of every later one too, since nothing is ever taken out of the
//! log: letting one go takes its manifest away, and with it a moment that was known to be whole.

use casework::outside::Outside;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// Which backups are kept: all of the last days, one a day for some weeks, one a month for some months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// For how many days every one is kept.
    pub all_days: u16,
    /// For how many weeks the last of each day is kept.
    pub daily_weeks: u16,
    /// For how many months of 31 days the last of each month is kept.
    pub monthly: u16,
}

impl Default for Keep {
    /// All of two days, the last of each day for five weeks, and of each month for a year.
    fn default() -> Self {
        Self {
            all_days: 2,
            daily_weeks: 5,
            monthly: 12,
        }
    }
}

impl Keep {
    /// Which of these are let go, at a moment. The newest never is.
    pub(super) fn let_go(&self, backups: &[(u64, Timestamp)], outside: &Outside) -> BTreeSet<u64> {
        let now = outside.now();
        let older = |at: Timestamp, days: i64| {
            now.duration_since(at) > SignedDuration::from_hours(days.saturating_mul(24))
        };
        let mut newest_first: Vec<_> = backups.to_vec();
        newest_first.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        let (mut days, mut months) = (BTreeSet::new(), BTreeSet::new());
        let mut gone = BTreeSet::new();
        for (place, (number, at)) in newest_first.into_iter().enumerate() {
            let day: Date = at.to_zoned(TimeZone::UTC).date();
            // Every day and month is noted, so that "the last of it" means the last there was.
            let last_of_day = days.insert(day);
            let last_of_month = months.insert((day.year(), day.month()));
            let kept = place == 0
                || !older(at, i64::from(self.all_days))
                || (last_of_day && !older(at, i64::from(self.daily_weeks) * 7))
                || (last_of_month && !older(at, i64::from(self.monthly) * 31));
            if !kept {
                gone.insert(number);
            }
        }
        gone
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use casework::outside::{Chance, Clock};
    use std::sync::Arc;

    struct At(Timestamp);

    impl Clock for At {
        fn now(&self) -> Timestamp {
            self.0
        }
    }

    impl Chance for At {
        fn fill(&self, _bytes: &mut [u8]) {}
    }

    #[test]
    fn all_of_two_days_then_the_last_of_each_day_then_of_each_month_and_always_the_newest() {
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let outside = Outside {
            clock: Arc::new(At(now)),
            chance: Arc::new(At(now)),
        };
        // One every six hours for five hundred days, the newest first; numbers as they were taken.
        let every: i64 = 6;
        let count = 500 * 24 / every;
        let backups: Vec<(u64, Timestamp)> = (0..count)
            .map(|back| {
                let at = now - SignedDuration::from_hours(back * every);
                (u64::try_from(count - back).unwrap(), at)
            })
            .collect();
        let gone = Keep::default().let_go(&backups, &outside);
        let kept: Vec<Timestamp> = backups
            .iter()
            .filter(|(number, _)| !gone.contains(number))
            .map(|(_, at)| *at)
            .collect();
        let within = |from: i64, to: i64| {
            kept.iter()
                .filter(|at| {
                    let old = now.duration_since(**at).as_hours();
                    from * 24 < old && old <= to * 24
                })
                .count()
        };
        assert_eq!(within(-1, 2), 9, "all of two days, both ends");
        assert_eq!(within(2, 35), 33, "one a day");
        assert_eq!(within(35, 372), 11, "one a month");
        assert_eq!(within(372, 600), 0);
        let old = [(7, now - SignedDuration::from_hours(9999 * 24))];
        assert!(Keep::default().let_go(&old, &outside).is_empty());
    }
}
