//! Everything that can happen, as closed lists in the past tense. Names and versions are permanent: a new shape is a
//! new name, and an old one is read for ever.
//!
//! To add an event: add it here with the next free name, fold it in `case.rs`, say it in `telling.rs`, write the act
//! that makes it, and add a golden entry.

use crate::id::{ActionId, PersonId, StaffId};
use crate::words::{NotWords, Words};
use guidance::{Answer, Facts, Part};
use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// What happens in a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event")]
#[expect(
    missing_docs,
    reason = "each field says what the event's own line says of it"
)]
pub enum CaseEvent {
    /// A member of staff told us what they saw, heard or were told. Opens the case.
    #[serde(rename = "concern-reported/1")]
    ConcernReported {
        what: Words,
        came_by: CameBy,
        happened: Option<Occurred>,
        place: Option<Words>,
        children: Vec<PersonId>,
        names_not_known: bool,
        done_already: Option<Words>,
    },
    /// A lead or deputy read the concern.
    #[serde(rename = "concern-read/1")]
    ConcernRead {},
    /// Somebody took the case up. `lead` works it from here.
    #[serde(rename = "case-taken-up/1")]
    CaseTakenUp { lead: StaffId },
    /// A child was found to be involved.
    #[serde(rename = "child-involved/1")]
    ChildInvolved {
        child: PersonId,
        how_known: Option<Words>,
    },
    /// The parts a child had, as now understood. Replaces what was understood before; both stay readable.
    #[serde(rename = "parts-recorded/1")]
    PartsRecorded {
        child: PersonId,
        parts: BTreeSet<Part>,
        how_known: Option<Words>,
    },
    /// The initial review was held.
    #[serde(rename = "initial-review-held/1")]
    InitialReviewHeld {
        held: Occurred,
        present: Vec<Present>,
        notes: Option<Words>,
    },
    /// A question of the guidance was answered, or answered anew.
    #[serde(rename = "question-answered/1")]
    QuestionAnswered {
        about: About,
        fact: String,
        answer: Answer,
        how_known: Option<Words>,
    },
    /// The guidance was consulted. Replays from `facts` under the pack with `digest`.
    #[serde(rename = "guidance-consulted/1")]
    GuidanceConsulted {
        pack: String,
        version: String,
        digest: String,
        facts: Facts,
        called_for: Vec<String>,
        /// Of what is called for, what a trigger calls for.
        triggered: Vec<String>,
        /// For each response called for that a route answers: which routes do. Any one of them is enough.
        answered_by: BTreeMap<String, BTreeSet<String>>,
        pointed_to: Vec<String>,
        open: Vec<OpenQuestion>,
        settled: bool,
    },
    /// A named person decided. `consultation` is the entry they had before them; none says plainly that there was none.
    #[serde(rename = "decision-made/1")]
    DecisionMade {
        consultation: Option<u64>,
        routes: BTreeSet<String>,
        rationale: Words,
        consulted: Option<Words>,
        less: Option<LessThanCalledFor>,
        /// Who is asked to look at it too, although nothing called for is left undone: a head's sign-off.
        sign_off: Option<StaffId>,
    },
    /// The second person answered, without having seen another's answer.
    #[serde(rename = "second-view-given/1")]
    SecondViewGiven {
        decision: u64,
        agrees: bool,
        view: Words,
    },
    /// After a new fact, the decision was looked at again and stands.
    #[serde(rename = "decision-confirmed/1")]
    DecisionConfirmed {
        decision: u64,
        consultation: Option<u64>,
        why: Words,
    },
    /// A referral was made.
    #[serde(rename = "referral-made/1")]
    ReferralMade {
        route: String,
        agency: Words,
        how: Words,
        reference: Option<Words>,
        made: Occurred,
        answer_due: Option<Due>,
    },
    /// The agency answered.
    #[serde(rename = "referral-answered/1")]
    ReferralAnswered {
        referral: u64,
        answer: AgencyAnswer,
        said: Words,
        answered: Occurred,
    },
    /// Somebody undertook to do something. `item` names where in the guidance it comes from.
    #[serde(rename = "action-planned/1")]
    ActionPlanned {
        action: ActionId,
        what: Words,
        owner: StaffId,
        due: Option<Due>,
        item: Option<String>,
    },
    /// It was done.
    #[serde(rename = "action-done/1")]
    ActionDone {
        action: ActionId,
        what_happened: Words,
    },
    /// Another person took it over.
    #[serde(rename = "action-handed-over/1")]
    ActionHandedOver {
        action: ActionId,
        to: StaffId,
        why: Option<Words>,
    },
    /// Its due time was changed.
    #[serde(rename = "action-moved/1")]
    ActionMoved {
        action: ActionId,
        due: Due,
        why: Words,
    },
    /// It turned out not to be needed.
    #[serde(rename = "action-dropped/1")]
    ActionDropped { action: ActionId, why: Words },
    /// A child's parents or carers were told.
    #[serde(rename = "parents-told/1")]
    ParentsTold {
        child: PersonId,
        who: Words,
        how: Words,
        said: Option<Words>,
        told: Occurred,
    },
    /// They were not, and this is why, who agreed, and when to look again.
    #[serde(rename = "parents-not-told/1")]
    ParentsNotTold {
        child: PersonId,
        why: Words,
        agreed_with: Words,
        look_again: civil::Date,
    },
    /// A device was taken into keeping. Nobody looked at what is on it.
    #[serde(rename = "device-taken/1")]
    DeviceTaken {
        device: Words,
        from: Option<PersonId>,
        held_by: Words,
        kept_where: Words,
        isolated: Isolated,
        second_person: Option<Words>,
        taken: Occurred,
    },
    /// The device went to somebody else: police, or back.
    #[serde(rename = "device-handed-over/1")]
    DeviceHandedOver {
        device: u64,
        to: Words,
        handed_over: Occurred,
    },
    /// The child deleted it and confirmed so; nobody looked.
    #[serde(rename = "deletion-confirmed/1")]
    DeletionConfirmed {
        child: PersonId,
        from_where: Words,
        present: Words,
        confirmed: Occurred,
    },
    /// It was reported to a service that gets imagery removed.
    #[serde(rename = "removal-reported/1")]
    RemovalReported {
        service: Words,
        by: Words,
        reference: Option<Words>,
        reported: Occurred,
    },
    /// A viewing took place under the narrow exception. There is no field for what was seen.
    #[serde(rename = "viewing-recorded/1")]
    ViewingRecorded {
        reason: ViewingReason,
        authorised_by: Words,
        viewed_by: Words,
        present: Words,
        place: Words,
        viewed: Occurred,
    },
    /// A day to look at the case again.
    #[serde(rename = "review-set/1")]
    ReviewSet { on: civil::Date, why: Option<Words> },
    /// A note.
    #[serde(rename = "note-added/1")]
    NoteAdded {
        note: Words,
        happened: Option<Occurred>,
    },
    /// An entry was wrong; this stands beside it.
    #[serde(rename = "entry-corrected/1")]
    EntryCorrected { entry: u64, now: Words, why: Words },
    /// A colleague was let in.
    #[serde(rename = "case-shared/1")]
    CaseShared { with: StaffId, why: Words },
    /// That was taken back.
    #[serde(rename = "case-unshared/1")]
    CaseUnshared { with: StaffId, why: Words },
    /// A colleague must not work or read this case.
    #[serde(rename = "conflict-declared/1")]
    ConflictDeclared { staff: StaffId, why: Words },
    /// Something that carries a file was refused. No byte of it was kept.
    #[serde(rename = "imagery-refused/1")]
    ImageryRefused {
        page: String,
        field: String,
        kind: NotWords,
    },
    /// The case was closed. `actions_left` says what becomes of actions that are still open.
    #[serde(rename = "case-closed/1")]
    CaseClosed {
        outcome: Outcome,
        why: Words,
        actions_left: Option<Words>,
    },
    /// It was opened again.
    #[serde(rename = "case-reopened/1")]
    CaseReopened { why: Words },
}

