//! Where the root key comes from: a key file, which may say that a token has it, or a passphrase.

use super::super::Wrong;
use crate::say;
use clap::Args;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use store::{Failure, KeyFile, RootKey};
use zeroize::Zeroizing;

/// Where the root key comes from.
#[derive(Debug, Clone, Args)]
pub(crate) struct KeySource {
    /// The root key file. Keep a copy where the records are not: without it nobody can read them.
    #[arg(long, env = "LEEWARD_KEY")]
    key: Option<PathBuf>,
    /// Instead of a key file: a file with the passphrase that the records are under, or - to type it.
    #[arg(long)]
    passphrase: Option<PathBuf>,
}

impl KeySource {
    /// The key file, where it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self.passphrase {
            None => self.key.as_deref(),
            Some(_) => None,
        }
    }

    /// The root key.
    pub(crate) fn root(&self) -> Result<RootKey, Wrong> {
        match (&self.passphrase, &self.key) {
            (Some(path), _) => passphrase(path, "Passphrase: "),
            (None, Some(path)) => Ok(RootKey::from_file(path)?),
            (None, None) => Err(Wrong(
                "say where the root key is: --key FILE (or LEEWARD_KEY), or --passphrase FILE"
                    .to_owned(),
            )),
        }
    }

    /// Makes a key file where there is to be one.
    pub(crate) fn made(&self, outside: &casework::outside::Outside) -> Result<RootKey, Wrong> {
        match self.file() {
            Some(path) => Ok(RootKey::create_file(path, outside.chance.as_ref())?),
            None => Err(Wrong(
                "--new-key makes a key file: say which with --key FILE; a passphrase needs none"
                    .to_owned(),
            )),
        }
    }

    /// Opens something with the root key. Where a change of it was stopped after the records had the new one and before the
    /// new key file had taken the place of the one before, that is done now.
    pub(crate) fn open_with<T>(
        &self,
        open: impl Fn(RootKey) -> Result<T, Failure>,
    ) -> Result<T, Wrong> {
        let Some(file) = self.file() else {
            return Ok(open(self.root()?)?);
        };
        let first = RootKey::from_file(file).and_then(&open);
        if !matches!(first, Err(Failure::KeyWrong | Failure::KeyAbsent { .. })) {
            return Ok(first?);
        }
        let key_file = KeyFile::at(file);
        let Some(next) = key_file.next()? else {
            return Ok(first?);
        };
        let Ok(opened) = open(next) else {
            return Ok(first?);
        };
        took_place(&key_file, file)?;
        Ok(opened)
    }
}

/// Puts the next key in the place of the one before, and says so.
pub(super) fn took_place(key_file: &KeyFile, file: &Path) -> Result<(), Wrong> {
    match key_file.take_place()? {
        Some(before) => say::aside(format_args!(
            "{} has the new root key. The one before is kept as {}: it opens nothing but backups made until now. \
             Put both where the records are not.",
            file.display(),
            before.display()
        )),
        None => say::aside(format_args!("{} has the new root key.", file.display())),
    }
    Ok(())
}

/// A passphrase from a file, or typed.
pub(super) fn passphrase(path: &Path, prompt: &str) -> Result<RootKey, Wrong> {
    if path != Path::new("-") {
        return Ok(RootKey::from_passphrase_file(path)?);
    }
    let typed = Zeroizing::new(if std::io::stdin().is_terminal() {
        rpassword::prompt_password(prompt)?
    } else {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    });
    if typed.is_empty() {
        return Err(Wrong("no passphrase was given".to_owned()));
    }
    Ok(RootKey::from_passphrase(&typed))
}
