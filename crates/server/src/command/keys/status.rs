//! `leeward keys status`.

use super::super::{Done, Format, Records};
use crate::{entitled, say, when};
use store::{Beside, Recovery};

pub(super) fn tell(records: &Records, format: Format) -> Done {
    let place = records.place.there()?;
    let beside = records
        .key
        .open_with(|root| Beside::open(&place, &root, entitled::system()))?;
    let recovery = beside.recovery()?;
    let ready = recovery
        .as_ref()
        .is_some_and(|standing| standing.rehearsed_at.is_some() && !standing.of_the_key_before);
    let going_on = beside.going_on()?;
    match format {
        Format::Json => say::line(serde_json::json!({
            "installation": beside.installation().to_string(),
            "recovery_ready": ready,
            "recovery": recovery,
            "changing": going_on.iter().map(|(setting, change)| serde_json::json!({ "setting": setting.to_string(), "change": change })).collect::<Vec<_>>(),
            "asked_and_waiting": beside.is_waiting()?,
        })),
        Format::Text => {
            say::line(format_args!("Installation {}", beside.installation()));
            say::line(of_recovery(recovery.as_ref()));
            for (setting, change) in going_on {
                say::line(format_args!(
                    "The key of setting {setting} is being changed: {} of {} done.",
                    change.done, change.all
                ));
            }
            if beside.is_waiting()? {
                say::line("A change of keys was asked for, and no server has taken it up yet.");
            }
        }
    }
    Ok(ready)
}

/// How recovery stands, and what to do about it.
pub(super) fn of_recovery(recovery: Option<&Recovery>) -> String {
    let Some(standing) = recovery else {
        return "Recovery has not been set up. If the root key is lost, so are the records. \
                Share it among people you name: leeward keys share"
            .to_owned();
    };
    let made = when::day(when::day_of(standing.set_up_at));
    let (among, needed) = (standing.among, standing.needed);
    if standing.of_the_key_before {
        return format!(
            "The sheets made on {made} are of a root key that was changed since: they open old backups only. \
             Make them again: leeward keys share"
        );
    }
    match standing.rehearsed_at {
        None => format!(
            "The root key was shared among {among} people on {made}; any {needed} of them get it back. \
             Nobody has tried it yet: leeward keys rehearse"
        ),
        Some(at) => format!(
            "The root key was shared among {among} people on {made}; any {needed} of them get it back. \
             Last rehearsed on {}.",
            when::day(when::day_of(at))
        ),
    }
}
