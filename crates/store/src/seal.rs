//! Sealing: AES-256-GCM-SIV under a key that never leaves this crate. Knows bytes and keys; refuses to know what they
//! mean.
//!
//! Sealed bytes are `version (1) | key number (4, big-endian) | nonce (12) | ciphertext and tag`. The version, the key
//! number and everything that says where the bytes belong are bound as associated data, so that sealed bytes moved to
//! another place do not open there.

use aes_gcm_siv::aead::{AeadInOut, KeyInit};
use aes_gcm_siv::aes::Aes256Enc;
use aes_gcm_siv::{AesGcmSiv, Nonce, Tag};
use casework::outside::Chance;
use hkdf::Hkdf;
use hkdf::hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The one version of sealed bytes there is.
const VERSION: u8 = 1;
/// Version and key number.
const HEAD: usize = 5;
/// The random part.
const NONCE: usize = 12;
/// What shows that nothing was altered, after the ciphertext.
const TAG: usize = 16;

/// AES-256-GCM-SIV. The mode only ever encrypts blocks, and makes a key for each seal: the half that would decrypt
/// them need not be worked out.
type Cipher = AesGcmSiv<Aes256Enc>;

/// A key of 32 bytes, wiped when dropped. It has no `Debug` on purpose.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

/// The bytes did not open: another key, another place, or altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotOpened;

/// Where sealed bytes belong, as associated data: each part preceded by its length. The first part is the head of the
/// sealed bytes, which is filled in when they are sealed or opened.
#[derive(Clone)]
pub(crate) struct Bound(Vec<u8>);

impl Bound {
    /// Binds a purpose and the parts of a key or place.
    pub(crate) fn to(purpose: &str, parts: &[&[u8]]) -> Self {
        let mut bytes = Vec::with_capacity(192);
        put(&mut bytes, &[0; HEAD]);
        put(&mut bytes, b"leeward seal 1");
        put(&mut bytes, purpose.as_bytes());
        for part in parts {
            put(&mut bytes, part);
        }
        Self(bytes)
    }

    /// How long it is so far: what [`Bound::and`] keeps.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The first `kept` bytes of it, bound to further parts: for many places that differ in their last parts only.
    pub(crate) fn and(&mut self, kept: usize, parts: &[&[u8]]) {
        self.0.truncate(kept);
        for part in parts {
            put(&mut self.0, part);
        }
    }

    fn under(&mut self, head: &[u8; HEAD]) -> &[u8] {
        for (to, from) in self.0.iter_mut().skip(8).zip(head) {
            *to = *from;
        }
        &self.0
    }
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
    bytes.extend_from_slice(part);
}

