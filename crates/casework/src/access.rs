//! Who may do what: one table, on one screen. Everything that opens a case asks [`may`] first.
//!
//! The roles of a member of staff are added together; what a case says of them (who leads it, who was let in, who must
//! not see it) narrows or opens it. A declared conflict of interest outweighs everything else. A member of staff who
//! has left never gets as far as this: they cannot sign in. Being told of something never lets anybody in.

use crate::event::Role;
use crate::id::{SettingId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The setting they work in. Nobody asks across settings.
    pub setting: SettingId,
    /// Who they are.
    pub staff: StaffId,
    /// What they are in that setting.
    pub roles: BTreeSet<Role>,
    /// Whether they signed in with a second factor. Without it nothing is allowed.
    pub second_factor: bool,
    /// When they signed in.
    pub signed_in_at: Timestamp,
}

macro_rules! deeds {
    ($($(#[$doc:meta])* $deed:ident = $words:literal,)*) => {
        /// What somebody wants to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Deed { $($(#[$doc])* $deed,)* }

        impl Deed {
            /// Every deed there is.
            pub const ALL: &'static [Self] = &[$(Self::$deed),*];

            /// The deed in words, for the access table and for pages.
            pub fn says(self) -> &'static str {
                match self { $(Self::$deed => $words,)* }
            }
        }
    };
}

deeds! {
    /// Report a concern.
    ReportConcern = "report a concern",
    /// Read what they reported themselves, and what happens next.
    ReadOwnReport = "read own report",
    /// See the list of open cases.
    SeeDesk = "see the desk",
    /// Open a case and read it.
    OpenCase = "open a case",
    /// Write in a case: everything but deciding, closing and sharing.
    WorkCase = "work a case",
    /// Decide.
    Decide = "decide",
    /// Say that what is their own duty is done. It opens nothing of what others wrote.
    SayOwnDutyDone = "say an own duty is done",
    /// Give the second view they were asked for.
    GiveSecondView = "give a second view",
    /// Close a case or open it again.
    CloseCase = "close a case",
    /// Let a colleague in, take that back, or declare a conflict.
    ShareCase = "share a case",
    /// Read who opened a case.
    ReadAccessLog = "read the access log",
    /// Print or take out a chronology.
    PrintChronology = "print a chronology",
    /// Verify a chronology without opening it.
    VerifyChronology = "verify a chronology",
    /// See counts without cases.
    SeeCounts = "see counts",
    /// Read the guidance.
    ReadGuidance = "read guidance",
    /// Say who is on duty.
    SetDuty = "set duty",
    /// Record that an adviser adopted a pack or a local rule.
    AdoptGuidance = "adopt guidance",
    /// Add staff, change roles, name the setting, set its calendar.
    ManageStaff = "manage staff",
    /// Find a person the record knows.
    FindPeople = "find people",
    /// Find somebody on the roll, whether the record knows more of them or not.
    FindOnRoll = "find people on the roll",
    /// See what comes due, what holds it, and what was destroyed.
    SeeRetention = "see what comes due",
    /// Adopt rules about keeping records.
    AdoptRetention = "adopt rules of retention",
    /// Put a hold on every record, or lift it.
    HoldEverything = "hold every record",
    /// Review a case: keep it, hold it, or propose that it or an identity in it be destroyed.
    ReviewRecord = "review a record",
    /// Carry out a destruction that somebody else proposed.
    DestroyRecord = "carry out a destruction",
}

/// What a case says about who may see it. Folded from its chronology.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseAccess {
    /// Who reported it.
    pub reported_by: Option<StaffId>,
    /// Who works it.
    pub lead: Option<StaffId>,
    /// Who was let in.
    pub shared: BTreeSet<StaffId>,
    /// Who must not read or work it.
    pub conflicted: BTreeSet<StaffId>,
    /// Who was asked for a second view.
    pub second_asked: BTreeSet<StaffId>,
}

/// On which cases a role allows a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Never.
    No,
    /// Always: it is not about a case.
    Yes,
    /// On every case of the setting.
    Any,
    /// On every case, where a reason is given.
    Why,
    /// On what they reported themselves.
    Own,
    /// Where they were asked for a second view.
    Ask,
    /// Where they were let in.
    Shr,
    /// Where they were asked for a second view or let in.
    Aos,
    /// Where they have a part in it: they reported it, were let in or were asked for a second view.
    Mine,
}

