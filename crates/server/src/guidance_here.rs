//! The guidance as one setting has it: what came with this program, the layers the setting wrote itself, and the words of
//! the adviser who adopted it. What was kept sealed is opened once and remembered, since every page needs it.

use crate::app::App;
use crate::page_error::Instead;
use casework::id::SettingId;
use casework::setting::Setting;
use guidance::{Concern, Pack};
use jiff::civil;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::Failure;

type OwnKey = (SettingId, String);
type WordedKey = (SettingId, String, String);

/// What was opened and made so far.
#[derive(Debug, Default)]
pub(crate) struct Here {
    /// Layers settings wrote themselves, by setting and digest; none where what was kept does not give that layer.
    own: RwLock<HashMap<OwnKey, Option<Arc<Pack>>>>,
    /// Texts in an adviser's words, by setting, digest of the text and digest of the words.
    worded: RwLock<HashMap<WordedKey, Arc<Pack>>>,
}

impl App {
    /// Opens the layers a setting wrote itself, so that [`App::pack_for`] finds them. Asked for before every page of
    /// somebody signed in; what was opened once is at hand.
    ///
    /// # Errors
    /// Those of the disk. A layer that was damaged is no error: it is left out, and [`App::own_layer`] has none.
    pub async fn know_own(&self, setting: &Setting) -> Result<(), Failure> {
        let kept = setting.own_guidance.values().flat_map(|own| {
            let adopted = own.adopted.as_ref().map(|adopted| &adopted.digest);
            let latest = own.latest().map(|kept| &kept.digest);
            latest.into_iter().chain(adopted).cloned()
        });
        let kept: Vec<String> = kept.collect();
        for digest in kept {
            let key = (setting.id, digest.clone());
            let here = &self.here().own;
            let known = here
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .contains_key(&key);
            if known {
                continue;
            }
            let files = match self.store().pack(setting.id, &digest).await {
                Ok(files) => files.unwrap_or_default(),
                Err(Failure::Damaged { .. }) => Vec::new(),
                Err(failure) => return Err(failure),
            };
            let pack = Pack::from_kept(&files).ok();
            let pack = pack.filter(|pack| pack.digest() == digest && pack.is_local());
            here.write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(key, pack.map(Arc::new));
        }
        Ok(())
    }

    /// A layer a setting wrote itself, by its digest; none where it was damaged or is not known.
    pub fn own_layer(&self, setting: SettingId, digest: &str) -> Option<Arc<Pack>> {
        let key = (setting, digest.to_owned());
        let known = self
            .here()
            .own
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        known.get(&key).cloned().flatten()
    }

    /// The layers of its own that a setting has in force.
    pub fn own_in_force(&self, setting: &Setting) -> Vec<Arc<Pack>> {
        let adopted = setting.own_guidance.values();
        adopted
            .filter_map(|own| self.own_layer(setting.id, &own.adopted.as_ref()?.digest))
            .collect()
    }

    /// The text in force for a setting on a day for one kind of concern, as it came, with the layers the setting adopted, in
    /// nobody's corrections; where there is none, the text that says so and asks nothing. What is verified and adopted is
    /// this.
    ///
    /// # Errors
    /// [`Instead::Broken`] where not even that is there.
    pub fn text_for(
        &self,
        setting: &Setting,
        concern: Concern,
        day: civil::Date,
    ) -> Result<Arc<Pack>, Instead> {
        let own = self.own_in_force(setting);
        crate::place::in_force(self.library(), setting, concern, day, &own).ok_or(Instead::Broken)
    }

    /// The guidance in force for a setting on a day for the first kind of concern, as pages show it: with the layers the
    /// setting adopted, in the words of the adviser who adopted it.
    ///
    /// # Errors
    /// [`Instead::Broken`] where there is none.
    pub fn pack_for(&self, setting: &Setting, day: civil::Date) -> Result<Arc<Pack>, Instead> {
        self.pack_for_concern(setting, Concern::default(), day)
    }

    /// The same for one kind of concern. The guidance for another kind never stands in for it.
    ///
    /// # Errors
    /// [`Instead::Broken`] where there is none.
    pub fn pack_for_concern(
        &self,
        setting: &Setting,
        concern: Concern,
        day: civil::Date,
    ) -> Result<Arc<Pack>, Instead> {
        Ok(self.as_adopted(setting, self.text_for(setting, concern, day)?))
    }

    /// A text in the words of the adviser who adopted it for this setting; as it came where nobody did.
    pub fn as_adopted(&self, setting: &Setting, text: Arc<Pack>) -> Arc<Pack> {
        let Some(adopted) = setting.adoption_of(text.digest()) else {
            return text;
        };
        let Some(wording) = &adopted.wording else {
            return text;
        };
        let key = (setting.id, text.digest().to_owned(), wording.clone());
        let worded = &self.here().worded;
        if let Some(pack) = worded
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Arc::clone(pack);
        }
        let Some(wording) = adopted.wording_over(&text) else {
            return text;
        };
        let pack = Arc::new(text.reworded(wording));
        worded
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, Arc::clone(&pack));
        pack
    }
}
