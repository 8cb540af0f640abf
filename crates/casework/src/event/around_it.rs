//! Everything that can happen around a case: who a person is, what a setting is, who opened what.

use super::kept::{Held, HoldGround, Record, RetentionStep, ReviewOutcome, RuleStamp};
use super::verified::{Adviser, ItemAnswered};
use crate::id::{CaseId, PersonId, SettingId, StaffId};
use crate::words::{NotWords, Words};
use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is known of who a person is. Sealed under that person's own key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event")]
#[expect(
    missing_docs,
    reason = "each field says what the event's own line says of it"
)]
pub enum PersonEvent {
    /// A child became known to the record. `setting` is their school where it is another one; `on_roll` says that
    /// they are a pupil or student here, whom any member of staff may find by name.
    #[serde(rename = "person-recorded/1")]
    PersonRecorded {
        name: Words,
        date_of_birth: Option<civil::Date>,
        year_group: Option<Words>,
        setting: Option<Words>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_roll: bool,
    },
    /// What we know of them changed. The whole, as now known.
    #[serde(rename = "person-corrected/1")]
    PersonCorrected {
        name: Words,
        date_of_birth: Option<civil::Date>,
        year_group: Option<Words>,
        setting: Option<Words>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_roll: bool,
        why: Option<Words>,
    },
    /// Why something was done about keeping or erasing who this person is. It goes when that goes.
    #[serde(rename = "retention-reason-given/1")]
    RetentionReasonGiven { step: RetentionStep, why: Words },
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
    /// A practice room was set up, for one member of staff of the setting `of` and one made-up incident: the example
    /// `example` of the pack with `digest`. Only a first entry can say so: no setting ever becomes a practice room.
    #[serde(rename = "practice-founded/1")]
    PracticeFounded {
        name: Words,
        jurisdiction: String,
        college: bool,
        of: SettingId,
        digest: String,
        example: String,
    },
    /// A member of staff began to practise, in a room of their own where they are `me`. Nothing of what they practise is
    /// here.
    #[serde(rename = "practice-begun/1")]
    PracticeBegun { room: SettingId, me: StaffId },
    /// What was practised in a room was cleared: its key is destroyed. `after_days` says that nobody did so, but that the
    /// room had stood for so long.
    #[serde(rename = "practice-cleared/1")]
    PracticeCleared {
        room: SettingId,
        after_days: Option<u16>,
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
        /// The digest of the adviser's corrections that lie over it from here, where there are any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wording: Option<String>,
    },
    /// A named adviser went through part of a pack's verification sheet and answered these items. `on` is the day on
    /// which they did; it may be recorded later, from paper.
    #[serde(rename = "guidance-items-verified/1")]
    GuidanceItemsVerified {
        pack: String,
        version: String,
        digest: String,
        adviser: Adviser,
        initials: Words,
        on: civil::Date,
        answers: Vec<ItemAnswered>,
    },
    /// A layer the setting wrote itself was checked and kept, by its digest. It is in force only once adopted.
    #[serde(rename = "own-guidance-kept/1")]
    OwnGuidanceKept {
        pack: String,
        version: String,
        digest: String,
        title: Words,
    },
    /// A layer the setting wrote itself was adopted, or (`adopted: false`) withdrawn.
    #[serde(rename = "own-guidance-adopted/1")]
    OwnGuidanceAdopted {
        pack: String,
        version: String,
        digest: String,
        adopted: bool,
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
    /// These records were restored from the backup with this number, as they were when it was taken, or at `until` where an
    /// earlier moment was asked for: what was written between that moment and this entry is not here. What is named had no
    /// key then: it was destroyed after that moment, or its key is lost. Recorded by nobody of the setting.
    #[serde(rename = "records-restored/1")]
    RecordsRestored {
        backup: u64,
        taken_at: Timestamp,
        until: Option<Timestamp>,
        cases: BTreeSet<CaseId>,
        people: BTreeSet<PersonId>,
        rooms: BTreeSet<SettingId>,
    },
    /// A rule about how long records are kept was adopted, or (`adopted: false`) laid down again. Years may be added to
    /// its period; none can be taken away.
    #[serde(rename = "retention-rule-adopted/1")]
    RetentionRuleAdopted { rule: RuleStamp, adopted: bool },
    /// How many days lie between proposing a destruction and carrying it out, at the least.
    #[serde(rename = "cooling-off-set/1")]
    CoolingOffSet { days: u16 },
    /// It was said what class of record a case is.
    #[serde(rename = "record-classed/1")]
    RecordClassed { case: CaseId, class: String },
    /// A hold was put on. The reason lies with the case or person; only a hold over everything has it here.
    #[serde(rename = "hold-put/1")]
    HoldPut {
        over: Held,
        ground: HoldGround,
        why: Option<Words>,
    },
    /// The hold that stands in the entry `hold` was lifted.
    #[serde(rename = "hold-lifted/1")]
    HoldLifted { hold: u64, why: Option<Words> },
    /// A record that came due was reviewed, and is looked at again on a day.
    #[serde(rename = "retention-reviewed/1")]
    RetentionReviewed {
        record: Record,
        outcome: ReviewOutcome,
        until: civil::Date,
    },
    /// Somebody proposed that a record be destroyed, under these rules, having looked into these checks.
    #[serde(rename = "destruction-proposed/1")]
    DestructionProposed {
        record: Record,
        rules: Vec<RuleStamp>,
        checks: Vec<String>,
    },
    /// The proposal in the entry `proposal` was withdrawn.
    #[serde(rename = "destruction-withdrawn/1")]
    DestructionWithdrawn { proposal: u64 },
    /// The tombstone: a record was destroyed by a second person. Its key is gone; its `entries` stay, and open for nobody.
    #[serde(rename = "record-destroyed/1")]
    RecordDestroyed {
        record: Record,
        proposal: u64,
        proposed_by: StaffId,
        rules: Vec<RuleStamp>,
        checks: Vec<String>,
        entries: u64,
    },
    /// Somebody said which day it is, from something other than this machine.
    #[serde(rename = "clock-confirmed/1")]
    ClockConfirmed { day: civil::Date },
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
    /// It was among what a search for these words found.
    #[serde(rename = "found-by-search/1")]
    FoundBySearch { words: Words },
    /// The whole record of the case was taken out, readable. `sums` is the SHA-256 of its list of checksums, by which what
    /// was taken out is known again.
    #[serde(rename = "record-taken-out/1")]
    RecordTakenOut {
        head: String,
        sums: String,
        why: Words,
    },
    /// The record as far as it concerns one child was taken out, other children under pseudonyms, by somebody who had read
    /// it through. `blacked_out` are the further words they hid, `left_out` the entries.
    #[serde(rename = "extract-taken-out/1")]
    ExtractTakenOut {
        child: PersonId,
        head: String,
        sums: String,
        why: Words,
        staff_named: bool,
        blacked_out: Vec<Words>,
        left_out: Vec<u64>,
    },
}
