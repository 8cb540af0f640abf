//! A disk that fails, is full or cannot be written, two servers on one folder, a file cut in half, and an order to stop
//! at the busiest moment: each must be said, lose nothing, and be over when its cause is.

use crate::Done;
use crate::binary::{Binary, Serving, free_port};
use crate::chance::Seeded;
use crate::disk::{Disk, Honesty, Loss, Trouble};
use crate::ledger::Ledger;
use crate::load::{Kept, at_work, note, send_again};
use crate::mounted::Mounted;
use crate::rounds::{all_there, image_of, in_memory, laid_out};
use crate::school::Made;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// What goes wrong while people work.
const WHILE_SERVING: [(Trouble, &str); 4] = [
    (Trouble::Writing, "every write fails"),
    (Trouble::Syncing, "every sync fails"),
    (Trouble::Full, "the disk is full"),
    (Trouble::ReadOnly, "the disk is read-only"),
];
/// What is wrong when the server is started.
const AT_THE_START: [(Trouble, &str); 3] = [
    (Trouble::Naming, "no file can be made or taken away"),
    (Trouble::Reading, "every read fails"),
    (Trouble::ReadOnly, "the disk is read-only"),
];

/// Tries every state; gives a line for each.
pub(crate) fn all(binary: &Binary, seed: u64) -> Done<Vec<String>> {
    let mut lines = Vec::new();
    for (trouble, says) in WHILE_SERVING {
        let line = while_serving(binary, trouble, seed).map_err(|why| format!("{says}: {why}"))?;
        lines.push(format!("{says}: {line}"));
    }
    for (trouble, says) in AT_THE_START {
        let line = at_the_start(binary, trouble, seed).map_err(|why| format!("{says}: {why}"))?;
        lines.push(format!("started while {says}: {line}"));
    }
    lines.push(two_servers(binary)?);
    lines.push(half_a_file(binary)?);
    lines.push(told_to_stop(binary, seed)?);
    Ok(lines)
}

struct School {
    made: Made,
    ledger: Ledger,
    disk: Arc<Disk>,
    _folder: tempfile::TempDir,
}

fn school(seed: u64) -> Done<School> {
    let folder = in_memory()?;
    let made = Made::founded(folder.path(), 1, 1)?;
    let mut chance = Seeded::of(seed).part(3 << 32);
    let image = image_of(&made.data)?;
    let disk = Disk::with(image, Honesty::Honest, Loss::All, chance.part(1));
    Ok(School {
        made,
        ledger: Ledger::new(Seeded::of(chance.next()), seed),
        disk: Arc::new(disk),
        _folder: folder,
    })
}

impl School {
    /// One form of the reporter or the lead: its status and whether its sender was shown their text again.
    fn one_form(&self, serving: &Serving, who: usize) -> Done<(u16, bool)> {
        let person = self.made.people.get(who).ok_or("nobody of that number")?;
        let (number, sent) = self.ledger.about_to_send(who, person.lead);
        let answer = Kept::to(serving.at)?.send(&sent, person)?;
        note(&self.ledger, number, &answer);
        if let Some(what) = self.ledger.first_wrong() {
            return Err(format!("an answer nobody should get: {what}").into());
        }
        Ok((answer.status, answer.body.contains(&sent.text)))
    }

    fn must_be_taken(&self, serving: &Serving, who: usize) -> Done<()> {
        match self.one_form(serving, who)? {
            (303, _) => Ok(()),
            (status, _) => Err(format!("a form was answered {status}").into()),
        }
    }
}

fn while_serving(binary: &Binary, trouble: Trouble, seed: u64) -> Done<String> {
    let school = school(seed)?;
    let mounted = Mounted::at(Arc::clone(&school.disk))?;
    let at = free_port()?;
    let mut serving = binary.serve(&school.made, &mounted.path(), at)?;
    school.must_be_taken(&serving, 0)?;
    school.must_be_taken(&serving, 1)?;

    school.disk.has(Some(trouble));
    let mut seen = Vec::new();
    for who in [0, 1, 0] {
        let Ok((status, handed_back)) = school.one_form(&serving, who) else {
            // Ending is an honest answer too: nobody was told that anything was saved.
            seen.push("ended".to_owned());
            break;
        };
        if status < 500 {
            return Err(format!("a form was answered {status}").into());
        }
        if !handed_back {
            return Err(format!("{status}, without the text that was sent").into());
        }
        seen.push(status.to_string());
    }
    let mut reading = "ended";
    if !serving.has_ended() {
        let reporter = school.made.people.first().ok_or("no reporter")?;
        let page = Kept::to(serving.at)?.get("/reports", reporter)?;
        if page.status != 200 {
            return Err(format!("reading was answered {}", page.status).into());
        }
        reading = "reading goes on";
    }

    school.disk.has(None);
    let mut again = "works again by itself";
    if serving.has_ended() || send_again(serving.at, &school.made, &school.ledger).is_err() {
        // After a sync that failed nobody knows what the disk kept: only opening anew finds out. Nothing else may ask
        // for that.
        if trouble != Trouble::Syncing {
            return Err("it does not work again by itself".into());
        }
        serving.kill()?;
        serving = binary.serve(&school.made, &mounted.path(), at)?;
        send_again(serving.at, &school.made, &school.ledger)?;
        again = "works again once started again";
    }
    school.must_be_taken(&serving, 1)?;
    school.disk.wait_for_cut(Duration::ZERO);
    serving.kill()?;
    drop(mounted);
    let left = laid_out(&school.disk.survivors())?;
    all_there(school.ledger.compare(&school.made, left.path())?, 0)?;
    Ok(format!(
        "answered {} with the text handed back, {reading}, {again}, nothing lost or twice after a power cut",
        seen.join(", ")
    ))
}

