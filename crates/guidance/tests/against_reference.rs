//! The engine against a plain reading of the conditions, over the shipped packs and random facts: every rule and response
//! decided by trying what is not known value by value, with none of the engine's short cuts.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use guidance::{
    Answer, Assessment, ChildFacts, Condition, Fact, Facts, Library, Of, Pack, Part, Recommended,
    Rule, Unknown, assess,
};
use jiff::civil::date;
use proptest::prelude::*;

/// A variable: of the incident or of a child, by id; a part's id is `part:` and its word.
type Var = (Option<usize>, String);

/// Every value each variable may still have. The empty word: the question does not arise.
#[derive(Clone)]
struct World {
    values: BTreeMap<Var, Vec<String>>,
    children: usize,
}

fn words(fact: &Fact) -> Vec<String> {
    if fact.choices.is_empty() {
        return vec!["no".to_owned(), "yes".to_owned()];
    }
    fact.choices.iter().map(|one| one.id.to_string()).collect()
}

impl World {
    fn of(pack: &Pack, facts: &Facts) -> Self {
        let nobody = [ChildFacts::default()];
        let children: &[ChildFacts] = if facts.children.is_empty() {
            &nobody
        } else {
            &facts.children
        };
        let mut values = BTreeMap::new();
        let given = |fact: &Fact, answers: &BTreeMap<String, Answer>| {
            let given = answers.get(fact.id.as_ref()).map(Answer::as_str)?;
            words(fact).into_iter().find(|word| word == given)
        };
        for fact in pack.facts() {
            if fact.of == Of::Incident {
                let known = given(fact, &facts.incident).map(|one| vec![one]);
                values.insert((None, fact.id.to_string()), known.unwrap_or(words(fact)));
                continue;
            }
            for (at, child) in children.iter().enumerate() {
                let open = child.parts.is_empty() || child.parts.contains(&Part::NotKnown);
                let arises = fact.parts.is_empty()
                    || fact.parts.iter().any(|part| child.parts.contains(part));
                let mut possible = if arises || open {
                    words(fact)
                } else {
                    Vec::new()
                };
                if !arises {
                    possible.push(String::new());
                }
                let known = given(fact, &child.answers).map(|one| vec![one]);
                values.insert((Some(at), fact.id.to_string()), known.unwrap_or(possible));
            }
        }
        for (at, child) in children.iter().enumerate() {
            let open = child.parts.is_empty() || child.parts.contains(&Part::NotKnown);
            for part in Part::ALL.iter().filter(|part| **part != Part::NotKnown) {
                let possible: &[&str] = match (child.parts.contains(part), open) {
                    (true, _) => &["yes"],
                    (false, true) => &["no", "yes"],
                    (false, false) => &["no"],
                };
                let possible = possible.iter().map(|one| (*one).to_owned()).collect();
                values.insert((Some(at), format!("part:{part}")), possible);
            }
        }
        Self {
            values,
            children: children.len(),
        }
    }

    /// True, false, or none; and a variable it turns on where it is none.
    fn plain(&self, when: &Condition, child: Option<usize>) -> Result<bool, Var> {
        let count = |of: &mut dyn Iterator<Item = Result<bool, Var>>, needed: usize| {
            let (mut sure, mut open) = (0, Vec::new());
            for one in of {
                match one {
                    Ok(holds) => sure += usize::from(holds),
                    Err(var) => open.push(var),
                }
            }
            match open.first() {
                _ if sure >= needed => Ok(true),
                Some(var) if sure + open.len() >= needed => Err(var.clone()),
                _ => Ok(false),
            }
        };
        let one_of = |var: Var, is: &dyn Fn(&String) -> bool| {
            let possible = &self.values[&var];
            match possible.iter().filter(|one| is(one)).count() {
                0 => Ok(false),
                all if all == possible.len() => Ok(true),
                _ => Err(var),
            }
        };
        let every = 0..self.children;
        match when {
            Condition::Always => Ok(true),
            Condition::Fact { fact, is } => {
                let key = (None, fact.to_string());
                let var = if self.values.contains_key(&key) {
                    key
                } else {
                    (child, key.1)
                };
                one_of(var, &|one| is.iter().any(|word| word.as_ref() == one))
            }
            Condition::Part(part) => one_of((child, format!("part:{part}")), &|one| one == "yes"),
            Condition::Not(inner) => self.plain(inner, child).map(|holds| !holds),
            Condition::All(of) => count(&mut of.iter().map(|one| self.plain(one, child)), of.len()),
            Condition::Any(of) => count(&mut of.iter().map(|one| self.plain(one, child)), 1),
            Condition::AtLeast { n, of } => {
                count(&mut of.iter().map(|one| self.plain(one, child)), *n)
            }
            Condition::AnyChild(of) => count(&mut every.map(|at| self.plain(of, Some(at))), 1),
            Condition::EveryChild(of) => {
                count(&mut every.map(|at| self.plain(of, Some(at))), self.children)
            }
        }
    }

