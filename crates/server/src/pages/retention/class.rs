//! What kind of record a case is: it chooses the rules. A kind without a rule is never due.

use super::{record, rules_today, told};
use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Choice, Radios, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::visitor::AtCase;
use casework::acts::class_record;
use guidance::RetentionRules;

/// The kinds that are about a case.
const OF_A_CASE: &str = "case-";

#[derive(askama::Template)]
#[template(path = "retention/class.html")]
struct ClassPage {
    layout: Frame,
    reference: String,
    path: String,
    class: Radios,
    why: Textarea,
}

/// Asks.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let rules = RetentionRules::in_force(at.visitor.today());
    let typed = at.typed();
    let now = at.visitor.setting.retention.class_of(at.id);
    let choices = rules
        .iter()
        .flat_map(|rules| &rules.classes)
        .filter(|class| class.id.starts_with(OF_A_CASE) || class.id == "advice-only-concern")
        .map(|class| Choice::new(class.id.as_str(), class.says.as_str()));
    let chosen = match typed.text("class") {
        "" => now,
        typed => typed,
    };
    shown(&ClassPage {
        layout: at.frame("What kind of record is it?"),
        reference: at.case.reference.clone(),
        path: at.path(""),
        class: Radios::new("class", "What kind of record is it?", choices)
            .value(Some(chosen))
            .error(typed.error("class")),
        why: told::why(typed),
    })
}

/// Records it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let rules = rules_today(&at.visitor)?;
    let typed = at.typed();
    let made = class_record(
        &at.visitor.acting(),
        rules,
        at.id,
        typed.text("class"),
        typed.text("why"),
    );
    record(&at.visitor, Reading::of(typed).finish(made)?).await?;
    Ok(next(&at.path("retention")))
}
