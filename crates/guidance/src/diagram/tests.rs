//! The argument for any number of children, against trying every group of children there can be.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use num_bigint::BigUint;
use proptest::prelude::*;

use super::space::Ask;
use super::{Diagram, Joined, Question, Said, Space, Told, shrink};
use crate::compile::PARTS;
use crate::decide::{Truth, decide};
use crate::facts::{Answer, ChildFacts, Facts};
use crate::item::Part;
use crate::library::Library;
use crate::pack::Pack;
use crate::situation::Situation;
use crate::support::everything::{every_child, every_group, every_incident};
use crate::support::generated::FEW;

fn said(space: &Space, pack: &Pack, rule: usize) -> Said {
    space.said(0, pack, &pack.program.rules[rule].formula.code)
}

/// What the engine makes of a rule; with nothing left open, that is plain reading.
fn engine(pack: &Pack, rule: usize, facts: &Facts) -> Truth {
    let (mut situation, _) = Situation::of(&pack.program, facts);
    decide(&pack.program.rules[rule].formula, &mut situation)
}

fn situations(groups: &[Vec<ChildFacts>]) -> Vec<Facts> {
    let with = |incident: &Facts, group: &Vec<ChildFacts>| Facts {
        children: group.clone(),
        ..incident.clone()
    };
    every_incident()
        .iter()
        .flat_map(|incident| groups.iter().map(move |group| with(incident, group)))
        .collect()
}

/// The situations, among so many children told apart, that some facts may turn out to be.
fn becoming(told: &Told<'_>, facts: &Facts) -> Diagram {
    let question = told.question();
    let vars = &question.order.vars;
    let nobody = vec![ChildFacts::default()];
    let children = if facts.children.is_empty() {
        &nobody
    } else {
        &facts.children
    };
    let mut all = told.possible().clone();
    for ((ask, row), block) in &question.order.blocks {
        let child = &children[*row];
        let open = child.parts.is_empty() || child.parts.contains(&Part::NotKnown);
        let answers = if ask.of_child() {
            &child.answers
        } else {
            &facts.incident
        };
        let may_be = match (ask, question.space.asked(*ask)) {
            (Ask::Part(part), _) => match (child.parts.contains(&Part::ALL[*part]), open) {
                (true, _) => 0b10,
                (false, true) => 0b11,
                (false, false) => 0b01,
            },
            (_, Some(asked)) => {
                let given = answers.get(asked.id.as_ref()).map(Answer::as_str);
                let known = asked
                    .values
                    .iter()
                    .position(|one| Some(one.as_ref()) == given);
                let has = |part: usize| {
                    asked.parts >> part & 1 == 1 && child.parts.contains(&Part::ALL[part])
                };
                let arises = asked.parts == 0 || (0..PARTS).any(has);
                match known {
                    Some(at) => 1 << at,
                    // Nothing was said of it, and it does not arise.
                    None if !arises && !open => asked.not_arising(),
                    None => u32::MAX,
                }
            }
            _ => u32::MAX,
        };
        all = all.with(&block.one_of(vars, may_be)).unwrap();
    }
    all
}

/// What a rule comes to over everything the facts may turn out to be.
fn exact(told: &Told<'_>, said: &Said, facts: &Facts) -> Truth {
    let all = becoming(told, facts);
    assert!(!all.is_false(), "facts that nothing can become: {facts:?}");
    let holds = told.truth(said).unwrap();
    match (
        all.with(&holds).unwrap().is_false(),
        all.without(&holds).unwrap().is_false(),
    ) {
        (true, _) => Truth::False,
        (_, true) => Truth::True,
        _ => Truth::Open,
    }
}

