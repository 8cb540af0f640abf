//! Sending a message, through whatever the setting uses. A message says that there is something to read and where;
//! never a name, never a word anybody wrote about a case.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Something that takes a message away.
pub trait Mailer: Send + Sync {
    /// Whether there is anywhere to send to.
    fn is_set_up(&self) -> bool {
        true
    }

    /// Sends a message. May take a while: call it where waiting is allowed.
    ///
    /// # Errors
    /// Where it was not taken.
    fn send(&self, message: &Message) -> io::Result<()>;
}

/// What is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// To whom.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// No mail is set up.
#[derive(Debug, Clone, Copy)]
pub struct NoMail;

impl Mailer for NoMail {
    fn is_set_up(&self) -> bool {
        false
    }

    fn send(&self, _message: &Message) -> io::Result<()> {
        Err(io::Error::other("no mail is set up"))
    }
}

/// A command that takes a message on its standard input and finds the receiver in it, as `sendmail -t` does.
#[derive(Debug, Clone)]
pub struct MailCommand {
    program: String,
    arguments: Vec<String>,
}

impl MailCommand {
    /// The command as written on the command line: words parted by spaces. None where it is blank.
    pub fn from_line(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().map(str::to_owned);
        Some(Self {
            program: words.next()?,
            arguments: words.collect(),
        })
    }
}

impl Mailer for MailCommand {
    fn send(&self, message: &Message) -> io::Result<()> {
        // A line end in an address or a subject would begin a header of its own.
        let one_line = |text: &str| !text.contains(['\r', '\n']);
        if !one_line(&message.to) || !one_line(&message.subject) {
            return Err(io::Error::other("a header would hold a line end"));
        }
        let mut command = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut input) = command.stdin.take() {
            let text = format!(
                "To: {}\nSubject: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nAuto-Submitted: auto-generated\n\n{}\n",
                message.to, message.subject, message.body
            );
            input.write_all(text.as_bytes())?;
        }
        let status = command.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other("the mail command failed"))
        }
    }
}
