//! `leeward guidance check`: proves packs, and tells every problem or what was proved.

use super::super::{Done, Format, Wrong, folder};
use crate::{entitled, say, when};
use ::guidance::{Certificate, Library, Pack, PackFile, Problem, Proof, Wording, prove};
use jiff::civil::Date;
use std::path::Path;

/// Checks the packs in this program, or those under a folder; what is due to be looked at again is judged on a day, or
/// today. True where nothing has to be put right.
pub(super) fn run(path: Option<&Path>, on: Option<Date>, format: Format) -> Done {
    if let Some(wording) = path.map(|path| path.join("wording.toml"))
        && wording.is_file()
    {
        return check_wording(&wording);
    }
    let clock = entitled::system();
    let begun = clock.now();
    let (packs, mut problems) = match path {
        Some(path) => read(path)?,
        None => shipped(),
    };
    let proof = prove(&packs, Some(on.unwrap_or_else(|| when::day_of(begun))));
    problems.extend(proof.problems);
    let proof = Proof { problems, ..proof };
    let well = proof.problems.iter().all(|problem| problem.warning);
    let took = clock.now().duration_since(begun).as_millis();
    match format {
        Format::Text => tell(&proof, well, took),
        Format::Json => {
            let answer = serde_json::json!({
                "well": well,
                "problems": proof.problems,
                "certificates": proof.certificates,
                "took_ms": i64::try_from(took).unwrap_or(i64::MAX),
            });
            say::line(serde_json::to_string_pretty(&answer)?);
        }
    }
    Ok(well)
}

/// Everything there is to put right under a folder, at this moment.
pub(super) fn problems(path: &Path, on: Option<Date>) -> Result<Vec<Problem>, Wrong> {
    let (packs, mut problems) = read(path)?;
    let day = on.unwrap_or_else(|| when::day_of(entitled::system().now()));
    problems.extend(prove(&packs, Some(day)).problems);
    Ok(problems)
}

/// Checks an adviser's wording against the text it says it lies over, which must be one of those in this program.
fn check_wording(path: &Path) -> Done {
    let text = match folder::read(path)? {
        Ok(text) => text,
        Err(problem) => return Ok(super::tell(&[problem])),
    };
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
        Err(problems) => Ok(super::tell(&problems)),
    }
}

fn tell(proof: &Proof, well: bool, took: i128) {
    super::tell(&proof.problems);
    // A certificate is read where there is nothing else to do; beside problems it would be taken for leave to go on.
    if well {
        proof.certificates.iter().for_each(tell_certificate);
        say::line(format_args!(
            "{} packs, alone and with each layer, proved in {}.{:02} seconds; nothing to put right.",
            proof.certificates.len(),
            took / 1000,
            took % 1000 / 10
        ));
    }
}

fn tell_certificate(one: &Certificate) {
    say::line(format_args!(
        "{}@{}\n  digest {}",
        one.pack, one.version, one.digest
    ));
    for proved in &one.proved {
        say::line(format_args!("  {:>4}  {}", proved.of, proved.says));
    }
    for exception in &one.exceptions {
        say::line(format_args!(
            "  but   `{}`: {}",
            exception.rule, exception.says
        ));
    }
    say::line(
        "  This stands for every situation of any number of children, and for every one known in part. With nothing left open:",
    );
    for count in &one.situations.counts {
        let children = if count.children == 1 {
            "child"
        } else {
            "children"
        };
        say::line(format_args!(
            "    {:>2} {children:<8}  {} situations",
            count.children,
            in_threes(&count.situations)
        ));
    }
    say::line("");
}

/// A long number, its digits in threes.
fn in_threes(digits: &str) -> String {
    let mut told = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

fn shipped() -> (Vec<Pack>, Vec<Problem>) {
    let library = Library::shipped();
    let packs = library.packs().iter();
    (
        packs.map(|pack| Pack::clone(pack)).collect(),
        library.problems().to_vec(),
    )
}

/// The packs under a folder, together with the shipped ones that a layer among them lies over.
fn read(path: &Path) -> Result<(Vec<Pack>, Vec<Problem>), Wrong> {
    let folders = folder::packs_under(path)?;
    if folders.is_empty() {
        return Err(Wrong(format!(
            "there is no pack.toml under {}; give the folder of a pack, or a folder of packs",
            path.display()
        )));
    }
    let (mut packs, mut problems) = (Vec::new(), Vec::new());
    for folder in folders {
        match folder::pack_in(&folder)? {
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
    packs.extend(bases);
    Ok((packs, problems))
}
