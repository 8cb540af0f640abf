//! A setting's own procedure: a layer marked local that it wrote itself. It can add contacts, questions, rules and
//! responses. It can never remove, change, reorder or pass itself off as anything national.
//!
//! Two things settings need most can be said without writing TOML: whom to reach here, and "always ask for this when
//! that is so".

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;

use crate::check::check;
use crate::item::{Of, Part, Place};
use crate::library::Library;
use crate::pack::{Pack, PackFile};
use crate::problem::Problem;
use crate::source::{Mark, SourceRef};

/// Somebody a setting can turn to. Every text is as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub for_what: String,
    /// Who may use it.
    pub who: String,
    /// How to reach it, one way each.
    pub contact: Vec<String>,
    /// Anything else; may be blank.
    pub notes: String,
    /// Whether it may be offered to a child.
    pub offer_to_child: bool,
}

/// "Always ask for this when that is so": of the incident, or of any child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Always {
    /// A response of the guidance, by id.
    pub response: String,
    /// A question of the guidance, by id.
    pub fact: String,
    /// The answer that calls for it.
    pub answer: String,
    /// Why the setting asks more of itself, in a sentence.
    pub says: String,
}

/// A setting's own procedure as somebody fills it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnProcedure {
    /// What the setting calls it.
    pub title: String,
    /// Who keeps it: the setting's name.
    pub setting: String,
    /// The first day.
    pub from: Date,
    /// Contacts, in order.
    pub contacts: Vec<Contact>,
    /// Stricter rules, in order.
    pub always: Vec<Always>,
}

/// Years until a setting is asked to look at its own procedure again.
const REVIEW_AFTER_MONTHS: i32 = 12;

impl OwnProcedure {
    /// The layer as files, over the guidance that is in force. Nothing is checked yet: [`Library::check_own`] does that.
    #[must_use]
    pub fn files(&self, over: &Pack) -> Vec<PackFile> {
        let id = self.id();
        let file = |name: &str, text: String| PackFile {
            path: name.to_owned(),
            text,
        };
        let mut files = vec![file("pack.toml", self.head(&id, over))];
        if !self.contacts.is_empty() {
            let text = self.contacts.iter().enumerate();
            let text = text.map(|(at, one)| contact(&id, at, one)).collect();
            files.push(file("services.toml", text));
        }
        if !self.always.is_empty() {
            let rules = self.always.iter().enumerate();
            let rules = rules.map(|(at, one)| rule(&id, at, one, over)).collect();
            files.push(file("rules/always.toml", rules));
            let examples = self.always.iter().enumerate();
            let examples = examples.map(|(at, one)| examples_of(&id, at, one, over, self.from));
            files.push(file("examples.toml", examples.collect()));
        }
        files
    }

    fn id(&self) -> String {
        let words: Vec<String> = self
            .title
            .to_lowercase()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(6)
            .map(str::to_owned)
            .collect();
        format!("local-{}", words.join("-"))
            .trim_end_matches('-')
            .to_owned()
    }

    fn head(&self, id: &str, over: &Pack) -> String {
        let review = self
            .from
            .saturating_add(jiff::Span::new().months(REVIEW_AFTER_MONTHS));
        format!(
            "format = 1\nid = {id}\nversion = {from}\ntitle = {title}\nterm = {term}\njurisdiction = {jurisdiction}\nin_force = {{ from = {from} }}\nposture = {posture}\nstatus = \"draft\"\nreview_by = {review}\nsummary = {summary}\nlayer_over = [{over}]\nlocal = true\n\n[[source]]\nid = \"own-procedure\"\ntitle = {source}\npublisher = {setting}\ndated = {from}\nstanding = \"ours\"\nread = \"ours\"\n",
            id = quoted(id),
            from = quoted(&self.from.to_string()),
            title = quoted(&self.title),
            term = quoted(over.term()),
            jurisdiction = quoted(over.jurisdiction()),
            posture = quoted(over.posture().as_str()),
            review = quoted(&review.to_string()),
            summary = quoted(
                "This setting\u{2019}s own procedure. It adds to the guidance and takes nothing from it."
            ),
            over = quoted(over.id()),
            source = quoted("This setting\u{2019}s own procedure"),
            setting = quoted(&self.setting),
        )
    }
}

