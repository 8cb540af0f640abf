//! Follows `docs/guidance/first-pack.md` literally: makes every file it shows, runs every command it shows with the real
//! program, and holds what it prints against what the page says it prints.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::path::Path;
use std::process::Command;

/// A step a reader of the page takes.
#[derive(Debug)]
enum Step {
    Write {
        path: String,
        text: String,
    },
    Run {
        words: Vec<String>,
        prints: Vec<String>,
    },
}

/// The steps of a page, in order.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, path)) = info.split_once(" file=") {
            steps.push(Step::Write {
                path: path.to_owned(),
                text: inside.join("\n") + "\n",
            });
        } else if info == "console" {
            for line in inside {
                if let Some(words) = line.strip_prefix("$ leeward ") {
                    steps.push(Step::Run {
                        words: words.split_whitespace().map(str::to_owned).collect(),
                        prints: Vec::new(),
                    });
                } else if let Some(Step::Run { prints, .. }) = steps.last_mut() {
                    prints.push(line.to_owned());
                } else {
                    panic!("the page shows output before a command: {line}");
                }
            }
        } else {
            panic!("the page has a block this test cannot follow: {line}");
        }
    }
    steps
}

/// Whether what was printed is what the page says, where a line `...` stands for any lines.
fn is_as_said(printed: &[&str], said: &[String]) -> bool {
    match said.split_first() {
        None => printed.is_empty(),
        Some((any, rest)) if any == "..." => (0..=printed.len())
            .any(|skip| is_as_said(printed.get(skip..).unwrap_or_default(), rest)),
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, after)| is_line(first, line) && is_as_said(after, rest)),
    }
}

/// Whether a line is what the page says, where ` ... ` stands for one word that differs from run to run.
fn is_line(printed: &str, said: &str) -> bool {
    let word = |(printed, said): (&str, &str)| said == "..." || printed == said;
    let (printed, said): (Vec<&str>, Vec<&str>) =
        (printed.split(' ').collect(), said.split(' ').collect());
    printed.len() == said.len() && printed.into_iter().zip(said).all(word)
}

#[test]
fn the_page_on_a_first_pack_can_be_followed_to_the_letter() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guidance/first-pack.md");
    let steps = steps(&std::fs::read_to_string(page).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut ran = 0;
    for step in &steps {
        match step {
            Step::Write { path, text } => {
                let path = folder.path().join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            Step::Run { words, prints } => {
                let output = Command::new(env!("CARGO_BIN_EXE_leeward"))
                    .args(words)
                    .current_dir(folder.path())
                    .output()
                    .unwrap();
                let printed = String::from_utf8(output.stdout).unwrap();
                let aside = String::from_utf8(output.stderr).unwrap();
                let lines: Vec<&str> = printed.lines().collect();
                assert!(
                    is_as_said(&lines, prints),
                    "`leeward {}` printed\n{printed}{aside}\nand the page says\n{}",
                    words.join(" "),
                    prints.join("\n")
                );
                ran += 1;
            }
        }
    }
    assert!(ran >= 4, "{ran} commands were followed");
}

#[test]
fn what_is_shown_is_told_from_what_is_printed() {
    let said = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| (*line).to_owned())
            .collect::<Vec<_>>()
    };
    assert!(is_as_said(&["a", "b", "c"], &said(&["a", "...", "c"])));
    assert!(is_as_said(&["a"], &said(&["...", "a", "..."])));
    assert!(!is_as_said(&["a", "b"], &said(&["a"])));
    assert!(!is_as_said(&["a"], &said(&["...", "b", "..."])));
    assert!(is_as_said(&["in 2 s"], &said(&["in ... s"])));
    assert!(!is_as_said(&["in 2 s"], &said(&["in ... minutes"])));
}
