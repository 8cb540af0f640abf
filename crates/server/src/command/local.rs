//! `leeward setting local`: a setting's own procedure from files. Checked as every pack is checked, kept sealed with the
//! record, and in force only once somebody adopts it on the page.

use super::folder::{self, files_of};
use super::guidance::tell;
use super::setting::the_setting;
use super::{Done, Records, Wrong, wait_for};
use crate::{entitled, say, when};
use casework::acts::{Acting, keep_own_guidance};
use clap::Subcommand;
use guidance::{Library, Pack, PackFile, Problem};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Append, Expect, KeptPack, Write};

/// `leeward setting local`.
#[derive(Debug, Subcommand)]
pub(super) enum Local {
    /// Check a layer the setting wrote itself and keep it with the record. It is in force once adopted on the page
    /// /setting/guidance.
    Add {
        #[command(flatten)]
        records: Records,
        /// The folder of the layer, or its pack.toml where that is all of it.
        path: PathBuf,
        /// The e-mail address of the member of staff who asked for it; the record names them.
        #[arg(long)]
        by: String,
    },
    /// The layers the setting wrote itself, with what became of them.
    List {
        #[command(flatten)]
        records: Records,
    },
}

impl Local {
    pub(super) fn run(self) -> Done {
        match self {
            Self::Add { records, path, by } => match files_at(&path)? {
                Ok(files) => wait_for(add(records, files, by)),
                Err(problems) => Ok(tell(&problems)),
            },
            Self::List { records } => wait_for(list(records)),
        }
    }
}

fn files_at(path: &Path) -> Result<Result<Vec<PackFile>, Vec<Problem>>, Wrong> {
    if path.is_dir() {
        let folder = format!(
            "{}/",
            path.to_string_lossy()
                .replace('\\', "/")
                .trim_end_matches('/')
        );
        let (mut files, problems) = files_of(path)?;
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        for file in &mut files {
            if let Some(name) = file.path.strip_prefix(&folder) {
                file.path = name.to_owned();
            }
        }
        return Ok(Ok(files));
    }
    Ok(folder::read(path)?
        .map(|text| {
            vec![PackFile {
                path: "pack.toml".to_owned(),
                text,
            }]
        })
        .map_err(|problem| vec![problem]))
}

async fn add(records: Records, files: Vec<PackFile>, by: String) -> Done {
    let outside = entitled::system();
    let store = records.open()?;
    let setting = the_setting(&store).await?;
    let house = store.setting(setting).await?;
    let asked = house
        .staff
        .iter()
        .find(|(_, member)| !member.left && member.email.as_str().eq_ignore_ascii_case(&by));
    let Some((staff, _)) = asked else {
        return Err(Wrong(format!(
            "nobody who works here has the address {by}; see who there is with: leeward staff list"
        )));
    };
    let mut others = Vec::new();
    for adopted in house
        .own_guidance
        .values()
        .filter_map(|own| own.adopted.as_ref())
    {
        let files = store.pack(setting, &adopted.digest).await?;
        others.extend(
            files
                .and_then(|files| Pack::from_kept(&files).ok())
                .map(Arc::new),
        );
    }
    let today = when::day_of(outside.now());
    let layer = match Library::shipped().check_own(&files, today, &others) {
        Ok(layer) => layer,
        Err(problems) => return Ok(tell(&problems)),
    };
    if layer.jurisdiction() != house.jurisdiction {
        return Err(Wrong(format!(
            "the layer is for {} and the setting follows the guidance of {}",
            layer.jurisdiction(),
            house.jurisdiction
        )));
    }
    let acting = Acting {
        by: *staff,
        setting: &house,
        outside: &outside,
    };
    let events = keep_own_guidance(&acting, &layer)?;
    store
        .append(Append {
            writes: vec![Write::Setting {
                expect: Expect::Tail,
                events,
            }],
            packs: vec![KeptPack {
                digest: layer.digest().to_owned(),
                files: layer.files().to_vec(),
            }],
            ..Append::by(setting, *staff)
        })
        .await?;
    say::line(format_args!(
        "{}@{} is checked and kept. It is in force once the lead or head adopts it on the page /setting/guidance.",
        layer.id(),
        layer.version()
    ));
    Ok(true)
}

async fn list(records: Records) -> Done {
    let store = records.open()?;
    let setting = the_setting(&store).await?;
    let house = store.setting(setting).await?;
    for (id, own) in &house.own_guidance {
        for kept in &own.kept {
            let in_force = own
                .adopted
                .as_ref()
                .is_some_and(|one| one.digest == kept.digest);
            let state = if in_force { "in force" } else { "not in force" };
            say::line(format_args!(
                "{id}@{}  {state}  {}",
                kept.version, kept.digest
            ));
        }
    }
    Ok(true)
}
