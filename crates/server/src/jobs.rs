//! Work for afterwards: telling people that there is something to read. A message says where, and nothing else; no name
//! and no word of a case is ever in the outbox's work.

use crate::app::App;
use crate::clock_watch;
use crate::mail::Message;
use casework::event::Role;
use casework::id::StaffId;
use casework::setting::Setting;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{ClaimedJob, Failure, Job};

/// The name of this work in the outbox.
const KIND: &str = "tell/1";
/// How long one message may take before it may be tried by another.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// How long to wait after a failure, for each failure before it; at most an hour.
const PUT_OFF_MINUTES: i64 = 2;
/// How often the outbox is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Sessions, links and forms that have run out are cleared away about once an hour: every so many looks.
const SWEEP_EVERY: u64 = 720;

/// Who is told what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tell {
    /// Leads and deputies: there is a new concern to read.
    NewConcern,
    /// One colleague: they were asked for a second view.
    SecondViewAsked(StaffId),
}

impl From<Tell> for Job {
    fn from(tell: Tell) -> Self {
        // OK because these two shapes always become text.
        Job {
            kind: KIND.to_owned(),
            body: serde_json::to_string(&tell).unwrap_or_default(),
            due: None,
        }
    }
}

impl Tell {
    fn to_whom(&self, setting: &Setting) -> Vec<String> {
        let leads = BTreeSet::from([Role::Lead, Role::Deputy]);
        let told = |staff: StaffId, roles: &BTreeSet<Role>| match self {
            Self::NewConcern => !roles.is_disjoint(&leads),
            Self::SecondViewAsked(asked) => staff == *asked,
        };
        setting
            .staff
            .iter()
            .filter(|(staff, member)| !member.left && told(**staff, &member.roles))
            .map(|(_, member)| member.email.as_str().to_owned())
            .collect()
    }

    fn message(&self, to: String, address: &str) -> Message {
        let (subject, says) = match self {
            Self::NewConcern => (
                "There is a new concern to read",
                "There is a new concern to read in Leeward.",
            ),
            Self::SecondViewAsked(_) => (
                "You are asked for a second view",
                "You are asked for a second view in Leeward.",
            ),
        };
        let page = match self {
            Self::NewConcern => "/desk",
            Self::SecondViewAsked(_) => "/",
        };
        Message {
            to,
            subject: subject.to_owned(),
            body: format!(
                "{says}\n\n{address}{page}\n\nThis message says nothing about the case on purpose."
            ),
        }
    }
}

/// Does the work of the outbox until the program ends, and now and then clears away what has run out, practice rooms too.
pub async fn run(app: App) {
    let told_once = AtomicBool::new(false);
    let told = |failure: &Failure| {
        tracing::warn!(
            failure = crate::watch::kind_of(failure),
            "work for afterwards could not be done, and will be tried again"
        );
    };
    for round in 0_u64.. {
        if let Err(failure) = do_due(&app, &told_once).await {
            told(&failure);
        }
        let now_and_then = round % SWEEP_EVERY == 0;
        if let Err(failure) = clock_watch::look(&app, now_and_then).await {
            told(&failure);
        }
        if now_and_then && let Err(failure) = clear_away(&app).await {
            told(&failure);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Clears away sessions, links and forms that have run out, and old practice rooms; nothing while the clock is in doubt.
///
/// # Errors
/// Where the store cannot say.
pub async fn clear_away(app: &App) -> Result<(), Failure> {
    if clock_watch::look(app, true).await?.is_none() {
        app.store().sweep().await?;
        crate::practice::clear_old(app).await?;
    }
    Ok(())
}

/// Does all the work that is due, and says how much that was.
///
/// # Errors
/// Where the store cannot say.
pub async fn do_due(app: &App, told_once: &AtomicBool) -> Result<u64, Failure> {
    let mut done = 0;
    while let Some(claimed) = app.store().claim_job(LEASE).await? {
        done += 1;
        if !app.mailer().is_set_up() {
            if !told_once.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    "not sent: no mail is set up. Start with --mail-command to have people told by e-mail"
                );
            }
            app.store().finish_job(claimed.setting, claimed.id).await?;
            continue;
        }
        if send(app, &claimed).await? {
            app.store().finish_job(claimed.setting, claimed.id).await?;
        } else {
            tracing::warn!("a message could not be sent, and will be tried again");
            let wait = SignedDuration::from_mins(
                (PUT_OFF_MINUTES * i64::from(claimed.attempts.min(30) + 1)).min(60),
            );
            let due = app
                .outside()
                .now()
                .saturating_add(wait)
                .unwrap_or(jiff::Timestamp::MAX);
            app.store()
                .put_off_job(claimed.setting, claimed.id, due)
                .await?;
        }
    }
    Ok(done)
}

async fn send(app: &App, claimed: &ClaimedJob) -> Result<bool, Failure> {
    let Ok(tell) = serde_json::from_str::<Tell>(&claimed.job.body) else {
        tracing::warn!("work of an unknown kind was left out");
        return Ok(true);
    };
    let setting = app.store().setting(claimed.setting).await?;
    // Nobody in a practice room is real, and nothing that happens there is anybody's to read.
    if setting.is_practice() {
        return Ok(true);
    }
    let messages: Vec<Message> = tell
        .to_whom(&setting)
        .into_iter()
        .map(|to| tell.message(to, &app.config().public_address))
        .collect();
    let mailer = app.mailer().clone();
    let sent = tokio::task::spawn_blocking(move || {
        messages.iter().all(|message| mailer.send(message).is_ok())
    });
    Ok(sent.await.unwrap_or(false))
}
