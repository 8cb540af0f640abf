//! Reading conditions by hand: a wrong one is told in the author's words, not as a failed match of alternatives.

use crate::condition::Condition;
use crate::item::Part;
use crate::problem::nearest;
use crate::read::limits;
use crate::read::node::{Kind, Node, shortened};
use crate::read::table::File;

pub(crate) const FORMS: [&str; 9] = [
    "fact",
    "is",
    "part",
    "not",
    "all",
    "any",
    "at-least",
    "any-child",
    "every-child",
];
const WHY: &str = "A rule that is not understood exactly could stay silent when a child needs it.";

const WHY_LIMIT: &str = "A rule nobody can read through, nobody can check for a child.";

/// Whether what is read stands inside `any-child` or `every-child`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Incident,
    Child,
}

/// Reads a condition, or refuses it.
pub(super) fn read(file: &File<'_>, node: &Node) -> Option<Condition> {
    if depth(node) > limits::CONDITION_DEPTH {
        let what = format!(
            "Conditions stand inside one another more than {} deep.",
            limits::CONDITION_DEPTH
        );
        file.refuse(node.line, what, WHY_LIMIT);
        return None;
    }
    let read = condition(file, node, Within::Incident)?;
    let mut size = 0usize;
    read.walk(&mut |_| size += 1);
    if size > limits::CONDITIONS {
        let what = format!(
            "This rule has {size} conditions; it may have {}. Part it in several rules.",
            limits::CONDITIONS
        );
        file.refuse(node.line, what, WHY_LIMIT);
        return None;
    }
    Some(read)
}

/// How many tables stand inside one another.
fn depth(node: &Node) -> usize {
    match &node.kind {
        Kind::List(list) => list.iter().map(depth).max().unwrap_or_default(),
        Kind::Table(entries) => {
            1 + entries
                .iter()
                .map(|entry| depth(&entry.value))
                .max()
                .unwrap_or_default()
        }
        _ => 0,
    }
}

fn condition(file: &File<'_>, node: &Node, within: Within) -> Option<Condition> {
    let entries = match &node.kind {
        Kind::Text(word) if word == "always" => return Some(Condition::Always),
        Kind::Table(entries) => entries,
        _ => {
            let what = format!(
                "A condition cannot be {}; it is \"always\" or a table such as {{ fact = \"...\", is = \"yes\" }}.",
                node.called()
            );
            file.refuse(node.line, what, WHY);
            return None;
        }
    };
    let mut sound = true;
    for entry in entries {
        if !FORMS.contains(&entry.key.as_str()) && entry.key != "of" {
            let what = format!("A condition has no form `{}`.", shortened(&entry.key));
            file.refuse_meaning(entry.line, what, WHY, nearest(&entry.key, FORMS));
            sound = false;
        }
    }
    if !sound {
        return None;
    }
    let get = |key: &str| {
        entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    };
    let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    keys.sort_unstable();
    match keys.as_slice() {
        ["fact", "is"] => fact(file, get("fact")?, get("is")?),
        ["fact"] => {
            file.refuse(
                node.line,
                "This condition names a fact and not the answer: add `is = \"yes\"`, for one.",
                WHY,
            );
            None
        }
        ["part"] => part(file, get("part")?, within),
        ["not"] => Some(Condition::Not(Box::new(condition(
            file,
            get("not")?,
            within,
        )?))),
        ["all"] => Some(Condition::All(list(file, get("all")?, "all", within)?)),
        ["any"] => Some(Condition::Any(list(file, get("any")?, "any", within)?)),
        ["at-least", "of"] => at_least(file, get("at-least")?, get("of")?, within),
        ["any-child"] => Some(Condition::AnyChild(Box::new(of_child(
            file,
            get("any-child")?,
            within,
        )?))),
        ["every-child"] => Some(Condition::EveryChild(Box::new(of_child(
            file,
            get("every-child")?,
            within,
        )?))),
        _ => {
            let what = format!(
                "A condition has exactly one form, and this one has {}: join conditions with `all` or `any`.",
                if keys.is_empty() {
                    "none".to_owned()
                } else {
                    keys.join(", ")
                }
            );
            file.refuse(node.line, what, WHY);
            None
        }
    }
}

