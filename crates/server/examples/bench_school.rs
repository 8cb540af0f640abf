//! What grows with a school, measured over real connections: the desk with 100, 10,000 and 100,000 cases in the record,
//! a year group reporting at once, the printing of a long chronology, and what an entry takes on the disk. Prints
//! figures, asserts nothing.
//!
//! `cargo run --release -p server --example bench_school [most cases]`
#![expect(
    clippy::print_stdout,
    reason = "an example that measures says what it measured"
)]

#[path = "asking/mod.rs"]
#[expect(dead_code, reason = "the other program uses the rest of it")]
mod asking;

use asking::{Done, Kept, lead, request_for, served, signed_in};
use casework::event::{CameBy, CaseEvent, Outcome, Role, SettingEvent};
use casework::id::{CaseId, StaffId};
use casework::outside::Outside;
use casework::words::Words;
use guidance::Library;
use server::app::{App, Config, router};
use server::demo::School;
use server::entitled;
use server::mail::NoMail;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Append, Expect, RootKey, Store, Write};

/// Cases in the record when the desk is asked for.
const CASES: [usize; 3] = [100, 10_000, 100_000];
/// How many of them are open, each time.
const OPEN: usize = 40;
/// Reporters of a year group.
const REPORTERS: usize = 300;
/// Entries of the chronology that is printed.
const PRINTED: usize = 200;
/// Entries on the disk, and the letters of each.
const ON_DISK: (usize, usize) = (5_000, 1_000);

fn main() -> Done<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(measure())
}

async fn measure() -> Done<()> {
    let most: usize = match std::env::args().nth(1) {
        Some(most) => most.parse()?,
        None => usize::MAX,
    };
    let outside = entitled::system();
    let folder = tempfile::tempdir()?;
    let (app, school) = house(folder.path(), &outside).await?;
    let at = served(router(&app)).await?;
    let cookie = lead(&app, &school).await?;
    year_group(&app, &school, at).await?;
    printing(&app, &school, at, &cookie).await?;
    drop(app);
    desk(&outside, most).await?;
    on_disk(&outside).await
}

async fn house(folder: &Path, outside: &Outside) -> Done<(App, School)> {
    let root = RootKey::made(outside.chance.as_ref());
    let store = Store::create(folder, root, outside.clone())?;
    let school = School::founded(&store, outside).await?;
    let app = App::new(
        store,
        Library::shipped,
        outside.clone(),
        Arc::new(NoMail),
        Config::default(),
    );
    Ok((app, school))
}

fn words(text: &str) -> Done<Words> {
    Words::typed(text).map_err(|_| "not words".into())
}

fn concern() -> Done<CaseEvent> {
    Ok(CaseEvent::ConcernReported {
        what: words("A made-up concern, for measuring.")?,
        came_by: CameBy::ToldByChild,
        happened: None,
        place: None,
        children: Vec::new(),
        names_not_known: true,
        done_already: None,
    })
}

async fn write(store: &Store, school: &School, case: CaseId, events: Vec<CaseEvent>) -> Done<()> {
    let writes = vec![Write::Case {
        case,
        expect: Expect::New,
        events,
    }];
    store
        .append(Append {
            writes,
            ..Append::by(school.setting, school.who(Role::Lead))
        })
        .await?;
    Ok(())
}

/// How long a page takes, one after another: the middle of so many, and its bytes.
async fn page(at: SocketAddr, path: &str, cookie: &str, times: usize) -> Done<(Duration, usize)> {
    let mut kept = Kept::to(at).await?;
    let request = request_for(path, cookie);
    let mut took = Vec::with_capacity(times);
    let mut bytes = 0;
    for _ in 0..times {
        let one = Instant::now();
        let answer = kept.ask(&request).await?;
        took.push(one.elapsed());
        bytes = answer.body;
        if answer.status != 200 {
            return Err(format!("{path} answered {}", answer.status).into());
        }
    }
    took.sort_unstable();
    Ok((took.get(times / 2).copied().unwrap_or_default(), bytes))
}

/// The desk with ever more closed cases behind it, and then with ever more open.
async fn desk(outside: &Outside, most: usize) -> Done<()> {
    let folder = tempfile::tempdir()?;
    let (app, school) = house(folder.path(), outside).await?;
    let cookie = lead(&app, &school).await?;
    let at = served(router(&app)).await?;
    let school = Arc::new(school);
    let (mut made, mut first) = (0, None);
    for cases in CASES.into_iter().filter(|cases| *cases <= most) {
        fill(&app, &school, OPEN.saturating_sub(made), false).await?;
        fill(&app, &school, cases - made.max(OPEN), true).await?;
        made = cases;
        let (took, bytes) = page(at, "/desk", &cookie, 101).await?;
        let ratio = took.as_secs_f64() / first.get_or_insert(took).as_secs_f64();
        println!(
            "desk, {cases} cases, {OPEN} of them open: {:.2} ms, {bytes} bytes; {ratio:.2} of the first",
            took.as_secs_f64() * 1e3
        );
    }
    for more in [960, 9_000].into_iter().filter(|more| *more <= most) {
        fill(&app, &school, more, false).await?;
        let (took, bytes) = page(at, "/desk", &cookie, 21).await?;
        println!(
            "desk, {more} more open: {:.2} ms, {bytes} bytes",
            took.as_secs_f64() * 1e3
        );
    }
    Ok(())
}

