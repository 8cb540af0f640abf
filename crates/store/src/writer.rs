//! The one writer: a thread that owns the one connection that writes, and puts whatever is waiting into one commit.
//!
//! A commit waits for the disk; while it does, others queue up and share the next one. Nobody is answered before the
//! commit is on the disk. Where several shared the last commit, the next waits a moment for as many: those who were just
//! answered are about to ask again, and a commit costs more than the moment. One that is refused takes nothing from the others: the group is then taken back and done again,
//! each with a savepoint of its own. (Savepoints from the start would have SQLite copy every page of a group once for
//! each in it.) So a piece of work may be done twice, and only the second time counts.

use crate::failure::Failure;
use crate::shared::Shared;
use crate::sql::{WriteConnection, Writing};
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

/// A piece of work in the queue.
trait Piece: Send {
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
        let committed = commit_together(connection, shared, &mut group);
        if let Err(failure) = &committed {
            tracing::error!(%failure, writes = group.len(), "nothing of a group of writes was committed");
        }
        for piece in group.drain(..) {
            piece.answer(committed.clone());
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

fn commit_together(
    connection: &WriteConnection,
    shared: &Shared,
    group: &mut [Box<dyn Piece>],
) -> Result<(), Failure> {
    connection.begin()?;
    let turn = Turn {
        writing: connection.writing(),
        shared,
        changed: RefCell::default(),
        sessions_changed: Cell::default(),
    };
    let done = match group {
        // Alone it needs no mark: refused, it is taken back with its transaction.
        [alone] => match alone.take_turn(&turn) {
            Err(_) if connection.in_transaction() => {
                connection.roll_back();
                return Ok(());
            }
            told => told,
        },
        group => match take_turns(&turn, group) {
            Err(_) => take_turns_apart(connection, &turn, group),
            done => done,
        },
    }
    .and_then(|()| connection.commit());
    if done.is_err() {
        connection.roll_back();
    } else {
        shared.forget_settings(&turn.changed.borrow());
        if turn.sessions_changed.get() {
            shared.forget_sessions();
        }
    }
    done
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
) -> Result<(), Failure> {
    connection.roll_back();
    connection.begin()?;
    for piece in group {
        connection.mark()?;
        match piece.take_turn(turn) {
            Ok(()) => connection.keep()?,
            // A full disk or a failing one ends the whole transaction by itself, and with it what the others wrote.
            Err(failure) if !connection.in_transaction() => return Err(failure),
            Err(_) => connection.go_back()?,
        }
    }
    Ok(())
}
