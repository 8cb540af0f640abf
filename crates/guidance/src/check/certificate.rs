//! A *certificate*: what was proved of a pack, and for how many situations that stands. Short enough to be read.

use serde::Serialize;

use crate::diagram::Space;
use crate::item::{Text, Unknown};
use crate::pack::Pack;
use crate::problem::Problem;

/// What checking came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// What has to be put right, and warnings.
    pub problems: Vec<Problem>,
    /// One for each pack, and for each layer over each pack, in which nothing has.
    pub certificates: Vec<Certificate>,
}

/// What was proved of one pack, or of one with a layer over it. Equal packs have equal certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// The pack's id.
    pub pack: Text,
    /// Its version, with the layer's where there is one.
    pub version: Text,
    /// Its digest: the certificate is of exactly this text.
    pub digest: Text,
    /// What was proved.
    pub proved: Vec<Proved>,
    /// What that stands for.
    pub situations: Situations,
    /// Where the pack itself says otherwise.
    pub exceptions: Vec<Exception>,
}

/// One thing that was proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proved {
    /// A word for programs; it does not change.
    pub id: &'static str,
    /// Of how many rules, responses, facts or examples.
    pub of: usize,
    /// In a sentence.
    pub says: &'static str,
}

/// How many situations there are with nothing left open. What was proved holds of every one of them, and of every
/// situation known in part, for any number of children: these are the first few counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Situations {
    /// Ways the incident may be.
    pub incident: String,
    /// Ways each child may be.
    pub each_child: String,
    /// Both together, by number of children.
    pub counts: Vec<Count>,
}

/// How many situations there are of so many children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many children.
    pub children: u32,
    /// How many situations, in decimal, to the last digit.
    pub situations: String,
}

/// Where a pack itself says that what was proved does not hold of one of its rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exception {
    /// The rule.
    pub rule: Text,
    /// What it is excepted from, in a sentence.
    pub says: &'static str,
}

impl Certificate {
    /// For a pack of which nothing was told. It takes that at its word: only `check` makes one.
    pub(super) fn of(pack: &Pack) -> Self {
        let (incident, child) = Space::of(&[pack]).size();
        let counts = [1, 2, 3, 10].map(|children| Count {
            children,
            situations: (&incident * child.pow(children)).to_string(),
        });
        let rules = pack.rules().iter();
        let dormant = rules.clone().filter(|rule| rule.dormant.is_some());
        let acting = rules.filter(|rule| rule.unknown == Unknown::Act && rule.dormant.is_none());
        let exceptions = acting
            .map(|rule| Exception {
                rule: rule.id.clone(),
                says: "Not knowing is itself its reason: learning an answer can remove it.",
            })
            .chain(dormant.map(|rule| Exception {
                rule: rule.id.clone(),
                says: "Dormant: it can be met, and is not applied yet.",
            }));
        Self {
            pack: pack.head.id.clone(),
            version: pack.head.version.clone(),
            digest: pack.digest.clone(),
            proved: proved(pack),
            situations: Situations {
                incident: incident.to_string(),
                each_child: child.to_string(),
                counts: counts.into(),
            },
            exceptions: exceptions.collect(),
        }
    }
}

fn proved(pack: &Pack) -> Vec<Proved> {
    let rules = pack.rules().len();
    let one = |id, of, says| Proved { id, of, says };
    vec![
        one(
            "rules-can-be-met",
            rules,
            "Every rule is met in some situation, and missed in some unless it says `always`.",
        ),
        one(
            "rules-matter",
            rules,
            "No rule is covered by others for everything it reaches.",
        ),
        one(
            "responses-are-reached",
            pack.responses().len(),
            "Every response is reached by a rule that can be met.",
        ),
        one(
            "caution-is-monotone",
            pack.facts().len(),
            "No answer that raises concern removes a response, whatever else is so or not known.",
        ),
        one(
            "floor-and-ceiling-are-exact",
            pack.responses().len(),
            "What is called for now is what every way of turning out calls for; what could yet be, what some way does.",
        ),
        one(
            "learning-removes-nothing",
            rules,
            "Learning an answer never removes a response that is called for, but for the exceptions named.",
        ),
        one(
            "examples-hold",
            pack.examples().len(),
            "Every worked example holds.",
        ),
        one(
            "examples-meet-and-just-miss",
            rules,
            "Every rule that can be missed is met by an example, and missed by one answer or part in another.",
        ),
    ]
}
