//! Counts over every case of a setting, for those who see counts and no case. Nothing in them leads to one.

use crate::failure::Failure;
use crate::store::Store;
use crate::views;
use casework::access::{Asking, Deed, may};
use casework::case::NextStep;
use jiff::Timestamp;

/// How many cases of each sort there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// What comes next in each open case, in no order that says which case.
    pub next_steps: Vec<NextStep>,
    /// How many are closed.
    pub closed: u64,
    /// How many were reported since the day asked about, open or closed.
    pub new: u64,
    /// How many were referred to an agency, open or closed.
    pub referred: u64,
    /// How many stand decided for less than the guidance calls for, open or closed.
    pub less_than_called_for: u64,
    /// How many open ones have something overdue.
    pub overdue: u64,
}

impl Store {
    /// Counts every case of the asker's setting. `since` is from when a case counts as new, `now` what is overdue at.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker may not see counts.
    pub async fn counts(
        &self,
        asking: &Asking,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Counts, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            if !may(&asking, Deed::SeeCounts, None) {
                return Err(Failure::NotThere);
            }
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let mut counts = Counts::default();
            for open in [true, false] {
                rows.each_case_view(asking.setting, open, None, |case, sealed| {
                    let line = views::open_case(&keys, case, &sealed)?.line;
                    counts.new += u64::from(line.reported_at >= since);
                    counts.referred += u64::from(line.referred);
                    counts.less_than_called_for += u64::from(line.less_than_called_for);
                    if line.open {
                        counts.overdue += u64::from(line.due.is_some_and(|due| due < now));
                        counts.next_steps.push(line.next_step);
                    } else {
                        counts.closed += 1;
                    }
                    Ok(true)
                })?;
            }
            counts.next_steps.sort_by_key(|step| step.says());
            Ok(counts)
        })
        .await
    }
}
