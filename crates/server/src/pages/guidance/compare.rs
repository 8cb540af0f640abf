//! Two texts side by side: every situation on which they differ, each with the least that shows it. Without a choice, the
//! newest change is shown, as of a day where one is asked for.

use super::asked_day::AsOf;
use super::edition::Edition;
use super::part::frame;
use super::section::Section;
use super::timeline;
use super::where_from::WhereFrom;
use crate::app::App;
use crate::govuk::{BackLink, Button, DateInput, ErrorSummary, Html, Select, SelectItem, Table};
use crate::page::{Answered, Frame};
use crate::visitor::Visitor;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use guidance::{Because, Comparison, Difference, Library, Pack, WhichText, compare};
use jiff::civil::Date;
use std::sync::Arc;

/// The texts asked about, as `id@version`.
#[derive(Debug, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    one: String,
    #[serde(default)]
    other: String,
}

#[derive(askama::Template)]
#[template(path = "guidance/compare.html")]
struct ComparePage {
    layout: Frame,
    back: BackLink,
    errors: Option<ErrorSummary>,
    one: Select,
    other: Select,
    seen: Option<Seen>,
    /// The day both are taken as in force on, where one was asked for.
    day: Option<Date>,
    says: Option<String>,
    nothing_yet: Option<String>,
    field: DateInput,
    wrong_day: bool,
}

/// A comparison, and the texts that were compared.
struct Seen {
    texts: [Edition; 2],
    comparison: Comparison,
}

/// Differences of one sort.
struct Group<'s> {
    heading: &'static str,
    differences: Vec<&'s Difference>,
}

impl<'s> Group<'s> {
    fn of(differences: Vec<&'s Difference>) -> Option<Self> {
        let first = differences.first()?;
        let heading = match (first.called, first.only) {
            (true, WhichText::Other) => "Only the second calls for",
            (true, WhichText::One) => "Only the first calls for",
            (false, WhichText::Other) => "Only the second points to",
            (false, WhichText::One) => "Only the first points to",
        };
        Some(Self {
            heading,
            differences,
        })
    }
}

impl Seen {
    fn text(&self, side: WhichText) -> &Edition {
        let [one, other] = &self.texts;
        match side {
            WhichText::One => one,
            WhichText::Other => other,
        }
    }

    fn link(&self, side: WhichText) -> Html {
        let text = self.text(side);
        Html::link(&text.address(), &called(&text.pack))
    }

    fn newer(&self) -> Html {
        self.link(WhichText::Other)
    }

    fn older(&self) -> Html {
        self.link(WhichText::One)
    }

    fn groups(&self) -> Vec<Group<'_>> {
        let sorts = self.comparison.sorts().into_iter();
        sorts.filter_map(Group::of).collect()
    }

    fn rule(&self, difference: &Difference, because: &Because) -> Html {
        self.text(difference.only).rule(&because.rule)
    }

    fn clause(&self, difference: &Difference, because: &Because) -> WhereFrom {
        let text = self.text(difference.only);
        let pack = text.names().rule(&because.rule);
        let pack = pack.map_or(text.pack.id(), |rule| rule.pack.as_ref());
        text.where_from(&because.source, pack)
    }

    fn questions(&self, only: &WhichText) -> Html {
        let asked = self.comparison.questions.iter();
        let text = self.text(*only);
        Html::bullets(
            asked
                .filter(|one| one.only == *only)
                .map(|one| text.question(&one.fact)),
        )
    }

    fn asks_more(&self, only: &WhichText) -> bool {
        self.comparison
            .questions
            .iter()
            .any(|one| one.only == *only)
    }

    fn worded(&self) -> Option<Table> {
        let changed = &self.comparison.changed;
        if changed.is_empty() {
            return None;
        }
        let head = ["What", "In the first", "In the second"];
        let table = Table::new(head).caption("The same response, worded otherwise");
        Some(changed.iter().fold(table, |table, one| {
            let what = match one.what.as_ref() {
                "says" => "What must happen",
                "by" => "By when",
                "duty" => "Whose duty",
                _ => "What answers it",
            };
            table.row([what, one.one.as_str(), one.other.as_str()])
        }))
    }

    fn sections(&self) -> Html {
        let link = |side: WhichText| {
            let text = self.text(side);
            Html::link(&text.page(Section::Rules), &called(&text.pack))
        };
        Html::bullets([link(WhichText::One), link(WhichText::Other)])
    }
}

