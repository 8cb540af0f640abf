//! Takes out of a text whatever carries a file, and keeps the rest. What is taken out goes nowhere.
//!
//! What counts as a file is decided in `casework::words`, and nowhere else. Here it is only cut out, and what is left is
//! asked again, so that nothing that crate would refuse can remain.

use casework::words::{NO_TEXT, NotWords, carries_a_file, is_odd, is_torn_up, made_of_one_run};

/// A line this long of letters and digits only, right beside encoded bytes, belongs to them.
const FOLDED_LINE: usize = 40;

/// What had to be cut.
#[derive(Debug, PartialEq, Eq)]
pub enum Cut {
    /// The text is words only.
    Nothing,
    /// Something was taken out.
    Out {
        /// How the file was carried.
        kind: NotWords,
        /// The text without it.
        rest: String,
    },
}

/// Takes whatever carries a file out of a text.
pub fn cut(text: &str) -> Cut {
    let Some(kind) = carries_a_file(text) else {
        return Cut::Nothing;
    };
    let rest = without_encoded_runs(&without_data_addresses(&without_bytes(text)));
    let rest = if is_torn_up(&rest) {
        let plain: Vec<&str> = rest
            .split_whitespace()
            .filter(|word| !is_odd(word))
            .collect();
        plain.join(" ")
    } else {
        rest
    };
    let rest = if carries_a_file(&rest).is_some() {
        String::new()
    } else {
        rest
    };
    Cut::Out { kind, rest }
}

/// From the first character no keyboard makes to the last one, with what hangs on to it.
fn without_bytes(text: &str) -> String {
    let strange = |c: char| c == NO_TEXT || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'));
    let (Some(first), Some(last)) = (text.find(strange), text.rfind(strange)) else {
        return text.to_owned();
    };
    let before = text.get(..first).unwrap_or_default();
    let before = before
        .get(..before.rfind(char::is_whitespace).map_or(0, |at| at))
        .unwrap_or_default();
    let after = text.get(last..).unwrap_or_default();
    let after = after
        .find(char::is_whitespace)
        .and_then(|at| after.get(at..))
        .unwrap_or_default();
    joined(before, after)
}

/// From `data:` to the end of what it carries.
fn without_data_addresses(text: &str) -> String {
    let letters: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .collect();
    let packed: String = letters
        .iter()
        .map(|(_, c)| c.to_ascii_lowercase())
        .collect();
    // Lower-casing ASCII and dropping spaces keeps one character for one character, so the n-th of `packed` is the n-th of `letters`.
    let found = packed.match_indices("data:").find(|(at, _)| {
        let mut address = String::new();
        if let Some(rest) = packed.get(*at..) {
            address.push_str(&rest.chars().take(120).collect::<String>());
        }
        carries_a_file(&address) == Some(NotWords::DataAddress)
    });
    let Some((at, _)) = found else {
        return text.to_owned();
    };
    let nth = packed.get(..at).unwrap_or_default().chars().count();
    let start = letters.get(nth).map_or(0, |(byte, _)| *byte);
    let before = text.get(..start).unwrap_or_default();
    let address = text.get(start..).unwrap_or_default();
    // The head may be spaced out; the payload begins after its comma. What follows is cut up to the first gap that is
    // followed by an ordinary word.
    let payload = address.find(',').map_or(0, |comma| comma + 1);
    let end = payload + encoded_end(address.get(payload..).unwrap_or_default());
    without_data_addresses(&joined(before, address.get(end..).unwrap_or_default()))
}

/// Where the payload at the head of `text` ends: after the last word that is too long or too odd for prose.
fn encoded_end(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let letters = word.trim_end();
        let odd = letters.len() >= 20
            || letters.contains(['+', '=', '%', '\\'])
            || (letters.contains('/') && letters.len() > 12);
        let first = at == 0 && !letters.is_empty();
        at += word.len();
        if letters.is_empty() && end == 0 {
            continue;
        }
        if !first && !odd && !letters.is_empty() {
            break;
        }
        end = at;
    }
    end
}

