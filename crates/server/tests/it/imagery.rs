//! No imagery, by construction: made-up patterns with the shape of picture files, in every disguise, to every address.
//! The patterns are made here and stand for nothing. Afterwards no byte of them may be anywhere.

use crate::access::filled;
use crate::school::{House, percent};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use casework::event::{CaseEvent, Role};
use server::app::{Route, routes};
use std::path::{Path, PathBuf};

/// The disguises: how a body or an address carries the pattern, and the type it claims.
struct Sent {
    name: &'static str,
    kind: String,
    encoding: Option<&'static str>,
    body: Vec<u8>,
    query: String,
    extra: Option<(&'static str, String)>,
}

/// A grey ramp with a head like that of a picture file, and a run that is found again anywhere.
fn pattern(head: &[u8]) -> Vec<u8> {
    let ramp = (0..3000_u32).map(|n| u8::try_from((n * 7 + n / 13) % 251).unwrap());
    head.iter().copied().chain(ramp).collect()
}

fn patterns() -> Vec<Vec<u8>> {
    vec![
        pattern(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0"),
        pattern(b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01"),
        pattern(b"BM\x36\x0c\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x20\0\0\0"),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let bits: Vec<char> = bits.chars().collect();
    bits.chunks(5)
        .map(|five| {
            char::from(
                LETTERS[usize::from_str_radix(
                    &format!("{:0<5}", five.iter().collect::<String>()),
                    2,
                )
                .unwrap()],
            )
        })
        .collect()
}

/// A gzip file whose one block is stored as it is.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut file = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x01".to_vec();
    file.extend(length.to_le_bytes());
    file.extend((!length).to_le_bytes());
    file.extend(bytes);
    file.extend([0; 8]);
    file
}

fn folded(text: &str, width: usize) -> String {
    text.as_bytes()
        .chunks(width)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect::<Vec<_>>()
        .join("\r\n")
}

fn disguises(bytes: &[u8]) -> Vec<Sent> {
    let form = |name: &'static str, text: String| Sent {
        name,
        kind: "application/x-www-form-urlencoded".to_owned(),
        encoding: None,
        body: format!(
            "reason={}&what={}",
            percent(text.as_bytes()),
            percent(b"Before it. ")
        )
        .into_bytes(),
        query: String::new(),
        extra: None,
    };
    let raw = |name: &'static str, kind: &str, body: Vec<u8>| Sent {
        name,
        kind: kind.to_owned(),
        encoding: None,
        body,
        query: String::new(),
        extra: None,
    };
    let base64 = STANDARD.encode(bytes);
    let multipart = [
        b"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n",
        bytes,
        b"\r\n--b--\r\n",
    ]
    .concat();
    let plain = |name: &'static str| form(name, "Words.".to_owned());
    let short = &bytes[..180];
    vec![
        raw("raw", "application/octet-stream", bytes.to_vec()),
        raw("raw as a picture", "image/png", bytes.to_vec()),
        raw(
            "raw as a form",
            "application/x-www-form-urlencoded",
            bytes.to_vec(),
        ),
        raw("raw without a type", "", bytes.to_vec()),
        raw("multipart", "multipart/form-data; boundary=b", multipart),
        raw(
            "json",
            "application/json",
            format!("{{\"reason\":\"{base64}\"}}").into_bytes(),
        ),
        raw(
            "json as a form",
            "application/x-www-form-urlencoded",
            format!("{{\"reason\":\"{base64}\"}}").into_bytes(),
        ),
        raw("text", "text/plain", base64.clone().into_bytes()),
        Sent {
            encoding: Some("gzip"),
            ..raw("gzip", "application/x-www-form-urlencoded", gzip(bytes))
        },
        raw("gzip as it is", "application/gzip", gzip(bytes)),
        form("data address", format!("data:image/png;base64,{base64}")),
        form(
            "spaced data address",
            format!("d a t a:image/png ;base64,\n{}", folded(&base64, 30)),
        ),
        form("base64", base64.clone()),
        form("base64 in lines", folded(&base64, 76)),
        form("base64 in short lines", folded(&base64, 20)),
        form("base64 in words", folded(&base64, 6).replace("\r\n", " ")),
        form("url-safe base64", URL_SAFE.encode(bytes)),
        form("hex", hex(bytes)),
        form(
            "hex in pairs",
            bytes.iter().map(|byte| format!("{byte:02x} ")).collect(),
        ),
        form("percent-encoded", percent(bytes)),
        form("base32", base32(bytes)),
        Sent {
            body: format!("reason={}", percent(bytes)).into_bytes(),
            ..plain("bytes in a field")
        },
        Sent {
            body: format!("{}=x&{}=y", percent(base64.as_bytes()), percent(bytes)).into_bytes(),
            ..plain("field name")
        },
        Sent {
            query: format!("?x={}", percent(STANDARD.encode(short).as_bytes())),
            ..plain("query")
        },
        Sent {
            query: format!("?{}", percent(short)),
            ..plain("bytes in a query")
        },
        Sent {
            query: format!("/{}", URL_SAFE.encode(short)),
            ..plain("path")
        },
        Sent {
            extra: Some(("x-note", base64.clone())),
            ..plain("header")
        },
        Sent {
            extra: Some(("cookie", format!("leeward={base64}"))),
            ..plain("cookie")
        },
    ]
}

/// Runs of the pattern and of its encodings, long enough to be nothing else.
fn runs(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut runs: Vec<Vec<u8>> = bytes[40..]
        .chunks(29)
        .filter(|run| run.len() == 29)
        .step_by(7)
        .map(<[u8]>::to_vec)
        .collect();
    let mut texts = |text: String| {
        runs.extend(
            text.as_bytes()[80..]
                .chunks(24)
                .filter(|run| run.len() == 24)
                .step_by(11)
                .map(<[u8]>::to_vec),
        )
    };
    texts(STANDARD.encode(bytes));
    texts(URL_SAFE.encode(bytes));
    texts(hex(bytes));
    texts(percent(bytes));
    texts(base32(bytes));
    runs
}

/// The runs, found by their first two bytes: the files are large and the runs many.
struct Runs(Vec<Vec<Vec<u8>>>);

impl Runs {
    fn of<'a>(patterns: impl IntoIterator<Item = &'a Vec<u8>>) -> Self {
        let mut first = vec![Vec::new(); 65_536];
        for run in patterns.into_iter().flat_map(|bytes| runs(bytes)) {
            first[usize::from(run[0]) << 8 | usize::from(run[1])].push(run);
        }
        Self(first)
    }

