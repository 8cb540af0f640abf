//! Looking through records after something went wrong: everything that was promised is there, nothing is that nobody
//! asked for, and whoever cannot be answered rightly is told so.

use crate::disk::Disk;
use crate::ledger::Standing;
use crate::school::as_lead;
use crate::seeded::{outside_later, root};
use casework::access::Deed;
use casework::chronology::Sort;
use casework::id::{CaseId, SettingId};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};
use store::{Failure, Head, Store, verify_file_against};
use tokio::runtime::Runtime;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What should never be: something lost, altered or invented, and nobody told.
    pub silent: Vec<String>,
    /// What the records themselves say is damaged: verifying found it, or opening refused.
    pub told: Vec<String>,
    /// Whether there were records at all.
    pub there: bool,
    /// How many cases opened whole.
    pub whole: usize,
    /// How many there should have been.
    pub cases: usize,
}

impl Found {
    fn wrong(&mut self, what: impl Into<String>) {
        self.silent.push(what.into());
    }

    fn told(&mut self, what: impl Into<String>) {
        self.told.push(what.into());
    }

    /// All of it, where nothing at all may be wrong.
    pub fn everything_wrong(self) -> Vec<String> {
        self.silent.into_iter().chain(self.told).collect()
    }
}

/// Opens records that must open, and looks through all of them.
pub fn through(
    disk: &Disk,
    standing: &Standing,
    heads: &[Head],
    runtime: &Runtime,
    seed: u64,
) -> Found {
    let mut found = Found::default();
    let verified = verify_file_against(disk.dir(), heads, |_, _| ());
    let store = match Store::open(disk.dir(), root(), outside_later(seed)) {
        Ok(store) => store,
        Err(failure) => {
            if standing.installation || !matches!(failure, Failure::NoInstallation { .. }) {
                found.told(format!("does not open: {failure}"));
            } else if let Err(failure) = Store::create(disk.dir(), root(), outside_later(seed)) {
                // Setting up was cut short, so it is done again.
                found.told(format!("cannot be set up again: {failure}"));
            }
            return found;
        }
    };
    found.there = true;
    match verified {
        Ok(report) => {
            for broken in &report.broken {
                found.told(format!("a chain is broken: {broken}"));
            }
            let mut asked: BTreeMap<CaseId, u64> = BTreeMap::new();
            for (case, seq) in standing.entries.keys() {
                let most = asked.entry(*case).or_default();
                *most = (*seq).max(*most);
            }
            for head in &report.heads {
                if head.chronology.sort == Sort::Case
                    && asked.get(&CaseId(head.chronology.id)) < Some(&head.seq)
                {
                    found.wrong(format!(
                        "an entry nobody asked for: case {}, entry {}",
                        head.chronology.id, head.seq
                    ));
                }
            }
        }
        Err(failure) => found.told(format!("cannot be verified: {failure}")),
    }
    if let Some(setting) = standing.setting {
        runtime.block_on(desk(&store, setting, standing, &mut found));
    }
    match runtime.block_on(store.rebuild_views()) {
        Ok(rebuilt) if rebuilt.differed == 0 => {}
        Ok(rebuilt) => found.told(format!("{} views differ from the log", rebuilt.differed)),
        Err(failure) => found.told(format!("views cannot be rebuilt: {failure}")),
    }
    if let Some(setting) = standing.setting {
        runtime.block_on(each(&store, setting, standing, &mut found));
    }
    found
}

async fn each(store: &Store, setting: SettingId, standing: &Standing, found: &mut Found) {
    match store.settings().await {
        Ok(settings) if settings == [setting] => {}
        Err(failure) => found.told(format!("the setting: {failure}")),
        other => found.wrong(format!("the setting: {other:?}")),
    }
    cases(store, setting, standing, found).await;
    let lead = as_lead(setting);
    let children: Vec<_> = standing.children.keys().copied().collect();
    match store.people(&lead, &children).await {
        Ok(people) => {
            for (child, must) in &standing.children {
                if *must && !people.contains_key(child) {
                    found.wrong(format!("a child is not known: {child}"));
                }
            }
        }
        Err(failure) => found.told(format!("children: {failure}")),
    }
    for (token, must) in &standing.sessions {
        match store.session(setting, *token).await {
            Ok(Some(_)) => {}
            Ok(None) if !must => {}
            Err(failure) => found.told(format!("a session: {failure}")),
            other => found.wrong(format!("a session: {other:?}")),
        }
    }
    jobs(store, standing, found).await;
}

