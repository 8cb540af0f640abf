//! What stands around every page, and that words stay words wherever they are shown.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use askama::Template;
use scraper::{Html as Parsed, Selector};
use server::govuk::*;

#[derive(Template)]
#[template(path = "components.html")]
struct EveryComponent {
    layout: Layout,
    tabs: Tabs,
    pages: Pagination,
    next_part: Pagination,
}

fn rendered(layout: Layout) -> String {
    EveryComponent {
        layout,
        tabs: Tabs::new([("one", "One", Html::text("First"))]),
        pages: Pagination::pages(1, 3, |page| format!("/cases?page={page}")),
        next_part: Pagination::around(None, Some(("/next".to_owned(), "Children".to_owned()))),
    }
    .render()
    .unwrap()
}

fn count(page: &str, selector: &str) -> usize {
    let selector = Selector::parse(selector).unwrap();
    Parsed::parse_document(page).select(&selector).count()
}

#[test]
fn a_page_with_every_component_parses_without_a_mistake_in_its_markup() {
    let page = rendered(Layout::new("Every component"));
    let parsed = Parsed::parse_document(&page);
    assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    assert_eq!(count(&page, "h1"), 1);
    assert_eq!(count(&page, "main#main-content"), 1);
    assert_eq!(count(&page, "a.govuk-skip-link[href='#main-content']"), 1);
    assert!(page.contains("<title>Every component – Leeward</title>"));
}

#[test]
fn no_page_holds_script_or_style_of_its_own() {
    let page = rendered(Layout::new("Every component"));
    assert_eq!(count(&page, "style, [style], script:not([src])"), 0);
    let handlers = "[onclick], [onload], [onsubmit], [onchange], [oninput], [onpaste]";
    assert_eq!(count(&page, handlers), 0);
    assert_eq!(
        count(&page, "script[type=module][src^='/assets/leeward-']"),
        1
    );
    assert_eq!(count(&page, "[src^='http'], link[href^='http']"), 0);
    assert!(!page.contains("/assets/unknown"));
}

#[test]
fn every_id_on_the_page_is_there_once() {
    let page = rendered(Layout::new("Every component"));
    let mut ids: Vec<String> = Parsed::parse_document(&page)
        .select(&Selector::parse("[id]").unwrap())
        .filter_map(|element| element.value().attr("id").map(str::to_owned))
        .filter(|id| id != "govuk-notification-banner-title")
        .collect();
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn a_stranger_sees_no_navigation_and_no_demonstration_is_claimed() {
    let page = rendered(Layout::new("Sign in"));
    assert_eq!(count(&page, ".govuk-service-navigation"), 0);
    assert_eq!(count(&page, ".govuk-phase-banner"), 0);
    assert_eq!(count(&page, ".govuk-exit-this-page"), 0);
}

#[test]
fn who_is_signed_in_is_shown_escaped_with_a_way_out_by_post() {
    let page = rendered(Layout {
        setting_name: Some("Example <Academy>".to_owned()),
        signed_in: Some(SignedIn {
            name: "Ash <b>zyxcanary</b>".to_owned(),
            role: "Designated safeguarding lead".to_owned(),
        }),
        nav: vec![NavItem::new("/cases", "Cases").active(true)],
        demo: true,
        with_errors: true,
        exit_to: Some("https://www.bbc.co.uk/weather".to_owned()),
        ..Layout::new("Cases")
    });
    let who = Selector::parse(".leeward-signed-in__who").unwrap();
    let parsed = Parsed::parse_document(&page);
    let said: String = parsed.select(&who).flat_map(|part| part.text()).collect();
    assert!(said.contains("Ash <b>zyxcanary</b>, Designated safeguarding lead"));
    assert_eq!(count(&page, ".leeward-signed-in b, academy"), 0);
    assert!(page.contains("<title>Error: Cases – Leeward</title>"));
    assert_eq!(
        count(&page, "form[method=post][action='/sign-out'] button"),
        1
    );
    assert_eq!(count(&page, ".govuk-phase-banner"), 1);
    assert_eq!(count(&page, ".govuk-exit-this-page"), 1);
}

#[test]
fn words_are_escaped_wherever_a_component_takes_them() {
    let nasty = "<script>zyxcanary</script>\" onfocus=\"x";
    let shown = [
        Html::of(Tag::new(nasty)),
        Html::of(
            Input::new("a", nasty)
                .hint(nasty)
                .value(nasty)
                .error(Some(nasty)),
        ),
        Html::of(Textarea::new("a", nasty).value(nasty)),
        Html::of(
            Radios::new(nasty, nasty, [Choice::new(nasty, nasty).hint(nasty)]).value(Some(nasty)),
        ),
        Html::of(SummaryList::new([SummaryRow::new(nasty, nasty)])),
        Html::of(Table::new([nasty]).caption(nasty).row([nasty])),
        Html::of(ErrorSummary::new([("#a", nasty)])),
        Html::of(Button::new(nasty).sends(nasty, nasty).attr("data-x", nasty)),
        Html::of(Details::new(nasty, nasty)),
        Html::paragraphs(nasty),
        Html::link(nasty, nasty),
    ];
    for html in shown {
        assert_eq!(count(html.as_str(), "script, [onfocus]"), 0, "{html:?}");
        assert!(html.as_str().contains("zyxcanary"));
    }
}

#[test]
fn a_first_empty_line_that_a_person_wrote_is_kept() {
    let field = Html::of(Textarea::new("a", "A").value("\nzyxcanary\n"));
    let parsed = Parsed::parse_fragment(field.as_str());
    let textarea = Selector::parse("textarea").unwrap();
    let text: String = parsed.select(&textarea).flat_map(|t| t.text()).collect();
    assert_eq!(text, "\nzyxcanary\n");
}
