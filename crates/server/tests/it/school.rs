//! A made-up school behind the real router. Everything personal in it carries the canary word.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use casework::access::{Asking, Deed};
use casework::acts::{
    Acting, ChildNamed, NewChild, PlanAction, ReportConcern, plan_action, report_concern,
    take_up_case,
};
use casework::case::Case;
use casework::event::{CameBy, CaseEvent, Role};
use casework::id::{ActionId, CaseId, PersonId, StaffId};
use casework::outside::{Chance, Clock, Outside};
use guidance::Library;
use jiff::{SignedDuration, Timestamp};
use server::app::{App, Config, router_of};
use server::demo::School;
use server::jobs::do_due;
use server::mail::NoMail;
use server::pages::account::link::PURPOSE;
use server::session::{Proof, begin, hash_of};
use server::watch::Lines;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use store::{Append, Expect, Opened, Place, RootKey, Store, Write};
use tempfile::TempDir;
use tower::ServiceExt;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::SubscriberExt;

/// The word that stands for everything personal, and must never be where it should not.
pub(crate) const CANARY: &str = "zyxcanary";

/// A clock that a test moves.
pub(crate) struct Hand(Mutex<Timestamp>);

impl Hand {
    pub(crate) fn stand_at(&self, now: &str) {
        *self.0.lock().unwrap() = now.parse().unwrap();
    }

    pub(crate) fn forward(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Chance that is the same in every run.
struct Counted(AtomicU64);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let next = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            let length = chunk.len();
            chunk.copy_from_slice(&next[..length]);
        }
    }
}

/// A page as a browser has it.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Page {
    pub(crate) async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 4_000_000).await.unwrap();
        Self {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub(crate) fn to(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |to| to.to_str().unwrap())
    }

    /// The session cookie it set, as it is sent back.
    pub(crate) fn cookie(&self) -> Option<String> {
        let set = self.headers.get(header::SET_COOKIE)?.to_str().unwrap();
        Some(set.split(';').next().unwrap().to_owned())
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let at = self
            .text
            .find(&format!("name=\"{name}\" value=\""))
            .unwrap_or_else(|| panic!("no field {name} in {}", self.text));
        let rest = &self.text[at..];
        rest.split("value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    }
}

/// Sees at the end of a test that no work for afterwards is left: whoever tests that something is told must also have
/// it told, or say that it is left.
struct WorkDone {
    store: Store,
    left_on_purpose: AtomicBool,
}

impl Drop for WorkDone {
    fn drop(&mut self) {
        if std::thread::panicking() || self.left_on_purpose.load(Ordering::Relaxed) {
            return;
        }
        let store = self.store.clone();
        // A runtime of its own: the test's cannot wait while it is being left.
        let left = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap();
            runtime.block_on(store.jobs_waiting())
        });
        // Records that a test broke on purpose cannot say.
        if let Ok(left @ 1..) = left.join().unwrap() {
            panic!(
                "the test leaves {left} jobs in the outbox: have them done with `house.afterwards()`, or say `house.leaves_jobs()`"
            );
        }
    }
}

/// The school, its router and its clock.
pub(crate) struct House {
    work: WorkDone,
    pub(crate) app: App,
    pub(crate) school: School,
    pub(crate) clock: Arc<Hand>,
    pub(crate) folder: TempDir,
    /// Where the records are: in the folder, or in a database where `LEEWARD_TEST_DATABASE` is `postgres`.
    pub(crate) place: Place,
    _database: Option<trial_postgres::Database>,
    pub(crate) case: CaseId,
    pub(crate) child: PersonId,
    pub(crate) action: ActionId,
    /// A sign-in link that nobody has used.
    pub(crate) link: String,
    router: Router,
    log: Arc<Mutex<String>>,
    _lines: DefaultGuard,
}

/// Whether the pages are tried on a PostgreSQL database: `cargo xtask test` runs them on both.
pub(crate) fn on_postgres() -> bool {
    std::env::var("LEEWARD_TEST_DATABASE").is_ok_and(|database| database == "postgres")
}

impl House {
    /// A school with one case: reported by the member of staff, taken up by the lead, with one child and one action.
    pub(crate) async fn with_a_case() -> Self {
        Self::with_routes(server::app::routes()).await
    }

