//! What a sound pack is certified to, and that an unsound one is not.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use guidance::{Certificate, Library, Pack, prove};
use support::{files_with, small};

#[test]
fn a_sound_pack_is_certified_for_every_situation_to_the_last_digit() {
    let pack = small();
    let proof = prove(std::slice::from_ref(&pack), None);
    assert_eq!(proof.problems, []);
    let [one] = proof.certificates.as_slice() else {
        unreachable!("one pack has one certificate");
    };
    assert_eq!(
        (one.pack.as_ref(), one.digest.as_ref()),
        ("small", pack.digest())
    );
    // Two answers, two, and three.
    assert_eq!(one.situations.incident, "12");
    // Ten parts, one at least. In 255 of those ways neither shared nor made, and the last of three questions does not
    // arise or has one of two answers; in 768 it has one of two.
    let child: u128 = 255 * 2 * 2 * 3 + 768 * 2 * 2 * 2;
    assert_eq!(one.situations.each_child, child.to_string());
    let counts: Vec<(u32, String)> = one
        .situations
        .counts
        .iter()
        .map(|count| (count.children, count.situations.clone()))
        .collect();
    let of = |children: u32| (children, (12 * child.pow(children)).to_string());
    assert_eq!(counts.get(..3).unwrap(), [of(1), of(2), of(3)]);
    let ids: Vec<&str> = one.proved.iter().map(|proved| proved.id).collect();
    assert_eq!(
        ids,
        [
            "rules-can-be-met",
            "rules-matter",
            "responses-are-reached",
            "caution-is-monotone",
            "floor-and-ceiling-are-exact",
            "learning-removes-nothing",
            "examples-hold",
            "examples-meet-and-just-miss",
        ]
    );
}

#[test]
fn a_rule_that_acts_on_not_knowing_is_named_as_an_exception() {
    let proof = prove(&[small()], None);
    let excepted: Vec<&str> = proof
        .certificates
        .iter()
        .flat_map(|one| one.exceptions.iter().map(|one| one.rule.as_ref()))
        .collect();
    assert_eq!(excepted, ["risk"]);
}

#[test]
fn a_pack_with_something_to_put_right_has_no_certificate() {
    let broken = files_with(
        "rules/all.toml",
        "{ fact = \"adult-involved\", is = \"yes\" }",
        "{ fact = \"adult-involved\", is = \"no\" }",
    );
    let proof = prove(&[Pack::read(&broken).unwrap()], None);
    assert!(!proof.problems.is_empty());
    assert_eq!(proof.certificates, []);
}

#[test]
fn every_shipped_pack_is_certified_alone_and_with_each_layer_that_lies_over_it() {
    let packs: Vec<Pack> = Library::shipped()
        .packs()
        .iter()
        .map(|pack| Pack::clone(pack))
        .collect();
    let alone = packs.iter().filter(|pack| !pack.is_layer()).count();
    let layered = packs
        .iter()
        .flat_map(|layer| layer.layer_over().iter().map(move |over| (layer, over)))
        .flat_map(|(layer, over)| {
            let bases = packs.iter().filter(move |base| base.id() == over.as_ref());
            bases.map(move |base| format!("{}+{}@", base.version(), layer.id()))
        });
    let layered: Vec<String> = layered.collect();
    let proof = prove(&packs, None);
    assert_eq!(proof.certificates.len(), alone + layered.len());
    let has = |version: &String| {
        let found = |one: &Certificate| one.version.starts_with(version.as_str());
        proof.certificates.iter().any(found)
    };
    assert!(layered.iter().all(has), "{layered:?}");
    // Proving again says the same, to the letter.
    let again = prove(&packs, None);
    let text = |proof| serde_json::to_string(proof).unwrap();
    assert_eq!(text(&proof), text(&again));
}
