//! The guidance and help pages through the front door, as somebody reads them who is not signed in.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use casework::outside::{Chance, Clock, Outside};
use guidance::{Library, Pack};
use jiff::Timestamp;
use jiff::civil::date;
use scraper::{Html, Selector};
use server::app::{App, Config, router};
use server::mail::NoMail;
use store::{RootKey, Store};
use tower::ServiceExt;

struct FrozenClock;

impl Clock for FrozenClock {
    fn now(&self) -> Timestamp {
        "2026-11-22T14:05:00Z".parse().unwrap()
    }
}

struct Counting(std::sync::atomic::AtomicU8);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    }
}

struct House {
    router: axum::Router,
    _folder: tempfile::TempDir,
}

impl House {
    fn open() -> Self {
        Self::with(Library::shipped)
    }

    fn with(library: fn() -> &'static Library) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outside = Outside {
            clock: Arc::new(FrozenClock),
            chance: Arc::new(Counting(1.into())),
        };
        let root = RootKey::made(outside.chance.as_ref());
        let store = Store::create(folder.path().join("records"), root, outside.clone()).unwrap();
        let app = App::new(store, library, outside, Arc::new(NoMail), Config::default());
        Self {
            router: router(&app),
            _folder: folder,
        }
    }

    async fn get(&self, address: &str) -> (StatusCode, String) {
        let request = Request::get(address)
            .header("host", "localhost")
            .body(Body::empty())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn page(&self, address: &str) -> String {
        let (status, body) = self.get(address).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        body
    }
}

const PARTS: [&str; 11] = [
    "questions",
    "rules",
    "what-must-happen",
    "duties",
    "notes",
    "thinking",
    "glossary",
    "services",
    "examples",
    "sources",
    "to-verify",
];

/// Every text there is: each pack and layer by itself, and every combination that is in force on some day, with and
/// without the local rules.
fn texts() -> Vec<Arc<Pack>> {
    let library = Library::shipped();
    assert!(library.problems().is_empty(), "{:?}", library.problems());
    let mut texts: BTreeMap<String, Arc<Pack>> = BTreeMap::new();
    let local: Vec<&str> = library
        .packs()
        .iter()
        .filter(|pack| pack.is_local())
        .map(|pack| pack.id())
        .collect();
    for pack in library.packs() {
        texts.insert(pack.digest().to_owned(), Arc::clone(pack));
        for adopted in [&[][..], &local[..]] {
            let from = pack.in_force().from;
            let (place, concern) = (pack.jurisdiction(), pack.concern());
            if let Some(on) = library.on_for(place, concern, from, adopted) {
                texts.insert(on.digest().to_owned(), on);
            }
        }
    }
    assert!(
        texts.len() > library.packs().len(),
        "some text has layers over it"
    );
    texts.into_values().collect()
}

fn name(pack: &Pack) -> String {
    format!("{}/{}", pack.id(), pack.version())
}

fn all(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector)
        .map(|found| found.text().collect::<String>())
        .collect()
}

fn attributes(html: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector)
        .filter_map(|found| found.attr(attribute).map(str::to_owned))
        .collect()
}

fn words_of(page: &str) -> String {
    let html = Html::parse_document(page);
    let words = all(&html, "main").join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every anchor that the pages of a pack must have.
fn anchors(pack: &Pack) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    ids.extend(pack.facts().iter().map(|one| format!("fact-{}", one.id)));
    ids.extend(pack.rules().iter().map(|one| format!("rule-{}", one.id)));
    ids.extend(
        pack.responses()
            .iter()
            .map(|one| format!("response-{}", one.id)),
    );
    ids.extend(pack.routes().iter().map(|one| format!("route-{}", one.id)));
    for list in pack.checklists() {
        ids.push(format!("checklist-{}", list.id));
        ids.extend(
            list.items
                .iter()
                .map(|item| format!("line-{}--{}", list.id, item.id)),
        );
    }
    ids.extend(pack.clocks().iter().map(|one| format!("clock-{}", one.id)));
    ids.extend(pack.notes().iter().map(|one| format!("note-{}", one.id)));
    ids.extend(pack.terms().iter().map(|one| format!("term-{}", one.id)));
    ids.extend(
        pack.reasons()
            .iter()
            .map(|one| format!("reason-{}", one.id)),
    );
    ids.extend(
        pack.services()
            .iter()
            .map(|one| format!("service-{}", one.id)),
    );
    ids.extend((1..=pack.examples().len()).map(|number| format!("example-{number}")));
    ids.extend(
        pack.sources()
            .iter()
            .map(|one| format!("source-{}", one.id)),
    );
    ids.extend(
        pack.to_verify()
            .iter()
            .map(|one| format!("verify-{}", one.id)),
    );
    ids
}

