-- What is kept beside the log and cannot be rebuilt from it: sign-in, drafts, outgoing work, packs consulted.

CREATE TABLE once (
    setting BLOB    NOT NULL CHECK (length(setting) = 16),
    tag     BLOB    NOT NULL CHECK (length(tag) = 32),
    at      INTEGER NOT NULL,
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (setting, tag)
) STRICT, WITHOUT ROWID;

-- Finished work is removed, so there are never many: looked through without an index, which every report would pay for.
CREATE TABLE job (
    setting       BLOB    NOT NULL CHECK (length(setting) = 16),
    id            BLOB    NOT NULL CHECK (length(id) = 16),
    due_at        INTEGER NOT NULL,
    claimed_until INTEGER NOT NULL DEFAULT 0,
    attempts      INTEGER NOT NULL DEFAULT 0,
    sealed        BLOB    NOT NULL,
    PRIMARY KEY (setting, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
    setting BLOB NOT NULL CHECK (length(setting) = 16),
    who     BLOB NOT NULL CHECK (length(who) = 32),
    sealed  BLOB NOT NULL,
    PRIMARY KEY (setting, who)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    setting    BLOB    NOT NULL CHECK (length(setting) = 16),
    token_hash BLOB    NOT NULL CHECK (length(token_hash) = 32),
    who        BLOB    NOT NULL CHECK (length(who) = 32),
    expires    INTEGER NOT NULL,
    sealed     BLOB    NOT NULL,
    PRIMARY KEY (setting, token_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX session_who ON session (setting, who);

CREATE TABLE link (
    setting    BLOB    NOT NULL CHECK (length(setting) = 16),
    token_hash BLOB    NOT NULL CHECK (length(token_hash) = 32),
    who        BLOB    NOT NULL CHECK (length(who) = 32),
    expires    INTEGER NOT NULL,
    sealed     BLOB    NOT NULL,
    PRIMARY KEY (setting, token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    setting  BLOB    NOT NULL CHECK (length(setting) = 16),
    tag      BLOB    NOT NULL CHECK (length(tag) = 32),
    saved_at INTEGER NOT NULL,
    sealed   BLOB    NOT NULL,
    PRIMARY KEY (setting, tag)
) STRICT, WITHOUT ROWID;

-- Official text, not personal: kept in clear, by digest, so that a consultation replays years later.
CREATE TABLE kept_pack (
    setting BLOB NOT NULL CHECK (length(setting) = 16),
    digest  TEXT NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (setting, digest)
) STRICT, WITHOUT ROWID;

-- How often a case that is not there was asked for.
CREATE TABLE asked_absent (
    setting BLOB    NOT NULL CHECK (length(setting) = 16),
    times   INTEGER NOT NULL,
    PRIMARY KEY (setting)
) STRICT, WITHOUT ROWID;
