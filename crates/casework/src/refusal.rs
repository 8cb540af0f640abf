//! Why an act was not taken, for the person at the screen: what is wrong and what to do, in words a safeguarding lead
//! would use. A refusal never repeats what somebody wrote, and everything else they wrote is kept.

mod says;

use crate::words::NotWords;
use std::fmt;

/// Why an act was not taken. `field` is the name of the field in the act's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A required field is blank.
    Blank {
        /// Which field.
        field: &'static str,
    },
    /// A text carries a file. No byte of it was kept.
    CarriesAFile {
        /// Which field.
        field: &'static str,
        /// What gave it away.
        kind: NotWords,
    },
    /// A text is too long.
    TooLong {
        /// Which field.
        field: &'static str,
    },
    /// A day or time that has not come yet.
    InTheFuture {
        /// Which field.
        field: &'static str,
    },
    /// A day or time to come that has gone by.
    InThePast {
        /// Which field.
        field: &'static str,
    },
    /// What was typed is no day or time. Made by the page that reads the form.
    NoSuchTime {
        /// Which field.
        field: &'static str,
    },
    /// Nothing was chosen.
    NothingChosen {
        /// Which field.
        field: &'static str,
    },
    /// No child, and not said that the names are not known.
    NoChild,
    /// The same child twice.
    ChildTwice,
    /// The child is already among the children involved.
    AlreadyInvolved,
    /// The child is not among the children involved.
    NotInvolved {
        /// Which field.
        field: &'static str,
    },
    /// The guidance has no such question.
    UnknownFact {
        /// The fact's id.
        fact: String,
    },
    /// The question is not put of this: of the incident instead of a child, or the other way round.
    WrongAbout {
        /// The fact's id.
        fact: String,
    },
    /// The question has no such answer.
    UnknownChoice {
        /// The fact's id.
        fact: String,
    },
    /// The guidance has no such route.
    UnknownRoute {
        /// The route's id.
        route: String,
    },
    /// Less is decided than is called for, without a reason.
    LessNeedsReason {
        /// The responses left undone, by id.
        responses: Vec<String>,
    },
    /// Less is decided than is called for, without a second person.
    LessNeedsSecond {
        /// The responses left undone, by id.
        responses: Vec<String>,
    },
    /// The second person is the one who decides.
    SecondIsOneself,
    /// The second view comes from the one who decided.
    SecondViewByDecider,
    /// Nobody asked them.
    SecondViewNotAsked,
    /// It was given already.
    SecondViewGivenAlready,
    /// There is no such decision.
    NoSuchDecision,
    /// A later decision took its place.
    DecisionReplaced,
    /// They cannot give a second view: none of their roles lets them.
    CannotSecond,
    /// They are neither a safeguarding lead nor a deputy.
    NotALead {
        /// Which field.
        field: &'static str,
    },
    /// The second person does not agree.
    SecondDisagrees,
    /// The second view is still to come.
    SecondViewToCome,
    /// Confirming would leave undone what is called for: decide anew.
    LessThanCalledFor {
        /// The responses left undone, by id.
        responses: Vec<String>,
    },
    /// The case is closed.
    CaseClosed,
    /// The case is open: there is nothing to open again.
    NothingToReopen,
    /// There is no concern in this record.
    NoConcern,
    /// The concern was read before.
    AlreadyRead,
    /// They already work the case.
    AlreadyLead,
    /// There is no such entry.
    NoSuchEntry,
    /// There is no such referral.
    NoSuchReferral,
    /// There is no such action.
    NoSuchAction,
    /// The action is done or dropped.
    ActionNotOpen,
    /// They own the action already.
    SameOwner,
    /// There is no such device.
    NoSuchDevice,
    /// Nobody decided that no agency is involved.
    PreserveNoDecision,
    /// An agency is or may be involved.
    PreserveAgency,
    /// There may be extortion or an adult.
    PreserveExtortion,
    /// What the text of this place says about deleting was not seen.
    PreserveNotSeen,
    /// The one who views and the one who is there must be two people.
    ViewingAlone,
    /// Not a member of staff who works here.
    NotStaffHere {
        /// Which field.
        field: &'static str,
    },
    /// They must not see this case.
    Conflicted {
        /// Which field.
        field: &'static str,
    },
    /// They were let in already.
    AlreadyShared,
    /// They were not let in.
    NotShared,
    /// Declared already.
    AlreadyConflicted,
    /// Something became known after the decision.
    DecisionToReview,
    /// The decision says to refer and no referral is recorded.
    ReferralToMake,
    /// A case is closed only after it was decided.
    NothingDecided,
    /// Actions are open.
    ActionsOpen,
    /// Not an e-mail address.
    NotAnAddress,
    /// Another member of staff signs in with it.
    AddressInUse,
    /// They left.
    AlreadyLeft,
    /// Nobody would be left who can manage staff.
    LastAdministrator,
    /// There is no guidance for that nation.
    UnknownJurisdiction,
    /// Not a setting's own stricter rule.
    NotALocalRule,
    /// The sheet has no such item, or the item no such words.
    NoSuchItem,
    /// A correction without other words.
    ItemNeedsWords {
        /// The item.
        item: String,
    },
    /// A correction or rejection without a reason.
    ItemNeedsReason {
        /// The item.
        item: String,
    },
    /// What was typed of an item is too long, or carries a file. No byte of it was kept.
    ItemWords {
        /// The item.
        item: String,
        /// What is wrong.
        kind: NotWords,
    },
    /// Items of the sheet have no answer yet.
    ItemsUnanswered {
        /// So many.
        left: usize,
    },
    /// A time that ends before it begins.
    EndsBeforeItBegins,
    /// Cover is another person.
    CoverIsOneself,
    /// Not a duty of each individual.
    NotAnOwnDuty,
    /// They said so before.
    OwnDutyDoneAlready,
    /// Nothing was changed.
    NothingChanged,
    /// No rule about keeping records has this name here today.
    NoSuchRetentionRule,
    /// Not a whole number, or too large.
    NotAWholeNumber {
        /// Which field.
        field: &'static str,
        /// The most it can be.
        most: u16,
    },
    /// There is no such hold, or it was lifted.
    NoSuchHold,
    /// A hold is on the record.
    Held,
    /// The record is not due.
    NotDue,
    /// The record was destroyed already.
    RecordGone,
    /// Its destruction is proposed already.
    ProposedAlready,
    /// There is no such proposal, or it no longer waits.
    NoSuchProposal,
    /// The second person is the one who proposed it.
    ProposedByOneself,
    /// The rules are not those it was proposed under.
    RetentionRulesChanged,
    /// The days between proposing and carrying out have not gone by.
    CoolingOff,
    /// Not everything was looked into.
    NotLookedInto,
    /// The day that was typed is not the machine's.
    AnotherDay,
    /// Two people have to say first which day it is.
    ClockToConfirm,
    /// The machine's clock is behind the record.
    ClockBehind,
}

