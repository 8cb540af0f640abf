//! The one file that prints: what the command line says to the person who runs it. Standard output carries what was
//! asked for; standard error carries what went wrong and what to do. Where nobody reads any more (a closed pipe, a full
//! disk under a log), saying it fails quietly: it must not stop the server.

use std::fmt::Display;
use std::io::Write;

/// Prints one line of what was asked for.
pub fn line(text: impl Display) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Prints one line about what went wrong, or how far the work has come.
pub fn aside(text: impl Display) {
    drop(writeln!(std::io::stderr(), "{text}"));
}
