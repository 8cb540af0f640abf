//! What pages about retention say alike: where a record stands, under which rules, what holds it, and what is looked into.

use crate::fields;
use crate::govuk::{
    Checkboxes, Choice, DateInput, Html, InsetText, Radios, SummaryCard, SummaryList, SummaryRow,
    Textarea, WarningText,
};
use crate::typed::Typed;
use crate::visitor::Visitor;
use crate::when;
use casework::event::{Held, HoldGround, RuleStamp};
use casework::retention::Hold;
use casework::retention::clock::ClockState;
use casework::retention::reckoning::{Reckoned, Standing};
use guidance::{ClockStart, RetentionRule, RetentionRules};

/// Where a record stands, as a sentence.
pub(super) fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Open => "Not due: a case is open.".to_owned(),
        Standing::NoRule => {
            "Not due: your setting has adopted no rule for it. What has no rule is never due.".to_owned()
        }
        Standing::NotStated => {
            "Not due: its rule does not say what the clock starts from.".to_owned()
        }
        Standing::NotKnown { children } => match children.len() {
            0 => "Not due: what the clock starts from is not known. Name the children in the case, with their dates of birth."
                .to_owned(),
            1 => "Not due: the date of birth of 1 child is not known. Enter it on the page of the child.".to_owned(),
            many => format!(
                "Not due: the dates of birth of {many} children are not known. Enter them on the pages of the children."
            ),
        },
        Standing::NotYet { on } => format!("Not due before {}.", when::day(*on)),
        Standing::Kept { until } => {
            format!("Reviewed: kept, and looked at again on {}.", when::day(*until))
        }
        Standing::Due { since } => format!("Due for review since {}.", when::day(*since)),
    }
}

/// What starts the clock of a rule and how long it runs, as words.
pub(super) fn period(rule: &RetentionRule, extra_years: u16) -> String {
    let years = match (rule.years, extra_years) {
        (Some(years), 0) => format!("{years} years"),
        (Some(years), extra) => format!("{years} years and {extra} more that your setting added"),
        (None, _) => String::new(),
    };
    match rule.starts {
        ClockStart::DateOfBirth => {
            format!("{years} from the date of birth of the youngest child in it")
        }
        ClockStart::Closure => format!("{years} from the day the case was closed"),
        ClockStart::WithTheRecord => "As long as the case it belongs to".to_owned(),
        ClockStart::NotStated => format!("{years}; the source does not say from when"),
    }
}

/// Where a rule comes from and how sure that is, as rows.
pub(super) fn provenance(rules: &RetentionRules, rule: &RetentionRule) -> Vec<SummaryRow> {
    let source = rules.source(&rule.source);
    let title = source.map_or("", |source| source.title.as_str());
    let mut rows = vec![
        SummaryRow::new("Source", format!("{title}: {}", rule.clause)),
        SummaryRow::new(
            "How sure that is",
            format!("{} ({})", rule.mark.as_str(), rule.mark.says()),
        ),
    ];
    if rule.is_to_be_verified() {
        let what = rule.to_verify.as_deref();
        let what = what.or(source.map(|source| source.what.as_str()));
        rows.push(SummaryRow::new("To be verified", what.unwrap_or_default()));
    }
    rows
}

/// The rules a record is under, each with its clause and its day.
pub(super) fn rules(rules: Option<&RetentionRules>, reckoned: &Reckoned<'_>) -> Vec<SummaryList> {
    let Some(rules) = rules else {
        return Vec::new();
    };
    let card = |one: &casework::retention::reckoning::Counted<'_>| {
        let mut rows = vec![
            SummaryRow::new("What it says", one.rule.says.as_str()),
            SummaryRow::new("Counted", period(one.rule, one.stamp.extra_years)),
            SummaryRow::new(
                "Has run on",
                one.on.map_or_else(|| "Not known".to_owned(), when::day),
            ),
        ];
        rows.extend(provenance(rules, one.rule));
        SummaryList::new(rows).card(SummaryCard::new(format!("Rule: {}", name(&one.rule.id))))
    };
    reckoned.rules.iter().map(card).collect()
}

