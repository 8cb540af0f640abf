//! `leeward keys make`: a root key file, of a key or of one that a token wraps.

use super::super::{Done, Wrong};
use crate::{entitled, say};
use clap::Args;
use std::path::PathBuf;
use store::{InToken, RootKey};

/// What `make` is told.
#[derive(Debug, Args)]
pub(in super::super) struct Make {
    /// The file to make. To change the root key of records for it, name it as the key file there is with .next at its end,
    /// then run: leeward keys rotate root
    #[arg(long)]
    key: PathBuf,
    /// For a key that a token wraps: the PKCS#11 library that speaks to the token.
    #[arg(long, requires_all = ["token", "pin_file"])]
    module: Option<PathBuf>,
    /// The label of the token.
    #[arg(long, requires = "module")]
    token: Option<String>,
    /// The label of the AES key in the token; made there if it is not there.
    #[arg(long, default_value = "leeward")]
    token_key: String,
    /// The file with the token's PIN.
    #[arg(long, requires = "module")]
    pin_file: Option<PathBuf>,
}

impl Make {
    pub(super) fn run(self) -> Done {
        let outside = entitled::system();
        let chance = outside.chance.as_ref();
        match (self.module, self.token, self.pin_file) {
            (None, ..) => drop(RootKey::create_file(&self.key, chance)?),
            (Some(module), Some(token), Some(pin_file)) => {
                let in_token = InToken {
                    module,
                    token,
                    key: self.token_key,
                    pin_file,
                };
                drop(RootKey::create_in_token(&self.key, &in_token, chance)?);
            }
            _ => {
                return Err(Wrong(
                    "a key in a token needs --module, --token and --pin-file".to_owned(),
                ));
            }
        }
        say::aside(format_args!(
            "{} is there. Nothing is sealed under it yet.",
            self.key.display()
        ));
        Ok(true)
    }
}
