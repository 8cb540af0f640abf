//! Facts from any bytes: the first says TOML or JSON. Refused with problems, or read, and then they survive storage.
#![no_main]

mod input;

use guidance::{Facts, Library, Syntax, assess, text_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let syntax = if *first == b'{' {
        Syntax::Json
    } else {
        Syntax::Toml
    };
    let Ok(text) = text_of("facts", bytes) else {
        return;
    };
    let pack = Library::shipped()
        .find("england-ukcis-2024", None)
        .expect("the pack is shipped");
    match Facts::read(&text, syntax, "facts", &pack) {
        Err(problems) => input::are_sound(&problems),
        Ok(facts) => {
            let stored = facts.to_canonical_json();
            let back = Facts::from_canonical_json(&stored).expect("what was stored reads back");
            assert_eq!(back.to_canonical_json(), stored);
            let read = Facts::read(&stored, Syntax::Json, "facts", &pack);
            assert_eq!(read.map(|facts| facts.to_canonical_json()), Ok(stored));
            let answer = assess(&pack, &facts);
            assert_eq!(answer.not_used, []);
        }
    }
});