    /// The same, behind a table of the test's own.
    pub(crate) async fn with_routes(routes: Vec<server::app::Route>) -> Self {
        Self::set_up(routes, Library::shipped, "england", "2026-03-25T10:30:00Z").await
    }

    /// A school with one case in another nation, at a moment.
    pub(crate) async fn in_nation(nation: &str, now: &str) -> Self {
        Self::set_up(server::app::routes(), Library::shipped, nation, now).await
    }

    /// A school with one case that has other texts than those that came with the program.
    pub(crate) async fn with_library(library: fn() -> &'static Library) -> Self {
        let routes = server::app::routes();
        Self::set_up(routes, library, "england", "2026-03-25T10:30:00Z").await
    }

    async fn set_up(
        routes: Vec<server::app::Route>,
        library: fn() -> &'static Library,
        nation: &str,
        now: &str,
    ) -> Self {
        let clock = Arc::new(Hand(Mutex::new(now.parse().unwrap())));
        let outside = Outside {
            clock: clock.clone(),
            chance: Arc::new(Counted(AtomicU64::new(1))),
        };
        let log = Arc::new(Mutex::new(String::new()));
        let into = log.clone();
        let lines = Lines::to(
            move |line: &str| {
                let mut log = into.lock().unwrap();
                log.push_str(line);
                log.push('\n');
            },
            outside.clone(),
        );
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(lines));
        let folder = tempfile::tempdir().unwrap();
        let database = on_postgres().then(trial_postgres::empty);
        let place = match &database {
            Some(database) => Place::database(&database.url()).unwrap(),
            None => Place::from(folder.path()),
        };
        let store = Store::create(
            &place,
            RootKey::made(outside.chance.as_ref()),
            outside.clone(),
        )
        .unwrap();
        let school = School::founded_in(&store, &outside, nation).await.unwrap();
        let config = Config {
            demo_links: None,
            behind_tls: false,
            public_address: "https://safeguarding.example".to_owned(),
        };
        let app = App::new(store, library, outside, Arc::new(NoMail), config);
        let (case, child, action) = a_case(&app, &school).await;
        let token = "L".repeat(43);
        let expires = app.outside().now() + SignedDuration::from_hours(72);
        app.store()
            .make_link(
                school.setting,
                school.who(Role::Head),
                hash_of(&token),
                expires,
                PURPOSE,
            )
            .await
            .unwrap();
        let link = format!("{}.{token}", school.setting);
        let router = router_of(&app, routes);
        let work = WorkDone {
            store: app.store().clone(),
            left_on_purpose: AtomicBool::new(false),
        };
        Self {
            work,
            app,
            school,
            clock,
            folder,
            place,
            _database: database,
            case,
            child,
            action,
            link,
            router,
            log,
            _lines: guard,
        }
    }

    /// Does the work for afterwards, such as telling people by e-mail, and says how much there was.
    pub(crate) async fn afterwards(&self) -> u64 {
        do_due(&self.app, &AtomicBool::new(false)).await.unwrap()
    }

    /// Says that this test is about something else and leaves work for afterwards undone on purpose.
    pub(crate) fn leaves_jobs(&self) {
        self.work.left_on_purpose.store(true, Ordering::Relaxed);
    }

    /// Everything the log says so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// The cookie of somebody signed in.
    pub(crate) async fn signed_in(&self, role: Role) -> String {
        self.signed_in_as(self.school.who(role)).await
    }

    pub(crate) async fn signed_in_as(&self, staff: StaffId) -> String {
        let mut response = Response::new(Body::empty());
        begin(
            &self.app,
            self.school.setting,
            staff,
            Proof::PasswordAndCode,
            &mut response,
        )
        .await
        .unwrap();
        Page::of(response).await.cookie().unwrap()
    }

    /// An answer as it comes, for what is not a page.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        Page::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    pub(crate) async fn get(&self, cookie: Option<&str>, path: &str) -> Page {
        let request = Request::builder()
            .uri(path)
            .header(header::HOST, "leeward.example");
        let request = cookie.into_iter().fold(request, |request, cookie| {
            request.header(header::COOKIE, cookie)
        });
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(
        &self,
        cookie: Option<&str>,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let request = form_to(path, cookie);
        self.send(request.body(Body::from(encoded(fields))).unwrap())
            .await
    }

    /// The case as the lead opens it.
    pub(crate) async fn opened(&self) -> Opened {
        let asking = Asking {
            setting: self.school.setting,
            staff: self.school.who(Role::Lead),
            roles: [Role::Lead].into(),
            second_factor: true,
            signed_in_at: self.app.outside().now(),
        };
        self.app
            .store()
            .open_case(&asking, self.case, Deed::OpenCase, "test", None)
            .await
            .unwrap()
    }

    /// What is recorded in another case, as the record holds it.
    pub(crate) async fn events_of(&self, case: CaseId) -> Vec<CaseEvent> {
        let asking = Asking {
            setting: self.school.setting,
            staff: self.school.who(Role::Lead),
            roles: [Role::Lead].into(),
            second_factor: true,
            signed_in_at: self.app.outside().now(),
        };
        let store = self.app.store();
        let opened = store.open_case(&asking, case, Deed::OpenCase, "test", None);
        let entries = opened.await.unwrap().entries.into_iter();
        entries.map(|entry| entry.written.event).collect()
    }

    /// What is recorded in the case, as the record holds it.
    pub(crate) async fn events(&self) -> Vec<CaseEvent> {
        self.opened()
            .await
            .entries
            .into_iter()
            .map(|entry| entry.written.event)
            .collect()
    }
}

