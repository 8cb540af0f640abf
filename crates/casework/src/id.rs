//! Names for things that carry no meaning of their own: safe in a URL, a log line or a key.
//!
//! Each is a UUID version 7 made from the clock and chance that were handed in, so that new rows land near each other.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! identifier {
    ($(#[$doc:meta] $name:ident;)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_simple().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

identifier! {
    /// A school, college or other setting: the first part of every key.
    SettingId;
    /// One case, which is one chronology.
    CaseId;
    /// A child or another person a case touches; who they are is sealed under a key of their own.
    PersonId;
    /// A member of staff of a setting.
    StaffId;
    /// Something that somebody has undertaken to do.
    ActionId;
}
