//! The text that a case's consultation was made with, exactly as it was, however long ago.

use crate::app::App;
use crate::page_error::Instead;
use casework::case::Consultation;
use casework::id::SettingId;
use guidance::{Library, Pack, PackFile};
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
    Ok(kept.and_then(|files| read_kept(&files)?.by_digest(&consultation.digest)))
}

/// A base and its layers from their files, as they were kept together.
fn read_kept(files: &[PackFile]) -> Option<Library> {
    let folders = files
        .iter()
        .filter_map(|file| file.path.strip_suffix("pack.toml"));
    let packs = folders.map(|folder| {
        let own: Vec<PackFile> = files
            .iter()
            .filter(|file| file.path.starts_with(folder))
            .cloned()
            .collect();
        Pack::read(&own).ok()
    });
    packs.collect::<Option<Vec<Pack>>>().map(Library::new)
}
