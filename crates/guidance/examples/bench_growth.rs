//! How an assessment grows with the number of facts, rules and children, and how long the proofs of the shipped packs
//! take: `cargo run --release -p guidance --example bench_growth`. With a path it also draws what it measured:
//! `cargo run --release -p guidance --example bench_growth -- docs/growth.svg`.
//!
//! The packs it grows are made by rule, so that every run measures the same ones: each rule asks two to four things, a
//! third of them of a child, as the shipped packs do.
#![expect(clippy::print_stdout, reason = "a program for a terminal")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use guidance::{
    Answer, ChildFacts, Facts, Library, Of, Pack, PackFile, Part, assess, compare, prove,
};

/// What is measured: one of the three numbers grows while the others stay.
const SERIES: [(&str, &[usize]); 3] = [
    ("facts", &[25, 50, 100, 150, 200]),
    ("rules", &[25, 50, 100, 200, 300, 400, 500]),
    ("children", &[1, 3, 5, 10, 15, 20, 25, 30]),
];
const RESPONSES: usize = 12;

/// How large a made pack and its situation are.
#[derive(Clone, Copy)]
struct Size {
    facts: usize,
    rules: usize,
    children: usize,
}

/// One measurement, in microseconds.
struct Point {
    size: usize,
    known: f64,
    half: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut drawn = Vec::new();
    for (what, sizes) in SERIES {
        println!("{what:>8} | all known, µs | half not known, µs");
        let mut points = Vec::new();
        for size in sizes {
            let point = grown(what, *size)?;
            println!("{size:>8} | {:>13.1} | {:>18.1}", point.known, point.half);
            points.push(point);
        }
        println!();
        drawn.push((what, points));
    }
    proofs();
    if let Some(path) = std::env::args().nth(1) {
        std::fs::write(&path, picture(&drawn))?;
        println!("drawn: {path}");
    }
    Ok(())
}

fn grown(what: &str, size: usize) -> Result<Point, Box<dyn Error>> {
    let mut of = Size {
        facts: 50,
        rules: 100,
        children: 3,
    };
    match what {
        "facts" => of.facts = size,
        "rules" => of.rules = size,
        _ => of.children = size,
    }
    let pack = made(of).map_err(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        told.join("\n")
    })?;
    Ok(Point {
        size,
        known: measured(&pack, &situation(&pack, of.children, false)),
        half: measured(&pack, &situation(&pack, of.children, true)),
    })
}

