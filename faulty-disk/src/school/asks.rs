//! What a school asks of its records, one thing at a time or several at once, each asking noted with its answer.

use super::{Does, LEAD, School, as_lead, words};
use crate::ledger::{Line, What};
use crate::seeded::Seeded;
use casework::access::Deed;
use casework::event::{CameBy, CaseEvent, PersonEvent};
use casework::id::{CaseId, SettingId};
use jiff::SignedDuration;
use store::{Append, Expect, Failure, Job, NewSession, Store, Write};

impl School {
    pub(super) async fn asks(
        &mut self,
        store: &Store,
        setting: SettingId,
        does: Does,
        seeded: &mut Seeded,
    ) {
        self.asks += 1;
        let some_case = self.cases.get(seeded.below(self.cases.len())).copied();
        match (does, some_case) {
            (Does::Note, Some((case, seq))) => {
                self.note(store, setting, case, seq, 1).await;
            }
            (Does::LongNote, Some((case, seq))) => {
                self.note(store, setting, case, seq, 300).await;
            }
            (Does::Open, Some((case, _))) => {
                let asked = self.asked(What::Opened(case));
                let opened = store
                    .open_case(&as_lead(setting), case, Deed::OpenCase, "case", None)
                    .await;
                if let Some(opened) = self.answered(vec![asked], opened) {
                    self.compare(case, &opened);
                }
            }
            (Does::SignIn, _) => {
                let token = self.token();
                let new = NewSession {
                    setting,
                    staff: LEAD,
                    token_hash: token,
                    second_factor: true,
                    expires: store.outside().now() + SignedDuration::from_hours(12),
                };
                let asked = self.asked(What::Session(token));
                let answer = store.start_session(new).await;
                self.answered(vec![asked], answer);
            }
            (Does::Work, _) => self.work(store).await,
            (Does::Together, _) => self.together(store, setting).await,
            _ => self.report(store, setting).await,
        }
    }

    /// What a case answers against what was promised of it.
    fn compare(&mut self, case: CaseId, opened: &store::Opened) {
        let differs = self.ledger.0.iter().any(|line| match &line.what {
            What::Entry {
                case: of,
                seq,
                event,
            } if *of == case && line.kept.is_some() => {
                opened
                    .entries
                    .get((*seq as usize).saturating_sub(1))
                    .map(|entry| &entry.written.event)
                    != Some(&**event)
            }
            _ => false,
        });
        if differs && opened.intact {
            self.wrong.push(format!(
                "case {case} opened with something else than was written"
            ));
        }
    }

    fn token(&self) -> [u8; 32] {
        let mut token = [0; 32];
        for (to, from) in token.iter_mut().zip(self.asks.to_be_bytes()) {
            *to = from;
        }
        token
    }

    fn reporting(&mut self, store: &Store, setting: SettingId) -> (Append, Vec<Line>) {
        self.asks += 1;
        let (case, child) = (store.outside().new_case(), store.outside().new_person());
        let event = CaseEvent::ConcernReported {
            what: words("Child A said that a message about them was being passed on."),
            came_by: CameBy::ToldByChild,
            happened: None,
            place: Some(words("Form room")),
            children: vec![child],
            names_not_known: false,
            done_already: None,
        };
        let body = format!("{}", self.asks);
        let lines = vec![
            self.asked(What::Child(child)),
            self.asked(What::Entry {
                case,
                seq: 1,
                event: Box::new(event.clone()),
            }),
            self.asked(What::Job(body.clone())),
        ];
        let append = Append {
            writes: vec![
                Write::Person {
                    person: child,
                    expect: Expect::New,
                    events: vec![PersonEvent::PersonRecorded {
                        name: words("Ash Example"),
                        date_of_birth: None,
                        year_group: Some(words("Year 9")),
                        setting: None,
                        on_roll: false,
                    }],
                },
                Write::Case {
                    case,
                    expect: Expect::New,
                    events: vec![event],
                },
            ],
            jobs: vec![Job {
                kind: "tell-lead".to_owned(),
                body,
                due: None,
            }],
            ..Append::by(setting, LEAD)
        };
        (append, lines)
    }

    fn reported(&mut self, lines: Vec<Line>, answer: Result<store::Appended, Failure>) {
        let case = lines.iter().find_map(|line| match line.what {
            What::Entry { case, .. } => Some(case),
            _ => None,
        });
        if self.answered(lines, answer).is_some() {
            self.cases.extend(case.map(|case| (case, 1)));
        }
    }

    async fn report(&mut self, store: &Store, setting: SettingId) {
        let (append, lines) = self.reporting(store, setting);
        let answer = store.append(append).await;
        self.reported(lines, answer);
    }

    /// One report is held up by the disk while three more queue up behind it and share the next commit.
    async fn together(&mut self, store: &Store, setting: SettingId) {
        let asked: Vec<_> = (0..4).map(|_| self.reporting(store, setting)).collect();
        self.disk.hold();
        let mut waiting = Vec::new();
        let mut lines = Vec::new();
        for (append, line) in asked {
            let store = store.clone();
            waiting.push(tokio::spawn(async move { store.append(append).await }));
            lines.push(line);
            // Records that take nothing any more answer without asking the disk.
            while waiting.len() == 1
                && !self.disk.holds_one_up()
                && !waiting.iter().all(tokio::task::JoinHandle::is_finished)
            {
                tokio::task::yield_now().await;
            }
        }
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        self.disk.let_go();
        for (waiting, lines) in waiting.into_iter().zip(lines) {
            match waiting.await {
                Ok(answer) => self.reported(lines, answer),
                Err(error) => self.wrong.push(error.to_string()),
            }
        }
    }

    async fn note(
        &mut self,
        store: &Store,
        setting: SettingId,
        case: CaseId,
        seq: u64,
        long: usize,
    ) {
        let event = CaseEvent::NoteAdded {
            note: words(&format!(
                "Note {}. {}",
                self.asks,
                "Spoke with home. ".repeat(long)
            )),
            happened: None,
        };
        let asked = self.asked(What::Entry {
            case,
            seq: seq + 1,
            event: Box::new(event.clone()),
        });
        let append = Append {
            writes: vec![Write::Case {
                case,
                expect: Expect::At(seq),
                events: vec![event],
            }],
            ..Append::by(setting, LEAD)
        };
        let answer = store.append(append).await;
        // What failed and is there all the same was never promised to be absent.
        let moved_on = match &answer {
            Err(Failure::MovedOn { now, .. }) => Some(*now),
            _ => None,
        };
        if let Some(appended) = self.answered(vec![asked], answer)
            && appended.places.iter().any(|place| place.seq != seq + 1)
        {
            self.wrong
                .push(format!("a note of case {case} went elsewhere"));
        }
        let now = moved_on.unwrap_or_else(|| {
            let kept = self.ledger.0.last().is_some_and(|line| line.kept.is_some());
            seq + u64::from(kept)
        });
        if let Some(known) = self.cases.iter_mut().find(|(known, _)| *known == case) {
            known.1 = now;
        }
    }

    async fn work(&mut self, store: &Store) {
        let claimed = store.claim_job(SignedDuration::from_mins(5)).await;
        match claimed {
            Ok(Some(claimed)) => {
                let asked = self.asked(What::JobDone(claimed.job.body.clone()));
                let answer = store.finish_job(claimed.setting, claimed.id).await;
                self.answered(vec![asked], answer);
            }
            Ok(None) => {}
            Err(failure) => {
                self.answered::<()>(Vec::new(), Err(failure));
            }
        }
    }
}
