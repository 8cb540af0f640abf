//! What of an entry can be looked for: every word somebody wrote or chose in it, and every day it speaks of. Ids and
//! digests are not words. It looks at the entry as it is kept, so that a new sort of event is found without being named here.

use super::words::words_of;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The longest word that is kept: longer ones are found by their beginning.
const LONGEST: usize = 40;

/// The words and days of an entry; `day_of` says on which day a moment was.
pub(super) fn gleaned(entry: &Value, day_of: &dyn Fn(Timestamp) -> Date) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    glean(entry, day_of, &mut found);
    found
}

fn glean(value: &Value, day_of: &dyn Fn(Timestamp) -> Date, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => glean_text(text, day_of, found),
        Value::Array(several) => several.iter().for_each(|one| glean(one, day_of, found)),
        Value::Object(fields) => {
            // The name of the event is not said by anybody.
            for (_, field) in fields.iter().filter(|(name, _)| *name != "event") {
                glean(field, day_of, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn glean_text(text: &str, day_of: &dyn Fn(Timestamp) -> Date, found: &mut BTreeSet<String>) {
    if Uuid::parse_str(text).is_ok() || is_digest(text) {
        return;
    }
    let day = text
        .parse::<Timestamp>()
        .map(day_of)
        .or_else(|_| text.parse::<Date>())
        .or_else(|_| text.parse::<DateTime>().map(|moment| moment.date()));
    if let Ok(day) = day {
        found.insert(day.to_string());
        return;
    }
    found.extend(words_of(text).map(|mut word| {
        word.truncate(LONGEST);
        word
    }));
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|c| c.is_ascii_hexdigit())
}
