//! The demonstration: a made-up school, one member of staff for each role, and cases recorded through the same acts and
//! the same store as real ones. Past entries need past times, so the clock can be moved while the school is filled.

mod cases;
mod roll;
mod scene;

use crate::app::App;
use casework::acts::{
    Acting, AddStaff, NameSetting, SetDuty, add_staff, name_setting, set_closed_days, set_duty,
};
use casework::event::{Role, SettingEvent};
use casework::id::{SettingId, StaffId};
use casework::outside::{Clock, Outside};
use casework::refusal::Refusals;
use jiff::{SignedDuration, Timestamp, civil};
use roll::Roll;
use scene::Scene;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Append, Expect, Failure, Store, Write};

/// Why the school could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum NotFilled {
    /// An act refused what the demonstration fills in: a slip in the demonstration itself.
    #[error("the demonstration's own cases were refused: {0}")]
    Refused(String),
    /// The store failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl From<Refusals> for NotFilled {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(
            refusals
                .0
                .iter()
                .map(|refusal| refusal.says())
                .collect::<Vec<_>>()
                .join("; "),
        )
    }
}

/// A clock that can be moved while the school is filled, and follows the real one afterwards.
pub struct DemoClock {
    real: Arc<dyn Clock>,
    moved: Mutex<Option<Timestamp>>,
}

impl DemoClock {
    /// A clock that follows another.
    pub fn following(real: Arc<dyn Clock>) -> Self {
        Self {
            real,
            moved: Mutex::new(None),
        }
    }

    /// Stands at a moment from here on, a little later each time it is read, so that no two entries share a moment.
    pub fn stand_at(&self, moment: Timestamp) {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = Some(moment);
    }

    /// Follows the real clock again.
    pub fn follow(&self) {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        match moved.as_mut() {
            Some(moment) => {
                *moment = moment
                    .saturating_add(SignedDuration::from_millis(1))
                    .unwrap_or(*moment);
                *moment
            }
            None => self.real.now(),
        }
    }
}

/// The made-up school.
pub struct School {
    /// Its id.
    pub setting: SettingId,
    /// Who has which role: one member of staff each.
    pub staff: BTreeMap<Role, StaffId>,
}

/// Everybody, by role.
const STAFF: [(Role, &str, &str); 7] = [
    (Role::Lead, "Robin Example", "lead@larkfield.example"),
    (Role::Deputy, "Sam Example", "deputy@larkfield.example"),
    (Role::Reporter, "Alex Example", "staff@larkfield.example"),
    (Role::Head, "Jo Example", "head@larkfield.example"),
    (Role::Oversight, "Pat Example", "governor@larkfield.example"),
    (Role::Auditor, "Lee Example", "auditor@larkfield.example"),
    (
        Role::Administrator,
        "Kim Example",
        "office@larkfield.example",
    ),
];

impl School {
    /// Founds the school with its staff.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn founded(store: &Store, outside: &Outside) -> Result<Self, NotFilled> {
        Self::founded_in(store, outside, ENGLAND).await
    }

    /// The same, in another nation.
    ///
    /// # Errors
    /// Where there is no such nation, or the store fails.
    pub async fn founded_in(
        store: &Store,
        outside: &Outside,
        nation: &str,
    ) -> Result<Self, NotFilled> {
        let name = "Larkfield Example School (made up)".to_owned();
        let mut events = name_setting(
            outside,
            &NameSetting {
                name,
                jurisdiction: nation.to_owned(),
                college: false,
            },
        )?;
        let mut staff = BTreeMap::new();
        for (role, name, email) in STAFF {
            let filled = AddStaff {
                name: name.to_owned(),
                email: email.to_owned(),
                roles: BTreeSet::from([role]),
            };
            let (id, added) = add_staff(outside, None, &filled)?;
            staff.insert(role, id);
            events.extend(added);
        }
        let founder = staff
            .get(&Role::Lead)
            .copied()
            .unwrap_or_else(|| outside.new_staff());
        let setting = store.found_setting(founder, events).await?;
        Ok(Self { setting, staff })
    }

    /// The member of staff with a role.
    pub fn who(&self, role: Role) -> StaffId {
        // OK because every role has its line in STAFF; a nil id would only be refused.
        self.staff
            .get(&role)
            .copied()
            .unwrap_or(StaffId(uuid::Uuid::nil()))
    }
}

/// Where the whole demonstration plays: its cases were worked under England's guidance.
const ENGLAND: &str = "england";

/// When the made-up school set up its record: before the oldest of its cases.
pub const FOUNDED: civil::Date = civil::date(2019, 1, 7);

/// Fills the school: who is on duty, when it is closed, its roll, then its cases.
///
/// # Errors
/// Where an act refuses or the store fails.
pub async fn fill(app: &App, school: &School, clock: &DemoClock) -> Result<(), NotFilled> {
    clock.follow();
    let now = app.outside().now();
    let today = casework::calendar::day_of(now);
    let began = roll::school_year(today);
    let house = app.store().setting(school.setting).await?;
    let acting = Acting {
        by: school.who(Role::Lead),
        setting: &house,
        outside: app.outside(),
    };
    clock.stand_at(scene::on(civil::date(began, 9, 1), 8, 30));
    let duty = SetDuty {
        staff: Some(school.who(Role::Lead)),
        reach: "Office 4, or extension 214".to_owned(),
        cover: Some(school.who(Role::Deputy)),
        cover_reach: "Extension 215".to_owned(),
    };
    let mut events: Vec<SettingEvent> = set_duty(&acting, &duty)?;
    events.extend(set_closed_days(&acting, &closed_days(began))?);
    let mut writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    let (roll, pupils) = Roll::on(today, app.outside())?;
    writes.extend(pupils);
    app.store()
        .append(Append {
            writes,
            ..Append::by(school.setting, acting.by)
        })
        .await?;
    let scene = Scene {
        app,
        school,
        clock,
        house: app.store().setting(school.setting).await?,
        roll,
        now,
    };
    let filled = if scene.house.jurisdiction == ENGLAND {
        cases::fill(&scene).await
    } else {
        cases::just_come_in(&scene).await
    };
    clock.follow();
    filled
}

/// Made-up holidays of the school year that began in a year, and of the summer before it.
fn closed_days(began: i16) -> Vec<(civil::Date, civil::Date)> {
    let day = civil::date;
    vec![
        (day(began, 7, 22), day(began, 9, 2)),
        (day(began, 10, 26), day(began, 10, 30)),
        (day(began, 12, 21), day(began + 1, 1, 1)),
        (day(began + 1, 2, 15), day(began + 1, 2, 19)),
        (day(began + 1, 4, 1), day(began + 1, 4, 14)),
        (day(began + 1, 5, 31), day(began + 1, 6, 4)),
        (day(began + 1, 7, 22), day(began + 1, 9, 2)),
    ]
}
