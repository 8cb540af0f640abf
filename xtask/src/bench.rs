//! The benchmark programs. Each prints ratios against a floor it takes in the same run, so a figure from a slow machine
//! still says something; what they printed on one machine stands in `docs/performance.md`.

use crate::step::{Outcome, cargo, run};

/// Crate and program, in the order of the house.
const PROGRAMS: [(&str, &str); 6] = [
    ("guidance", "bench_assess"),
    ("guidance", "bench_growth"),
    ("store", "bench_append"),
    ("store", "bench_search"),
    ("server", "bench_pages"),
    ("server", "bench_school"),
];

/// Runs them one after another. `--release` is the profile a school would build with: checks on overflow stay on.
pub(crate) fn programs() -> Outcome<()> {
    for (package, example) in PROGRAMS {
        run(
            cargo().args([
                "run",
                "--release",
                "--locked",
                "--package",
                package,
                "--example",
                example,
            ]),
            "The benchmark program's own words are above.",
        )?;
    }
    Ok(())
}