/// `GET /guidance/compare`
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(
    State(app): State<App>,
    visitor: Option<Visitor>,
    as_of: AsOf,
    Query(asked): Query<Asked>,
) -> Answered {
    let library = app.library();
    let day = as_of.asked();
    let texts = texts(library);
    let nation = visitor
        .as_ref()
        .map_or("england", |visitor| &visitor.setting.jurisdiction);
    let (one, other) = if asked.one.is_empty() && asked.other.is_empty() {
        newest_change(library, nation, day).unwrap_or_default()
    } else {
        (asked.one, asked.other)
    };
    // Where a day was asked for and no text had yet taken another's place, there is nothing to compare.
    let none_yet = one.is_empty() && other.is_empty() && day.is_some();
    let (seen, wrong) = if none_yet || as_of.is_wrong() {
        (None, None)
    } else {
        match looked_at(library, &one, &other, day).await {
            Ok(seen) => (Some(seen), None),
            Err(wrong) => (None, Some(wrong)),
        }
    };
    let select = |name: &str, label: &str, chosen: &str, error: Option<&'static str>| {
        let items = texts
            .iter()
            .map(|(value, says)| SelectItem::new(value, says));
        Select::new(name, label, items)
            .value((!chosen.is_empty()).then_some(chosen))
            .error(error)
    };
    let at = |field: &str| {
        let here = wrong.as_ref().filter(|wrong| wrong.field == field);
        here.map(|wrong| wrong.says)
    };
    let title = if wrong.is_some() || as_of.is_wrong() {
        "Error: What differs between two texts?"
    } else {
        "What differs between two texts?"
    };
    let page = ComparePage {
        layout: frame(visitor.as_ref(), title),
        back: BackLink::to(as_of.keep("/guidance")).saying("Back to which guidance is in force"),
        one: select("one", "First text", &one, at("one")),
        other: select("other", "Second text", &other, at("other")),
        errors: wrong
            .as_ref()
            .map(|wrong| ErrorSummary::new([(format!("#{}", wrong.field), wrong.says)]))
            .or_else(|| as_of.errors()),
        seen,
        day,
        says: as_of.says(),
        nothing_yet: day.filter(|_| none_yet).map(|day| {
            let told = crate::when::day(day);
            format!("By {told} no text that Leeward holds had taken the place of another.")
        }),
        field: as_of.field(),
        wrong_day: as_of.is_wrong(),
    };
    let shown = crate::page::show(&page)?;
    let status = if wrong.is_some() || as_of.is_wrong() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, shown).into_response())
}

/// What is wrong with a choice, and in which field.
struct Wrong {
    field: &'static str,
    says: &'static str,
}

/// Compares off the thread that serves requests: it takes some tenths of a second.
async fn looked_at(
    library: &'static Library,
    one: &str,
    other: &str,
    day: Option<Date>,
) -> Result<Seen, Wrong> {
    let text = |spec: &str, field| {
        in_force(library, spec, day).map_err(|_| Wrong {
            field,
            says: "Choose one of the texts in the list",
        })
    };
    let (one, other) = (text(one, "one")?, text(other, "other")?);
    let pair = (Arc::clone(&one), Arc::clone(&other));
    let compared = tokio::task::spawn_blocking(move || compare((&pair.0, day), (&pair.1, day)));
    match compared.await {
        Ok(Ok(comparison)) => Ok(Seen {
            texts: [one, other].map(|pack| Edition::of(library, pack)),
            comparison,
        }),
        _ => Err(Wrong {
            field: "one",
            says: "These two cannot be compared. Choose a text and not a layer by itself",
        }),
    }
}

/// A text by name, as it was in force on a day: a bare id brings the national layers of that day with it, as it does for
/// `leeward guidance compare --on`.
fn in_force(
    library: &Library,
    spec: &str,
    day: Option<Date>,
) -> Result<Arc<Pack>, Vec<guidance::Problem>> {
    let named = library.find(spec, day)?;
    let whole = day
        .filter(|_| !spec.contains(['@', '+']))
        .and_then(|day| library.on_for(named.jurisdiction(), named.concern(), day, &[]))
        .filter(|whole| whole.id() == named.id());
    Ok(whole.unwrap_or(named))
}

fn spec(pack: &Pack) -> String {
    format!("{}@{}", pack.id(), pack.version())
}

/// A text's title, with what lies over it.
fn called(pack: &Pack) -> String {
    let layers: Vec<&str> = pack
        .layers()
        .iter()
        .skip(1)
        .map(|one| one.title.as_ref())
        .collect();
    if layers.is_empty() {
        return pack.title().to_owned();
    }
    format!(
        "{}, with: {}",
        pack.title(),
        super::in_words::listed(&layers, "and")
    )
}

/// Every text as it was in force over some days, with what a list calls it.
fn texts(library: &Library) -> Vec<(String, String)> {
    let kinds = timeline::kinds(library);
    let spans = kinds
        .iter()
        .flat_map(|(nation, kind)| timeline::spans(library, nation, *kind));
    spans
        .map(|span| {
            let nation = super::in_words::nation(span.pack.jurisdiction());
            (
                spec(&span.pack),
                format!("{nation}: {}", called(&span.pack)),
            )
        })
        .collect()
}

/// The latest two texts of a nation that began one after the other, by a day where one is asked for; of any nation, where
/// this one has no two.
fn newest_change(library: &Library, nation: &str, by: Option<Date>) -> Option<(String, String)> {
    let of = |nation: &str| {
        let mut spans = timeline::spans(library, nation, guidance::Concern::default());
        spans.retain(|span| by.is_none_or(|day| span.days.from <= day));
        match spans.as_slice() {
            [.., one, other] => Some((spec(&one.pack), spec(&other.pack))),
            _ => None,
        }
    };
    let others = timeline::jurisdictions(library);
    of(nation).or_else(|| others.iter().find_map(|nation| of(nation)))
}

impl ComparePage {
    fn compare() -> Button {
        Button::new("Compare")
    }

    fn by_day() -> Button {
        Button::new("Show the newest change by that day").secondary()
    }
}
