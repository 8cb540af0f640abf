//! One input as the files of a pack: each begins with a line `#=== path`.

use guidance::{PackFile, Problem};

/// The files, or what is wrong with their bytes.
pub(crate) fn files(input: &[u8]) -> Result<Vec<PackFile>, Problem> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in input.split_inclusive(|byte| *byte == b'\n') {
        if let Some(path) = line.strip_prefix(b"#=== ") {
            files.push((String::from_utf8_lossy(path).trim().to_owned(), Vec::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.extend_from_slice(line);
        }
    }
    files
        .iter()
        .map(|(path, bytes)| PackFile::from_bytes(path, bytes))
        .collect()
}

/// What every list of problems must be: not empty, short enough, each a sentence with its reason.
pub(crate) fn are_sound(problems: &[Problem]) {
    assert!(!problems.is_empty(), "refused without a problem");
    for one in problems {
        assert!(
            one.what.len() < 4000,
            "{} bytes in a problem",
            one.what.len()
        );
        assert!(!one.what.is_empty() && !one.why.is_empty(), "{one:?}");
    }
}
