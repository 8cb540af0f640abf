//! The closed lists of words a pack may write: parts, stages, duties and the rest.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Makes a closed list of kebab-case words: the enum, its words, and reading it back.
macro_rules! closed_list {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[cfg_attr(test, derive(schemars::JsonSchema))]
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
        /// Not seen in what was read of the text. Only a skeleton may say so.
        NotSeen = "not-seen",
    }
}

closed_list! {
    /// The kind of concern a text is about. A setting follows one text for each on any day.
    Concern {
        /// Nudes and semi-nudes made or shared by children.
        SharingNudes = "sharing-nudes",
        /// Bullying among children, online.
        OnlineBullying = "online-bullying",
    }
}

impl Default for Concern {
    /// What a text is about where it does not say, and what a case is about until somebody says otherwise.
    fn default() -> Self {
        Self::SharingNudes
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
    /// Somebody a text gives a name to of its own, such as the person who leads on safeguarding.
    RoleName {
        /// Who leads on safeguarding in a setting.
        Lead = "lead",
        /// Who stands in for them.
        Deputy = "deputy",
        /// Who heads the setting.
        Head = "head",
        /// The agency a setting turns to first.
        FirstExternal = "first_external",
        /// The police.
        Police = "police",
        /// Whom to call where a child is in danger now.
        Emergency = "emergency",
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
    /// Which side of a typology a tag stands on.
    TagGroup {
        /// Something abusive beyond making, sending or having imagery.
        Aggravated = "aggravated",
        /// Nothing of the kind is apparent.
        Experimental = "experimental",
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
