//! Changing the root key: everything that is sealed under it is sealed under another, in one transaction.

use super::ASKED;
use crate::failure::Failure;
use crate::keys::{ADDRESSES, Root};
use crate::recovery::{RECOVERY, after_a_change};
use crate::root_key::{CHECK, RootKey, check_value, is_right};
use crate::seal::Key;
use crate::store::{SALT, Store};
use crate::writer::Turn;

/// What lies in the installation sealed under the root key ([`Root::seal`]) and is to lie there under the next one as it
/// is: the key that signs checkpoints. Whatever is sealed so has its line here.
const UNDER_ROOT: [&str; 1] = ["checkpoint key"];

impl Store {
    /// Puts another root key in the place of the one in use. When this answers with `Ok`, the one before opens nothing.
    /// Says how many keys of settings were wrapped again; none where it is the one in use already.
    ///
    /// Have the new key safely on a disk first.
    ///
    /// # Errors
    /// Those of the disk; the root key in use then stays.
    pub async fn change_root(&self, next: &RootKey) -> Result<u64, Failure> {
        let salt = self
            .read(|rows, _| rows.installation(SALT))
            .await?
            .ok_or(Failure::KeyWrong)?;
        let next = next.clone();
        let key = self.aside(move || next.key(&salt)).await?;
        self.change_root_to(key).await
    }

    /// The same, with the key worked out.
    pub(super) async fn change_root_to(&self, key: Key) -> Result<u64, Failure> {
        self.shared().keys.expect_root(&key);
        let wrapped = self.write(move |turn| change(turn, &key)).await?;
        self.shared().keys.root_taken();
        // What is wrapped under the key before is in no page of the file any more, nor in the database's own log.
        self.empty_log().await?;
        Ok(wrapped)
    }
}

fn change(turn: &Turn<'_>, key: &Key) -> Result<u64, Failure> {
    let (writing, keys) = (&turn.writing, &turn.shared.keys);
    let chance = turn.shared.outside.chance.as_ref();
    let check = writing.installation(CHECK)?.ok_or(Failure::KeyWrong)?;
    writing.drop_mark(None, ASKED)?;
    if is_right(key, &check) {
        return Ok(0);
    }
    let before = keys.root_held(writing)?;
    let after = Root::of(key);
    let addresses = keys.address_key(writing)?;
    let mut wrapped_again = 0;
    for (place, number, wrapped) in writing.setting_keys()? {
        let again = before.rewrap(&after, &place, number, &wrapped, chance)?;
        if !writing.wrap_again(&place, number, &wrapped, &again)? {
            return Err(Failure::unavailable(
                "a setting's key was changed by somebody else just now",
            ));
        }
        wrapped_again += 1;
    }
    writing.put_mark(
        None,
        ADDRESSES,
        &after.seal(ADDRESSES, addresses.bytes(), chance)?,
    )?;
    for name in UNDER_ROOT {
        if let Some(sealed) = writing.installation(name)? {
            let plain = before
                .open(name, &sealed)
                .ok_or_else(|| Failure::damaged(format!("the {name} of the installation")))?;
            writing.put_mark(None, name, &after.seal(name, &plain, chance)?)?;
        }
    }
    if let Some(recovery) =
        after_a_change(&before, &after, writing.installation(RECOVERY)?, chance)?
    {
        writing.put_mark(None, RECOVERY, &recovery)?;
    }
    writing.put_mark(None, CHECK, &check_value(key, chance)?)?;
    Ok(wrapped_again)
}
