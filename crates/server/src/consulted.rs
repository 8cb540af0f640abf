//! The text that a case's consultation was made with, exactly as it was, however long ago.

use crate::app::App;
use crate::page_error::Instead;
use casework::case::Consultation;
use casework::id::SettingId;
use guidance::Pack;
use std::sync::Arc;

/// The pack that was consulted, exactly: from this program, or as it was kept with the record.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) async fn pack_of(
    app: &App,
    setting: SettingId,
    consultation: &Consultation,
) -> Result<Option<Arc<Pack>>, Instead> {
    if let Some(pack) = app.library().by_digest(&consultation.digest) {
        return Ok(Some(pack));
    }
    let kept = app.store().pack(setting, &consultation.digest).await?;
    let kept = kept.and_then(|files| Pack::from_kept(&files).ok());
    Ok(kept
        .filter(|pack| pack.digest() == consultation.digest)
        .map(Arc::new))
}