/// A form as a browser sends it from one of our own pages.
pub(crate) fn form_to(path: &str, cookie: Option<&str>) -> axum::http::request::Builder {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "leeward.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    cookie.into_iter().fold(request, |request, cookie| {
        request.header(header::COOKIE, cookie)
    })
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name.as_bytes()), percent(value.as_bytes())))
        .collect::<Vec<_>>()
        .join("&")
}

pub(crate) fn percent(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(*byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

async fn a_case(app: &App, school: &School) -> (CaseId, PersonId, ActionId) {
    let setting = app.store().setting(school.setting).await.unwrap();
    let by = |role| Acting {
        by: school.who(role),
        setting: &setting,
        outside: app.outside(),
    };
    let child = NewChild {
        name: format!("Child A {CANARY}"),
        ..NewChild::default()
    };
    let filled = ReportConcern {
        what: format!("A child told me that a picture is being passed round. {CANARY}"),
        came_by: Some(CameBy::ToldByChild),
        children: vec![ChildNamed::New(child)],
        ..ReportConcern::default()
    };
    let new = report_concern(&by(Role::Reporter), &filled).unwrap();
    let child = new.people[0].0;
    let mut writes = vec![Write::Case {
        case: new.case,
        expect: Expect::New,
        events: new.events,
    }];
    writes.extend(new.people.into_iter().map(|(person, event)| Write::Person {
        person,
        expect: Expect::New,
        events: vec![event],
    }));
    app.store()
        .append(Append {
            writes,
            ..Append::by(school.setting, school.who(Role::Reporter))
        })
        .await
        .unwrap();
    let lead = by(Role::Lead);
    let asking = Asking {
        setting: school.setting,
        staff: lead.by,
        roles: [Role::Lead].into(),
        second_factor: true,
        signed_in_at: app.outside().now(),
    };
    let mut action = None;
    for step in 0..2 {
        let case: Case = app
            .store()
            .open_case(&asking, new.case, Deed::WorkCase, "test", None)
            .await
            .unwrap()
            .case;
        let events = if step == 0 {
            take_up_case(&lead, &case, Some(lead.by)).unwrap()
        } else {
            let filled = PlanAction {
                what: format!("Speak with the child {CANARY}"),
                owner: Some(lead.by),
                ..PlanAction::default()
            };
            plan_action(&lead, &case, &filled).unwrap()
        };
        action = events
            .iter()
            .find_map(|event| {
                if let CaseEvent::ActionPlanned { action, .. } = event {
                    Some(*action)
                } else {
                    None
                }
            })
            .or(action);
        let writes = vec![Write::Case {
            case: new.case,
            expect: Expect::Tail,
            events,
        }];
        app.store()
            .append(Append {
                writes,
                ..Append::by(school.setting, lead.by)
            })
            .await
            .unwrap();
    }
    (new.case, child, action.unwrap())
}
