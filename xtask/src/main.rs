//! The workshop's own commands. `cargo xtask test` is the one test command: it sets up what it needs and stops at the
//! first thing that is wrong, with a sentence that says what to do.
//!
//! Nothing here is part of Leeward: a school never runs it.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "these commands speak to a developer at a terminal"
)]

mod apt;
mod bench;
mod browser;
mod chromium;
mod demo;
mod deny;
mod fuzz;
mod mutants;
mod picture;
mod postgres;
mod rust;
mod step;
mod tamper;
mod token;
mod trials;

use std::process::ExitCode;

use step::{Outcome, Step, run_all};

const HELP: &str = "\
Commands, each run as `cargo xtask NAME`:

  test       everything below down to `browser`, in this order; the one test command
  fmt        is every Rust file formatted?
  lint       clippy over the whole workspace, warnings refused
  unit       cargo test over the whole workspace
  token      a root key in a token: SoftHSM, installed where it is missing
  postgres   the pages' tests again, over a PostgreSQL database
  deny       licences, banned crates and where crates come from
  trials     kills, power cuts and failing disks against the real binary (--campaign for the long tier; --seed S
             --kills N --cuts N --entries N --soak MINUTES; see docs/durability.md)
  browser    the journeys in a real browser, against the real binary

  advisories known faults in what we depend on (fetches the advisory database)
  bench      the benchmark programs, optimised as a released binary is
  fuzz       mutated packs, facts and layers against the readers (--minutes N for each; needs a nightly compiler)
  mutants    would the engine's tests notice a mistake? needs cargo-mutants; takes hours
  tamper     random edits of the record, each of which must be found (--edits N --seed N; 100,000 and 1)
  picture    take the README's picture of a page from a running demo

Set LEEWARD_CHROMIUM to the path of a Chromium or Chrome to choose the browser, and LEEWARD_POSTGRES to the folder of
PostgreSQL's programs to choose the database server.
";

/// What `cargo xtask test` runs, cheapest first.
const TEST: [Step; 8] = [
    Step {
        name: "fmt",
        says: "Checking that every Rust file is formatted",
        run: rust::fmt,
    },
    Step {
        name: "lint",
        says: "Linting the whole workspace",
        run: rust::lint,
    },
    Step {
        name: "unit",
        says: "Running the workspace's own tests",
        run: rust::unit,
    },
    Step {
        name: "token",
        says: "Keeping a root key in a token",
        run: token::test,
    },
    Step {
        name: "postgres",
        says: "Running the pages' tests over a PostgreSQL database",
        run: postgres::pages,
    },
    Step {
        name: "deny",
        says: "Checking licences, bans and sources of crates",
        run: deny::check,
    },
    Step {
        name: "trials",
        says: "Killing the real binary, cutting its power and failing its disk",
        run: trials::short,
    },
    Step {
        name: "browser",
        says: "Driving the journeys in a real browser",
        run: browser::journeys,
    },
];

const OTHER: [Step; 4] = [
    Step {
        name: "advisories",
        says: "Looking up known faults in our dependencies",
        run: deny::advisories,
    },
    Step {
        name: "bench",
        says: "Running the benchmark programs",
        run: bench::programs,
    },
    Step {
        name: "mutants",
        says: "Making mistakes in the engine, one at a time, and running its tests",
        run: mutants::mutants,
    },
    Step {
        name: "picture",
        says: "Taking the README's picture",
        run: picture::take,
    },
];

/// A command that takes words after it.
type WithWords = fn(&[String]) -> Outcome<()>;

fn main() -> ExitCode {
    let mut asked = std::env::args().skip(1);
    let name = asked.next();
    let rest: Vec<String> = asked.collect();
    // The commands that take something after them.
    let with_words: Option<WithWords> = match name.as_deref() {
        Some("fuzz") => Some(fuzz::all),
        Some("tamper") => Some(tamper::campaign),
        Some("trials") if !rest.is_empty() => Some(trials::asked),
        _ => None,
    };
    if let Some(command) = with_words {
        return match command(&rest) {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                eprintln!("\nxtask: {sentence}");
                ExitCode::FAILURE
            }
        };
    }
    match chosen(name.as_deref(), &rest) {
        Some(Ok(steps)) => match run_all(&steps) {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                eprintln!("\nxtask: {sentence}");
                ExitCode::FAILURE
            }
        },
        Some(Err(sentence)) => {
            eprintln!("xtask: {sentence}\n\n{HELP}");
            ExitCode::from(2)
        }
        None => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
    }
}

/// The steps a command stands for; `None` is a wish for help.
fn chosen(name: Option<&str>, rest: &[String]) -> Option<Outcome<Vec<Step>>> {
    let name = match name {
        None | Some("help" | "-h" | "--help") => return None,
        Some(name) => name,
    };
    if let Some(extra) = rest.first() {
        return Some(Err(format!(
            "`{name}` takes nothing after it, and was given `{extra}`."
        )));
    }
    if name == "test" {
        return Some(Ok(TEST.to_vec()));
    }
    let known = TEST.iter().chain(&OTHER).find(|step| step.name == name);
    Some(match known {
        Some(step) => Ok(vec![*step]),
        None => Err(format!("there is no command `{name}`.")),
    })
}
