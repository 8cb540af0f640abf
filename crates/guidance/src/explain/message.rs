//! Everything an explanation can say, as data: a message and what goes into it. What it says in a language stands in
//! `messages/`, and nowhere else; no sentence is put together from pieces outside a message.

use crate::item::Text;

/// What goes into a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Words as they stand: a pack's, or a name.
    Text(Text),
    /// A number.
    Number(usize),
    /// Another message.
    Message(Box<Message>),
    /// All of these, joined as a language joins them: "a, b and c".
    And(Vec<Said>),
    /// Any of these: "a, b or c".
    Or(Vec<Said>),
    /// One after another: "a; b; c".
    Then(Vec<Said>),
}

impl From<Message> for Said {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

impl From<&Text> for Said {
    fn from(text: &Text) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<usize> for Said {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

/// Makes the messages: one variant each, with the name it has in a language's file and the names of what goes into it.
macro_rules! messages {
    ($($name:ident = $key:literal $({ $($arg:ident),+ })?, $doc:literal;)+) => {
        /// A message, with what goes into it.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Message {
            $(#[doc = $doc] $name $({ $(#[doc = concat!("`$", stringify!($arg), "`")] $arg: Said),+ })?,)+
        }

        impl Message {
            /// Every message's name in a language's file, with the names of what goes into it.
            pub(super) const ALL: &'static [(&'static str, &'static [&'static str])] =
                &[$(($key, &[$($(stringify!($arg)),+)?])),+];

            /// The message's name, and what goes into it.
            pub(super) fn parts(&self) -> (&'static str, Vec<(&'static str, &Said)>) {
                match self {
                    $(Self::$name $({ $($arg),+ })? => ($key, vec![$($((stringify!($arg), $arg)),+)?]),)+
                }
            }
        }
    };
}

