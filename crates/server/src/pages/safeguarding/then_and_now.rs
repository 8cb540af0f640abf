//! A decision made under one text and looked at under another: what the text of that day said, run again from the record,
//! beside what the text of today says on what is known now. It shows; it records nothing and rewrites nothing.

use super::said::Said;
use super::since::beside_now;
use crate::consulted::pack_of;
use crate::govuk::Html;
use crate::page_error::Instead;
use crate::pages::guidance::asked_day::on_day;
use crate::pages::guidance::edition::address_of;
use crate::visitor::AtCase;
use crate::when;
use casework::case::Consultation;
use casework::consult::{Replayed, replay};
use casework::facts::facts_of;
use guidance::{Assessment, Facts, Pack, Side, assess};

/// Then and now, for the decision that stands.
#[derive(askama::Template)]
#[template(path = "safeguarding/then_and_now.html")]
struct Shown {
    decided: String,
    consulted: String,
    then: Html,
    now: Html,
    again: &'static str,
    beside: Option<Html>,
}

impl askama::filters::HtmlSafe for Shown {}

/// What the decision that stands was made with, where that is not the text of today.
pub(super) struct ThenAndNow {
    /// The entry of the consultation it was made with.
    pub(super) consultation: u64,
    /// Both sides.
    pub(super) shown: Html,
}

/// The consultation that the decision which stands rests on: the one it was made with, or last confirmed with. None where
/// the guidance was not asked, or its text is still that of today.
pub(super) fn older_text<'c>(said: &Said<'c>) -> Option<&'c Consultation> {
    let decision = said.case.decision()?;
    let confirmed = decision.confirmed.iter().rev();
    let entry = confirmed
        .filter_map(|again| again.consultation)
        .next()
        .or(decision.consultation)?;
    let mut all = said.case.consultations.iter();
    all.find(|one| one.recorded.seq == entry)
        .filter(|one| one.digest != said.pack.digest())
}

/// Both sides; none where the decision that stands was made, or confirmed, under the text of today.
///
/// # Errors
/// Where the text that was consulted cannot be read from the store.
pub(super) async fn of(at: &AtCase, said: &Said<'_>) -> Result<Option<ThenAndNow>, Instead> {
    let Some((decision, then)) = said.case.decision().zip(older_text(said)) else {
        return Ok(None);
    };
    let visitor = &at.visitor;
    let pack = pack_of(&visitor.app, visitor.asking.setting, then).await?;
    let today = visitor.today();
    let replayed = pack.as_deref().map(|pack| (pack, replay(then, pack)));
    let again = match &replayed {
        Some((_, Replayed::Same(_))) => {
            "Run again now from the record, the text of that day says what was recorded."
        }
        Some((_, Replayed::Differs(_))) => {
            "Run again now from the record, the text of that day does not say what was recorded. The record stands as it is. Tell whoever looks after the server."
        }
        Some((_, Replayed::OtherPack)) | None => {
            "It cannot be run again: the text of that day is not at hand. The record says what was called for."
        }
    };
    let beside = match &replayed {
        Some((pack, Replayed::Same(before) | Replayed::Differs(before))) => {
            let facts = facts_of(said.case, said.people, said.pack, today);
            Some(both(said, then, pack, before, &facts))
        }
        Some((_, Replayed::OtherPack)) | None => None,
    };
    let then_day = when::day_of(then.recorded.at);
    // Only a text that came with this program has pages of its own.
    let read = |pack: &Pack, address: String| match visitor.app.library().by_digest(pack.digest()) {
        Some(_) => Html::link(&address, pack.title()),
        None => Html::text(pack.title()),
    };
    let shown = Shown {
        decided: when::day(when::day_of(decision.recorded.at)),
        consulted: when::day_and_time(then.recorded.at),
        then: match pack.as_deref() {
            Some(pack) => read(pack, on_day(&address_of(pack), then_day)),
            None => Html::text(&format!("{} {}", then.pack, then.version)),
        },
        now: read(said.pack, address_of(said.pack)),
        again,
        beside,
    };
    Ok(Some(ThenAndNow {
        consultation: then.recorded.seq,
        shown: Html::of(shown),
    }))
}

fn both(
    said: &Said<'_>,
    then: &Consultation,
    pack: &Pack,
    before: &Assessment,
    now: &Facts,
) -> Html {
    let after = assess(said.pack, now);
    let first = Side {
        pack,
        facts: &then.facts,
        assessment: before,
    };
    let second = Side {
        pack: said.pack,
        facts: now,
        assessment: &after,
    };
    beside_now(
        said,
        first,
        second,
        when::day(when::day_of(then.recorded.at)),
    )
}
