//! One connection to a PostgreSQL server that is there: it is asked and waited for, and never for longer than a person
//! would. What durability depends on is read back before anything is relied upon.

use super::AT_A_TIME;
use super::address::Address;
use super::text::for_postgres;
use super::trouble::Trouble;
use crate::failure::Failure;
use crate::sql::value::Value;
use bytes::{BufMut, BytesMut};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::error::Error;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type};
use tokio_postgres::{AsyncMessage, Client, NoTls, Row, Statement};

/// How long a statement or a commit may take before it counts as not answered.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long one may take that nobody waits for at a screen.
const LEISURE: Duration = Duration::from_secs(3600);

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Writing.
    Writing,
    /// Writing everything, at leisure, where nobody else writes.
    Carrying,
    /// Reading for somebody who waits.
    Reading,
    /// Reading everything, at leisure.
    Verifying,
}

impl Purpose {
    /// Whether anything is written over it.
    pub(super) fn writes(self) -> bool {
        matches!(self, Self::Writing | Self::Carrying)
    }
}

/// How a statement is put to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// As it stands.
    AsItStands,
    /// As a cursor, so many deep.
    Cursor(usize),
    /// The next rows of that cursor.
    Fetch(usize),
}

/// A connection.
pub(super) struct Link {
    /// Let go of in the background: whoever drops a connection may be answering people.
    runtime: Option<Runtime>,
    client: Client,
    statements: RefCell<HashMap<(Shape, &'static str), Statement>>,
    warned: Arc<AtomicBool>,
    patience: Cell<Duration>,
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Link {
    /// Connects, and sees to it that what is committed is kept.
    pub(super) fn open(address: &Address, purpose: Purpose) -> Result<Self, Trouble> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|_| Trouble::Gone)?;
        let warned = Arc::new(AtomicBool::new(false));
        let client = runtime.block_on(async {
            let opening = tokio::time::timeout(PATIENCE, address.config().connect(NoTls));
            let (client, mut connection) =
                opening.await.map_err(|_| Trouble::Late)?.map_err(|error| {
                    match Trouble::from(error) {
                        // Without a code of the server's: no password, or one that it does not take.
                        Trouble::Shape => {
                            Trouble::Refused(SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
                        }
                        other => other,
                    }
                })?;
            let heard = Arc::clone(&warned);
            tokio::spawn(async move {
                while let Some(Ok(message)) =
                    poll_fn(|context| connection.poll_message(context)).await
                {
                    if let AsyncMessage::Notice(notice) = message
                        && notice.parsed_severity()
                            == Some(tokio_postgres::error::Severity::Warning)
                    {
                        heard.store(true, Ordering::Relaxed);
                    }
                }
            });
            Ok::<_, Trouble>(client)
        })?;
        let link = Self {
            runtime: Some(runtime),
            client,
            statements: RefCell::default(),
            warned,
            patience: Cell::new(PATIENCE),
        };
        link.settle(purpose)?;
        Ok(link)
    }

    /// Sets what a connection depends on.
    fn settle(&self, purpose: Purpose) -> Result<(), Trouble> {
        // A commit waits for the disk, and for a standby where the server has one it must wait for.
        let mut words = "SET synchronous_commit = on; SET lock_timeout = '3s'; \
            SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning';"
            .to_owned();
        match purpose {
            Purpose::Writing => words.push_str("SET statement_timeout = '4s'"),
            Purpose::Reading => words
                .push_str("SET statement_timeout = '4s'; SET default_transaction_read_only = on"),
            Purpose::Carrying => {
                self.patience.set(LEISURE);
                words.push_str(
                    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0",
                );
            }
            Purpose::Verifying => {
                self.patience.set(LEISURE);
                words.push_str("SET idle_in_transaction_session_timeout = 0; SET default_transaction_read_only = on");
            }
        }
        self.say(&words, false)
    }

    /// Whether the server is one to rely on: what it was told of keeping what is committed, read back.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let shown = |name: &'static str| -> Result<String, Failure> {
            let rows = self.fetched(name).map_err(Trouble::into_failure)?;
            rows.first()
                .and_then(|row| row.try_get(0).ok())
                .ok_or_else(|| Failure::unavailable("the server does not say how it is set up"))
        };
        let version: u32 = shown("SHOW server_version_num")?
            .parse()
            .unwrap_or_default();
        if version < 150_000 {
            return Err(Failure::unavailable(
                "the database server is older than PostgreSQL 15; use 15 or later",
            ));
        }
        for (ask, setting) in [
            ("SHOW fsync", "fsync"),
            ("SHOW full_page_writes", "full_page_writes"),
            ("SHOW synchronous_commit", "synchronous_commit"),
        ] {
            if shown(ask)? != "on" {
                return Err(Failure::unavailable(format!(
                    "the database server has {setting} switched off, with which a power cut loses what was saved; switch it on"
                )));
            }
        }
        if shown("SHOW is_superuser")? == "on" {
            return Err(Failure::unavailable(
                "the database account is a superuser, whom the database cannot refuse to change an entry; make an account of its own: docs/run/install.md",
            ));
        }
        Ok(())
    }

    /// Does something that may take long.
    pub(super) fn at_leisure<T>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.patience.set(LEISURE);
        let told = |words: &str| self.say(words, false).map_err(Trouble::into_failure);
        let done =
            told("SET statement_timeout = 0; SET lock_timeout = 0").and_then(|()| work(self));
        self.patience.set(PATIENCE);
        told("SET statement_timeout = '4s'; SET lock_timeout = '3s'")?;
        done
    }

    /// Waits for an answer, but not for ever.
    fn wait<T>(
        &self,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Trouble> {
        let runtime = self.runtime.as_ref().ok_or(Trouble::Gone)?;
        let patience = self.patience.get();
        let answer = runtime.block_on(async { tokio::time::timeout(patience, work).await });
        Ok(answer.map_err(|_| Trouble::Late)??)
    }

    /// Says something that takes no values. Where `strictly`, a warning is not an answer: a commit that was not waited
    /// for to the end comes with one.
    pub(super) fn say(&self, words: &str, strictly: bool) -> Result<(), Trouble> {
        self.warned.store(false, Ordering::Relaxed);
        self.wait(self.client.batch_execute(words))?;
        if strictly && self.warned.load(Ordering::Relaxed) {
            return Err(Trouble::Warned);
        }
        Ok(())
    }

    /// The rows of words that take no values and are not kept.
    pub(super) fn fetched(&self, words: &str) -> Result<Vec<Row>, Trouble> {
        self.wait(self.client.query(words, &[]))
    }

    /// The rows of a statement that is kept prepared, after what goes `ahead` of it.
    pub(super) fn query(
        &self,
        ahead: &str,
        shape: Shape,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Trouble> {
        self.flight(ahead, shape, sql, |statement| {
            let values = bound(values);
            async move { self.client.query(&statement, &values).await }
        })
    }

    /// How many rows a statement touched, after what goes `ahead` of it.
    pub(super) fn execute(
        &self,
        ahead: &str,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<u64, Trouble> {
        self.flight(ahead, Shape::AsItStands, sql, |statement| {
            let values = bound(values);
            async move { self.client.execute(&statement, &values).await }
        })
    }

    fn flight<T, F>(
        &self,
        ahead: &str,
        shape: Shape,
        sql: &'static str,
        ask: impl FnOnce(Statement) -> F,
    ) -> Result<T, Trouble>
    where
        F: Future<Output = Result<T, tokio_postgres::Error>>,
    {
        let known = self.statements.borrow().get(&(shape, sql)).cloned();
        match known {
            Some(statement) if ahead.is_empty() => self.wait(ask(statement)),
            // Both are on their way before either is waited for.
            Some(statement) => self.wait(async {
                let (first, second) =
                    tokio::join!(self.client.batch_execute(ahead), ask(statement));
                first?;
                second
            }),
            None => {
                if !ahead.is_empty() {
                    self.say(ahead, false)?;
                }
                let text = match shape {
                    Shape::AsItStands => for_postgres(sql),
                    Shape::Cursor(depth) => format!(
                        "DECLARE c{depth} NO SCROLL CURSOR FOR {}",
                        for_postgres(sql)
                    ),
                    Shape::Fetch(depth) => format!("FETCH FORWARD {AT_A_TIME} FROM c{depth}"),
                };
                let statement = self.wait(self.client.prepare(&text))?;
                self.statements
                    .borrow_mut()
                    .insert((shape, sql), statement.clone());
                self.wait(ask(statement))
            }
        }
    }
}

fn bound<'v>(values: &'v [Value<'_>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

/// Types are exact: a number goes into a BIGINT and nowhere else.
impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        of: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let fits = match self {
            Self::Nothing => true,
            Self::Number(_) => *of == Type::INT8,
            Self::Text(_) => *of == Type::TEXT,
            Self::Id(_) | Self::Bytes(_) => *of == Type::BYTEA,
        };
        if !fits {
            return Err("a value of another kind than its column".into());
        }
        match self {
            Self::Nothing => return Ok(IsNull::Yes),
            Self::Number(number) => out.put_i64(*number),
            Self::Text(text) => out.put_slice(text.as_bytes()),
            Self::Id(id) => out.put_slice(id),
            Self::Bytes(bytes) => out.put_slice(bytes),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(
        &self,
        of: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.to_sql(of, out)
    }
}
