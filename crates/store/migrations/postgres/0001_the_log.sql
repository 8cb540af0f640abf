-- The log, the keys it is sealed under, and what can be rebuilt from both.
-- Every key begins with the setting. An entry is only ever added: the account that owns these tables gives up the right
-- to anything else, since a trigger would not do on a database spread over several machines. The twin of the step of the
-- same number for SQLite: the same tables, columns and keys in the same order.
--
-- The id stands before the sort, and ids grow with time: what is written together (a case, the people named in it, who
-- opened it) lies together, so that a report changes few pages.

CREATE TABLE installation (
    setting BYTEA NOT NULL CHECK (octet_length(setting) = 16),
    name    TEXT COLLATE "C" NOT NULL,
    value   BYTEA NOT NULL,
    PRIMARY KEY (setting, name)
);

CREATE TABLE setting (
    setting BYTEA NOT NULL CHECK (octet_length(setting) = 16),
    founded BIGINT  NOT NULL,
    PRIMARY KEY (setting)
);

CREATE TABLE entry (
    setting     BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    id          BYTEA   NOT NULL CHECK (octet_length(id) = 16),
    sort        TEXT COLLATE "C" NOT NULL,
    seq         BIGINT  NOT NULL CHECK (seq > 0),
    recorded_at BIGINT  NOT NULL,
    sealed      BYTEA   NOT NULL,
    prev        BYTEA   NOT NULL CHECK (octet_length(prev) = 32),
    hash        BYTEA   NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (setting, id, sort, seq),
    FOREIGN KEY (setting) REFERENCES setting (setting)
);

REVOKE UPDATE, DELETE, TRUNCATE ON entry FROM CURRENT_USER;

-- Its rows are locked, not changed, when an entry of theirs is added: the right to change them is what that takes.
REVOKE DELETE, TRUNCATE ON setting FROM CURRENT_USER;

-- The last entry of each chronology as it was when written: a tail cut off the log shows against it.
CREATE TABLE head (
    setting     BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    id          BYTEA   NOT NULL CHECK (octet_length(id) = 16),
    sort        TEXT COLLATE "C" NOT NULL,
    seq         BIGINT  NOT NULL CHECK (seq > 0),
    recorded_at BIGINT  NOT NULL,
    hash        BYTEA   NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (setting, id, sort)
);

-- It only grows: the one statement that moves it says so in its condition.
REVOKE UPDATE, DELETE, TRUNCATE ON head FROM CURRENT_USER;
GRANT UPDATE (seq, recorded_at, hash) ON head TO CURRENT_USER;

CREATE TABLE wrapped_key (
    setting BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    id      BYTEA   NOT NULL CHECK (octet_length(id) = 16),
    sort    TEXT COLLATE "C" NOT NULL,
    key_no  BIGINT  NOT NULL CHECK (key_no > 0),
    wrapped BYTEA   NOT NULL,
    PRIMARY KEY (setting, id, sort, key_no)
);

-- From here on: rebuilt from the log at any time.

-- The line of a case, and what is known of a person. Whether it is open is said of a case only.
CREATE TABLE line (
    setting BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    id      BYTEA   NOT NULL CHECK (octet_length(id) = 16),
    sort    TEXT COLLATE "C" NOT NULL CHECK (sort IN ('case', 'person')),
    open    BIGINT CHECK (open IN (0, 1)),
    sealed  BYTEA   NOT NULL,
    PRIMARY KEY (setting, id, sort),
    CHECK ((open IS NULL) = (sort = 'person'))
);

CREATE INDEX line_open ON line (setting, open, id) WHERE open IS NOT NULL;

CREATE TABLE reported_by (
    setting BYTEA NOT NULL CHECK (octet_length(setting) = 16),
    who     BYTEA NOT NULL CHECK (octet_length(who) = 32),
    id      BYTEA NOT NULL CHECK (octet_length(id) = 16),
    PRIMARY KEY (setting, who, id)
);

CREATE TABLE staff_email (
    setting BYTEA NOT NULL CHECK (octet_length(setting) = 16),
    tag     BYTEA NOT NULL CHECK (octet_length(tag) = 32),
    who     BYTEA NOT NULL CHECK (octet_length(who) = 32),
    sealed  BYTEA NOT NULL,
    PRIMARY KEY (setting, tag, who)
);
