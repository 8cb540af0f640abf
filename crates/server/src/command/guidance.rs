//! `leeward guidance`: the packs by themselves. Needs no records, no key and no server.

use super::{Done, Format, Wrong};
use crate::{entitled, say, when};
use clap::Subcommand;
use guidance::{Facts, Library, Pack, PackFile, Problem, Syntax, Wording, assess, check};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `leeward guidance`.
#[derive(Debug, Subcommand)]
pub(super) enum Guidance {
    /// The packs there are, with their dates.
    List {
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// What a pack holds.
    Show {
        /// A pack: its id, or id@version.
        pack: String,
    },
    /// Check packs, a setting's own layers and an adviser's wording: every problem at once, each with its file and line.
    /// Without a path, the packs in this program.
    Check {
        /// A pack's or layer's folder, a folder of packs, or the folder of a wording.toml.
        path: Option<PathBuf>,
    },
    /// A pack as one picture, with the path of a situation where facts are given: an SVG, or the same in words.
    Draw {
        /// A pack: its id (with the layers in force on the day), or id@version.
        pack: String,
        /// A file of facts, in TOML or JSON, whose path is shown.
        #[arg(long)]
        facts: Option<PathBuf>,
        /// The day of the decision: 2026-03-27. Without it, that of the facts, or today.
        #[arg(long)]
        on: Option<Date>,
        /// What it is for.
        #[arg(long, default_value = "poster")]
        shape: super::draw::For,
        /// Tell it in words instead.
        #[arg(long)]
        words: bool,
    },
    /// Ask a pack about a situation.
    Assess {
        /// A pack: its id (with the layers in force on the day), id@version (that text alone), or id+layer.
        #[arg(long)]
        pack: String,
        /// A file of facts, in TOML or JSON.
        #[arg(long)]
        facts: PathBuf,
        /// The day of the decision, where the facts do not say it: 2026-03-27.
        #[arg(long)]
        on: Option<Date>,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
}

impl Guidance {
    pub(super) fn run(self) -> Done {
        match self {
            Self::List { format } => Ok(list(format)),
            Self::Show { pack } => {
                found(&pack, None).map(|pack| pack.is_some_and(|pack| show(&pack)))
            }
            Self::Check { path: None } => {
                let well = tell(&check_shipped());
                if well {
                    tell_checked(Library::shipped().packs().len());
                }
                Ok(well)
            }
            Self::Check { path: Some(path) } => check_folder(&path),
            Self::Draw {
                pack,
                facts,
                on,
                shape,
                words,
            } => super::draw::draw(&pack, facts.as_deref(), on, shape, words),
            Self::Assess {
                pack,
                facts,
                on,
                format,
            } => ask(&pack, &facts, on, format),
        }
    }
}

fn list(format: Format) -> bool {
    let packs = Library::shipped().packs();
    let to = |pack: &Pack| {
        pack.in_force()
            .to
            .map_or_else(|| "now".to_owned(), |day| day.to_string())
    };
    for pack in packs {
        match format {
            Format::Text => {
                let sort = if pack.is_local() {
                    "local rule"
                } else if pack.is_layer() {
                    "layer"
                } else {
                    "pack"
                };
                say::line(format_args!(
                    "{}@{}  {} to {}  {}, {}\n    {}",
                    pack.id(),
                    pack.version(),
                    pack.in_force().from,
                    to(pack),
                    sort,
                    pack.status(),
                    pack.title()
                ));
            }
            Format::Json => say::line(serde_json::json!({
                "id": pack.id(), "version": pack.version(), "title": pack.title(), "jurisdiction": pack.jurisdiction(),
                "from": pack.in_force().from, "to": pack.in_force().to, "digest": pack.digest(), "layer": pack.is_layer(), "local": pack.is_local(),
            })),
        }
    }
    tell(Library::shipped().problems())
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

fn tell_checked(packs: usize) {
    say::line(format_args!(
        "{packs} packs checked; every example holds; nothing to put right."
    ));
}

fn check_shipped() -> Vec<Problem> {
    let mut problems = Library::shipped().problems().to_vec();
    let packs: Vec<Pack> = Library::shipped()
        .packs()
        .iter()
        .map(|pack| Pack::clone(pack))
        .collect();
    problems.extend(check(&packs, Some(when::day_of(entitled::system().now()))));
    problems
}

/// Checks the packs under a folder, together with the shipped ones that a layer among them lies over.
fn check_folder(path: &Path) -> Done {
    let wording = path.join("wording.toml");
    if wording.is_file() {
        return check_wording(&wording);
    }
    let mut folders = Vec::new();
    packs_under(path, &mut folders)?;
    if folders.is_empty() {
        return Err(Wrong(format!(
            "there is no pack.toml under {}; give the folder of a pack, or a folder of packs",
            path.display()
        )));
    }
    let (mut packs, mut problems) = (Vec::new(), Vec::new());
    for folder in folders {
        match Pack::read(&files_of(&folder)?) {
            Ok(pack) => packs.push(pack),
            Err(found) => problems.extend(found),
        }
    }
    let here = |id: &str| packs.iter().any(|pack| pack.id() == id);
    let missing = packs
        .iter()
        .flat_map(|pack| pack.layer_over().iter())
        .filter(|over| !here(over))
        .collect::<Vec<_>>();
    let bases: Vec<Pack> = Library::shipped()
        .packs()
        .iter()
        .filter(|pack| missing.iter().any(|id| id.as_ref() == pack.id()))
        .map(|pack| Pack::clone(pack))
        .collect();
    let count = packs.len();
    packs.extend(bases);
    problems.extend(check(&packs, Some(when::day_of(entitled::system().now()))));
    let well = tell(&problems);
    if well {
        tell_checked(count);
    }
    Ok(well)
}

/// Checks an adviser's wording against the text it says it lies over, which must be one of those in this program.
fn check_wording(path: &Path) -> Done {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Wrong(format!("cannot read {}: {error}", path.display())))?;
    let file = PackFile {
        path: path.to_string_lossy().replace('\\', "/"),
        text,
    };
    let Some(over) = Wording::written_for(&file) else {
        return Err(Wrong(format!(
            "{} does not say which `pack` and `version` it is for",
            file.path
        )));
    };
    let read = match Library::shipped().find(&over, None) {
        Ok(pack) => Wording::read(&file, &pack),
        Err(problems) => Err(problems),
    };
    match read {
        Ok(wording) => {
            let wording = wording.as_ref();
            say::line(format_args!(
                "{} corrections and {} rejections; nothing to put right.",
                wording.map_or(0, |one| one.corrections().len()),
                wording.map_or(0, |one| one.rejections().len())
            ));
            Ok(true)
        }
        Err(problems) => Ok(tell(&problems)),
    }
}

fn packs_under(path: &Path, folders: &mut Vec<PathBuf>) -> Result<(), Wrong> {
    if path.join("pack.toml").is_file() {
        folders.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path)
        .map_err(|error| Wrong(format!("cannot read {}: {error}", path.display())))?;
    let mut below: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    below.sort();
    below.iter().try_for_each(|path| packs_under(path, folders))
}

/// Every TOML file of a pack's folder, in path order.
pub(super) fn files_of(folder: &Path) -> Result<Vec<PackFile>, Wrong> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next)?.filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "toml") {
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| Wrong(format!("cannot read {}: {error}", path.display())))?;
                files.push(PackFile {
                    path: path.to_string_lossy().replace('\\', "/"),
                    text,
                });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// A pack by name; none where that was told as a problem.
