//! The verification sheet: everything one text says, item by item, as the person who checks it has it before them. The
//! digest of an item covers exactly what is shown of it, so an answer given once can be offered again where neither the
//! words nor what they do nor their source has changed.

mod worded;

use sha2::{Digest as _, Sha256};

use crate::item::{Of, Text, Unknown};
use crate::pack::Pack;
use crate::read::hex;
use crate::source::SourceRef;

use worded::HasWords;
pub use worded::Worded;
pub(crate) use worded::words_mut;

/// The parts of a sheet, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetSection {
    /// What is asked.
    Questions,
    /// When something is called for.
    Rules,
    /// What is called for, and what may be decided.
    Responses,
    /// Checklists and clocks.
    Duties,
    /// Notes to read.
    Notes,
    /// Terms, and reasons children give.
    Words,
    /// Who can help.
    Services,
    /// What was left open for whoever checks.
    ToVerify,
}

impl SheetSection {
    /// Every part, in the order of the sheet.
    pub const ALL: [Self; 8] = [
        Self::Questions,
        Self::Rules,
        Self::Responses,
        Self::Duties,
        Self::Notes,
        Self::Words,
        Self::Services,
        Self::ToVerify,
    ];

    /// The word by which an address names it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Questions => "questions",
            Self::Rules => "rules",
            Self::Responses => "what-must-happen",
            Self::Duties => "duties",
            Self::Notes => "notes",
            Self::Words => "words",
            Self::Services => "services",
            Self::ToVerify => "to-verify",
        }
    }

    /// What a page calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Questions => "Questions",
            Self::Rules => "Rules",
            Self::Responses => "What must happen",
            Self::Duties => "Checklists and clocks",
            Self::Notes => "Notes to read",
            Self::Words => "Words, and reasons children give",
            Self::Services => "Who can help",
            Self::ToVerify => "Still to be verified",
        }
    }
}

/// What an item does, beside its words: nothing an adviser's wording can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What it is about: "Called for when".
    pub label: &'static str,
    /// In words.
    pub says: String,
    /// As the pack has it: what the item's digest covers.
    bound: String,
}

/// One item of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetItem {
    /// Its name in the record: `rule:trigger-adult`, `duty:first-minute/do-not-look`.
    pub key: String,
    /// Where it stands.
    pub section: SheetSection,
    /// The heading it stands under, where it is a line of a list.
    pub under: Option<Text>,
    /// Our words.
    pub words: Vec<Worded>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// Where it comes from, and how sure we are.
    pub source: Option<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// 32 letters of hexadecimal over its key, words, effects and source.
    pub digest: String,
}

/// Every item of a pack with its layers, in the order of the sheet.
#[must_use]
pub fn sheet(pack: &Pack) -> Vec<SheetItem> {
    let mut sheet = Sheet {
        pack,
        items: Vec::new(),
    };
    sheet.questions();
    sheet.rules();
    sheet.responses();
    sheet.duties();
    sheet.read_beside();
    sheet.items
}

struct Sheet<'p> {
    pack: &'p Pack,
    items: Vec<SheetItem>,
}

/// A word of a closed list, or a sentence of ours, as a person reads it.
fn effect(label: &'static str, word: impl ToString) -> Effect {
    let word = word.to_string();
    Effect {
        label,
        says: word.replace('-', " "),
        bound: word,
    }
}

fn bound(label: &'static str, says: impl ToString, bound: &impl serde::Serialize) -> Effect {
    Effect {
        label,
        says: says.to_string(),
        // OK because: what a pack holds is plain data, which can always be written.
        bound: serde_json::to_string(bound).unwrap_or_default(),
    }
}

