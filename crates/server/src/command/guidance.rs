//! `leeward guidance`: the packs by themselves. Needs no records, no key and no server.

mod assess;
mod check;
mod list;

use super::{Done, Format, Wrong, folder};
use crate::{entitled, say, when};
use ::guidance::{Facts, Library, Pack, Problem, Syntax};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

// No doc comment: it would stand in the help of every command in place of what the command does.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct OnDay {
    /// As it was in force that day, with the layers of that day: 2026-03-27
    #[arg(long = "on", value_name = "DAY")]
    pub(super) day: Option<Date>,
}

/// `leeward guidance`.
#[derive(Debug, Subcommand)]
pub(super) enum Guidance {
    /// The packs there are, with their dates; with a day, only those in force on it.
    List {
        #[command(flatten)]
        on: OnDay,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// What a pack holds. Without a day, the latest version of it, alone.
    Show {
        /// A pack: its id (with the layers in force on the day), id@version (that text alone), or its folder.
        pack: String,
        #[command(flatten)]
        on: OnDay,
    },
    /// Check packs, a setting's own layers and an adviser's wording: every problem at once, each with its file and line; of a
    /// sound pack, what was proved of it. Without a path, the packs in this program. What is due to be looked at again is
    /// judged on the day, or today.
    Check {
        /// A pack's or layer's folder, a folder of packs, or the folder of a wording.toml.
        path: Option<PathBuf>,
        /// Check again at every change of a file, until Ctrl-C. As JSON, each check is one line.
        #[arg(long)]
        watch: bool,
        #[command(flatten)]
        on: OnDay,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Where two packs differ, over every situation: a smallest example of each difference. Without a day, the latest
    /// version of each, alone.
    Compare {
        /// A pack: its id, id@version, or id+layer.
        one: String,
        /// Another.
        other: String,
        #[command(flatten)]
        on: OnDay,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// A pack as one picture, with the path of a situation where facts are given: an SVG, or the same in words.
    /// Without a day, that of the facts, or today.
    Draw {
        /// A pack: its id (with the layers in force on the day), or id@version.
        pack: String,
        /// A file of facts, in TOML or JSON, whose path is shown.
        #[arg(long)]
        facts: Option<PathBuf>,
        #[command(flatten)]
        on: OnDay,
        /// What it is for.
        #[arg(long, default_value = "poster")]
        shape: super::draw::For,
        /// Tell it in words instead.
        #[arg(long)]
        words: bool,
    },
    /// Ask a pack about a situation, and why it answers as it does. Without a day, that of the facts, or today.
    Assess(assess::Assess),
}

impl Guidance {
    pub(super) fn run(self) -> Done {
        match self {
            Self::List { on, format } => Ok(list::run(on.day, format)),
            Self::Show { pack, on } => {
                named(&pack, on.day).map(|pack| pack.is_some_and(|pack| show(&pack)))
            }
            Self::Check {
                path,
                format,
                watch: true,
                on,
            } => {
                let path = path.unwrap_or_else(|| PathBuf::from("."));
                super::watch::run(&path, format, |path| check::problems(path, on.day))
            }
            Self::Check {
                path, format, on, ..
            } => check::run(path.as_deref(), on.day, format),
            Self::Compare {
                one,
                other,
                on,
                format,
            } => compared(&one, &other, on.day, format),
            Self::Draw {
                pack,
                facts,
                on,
                shape,
                words,
            } => super::draw::draw(&pack, facts.as_deref(), on.day, shape, words),
            Self::Assess(asked) => asked.run(),
        }
    }
}

fn show(pack: &Pack) -> bool {
    say::line(format_args!(
        "{}\n{}@{}\ndigest {}\n\n{}",
        pack.title(),
        pack.id(),
        pack.version(),
        pack.digest(),
        pack.summary()
    ));
    say::line("\nResponses, most urgent first");
    for response in pack.responses() {
        say::line(format_args!("  {}: {}", response.id, response.says));
    }
    say::line("\nRules");
    for rule in pack.rules() {
        say::line(format_args!(
            "  {}: {}\n      when {}",
            rule.id,
            rule.says,
            rule.when.in_words(pack)
        ));
    }
    say::line("\nQuestions");
    for fact in pack.facts() {
        say::line(format_args!("  {}: {}", fact.id, fact.ask));
    }
    true
}

/// Prints problems; true where nothing has to be put right.
pub(super) fn tell(problems: &[Problem]) -> bool {
    problems.iter().for_each(say::line);
    problems.iter().all(|problem| problem.warning)
}

/// A pack by name, or the one in a folder; none where that was told as a problem.
fn found(name: &str, on: Option<Date>) -> Result<Option<Arc<Pack>>, Wrong> {
    let read = if is_folder(name) {
        folder::pack_in(Path::new(name))?.map(Arc::new)
    } else {
        Library::shipped().find(name, on)
    };
    match read {
        Ok(pack) => Ok(Some(pack)),
        Err(problems) => {
            problems.iter().for_each(say::aside);
            Ok(None)
        }
    }
}

/// Whether a pack is named by its folder.
fn is_folder(name: &str) -> bool {
    Path::new(name).join("pack.toml").is_file()
}

/// The pack somebody named, as it was in force on a day: a bare id brings the national layers of that day with it,
/// `id@version` and `id+layer` are taken at their word. None where the name was told as a problem.
pub(super) fn in_force(name: &str, day: Date) -> Result<Option<Arc<Pack>>, Wrong> {
    let Some(named) = found(name, Some(day))? else {
        return Ok(None);
    };
    if is_folder(name) {
        return Ok(Some(named));
    }
    let with_layers = Library::shipped()
        .on_for(named.jurisdiction(), named.concern(), day, &[])
        .filter(|pack| pack.id() == named.id() && !name.contains(['@', '+']));
    Ok(Some(with_layers.unwrap_or(named)))
}

/// The pack somebody named, as it was in force on a day; where no day is asked for, as it stands, alone.
fn named(name: &str, on: Option<Date>) -> Result<Option<Arc<Pack>>, Wrong> {
    on.map_or_else(|| found(name, None), |day| in_force(name, day))
}

/// Compares two packs over every situation.
fn compared(one: &str, other: &str, on: Option<Date>, format: Format) -> Done {
    let (Some(one), Some(other)) = (named(one, on)?, named(other, on)?) else {
        return Ok(false);
    };
    match ::guidance::compare((&one, on), (&other, on)) {
        Ok(seen) => match format {
            Format::Text => say::line(seen.to_text().trim_end()),
            Format::Json => say::line(serde_json::to_string_pretty(&seen)?),
        },
        Err(problems) => {
            problems.iter().for_each(say::aside);
            return Ok(false);
        }
    }
    Ok(true)
}

/// The pack somebody named and the situation a file tells, on the day the decision is made. None where something in
/// either was told as a problem.
pub(super) fn situation(
    name: &str,
    file: &Path,
    on: Option<Date>,
) -> Result<Option<(Arc<Pack>, Facts)>, Wrong> {
    let text = match folder::read(file)? {
        Ok(text) => text,
        Err(problem) => {
            say::aside(problem);
            return Ok(None);
        }
    };
    let syntax = if file.extension().is_some_and(|end| end == "json") {
        Syntax::Json
    } else {
        Syntax::Toml
    };
    let read = |pack: &Pack| Facts::read(&text, syntax, &file.to_string_lossy(), pack);
    let mut day = on.unwrap_or_else(|| when::day_of(entitled::system().now()));
    let Some(mut pack) = in_force(name, day)? else {
        return Ok(None);
    };
    let mut facts = read(&pack);
    // The file may say another day, on which another text with other questions was in force.
    let said = facts.as_ref().ok().and_then(|facts| facts.on);
    if let (None, Some(said)) = (on, said)
        && said != day
    {
        day = said;
        let Some(then) = in_force(name, day)? else {
            return Ok(None);
        };
        facts = read(&then);
        pack = then;
    }
    let mut facts = match facts {
        Ok(facts) => facts,
        Err(problems) => {
            problems.iter().for_each(say::aside);
            return Ok(None);
        }
    };
    facts.on = Some(day);
    Ok(Some((pack, facts)))
}
