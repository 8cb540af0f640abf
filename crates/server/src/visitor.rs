//! Who is asking. A handler that takes a [`Visitor`] runs only for somebody signed in. What they need to be allowed is not
//! said here: it is the route's own line in `app.rs`.

use crate::app::App;
pub use crate::at_case::AtCase;
pub(crate) use crate::at_case::{added_since, after, case_in, reason_form};
use crate::page::Frame;
use crate::page_error::Instead;
use crate::practice::Home;
use crate::typed::Typed;
use axum::extract::FromRequestParts;
use axum::extract::OptionalFromRequestParts;
use axum::http::request::Parts;
use casework::access::Asking;
use casework::acts::Acting;
use casework::id::{SettingId, StaffId};
use casework::setting::Setting;
use casework::words::Words;
use guidance::Concern;
use jiff::civil;
use std::convert::Infallible;
use std::sync::Arc;
use store::{Append, Appended, Job, Write};

/// Somebody signed in.
#[derive(Clone)]
pub struct Visitor {
    /// The house.
    pub app: App,
    /// Who they are and what they are here, as every question of access takes it.
    pub asking: Asking,
    /// Their name.
    pub name: Words,
    /// Their setting, as it is now.
    pub setting: Arc<Setting>,
    /// What they typed into the form of this address, now or earlier.
    pub typed: Typed,
    /// The kind of concern their page is about: of the case they opened, and the first kind anywhere else. It chooses
    /// the guidance, so that no page of a case can ask the wrong one.
    pub concern: Concern,
    /// The address they asked for, without its query.
    pub path: String,
    /// The name under which their session is kept.
    pub(crate) token_hash: [u8; 32],
    /// While they practise: where they really work. Everything else here is then of the practice room.
    pub(crate) home: Option<Arc<Home>>,
}

impl Visitor {
    /// Whether they are in a practice room.
    pub fn is_practising(&self) -> bool {
        self.home.is_some()
    }

    /// The practice room they are in.
    pub fn room(&self) -> Option<SettingId> {
        self.home.as_ref().map(|_| self.asking.setting)
    }

    /// Where they signed in and who they are there, in practice or not: what sessions and rooms are kept under.
    pub(crate) fn at_home(&self) -> (Arc<Setting>, StaffId) {
        match &self.home {
            Some(home) => (home.setting.clone(), home.staff),
            None => (self.setting.clone(), self.asking.staff),
        }
    }

    /// The frame of a page for them, with everything there is to tell about what they typed. The title is the `h1`.
    pub fn frame(&self, title: &str) -> Frame {
        Frame::for_visitor(self, title)
    }

    /// Who acts, as every act of `casework` takes it.
    pub fn acting(&self) -> Acting<'_> {
        Acting {
            by: self.asking.staff,
            setting: &self.setting,
            outside: self.app.outside(),
        }
    }

    /// The name of a member of staff, also of one who has left.
    pub fn staff_name(&self, staff: StaffId) -> String {
        self.setting.staff.get(&staff).map_or_else(
            || "Somebody unknown".to_owned(),
            |member| member.name.as_str().to_owned(),
        )
    }

    /// The day it is here.
    pub fn today(&self) -> civil::Date {
        crate::when::day_of(self.app.outside().now())
    }

    /// The guidance in force today for the kind of concern they are at, with this setting's own layers.
    ///
    /// # Errors
    /// [`Instead::Broken`] where no pack holds this day.
    pub fn pack(&self) -> Result<Arc<guidance::Pack>, Instead> {
        self.app
            .pack_for_concern(&self.setting, self.concern, self.today())
    }

    /// The text in force today as it came, in nobody's corrections: what is verified and adopted.
    ///
    /// # Errors
    /// [`Instead::Broken`] where no pack holds this day.
    pub fn text(&self) -> Result<Arc<guidance::Pack>, Instead> {
        self.app.text_for(&self.setting, self.concern, self.today())
    }

    /// Records something: in one transaction, once however often the form is sent, spending the draft of this address.
    ///
    /// # Errors
    /// Whatever the store says; the door makes the page, with the person's text in it.
    pub async fn record(&self, writes: Vec<Write>, jobs: Vec<Job>) -> Result<Appended, Instead> {
        let append = Append {
            setting: self.asking.setting,
            by: self.asking.staff,
            once: self.typed.once_key(),
            writes,
            jobs,
            spend_draft: Some(self.path.clone()),
            packs: Vec::new(),
        };
        self.record_with(append).await
    }

    /// As [`Visitor::record`], for an [`Append`] of the caller's own making: with packs to keep, for example.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn record_with(&self, append: Append) -> Result<Appended, Instead> {
        Ok(self.app.store().append(append).await?)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Instead::SignInFirst)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _state: &S,
    ) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
