//! What pages and print call the closed lists of the record.

use super::Names;
use crate::calendar;
use crate::event::{AgencyAnswer, CameBy, Isolated, Occurred, Outcome, Role, ViewingReason};
use crate::words::NotWords;
use guidance::{Answer, Concern, Part};

/// How a concern came to somebody.
pub fn came_by(came_by: CameBy) -> &'static str {
    match came_by {
        CameBy::ToldByChild => "A child told them",
        CameBy::ToldByParent => "A parent or carer told them",
        CameBy::ToldByColleague => "A colleague told them",
        CameBy::Overheard => "They overheard it",
        CameBy::Saw => "They saw something",
        CameBy::Other => "Another way",
        CameBy::NotSaid => "Not said",
    }
}

/// What kind of concern a case is.
pub fn kind_of_concern(kind: Concern) -> &'static str {
    match kind {
        Concern::SharingNudes => "Sharing nudes or semi-nudes",
        Concern::OnlineBullying => "Bullying online",
    }
}

/// The part a child had.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Pictured => "Is pictured",
        Part::Made => "Made it",
        Part::Shared => "Shared it",
        Part::PassedOn => "Passed it on",
        Part::AskedFor => "Asked for it",
        Part::Pressured => "Put pressure on another",
        Part::WasPressured => "Was put under pressure",
        Part::Received => "Received it",
        Part::ReceivedUnasked => "Received it without asking",
        Part::ToldUs => "Told us",
        Part::NotKnown => "Not known",
    }
}

/// How a device was cut off.
pub fn isolated(isolated: Isolated) -> &'static str {
    match isolated {
        Isolated::FlightMode => "Flight mode",
        Isolated::SwitchedOff => "Switched off",
        Isolated::No => "Not cut off",
    }
}

/// Why a viewing could not be avoided.
pub fn viewing_reason(reason: ViewingReason) -> &'static str {
    match reason {
        ViewingReason::OnlyWayToDecide => {
            "The only way to decide whether other agencies must be involved"
        }
        ViewingReason::NeededToReport => {
            "Needed to report it to a service, or to help a child or parent report it"
        }
        ViewingReason::Unavoidable => {
            "Unavoidable: shown by a child, or found on the setting\u{2019}s own device or network"
        }
    }
}

/// What an agency answered.
pub fn agency_answer(answer: AgencyAnswer) -> &'static str {
    match answer {
        AgencyAnswer::Accepted => "They act",
        AgencyAnswer::MoreWanted => "They want to know more",
        AgencyAnswer::Declined => "They do not act",
    }
}

/// How a case ended.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::ManagedInSetting => "Managed in the setting, with support in place",
        Outcome::OthersLead => "Others lead and the setting supports",
        Outcome::Elsewhere => "Outside this guidance: dealt with elsewhere",
        Outcome::NoConcernFound => "No concern found",
    }
}

/// What somebody is in a setting.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Reporter => "Member of staff",
        Role::Lead => "Designated safeguarding lead",
        Role::Deputy => "Deputy safeguarding lead",
        Role::Head => "Headteacher or principal",
        Role::Oversight => "Governor or trust: counts only",
        Role::Auditor => "Auditor",
        Role::Administrator => "Administrator of people and settings",
    }
}

/// What gave away that a text carried a file.
pub fn refused_kind(kind: NotWords) -> &'static str {
    match kind {
        NotWords::Blank => "Nothing but spaces",
        NotWords::TooLong => "Longer than one field takes",
        NotWords::DataAddress => "A file inside the text",
        NotWords::EncodedBytes => "A long run of encoded bytes",
        NotWords::ControlCharacters => "Characters that no keyboard makes",
    }
}

/// An answer to a question, in the words of the guidance where it is at hand.
pub fn answer(names: &Names<'_>, fact: &str, answer: &Answer) -> String {
    match answer {
        Answer::Yes => "Yes".to_owned(),
        Answer::No => "No".to_owned(),
        Answer::NotKnown => "Not known".to_owned(),
        Answer::Choice(choice) => names.pack.map_or_else(
            || deed_of(choice),
            |pack| pack.answer_label(fact, choice).to_owned(),
        ),
    }
}

/// An id as words, where the guidance that names it is not at hand: "refer-police" as "refer police".
pub fn deed_of(id: &str) -> String {
    id.replace('-', " ")
}

/// What is asked for, where no rule asks it but the text as a whole: see [`crate::acts::NOT_REFERRED`].
pub const REPORTING_IS_THE_DEFAULT: &str =
    "A report. Under this text reporting is the default, and not reporting needs a reason.";

/// When something happened, in words: "about 3 December 2026, 14:05".
pub fn occurred_in_words(occurred: &Occurred) -> String {
    let about = if occurred.about { "about " } else { "" };
    let day = calendar::day_in_words(occurred.on);
    match occurred.at {
        Some(at) => format!("{about}{day}, {:02}:{:02}", at.hour(), at.minute()),
        None => format!("{about}{day}"),
    }
}

pub(super) fn route(names: &Names<'_>, route: &str) -> String {
    names
        .pack
        .and_then(|pack| pack.route(route))
        .map_or_else(|| deed_of(route), |known| known.label.to_string())
}

pub(super) fn response(names: &Names<'_>, response: &str) -> String {
    if response == crate::acts::NOT_REFERRED {
        return REPORTING_IS_THE_DEFAULT.to_owned();
    }
    names
        .pack
        .and_then(|pack| pack.response(response))
        .map_or_else(|| deed_of(response), |known| known.says.to_string())
}

pub(super) fn question(names: &Names<'_>, fact: &str) -> String {
    if fact == guidance::PARTS {
        return "What part did they have?".to_owned();
    }
    names
        .pack
        .and_then(|pack| pack.fact(fact))
        .map_or_else(|| deed_of(fact), |known| known.ask.to_string())
}