/// The list a lead begins the day with, as it lies there.
async fn desk(store: &Store, setting: SettingId, standing: &Standing, found: &mut Found) {
    match store.desk(&as_lead(setting)).await {
        Ok(lines) => {
            let there: BTreeSet<CaseId> = lines.iter().map(|line| line.case).collect();
            for ((case, _), asked) in &standing.entries {
                if asked.iter().any(|(_, kept)| *kept) && !there.contains(case) {
                    found.wrong(format!("not on the desk: case {case}"));
                }
            }
        }
        Err(failure) => found.told(format!("the desk: {failure}")),
    }
}

async fn cases(store: &Store, setting: SettingId, standing: &Standing, found: &mut Found) {
    let lead = as_lead(setting);
    let cases: BTreeSet<CaseId> = standing.entries.keys().map(|(case, _)| *case).collect();
    for case in cases {
        let asked: Vec<_> = standing
            .entries
            .range((case, 0)..=(case, u64::MAX))
            .map(|((_, seq), asked)| (*seq, asked))
            .collect();
        let must = asked
            .iter()
            .any(|(_, asked)| asked.iter().any(|(_, kept)| *kept));
        found.cases += usize::from(must);
        if let Ok(log) = store.access_log(&lead, case).await {
            let (least, most) = standing.opened.get(&case).copied().unwrap_or_default();
            let there = log.len() as u64;
            if there < least || there > most {
                found.wrong(format!(
                    "case {case} was opened {least} to {most} times and its log says {there}"
                ));
            }
        }
        let opened = match store
            .open_case(&lead, case, Deed::OpenCase, "case", None)
            .await
        {
            Ok(opened) => opened,
            Err(Failure::NotThere) if !must => continue,
            Err(failure) => {
                if failure == Failure::NotThere {
                    found.wrong(format!("lost: case {case}"));
                } else {
                    found.told(format!("case {case}: {failure}"));
                }
                continue;
            }
        };
        if !opened.intact {
            found.told(format!("case {case}: {:?}", opened.broken));
            continue;
        }
        found.whole += 1;
        for (seq, asked) in asked {
            let there = opened
                .entries
                .get((seq as usize).saturating_sub(1))
                .map(|entry| &entry.written.event);
            let kept = asked.iter().find(|(_, kept)| *kept);
            match (there, kept) {
                (Some(there), Some((kept, _))) if there == kept => {}
                (Some(there), None) if asked.iter().any(|(asked, _)| asked == there) => {}
                (None, None) => {}
                (None, Some(_)) => found.wrong(format!("lost: case {case}, entry {seq}")),
                _ => found.wrong(format!(
                    "another entry than was asked: case {case}, entry {seq}"
                )),
            }
        }
    }
}

async fn jobs(store: &Store, standing: &Standing, found: &mut Found) {
    let mut waiting = BTreeSet::new();
    loop {
        match store.claim_job(SignedDuration::from_hours(1)).await {
            Ok(Some(claimed)) => {
                if !standing.jobs.contains_key(&claimed.job.body) {
                    found.wrong("work that nobody asked for");
                }
                if !waiting.insert(claimed.job.body) {
                    found.wrong("work that was claimed twice");
                    break;
                }
            }
            Ok(None) => break,
            Err(failure) => {
                found.told(format!("the outbox: {failure}"));
                break;
            }
        }
    }
    for (body, must) in &standing.jobs {
        let done = standing.jobs_done.get(body);
        if *must && done.is_none() && !waiting.contains(body) {
            found.wrong(format!("work lost: {body}"));
        }
        if done == Some(&true) && waiting.contains(body) {
            found.wrong(format!("work that was finished is back: {body}"));
        }
    }
}
