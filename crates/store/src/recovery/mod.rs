//! Recovery: the root key split into shares that named people keep on paper, so many of which give it back. Fewer say
//! nothing about it. The splitting is Shamir's, by a library that was audited for it; what is here is how a share is
//! written down and read again.

mod letters;
mod standing;

pub use letters::Misread;
pub use standing::Recovery;
pub(crate) use standing::{RECOVERY, after_a_change, kept as recovery_kept};

use crate::failure::Failure;
use crate::root_key::RootKey;
use crate::seal::Key;
use casework::outside::Chance;
use letters::CONTENT;
use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use vsss_rs::Gf256;
use zeroize::{Zeroize, Zeroizing};

/// The one version of shares there is.
const VERSION: u8 = 1;
/// The most people a key is split among.
pub const MOST_PEOPLE: u8 = 16;

/// How many people keep a share, and how many of them it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// How many keep one.
    pub among: u8,
    /// How many it takes.
    pub needed: u8,
}

impl Split {
    /// # Errors
    /// In words, where it would protect nothing or could not be recovered from.
    pub fn of(among: u8, needed: u8) -> Result<Self, Unfit> {
        match (among, needed) {
            (_, ..2) => Err(Unfit::OneIsEnough),
            (among, needed) if needed > among => Err(Unfit::MoreThanThereAre),
            (MOST_PEOPLE.., _) if among > MOST_PEOPLE => Err(Unfit::TooMany),
            (among, needed) => Ok(Self { among, needed }),
        }
    }
}

/// Why shares do not give the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A share alone would be the key.
    #[error(
        "a key that one person alone can put together is not shared; choose 2 or more for --needed"
    )]
    OneIsEnough,
    /// More are needed than there are.
    #[error("more sheets would be needed than there are; choose a smaller --needed")]
    MoreThanThereAre,
    /// Too many people.
    #[error("a key is shared among {MOST_PEOPLE} people at most")]
    TooMany,
    /// Too few shares.
    #[error("these are {found} sheets, and it takes {needed}")]
    TooFew {
        /// How many were given.
        found: usize,
        /// How many it takes.
        needed: u8,
    },
    /// The same share twice.
    #[error("sheet {number} was given twice; it takes different ones")]
    Twice {
        /// Its number.
        number: u8,
    },
    /// Of two sharings.
    #[error(
        "sheet {number} was made at another time than the first one given; sheets of one set go together, the set is named at the top of each"
    )]
    OfAnotherSet {
        /// Its number.
        number: u8,
    },
    /// Of another installation.
    #[error("sheet {number} is for another installation ({theirs}); this one is {ours}")]
    OfAnotherInstallation {
        /// Its number.
        number: u8,
        /// The installation it is for.
        theirs: Installation,
        /// This one.
        ours: Installation,
    },
    /// They do not go together.
    #[error("these sheets do not go together")]
    NoKey,
}

/// Which installation: eight letters that say nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Installation([u8; 4]);

impl Installation {
    /// From the salt of the installation, which never changes.
    pub(crate) fn of(salt: &[u8]) -> Self {
        let digest: [u8; 32] = Sha256::new_with_prefix(b"leeward installation 1")
            .chain_update(salt)
            .finalize()
            .into();
        let [a, b, c, d, ..] = digest;
        Self([a, b, c, d])
    }
}

impl std::fmt::Display for Installation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&letters::grouped(&self.0))
    }
}

/// One share. No `Debug`: so many of them are the root key.
#[derive(Clone)]
pub struct Share {
    installation: Installation,
    set: [u8; 4],
    split: Split,
    number: u8,
    value: Zeroizing<[u8; 32]>,
}

impl Share {
    /// Which of them, from one.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// How many there are and how many it takes.
    pub fn split(&self) -> Split {
        self.split
    }

    /// The installation it is for.
    pub fn installation(&self) -> Installation {
        self.installation
    }

    /// Which sharing it belongs to: sheets of one set go together.
    pub fn set(&self) -> String {
        letters::grouped(&self.set)
    }