#[tokio::test]
async fn every_item_of_every_text_has_one_anchor() {
    let house = House::open();
    for pack in texts() {
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for part in PARTS {
            let page = house
                .page(&format!("/guidance/{}/{part}", name(&pack)))
                .await;
            for id in attributes(&Html::parse_document(&page), "[id]", "id") {
                *found.entry(id).or_default() += 1;
            }
        }
        for anchor in anchors(&pack) {
            assert_eq!(found.get(&anchor), Some(&1), "{anchor} in {}", name(&pack));
        }
    }
}

#[tokio::test]
async fn every_item_says_its_source_and_mark_and_which_layer_it_came_from() {
    let house = House::open();
    let pack = Library::shipped()
        .on("england", date(2026, 11, 22))
        .unwrap();
    assert!(pack.layers().len() > 1, "a layer is in force on that day");
    let layer = pack.layers().last().unwrap();
    let mut checked = 0;
    for part in PARTS {
        let html = Html::parse_document(
            &house
                .page(&format!("/guidance/{}/{part}", name(&pack)))
                .await,
        );
        let mut told = |anchor: String, source: &guidance::SourceRef, from: &str| {
            let found = all(&html, &format!("[id=\"{anchor}\"]"));
            let Some(words) = found.first() else { return };
            let title = &pack.source(&source.id).unwrap().title;
            assert!(words.contains(title.as_ref()), "{anchor}: {title}");
            assert!(
                words.contains(source.mark.says()),
                "{anchor}: {:?}",
                source.mark
            );
            if let Some(section) = &source.section {
                assert!(words.contains(section.as_ref()), "{anchor}: {section}");
            }
            assert_eq!(
                words.contains(layer.title.as_ref()),
                from == layer.id.as_ref(),
                "{anchor}: {words}"
            );
            checked += 1;
        };
        for one in pack.facts() {
            told(format!("fact-{}", one.id), &one.source, &one.pack);
        }
        for one in pack.rules() {
            told(format!("rule-{}", one.id), &one.source, &one.pack);
        }
        for one in pack.responses() {
            told(format!("response-{}", one.id), &one.source, &one.pack);
        }
        for one in pack.notes() {
            told(format!("note-{}", one.id), &one.source, &one.pack);
        }
        for one in pack.terms() {
            told(format!("term-{}", one.id), &one.source, &one.pack);
        }
        for one in pack.tags() {
            told(format!("tag-{}", one.id), &one.source, &one.pack);
        }
        for one in pack.services() {
            told(format!("service-{}", one.id), &one.source, &one.pack);
        }
        for list in pack.checklists() {
            for one in &list.items {
                let anchor = format!("[id=\"line-{}--{}\"]", list.id, one.id);
                for words in all(&html, &anchor) {
                    assert!(words.contains(one.source.mark.says()), "{anchor}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 200, "{checked}");
}

#[tokio::test]
async fn every_link_within_the_guidance_leads_somewhere() {
    let house = House::open();
    let mut links: BTreeSet<(String, String)> = BTreeSet::new();
    let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut addresses = vec!["/guidance".to_owned(), "/guidance/compare".to_owned()];
    for pack in texts() {
        addresses.push(format!("/guidance/{}", name(&pack)));
        addresses.extend(
            PARTS
                .iter()
                .map(|part| format!("/guidance/{}/{part}", name(&pack))),
        );
        addresses.push(format!("/guidance/{}/drawing", name(&pack)));
    }
    for address in addresses {
        let html = Html::parse_document(&house.page(&address).await);
        pages.insert(
            address.clone(),
            attributes(&html, "[id]", "id").into_iter().collect(),
        );
        for href in attributes(&html, "main a[href], .govuk-back-link", "href") {
            let full = if href.starts_with('#') {
                format!("{address}{href}")
            } else {
                href
            };
            links.insert((address.clone(), full));
        }
    }
    for (from, href) in links {
        let (to, anchor) = href
            .split_once('#')
            .map_or((href.as_str(), None), |(to, anchor)| (to, Some(anchor)));
        if to.ends_with(".svg") {
            house.page(to).await;
            continue;
        }
        let ids = pages
            .get(to)
            .unwrap_or_else(|| panic!("{from} links to {href}, which is not there"));
        if let Some(anchor) = anchor {
            assert!(
                ids.contains(anchor),
                "{from} links to {href}, which has no such anchor"
            );
        }
    }
}

#[tokio::test]
async fn a_text_is_one_picture_in_three_shapes_with_the_same_in_words_beside_it() {
    let house = House::open();
    for pack in texts() {
        let address = format!("/guidance/{}/drawing", name(&pack));
        let page = house.page(&address).await;
        let html = Html::parse_document(&page);
        let pictures = attributes(&html, "main svg[role=img]", "aria-label");
        assert_eq!(pictures.len(), 3, "{address}");
        assert!(pictures.iter().all(|label| label.contains("as a drawing")));
        let in_words = all(&html, "[aria-labelledby=drawing-in-words] li").join(" ");
        for rule in pack
            .rules()
            .iter()
            .filter(|rule| rule.when != guidance::Condition::Always)
        {
            assert!(
                in_words.contains(rule.says.as_ref()),
                "{address}: {}",
                rule.id
            );
        }
    }
    let poster = "/guidance/england-ukcis-2024/2024-03-11/drawing.svg";
    assert!(house.page(poster).await.starts_with("<svg "));
    let (status, _) = house
        .get("/guidance/england-ukcis-2024/1999-01-01/drawing")
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_texts_are_compared_with_an_example_and_a_clause_beside_each_difference() {
    let house = House::open();
    let newest = house.page("/guidance/compare").await;
    assert!(
        newest.contains("Second: <a"),
        "without a choice the newest change is shown"
    );
    let page = house
        .page("/guidance/compare?one=england-ukcis-2020@2020-12-23&other=england-ukcis-2024@2024-03-11")
        .await;
    let html = Html::parse_document(&page);
    let main = all(&html, "main").join(" ");
    for said in [
        "Only the second calls for",
        "Someone is making demands or threats.",
        "Such as, with no more known than this",
        "could on more",
        "Asked only by the second",
    ] {
        assert!(main.contains(said), "{said} in {main}");
    }
    let clauses = all(&html, ".leeward-clause .leeward-source");
    assert!(clauses.len() > 2 && clauses.iter().all(|one| one.contains("Source")));
    let (status, refused) = house
        .get("/guidance/compare?one=england-ukcis-2020@1999-01-01&other=x")
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.contains("Choose one of the texts in the list"),
        "{refused}"
    );
}

#[tokio::test]
async fn every_page_has_one_main_heading_and_headings_in_order() {
    let house = House::open();
    let mut addresses = vec![
        "/guidance".to_owned(),
        "/guidance/compare".to_owned(),
        "/help/verifying".to_owned(),
        "/help/accessibility".to_owned(),
    ];
    for pack in texts() {
        addresses.push(format!("/guidance/{}", name(&pack)));
        addresses.extend(
            PARTS
                .iter()
                .map(|part| format!("/guidance/{}/{part}", name(&pack))),
        );
        addresses.push(format!("/guidance/{}/drawing", name(&pack)));
    }
    for address in addresses {
        let page = house.page(&address).await;
        let html = Html::parse_document(&page);
        let headings = Selector::parse("main h1, main h2, main h3, main h4").unwrap();
        let levels: Vec<u8> = html
            .select(&headings)
            .map(|one| one.value().name().as_bytes()[1] - b'0')
            .collect();
        assert_eq!(
            levels.iter().filter(|level| **level == 1).count(),
            1,
            "{address}"
        );
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{address}: {levels:?}"
        );
        let ids = attributes(&html, "[id]", "id");
        assert_eq!(
            ids.len(),
            ids.iter().collect::<BTreeSet<_>>().len(),
            "{address} uses an id twice"
        );
        assert!(
            all(&html, "a[href]")
                .iter()
                .all(|words| !words.trim().is_empty()),
            "{address} has a link without words"
        );
        assert!(
            !page.contains(" style=\""),
            "{address} has a style of its own, which browsers are told to refuse"
        );
    }
}

#[tokio::test]
async fn every_part_of_the_source_article_is_told_under_the_text_of_2016() {
    let house = House::open();
    for (told, part, anchor, words) in [
        (
            "shared with the knowledge of the child?",
            "questions",
            "fact-without-consent",
            "without the knowledge or agreement",
        ),
        (
            "are adults involved?",
            "questions",
            "fact-adult-involved",
            "adult involved",
        ),
        (
            "was there pressure?",
            "questions",
            "fact-why-shared",
            "Pressure",
        ),
        (
            "was there pressure?",
            "duties",
            "line-assessment--why",
            "Why was it shared?",
        ),
        (
            "what is the impact?",
            "questions",
            "fact-serious-impact",
            "serious effect",
        ),
        (
            "additional vulnerabilities?",
            "questions",
            "fact-vulnerable",
            "vulnerability",
        ),
        (
            "taken part before?",
            "questions",
            "fact-earlier-case",
            "before?",
        ),
        (
            "consent",
            "questions",
            "fact-understands-consent",
            "understand consent",
        ),
        ("slang 1", "glossary", "term-cybersex", "cybersex"),
        (
            "slang 2",
            "glossary",
            "term-nudie",
            "sending a nudie, picture or selfie",
        ),
        ("slang 3", "glossary", "term-trading-nudes", "trading nudes"),
        ("slang 4", "glossary", "term-dirtie", "dirtie"),
        ("slang 5", "glossary", "term-pic-for-pic", "pic for pic"),
        ("reason 1", "glossary", "reason-everyone-does-it", "veryone"),
        (
            "reason 2",
            "glossary",
            "reason-self-esteem",
            "feel better about themselves",
        ),
        ("reason 3", "glossary", "reason-flirting", "Flirting"),
        (
            "reason 4",
            "glossary",
            "reason-exploring",
            "their own feelings",
        ),
        (
            "reason 5",
            "glossary",
            "reason-attention",
            "meet new people online",
        ),
        (
            "reason 6",
            "glossary",
            "reason-hard-to-say-no",
            "someone kept asking",
        ),
        (
            "seen as flirting, and the law",
            "notes",
            "note-law-article",
            "against the law",
        ),
        (
            "even where the person is a child",
            "notes",
            "note-law-article",
            "is a child too",
        ),
        (
            "workload",
            "notes",
            "note-workload",
            "growing share of safeguarding time",
        ),
        (
            "the police may record without action",
            "notes",
            "note-recording-option",
            "formal action is not in the public interest",
        ),
        (
            "since January 2016",
            "notes",
            "note-recording-option",
            "Since January 2016",
        ),
        (
            "unlikely on later checks",
            "notes",
            "note-recording-option",
            "unlikely to appear on a later check, but not impossible",
        ),
        (
            "unless other incidents show a risk",
            "notes",
            "note-recording-option-article",
            "point to a risk",
        ),
        (
            "more than 200 organisations",
            "notes",
            "note-status",
            "more than 200 organisations",
        ),
        (
            "who supported it",
            "notes",
            "note-companions",
            "Home Office",
        ),
        ("non-statutory", "notes", "note-status", "not statutory"),
        (
            "companion guidance",
            "notes",
            "note-companions",
            "Keeping children safe in education 2016",
        ),
        (
            "proportionality and risk",
            "notes",
            "note-proportionate",
            "Be guided by proportion and by risk",
        ),
        (
            "safeguarding before a criminal response",
            "notes",
            "note-police-not-always",
            "safeguarding before a criminal answer",
        ),
        (
            "the police may not be necessary",
            "notes",
            "note-police-not-always",
            "police need not be part of every response",
        ),
        (
            "deletion in the setting",
            "notes",
            "note-police-not-always",
            "imagery is deleted",
        ),
        (
            "deletion in the setting, in order",
            "duties",
            "checklist-deletion",
            "Ask the child to delete",
        ),
        (
            "preferred term",
            "glossary",
            "term-youth-produced-sexual-imagery",
            "rather than sexting",
        ),
        (
            "preferred term",
            "notes",
            "note-preferred-term-article",
            "in place of sexting",
        ),
        ("the word itself", "glossary", "term-sexting", "sexting"),
        (
            "the article as a source",
            "sources",
            "source-source-article",
            "What is sexting?",
        ),
    ] {
        let page = house
            .page(&format!("/guidance/england-ukccis-2016/2016-08-20/{part}"))
            .await;
        let shown = all(&Html::parse_document(&page), &format!("[id=\"{anchor}\"]")).concat();
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(words), "{told}: {anchor} says {shown:?}");
    }
    let glossary = words_of(
        &house
            .page("/guidance/england-ukccis-2016/2016-08-20/glossary")
            .await,
    );
    assert!(glossary.contains("None of them is a mark against a child."));
    assert!(glossary.contains("This text says \u{201c}youth-produced sexual imagery\u{201d}"));
}

#[tokio::test]
async fn rules_are_said_in_plain_words_and_a_dormant_one_says_so() {
    let house = House::open();
    let words = words_of(
        &house
            .page("/guidance/england-ukccis-2016/2016-08-20/rules")
            .await,
    );
    assert!(
        words.contains("at least one child who is pictured was under 13 at the time"),
        "{words}"
    );
    let layer = words_of(
        &house
            .page("/guidance/england-kcsie-2026/2026-09-01/rules")
            .await,
    );
    assert!(
        layer.contains("Dormant: Each adult the duty covers"),
        "{layer}"
    );
    assert!(layer.contains("Not evaluated yet, so it calls for nothing."));
}

#[tokio::test]
async fn a_service_that_is_not_for_children_says_so_and_every_contact_is_checked_before_use() {
    let house = House::open();
    for pack in texts() {
        let html = Html::parse_document(
            &house
                .page(&format!("/guidance/{}/services", name(&pack)))
                .await,
        );
        for service in pack.services() {
            let words = all(&html, &format!("#service-{}", service.id)).concat();
            assert_eq!(
                words.contains("Not for a child"),
                !service.offer_to_child,
                "{}",
                service.id
            );
            assert!(
                words.to_lowercase().contains("check") && words.contains("before use"),
                "{}",
                service.id
            );
        }
    }
}

#[tokio::test]
async fn the_text_of_any_day_is_found_by_its_date() {
    let house = House::open();
    for (on, title, also) in [
        (
            "2019-06-03",
            "On 3 June 2019",
            "/guidance/england-ukccis-2016/2016-08-20",
        ),
        (
            "2020-12-22",
            "On 22 December 2020",
            "/guidance/england-ukccis-2016/2016-08-20",
        ),
        (
            "2020-12-23",
            "On 23 December 2020",
            "/guidance/england-ukcis-2020/2020-12-23",
        ),
        (
            "2024-03-11",
            "On 11 March 2024",
            "/guidance/england-ukcis-2024/2024-03-11",
        ),
        (
            "2026-09-01",
            "On 1 September 2026",
            "/guidance/england-ukcis-2024/2024-03-11+england-kcsie-2026@2026-09-01",
        ),
    ] {
        let html = Html::parse_document(&house.page(&format!("/guidance?on={on}")).await);
        assert_eq!(all(&html, "#asked h2"), [title]);
        assert_eq!(
            attributes(&html, "#asked a", "href")
                .first()
                .map(String::as_str),
            Some(format!("{also}?on={on}").as_str())
        );
    }
    let fields = house
        .page("/guidance?on-day=3&on-month=6&on-year=2019")
        .await;
    assert!(words_of(&fields).contains("On 3 June 2019"));
    let early = words_of(&house.page("/guidance?on=2001-02-03").await);
    assert!(
        early.contains("was in force on that day. The earliest begins on 20 August 2016."),
        "{early}"
    );
}

#[tokio::test]
async fn what_is_in_force_today_comes_first() {
    let html = Html::parse_document(&House::open().page("/guidance").await);
    assert_eq!(
        all(&html, "main h2").first().map(String::as_str),
        Some("Today, 22 November 2026")
    );
    let links = attributes(&html, "#today a", "href");
    assert_eq!(
        links.get(..2).unwrap(),
        [
            "/guidance/england-ukcis-2024/2024-03-11+england-kcsie-2026@2026-09-01",
            "/guidance/england-online-bullying/2022-09-01"
        ],
        "the nation most read about comes first, each kind of concern with its own text"
    );
    for elsewhere in [
        "new-zealand-netsafe",
        "scotland-national-guidance-2021",
        "wales-hwb",
        "queensland-reporting",
        "no-guidance",
    ] {
        assert!(
            links.iter().any(|link| link.contains(elsewhere)),
            "{elsewhere}"
        );
    }
}

#[tokio::test]
async fn a_wrong_date_is_told_in_a_sentence_and_kept() {
    let house = House::open();
    for (query, says) in [
        ("on=2026-02-30", "There is no such day in that month"),
        ("on=zyxcanary", "Enter the day of the date, such as 22"),
        (
            "on-day=31&on-month=13&on-year=2026",
            "The month must be between 1 and 12",
        ),
        (
            "on-day=31&on-month=&on-year=2026",
            "Enter the month of the date, such as 11",
        ),
        (
            "on-day=31&on-month=12&on-year=26",
            "The year needs four figures, such as 2026",
        ),
        (
            "on-day=x&on-month=12&on-year=2026",
            "Enter the date in numbers, such as 22 11 2026",
        ),
        (
            "on-day=999&on-month=12&on-year=2026",
            "There is no such day in that month",
        ),
    ] {
        let (status, body) = house.get(&format!("/guidance?{query}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let html = Html::parse_document(&body);
        assert!(
            all(&html, ".govuk-error-summary a")
                .iter()
                .any(|told| told == says),
            "{query}: {says}"
        );
        let target = attributes(&html, ".govuk-error-summary a", "href").concat();
        assert_eq!(
            all(&html, &format!("input{target}")).len(),
            1,
            "{query}: {target} is a field"
        );
        assert!(
            all(&html, "h2")
                .iter()
                .any(|told| told.starts_with("Today, ")),
            "{query}"
        );
        assert!(
            all(&html, "title").concat().starts_with("Error: "),
            "{query}"
        );
    }
    let (_, body) = house
        .get("/guidance?on-day=31&on-month=13&on-year=2026")
        .await;
    let kept = attributes(&Html::parse_document(&body), "input", "value");
    assert_eq!(kept, ["31", "13", "2026"]);
}

#[tokio::test]
async fn what_is_not_there_is_said_not_to_be_there() {
    let house = House::open();
    for address in [
        "/guidance/england-nothing/2016-08-20",
        "/guidance/england-ukccis-2016/2016-08-21",
        "/guidance/england-ukccis-2016/2016-08-20/answers",
        "/guidance/england-ukccis-2016/2016-08-20+england-kcsie-2026@2026-09-01",
        "/guidance/england-ukcis-2024/2024-03-11+england-kcsie-2026",
        "/guidance/england-ukcis-2024/2024-03-11+england-kcsie-2026@2026-09-01+england-kcsie-2026@2026-09-01",
        "/guidance/england-ukcis-2024/2024-03-11%20",
        "/guidance/england-ukcis-2024/%3Cscript%3E",
    ] {
        let (status, body) = house.get(address).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
        assert!(
            words_of(&body).contains("This page is not there"),
            "{address}"
        );
        assert!(!body.contains("<script>"), "{address}");
    }
}

/// The text of 2016 with markup put before all that it says.
fn with_markup() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut files = Library::shipped_files()
            .into_iter()
            .find(|files| files[0].path.contains("ukccis-2016"))
            .unwrap();
        let marks = "<script>zyxcanary</script><b>&\\\"'";
        for file in files.iter_mut().filter(|file| file.path.ends_with(".toml")) {
            file.text = file.text.replace("= \"\"\"\n", "= @@@");
            for key in [
                "text", "means", "ask", "why", "says", "summary", "tells", "who", "label", "help",
                "intro", "title", "notes",
            ] {
                file.text = file
                    .text
                    .replace(&format!("\n{key} = \""), &format!("\n{key} = \"{marks}"));
            }
            file.text = file.text.replace("= @@@", &format!("= \"\"\"\n{marks}"));
        }
        Library::new(vec![Pack::read(&files).unwrap()])
    })
}

#[tokio::test]
async fn what_a_pack_says_is_words_and_never_markup() {
    let house = House::with(with_markup);
    let mut seen = 0;
    for part in [
        "",
        "/questions",
        "/rules",
        "/what-must-happen",
        "/duties",
        "/notes",
        "/glossary",
        "/services",
        "/examples",
        "/to-verify",
    ] {
        let page = house
            .page(&format!("/guidance/england-ukccis-2016/2016-08-20{part}"))
            .await;
        assert!(
            !page.contains("<script>zyx") && !page.contains("<b>&"),
            "{part}"
        );
        seen += page.matches("zyxcanary").count();
    }
    assert!(seen > 100, "{seen}");
}

#[tokio::test]
async fn a_text_is_called_a_draft_to_somebody_not_signed_in() {
    let house = House::open();
    for part in ["", "/questions", "/to-verify"] {
        let page = house
            .page(&format!("/guidance/england-ukcis-2024/2024-03-11{part}"))
            .await;
        let banner = all(&Html::parse_document(&page), ".govuk-inset-text").concat();
        assert!(banner.trim().starts_with("Draft:"), "{part}: {banner}");
    }
}

#[tokio::test]
async fn the_help_page_says_what_verifying_does_not_prove() {
    let words = words_of(&House::open().page("/help/verifying").await);
    for told in [
        "an entry taken out of the middle",
        "only with a head kept elsewhere",
        "the newest entries cut off",
        "What it does not prove",
    ] {
        assert!(words.contains(told), "{told}");
    }
}
