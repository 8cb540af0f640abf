//! Rules that say nothing: never met, always met, in force on no day; and those too tangled to decide.

use super::Checked;
use super::exact::undecidable;
use crate::diagram::{Joined, Question, TooLarge};

const WHY_SILENT: &str = "It would stay silent whatever happened to a child.";
const WHY_ALWAYS: &str = "A reason that always holds tells nobody anything about this child.";
const WHY_UNDECIDABLE: &str = "What is called for must be exact, never nearly so.";

impl Checked<'_> {
    /// Every rule can be decided exactly, can be met and can be missed.
    pub(super) fn rules_can_be_decided_and_met(&mut self) {
        let pack = self.pack;
        let program = &pack.program;
        for (at, rule) in self.own_rules() {
            let Some(code) = program.rules.get(at) else {
                continue;
            };
            if let Some(why_not) = undecidable(pack, &code.formula) {
                let what = format!("The rule `{}` {why_not}", rule.id);
                self.at(&rule.place, what, WHY_UNDECIDABLE);
                continue;
            }
            if self.is_never_in_force(rule) {
                let what = format!("The rule `{}` is in force on no day of its pack.", rule.id);
                self.at(&rule.place, what, WHY_SILENT);
            }
            if code.always {
                continue;
            }
            match self.met_and_missed(at) {
                Ok((true, true)) => {}
                Ok((false, _)) => {
                    let what = format!("The rule `{}` can never be met.", rule.id);
                    self.at(&rule.place, what, WHY_SILENT);
                }
                Ok((true, false)) => {
                    let what = format!("The rule `{}` is met whatever the answers.", rule.id);
                    let meant = Some("when = \"always\"".to_owned());
                    self.at_meaning(&rule.place, what, WHY_ALWAYS, meant);
                }
                Err(TooLarge) => self.too_large(&rule.place, &format!("the rule `{}`", rule.id)),
            }
        }
        self.rules_together_can_be_decided();
    }

    /// Rules that can each be decided can be too tangled together: what reaches one response is decided as one.
    pub(super) fn rules_together_can_be_decided(&mut self) {
        let pack = self.pack;
        let program = &pack.program;
        for era in program.all_eras() {
            for target in &era.targets {
                let Some(response) = pack.responses().get(target.response) else {
                    continue;
                };
                let rules = target.rules.iter().filter_map(|at| pack.rules().get(*at));
                let own = rules
                    .rev()
                    .find(|rule| rule.pack.as_ref() == self.only)
                    .map(|rule| &rule.place);
                // What is wrong with one of them by itself was told of it.
                let mut each = target.rules.iter().filter_map(|at| program.rules.get(*at));
                if each.any(|rule| undecidable(pack, &rule.formula).is_some()) {
                    continue;
                }
                if let (Some(place), Some(why_not)) = (own, undecidable(pack, &target.formula)) {
                    let what = format!(
                        "The rules that reach `{}` taken together: it {why_not}",
                        response.id
                    );
                    self.at(place, what, WHY_UNDECIDABLE);
                }
            }
        }
    }

    /// Whether a rule is met in some situation, and whether it is missed in some.
    fn met_and_missed(&self, rule: usize) -> Result<(bool, bool), TooLarge> {
        let said = self.said(rule);
        let question = Question::of(&self.space, &[&said])?;
        let truth = question.truth(&said)?;
        let met = question.in_some_situation(&truth)?;
        let missed = question.possible().without(&truth)?;
        Ok((!met.is_false(), !missed.is_false()))
    }

    fn is_never_in_force(&self, rule: &crate::item::Rule) -> bool {
        let layers = self.pack.layers().iter();
        let whole = layers
            .filter(|layer| layer.id == rule.pack)
            .map(|layer| layer.in_force)
            .next();
        rule.in_force.zip(whole).is_some_and(|(dates, whole)| {
            whole.to.is_some_and(|to| dates.from > to) || dates.to.is_some_and(|to| to < whole.from)
        })
    }
}
