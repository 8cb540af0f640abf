//! Kinds of concern: one text for each on any day, and never one for another.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod support;

use guidance::{Concern, Library, Pack, check};
use jiff::civil::date;
use support::{files, files_with, refused, small};

const PLACE: &str = "jurisdiction = \"";

/// The small pack under another id, about bullying.
fn about_bullying() -> Pack {
    let mut files = files_with(
        "pack.toml",
        PLACE,
        &format!("concern = \"online-bullying\"\n{PLACE}"),
    );
    let head = files.first_mut().unwrap();
    head.text = head
        .text
        .replace("id = \"small\"", "id = \"small-bullying\"");
    Pack::read(&files).unwrap()
}

#[test]
fn a_pack_that_does_not_say_is_about_sharing_nudes() {
    assert_eq!(small().concern(), Concern::SharingNudes);
    assert_eq!(about_bullying().concern(), Concern::OnlineBullying);
}

#[test]
fn texts_on_two_kinds_may_be_in_force_on_one_day_and_each_is_found() {
    let packs = [small(), about_bullying()];
    assert_eq!(check(&packs, None), []);
    let library = Library::new(packs.to_vec());
    let place = small().jurisdiction().to_owned();
    let day = date(2024, 6, 1);
    assert_eq!(library.on(&place, day).unwrap().id(), "small");
    let bullying = library.on_for(&place, Concern::OnlineBullying, day, &[]);
    let bullying = bullying.unwrap();
    assert_eq!(bullying.id(), "small-bullying");
    assert_eq!(
        library.by_digest(bullying.digest()).unwrap().id(),
        "small-bullying"
    );
    assert_eq!(library.concerns(&place), Concern::ALL);
}

#[test]
fn a_text_for_one_kind_never_stands_in_for_another() {
    let place = small().jurisdiction().to_owned();
    let library = Library::new(vec![small()]);
    assert_eq!(library.concerns(&place), [Concern::SharingNudes]);
    let day = date(2024, 6, 1);
    assert!(
        library
            .on_for(&place, Concern::OnlineBullying, day, &[])
            .is_none()
    );
}

#[test]
fn two_texts_on_one_kind_on_one_day_are_refused() {
    let mut files = files();
    let head = files.first_mut().unwrap();
    head.text = head.text.replace("id = \"small\"", "id = \"small-too\"");
    let twin = Pack::read(&files).unwrap();
    assert_ne!(check(&[small(), twin], None), []);
}

#[test]
fn a_kind_that_is_none_is_refused_with_the_nearest() {
    let found = refused(
        "pack.toml",
        PLACE,
        &format!("concern = \"online-bulling\"\n{PLACE}"),
    );
    let problem = found
        .iter()
        .find(|one| one.what.contains("online-bulling"))
        .unwrap_or_else(|| panic!("{found:#?}"));
    assert_eq!(problem.meant.as_deref(), Some("online-bullying"));
}

#[test]
fn a_layer_is_about_what_its_base_is_about_and_does_not_say() {
    let found = refused(
        "pack.toml",
        PLACE,
        &format!("layer_over = [\"small\"]\nconcern = \"online-bullying\"\n{PLACE}"),
    );
    assert!(
        found
            .iter()
            .any(|one| one.what.contains("leave `concern` out")),
        "{found:#?}"
    );
}
