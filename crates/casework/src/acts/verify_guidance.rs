//! Record what a named adviser says of items of a verification sheet: agree, correct, or reject. Answers already recorded
//! alike are not recorded again, so a part can be sent as often as somebody likes.

use super::Acting;
use super::form::Form;
use crate::calendar;
use crate::event::{Adviser, ItemAnswer, ItemAnswered, SettingEvent};
use crate::refusal::{Refusal, Refusals};
use crate::words::{NotWords, Words};
use guidance::{Pack, SheetItem, sheet};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Who goes through the sheet, as typed.
#[derive(Debug, Clone, Default)]
pub struct NamedAdviser {
    /// Their name.
    pub name: String,
    /// In what capacity.
    pub role: String,
    /// Where they work; may be blank.
    pub organisation: String,
}

/// A part of the sheet, filled in.
#[derive(Debug, Clone, Default)]
pub struct VerifyGuidance {
    /// By whom.
    pub adviser: NamedAdviser,
    /// Their initials.
    pub initials: String,
    /// The day on which they did.
    pub on: Option<Date>,
    /// What they say, item by item.
    pub answers: Vec<ItemTyped>,
}

/// One item, filled in.
#[derive(Debug, Clone, Default)]
pub struct ItemTyped {
    /// The item.
    pub item: String,
    /// "agree", "correct" or "reject".
    pub says: String,
    /// Other words, by field; blank where the words stand.
    pub words: Vec<(String, String)>,
    /// Why, where it is not agreed.
    pub reason: String,
}

/// Records what an adviser says of some items of a text. `pack` is the text as it came, in nobody's corrections.
///
/// # Errors
/// Everything that is wrong with the form. [`Refusal::NothingChanged`] where every answer is recorded already.
pub fn verify_guidance(
    acting: &Acting<'_>,
    pack: &Pack,
    filled: &VerifyGuidance,
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let adviser = named_adviser(&mut form, &filled.adviser);
    let initials = form.words("initials", &filled.initials);
    form.refuse_if(filled.on.is_none(), Refusal::Blank { field: "on" });
    let to_come = |on: Date| on > calendar::day_of(acting.outside.now());
    form.refuse_if(
        filled.on.is_some_and(to_come),
        Refusal::InTheFuture { field: "on" },
    );
    let items = sheet(pack);
    let mut answers = Vec::new();
    let mut said_before = 0;
    for typed in &filled.answers {
        let Some(item) = items.iter().find(|item| item.key == typed.item) else {
            form.refuse(Refusal::NoSuchItem);
            continue;
        };
        let Some(answer) = answer(&mut form, item, typed) else {
            continue;
        };
        let verification = &acting.setting.verification;
        let before = verification.answer(pack.digest(), item);
        if before.is_some_and(|before| before.answer == answer) {
            said_before += 1;
            continue;
        }
        answers.push(ItemAnswered {
            item: item.key.clone(),
            digest: item.digest.clone(),
            answer,
        });
    }
    let nothing = answers.is_empty() && said_before == filled.answers.len();
    form.refuse_if(nothing, Refusal::NothingChanged);
    let made = adviser.zip(initials).zip(filled.on);
    form.finish(made.map(|((adviser, initials), on)| {
        vec![SettingEvent::GuidanceItemsVerified {
            pack: pack.id().to_owned(),
            version: pack.version().to_owned(),
            digest: pack.digest().to_owned(),
            adviser,
            initials,
            on,
            answers,
        }]
    }))
}

pub(super) fn named_adviser(form: &mut Form, typed: &NamedAdviser) -> Option<Adviser> {
    let name = form.words("adviser", &typed.name);
    let role = form.words("adviser_role", &typed.role);
    let organisation = form.perhaps("organisation", &typed.organisation);
    Some(Adviser {
        name: name?,
        role: role?,
        organisation,
    })
}

fn answer(form: &mut Form, item: &SheetItem, typed: &ItemTyped) -> Option<ItemAnswer> {
    let key = || item.key.clone();
    match typed.says.as_str() {
        "agree" => Some(ItemAnswer::Agree),
        "correct" => {
            let mut words = BTreeMap::new();
            for (field, now) in &typed.words {
                let here = item.words.iter().find(|one| one.field == *field);
                let Some(here) = here else {
                    form.refuse(Refusal::NoSuchItem);
                    continue;
                };
                match Words::perhaps(now) {
                    Ok(Some(now)) if now.as_str() != here.text.trim() => {
                        words.insert(field.clone(), now);
                    }
                    Ok(_) => {}
                    Err(kind) => form.refuse(Refusal::ItemWords { item: key(), kind }),
                }
            }
            form.refuse_if(words.is_empty(), Refusal::ItemNeedsWords { item: key() });
            let reason = reason_of(form, item, typed)?;
            Some(ItemAnswer::Correct { words, reason })
        }
        "reject" => reason_of(form, item, typed).map(|reason| ItemAnswer::Reject { reason }),
        _ => {
            form.refuse(Refusal::NothingChosen { field: "answer" });
            None
        }
    }
}

fn reason_of(form: &mut Form, item: &SheetItem, typed: &ItemTyped) -> Option<Words> {
    let item = item.key.clone();
    match Words::typed(&typed.reason) {
        Ok(reason) => Some(reason),
        Err(NotWords::Blank) => {
            form.refuse(Refusal::ItemNeedsReason { item });
            None
        }
        Err(kind) => {
            form.refuse(Refusal::ItemWords { item, kind });
            None
        }
    }
}
