//! `leeward keys rotate`. Where no server has the records open it is done here; else the server is asked, and followed.

use super::super::setting::the_setting;
use super::super::{Done, Records, Wrong, wait_for};
use super::source::{passphrase, took_place};
use crate::{entitled, say};
use casework::id::{CaseId, PersonId, SettingId};
use std::path::Path;
use std::time::Duration;
use store::{Asked, Beside, Failure, KeyChange, KeyFile, RootKey, Store};

/// How often the server is looked at, and how often before it is not waited for any longer.
const LOOK_EVERY: Duration = Duration::from_millis(250);
const LOOKS: u32 = 240;

/// What else than a setting can get a further key.
#[derive(Clone, Copy)]
pub(super) enum One {
    Case(CaseId),
    Person(PersonId),
}

/// The records, ours or a running server's.
enum Reached {
    Ours(Store),
    Theirs(Box<Beside>),
}

fn reach(records: &Records) -> Result<Reached, Wrong> {
    let place = records.place.there()?;
    records.key.open_with(
        |root| match Store::open(&place, root.clone(), entitled::system()) {
            Ok(store) => Ok(Reached::Ours(store)),
            Err(Failure::InUse) => Beside::open(&place, &root, entitled::system())
                .map(|beside| Reached::Theirs(Box::new(beside))),
            Err(failure) => Err(failure),
        },
    )
}

pub(super) fn root(
    records: &Records,
    new_key: Option<&Path>,
    new_passphrase: Option<&Path>,
) -> Done {
    let outside = entitled::system();
    let reached = reach(records)?;
    let (next, takes_place) = match (new_passphrase, new_key, records.key.file()) {
        (Some(path), ..) => (passphrase(path, "New passphrase: ")?, None),
        (None, Some(path), _) => (RootKey::create_file(path, outside.chance.as_ref())?, None),
        (None, None, Some(file)) => {
            let key_file = KeyFile::at(file);
            let next = key_file.next_or_made(outside.chance.as_ref())?;
            (next, Some((key_file, file)))
        }
        (None, None, None) => {
            return Err(Wrong(
                "say what takes the passphrase's place: --new-passphrase FILE, or --new-key FILE"
                    .to_owned(),
            ));
        }
    };
    match reached {
        Reached::Ours(store) => {
            let wrapped = wait_for(async { Ok::<_, Wrong>(store.change_root(&next).await?) })?;
            say::aside(format_args!(
                "{wrapped} keys of settings were wrapped again."
            ));
        }
        Reached::Theirs(beside) => {
            beside.ask_for_root(&next)?;
            taken_up(&beside)?;
            // What the records say now is what counts.
            Beside::open(records.place.there()?, &next, outside)?;
        }
    }
    if let Some((key_file, file)) = takes_place {
        took_place(&key_file, file)?;
    }
    say::line("The root key was changed: the one before opens nothing but backups made until now.");
    say::aside("The recovery sheets are of the key before. Make them again: leeward keys share");
    Ok(true)
}

pub(super) fn settings(records: &Records, setting: Option<SettingId>) -> Done {
    match reach(records)? {
        Reached::Ours(store) => wait_for(async {
            let chosen = match setting {
                Some(setting) => vec![setting],
                None => store.settings().await?,
            };
            for setting in chosen {
                store.begin_key_change(setting).await?;
            }
            store.go_on_changing_keys(tell).await?;
            Ok(())
        })?,
        Reached::Theirs(beside) => {
            let chosen = match setting {
                Some(setting) => vec![setting],
                None => beside.settings()?,
            };
            for setting in chosen {
                beside.ask(Asked::Setting(setting))?;
                taken_up(&beside)?;
            }
            loop {
                let going_on = beside.going_on()?;
                if going_on.is_empty() {
                    break;
                }
                for (setting, change) in going_on {
                    tell(setting, &change);
                }
                std::thread::sleep(LOOK_EVERY);
            }
        }
    }
    say::line(
        "Every key of the setting was changed: what is written from now on is under new ones.",
    );
    Ok(true)
}

pub(super) fn one(records: &Records, setting: Option<SettingId>, one: One) -> Done {
    let asked = |setting| match one {
        One::Case(case) => Asked::Case(setting, case),
        One::Person(person) => Asked::Person(setting, person),
    };
    match reach(records)? {
        Reached::Ours(store) => wait_for(async {
            let setting = match setting {
                Some(setting) => setting,
                None => the_setting(&store).await?,
            };
            match one {
                One::Case(case) => store.change_case_key(setting, case).await?,
                One::Person(person) => store.change_person_key(setting, person).await?,
            }
            Ok(())
        })?,
        Reached::Theirs(beside) => {
            let setting =
                match (setting, beside.settings()?.as_slice()) {
                    (Some(setting), _) => setting,
                    (None, [only]) => *only,
                    _ => return Err(Wrong(
                        "there is more than one setting in these records; say which with --setting"
                            .to_owned(),
                    )),
                };
            beside.ask(asked(setting))?;
            taken_up(&beside)?;
        }
    }
    say::line("What is written from now on is under a new key.");
    Ok(true)
}

fn tell(setting: SettingId, change: &KeyChange) {
    let left = match change.left {
        0 => String::new(),
        left => format!(" ({left} did not open and were left as they are)"),
    };
    say::aside(format_args!(
        "setting {setting}: {} of {}{left}",
        change.done, change.all
    ));
}

/// Waits until the server has taken up what it was asked for.
fn taken_up(beside: &Beside) -> Result<(), Wrong> {
    for _ in 0..LOOKS {
        if !beside.is_waiting()? {
            return Ok(());
        }
        std::thread::sleep(LOOK_EVERY);
    }
    if beside.take_back()? {
        return Err(Wrong(
            "whatever has these records open did not take the change up within a minute, so it was taken back and nothing \
             was changed; is it leeward serve, of this version? Stop it and run this again"
                .to_owned(),
        ));
    }
    Ok(())
}
