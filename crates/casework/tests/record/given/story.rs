//! A case as it is told, one act at a time.

use super::{School, pack};
use casework::acts::{self, AnswerQuestion, MakeDecision};
use casework::case::Case;
use casework::chronology::{Entry, Written};
use casework::event::{About, CaseEvent};
use casework::id::{CaseId, PersonId, StaffId};
use casework::people::Person;
use guidance::Answer;
use std::collections::BTreeMap;

/// A case as it is told, one act at a time.
pub(crate) struct Story<'s> {
    pub(crate) school: &'s School,
    pub(crate) id: CaseId,
    pub(crate) entries: Vec<Entry<CaseEvent>>,
    pub(crate) people: BTreeMap<PersonId, Person>,
}

impl Story<'_> {
    pub(crate) fn write(&mut self, by: StaffId, events: Vec<CaseEvent>) {
        for event in events {
            let seq = u64::try_from(self.entries.len()).unwrap() + 1;
            let recorded_at = self.school.outside.now();
            self.entries.push(Entry {
                seq,
                recorded_at,
                written: Written { by, event },
            });
        }
    }

    pub(crate) fn case(&self) -> Case {
        Case::fold(self.id, &self.entries)
    }

    pub(crate) fn child(&self) -> PersonId {
        *self.case().children.keys().next().unwrap()
    }

    pub(crate) fn other_child(&self) -> PersonId {
        *self.case().children.keys().nth(1).unwrap()
    }

    pub(super) fn every_question(&self) -> Vec<(About, &'static str)> {
        let mut all = vec![
            (About::Incident, "adult-involved"),
            (About::Incident, "extortion"),
        ];
        all.extend(
            self.case()
                .children
                .keys()
                .map(|child| (About::Child(*child), "coerced")),
        );
        all
    }

    pub(crate) fn answer(&mut self, about: About, fact: &str, answer: Answer) {
        let filled = AnswerQuestion {
            about,
            fact: fact.to_owned(),
            answer,
            how_known: String::new(),
        };
        let lead = self.school.lead;
        let events =
            acts::answer_questions(&self.school.acting(lead), &self.case(), pack(), &[filled])
                .unwrap();
        self.write(lead, events);
    }

    pub(crate) fn consult(&mut self) {
        let lead = self.school.lead;
        let acting = self.school.acting(lead);
        let (events, _) =
            acts::consult_guidance(&acting, &self.case(), &self.people, pack()).unwrap();
        self.write(lead, events);
    }

    pub(crate) fn decide(&mut self, filled: &MakeDecision) -> u64 {
        let lead = self.school.lead;
        let events =
            acts::make_decision(&self.school.acting(lead), &self.case(), pack(), filled).unwrap();
        self.write(lead, events);
        self.case().entries
    }
}
