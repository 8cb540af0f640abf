//! What the log says of a request: method, the address as the table writes it, status, how long it took, and a
//! reference that an error page repeats. Never an address as it was asked for, a query, a name or a word.

use crate::app::App;
use crate::guard;
use crate::page_error::{Instead, Trouble};
use crate::typed::Typed;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

/// The only fields a log line has. Anything else an event carries is left out.
pub const FIELDS: [&str; 8] = [
    "message",
    "method",
    "route",
    "status",
    "ms",
    "reference",
    "count",
    "failure",
];

/// Watches every request from outside everything else.
pub async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    let reference = reference(&app);
    let began = app.outside().now();
    let method = request.method().as_str().to_owned();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", |path| path.as_str())
        .to_owned();
    let mut response = next.run(request).await;
    if let Some(Trouble(instead)) = response.extensions_mut().remove::<Trouble>() {
        if let Instead::Failed(failure) = instead.as_ref() {
            tracing::warn!(
                reference,
                route,
                failure = kind_of(failure),
                "the record failed"
            );
        }
        if *instead == Instead::Broken {
            response = instead.to_page(&Typed::default(), None, Some(&reference));
        }
    }
    guard::put_headers(&mut response);
    let ms = app.outside().now().duration_since(began).as_millis();
    let method = if ["GET", "HEAD", "POST"].contains(&method.as_str()) {
        method
    } else {
        "other".to_owned()
    };
    tracing::info!(
        reference,
        method,
        route,
        status = response.status().as_u16(),
        ms = u64::try_from(ms).unwrap_or(0),
        "answered"
    );
    response
}

/// What is answered after a panic. The panic's own words are not looked at: they may hold anything.
pub fn after_panic(_why: Box<dyn Any + Send + 'static>) -> Response {
    Instead::Broken.into_response()
}

/// Four random bytes as people can read them out.
fn reference(app: &App) -> String {
    let mut bytes = [0_u8; 4];
    app.outside().chance.fill(&mut bytes);
    format!("{:08x}", u32::from_be_bytes(bytes))
}

/// What sort of failure it was. The failure's own words name files and ids, which belong on the server's own console.
pub(crate) fn kind_of(failure: &store::Failure) -> &'static str {
    use store::Failure;
    match failure {
        Failure::NotThere => "not-there",
        Failure::MovedOn { .. } => "moved-on",
        Failure::Full => "full",
        Failure::ReadOnly => "read-only",
        Failure::Damaged { .. } => "damaged",
        Failure::Unavailable { .. } => "unavailable",
        Failure::KeyChanged => "key-changed",
        Failure::SyncFailed { .. } => "sync-failed",
        Failure::BackupDamaged { .. } => "backup-damaged",
        Failure::BackupRunning { .. } => "backup-running",
        Failure::NoBackup { .. }
        | Failure::BackupKeyWrong { .. }
        | Failure::BackupAhead { .. }
        | Failure::PlaceNotEmpty { .. } => "backup-place",
        Failure::MoveUnfinished { .. } => "move-unfinished",
        Failure::NotConfirmed => "not-confirmed",
        _ => "other",
    }
}

/// Writes events as lines of JSON with the fields of [`FIELDS`], from this program alone.
pub struct Lines<W> {
    write: W,
    clock: casework::outside::Outside,
}

impl<W: Fn(&str) + Send + Sync + 'static> Lines<W> {
    /// Lines handed to `write`, stamped with the time of `outside`.
    pub fn to(write: W, outside: casework::outside::Outside) -> Self {
        Self {
            write,
            clock: outside,
        }
    }
}

#[derive(Default)]
struct Kept(serde_json::Map<String, serde_json::Value>);

impl Kept {
    fn keep(&mut self, field: &Field, value: serde_json::Value) {
        if FIELDS.contains(&field.name()) {
            self.0.insert(field.name().to_owned(), value);
        }
    }
}

impl Visit for Kept {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.keep(field, format!("{value:?}").into());
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep(field, value.into());
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, value.into());
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.keep(field, value.into());
    }
}

impl<S: Subscriber, W: Fn(&str) + Send + Sync + 'static> Layer<S> for Lines<W> {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let from = event.metadata().target();
        let ours = ["server", "store", "casework", "guidance", "leeward"]
            .iter()
            .any(|name| from == *name || from.starts_with(&format!("{name}::")));
        if !ours || *event.metadata().level() > tracing::Level::INFO {
            return;
        }
        let mut kept = Kept::default();
        event.record(&mut kept);
        kept.0
            .insert("at".to_owned(), self.clock.now().to_string().into());
        kept.0.insert(
            "level".to_owned(),
            event
                .metadata()
                .level()
                .as_str()
                .to_ascii_lowercase()
                .into(),
        );
        (self.write)(&serde_json::Value::Object(kept.0).to_string());
    }
}
