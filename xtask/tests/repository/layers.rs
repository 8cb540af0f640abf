//! Four crates in a line: each may use what stands to its right and never what stands to its left.

use std::process::Command;

use crate::tree::{files_in, none, root, text, toml};

/// From right to left, each with what its own code may not stand on, at any depth.
const LINE: [(&str, &[&str]); 4] = [
    (
        "guidance",
        &[
            "tokio",
            "mio",
            "futures-core",
            "hyper",
            "http",
            "axum",
            "tower",
            "rusqlite",
            "libsqlite3-sys",
            "askama",
            "getrandom",
            "rand",
            "aes-gcm-siv",
        ],
    ),
    (
        "casework",
        &[
            "tokio",
            "mio",
            "futures-core",
            "hyper",
            "http",
            "axum",
            "tower",
            "rusqlite",
            "libsqlite3-sys",
            "askama",
            "getrandom",
            "rand",
            "aes-gcm-siv",
        ],
    ),
    (
        "store",
        &["hyper", "http", "axum", "tower", "askama", "clap"],
    ),
    ("server", &["reqwest", "openssl", "native-tls", "sqlx"]),
];

/// The library of decision diagrams can draw at random, with chance handed to it, and so brings chance along; what is below
/// these two is left out of the line above. That nobody asks it to is looked for below.
const DIAGRAMS: [&str; 2] = ["biodivine-lib-bdd", "num-bigint"];

#[test]
fn no_crate_uses_one_to_its_left() {
    let mut found = Vec::new();
    for (place, (name, _)) in LINE.iter().enumerate() {
        let manifest = toml(&format!("crates/{name}/Cargo.toml"));
        for (left, _) in LINE.iter().skip(place + 1) {
            for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
                if manifest.get(section).and_then(|it| it.get(*left)).is_some() {
                    found.push(format!("{name} names {left} in [{section}]"));
                }
            }
        }
    }
    none("A crate uses what stands to its left", &found);
}

#[test]
fn there_are_four_crates_the_workshop_its_trials_and_the_fuzz_targets() {
    let manifests = files_in("", "Cargo.toml");
    let expected = [
        "Cargo.toml",
        "crates/casework/Cargo.toml",
        "crates/guidance/Cargo.toml",
        "crates/server/Cargo.toml",
        "crates/store/Cargo.toml",
        "faulty-disk/Cargo.toml",
        "fuzz/Cargo.toml",
        "trial-postgres/Cargo.toml",
        "trials/Cargo.toml",
        "xtask/Cargo.toml",
    ];
    assert_eq!(
        manifests, expected,
        "a fifth crate needs a decision record and a place in this line"
    );
}

#[test]
fn each_crate_stands_only_on_what_its_place_allows() {
    let mut found = Vec::new();
    for (name, forbidden) in LINE {
        let stands_on = what_it_stands_on(name);
        for crate_name in forbidden {
            if stands_on.iter().any(|it| it == crate_name) {
                found.push(format!("{name} stands on {crate_name}; see `cargo tree -p {name} -e normal -i {crate_name}`"));
            }
        }
    }
    none(
        "A crate stands on what it must be able to do without",
        &found,
    );
}

#[test]
fn nothing_of_a_diagram_is_drawn_at_random() {
    let found: Vec<String> = files_in("crates/guidance/src/", ".rs")
        .into_iter()
        .filter(|path| {
            let text = text(path);
            ["random_", "_random", "rand::", "_sampler"]
                .iter()
                .any(|word| text.contains(word))
        })
        .collect();
    none("The engine reaches for chance", &found);
}

#[test]
fn the_server_holds_neither_sql_nor_ciphers() {
    let server = toml("crates/server/Cargo.toml");
    let found: Vec<String> = ["rusqlite", "aes-gcm-siv", "hkdf"]
        .into_iter()
        .filter(|name| {
            server
                .get("dependencies")
                .and_then(|it| it.get(*name))
                .is_some()
        })
        .map(str::to_owned)
        .collect();
    none(
        "crates/server depends on what only crates/store may",
        &found,
    );
}

#[test]
fn every_crate_takes_the_lints_edition_and_licence_of_the_workspace() {
    let mut found = Vec::new();
    for path in files_in("", "Cargo.toml")
        .iter()
        // The fuzz targets are a workspace of their own, since they need another compiler.
        .filter(|path| *path != "Cargo.toml" && *path != "fuzz/Cargo.toml")
    {
        let manifest = toml(path);
        let inherits = |table: &str, key: Option<&str>| {
            let mut value = manifest.get(table);
            if let Some(key) = key {
                value = value.and_then(|it| it.get(key));
            }
            value
                .and_then(|it| it.get("workspace"))
                .and_then(toml::Value::as_bool)
                == Some(true)
        };
        if path == "faulty-disk/Cargo.toml" {
            found.extend(other_lints_than_the_workspace(&manifest));
        } else if !inherits("lints", None) {
            found.push(format!("{path} has no `[lints] workspace = true`"));
        }
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            if !inherits("package", Some(key)) {
                found.push(format!("{path} has no `{key}.workspace = true`"));
            }
        }
    }
    none("A manifest goes its own way", &found);
}

/// The faulty disk tells SQLite of itself through pointers. Cargo lets a package take all lints of the workspace or none,
/// so it repeats them, and may be unsafe where it says why.
fn other_lints_than_the_workspace(manifest: &toml::Table) -> Vec<String> {
    let mut wanted = toml("Cargo.toml")["workspace"]["lints"].clone();
    wanted["rust"]["unsafe_code"] = "deny".into();
    let own = manifest.get("lints");
    (own != Some(&wanted))
        .then(|| "faulty-disk/Cargo.toml: other lints than the workspace's".to_owned())
        .into_iter()
        .collect()
}

#[test]
fn only_what_sqlite_is_told_of_a_disk_is_unsafe() {
    let unsafe_files: Vec<String> = files_in("", ".rs")
        .into_iter()
        .filter(|path| text(path).contains("unsafe {") || text(path).contains("unsafe fn"))
        .filter(|path| !path.starts_with("xtask/"))
        .collect();
    assert_eq!(unsafe_files, ["faulty-disk/src/vfs.rs"]);
}

/// The crates under this one, its tests' own left out, on this machine's platform.
fn what_it_stands_on(name: &str) -> Vec<String> {
    let listed = Command::new(env!("CARGO"))
        .current_dir(root())
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--package",
            name,
        ])
        .args(DIAGRAMS.iter().flat_map(|pruned| ["--prune", pruned]))
        .output()
        .unwrap();
    assert!(
        listed.status.success(),
        "cargo tree failed: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let names: Vec<String> = String::from_utf8_lossy(&listed.stdout)
        .lines()
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    assert!(
        names.iter().any(|it| it == "serde"),
        "cargo tree named too little for {name}"
    );
    names
}