    fn are_in(&self, hay: &[u8]) -> bool {
        let at = |n: usize, two: &[u8]| {
            self.0[usize::from(two[0]) << 8 | usize::from(two[1])]
                .iter()
                .any(|run| hay[n..].starts_with(run))
        };
        hay.windows(2).enumerate().any(|(n, two)| at(n, two))
    }
}

/// Every file under a folder.
fn under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    // Records in a database leave the folder empty.
    assert!(crate::school::on_postgres() || !found.is_empty());
    found
}

/// Every file this process has mapped into its memory, but for programs and their libraries.
fn mapped() -> Vec<PathBuf> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let file = |line: &str| line.find('/').map(|at| line[at..].to_owned());
    let programs: Vec<String> = maps
        .lines()
        .filter(|line| line.contains("r-xp"))
        .filter_map(file)
        .collect();
    let mut found: Vec<PathBuf> = maps
        .lines()
        .filter_map(file)
        .filter(|file| !programs.contains(file))
        .map(PathBuf::from)
        .collect();
    found.dedup();
    found
}

fn read(files: Vec<PathBuf>) -> impl Iterator<Item = (String, Vec<u8>)> {
    files
        .into_iter()
        .filter_map(|path| Some((path.display().to_string(), std::fs::read(&path).ok()?)))
}

