//! `leeward demo`: a made-up school for a look around.

use super::serve::{listen, log_lines, told_to_stop, until_stopped};
use super::{Done, Format, wait_for};
use crate::app::{App, Config};
use crate::demo::{DemoClock, FOUNDED, School, fill};
use crate::mail::NoMail;
use crate::page::role_in_words;
use crate::session::hash_of;
use crate::{entitled, say};
use casework::event::Role;
use casework::outside::Outside;
use guidance::Library;
use jiff::civil::time;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use store::{RootKey, Store};

pub(super) fn run(at: SocketAddr, format: Format, nation: String) -> Done {
    wait_for(async move {
        let listener = listen(at).await?;
        // From before there is a folder, so that whenever it is stopped the folder goes with it.
        let stop = told_to_stop()?;
        let folder = tempfile::Builder::new().prefix("leeward-demo-").tempdir()?;
        let clock = Arc::new(DemoClock::following(entitled::system().clock));
        let outside = Outside {
            clock: clock.clone(),
            chance: entitled::system().chance,
        };
        let store = Store::create(
            folder.path(),
            RootKey::made(outside.chance.as_ref()),
            outside.clone(),
        )?;
        clock.stand_at(crate::when::moment(FOUNDED, time(9, 0, 0, 0)));
        let school = School::founded_in(&store, &outside, &nation).await?;
        let at = listener.local_addr()?;
        let mut links = HashMap::new();
        let mut addresses = Vec::new();
        for (role, staff) in &school.staff {
            let mut bytes = [0_u8; 32];
            outside.chance.fill(&mut bytes);
            let token = crate::session::as_text(&bytes);
            links.insert(hash_of(&token), (school.setting, *staff));
            addresses.push((*role, format!("http://{at}/sign-in/link/{token}")));
        }
        let config = Config {
            demo_links: Some(links),
            behind_tls: false,
            public_address: format!("http://{at}"),
        };
        let app = App::new(store, Library::shipped, outside, Arc::new(NoMail), config);
        fill(&app, &school, &clock).await?;
        clock.follow();
        log_lines(&app);
        match format {
            Format::Json => say::line(for_a_program(&format!("http://{at}"), &addresses)),
            Format::Text => for_a_person(&format!("http://{at}"), &addresses),
        }
        until_stopped(listener, app, stop).await?;
        folder.close()?;
        Ok(true)
    })
}

/// One line: where it is, and a sign-in link for each role.
fn for_a_program(address: &str, links: &[(Role, String)]) -> serde_json::Value {
    let links: serde_json::Map<String, serde_json::Value> = links
        .iter()
        .map(|(role, link)| (name_of(*role).to_owned(), link.as_str().into()))
        .collect();
    serde_json::json!({ "address": address, "links": links })
}

fn for_a_person(address: &str, links: &[(Role, String)]) {
    say::line(
        "A made-up school in a throw-away folder. Everybody in it is made up; do not enter anything real.",
    );
    say::line(format_args!("Address:  {address}"));
    say::line(format_args!(
        "The first minute, without signing in:  {address}/first-minute"
    ));
    say::line("Sign-in links, good until this program stops:");
    for (role, link) in links {
        say::line(format_args!("  {:<36} {link}", role_in_words(*role)));
    }
    say::line("Stop with Ctrl-C; the folder goes with it.");
}

/// The role as programs know it.
fn name_of(role: Role) -> &'static str {
    match role {
        Role::Reporter => "reporter",
        Role::Lead => "lead",
        Role::Deputy => "deputy",
        Role::Head => "head",
        Role::Oversight => "oversight",
        Role::Auditor => "auditor",
        Role::Administrator => "administrator",
    }
}
