//! `leeward setting` and `leeward staff`: setting up, and letting people in. Nobody's password passes through here: each
//! person sets their own through a link that works once.

use super::{Done, Records, Wrong, wait_for};
use crate::pages::account::link;
use crate::{entitled, say};
use casework::acts::{AddStaff, NameSetting, add_staff, name_setting};
use casework::event::{Role, SettingEvent};
use casework::id::{SettingId, StaffId};
use clap::{Args, Subcommand};
use std::collections::BTreeSet;
use store::{Append, Expect, Store, Write};

/// `leeward setting`.
#[derive(Debug, Subcommand)]
pub(super) enum Setting {
    /// Set up a setting with its first designated safeguarding lead; prints the link with which they sign in.
    Create {
        #[command(flatten)]
        records: Records,
        /// Make the root key file too. It is never overwritten.
        #[arg(long)]
        new_key: bool,
        /// The setting's name.
        #[arg(long)]
        name: String,
        /// Whose guidance it follows: england, wales, scotland, northern-ireland, ireland, jersey, new-zealand, victoria,
        /// new-south-wales, queensland, western-australia, australia (another state or territory) or elsewhere.
        #[arg(long, default_value = "england")]
        jurisdiction: String,
        /// It is a college, with adults among its learners.
        #[arg(long)]
        college: bool,
        /// The lead's name.
        #[arg(long)]
        lead_name: String,
        /// The lead's e-mail address, with which they sign in.
        #[arg(long)]
        lead_email: String,
        #[command(flatten)]
        address: Address,
    },
    /// The setting's own procedure: its own contacts and stricter rules.
    #[command(subcommand)]
    Local(super::local::Local),
}

/// `leeward staff`.
#[derive(Debug, Subcommand)]
pub(super) enum Staff {
    /// Add somebody; prints the link with which they sign in.
    Add {
        #[command(flatten)]
        records: Records,
        /// Their name.
        #[arg(long)]
        name: String,
        /// Their e-mail address, with which they sign in.
        #[arg(long)]
        email: String,
        /// What they are; may be given more than once: reporter, lead, deputy, head, oversight, auditor, administrator.
        #[arg(long = "role", required = true, value_parser = role)]
        roles: Vec<Role>,
        #[command(flatten)]
        address: Address,
    },
    /// A new link for somebody who lost password or phone. It takes the place of both, once used.
    Link {
        #[command(flatten)]
        records: Records,
        /// Their e-mail address.
        #[arg(long)]
        email: String,
        #[command(flatten)]
        address: Address,
    },
    /// Everybody, with what they are.
    List {
        #[command(flatten)]
        records: Records,
    },
}

/// Where people reach the server.
#[derive(Debug, Args)]
pub(super) struct Address {
    /// The address people use, for the link.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    address: String,
}

fn role(word: &str) -> Result<Role, String> {
    serde_json::from_value(word.into()).map_err(|_| {
        "use one of: reporter, lead, deputy, head, oversight, auditor, administrator".to_owned()
    })
}

fn role_word(role: Role) -> String {
    serde_json::to_value(role)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

impl Setting {
    pub(super) fn run(self) -> Done {
        let (records, new_key, name, jurisdiction, college, lead_name, lead_email, address) =
            match self {
                Self::Local(local) => return local.run(),
                Self::Create {
                    records,
                    new_key,
                    name,
                    jurisdiction,
                    college,
                    lead_name,
                    lead_email,
                    address,
                } => (
                    records,
                    new_key,
                    name,
                    jurisdiction,
                    college,
                    lead_name,
                    lead_email,
                    address,
                ),
            };
        let outside = entitled::system();
        // Asked before anything is made, so that a mistyped name leaves no folder and no key behind.
        let mut events = name_setting(
            &outside,
            &NameSetting {
                name,
                jurisdiction,
                college,
            },
        )?;
        let roles = BTreeSet::from([Role::Lead, Role::Administrator]);
        let (lead, added) = add_staff(
            &outside,
            None,
            &AddStaff {
                name: lead_name,
                email: lead_email,
                roles,
            },
        )?;
        events.extend(added);
        let place = records.place.there()?;
        let root = if new_key {
            records.key.made(&outside)?
        } else {
            records.key.root()?
        };
        wait_for(async move {
            let store = match Store::create(&place, root.clone(), outside.clone()) {
                Err(store::Failure::InstallationThere { .. }) => {
                    Store::open(&place, root, outside.clone())?
                }
                created => created?,
            };
            let setting = store.found_setting(lead, events).await?;
            say::line(link::make(&store, setting, lead, &address.address).await?);
            say::aside(format_args!(
                "The setting is there. The link above is for its lead: it works once, for {} hours.\n\
                 Keep a copy of {} away from {place}: without it nobody can read the records, and nobody can make another.\n\
                 Recovery has not been set up: share the key among people you name with leeward keys share, and rehearse it.",
                link::HOURS,
                records.key.file().map_or_else(
                    || "the passphrase".to_owned(),
                    |file| file.display().to_string()
                ),
            ));
            Ok(true)
        })
    }
}

impl Staff {
    pub(super) fn run(self) -> Done {
        let outside = entitled::system();
        match self {
            Self::Add {
                records,
                name,
                email,
                roles,
                address,
            } => wait_for(async move {
                let store = records.open()?;
                let setting = the_setting(&store).await?;
                let house = store.setting(setting).await?;
                let filled = AddStaff {
                    name,
                    email,
                    roles: roles.into_iter().collect(),
                };
                let (staff, events) = add_staff(&outside, Some(&house), &filled)?;
                record(&store, setting, staff, events).await?;
                say::line(link::make(&store, setting, staff, &address.address).await?);
                Ok(true)
            }),
            Self::Link {
                records,
                email,
                address,
            } => wait_for(async move {
                let store = records.open()?;
                let found = store.staff_with_email(&email).await?;
                let Some((setting, staff)) = found.first().copied() else {
                    return Err(Wrong(format!(
                        "nobody here has the address {email}; see who there is with: leeward staff list"
                    )));
                };
                say::line(link::make(&store, setting, staff, &address.address).await?);
                Ok(true)
            }),
            Self::List { records } => wait_for(async move {
                let store = records.open()?;
                for setting in store.settings().await? {
                    let house = store.setting(setting).await?;
                    say::line(house.name.as_str());
                    for member in house.staff.values() {
                        let roles: Vec<String> =
                            member.roles.iter().copied().map(role_word).collect();
                        let left = if member.left { " (left)" } else { "" };
                        say::line(format_args!(
                            "  {} <{}>: {}{left}",
                            member.name.as_str(),
                            member.email.as_str(),
                            roles.join(", ")
                        ));
                    }
                }
                Ok(true)
            }),
        }
    }
}

async fn record(
    store: &Store,
    setting: SettingId,
    by: StaffId,
    events: Vec<SettingEvent>,
) -> Result<(), Wrong> {
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    store
        .append(Append {
            writes,
            ..Append::by(setting, by)
        })
        .await?;
    Ok(())
}

/// The only setting of these records.
pub(super) async fn the_setting(store: &Store) -> Result<SettingId, Wrong> {
    match store.settings().await?.as_slice() {
        [only] => Ok(*only),
        [] => Err(Wrong("there is no setting in these records yet; set one up with: leeward setting create".to_owned())),
        _ => Err(Wrong("there is more than one setting in these records; add staff on the page /setting/staff of the right one".to_owned())),
    }
}