const SOURCE: &str = "source = { id = \"own-procedure\", mark = \"ours\" }\n";

fn contact(id: &str, at: usize, one: &Contact) -> String {
    let lines: Vec<String> = one.contact.iter().map(|line| quoted(line)).collect();
    let mut text = format!(
        "[[service]]\nid = \"{id}-contact-{}\"\nname = {}\nfor = {}\nwho = {}\ncontact = [{}]\noffer_to_child = {}\n",
        at + 1,
        quoted(&one.name),
        quoted(&one.for_what),
        quoted(&one.who),
        lines.join(", "),
        one.offer_to_child,
    );
    if !one.notes.trim().is_empty() {
        // OK because: writing to a String cannot fail.
        let _ = writeln!(text, "notes = {}", quoted(&one.notes));
    }
    text + SOURCE + "\n"
}

fn rule_id(id: &str, at: usize) -> String {
    format!("{id}-rule-{}", at + 1)
}

fn of_child(over: &Pack, fact: &str) -> bool {
    over.fact(fact).is_some_and(|fact| fact.of == Of::Child)
}

fn rule(id: &str, at: usize, one: &Always, over: &Pack) -> String {
    let is = format!(
        "{{ fact = {}, is = {} }}",
        quoted(&one.fact),
        quoted(&one.answer)
    );
    let when = if of_child(over, &one.fact) {
        format!("{{ any-child = {is} }}")
    } else {
        is
    };
    format!(
        "[[rule]]\nid = \"{}\"\nkind = \"duty\"\nsays = {}\nwhen = {when}\ncalls_for = [{}]\nunknown = \"ask\"\n{SOURCE}\n",
        rule_id(id, at),
        quoted(&one.says),
        quoted(&one.response),
    )
}

/// Where the rule begins and where it ends, as every rule has to show: an example that meets it, and one that misses it
/// by this one answer.
fn examples_of(id: &str, at: usize, one: &Always, over: &Pack, on: Date) -> String {
    let fact = over.fact(&one.fact);
    let mut others: Vec<&str> = match fact {
        Some(fact) if !fact.choices.is_empty() => fact
            .choices
            .iter()
            .map(|choice| choice.id.as_ref())
            .collect(),
        _ => vec!["yes", "no"],
    };
    others.retain(|other| *other != one.answer);
    let part = fact
        .and_then(|fact| fact.parts.first().copied())
        .unwrap_or(Part::Pictured);
    let rule = rule_id(id, at);
    let example = |name: &str, answer: &str, expect: &str| {
        let is = format!("{} = {}", one.fact, quoted(answer));
        let (incident, child) = if of_child(over, &one.fact) {
            (String::new(), format!(", {is}"))
        } else {
            (format!(" {is} "), String::new())
        };
        format!(
            "[[example]]\nname = \"{rule} {name}\"\ntells = \"This answer and nothing else is known.\"\non = \"{on}\"\nincident = {{{incident}}}\nchildren = [ {{ name = \"Child A\", parts = [\"{part}\"]{child} }} ]\n[example.expect]\n{expect} = [\"{rule}\"]\n\n"
        )
    };
    let mut text = example("is met", &one.answer, "met");
    if let Some(other) = others.first() {
        text += &example("is just missed", other, "not_met");
    }
    text
}

/// Text as TOML writes it. JSON's escapes are among TOML's.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text.trim()).to_string()
}

const WHY_ADDS: &str = "A setting may ask more of itself than the guidance does, never less.";
const WHY_LOCAL: &str =
    "What a setting decided for itself must never look like what guidance or law asks.";

