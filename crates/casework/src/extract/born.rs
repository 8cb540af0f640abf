//! The ways a date of birth is written, so that it is found in a text.

use super::tokens::plain_words;
use crate::calendar::day_in_words;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Every common way to write a day, as the words it falls into.
pub(super) fn written_ways(date: Date) -> BTreeSet<Vec<String>> {
    // "12 March 2011": the month as this house writes it.
    let in_words = plain_words(&day_in_words(date));
    let name = in_words
        .iter()
        .find(|word| word.chars().all(|letter| letter.is_ascii_alphabetic()))
        .cloned()
        .unwrap_or_default();
    let (day, month, year) = (date.day(), date.month(), date.year());
    let days: Vec<String> = ["", "st", "nd", "rd", "th"]
        .iter()
        .map(|end| format!("{day}{end}"))
        .chain([format!("{day:02}")])
        .collect();
    let short = name.get(..3).unwrap_or_default().to_owned();
    let months = [format!("{month}"), format!("{month:02}"), name, short];
    let years = [format!("{year}"), format!("{:02}", year.rem_euclid(100))];
    let mut ways = BTreeSet::from([
        vec![format!("{year}{month:02}{day:02}")],
        vec![format!("{day:02}{month:02}{year}")],
    ]);
    for day in &days {
        for (place, month) in months.iter().enumerate() {
            for year in &years {
                ways.insert(vec![day.clone(), month.clone(), year.clone()]);
                ways.insert(vec![year.clone(), month.clone(), day.clone()]);
                ways.insert(vec![month.clone(), day.clone(), year.clone()]);
            }
            if place >= 2 {
                ways.insert(vec![day.clone(), month.clone()]);
                ways.insert(vec![month.clone(), day.clone()]);
            }
        }
    }
    ways
}