    /// Whether one of the conditions at least holds; as `plain`.
    fn any(&self, of: &[&Condition]) -> Result<bool, Var> {
        let mut open = None;
        for one in of {
            match self.plain(one, None) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(var) => open = open.or(Some(var)),
            }
        }
        open.map_or(Ok(false), Err)
    }

    /// Whether it may turn out false, and whether it may turn out true.
    fn outcomes(&mut self, of: &[&Condition]) -> [bool; 2] {
        match self.any(of) {
            Ok(holds) => [!holds, holds],
            Err(var) => {
                let before = self.values[&var].clone();
                let mut all = [false; 2];
                for value in &before {
                    self.values.insert(var.clone(), vec![value.clone()]);
                    let one = self.outcomes(of);
                    all = [all[0] || one[0], all[1] || one[1]];
                    if all == [true; 2] {
                        break;
                    }
                }
                self.values.insert(var, before);
                all
            }
        }
    }
}

/// The rules in force that reach a response.
fn reaching<'p>(pack: &'p Pack, facts: &Facts, response: &str, called: bool) -> Vec<&'p Rule> {
    let in_force = |rule: &&Rule| {
        rule.dormant.is_none()
            && !matches!((facts.on, rule.in_force), (Some(day), Some(dates)) if !dates.hold(day))
    };
    let reached = |rule: &Rule| {
        if called {
            rule.calls_for.clone()
        } else {
            rule.points_to.clone()
        }
    };
    let rules = pack.rules().iter().filter(in_force);
    rules
        .filter(|rule| reached(rule).iter().any(|id| id.as_ref() == response))
        .collect()
}

/// How the rules that reach something stand together: whether it is called for, whether it still could be, and which
/// rules are the reason.
fn stands(world: &mut World, rules: &[&Rule]) -> (bool, bool, Vec<String>) {
    let all: Vec<&Condition> = rules.iter().map(|rule| &rule.when).collect();
    let [may_fail, may_hold] = world.outcomes(&all);
    let (mut sure, mut open) = (Vec::new(), Vec::new());
    for rule in rules {
        match world.outcomes(&[&rule.when]) {
            [false, true] => sure.push(rule.id.to_string()),
            [true, true] if rule.unknown == Unknown::Act => sure.push(rule.id.to_string()),
            [true, true] => open.push(rule.id.to_string()),
            _ => {}
        }
    }
    let called = !may_fail || !sure.is_empty();
    (called, may_hold, if sure.is_empty() { open } else { sure })
}

fn packs() -> &'static [Arc<Pack>] {
    static PACKS: LazyLock<Vec<Arc<Pack>>> = LazyLock::new(|| {
        let library = Library::shipped();
        let mut packs: Vec<_> = library
            .packs()
            .iter()
            .filter(|one| !one.is_layer())
            .cloned()
            .collect();
        packs.extend(library.on("england", date(2026, 11, 22)));
        packs
    });
    &PACKS
}

/// Facts drawn from a list of bytes: how much is known, and how calm it is, differ from draw to draw.
fn drawn(pack: &Pack, bytes: &[u8]) -> Facts {
    let mut rest = bytes.iter().copied().map(usize::from);
    let mut draw = |below: usize| rest.next().unwrap_or(0) % below;
    let (known, calm, day) = (draw(11), draw(11), draw(3));
    let mut answers = |of: Of| -> BTreeMap<String, Answer> {
        let mut all = BTreeMap::new();
        for fact in pack.facts().iter().filter(|one| one.of == of) {
            let words = words(fact);
            let word = &words[if draw(10) < calm {
                0
            } else {
                draw(words.len())
            }];
            if draw(10) < known {
                all.insert(fact.id.to_string(), Answer::from_word(word));
            }
        }
        all
    };
    let incident = answers(Of::Incident);
    let children: Vec<_> = ["Child A", "Child B"]
        .map(|name| (name, answers(Of::Child)))
        .into();
    let children = children
        .into_iter()
        .take(draw(3))
        .map(|(name, answers)| ChildFacts {
            name: name.to_owned(),
            parts: (0..draw(3))
                .map(|_| Part::ALL[draw(Part::ALL.len())])
                .collect(),
            answers,
        });
    Facts {
        on: [None, Some(date(2024, 6, 1)), Some(date(2026, 11, 22))][day],
        incident,
        children: children.collect(),
    }
}

fn situations() -> impl Strategy<Value = (Arc<Pack>, Facts)> {
    (0..packs().len(), prop::collection::vec(any::<u8>(), 400)).prop_map(|(at, bytes)| {
        let pack = packs()[at].clone();
        let facts = drawn(&pack, &bytes);
        (pack, facts)
    })
}

