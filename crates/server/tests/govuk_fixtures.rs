//! Every example that the design system ships for a component we use, rendered by ours and compared.
//! The examples are the contract: an upgrade of the package shows here what changed.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise, and says how much it compared"
)]

use std::fmt::{Display, Write as _};
use std::fs;
use std::ops::Deref;
use std::path::Path;

use scraper::node::Node;
use scraper::{ElementRef, Html};
use serde::de::DeserializeOwned;
use serde_json::Value;
use server::govuk;

type NodeRef<'a> = <ElementRef<'a> as Deref>::Target;

#[derive(serde::Deserialize)]
struct Examples {
    fixtures: Vec<Example>,
}

#[derive(serde::Deserialize)]
struct Example {
    name: String,
    options: Value,
    html: String,
}

#[derive(Default)]
struct Report {
    compared: usize,
    components: usize,
    differences: Vec<String>,
}

impl Report {
    fn compare<T: DeserializeOwned + Display>(&mut self, component: &str) {
        let path = Path::new(env!("LEEWARD_GOVUK_DIR"))
            .join("components")
            .join(component)
            .join("fixtures.json");
        let examples: Examples = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        assert!(!examples.fixtures.is_empty(), "{component} has no examples");
        self.components += 1;
        for example in examples.fixtures {
            self.compared += 1;
            let name = format!("{component}: {}", example.name);
            match serde_json::from_value::<T>(example.options) {
                Err(why) => self
                    .differences
                    .push(format!("{name}: cannot be read: {why}")),
                Ok(ours) => {
                    let theirs = normalised(&example.html);
                    let ours = normalised(&ours.to_string());
                    if theirs != ours {
                        self.differences
                            .push(format!("{name}\n--- theirs\n{theirs}\n--- ours\n{ours}"));
                    }
                }
            }
        }
    }
}

const BLOCKS: &[&str] = &[
    "html", "body", "main", "section", "nav", "header", "footer", "div", "p", "ul", "ol", "li",
    "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "thead", "tbody",
    "tr", "th", "td", "fieldset", "legend", "form", "details", "summary", "svg", "path", "option",
    "select", "button", "label",
];

fn is_block(node: &Node) -> bool {
    node.as_element()
        .is_some_and(|element| BLOCKS.contains(&element.name()))
}

/// One line per element and text: attributes sorted, white space as a browser would show it.
fn normalised(markup: &str) -> String {
    let tree = Html::parse_fragment(markup);
    let mut lines = String::new();
    for child in tree.root_element().children() {
        write_node(child, 0, &mut lines);
    }
    lines
}

fn write_node(node: NodeRef<'_>, depth: usize, lines: &mut String) {
    let indent = "  ".repeat(depth);
    if let Some(element) = node.value().as_element() {
        let mut attributes: Vec<String> = element
            .attrs()
            .map(|(name, value)| match name {
                "class" => {
                    let classes: Vec<&str> = value.split_whitespace().collect();
                    format!(" class={:?}", classes.join(" "))
                }
                _ => format!(" {name}={value:?}"),
            })
            .collect();
        attributes.sort();
        writeln!(lines, "{indent}<{}{}>", element.name(), attributes.concat()).unwrap();
        if element.name() == "textarea" {
            let text: String = ElementRef::wrap(node).unwrap().text().collect();
            writeln!(lines, "{indent}  exactly {text:?}").unwrap();
            return;
        }
        for child in node.children() {
            write_node(child, depth + 1, lines);
        }
    } else if let Some(text) = node.value().as_text() {
        let shown = shown_text(node, text);
        if !shown.is_empty() {
            writeln!(lines, "{indent}{shown:?}").unwrap();
        }
    }
}

/// A run of white space is one space, and none at the edge of a block.
fn shown_text(node: NodeRef<'_>, text: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let edge = |sibling: Option<NodeRef<'_>>| match sibling {
        Some(sibling) => is_block(sibling.value()),
        None => node.parent().is_none_or(|parent| is_block(parent.value())),
    };
    let opens = text.starts_with(|c: char| c.is_ascii_whitespace()) && !edge(node.prev_sibling());
    let closes = text.ends_with(|c: char| c.is_ascii_whitespace()) && !edge(node.next_sibling());
    if words.is_empty() {
        return String::from(if opens && closes { " " } else { "" });
    }
    format!(
        "{}{}{}",
        if opens { " " } else { "" },
        words.join(" "),
        if closes { " " } else { "" }
    )
}

#[test]
fn every_example_of_every_component_comes_out_as_the_design_system_writes_it() {
    let mut report = Report::default();
    report.compare::<govuk::BackLink>("back-link");
    report.compare::<govuk::Breadcrumbs>("breadcrumbs");
    report.compare::<govuk::Button>("button");
    report.compare::<govuk::CharacterCount>("character-count");
    report.compare::<govuk::Checkboxes>("checkboxes");
    report.compare::<govuk::DateInput>("date-input");
    report.compare::<govuk::Details>("details");
    report.compare::<govuk::ErrorMessage>("error-message");
    report.compare::<govuk::ErrorSummary>("error-summary");
    report.compare::<govuk::ExitThisPage>("exit-this-page");
    report.compare::<govuk::Fieldset>("fieldset");
    report.compare::<govuk::GenericHeader>("generic-header");
    report.compare::<govuk::Hint>("hint");
    report.compare::<govuk::Input>("input");
    report.compare::<govuk::InsetText>("inset-text");
    report.compare::<govuk::Label>("label");
    report.compare::<govuk::NotificationBanner>("notification-banner");
    report.compare::<govuk::Pagination>("pagination");
    report.compare::<govuk::Panel>("panel");
    report.compare::<govuk::PasswordInput>("password-input");
    report.compare::<govuk::PhaseBanner>("phase-banner");
    report.compare::<govuk::Radios>("radios");
    report.compare::<govuk::Select>("select");
    report.compare::<govuk::ServiceNavigation>("service-navigation");
    report.compare::<govuk::SkipLink>("skip-link");
    report.compare::<govuk::SummaryList>("summary-list");
    report.compare::<govuk::Table>("table");
    report.compare::<govuk::Tabs>("tabs");
    report.compare::<govuk::Tag>("tag");
    report.compare::<govuk::TaskList>("task-list");
    report.compare::<govuk::Textarea>("textarea");
    report.compare::<govuk::WarningText>("warning-text");
    println!(
        "{} examples of {} components compared",
        report.compared, report.components
    );
    assert!(
        report.differences.is_empty(),
        "{} of {} differ\n\n{}",
        report.differences.len(),
        report.compared,
        report.differences.join("\n\n")
    );
}

#[test]
fn the_comparison_sees_a_changed_word_a_changed_class_and_a_lost_space() {
    let same = normalised("<p class=\"a  b\" id=x>One <b>two</b></p>");
    assert_eq!(
        same,
        normalised("\n<p id=\"x\" class=\"a b\">\n  One <b>two</b>\n</p>")
    );
    for other in [
        "<p class=\"a b\" id=x>One <b>too</b></p>",
        "<p class=\"a c\" id=x>One <b>two</b></p>",
        "<p class=\"a b\" id=x>One<b>two</b></p>",
        "<p class=\"a b\">One <b>two</b></p>",
    ] {
        assert_ne!(same, normalised(other));
    }
}
