//! A statement as PostgreSQL reads it: its values numbered `$1` instead of `?1`, and without the name of an index, which
//! PostgreSQL chooses by itself.

/// Rewrites a statement.
pub(super) fn for_postgres(sql: &str) -> String {
    let sql = match sql.split_once(" INDEXED BY ") {
        Some((before, after)) => {
            let rest =
                after.trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_');
            format!("{before}{rest}")
        }
        None => sql.to_owned(),
    };
    // OK because no statement has a question mark in a text of its own: values are bound.
    sql.replace('?', "$")
}

#[cfg(test)]
mod tests {
    use super::for_postgres;

    #[test]
    fn values_are_numbered_as_postgres_numbers_them() {
        assert_eq!(
            for_postgres("SELECT a FROM t WHERE b = ?1 AND (?12 IS NULL OR c = ?12)"),
            "SELECT a FROM t WHERE b = $1 AND ($12 IS NULL OR c = $12)"
        );
    }

    #[test]
    fn an_index_that_is_named_for_sqlite_is_left_out() {
        assert_eq!(
            for_postgres("SELECT a FROM line INDEXED BY line_open\n WHERE b = ?1"),
            "SELECT a FROM line\n WHERE b = $1"
        );
    }
}
