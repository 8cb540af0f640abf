//! A layer from any bytes, over a shipped pack: refused with problems, or it only ever adds.
#![no_main]

mod input;

use guidance::{Facts, Library, Pack, assess};
use libfuzzer_sys::fuzz_target;

const BASE: &str = "england-ukcis-2024";

fuzz_target!(|bytes: &[u8]| {
    let Ok(files) = input::files(bytes) else {
        return;
    };
    let layer = match Pack::read(&files) {
        Err(problems) => return input::are_sound(&problems),
        Ok(layer) => layer,
    };
    let base = Library::shipped()
        .find(BASE, None)
        .expect("the pack is shipped");
    let name = format!("{BASE}+{}", layer.id());
    let library = Library::new(vec![Pack::clone(&base), layer]);
    match library.find(&name, None) {
        Err(problems) => input::are_sound(&problems),
        Ok(merged) => {
            for facts in base
                .examples()
                .iter()
                .take(5)
                .map(|one| &one.facts)
                .chain([&Facts::default()])
            {
                let (alone, with) = (assess(&base, facts), assess(&merged, facts));
                for id in &alone.floor {
                    assert!(with.floor.contains(id), "the layer takes {id} away");
                }
                for id in &alone.met {
                    assert!(with.met.contains(id), "the layer takes the rule {id} away");
                }
            }
        }
    }
});
