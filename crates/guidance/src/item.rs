//! The things a pack holds, as the rest of the house reads them.
//!
//! Every struct here is one `[[table]]` of `guidance-packs/FORMAT.md`. `pack` on each is the id of the pack or layer it
//! came from, so that a page can say "your setting's own rule" or "from September 2026".

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::source::SourceRef;

/// Words or an id, shared rather than copied.
pub type Text = Arc<str>;

/// A list of ids, shared rather than copied.
pub type Ids = Arc<[Arc<str>]>;

/// The first and, where there is one, the last day on which something is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// The first day.
    pub from: Date,
    /// The last day; none while current.
    pub to: Option<Date>,
}

impl Dates {
    /// Whether `day` is one of these days.
    #[must_use]
    pub fn hold(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Makes a closed list of kebab-case words: the enum, its words, and reading it back.
macro_rules! closed_list {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every one of them, in the order of `FORMAT.md`.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The words a pack may write.
            pub(crate) const WORDS: &'static [&'static str] = &[$($word),+];

            /// As packs write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Read from the word a pack writes.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

closed_list! {
    /// The part a child had. A child has one or more.
    Part {
        /// The child is pictured.
        Pictured = "pictured",
        /// The child made it.
        Made = "made",
        /// The child shared it.
        Shared = "shared",
        /// The child passed it on.
        PassedOn = "passed-on",
        /// The child asked for it.
        AskedFor = "asked-for",
        /// The child put pressure on another.
        Pressured = "pressured",
        /// The child was put under pressure.
        WasPressured = "was-pressured",
        /// The child received it.
        Received = "received",
        /// The child received it without asking.
        ReceivedUnasked = "received-unasked",
        /// The child told us.
        ToldUs = "told-us",
        /// Not known: any of the others may turn out to be so.
        NotKnown = "not-known",
    }
}

closed_list! {
    /// How a whole text weighs what it is told.
    Posture {
        /// Each case is weighed; referral is not the default.
        WeighEachCase = "weigh-each-case",
        /// Referral is the default.
        ReferByDefault = "refer-by-default",
        /// The law requires a report.
        StatutoryReport = "statutory-report",
    }
}

closed_list! {
    /// How far the pack itself has been brought. A setting's own adviser adopts it; that is not written here.
    Status {
        /// Complete enough to be checked by an adviser.
        Draft = "draft",
        /// The shape only.
        Skeleton = "skeleton",
    }
}

closed_list! {
    /// Whose duty a response is.
    Duty {
        /// The safeguarding lead's.
        Lead = "lead",
        /// The organisation's.
        Organisation = "organisation",
        /// The individual's own: nobody else's decision closes it.
        Individual = "individual",
    }
}

closed_list! {
    /// What a fact is asked of.
    Of {
        /// The incident as a whole.
        Incident = "incident",
        /// Each child involved.
        Child = "child",
    }
}

closed_list! {
    /// When a fact is asked.
    Stage {
        /// At the initial review.
        InitialReview = "initial-review",
        /// In the assessment that follows.
        Assessment = "assessment",
        /// Worked out from the record, not asked.
        Record = "record",
    }
}

closed_list! {
    /// How the record works a fact out.
    Derived {
        /// The child was under 13 at the time.
        AgeUnder13 = "age-under-13",
        /// The person was 18 or over at the time.
        Age18OrOver = "age-18-or-over",
        /// The record holds an earlier case.
        EarlierCase = "earlier-case",
    }
}

closed_list! {
    /// What sort of rule it is.
    RuleKind {
        /// Meeting it calls for an immediate response.
        Trigger = "trigger",
        /// It points to something to weigh.
        Prompt = "prompt",
        /// It is a standing duty.
        Duty = "duty",
    }
}

closed_list! {
    /// What not knowing does to a rule.
    Unknown {
        /// The question is put.
        Ask = "ask",
        /// Not knowing is itself a reason.
        Act = "act",
    }
}

closed_list! {
    /// Who a checklist is for.
    Audience {
        /// All staff.
        AllStaff = "all-staff",
        /// The safeguarding lead.
        Lead = "lead",
        /// The head.
        Head = "head",
    }
}

closed_list! {
    /// What sort of line a checklist holds.
    LineKind {
        /// Something to do.
        Do = "do",
        /// Something not to do.
        DoNot = "do-not",
        /// Something to ask.
        Ask = "ask",
        /// Something to record.
        Record = "record",
        /// Something to know.
        Know = "know",
    }
}

closed_list! {
    /// What a note is about.
    Topic {
        /// The standing of the text.
        Status = "status",
        /// What it covers.
        Scope = "scope",
        /// The law.
        Law = "law",
        /// How the police respond and record.
        Police = "police",
        /// Principles.
        Principles = "principles",
        /// Steps and their order.
        Steps = "steps",
        /// Understanding behaviour.
        Behaviour = "behaviour",
        /// Parents and carers.
        Parents = "parents",
        /// Talking with children.
        Children = "children",
        /// Records.
        Records = "records",
        /// Services.
        Services = "services",
        /// What changed from the text before.
        Changes = "changes",
    }
}

closed_list! {
    /// How a term is used.
    TermKind {
        /// A professional term.
        Professional = "professional",
        /// What staff may hear.
        Slang = "slang",
        /// A term to avoid.
        Avoid = "avoid",
    }
}

/// By when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// At once.
    AtOnce,
    /// No time is set.
    NoSetTime,
    /// The same day.
    SameDay,
    /// Within so many hours.
    Hours(u16),
    /// Within so many working days.
    WorkingDays(u16),
    /// Within so many school days.
    SchoolDays(u16),
    /// Within so many days.
    Days(u16),
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match *self {
            Self::AtOnce => return f.write_str("at once"),
            Self::NoSetTime => return f.write_str("no set time"),
            Self::SameDay => return f.write_str("the same day"),
            Self::Hours(n) => (n, "hour"),
            Self::WorkingDays(n) => (n, "working day"),
            Self::SchoolDays(n) => (n, "school day"),
            Self::Days(n) => (n, "day"),
        };
        write!(f, "within {n} {unit}{}", if n == 1 { "" } else { "s" })
    }
}

