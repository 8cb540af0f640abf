//! A pack from any bytes: refused with problems, or read, and then it answers.
#![no_main]

mod input;

use guidance::{Facts, Pack, assess};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(files) = input::files(bytes) else {
        return;
    };
    match Pack::read(&files) {
        Err(problems) => input::are_sound(&problems),
        Ok(pack) => {
            if !pack.is_layer() {
                let answer = assess(&pack, &Facts::default());
                for id in &answer.floor {
                    assert!(
                        answer.ceiling.contains(id),
                        "{id} is called for and could not be"
                    );
                }
                for example in pack.examples() {
                    assess(&pack, &example.facts);
                }
            }
        }
    }
});