    pub(crate) fn set_id(&self) -> [u8; 4] {
        self.set
    }

    /// How many lines one has.
    pub const LINES: usize = letters::LINES;

    /// Its lines, to be printed.
    pub fn lines(&self) -> Vec<String> {
        let mut content = Vec::with_capacity(CONTENT);
        content.push(VERSION);
        content.extend_from_slice(&self.installation.0);
        content.extend_from_slice(&self.set);
        content.extend_from_slice(&[self.split.among, self.split.needed, self.number]);
        content.extend_from_slice(self.value.as_ref());
        let lines = content.first_chunk::<CONTENT>().map(letters::lines);
        content.zeroize();
        lines.unwrap_or_default()
    }

    /// Whether one line is as it was printed. `number` counts from one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_line(number: usize, typed: &str) -> Result<(), Misread> {
        letters::line(number, typed).map(drop)
    }

    /// From its lines, as somebody typed them.
    ///
    /// # Errors
    /// What is wrong, and in which line.
    pub fn read(lines: &[String]) -> Result<Self, Misread> {
        let content = Zeroizing::new(letters::content(lines)?);
        let [
            VERSION,
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            among,
            needed,
            number,
            value @ ..,
        ] = *content
        else {
            return Err(Misread::Version);
        };
        Ok(Self {
            installation: Installation([a, b, c, d]),
            set: [e, f, g, h],
            split: Split { among, needed },
            number,
            value: Zeroizing::new(value),
        })
    }
}

/// Splits a root key.
pub(crate) fn split(
    root: &Key,
    installation: Installation,
    split: Split,
    chance: &dyn Chance,
) -> Result<Vec<Share>, Failure> {
    let failed = || Failure::unavailable("the root key could not be split");
    let mut set = [0; 4];
    chance.fill(&mut set);
    let values = Gf256::split_bytes(
        split.needed.into(),
        split.among.into(),
        root.bytes(),
        Chances(chance),
    )
    .map_err(|_| failed())?;
    values
        .into_iter()
        .map(|value| {
            let value = Zeroizing::new(value);
            let (number, value) = value.split_first().ok_or_else(failed)?;
            Ok(Share {
                installation,
                set,
                split,
                number: *number,
                value: Zeroizing::new(value.try_into().map_err(|_| failed())?),
            })
        })
        .collect()
}

/// Puts a root key together. What comes out of shares that do not go together is another key: hold it against the
/// records before it is believed.
///
/// # Errors
/// Why these shares give none.
pub fn put_together(shares: &[Share]) -> Result<RootKey, Unfit> {
    let Some(first) = shares.first() else {
        return Err(Unfit::TooFew {
            found: 0,
            needed: 2,
        });
    };
    for (place, share) in shares.iter().enumerate() {
        if share.installation != first.installation {
            return Err(Unfit::OfAnotherInstallation {
                number: share.number,
                theirs: share.installation,
                ours: first.installation,
            });
        }
        if share.set != first.set || share.split != first.split {
            return Err(Unfit::OfAnotherSet {
                number: share.number,
            });
        }
        if shares
            .iter()
            .take(place)
            .any(|before| before.number == share.number)
        {
            return Err(Unfit::Twice {
                number: share.number,
            });
        }
    }
    if shares.len() < usize::from(first.split.needed) {
        return Err(Unfit::TooFew {
            found: shares.len(),
            needed: first.split.needed,
        });
    }
    let mut values: Vec<Vec<u8>> = shares
        .iter()
        .map(|share| {
            std::iter::once(share.number)
                .chain(share.value.iter().copied())
                .collect()
        })
        .collect();
    let combined = Gf256::combine_bytes(&values).map(Zeroizing::new);
    values.zeroize();
    combined
        .ok()
        .and_then(|bytes| Key::of(&bytes))
        .map(RootKey::of_key)
        .ok_or(Unfit::NoKey)
}

/// Chance as the library takes it.
struct Chances<'c>(&'c dyn Chance);

impl TryRng for Chances<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Chances<'_> {}

#[cfg(test)]
mod tests;
