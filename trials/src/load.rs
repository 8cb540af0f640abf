//! People at work: each with a connection that is kept, sending forms one after another until there is no server.

use crate::Done;
use crate::ledger::{Ledger, Sent};
use crate::school::{Made, Person};
use casework::id::CaseId;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::Scope;
use std::time::Duration;

/// How long somebody waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: u16,
    /// Where it leads.
    pub(crate) to: String,
    /// What it says.
    pub(crate) body: String,
    /// Whether the connection ends with it, as the server says when it is about to stop.
    pub(crate) last: bool,
}

/// A connection that is kept.
pub(crate) struct Kept(TcpStream);

impl Kept {
    /// Connects.
    pub(crate) fn to(at: SocketAddr) -> Done<Self> {
        let stream = TcpStream::connect(at)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self(stream))
    }

    /// Asks for a page.
    pub(crate) fn get(&mut self, path: &str, person: &Person) -> Done<Answer> {
        let cookie = &person.cookie;
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: leeward.example\r\nCookie: {cookie}\r\n\r\n"
        ))
    }

    /// Sends a form.
    pub(crate) fn send(&mut self, sent: &Sent, person: &Person) -> Done<Answer> {
        let text = sent.text.replace(' ', "+");
        let once = sent.once;
        let (path, body) = match sent.case {
            None => (
                "/report".to_owned(),
                format!("once={once}&what={text}&names_not_known=yes&came_by=told-by-child"),
            ),
            Some(case) => (
                format!("/cases/{case}/note"),
                format!("once={once}&note={text}"),
            ),
        };
        let (cookie, length) = (&person.cookie, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: leeward.example\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }

    fn ask(&mut self, request: &str) -> Done<Answer> {
        self.0.write_all(request.as_bytes())?;
        let mut read = Vec::new();
        let mut chunk = [0_u8; 16 * 1024];
        let mut more = |read: &mut Vec<u8>| -> Done<()> {
            match self.0.read(&mut chunk)? {
                0 => Err("the connection was closed".into()),
                many => {
                    read.extend_from_slice(chunk.get(..many).unwrap_or_default());
                    Ok(())
                }
            }
        };
        let head = loop {
            if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            more(&mut read)?;
        };
        let text = String::from_utf8_lossy(read.get(..head).unwrap_or_default()).into_owned();
        let header = |name: &str| {
            text.lines()
                .filter_map(|line| line.split_once(": "))
                .find(|(found, _)| found.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.to_owned())
        };
        let status = text.split_whitespace().nth(1).ok_or("no status")?.parse()?;
        let length: usize = header("content-length").ok_or("no length")?.parse()?;
        while read.len() < head + 4 + length {
            more(&mut read)?;
        }
        let body = read.get(head + 4..).unwrap_or_default();
        Ok(Answer {
            status,
            to: header("location").unwrap_or_default(),
            body: String::from_utf8_lossy(body).into_owned(),
            last: header("connection").is_some_and(|word| word.eq_ignore_ascii_case("close")),
        })
    }
}

/// The case an answer leads to, which is what makes it an acknowledgement.
pub(crate) fn case_of(answer: &Answer) -> Option<CaseId> {
    let mut words = answer.to.split('/').skip(1);
    let known = matches!(words.next(), Some("reports" | "cases"));
    let case = words.next()?.parse().ok()?;
    (answer.status == 303 && known).then_some(case)
}

/// What a form came to: true where it was acknowledged. An answer that says "not now" leaves it unanswered.
pub(crate) fn note(ledger: &Ledger, number: u64, answer: &Answer) -> bool {
    match case_of(answer) {
        Some(case) => {
            ledger.acknowledged(number, case);
            true
        }
        None => {
            if answer.status < 500 {
                ledger.wrong(format!("{} {}: {}", answer.status, answer.to, answer.body));
            }
            false
        }
    }
}

/// Sends every form again that got no answer, with the number it had.
pub(crate) fn send_again(at: SocketAddr, made: &Made, ledger: &Ledger) -> Done<u64> {
    let unanswered = ledger.unanswered();
    let many = unanswered.len() as u64;
    if many == 0 {
        return Ok(0);
    }
    let mut kept = Kept::to(at)?;
    for (number, sent) in unanswered {
        let person = made.people.get(sent.who).ok_or("nobody of that number")?;
        let answer = kept.send(&sent, person)?;
        if !note(ledger, number, &answer) {
            return Err(format!("sent again, a form was answered {}", answer.status).into());
        }
    }
    Ok(many)
}

/// Everybody at work until there is no server any more, or until told to stop.
pub(crate) fn at_work<'s, 'e>(
    scope: &'s Scope<'s, 'e>,
    at: SocketAddr,
    made: &'e Made,
    ledger: &'e Ledger,
    stop: &'e AtomicBool,
    answered: &'e AtomicU64,
) {
    for (who, person) in made.people.iter().enumerate() {
        scope.spawn(move || {
            let Ok(mut kept) = Kept::to(at) else {
                return;
            };
            while !stop.load(Ordering::Relaxed) {
                let (number, sent) = ledger.about_to_send(who, person.lead);
                let Ok(answer) = kept.send(&sent, person) else {
                    return;
                };
                answered.fetch_add(1, Ordering::Relaxed);
                note(ledger, number, &answer);
                if ledger.first_wrong().is_some() || answer.status >= 500 || answer.last {
                    return;
                }
            }
        });
    }
}
