//! Changing keys while the server runs: what was asked for on the administrator's page or from the command line is taken up,
//! and what was stopped half-way goes on, until the program ends.

use crate::app::App;
use std::time::Duration;
use store::Failure;

/// How often is looked whether there is anything to do.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Changes keys where that was asked for, until the program ends.
pub async fn run(app: App) {
    loop {
        if let Err(failure) = go_on(&app).await {
            tracing::warn!(
                failure = crate::watch::kind_of(&failure),
                "keys could not be changed just now, and it will be tried again"
            );
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Does what there is to do.
///
/// # Errors
/// Those of the store. What was begun stays begun.
pub async fn go_on(app: &App) -> Result<(), Failure> {
    app.store().take_up_what_was_asked().await?;
    app.store().go_on_changing_keys(|_, _| ()).await
}
