//! The real program, started as a school starts it, and stopped in ways nobody wants.

use crate::Done;
use crate::school::Made;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// The built program.
#[derive(Debug, Clone)]
pub(crate) struct Binary(PathBuf);

/// A mail command that is not there: messages stay queued, so that they can be counted.
const NO_SUCH_MAILER: &str = "/nowhere/leeward-trials-has-no-mailer";
/// How long stopping may take: F-23 asks for ten seconds.
const DRAIN: Duration = Duration::from_secs(10);

/// The program, serving.
#[derive(Debug)]
pub(crate) struct Serving {
    child: Child,
    said: File,
    /// Where it listens.
    pub(crate) at: SocketAddr,
    /// How long it took until it was ready.
    pub(crate) ready_after: Duration,
}

/// A port that nobody listens at, below those that the kernel gives to whoever connects: it stays free between two
/// lives of a server.
pub(crate) fn free_port() -> Done<SocketAddr> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(std::process::id() % 97).unwrap_or(0) * 120;
    for _ in 0..1_000 {
        let port = 20_000 + (own + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        let at = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpListener::bind(at).is_ok() {
            return Ok(at);
        }
    }
    Err("no port is free".into())
}

impl Binary {
    /// The program at a path.
    pub(crate) fn at(path: PathBuf) -> Done<Self> {
        let told = Command::new(&path).arg("--version").output()?;
        if !told.status.success() {
            return Err(format!("{} does not start", path.display()).into());
        }
        Ok(Self(path))
    }

    /// A command of the program.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.0);
        command.args(words);
        command
    }

    /// Serves the records of a folder; answers once it says that it is ready.
    ///
    /// # Errors
    /// What it said, where it ended instead.
    pub(crate) fn serve(&self, made: &Made, data: &Path, at: SocketAddr) -> Done<Serving> {
        self.serve_with(made, data, at, &[])
    }

    /// The same with some of the environment set. Where somebody else took the port meanwhile, at another.
    pub(crate) fn serve_with(
        &self,
        made: &Made,
        data: &Path,
        at: SocketAddr,
        environment: &[(&str, String)],
    ) -> Done<Serving> {
        let mut at = at;
        for _ in 0..5 {
            match self.start(made, data, at, environment) {
                Err(why) if why.to_string().contains("already listening") => at = free_port()?,
                done => return done,
            }
        }
        Err("every port that was free was taken before it could be used".into())
    }

    fn start(
        &self,
        made: &Made,
        data: &Path,
        at: SocketAddr,
        environment: &[(&str, String)],
    ) -> Done<Serving> {
        let mut said = tempfile::tempfile()?;
        let began = Instant::now();
        let mut command = self.command(&["serve", "--mail-command", NO_SUCH_MAILER]);
        command.arg("--listen").arg(at.to_string());
        command.arg("--data").arg(data).arg("--key").arg(&made.key);
        let environment = environment.iter().map(|(name, value)| (name, value));
        let mut child = command
            .envs(environment)
            .stdout(Stdio::piped())
            .stderr(said.try_clone()?)
            .spawn()?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        if !line.starts_with("Leeward is at") {
            let _ = child.kill();
            let status = child.wait()?;
            return Err(format!("it did not start ({status}): {}", all_of(&mut said)).into());
        }
        Ok(Serving {
            child,
            said,
            at,
            ready_after: began.elapsed(),
        })
    }

    /// Verifies a folder as anybody would: `leeward verify`.
    pub(crate) fn verify(&self, data: &Path) -> Done<serde_json::Value> {
        let mut command = self.command(&["verify", "--format", "json"]);
        let told = command.arg("--data").arg(data).output()?;
        if !told.status.success() {
            return Err(format!(
                "leeward verify: {}{}",
                String::from_utf8_lossy(&told.stdout),
                String::from_utf8_lossy(&told.stderr)
            )
            .into());
        }
        Ok(serde_json::from_slice(&told.stdout)?)
    }
}

fn all_of(said: &mut File) -> String {
    let mut text = String::new();
    if said.seek(SeekFrom::Start(0)).is_ok() {
        let _ = said.read_to_string(&mut text);
    }
    text
}

impl Serving {
    /// SIGKILL, and waits until it is gone.
    ///
    /// # Errors
    /// Where it had panicked before that: a fault may not hide behind a kill.
    pub(crate) fn kill(&mut self) -> Done<()> {
        self.child.kill()?;
        self.child.wait()?;
        let said = all_of(&mut self.said);
        match said.lines().find(|line| line.contains("panicked")) {
            Some(line) => Err(line.to_owned().into()),
            None => Ok(()),
        }
    }

    /// SIGTERM, and waits until it is done with what was asked of it.
    pub(crate) fn stop(&mut self) -> Done<ExitStatus> {
        Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()?;
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if began.elapsed() > DRAIN {
                self.kill()?;
                return Err("told to stop, it was not done after ten seconds".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Whether it said this on standard error.
    pub(crate) fn says(&mut self, words: &str) -> bool {
        all_of(&mut self.said).contains(words)
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// A line of what the kernel says of its memory, in KiB: `VmRSS` now, `VmHWM` at most.
    pub(crate) fn memory(&self, name: &str) -> Done<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with(name));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        Ok(number.ok_or("no such line in /proc")?.parse()?)
    }

    /// How many files and sockets it holds open.
    pub(crate) fn handles(&self) -> Done<usize> {
        Ok(std::fs::read_dir(format!("/proc/{}/fd", self.child.id()))?.count())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
