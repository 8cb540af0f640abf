//! Lawful erasure: the key of one case, or of who one person is, is destroyed by a second person, with everything kept of
//! it beside the log, in one transaction with the tombstone. The log is not touched: its chain verifies as before.
//!
//! Whether it may be is asked of `casework` inside that transaction, on what the record says at that moment.

mod register;

pub use register::{Register, RegisterLine};

use crate::append::Expect;
use crate::append::{folded, mentions, write_setting};
use crate::drafts::about_tag;
use crate::failure::Failure;
use crate::keys::SettingKeys;
use crate::sql::KeyPlace;
use crate::store::Store;
use crate::writer::Turn;
use casework::access::{Asking, Deed, may};
use casework::acts::{Acting, AtThisMoment, SaysBeforeDestroying, destroy_record};
use casework::chronology::{ChronologyId, Sort};
use casework::event::{Record, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId};
use casework::refusal::{Refusal, Refusals};
use casework::setting::Setting;
use guidance::RetentionRules;
use uuid::Uuid;

/// What carrying a destruction out came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// The record is gone.
    Out {
        /// Which.
        record: Record,
        /// Whether the database's own log was emptied too, so that no older copy of a page with the key is in it. Where
        /// not, because a long read was under way, [`Store::empty_log`] does it later.
        log_emptied: bool,
    },
    /// It was not, and this is why.
    Refused(Refusals),
}

impl Store {
    /// Carries out the destruction that somebody else proposed in the entry `proposal` of the setting's chronology.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where the asker may not, or there is no such record; those of the disk.
    pub async fn carry_out_destruction(
        &self,
        asking: &Asking,
        proposal: u64,
        rules: &'static RetentionRules,
        says: SaysBeforeDestroying,
    ) -> Result<Carried, Failure> {
        let asking = asking.clone();
        let setting = asking.setting;
        let carried = self
            .write(move |turn| carry_out(turn, &asking, proposal, rules, &says))
            .await?;
        Ok(match carried {
            Err(refusals) => Carried::Refused(refusals),
            Ok(record) => {
                // What was searched lies in memory: nothing of the record is to be found by there.
                self.shared().indexes.forget(setting);
                // The keys file of the backups is to lose the key at once, not with the next backup.
                self.shared().note_keys_destroyed();
                Carried::Out {
                    record,
                    log_emptied: self.empty_log().await?,
                }
            }
        })
    }
}

fn carry_out(
    turn: &Turn<'_>,
    asking: &Asking,
    proposal: u64,
    rules: &RetentionRules,
    says: &SaysBeforeDestroying,
) -> Result<Result<Record, Refusals>, Failure> {
    let setting = folded(turn, asking.setting)?;
    let retention = &setting.retention;
    let Some(record) = retention.proposals.get(&proposal).map(|one| one.record) else {
        return Err(Failure::NotThere);
    };
    if retention.is_gone(record) {
        return Ok(Err(Refusal::RecordGone.into()));
    }
    let register = Register::of(
        &turn.writing,
        turn.shared,
        asking.setting,
        Some(asking.staff),
    )?;
    let cases = register.touched_by(record);
    let every_one_allowed = cases.iter().all(|case| {
        register
            .access(case.case)
            .is_some_and(|access| may(asking, Deed::DestroyRecord, Some(access)))
    });
    if cases.is_empty() || !every_one_allowed {
        return Err(Failure::NotThere);
    }
    let today = casework::calendar::day_of(turn.shared.outside.now());
    let reckoner = register.reckoner(&setting, Some(rules), today);
    let reckoned = register.reckoned(&reckoner, record);
    let place = place_of(asking.setting, record);
    let chronology = ChronologyId {
        setting: asking.setting,
        sort: place.sort,
        id: place.id,
    };
    let keys = turn.shared.keys.of_setting(&turn.writing, asking.setting)?;
    let with_it = alone_in(turn, &keys, &setting, &register, record)?;
    let now = AtThisMoment {
        rules,
        reckoned: &reckoned,
        held: !reckoner.holds(record, &cases).is_empty(),
        newest: register.newest,
        entries: turn.writing.head(&chronology)?.map_or(0, |head| head.seq),
        with_it: &with_it,
    };
    let acting = Acting {
        by: asking.staff,
        setting: &setting,
        outside: &turn.shared.outside,
    };
    let events = match destroy_record(&acting, proposal, now, says) {
        Ok(events) => events,
        Err(refusals) => return Ok(Err(refusals)),
    };
    // Exactly what the tombstones say goes.
    for event in &events {
        if let SettingEvent::RecordDestroyed { record, .. } = event {
            erase(turn, &keys, &place_of(asking.setting, *record))?;
        }
    }
    write_setting(
        turn,
        &keys,
        asking.setting,
        asking.staff,
        Expect::Tail,
        &events,
    )?;
    Ok(Ok(record))
}

