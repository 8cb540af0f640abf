//! A plain reading of conditions, with none of the engine's short cuts: what is not known is tried value by value.

use std::collections::BTreeMap;

use guidance::{Answer, ChildFacts, Condition, Fact, Facts, Of, Pack, Part, Rule, Unknown};

/// A variable: of the incident or of a child, by id; a part's id is `part:` and its word.
pub(crate) type Var = (Option<usize>, String);

/// Every value each variable may still have. The empty word: the question does not arise.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) values: BTreeMap<Var, Vec<String>>,
    children: usize,
}

pub(crate) fn words(fact: &Fact) -> Vec<String> {
    if fact.choices.is_empty() {
        return vec!["no".to_owned(), "yes".to_owned()];
    }
    fact.choices.iter().map(|one| one.id.to_string()).collect()
}

impl World {
    pub(crate) fn of(pack: &Pack, facts: &Facts) -> Self {
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
    pub(crate) fn outcomes(&mut self, of: &[&Condition]) -> [bool; 2] {
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
pub(crate) fn reaching<'p>(
    pack: &'p Pack,
    facts: &Facts,
    response: &str,
    called: bool,
) -> Vec<&'p Rule> {
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
pub(crate) fn stands(world: &mut World, rules: &[&Rule]) -> (bool, bool, Vec<String>) {
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
