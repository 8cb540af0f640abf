//! Where backups are and where they may be: apart from the records, and never with the root key.

use super::Wrong;
use super::keys::KeySource;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Archive, Folder, Keep, RootKey};

/// Where backups are, and the key they are under.
#[derive(Debug, Args)]
pub(super) struct From {
    /// The folder of the backups.
    #[arg(long)]
    from: PathBuf,
    /// The folder of the keys file, where it lies apart.
    #[arg(long)]
    keys_from: Option<PathBuf>,
    #[command(flatten)]
    key: KeySource,
}

impl From {
    /// The backups.
    pub(super) fn archive(&self) -> Archive {
        archive(&self.from, self.keys_from.as_deref())
    }

    /// The root key.
    pub(super) fn root(&self) -> Result<RootKey, Wrong> {
        self.key.root()
    }
}

/// Backups in a folder, the keys file in it or in one of its own.
pub(super) fn archive(folder: &Path, keys: Option<&Path>) -> Archive {
    let archive = Archive::at(Arc::new(Folder::at(folder)));
    match keys {
        Some(keys) => archive.with_keys_at(Arc::new(Folder::at(keys))),
        None => archive,
    }
}

/// `2d,5w,12m`.
pub(super) fn keep(text: &str) -> Result<Keep, String> {
    let say = || "write it as 2d,5w,12m: days, weeks and months".to_owned();
    let mut parts = text.split(',');
    let mut part = |end: char| -> Result<u16, String> {
        let number = parts.next().and_then(|part| part.trim().strip_suffix(end));
        number.and_then(|n| n.parse().ok()).ok_or_else(say)
    };
    let keep = Keep {
        all_days: part('d')?,
        daily_weeks: part('w')?,
        monthly: part('m')?,
    };
    match parts.next() {
        None => Ok(keep),
        Some(_) => Err(say()),
    }
}

/// Refuses a place for backups that lies in the records or around them or the key: one loss would take both.
pub(super) fn apart(
    records: Option<&Path>,
    key: Option<&Path>,
    places: &[&Path],
) -> Result<(), Wrong> {
    let whole = |path: &Path| {
        // What is not there yet lies in the nearest folder that is.
        let there = path.ancestors().find(|path| path.exists());
        let known = there.unwrap_or(Path::new(".")).canonicalize().ok();
        let rest = there.and_then(|there| path.strip_prefix(there).ok());
        known.map(|known| rest.map_or(known.clone(), |rest| known.join(rest)))
    };
    for place in places.iter().filter_map(|place| whole(place)) {
        if let Some(records) = records.and_then(whole)
            && (place.starts_with(&records) || records.starts_with(&place))
        {
            return Err(Wrong(format!(
                "backups cannot lie with the records: give a place apart from {}",
                records.display()
            )));
        }
        if let Some(key) = key.and_then(whole)
            && key.starts_with(&place)
        {
            return Err(Wrong(format!(
                "the root key lies in {}: backups and the key in one place are an open book; give another place",
                place.display()
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn what_is_kept_is_read_as_days_weeks_and_months() {
        let read = keep("2d,5w,12m").unwrap();
        assert_eq!(read, Keep::default());
        for wrong in ["", "2d", "2d,5w", "2d,5w,12m,1y", "5w,2d,12m", "2d,5w,-1m"] {
            assert!(keep(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_place_with_the_records_or_around_the_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("data")).unwrap();
        std::fs::create_dir(at("safe")).unwrap();
        std::fs::write(at("safe/key"), "").unwrap();
        let (data, key) = (at("data"), at("safe/key"));
        assert!(apart(Some(&data), Some(key.as_path()), &[&at("backups")]).is_ok());
        assert!(apart(Some(&data), Some(key.as_path()), &[&at("data-backups/a")]).is_ok());
        for wrong in ["data", "data/backups", "data/a/b", "safe", "."] {
            assert!(
                apart(Some(&data), Some(key.as_path()), &[&at(wrong)]).is_err(),
                "{wrong}"
            );
        }
    }
}
