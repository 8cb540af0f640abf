//! Every dependency has one line in CONTRIBUTING.md that says what it is for, and every line has its dependency.

use std::collections::BTreeSet;

use crate::tree::{files_in, none, text, toml};

#[test]
fn every_rust_dependency_has_its_line_and_every_line_its_dependency() {
    let workspace = toml("Cargo.toml");
    let named: BTreeSet<String> = workspace["workspace"]["dependencies"]
        .as_table()
        .unwrap()
        .iter()
        .filter(|(_, value)| value.get("path").is_none())
        .map(|(name, _)| name.clone())
        .collect();
    compare("Rust crates", &named);
}

#[test]
fn every_npm_package_has_its_line_and_every_line_its_package() {
    let mut named = BTreeSet::new();
    for path in files_in("", "package.json") {
        let manifest: serde_json::Value = serde_json::from_str(&text(&path)).unwrap();
        for section in ["dependencies", "devDependencies"] {
            named.extend(
                manifest[section]
                    .as_object()
                    .into_iter()
                    .flat_map(|it| it.keys().cloned()),
            );
        }
    }
    assert!(
        named.contains("playwright-core"),
        "no package.json names the browser's driver"
    );
    compare("npm packages", &named);
}

#[test]
fn every_dependency_of_the_workspace_is_used_by_a_crate() {
    let workspace = toml("Cargo.toml");
    let manifests: Vec<toml::Table> = files_in("", "Cargo.toml")
        .iter()
        .filter(|path| *path != "Cargo.toml")
        .map(|path| toml(path))
        .collect();
    let unused: Vec<String> = workspace["workspace"]["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .filter(|name| {
            !manifests.iter().any(|manifest| {
                ["dependencies", "dev-dependencies", "build-dependencies"]
                    .iter()
                    .any(|section| {
                        manifest
                            .get(*section)
                            .and_then(|it| it.get(name.as_str()))
                            .is_some()
                    })
            })
        })
        .cloned()
        .collect();
    none("No crate uses these dependencies of the workspace", &unused);
}

#[test]
fn no_crate_brings_a_dependency_past_the_workspace() {
    let mut found = Vec::new();
    // The fuzz targets are a workspace of their own, since they need another compiler.
    for path in files_in("", "Cargo.toml")
        .iter()
        .filter(|path| *path != "Cargo.toml" && *path != "fuzz/Cargo.toml")
    {
        let manifest = toml(path);
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in manifest
                .get(section)
                .and_then(toml::Value::as_table)
                .into_iter()
                .flatten()
            {
                if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    found.push(format!("{path}: {name}"));
                }
            }
        }
    }
    none(
        "Name these in [workspace.dependencies] and write `name.workspace = true` in the crate",
        &found,
    );
}

#[test]
fn no_lock_file_names_where_packages_were_fetched_from() {
    let found: Vec<String> = files_in("", "package-lock.json")
        .into_iter()
        .filter(|path| text(path).contains("\"resolved\""))
        .collect();
    none(
        "Made with a registry's address in it; npm config set omit-lockfile-registry-resolved true, and again",
        &found,
    );
}

/// Compares the names with the lines "- `name`: what it is for" under this heading of CONTRIBUTING.md.
fn compare(heading: &str, named: &BTreeSet<String>) {
    let document = text("CONTRIBUTING.md");
    let mut lines = document
        .lines()
        .skip_while(|line| line.trim_start_matches('#').trim() != heading);
    assert!(
        lines.next().is_some(),
        "CONTRIBUTING.md has no heading \"{heading}\""
    );
    let mut found = Vec::new();
    let mut written = BTreeSet::new();
    for line in lines.take_while(|line| !line.starts_with('#')) {
        let Some((name, reason)) = line
            .strip_prefix("- `")
            .and_then(|rest| rest.split_once('`'))
        else {
            continue;
        };
        if reason.trim_start_matches(':').trim().len() < 10 {
            found.push(format!("{name} has a line, but no reason"));
        }
        written.insert(name.to_owned());
    }
    found.extend(
        named
            .difference(&written)
            .map(|name| format!("{name} has no line")),
    );
    found.extend(
        written
            .difference(named)
            .map(|name| format!("{name} has a line and is not used")),
    );
    none(&format!("CONTRIBUTING.md, \"{heading}\""), &found);
}
