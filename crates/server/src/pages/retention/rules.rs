//! The rules about keeping records: what each says and where, how sure that is, and whether the setting adopted it.

use super::{rules_today, told};
use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Html, Input, SummaryCard, SummaryList, SummaryRow};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::Visitor;
use crate::when;
use casework::acts::{AdoptRetentionRule, adopt_retention_rule, set_cooling_off};
use guidance::{ClockStart, RetentionRules};
use store::{Expect, Write};

#[derive(askama::Template)]
#[template(path = "retention/rules.html")]
struct RulesPage {
    layout: Frame,
    says: String,
    version: String,
    rules: Vec<OneRule>,
    without: Vec<String>,
    cooling_off: Input,
}

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"{% extends "page.html" %}
{% block before_main %}{{ BackLink::to("/retention").saying("Back to what comes due") }}{% endblock %}
{% block job %}
<h1 class="govuk-heading-l">Rules about keeping records</h1>
<p class="govuk-body">No rules about keeping records are in force today, so nothing is due. Check which day the server thinks it is, and ask for a version of Leeward that has rules for it.</p>
{% endblock %}"#
)]
struct NoRules {
    layout: Frame,
}

struct OneRule {
    id: String,
    summary: SummaryList,
    can_adopt: bool,
    adopted: bool,
    extra: Input,
    adopt: Html,
}

/// Shows them.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let Some(rules) = RetentionRules::in_force(visitor.today()) else {
        return shown(&NoRules {
            layout: visitor.frame("Rules about keeping records"),
        });
    };
    let retention = &visitor.setting.retention;
    let typed = visitor.typed.clone();
    let here: Vec<_> = rules
        .rules
        .iter()
        .filter(|rule| rule.is_in_force(&visitor.setting.jurisdiction, visitor.today()))
        .collect();
    let without = rules
        .classes
        .iter()
        .filter(|class| !here.iter().any(|rule| rule.class == class.id))
        .map(|class| class.says.clone())
        .collect();
    let one = |rule: &&guidance::RetentionRule| {
        let known = retention.adopted.get(&rule.id);
        let extra_years = known.map_or(0, |(stamp, _)| stamp.extra_years);
        let stands = known.is_some_and(|(stamp, _)| stamp.digest == rule.digest());
        let class = rules.classes.iter().find(|class| class.id == rule.class);
        let status = match known {
            Some((_, said)) if stands => format!(
                "Adopted by {} on {}",
                visitor.staff_name(said.by),
                when::day_and_time(said.at)
            ),
            Some(_) => "Not in force: its words have changed since it was adopted. Adopt it again."
                .to_owned(),
            None => "Not adopted".to_owned(),
        };
        let mut rows = vec![
            SummaryRow::new("For", class.map_or("", |class| class.says.as_str())),
            SummaryRow::new("What it says", rule.says.as_str()),
            SummaryRow::new("Counted", told::period(rule, extra_years)),
        ];
        rows.extend(told::provenance(rules, rule));
        rows.push(SummaryRow::new("Here", status));
        let shown_for = |field: &str| -> Typed {
            if typed.text("rule") == rule.id && !typed.text(field).is_empty() {
                typed.clone()
            } else {
                Typed::default()
            }
        };
        let errors = shown_for("extra_years");
        let extra = Input::new("extra_years", "Years to add to the period (optional)")
            .id(format!("extra-{}", rule.id))
            .numeric()
            .width(3)
            .hint("Years can be added. None can be taken away.")
            .value(if errors.is_empty() && extra_years > 0 {
                extra_years.to_string()
            } else {
                errors.text("extra_years").to_owned()
            })
            .error(
                (typed.text("rule") == rule.id)
                    .then(|| typed.error("extra_years"))
                    .flatten(),
            );
        let words = if stands {
            "Change the years"
        } else {
            "Adopt this rule"
        };
        OneRule {
            id: rule.id.clone(),
            summary: SummaryList::new(rows)
                .card(SummaryCard::new(format!("Rule: {}", told::name(&rule.id)))),
            can_adopt: rule.starts != ClockStart::WithTheRecord,
            adopted: known.is_some(),
            extra,
            adopt: Button::once(Html::text(&format!("{words}: {}", told::name(&rule.id))))
                .sends("do", "adopt")
                .into(),
        }
    };
    shown(&RulesPage {
        layout: visitor.frame("Rules about keeping records"),
        says: rules.says.clone(),
        version: rules.version.clone(),
        rules: here.iter().map(one).collect(),
        without,
        cooling_off: Input::new("cooling_off", "Days between proposing and carrying out")
            .numeric()
            .width(3)
            .hint("No source asks for such days; it is your setting\u{2019}s choice. Nought for none.")
            .value(match typed.text("cooling_off") {
                "" => retention.cooling_off_days.to_string(),
                typed => typed.to_owned(),
            })
            .error(typed.error("cooling_off")),
    })
}

/// Adopts a rule, lays one down, or sets the days.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let rules = rules_today(&visitor)?;
    let typed = &visitor.typed;
    let acting = visitor.acting();
    let made = match typed.text("do") {
        "days" => set_cooling_off(&acting, typed.text("cooling_off")),
        what => adopt_retention_rule(
            &acting,
            rules,
            &AdoptRetentionRule {
                rule: typed.text("rule").to_owned(),
                extra_years: typed.text("extra_years").to_owned(),
                adopted: what == "adopt",
            },
        ),
    };
    let events = Reading::of(typed).finish(made)?;
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    visitor.record(writes, Vec::new()).await?;
    Ok(next("/retention/rules"))
}
