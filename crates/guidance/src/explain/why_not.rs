//! Why a response is not called for: rule by rule, what the rule would have needed, and what is known against it or is
//! still open. Worked out from the rule's own condition; nobody writes it.

use std::sync::Arc;

use serde::Serialize;

use super::ground::{FactBehind, Ground, Wanted, decided_parts, rests_on};
use crate::assess::{assess, child_of};
use crate::assessment::{PARTS, WaitingOn};
use crate::compile::RuleCode;
use crate::condition::Condition;
use crate::decide::Truth;
use crate::facts::Facts;
use crate::item::{Dates, Rule, RuleKind, Text};
use crate::matters::that_matter;
use crate::pack::Pack;
use crate::source::SourceRef;

/// How far a response is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HowFar {
    /// It is called for.
    CalledFor,
    /// It is pointed to, and not called for.
    PointedTo,
    /// It is not, and an answer could still call for it or point to it.
    CouldBe,
    /// No rule that could reach it can be met on what is known.
    No,
    /// There are rules that could reach it, and none is in force.
    NoRuleInForce,
    /// No rule of this guidance reaches it.
    NoRule,
}

/// How a rule reaches a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reaches {
    /// It calls for it.
    CallsFor,
    /// It points to it.
    PointsTo,
}

/// How a rule stands, and on what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Stands {
    /// It is not applied at all yet.
    Dormant {
        /// Why, and what would start it.
        why: Text,
    },
    /// It is not in force on the day of the decision.
    NotInForce {
        /// The days on which it is.
        dates: Dates,
    },
    /// It is met.
    Met {
        /// The facts that meet it.
        because: Vec<FactBehind>,
    },
    /// It waits on answers, and not knowing them is itself a reason.
    MetAsNotKnown {
        /// What is not known.
        waiting_on: Vec<WaitingOn>,
    },
    /// It waits on answers.
    Waits {
        /// What could still decide it.
        waiting_on: Vec<WaitingOn>,
        /// Known facts that keep the other ways of meeting it shut.
        against: Vec<FactBehind>,
    },
    /// It is not met, whatever else turns out.
    NotMet {
        /// The known facts that stand against it.
        against: Vec<FactBehind>,
    },
}

/// One rule that could reach a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleWhyNot {
    /// The rule's id.
    pub rule: Text,
    /// What sort of rule it is.
    pub kind: RuleKind,
    /// What it would mean that it is met.
    pub says: Text,
    /// Whether it calls for the response or points to it.
    pub reaches: Reaches,
    /// What it needs: its own condition.
    pub needs: Condition,
    /// How it stands.
    pub stands: Stands,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
}

/// Why a response is not called for, or that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhyNot {
    /// The response's id.
    pub response: Text,
    /// What would have to happen.
    pub says: Text,
    /// How far it is reached.
    pub reached: HowFar,
    /// Every rule that could reach it, dormant and out of date ones among them, in the pack's order.
    pub rules: Vec<RuleWhyNot>,
}

/// Why a response is not called for on what is known; none where the pack has no response of that id.
///
/// For a response that is called for or pointed to it says so, and how each rule stands.
#[must_use]
pub fn why_not(pack: &Pack, facts: &Facts, response: &str) -> Option<WhyNot> {
    let response = pack.response(response)?;
    let seen = assess(pack, facts);
    let mut ground = Ground::of(pack, facts);
    let mut rules = Vec::new();
    for (at, (rule, code)) in pack.rules().iter().zip(&pack.program.rules).enumerate() {
        let reaches = if rule.calls_for.contains(&response.id) {
            Reaches::CallsFor
        } else if rule.points_to.contains(&response.id) {
            Reaches::PointsTo
        } else {
            continue;
        };
        rules.push(RuleWhyNot {
            rule: rule.id.clone(),
            kind: rule.kind,
            says: rule.says.clone(),
            reaches,
            needs: rule.when.clone(),
            stands: ground.stands(at, rule, code),
            source: rule.source.clone(),
            pack: rule.pack.clone(),
        });
    }
    let waits = |one: &RuleWhyNot| matches!(one.stands, Stands::Waits { .. });
    let not_applied = |one: &RuleWhyNot| {
        matches!(
            one.stands,
            Stands::Dormant { .. } | Stands::NotInForce { .. }
        )
    };
    let reached = if seen.calls_for(&response.id) {
        HowFar::CalledFor
    } else if seen
        .pointed_to
        .iter()
        .any(|one| one.response == response.id)
    {
        HowFar::PointedTo
    } else if rules.is_empty() {
        HowFar::NoRule
    } else if rules.iter().all(not_applied) {
        HowFar::NoRuleInForce
    } else if rules.iter().any(waits) {
        HowFar::CouldBe
    } else {
        HowFar::No
    };
    Some(WhyNot {
        response: response.id.clone(),
        says: response.says.clone(),
        reached,
        rules,
    })
}

impl Ground<'_> {
    fn stands(&mut self, at: usize, rule: &Rule, code: &RuleCode) -> Stands {
        if let Some(why) = &rule.dormant {
            return Stands::Dormant { why: why.clone() };
        }
        let formula = &code.formula;
        match (self.truth(at), rule.in_force) {
            (None, Some(dates)) => Stands::NotInForce { dates },
            (Some(Truth::True), _) => Stands::Met {
                because: self.behind(formula, Truth::True),
            },
            (Some(Truth::Open), _) if code.act => Stands::MetAsNotKnown {
                waiting_on: self.waiting_on(code),
            },
            (Some(Truth::Open), _) => {
                let shut = self.shut(code);
                Stands::Waits {
                    waiting_on: self.waiting_on(code),
                    against: shut,
                }
            }
            (Some(Truth::False) | None, _) => Stands::NotMet {
                against: self.behind(formula, Truth::False),
            },
        }
    }

    /// What a rule waits on, every part of a child as one question.
    pub(super) fn waiting_on(&mut self, code: &RuleCode) -> Vec<WaitingOn> {
        let (mut open, mut slots) = (Vec::new(), Vec::new());
        that_matter(
            &code.formula.code,
            &mut self.situation,
            &mut open,
            &mut slots,
        );
        let mut waiting: Vec<WaitingOn> = Vec::with_capacity(slots.len());
        for slot in slots {
            let (var, _) = self.situation.var(slot);
            let fact = self
                .pack
                .program
                .fact_var(var)
                .and_then(|var| self.pack.facts().get(var.fact))
                .map_or_else(|| PARTS.into(), |fact| fact.id.clone());
            let child = child_of(&self.situation, slot);
            let one = WaitingOn { fact, child };
            if !waiting.contains(&one) {
                waiting.push(one);
            }
        }
        waiting
    }

    /// The known facts that shut what could otherwise have met an open rule.
    fn shut(&mut self, code: &RuleCode) -> Vec<FactBehind> {
        let mut shut = Vec::new();
        decided_parts(
            &code.formula.code,
            &mut self.situation,
            0,
            &mut |part, truth, situation, row| {
                if truth == Truth::False {
                    shut.extend(rests_on(part, situation, row, truth, Wanted::Every));
                }
            },
        );
        self.told(shut)
    }
}