/// What is known of who a person is. Sealed under that person's own key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event")]
#[expect(
    missing_docs,
    reason = "each field says what the event's own line says of it"
)]
pub enum PersonEvent {
    /// A child became known to the record. `setting` is their school where it is another one.
    #[serde(rename = "person-recorded/1")]
    PersonRecorded {
        name: Words,
        date_of_birth: Option<civil::Date>,
        year_group: Option<Words>,
        setting: Option<Words>,
    },
    /// What we know of them changed. The whole, as now known.
    #[serde(rename = "person-corrected/1")]
    PersonCorrected {
        name: Words,
        date_of_birth: Option<civil::Date>,
        year_group: Option<Words>,
        setting: Option<Words>,
        why: Option<Words>,
    },
}

/// What a member of staff may be in a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Any member of staff: reports, and sees what becomes of their own reports.
    Reporter,
    /// Designated safeguarding lead.
    Lead,
    /// Deputy designated safeguarding lead.
    Deputy,
    /// Headteacher or principal: asked for a second view, told what they must be told.
    Head,
    /// Governors and trusts: counts only.
    Oversight,
    /// Verifies without reading; reads with a named reason.
    Auditor,
    /// People and settings; no cases.
    Administrator,
}

/// What happens in a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event")]
#[expect(
    missing_docs,
    reason = "each field says what the event's own line says of it"
)]
pub enum SettingEvent {
    /// The setting was set up, or named anew. `jurisdiction` chooses the guidance ("england").
    #[serde(rename = "setting-named/1")]
    SettingNamed {
        name: Words,
        jurisdiction: String,
        college: bool,
    },
    /// A member of staff was added.
    #[serde(rename = "staff-added/1")]
    StaffAdded {
        staff: StaffId,
        name: Words,
        email: Words,
        roles: BTreeSet<Role>,
    },
    /// Their roles changed.
    #[serde(rename = "roles-changed/1")]
    RolesChanged {
        staff: StaffId,
        roles: BTreeSet<Role>,
    },
    /// They left; they may do nothing from here.
    #[serde(rename = "staff-left/1")]
    StaffLeft { staff: StaffId },
    /// Who is on duty for safeguarding now and how to reach them, as the first-minute card says it.
    #[serde(rename = "duty-set/1")]
    DutySet {
        staff: StaffId,
        reach: Words,
        cover: Option<StaffId>,
        cover_reach: Option<Words>,
    },
    /// A named adviser adopted a pack for this setting: until then its pages say "draft".
    #[serde(rename = "pack-adopted/1")]
    PackAdopted {
        pack: String,
        version: String,
        digest: String,
        adviser: Words,
    },
    /// A stricter local rule was adopted, or (`adopted: false`) laid down again.
    #[serde(rename = "local-rule-adopted/1")]
    LocalRuleAdopted {
        pack: String,
        adopted: bool,
        adviser: Words,
    },
    /// Days on which the setting is closed to pupils although it is a working day: holidays and training days.
    #[serde(rename = "closed-days-set/1")]
    ClosedDaysSet {
        closed: Vec<(civil::Date, civil::Date)>,
    },
    /// Something that carries a file was refused outside any case. No byte of it was kept.
    #[serde(rename = "imagery-refused/1")]
    ImageryRefused {
        page: String,
        field: String,
        kind: NotWords,
    },
}

/// Who opened a case, or tried to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event")]
#[expect(
    missing_docs,
    reason = "each field says what the event's own line says of it"
)]
pub enum AccessEvent {
    /// A case was opened for reading or writing, on this page.
    #[serde(rename = "case-opened/1")]
    CaseOpened { page: String, reason: Option<Words> },
    /// Somebody asked and was refused.
    #[serde(rename = "case-withheld/1")]
    CaseWithheld { page: String },
    /// The chronology was printed or taken out.
    #[serde(rename = "chronology-printed/1")]
    ChronologyPrinted { head: String },
    /// The chain was verified without opening anything.
    #[serde(rename = "chronology-verified/1")]
    ChronologyVerified { intact: bool },
}