/// Takes out every run of encoded bytes, with the shorter lines right before and after that are made of the same stuff.
fn without_encoded_runs(text: &str) -> String {
    if carries_a_file(text).is_none() {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let encoded: Vec<bool> = lines.iter().map(|line| is_encoded_line(line)).collect();
    let mut kept = String::with_capacity(text.len());
    for (n, line) in lines.iter().enumerate() {
        let beside = |other: Option<usize>| {
            other
                .and_then(|other| encoded.get(other))
                .copied()
                .unwrap_or(false)
        };
        let tail_of_a_fold =
            made_of_one_run(line) && (beside(n.checked_sub(1)) || beside(n.checked_add(1)));
        if encoded.get(n).copied().unwrap_or(false) || tail_of_a_fold {
            continue;
        }
        for word in line.split_inclusive(char::is_whitespace) {
            if carries_a_file(word).is_none() {
                kept.push_str(word);
            } else if word.ends_with(char::is_whitespace) {
                kept.push(' ');
            }
        }
    }
    kept
}

fn is_encoded_line(line: &str) -> bool {
    line.trim().len() >= FOLDED_LINE && made_of_one_run(line)
}

fn joined(before: &str, after: &str) -> String {
    let (before, after) = (before.trim_end(), after.trim_start());
    if before.is_empty() || after.is_empty() {
        format!("{before}{after}")
    } else {
        format!("{before} {after}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RUN: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";

    fn rest_of(text: &str) -> String {
        match cut(text) {
            Cut::Nothing => unreachable!("nothing was cut"),
            Cut::Out { rest, .. } => rest,
        }
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        for text in [
            "Told by a child at 9.05.",
            "Data: see the log, page 3.",
            "Café, naïve, Zoë — 2/3",
            "a\nb\tc",
        ] {
            assert_eq!(cut(text), Cut::Nothing, "{text}");
        }
    }

    #[test]
    fn a_data_address_is_cut_and_the_words_around_it_stay() {
        let rest = rest_of(&format!("Before it. data:image/png;base64,{RUN} After it."));
        assert_eq!(rest, "Before it. After it.");
    }

    #[test]
    fn a_spaced_out_data_address_is_cut_too() {
        let rest = rest_of(&format!(
            "Before. D a t a : image / png ; base64 , {RUN}\n{RUN} After it."
        ));
        assert_eq!(rest, "Before. After it.");
    }

    #[test]
    fn folded_base64_goes_with_its_short_last_line() {
        let folded = format!("Before it.\n{}\nAAAA==\nAfter it.", [RUN; 8].join("\n"));
        assert_eq!(rest_of(&folded), "Before it.\nAfter it.");
    }

    #[test]
    fn base64_torn_into_short_words_is_cut_and_a_list_of_telephone_numbers_is_not() {
        let torn: String = RUN
            .repeat(8)
            .as_bytes()
            .chunks(6)
            .map(|six| format!("{} ", String::from_utf8_lossy(six)))
            .collect();
        let rest = rest_of(&format!("Before it. {torn} After it."));
        assert!(
            rest.starts_with("Before it.")
                && rest.ends_with("After it.")
                && !rest.contains("KGgoA"),
            "{rest}"
        );
        let numbers = "Tutor 01632 960001, home 01632 960002 after 16.30, clinic 01632 960003 (Mon-Fri 09.00-17.00). ".repeat(5);
        assert_eq!(cut(&numbers), Cut::Nothing);
    }

    #[test]
    fn bytes_that_are_no_text_are_cut_from_first_to_last() {
        assert_eq!(
            rest_of("Before it. \u{FFFD}PNG\u{1a}abc\u{0} After it."),
            "Before it. After it."
        );
    }

    proptest! {
        #[test]
        fn what_is_left_is_always_words_only(text in "(?s).{0,400}", run in "[A-Za-z0-9+/=%]{0,600}", tail in "[a-z .,\n]{0,80}") {
            let whole = format!("{text}{run}{tail}");
            if let Cut::Out { rest, .. } = cut(&whole) {
                prop_assert_eq!(carries_a_file(&rest), None);
            }
        }
    }
}