impl Refusal {
    /// The field of the form to put it beside; none where it is about the act as a whole.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Blank { field }
            | Self::CarriesAFile { field, .. }
            | Self::TooLong { field }
            | Self::InTheFuture { field }
            | Self::InThePast { field }
            | Self::NoSuchTime { field }
            | Self::NothingChosen { field }
            | Self::NotInvolved { field }
            | Self::NotStaffHere { field }
            | Self::Conflicted { field }
            | Self::NotAWholeNumber { field, .. }
            | Self::NotALead { field } => Some(field),
            Self::NotLookedInto => Some("checks"),
            Self::AnotherDay => Some("today"),
            Self::NoChild | Self::ChildTwice => Some("children"),
            Self::AlreadyInvolved => Some("child"),
            Self::UnknownFact { .. } | Self::WrongAbout { .. } | Self::UnknownChoice { .. } => {
                Some("answer")
            }
            Self::UnknownRoute { .. } => Some("routes"),
            Self::LessNeedsReason { .. } => Some("reason"),
            Self::LessNeedsSecond { .. } | Self::SecondIsOneself | Self::CannotSecond => {
                Some("second")
            }
            Self::NoSuchEntry => Some("entry"),
            Self::NoSuchReferral => Some("referral"),
            Self::NoSuchDevice => Some("device"),
            Self::ViewingAlone => Some("present"),
            Self::SameOwner => Some("to"),
            Self::AlreadyShared | Self::NotShared => Some("with"),
            Self::AlreadyConflicted | Self::AlreadyLeft => Some("staff"),
            Self::AlreadyLead => Some("lead"),
            Self::ActionsOpen => Some("actions_left"),
            Self::NotAnAddress | Self::AddressInUse => Some("email"),
            Self::LastAdministrator => Some("roles"),
            Self::UnknownJurisdiction => Some("jurisdiction"),
            Self::EndsBeforeItBegins => Some("closed"),
            Self::CoverIsOneself => Some("cover"),
            Self::SecondViewByDecider
            | Self::SecondViewNotAsked
            | Self::SecondViewGivenAlready
            | Self::NoSuchDecision
            | Self::DecisionReplaced
            | Self::SecondDisagrees
            | Self::SecondViewToCome
            | Self::LessThanCalledFor { .. }
            | Self::CaseClosed
            | Self::NothingToReopen
            | Self::NoConcern
            | Self::AlreadyRead
            | Self::NoSuchAction
            | Self::ActionNotOpen
            | Self::PreserveNoDecision
            | Self::PreserveAgency
            | Self::PreserveExtortion
            | Self::PreserveNotSeen
            | Self::NotALocalRule
            | Self::NoSuchItem
            | Self::ItemNeedsWords { .. }
            | Self::ItemNeedsReason { .. }
            | Self::ItemWords { .. }
            | Self::ItemsUnanswered { .. }
            | Self::DecisionToReview
            | Self::ReferralToMake
            | Self::NothingDecided
            | Self::NotAnOwnDuty
            | Self::OwnDutyDoneAlready
            | Self::NothingChanged
            | Self::NoSuchRetentionRule
            | Self::NoSuchHold
            | Self::Held
            | Self::NotDue
            | Self::RecordGone
            | Self::ProposedAlready
            | Self::NoSuchProposal
            | Self::ProposedByOneself
            | Self::RetentionRulesChanged
            | Self::CoolingOff
            | Self::ClockToConfirm
            | Self::ClockBehind => None,
        }
    }
}

/// Everything that is wrong with a form, all at once, in the order of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusals(pub Vec<Refusal>);

impl From<Refusal> for Refusals {
    fn from(one: Refusal) -> Self {
        Self(vec![one])
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.0.iter().map(Refusal::says).collect();
        f.write_str(&all.join(" "))
    }
}

impl std::error::Error for Refusals {}
