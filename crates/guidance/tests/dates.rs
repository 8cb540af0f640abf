//! Gaps and overlaps between versions: told for the place and the kind of concern they are in, and hidden by no text of
//! another.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use guidance::{Concern, Library, Pack, check};
use jiff::civil::date;
use support::files;

/// The small pack in a place, about a kind of concern, from a day and up to one.
fn text(place: &str, about: &str, from: &str, to: &str) -> Pack {
    let mut files = files();
    let last = if to.is_empty() {
        String::new()
    } else {
        format!(", to = \"{to}\"")
    };
    files[0].text = files[0]
        .text
        .replace("id = \"small\"", &format!("id = \"{place}-{about}\""))
        .replace("version = \"2024-01-01\"", &format!("version = \"{from}\""))
        .replace(
            "{ from = \"2024-01-01\" }",
            &format!("{{ from = \"{from}\"{last} }}"),
        )
        .replace(
            "jurisdiction = \"testland\"",
            &format!("concern = \"{about}\"\njurisdiction = \"{place}\""),
        );
    files[4].text = files[4].text.replace("2024-06-01", from);
    Pack::read(&files).unwrap()
}

const NUDES: &str = "sharing-nudes";
const BULLYING: &str = "online-bullying";

fn refusals(packs: &[Pack]) -> Vec<String> {
    check(packs, None).into_iter().map(|one| one.what).collect()
}

#[test]
fn a_gap_in_one_place_is_told_though_another_place_has_a_text_on_those_days() {
    let found = refusals(&[
        text("testland", NUDES, "2024-01-01", "2024-05-01"),
        text("testland", NUDES, "2024-06-01", ""),
        text("elseland", NUDES, "2024-01-01", ""),
    ]);
    assert_eq!(
        found,
        ["In testland, nothing is in force after 2024-05-01 until 2024-06-01."]
    );
}

#[test]
fn a_gap_for_one_kind_of_concern_is_told_though_the_other_has_a_text_on_those_days() {
    let found = refusals(&[
        text("testland", NUDES, "2024-01-01", ""),
        text("testland", BULLYING, "2024-01-01", "2024-05-01"),
        text("testland", BULLYING, "2024-06-01", ""),
    ]);
    assert_eq!(
        found,
        [
            "In testland, for online-bullying, nothing is in force after 2024-05-01 until 2024-06-01."
        ]
    );
}

#[test]
fn an_overlap_is_told_within_a_place_and_a_kind_of_concern_and_only_there() {
    let two = |place, about| {
        [
            text(place, about, "2024-01-01", "2024-06-30"),
            text(place, about, "2024-06-01", ""),
        ]
    };
    let found = refusals(&[two("testland", NUDES), two("testland", BULLYING)].concat());
    assert_eq!(found.len(), 2, "{found:?}");
    for (told, place) in found
        .iter()
        .zip(["testland,", "testland, for online-bullying,"])
    {
        assert!(told.starts_with(&format!("In {place} ")), "{told}");
        assert!(
            told.ends_with("are both in force from 2024-06-01 to 2024-06-30."),
            "{told}"
        );
    }
    let apart = [
        text("testland", NUDES, "2024-01-01", ""),
        text("elseland", NUDES, "2024-06-01", ""),
        text("testland", BULLYING, "2024-06-01", ""),
    ];
    assert_eq!(refusals(&apart), [""; 0]);
}

#[test]
fn every_gap_and_every_overlap_is_told_at_once() {
    let found = refusals(&[
        text("testland", NUDES, "2022-01-01", "2022-05-01"),
        text("testland", NUDES, "2022-06-01", "2023-06-30"),
        text("testland", NUDES, "2023-06-01", "2023-12-31"),
        text("testland", NUDES, "2024-02-01", ""),
    ]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].contains("after 2022-05-01 until 2022-06-01"));
    assert!(found[1].contains("both in force from 2023-06-01 to 2023-06-30"));
    assert!(found[2].contains("after 2023-12-31 until 2024-02-01"));
}

#[test]
fn on_a_day_before_the_first_text_or_in_a_gap_there_is_none_and_the_first_and_last_days_have_theirs()
 {
    let library = Library::new(vec![
        text("testland", NUDES, "2024-01-01", "2024-05-01"),
        text("testland", NUDES, "2024-06-01", ""),
    ]);
    let on = |day| {
        library
            .on_for("testland", Concern::SharingNudes, day, &[])
            .map(|pack| pack.version().to_owned())
    };
    let first = Some("2024-01-01".to_owned());
    let second = Some("2024-06-01".to_owned());
    assert_eq!(on(date(2023, 12, 31)), None);
    assert_eq!(on(date(2024, 1, 1)), first);
    assert_eq!(on(date(2024, 5, 1)), first);
    assert_eq!(on(date(2024, 5, 2)), None);
    assert_eq!(on(date(2024, 5, 31)), None);
    assert_eq!(on(date(2024, 6, 1)), second);
}
