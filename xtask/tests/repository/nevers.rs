//! Nevers that a file could break: imagery in the repository, a way in for it, SQL in the wrong house, words that label
//! a child, and paths of the machine somebody wrote on.

use crate::tree::{bytes, files, files_in, none, text};

#[test]
fn no_photo_video_sound_or_archive_is_kept() {
    const ENDINGS: [&str; 30] = [
        "jpg", "jpeg", "gif", "webp", "avif", "heic", "heif", "tif", "tiff", "bmp", "ico", "raw",
        "mp4", "m4v", "mov", "avi", "mkv", "webm", "mp3", "wav", "ogg", "pdf", "docx", "zip",
        "tar", "gz", "xz", "7z", "rar", "tgz",
    ];
    const STARTS: [&[u8]; 10] = [
        b"\xff\xd8\xff",
        b"GIF8",
        b"RIFF",
        b"BM6",
        b"\x1a\x45\xdf\xa3",
        b"PK\x03\x04",
        b"%PDF",
        b"\x1f\x8b",
        b"7z\xbc\xaf",
        b"Rar!",
    ];
    let mut found = Vec::new();
    for path in files() {
        let ending = path
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let content = bytes(&path);
        let png = ending == "png" || content.starts_with(b"\x89PNG");
        // A picture of one of our own pages, and small.
        let own_picture = png && path.starts_with("docs/picture-") && content.len() <= 400_000;
        let film = content.get(4..8) == Some(b"ftyp");
        if ENDINGS.contains(&ending.as_str())
            || STARTS.iter().any(|start| content.starts_with(start))
            || film
            || (png && !own_picture)
        {
            found.push(path);
        }
    }
    none(
        "Only a small picture of our own page may be kept, as docs/picture-….png",
        &found,
    );
}

#[test]
fn no_drawing_hides_a_photo() {
    let found: Vec<String> = files()
        .into_iter()
        .filter(|path| path.ends_with(".svg") || path.ends_with(".html") || path.ends_with(".css"))
        .filter(|path| {
            text(path).contains("data:image/") && !text(path).contains("data:image/svg+xml")
        })
        .collect();
    none("A raster image is embedded", &found);
}

#[test]
fn no_page_has_a_way_in_for_a_file_or_a_way_to_play_one() {
    const REFUSED: [&str; 10] = [
        "type=\"file\"",
        "type='file'",
        "type=file",
        "enctype",
        "multipart",
        "capture=",
        "<video",
        "<audio",
        "<iframe",
        "<object",
    ];
    let mut found = Vec::new();
    for path in templates() {
        let page = text(&path).to_ascii_lowercase();
        found.extend(
            REFUSED
                .iter()
                .filter(|it| page.contains(**it))
                .map(|it| format!("{path}: {it}")),
        );
    }
    none("A template takes or plays a file", &found);
    let axum = crate::tree::toml("Cargo.toml")["workspace"]["dependencies"]["axum"].to_string();
    assert!(!axum.contains("multipart"), "axum is built with uploads");
}

#[test]
fn no_page_labels_a_child() {
    const REFUSED: [&str; 4] = ["sexting", "victim", "perpetrator", "offender"];
    let mut found = Vec::new();
    for path in templates() {
        let page = text(&path).to_lowercase();
        found.extend(
            REFUSED
                .iter()
                .filter(|it| page.contains(**it))
                .map(|it| format!("{path}: {it}")),
        );
    }
    none(
        "Children are children involved, each with the part they had; the glossary holds the other words",
        &found,
    );
}

#[test]
fn sql_is_written_only_where_the_database_is_spoken_to() {
    const SPOKEN: [&str; 8] = [
        "SELECT ",
        "INSERT INTO ",
        "INSERT OR ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "CREATE TRIGGER ",
        "DROP TABLE ",
        "PRAGMA ",
    ];
    let mut found = Vec::new();
    for path in files_in("crates/", ".rs")
        .iter()
        .filter(|path| !speaks_to_the_database(path))
    {
        for (number, line) in text(path).lines().enumerate() {
            let comment = line.trim_start().starts_with("//");
            if !comment && SPOKEN.iter().any(|it| line.contains(it)) {
                found.push(format!("{path}:{}", number + 1));
            }
        }
    }
    none(
        "SQL outside crates/store/src/sql… and crates/store/migrations",
        &found,
    );
}

#[test]
fn what_a_school_runs_neither_reads_the_environment_nor_times_itself() {
    const REFUSED: [&str; 5] = [
        "env::var(",
        "env::var_os(",
        "env::vars",
        "Instant::now(",
        "SystemTime::now(",
    ];
    let mut found = Vec::new();
    for path in files_in("crates/", ".rs")
        .iter()
        .filter(|path| path.contains("/src/"))
    {
        for (number, line) in text(path).lines().enumerate() {
            let comment = line.trim_start().starts_with("//");
            if !comment && REFUSED.iter().any(|it| line.contains(it)) {
                found.push(format!("{path}:{}", number + 1));
            }
        }
    }
    none(
        "Options come through the command line, and time through the clock that is handed in",
        &found,
    );
}

#[test]
fn no_file_speaks_of_the_machine_it_was_written_on() {
    let refused = [
        concat!("/wo", "rk/wt-"),
        concat!("/wo", "rk/shared"),
        concat!("/wo", "rk/main"),
        concat!("/wo", "rk/."),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("registry.npm", "js.org"),
        concat!("static.crates", ".io"),
        concat!("localhost:", "4873"),
    ];
    let mut found = Vec::new();
    for path in files() {
        let content = text(&path);
        found.extend(
            refused
                .iter()
                .filter(|it| content.contains(**it))
                .map(|it| format!("{path}: {it}")),
        );
    }
    none("A path or host of somebody's machine", &found);
}

#[test]
fn no_source_file_is_named_for_nothing_in_particular() {
    let found: Vec<String> = files_in("", ".rs")
        .into_iter()
        .filter(|path| {
            let name = path
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches(".rs");
            [
                "util", "utils", "helper", "helpers", "model", "models", "common", "misc",
            ]
            .contains(&name)
        })
        .collect();
    none("Name these for what a person does", &found);
}

/// The templates of the pages.
fn templates() -> Vec<String> {
    let found = files_in("crates/server/templates/", ".html");
    assert!(
        !found.is_empty(),
        "there are no templates in crates/server/templates"
    );
    found
}

fn speaks_to_the_database(path: &str) -> bool {
    path.starts_with("crates/store/src/sql")
        || path.starts_with("crates/store/migrations/")
        || path.starts_with("crates/store/tests/")
        || path.starts_with("crates/store/examples/")
}
