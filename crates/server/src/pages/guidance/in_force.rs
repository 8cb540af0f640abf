//! Which guidance is in force: today first, then on any day asked for, then every text, layer and local rule with its
//! dates. A wrong date is told in a sentence, and today's answer stands beside it.

use super::adoption::Adoption;
use super::edition::address_of;
use super::in_words::{self, capital};
use super::part::frame;
use super::timeline::{self, Span};
use crate::app::App;
use crate::govuk::{Button, DateInput, DatePart, ErrorSummary, Html, SummaryList, SummaryRow};
use crate::page::{Answered, Frame};
use crate::visitor::Visitor;
use crate::when;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use guidance::{Library, Pack};
use jiff::civil::Date;
use std::sync::Arc;

const TITLE: &str = "Which guidance is in force?";

/// The day asked for, as it was typed: in three fields, or whole in an address that somebody wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Asked {
    /// `2026-11-22`.
    pub on: Option<String>,
    /// The day of the month.
    #[serde(rename = "on-day", default)]
    pub day: String,
    /// The month, as a number.
    #[serde(rename = "on-month", default)]
    pub month: String,
    /// The year.
    #[serde(rename = "on-year", default)]
    pub year: String,
}

/// What is wrong with a day, and in which field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongDay {
    says: &'static str,
    part: DatePart,
}

impl Asked {
    /// The day that was meant: none where nothing was asked.
    ///
    /// # Errors
    /// Where it is no day.
    pub fn date(&self) -> Result<Option<Date>, WrongDay> {
        let typed = self.parts();
        let [year, month, day] = typed.each_ref().map(|text| text.trim());
        if [year, month, day].iter().all(|text| text.is_empty()) {
            return Ok(None);
        }
        let wrong = |says, part| WrongDay { says, part };
        for (text, says, part) in [
            (day, "Enter the day of the date, such as 22", DatePart::Day),
            (
                month,
                "Enter the month of the date, such as 11",
                DatePart::Month,
            ),
            (
                year,
                "Enter the year of the date, such as 2026",
                DatePart::Year,
            ),
        ] {
            if text.is_empty() {
                return Err(wrong(says, part));
            }
        }
        let number = |text: &str, part| {
            text.parse::<i16>()
                .map_err(|_| wrong("Enter the date in numbers, such as 22 11 2026", part))
        };
        let (day, month, year) = (
            number(day, DatePart::Day)?,
            number(month, DatePart::Month)?,
            number(year, DatePart::Year)?,
        );
        if !(1000..=9999).contains(&year) {
            return Err(wrong(
                "The year needs four figures, such as 2026",
                DatePart::Year,
            ));
        }
        if !(1..=12).contains(&month) {
            return Err(wrong("The month must be between 1 and 12", DatePart::Month));
        }
        let day = i8::try_from(day).unwrap_or_default();
        let month = i8::try_from(month).unwrap_or_default();
        Date::new(year, month, day)
            .map(Some)
            .map_err(|_| wrong("There is no such day in that month", DatePart::Day))
    }

    /// Year, month and day as typed.
    fn parts(&self) -> [String; 3] {
        match self
            .on
            .as_deref()
            .map(str::trim)
            .filter(|on| !on.is_empty())
        {
            Some(on) => {
                let mut parts = on.splitn(3, '-').map(str::to_owned);
                [(); 3].map(|()| parts.next().unwrap_or_default())
            }
            None => [self.year.clone(), self.month.clone(), self.day.clone()],
        }
    }

    fn field(&self, wrong: Option<WrongDay>) -> DateInput {
        let [year, month, day] = self.parts();
        let field = DateInput::new("on", "Which day do you want to know about?")
            .hint("The day on which it was decided, such as 22 11 2026")
            .error(wrong.map(|wrong| wrong.says))
            .day(day)
            .month(month)
            .year(year);
        match wrong {
            Some(wrong) => field.wrong(wrong.part),
            None => field,
        }
    }
}

/// What holds on a day in one nation.
struct OnDay {
    nation: String,
    pack: Option<Arc<Pack>>,
    begins: Option<Date>,
    adoption: Option<Adoption>,
}

impl OnDay {
    fn of(library: &Library, nation: &str, day: Date, visitor: Option<&Visitor>) -> Self {
        let setting = visitor
            .map(|visitor| visitor.setting.as_ref())
            .filter(|setting| setting.jurisdiction == nation);
        let local: Vec<&str> = setting
            .map(|setting| setting.local_rules.iter().map(String::as_str).collect())
            .unwrap_or_default();
        let pack = library.on_with(nation, day, &local);
        Self {
            nation: capital(nation),
            adoption: setting
                .and(pack.as_ref())
                .map(|pack| Adoption::of(pack, setting)),
            begins: timeline::spans(library, nation)
                .first()
                .map(|span| span.days.from),
            pack,
        }
    }

    fn address(pack: &Pack) -> String {
        address_of(pack)
    }

    fn banner(adoption: &Adoption) -> Html {
        adoption.banner()
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
    field: DateInput,
    timelines: Vec<(String, SummaryList)>,
    layers: Vec<Arc<Pack>>,
    local: Vec<Arc<Pack>>,
}

impl InForcePage {
    fn day(day: &Date) -> String {
        when::day(*day)
    }

    fn dates(pack: &Pack) -> String {
        in_words::dates(pack.in_force())
    }
}

/// `GET /guidance`
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(
    State(app): State<App>,
    visitor: Option<Visitor>,
    Query(asked): Query<Asked>,
) -> Answered {
    let library = app.library();
    let visitor = visitor.as_ref();
    let today = when::day_of(app.outside().now());
    let nations = timeline::jurisdictions(library);
    let on = |day: Date| {
        nations
            .iter()
            .map(|nation| OnDay::of(library, nation, day, visitor))
            .collect::<Vec<_>>()
    };
    let (day, wrong) = match asked.date() {
        Ok(day) => (day, None),
        Err(wrong) => (None, Some(wrong)),
    };
    let alone = |local: bool| {
        library
            .packs()
            .iter()
            .filter(move |pack| pack.is_layer() && pack.is_local() == local)
            .cloned()
            .collect()
    };
    let title = if wrong.is_some() {
        format!("Error: {TITLE}")
    } else {
        TITLE.to_owned()
    };
    let page = InForcePage {
        layout: frame(visitor, &title),
        errors: wrong.map(|wrong| {
            ErrorSummary::new([(format!("#on-{}", field_word(wrong.part)), wrong.says)])
        }),
        today,
        now: on(today),
        asked: day.map(|day| (day, on(day))),
        field: asked.field(wrong),
        timelines: nations
            .iter()
            .map(|nation| (capital(nation), listed(&timeline::spans(library, nation))))
            .collect(),
        layers: alone(false),
        local: alone(true),
    };
    let shown = crate::page::show(&page)?;
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, shown).into_response())
}

fn field_word(part: DatePart) -> &'static str {
    match part {
        DatePart::Day => "day",
        DatePart::Month => "month",
        DatePart::Year => "year",
    }
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
