//! An adviser's wording from any bytes, over a shipped pack: refused with problems, or it changes words and nothing else.
#![no_main]

mod input;

use guidance::{Facts, Library, PackFile, Wording, assess};
use libfuzzer_sys::fuzz_target;

const BASE: &str = "england-ukcis-2024";

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = PackFile::from_bytes("wording.toml", bytes) else {
        return;
    };
    let base = Library::shipped()
        .find(BASE, None)
        .expect("the pack is shipped");
    // A fuzzer cannot guess a digest: the one that is right stands for the word DIGEST.
    let file = PackFile {
        text: file.text.replace("DIGEST", base.digest()),
        ..file
    };
    match Wording::read(&file, &base) {
        Err(problems) => input::are_sound(&problems),
        Ok(None) => {}
        Ok(Some(wording)) => {
            let again = Wording::read(&wording.file(), &base);
            assert_eq!(again.as_ref(), Ok(&Some(wording.clone())));
            let reworded = base.reworded(wording);
            assert_eq!(reworded.digest(), base.digest());
            for facts in base
                .examples()
                .iter()
                .take(5)
                .map(|one| &one.facts)
                .chain([&Facts::default()])
            {
                let (alone, with) = (assess(&base, facts), assess(&reworded, facts));
                assert_eq!(alone.floor, with.floor);
                assert_eq!(alone.ceiling, with.ceiling);
            }
        }
    }
});
