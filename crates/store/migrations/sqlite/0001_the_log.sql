-- The log, the keys it is sealed under, and what can be rebuilt from both.
-- Every key begins with the setting. An entry is only ever added: the database itself refuses anything else.
--
-- The id stands before the sort, and ids grow with time: what is written together (a case, the people named in it, who
-- opened it) lies together, so that a report changes few pages.

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

-- With rows of its own rather than in its key: a key's page takes a quarter of a text of a thousand letters and gives the
-- rest a page to itself, which is four times what was written.
CREATE TABLE entry (
    setting     BLOB    NOT NULL CHECK (length(setting) = 16),
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    sort        TEXT    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    recorded_at INTEGER NOT NULL,
    sealed      BLOB    NOT NULL,
    prev        BLOB    NOT NULL CHECK (length(prev) = 32),
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (setting, id, sort, seq),
    FOREIGN KEY (setting) REFERENCES setting (setting)
) STRICT;

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
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    sort        TEXT    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    recorded_at INTEGER NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (setting, id, sort)
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
    id      BLOB    NOT NULL CHECK (length(id) = 16),
    sort    TEXT    NOT NULL,
    key_no  INTEGER NOT NULL CHECK (key_no > 0),
    wrapped BLOB    NOT NULL,
    PRIMARY KEY (setting, id, sort, key_no)
) STRICT, WITHOUT ROWID;

-- From here on: rebuilt from the log at any time.

-- The line of a case, and what is known of a person. Whether it is open is said of a case only.
CREATE TABLE line (
    setting BLOB    NOT NULL CHECK (length(setting) = 16),
    id      BLOB    NOT NULL CHECK (length(id) = 16),
    sort    TEXT    NOT NULL CHECK (sort IN ('case', 'person')),
    open    INTEGER CHECK (open IN (0, 1)),
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (setting, id, sort),
    CHECK ((open IS NULL) = (sort = 'person'))
) STRICT, WITHOUT ROWID;

CREATE INDEX line_open ON line (setting, open, id) WHERE open IS NOT NULL;

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