/// What a setting's own layer may not do, over anything: come before what is national, or stand on a national mark.
/// That it names nothing twice, and so changes nothing, is held where names are checked.
pub(crate) fn adds_only(layer: &Pack) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut at = |place: &Place, what: String, why: &str| {
        problems.push(Problem::new(&place.file, Some(place.line), what, why));
    };
    for response in layer.responses() {
        if let Some(before) = &response.before
            && !layer.responses().iter().any(|one| one.id == *before)
        {
            let what = format!(
                "The setting\u{2019}s own response `{}` asks to come before `{before}`. Take `before` out: what the guidance calls for comes first.",
                response.id
            );
            at(&response.place, what, WHY_ADDS);
        }
    }
    let mut ours = |place: &Place, what: &str, id: &str, source: &SourceRef| {
        if source.mark != Mark::Ours {
            let told = format!(
                "The setting\u{2019}s own {what} `{id}` is marked `{}`; in a local layer the mark is `ours`.",
                source.mark.as_str()
            );
            at(place, told, WHY_LOCAL);
        }
    };
    macro_rules! each {
        ($($what:literal: $list:ident),+ $(,)?) => {$(
            for one in layer.$list() { ours(&one.place, $what, &one.id, &one.source); }
        )+};
    }
    each!(
        "question": facts, "rule": rules, "response": responses, "clock": clocks, "note": notes,
        "term": terms, "reason": reasons, "contact": services,
    );
    for list in layer.checklists() {
        for item in &list.items {
            ours(&list.place, "line", &item.id, &item.source);
        }
    }
    problems
}

impl Library {
    /// Reads a setting's own layer and checks it as every pack is checked: by itself, over each text it lies over, and
    /// over what is in force on `day` with the national layers of that day and the setting's other layers.
    ///
    /// # Errors
    /// Every problem at once. One that is only a warning refuses nothing and is left out.
    pub fn check_own(
        &self,
        files: &[PackFile],
        day: Date,
        others: &[Arc<Pack>],
    ) -> Result<Pack, Vec<Problem>> {
        let own = Pack::read(files)?;
        let mut problems = Vec::new();
        if !own.is_local() {
            let what = format!(
                "`{}` is not marked as local. Write `local = true` and say with `layer_over` which guidance it lies over.",
                own.id()
            );
            problems.push(Problem::new(&own.head.file, None, what, WHY_LOCAL));
        }
        if self.packs().iter().any(|pack| pack.id() == own.id()) {
            let what = format!(
                "`{}` is the name of guidance that came with this software. Give the layer a name of its own.",
                own.id()
            );
            problems.push(Problem::new(&own.head.file, None, what, WHY_LOCAL));
        }
        let mut packs: Vec<Pack> = Vec::new();
        for over in own.layer_over() {
            let before = packs.len();
            let bases = self
                .packs()
                .iter()
                .filter(|pack| !pack.is_layer() && pack.id() == over.as_ref());
            packs.extend(bases.map(|base| Pack::clone(base)));
            if packs.len() == before {
                let what = format!("The layer lies over `{over}`, and there is no such pack.");
                let why = "What a layer adds would never be shown to anyone.";
                let known = self.packs().iter().filter(|one| !one.is_layer());
                let meant = crate::problem::nearest(over, known.map(|one| one.id()));
                problems.push(Problem::new(&own.head.file, None, what, why).meaning(meant));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        // The texts below were checked when they were released; what is told here is about the layer alone.
        let of_own = |problem: &Problem| {
            !problem.warning && files.iter().any(|file| file.path == problem.file)
        };
        packs.push(own.clone());
        problems.extend(check(&packs, None).into_iter().filter(of_own));
        if problems.is_empty() {
            let mut with: Vec<Arc<Pack>> = others
                .iter()
                .filter(|other| other.id() != own.id())
                .cloned()
                .collect();
            with.push(Arc::new(own.clone()));
            let whole = self.on_with_own(
                own.jurisdiction(),
                self.concern_of(&own),
                day.max(own.in_force().from),
                &[],
                &with,
            );
            let fits = whole.as_ref().is_some_and(|whole| {
                whole
                    .layers()
                    .iter()
                    .any(|layer| layer.digest == own.digest)
            });
            if !fits {
                let what = format!(
                    "`{}` does not fit over the guidance in force on {day} together with the other layers there: it lies over another text, or names something that is there already.",
                    own.id()
                );
                let why = "It would never be shown to anyone.";
                problems.push(Problem::new(&own.head.file, None, what, why));
            }
        }
        if problems.is_empty() {
            Ok(own)
        } else {
            Err(problems)
        }
    }
}
