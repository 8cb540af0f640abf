//! A setting's own layer as text, for whoever knows how packs are written. All its files stand in one box, each after a
//! line that names it.

use super::keep;
use crate::govuk::{BackLink, Button, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::visitor::Visitor;
use axum::extract::Query;
use guidance::PackFile;
use serde::Deserialize;

/// What a line that names a file begins with.
const FILE: &str = "#> ";
/// The longest layer one box takes, in bytes.
const LONGEST: usize = 200_000;

/// Which layer to begin with.
#[derive(Debug, Deserialize)]
pub struct Asked {
    layer: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "setting/own/text.html")]
struct AsText {
    layout: Frame,
    text: Textarea,
}

/// Shows the box, with a layer of theirs in it where one was asked for.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Answered {
    let setting = &visitor.setting;
    let named = asked
        .layer
        .as_ref()
        .and_then(|id| setting.own_guidance.get(id));
    let kept = named.and_then(|own| visitor.app.own_layer(setting.id, &own.latest()?.digest));
    let value = match (&kept, visitor.typed.is_empty()) {
        (Some(layer), true) => joined(layer.files()),
        _ => visitor.typed.text("text").to_owned(),
    };
    shown(&AsText {
        layout: visitor.frame("Your own procedure as text"),
        text: Textarea::new("text", "The files of the layer")
            .hint("Before each file, a line that names it: #> pack.toml")
            .rows(25)
            .value(value)
            .error(visitor.typed.error("text")),
    })
}

/// Checks it and keeps it. It is not in force yet.
///
/// # Errors
/// The same page again with everything that is wrong, or whatever the store says.
pub async fn act(visitor: Visitor) -> Answered {
    let text = visitor.typed.text("text");
    if text.len() > LONGEST {
        return Err(Instead::refused(
            "text",
            "This is longer than a layer can be.",
        ));
    }
    let files = parted(text);
    if files.is_empty() {
        return Err(Instead::refused(
            "text",
            "Write the files of the layer. The first line names the first file: #> pack.toml",
        ));
    }
    keep(&visitor, &files).await?;
    Ok(next("/setting/guidance#own"))
}

/// The files in one text, without the folder they were kept under.
fn joined(files: &[PackFile]) -> String {
    let mut text = String::new();
    for file in files {
        let path: Vec<&str> = file.path.splitn(3, '/').collect();
        let name = path.get(2).copied().unwrap_or(&file.path);
        text.push_str(&format!("{FILE}{name}\n{}\n", file.text.trim_end()));
    }
    text
}

/// The files of one text. A line of the box is the same line in its file, counted from the line that names it.
fn parted(text: &str) -> Vec<PackFile> {
    let mut files: Vec<PackFile> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix(FILE.trim_end()) {
            files.push(PackFile {
                path: name.trim().to_owned(),
                text: String::new(),
            });
        } else if let Some(file) = files.last_mut() {
            file.text.push_str(line);
            file.text.push('\n');
        } else if !line.trim().is_empty() {
            files.push(PackFile {
                path: "pack.toml".to_owned(),
                text: format!("{line}\n"),
            });
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_from_one_text_as_they_went_in() {
        let file = |path: &str, text: &str| PackFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let kept = [
            file("local-x/2026-01-01/pack.toml", "id = \"local-x\"\n"),
            file("local-x/2026-01-01/rules/a.toml", "[[rule]]\nid = \"a\"\n"),
        ];
        let back = parted(&joined(&kept));
        assert_eq!(
            back,
            [
                file("pack.toml", "id = \"local-x\"\n"),
                file("rules/a.toml", "[[rule]]\nid = \"a\"\n")
            ]
        );
        assert!(parted(" \n").is_empty());
        assert_eq!(parted("id = 1"), [file("pack.toml", "id = 1\n")]);
    }
}