messages! {
    AndTwo = "and-two" { first, last }, "The last two of a list of all.";
    AndMore = "and-more" { first, rest }, "One of a list of all, and the rest.";
    OrTwo = "or-two" { first, last }, "The last two of a list of any.";
    OrMore = "or-more" { first, rest }, "One of a list of any, and the rest.";
    ThenMore = "then-more" { first, rest }, "One of a list without a word between, and the rest.";
    InBrackets = "in-brackets" { inner }, "A condition inside another.";
    Quoted = "quoted" { text }, "A question, quoted.";
    OfChild = "of-child" { child, text }, "Something said of one child.";
    AChildNotYetKnown = "a-child-not-yet-known", "Stands for a child where none is known to be involved yet.";
    Day = "day" { day, month, year }, "A date.";
    Month = "month" { month }, "A month, 1 to 12.";
    AnswerNotKnown = "answer-not-known", "An answer.";
    AnswerYes = "answer-yes", "An answer.";
    AnswerNo = "answer-no", "An answer.";

    SaysNotKnown = "says-not-known", "An answer, by itself.";
    SaysYes = "says-yes", "An answer, by itself.";
    SaysNo = "says-no", "An answer, by itself.";

    Always = "always", "The condition that is always met.";
    FactIs = "fact-is" { ask, answers }, "A question has one of these answers.";
    ChildHadPart = "child-had-part" { part }, "The child had a part.";
    NotSo = "not-so" { inner }, "A condition is not met.";
    AtLeast = "at-least" { n, list }, "So many of these are met.";
    AnyChild = "any-child" { inner }, "Met for one child at least.";
    EveryChild = "every-child" { inner }, "Met for every child.";

    PartPictured = "part-pictured", "A part, after words such as \"the child\".";
    PartMade = "part-made", "A part.";
    PartShared = "part-shared", "A part.";
    PartPassedOn = "part-passed-on", "A part.";
    PartAskedFor = "part-asked-for", "A part.";
    PartPressured = "part-pressured", "A part.";
    PartWasPressured = "part-was-pressured", "A part.";
    PartReceived = "part-received", "A part.";
    PartReceivedUnasked = "part-received-unasked", "A part.";
    PartToldUs = "part-told-us", "A part.";
    PartNotKnown = "part-not-known", "A part.";

    FactKnown = "fact-known" { ask, answer }, "A question with its answer.";
    FactPart = "fact-part" { part, answer }, "A child's part, and whether they had it.";
    FactDoesNotArise = "fact-does-not-arise" { ask }, "A question that is not asked of this child.";
    FactPlain = "fact-plain" { ask }, "A question by itself.";
    Clause = "clause" { title, mark }, "A source, and how the point was verified.";
    ClauseSection = "clause-section" { title, section, mark }, "The same, with a numbered section.";
    ClausePlace = "clause-place" { title, section, mark }, "The same, with another place in the source.";
    ClauseItem = "clause-item" { clause, item }, "The same, with the point in the research.";
    LocalRule = "local-rule", "A rule of the setting's own.";

    MarkP = "mark-p", "How a point was verified.";
    MarkPPart = "mark-p-part", "How a point was verified.";
    MarkS2 = "mark-s2", "How a point was verified.";
    MarkS = "mark-s", "How a point was verified.";
    MarkGHigh = "mark-g-high", "How a point was verified.";
    MarkGMed = "mark-g-med", "How a point was verified.";
    MarkOurs = "mark-ours", "How a point was verified.";

    DueAtOnce = "due-at-once", "By when.";
    DueNoSetTime = "due-no-set-time", "By when.";
    DueSameDay = "due-same-day", "By when.";
    DueHours = "due-hours" { n }, "By when.";
    DueWorkingDays = "due-working-days" { n }, "By when.";
    DueSchoolDays = "due-school-days" { n }, "By when.";
    DueDays = "due-days" { n }, "By when.";
    DutyLead = "duty-lead", "Whose duty.";
    DutyOrganisation = "duty-organisation", "Whose duty.";
    DutyIndividual = "duty-individual", "Whose duty.";
    ByAndDuty = "by-and-duty" { due, duty }, "By when, and whose duty.";
    AnsweredBy = "answered-by" { routes }, "Which routes answer a response.";

    PackOn = "pack-on" { pack, version, day }, "Which pack was asked, for a day.";
    PackNoDay = "pack-no-day" { pack, version }, "Which pack was asked.";
    Recommends = "recommends", "That it is a recommendation.";
    NoRuleIsMet = "no-rule-is-met", "Where nothing but standing duties is called for.";
    CalledFor = "called-for", "A heading.";
    PointedTo = "pointed-to", "A heading.";
    NotKnownIsAReason = "not-known-is-a-reason", "Under a reason.";
    Whichever = "whichever", "Under a reason.";
    Settled = "settled", "That nothing open could call for more.";
    NotSettled = "not-settled", "Before what could still be called for.";
    AskNext = "ask-next", "A heading.";
    AskWhy = "ask-why" { why, fact }, "Why a question matters, and its id for a file of facts.";
    WhatWouldChange = "what-would-change", "A heading.";
    NotUsed = "not-used", "A heading.";
    NotUsedAnswer = "not-used-answer" { fact, answer }, "An answer the pack does not know.";

    IfSo = "if-so" { answers }, "Before what other answers would do.";
    OtherwiseWas = "otherwise-was" { ask, to, from }, "One other answer.";
    Adds = "adds" { response }, "What other answers would do.";
    Removes = "removes" { response }, "What other answers would do.";
    AddsPointed = "adds-pointed" { response }, "What other answers would do.";
    RemovesPointed = "removes-pointed" { response }, "What other answers would do.";
    AddsEither = "adds-either" { response }, "What other answers would do, called for or pointed to.";
    RemovesEither = "removes-either" { response }, "What other answers would do, called for or pointed to.";
    CannotBeAltered = "cannot-be-altered" { n }, "How many responses no other answer alters.";
    NotSearchedToTheEnd = "not-searched-to-the-end", "Before the responses whose changes were not all found.";
    SmallestChanges = "smallest-changes", "A heading.";

    WhyNot = "why-not" { response }, "A heading.";
    WhyNotCalledFor = "why-not-called-for", "How far a response is reached.";
    WhyNotPointedTo = "why-not-pointed-to", "How far a response is reached.";
    WhyNotCouldBe = "why-not-could-be", "How far a response is reached.";
    WhyNotNo = "why-not-no", "How far a response is reached.";
    WhyNotNoRuleInForce = "why-not-no-rule-in-force", "How far a response is reached.";
    WhyNotNoRule = "why-not-no-rule", "How far a response is reached.";
    RuleCalls = "rule-calls" { says }, "A rule that calls for the response.";
    RulePoints = "rule-points" { says }, "A rule that points to the response.";
    Needed = "needed" { condition }, "What a rule needs.";
    StandsDormant = "stands-dormant" { why }, "How a rule stands.";
    StandsNotInForceFrom = "stands-not-in-force-from" { from }, "How a rule stands.";
    StandsNotInForceBetween = "stands-not-in-force-between" { from, to }, "How a rule stands.";
    StandsMetAlways = "stands-met-always", "A rule that is met in every case.";
    StandsMet = "stands-met", "Before the facts that meet a rule.";
    StandsMetAsNotKnown = "stands-met-as-not-known", "Before what a rule waits on.";
    StandsWaits = "stands-waits", "Before what a rule waits on.";
    StandsWaitsAgainst = "stands-waits-against", "Before the facts that shut the other ways of meeting a rule.";
    StandsNotMet = "stands-not-met", "Before the facts that stand against a rule.";
    StandsNotMetEver = "stands-not-met-ever", "A rule that nothing meets.";

    NotAsked = "not-asked", "A heading.";
    NotAskedNoRule = "not-asked-no-rule", "Why a question need not be asked.";
    NotAskedDoesNotArise = "not-asked-does-not-arise" { parts }, "Why a question need not be asked.";
    DecidedDormant = "decided-dormant" { says }, "Why an answer cannot matter in a rule.";
    DecidedNotInForce = "decided-not-in-force" { says }, "Why an answer cannot matter in a rule.";
    DecidedMet = "decided-met" { says }, "Why an answer cannot matter in a rule.";
    DecidedCannotBeMet = "decided-cannot-be-met" { says }, "Why an answer cannot matter in a rule.";
    DecidedPart = "decided-part" { says }, "Why an answer cannot matter in a rule.";
    DecidedReached = "decided-reached" { says, rules }, "Why an answer cannot matter in a rule.";
    DecidedTogether = "decided-together" { says }, "Why an answer cannot matter in a rule.";

    SideBySide = "side-by-side", "A heading.";
    SideAlike = "side-alike", "Where nothing differs.";
    SideSamePack = "side-same-pack", "Which packs were asked.";
    SideTwoPacks = "side-two-packs" { first, second }, "Which packs were asked.";
    FactsOtherwise = "facts-otherwise", "A heading.";
    FactBeside = "fact-beside" { ask, before, after }, "A fact on both sides.";
    PartBeside = "part-beside" { part, before, after }, "A child's part on both sides.";
    FactBesideNew = "fact-beside-new" { ask, after }, "A fact of a child who came.";
    PartBesideNew = "part-beside-new" { part }, "A part of a child who came.";
    ChildCame = "child-came" { child }, "A child whom only the second side knows.";
    ChildWent = "child-went" { child }, "A child whom only the first side knows.";
    SideAdded = "side-added", "A heading.";
    SideRemoved = "side-removed", "A heading.";
    SideUnchanged = "side-unchanged", "A heading.";
    ResponseBeside = "response-beside" { says, before, after }, "A response on both sides.";
    AsksNot = "asks-not", "How far a side asks for a response.";
    AsksPointsTo = "asks-points-to", "How far a side asks for a response.";
    AsksCallsFor = "asks-calls-for", "How far a side asks for a response.";
    RulesMoved = "rules-moved", "A heading.";
    RuleBeside = "rule-beside" { says, before, after }, "A rule on both sides.";
    StatusNotMet = "status-not-met", "How a rule stands.";
    StatusUndecided = "status-undecided", "How a rule stands.";
    StatusMet = "status-met", "How a rule stands.";
    StatusNotInForce = "status-not-in-force", "How a rule stands.";
    MovedFacts = "moved-facts" { facts }, "Why a rule stands differently.";
    MovedChild = "moved-child" { child }, "A child whom only one side knows, among the facts.";
    MovedReadsOtherwise = "moved-reads-otherwise", "Why a rule stands differently.";
    MovedGone = "moved-gone", "Why a rule stands differently.";
    MovedNew = "moved-new", "Why a rule stands differently.";
    MovedTheDay = "moved-the-day", "Why a rule stands differently.";
    CameUp = "came-up", "A heading.";
    FellAway = "fell-away", "A heading.";
    QuestionAnswered = "question-answered" { ask, answer }, "A question that fell away because it was answered.";
}
