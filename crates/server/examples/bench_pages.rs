//! What a case page costs beside a bare page of the same size, in one run: requests a second over kept connections on
//! the loopback, resident memory, and the time from start to the first page. Prints figures, asserts nothing.
//!
//! The client is a process of its own for the page and for its floor alike. The floor is also taken with the client among
//! the server's own threads, which no browser is: it is the highest figure this machine gives.
#![expect(
    clippy::print_stdout,
    reason = "an example that measures says what it measured"
)]

#[path = "asking/mod.rs"]
mod asking;

use asking::{Done, Kept, ask, ask_from_outside, lead, request_for, served};
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use casework::chronology::Sort;
use casework::event::{CaseEvent, Role};
use casework::id::CaseId;
use casework::outside::Outside;
use casework::words::Words;
use guidance::Library;
use server::app::{App, Config, router};
use server::demo::School;
use server::entitled;
use server::mail::NoMail;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Append, Expect, RootKey, Store, Write};

/// Requests in a measured run.
const REQUESTS: usize = 16_000;
/// Kept connections that ask at once: a few, and as many as the aim speaks of.
const AT_ONCE: [usize; 2] = [4, 32];
/// Entries in the case.
const ENTRIES: u64 = 50;

fn main() -> Done<()> {
    if asking::was_the_client()? {
        return Ok(());
    }
    let begun = Instant::now();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(measure(begun))
}

async fn measure(begun: Instant) -> Done<()> {
    let folder = tempfile::tempdir()?;
    let outside = entitled::system();
    let root = RootKey::made(outside.chance.as_ref());
    let store = Store::create(folder.path(), root, outside.clone())?;
    let school = School::founded(&store, &outside).await?;
    let app = App::new(
        store,
        Library::shipped,
        outside.clone(),
        Arc::new(NoMail),
        Config::default(),
    );
    let case = a_case(&app, &school, &outside).await?;
    let cookie = lead(&app, &school).await?;
    let at = served(router(&app)).await?;
    let request = request_for(&format!("/cases/{case}"), &cookie);
    let first = Kept::to(at).await?.ask(&request).await?;
    println!(
        "start to first page: {} ms (a new record, a case of {ENTRIES} entries, and the page)",
        begun.elapsed().as_millis()
    );
    if first.status != 200 {
        return Err(format!("the case page answered {}", first.status).into());
    }
    println!("case page: {} bytes", first.body);
    println!("resident before the run: {:.1} MiB", resident()?);
    let bare_page = "x".repeat(first.body);
    let bare_at =
        served(Router::new().route("/", get(move || async move { Html(bare_page) }))).await?;
    let bare_request = request_for("/", &cookie);
    for at_once in AT_ONCE {
        let within = ask(bare_at, &bare_request, at_once, REQUESTS).await?;
        let start = busy()?;
        let bare = ask_from_outside(bare_at, &bare_request, at_once, REQUESTS).await?;
        let between = busy()?;
        let cases = ask_from_outside(at, &request, at_once, REQUESTS).await?;
        let end = busy()?;
        let each = |from: Duration, to: Duration| {
            (to.saturating_sub(from)).as_secs_f64() * 1e6 / REQUESTS as f64
        };
        println!(
            "{at_once:>2} connections: the server's own processor time is {:.0} µs for each bare page and {:.0} µs for each case page",
            each(start, between),
            each(between, end)
        );
        println!(
            "{at_once:>2} connections: bare page {:.0}/s (client among the server's threads: {:.0}/s); case page {:.0}/s, median {} µs, 99 of 100 within {} µs; ratio {:.3} ({:.3})",
            bare.a_second,
            within.a_second,
            cases.a_second,
            cases.middle.as_micros(),
            cases.late.as_micros(),
            cases.a_second / bare.a_second,
            cases.a_second / within.a_second,
        );
    }
    println!(
        "resident after {} case pages: {:.1} MiB",
        AT_ONCE.len() * REQUESTS,
        resident()?
    );
    Ok(())
}

/// A case of [`ENTRIES`] entries: a concern, a case taken up, and notes.
async fn a_case(app: &App, school: &School, outside: &Outside) -> Done<CaseId> {
    let words = |text: &str| Words::typed(text).map_err(|_| "not words");
    let case = outside.new_case();
    let lead = school.who(Role::Lead);
    let mut events = vec![
        CaseEvent::ConcernReported {
            what: words("A made-up concern, for measuring.")?,
            came_by: casework::event::CameBy::ToldByChild,
            happened: None,
            place: None,
            children: Vec::new(),
            names_not_known: true,
            done_already: None,
        },
        CaseEvent::CaseTakenUp { lead },
    ];
    while (events.len() as u64) < ENTRIES {
        let note = words(&format!(
            "Note {} of a made-up case: spoke with the form tutor, who has nothing new to add today.",
            events.len()
        ))?;
        events.push(CaseEvent::NoteAdded {
            note,
            happened: None,
        });
    }
    let writes = vec![Write::Case {
        case,
        expect: Expect::New,
        events,
    }];
    let done = app
        .store()
        .append(Append {
            writes,
            ..Append::by(school.setting, lead)
        })
        .await?;
    let written = done
        .places
        .iter()
        .any(|place| place.chronology.sort == Sort::Case && place.seq == ENTRIES);
    written
        .then_some(case)
        .ok_or_else(|| "the case was not written".into())
}

/// How long this process has had a processor, where the system tells (Linux): unlike the time on the wall it says
/// something on a machine that has other work too. Counted in hundredths of a second.
fn busy() -> Done<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name in brackets may hold spaces; what follows it does not.
    let (_, after) = stat.rsplit_once(')').ok_or("no stat")?;
    let ticks: u64 = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse().unwrap_or(0))
        .sum();
    Ok(Duration::from_millis(ticks * 10))
}

/// Resident memory in MiB, as the kernel counts it, in pages of 4 KiB.
fn resident() -> Done<f64> {
    let statm = std::fs::read_to_string("/proc/self/statm")?;
    let pages: f64 = statm.split_whitespace().nth(1).ok_or("no statm")?.parse()?;
    Ok(pages * 4096.0 / (1024.0 * 1024.0))
}
