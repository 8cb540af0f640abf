-- The tree over the heads of all chronologies, and the checkpoints that were signed of it. One for the installation: its
-- rows lie under the setting of no bytes but zeros, and say in a column of their own which setting they are about.
-- Both are only ever added to.

-- A leaf of the tree: the head of a chronology as it was when a checkpoint was made.
CREATE TABLE head_statement (
    setting BYTEA  NOT NULL CHECK (octet_length(setting) = 16),
    number  BIGINT NOT NULL CHECK (number >= 0),
    about   BYTEA  NOT NULL CHECK (octet_length(about) = 16),
    id      BYTEA  NOT NULL CHECK (octet_length(id) = 16),
    sort    TEXT COLLATE "C" NOT NULL,
    seq     BIGINT NOT NULL CHECK (seq > 0),
    hash    BYTEA  NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (setting, number)
);

CREATE INDEX head_statement_about ON head_statement (setting, about, id, sort, seq, hash);

-- A row that is there already is refused by the key; nothing may change or take away one that is.
REVOKE UPDATE, DELETE, TRUNCATE ON head_statement FROM CURRENT_USER;

-- The edge is what is needed to add leaves without reading those before; it can be worked out again from the leaves.
CREATE TABLE checkpoint (
    setting BYTEA  NOT NULL CHECK (octet_length(setting) = 16),
    size    BIGINT NOT NULL CHECK (size > 0),
    made_at BIGINT NOT NULL,
    root    BYTEA  NOT NULL CHECK (octet_length(root) = 32),
    edge    BYTEA  NOT NULL,
    note    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (setting, size)
);

REVOKE UPDATE, DELETE, TRUNCATE ON checkpoint FROM CURRENT_USER;
