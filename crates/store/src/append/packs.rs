//! Packs consulted or adopted, kept by their digest so that a consultation replays years later. Sealed, since a setting's
//! own layer and an adviser's corrections name people. Which digests are kept stays in clear.

use crate::failure::Failure;
use crate::keys::could_not_seal;
use crate::store::Store;
use crate::writer::Turn;
use casework::id::SettingId;
use guidance::PackFile;
use zeroize::Zeroizing;

/// What the seal of a kept pack is for.
pub(crate) const KEPT: &str = "kept pack";

/// A pack to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPack {
    /// Its digest, by which it is found again.
    pub digest: String,
    /// Its files.
    pub files: Vec<PackFile>,
}

impl Store {
    /// A pack that was consulted or adopted, by its digest.
    ///
    /// # Errors
    /// Those of the disk; [`Failure::Damaged`] where what was kept is not a pack.
    pub async fn pack(
        &self,
        setting: SettingId,
        digest: &str,
    ) -> Result<Option<Vec<PackFile>>, Failure> {
        let digest = digest.to_owned();
        self.read(move |rows, shared| {
            let Some(sealed) = rows.kept_pack(setting, &digest)? else {
                return Ok(None);
            };
            let keys = shared.keys.of_setting(rows, setting)?;
            let body = keys.open_beside(KEPT, digest.as_bytes(), &sealed)?;
            let files: Vec<(String, String)> = serde_json::from_slice(&body)
                .map_err(|_| Failure::damaged(format!("the kept pack {digest}")))?;
            Ok(Some(
                files
                    .into_iter()
                    .map(|(path, text)| PackFile { path, text })
                    .collect(),
            ))
        })
        .await
    }

    /// Keeps a pack outside an append.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn keep_pack(&self, setting: SettingId, pack: KeptPack) -> Result<(), Failure> {
        self.write(move |turn| keep(turn, setting, &pack)).await
    }
}

pub(super) fn keep(turn: &Turn<'_>, setting: SettingId, pack: &KeptPack) -> Result<(), Failure> {
    let files: Vec<(&str, &str)> = pack
        .files
        .iter()
        .map(|file| (file.path.as_str(), file.text.as_str()))
        .collect();
    let body = Zeroizing::new(serde_json::to_vec(&files).map_err(|_| could_not_seal())?);
    let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
    let chance = turn.shared.outside.chance.as_ref();
    let sealed = keys.seal_beside(KEPT, pack.digest.as_bytes(), &body, chance)?;
    turn.writing.keep_pack(setting, &pack.digest, &sealed)
}
