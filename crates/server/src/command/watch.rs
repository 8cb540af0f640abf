//! `leeward guidance check --watch`: checks again whenever a file of the packs changes, and says what is new, what was
//! put right and what is left. It looks at the files themselves three times a second, which works on every disk an
//! author might write on; a pack is small.

use super::folder::{files_of, packs_under};
use super::{Done, Format, Wrong, serve, wait_for};
use crate::{entitled, say, when};
use ::guidance::{PackFile, Problem};
use std::io::IsTerminal as _;
use std::path::Path;
use std::time::Duration;

/// How long it waits between looks.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// Watches the packs under a path until Ctrl-C or an order to stop. `check` gives what is wrong at this moment.
pub(super) fn run(
    path: &Path,
    format: Format,
    check: impl Fn(&Path) -> Result<Vec<Problem>, Wrong>,
) -> Done {
    wait_for(async {
        let stop = serve::told_to_stop()?;
        tokio::pin!(stop);
        let mut shown = Shown::default();
        let mut seen = None;
        loop {
            let now = seen_in(path);
            if seen.as_ref() != Some(&now) {
                match format {
                    Format::Text => shown.show(check(path)),
                    Format::Json => say::line(as_json(check(path))),
                }
                seen = Some(now);
            }
            tokio::select! {
                () = &mut stop => break,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
        if matches!(format, Format::Text) {
            say::line("Stopped.");
        }
        Ok(true)
    })
}

/// The files of each pack, and what cannot be taken as text in them; or why nothing could be read.
type Seen = Result<Vec<(Vec<PackFile>, Vec<Problem>)>, String>;

/// What stands in the files: their text, and the problems with what cannot be read. A folder that cannot be read is a
/// state like any other; it may come back.
fn seen_in(path: &Path) -> Seen {
    let read = || -> Result<_, Wrong> {
        let mut all = Vec::new();
        for folder in packs_under(path)? {
            all.push(files_of(&folder)?);
        }
        Ok(all)
    };
    read().map_err(|Wrong(says)| says)
}

/// One check on one line, for a program.
fn as_json(checked: Result<Vec<Problem>, Wrong>) -> serde_json::Value {
    let at = entitled::system().now();
    match checked {
        Ok(problems) => serde_json::json!({
            "at": at.to_string(),
            "well": problems.iter().all(|problem| problem.warning),
            "problems": problems,
        }),
        Err(Wrong(says)) => serde_json::json!({
            "at": at.to_string(),
            "well": false,
            "cannot_check": says,
        }),
    }
}

/// What was told last.
#[derive(Default)]
struct Shown {
    problems: Vec<Problem>,
}

impl Shown {
    fn show(&mut self, checked: Result<Vec<Problem>, Wrong>) {
        let terminal = std::io::stdout().is_terminal();
        if terminal {
            // What no longer holds must not stay on the screen.
            say::line("\u{1b}[2J\u{1b}[H");
        }
        let at = when::here(entitled::system().now());
        let at = at.strftime("%H:%M:%S");
        let problems = match checked {
            Ok(problems) => problems,
            Err(Wrong(says)) => {
                say::line(format_args!("{at} Cannot check: {says}."));
                self.problems.clear();
                return;
            }
        };
        if !terminal {
            for gone in self.problems.iter().filter(|one| !is_in(one, &problems)) {
                say::line(format_args!("Put right: {}", head(gone)));
            }
        }
        for problem in &problems {
            if terminal || !is_in(problem, &self.problems) {
                say::line(problem);
            }
        }
        let wrong = problems.iter().filter(|one| !one.warning).count();
        let warned = problems.len() - wrong;
        let warnings = match warned {
            0 => String::new(),
            1 => " 1 warning.".to_owned(),
            n => format!(" {n} warnings."),
        };
        match wrong {
            0 => say::line(format_args!(
                "{at} Checked: nothing to put right.{warnings} Waiting for a change; Ctrl-C ends."
            )),
            1 => say::line(format_args!(
                "{at} Checked: 1 problem.{warnings} Waiting for a change; Ctrl-C ends."
            )),
            n => say::line(format_args!(
                "{at} Checked: {n} problems.{warnings} Waiting for a change; Ctrl-C ends."
            )),
        }
        self.problems = problems;
    }
}

/// Whether a problem was told before. A line that only moved is not news.
fn is_in(problem: &Problem, told: &[Problem]) -> bool {
    told.iter()
        .any(|one| (&one.file, &one.what) == (&problem.file, &problem.what))
}

/// The first line of a problem.
fn head(problem: &Problem) -> String {
    let told = problem.to_string();
    told.lines().next().unwrap_or_default().to_owned()
}
