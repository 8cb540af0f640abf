//! `leeward demo`: a made-up school for a look around.

use super::serve::{listen, log_lines, until_stopped};
use super::{Done, wait_for};
use crate::app::{App, Config};
use crate::demo::{DemoClock, School, fill};
use crate::mail::NoMail;
use crate::page::role_in_words;
use crate::session::hash_of;
use crate::{entitled, say};
use casework::outside::Outside;
use guidance::Library;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use store::{RootKey, Store};

pub(super) fn run(at: SocketAddr) -> Done {
    wait_for(async move {
        let listener = listen(at).await?;
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
        let school = School::founded(&store, &outside).await?;
        let at = listener.local_addr()?;
        let mut links = HashMap::new();
        let mut lines = Vec::new();
        for (role, staff) in &school.staff {
            let mut bytes = [0_u8; 32];
            outside.chance.fill(&mut bytes);
            let token = crate::session::as_text(&bytes);
            links.insert(hash_of(&token), (school.setting, *staff));
            lines.push(format!(
                "  {:<36} http://{at}/sign-in/link/{token}",
                role_in_words(*role)
            ));
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
        say::line(
            "A made-up school in a throw-away folder. Everybody in it is made up; do not enter anything real.",
        );
        say::line(format_args!(
            "The first minute, without signing in:  http://{at}/first-minute"
        ));
        say::line("Sign-in links, good until this program stops:");
        lines.iter().for_each(say::line);
        say::line("Stop with Ctrl-C; the folder goes with it.");
        until_stopped(listener, app).await?;
        folder.close()?;
        Ok(true)
    })
}
