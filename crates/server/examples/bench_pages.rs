//! What a case page costs beside a bare page of the same size, in one run: requests a second over kept connections on
//! the loopback, resident memory, and the time from start to the first page. Prints figures, asserts nothing.
#![expect(
    clippy::print_stdout,
    reason = "an example that measures says what it measured"
)]

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
use server::session::{Proof, begin};
use std::error::Error;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use store::{Append, Expect, RootKey, Store, Write};
use tokio::net::{TcpListener, TcpStream};

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Requests in the measured run, after as many warm ones as connections.
const REQUESTS: usize = 10_000;
/// Kept connections that ask at once.
const AT_ONCE: usize = 4;
/// Entries in the case.
const ENTRIES: u64 = 50;

#[tokio::main]
async fn main() -> Done<()> {
    let begun = Instant::now();
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
    let cookie = signed_in(&app, &school).await?;
    let at = served(router(&app)).await?;
    let request = request_for(&format!("/cases/{case}"), &cookie);
    let mut page = Kept::to(at, &request).await?;
    let first = page.ask().await?;
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
    let bare =
        served(Router::new().route("/", get(move || async move { Html(bare_page) }))).await?;
    let bare = a_second(bare, &request_for("/", &cookie)).await?;
    let cases = a_second(at, &request).await?;
    println!("bare page of the same size: {bare:.0} requests/s");
    println!(
        "case page (opened, sealed log line written, verified, rendered): {cases:.0} requests/s"
    );
    println!(
        "case page as a share of the bare page: {:.2} %",
        100.0 * cases / bare
    );
    println!(
        "resident after {REQUESTS} case pages: {:.1} MiB",
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

async fn signed_in(app: &App, school: &School) -> Done<String> {
    let mut response = axum::response::Response::new(axum::body::Body::empty());
    let lead = school.who(Role::Lead);
    begin(
        app,
        school.setting,
        lead,
        Proof::PasswordAndCode,
        &mut response,
    )
    .await
    .map_err(|_| "could not sign in")?;
    let set = response
        .headers()
        .get("set-cookie")
        .ok_or("no cookie")?
        .to_str()?;
    Ok(set.split(';').next().unwrap_or_default().to_owned())
}

async fn served(router: Router) -> Done<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let at = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(at)
}

fn request_for(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: leeward.example\r\nCookie: {cookie}\r\n\r\n")
}

/// Requests a second: [`REQUESTS`] over [`AT_ONCE`] kept connections.
async fn a_second(at: SocketAddr, request: &str) -> Done<f64> {
    let mut asking = tokio::task::JoinSet::new();
    let begun = Instant::now();
    for _ in 0..AT_ONCE {
        let request = request.to_owned();
        asking.spawn(async move {
            let mut kept = Kept::to(at, &request).await?;
            for _ in 0..REQUESTS / AT_ONCE {
                let answer = kept.ask().await?;
                if answer.status != 200 {
                    return Err(format!("answered {}", answer.status).into());
                }
            }
            Done::Ok(())
        });
    }
    while let Some(done) = asking.join_next().await {
        done??;
    }
    Ok(REQUESTS as f64 / begun.elapsed().as_secs_f64())
}

/// A connection that is kept.
struct Kept {
    stream: TcpStream,
    request: String,
    read: Vec<u8>,
}

struct Answer {
    status: u16,
    body: usize,
}

impl Kept {
    async fn to(at: SocketAddr, request: &str) -> Done<Self> {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            request: request.to_owned(),
            read: Vec::new(),
        })
    }

    async fn ask(&mut self) -> Done<Answer> {
        let mut left = self.request.as_bytes();
        while !left.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(left) {
                Ok(written) => left = left.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.read.clear();
        let head = loop {
            self.more().await?;
            if let Some(at) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
        };
        let text =
            String::from_utf8_lossy(self.read.get(..head).unwrap_or_default()).to_lowercase();
        let status = text.split_whitespace().nth(1).ok_or("no status")?.parse()?;
        let body: usize = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .ok_or("no length")?
            .trim()
            .parse()?;
        while self.read.len() < head + 4 + body {
            self.more().await?;
        }
        Ok(Answer { status, body })
    }

    async fn more(&mut self) -> Done<()> {
        let mut chunk = [0; 16 * 1024];
        loop {
            self.stream.readable().await?;
            match self.stream.try_read(&mut chunk) {
                Ok(0) => return Err("the connection was closed".into()),
                Ok(many) => {
                    self.read.extend(chunk.iter().take(many));
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Resident memory in MiB, as the kernel counts it, in pages of 4 KiB.
fn resident() -> Done<f64> {
    let statm = std::fs::read_to_string("/proc/self/statm")?;
    let pages: f64 = statm.split_whitespace().nth(1).ok_or("no statm")?.parse()?;
    Ok(pages * 4096.0 / (1024.0 * 1024.0))
}
