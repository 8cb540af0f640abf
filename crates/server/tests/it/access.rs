//! The access table: every address, asked for with every method as every role, against the file beside the tests.

use crate::school::House;
use axum::http::StatusCode;
use casework::event::{CaseEvent, LessThanCalledFor, Record, Role, SettingEvent};
use casework::id::CaseId;
use casework::words::Words;
use server::app::{Needs, routes};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;
use store::{Append, Expect, Write};
use uuid::Uuid;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/access_matrix.txt");

/// The columns: who asks. "let in" is the reporter with whom the case was shared, "conflicted" the deputy of whom a
/// conflict was declared, "asked" the head who was asked for a second view.
const COLUMNS: [(&str, Option<Role>); 11] = [
    ("anyone", None),
    ("reporter", Some(Role::Reporter)),
    ("let in", Some(Role::Reporter)),
    ("lead", Some(Role::Lead)),
    ("deputy", Some(Role::Deputy)),
    ("conflicted", Some(Role::Deputy)),
    ("head", Some(Role::Head)),
    ("asked", Some(Role::Head)),
    ("oversight", Some(Role::Oversight)),
    ("auditor", Some(Role::Auditor)),
    ("administr.", Some(Role::Administrator)),
];

/// The proposal that waits in the school asked about: the same number in each, since each begins alike.
static PROPOSAL: OnceLock<u64> = OnceLock::new();
/// A case that was destroyed in it.
const GONE: CaseId = CaseId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

/// In the chronology of the school: a proposal to destroy its case, which waits, and a case that was destroyed.
async fn with_retention(house: &House) {
    let lead = house.school.who(Role::Lead);
    let destroyed = SettingEvent::RecordDestroyed {
        record: Record::Case(GONE),
        proposal: 1,
        proposed_by: lead,
        rules: Vec::new(),
        checks: Vec::new(),
        entries: 2,
    };
    let proposed = SettingEvent::DestructionProposed {
        record: Record::Case(house.case),
        rules: Vec::new(),
        checks: Vec::new(),
    };
    let append = Append {
        writes: vec![Write::Setting {
            expect: Expect::Tail,
            events: vec![destroyed, proposed],
        }],
        ..Append::by(house.school.setting, lead)
    };
    let done = house.app.store().append(append).await.unwrap();
    PROPOSAL.get_or_init(|| done.places[0].seq);
}

