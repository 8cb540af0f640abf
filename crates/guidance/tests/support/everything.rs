//! Everything that can be said to a generated pack of few questions, one thing after another.

use guidance::{Answer, ChildFacts, Facts, Part};

/// Every child there can be, as far as generated rules can tell, each with nothing left open.
pub(crate) fn every_child() -> Vec<ChildFacts> {
    let mut all = Vec::new();
    for parts in 0..4u8 {
        for c in [Answer::No, Answer::Yes] {
            for e in [Answer::No, Answer::Yes, Answer::NotKnown] {
                let (pictured, made) = (parts & 1 != 0, parts & 2 != 0);
                if made && e == Answer::NotKnown {
                    continue;
                }
                let mut child = ChildFacts {
                    parts: [Part::ToldUs].into(),
                    ..ChildFacts::default()
                };
                child.parts.extend(pictured.then_some(Part::Pictured));
                child.parts.extend(made.then_some(Part::Made));
                child.answers.insert("c".to_owned(), c.clone());
                if e.is_known() {
                    child.answers.insert("e".to_owned(), e);
                }
                all.push(child);
            }
        }
    }
    all
}

/// Every incident there can be.
pub(crate) fn every_incident() -> Vec<Facts> {
    let mut all = Vec::new();
    for a in ["no", "yes"] {
        for b in ["low", "mid", "high"] {
            let answer = |id: &str, word: &str| (id.to_owned(), Answer::from_word(word));
            all.push(Facts {
                incident: [answer("a", a), answer("b", b)].into(),
                ..Facts::default()
            });
        }
    }
    all
}

/// Every set of up to `most` different children.
pub(crate) fn every_group(most: usize) -> Vec<Vec<ChildFacts>> {
    let one = every_child();
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut last: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..most {
        last = last
            .iter()
            .flat_map(|group| {
                let from = group.last().map_or(0, |at| at + 1);
                (from..one.len()).map(move |next| {
                    let mut group = group.clone();
                    group.push(next);
                    group
                })
            })
            .collect();
        all.extend(last.iter().cloned());
    }
    let named = |(at, of): (usize, &usize)| ChildFacts {
        name: format!("Child {at}"),
        ..one.get(*of).unwrap().clone()
    };
    all.iter()
        .map(|group| group.iter().enumerate().map(named).collect())
        .collect()
}