#[tokio::test]
async fn no_byte_of_a_picture_stays_whatever_its_disguise_and_wherever_it_is_sent() {
    let patterns = patterns();
    let all = Runs::of(&patterns);
    let disguised: Vec<Vec<Sent>> = patterns.iter().map(|bytes| disguises(bytes)).collect();
    assert!(
        disguised
            .iter()
            .flatten()
            .any(|sent| all.are_in(&sent.body)),
        "the test finds what it looks for"
    );
    let mut asked = 0;
    let addresses = routes();
    // Fresh records for every few addresses: each refusal is an entry, and chronologies are to stay as short as real ones.
    for (n, some) in addresses.chunks(2).enumerate() {
        let house = House::with_a_case().await;
        for route in some {
            let path = filled(&house, route.spec.path);
            for d in 0..disguised[0].len() {
                // Every disguise goes to every address; the patterns take turns, and so do the methods no form has.
                let sent = &disguised[(n + d) % patterns.len()][d];
                let rare = [Method::PUT, Method::PATCH][(n + d) % 2].clone();
                let signed_in = house.signed_in(Role::Lead).await;
                for (method, cookie) in [
                    (Method::POST, Some(&signed_in)),
                    (Method::POST, None),
                    (rare, Some(&signed_in)),
                ] {
                    let page = house
                        .send(request(sent, method.clone(), &path, cookie))
                        .await;
                    assert!(
                        !page.status.is_server_error(),
                        "{method} {path} {}: {}",
                        sent.name,
                        page.status
                    );
                    assert!(
                        !all.are_in(page.text.as_bytes()),
                        "{method} {path} {}: given back",
                        sent.name
                    );
                    asked += 1;
                }
            }
        }
        nothing_stays(&house, &all, some).await;
    }
    assert!(asked > 1000);
    for (file, bytes) in read(mapped()) {
        assert!(!all.are_in(&bytes), "in {file}");
    }
}

/// Looks in the log, in every file, and in what is sealed: that cannot be seen from outside, so it is opened.
async fn nothing_stays(house: &House, all: &Runs, asked: &[Route]) {
    assert!(!all.are_in(house.log().as_bytes()), "in the log");
    for (file, bytes) in read(under(house.folder.path())) {
        assert!(!all.are_in(&bytes), "in {file}");
    }
    assert!(
        !all.are_in(&serde_json::to_vec(&house.events().await).unwrap()),
        "in the chronology"
    );
    for route in asked {
        let form = filled(house, route.spec.path);
        let draft = house
            .app
            .store()
            .draft(house.school.setting, house.school.who(Role::Lead), &form)
            .await
            .unwrap();
        assert!(
            !draft.is_some_and(|(bytes, _)| all.are_in(&bytes)),
            "in the draft of {form}"
        );
    }
}

fn request(sent: &Sent, method: Method, path: &str, cookie: Option<&String>) -> Request<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("{path}{}", sent.query))
        .header(header::HOST, "leeward.example")
        .header("sec-fetch-site", "same-origin");
    if !sent.kind.is_empty() {
        request = request.header(header::CONTENT_TYPE, &sent.kind);
    }
    if let Some(encoding) = sent.encoding {
        request = request.header(header::CONTENT_ENCODING, encoding);
    }
    if let Some((name, value)) = &sent.extra {
        request = request.header(*name, value);
    }
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::from(sent.body.clone())).unwrap()
}

#[tokio::test]
async fn the_words_around_a_picture_are_kept_and_the_refusal_is_in_the_chronology() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Auditor).await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/reason", house.case);
    let text = format!(
        "Before it. data:image/png;base64,{} After it.",
        STANDARD.encode(&patterns()[0])
    );
    let page = house.post(Some(&cookie), &path, &[("reason", &text)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text.contains(
            "Leeward does not take pictures or files. We have kept the rest of your text."
        ),
        "{}",
        page.text
    );
    assert!(page.text.contains("Before it. After it."), "{}", page.text);
    house.post(Some(&lead), &path, &[("reason", &text)]).await;
    let refusals: Vec<CaseEvent> = house
        .events()
        .await
        .into_iter()
        .filter(|event| matches!(event, CaseEvent::ImageryRefused { .. }))
        .collect();
    assert_eq!(
        refusals.len(),
        1,
        "the lead may open the case; the auditor had given no reason yet"
    );
}
