//! The cases of the made-up school. Each is recorded as a person would: the act, then the store; first the clock is moved
//! to when it happened.

use super::{DemoClock, NotFilled, School};
use crate::app::App;
use crate::jobs::Tell;
use casework::acts::{Acting, ReportConcern, report_concern};
use casework::event::{CameBy, Role};
use jiff::SignedDuration;
use store::{Append, Expect, Write};

/// Records the cases.
///
/// # Errors
/// Where an act refuses or the store fails.
pub(super) async fn fill(app: &App, school: &School, clock: &DemoClock) -> Result<(), NotFilled> {
    new_this_morning(app, school, clock).await
}

/// A concern that nobody has read yet.
async fn new_this_morning(app: &App, school: &School, clock: &DemoClock) -> Result<(), NotFilled> {
    let now = app.outside().now();
    clock.stand_at(
        now.saturating_sub(SignedDuration::from_mins(50))
            .unwrap_or(now),
    );
    let house = app.store().setting(school.setting).await?;
    let acting = Acting {
        by: school.who(Role::Reporter),
        setting: &house,
        outside: app.outside(),
    };
    let filled = ReportConcern {
        what: "At the end of registration a child told me that a picture of a friend is being passed round. I listened, did not ask to see anything, and said I would tell the safeguarding lead.".to_owned(),
        came_by: Some(CameBy::ToldByChild),
        place: "Form room".to_owned(),
        names_not_known: true,
        done_already: "Told the child what happens next. The phone stayed with the child, not looked at.".to_owned(),
        ..ReportConcern::default()
    };
    let new = report_concern(&acting, &filled)?;
    let mut writes = vec![Write::Case {
        case: new.case,
        expect: Expect::New,
        events: new.events,
    }];
    writes.extend(new.people.into_iter().map(|(person, event)| Write::Person {
        person,
        expect: Expect::New,
        events: vec![event],
    }));
    app.store()
        .append(Append {
            writes,
            jobs: vec![Tell::NewConcern.into()],
            ..Append::by(school.setting, acting.by)
        })
        .await?;
    clock.follow();
    Ok(())
}
