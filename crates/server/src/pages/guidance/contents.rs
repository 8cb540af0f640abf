//! The contents of one text: what it is, the words it uses, where it stands, its days, who should check it, and the
//! way to each of its parts.

use super::adoption::Adoption;
use super::asked_day::AsOf;
use super::edition::{Edition, address_of};
use super::in_words;
use super::on_a_day::CONTENTS;
use super::other_day;
use super::part::frame;
use super::section::Section;
use crate::app::App;
use crate::govuk::{BackLink, Html, SummaryList, SummaryRow};
use crate::page::{Answered, Frame};
use crate::page_error::Instead;
use crate::visitor::Visitor;
use crate::when;
use axum::extract::{Path, State};
use casework::telling::kind_of_concern;
use guidance::{Library, ReadWith};

#[derive(askama::Template)]
#[template(path = "guidance/contents.html")]
struct ContentsPage {
    layout: Frame,
    back: BackLink,
    edition: Edition,
    as_of: Html,
    banner: Html,
    facts: SummaryList,
    other_day: Html,
}

impl ContentsPage {
    fn sections(&self) -> Vec<(String, &'static str, &'static str)> {
        Section::ALL
            .map(|one| (self.edition.page(one), one.name(), one.about()))
            .to_vec()
    }
}

/// `GET /guidance/{pack}/{version}`
///
/// # Errors
/// [`Instead::NotThere`] for a pack or version that is not there.
pub async fn show(
    State(app): State<App>,
    visitor: Option<Visitor>,
    as_of: AsOf,
    Path((pack, version)): Path<(String, String)>,
) -> Answered {
    let library = app.library();
    let edition =
        Edition::for_reader(&app, visitor.as_ref(), &pack, &version).ok_or(Instead::NotThere)?;
    let edition = other_day::read(edition, &as_of);
    let adoption = Adoption::of(
        &edition.pack,
        visitor.as_ref().map(|visitor| visitor.setting.as_ref()),
    );
    as_of.answer(&ContentsPage {
        layout: frame(visitor.as_ref(), &as_of.title(edition.pack.title())),
        back: BackLink::to(as_of.keep("/guidance")).saying("Back to which guidance is in force"),
        banner: super::part::with_notice(&edition.pack, adoption.banner()),
        facts: facts(library, &edition),
        as_of: other_day::over(&app, visitor.as_ref(), &edition, CONTENTS, &as_of),
        other_day: other_day::under(&edition, CONTENTS, &as_of),
        edition,
    })
}

fn facts(library: &Library, edition: &Edition) -> SummaryList {
    let pack = &edition.pack;
    let mut rows = vec![SummaryRow::new("The words it uses", words(edition))];
    let standing = |id: &str| {
        edition
            .main_source(id)
            .map(|source| in_words::standing(source.standing))
    };
    if let Some(standing) = standing(pack.id()) {
        rows.push(SummaryRow::new("Standing", standing));
    }
    rows.push(SummaryRow::new(
        "Kind of concern",
        kind_of_concern(edition.names().concern()),
    ));
    rows.push(SummaryRow::new("In force", in_words::dates(edition.days())));
    let layers: Vec<Html> = edition
        .added()
        .iter()
        .filter(|_| !pack.is_layer())
        .map(|layer| {
            let address = edition.kept(format!("/guidance/{}/{}", layer.id, layer.version));
            let local = if layer.local {
                "a setting\u{2019}s own stricter rule"
            } else {
                "a layer"
            };
            let stands = standing(&layer.id)
                .map(|words| format!(" {words}."))
                .unwrap_or_default();
            let told = format!(
                " \u{2013} {local}, {}.{stands}",
                in_words::dates(layer.in_force).replacen("From", "from", 1)
            );
            Html::join([Html::link(&address, &layer.title), Html::text(&told)])
        })
        .collect();
    if !layers.is_empty() {
        rows.push(SummaryRow::new("With it", Html::bullets(layers)));
    }
    let over: Vec<Html> = pack
        .layer_over()
        .iter()
        .filter_map(|id| library.find(id, None).ok())
        .map(|base| Html::link(&address_of(&base), base.title()))
        .collect();
    if !over.is_empty() {
        rows.push(SummaryRow::new("A layer over", Html::bullets(over)));
    }
    if pack.is_local() {
        rows.push(SummaryRow::new(
            "Local",
            "A setting\u{2019}s own stricter rule. In force only where a setting has adopted it.",
        ));
    }
    rows.push(SummaryRow::new(
        "How it weighs a case",
        in_words::posture(pack.posture()),
    ));
    rows.push(SummaryRow::new(
        "How far it was brought",
        in_words::status(pack.status()),
    ));
    rows.push(SummaryRow::new("Who should check it", format!("A setting\u{2019}s own safeguarding adviser, item by item, before the setting adopts it; and again by {}.", when::day(pack.review_by()))));
    rows.push(SummaryRow::new(
        "Identity",
        Html::join([
            Html::paragraphs(&format!("{} {}", pack.id(), pack.version())),
            Html::of(Digest {
                digest: pack.digest(),
            }),
        ]),
    ));
    SummaryList::new(rows)
}

/// The fingerprint that every recommendation is stamped with.
#[derive(askama::Template)]
#[template(
    source = r#"<p class="govuk-body">Digest, by which a record can be matched to exactly this text:</p><p class="leeward-digest">{{ digest }}</p>"#,
    ext = "html"
)]
struct Digest<'a> {
    digest: &'a str,
}

impl askama::filters::HtmlSafe for Digest<'_> {}

/// The term, what it means here, and where the text has them the notes that say why.
fn words(edition: &Edition) -> Html {
    let pack = &edition.pack;
    let term = edition
        .names()
        .terms()
        .iter()
        .find(|one| one.term.as_ref() == pack.term());
    let mut told = vec![match term {
        Some(term) => Html::join([
            edition.read_with(&ReadWith::Term(term.id.clone())),
            Html::paragraphs(&term.means),
        ]),
        None => Html::paragraphs(pack.term()),
    }];
    let why = edition
        .names()
        .notes()
        .iter()
        .filter(|note| note.id.starts_with("preferred-term"));
    let links: Vec<Html> = why
        .map(|note| edition.read_with(&ReadWith::Note(note.id.clone())))
        .collect();
    if !links.is_empty() {
        told.push(Html::bullets(links));
    }
    Html::join(told)
}
