//! Every refusal as a sentence: what is wrong, and what to do.

use super::Refusal;
use crate::words::LONGEST;

impl Refusal {
    /// What is wrong and what to do.
    pub fn says(&self) -> String {
        let text = match self {
            Self::Blank { field } => return format!("Enter {}.", label(field)),
            Self::TooLong { field } => {
                return format!(
                    "Shorten {}: one field takes {LONGEST} characters.",
                    label(field)
                );
            }
            Self::InTheFuture { field } => {
                return format!(
                    "{} cannot be in the future. Check the day and time.",
                    capital(label(field))
                );
            }
            Self::InThePast { field } => {
                return format!(
                    "{} has gone by. Choose a later day or time.",
                    capital(label(field))
                );
            }
            Self::NoSuchTime { field } => {
                return format!("Enter {} as a real day and time.", label(field));
            }
            Self::NothingChosen { field } => return format!("Choose {}.", label(field)),
            Self::CarriesAFile { field, .. } => {
                return format!(
                    "We did not take what was pasted as {}, because it carries a file or code instead of words. \
                     Nothing of it was kept, and nothing else you wrote is lost. Say it in words; do not paste, attach \
                     or copy anything from a device.",
                    label(field)
                );
            }
            Self::NotInvolved { .. } => {
                "That child is not among the children involved. Add them to the case first, or choose another."
            }
            Self::NotStaffHere { .. } => {
                "That person does not work here, or has left. Choose a member of staff who works here now."
            }
            Self::Conflicted { .. } => {
                "A conflict of interest is declared for that person: they must not see this case. Choose somebody else."
            }
            Self::NoChild => "Name each child involved, or tick that you do not know their names.",
            Self::ChildTwice => "The same child is there twice. Remove one of them.",
            Self::AlreadyInvolved => "That child is already among the children involved.",
            Self::UnknownFact { .. } => {
                "The guidance in force has no such question. Open the questions again and answer from there."
            }
            Self::WrongAbout { .. } => {
                "That question is asked of something else: of the incident, or of one child. Open the questions again."
            }
            Self::UnknownChoice { .. } => {
                "That question has no such answer. Choose one of the answers shown, or \u{201c}not known\u{201d}."
            }
            Self::UnknownRoute { .. } => {
                "The guidance in force has no such decision. Choose from those shown."
            }
            Self::LessNeedsReason { .. } => {
                "This leaves undone something the guidance calls for. Say why, or choose what it calls for."
            }
            Self::LessNeedsSecond { .. } => {
                "This leaves undone something the guidance calls for. Choose a second person to look at it \
                 independently."
            }
            Self::SecondIsOneself => "The second person must be somebody other than you.",
            Self::SecondViewByDecider => {
                "You made this decision. The second view must come from somebody else."
            }
            Self::SecondViewNotAsked => {
                "You were not asked for a second view on this decision. Whoever decided can ask you."
            }
            Self::SecondViewGivenAlready => {
                "A second view was given already. If you think otherwise now, add a note or decide anew."
            }
            Self::CannotSecond => {
                "That person\u{2019}s roles do not let them give a second view. Choose the head, a lead or a deputy."
            }
            Self::NotALead { .. } => "Choose a safeguarding lead or a deputy who works here now.",
            Self::SecondDisagrees => {
                "The second person does not agree. Decide anew: do what is called for, or say again why not and ask \
                 for another view."
            }
            Self::NoSuchDecision => {
                "There is no such decision in this case. Open the case again and go on from there."
            }
            Self::DecisionReplaced => {
                "A later decision has taken its place. Open the case again and go on from the latest."
            }
            Self::SecondViewToCome => {
                "The second view on the decision is still to come. Wait for it, or decide anew without leaving \
                 anything undone."
            }
            Self::LessThanCalledFor { .. } => {
                "The guidance now calls for something this decision does not answer. Make a new decision."
            }
            Self::CaseClosed => "This case is closed. Open it again first, and say why.",
            Self::NothingToReopen => "This case is open, so there is nothing to open again.",
            Self::NoConcern => "There is no concern in this record yet.",
            Self::AlreadyRead => "This concern has been read already.",
            Self::AlreadyLead => "That person already works this case.",
            Self::NoSuchEntry => {
                "There is no such entry in this case. Check its number in the chronology."
            }
            Self::NoSuchReferral => {
                "There is no such referral in this case. Record the referral first."
            }
            Self::NoSuchAction => {
                "There is no such action in this case. Open the list of actions again."
            }
            Self::ActionNotOpen => {
                "This action is done or dropped already. Plan a new one if more is needed."
            }
            Self::SameOwner => "That person has this action already.",
            Self::NoSuchDevice => {
                "There is no such device in this case. Record first that it was taken."
            }
            Self::PreserveNoDecision => {
                "Preserve first. A child is asked to delete only after a recorded decision that no agency is involved. \
                 Make that decision first."
            }
            Self::PreserveAgency => {
                "Preserve first. The police or another agency are, or may be, involved: nothing is deleted. \
                 Keep the device as it is and ask them."
            }
            Self::PreserveExtortion => {
                "Preserve first. Unless it is established that there is no extortion and no adult involved, nothing \
                 is deleted: block the contact, keep everything, and ask the police. Answer those questions first."
            }
            Self::PreserveNotSeen => {
                "Preserve first. What the official text here says about deleting was not seen: nothing is deleted. Keep \
                 the device from being used, without looking at it, and ask the police."
            }
            Self::ViewingAlone => {
                "The one who viewed and the one who was present must be two people. Check both names."
            }
            Self::AlreadyShared => "This case is shared with that person already.",
            Self::NotShared => "This case is not shared with that person.",
            Self::AlreadyConflicted => {
                "A conflict of interest is declared for that person already."
            }
            Self::DecisionToReview => {
                "Something became known after the decision. Look at the decision again, then close the case."
            }
            Self::ReferralToMake => {
                "The decision says to refer, and no referral is recorded. Record it first, or decide anew."
            }
            Self::NothingDecided => {
                "Nothing has been decided in this case. Make a decision first, then close it."
            }
            Self::ActionsOpen => {
                "Some actions are open. Do them, drop them, or say what becomes of them once the case is closed."
            }
            Self::NotAnAddress => "Enter an e-mail address such as name@example.org.",
            Self::AddressInUse => {
                "Another member of staff signs in with this e-mail address. Enter another."
            }
            Self::AlreadyLeft => "That person has left already.",
            Self::LastAdministrator => {
                "Nobody would be left who can manage staff. Make somebody else an administrator first."
            }
            Self::UnknownJurisdiction => {
                "Choose the place whose guidance applies: england, wales, scotland, northern-ireland, ireland, jersey, \
                 new-zealand, victoria, new-south-wales, queensland, western-australia, australia (another state or \
                 territory) or elsewhere."
            }
            Self::NotAnOwnDuty => {
                "The guidance in force asks no such thing of each person. Choose from what is shown."
            }
            Self::OwnDutyDoneAlready => {
                "You said so before. If something is to be added, correct that entry or add a note."
            }
            Self::NotALocalRule => {
                "That is not a local rule. Local rules are listed on the guidance page."
            }
            Self::NoSuchItem => {
                "The guidance has changed since this sheet was shown, and has no such item now. Open the sheet again and answer from there."
            }
            Self::ItemNeedsWords { .. } => {
                "Write what it should say, in at least one box, and leave blank the words that stand."
            }
            Self::ItemNeedsReason { .. } => "Say why, in a sentence.",
            Self::ItemWords { kind, .. } if kind.is_a_file() => {
                "We did not take what was pasted here, because it carries a file or code instead of words. Nothing of it was kept. Say it in words."
            }
            Self::ItemWords { .. } => "Shorten this text.",
            Self::ItemsUnanswered { left } => {
                return match left {
                    1 => "1 item of the sheet has no answer yet. Answer it, then adopt the text."
                        .to_owned(),
                    left => format!(
                        "{left} items of the sheet have no answer yet. Answer every item, then adopt the text."
                    ),
                };
            }
            Self::EndsBeforeItBegins => "The last day is before the first. Check both days.",
            Self::CoverIsOneself => "The cover must be somebody other than the person on duty.",
            Self::NoSuchRetentionRule => {
                "That rule is not in force here. Open the page of rules again and choose from there."
            }
            Self::NotAWholeNumber { field, most } => {
                return format!("Enter {} as a whole number from 0 to {most}.", label(field));
            }
            Self::NoSuchHold => {
                "That hold was lifted already, or there is none. Open the page again."
            }
            Self::Held => {
                "A hold is on this record, and a hold always comes first. It can be lifted only with a reason."
            }
            Self::NotDue => "This record is not due, so it cannot be destroyed.",
            Self::RecordGone => "This record was destroyed already.",
            Self::ProposedAlready => {
                "Its destruction is proposed already. Somebody else can carry that out or withdraw it."
            }
            Self::NoSuchProposal => {
                "This proposal no longer waits: it was carried out or withdrawn."
            }
            Self::ProposedByOneself => "You proposed this. Somebody else has to carry it out.",
            Self::RetentionRulesChanged => {
                "The rules are not those under which this was proposed. Withdraw it, and propose it again if it still stands."
            }
            Self::CoolingOff => {
                "The days that your setting wants between proposing and carrying out have not gone by yet."
            }
            Self::NotLookedInto => {
                "Look into each of these and tick it. If you cannot, do not destroy the record."
            }
            Self::AnotherDay => {
                "That is not the day this server thinks it is. Check a calendar. If you are right, nothing may be destroyed \
                 before whoever looks after the server has put its clock right."
            }
            Self::ClockToConfirm => {
                "Destruction is frozen until two people have said which day it is. Ask a colleague to do so on the page about \
                 the clock."
            }
            Self::ClockBehind => {
                "Destruction is frozen: the server\u{2019}s clock is more than a day behind the record. Ask whoever looks after \
                 the server to put it right."
            }
            Self::NothingChanged => "Nothing is different from what is recorded already.",
        };
        text.to_owned()
    }
}

