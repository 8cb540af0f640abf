//! `cargo xtask token`: the root key in a token that speaks PKCS#11, against SoftHSM.

use crate::step::{Outcome, cargo, program, run, starts};

const INSTALL_IT: &str =
    "SoftHSM is needed: install the package softhsm2 (Debian) or softhsm, and run this again.";

/// Installs SoftHSM where it is missing, then lints and tests what is built with the feature only.
pub(crate) fn test() -> Outcome<()> {
    if !starts(program("softhsm2-util").arg("--version")) {
        run(
            program("apt-get").args(["install", "--yes", "--no-install-recommends", "softhsm2"]),
            INSTALL_IT,
        )?;
    }
    run(
        cargo().args([
            "clippy",
            "--package",
            "store",
            "--features",
            "pkcs11",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]),
        "Clippy's words are above.",
    )?;
    run(
        cargo().args([
            "test",
            "--package",
            "store",
            "--features",
            "pkcs11",
            "--locked",
            "--test",
            "it",
            "in_a_token",
        ]),
        "What the token did not do is said above.",
    )
}