/// Every fact and every raised answer of the generated packs.
fn raises(space: &Space) -> Vec<(Ask, u32, u32, &'static str, Answer)> {
    let of = |id: &str, child: bool| space.find(0, id, child).unwrap().0;
    vec![
        (of("a", false), 0b01, 0b10, "a", Answer::Yes),
        (of("b", false), 0b001, 0b100, "b", Answer::from_word("high")),
        (of("c", true), 0b01, 0b10, "c", Answer::Yes),
        (of("e", true), 0b01, 0b10, "e", Answer::Yes),
        (of("e", true), 0b100, 0b10, "e", Answer::Yes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_can_be_is_what_some_group_of_children_is(pack in FEW.packs(2)) {
        let space = Space::of(&[&pack]);
        let (x, y) = (said(&space, &pack, 0), said(&space, &pack, 1));
        let question = Question::of(&space, &[&x, &y]).unwrap();
        let most = question.atoms.len();
        prop_assume!(most <= 2);
        let (dx, dy) = (question.truth(&x).unwrap(), question.truth(&y).unwrap());
        let cases = [(Some(true), None), (Some(false), None), (Some(true), Some(false)), (Some(true), Some(true)), (Some(false), Some(true)), (Some(false), Some(false))];
        // Two more children than there are atoms bring nothing new, and nothing that can be is missing.
        let tried: Vec<(bool, bool)> = situations(&every_group(most + 2)).iter().map(|facts| (engine(&pack, 0, facts) == Truth::True, engine(&pack, 1, facts) == Truth::True)).collect();
        for (want_x, want_y) in cases {
            let mut all = question.possible().clone();
            for (want, diagram) in [(want_x, &dx), (want_y, &dy)] {
                all = match want {
                    Some(true) => all.with(diagram).unwrap(),
                    Some(false) => all.without(diagram).unwrap(),
                    None => all,
                };
            }
            let is = |want: Option<bool>, is: bool| want.is_none_or(|want| want == is);
            let expected = tried.iter().any(|(x, y)| is(want_x, *x) && is(want_y, *y));
            prop_assert_eq!(!all.is_false(), expected, "{:?}", (want_x, want_y));
            if let Some(facts) = question.witness(&all).unwrap() {
                prop_assert!(facts.children.len() <= most.max(1));
                let truth = |rule| engine(&pack, rule, &facts);
                prop_assert!(truth(0) != Truth::Open && truth(1) != Truth::Open);
                prop_assert!(is(want_x, truth(0) == Truth::True) && is(want_y, truth(1) == Truth::True), "{:?}", facts);
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_an_answer_raised_removes_is_found_and_nothing_else(pack in FEW.packs(2)) {
        let space = Space::of(&[&pack]);
        let x = said(&space, &pack, 0);
        let question = Question::of(&space, &[&x]).unwrap();
        prop_assume!(question.atoms.len() <= 2);
        let all = situations(&every_group(question.atoms.len() + 1));
        for (ask, calm, raised, id, answer) in raises(&space) {
            let asked = space.asked(ask).unwrap();
            let was = asked.values.get(calm.trailing_zeros() as usize);
            let expected = all.iter().any(|facts| {
                let rows = if asked.child { facts.children.len() } else { 1 };
                engine(&pack, 0, facts) == Truth::True && (0..rows).any(|row| {
                    let mut worse = facts.clone();
                    let answers = if asked.child { &mut worse.children[row].answers } else { &mut worse.incident };
                    let before = answers.insert(id.to_owned(), answer.clone());
                    before.as_ref().map(Answer::as_str) == was.map(AsRef::as_ref) && engine(&pack, 0, &worse) == Truth::False
                })
            });
            let found = space.falls(&x, ask, calm, raised).unwrap();
            prop_assert_eq!(found.is_some(), expected, "{}", id);
            if let Some(fall) = found {
                prop_assert_eq!(engine(&pack, 0, &fall.before), Truth::True);
                prop_assert_eq!(engine(&pack, 0, &fall.after), Truth::False);
            }
        }
    }

    #[test]
    fn situations_are_counted_one_by_one(pack in FEW.packs(2), children in 1..3usize) {
        let space = Space::of(&[&pack]);
        let x = said(&space, &pack, 0);
        let told = Told::of(&space, &[&x], children).unwrap();
        // What does not arise is told apart only where the rule turns on it.
        let turns_on_e = format!("{:?}", pack.rules()[0].when).contains("fact: \"e\"");
        let one: Vec<ChildFacts> = every_child().into_iter().filter(|child| turns_on_e || child.answers.get("e") == Some(&Answer::No)).collect();
        let mut groups: Vec<Vec<ChildFacts>> = vec![Vec::new()];
        for _ in 0..children {
            groups = groups.iter().flat_map(|group| one.iter().map(move |child| [group.clone(), vec![child.clone()]].concat())).collect();
        }
        let all = situations(&groups);
        let holds = all.iter().filter(|facts| engine(&pack, 0, facts) == Truth::True).count();
        let counted = told.count(&told.truth(&x).unwrap()).unwrap();
        let possible = told.count(told.possible()).unwrap();
        prop_assert_eq!(counted * BigUint::from(all.len()), possible * BigUint::from(holds));
    }

    #[test]
    fn the_engine_is_exact_whatever_is_left_open(pack in FEW.packs(2), at in any::<prop::sample::Index>(), count in 1..3usize, forget in any::<u16>()) {
        let groups = every_group(count);
        let all = situations(&groups[groups.len() / 2..]);
        let mut facts = all[at.index(all.len())].clone();
        let mut bits = (0..16).map(|bit| forget >> bit & 1 == 1);
        let mut forgotten = || bits.next().unwrap_or(false);
        facts.incident.retain(|_, _| !forgotten());
        for child in &mut facts.children {
            child.answers.retain(|_, _| !forgotten());
            if forgotten() {
                child.parts.insert(Part::NotKnown);
            }
        }
        let space = Space::of(&[&pack]);
        let rules: Vec<usize> = (0..2).filter(|rule| crate::check::is_exact(&pack, &pack.program.rules[*rule].formula)).collect();
        for rule in rules {
            let x = said(&space, &pack, rule);
            let told = Told::of(&space, &[&x], facts.children.len()).unwrap();
            prop_assert_eq!(engine(&pack, rule, &facts), exact(&told, &x, &facts), "{:?} of {:?}", pack.rules()[rule].when, facts);
        }
    }

    #[test]
    fn nothing_more_can_be_left_out_of_what_was_shrunk(pack in FEW.packs(2)) {
        let space = Space::of(&[&pack]);
        let x = said(&space, &pack, 0);
        let question = Question::of(&space, &[&x]).unwrap();
        let found = question.witness(&question.truth(&x).unwrap()).unwrap();
        prop_assume!(found.is_some());
        let least = shrink(&found.unwrap(), &mut |facts| engine(&pack, 0, facts) == Truth::True);
        prop_assert_eq!(engine(&pack, 0, &least), Truth::True);
        for id in least.incident.keys() {
            let mut less = least.clone();
            less.incident.remove(id);
            prop_assert!(engine(&pack, 0, &less) != Truth::True, "{}", id);
        }
    }
}

/// Facts of a shipped pack drawn from bytes: some answers, some parts, up to three children.
fn drawn(pack: &Pack, bytes: &[u8]) -> Facts {
    let mut rest = bytes.iter().copied().map(usize::from);
    let mut draw = |below: usize| rest.next().unwrap_or(0) % below;
    let known = draw(11);
    let mut facts = Facts::default();
    let answers = |facts: &[crate::compile::FactVar], draw: &mut dyn FnMut(usize) -> usize| {
        let mut answers = std::collections::BTreeMap::new();
        for var in facts {
            let word = &var.values[draw(var.values.len())];
            if draw(10) < known {
                let id = pack.facts()[var.fact].id.to_string();
                answers.insert(id, Answer::from_word(word));
            }
        }
        answers
    };
    facts.incident = answers(&pack.program.incident, &mut draw);
    for at in 0..draw(4) {
        facts.children.push(ChildFacts {
            name: format!("Child {at}"),
            parts: (0..1 + draw(3))
                .map(|_| Part::ALL[draw(Part::ALL.len())])
                .collect(),
            answers: answers(&pack.program.child, &mut draw),
        });
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_every_shipped_pack_the_floor_and_the_ceiling_are_exact(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 200)) {
        let library = Library::shipped();
        let (layers, mut packs): (Vec<_>, Vec<_>) = library.packs().iter().cloned().partition(|pack| pack.is_layer());
        // Each layer over each text it is made for, as a setting has it.
        for layer in &layers {
            for over in layer.layer_over() {
                packs.push(library.find(&format!("{over}+{}", layer.id()), None).unwrap());
            }
        }
        let pack = &*packs[at.index(packs.len())];
        let facts = drawn(pack, &bytes);
        let space = Space::of(&[pack]);
        let seen = crate::assess(pack, &facts);
        for target in &pack.program.undated.targets {
            let x = space.said(0, pack, &target.formula.code);
            let told = Told::of(&space, &[&x], facts.children.len()).unwrap();
            let truth = exact(&told, &x, &facts);
            let (mut situation, _) = Situation::of(&pack.program, &facts);
            prop_assert_eq!(decide(&target.formula, &mut situation), truth);
            if target.mode == crate::compile::Mode::Called {
                let id = &pack.responses()[target.response].id;
                let acts = target.acting(&pack.program).any(|rule| decide(&rule.formula, &mut situation) != Truth::False);
                prop_assert_eq!(seen.floor.contains(id), truth == Truth::True || acts);
                prop_assert_eq!(seen.ceiling.contains(id), truth != Truth::False);
            }
        }
    }
}

#[test]
fn a_space_counts_what_its_facts_can_say() {
    let pack = crate::support::pack_of(
        &(crate::support::fact("a", "incident")
            + &crate::support::fact("c", "child")
            + &crate::support::fact("e", "child")
                .replace("source", "parts = [\"pictured\"]\nsource")),
        &crate::support::rule("r", "\"always\"", "x", "ask"),
        &["x"],
    )
    .unwrap();
    let (incident, child) = Space::of(&[&pack]).size();
    assert_eq!(incident, BigUint::from(2u8));
    // Ten parts, one at least: pictured in 512 of those ways, where the last question has two answers and not a third.
    assert_eq!(child, BigUint::from(512u32 * 2 * 2 + 511 * 2 * 3));
}

#[test]
fn of_two_packs_only_answers_both_know_are_told() {
    let choice = |list: &str| {
        crate::support::fact("b", "incident").replace(
            "raises = [\"yes\"]",
            &format!(
                "raises = [\"high\"]\nchoices = [ {list}, {{ id = \"high\", label = \"High\" }} ]"
            ),
        )
    };
    let rule = crate::support::rule("r", "{ fact = \"b\", is = \"high\" }", "x", "ask");
    let pack = |list: &str| crate::support::pack_of(&choice(list), &rule, &["x"]).unwrap();
    let (one, two) = (
        pack("{ id = \"low\", label = \"Low\" }"),
        pack("{ id = \"mid\", label = \"Mid\" }, { id = \"low\", label = \"Low\" }"),
    );
    let space = Space::of(&[&one, &two]);
    assert_eq!(space.untold, [("b".into(), "mid".into())]);
    let (left, right) = (
        space.said(0, &one, &one.program.rules[0].formula.code),
        space.said(1, &two, &two.program.rules[0].formula.code),
    );
    let question = Question::of(&space, &[&left, &right]).unwrap();
    let (left, right) = (
        question.truth(&left).unwrap(),
        question.truth(&right).unwrap(),
    );
    // "high" is the second answer of one and the third of the other, and is the same answer.
    assert!(
        question
            .in_some_situation(&left.xor(&right))
            .unwrap()
            .is_false()
    );
}

#[test]
fn children_who_have_it_are_counted_by_how_many_there_are() {
    let pack = crate::support::pack_of(
        &crate::support::fact("c", "child"),
        &crate::support::rule(
            "r",
            "{ any-child = { fact = \"c\", is = \"yes\" } }",
            "x",
            "ask",
        ),
        &["x"],
    )
    .unwrap();
    let space = Space::of(&[&pack]);
    let x = said(&space, &pack, 0);
    for (children, all, holds) in [(1, 2u8, 1u8), (2, 4, 3), (3, 8, 7)] {
        let told = Told::of(&space, &[&x], children).unwrap();
        let counted = |of: &Diagram| told.count(of).unwrap();
        assert_eq!(counted(told.possible()), BigUint::from(all));
        assert_eq!(counted(&told.truth(&x).unwrap()), BigUint::from(holds));
    }
}
