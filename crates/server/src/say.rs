//! The one file that prints: what the command line says to the person who runs it. Standard output carries what was
//! asked for; standard error carries what went wrong and what to do.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the file that is entitled to print"
)]

use std::fmt::Display;

/// Prints one line of what was asked for.
pub fn line(text: impl Display) {
    println!("{text}");
}

/// Prints one line about what went wrong, or how far the work has come.
pub fn aside(text: impl Display) {
    eprintln!("{text}");
}
