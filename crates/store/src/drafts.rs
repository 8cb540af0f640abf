//! Drafts: what somebody has typed and not sent, so that nothing they wrote is lost. Its writer's alone, and sealed.

use crate::failure::Failure;
use crate::keys::SettingKeys;
use crate::log::micros;
use crate::store::Store;
use casework::id::{SettingId, StaffId};
use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

/// What a draft's tag and seal are for.
pub(crate) const DRAFT: &str = "draft";

/// The tag of the case that a form is about.
pub(crate) fn about_tag(keys: &SettingKeys, case: Uuid) -> [u8; 32] {
    keys.tag_of("draft about", case.as_bytes())
}

/// The case that a form is about, by its address: its first part that is an id.
fn case_of(form: &str) -> Option<Uuid> {
    form.split('/').find_map(|part| Uuid::parse_str(part).ok())
}

impl Store {
    /// Keeps what somebody has typed into a form so far.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn put_draft(
        &self,
        setting: SettingId,
        staff: StaffId,
        form: &str,
        body: &[u8],
    ) -> Result<(), Failure> {
        let form = form.to_owned();
        let body = Zeroizing::new(body.to_vec());
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            let tag = keys.whose(DRAFT, staff, form.as_bytes());
            let about = case_of(&form).map(|case| about_tag(&keys, case));
            let sealed =
                keys.seal_beside(DRAFT, &tag, &body, turn.shared.outside.chance.as_ref())?;
            turn.writing.put_draft(
                setting,
                &tag,
                about.as_ref(),
                micros(turn.shared.outside.now()),
                &sealed,
            )
        })
        .await
    }

    /// What somebody had typed into a form, and when it was kept.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn draft(
        &self,
        setting: SettingId,
        staff: StaffId,
        form: &str,
    ) -> Result<Option<(Vec<u8>, Timestamp)>, Failure> {
        let form = form.to_owned();
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, setting)?;
            let tag = keys.whose(DRAFT, staff, form.as_bytes());
            let Some((sealed, at)) = rows.draft(setting, &tag)? else {
                return Ok(None);
            };
            Ok(Some((keys.open_beside(DRAFT, &tag, &sealed)?.to_vec(), at)))
        })
        .await
    }

    /// Drops what somebody had typed.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn drop_draft(
        &self,
        setting: SettingId,
        staff: StaffId,
        form: &str,
    ) -> Result<(), Failure> {
        let form = form.to_owned();
        self.write(move |turn| {
            let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
            turn.writing
                .drop_draft(setting, &keys.whose(DRAFT, staff, form.as_bytes()))
        })
        .await
    }
}
