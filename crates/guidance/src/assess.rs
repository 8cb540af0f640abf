//! Asking a pack what it calls for. Total: everything that can be wrong was refused when the pack was read, and a missing
//! answer is a value.

mod changes;
mod questions;
mod reasons;

pub(crate) use reasons::{answer_of, child_of, fact_used};

use crate::assessment::{Assessment, IdList, Recommended, RuleStatus, UndecidedRule};
use crate::compile::{Era, Mode, Target};
use crate::decide::{Truth, decide};
use crate::facts::Facts;
use crate::pack::Pack;
use crate::situation::{Situation, Slot};

/// What is called for, pointed to, still open, worth asking next, and what would change it.
///
/// A rule whose pack says `unknown = "act"` counts as met while it is not decided; its reason says so. Facts the pack does
/// not know change nothing and are listed in [`Assessment::not_used`].
#[must_use]
pub fn assess(pack: &Pack, facts: &Facts) -> Assessment {
    let (situation, not_used) = Situation::of(&pack.program, facts);
    let era = pack.program.era_on(facts.on);
    let mut consult = Consultation::begin(pack, era, situation);
    let called_for = consult.recommended(Mode::Called);
    let pointed_to = consult.recommended(Mode::Pointed);
    let undecided = consult.undecided();
    let ask_next = consult.ask_next();
    let mut would_change = consult.would_change();
    let floor = consult.responses(|target| target.called);
    let ceiling = consult.responses(|target| target.called || target.truth == Truth::Open);
    let only_standing_duties = !consult
        .rules
        .iter()
        .zip(&pack.program.rules)
        .any(|(status, rule)| *status == Some(RuleStatus::Met) && !rule.always);
    let (mut not_met, mut met) = (
        Vec::with_capacity(consult.rules.len()),
        Vec::with_capacity(consult.rules.len()),
    );
    for (at, status) in consult.rules.iter().enumerate() {
        match status {
            Some(RuleStatus::NotMet) => not_met.push(place(at)),
            Some(RuleStatus::Met) => met.push(place(at)),
            Some(RuleStatus::Undecided) | None => {}
        }
    }
    let rule_ids = &pack.program.said.rule_ids;
    would_change.named(std::mem::take(&mut consult.situation.names));
    Assessment {
        pack: pack.head.id.clone(),
        version: pack.head.version.clone(),
        digest: pack.digest.clone(),
        on: facts.on,
        settled: floor.len() == ceiling.len(),
        not_met: IdList::new(rule_ids, not_met),
        met: IdList::new(rule_ids, met),
        called_for,
        pointed_to,
        undecided,
        ask_next,
        would_change,
        floor,
        ceiling,
        only_standing_duties,
        not_used,
    }
}

/// What is called for, each with its reasons, as [`assess`] says it; nothing of what is open or would change it. For a
/// page that only has to know whether anything is called for.
#[must_use]
pub fn called_for(pack: &Pack, facts: &Facts) -> Vec<Recommended> {
    let (situation, _) = Situation::of(&pack.program, facts);
    let era = pack.program.era_on(facts.on);
    Consultation::begin(pack, era, situation).recommended(Mode::Called)
}

/// How one way of reaching a response stands.
#[derive(Debug, Clone, Copy)]
struct Standing<'p> {
    target: &'p Target,
    /// Whether it is reached, whatever else turns out.
    truth: Truth,
    /// Whether it is reached on what is known, not knowing counted as a reason where the pack says so.
    called: bool,
}

/// One asking of one pack.
struct Consultation<'p> {
    pack: &'p Pack,
    situation: Situation,
    /// Each rule's exact truth; none where it is not in force.
    truths: Vec<Option<Truth>>,
    /// How each rule counts.
    rules: Vec<Option<RuleStatus>>,
    targets: Vec<Standing<'p>>,
    room: Room,
}

/// Memory that is used again from rule to rule.
#[derive(Default)]
struct Room {
    literals: Vec<(Slot, u32)>,
    slots: Vec<Slot>,
}

impl<'p> Consultation<'p> {
    fn begin(pack: &'p Pack, era: &'p Era, mut situation: Situation) -> Self {
        let mut truths = Vec::with_capacity(pack.program.rules.len());
        let mut rules = Vec::with_capacity(pack.program.rules.len());
        for (rule, in_force) in pack.program.rules.iter().zip(&era.in_force) {
            let truth = in_force.then(|| decide(&rule.formula, &mut situation));
            truths.push(truth);
            rules.push(truth.map(|truth| match truth {
                Truth::True => RuleStatus::Met,
                Truth::Open if rule.act => RuleStatus::Met,
                Truth::Open => RuleStatus::Undecided,
                Truth::False => RuleStatus::NotMet,
            }));
        }
        let targets = era
            .targets
            .iter()
            .map(|target| {
                let (mut truth, mut acts) = (Truth::False, false);
                for rule in &target.rules {
                    let of = truths.get(*rule).copied().flatten().unwrap_or(Truth::False);
                    truth = truth.max(of);
                    acts |= rules.get(*rule) == Some(&Some(RuleStatus::Met));
                }
                // Several open rules together may be certain although none is by itself.
                if truth == Truth::Open && target.formula.by_cases {
                    truth = decide(&target.formula, &mut situation);
                }
                Standing {
                    target,
                    truth,
                    called: acts || truth == Truth::True,
                }
            })
            .collect();
        Self {
            pack,
            situation,
            truths,
            rules,
            targets,
            room: Room {
                literals: Vec::with_capacity(32),
                slots: Vec::with_capacity(32),
            },
        }
    }

    fn responses(&self, holds: impl Fn(&Standing<'p>) -> bool) -> IdList {
        let held = |one: &&Standing<'p>| one.target.mode == Mode::Called && holds(one);
        let mut at = Vec::with_capacity(self.targets.len());
        let held = self.targets.iter().filter(held);
        at.extend(held.map(|one| place(one.target.response)));
        IdList::new(&self.pack.program.said.response_ids, at)
    }

    fn recommended(&mut self, mode: Mode) -> Vec<Recommended> {
        let pack = self.pack;
        let targets = std::mem::take(&mut self.targets);
        let reached = |one: &&Standing<'p>| one.target.mode == mode && one.called;
        let mut recommended = Vec::with_capacity(targets.iter().filter(reached).count());
        for one in targets.iter().filter(reached) {
            if let Some(said) = pack.program.said.responses.get(one.target.response) {
                recommended.push(Recommended {
                    said: said.clone(),
                    reasons: self.reasons(one.target),
                });
            }
        }
        self.targets = targets;
        recommended
    }

    fn undecided(&mut self) -> Vec<UndecidedRule> {
        let program = &self.pack.program;
        let waits = |status: &&Option<RuleStatus>| matches!(status, Some(RuleStatus::Undecided));
        let mut undecided = Vec::with_capacity(self.rules.iter().filter(waits).count());
        for (at, (said, code)) in program
            .said
            .undecided
            .iter()
            .zip(&program.rules)
            .enumerate()
        {
            if self.rules.get(at) == Some(&Some(RuleStatus::Undecided)) {
                undecided.push(UndecidedRule {
                    said: said.clone(),
                    waiting_on: self.waiting_on(&code.formula.code),
                });
            }
        }
        undecided
    }
}

/// A place in a list, as results keep it.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