/// A field in words, as it goes into a sentence.
fn label(field: &str) -> &str {
    match field {
        "what" => "what it is about, in words",
        "concern" => "what kind of concern it is",
        "came_by" => "how it came to you",
        "happened" => "when it happened",
        "place" => "where it happened",
        "name" => "a name",
        "date_of_birth" => "the date of birth",
        "year_group" => "the year group",
        "pupils" => "at least one pupil, one on each line",
        "setting" => "the school or college",
        "done_already" => "what was done already",
        "how_known" => "how this is known",
        "held" => "when the review was held",
        "present" => "who was present",
        "notes" => "the notes",
        "note" => "the note",
        "parts" => "the part the child had, or \u{201c}not known\u{201d}",
        "routes" => "what you decide",
        "rationale" => "why you decide this",
        "consulted" => "whom you consulted",
        "reason" => "the reason",
        "second" => "the second person",
        "view" => "what you think, and why",
        "why" => "the reason why",
        "agency" => "which agency",
        "how" => "how it was done",
        "reference" => "their reference",
        "made" => "when the referral was made",
        "answer_due" => "when their answer is due",
        "said" => "what they said",
        "answered" => "when they answered",
        "due" => "the due time",
        "owner" => "who does it",
        "what_happened" => "what happened",
        "who" => "who was told",
        "told" => "when they were told",
        "agreed_with" => "who agreed",
        "look_again" => "the day to look again",
        "device" => "which device",
        "from" => "which child it came from",
        "held_by" => "who holds the device",
        "kept_where" => "where the device is kept",
        "taken" => "when the device was taken",
        "second_person" => "who else was there",
        "to" => "who it goes to",
        "handed_over" => "when it was handed over",
        "from_where" => "where it was deleted from",
        "confirmed" => "when it was confirmed",
        "service" => "which service",
        "by" => "who reported it",
        "reported" => "when it was reported",
        "authorised_by" => "who authorised it",
        "viewed_by" => "who viewed",
        "viewed" => "when the viewing was",
        "on" => "the day",
        "now" => "what is right",
        "outcome" => "how the case ends",
        "actions_left" => "what becomes of the open actions",
        "email" => "the e-mail address",
        "roles" => "at least one role",
        "reach" => "how to reach them",
        "cover_reach" => "how to reach the cover",
        "adviser" => "who advised it",
        "adviser_role" => "in what capacity they advise",
        "organisation" => "where they work",
        "initials" => "their initials",
        "title" => "a title",
        "lead" => "who works the case",
        "agrees" => "whether you agree",
        "child" => "which child",
        "isolated" => "how the device was cut off",
        "with" => "who to share it with",
        "staff" => "who it is about",
        "cover" => "who covers",
        "answer" => "an answer",
        "ground" => "what it is for",
        "until" => "the day to look again",
        "today" => "today\u{2019}s date",
        "class" => "what class of record it is",
        "extra_years" => "the years to add",
        "cooling_off" => "the number of days",
        "do" => "what to do",
        other => other,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
