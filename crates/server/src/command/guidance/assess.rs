//! `leeward guidance assess`: a pack asked about a situation, and asked why.

use super::super::{Done, Format, Wrong};
use super::{OnDay, in_force, situation};
use crate::{entitled, say, when};
use clap::Args;
use guidance::{
    Assessment, Explanation, Facts, Pack, Side, SideBySide, Speaker, Words, assess, not_asked,
    side_by_side, smallest_changes, why_not,
};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is asked.
#[derive(Debug, Args)]
pub(in crate::command) struct Assess {
    /// A pack: its id (with the layers in force on the day), id@version (that text alone), or id+layer, or its folder.
    #[arg(long)]
    pack: String,
    /// A file of facts, in TOML or JSON.
    #[arg(long)]
    facts: PathBuf,
    #[command(flatten)]
    on: OnDay,
    /// Say why this response is not called for: its id, or `all` for each that is not. May be given again.
    #[arg(long, value_name = "RESPONSE")]
    why_not: Vec<String>,
    /// Say what need not be asked, and why its answer cannot matter.
    #[arg(long)]
    why_not_asked: bool,
    /// Show the result beside the one for this other file of facts, which stands first.
    #[arg(long, value_name = "FACTS", conflicts_with = "beside_pack")]
    beside: Option<PathBuf>,
    /// Show the result beside the one under this other pack, which stands first.
    #[arg(long, value_name = "PACK")]
    beside_pack: Option<String>,
    /// How to answer.
    #[arg(long, default_value = "text")]
    format: Format,
}

/// A pack asked about facts.
struct Asked {
    pack: Arc<Pack>,
    facts: Facts,
    assessment: Assessment,
}

impl Asked {
    fn of(pack: Arc<Pack>, facts: Facts) -> Self {
        let assessment = assess(&pack, &facts);
        Self {
            pack,
            facts,
            assessment,
        }
    }

    fn side(&self) -> Side<'_> {
        Side {
            pack: &self.pack,
            facts: &self.facts,
            assessment: &self.assessment,
        }
    }
}

impl Assess {
    pub(super) fn run(self) -> Done {
        let Some(asked) = asked(&self.pack, &self.facts, self.on.day)? else {
            return Ok(false);
        };
        let Some(ids) = self.responses(&asked) else {
            return Ok(false);
        };
        let beside = match self.first_side(&asked)? {
            Beside::Nothing => None,
            Beside::Told => return Ok(false),
            Beside::This(first) => Some(side_by_side_of(&first, &asked)),
        };
        let (pack, facts) = (&asked.pack, &asked.facts);
        let told = Explanation {
            why_not: ids
                .iter()
                .filter_map(|id| why_not(pack, facts, id))
                .collect(),
            smallest_changes: Some(smallest_changes(pack, facts)),
            not_asked: self.why_not_asked.then(|| not_asked(pack, facts)),
            beside,
            ..Explanation::of(&asked.assessment)
        };
        match self.format {
            Format::Text => say::line(told.to_text(Speaker::new(pack, Words::english()))),
            Format::Json => say::line(serde_json::to_string_pretty(&told)?),
        }
        Ok(true)
    }

    /// The responses asked about, by id; none where one was told as a problem.
    fn responses(&self, asked: &Asked) -> Option<Vec<String>> {
        let pack = &asked.pack;
        let mut ids: Vec<String> = Vec::new();
        for id in &self.why_not {
            if id == "all" {
                let not_called = pack.responses().iter();
                let not_called = not_called.filter(|one| !asked.assessment.calls_for(&one.id));
                ids.extend(not_called.map(|one| one.id.to_string()));
            } else if pack.response(id).is_some() {
                ids.push(id.clone());
            } else {
                let known: Vec<&str> = pack.responses().iter().map(|one| one.id.as_ref()).collect();
                let pack = pack.id();
                let known = known.join(", ");
                say::aside(format_args!(
                    "{pack} has no response `{id}`. It has: {known}."
                ));
                return None;
            }
        }
        Some(ids)
    }

    /// What stands beside the result.
    fn first_side(&self, asked: &Asked) -> Result<Beside, Wrong> {
        let first = match (&self.beside, &self.beside_pack) {
            (None, None) => return Ok(Beside::Nothing),
            (Some(file), _) => self::asked(&self.pack, file, self.on.day.or(asked.facts.on))?,
            (None, Some(name)) => {
                let day = asked.facts.on.unwrap_or_else(today);
                in_force(name, day)?.map(|pack| Asked::of(pack, asked.facts.clone()))
            }
        };
        Ok(first.map_or(Beside::Told, |first| Beside::This(Box::new(first))))
    }
}

/// What stands beside a result.
enum Beside {
    /// Nothing was asked for.
    Nothing,
    /// What was asked for cannot be had, and that was told.
    Told,
    /// This.
    This(Box<Asked>),
}

fn side_by_side_of(first: &Asked, second: &Asked) -> SideBySide {
    side_by_side(first.side(), second.side())
}

fn today() -> Date {
    when::day_of(entitled::system().now())
}

/// A pack asked about the facts in a file; none where something was told as a problem.
fn asked(name: &str, file: &Path, on: Option<Date>) -> Result<Option<Asked>, Wrong> {
    let found = situation(name, file, on)?;
    Ok(found.map(|(pack, facts)| Asked::of(pack, facts)))
}
