//! The one writer: a thread that owns the one connection that writes, and puts whatever is waiting into one commit.
//!
//! A commit waits for the disk; while it does, others queue up and share the next one. Nobody is answered before the
//! commit is on the disk. Where several shared the last commit, the next waits a moment for as many: those who were just
//! answered are about to ask again, and a commit costs more than the moment. One that is refused takes nothing from the others: the group is then taken back and done again,
//! each with a savepoint of its own. (Savepoints from the start would have SQLite copy every page of a group once for
//! each in it.) So a piece of work may be done twice, and only the second time counts.

use crate::failure::Failure;
use crate::shared::Shared;
use crate::sql::{Race, WriteConnection, Writing};
use casework::id::SettingId;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// The most that share one commit.
const MOST_IN_A_GROUP: usize = 256;
/// How long a group waits before it looks again whether it is as many as last time, and how often it looks: a
/// millisecond at most, the time of one sync of a disk.
const MOMENT: Duration = Duration::from_micros(200);
const MOMENTS: u32 = 5;
/// How often a piece of work is done again because others wrote the same at the same moment, and how often a row that it
/// would add may be found there before it is taken for damage.
const MOST_ROUNDS: u32 = 100;
const MOST_FOUND_THERE: u32 = 5;
/// The most that wait before others are made to wait outside.
const MOST_WAITING: usize = 1024;

/// What a piece of work may use while it is its turn.
pub(crate) struct Turn<'w> {
    /// What may be written.
    pub(crate) writing: Writing<'w>,
    /// Keys, clock, chance.
    pub(crate) shared: &'w Shared,
    /// Settings that this turn changed: what is remembered of them is forgotten when it is committed.
    pub(crate) changed: RefCell<Vec<SettingId>>,
    /// Whether this turn started, changed or ended a session: what is remembered of them is forgotten likewise.
    pub(crate) sessions_changed: Cell<bool>,
}

impl<'w> Turn<'w> {
    /// A turn in the transaction that is open.
    pub(crate) fn over(connection: &'w WriteConnection, shared: &'w Shared) -> Self {
        Self {
            writing: connection.writing(),
            shared,
            changed: RefCell::default(),
            sessions_changed: Cell::default(),
        }
    }
}

/// A piece of work in the queue.
trait Piece: Send {
    /// Whether it is asked for outside of any transaction.
    fn is_apart(&self) -> bool {
        false
    }
    /// Does what is asked for outside of any transaction.
    fn alone(&mut self, _connection: &WriteConnection) {}
    fn take_turn(&mut self, turn: &Turn<'_>) -> Result<(), Failure>;
    fn answer(self: Box<Self>, committed: Result<(), Failure>);
}

struct Asked<F, T> {
    work: F,
    outcome: Option<Result<T, Failure>>,
    reply: oneshot::Sender<Result<T, Failure>>,
}

impl<F, T> Piece for Asked<F, T>
where
    F: FnMut(&Turn<'_>) -> Result<T, Failure> + Send,
    T: Send,
{
    fn take_turn(&mut self, turn: &Turn<'_>) -> Result<(), Failure> {
        // A fault in one piece of work must not end all writing.
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(turn))).unwrap_or_else(|_| {
            Err(Failure::unavailable(
                "a write stopped unexpectedly and was taken back",
            ))
        });
        let told = outcome.as_ref().map(drop).map_err(Failure::clone);
        self.outcome = Some(outcome);
        told
    }

    fn answer(self: Box<Self>, committed: Result<(), Failure>) {
        let outcome = match (committed, self.outcome) {
            (_, Some(Err(failure))) | (Err(failure), _) => Err(failure),
            (Ok(()), Some(Ok(answer))) => Ok(answer),
            (Ok(()), None) => Err(Failure::unavailable("a write was not taken up")),
        };
        // Nobody may be waiting any more; what was committed stays committed.
        drop(self.reply.send(outcome));
    }
}

/// Asks that the database's own log be emptied.
struct EmptyLog {
    outcome: Result<bool, Failure>,
    reply: oneshot::Sender<Result<bool, Failure>>,
}

impl Piece for EmptyLog {
    fn is_apart(&self) -> bool {
        true
    }

    fn alone(&mut self, connection: &WriteConnection) {
        self.outcome = connection.empty_log();
    }

