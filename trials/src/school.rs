//! A made-up school in a folder, with reporters and leads who are signed in: a session outlives the server, so nobody
//! signs in again after a kill.

use crate::Done;
use casework::access::Asking;
use casework::event::{Role, SettingEvent};
use casework::id::{SettingId, StaffId};
use casework::outside::Outside;
use casework::words::Words;
use guidance::Library;
use server::app::{App, Config};
use server::demo::School;
use server::entitled;
use server::mail::NoMail;
use server::session::{Proof, begin};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Append, Expect, RootKey, Store, Write};

/// Somebody signed in, as their browser sends it.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// The cookie.
    pub(crate) cookie: String,
    /// Whether they work cases; everybody else reports.
    pub(crate) lead: bool,
}

/// A school in a folder.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    /// The folder of the records.
    pub(crate) data: PathBuf,
    /// The key, elsewhere.
    pub(crate) key: PathBuf,
    /// Who is signed in.
    pub(crate) people: Vec<Person>,
    setting: SettingId,
    lead: StaffId,
}

/// A runtime for what the harness itself does with a store.
pub(crate) fn wait_for<T>(work: impl Future<Output = Done<T>>) -> Done<T> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?
        .block_on(work)
}

impl Made {
    /// Founds a school in a folder, with so many reporters and leads signed in.
    pub(crate) fn founded(folder: &Path, reporters: usize, leads: usize) -> Done<Self> {
        let (data, key) = (folder.join("records"), folder.join("key"));
        let outside = entitled::system();
        let root = RootKey::create_file(&key, outside.chance.as_ref())?;
        wait_for(async move {
            let store = Store::create(&data, root, outside.clone())?;
            let school = School::founded(&store, &outside).await?;
            let lead = school.who(Role::Lead);
            let added = staff(&outside, reporters, leads)?;
            let events = added.iter().map(|(_, event)| event.clone()).collect();
            store
                .append(Append {
                    writes: vec![Write::Setting {
                        expect: Expect::Tail,
                        events,
                    }],
                    ..Append::by(school.setting, lead)
                })
                .await?;
            let app = App::new(
                store,
                Library::shipped,
                outside,
                Arc::new(NoMail),
                Config::default(),
            );
            let mut people = Vec::new();
            for (number, (who, _)) in added.into_iter().enumerate() {
                people.push(Person {
                    cookie: signed_in(&app, school.setting, who).await?,
                    lead: number >= reporters,
                });
            }
            Ok(Self {
                data,
                key,
                people,
                setting: school.setting,
                lead,
            })
        })
    }

    /// The setting.
    pub(crate) fn setting(&self) -> SettingId {
        self.setting
    }

    /// The lead, as somebody who asks for a case.
    pub(crate) fn asking(&self) -> Asking {
        Asking {
            setting: self.setting,
            staff: self.lead,
            roles: [Role::Lead].into(),
            second_factor: true,
            signed_in_at: entitled::system().now(),
        }
    }

    /// Opens the records of a folder with the key of this school.
    pub(crate) fn open(&self, data: &Path) -> Done<Store> {
        let root = RootKey::from_file(&self.key)?;
        Ok(Store::open(data, root, entitled::system())?)
    }
}

fn staff(outside: &Outside, reporters: usize, leads: usize) -> Done<Vec<(StaffId, SettingEvent)>> {
    let mut all = Vec::new();
    for number in 0..reporters + leads {
        let role = if number < reporters {
            Role::Reporter
        } else {
            Role::Lead
        };
        let staff = outside.new_staff();
        let words = |text: String| Words::typed(&text).map_err(|_| "a name that is no words");
        let event = SettingEvent::StaffAdded {
            staff,
            name: words(format!("Colleague {number} Example"))?,
            email: words(format!("colleague{number}@larkfield.example"))?,
            roles: [role].into(),
        };
        all.push((staff, event));
    }
    Ok(all)
}

async fn signed_in(app: &App, setting: SettingId, staff: StaffId) -> Done<String> {
    let mut response = axum_response();
    begin(app, setting, staff, Proof::PasswordAndCode, &mut response)
        .await
        .map_err(|_| "could not sign in")?;
    let set = response.headers().get("set-cookie").ok_or("no cookie")?;
    let set = set.to_str()?.split(';').next().unwrap_or_default();
    Ok(set.to_owned())
}

fn axum_response() -> axum::response::Response {
    axum::response::Response::new(axum::body::Body::empty())
}
