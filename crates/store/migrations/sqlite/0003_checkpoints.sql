-- The tree over the heads of all chronologies, and the checkpoints that were signed of it. One for the installation: its
-- rows lie under the setting of no bytes but zeros, and say in a column of their own which setting they are about.
-- Both are only ever added to.

-- A leaf of the tree: the head of a chronology as it was when a checkpoint was made.
CREATE TABLE head_statement (
    setting BLOB    NOT NULL CHECK (length(setting) = 16),
    number  INTEGER NOT NULL CHECK (number >= 0),
    about   BLOB    NOT NULL CHECK (length(about) = 16),
    id      BLOB    NOT NULL CHECK (length(id) = 16),
    sort    TEXT    NOT NULL,
    seq     INTEGER NOT NULL CHECK (seq > 0),
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (setting, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX head_statement_about ON head_statement (setting, about, id, sort, seq, hash);

CREATE TRIGGER head_statement_is_never_changed BEFORE UPDATE ON head_statement
BEGIN SELECT RAISE(ABORT, 'what was stated is never changed'); END;

CREATE TRIGGER head_statement_is_never_removed BEFORE DELETE ON head_statement
BEGIN SELECT RAISE(ABORT, 'what was stated is never removed'); END;

CREATE TRIGGER head_statement_is_never_replaced BEFORE INSERT ON head_statement
WHEN EXISTS (SELECT 1 FROM head_statement WHERE setting = NEW.setting AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'what was stated is never replaced'); END;

-- The edge is what is needed to add leaves without reading those before; it can be worked out again from the leaves.
CREATE TABLE checkpoint (
    setting BLOB    NOT NULL CHECK (length(setting) = 16),
    size    INTEGER NOT NULL CHECK (size > 0),
    made_at INTEGER NOT NULL,
    root    BLOB    NOT NULL CHECK (length(root) = 32),
    edge    BLOB    NOT NULL,
    note    TEXT    NOT NULL,
    PRIMARY KEY (setting, size)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;

CREATE TRIGGER checkpoint_is_never_removed BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never removed'); END;

CREATE TRIGGER checkpoint_is_never_replaced BEFORE INSERT ON checkpoint
WHEN EXISTS (SELECT 1 FROM checkpoint WHERE setting = NEW.setting AND size >= NEW.size)
BEGIN SELECT RAISE(ABORT, 'a tree only grows'); END;