    fn take_turn(&mut self, _turn: &Turn<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn answer(self: Box<Self>, committed: Result<(), Failure>) {
        drop(self.reply.send(committed.and(self.outcome)));
    }
}

/// The way to the writer. Dropping it lets the writer finish what is queued and waits for it.
pub(crate) struct Writer {
    queue: Option<mpsc::Sender<Box<dyn Piece>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the writer over a connection.
    pub(crate) fn start(connection: WriteConnection, shared: Arc<Shared>) -> Result<Self, Failure> {
        let (queue, waiting) = mpsc::channel(MOST_WAITING);
        let thread = std::thread::Builder::new()
            .name("leeward-writer".to_owned())
            .spawn(move || write_until_dropped(&connection, &shared, waiting))
            .map_err(|error| Failure::of_io(&error))?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Takes a turn at writing. What `work` wrote is on the disk when this answers with `Ok`, and not at all otherwise.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, Failure>
    where
        F: FnMut(&Turn<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let stopped = || Failure::unavailable("the writer has stopped");
        let piece = Box::new(Asked {
            work,
            outcome: None,
            reply,
        });
        self.queue
            .as_ref()
            .ok_or_else(stopped)?
            .send(piece)
            .await
            .map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }

    /// Empties the database's own log between two commits; true where nothing is left in it.
    pub(crate) async fn empty_log(&self) -> Result<bool, Failure> {
        let (reply, answer) = oneshot::channel();
        let stopped = || Failure::unavailable("the writer has stopped");
        let piece = Box::new(EmptyLog {
            outcome: Ok(false),
            reply,
        });
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.send(piece).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended with a fault");
        }
    }
}

fn write_until_dropped(
    connection: &WriteConnection,
    shared: &Shared,
    mut waiting: mpsc::Receiver<Box<dyn Piece>>,
) {
    let mut group: Vec<Box<dyn Piece>> = Vec::new();
    let mut last = 0;
    let mut unconfirmed = None;
    while let Some(first) = waiting.blocking_recv() {
        group.push(first);
        gather(&mut group, &mut waiting);
        // Whoever writes alone is not made to wait. Waiting in vain makes the next wait one for fewer.
        for _ in 0..MOMENTS {
            if group.len() >= last {
                break;
            }
            std::thread::sleep(MOMENT);
            gather(&mut group, &mut waiting);
        }
        last = group.len();
        let (apart, together): (Vec<_>, Vec<_>) =
            group.drain(..).partition(|piece| piece.is_apart());
        group = together;
        let became = match &unconfirmed {
            Some(failure) => vec![Err(Failure::clone(failure)); group.len()],
            None if group.is_empty() => Vec::new(),
            None => commit_all(connection, shared, &mut group),
        };
        // What the disk forgot after such a failure it does not say: nothing is built on it.
        if let Some(Err(failure)) = became
            .iter()
            .find(|became| matches!(became, Err(Failure::SyncFailed { .. })))
        {
            unconfirmed = Some(failure.clone());
        }
        for (piece, became) in group.drain(..).zip(became) {
            piece.answer(became);
        }
        // After the commit: what was asked for apart may have been asked for because of what was just committed.
        for mut piece in apart {
            match &unconfirmed {
                Some(failure) => piece.answer(Err(failure.clone())),
                None => {
                    piece.alone(connection);
                    piece.answer(Ok(()));
                }
            }
        }
    }
}

/// Takes whatever is waiting into the group.
fn gather(group: &mut Vec<Box<dyn Piece>>, waiting: &mut mpsc::Receiver<Box<dyn Piece>>) {
    while group.len() < MOST_IN_A_GROUP
        && let Ok(next) = waiting.try_recv()
    {
        group.push(next);
    }
}

/// Commits a group. Those that met others who wrote the same at the same moment are done again afterwards, each alone
/// and reading afresh.
fn commit_all(
    connection: &WriteConnection,
    shared: &Shared,
    group: &mut [Box<dyn Piece>],
) -> Vec<Result<(), Failure>> {
    let raced = match commit_together(connection, shared, group) {
        Ok(raced) => raced,
        Err(failure) => {
            tracing::error!(%failure, writes = group.len(), "nothing of a group of writes was committed");
            return vec![Err(failure); group.len()];
        }
    };
    let mut became = vec![Ok(()); group.len()];
    let mut gone = None;
    for (place, _) in raced {
        let (Some(piece), Some(became)) = (group.get_mut(place), became.get_mut(place)) else {
            continue;
        };
        *became = match &gone {
            Some(failure) => Err(Failure::clone(failure)),
            None => commit_after_a_race(connection, shared, piece),
        };
        // Nobody waits for a database that is away longer than the first of them did.
        if let Err(failure) = became
            && !connection.is_there()
        {
            gone = Some(failure.clone());
        }
    }
    became
}

/// Does a piece of work again until nobody is in its way. Where rows it would add are there again and again, they are
/// there, and its own answer says so.
fn commit_after_a_race(
    connection: &WriteConnection,
    shared: &Shared,
    piece: &mut Box<dyn Piece>,
) -> Result<(), Failure> {
    let (mut found_there, mut lost) = (0, 0);
    for round in 0..MOST_ROUNDS {
        let raced = commit_together(connection, shared, std::slice::from_mut(piece))?;
        match raced.first() {
            None => return Ok(()),
            Some((_, Race::Added)) => found_there += 1,
            Some((_, Race::Lost)) => lost += 1,
            Some((_, Race::Changed)) => {}
        }
        if found_there >= MOST_FOUND_THERE || lost > 1 {
            break;
        }
        std::thread::sleep(MOMENT * round.min(50));
    }
    tracing::error!("a write was not committed, after it was done again and again");
    // Where it met a failure of its own, that is what it answers.
    Err(Failure::unavailable(
        "others wrote to the same records at the same moment, again and again; try again",
    ))
}

/// Commits a group. Gives the places of those that met others who wrote the same at the same moment: nothing of them is
/// written. What fails otherwise fails in the piece's own answer, or for all.
fn commit_together(
    connection: &WriteConnection,
    shared: &Shared,
    group: &mut [Box<dyn Piece>],
) -> Result<Vec<(usize, Race)>, Failure> {
    let all = group.len();
    connection.begin()?;
    let turn = Turn::over(connection, shared);
    let done = match group {
        // Alone it needs no mark: refused, it is taken back with its transaction.
        [alone] => match alone.take_turn(&turn) {
            Err(failure) => {
                let race = connection.race();
                let stands = connection.in_transaction();
                connection.roll_back();
                return match race {
                    Some(race) => Ok(vec![(0, race)]),
                    None if stands => Ok(Vec::new()),
                    None => Err(failure),
                };
            }
            Ok(()) => Ok(Vec::new()),
        },
        group => match take_turns(&turn, group) {
            Err(_) => take_turns_apart(connection, &turn, group),
            Ok(()) => Ok(Vec::new()),
        },
    };
    let committed = done.and_then(|raced| connection.commit().map(|()| raced));
    match committed {
        Ok(raced) => {
            forget_what_changed(shared, &turn);
            Ok(raced)
        }
        Err(failure) => {
            let race = connection.race();
            connection.roll_back();
            match race {
                Some(race) => Ok((0..all).map(|place| (place, race)).collect()),
                None => {
                    // What is not confirmed may have been written.
                    forget_what_changed(shared, &turn);
                    Err(failure)
                }
            }
        }
    }
}

fn forget_what_changed(shared: &Shared, turn: &Turn<'_>) {
    shared.forget_settings(&turn.changed.borrow());
    if turn.sessions_changed.get() {
        shared.forget_sessions();
    }
}

/// All of them, or up to the first that is refused.
fn take_turns(turn: &Turn<'_>, group: &mut [Box<dyn Piece>]) -> Result<(), Failure> {
    group.iter_mut().try_for_each(|piece| piece.take_turn(turn))
}

/// From the beginning again, each taken back alone where it is refused.
fn take_turns_apart(
    connection: &WriteConnection,
    turn: &Turn<'_>,
    group: &mut [Box<dyn Piece>],
) -> Result<Vec<(usize, Race)>, Failure> {
    connection.roll_back();
    connection.begin()?;
    let mut raced = Vec::new();
    for (place, piece) in group.iter_mut().enumerate() {
        connection.mark()?;
        match piece.take_turn(turn) {
            Ok(()) => connection.keep()?,
            // A full disk or a failing one ends the whole transaction by itself, and with it what the others wrote.
            Err(failure) if !connection.in_transaction() => return Err(failure),
            Err(_) => {
                raced.extend(connection.race().map(|race| (place, race)));
                connection.go_back()?;
            }
        }
    }
    Ok(raced)
}
