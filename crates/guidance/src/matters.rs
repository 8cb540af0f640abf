//! Which open questions can still change an answer. A question matters where, for some way everything else may turn out,
//! its answer makes the difference.

mod witness;

use witness::Witness;

use crate::compile::{Code, group};
use crate::decide::{Truth, evaluate, open_literals};
use crate::situation::{Situation, Slot};

/// How many evaluations one question may take. Past it the question is asked: asking once too often is the safe side.
const BOUND: u32 = 4096;

/// The open slots that can still change `code`, in slot order. `open` is only room to work in.
pub(crate) fn that_matter(
    code: &Code,
    situation: &mut Situation,
    open: &mut Vec<(Slot, u32)>,
    into: &mut Vec<Slot>,
) {
    open_literals(code, situation, open);
    open.sort_unstable();
    into.clear();
    into.extend(open.iter().map(|(slot, _)| *slot));
    into.dedup();
    // Where each open variable stands once, each can make the difference.
    if into.len() == open.len() {
        return;
    }
    let alike = open.chunk_by(|one, other| one.0 == other.0);
    let mut slots: Vec<(Slot, usize)> = alike
        .filter_map(|alike| Some((alike.first()?.0, alike.len())))
        .collect();
    // The variables that stand more than once are tried first: fixing them leaves what is read once.
    slots.sort_by_key(|(slot, times)| (std::cmp::Reverse(*times), *slot));
    let witness = Witness::new(code, open, situation);
    into.retain(|slot| {
        let sets: Vec<u32> = open
            .iter()
            .filter(|(one, _)| one == slot)
            .map(|(_, set)| *set)
            .collect();
        if let Some(decides) = witness
            .as_ref()
            .and_then(|witness| witness.decides(*slot, &sets, BOUND, situation))
        {
            return decides;
        }
        let mut search = Search {
            code,
            slot: *slot,
            sets: open,
            left: BOUND,
        };
        search.makes_a_difference(&sets, &slots, situation)
    });
}

struct Search<'s> {
    code: &'s Code,
    slot: Slot,
    sets: &'s [(Slot, u32)],
    left: u32,
}

impl Search<'_> {
    fn makes_a_difference(
        &mut self,
        sets: &[u32],
        others: &[(Slot, usize)],
        situation: &mut Situation,
    ) -> bool {
        let groups = group(situation.get(self.slot), sets);
        let mut rest = groups.as_slice();
        while let Some((one, more)) = rest.split_first() {
            for other in more {
                if self.differ((*one, *other), others, situation) {
                    return true;
                }
            }
            rest = more;
        }
        false
    }

    /// Whether, for some way the others that are open may turn out, the two values give true and false.
    fn differ(
        &mut self,
        (one, other): (u32, u32),
        mut others: &[(Slot, usize)],
        situation: &mut Situation,
    ) -> bool {
        if self.left == 0 {
            return true;
        }
        self.left -= 1;
        let slot = self.slot;
        let values = situation.set(slot, one);
        let with_one = evaluate(self.code, situation, 0);
        situation.set(slot, other);
        let with_other = evaluate(self.code, situation, 0);
        situation.set(slot, values);
        if with_one != Truth::Open && with_other != Truth::Open {
            return with_one != with_other;
        }
        // Each of the others is tried once: its values in one group all do the same, and may stay open.
        let next = loop {
            let Some(((next, _), rest)) = others.split_first() else {
                return true;
            };
            others = rest;
            if *next != slot && situation.is_open(*next) {
                break *next;
            }
        };
        let sets: Vec<u32> = self
            .sets
            .iter()
            .filter(|(one, _)| *one == next)
            .map(|(_, set)| *set)
            .collect();
        let open = situation.get(next);
        for group in group(open, &sets) {
            situation.set(next, group);
            let found = self.differ((one, other), others, situation);
            situation.set(next, open);
            if found {
                return true;
            }
        }
        false
    }
}
