//! Takes the pages' style sheet, script and print fonts out of two pinned npm packages, and gives every file that
//! the server hands out an address with its digest. What is pinned stands in `npm/package-lock.json`.
//! The design system's own font, crest and header are reserved for GOV.UK, so the font is taken out here.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

const PREPARED: &str = "LEEWARD_ASSETS_DIR";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=npm/package-lock.json");
    println!("cargo::rerun-if-changed=static");
    println!("cargo::rerun-if-env-changed={PREPARED}");

    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let modules = modules(&out)?;
    let govuk = modules.join("govuk-frontend/dist/govuk");
    println!("cargo::rustc-env=LEEWARD_GOVUK_DIR={}", govuk.display());

    let mut list = AssetList::new(out.join("served"))?;
    let style = without_reserved_marks(&read(&govuk.join("govuk-frontend.min.css"))?)?;
    list.add("govuk-frontend.css", style.as_bytes())?;
    let script = without_source_map(&read(&govuk.join("govuk-frontend.min.js"))?);
    let script_url = list.add("govuk-frontend.js", script.as_bytes())?;
    list.add(
        "leeward.css",
        read(Path::new("static/leeward.css"))?.as_bytes(),
    )?;
    list.add(
        "leeward.svg",
        read(Path::new("static/leeward.svg"))?.as_bytes(),
    )?;
    let ours = read(Path::new("static/leeward.js"))?;
    let imports = "\"./govuk-frontend.js\"";
    if !ours.contains(imports) {
        return Err("static/leeward.js no longer imports ./govuk-frontend.js".into());
    }
    let ours = ours.replace(imports, &format!("\"{script_url}\""));
    list.add("leeward.js", ours.as_bytes())?;

    let fonts = modules.join("dejavu-fonts-ttf/ttf");
    let mut source = list.source;
    for (constant, file) in [
        ("FONT_REGULAR", "DejaVuSans.ttf"),
        ("FONT_BOLD", "DejaVuSans-Bold.ttf"),
        ("FONT_OBLIQUE", "DejaVuSans-Oblique.ttf"),
    ] {
        let path = fonts.join(file);
        writeln!(
            source,
            "const {constant}: &[u8] = include_bytes!({path:?});"
        )?;
    }
    fs::write(out.join("assets.rs"), source)?;
    Ok(())
}

/// The folder with the npm packages: a prepared one, or one filled here with exactly what the lock file pins.
fn modules(out: &Path) -> Result<PathBuf, Box<dyn Error>> {
    if let Some(prepared) = env::var_os(PREPARED).filter(|folder| !folder.is_empty()) {
        let modules = PathBuf::from(prepared).join("node_modules");
        if !modules.join("govuk-frontend").is_dir() {
            let shown = modules.display();
            return Err(format!(
                "{PREPARED} is set, but {shown} holds no govuk-frontend. Run `npm ci` beside a copy of crates/server/npm/package-lock.json there."
            )
            .into());
        }
        return Ok(modules);
    }
    let folder = out.join("npm");
    fs::create_dir_all(&folder)?;
    let lock = read(Path::new("npm/package-lock.json"))?;
    let done = folder.join("installed-lock.json");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == lock) {
        return Ok(folder.join("node_modules"));
    }
    fs::copy("npm/package.json", folder.join("package.json"))?;
    fs::write(folder.join("package-lock.json"), &lock)?;
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .output()
        .map_err(|why| {
            format!(
                "npm could not be started ({why}). Building Leeward needs Node.js with npm, or {PREPARED} set to a folder in which `npm ci` was run."
            )
        })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("npm ci failed: {said}").into());
    }
    fs::write(done, lock)?;
    Ok(folder.join("node_modules"))
}

fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()).into())
}

/// The style sheet without what is reserved for GOV.UK: the typeface (its `@font-face` blocks and every mention of its
/// name) and the crest.
fn without_reserved_marks(style: &str) -> Result<String, Box<dyn Error>> {
    let mut parts = style.split("@font-face{");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part
            .split_once('}')
            .ok_or("a @font-face block of the design system has no end")?;
        kept.push_str(rest);
    }
    // The typeface's own notice speaks of a font that is no longer there.
    while let Some((before, rest)) = kept.split_once("/*! Copyright (c) 2011 by Margaret Calvert") {
        let (_, after) = rest
            .split_once("*/")
            .ok_or("a notice in the style sheet has no end")?;
        kept = format!("{before}{after}");
    }
    for name in ["\"GDS Transport\",", "GDS Transport,"] {
        kept = kept.replace(name, "");
    }
    if kept.contains("GDS Transport") {
        return Err("the design system names its reserved font in a new way: see build.rs".into());
    }
    let kept = kept.replace("url(/assets/images/govuk-crest.svg)", "none");
    if kept.contains("url(/") || kept.contains("crest") {
        return Err("the design system's style sheet asks for a further file: see build.rs".into());
    }
    Ok(without_source_map(&kept))
}

/// Without the closing remark that names a map of the source, which is not served.
fn without_source_map(text: &str) -> String {
    ["//# sourceMappingURL", "/*# sourceMappingURL"]
        .into_iter()
        .filter_map(|remark| text.rfind(remark))
        .filter_map(|start| text.get(..start))
        .next()
        .unwrap_or(text)
        .to_owned()
}

/// The files to serve, written plain and compressed, and the Rust source that lists them.
struct AssetList {
    folder: PathBuf,
    source: String,
}

impl AssetList {
    fn new(folder: PathBuf) -> Result<Self, Box<dyn Error>> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            source: String::new(),
        })
    }

    /// Adds a file and returns its address.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<String, Box<dyn Error>> {
        let (stem, ending) = name.rsplit_once('.').ok_or("a served file has an ending")?;
        let content_type = match ending {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => return Err(format!("no content type is known for {name}").into()),
        };
        let mut digest = String::new();
        for byte in Sha256::digest(bytes).iter().take(8) {
            write!(digest, "{byte:02x}")?;
        }
        let file = format!("{stem}-{digest}.{ending}");
        let plain = self.folder.join(&file);
        let packed = self.folder.join(format!("{file}.gz"));
        fs::write(&plain, bytes)?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        fs::write(&packed, encoder.finish()?)?;
        let constant = name.replace(['.', '-'], "_").to_uppercase();
        writeln!(
            self.source,
            "const {constant}: Asset = Asset {{ name: {name:?}, file: {file:?}, url: \"/assets/{file}\", content_type: {content_type:?}, plain: include_bytes!({plain:?}), gzip: include_bytes!({packed:?}) }};"
        )?;
        Ok(format!("/assets/{file}"))
    }
}