/// The children in a case whom no other case has, nor the roll: nothing would ever lead to them again.
fn alone_in(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: &Setting,
    register: &Register,
    record: Record,
) -> Result<Vec<(PersonId, u64)>, Failure> {
    let Record::Case(case) = record else {
        return Ok(Vec::new());
    };
    let mut alone = Vec::new();
    let children = register.cases.get(&case).map(|line| &line.known.children);
    for (child, _) in children.into_iter().flatten() {
        let elsewhere = register.touched_by(Record::Identity(*child)).len() > 1;
        if elsewhere || setting.retention.erased.contains_key(child) {
            continue;
        }
        let known = crate::views::person(&turn.writing, keys, setting.id, *child)?;
        if known.is_some_and(|known| !known.on_roll) {
            let head = turn
                .writing
                .head(&ChronologyId::person(setting.id, *child))?;
            alone.push((*child, head.map_or(0, |head| head.seq)));
        }
    }
    Ok(alone)
}

/// Destroys the keys of one case or person, and what is kept of it beside the log.
fn erase(turn: &Turn<'_>, keys: &SettingKeys, place: &KeyPlace) -> Result<(), Failure> {
    let (writing, setting) = (&turn.writing, place.setting);
    // INVARIANT: a record whose key is not there is not said to be destroyed: its key may only be lost.
    if writing.remove_keys(place)? == 0 {
        return Err(Failure::damaged(format!(
            "the key of {} {} is not there",
            place.sort.name(),
            place.id.as_simple()
        )));
    }
    writing.remove_line(place)?;
    if place.sort == Sort::Case {
        writing.remove_reported_by(setting, place.id)?;
        writing.remove_drafts_about(setting, &about_tag(keys, place.id))?;
        for (tag, sealed) in writing.every_once(setting)? {
            if mentions(keys, &tag, &sealed, place.id)? {
                writing.remove_once(setting, &tag)?;
            }
        }
        let (simple, hyphened) = (place.id.as_simple().to_string(), place.id.to_string());
        for (id, sealed) in writing.every_job(setting)? {
            let job = crate::outbox::opened(keys, id, &sealed)?;
            if job.body.contains(&simple) || job.body.contains(&hyphened) {
                writing.finish_job(setting, id)?;
            }
        }
    }
    Ok(())
}

fn place_of(setting: SettingId, record: Record) -> KeyPlace {
    let (sort, id) = match record {
        Record::Case(CaseId(id)) => (Sort::Case, id),
        Record::Identity(PersonId(id)) => (Sort::Person, id),
    };
    KeyPlace { setting, sort, id }
}

/// Whether a chronology of a setting was destroyed lawfully, by the setting's own chronology.
pub(crate) fn is_gone(setting: &Setting, sort: Sort, id: Uuid) -> bool {
    match sort {
        Sort::Case | Sort::Access => setting.retention.destroyed.contains_key(&CaseId(id)),
        Sort::Person => setting.retention.erased.contains_key(&PersonId(id)),
        Sort::Setting => false,
    }
}
