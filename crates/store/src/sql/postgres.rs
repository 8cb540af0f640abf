//! PostgreSQL: how it runs a statement, when it speaks to the server, and what becomes of it when the server goes away.
//!
//! `BEGIN` and savepoints wait for the statement that follows them and go to the server with it, so that they cost no
//! journey of their own. A connection that turns out to be gone before a transaction has done anything is made again
//! without a word; one that goes in the middle takes the transaction with it.

mod address;
mod link;
mod migrations;
mod text;
mod trouble;

pub(crate) use address::Address;
pub(super) use link::Purpose;

use super::row::Row;
use super::value::Value;
use crate::failure::Failure;
use link::{Link, Shape};
use std::cell::{Cell, RefCell};
use std::sync::Arc;
pub(crate) use trouble::Race;
use trouble::Trouble;

/// How many rows of a long answer are fetched at a time.
const AT_A_TIME: usize = 256;
/// Ends a long answer, so many deep; goes with what is said next.
const CLOSE: [&str; 4] = ["CLOSE c0", "CLOSE c1", "CLOSE c2", "CLOSE c3"];

/// Where a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// In no transaction.
    Outside,
    /// In one that the server has not heard of yet.
    Announced,
    /// In one.
    Inside,
    /// In one that a failure has spoiled: it can only be taken back, or to a mark.
    Spoiled,
    /// The link went, and the transaction with it. Nothing is done before the next begins: over a new link it would be
    /// done by itself, and committed.
    Lost,
}

/// A connection, made when it is needed and made again when it is gone.
pub(super) struct Postgres {
    address: Arc<Address>,
    purpose: Purpose,
    link: RefCell<Option<Link>>,
    stage: Cell<Stage>,
    /// What goes to the server with the next statement.
    ahead: RefCell<Vec<&'static str>>,
    race: Cell<Option<Race>>,
    /// How many cursors are open, one inside another.
    cursors: Cell<usize>,
}

impl Postgres {
    /// A connection for reading.
    pub(super) fn to_read(address: Arc<Address>, purpose: Purpose) -> Result<Self, Failure> {
        let link = address.linked(purpose)?;
        Ok(Self::over(address, purpose, link))
    }

    /// A connection for verifying records at leisure, while others may be writing them.
    pub(super) fn to_verify(address: &Arc<Address>) -> Result<Self, Failure> {
        let link = address.linked(Purpose::Verifying)?;
        match migrations::format_of(&link).map_err(Trouble::into_failure)? {
            0 => Err(migrations::nothing_in(address)),
            found if found > migrations::NEWEST => Err(Failure::Newer {
                found,
                known: migrations::NEWEST,
            }),
            _ => Ok(Self::over(Arc::clone(address), Purpose::Verifying, link)),
        }
    }

    /// A connection for writing; takes the steps of the schema not yet taken, at `now` microseconds, where `may_found`
    /// or there are records already.
    pub(super) fn to_write(
        address: Arc<Address>,
        now: i64,
        may_found: bool,
    ) -> Result<Self, Failure> {
        let link = address.linked(Purpose::Writing)?;
        link.at_leisure(|link| migrations::take(link, &address, now, may_found))?;
        Ok(Self::over(address, Purpose::Writing, link))
    }

    /// A connection for writing everything at leisure into records that nobody else has open; begins them where there
    /// are none.
    pub(super) fn to_carry(address: Arc<Address>, now: i64) -> Result<Self, Failure> {
        drop(Self::to_write(Arc::clone(&address), now, true)?);
        let link = address.linked(Purpose::Carrying)?;
        Ok(Self::over(address, Purpose::Carrying, link))
    }

    /// Whether the schema is the one this version makes.
    pub(super) fn is_up_to_date(&self) -> Result<bool, Failure> {
        let link = self.link.borrow();
        let link = link.as_ref().ok_or_else(trouble::gone)?;
        migrations::format_of(link)
            .map(|found| found == migrations::NEWEST)
            .map_err(Trouble::into_failure)
    }

    fn over(address: Arc<Address>, purpose: Purpose, link: Link) -> Self {
        Self {
            address,
            purpose,
            link: RefCell::new(Some(link)),
            stage: Cell::new(Stage::Outside),
            ahead: RefCell::default(),
            race: Cell::default(),
            cursors: Cell::default(),
        }
    }

