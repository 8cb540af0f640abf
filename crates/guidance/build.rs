//! Compiles the shipped packs in: every `<pack>/<version>/**` file under `guidance-packs/` at the root.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guidance-packs");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::from("&[\n");
    for pack in folders(&root)? {
        for version in folders(&pack)? {
            let mut paths = Vec::new();
            files(&version, &mut paths)?;
            paths.sort();
            code.push_str("    &[\n");
            for path in paths {
                let told = path.strip_prefix(&root).map_err(io::Error::other)?;
                let told = format!("guidance-packs/{}", told.display()).replace('\\', "/");
                let full = path.canonicalize()?;
                writeln!(code, "        ({told:?}, include_str!({full:?})),")
                    .map_err(io::Error::other)?;
            }
            code.push_str("    ],\n");
        }
    }
    code.push_str("]\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&out).join("shipped.rs"), code)
}

/// The folders in a folder, in name order. A folder that is not there holds none.
fn folders(of: &Path) -> io::Result<Vec<PathBuf>> {
    if !of.is_dir() {
        return Ok(Vec::new());
    }
    let mut found: Vec<PathBuf> = fs::read_dir(of)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    found.retain(|path| path.is_dir());
    found.sort();
    Ok(found)
}

/// Every file below a folder.
fn files(below: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", below.display());
    for entry in fs::read_dir(below)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, into)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            into.push(path);
        }
    }
    Ok(())
}