/// What a page shows beside a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadWith {
    /// A note, by id.
    Note(Text),
    /// A checklist, by id.
    Checklist(Text),
    /// A clock, by id.
    Clock(Text),
    /// A term of the glossary, by id.
    Term(Text),
    /// A service, by id.
    Service(Text),
}

impl fmt::Display for ReadWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note(id) => write!(f, "note:{id}"),
            Self::Checklist(id) => write!(f, "checklist:{id}"),
            Self::Clock(id) => write!(f, "clock:{id}"),
            Self::Term(id) => write!(f, "term:{id}"),
            Self::Service(id) => write!(f, "service:{id}"),
        }
    }
}

/// Where an item was written, for whoever has to correct it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The file, as its path was given.
    pub file: Text,
    /// The line, counted from 1.
    pub line: usize,
}

/// What a person may decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Route {
    /// Its id.
    pub id: Text,
    /// What a page calls it.
    pub label: Text,
    /// A sentence of help.
    pub help: Option<Text>,
    /// Where it comes from, where the pack says.
    pub source: Option<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// What must happen. The order of responses in a pack is their urgency, most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Response {
    /// Its id.
    pub id: Text,
    /// What must happen, in a sentence.
    pub says: Text,
    /// By when.
    pub by: Due,
    /// Whose duty it is.
    pub duty: Duty,
    /// Any one of these routes answers it; empty where actions answer it.
    pub satisfied_by: Ids,
    /// What is shown beside it.
    pub read_with: Arc<[ReadWith]>,
    /// Why, in a sentence or two.
    pub help: Option<Text>,
    /// A layer's response that is more urgent than one of the base says which.
    pub before: Option<Text>,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// One of the named answers to a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Its id.
    pub id: Text,
    /// What a page calls it.
    pub label: Text,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Its id.
    pub id: Text,
    /// Asked of the incident or of each child.
    pub of: Of,
    /// The question.
    pub ask: Text,
    /// Why it matters.
    pub why: Text,
    /// How to answer it without looking at anything.
    pub help: Option<Text>,
    /// When it is asked.
    pub stage: Stage,
    /// The answers that raise concern.
    pub raises: Ids,
    /// The named answers; empty for yes / no.
    pub choices: Vec<Choice>,
    /// How the record works it out, where it does.
    pub derived: Option<Derived>,
    /// Asked only of children with one of these parts; empty: of every child.
    pub parts: Vec<Part>,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// When a condition holds, something is called for or pointed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: Text,
    /// What sort of rule it is.
    pub kind: RuleKind,
    /// What it means that the rule is met, in a sentence.
    pub says: Text,
    /// The condition.
    pub when: Condition,
    /// The responses it calls for.
    pub calls_for: Ids,
    /// The responses it points to.
    pub points_to: Ids,
    /// What not knowing does.
    pub unknown: Unknown,
    /// Why it is not evaluated yet, and what would start it.
    pub dormant: Option<Text>,
    /// Days narrower than the pack's.
    pub in_force: Option<Dates>,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChecklistItem {
    /// Its id, within the list.
    pub id: Text,
    /// What sort of line it is.
    pub kind: LineKind,
    /// The line.
    pub text: Text,
    /// By when, where the text says.
    pub by: Option<Due>,
    /// Offered as an action with an owner and a due time.
    pub action: bool,
    /// Where it comes from.
    pub source: SourceRef,
}

/// A list of things to do, not to do, ask, record or know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checklist {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Who it is for.
    pub audience: Audience,
    /// A sentence before the list.
    pub intro: Option<Text>,
    /// Where the list as a whole comes from.
    pub source: Option<SourceRef>,
    /// Its lines, in order.
    pub items: Vec<ChecklistItem>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// Something that is due so long after something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// Its id.
    pub id: Text,
    /// What is due.
    pub says: Text,
    /// By when.
    pub by: Due,
    /// From what.
    pub counts_from: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// What a lead needs to read beside a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Its id.
    pub id: Text,
    /// What it is about.
    pub topic: Topic,
    /// Its title.
    pub title: Text,
    /// Plain text; paragraphs parted by a blank line.
    pub text: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

impl Note {
    /// The paragraphs of the text, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text
            .split("\n\n")
            .map(str::trim)
            .filter(|paragraph| !paragraph.is_empty())
    }
}

/// A prompt for the person who checks the pack; never shown as guidance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToVerify {
    /// Its id.
    pub id: Text,
    /// What to find out.
    pub text: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Its id.
    pub id: Text,
    /// The term.
    pub term: Text,
    /// How it is used.
    pub kind: TermKind,
    /// What it means.
    pub means: Text,
    /// When to use it, or what to say instead.
    #[serde(rename = "use")]
    pub use_when: Option<Text>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// A reason children give: context for support, never a mark against a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonGiven {
    /// Its id.
    pub id: Text,
    /// The reason.
    pub text: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// Who can help. Contacts are as read, and are checked before use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub name: Text,
    /// What it is for.
    #[serde(rename = "for")]
    pub for_what: Text,
    /// Who may use it.
    pub who: Text,
    /// How to reach it, exactly as read; empty where nothing was read.
    pub contact: Vec<Text>,
    /// Whether it may be offered to a child.
    pub offer_to_child: bool,
    /// Anything else.
    pub notes: Option<Text>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}
