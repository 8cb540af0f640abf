//! Everything that can happen in a case.

use super::detail::{
    About, AgencyAnswer, CameBy, Due, Isolated, LessThanCalledFor, Occurred, OpenQuestion, Outcome,
    Present, ViewingReason,
};
use super::kept::RetentionStep;
use crate::id::{ActionId, PersonId, StaffId};
use crate::words::{NotWords, Words};
use guidance::{Answer, Concern, Facts, Part};
use jiff::civil;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Somebody said what kind of concern this is. A case of which nobody said is about sharing nudes, the first kind.
    #[serde(rename = "kind-of-concern-said/1")]
    KindOfConcernSaid { kind: Concern },
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
        /// The digest of the adviser's corrections in whose words it was shown, where there were any. They change no
        /// result.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wording: Option<String>,
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
    /// Somebody says that they did what was theirs to do by a duty of each individual. Nobody says it for another.
    #[serde(rename = "own-duty-done/1")]
    OwnDutyDone { response: String, what: Words },
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
    /// Why something was done about keeping or destroying this case. It lies here, and not with the event itself in the
    /// setting's chronology, so that it goes when the case goes.
    #[serde(rename = "retention-reason-given/1")]
    RetentionReasonGiven { step: RetentionStep, why: Words },
    /// It was opened again.
    #[serde(rename = "case-reopened/1")]
    CaseReopened { why: Words },
}
