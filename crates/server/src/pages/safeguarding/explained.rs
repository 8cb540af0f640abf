//! Why the guidance does not ask for the rest, and why the rest need not be asked: each folded away until somebody opens it.
//! What is said stands in messages; the facts carry who said so, as everywhere on this page.

use super::said::Said;
use crate::govuk::{Details, Html};
use guidance::{
    Assessment, CannotMatter, FactBehind, Facts, Message, NotAsked, RuleWhyNot, Speaker, WhyNot,
    not_asked, why_not,
};

/// A rule that could ask for a response, and how it stands.
struct RuleSaid {
    rule: String,
    needs: String,
    stands: Vec<StandsSaid>,
    clause: Html,
}

/// How a rule stands: what is said, the questions it waits on, the facts beside it.
struct StandsSaid {
    says: String,
    questions: Vec<String>,
    facts: Html,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/said_why_not.html")]
struct WhyNotSaid {
    reached: String,
    rules: Vec<RuleSaid>,
}

impl askama::filters::HtmlSafe for WhyNotSaid {}

/// Why each response that is neither called for nor pointed to is not; none where all are.
pub(super) fn why_not_the_rest(
    said: &Said<'_>,
    facts: &Facts,
    seen: &Assessment,
) -> Option<Details> {
    let asked_for = |id: &str| {
        let mut pointed = seen.pointed_to.iter();
        seen.calls_for(id) || pointed.any(|one| one.response.as_ref() == id)
    };
    let rest = said.pack.responses().iter();
    let rest = rest.filter(|one| !asked_for(&one.id));
    let told: Vec<Html> = rest
        .filter_map(|one| why_not(said.pack, facts, &one.id))
        .map(|told| why_not_one(said, &told).into())
        .collect();
    let summary = format!(
        "Why the guidance does not ask for the rest ({})",
        told.len()
    );
    (!told.is_empty()).then(|| Details::new(summary, Html::join(told)).id("why-not"))
}

fn why_not_one(said: &Said<'_>, told: &WhyNot) -> Details {
    said.speaking(|speaker| {
        let summary = speaker.say(&Message::WhyNot {
            response: (&told.says).into(),
        });
        let inside = WhyNotSaid {
            reached: speaker.say(&speaker.reached(told.reached)),
            rules: told
                .rules
                .iter()
                .map(|rule| rule_said(said, speaker, rule))
                .collect(),
        };
        Details::new(summary, Html::of(&inside)).id(format!("why-not-{}", told.response))
    })
}

fn rule_said(said: &Said<'_>, speaker: &Speaker<'_>, rule: &RuleWhyNot) -> RuleSaid {
    let stands = speaker.stands(&rule.stands).into_iter();
    let stands = stands.map(|(message, waiting, facts)| StandsSaid {
        says: speaker.say(&message),
        questions: waiting
            .iter()
            .map(|on| speaker.say(&speaker.waiting(on)))
            .collect(),
        facts: said.facts_behind(facts),
    });
    RuleSaid {
        rule: speaker.say(&speaker.rule(rule)),
        needs: speaker.say(&speaker.needs(rule)),
        stands: stands.collect(),
        clause: said.clause(&rule.source),
    }
}

/// Questions that need not be asked for one and the same reason.
struct Alike {
    questions: Vec<String>,
    because: Vec<(String, Html)>,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/said_not_asked.html")]
struct NotAskedSaid {
    alike: Vec<Alike>,
}

impl askama::filters::HtmlSafe for NotAskedSaid {}

/// What need not be asked, and why its answer cannot matter; none where everything open is asked.
pub(super) fn what_need_not_be_asked(said: &Said<'_>, facts: &Facts) -> Option<Details> {
    let told = not_asked(said.pack, facts);
    if told.is_empty() {
        return None;
    }
    let mut grouped: Vec<(&CannotMatter, Vec<&NotAsked>)> = Vec::new();
    for one in &told {
        match grouped
            .iter_mut()
            .find(|(because, _)| **because == one.because)
        {
            Some((_, list)) => list.push(one),
            None => grouped.push((&one.because, vec![one])),
        }
    }
    let details = said.speaking(|speaker| {
        let alike = grouped.into_iter().map(|(because, list)| Alike {
            questions: list.iter().map(|one| question(speaker, one)).collect(),
            because: reasons(said, speaker, because),
        });
        let alike = alike.collect();
        Details::new(
            speaker.say(&Message::NotAsked),
            Html::of(&NotAskedSaid { alike }),
        )
        .id("not-asked")
    });
    Some(details)
}

fn question(speaker: &Speaker<'_>, one: &NotAsked) -> String {
    let ask = Message::FactPlain {
        ask: (&one.ask).into(),
    };
    speaker.say(&speaker.asked_of(one.of, one.child.as_deref(), ask))
}

fn reasons(said: &Said<'_>, speaker: &Speaker<'_>, because: &CannotMatter) -> Vec<(String, Html)> {
    let plain = |message: &Message| vec![(speaker.say(message), Html::default())];
    match because {
        CannotMatter::NoRule => plain(&Message::NotAskedNoRule),
        CannotMatter::DoesNotArise(parts) => plain(&speaker.does_not_arise(parts)),
        CannotMatter::Rules(rules) => rules
            .iter()
            .map(|rule| {
                let (message, facts): (Message, &[FactBehind]) = speaker.decided(rule);
                (speaker.say(&message), said.facts_behind(facts))
            })
            .collect(),
    }
}
