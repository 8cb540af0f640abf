//! A drawing tells the whole pack, and the path of a situation as the engine found it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;

use guidance::{Drawing, Library, Pack, Reached, RuleStatus, Shape, assess};

fn packs() -> impl Iterator<Item = &'static std::sync::Arc<Pack>> {
    Library::shipped()
        .packs()
        .iter()
        .filter(|pack| !pack.is_layer())
}

/// The words of an SVG, in order, with the marks of its own language read back.
fn words(svg: &str) -> String {
    let texts = svg.split("<text ").skip(1);
    let texts = texts.filter_map(|one| one.split_once('>')?.1.split_once("</text>"));
    let texts: Vec<&str> = texts.map(|(words, _)| words).collect();
    texts
        .join(" ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn single_spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_rule_response_and_question_is_in_the_picture_and_in_its_words() {
    for pack in packs() {
        let drawing = Drawing::of(pack, None);
        let told = drawing.to_text();
        for shape in [Shape::Phone, Shape::Page, Shape::Poster] {
            let shown = words(&drawing.to_svg(shape));
            for rule in pack
                .rules()
                .iter()
                .filter(|rule| rule.when != guidance::Condition::Always)
            {
                let says = single_spaced(&rule.says);
                assert!(shown.contains(&says), "{shape:?} of {}: {says}", pack.id());
                assert!(told.contains(rule.says.as_ref()), "{}: {says}", pack.id());
            }
            let reached: BTreeSet<&str> = pack
                .rules()
                .iter()
                .flat_map(|rule| rule.calls_for.iter().chain(rule.points_to.iter()))
                .map(AsRef::as_ref)
                .collect();
            for response in pack
                .responses()
                .iter()
                .filter(|one| reached.contains(one.id.as_ref()))
            {
                let says = single_spaced(&response.says);
                assert!(shown.contains(&says), "{shape:?} of {}: {says}", pack.id());
                assert!(
                    told.contains(response.says.as_ref()),
                    "{}: {says}",
                    pack.id()
                );
            }
        }
        let used: BTreeSet<&str> = drawing
            .bands
            .iter()
            .flat_map(|band| &band.rules)
            .flat_map(|rule| &rule.questions)
            .map(|question| question.ask.as_ref())
            .collect();
        for fact in pack.facts() {
            assert!(
                used.contains(fact.ask.as_ref()),
                "{}: {}",
                pack.id(),
                fact.id
            );
        }
    }
}

#[test]
fn bands_stand_in_order_of_urgency_and_what_is_called_for_before_what_is_pointed_to() {
    for pack in packs() {
        let drawing = Drawing::of(pack, None);
        let place = |id: &str| {
            pack.responses()
                .iter()
                .position(|one| one.id.as_ref() == id)
                .unwrap()
        };
        let evaluated = drawing
            .bands
            .iter()
            .filter(|band| band.rules.iter().all(|rule| !rule.dormant));
        let order: Vec<(bool, usize)> = evaluated
            .map(|band| {
                let first = band.responses.first().unwrap();
                (!first.called, place(&first.id))
            })
            .collect();
        assert!(order.is_sorted(), "{}: {order:?}", pack.id());
    }
}

#[test]
fn the_path_of_every_example_is_what_the_engine_found() {
    for pack in packs() {
        for example in pack.examples() {
            let assessment = assess(pack, &example.facts);
            let drawing = Drawing::with_path(pack, &example.facts, &assessment);
            for rule in drawing.bands.iter().flat_map(|band| &band.rules) {
                assert_eq!(
                    rule.status,
                    assessment.rule_status(&rule.id),
                    "{}",
                    example.name
                );
            }
            let drawn = drawing.bands.iter().flat_map(|band| &band.responses);
            for one in drawn.chain(&drawing.every_case).filter(|one| !one.dormant) {
                let listed = if one.called {
                    &assessment.called_for
                } else {
                    &assessment.pointed_to
                };
                let now = listed.iter().any(|other| other.response == one.id);
                assert_eq!(
                    one.reached == Some(Reached::Now),
                    now,
                    "{}: {}",
                    example.name,
                    one.id
                );
            }
        }
    }
}

#[test]
fn a_band_that_is_met_calls_for_its_responses_now() {
    for pack in packs() {
        for example in pack.examples() {
            let assessment = assess(pack, &example.facts);
            let drawing = Drawing::with_path(pack, &example.facts, &assessment);
            for band in &drawing.bands {
                let met = band
                    .rules
                    .iter()
                    .any(|rule| rule.status == Some(RuleStatus::Met));
                let called = band
                    .responses
                    .iter()
                    .all(|one| one.reached == Some(Reached::Now));
                assert!(
                    !met || called,
                    "{}: {:?}",
                    example.name,
                    band.rules.first().map(|rule| &rule.id)
                );
            }
        }
    }
}

#[test]
fn without_a_path_nothing_is_said_of_any_case() {
    for pack in packs() {
        let drawing = Drawing::of(pack, None);
        let rules = drawing.bands.iter().flat_map(|band| &band.rules);
        assert!(rules.clone().all(|rule| rule.status.is_none()));
        assert!(
            rules
                .flat_map(|rule| &rule.questions)
                .all(|one| one.answers.is_empty())
        );
        assert!(!drawing.to_text().contains("Not met"));
    }
}
