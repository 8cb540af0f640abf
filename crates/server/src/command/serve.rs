//! `leeward serve`: the pages of the settings in a folder.

use super::{Done, Records, Wrong, backup_place, wait_for};
use crate::app::{App, Config, router};
use crate::backups::Backups;
use crate::checkpoints::{self, Sending, Sent};
use crate::mail::{MailCommand, Mailer, NoMail};
use crate::{backups, changing_keys, entitled, jobs, say, watch};
use clap::Args;
use guidance::Library;
use jiff::SignedDuration;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Keep;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tracing_subscriber::layer::SubscriberExt;

/// What `serve` is told.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    records: Records,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address people use, for links in messages. With https the cookie is never sent in clear.
    #[arg(long)]
    address: Option<String>,
    /// A command that takes a message on its standard input, such as "sendmail -t". Without it nobody is told by e-mail.
    #[arg(long)]
    mail_command: Option<String>,
    /// A folder outside this machine, such as a mounted share: each checkpoint is kept there as a file of its own.
    #[arg(long, value_name = "DIR")]
    checkpoint_to: Option<PathBuf>,
    /// An address that each checkpoint is sent to by e-mail: the signed note and nothing else. Needs --mail-command.
    #[arg(long, value_name = "ADDRESS", requires = "mail_command")]
    checkpoint_mail: Option<String>,
    /// How often a checkpoint is made, in minutes, where something has changed.
    #[arg(long, value_name = "MINUTES", default_value = "60", value_parser = clap::value_parser!(u64).range(1..=10_080))]
    checkpoint_every: u64,
    /// The machine's clock was looked at and is right, though nothing was recorded for two months or more.
    #[arg(long)]
    clock_is_right: bool,
    /// A folder to take backups in, apart from that of the records; best on another machine. Without it none are taken.
    #[arg(long)]
    backup_to: Option<PathBuf>,
    /// A folder of its own for the keys file of the backups.
    #[arg(long, requires = "backup_to")]
    backup_keys_to: Option<PathBuf>,
    /// How many minutes lie between two backups.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u16).range(1..))]
    backup_every: u16,
    /// Which backups to keep, such as 2d,5w,12m; without it all are kept.
    #[arg(long, value_parser = backup_place::keep, requires = "backup_to")]
    backup_keep: Option<Keep>,
}

impl Serve {
    pub(super) fn run(self) -> Done {
        wait_for(async {
            let places = [self.backup_to.as_deref(), self.backup_keys_to.as_deref()];
            let places: Vec<_> = places.into_iter().flatten().collect();
            backup_place::apart(
                self.records.place.data.as_deref(),
                self.records.key.file(),
                &places,
            )?;
            let listener = listen(self.listen).await?;
            let store = self.records.open()?;
            look_at_keys(&store).await?;
            let address = self
                .address
                .unwrap_or_else(|| format!("http://{}", self.listen));
            let mailer: Arc<dyn Mailer> = match self
                .mail_command
                .as_deref()
                .and_then(MailCommand::from_line)
            {
                Some(command) => Arc::new(command),
                None => Arc::new(NoMail),
            };
            let config = Config {
                demo_links: None,
                behind_tls: address.starts_with("https://"),
                public_address: address.trim_end_matches('/').to_owned(),
            };
            let app = App::new(store, Library::shipped, entitled::system(), mailer, config);
            if let Some(to) = &self.backup_to {
                let archive = backup_place::archive(to, self.backup_keys_to.as_deref());
                let every = SignedDuration::from_mins(self.backup_every.into());
                app.take_backups(Backups::at(archive, every, self.backup_keep));
            }
            log_lines(&app);
            if self.clock_is_right {
                app.clock_watch().trust();
            }
            say::line(format_args!("Leeward is at {address}"));
            let stop = told_to_stop()?;
            let sending = Sending {
                folder: self.checkpoint_to,
                mail: self.checkpoint_mail,
            };
            let every = Duration::from_secs(60 * self.checkpoint_every);
            let sent = Arc::new(Mutex::new(Sent::default()));
            let checkpoints = tokio::spawn(checkpoints::run(
                app.clone(),
                sending.clone(),
                Arc::clone(&sent),
                every,
            ));
            until_stopped(listener, app.clone(), stop).await?;
            checkpoints.abort();
            // What changed since the last one is covered before anybody can lay hands on the folder.
            checkpoints::make_and_send(&app, &sending, &sent).await?;
            Ok(true)
        })
    }
}

/// Proves before anybody is let in that the key of every setting opens, and says which does not. Those that do are served.
async fn look_at_keys(store: &store::Store) -> Result<(), Wrong> {
    let shut = store.settings_that_do_not_open().await?;
    for (setting, failure) in &shut {
        say::aside(format_args!(
            "Setting {setting} does not open, and is not served: {failure}"
        ));
    }
    let settings = store.settings().await?;
    let opens = settings
        .iter()
        .find(|setting| shut.iter().all(|(closed, _)| closed != *setting));
    match opens {
        None if !settings.is_empty() => Err(Wrong(
            "no setting of these records opens; keep the folder as it is, and restore from a backup into another folder".to_owned(),
        )),
        None => Ok(()),
        Some(setting) => {
            if store.key_standing(*setting).await?.recovery.is_none() {
                say::aside("Recovery of the root key has not been set up: see leeward keys share --help");
            }
            Ok(())
        }
    }
}

/// Binds, or says what to do.
pub(super) async fn listen(at: SocketAddr) -> Result<TcpListener, Wrong> {
    TcpListener::bind(at).await.map_err(|error| {
        Wrong(match error.kind() {
            std::io::ErrorKind::AddrInUse => format!("something else is already listening at {at}; stop it, or choose another port with --listen 127.0.0.1:8081"),
            _ => format!("cannot listen at {at}: {error}"),
        })
    })
}

/// Log lines go to standard error; a panic is told by its place alone, since its words may hold anything.
pub(super) fn log_lines(app: &App) {
    let lines = tracing_subscriber::registry().with(watch::Lines::to(
        |line: &str| say::aside(line),
        app.outside().clone(),
    ));
    // OK because the only way to fail is that lines are already set up.
    tracing::subscriber::set_global_default(lines).unwrap_or(());
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(
            || "unknown".to_owned(),
            |at| format!("{}:{}", at.file(), at.line()),
        );
        say::aside(serde_json::json!({ "level": "error", "message": "panicked", "route": place }));
    }));
}

/// Serves until Ctrl-C or an order to stop, letting requests under way finish.
pub(super) async fn until_stopped(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Wrong> {
    let work = tokio::spawn(jobs::run(app.clone()));
    let keys = tokio::spawn(changing_keys::run(app.clone()));
    let backups = tokio::spawn(backups::run(app.clone()));
    // The guidance is read beside the first requests and not before them, so that the server is there at once.
    let library = app.clone();
    drop(tokio::task::spawn_blocking(move || {
        library.library().packs().len()
    }));
    axum::serve(listener, router(&app))
        .with_graceful_shutdown(stop)
        .await?;
    work.abort();
    keys.abort();
    backups.abort();
    Ok(())
}

/// Listens from here on for Ctrl-C or an order to stop, and waits for either. What is asked for before anybody waits is
/// not lost, and no longer ends the program by itself.
pub(super) fn told_to_stop() -> Result<impl Future<Output = ()> + Send + 'static, Wrong> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! { _ = interrupted.recv() => {}, _ = terminated.recv() => {} }
    })
}
