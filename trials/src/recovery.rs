//! How long it takes to be ready after a kill with many entries in the record, and what memory it takes: figures beside
//! a floor of the same run, no verdicts by the clock.

use crate::Done;
use crate::binary::{Binary, free_port};
use crate::chance::Seeded;
use crate::ledger::Ledger;
use crate::load::{Kept, at_work, send_again};
use crate::school::{Made, wait_for};
use casework::event::{CameBy, CaseEvent};
use casework::words::Words;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::{Append, Expect, Store, Write};

/// Entries of one case of the many.
const ENTRIES_OF_A_CASE: u64 = 50;
/// How long people work before the kill.
const WORK: Duration = Duration::from_secs(2);

/// Fills a record, has people work on it, kills it, and says how it came back.
pub(crate) fn after_a_kill(binary: &Binary, entries: u64, seed: u64) -> Done<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let made = Made::founded(folder.path(), 5, 3)?;
    let began = Instant::now();
    fill(&made, entries)?;
    let filled = began.elapsed();
    let floor = floor(binary)?;
    let at = free_port()?;

    let mut serving = binary.serve(&made, &made.data, at)?;
    let before = serving.ready_after;
    std::thread::sleep(Duration::from_secs(1));
    let idle = serving.memory("VmRSS")?;
    let ledger = Ledger::new(Seeded::of(seed).part(5 << 32), seed);
    let (stop, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    let busy = std::thread::scope(|scope| -> Done<u64> {
        at_work(scope, serving.at, &made, &ledger, &stop, &answered);
        std::thread::sleep(WORK);
        let busy = serving.memory("VmHWM");
        let killed = serving.kill();
        stop.store(true, Ordering::Relaxed);
        killed?;
        busy
    })?;
    let log = std::fs::metadata(made.data.join("leeward.db-wal")).map_or(0, |file| file.len());
    let file = std::fs::metadata(made.data.join("leeward.db"))?.len();
    let serving = binary.serve(&made, &made.data, at)?;
    let again = send_again(serving.at, &made, &ledger)?;
    let person = made.people.first().ok_or("no reporter")?;
    let first = Instant::now();
    let page = Kept::to(serving.at)?.get("/reports", person)?;
    if page.status != 200 {
        return Err(format!("the first page was answered {}", page.status).into());
    }
    let first = first.elapsed();
    let report = store::verify_file(&made.data, |_, _| ())?;
    if !report.intact() {
        return Err(format!("{:?}", report.broken).into());
    }
    let ms = |took: Duration| took.as_secs_f64() * 1e3;
    Ok(vec![
        format!(
            "{entries} entries ({:.0} MiB, written in {:.0} s): ready {:.0} ms after a kill under load with {:.1} MiB of log, first page {:.0} ms later, {again} forms sent again; {:.0} ms after an orderly end; floor (the program says its version): {:.0} ms",
            file as f64 / 1_048_576.0,
            filled.as_secs_f64(),
            ms(serving.ready_after),
            log as f64 / 1_048_576.0,
            ms(first),
            ms(before),
            ms(floor)
        ),
        format!(
            "memory: {:.0} MiB idle (goal: under 64), {:.0} MiB at most under load of eight connections, {} forms in {} s (goal: under 256)",
            idle as f64 / 1024.0,
            busy as f64 / 1024.0,
            answered.load(Ordering::Relaxed),
            WORK.as_secs()
        ),
    ])
}

/// The least that starting can take.
fn floor(binary: &Binary) -> Done<Duration> {
    let mut took = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        binary.command(&["--version"]).output()?;
        took.push(began.elapsed());
    }
    took.sort_unstable();
    Ok(took.get(2).copied().unwrap_or_default())
}

fn fill(made: &Made, entries: u64) -> Done<()> {
    let store = made.open(&made.data)?;
    let asking = made.asking();
    let words = |text: &str| Words::typed(text).map_err(|_| "not words");
    let mut events = vec![CaseEvent::ConcernReported {
        what: words("zyxcanary a made-up concern, for filling a record.")?,
        came_by: CameBy::ToldByChild,
        happened: None,
        place: None,
        children: Vec::new(),
        names_not_known: true,
        done_already: None,
    }];
    for number in 1..ENTRIES_OF_A_CASE {
        events.push(CaseEvent::NoteAdded {
            note: words(&format!("zyxcanary note {number}, for filling a record."))?,
            happened: None,
        });
    }
    let cases = entries / ENTRIES_OF_A_CASE;
    wait_for(async {
        let mut filling = tokio::task::JoinSet::new();
        for turn in 0..16 {
            let (store, events) = (store.clone(), events.clone());
            let (setting, by) = (asking.setting, asking.staff);
            let many = cases / 16 + u64::from(turn < cases % 16);
            filling.spawn(async move {
                for _ in 0..many {
                    one_case(&store, setting, by, &events).await?;
                }
                Done::Ok(())
            });
        }
        while let Some(done) = filling.join_next().await {
            done??;
        }
        Ok(())
    })
}

async fn one_case(
    store: &Store,
    setting: casework::id::SettingId,
    by: casework::id::StaffId,
    events: &[CaseEvent],
) -> Done<()> {
    let writes = vec![Write::Case {
        case: store.outside().new_case(),
        expect: Expect::New,
        events: events.to_vec(),
    }];
    store
        .append(Append {
            writes,
            ..Append::by(setting, by)
        })
        .await?;
    Ok(())
}
