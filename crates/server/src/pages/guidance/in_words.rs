//! The closed lists of a pack, in the words that pages use for them.

use guidance::{
    Audience, Dates, Derived, Due, Duty, LineKind, Of, Part, Posture, RuleKind, Stage, Standing,
    Status, TermKind, Topic, Unknown,
};

use crate::when;

/// "From 20 August 2016 to 22 December 2020", "From 11 March 2024".
pub fn dates(dates: Dates) -> String {
    let from = when::day(dates.from);
    match dates.to {
        Some(to) => format!("From {from} to {}", when::day(to)),
        None => format!("From {from}"),
    }
}

/// By when, as a sentence part.
pub fn due(due: Due) -> String {
    match due {
        Due::NoSetTime => "No time is set".to_owned(),
        other => capital(&other.to_string()),
    }
}

/// Whose duty it is.
pub fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::Lead => "The safeguarding lead\u{2019}s",
        Duty::Organisation => "The organisation\u{2019}s",
        Duty::Individual => "Each person\u{2019}s own: nobody else\u{2019}s decision closes it",
    }
}

/// When questions are asked.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::InitialReview => "At the initial review",
        Stage::Assessment => "When weighing the risk",
        Stage::Record => "Worked out from the record, not asked",
    }
}

/// What a question is asked of.
pub fn of(of: Of) -> &'static str {
    match of {
        Of::Incident => "Asked once, of the incident",
        Of::Child => "Asked of each child involved",
    }
}

/// How the record answers a question by itself.
pub fn derived(derived: Derived) -> &'static str {
    match derived {
        Derived::AgeUnder13 | Derived::Age18OrOver => {
            "Worked out from the date of birth and the day of the incident."
        }
        Derived::EarlierCase => "Worked out from earlier cases in the record.",
    }
}

/// What sort of rule it is.
pub fn rule_kind(kind: RuleKind) -> (&'static str, &'static str) {
    match kind {
        RuleKind::Trigger => ("Triggers", "Any one of these calls for a response at once."),
        RuleKind::Duty => (
            "Duties",
            "What is called for wherever the rule is met, trigger or not.",
        ),
        RuleKind::Prompt => (
            "Prompts",
            "What a lead is asked to weigh. They point; the decision is a person\u{2019}s.",
        ),
    }
}

/// What not knowing does to a rule.
pub fn unknown(unknown: Unknown) -> &'static str {
    match unknown {
        Unknown::Ask => {
            "The question stays open and is put again. Not known is never treated as no."
        }
        Unknown::Act => "Not knowing is itself a reason: while it is not known, this applies.",
    }
}

/// Who a checklist is for.
pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::AllStaff => "For all staff",
        Audience::Lead => "For the safeguarding lead",
        Audience::Head => "For the head",
    }
}

/// The heading over the lines of one sort in a checklist.
pub fn line_kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Do => "Do",
        LineKind::DoNot => "Do not",
        LineKind::Ask => "Ask",
        LineKind::Record => "Record",
        LineKind::Know => "Know",
    }
}

/// What notes are about.
pub fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::Status => "The standing of this text",
        Topic::Scope => "What it covers, and its words",
        Topic::Law => "The law",
        Topic::Police => "The police: how they respond and record",
        Topic::Principles => "Principles",
        Topic::Steps => "Steps, and their order",
        Topic::Behaviour => "Understanding behaviour",
        Topic::Parents => "Parents and carers",
        Topic::Children => "Children",
        Topic::Records => "Records",
        Topic::Services => "Services",
        Topic::Changes => "What changed",
    }
}

/// How terms are used.
pub fn term_kind(kind: TermKind) -> &'static str {
    match kind {
        TermKind::Professional => "Words professionals use",
        TermKind::Slang => "Words staff may hear",
        TermKind::Avoid => "Words to avoid",
    }
}

/// How a whole text weighs what it is told.
pub fn posture(posture: Posture) -> &'static str {
    match posture {
        Posture::WeighEachCase => "Each case is weighed; referral is not the default.",
        Posture::ReferByDefault => {
            "Referral is the default: deciding not to refer is what needs a reason and a second person."
        }
        Posture::StatutoryReport => {
            "The law requires a report. No decision of somebody else ends a person\u{2019}s own duty."
        }
        Posture::NotSeen => "Not seen: whether referral is the default is still to be read.",
    }
}

/// A jurisdiction as people write it: "New Zealand".
pub fn nation(id: &str) -> String {
    id.split('-').map(capital).collect::<Vec<_>>().join(" ")
}

/// What standing a document has.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NonStatutory => {
            "Non-statutory: guidance a setting should follow, without a duty in law to have regard to it"
        }
        Standing::Statutory => "Statutory: guidance a setting must have regard to",
        Standing::Law => "Law",
        Standing::ProfessionalAdvice => "Professional advice",
        Standing::Research => "Research or reporting: not guidance",
        Standing::NotSeen => "Its standing was not seen",
        Standing::Ours => "Leeward\u{2019}s own words: not guidance",
    }
}

/// How far a text was brought.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "Draft: complete enough for an adviser to check",
        Status::Skeleton => "Skeleton: only what was seen of the text, and no procedure",
    }
}

/// A part, as a label.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Pictured => "is pictured",
        Part::Made => "made imagery",
        Part::Shared => "shared imagery",
        Part::PassedOn => "passed imagery on",
        Part::AskedFor => "asked for imagery",
        Part::Pressured => "put pressure on another child",
        Part::WasPressured => "was put under pressure",
        Part::Received => "received imagery",
        Part::ReceivedUnasked => "received imagery without asking",
        Part::ToldUs => "told us",
        Part::NotKnown => "had a part that is not known",
    }
}

/// "a", "a and b", "a, b and c".
pub fn listed<T: AsRef<str>>(items: &[T], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// The same words, the first letter large.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// "section 2", but "Annex A" and "Part one" as they are.
pub fn section_in_words(section: &str) -> String {
    if section.starts_with(|first: char| first.is_ascii_digit()) {
        format!("section {section}")
    } else {
        section.to_owned()
    }
}