impl Sheet<'_> {
    fn add(
        &mut self,
        section: SheetSection,
        key: String,
        of: &impl HasWords,
        effects: Vec<Effect>,
        source: Option<&SourceRef>,
        pack: &Text,
    ) {
        let words = of.words();
        let mut hash = Sha256::new();
        let mut cover = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        };
        cover(&key);
        for one in &words {
            cover(&one.field);
            cover(&one.text);
        }
        for one in &effects {
            cover(one.label);
            cover(&one.bound);
        }
        if let Some(source) = source {
            let document = self.pack.source(&source.id);
            cover(&source.id);
            cover(document.map_or("", |one| &one.title));
            cover(document.map_or("", |one| &one.dated));
            cover(source.section.as_deref().unwrap_or_default());
            cover(source.item.as_deref().unwrap_or_default());
            cover(source.mark.as_str());
        }
        let digest = hex(&hash.finalize()).chars().take(32).collect();
        self.items.push(SheetItem {
            key,
            section,
            under: None,
            words,
            effects,
            source: source.cloned(),
            pack: pack.clone(),
            digest,
        });
    }

    fn says_of(&self, ids: &[Text]) -> String {
        let says = ids.iter().map(|id| {
            self.pack
                .response(id)
                .map_or(id.as_ref(), |one| one.says.as_ref())
        });
        says.collect::<Vec<_>>().join(" ")
    }

    fn questions(&mut self) {
        for fact in self.pack.facts() {
            let of = match fact.of {
                Of::Incident => "the incident",
                Of::Child => "each child",
            };
            let labels: Vec<&str> = fact
                .raises
                .iter()
                .map(|answer| self.pack.answer_label(&fact.id, answer))
                .collect();
            let mut effects = vec![
                bound("Asked of", of, &fact.of),
                effect("When it is asked", fact.stage),
                bound(
                    "Answers that raise concern",
                    if labels.is_empty() {
                        "none".to_owned()
                    } else {
                        labels.join(", ")
                    },
                    &fact.raises,
                ),
            ];
            if let Some(derived) = fact.derived {
                effects.push(effect("Worked out from the record", derived));
            }
            if !fact.parts.is_empty() {
                let parts: Vec<&str> = fact.parts.iter().map(|part| part.as_str()).collect();
                effects.push(effect("Only of children whose part is", parts.join(", ")));
            }
            let key = format!("fact:{}", fact.id);
            let (source, pack) = (fact.source.as_ref(), &fact.pack);
            self.add(
                SheetSection::Questions,
                key,
                fact,
                effects,
                Some(source),
                pack,
            );
        }
    }

    fn rules(&mut self) {
        for rule in self.pack.rules() {
            let mut effects = vec![bound("When", rule.when.in_words(self.pack), &rule.when)];
            for (label, ids) in [
                ("Calls for", &rule.calls_for),
                ("Points to", &rule.points_to),
            ] {
                if !ids.is_empty() {
                    effects.push(bound(label, self.says_of(ids), ids));
                }
            }
            let unknown = match rule.unknown {
                Unknown::Ask => "the question is put",
                Unknown::Act => "not knowing is itself a reason",
            };
            effects.push(bound(
                "Where something is not known",
                unknown,
                &rule.unknown,
            ));
            effects.push(effect("Sort of rule", rule.kind));
            if let Some(dates) = rule.in_force {
                let to = dates
                    .to
                    .map_or_else(|| "now".to_owned(), |to| to.to_string());
                effects.push(bound("Dated", format!("{} to {to}", dates.from), &dates));
            }
            let key = format!("rule:{}", rule.id);
            let (source, pack) = (rule.source.as_ref(), &rule.pack);
            self.add(SheetSection::Rules, key, rule, effects, Some(source), pack);
        }
    }

    fn responses(&mut self) {
        for one in self.pack.responses() {
            let routes = one.satisfied_by.iter().map(|id| {
                self.pack
                    .route(id)
                    .map_or(id.as_ref(), |route| route.label.as_ref())
            });
            let routes = routes.collect::<Vec<_>>().join("; ");
            let routes = if routes.is_empty() {
                "actions, not a decision".to_owned()
            } else {
                routes
            };
            let effects = vec![
                effect("By when", one.by),
                effect("Whose duty", one.duty),
                bound("Answered by", routes, &one.satisfied_by),
            ];
            let key = format!("response:{}", one.id);
            let (source, pack) = (one.source.as_ref(), &one.pack);
            self.add(
                SheetSection::Responses,
                key,
                one,
                effects,
                Some(source),
                pack,
            );
        }
        for one in self.pack.routes() {
            let key = format!("route:{}", one.id);
            self.add(
                SheetSection::Responses,
                key,
                one,
                vec![effect("What it is", "something a person may decide")],
                one.source.as_ref(),
                &one.pack,
            );
        }
    }

    fn duties(&mut self) {
        for list in self.pack.checklists() {
            self.add(
                SheetSection::Duties,
                format!("checklist:{}", list.id),
                list,
                vec![effect("For", list.audience)],
                list.source.as_ref(),
                &list.pack,
            );
            for item in &list.items {
                let mut effects = vec![effect("Sort of line", item.kind)];
                if let Some(by) = item.by {
                    effects.push(effect("By when", by));
                }
                if item.action {
                    effects.push(effect("Offered as an action", "yes"));
                }
                let key = format!("duty:{}/{}", list.id, item.id);
                let section = SheetSection::Duties;
                self.add(section, key, item, effects, Some(&item.source), &list.pack);
                if let Some(last) = self.items.last_mut() {
                    last.under = Some(list.title.clone());
                }
            }
        }
        for clock in self.pack.clocks() {
            let effects = vec![effect("By when", clock.by)];
            let key = format!("clock:{}", clock.id);
            let (source, pack) = (&clock.source, &clock.pack);
            self.add(
                SheetSection::Duties,
                key,
                clock,
                effects,
                Some(source),
                pack,
            );
        }
    }

    fn read_beside(&mut self) {
        let pack = self.pack;
        macro_rules! each {
            ($($section:ident $kind:literal $list:ident |$one:ident| $effects:expr;)+) => {$(
                for $one in pack.$list() {
                    let key = format!("{}:{}", $kind, $one.id);
                    self.add(SheetSection::$section, key, $one, $effects, Some(&$one.source), &$one.pack);
                }
            )+};
        }
        each! {
            Notes "note" notes |one| vec![effect("About", one.topic)];
            Words "term" terms |one| vec![effect("Sort of word", one.kind)];
            Words "reason" reasons |one| Vec::new();
            Services "service" services |one| vec![effect(
                "For a child",
                if one.offer_to_child { "may be offered to a child" } else { "not to be offered to a child" },
            )];
            ToVerify "to-verify" to_verify |one| Vec::new();
        }
    }
}