/// THE TABLE. Columns: reporter, lead, deputy, head, oversight, auditor, administrator.
#[rustfmt::skip]
fn table(deed: Deed) -> [When; 7] {
    use When::{Any, Ask, Aos, Mine, No, Own, Shr, Why, Yes};
    match deed {
        //                        report  lead  deputy  head  overs.  audit.  admin.
        Deed::ReportConcern    => [ Yes,   Yes,   Yes,   Yes,   Yes,   Yes,   Yes ],
        Deed::ReadOwnReport    => [ Own,   Own,   Own,   Own,   Own,   Own,   Own ],
        Deed::SeeDesk          => [ No,    Yes,   Yes,   No,    No,    No,    No  ],
        Deed::OpenCase         => [ Shr,   Any,   Any,   Aos,   No,    Why,   No  ],
        Deed::WorkCase         => [ No,    Any,   Any,   No,    No,    No,    No  ],
        Deed::Decide           => [ No,    Any,   Any,   No,    No,    No,    No  ],
        Deed::SayOwnDutyDone   => [ Mine,  Any,   Any,   Mine,  Mine,  Mine,  Mine ],
        Deed::GiveSecondView   => [ Ask,   Ask,   Ask,   Ask,   No,    No,    No  ],
        Deed::CloseCase        => [ No,    Any,   Any,   No,    No,    No,    No  ],
        Deed::ShareCase        => [ No,    Any,   Any,   No,    No,    No,    No  ],
        Deed::ReadAccessLog    => [ No,    Any,   Any,   No,    No,    Any,   No  ],
        Deed::PrintChronology  => [ No,    Any,   Any,   No,    No,    Why,   No  ],
        Deed::VerifyChronology => [ No,    Any,   Any,   Aos,   No,    Any,   No  ],
        Deed::SeeCounts        => [ No,    Yes,   Yes,   Yes,   Yes,   No,    No  ],
        Deed::ReadGuidance     => [ Yes,   Yes,   Yes,   Yes,   Yes,   Yes,   Yes ],
        Deed::SetDuty          => [ No,    Yes,   Yes,   Yes,   No,    No,    Yes ],
        Deed::AdoptGuidance    => [ No,    Yes,   No,    Yes,   No,    No,    No  ],
        Deed::ManageStaff      => [ No,    No,    No,    No,    No,    No,    Yes ],
        Deed::FindPeople       => [ No,    Yes,   Yes,   No,    No,    No,    No  ],
        Deed::FindOnRoll       => [ Yes,   Yes,   Yes,   Yes,   Yes,   Yes,   Yes ],
        Deed::SeeRetention     => [ No,    Yes,   Yes,   Yes,   No,    Yes,   No  ],
        Deed::AdoptRetention   => [ No,    Yes,   No,    Yes,   No,    No,    No  ],
        Deed::HoldEverything   => [ No,    Yes,   Yes,   Yes,   No,    No,    No  ],
        Deed::ReviewRecord     => [ No,    Any,   Any,   No,    No,    No,    No  ],
        Deed::DestroyRecord    => [ No,    Any,   Any,   Any,   No,    No,    No  ],
    }
}

/// What the table says of one role. Every role has a column: adding one without it does not compile.
fn rule(role: Role, deed: Deed) -> When {
    let [
        reporter,
        lead,
        deputy,
        head,
        oversight,
        auditor,
        administrator,
    ] = table(deed);
    match role {
        Role::Reporter => reporter,
        Role::Lead => lead,
        Role::Deputy => deputy,
        Role::Head => head,
        Role::Oversight => oversight,
        Role::Auditor => auditor,
        Role::Administrator => administrator,
    }
}

/// Whether `asking` may do `deed`, to `case` where the deed is about one.
///
/// A deed about a case is refused where no case is handed in. Where [`needs_reason`] says so, the door that opens the
/// case must also have a reason.
pub fn may(asking: &Asking, deed: Deed, case: Option<&CaseAccess>) -> bool {
    asking.second_factor
        && asking
            .roles
            .iter()
            .any(|role| allows(rule(*role, deed), asking.staff, case))
}

/// Whether `asking` may do `deed` to `case` only with a reason: no role of theirs allows it without.
pub fn needs_reason(asking: &Asking, deed: Deed, case: &CaseAccess) -> bool {
    may(asking, deed, Some(case))
        && !asking.roles.iter().any(|role| {
            let rule = rule(*role, deed);
            rule != When::Why && allows(rule, asking.staff, Some(case))
        })
}

/// Whether a reason might be asked of `asking` for `deed` on some case: where not, nobody needs to look for one.
pub fn may_need_reason(asking: &Asking, deed: Deed) -> bool {
    asking
        .roles
        .iter()
        .any(|role| rule(*role, deed) == When::Why)
}

fn allows(rule: When, staff: StaffId, case: Option<&CaseAccess>) -> bool {
    match (rule, case) {
        (When::No, _) => false,
        // OK because a deed that is not about a case is not touched by who may see one.
        (When::Yes, _) => true,
        (_, None) => false,
        (rule, Some(case)) => {
            !case.conflicted.contains(&staff)
                && match rule {
                    When::No | When::Yes => false,
                    When::Any | When::Why => true,
                    When::Own => case.reported_by == Some(staff),
                    When::Ask => case.second_asked.contains(&staff),
                    When::Shr => case.shared.contains(&staff),
                    When::Mine => {
                        case.reported_by == Some(staff)
                            || case.second_asked.contains(&staff)
                            || case.shared.contains(&staff)
                    }
                    When::Aos => case.second_asked.contains(&staff) || case.shared.contains(&staff),
                }
        }
    }
}

/// Whether a member of staff with these roles can be asked for a second view.
pub fn can_second(roles: &BTreeSet<Role>) -> bool {
    roles
        .iter()
        .any(|role| rule(*role, Deed::GiveSecondView) != When::No)
}
