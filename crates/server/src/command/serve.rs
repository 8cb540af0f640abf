//! `leeward serve`: the pages of the settings in a folder.

use super::{Done, Records, Wrong, backup_place, wait_for};
use crate::app::{App, Config, router};
use crate::backups::Backups;
use crate::mail::{MailCommand, Mailer, NoMail};
use crate::{backups, entitled, jobs, say, watch};
use clap::Args;
use guidance::Library;
use jiff::SignedDuration;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use store::Keep;
use tokio::net::TcpListener;
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
            backup_place::apart(&self.records.data, Some(&self.records.key), &places)?;
            let listener = listen(self.listen).await?;
            let store = self.records.open()?;
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
            say::line(format_args!("Leeward is at {address}"));
            until_stopped(listener, app, told_to_stop()?).await?;
            Ok(true)
        })
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
