//! The house: what every request shares, and every address on one screen with what it needs. The access table
//! (`tests/access_matrix.txt`) is made by asking for each of these lines as every role.

use crate::backups::Backups;
use crate::clock_watch::ClockWatch;
use crate::door;
use crate::guard;
use crate::guidance_here::Here;
use crate::mail::Mailer;
use crate::page_error::Instead;
use crate::pages::{
    account, guidance as texts, help, oversight, practice, reporter, retention, safeguarding,
    setting,
};
use crate::sign_in::Attempts;
use crate::watch;
use axum::Router;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{self, MethodRouter};
use casework::access::Deed;
use casework::id::{SettingId, StaffId};
use casework::outside::Outside;
use guidance::Library;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use store::Store;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

/// What every request shares. Cheap to copy.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    store: Store,
    library: fn() -> &'static Library,
    outside: Outside,
    mailer: Arc<dyn Mailer>,
    config: Config,
    attempts: Attempts,
    here: Here,
    clock_watch: ClockWatch,
    backups: OnceLock<Backups>,
}

/// How this installation runs.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Sign-in links of the demonstration, by the hash of their token. None means that this is no demonstration, and
    /// such links do not exist.
    pub demo_links: Option<HashMap<[u8; 32], (SettingId, StaffId)>>,
    /// A proxy in front speaks HTTPS with the browser, so the cookie is never sent in clear.
    pub behind_tls: bool,
    /// The address people use, for links in messages: `https://safeguarding.example.sch.uk`.
    pub public_address: String,
}

impl App {
    /// The house, with everything it stands on handed in. The library is read when it is first asked for.
    pub fn new(
        store: Store,
        library: fn() -> &'static Library,
        outside: Outside,
        mailer: Arc<dyn Mailer>,
        config: Config,
    ) -> Self {
        Self(Arc::new(Shared {
            store,
            library,
            outside,
            mailer,
            config,
            attempts: Attempts::default(),
            here: Here::default(),
            clock_watch: ClockWatch::default(),
            backups: OnceLock::new(),
        }))
    }

    /// The record.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The guidance.
    pub fn library(&self) -> &'static Library {
        (self.0.library)()
    }

    /// Time and chance.
    pub fn outside(&self) -> &Outside {
        &self.0.outside
    }

    /// The way out for messages.
    pub fn mailer(&self) -> &Arc<dyn Mailer> {
        &self.0.mailer
    }

    /// Whether the machine's clock can be believed.
    pub fn clock_watch(&self) -> &ClockWatch {
        &self.0.clock_watch
    }

    /// How this installation runs.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// From here on backups are taken. Where they are already, it stays as it is.
    pub fn take_backups(&self, backups: Backups) {
        drop(self.0.backups.set(backups));
    }

    /// The backups, where this server takes any.
    pub fn backups(&self) -> Option<&Backups> {
        self.0.backups.get()
    }

    /// The guidance of each setting, as far as it was opened.
    pub(crate) fn here(&self) -> &Here {
        &self.0.here
    }

    /// Sign-in tries under way.
    pub(crate) fn attempts(&self) -> &Attempts {
        &self.0.attempts
    }

    /// Whether this is the demonstration, where everybody is made up.
    pub fn is_demo(&self) -> bool {
        self.0.config.demo_links.is_some()
    }

    /// Whether browsers reach us through HTTPS.
    pub fn is_behind_tls(&self) -> bool {
        self.0.config.behind_tls
    }

    /// The session cookie. With HTTPS its name binds it to this host.
    pub fn cookie_name(&self) -> &'static str {
        if self.0.config.behind_tls {
            "__Host-leeward"
        } else {
            "leeward"
        }
    }
}

