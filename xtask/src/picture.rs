//! Takes the README's picture: a real page of a running demo, as a browser shows it.

use crate::browser;
use crate::step::{Outcome, run};

/// Starts the demo, opens the page and writes `docs/picture-recommendation.png`.
pub(crate) fn take() -> Outcome<()> {
    run(
        browser::ready()?.arg("picture.mjs"),
        "The picture could not be taken; the reason is above.",
    )
}