/// An address of the table with everything in braces filled in.
pub(crate) fn filled(house: &House, path: &str) -> String {
    let value = |name: &str| match name {
        "case" => house.case.to_string(),
        "person" => house.child.to_string(),
        "action" => house.action.to_string(),
        "token" => house.link.clone(),
        "file" => server::assets::ALL[0].file.to_owned(),
        "*form" => format!("cases/{}/reason", house.case),
        "pack" => "england-ukcis-2024".to_owned(),
        "version" => "2024-03-11".to_owned(),
        "proposal" => PROPOSAL.get().copied().unwrap_or(1).to_string(),
        "gone" => GONE.to_string(),
        "part" => "questions".to_owned(),
        "kind" => "online-bullying".to_owned(),
        "staff" => house.school.who(Role::Reporter).to_string(),
        other => panic!("say in tests/it/access.rs what {{{other}}} in {path} is filled in with"),
    };
    let segments = path.split('/').map(|segment| {
        match segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        {
            Some(name) => value(name),
            None => segment.to_owned(),
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// What an answer means.
fn meaning(path: &str, page: &crate::school::Page) -> &'static str {
    match page.status {
        StatusCode::NOT_FOUND => "-",
        StatusCode::UNAUTHORIZED => "sign-in",
        StatusCode::SEE_OTHER if page.to().starts_with("/sign-in?") => "sign-in",
        StatusCode::SEE_OTHER if page.to().ends_with("/reason") => "reason",
        StatusCode::METHOD_NOT_ALLOWED => panic!("{path}: the table and its handlers do not agree"),
        status if status.is_server_error() => panic!("{path}: {status}"),
        _ => "yes",
    }
}

async fn a_house(column: &str) -> House {
    let house = House::with_a_case().await;
    with_retention(&house).await;
    let lead = house.school.who(Role::Lead);
    let words = |text: &str| Words::typed(text).unwrap();
    let event = match column {
        "let in" => CaseEvent::CaseShared {
            with: house.school.who(Role::Reporter),
            why: words("Their tutor."),
        },
        "conflicted" => CaseEvent::ConflictDeclared {
            staff: house.school.who(Role::Deputy),
            why: words("Related to a child."),
        },
        "asked" => CaseEvent::DecisionMade {
            consultation: None,
            routes: BTreeSet::new(),
            rationale: words("Managed here."),
            consulted: None,
            sign_off: None,
            less: Some(LessThanCalledFor {
                responses: vec!["refer-now".to_owned()],
                reason: words("A reason."),
                second: house.school.who(Role::Head),
            }),
        },
        _ => return house,
    };
    let writes = vec![Write::Case {
        case: house.case,
        expect: Expect::Tail,
        events: vec![event],
    }];
    house
        .app
        .store()
        .append(Append {
            writes,
            ..Append::by(house.school.setting, lead)
        })
        .await
        .unwrap();
    house
}

#[tokio::test]
async fn every_address_answers_every_role_as_the_committed_table_says() {
    let mut lines: Vec<(String, Vec<&'static str>)> = Vec::new();
    for (name, role) in COLUMNS {
        let house = a_house(name).await;
        let mut at = 0;
        // Reading first: what a form does must not change what can be read.
        for method in ["GET", "POST"] {
            for route in routes() {
                let spec = route.spec;
                if (method == "GET" && !spec.gets) || (method == "POST" && !spec.posts) {
                    continue;
                }
                let cookie = match role {
                    Some(role) => Some(house.signed_in(role).await),
                    None => None,
                };
                let path = filled(&house, spec.path);
                let page = if method == "GET" {
                    house.get(cookie.as_deref(), &path).await
                } else {
                    house.post(cookie.as_deref(), &path, &[]).await
                };
                if lines.len() == at {
                    lines.push((format!("{method:<4} {:<42}", spec.path), Vec::new()));
                }
                lines[at].1.push(meaning(spec.path, &page));
                at += 1;
            }
        }
    }
    lines.sort_by_key(|(line, _)| {
        let path = line.split_whitespace().nth(1).unwrap().to_owned();
        (path, line.clone())
    });
    let mut table = String::from(
        "Who gets what at every address. Made by asking: LEEWARD_BLESS=1 cargo test -p server --test it access\n\
         yes: answered; -: not there; sign-in: sign in first; reason: a reason first. The case asked about was reported by the\n\
         reporter and taken up by the lead. let in: a reporter with whom it was shared; conflicted: a deputy who must not see it;\n\
         asked: a head asked for a second view. Forms are sent empty.\n\n",
    );
    write!(table, "{:<47}", "").unwrap();
    COLUMNS
        .iter()
        .for_each(|(name, _)| write!(table, " {name:<10}").unwrap());
    for (line, cells) in &lines {
        write!(table, "\n{line}").unwrap();
        cells
            .iter()
            .for_each(|cell| write!(table, " {cell:<10}").unwrap());
    }
    let table: String = table
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect();
    if std::env::var_os("LEEWARD_BLESS").is_some() {
        std::fs::write(FILE, &table).unwrap();
    }
    let committed = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(
        committed, table,
        "the access table has changed: read it, and if it is right, bless it"
    );
}

#[test]
fn every_address_under_a_case_says_what_it_does_to_it() {
    // Giving a reason comes before the case can be opened, and asks the store itself.
    let before_opening = ["/cases/{case}/reason"];
    for route in routes() {
        let about_a_case = route.spec.path.starts_with("/cases/{case}");
        if about_a_case && !before_opening.contains(&route.spec.path) {
            assert!(
                matches!(route.spec.needs, Needs::Case(_)),
                "{} must say which deed it is",
                route.spec.path
            );
        }
    }
}