impl Key {
    /// A new key from chance.
    pub(crate) fn made(chance: &dyn Chance) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        chance.fill(bytes.as_mut());
        Self(bytes)
    }

    /// A key from 32 bytes; `None` for another length.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        bytes
            .try_into()
            .ok()
            .map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The bytes, to be wrapped under another key.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose, derived by HKDF-SHA-256.
    pub(crate) fn subkey(&self, purpose: &str) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        let derived = Hkdf::<Sha256>::new(Some(b"leeward subkey 1"), self.0.as_ref())
            .expand(purpose.as_bytes(), bytes.as_mut());
        // OK because HKDF-SHA-256 gives up to 8160 bytes and 32 are asked for.
        debug_assert!(derived.is_ok());
        Self(bytes)
    }

    /// A keyed tag over the parts (HMAC-SHA-256): finds a row again without storing what it is about.
    pub(crate) fn tag(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = match <Hmac<Sha256> as hkdf::hmac::KeyInit>::new_from_slice(self.0.as_ref()) {
            Ok(mac) => mac,
            // OK because HMAC takes a key of any length.
            Err(_) => return [0; 32],
        };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Seals `plain` to the place `bound` says.
    pub(crate) fn seal(
        &self,
        key_no: u32,
        bound: &Bound,
        plain: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, NotOpened> {
        let mut head = [VERSION, 0, 0, 0, 0];
        for (to, from) in head.iter_mut().skip(1).zip(key_no.to_be_bytes()) {
            *to = from;
        }
        let mut nonce = [0; NONCE];
        chance.fill(&mut nonce);
        let mut sealed = Vec::with_capacity(HEAD + NONCE + plain.len() + TAG);
        sealed.extend_from_slice(&head);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let (_, content) = sealed.split_at_mut_checked(HEAD + NONCE).ok_or(NotOpened)?;
        let tag = self
            .cipher()
            .encrypt_inout_detached(
                &Nonce::from(nonce),
                bound.clone().under(&head),
                content.into(),
            )
            .map_err(|_| NotOpened)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// Opens what was sealed to the place `bound` says.
    pub(crate) fn open(
        &self,
        bound: &Bound,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let mut plain = Zeroizing::default();
        self.to_open()
            .open(&mut bound.clone(), sealed, &mut plain)?;
        Ok(plain)
    }

    /// The key made ready to open many.
    pub(crate) fn to_open(&self) -> Opener {
        Opener(self.cipher())
    }

    fn cipher(&self) -> Cipher {
        Cipher::new(&(*self.0).into())
    }
}

/// A key made ready to open many. Wiped when dropped, as the key is.
pub(crate) struct Opener(Cipher);

impl Opener {
    /// Opens what was sealed to the place `bound` says, into `plain`: one after another into the same, so that it is
    /// wiped once. What does not open leaves nothing there.
    pub(crate) fn open(
        &self,
        bound: &mut Bound,
        sealed: &[u8],
        plain: &mut Zeroizing<Vec<u8>>,
    ) -> Result<(), NotOpened> {
        plain.clear();
        let (head, rest) = sealed.split_first_chunk::<HEAD>().ok_or(NotOpened)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(NotOpened)?;
        let (ciphertext, tag) = rest.split_last_chunk::<TAG>().ok_or(NotOpened)?;
        if head.first() != Some(&VERSION) {
            return Err(NotOpened);
        }
        if plain.capacity() < ciphertext.len() {
            // Grown in place, a vector leaves what it held behind, unwiped.
            *plain = Zeroizing::new(Vec::with_capacity(ciphertext.len().next_power_of_two()));
        }
        plain.extend_from_slice(ciphertext);
        self.0
            .decrypt_inout_detached(
                &Nonce::from(*nonce),
                bound.under(head),
                plain.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| {
                plain.clear();
                NotOpened
            })
    }
}

/// The number of the key that some bytes were sealed under; `None` where they are not sealed bytes.
pub(crate) fn key_number(sealed: &[u8]) -> Option<u32> {
    let (head, _) = sealed.split_first_chunk::<HEAD>()?;
    let [version, number @ ..] = *head;
    (version == VERSION).then(|| u32::from_be_bytes(number))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use proptest::prelude::*;

    struct Fixed(u8);

    impl Chance for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn here() -> Bound {
        Bound::to("entry", &[b"setting", b"case"])
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens_and_with_any_bit_turned_it_does_not(
            plain in proptest::collection::vec(any::<u8>(), 0..200), at in any::<proptest::sample::Index>(), bit in 0_u8..8,
        ) {
            let key = Key::made(&Fixed(3));
            let mut sealed = key.seal(7, &here(), &plain, &Fixed(9)).unwrap();
            prop_assert_eq!(key_number(&sealed), Some(7));
            let opened = key.open(&here(), &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
            let place = at.index(sealed.len());
            *sealed.get_mut(place).unwrap() ^= 1 << bit;
            prop_assert!(key.open(&here(), &sealed).is_err());
        }

        #[test]
        fn sealed_bytes_cut_short_do_not_open(keep in 0_usize..40) {
            let key = Key::made(&Fixed(3));
            let sealed = key.seal(1, &here(), b"seven b", &Fixed(9)).unwrap();
            prop_assert!(keep >= sealed.len() || key.open(&here(), sealed.get(..keep).unwrap()).is_err());
        }
    }

    #[test]
    fn another_key_another_purpose_and_another_place_do_not_open() {
        let key = Key::made(&Fixed(3));
        let sealed = key.seal(1, &here(), b"plain", &Fixed(9)).unwrap();
        assert!(key.open(&here(), &sealed).is_ok());
        assert_eq!(Key::made(&Fixed(4)).open(&here(), &sealed), Err(NotOpened));
        assert_eq!(key.subkey("views").open(&here(), &sealed), Err(NotOpened));
        assert_eq!(
            key.open(&Bound::to("view", &[b"setting", b"case"]), &sealed),
            Err(NotOpened)
        );
        // The same bytes divided another way are another place.
        assert_eq!(
            key.open(&Bound::to("entry", &[b"settin", b"gcase"]), &sealed),
            Err(NotOpened)
        );
    }

    #[test]
    fn tags_tell_apart_what_differs_only_in_where_it_is_divided() {
        let key = Key::made(&Fixed(3));
        assert_eq!(key.tag(&[b"ab", b"c"]), key.tag(&[b"ab", b"c"]));
        assert_ne!(key.tag(&[b"ab", b"c"]), key.tag(&[b"a", b"bc"]));
        assert_ne!(key.tag(&[b"ab"]), key.subkey("other").tag(&[b"ab"]));
    }
}
