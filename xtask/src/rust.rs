//! The three steps that Cargo and its own components do.

use crate::step::{Outcome, cargo, run};

/// Is every Rust file formatted?
pub(crate) fn fmt() -> Outcome<()> {
    run(
        cargo().args(["fmt", "--all", "--check"]),
        "Run `cargo fmt --all` and look at what it changed.",
    )
}

/// Clippy, with every warning refused.
pub(crate) fn lint() -> Outcome<()> {
    run(
        cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]),
        "Clippy's words are above; a lint that must not apply is put aside with #[expect(…, reason = \"…\")].",
    )
}

/// Every test of the workspace, documentation's examples included.
pub(crate) fn unit() -> Outcome<()> {
    crate::postgres::ensure()?;
    run(
        cargo().args(["test", "--workspace", "--locked"]),
        "The tests that failed are named above.",
    )
}