/// The sentence with which the program would not start.
fn sentence(why: &str) -> Done<String> {
    let at = why.find("leeward: ").ok_or("it ended without a sentence")?;
    let said = why.get(at..).unwrap_or_default();
    Ok(said.lines().next().unwrap_or_default().to_owned())
}

fn at_the_start(binary: &Binary, trouble: Trouble, seed: u64) -> Done<String> {
    let school = school(seed)?;
    let mounted = Mounted::at(Arc::clone(&school.disk))?;
    let at = free_port()?;
    school.disk.has(Some(trouble));
    let said = match binary.serve(&school.made, &mounted.path(), at) {
        Ok(mut serving) => {
            // Ready to read is no fault; saying that something was saved would be.
            let (status, handed_back) = school.one_form(&serving, 0)?;
            if status < 500 || !handed_back {
                return Err(format!("it started, and a form was answered {status}").into());
            }
            serving.kill()?;
            format!("it serves, and a form is answered {status} with the text handed back")
        }
        Err(why) => format!("refused (\"{}\")", sentence(&why.to_string())?),
    };
    school.disk.has(None);
    let mut serving = binary.serve(&school.made, &mounted.path(), at)?;
    send_again(serving.at, &school.made, &school.ledger)?;
    school.must_be_taken(&serving, 0)?;
    serving.stop()?;
    drop(mounted);
    let left = laid_out(&school.disk.as_it_is())?;
    all_there(school.ledger.compare(&school.made, left.path())?, 0)?;
    Ok(format!("{said}; starts and serves once that is over"))
}

fn two_servers(binary: &Binary) -> Done<String> {
    let folder = in_memory()?;
    let made = Made::founded(folder.path(), 1, 0)?;
    let first = binary.serve(&made, &made.data, free_port()?)?;
    match binary.serve(&made, &made.data, free_port()?) {
        Ok(_) => Err("two servers serve one folder".into()),
        Err(why) => {
            let person = made.people.first().ok_or("no reporter")?;
            let page = Kept::to(first.at)?.get("/reports", person)?;
            if page.status != 200 {
                return Err("the first server does not serve any more".into());
            }
            Ok(format!(
                "a second server on one folder: refused (\"{}\"), the first goes on",
                sentence(&why.to_string())?
            ))
        }
    }
}

fn half_a_file(binary: &Binary) -> Done<String> {
    let folder = in_memory()?;
    let made = Made::founded(folder.path(), 1, 0)?;
    let file = made.data.join("leeward.db");
    let whole = std::fs::read(&file)?;
    let half = whole.get(..whole.len() / 2).unwrap_or_default();
    std::fs::write(&file, half)?;
    let found = match binary.verify(&made.data) {
        Ok(_) => return Err("half a file verifies".into()),
        Err(why) => why.to_string(),
    };
    let said = match binary.serve(&made, &made.data, free_port()?) {
        Ok(serving) => {
            let person = made.people.first().ok_or("no reporter")?;
            let page = Kept::to(serving.at)?.get("/reports", person)?;
            if page.status < 500 {
                return Err(format!("half a file is served: {}", page.status).into());
            }
            format!("a page is answered {}", page.status)
        }
        Err(why) => format!("serving is refused (\"{}\")", sentence(&why.to_string())?),
    };
    if std::fs::read(&file)? != half {
        return Err("the half that was left was written over".into());
    }
    put_back(&file, &whole)?;
    binary.verify(&made.data)?;
    let shown = found.lines().next().unwrap_or_default();
    Ok(format!(
        "half a database file: found ({shown}), {said}, as good as before once the whole file is put back"
    ))
}

fn put_back(file: &Path, whole: &[u8]) -> Done<()> {
    for beside in ["leeward.db-wal", "leeward.db-shm"] {
        let beside = file.with_file_name(beside);
        if beside.exists() {
            std::fs::remove_file(beside)?;
        }
    }
    Ok(std::fs::write(file, whole)?)
}

fn told_to_stop(binary: &Binary, seed: u64) -> Done<String> {
    let folder = in_memory()?;
    let made = Made::founded(folder.path(), 5, 3)?;
    let ledger = Ledger::new(Seeded::of(seed).part(4 << 32), seed);
    let mut serving = binary.serve(&made, &made.data, free_port()?)?;
    let (stop, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    let ended = std::thread::scope(|scope| {
        at_work(scope, serving.at, &made, &ledger, &stop, &answered);
        std::thread::sleep(Duration::from_millis(300));
        let ended = serving.stop();
        stop.store(true, Ordering::Relaxed);
        ended
    })?;
    if !ended.success() {
        return Err(format!("told to stop, it ended with {ended}").into());
    }
    let left = laid_out(&image_of(&made.data)?)?;
    all_there(ledger.compare(&made, left.path())?, 0)?;
    let (taken, open) = (ledger.count(), ledger.unanswered().len());
    Ok(format!(
        "told to stop at work: ended in good order, {taken} forms taken and there, {open} without an answer"
    ))
}