    /// Begins a transaction, with the server hearing of it in time.
    pub(super) fn begin(&self) {
        self.race.set(None);
        self.cursors.set(0);
        self.ahead.replace(vec![match self.purpose {
            Purpose::Writing | Purpose::Carrying => {
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE"
            }
            Purpose::Reading | Purpose::Verifying => {
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            }
        }]);
        self.stage.set(Stage::Announced);
    }

    /// Commits. Where the answer does not come, or comes with a warning, nobody can say that it was written.
    pub(super) fn commit(&self) -> Result<(), Failure> {
        match self.stage.replace(Stage::Outside) {
            // The server never heard of it.
            Stage::Outside | Stage::Announced => {
                self.ahead.borrow_mut().clear();
                return Ok(());
            }
            Stage::Inside => {}
            Stage::Lost if self.purpose.writes() => return Err(trouble::gone()),
            Stage::Lost => return Ok(()),
            Stage::Spoiled => {
                self.stage.set(Stage::Spoiled);
                self.roll_back()?;
                // Nobody who only read is told: what they asked for has failed already.
                if !self.purpose.writes() {
                    return Ok(());
                }
                return Err(Failure::unavailable(
                    "a transaction was spoiled and is taken back",
                ));
            }
        }
        let mut ahead = std::mem::take(&mut *self.ahead.borrow_mut());
        ahead.push("COMMIT");
        let link = self.link.borrow_mut().take().ok_or_else(trouble::gone)?;
        let committed = link.say(&ahead.join("; "), self.purpose.writes());
        match committed {
            Ok(()) => {
                self.link.replace(Some(link));
                Ok(())
            }
            Err(Trouble::Warned) => {
                self.link.replace(Some(link));
                Err(Failure::NotConfirmed)
            }
            Err(trouble) if trouble.ends_the_link() && self.purpose.writes() => {
                Err(Failure::NotConfirmed)
            }
            Err(trouble) if trouble.ends_the_link() => Err(trouble.into_failure()),
            Err(trouble) => {
                self.race.set(trouble.race());
                self.link.replace(Some(link));
                Err(trouble.into_failure())
            }
        }
    }

    /// Takes everything since [`Postgres::begin`] back.
    pub(super) fn roll_back(&self) -> Result<(), Failure> {
        self.ahead.borrow_mut().clear();
        match self.stage.replace(Stage::Outside) {
            Stage::Outside | Stage::Announced | Stage::Lost => Ok(()),
            Stage::Inside | Stage::Spoiled => {
                let Some(link) = self.link.borrow_mut().take() else {
                    return Ok(());
                };
                // A connection that cannot take it back is let go of, and the server takes it back by itself.
                if link.say("ROLLBACK", false).is_ok() {
                    self.link.replace(Some(link));
                }
                Ok(())
            }
        }
    }

    /// Marks a point to go back to inside the transaction.
    pub(super) fn mark(&self) {
        self.ahead.borrow_mut().push("SAVEPOINT one");
    }

    /// Keeps what was written since the mark.
    pub(super) fn keep(&self) -> Result<(), Failure> {
        if self.stage.get() == Stage::Spoiled {
            return Err(Failure::unavailable(
                "a transaction was spoiled and is taken back",
            ));
        }
        let mut ahead = self.ahead.borrow_mut();
        if ahead.last() == Some(&"SAVEPOINT one") {
            ahead.pop();
        } else {
            ahead.push("RELEASE SAVEPOINT one");
        }
        Ok(())
    }

    /// Goes back to the mark.
    pub(super) fn go_back(&self) -> Result<(), Failure> {
        self.cursors.set(0);
        {
            let mut ahead = self.ahead.borrow_mut();
            if ahead.last() == Some(&"SAVEPOINT one") {
                ahead.pop();
                return Ok(());
            }
        }
        // What was still to be said was of what is now taken back.
        self.ahead.borrow_mut().clear();
        let link = self.link.borrow();
        let link = link.as_ref().ok_or_else(trouble::gone)?;
        link.say("ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one", false)
            .map_err(Trouble::into_failure)?;
        self.stage.set(Stage::Inside);
        Ok(())
    }

