//! `leeward keys rehearse` and `leeward keys recover`: the root key put together from sheets, and held against the records
//! before anything is said of it.

use super::super::{Done, Wrong, wait_for};
use super::{sheets, source};
use crate::{entitled, say};
use std::path::Path;
use store::{Beside, Failure, RootKey, Share, Store, put_together};

pub(super) fn rehearse(data: &Path) -> Done {
    let (shares, root) = together()?;
    let beside = opened(data, &root)?;
    say::line(format_args!(
        "These {} sheets open the records of installation {}. Nothing was changed.",
        shares.len(),
        beside.installation()
    ));
    if !beside.rehearsed(&shares)? {
        say::aside(
            "They are sheets of an older set, though. Newer ones were made since, and nobody has rehearsed those.",
        );
        return Ok(false);
    }
    say::aside("The rehearsal is noted. Put the sheets away again.");
    Ok(true)
}

pub(super) fn recover(data: &Path, new_key: Option<&Path>, new_passphrase: Option<&Path>) -> Done {
    let (_, root) = together()?;
    drop(opened(data, &root)?);
    if let Some(path) = new_key {
        let _written = root.clone().write_file(path)?;
        say::line(format_args!(
            "{} has the root key. Start with --key {} and put a copy away where the records are not.",
            path.display(),
            path.display()
        ));
        say::aside(
            "If the key was lost to somebody rather than just lost, change it now: leeward keys rotate root, then \
             leeward keys rotate setting, then leeward keys share.",
        );
    }
    if let Some(path) = new_passphrase {
        let next = source::passphrase(path, "New passphrase: ")?;
        wait_for(async {
            let store = Store::open(data, root, entitled::system())?;
            Ok(store.change_root(&next).await?)
        })?;
        say::line(
            "The records are under the new passphrase. Start with --passphrase. The sheets open old backups only: make new ones with leeward keys share.",
        );
    }
    Ok(true)
}

fn together() -> Result<(Vec<Share>, RootKey), Wrong> {
    let shares = sheets::typed()?;
    let root = put_together(&shares)?;
    Ok((shares, root))
}

/// The records, beside whoever has them open; or why these sheets are not theirs.
fn opened(data: &Path, root: &RootKey) -> Result<Beside, Wrong> {
    Beside::open(data, root, entitled::system()).map_err(|failure| match failure {
        Failure::KeyWrong => Wrong(
            "these sheets go together and do not open these records: they are of another installation, or the root key was \
             changed after they were made. The records are untouched"
                .to_owned(),
        ),
        failure => failure.into(),
    })
}
