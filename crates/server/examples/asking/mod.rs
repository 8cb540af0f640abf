//! What the programs that measure pages have in common: a client over kept connections, a made-up school to ask, and
//! the client as a process of its own, so that asking takes no turns of the server's threads.

use axum::Router;
use casework::event::Role;
use casework::id::StaffId;
use server::app::App;
use server::demo::School;
use server::session::{Proof, begin};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};

/// What a measuring program gives back.
pub(crate) type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The first argument of the program started as a client.
const CLIENT: &str = "client";

/// Serves on a port of the loopback.
pub(crate) async fn served(router: Router) -> Done<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let at = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(at)
}

/// The cookie of somebody signed in with both factors.
pub(crate) async fn signed_in(app: &App, school: &School, staff: StaffId) -> Done<String> {
    let mut response = axum::response::Response::new(axum::body::Body::empty());
    begin(
        app,
        school.setting,
        staff,
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

/// The cookie of the school's lead.
pub(crate) async fn lead(app: &App, school: &School) -> Done<String> {
    signed_in(app, school, school.who(Role::Lead)).await
}

/// A request for a page.
pub(crate) fn request_for(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: leeward.example\r\nCookie: {cookie}\r\n\r\n")
}

/// What came of asking many times.
pub(crate) struct Asked {
    /// Answers a second.
    pub(crate) a_second: f64,
    /// How long the middle one took.
    pub(crate) middle: Duration,
    /// How long 99 of 100 took at most.
    pub(crate) late: Duration,
}

/// Asks `requests` times over `at_once` kept connections, after each has asked once.
pub(crate) async fn ask(
    at: SocketAddr,
    request: &str,
    at_once: usize,
    requests: usize,
) -> Done<Asked> {
    let mut connections = Vec::with_capacity(at_once);
    for _ in 0..at_once {
        let mut kept = Kept::to(at).await?;
        kept.ask(request).await?;
        connections.push(kept);
    }
    let mut asking = tokio::task::JoinSet::new();
    let begun = Instant::now();
    for mut kept in connections {
        let request = request.to_owned();
        asking.spawn(async move {
            let mut took = Vec::with_capacity(requests / at_once);
            for _ in 0..requests / at_once {
                let one = Instant::now();
                let answer = kept.ask(&request).await?;
                took.push(one.elapsed());
                if answer.status != 200 {
                    return Err(format!("answered {}", answer.status).into());
                }
            }
            Done::Ok(took)
        });
    }
    let mut took = Vec::with_capacity(requests);
    while let Some(done) = asking.join_next().await {
        took.extend(done??);
    }
    let all = begun.elapsed();
    took.sort_unstable();
    let at = |share: usize| {
        let place = took.len().saturating_sub(1) * share / 100;
        took.get(place).copied().unwrap_or_default()
    };
    Ok(Asked {
        a_second: took.len() as f64 / all.as_secs_f64(),
        middle: at(50),
        late: at(99),
    })
}

/// The same from another process, as a browser would.
pub(crate) async fn ask_from_outside(
    at: SocketAddr,
    request: &str,
    at_once: usize,
    requests: usize,
) -> Done<Asked> {
    let request = request.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut client = Command::new(std::env::current_exe()?)
            .args([
                CLIENT,
                &at.to_string(),
                &at_once.to_string(),
                &requests.to_string(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        if let Some(mut to) = client.stdin.take() {
            to.write_all(request.as_bytes())?;
        }
        let answered = client.wait_with_output()?;
        let told = String::from_utf8(answered.stdout)?;
        let mut told = told.split_whitespace();
        let mut next = || told.next().ok_or("the client did not say how it went");
        let a_second = next()?.parse()?;
        let mut micros = || Done::Ok(Duration::from_micros(next()?.parse()?));
        Ok(Asked {
            a_second,
            middle: micros()?,
            late: micros()?,
        })
    })
    .await?
}

/// Where the program was started as a client: asks, says how it went, and is done.
pub(crate) fn was_the_client() -> Done<bool> {
    let mut given = std::env::args().skip(1);
    if given.next().as_deref() != Some(CLIENT) {
        return Ok(false);
    }
    let mut next = || given.next().ok_or("an argument of the client is missing");
    let at: SocketAddr = next()?.parse()?;
    let at_once: usize = next()?.parse()?;
    let requests: usize = next()?.parse()?;
    let mut request = String::new();
    std::io::stdin().read_to_string(&mut request)?;
    let asked = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(ask(at, &request, at_once, requests))?;
    let told = format!(
        "{} {} {}\n",
        asked.a_second,
        asked.middle.as_micros(),
        asked.late.as_micros()
    );
    std::io::stdout().write_all(told.as_bytes())?;
    Ok(true)
}

/// A connection that is kept.
pub(crate) struct Kept {
    stream: TcpStream,
    read: Vec<u8>,
    chunk: Vec<u8>,
}

/// An answer: its status and how long its body is.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// Bytes of the body.
    pub(crate) body: usize,
}

impl Kept {
    /// Connects.
    pub(crate) async fn to(at: SocketAddr) -> Done<Self> {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            read: Vec::new(),
            chunk: vec![0; 32 * 1024],
        })
    }

    /// Sends a request and waits for the whole answer.
    pub(crate) async fn ask(&mut self, request: &str) -> Done<Answer> {
        let mut left = request.as_bytes();
        while !left.is_empty() {
            match self.stream.try_write(left) {
                Ok(written) => left = left.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.stream.writable().await?;
                }
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
        loop {
            match self.stream.try_read(&mut self.chunk) {
                Ok(0) => return Err("the connection was closed".into()),
                Ok(many) => {
                    self.read
                        .extend_from_slice(self.chunk.get(..many).unwrap_or_default());
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.stream.readable().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}
