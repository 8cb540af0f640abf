//! How long one full assessment takes, with reasons, questions and what would change it, for three children, and how
//! long with every word of it read out:
//! `cargo run --release -p guidance --example bench_assess`. Over the shipped packs where there are any, and over the
//! tests' small pack.
#![expect(clippy::print_stdout, reason = "a program for a terminal")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use guidance::{
    Answer, Assessment, ChildFacts, Facts, Library, Of, Pack, PackFile, Part, Text, assess,
};

fn main() {
    let small: Vec<PackFile> = [
        (
            "pack.toml",
            include_str!("../tests/packs/small/2024-01-01/pack.toml"),
        ),
        (
            "facts.toml",
            include_str!("../tests/packs/small/2024-01-01/facts.toml"),
        ),
        (
            "rules/all.toml",
            include_str!("../tests/packs/small/2024-01-01/rules/all.toml"),
        ),
        (
            "notes.toml",
            include_str!("../tests/packs/small/2024-01-01/notes.toml"),
        ),
    ]
    .map(|(path, text)| PackFile {
        path: path.to_owned(),
        text: text.to_owned(),
    })
    .to_vec();
    if let Ok(pack) = Pack::read(&small) {
        measure(&pack);
    }
    for pack in Library::shipped().packs() {
        if !pack.is_layer() {
            measure(pack);
        }
    }
    for pack in Library::shipped().packs() {
        if !pack.is_layer()
            && let Some(merged) = Library::shipped().on(pack.jurisdiction(), jiff_day(2026, 11, 22))
        {
            measure(&merged);
            break;
        }
    }
}

fn jiff_day(year: i16, month: i8, day: i8) -> jiff::civil::Date {
    jiff::civil::date(year, month, day)
}

/// Three children; one fact in so many is not known, the others are calm.
fn three_children(pack: &Pack, open_one_in: usize) -> Facts {
    let answers = |of: Of, skip: usize| -> BTreeMap<String, Answer> {
        pack.facts()
            .iter()
            .filter(|fact| fact.of == of)
            .enumerate()
            .filter(|(at, _)| (at + skip) % open_one_in != open_one_in - 1)
            .filter_map(|(_, fact)| {
                let calm = if fact.choices.is_empty() {
                    ["no", "yes"]
                        .into_iter()
                        .find(|word| !fact.raises.iter().any(|one| one.as_ref() == *word))?
                } else {
                    &fact
                        .choices
                        .iter()
                        .find(|choice| !fact.raises.contains(&choice.id))?
                        .id
                };
                Some((fact.id.to_string(), Answer::from_word(calm)))
            })
            .collect()
    };
    let child = |name: &str, part: Part, skip: usize| ChildFacts {
        name: name.to_owned(),
        parts: std::iter::once(part).collect(),
        answers: answers(Of::Child, skip),
    };
    Facts {
        on: None,
        incident: answers(Of::Incident, 1),
        children: vec![
            child("Child A", Part::Pictured, 0),
            child("Child B", Part::Shared, 1),
            child("Child C", Part::Received, 2),
        ],
    }
}

/// Prints what one pack takes.
fn measure(pack: &Pack) {
    for (called, open_one_in) in [
        ("half not known", 2),
        ("a tenth not known", 10),
        ("all known", usize::MAX),
    ] {
        let facts = three_children(pack, open_one_in);
        let seen = assess(pack, &facts);
        let each = median(|| {
            black_box(assess(black_box(pack), black_box(&facts)));
        });
        let read = median(|| {
            black_box(letters(&assess(black_box(pack), black_box(&facts))));
        });
        println!(
            "{} {}: three children, {called}: {:.1} microseconds, {:.0} a second, every word read {:.1} ({} rules, {} facts; {} reached, {} questions, {} would change)",
            pack.id(),
            pack.version(),
            each * 1e6,
            1.0 / each,
            read * 1e6,
            pack.rules().len(),
            pack.facts().len(),
            seen.called_for.len() + seen.pointed_to.len(),
            seen.ask_next.len(),
            seen.would_change.len(),
        );
    }
}

/// How many assessments one run makes.
const ROUNDS: u32 = 50;

/// The median of many short runs, so that what else the machine does weighs little.
fn median(run: impl Fn()) -> f64 {
    let mut runs: Vec<f64> = (0..401)
        .map(|_| {
            let begin = Instant::now();
            for _ in 0..ROUNDS {
                run();
            }
            begin.elapsed().as_secs_f64() / f64::from(ROUNDS)
        })
        .collect();
    runs.sort_unstable_by(f64::total_cmp);
    runs.get(runs.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How many letters an explanation has: every part of it is read, so that nothing is left to be worked out later.
fn letters(seen: &Assessment) -> usize {
    let name = |child: Option<&Text>| child.map_or(0, |name| name.len());
    let mut count = 0;
    for one in seen.called_for.iter().chain(&seen.pointed_to) {
        count += one.response.len() + one.says.len() + one.source.id.len();
        for reason in &one.reasons {
            count += reason.rule.len() + reason.says.len() + reason.source.id.len();
            for fact in &reason.facts {
                count += fact.ask.len() + fact.answer.as_str().len() + name(fact.child.as_ref());
            }
        }
    }
    for one in &seen.undecided {
        count += one.says.len() + one.responses.iter().map(|id| id.len()).sum::<usize>();
        for fact in &one.waiting_on {
            count += fact.fact.len() + name(fact.child.as_ref());
        }
    }
    for one in &seen.ask_next {
        count += one.ask.len() + one.why.len() + name(one.child.as_ref());
        count += one.could.iter().map(|id| id.len()).sum::<usize>();
    }
    for one in &seen.would_change {
        for turned in one.change() {
            count += turned.fact.len() + name(turned.child);
            count += turned.from.as_str().len() + turned.to.as_str().len();
        }
        let ids = one.adds().chain(one.removes());
        count += ids.map(|id| id.len()).sum::<usize>();
    }
    let rules = seen.met.iter().chain(&seen.not_met);
    let responses = seen.floor.iter().chain(&seen.ceiling);
    count + rules.chain(responses).map(|id| id.len()).sum::<usize>()
}
