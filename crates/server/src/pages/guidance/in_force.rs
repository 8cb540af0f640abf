//! Which guidance is in force: today first, then on any day asked for, then every text, layer and local rule with its
//! dates. A wrong date is told in a sentence, and today's answer stands beside it.

use super::adoption::Adoption;
use super::asked_day::{AsOf, on_day};
use super::edition::address_of;
use super::in_words;
use super::part::frame;
use super::timeline::{self, Span};
use crate::app::App;
use crate::govuk::{Button, DateInput, ErrorSummary, Html, SummaryList, SummaryRow};
use crate::page::{Answered, Frame};
use crate::visitor::Visitor;
use crate::when;
use axum::extract::State;
use casework::telling::kind_of_concern;
use guidance::{Concern, Pack};
use jiff::civil::Date;
use std::sync::Arc;

const TITLE: &str = "Which guidance is in force?";

/// What holds on a day in one nation on one kind of concern.
struct OnDay {
    /// The day, where it is not today: links keep it.
    kept: Option<Date>,
    nation: String,
    pack: Option<Arc<Pack>>,
    begins: Option<Date>,
    adoption: Option<Adoption>,
}

impl OnDay {
    fn of(
        app: &App,
        (nation, kind): (&str, Concern),
        day: Date,
        kept: Option<Date>,
        visitor: Option<&Visitor>,
    ) -> Self {
        let setting = visitor
            .map(|visitor| visitor.setting.as_ref())
            .filter(|setting| setting.jurisdiction == nation);
        let library = app.library();
        let own = setting
            .map(|setting| app.own_in_force(setting))
            .unwrap_or_default();
        let local: Vec<&str> = setting
            .map(|setting| setting.local_rules.iter().map(String::as_str).collect())
            .unwrap_or_default();
        let pack = library.on_with_own(nation, kind, day, &local, &own);
        Self {
            kept,
            nation: called(nation, kind),
            adoption: setting
                .and(pack.as_ref())
                .map(|pack| Adoption::of(pack, setting)),
            begins: timeline::spans(library, nation, kind)
                .first()
                .map(|span| span.days.from),
            pack,
        }
    }

    fn address(&self, pack: &Pack) -> String {
        let address = address_of(pack);
        match self.kept {
            Some(day) => on_day(&address, day),
            None => address,
        }
    }

    fn banner(adoption: &Adoption) -> Html {
        adoption.banner()
    }

    fn notice(pack: &Pack) -> Html {
        super::part::with_notice(pack, Html::default())
    }
}

#[derive(askama::Template)]
#[template(path = "guidance/in_force.html")]
struct InForcePage {
    layout: Frame,
    errors: Option<ErrorSummary>,
    today: Date,
    now: Vec<OnDay>,
    asked: Option<(Date, Vec<OnDay>)>,
    compare: String,
    field: DateInput,
    timelines: Vec<(String, SummaryList)>,
    layers: Vec<Arc<Pack>>,
    local: Vec<Arc<Pack>>,
}

impl InForcePage {
    fn day(day: &Date) -> String {
        when::day(*day)
    }

    fn address(pack: &Pack) -> String {
        address_of(pack)
    }

    fn dates(pack: &Pack) -> String {
        in_words::dates(pack.in_force())
    }
}

/// `GET /guidance`
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(State(app): State<App>, visitor: Option<Visitor>, as_of: AsOf) -> Answered {
    let library = app.library();
    let visitor = visitor.as_ref();
    let today = as_of.today();
    let kinds = timeline::kinds(library);
    // Somebody signed in is told of the place they work in; what else there is stands further down.
    let here = visitor.map(|visitor| visitor.setting.jurisdiction.as_str());
    let on = |day: Date, kept: Option<Date>| {
        kinds
            .iter()
            .filter(|(nation, _)| here.is_none_or(|here| here == nation.as_str()))
            .map(|(nation, kind)| OnDay::of(&app, (nation, *kind), day, kept, visitor))
            .collect::<Vec<_>>()
    };
    let alone = |local: bool| {
        library
            .packs()
            .iter()
            .filter(move |pack| pack.is_layer() && pack.is_local() == local)
            .cloned()
            .collect()
    };
    let page = InForcePage {
        layout: frame(visitor, &as_of.title(TITLE)),
        errors: as_of.errors(),
        today,
        now: on(today, None),
        asked: as_of.asked().map(|day| (day, on(day, as_of.other()))),
        compare: as_of.keep("/guidance/compare"),
        field: as_of.field(),
        timelines: kinds
            .iter()
            .map(|(nation, kind)| {
                let spans = timeline::spans(library, nation, *kind);
                (called(nation, *kind), listed(&spans))
            })
            .collect(),
        layers: alone(false),
        local: alone(true),
    };
    as_of.answer(&page)
}

/// What a nation is called, with the kind of concern where it is not the first.
fn called(nation: &str, kind: Concern) -> String {
    let nation = in_words::nation(nation);
    if kind == Concern::default() {
        return nation;
    }
    format!("{nation}: {}", kind_of_concern(kind).to_lowercase())
}

fn listed(spans: &[Span]) -> SummaryList {
    SummaryList::new(spans.iter().rev().map(|span| {
        let mut what = vec![Html::link(&address_of(&span.pack), span.pack.title())];
        what.extend(
            span.pack
                .layers()
                .iter()
                .skip(1)
                .map(|layer| Html::text(&format!(", with: {}", layer.title))),
        );
        what.push(Html::text(&format!(
            ". It says \u{201c}{}\u{201d}.",
            span.pack.term()
        )));
        SummaryRow::new(in_words::dates(span.days), run_on(&what))
    }))
}

/// Parts of one sentence, without the space that [`Html::join`] puts between.
fn run_on(parts: &[Html]) -> Html {
    Html::of(RunOn { parts })
}

#[derive(askama::Template)]
#[template(source = "{% for part in parts %}{{ part }}{% endfor %}", ext = "html")]
struct RunOn<'a> {
    parts: &'a [Html],
}

impl askama::filters::HtmlSafe for RunOn<'_> {}