/// The median of runs of some milliseconds each.
fn measured(pack: &Pack, facts: &Facts) -> f64 {
    let timed = |rounds: u32| {
        let begin = Instant::now();
        for _ in 0..rounds {
            black_box(assess(black_box(pack), black_box(facts)));
        }
        begin.elapsed().as_secs_f64() * 1e6 / f64::from(rounds)
    };
    let once = timed(3);
    let rounds = if once > 2000.0 { 1 } else { 20 };
    let mut runs: Vec<f64> = (0..51).map(|_| timed(rounds)).collect();
    runs.sort_unstable_by(f64::total_cmp);
    runs.get(runs.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A pack of this size. Every second fact is asked of a child.
fn made(size: Size) -> Result<Pack, Vec<guidance::Problem>> {
    let source = "source = { id = \"text\", mark = \"ours\" }\n";
    let mut head = String::from(
        "format = 1\nid = \"grown\"\nversion = \"2024-01-01\"\ntitle = \"A pack made to measure\"\nterm = \"imagery\"\njurisdiction = \"testland\"\nin_force = { from = \"2024-01-01\" }\nposture = \"weigh-each-case\"\nstatus = \"draft\"\nreview_by = \"2027-01-01\"\nsummary = \"Only for measuring.\"\n\n[[source]]\nid = \"text\"\ntitle = \"The text\"\npublisher = \"A publisher\"\ndated = \"2024\"\nstanding = \"ours\"\nread = \"ours\"\n",
    );
    for at in 0..RESPONSES {
        head.push_str(&format!(
            "[[response]]\nid = \"response-{at}\"\nsays = \"Do {at}.\"\nby = \"at-once\"\nduty = \"lead\"\nsatisfied_by = []\n{source}"
        ));
    }
    let mut facts = String::new();
    for at in 0..size.facts {
        let of = ["incident", "child"].get(at % 2).unwrap_or(&"incident");
        facts.push_str(&format!(
            "[[fact]]\nid = \"{of}-{at:03}\"\nof = \"{of}\"\nask = \"{at}?\"\nwhy = \"It matters.\"\nstage = \"assessment\"\nraises = [\"yes\"]\n{source}"
        ));
    }
    let mut rules = String::new();
    for at in 0..size.rules {
        rules.push_str(&format!(
            "[[rule]]\nid = \"rule-{at:03}\"\nkind = \"trigger\"\nsays = \"{at} holds.\"\nwhen = {}\ncalls_for = [\"response-{}\"]\nunknown = \"{}\"\n{source}",
            condition(at, size.facts),
            at % RESPONSES,
            if at % 9 == 0 { "act" } else { "ask" },
        ));
    }
    let file = |path: &str, text: String| PackFile {
        path: path.to_owned(),
        text,
    };
    Pack::read(&[
        file("pack.toml", head),
        file("facts.toml", facts),
        file("rules/all.toml", rules),
    ])
}

/// What the rule at `at` asks: spread over the facts, in four shapes in turn.
fn condition(at: usize, facts: usize) -> String {
    let half = facts / 2;
    let fact = |of: &str, step: usize| {
        let nth = (at * 7 + step * 11) % half * 2 + usize::from(of == "child");
        format!("{{ fact = \"{of}-{nth:03}\", is = \"yes\" }}")
    };
    let (a, b, c) = (
        fact("incident", 0),
        fact("incident", 1),
        fact("incident", 2),
    );
    let (d, e) = (fact("child", 0), fact("child", 1));
    match at % 4 {
        0 => format!("{{ all = [{a}, {b}] }}"),
        1 => format!("{{ any-child = {{ all = [{d}, {e}] }} }}"),
        2 => format!("{{ all = [{a}, {{ any = [{b}, {c}] }}] }}"),
        _ => format!(
            "{{ all = [{a}, {{ any-child = {{ any = [{d}, {{ part = \"shared\" }}] }} }}] }}"
        ),
    }
}

/// One answer in seven raises concern; every second is not known where half are to be.
fn situation(pack: &Pack, children: usize, half: bool) -> Facts {
    let answers = |of: Of, skip: usize| -> BTreeMap<String, Answer> {
        let asked = pack.facts().iter().filter(|fact| fact.of == of);
        asked
            .enumerate()
            .filter(|(at, _)| !half || (at + skip).is_multiple_of(2))
            .map(|(at, fact)| {
                let yes = (at + skip).is_multiple_of(7);
                let answer = if yes { Answer::Yes } else { Answer::No };
                (fact.id.to_string(), answer)
            })
            .collect()
    };
    let part = |at: usize| {
        [Part::Pictured, Part::Shared, Part::Received]
            .get(at % 3)
            .copied()
    };
    Facts {
        on: None,
        incident: answers(Of::Incident, 1),
        children: (0..children)
            .map(|at| ChildFacts {
                name: format!("Child {at}"),
                parts: part(at).into_iter().collect(),
                answers: answers(Of::Child, at),
            })
            .collect(),
    }
}

/// The whole proof of every shipped pack, and the comparison of the two largest.
fn proofs() {
    let library = Library::shipped();
    let packs: Vec<Pack> = library.packs().iter().map(|one| (**one).clone()).collect();
    let mut all = 0.0;
    for pack in packs.iter().filter(|one| !one.is_layer()) {
        let begin = Instant::now();
        let proof = prove(std::slice::from_ref(pack), None);
        let took = begin.elapsed().as_secs_f64();
        all += took;
        println!(
            "prove {} {}: {:.0} ms, {} problems",
            pack.id(),
            pack.version(),
            took * 1e3,
            proof.problems.len()
        );
    }
    println!("prove each by itself: {all:.2} s");
    let begin = Instant::now();
    let proof = prove(&packs, None);
    println!(
        "prove all together, layers and versions in force together: {:.2} s, {} problems",
        begin.elapsed().as_secs_f64(),
        proof.problems.len()
    );
    let mut largest: Vec<&Pack> = packs.iter().filter(|one| !one.is_layer()).collect();
    largest.sort_by_key(|one| std::cmp::Reverse((one.rules().len(), one.facts().len())));
    if let [one, other, ..] = largest.as_slice() {
        let begin = Instant::now();
        let found = compare((one, None), (other, None));
        println!(
            "compare {} {} with {} {}: {:.2} s, {}",
            one.id(),
            one.version(),
            other.id(),
            other.version(),
            begin.elapsed().as_secs_f64(),
            if found.is_ok() { "compared" } else { "refused" },
        );
    }
}

const WIDTH: f64 = 250.0;
const HEIGHT: f64 = 180.0;

/// Three plots side by side. Each has its own scale from nought, so that a straight line is growth in proportion.
fn picture(series: &[(&str, Vec<Point>)]) -> String {
    let mut to = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 930 270\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\" aria-labelledby=\"title\">\n<title id=\"title\">Microseconds for one assessment with full explanation, against the number of facts, of rules and of children. The figures are printed by bench_growth.</title>\n<rect width=\"930\" height=\"270\" fill=\"#fff\"/>\n",
    );
    for (nth, (what, points)) in series.iter().enumerate() {
        let widest = points.iter().map(|one| one.size).max().unwrap_or(1);
        let slowest = points
            .iter()
            .flat_map(|one| [one.known, one.half])
            .fold(1.0, f64::max);
        let across = |size: usize| size as f64 / widest as f64 * WIDTH;
        let up = |micros: f64| HEIGHT - micros / slowest * HEIGHT;
        let left = 55 + nth * 305;
        // Writing to a string cannot fail.
        let _ = writeln!(
            to,
            "<g transform=\"translate({left} 30)\">\n<path d=\"M0 0V{HEIGHT}H{WIDTH}\" fill=\"none\" stroke=\"#505a5f\"/>\n<text x=\"-6\" y=\"4\" text-anchor=\"end\">{slowest:.0} µs</text>\n<text x=\"-6\" y=\"{HEIGHT}\" text-anchor=\"end\">0</text>\n<text x=\"{WIDTH}\" y=\"198\" text-anchor=\"end\">{widest} {what}</text>"
        );
        for (half, dashes, colour) in [(false, "none", "#1d70b8"), (true, "6 3", "#0b0c0c")] {
            let line: Vec<String> = points
                .iter()
                .map(|one| {
                    let micros = if half { one.half } else { one.known };
                    format!("{:.1},{:.1}", across(one.size), up(micros))
                })
                .collect();
            let _ = writeln!(
                to,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>",
                line.join(" ")
            );
        }
        to.push_str("</g>\n");
    }
    to.push_str("<text x=\"55\" y=\"258\">Solid: every answer known. Dashed: half not known. Where not varied: 50 facts, 100 rules, 3 children.</text>\n</svg>\n");
    to
}