fn told(list: &[Recommended]) -> Vec<(String, Vec<String>)> {
    let reasons = |one: &Recommended| one.reasons.iter().map(|why| why.rule.to_string()).collect();
    list.iter()
        .map(|one| (one.response.to_string(), reasons(one)))
        .collect()
}

/// What one answer's being otherwise would add or remove, tried answer by answer.
fn reversals(pack: &Pack, facts: &Facts, seen: &Assessment) -> BTreeSet<(Var, String)> {
    let mut found = BTreeSet::new();
    let world = World::of(pack, facts);
    let children = facts
        .children
        .iter()
        .enumerate()
        .map(|(at, one)| (Some(at), &one.answers));
    for (child, answers) in children.chain([(None, &facts.incident)]) {
        for id in answers.keys() {
            for word in words(pack.fact(id).unwrap()) {
                let mut other = world.clone();
                let var = (child, id.clone());
                if other.values.insert(var.clone(), vec![word.clone()]) == Some(vec![word]) {
                    continue;
                }
                for response in pack.responses() {
                    let now = stands(&mut other, &reaching(pack, facts, &response.id, true)).0;
                    if now != seen.calls_for(&response.id) {
                        found.insert((var.clone(), response.id.to_string()));
                    }
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_called_for_and_why_is_what_trying_everything_gives((pack, facts) in situations()) {
        let seen = assess(&pack, &facts);
        let mut world = World::of(&pack, &facts);
        let mut ceiling = Vec::new();
        for called in [true, false] {
            let mut expected = Vec::new();
            for response in pack.responses() {
                let (now, could, why) = stands(&mut world, &reaching(&pack, &facts, &response.id, called));
                if now {
                    expected.push((response.id.to_string(), why));
                }
                if called && (now || could) {
                    ceiling.push(response.id.clone());
                }
            }
            prop_assert_eq!(told(if called { &seen.called_for } else { &seen.pointed_to }), expected);
        }
        prop_assert_eq!(&seen.ceiling, &ceiling);
        for rule in pack.rules() {
            let [may_fail, may_hold] = world.outcomes(&[&rule.when]);
            let waits = seen.undecided.iter().any(|one| one.rule == rule.id);
            let in_force = seen.rule_status(&rule.id).is_some();
            prop_assert_eq!(waits, in_force && may_fail && may_hold && rule.unknown != Unknown::Act);
        }
    }

    #[test]
    fn every_question_is_open_and_every_answer_that_could_change_a_response_is_asked((pack, facts) in situations()) {
        let seen = assess(&pack, &facts);
        let mut world = World::of(&pack, &facts);
        for ask in &seen.ask_next {
            let child = ask.child.as_ref().map(|name| facts.children.iter().position(|one| one.name == **name).unwrap());
            let child = child.or((ask.of == Of::Child).then_some(0));
            let open = world.values.iter().any(|((of, id), possible)| *of == child && possible.len() > 1 && (*id == *ask.fact || id.starts_with("part:") && ask.fact.as_ref() == "parts"));
            prop_assert!(open, "{:?}", ask);
        }
        // Nothing asked: nothing open. Something open: a question for it.
        for response in pack.responses() {
            for called in [true, false] {
                let rules = reaching(&pack, &facts, &response.id, called);
                let all: Vec<&Condition> = rules.iter().map(|rule| &rule.when).collect();
                let open = world.outcomes(&all) == [true, true];
                let asked = seen.ask_next.iter().any(|ask| ask.could.contains(&response.id));
                prop_assert!(!open || asked, "{}", response.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_one_answer_that_would_change_it_is_told_and_no_other((pack, facts) in situations()) {
        let seen = assess(&pack, &facts);
        let mut told = BTreeSet::new();
        for one in seen.would_change.iter().filter(|one| one.change.len() == 1) {
            let child = one.change[0].child.as_ref().map(|name| facts.children.iter().position(|one| one.name == **name).unwrap());
            for response in one.adds.iter().chain(&one.removes) {
                told.insert(((child, one.change[0].fact.to_string()), response.to_string()));
            }
        }
        // What is only pointed to is told as well; here what is called for is looked at.
        let called: BTreeSet<String> = pack.rules().iter().flat_map(|rule| rule.calls_for.iter()).map(ToString::to_string).collect();
        let pointed: BTreeSet<String> = pack.rules().iter().flat_map(|rule| rule.points_to.iter()).map(ToString::to_string).collect();
        let only_called = |one: &(Var, String)| called.contains(&one.1) && !pointed.contains(&one.1);
        told.retain(only_called);
        let mut expected = reversals(&pack, &facts, &seen);
        expected.retain(only_called);
        prop_assert_eq!(told, expected);
    }
}
