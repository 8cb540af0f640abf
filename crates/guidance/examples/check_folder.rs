//! Reads and checks the pack in one folder: `cargo run -p guidance --example check_folder -- FOLDER 2026-11-22`. The day
//! is optional; with it, a review date gone by is told. `leeward guidance check` does this for folders of packs.
#![cfg_attr(
    not(test),
    expect(clippy::print_stdout, reason = "a program for a terminal")
)]

use std::error::Error;
use std::fs;
use std::path::Path;

use guidance::{Pack, PackFile, Problem, check};
use jiff::civil::Date;

/// Everything there is to put right in the pack in a folder.
///
/// # Errors
/// Where a file cannot be read at all.
pub(crate) fn problems(folder: &Path, today: Option<Date>) -> Result<Vec<Problem>, Box<dyn Error>> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    gather(folder, &mut files, &mut problems)?;
    match Pack::read(&files) {
        Ok(pack) => problems.extend(check(&[pack], today)),
        Err(found) => problems.extend(found),
    }
    Ok(problems)
}

fn gather(
    folder: &Path,
    files: &mut Vec<PackFile>,
    problems: &mut Vec<Problem>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            gather(&path, files, problems)?;
        } else if path.extension().is_some_and(|end| end == "toml") {
            let name = path.to_string_lossy().replace('\\', "/");
            match PackFile::from_bytes(&name, &fs::read(&path)?) {
                Ok(file) => files.push(file),
                Err(problem) => problems.push(problem),
            }
        }
    }
    Ok(())
}

#[cfg(not(test))]
fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("name the folder of a pack")?;
    let today = words.next().map(|day| day.parse()).transpose()?;
    let problems = problems(Path::new(&folder), today)?;
    for problem in &problems {
        println!("{problem}");
    }
    println!("{} problems", problems.len());
    Ok(())
}
