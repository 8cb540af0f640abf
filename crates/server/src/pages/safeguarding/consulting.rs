//! Recording a consultation of the guidance: together with the answers that led to it, or by itself when somebody goes on
//! to decide. The text that was consulted is kept with the record, so that it can be consulted again years later.

use crate::page_error::Instead;
use crate::visitor::AtCase;
use casework::consult::{consult, says_nothing_new, supposing};
use casework::event::CaseEvent;
use guidance::{Assessment, Pack};
use store::{Append, Expect, KeptPack, Write};

/// Records events of this case and, where the guidance then says something that was not recorded yet, a consultation of
/// it. Nothing is written where there is nothing new. Gives back what the guidance says with these events.
///
/// # Errors
/// Whatever the store says; the door makes the page.
pub async fn record(
    at: &AtCase,
    pack: &Pack,
    mut events: Vec<CaseEvent>,
) -> Result<Assessment, Instead> {
    let now = at.visitor.app.outside().now();
    let after = supposing(&at.case, at.visitor.asking.staff, now, &events);
    let (consulted, assessment) = consult(&after, &at.people, pack, at.visitor.today());
    if !says_nothing_new(&after, &consulted) {
        events.push(consulted);
    }
    if events.is_empty() {
        return Ok(assessment);
    }
    let typed = at.typed();
    let expect = Expect::At(typed.seen().unwrap_or_else(|| at.entry_count()));
    let visitor = &at.visitor;
    let append = Append {
        once: typed.once_key(),
        writes: vec![Write::Case {
            case: at.id,
            expect,
            events,
        }],
        spend_draft: Some(visitor.path.clone()),
        packs: kept(pack),
        ..Append::by(visitor.asking.setting, visitor.asking.staff)
    };
    visitor.record_with(append).await?;
    Ok(assessment)
}

/// A pack with all that it is made of, and an adviser's words over it, each to be kept by its digest.
pub(crate) fn kept(pack: &Pack) -> Vec<KeptPack> {
    let text = KeptPack {
        digest: pack.digest().to_owned(),
        files: pack.files().to_vec(),
    };
    let words = pack.wording().map(|wording| KeptPack {
        digest: wording.digest().to_owned(),
        files: vec![wording.file()],
    });
    std::iter::once(text).chain(words).collect()
}