fn found(name: &str, on: Option<Date>) -> Result<Option<Arc<Pack>>, Wrong> {
    match Library::shipped().find(name, on) {
        Ok(pack) => Ok(Some(pack)),
        Err(problems) => {
            problems.iter().for_each(say::aside);
            Ok(None)
        }
    }
}

/// The pack somebody named, as it was in force on a day: a bare id brings the national layers of that day with it,
/// `id@version` and `id+layer` are taken at their word. None where the name was told as a problem.
pub(super) fn in_force(name: &str, day: Date) -> Result<Option<Arc<Pack>>, Wrong> {
    let Some(named) = found(name, Some(day))? else {
        return Ok(None);
    };
    let with_layers = Library::shipped()
        .on(named.jurisdiction(), day)
        .filter(|pack| pack.id() == named.id() && !name.contains(['@', '+']));
    Ok(Some(with_layers.unwrap_or(named)))
}

fn ask(name: &str, file: &Path, on: Option<Date>, format: Format) -> Done {
    let Some((pack, facts)) = situation(name, file, on)? else {
        return Ok(false);
    };
    let assessment = assess(&pack, &facts);
    match format {
        Format::Text => say::line(assessment.to_text(&pack)),
        Format::Json => say::line(serde_json::to_string_pretty(&assessment)?),
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
    let text = std::fs::read_to_string(file)
        .map_err(|error| Wrong(format!("cannot read {}: {error}", file.display())))?;
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
