//! A language: what each message says in it. A file that leaves a message out, adds one nobody says, or forgets what goes
//! into one is refused, all at once and by line.

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::message::{Message, Said};
use crate::problem::{Problem, nearest};

const ENGLISH: &str = include_str!("../../messages/en.ftl");

const WHY: &str = "Whoever reads it would miss a part of the reason.";

/// The words of one language for everything an explanation says.
pub struct Words {
    locale: String,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words")
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}

impl Words {
    /// English, which comes with this crate.
    #[must_use]
    pub fn english() -> &'static Self {
        static WORDS: LazyLock<Words> =
            // OK because a test reads the file as strictly as any other language's.
            LazyLock::new(|| Words::taken("en-GB", ENGLISH).0);
        &WORDS
    }

    /// Reads a language's file, in Fluent's format. `locale` is its tag, `cy` for Welsh: plurals follow it.
    ///
    /// # Errors
    /// Every message that is missing, unknown, unreadable, or does not name exactly what goes into it.
    pub fn read(locale: &str, file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let (words, unreadable) = Self::taken(locale, text);
        let problem = |line, what: String| Problem::new(file, line, what, WHY);
        let mut problems: Vec<Problem> = unreadable
            .into_iter()
            .map(|what| problem(None, what))
            .collect();
        let written = written(text);
        for (key, names) in Message::ALL {
            let Some((_, line, body)) = written.iter().find(|(name, _, _)| name == key) else {
                problems.push(problem(None, format!("The message `{key}` is missing.")));
                continue;
            };
            let used = names_in(body);
            for name in names.iter().filter(|name| !used.contains(name)) {
                let what = format!("The message `{key}` leaves out `${name}`.");
                problems.push(problem(Some(*line), what));
            }
            for name in used.iter().filter(|name| !names.contains(name)) {
                let what = format!("The message `{key}` is never given `${name}`.");
                let meant = nearest(name, names.iter().copied());
                problems.push(problem(Some(*line), what).meaning(meant));
            }
        }
        let known = || Message::ALL.iter().map(|(key, _)| *key);
        for (key, line, _) in &written {
            if !known().any(|one| one == *key) {
                let what = format!("There is no message `{key}`.");
                problems.push(problem(Some(*line), what).meaning(nearest(key, known())));
            }
            if written.iter().filter(|(other, _, _)| other == key).count() > 1 {
                let what = format!("The message `{key}` stands more than once.");
                problems.push(problem(Some(*line), what));
            }
        }
        if problems.is_empty() {
            Ok(words)
        } else {
            Err(problems)
        }
    }

    /// The language's tag.
    #[must_use]
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// What a message says in this language.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        let (key, parts) = message.parts();
        let Some(pattern) = self.bundle.get_message(key).and_then(|one| one.value()) else {
            // OK because `read` refused a language in which this could happen.
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, said) in parts {
            match said {
                Said::Number(number) => args.set(name, *number),
                other => args.set(name, self.put(other)),
            }
        }
        let said = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new());
        said.into_owned()
    }

    fn put(&self, said: &Said) -> String {
        match said {
            Said::Text(text) => text.to_string(),
            Said::Number(number) => number.to_string(),
            Said::Message(message) => self.say(message),
            Said::And(list) => self.joined(
                list,
                |first, last| Message::AndTwo { first, last },
                |first, rest| Message::AndMore { first, rest },
            ),
            Said::Or(list) => self.joined(
                list,
                |first, last| Message::OrTwo { first, last },
                |first, rest| Message::OrMore { first, rest },
            ),
            Said::Then(list) => {
                let then = |first, rest| Message::ThenMore { first, rest };
                self.joined(list, then, then)
            }
        }
    }

    /// A list, joined from its end.
    fn joined(
        &self,
        list: &[Said],
        two: impl Fn(Said, Said) -> Message,
        more: impl Fn(Said, Said) -> Message,
    ) -> String {
        let mut back = list.iter().rev().cloned();
        let Some(last) = back.next() else {
            return String::new();
        };
        let Some(before) = back.next() else {
            return self.put(&last);
        };
        let ends = Said::from(two(before, last));
        self.put(&back.fold(ends, |rest, first| more(first, rest).into()))
    }

    fn taken(locale: &str, text: &str) -> (Self, Vec<String>) {
        let mut wrong = Vec::new();
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, errors)| {
            wrong.extend(
                errors
                    .iter()
                    .map(|error| format!("It cannot be read: {error}.")),
            );
            read
        });
        let tag = locale.parse().unwrap_or_else(|_| {
            wrong.push(format!("`{locale}` is not the tag of a language."));
            Default::default()
        });
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Every language written so far runs one way; the marks would stand in every line a program compares.
        bundle.set_use_isolating(false);
        if let Err(errors) = bundle.add_resource(resource) {
            wrong.extend(errors.iter().map(|error| format!("{error}.")));
        }
        let locale = locale.to_owned();
        (Self { locale, bundle }, wrong)
    }
}

/// Each message written in a file: its name, its line counted from 1, and what it says.
fn written(text: &str) -> Vec<(&str, usize, String)> {
    let mut found: Vec<(&str, usize, String)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let begins = line.starts_with(|letter: char| letter.is_ascii_alphabetic());
        match line.split_once('=') {
            Some((name, says)) if begins => found.push((name.trim(), at + 1, says.to_owned())),
            _ if line.starts_with('#') => {}
            _ => {
                if let Some((_, _, says)) = found.last_mut() {
                    says.push('\n');
                    says.push_str(line);
                }
            }
        }
    }
    found
}

/// The names of what goes into a message, as it is written.
fn names_in(says: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for after in says.split('$').skip(1) {
        let end = after.find(|letter: char| {
            !(letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')
        });
        let name = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
