//! A chronology told in plain words: every entry in order, corrections beside what they correct, and whether each
//! consultation of the guidance still gives what was recorded.

use crate::checkpoints::in_print;
use crate::consulted::pack_of;
use crate::page_error::Instead;
use crate::visitor::AtCase;
use crate::when;
use casework::consult::{Replayed, replay};
use casework::event::CaseEvent;
use casework::telling::{Names, Told, occurred_in_words, tell_all};
use guidance::{Concern, Pack};
use std::collections::BTreeMap;

/// What an entry is, for how it is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Any other entry.
    Plain,
    /// A decision, a second view, or that a decision was confirmed.
    Decision,
    /// A correction of the entry with this number.
    Corrects(u64),
}

/// One entry.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it says, who recorded it and when, and what stands beside it.
    pub told: Told,
    /// When it happened, where that is another time.
    pub happened: Option<String>,
    /// What it is.
    pub mark: Mark,
    /// For a consultation: what came of running it again.
    pub again: Option<&'static str>,
}

/// A chronology in plain words.
#[derive(Debug, Clone)]
pub struct Record {
    /// What people call the case.
    pub reference: String,
    /// Whose it is.
    pub setting: String,
    /// The entries in order.
    pub lines: Vec<Line>,
    /// The hash of the last entry.
    pub head: String,
    /// Whether the chain holds from first to last.
    pub intact: bool,
    /// The newest checkpoint in print, if one was made: size, root, when.
    pub checkpoint: Option<String>,
    /// When it was verified and told, in words.
    pub told_at: String,
    /// Whether it was only practised: then every sheet says so.
    pub practice: bool,
}

impl Record {
    /// The chronology of a case that was opened at the door. Opening it has verified it.
    ///
    /// # Errors
    /// Where the store cannot say what guidance was consulted.
    pub async fn of(at: &AtCase) -> Result<Self, Instead> {
        let app = &at.visitor.app;
        let consulted = packs_consulted(at).await?;
        let mut lines: Vec<Line> = Vec::with_capacity(at.entries.len());
        let mut by_pack: BTreeMap<String, Vec<Told>> = BTreeMap::new();
        let mut kind = Concern::default();
        for (place, entry) in at.entries.iter().enumerate() {
            if let CaseEvent::KindOfConcernSaid { kind: said } = &entry.written.event {
                kind = *said;
            }
            let day = when::day_of(entry.recorded_at);
            let pack = app.pack_for_concern(&at.visitor.setting, kind, day).ok();
            let key = pack
                .as_ref()
                .map_or_else(String::new, |pack| pack.digest().to_owned());
            let told = by_pack
                .entry(key)
                .or_insert_with(|| told_with(at, pack.as_deref()));
            let Some(told) = told.get(place).cloned() else {
                continue;
            };
            lines.push(Line {
                happened: told.telling.occurred.as_ref().map(occurred_in_words),
                mark: mark_of(&entry.written.event),
                again: consulted.get(&entry.seq).copied(),
                told,
            });
        }
        Ok(Self {
            reference: at.case.reference.clone(),
            setting: at.visitor.setting.name.as_str().to_owned(),
            lines,
            head: at.head.to_string(),
            intact: at.intact,
            checkpoint: newest_checkpoint(at).await?,
            told_at: when::day_and_time(app.outside().now()),
            practice: at.visitor.is_practising(),
        })
    }

    /// Whether the record is whole, in a sentence or two.
    pub fn verdict(&self) -> String {
        let entries = match self.lines.len() {
            1 => "1 entry is".to_owned(),
            many => format!("{many} entries are"),
        };
        if self.intact {
            format!(
                "Verified on {}: {entries} in this chronology, each as it was recorded and each following from the one before. Nothing has been altered, removed or put in between.",
                self.told_at
            )
        } else {
            format!(
                "Checked on {}: this chronology does not hold together. Something in it was altered, removed or put in. Do not rely on it until whoever looks after the server has found out why.",
                self.told_at
            )
        }
    }

    /// What the number of the last entry is good for.
    pub const WHAT_IT_PROVES: &'static str = "The number below stands for the whole chronology up to its last entry. Keep it somewhere else: whoever compares it later can show that nothing before it was changed, and that nothing was cut off at the end. It does not show that what was written is true, or that everything was written down.";
}

async fn newest_checkpoint(at: &AtCase) -> Result<Option<String>, Instead> {
    let newest = at.visitor.app.store().last_checkpoint().await?;
    Ok(newest.as_ref().map(in_print))
}

fn told_with(at: &AtCase, pack: Option<&Pack>) -> Vec<Told> {
    let staff = |staff| at.visitor.staff_name(staff);
    let person = |person| at.person_name(person);
    let names = Names {
        staff: &staff,
        person: &person,
        pack,
    };
    tell_all(&at.entries, &names)
}

fn mark_of(event: &CaseEvent) -> Mark {
    match event {
        CaseEvent::DecisionMade { .. }
        | CaseEvent::SecondViewGiven { .. }
        | CaseEvent::DecisionConfirmed { .. } => Mark::Decision,
        CaseEvent::EntryCorrected { entry, .. } => Mark::Corrects(*entry),
        _ => Mark::Plain,
    }
}

/// What came of running each consultation again, by its entry.
async fn packs_consulted(at: &AtCase) -> Result<BTreeMap<u64, &'static str>, Instead> {
    let mut said = BTreeMap::new();
    for consultation in &at.case.consultations {
        let pack = pack_of(&at.visitor.app, at.visitor.asking.setting, consultation).await?;
        let says = match pack.as_deref().map(|pack| replay(consultation, pack)) {
            Some(Replayed::Same(_)) => {
                "Run again now on the same facts and the same text, it gives the same."
            }
            Some(Replayed::Differs(_)) => {
                "Run again now on the same facts and the same text, it does not give the same. Tell whoever looks after the server."
            }
            Some(Replayed::OtherPack) | None => {
                "It cannot be run again: the text that was consulted is not at hand."
            }
        };
        said.insert(consultation.recorded.seq, says);
    }
    Ok(said)
}
