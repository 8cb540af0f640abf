//! Reads and checks the packs in a folder: `cargo run -p guidance --example check_folder -- guidance-packs 2026-11-22`.
#![expect(clippy::print_stdout, reason = "a program for a terminal")]

use std::error::Error;
use std::fs;
use std::path::Path;

use guidance::{Pack, PackFile, prove};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let root = args.next().unwrap_or_else(|| "guidance-packs".to_owned());
    let today = args.next().map(|day| day.parse()).transpose()?;
    let mut packs = Vec::new();
    let mut problems = Vec::new();
    for pack in fs::read_dir(&root)? {
        let pack = pack?.path();
        if !pack.is_dir() {
            continue;
        }
        for version in fs::read_dir(&pack)? {
            let version = version?.path();
            if version.is_dir() {
                let mut files = Vec::new();
                gather(&version, &mut files)?;
                match Pack::read(&files) {
                    Ok(pack) => packs.push(pack),
                    Err(found) => problems.extend(found),
                }
            }
        }
    }
    println!("{} packs read", packs.len());
    let proof = prove(&packs, today);
    for one in &proof.certificates {
        println!("{}@{} is proved, {}", one.pack, one.version, one.digest);
    }
    problems.extend(proof.problems);
    for problem in &problems {
        println!("{problem}");
    }
    println!("{} problems", problems.len());
    Ok(())
}

fn gather(below: &Path, into: &mut Vec<PackFile>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(below)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, into)?;
        } else {
            into.push(PackFile {
                text: fs::read_to_string(&path)?,
                path: path.display().to_string(),
            });
        }
    }
    Ok(())
}
