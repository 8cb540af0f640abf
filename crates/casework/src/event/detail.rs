//! What events are made of: when something happened, what it was about, the closed lists people choose from.

use crate::id::{PersonId, StaffId};
use crate::words::Words;
use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

/// When something happened, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurred {
    /// The day, where the setting is.
    pub on: civil::Date,
    /// The time of day, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<civil::Time>,
    /// True where the person said "about".
    #[serde(default)]
    pub about: bool,
}

/// How a concern came to a member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CameBy {
    /// A child said so.
    ToldByChild,
    /// A parent or carer said so.
    ToldByParent,
    /// A colleague said so.
    ToldByColleague,
    /// They overheard it.
    Overheard,
    /// They saw something: behaviour, a message, a screen, without looking further.
    Saw,
    /// Another way.
    Other,
    /// They did not say.
    NotSaid,
}

/// What a question was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The incident as a whole.
    Incident,
    /// One child involved.
    Child(PersonId),
}

/// Somebody at a meeting: a member of staff by id, or anybody by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// The member of staff, where they have an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// Name, where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Words>,
    /// In what capacity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Words>,
}

/// What a decision left undone that the guidance called for, why, and who is asked for a second view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessThanCalledFor {
    /// The responses called for that the routes chosen do not answer.
    pub responses: Vec<String>,
    /// Why.
    pub reason: Words,
    /// Who answers independently.
    pub second: StaffId,
}

/// When something is due and how that was worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The moment.
    pub at: Timestamp,
    /// The rule, in words: "1 working day", "3 school days", "chosen".
    pub said: String,
}

/// A question that could still change what is called for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// What it is about; none where it is about a child and no child is known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The fact; [`guidance::PARTS`] for the parts a child had.
    pub fact: String,
}

/// How a device was cut off, so that nothing on it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Isolated {
    /// Flight mode.
    FlightMode,
    /// Switched off.
    SwitchedOff,
    /// Not isolated.
    No,
}

/// The narrow reasons for which a lead may have had to view (U-VIEW-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ViewingReason {
    /// The only way to decide whether other agencies must be involved.
    OnlyWayToDecide,
    /// Needed to report it to a service, or to help a child or parent report it.
    NeededToReport,
    /// Unavoidable: shown by a child, or found on the setting's own device or network.
    Unavoidable,
}

/// What an agency answered to a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgencyAnswer {
    /// They act.
    Accepted,
    /// They want to know more.
    MoreWanted,
    /// They do not act.
    Declined,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Managed in the setting, support in place.
    ManagedInSetting,
    /// Passed on; others lead and the setting supports.
    OthersLead,
    /// Outside this guidance: dealt with elsewhere.
    Elsewhere,
    /// No concern found.
    NoConcernFound,
}

/// Whether a route takes a case to an agency: packs name such routes `refer-…` or `report-…`.
pub fn is_referral(route: &str) -> bool {
    route.starts_with("refer-") || route.starts_with("report-")
}
