//! The tamper campaign: random edits of the record by a hand that owns the database, every one of which must be found.
//! The tests run 5,000; this runs as many as wanted, optimised, from a seed that makes it the same again.

use crate::step::{Outcome, cargo, run};

const WRONG: &str = "`tamper` takes --edits N and --seed N, each a whole number.";

/// Reads what was asked for and runs it.
pub(crate) fn campaign(asked: &[String]) -> Outcome<()> {
    let (mut edits, mut seed) = (100_000_u64, 1_u64);
    for pair in asked.chunks(2) {
        let [name, value] = pair else {
            return Err(WRONG.to_owned());
        };
        let value = value.parse().map_err(|_| WRONG.to_owned())?;
        match name.as_str() {
            "--edits" => edits = value,
            "--seed" => seed = value,
            _ => return Err(WRONG.to_owned()),
        }
    }
    run(
        cargo()
            .env("LEEWARD_TAMPER_EDITS", edits.to_string())
            .env("LEEWARD_TAMPER_SEED", seed.to_string())
            .args([
                "test",
                "--release",
                "--locked",
                "--package",
                "store",
                "--test",
                "it",
                "--",
                "tamper_campaign::",
                "--nocapture",
            ]),
        "An edit was not found, or something that was left alone was named: seed and number are above.",
    )
}
