//! What no rule uses, and marks that may not carry the rule they stand on.

use std::collections::BTreeSet;

use super::Checked;
use crate::condition::Condition;
use crate::source::Mark;

impl Checked<'_> {
    /// Every fact is tested by a rule, every response reached by one, every source cited.
    pub(super) fn everything_is_used(&mut self) {
        let pack = self.pack;
        let mut tested: BTreeSet<&str> = BTreeSet::new();
        for rule in pack.rules() {
            rule.when.walk(&mut |condition| {
                if let Condition::Fact { fact, .. } = condition {
                    tested.insert(fact);
                }
            });
        }
        for fact in pack.facts() {
            if fact.pack.as_ref() == self.only && !tested.contains(fact.id.as_ref()) {
                let what = format!("No rule tests the fact `{}`.", fact.id);
                self.at(
                    &fact.place,
                    what,
                    "A question about a child that changes nothing should not be asked.",
                );
            }
        }
        for response in pack.responses() {
            let reached = pack.rules().iter().any(|rule| {
                rule.calls_for.contains(&response.id) || rule.points_to.contains(&response.id)
            });
            if response.pack.as_ref() == self.only && !reached {
                let what = format!("No rule reaches the response `{}`.", response.id);
                self.at(
                    &response.place,
                    what,
                    "It would never be asked for, whatever happened to a child.",
                );
            }
        }
    }

    /// What a national pack calls for is guidance or law, not our own view.
    pub(super) fn marks_carry_their_rules(&mut self) {
        let local = self
            .pack
            .layers()
            .iter()
            .any(|layer| layer.local && layer.id.as_ref() == self.only);
        let pack = self.pack;
        for rule in pack.rules() {
            if rule.pack.as_ref() == self.only
                && !local
                && rule.source.mark == Mark::Ours
                && !rule.calls_for.is_empty()
            {
                let what = format!(
                    "The rule `{}` calls for something and is marked `ours`; it may point to it.",
                    rule.id
                );
                let ids: Vec<String> = rule
                    .calls_for
                    .iter()
                    .map(|id| format!("\"{id}\""))
                    .collect();
                let meant = Some(format!("points_to = [{}]", ids.join(", ")));
                let why = "Our own view must not be taken for what guidance asks.";
                self.at_meaning(&rule.place, what, why, meant);
            }
        }
    }
}
