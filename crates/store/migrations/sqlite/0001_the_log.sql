-- The log, the keys it is sealed under, and what can be rebuilt from both.
-- Every key begins with the setting. An entry is only ever added: the database itself refuses anything else.

CREATE TABLE installation (
    setting BLOB NOT NULL CHECK (length(setting) = 16),
    name    TEXT NOT NULL,
    value   BLOB NOT NULL,
    PRIMARY KEY (setting, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    setting BLOB NOT NULL CHECK (length(setting) = 16),
    founded INTEGER NOT NULL,
    PRIMARY KEY (setting)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    setting     BLOB    NOT NULL CHECK (length(setting) = 16),
    sort        TEXT    NOT NULL,
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    seq         INTEGER NOT NULL CHECK (seq > 0),
    recorded_at INTEGER NOT NULL,
    sealed      BLOB    NOT NULL,
    prev        BLOB    NOT NULL CHECK (length(prev) = 32),
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (setting, sort, id, seq),
    FOREIGN KEY (setting) REFERENCES setting (setting)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;

CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;

CREATE TRIGGER entry_is_never_replaced BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE setting = NEW.setting AND sort = NEW.sort AND id = NEW.id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'an entry is never replaced'); END;

-- The last entry of each chronology as it was when written: a tail cut off the log shows against it.
CREATE TABLE head (
    setting     BLOB    NOT NULL CHECK (length(setting) = 16),
    sort        TEXT    NOT NULL,
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    seq         INTEGER NOT NULL CHECK (seq > 0),
    recorded_at INTEGER NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (setting, sort, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER head_is_never_removed BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'a head is never removed'); END;

CREATE TRIGGER head_only_grows BEFORE UPDATE ON head WHEN NEW.seq <= OLD.seq
BEGIN SELECT RAISE(ABORT, 'a head only grows'); END;

CREATE TRIGGER head_is_never_replaced BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head WHERE setting = NEW.setting AND sort = NEW.sort AND id = NEW.id AND seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a head only grows'); END;

CREATE TABLE wrapped_key (
    setting BLOB    NOT NULL CHECK (length(setting) = 16),
    sort    TEXT    NOT NULL,
    id      BLOB    NOT NULL CHECK (length(id) = 16),
    key_no  INTEGER NOT NULL CHECK (key_no > 0),
    wrapped BLOB    NOT NULL,
    PRIMARY KEY (setting, sort, id, key_no)
) STRICT, WITHOUT ROWID;

-- From here on: rebuilt from the log at any time.

CREATE TABLE case_view (
    setting BLOB    NOT NULL CHECK (length(setting) = 16),
    open    INTEGER NOT NULL CHECK (open IN (0, 1)),
    id      BLOB    NOT NULL CHECK (length(id) = 16),
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (setting, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_view_open ON case_view (setting, open, id);

CREATE TABLE person_view (
    setting BLOB NOT NULL CHECK (length(setting) = 16),
    id      BLOB NOT NULL CHECK (length(id) = 16),
    sealed  BLOB NOT NULL,
    PRIMARY KEY (setting, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reported_by (
    setting BLOB NOT NULL CHECK (length(setting) = 16),
    who     BLOB NOT NULL CHECK (length(who) = 32),
    id      BLOB NOT NULL CHECK (length(id) = 16),
    PRIMARY KEY (setting, who, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_email (
    setting BLOB NOT NULL CHECK (length(setting) = 16),
    tag     BLOB NOT NULL CHECK (length(tag) = 32),
    who     BLOB NOT NULL CHECK (length(who) = 32),
    sealed  BLOB NOT NULL,
    PRIMARY KEY (setting, tag, who)
) STRICT, WITHOUT ROWID;