fn fact(file: &File<'_>, fact: &Node, is: &Node) -> Option<Condition> {
    let Kind::Text(id) = &fact.kind else {
        file.refuse(
            fact.line,
            format!("A fact is named by its id, not by {}.", fact.called()),
            WHY,
        );
        return None;
    };
    let answers: Vec<&Node> = match &is.kind {
        Kind::List(list) => list.iter().collect(),
        _ => vec![is],
    };
    if answers.is_empty() {
        file.refuse(
            is.line,
            "`is` names no answer, so this could never be met.",
            WHY,
        );
        return None;
    }
    let mut read = Vec::new();
    let mut sound = true;
    for answer in answers {
        match &answer.kind {
            Kind::Text(text) if text == "not-known" => {
                sound = false;
                file.refuse(
                    answer.line,
                    "A rule cannot test for not known: use `unknown = \"act\"` where not knowing is itself a reason.",
                    "Not known is never treated as an answer.",
                );
            }
            Kind::Text(text) => read.push(text.as_str().into()),
            Kind::Bool(yes) => {
                sound = false;
                let meant = if *yes { "\"yes\"" } else { "\"no\"" };
                let what = format!("An answer is \"yes\", \"no\" or a choice, not `{yes}`.");
                file.refuse_meaning(answer.line, what, WHY, Some(meant.to_owned()));
            }
            _ => {
                sound = false;
                file.refuse(
                    answer.line,
                    format!("An answer is text, not {}.", answer.called()),
                    WHY,
                );
            }
        }
    }
    sound.then(|| Condition::Fact {
        fact: id.as_str().into(),
        is: read,
    })
}

fn part(file: &File<'_>, node: &Node, within: Within) -> Option<Condition> {
    if within == Within::Incident {
        file.refuse(
            node.line,
            "A part stands only inside `any-child` or `every-child`.",
            WHY,
        );
        return None;
    }
    let Kind::Text(word) = &node.kind else {
        file.refuse(
            node.line,
            format!("A part is a word, not {}.", node.called()),
            WHY,
        );
        return None;
    };
    match Part::from_word(word) {
        Some(Part::NotKnown) => {
            file.refuse(
                node.line,
                "A rule cannot test for a part that is not known: use `unknown = \"act\"`.",
                "Not known is never treated as an answer.",
            );
            None
        }
        Some(part) => Some(Condition::Part(part)),
        None => {
            let what = format!("There is no part `{}`.", shortened(word));
            file.refuse_meaning(
                node.line,
                what,
                WHY,
                nearest(word, Part::WORDS.iter().copied()),
            );
            None
        }
    }
}

fn list(file: &File<'_>, node: &Node, key: &str, within: Within) -> Option<Vec<Condition>> {
    let Kind::List(list) = &node.kind else {
        file.refuse(
            node.line,
            format!("`{key}` takes a list of conditions, not {}.", node.called()),
            WHY,
        );
        return None;
    };
    if list.is_empty() {
        file.refuse(node.line, format!("`{key}` lists no condition."), WHY);
        return None;
    }
    // Read every one before giving up, so that all problems are told at once.
    let read: Vec<Option<Condition>> = list
        .iter()
        .map(|one| condition(file, one, within))
        .collect();
    read.into_iter().collect()
}

fn at_least(file: &File<'_>, n: &Node, of: &Node, within: Within) -> Option<Condition> {
    let list = list(file, of, "of", within)?;
    let count = match &n.kind {
        Kind::Number(number) => number.parse::<usize>().ok(),
        _ => None,
    };
    match count {
        Some(n) if (1..=list.len()).contains(&n) => Some(Condition::AtLeast { n, of: list }),
        _ => {
            let what = format!(
                "`at-least` is {}; it should be a number from 1 to {}, the number of conditions listed.",
                n.called(),
                list.len()
            );
            file.refuse(n.line, what, WHY);
            None
        }
    }
}

fn of_child(file: &File<'_>, node: &Node, within: Within) -> Option<Condition> {
    if within == Within::Child {
        file.refuse(
            node.line,
            "`any-child` and `every-child` cannot stand inside one another.",
            WHY,
        );
        return None;
    }
    condition(file, node, Within::Child)
}
