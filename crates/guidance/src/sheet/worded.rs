//! Which parts of an item are words: the only ones an adviser's correction can reach. What is not listed here (a
//! condition, what is called for, urgency, a duty, an answer's id) cannot be reworded, whatever a correction says.

use crate::item::{
    Checklist, ChecklistItem, Clock, Fact, Note, ReasonGiven, Response, Route, Rule, Service, Term,
    Text, ToVerify,
};
use crate::pack::Contents;

/// Words of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// Which field, as packs write it: `says`, `ask`, `choices/pressure`, `contact`.
    pub field: String,
    /// The words; the lines of a contact parted by line ends.
    pub text: Text,
}

/// Something with words.
pub(crate) trait HasWords {
    /// Its words, those that are there.
    fn words(&self) -> Vec<Worded>;
    /// Where to put other words for one of them; none where there are no such words.
    fn put(&mut self, field: &str, text: &str) -> Option<Text>;
}

fn worded(field: &str, text: &Text) -> Worded {
    Worded {
        field: field.to_owned(),
        text: text.clone(),
    }
}

/// `must` fields are always there; `may` fields only where the pack wrote them, and a correction never adds one.
macro_rules! has_words {
    ($($of:ty { $($must:ident as $name:literal),* ; $($may:ident as $maybe:literal),* })+) => {$(
        impl HasWords for $of {
            fn words(&self) -> Vec<Worded> {
                let must = [$(worded($name, &self.$must)),*];
                let may: &[Option<Worded>] = &[$(self.$may.as_ref().map(|text| worded($maybe, text))),*];
                must.into_iter().chain(may.iter().flatten().cloned()).collect()
            }
            fn put(&mut self, field: &str, text: &str) -> Option<Text> {
                $(if field == $name { return Some(std::mem::replace(&mut self.$must, text.into())); })*
                $(if field == $maybe && let Some(here) = &mut self.$may {
                    return Some(std::mem::replace(here, text.into()));
                })*
                None
            }
        }
    )+};
}

has_words! {
    Rule { says as "says" ; dormant as "dormant" }
    Response { says as "says" ; help as "help" }
    Route { label as "label" ; help as "help" }
    Checklist { title as "title" ; intro as "intro" }
    ChecklistItem { text as "text" ; }
    Clock { says as "says", counts_from as "counts_from" ; }
    Note { title as "title", text as "text" ; }
    Term { term as "term", means as "means" ; use_when as "use" }
    ReasonGiven { text as "text" ; }
    ToVerify { text as "text" ; }
}

impl HasWords for Fact {
    fn words(&self) -> Vec<Worded> {
        let mut words = vec![worded("ask", &self.ask), worded("why", &self.why)];
        words.extend(self.help.iter().map(|help| worded("help", help)));
        for choice in &self.choices {
            words.push(worded(&format!("choices/{}", choice.id), &choice.label));
        }
        words
    }

    fn put(&mut self, field: &str, text: &str) -> Option<Text> {
        let here = match field {
            "ask" => &mut self.ask,
            "why" => &mut self.why,
            "help" => self.help.as_mut()?,
            other => {
                let id = other.strip_prefix("choices/")?;
                let choice = self.choices.iter_mut().find(|one| one.id.as_ref() == id)?;
                &mut choice.label
            }
        };
        Some(std::mem::replace(here, text.into()))
    }
}

impl HasWords for Service {
    fn words(&self) -> Vec<Worded> {
        let mut words = vec![
            worded("name", &self.name),
            worded("for", &self.for_what),
            worded("who", &self.who),
        ];
        if !self.contact.is_empty() {
            words.push(worded("contact", &self.contact.join("\n").into()));
        }
        words.extend(self.notes.iter().map(|notes| worded("notes", notes)));
        words
    }

    fn put(&mut self, field: &str, text: &str) -> Option<Text> {
        let here = match field {
            "name" => &mut self.name,
            "for" => &mut self.for_what,
            "who" => &mut self.who,
            "notes" => self.notes.as_mut()?,
            "contact" if !self.contact.is_empty() => {
                let was = self.contact.join("\n").into();
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                self.contact = lines.map(Text::from).collect();
                return Some(was);
            }
            _ => return None,
        };
        Some(std::mem::replace(here, text.into()))
    }
}

/// Puts other words in the place of those of one item, and gives back what stood there; none where there is no such
/// item or it has no such words.
pub(crate) fn words_mut(
    contents: &mut Contents,
    key: &str,
    field: &str,
    text: &str,
) -> Option<Text> {
    let (kind, id) = key.split_once(':')?;
    macro_rules! of {
        ($list:ident) => {
            contents
                .$list
                .iter_mut()
                .find(|one| one.id.as_ref() == id)?
                .put(field, text)
        };
    }
    match kind {
        "fact" => of!(facts),
        "rule" => of!(rules),
        "response" => of!(responses),
        "route" => of!(routes),
        "checklist" => of!(checklists),
        "clock" => of!(clocks),
        "note" => of!(notes),
        "term" => of!(terms),
        "reason" => of!(reasons),
        "service" => of!(services),
        "to-verify" => of!(to_verify),
        "duty" => {
            let (list, item) = id.split_once('/')?;
            let list = contents
                .checklists
                .iter_mut()
                .find(|one| one.id.as_ref() == list)?;
            let item = list.items.iter_mut().find(|one| one.id.as_ref() == item)?;
            item.put(field, text)
        }
        _ => None,
    }
}
