//! Whether the engine's tests would notice a mistake: cargo-mutants makes each small one in turn and runs them.

use crate::step::{Outcome, cargo, run};

/// What an answer is worked out from, and what a proof is.
const ENGINE: [&str; 11] = [
    "crates/guidance/src/assess.rs",
    "crates/guidance/src/assess/*.rs",
    "crates/guidance/src/change.rs",
    "crates/guidance/src/check/*.rs",
    "crates/guidance/src/compile.rs",
    "crates/guidance/src/compile/*.rs",
    "crates/guidance/src/decide.rs",
    "crates/guidance/src/diagram/*.rs",
    "crates/guidance/src/matters.rs",
    "crates/guidance/src/matters/*.rs",
    "crates/guidance/src/situation.rs",
];

/// Mutates the engine. It takes hours, so it is no part of `test`.
pub(crate) fn mutants() -> Outcome<()> {
    let mut command = cargo();
    command.args(["mutants", "--package", "guidance", "--output", "target"]);
    for file in ENGINE {
        command.args(["--file", file]);
    }
    run(
        &mut command,
        "Each change above went unnoticed: add a test that sees it, unless no answer is changed by it. `cargo install cargo-mutants --locked` if it is missing.",
    )
}