/// What somebody must be for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: a file of ours, or a sign of life. Nobody is looked up.
    Nothing,
    /// Anybody, signed in or not.
    Anyone,
    /// Anybody signed in.
    SignedIn,
    /// Somebody who may do this in the setting; for everybody else the page is not there.
    Deed(Deed),
    /// Somebody who may do this to the case in the address. The store is asked when the handler takes an
    /// [`crate::visitor::AtCase`], and names them in the access log.
    Case(Deed),
    /// Whoever reported the case in the address. The handler asks `store.own_report`.
    OwnReport,
}

/// One line of the table, as the door and the handlers read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    /// The address, with `{case}` and the like.
    pub path: &'static str,
    /// What somebody must be.
    pub needs: Needs,
    /// What it takes besides `GET`.
    pub posts: bool,
    /// Whether it can be asked for with `GET`.
    pub gets: bool,
}

impl Spec {
    /// Whether the address takes this method.
    pub fn takes(&self, method: &Method) -> bool {
        match *method {
            Method::GET | Method::HEAD => self.gets,
            Method::POST => self.posts,
            _ => false,
        }
    }
}

/// One line of the table with its handlers.
pub struct Route {
    /// The line.
    pub spec: Spec,
    handlers: MethodRouter<App>,
}

impl Route {
    /// A line of a table.
    pub fn new(spec: Spec, handlers: MethodRouter<App>) -> Self {
        Self { spec, handlers }
    }
}

macro_rules! page {
    ($path:literal, $needs:expr, get $get:expr) => {
        Route {
            spec: Spec {
                path: $path,
                needs: $needs,
                gets: true,
                posts: false,
            },
            handlers: routing::get($get),
        }
    };
    ($path:literal, $needs:expr, get $get:expr, post $post:expr) => {
        Route {
            spec: Spec {
                path: $path,
                needs: $needs,
                gets: true,
                posts: true,
            },
            handlers: routing::get($get).post($post),
        }
    };
    ($path:literal, $needs:expr, post $post:expr) => {
        Route {
            spec: Spec {
                path: $path,
                needs: $needs,
                gets: false,
                posts: true,
            },
            handlers: routing::post($post),
        }
    };
}