    /// True while a transaction is open.
    pub(super) fn in_transaction(&self) -> bool {
        !matches!(self.stage.get(), Stage::Outside | Stage::Lost)
    }

    /// Whether there is a link to the server.
    pub(super) fn is_there(&self) -> bool {
        self.link.borrow().is_some()
    }

    /// Whether the last failure was that others wrote the same at the same moment.
    pub(super) fn race(&self) -> Option<Race> {
        self.race.take()
    }

    /// Runs a statement that answers nothing; says how many rows it touched.
    pub(super) fn execute(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<usize, Failure> {
        let touched = self.flight(|link, ahead| link.execute(ahead, sql, values))?;
        usize::try_from(touched).map_err(|_| Failure::damaged("more rows than can be"))
    }

    /// Every row of an answer.
    pub(super) fn rows(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<tokio_postgres::Row>, Failure> {
        self.flight(|link, ahead| link.query(ahead, Shape::AsItStands, sql, values))
    }

    /// The rows of a long answer, some at a time, until `each` says `false`.
    pub(super) fn each(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        let depth = self.cursors.get();
        let close = *CLOSE.get(depth).ok_or_else(|| {
            Failure::unavailable("too many long answers were read one inside another")
        })?;
        self.cursors.set(depth + 1);
        let done = self.each_fetched(depth, sql, values, &mut each);
        self.cursors.set(depth);
        if self.stage.get() == Stage::Inside {
            self.ahead.borrow_mut().push(close);
        }
        done
    }

    fn each_fetched(
        &self,
        depth: usize,
        sql: &'static str,
        values: &[Value<'_>],
        each: &mut impl FnMut(&Row<'_>) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        self.flight(|link, ahead| link.query(ahead, Shape::Cursor(depth), sql, values))?;
        loop {
            let rows =
                self.flight(|link, ahead| link.query(ahead, Shape::Fetch(depth), sql, &[]))?;
            for row in &rows {
                if !each(&Row::Postgres(row))? {
                    return Ok(());
                }
            }
            if rows.len() < AT_A_TIME {
                return Ok(());
            }
        }
    }

    /// Does something over the link, with what goes ahead of it. Where nothing was done yet and the link turns out to be
    /// gone, another is made.
    fn flight<T>(&self, work: impl Fn(&Link, &str) -> Result<T, Trouble>) -> Result<T, Failure> {
        let ahead = std::mem::take(&mut *self.ahead.borrow_mut()).join("; ");
        let fresh = match self.stage.get() {
            Stage::Lost => return Err(trouble::gone()),
            Stage::Outside | Stage::Announced => true,
            Stage::Inside | Stage::Spoiled => false,
        };
        for again in [true, false] {
            let link = match self.link.borrow_mut().take() {
                Some(link) => link,
                None if fresh => match self.address.linked(self.purpose) {
                    Ok(link) => link,
                    Err(failure) => {
                        self.lose();
                        return Err(failure);
                    }
                },
                None => break,
            };
            match work(&link, &ahead) {
                Ok(answer) => {
                    if self.stage.get() == Stage::Announced {
                        self.stage.set(Stage::Inside);
                    }
                    self.link.replace(Some(link));
                    return Ok(answer);
                }
                Err(trouble) if trouble.ends_the_link() => {
                    drop(link);
                    if !(fresh && again && trouble.is_gone()) {
                        if trouble.is_gone() {
                            self.race.set(Some(Race::Lost));
                        }
                        self.lose();
                        return Err(trouble.into_failure());
                    }
                }
                Err(trouble) => {
                    self.link.replace(Some(link));
                    if self.stage.get() != Stage::Outside {
                        self.stage.set(Stage::Spoiled);
                    }
                    self.race.set(trouble.race());
                    return Err(trouble.into_failure());
                }
            }
        }
        self.race.set(Some(Race::Lost));
        self.lose();
        Err(trouble::gone())
    }

    /// The transaction, where there is one, is gone with the link.
    fn lose(&self) {
        if self.stage.get() != Stage::Outside {
            self.stage.set(Stage::Lost);
        }
    }
}
