//! `leeward rebuild-views`.

use super::{Done, Records, Wrong, wait_for};
use crate::say;

pub(super) fn rebuild_views(records: &Records) -> Done {
    let rebuilt = wait_for(async { Ok::<_, Wrong>(records.open()?.rebuild_views().await?) })?;
    say::line(format_args!(
        "{} settings, {} cases and {} people folded anew from the log; {} lists were not what the log says and are right now.",
        rebuilt.settings, rebuilt.cases, rebuilt.people, rebuilt.differed
    ));
    Ok(true)
}
