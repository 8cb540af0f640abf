//! A signed note: text that anybody reads, and under it who signed it. The format is the one that transparency logs have
//! in common (<https://c2sp.org/signed-note>), so that their tools read it; `docs/record-format.md` says every byte.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;

/// What a signature or key begins with that is one of Ed25519.
const ED25519: u8 = 1;
/// What stands at the beginning of the line of a signature: an em dash and a space.
const SIGNED: &str = "\u{2014} ";

/// Why some text was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It has no signature under it, or lines that such a text does not have.
    #[error("this is not a signed note: it needs text, an empty line and a signature")]
    NotANote,
    /// The text is not that of a checkpoint.
    #[error(
        "this note is not a checkpoint: its first lines are not a name, a size and a root hash"
    )]
    NotACheckpoint,
    /// It is not a key as it is handed on.
    #[error(
        "this is not a checkpoint key: it looks like name+0123abcd+AbCd…, as `leeward checkpoint key` prints it"
    )]
    NotAKey,
}

/// The public half of the key that signs checkpoints. Its text is what is handed on: `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Reads a key as it is handed on.
    ///
    /// # Errors
    /// [`Unread::NotAKey`], also where its id is not that of the key.
    pub fn read(text: &str) -> Result<Self, Unread> {
        Self::parts(text.trim()).ok_or(Unread::NotAKey)
    }

    fn parts(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('+')?;
        let (id, key) = rest.split_once('+')?;
        let bytes = STANDARD.decode(key).ok()?;
        let (sort, key) = bytes.split_first()?;
        let key: &[u8; 32] = key.try_into().ok()?;
        let read = Self {
            name: fit_name(name)?.to_owned(),
            key: VerifyingKey::from_bytes(key)
                .ok()
                .filter(|key| !key.is_weak())?,
        };
        (*sort == ED25519 && hex(&read.id()) == id).then_some(read)
    }

    /// Whose key it is: what the first line of a checkpoint says.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> [u8; 4] {
        let mut hasher = Sha256::new();
        hasher.update(self.name.as_bytes());
        hasher.update([b'\n', ED25519]);
        hasher.update(self.key.as_bytes());
        let [a, b, c, d, ..] = <[u8; 32]>::from(hasher.finalize());
        [a, b, c, d]
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519];
        key.extend_from_slice(self.key.as_bytes());
        write!(
            f,
            "{}+{}+{}",
            self.name,
            hex(&self.id()),
            STANDARD.encode(key)
        )
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A name that can stand in a note.
fn fit_name(name: &str) -> Option<&str> {
    let fit = !name.is_empty() && !name.contains(|c: char| c == '+' || c.is_whitespace());
    fit.then_some(name)
}

/// The key that signs, and in whose name.
pub(crate) struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    /// From the secret of a key. None where the name cannot stand in a note.
    pub(crate) fn of(name: &str, secret: &[u8; 32]) -> Option<Self> {
        Some(Self {
            name: fit_name(name)?.to_owned(),
            key: SigningKey::from_bytes(secret),
        })
    }

    /// The public half.
    pub(crate) fn verifier(&self) -> VerifierKey {
        VerifierKey {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        }
    }

    /// A text with its signature under it. The text ends with a line end.
    pub(crate) fn sign(&self, text: &str) -> String {
        let mut signed = self.verifier().id().to_vec();
        signed.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        format!(
            "{text}\n{SIGNED}{} {}\n",
            self.name,
            STANDARD.encode(signed)
        )
    }
}

/// A note that was read; nothing in it is to be believed before its signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note<'n> {
    /// What was signed.
    pub(crate) text: &'n str,
    signatures: Vec<(&'n str, Vec<u8>)>,
}

impl<'n> Note<'n> {
    /// Reads a note.
    pub(crate) fn read(note: &'n str) -> Result<Self, Unread> {
        let wrong = Unread::NotANote;
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(wrong);
        }
        let gap = note.rfind("\n\n").ok_or(wrong)?;
        let (text, under) = note.split_at_checked(gap + 1).ok_or(wrong)?;
        let under = under.strip_prefix('\n').ok_or(wrong)?;
        let mut signatures = Vec::new();
        for line in under.strip_suffix('\n').ok_or(wrong)?.split('\n') {
            let (name, signature) = line
                .strip_prefix(SIGNED)
                .and_then(|line| line.split_once(' '))
                .ok_or(wrong)?;
            let signature = STANDARD.decode(signature).map_err(|_| wrong)?;
            signatures.push((fit_name(name).ok_or(wrong)?, signature));
        }
        Ok(Self { text, signatures })
    }

    /// Whether this key signed it. Signatures of others may stand beside.
    pub(crate) fn is_signed_by(&self, key: &VerifierKey) -> bool {
        let id = key.id();
        self.signatures.iter().any(|(name, signature)| {
            *name == key.name
                && signature
                    .split_first_chunk::<4>()
                    .filter(|(by, _)| **by == id)
                    .and_then(|(_, signature)| Signature::from_slice(signature).ok())
                    .is_some_and(|it| key.key.verify_strict(self.text.as_bytes(), &it).is_ok())
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    /// The key of a well-known public log, which other programs made: its id must come out the same.
    const ANOTHER_LOGS: &str =
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    #[test]
    fn a_key_that_another_program_made_is_read_and_written_the_same() {
        let key = VerifierKey::read(ANOTHER_LOGS).unwrap();
        assert_eq!(key.name(), "sum.golang.org");
        assert_eq!(key.to_string(), ANOTHER_LOGS);
        for wrong in [
            "",
            "sum.golang.org",
            &ANOTHER_LOGS.replace("033de0ae", "033de0af"),
            &ANOTHER_LOGS.replace("sum", "sun"),
            &ANOTHER_LOGS.replace("OuAn8", "OuAn9"),
        ] {
            assert_eq!(VerifierKey::read(wrong), Err(Unread::NotAKey), "{wrong}");
        }
    }

    #[test]
    fn a_note_is_verified_by_its_key_and_by_no_other_and_not_once_it_was_changed() {
        let signer = Signer::of("leeward.example/one", &[7; 32]).unwrap();
        let other = Signer::of("leeward.example/one", &[8; 32]).unwrap();
        let note = signer.sign("leeward.example/one\n3\nAAAA\n");
        let read = Note::read(&note).unwrap();
        assert_eq!(read.text, "leeward.example/one\n3\nAAAA\n");
        assert!(read.is_signed_by(&signer.verifier()));
        assert!(!read.is_signed_by(&other.verifier()));
        let changed = note.replace("\n3\n", "\n4\n");
        assert!(
            !Note::read(&changed)
                .unwrap()
                .is_signed_by(&signer.verifier())
        );
        let twice = format!("{note}{}", other.sign("x\n").rsplit('\n').nth(1).unwrap());
        assert!(
            Note::read(&format!("{twice}\n"))
                .unwrap()
                .is_signed_by(&signer.verifier())
        );
    }

    #[test]
    fn text_that_is_no_note_is_refused() {
        for wrong in [
            "",
            "text\n",
            "text\n\n",
            "text\n\nunder\n",
            "a\tb\n\n\u{2014} n AAAA\n",
            "text\n\n\u{2014} n AAAA",
        ] {
            assert_eq!(Note::read(wrong), Err(Unread::NotANote), "{wrong:?}");
        }
    }
}