/// EVERY ADDRESS, with what it needs.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Needs::{Anyone, Case, Nothing, SignedIn};
    vec![
        // Anybody
        page!("/",                              Anyone,   get account::front::show),
        page!("/first-minute",                  Anyone,   get reporter::first_minute::show),
        page!("/health",                        Nothing,  get account::front::health),
        page!("/assets/{file}",                 Nothing,  get account::front::file),
        // Guidance and help
        page!("/guidance",                      Anyone,   get texts::in_force::show),
        page!("/guidance/compare",              Anyone,   get texts::compare::show),
        page!("/guidance/in-force/{part}",      Anyone,   get texts::on_a_day::go),
        page!("/guidance/{pack}/{version}",     Anyone,   get texts::contents::show),
        page!("/guidance/{pack}/{version}/drawing", Anyone, get texts::drawing::show),
        page!("/guidance/{pack}/{version}/drawing.svg", Anyone, get texts::drawing::poster),
        page!("/guidance/{pack}/{version}/{part}", Anyone, get texts::part::show),
        page!("/help/verifying",                Anyone,   get help::verifying::show),
        page!("/help/accessibility",            Anyone,   get help::accessibility::show),
        // Coming in and going out
        page!("/sign-in",                       Anyone,   get account::sign_in::show, post account::sign_in::act),
        page!("/sign-in/code",                  Anyone,   get account::second_factor::show, post account::second_factor::act),
        page!("/sign-in/link/{token}",          Anyone,   get account::link::show, post account::link::act),
        page!("/sign-out",                      SignedIn, post account::sessions::sign_out),
        page!("/account",                       SignedIn, get account::sessions::show),
        page!("/account/sessions",              SignedIn, post account::sessions::end),
        page!("/account/password",              SignedIn, get account::password::show, post account::password::act),
        // Working a case
        page!("/cases/{case}/actions",          Case(Deed::WorkCase), get safeguarding::actions::show),
        page!("/cases/{case}/actions/from-guidance", Case(Deed::WorkCase), get safeguarding::actions::from_guidance::show, post safeguarding::actions::from_guidance::act),
        page!("/cases/{case}/actions/add",      Case(Deed::WorkCase), get safeguarding::actions::add::show, post safeguarding::actions::add::act),
        page!("/cases/{case}/actions/{action}", Case(Deed::WorkCase), get safeguarding::actions::one::show, post safeguarding::actions::one::act),
        page!("/cases/{case}/parents",          Case(Deed::WorkCase), get safeguarding::parents::show, post safeguarding::parents::act),
        page!("/cases/{case}/imagery-log",      Case(Deed::WorkCase), get safeguarding::imagery_log::show),
        page!("/cases/{case}/imagery-log/device", Case(Deed::WorkCase), get safeguarding::imagery_log::device::show, post safeguarding::imagery_log::device::act),
        page!("/cases/{case}/imagery-log/handed-over", Case(Deed::WorkCase), get safeguarding::imagery_log::handed_over::show, post safeguarding::imagery_log::handed_over::act),
        page!("/cases/{case}/imagery-log/deletion", Case(Deed::WorkCase), get safeguarding::imagery_log::deletion::show, post safeguarding::imagery_log::deletion::act),
        page!("/cases/{case}/imagery-log/removal", Case(Deed::WorkCase), get safeguarding::imagery_log::removal::show, post safeguarding::imagery_log::removal::act),
        page!("/cases/{case}/imagery-log/viewing", Case(Deed::WorkCase), get safeguarding::imagery_log::viewing::show, post safeguarding::imagery_log::viewing::act),
        page!("/cases/{case}/note",             Case(Deed::WorkCase), get safeguarding::note::show, post safeguarding::note::act),
        page!("/cases/{case}/correction",       Case(Deed::WorkCase), get safeguarding::correction::show, post safeguarding::correction::act),
        page!("/cases/{case}/share",            Case(Deed::ShareCase), get safeguarding::share::show, post safeguarding::share::act),
        page!("/cases/{case}/unshare/{staff}",  Case(Deed::ShareCase), get safeguarding::unshare::show, post safeguarding::unshare::act),
        page!("/cases/{case}/conflict",         Case(Deed::ShareCase), get safeguarding::conflict::show, post safeguarding::conflict::act),
        page!("/cases/{case}/close",            Case(Deed::CloseCase), get safeguarding::close::show, post safeguarding::close::act),
        page!("/cases/{case}/reopen",           Case(Deed::CloseCase), get safeguarding::reopen::show, post safeguarding::reopen::act),
        // The setting
        page!("/setting/staff",                 Needs::Deed(Deed::ManageStaff), get setting::staff::show),
        page!("/setting/staff/add",             Needs::Deed(Deed::ManageStaff), get setting::staff::add::show, post setting::staff::add::act),
        page!("/setting/staff/{staff}",         Needs::Deed(Deed::ManageStaff), get setting::staff::one::show, post setting::staff::one::act),
        page!("/setting/calendar",              Needs::Deed(Deed::ManageStaff), get setting::calendar::show, post setting::calendar::act),
        page!("/setting/keys",                  Needs::Deed(Deed::ManageStaff), get setting::keys::show, post setting::keys::act),
        page!("/setting/backups",               Needs::Deed(Deed::ManageStaff), get setting::backups::show),
        page!("/setting/duty",                  Needs::Deed(Deed::SetDuty), get setting::duty::show, post setting::duty::act),
        page!("/setting/guidance",              Needs::Deed(Deed::AdoptGuidance), get setting::guidance::show, post setting::guidance::act),
        page!("/setting/guidance/sheet",        Needs::Deed(Deed::AdoptGuidance), get setting::sheet::show, post setting::sheet::act),
        page!("/setting/guidance/sheet.pdf",    Needs::Deed(Deed::AdoptGuidance), get setting::sheet::on_paper_as_pdf),
        page!("/setting/guidance/sheet/{part}", Needs::Deed(Deed::AdoptGuidance), get setting::sheet::part::show, post setting::sheet::part::act),
        page!("/setting/guidance/{kind}",       Needs::Deed(Deed::AdoptGuidance), get setting::guidance::show, post setting::guidance::act),
        page!("/setting/guidance/{kind}/sheet", Needs::Deed(Deed::AdoptGuidance), get setting::sheet::show, post setting::sheet::act),
        page!("/setting/guidance/{kind}/sheet.pdf", Needs::Deed(Deed::AdoptGuidance), get setting::sheet::on_paper_as_pdf),
        page!("/setting/guidance/{kind}/sheet/{part}", Needs::Deed(Deed::AdoptGuidance), get setting::sheet::part::show, post setting::sheet::part::act),
        page!("/setting/guidance/own",          Needs::Deed(Deed::AdoptGuidance), get setting::own::show, post setting::own::act),
        page!("/setting/guidance/own/text",     Needs::Deed(Deed::AdoptGuidance), get setting::own::text::show, post setting::own::text::act),
        // Looking over
        page!("/cases/{case}/reason",           SignedIn, get oversight::reason::show, post oversight::reason::act),
        page!("/cases/{case}/chronology",       Needs::Case(Deed::OpenCase), get oversight::chronology::show),
        page!("/cases/{case}/chronology.pdf",   Needs::Case(Deed::PrintChronology), get oversight::chronology::on_paper_as_pdf),
        page!("/cases/{case}/export",           Needs::Case(Deed::PrintChronology), get oversight::export::show, post oversight::export::act),
        page!("/cases/{case}/extract/{person}", Needs::Case(Deed::WorkCase), get oversight::extract::show, post oversight::extract::act),
        page!("/cases/{case}/verify",           Needs::Case(Deed::VerifyChronology), get oversight::verify_case::show),
        page!("/cases/{case}/access-log",       Needs::Case(Deed::ReadAccessLog), get oversight::access_log::show),
        page!("/verify",                        SignedIn, get oversight::verify::show, post oversight::verify::find),
        page!("/counts",                        Needs::Deed(Deed::SeeCounts), get oversight::counts::show),
        // Reporting
        page!("/report",                        Needs::Deed(Deed::ReportConcern), get reporter::report::show, post reporter::report::act),
        page!("/reports",                       Needs::Deed(Deed::ReportConcern), get reporter::my_reports::show),
        page!("/reports/{case}",                Needs::OwnReport, get reporter::receipt::show),
        // The case
        page!("/desk",                          Needs::Deed(Deed::SeeDesk), get safeguarding::desk::show),
        page!("/guidance-change",               Needs::Deed(Deed::SeeDesk), get safeguarding::guidance_change::show),
        page!("/cases",                         Needs::Deed(Deed::SeeDesk), get safeguarding::cases::show),
        page!("/search",                        Needs::Deed(Deed::SeeDesk), get safeguarding::search::show, post safeguarding::search::find),
        page!("/cases/{case}",                  Needs::Case(Deed::OpenCase), get safeguarding::case::show),
        page!("/cases/{case}/take-up",          Needs::Case(Deed::WorkCase), get safeguarding::take_up::show, post safeguarding::take_up::act),
        page!("/cases/{case}/kind",             Needs::Case(Deed::WorkCase), get safeguarding::kind::show, post safeguarding::kind::act),
        page!("/cases/{case}/children",         Needs::Case(Deed::WorkCase), get safeguarding::children::show, post safeguarding::children::act),
        page!("/cases/{case}/children/{person}", Needs::Case(Deed::WorkCase), get safeguarding::child::show, post safeguarding::child::act),
        page!("/cases/{case}/initial-review",   Needs::Case(Deed::WorkCase), get safeguarding::initial_review::show, post safeguarding::initial_review::act),
        // The setting
        page!("/setting/pupils",                Needs::Deed(Deed::ManageStaff), get setting::pupils::show, post setting::pupils::act),
        // Assessing and deciding
        page!("/cases/{case}/assessment",       Needs::Case(Deed::WorkCase), get safeguarding::assessment::show, post safeguarding::assessment::act),
        page!("/cases/{case}/recommendation",   Needs::Case(Deed::WorkCase), get safeguarding::recommendation::show, post safeguarding::recommendation::act),
        page!("/cases/{case}/drawing",          Needs::Case(Deed::WorkCase), get safeguarding::drawing::show),
        page!("/cases/{case}/decision",         Needs::Case(Deed::Decide),   get safeguarding::decision::show, post safeguarding::decision::act),
        page!("/cases/{case}/own-duty",         Case(Deed::SayOwnDutyDone), get safeguarding::own_duty::show, post safeguarding::own_duty::act),
        page!("/cases/{case}/second-view",      Needs::Case(Deed::GiveSecondView), get safeguarding::second_view::show, post safeguarding::second_view::act),
        page!("/second-views",                  SignedIn, get safeguarding::second_view::list),
        page!("/cases/{case}/referral",         Needs::Case(Deed::WorkCase), get safeguarding::referral::show, post safeguarding::referral::act),
        page!("/cases/{case}/review",           Needs::Case(Deed::WorkCase), get safeguarding::review::show, post safeguarding::review::act),
        // Keeping and destroying
        page!("/retention",                     Needs::Deed(Deed::SeeRetention), get retention::queue::show),
        page!("/retention/rules",               Needs::Deed(Deed::AdoptRetention), get retention::rules::show, post retention::rules::act),
        page!("/retention/holds",               Needs::Deed(Deed::HoldEverything), get retention::holds::show, post retention::holds::act),
        page!("/retention/clock",               Needs::Deed(Deed::HoldEverything), get retention::clock::show, post retention::clock::act),
        page!("/retention/proposals/{proposal}", Needs::Deed(Deed::SeeRetention), get retention::proposal::show, post retention::proposal::act),
        page!("/retention/destroyed/{gone}",    Needs::Deed(Deed::SeeRetention), get retention::destroyed::show),
        page!("/cases/{case}/retention",        Needs::Case(Deed::ReviewRecord), get retention::review::show, post retention::review::act),
        page!("/cases/{case}/retention/hold",   Needs::Case(Deed::ReviewRecord), get retention::hold::show, post retention::hold::act),
        page!("/cases/{case}/retention/class",  Needs::Case(Deed::ReviewRecord), get retention::class::show, post retention::class::act),
        page!("/cases/{case}/retention/{person}", Needs::Case(Deed::ReviewRecord), get retention::identity::show, post retention::identity::act),
        // Practice
        page!("/practice",                      SignedIn, get practice::choose::show, post practice::choose::act),
        page!("/practice/enter",                SignedIn, post practice::going::enter),
        page!("/practice/leave",                SignedIn, post practice::going::leave),
        page!("/practice/clear",                SignedIn, post practice::going::clear),
        page!("/practice/{case}/looking-back",  SignedIn, get practice::looking_back::show),
        page!("/drafts/{*form}",                SignedIn, post account::drafts::keep),
    ]
}

/// The router: every line of the table behind its door, and what stands before every page.
pub fn router(app: &App) -> Router {
    router_of(app, routes())
}

/// The same for any table.
pub fn router_of(app: &App, routes: Vec<Route>) -> Router {
    let mut router: Router<App> = Router::new();
    for Route { spec, handlers } in routes {
        router = router.route(spec.path, door::before(app, spec, handlers));
    }
    router
        .fallback(async || Instead::NotThere)
        .layer(CsrfLayer::new().with_rejection_response(guard::refused_as_foreign))
        .layer(from_fn(guard::refuse_silence))
        .layer(CatchPanicLayer::custom(watch::after_panic))
        .layer(from_fn_with_state(app.clone(), watch::watch))
        .with_state(app.clone())
}
