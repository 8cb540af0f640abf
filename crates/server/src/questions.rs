//! Under which words a text is handed back where its form cannot be shown again: its own question, or one that says as
//! much. Known by the name of the field alone, since whoever gets the page may have no right to see the form.

use crate::typed::Typed;
use uuid::Uuid;

/// What the text fields of our forms ask, by the name they are sent under.
const ASKED: [(&str, &str); 69] = [
    ("actions_left", "What becomes of the open actions?"),
    ("adviser", "Who checked it?"),
    ("adviser_role", "In what capacity?"),
    ("agency", "Which agency, and who took it?"),
    ("agreed_with", "Who agreed this?"),
    ("answer_on", "When is an answer expected?"),
    ("authorised_by", "Who approved it, before it took place?"),
    ("blacked_out", "Further words to hide"),
    ("by", "Who made the report?"),
    ("closed", "Closed days"),
    ("consulted", "Whom did you consult?"),
    ("contact_for", "What for"),
    ("contact_lines", "How to reach it"),
    ("contact_name", "Who or what it is"),
    ("contact_notes", "Anything else about the contact"),
    ("contact_who", "Who may use it"),
    ("cover_reach", "How to reach the cover"),
    ("date_of_birth", "Date of birth"),
    ("cooling_off", "Days between proposing and carrying out"),
    ("device", "Which device?"),
    ("done_already", "What has been done already?"),
    ("drop-why", "Why is it not needed?"),
    ("due-on", "By which day?"),
    ("hand-why", "Why is it handed over?"),
    ("happened", "When did it happen?"),
    ("extra_years", "Years to add to the period"),
    ("held", "When was it held?"),
    ("held_by", "Who holds it?"),
    ("how", "How?"),
    ("how_known", "How is this known?"),
    ("initials", "Initials"),
    ("kept_where", "Where is it kept?"),
    ("looked_for", "What to look for"),
    ("look_again", "When to look at this again"),
    ("made", "When was it made?"),
    ("move-why", "Why is it moved?"),
    ("name", "Name"),
    ("note", "Your note"),
    ("notes", "Notes"),
    ("on", "Which day?"),
    ("organisation", "For which organisation?"),
    ("other-name", "Which service?"),
    ("others", "Who else was there?"),
    ("place", "Where?"),
    ("platform-name", "Which platform?"),
    ("present", "Who else was in the room?"),
    ("pupils", "Pupils or students to add"),
    ("rationale", "Why do you decide this?"),
    ("reach", "How to reach them"),
    ("reason", "Reason"),
    ("reference", "Reference"),
    ("reported", "When was it reported?"),
    ("said", "What did they say?"),
    ("says", "Why your setting asks for it"),
    ("second_person", "Who else was there?"),
    ("setting", "School or college, where it is another one"),
    ("stands", "Why does it still stand?"),
    ("taken", "When was it taken?"),
    ("text", "The files of the layer"),
    ("title", "What do you call it?"),
    ("today", "What day is it today?"),
    ("told", "When were they told?"),
    ("until", "When is it to be looked at again?"),
    ("view", "What do you think, and why?"),
    ("viewed", "When was it viewed?"),
    ("viewed_by", "Who viewed?"),
    ("what_happened", "What happened?"),
    ("who", "Who was told?"),
    ("year_group", "Year or course"),
];

/// Names that several forms use for questions of their own: told by what they have in common.
const SHARED: [(&str, &str); 2] = [("what", "What you wrote"), ("why", "Why")];

/// The words over a text sent under this name, where they are known.
pub fn question_of(field: &str) -> Option<String> {
    let plain = |field: &str| {
        let mut all = ASKED.iter().chain(&SHARED);
        all.find(|(name, _)| *name == field)
            .map(|(_, asked)| (*asked).to_owned())
    };
    if let Some(known) = plain(field) {
        return Some(known);
    }
    if let Some((asked, part)) = field.rsplit_once('-')
        && matches!(part, "day" | "month" | "year" | "time")
        && let Some(known) = plain(asked)
    {
        return Some(if part == "time" {
            format!("{known} The time")
        } else {
            known
        });
    }
    if let Some((child, part)) = field
        .strip_prefix("child-")
        .and_then(|rest| rest.split_once('-'))
    {
        let asked = match part {
            "name" => "Name",
            "year" => "Year or class",
            _ => return None,
        };
        return Some(format!("Child {child}: {asked}"));
    }
    if let Some(question) = field
        .strip_prefix("how_")
        .and_then(|rest| rest.split_once('_'))
        .map(|(_, question)| question)
    {
        return Some(format!("How do we know? About: {}", spaced(question)));
    }
    let about = [
        ("adviser-", "Who advised this? About:"),
        ("words-", "What it should say. About:"),
        ("correct-why-", "Why the wording is corrected. About:"),
        ("reject-why-", "Why it is rejected. About:"),
    ];
    about.iter().find_map(|(begins, asked)| {
        let item = field.strip_prefix(begins)?;
        Some(format!("{asked} {}", spaced(item)))
    })
}

/// What somebody typed, each text under its question and a day in one piece. Identifiers are nobody's text.
pub(crate) fn handed_back(typed: &Typed) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (name, text) in typed.keepable() {
        if text.parse::<Uuid>().is_ok() {
            continue;
        }
        let day = ["-month", "-year"].iter().any(|part| {
            name.ends_with(part)
                && typed
                    .fields()
                    .iter()
                    .any(|(other, _)| is_day_of(other, &name))
        });
        let asked = question_of(&name).unwrap_or_else(|| {
            let words = spaced(&name);
            let mut letters = words.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        });
        match all.last_mut() {
            Some((before, so_far)) if day && *before == asked => {
                so_far.push(' ');
                so_far.push_str(&text);
            }
            _ => all.push((asked, text)),
        }
    }
    all
}

/// Whether a field is the day that this month or year belongs to.
fn is_day_of(other: &str, part: &str) -> bool {
    let group = |name: &str| name.rsplit_once('-').map(|(group, _)| group.to_owned());
    other.ends_with("-day") && group(other) == group(part)
}

fn spaced(name: &str) -> String {
    name.replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let fields = fields
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        handed_back(&Typed::taken(fields).0)
    }

    #[test]
    fn each_text_stands_under_its_own_question_and_a_day_in_one_piece() {
        let all = back(&[
            ("child-1-name", "Child A zyxcanary"),
            ("child-1-year", "9B"),
            ("child-2-name", "Child B zyxcanary"),
            ("happened-day", "5"),
            ("happened-month", "3"),
            ("happened-year", "2026"),
            ("happened-time", "9.05"),
            ("place", "By the gate"),
            ("owner", "019d248b-4440-739b-8c4c-41a13f1f0452"),
            ("came_by", "told-by-child"),
        ]);
        let all: Vec<(&str, &str)> = all.iter().map(|(q, t)| (q.as_str(), t.as_str())).collect();
        assert_eq!(
            all,
            [
                ("Child 1: Name", "Child A zyxcanary"),
                ("Child 1: Year or class", "9B"),
                ("Child 2: Name", "Child B zyxcanary"),
                ("When did it happen?", "5 3 2026"),
                ("When did it happen? The time", "9.05"),
                ("Where?", "By the gate"),
                ("Came by", "told-by-child"),
            ]
        );
    }
}
