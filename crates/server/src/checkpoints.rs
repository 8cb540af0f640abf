//! Checkpoints on a schedule, sent to where whoever looks after this machine cannot change them: a file for each in a
//! folder elsewhere, a message for each by e-mail. What is sent is the signed note and nothing else.

use crate::app::App;
use crate::mail::Message;
use std::fs::File;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Checkpoint, Failure};
use tokio::sync::Mutex;

/// So many checkpoints that were not sent yet are sent at once.
const AT_ONCE: usize = 1_000;

/// Where checkpoints are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sending {
    /// A folder outside this machine.
    pub folder: Option<PathBuf>,
    /// An address.
    pub mail: Option<String>,
}

/// What was sent so far, since the program began.
#[derive(Debug, Default)]
pub struct Sent {
    /// The size of the newest that went out by e-mail.
    mailed: Option<u64>,
}

/// Makes and sends checkpoints until the program ends: one at the beginning, then one every so often where something
/// has changed.
pub async fn run(app: App, sending: Sending, sent: Arc<Mutex<Sent>>, every: Duration) {
    loop {
        if let Err(failure) = make_and_send(&app, &sending, &sent).await {
            tracing::warn!(
                failure = crate::watch::kind_of(&failure),
                "a checkpoint could not be made, and will be tried again"
            );
        }
        tokio::time::sleep(every).await;
    }
}

/// Makes a checkpoint where something has changed, and sends what was not sent yet.
///
/// # Errors
/// Where the store cannot make one. That one could not be sent is logged, and tried again with the next.
pub async fn make_and_send(
    app: &App,
    sending: &Sending,
    sent: &Mutex<Sent>,
) -> Result<(), Failure> {
    // One at a time: the one at the end waits for one that is under way.
    let mut sent = sent.lock().await;
    app.store().make_checkpoint().await?;
    let Some(newest) = app.store().last_checkpoint().await? else {
        return Ok(());
    };
    if let Some(folder) = &sending.folder {
        let kept = newest_in(folder).unwrap_or_default();
        let unsent = match kept {
            // Into an empty folder goes the newest: it covers all before it.
            None => vec![newest.clone()],
            Some(kept) => app.store().checkpoints(kept, AT_ONCE).await?,
        };
        for one in unsent {
            if let Err(error) = keep_in(folder, &one) {
                tracing::error!(%error, "a checkpoint could not be kept in the folder it is sent to");
                break;
            }
        }
    }
    if let Some(address) = &sending.mail
        && sent.mailed.is_none_or(|mailed| mailed < newest.size)
    {
        let message = Message {
            to: address.clone(),
            subject: "Leeward checkpoint".to_owned(),
            body: newest.note().trim_end().to_owned(),
        };
        let mailer = app.mailer().clone();
        let taken = tokio::task::spawn_blocking(move || mailer.send(&message).is_ok()).await;
        if taken.unwrap_or(false) {
            sent.mailed = Some(newest.size);
        } else {
            tracing::warn!("a checkpoint could not be sent by e-mail, and will be tried again");
        }
    }
    Ok(())
}

/// What the file of a checkpoint is called.
fn name_of(size: u64) -> String {
    format!("checkpoint-{size:012}.txt")
}

/// The size of the newest checkpoint in a folder; none where there is none.
fn newest_in(folder: &Path) -> io::Result<Option<u64>> {
    let mut newest = None;
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        let size = name
            .to_str()
            .and_then(|name| name.strip_prefix("checkpoint-")?.strip_suffix(".txt"))
            .and_then(|size| size.parse().ok());
        newest = newest.max(size);
    }
    Ok(newest)
}

/// Keeps a checkpoint in a folder: whole or not at all, and never over another.
///
/// # Errors
/// Those of the disk; [`ErrorKind::AlreadyExists`] where another of the same size is there and says something else.
pub fn keep_in(folder: &Path, checkpoint: &Checkpoint) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let file = folder.join(name_of(checkpoint.size));
    let note = checkpoint.note().as_bytes();
    match std::fs::read(&file) {
        Ok(there) if there == note => return Ok(()),
        Ok(_) => {
            return Err(io::Error::new(
                ErrorKind::AlreadyExists,
                "another checkpoint of this size is there and says something else: verify these records against it before anything else",
            ));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => (),
        Err(error) => return Err(error),
    }
    let unfinished = folder.join(format!(".{}.unfinished", name_of(checkpoint.size)));
    let written = File::create(&unfinished).and_then(|mut to| {
        to.write_all(note)?;
        to.sync_all()
    });
    // A link is refused where the name is taken, which a change of name would not be.
    let kept = written
        .and_then(|()| std::fs::hard_link(&unfinished, &file))
        .or_else(|error| match error.kind() {
            ErrorKind::Unsupported | ErrorKind::PermissionDenied => {
                let mut to = File::create_new(&file)?;
                to.write_all(note)?;
                to.sync_all()
            }
            _ => Err(error),
        });
    // OK because what is left unfinished is written over the next time.
    std::fs::remove_file(&unfinished).unwrap_or(());
    kept?;
    File::open(folder)?.sync_all()
}

/// A checkpoint in print: short enough to stand on paper and to be typed.
pub fn in_print(checkpoint: &Checkpoint) -> String {
    let made = checkpoint
        .made_at
        .map(|at| format!(", {}", crate::when::day_and_time(at)))
        .unwrap_or_default();
    format!("{} {}{made}", checkpoint.size, checkpoint.root_in_print())
}
