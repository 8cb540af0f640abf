//! A token spoken to by PKCS#11. It wraps with AES-256-GCM under a key that it lets nobody have.

use super::service::{InToken, KeyService};
use crate::failure::Failure;
use casework::outside::Chance;
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

/// What a wrapped key is bound to, so that the token unwraps nothing else in its place.
const BOUND_TO: &[u8] = b"leeward root key in a token 1";
const NONCE: usize = 12;
const TAG_BITS: u64 = 128;

/// An open token, signed in to.
pub(super) struct Token {
    session: Session,
    key: String,
}

impl Token {
    /// Loads the library, finds the token and signs in.
    pub(super) fn open(which: &InToken) -> Result<Self, Failure> {
        let pin = which.pin()?;
        let library = Pkcs11::new(&which.module).map_err(|error| {
            told(
                &format!("the library {} could not be loaded", which.module.display()),
                &error,
            )
        })?;
        match library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(told("the library could not be started", &error)),
        }
        let slots = library
            .get_slots_with_initialized_token()
            .map_err(|error| told("the tokens could not be listed", &error))?;
        let slot = slots
            .into_iter()
            .find(|slot| {
                library
                    .get_token_info(*slot)
                    .is_ok_and(|info| info.label() == which.token)
            })
            .ok_or_else(|| Failure::KeyService {
                what: format!(
                    "there is no token called {:?}; is it plugged in?",
                    which.token
                ),
            })?;
        let session = library
            .open_rw_session(slot)
            .map_err(|error| told("the token could not be opened", &error))?;
        session
            .login(UserType::User, Some(&AuthPin::new(pin.as_str().into())))
            .map_err(|error| {
                told(
                    "the token did not take the PIN; most lock themselves after a few wrong ones",
                    &error,
                )
            })?;
        Ok(Self {
            session,
            key: which.key.clone(),
        })
    }

    fn found(&self) -> Result<Option<ObjectHandle>, Failure> {
        let wanted = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::Label(self.key.clone().into_bytes()),
        ];
        let keys = self
            .session
            .find_objects(&wanted)
            .map_err(|error| told("the keys of the token could not be listed", &error))?;
        match keys.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            _ => Err(Failure::KeyService {
                what: format!("the token has more than one key called {:?}", self.key),
            }),
        }
    }

    fn made(&self) -> Result<ObjectHandle, Failure> {
        let wanted = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::Label(self.key.clone().into_bytes()),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::ValueLen(32.into()),
        ];
        self.session
            .generate_key(&Mechanism::AesKeyGen, &wanted)
            .map_err(|error| told("the token did not make a key", &error))
    }
}

impl KeyService for Token {
    fn wrap(&self, key: &[u8; 32], chance: &dyn Chance) -> Result<Vec<u8>, Failure> {
        let with = match self.found()? {
            Some(with) => with,
            None => self.made()?,
        };
        let mut nonce = [0; NONCE];
        chance.fill(&mut nonce);
        let mut wrapped = nonce.to_vec();
        let sealed = gcm(&mut nonce, |how| self.session.encrypt(how, with, key))
            .map_err(|error| told("the token did not wrap the key", &error))?;
        wrapped.extend(sealed);
        Ok(wrapped)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let with = self.found()?.ok_or_else(|| Failure::KeyService {
            what: format!("the token has no key called {:?}", self.key),
        })?;
        let (nonce, sealed) =
            wrapped
                .split_first_chunk::<NONCE>()
                .ok_or_else(|| Failure::KeyService {
                    what: "what it should unwrap is too short".to_owned(),
                })?;
        let mut nonce = *nonce;
        gcm(&mut nonce, |how| self.session.decrypt(how, with, sealed))
            .map(Zeroizing::new)
            .map_err(|error| {
                told(
                    "the token did not unwrap the key: another key in it, or the file was altered",
                    &error,
                )
            })
    }
}

fn gcm<T>(
    nonce: &mut [u8],
    work: impl FnOnce(&Mechanism<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let how = GcmParams::new(nonce, BOUND_TO, TAG_BITS.into())?;
    work(&Mechanism::AesGcm(how))
}

fn told(what: &str, error: &Error) -> Failure {
    Failure::KeyService {
        what: format!("{what} ({error})"),
    }
}