/// The id of a rule as words.
pub(super) fn name(id: &str) -> String {
    id.replace('-', " ")
}

/// Rules as they were recorded, in one line.
pub(super) fn stamps(stamps: &[RuleStamp]) -> String {
    let one = |stamp: &RuleStamp| format!("{} (rules of {})", name(&stamp.rule), stamp.version);
    stamps.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A hold as a sentence.
pub(super) fn hold(visitor: &Visitor, hold: &Hold) -> String {
    let over = match hold.over {
        Held::Everything => "Every record",
        Held::Case(_) => "This case",
        Held::Person(_) => "A child in the case",
    };
    format!(
        "{over}: for {}, since {}, by {}",
        hold.ground.says(),
        when::day_and_time(hold.put.at),
        visitor.staff_name(hold.put.by)
    )
}

/// What freezes destruction, where anything does.
pub(super) fn frozen(state: ClockState) -> Option<Html> {
    match state {
        ClockState::Trusted => None,
        ClockState::ToConfirm { people } => {
            let more = if people == 1 {
                " One has, and one more is to come."
            } else {
                ""
            };
            Some(
                InsetText::new(format!(
                    "Destruction is frozen until two people have said which day it is.{more} They say so anew whenever the \
                     server\u{2019}s clock and the last entry of your setting were more than 24 hours apart. Whoever proposes a \
                     destruction and whoever carries it out are each asked for the day."
                ))
                .into(),
            )
        }
        ClockState::Behind => Some(
            WarningText::new(
                "Destruction is frozen. The server\u{2019}s clock is more than 24 hours behind the last entry in the record. \
                 Ask whoever looks after the server to put it right; nobody can override this.",
            )
            .into(),
        ),
    }
}

/// What is looked into before anything is destroyed, each with why and how sure.
pub(super) fn checks(typed: &Typed, rules: &RetentionRules) -> Checkboxes {
    let choice = |check: &guidance::BeforeDestroying| {
        let title = rules
            .source(&check.source)
            .map_or("", |source| source.title.as_str());
        let verify = check.to_verify.as_deref();
        let verify = verify.map_or_else(String::new, |what| format!(" To be verified: {what}"));
        let why = format!(
            "{} ({title}; {}).{verify}",
            check.why.trim_end_matches('.'),
            check.mark.as_str()
        );
        Choice::new(check.id.as_str(), check.asks.as_str()).hint(why)
    };
    Checkboxes::new(
        "checks",
        "What have you looked into yourself?",
        rules.checks.iter().map(choice),
    )
    .values(typed.all("checks"))
    .error(typed.error("checks"))
}

/// Which day it is.
pub(super) fn today(typed: &Typed) -> DateInput {
    fields::day(typed, "today", "What day is it today?")
        .hint("Take it from a calendar or a phone, not from this page. A server whose clock has jumped must destroy nothing.")
}

/// Why. It goes where the record goes.
pub(super) fn why(typed: &Typed) -> Textarea {
    Textarea::new("why", "Why?")
        .rows(4)
        .hint("This is kept in the record itself, and is destroyed with it.")
        .value(typed.text("why"))
        .error(typed.error("why"))
}

/// What a hold is for.
pub(super) fn grounds(typed: &Typed) -> Radios {
    let choices = HoldGround::ALL.map(|ground| {
        let mut words = ground.says().chars();
        let words: String = words
            .next()
            .map(|first| first.to_uppercase().chain(words).collect())
            .unwrap_or_default();
        Choice::new(ground.name(), words)
    });
    Radios::new("ground", "What is it for?", choices)
        .value(Some(typed.text("ground")))
        .error(typed.error("ground"))
}
