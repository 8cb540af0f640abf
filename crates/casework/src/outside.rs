//! The outside world, handed in: time and chance. Nothing in this crate reaches for either.

use crate::id::{ActionId, CaseId, PersonId, SettingId, StaffId};
use jiff::Timestamp;
use std::sync::Arc;
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync {
    /// This moment, in UTC.
    fn now(&self) -> Timestamp;
}

/// Where unpredictable bytes come from.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with unpredictable values.
    fn fill(&self, bytes: &mut [u8]);
}

/// Clock and chance together, as acts receive them.
#[derive(Clone)]
pub struct Outside {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of chance.
    pub chance: Arc<dyn Chance>,
}

impl Outside {
    /// This moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new identifier: 48 bits of milliseconds, 74 bits of chance.
    pub fn new_uuid(&self) -> Uuid {
        let mut random = [0_u8; 10];
        self.chance.fill(&mut random);
        let millis = u64::try_from(self.now().as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// A new case.
    pub fn new_case(&self) -> CaseId {
        CaseId(self.new_uuid())
    }

    /// A new person.
    pub fn new_person(&self) -> PersonId {
        PersonId(self.new_uuid())
    }

    /// A new member of staff.
    pub fn new_staff(&self) -> StaffId {
        StaffId(self.new_uuid())
    }

    /// A new setting.
    pub fn new_setting(&self) -> SettingId {
        SettingId(self.new_uuid())
    }

    /// A new action.
    pub fn new_action(&self) -> ActionId {
        ActionId(self.new_uuid())
    }
}