/// Makes cases, many at once.
async fn fill(app: &App, school: &Arc<School>, cases: usize, closed: bool) -> Done<()> {
    let lead = school.who(Role::Lead);
    let mut events = vec![concern()?, CaseEvent::CaseTakenUp { lead }];
    if closed {
        events.push(CaseEvent::CaseClosed {
            outcome: Outcome::ManagedInSetting,
            why: words("Made up, and closed.")?,
            actions_left: None,
        });
    }
    let mut making = tokio::task::JoinSet::new();
    for turn in 0..64 {
        let (store, school, events) = (app.store().clone(), Arc::clone(school), events.clone());
        let many = cases / 64 + usize::from(turn < cases % 64);
        making.spawn(async move {
            for _ in 0..many {
                let case = store.outside().new_case();
                write(&store, &school, case, events.clone()).await?;
            }
            Done::Ok(())
        });
    }
    while let Some(done) = making.join_next().await {
        done??;
    }
    Ok(())
}

/// Reporters behind one address, each with a connection of their own: the form, then the report, all at once.
async fn year_group(app: &App, school: &School, at: SocketAddr) -> Done<()> {
    let staff: Vec<StaffId> = (0..REPORTERS).map(|_| app.outside().new_staff()).collect();
    let mut events = Vec::with_capacity(REPORTERS);
    for (number, staff) in staff.iter().enumerate() {
        events.push(SettingEvent::StaffAdded {
            staff: *staff,
            name: words(&format!("Reporter {number} Example"))?,
            email: words(&format!("reporter{number}@larkfield.example"))?,
            roles: [Role::Reporter].into(),
        });
    }
    app.store()
        .append(Append {
            writes: vec![Write::Setting {
                expect: Expect::Tail,
                events,
            }],
            ..Append::by(school.setting, school.who(Role::Lead))
        })
        .await?;
    let mut reporting = tokio::task::JoinSet::new();
    let mut reporters = Vec::with_capacity(REPORTERS);
    for staff in staff {
        let cookie = signed_in(app, school, staff).await?;
        reporters.push((cookie, app.outside().new_uuid()));
    }
    let begun = Instant::now();
    for (cookie, once) in reporters {
        reporting.spawn(async move {
            let mut kept = Kept::to(at).await?;
            kept.ask(&request_for("/report", &cookie)).await?;
            let body = format!(
                "once={once}&what={}&names_not_known=yes&came_by=told-by-child",
                "Made+up+words+for+measuring+what+a+report+takes.+".repeat(12)
            );
            let sent = format!(
                "POST /report HTTP/1.1\r\nHost: leeward.example\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            Done::Ok(kept.ask(&sent).await?.status)
        });
    }
    let mut accepted = 0;
    while let Some(status) = reporting.join_next().await {
        accepted += usize::from(status?? == 303);
    }
    println!(
        "a year group: {accepted} of {REPORTERS} reports accepted in {:.0} ms (form and report, all at once, sign-in excluded)",
        begun.elapsed().as_secs_f64() * 1e3
    );
    Ok(())
}

async fn printing(app: &App, school: &School, at: SocketAddr, cookie: &str) -> Done<()> {
    let case = app.outside().new_case();
    let lead = school.who(Role::Lead);
    let mut events = vec![concern()?, CaseEvent::CaseTakenUp { lead }];
    while events.len() < PRINTED {
        let note = words(&format!(
            "Note {} of a made-up case: spoke with the form tutor, who has nothing new to add today.",
            events.len()
        ))?;
        events.push(CaseEvent::NoteAdded {
            note,
            happened: None,
        });
    }
    write(app.store(), school, case, events).await?;
    for path in ["chronology.pdf", "chronology"] {
        let (took, bytes) = page(at, &format!("/cases/{case}/{path}"), cookie, 21).await?;
        println!(
            "{path} of {PRINTED} entries: {:.1} ms, {bytes} bytes",
            took.as_secs_f64() * 1e3
        );
    }
    Ok(())
}

/// What entries take on the disk, once the log of the database has been folded in.
async fn on_disk(outside: &Outside) -> Done<()> {
    let (entries, letters) = ON_DISK;
    let folder = tempfile::tempdir()?;
    let (app, school) = house(folder.path(), outside).await?;
    let size = |app: App, folder: &Path| -> Done<u64> {
        // The last handle dropped closes the records and folds their log in.
        drop(app);
        Ok(std::fs::metadata(folder.join("leeward.db"))?.len())
    };
    let text = words(&"abcd ".repeat(letters / 5))?;
    for _ in 0..entries / 50 {
        let mut events = vec![concern()?];
        while events.len() < 50 {
            events.push(CaseEvent::NoteAdded {
                note: text.clone(),
                happened: None,
            });
        }
        write(app.store(), &school, outside.new_case(), events).await?;
    }
    let per_entry = size(app, folder.path())? as f64 / entries as f64;
    println!(
        "an entry of {letters} letters takes {per_entry:.0} bytes of the file, views and all: {:.2} times the text",
        per_entry / letters as f64
    );
    Ok(())
}
