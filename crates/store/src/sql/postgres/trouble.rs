//! What can go wrong between here and PostgreSQL, and what it means for whoever runs the server. Never what the server
//! said in words: they may hold values.

use crate::failure::Failure;
use std::io::ErrorKind;
use tokio_postgres::error::SqlState;

/// What went wrong.
#[derive(Debug)]
pub(super) enum Trouble {
    /// No answer in time. What was asked may have been done.
    Late,
    /// The connection is gone. What was asked may have been done.
    Gone,
    /// It was committed on this server, with a warning that a standby may not have it.
    Warned,
    /// The server refused.
    Refused(SqlState),
    /// A value of another shape than the schema says.
    Shape,
}

/// Nothing was written, for a reason that is nobody's mistake: what makes it worth doing again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Race {
    /// They changed what was read (or each waited for the other). Somebody always gets through.
    Changed,
    /// They added what was to be added. Done again it is seen that it is there; seen a few times more, it is no race.
    Added,
    /// Not others, but the connection: it went before anything was committed. Worth one more try over another.
    Lost,
}

/// The connection went away.
pub(super) fn gone() -> Failure {
    Trouble::Gone.into_failure()
}

impl From<tokio_postgres::Error> for Trouble {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.code() {
            Some(code) => Self::Refused(code.clone()),
            None if error.is_closed() => Self::Gone,
            None => {
                let source = std::error::Error::source(&error);
                match source.and_then(|source| source.downcast_ref::<std::io::Error>()) {
                    // So the driver says that every server there is, is a standby.
                    Some(io) if io.kind() == ErrorKind::PermissionDenied => {
                        Self::Refused(SqlState::READ_ONLY_SQL_TRANSACTION)
                    }
                    Some(_) => Self::Gone,
                    None => Self::Shape,
                }
            }
        }
    }
}

impl Trouble {
    /// Whether others wrote the same at the same moment.
    pub(super) fn race(&self) -> Option<Race> {
        match self {
            Self::Refused(code)
                if *code == SqlState::T_R_SERIALIZATION_FAILURE
                    || *code == SqlState::T_R_DEADLOCK_DETECTED =>
            {
                Some(Race::Changed)
            }
            Self::Refused(code) if *code == SqlState::UNIQUE_VIOLATION => Some(Race::Added),
            _ => None,
        }
    }

    /// Whether the connection cannot be used after this.
    pub(super) fn ends_the_link(&self) -> bool {
        match self {
            Self::Late | Self::Gone => true,
            Self::Warned | Self::Shape => false,
            Self::Refused(code) => is_leaving(code) || *code == SqlState::READ_ONLY_SQL_TRANSACTION,
        }
    }

    /// Whether the connection went away, by itself or because the server is stopping: asking again may help at once.
    pub(super) fn is_gone(&self) -> bool {
        match self {
            Self::Gone => true,
            Self::Refused(code) => is_leaving(code),
            _ => false,
        }
    }

    /// For whoever runs the server.
    pub(super) fn into_failure(self) -> Failure {
        let code = match self {
            Self::Late => {
                return Failure::unavailable("the database did not answer in time");
            }
            Self::Gone => {
                return Failure::unavailable("the connection to the database was lost");
            }
            Self::Warned => return Failure::NotConfirmed,
            Self::Shape => return Failure::damaged("the database holds a value of another kind"),
            Self::Refused(code) => code,
        };
        let said = code.code();
        if code == SqlState::DISK_FULL {
            return Failure::Full;
        }
        if code == SqlState::READ_ONLY_SQL_TRANSACTION {
            return Failure::ReadOnly;
        }
        if code == SqlState::UNIQUE_VIOLATION {
            return Failure::damaged(format!(
                "the database refused a row that should be new (PostgreSQL code {said})"
            ));
        }
        if code == SqlState::T_R_SERIALIZATION_FAILURE || code == SqlState::T_R_DEADLOCK_DETECTED {
            return Failure::unavailable(
                "others wrote to the same records at the same moment, again and again; try again",
            );
        }
        if code == SqlState::LOCK_NOT_AVAILABLE {
            return Failure::unavailable(
                "somebody else is writing to the same records and is not done; try again",
            );
        }
        if code == SqlState::INSUFFICIENT_PRIVILEGE {
            return Failure::unavailable(format!(
                "the database account may not do what is needed (PostgreSQL code {said}); see docs/run/install.md for the rights it needs"
            ));
        }
        match said.get(..2) {
            // What the schema does not allow, what is not in it, what cannot be read back.
            Some("XX" | "23" | "22" | "42" | "58") => {
                Failure::damaged(format!("the database (PostgreSQL code {said})"))
            }
            Some("28" | "3D") => Failure::unavailable(format!(
                "the database does not let this account in (PostgreSQL code {said}); look at the address, the account and its password"
            )),
            Some("53") => Failure::unavailable(format!(
                "the database has too little room, memory or connections left (PostgreSQL code {said})"
            )),
            _ => Failure::unavailable(format!("PostgreSQL code {said}")),
        }
    }
}

/// The server is stopping, starting, or ended this connection.
fn is_leaving(code: &SqlState) -> bool {
    let said = code.code();
    said.starts_with("57P") || said.starts_with("08") || said == "25P03" || said == "57014"
}

#[cfg(test)]
mod tests {
    use super::{Race, Trouble};
    use crate::failure::Failure;
    use tokio_postgres::error::SqlState;

    fn refused(code: &str) -> Trouble {
        Trouble::Refused(SqlState::from_code(code))
    }

    #[test]
    fn a_full_disk_a_standby_and_damage_are_told_apart() {
        assert_eq!(refused("53100").into_failure(), Failure::Full);
        assert_eq!(refused("25006").into_failure(), Failure::ReadOnly);
        assert!(matches!(
            refused("XX001").into_failure(),
            Failure::Damaged { .. }
        ));
        assert!(matches!(
            refused("53300").into_failure(),
            Failure::Unavailable { .. }
        ));
    }

    #[test]
    fn what_others_wrote_at_the_same_moment_is_a_race_and_a_full_disk_is_not() {
        assert_eq!(refused("40001").race(), Some(Race::Changed));
        assert_eq!(refused("40P01").race(), Some(Race::Changed));
        assert_eq!(refused("23505").race(), Some(Race::Added));
        assert_eq!(refused("53100").race(), None);
    }

    #[test]
    fn a_server_that_stops_ends_the_connection_and_a_refused_row_does_not() {
        assert!(refused("57P01").ends_the_link());
        assert!(refused("08006").ends_the_link());
        assert!(!refused("23505").ends_the_link());
    }
}
