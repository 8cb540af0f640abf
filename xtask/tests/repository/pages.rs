//! One word, four places: a route, a page file, a template and an act share a name, so that searching for the word
//! shows the feature.

use crate::tree::{files_in, none, root, text};

/// The folders that hold pages, under `templates` as under `src/pages`.
const FOLDERS: [&str; 9] = [
    "reporter",
    "retention",
    "safeguarding",
    "oversight",
    "guidance",
    "account",
    "setting",
    "practice",
    "help",
];

#[test]
fn every_template_has_a_page_file_of_its_name() {
    let mut found = Vec::new();
    let mut seen = 0;
    for folder in FOLDERS {
        for template in files_in(&format!("crates/server/templates/{folder}/"), ".html") {
            seen += 1;
            if !has_page(folder, &template) && !stands_in_for_any_page(&template) {
                found.push(template);
            }
        }
    }
    assert!(seen > 0, "no template stands in any of {FOLDERS:?}");
    none(
        "A template without crates/server/src/pages/<the same folder>/<the same name>.rs",
        &found,
    );
}

#[test]
fn no_template_stands_in_a_folder_without_pages() {
    let found: Vec<String> = files_in("crates/server/templates/", ".html")
        .into_iter()
        .filter(|path| {
            let inside: Vec<&str> = path.split('/').skip(3).collect();
            // At the top stand the layout and what every page shares; `govuk` holds the components.
            inside.len() > 1 && !FOLDERS.contains(&inside[0]) && inside[0] != "govuk"
        })
        .collect();
    none("A template in a folder that holds no pages", &found);
}

/// `report.html` belongs to `report.rs`, as do `report_sent.html`, the page's second face, and `report/child.html` where
/// the page has a folder of its own. A fragment belongs to the pages and templates of its folder,
/// one of which names it.
fn has_page(folder: &str, template: &str) -> bool {
    let inside = template
        .trim_start_matches("crates/server/templates/")
        .trim_end_matches(".html");
    let mut name = inside;
    loop {
        if root()
            .join(format!("crates/server/src/pages/{name}.rs"))
            .is_file()
        {
            return true;
        }
        match name.rsplit_once('_') {
            Some((shorter, _)) if shorter.len() > folder.len() => name = shorter,
            _ => break,
        }
    }
    let named = format!("\"{inside}.html\"");
    let pages = files_in(&format!("crates/server/src/pages/{folder}/"), ".rs");
    let beside = files_in(&format!("crates/server/templates/{folder}/"), ".html");
    pages
        .iter()
        .chain(&beside)
        .any(|user| text(user).contains(&named))
}

/// What is shown instead of a page belongs to no page: the one file that decides it names it.
fn stands_in_for_any_page(template: &str) -> bool {
    let name = template.trim_start_matches("crates/server/templates/");
    text("crates/server/src/page_error.rs").contains(&format!("path = \"{name}\""))
}
