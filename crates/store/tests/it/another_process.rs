//! Two processes never have the same records open: a second one is refused, and a killed one leaves nothing to clear up.

use crate::school::{School, reopened};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use store::Failure;

/// Where the other process finds the records; set by the test that starts it.
const DIR: &str = "LEEWARD_HOLD_DIR";

#[test]
#[ignore = "the other process, which the tests below start"]
fn opens_and_holds() {
    let dir = std::env::var(DIR).unwrap();
    let store = reopened(Path::new(&dir));
    let said = match &store {
        Ok(_) => "holding\n".to_owned(),
        Err(failure) => format!("refused: {failure:?}\n"),
    };
    std::io::stdout().write_all(said.as_bytes()).unwrap();
    // Holds on until the test lets go of this end, or kills it.
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

/// The other process, and both ends of it.
struct Another {
    process: Child,
    hold: ChildStdin,
    /// Kept, so that what it says at its end does not fail.
    _says: BufReader<ChildStdout>,
}

impl Another {
    fn let_go(mut self) {
        drop(self.hold);
        self.process.wait().unwrap();
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Starts the other process over these records; gives what it said of opening them.
fn another_process(data: &Path) -> (Another, String) {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args([
            "another_process::opens_and_holds",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(DIR, data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut says = BufReader::new(process.stdout.take().unwrap());
    let said = says
        .by_ref()
        .lines()
        .map(Result::unwrap)
        .find_map(|line| {
            // The name of the test may stand before it on its line.
            ["holding", "refused: "]
                .into_iter()
                .find_map(|word| line.find(word).map(|at| line[at..].to_owned()))
        })
        .unwrap();
    let another = Another {
        hold: process.stdin.take().unwrap(),
        _says: says,
        process,
    };
    (another, said)
}

#[tokio::test]
async fn a_second_process_is_refused_records_that_are_open_and_may_have_them_when_they_are_closed()
{
    let school = School::founded().await;
    school.concern().await;
    let data = school.data();
    let (another, said) = another_process(&data);
    assert_eq!(said, format!("refused: {:?}", Failure::InUse));
    another.let_go();
    // Being refused has not harmed who has them open.
    school.concern().await;

    let _dir = school.close();
    let (another, said) = another_process(&data);
    assert_eq!(said, "holding");
    assert_eq!(reopened(&data).err(), Some(Failure::InUse));
    another.let_go();
    assert!(reopened(&data).is_ok());
}

#[tokio::test]
async fn records_held_by_a_process_that_was_killed_open_at_once() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let (data, chronology) = (school.data(), school.chronology(case));
    let _dir = school.close();
    let (another, said) = another_process(&data);
    assert_eq!(said, "holding");
    assert_eq!(reopened(&data).err(), Some(Failure::InUse));
    another.kill();
    let store = reopened(&data).unwrap();
    assert!(store.verify(chronology).await.unwrap().intact());
}
