//! The key that signs checkpoints. Its secret lies among the values of the installation, sealed under the root key as
//! the key check is; its public half lies beside it in clear, for it is meant to be handed on.

use super::note::{Signer, VerifierKey};
use crate::failure::Failure;
use crate::writer::Turn;
use zeroize::Zeroizing;

/// The value of the installation that holds the secret, sealed. Whoever changes the root key seals it again.
pub(crate) const SEALED: &str = "checkpoint key";
/// The value of the installation that holds the public half, in clear.
pub(crate) const VERIFIER: &str = "checkpoint verifier";

/// The key that signs, made the first time it is asked for.
pub(super) fn signer(turn: &Turn<'_>) -> Result<Signer, Failure> {
    let (writing, shared) = (&turn.writing, turn.shared);
    let damaged = || Failure::damaged("the public half of the key that signs checkpoints");
    if let Some(sealed) = writing.installation(SEALED)? {
        let root = shared.keys.root_now(writing)?;
        let secret = root
            .open(SEALED, &sealed)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
            .map(Zeroizing::new)
            .ok_or_else(|| Failure::damaged("the key that signs checkpoints"))?;
        let verifier = verifier(writing)?.ok_or_else(damaged)?;
        return Signer::of(verifier.name(), &secret)
            .filter(|signer| signer.verifier() == verifier)
            .ok_or_else(damaged);
    }
    let chance = shared.outside.chance.as_ref();
    let mut secret = Zeroizing::new([0; 32]);
    chance.fill(secret.as_mut());
    // A name that says what it is for and not whose it is: checkpoints are handed on.
    let name = format!("leeward/{}", shared.outside.new_uuid().as_simple());
    let signer = Signer::of(&name, &secret).ok_or_else(damaged)?;
    let sealed = shared
        .keys
        .root_held(writing)?
        .seal(SEALED, secret.as_slice(), chance)?;
    writing.add_installation(SEALED, &sealed)?;
    writing.add_installation(VERIFIER, signer.verifier().to_string().as_bytes())?;
    Ok(signer)
}

/// The public half as it lies in the database; none where no checkpoint was made yet.
pub(crate) fn verifier(rows: &crate::sql::Rows<'_>) -> Result<Option<VerifierKey>, Failure> {
    let Some(kept) = rows.installation(VERIFIER)? else {
        return Ok(None);
    };
    std::str::from_utf8(&kept)
        .ok()
        .and_then(|text| VerifierKey::read(text).ok())
        .map(Some)
        .ok_or_else(|| Failure::damaged("the public half of the key that signs checkpoints"))
}
