-- What is kept beside the log and cannot be rebuilt from it: sign-in, drafts, outgoing work, packs consulted.

CREATE TABLE once (
    setting BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    tag     BYTEA   NOT NULL CHECK (octet_length(tag) = 32),
    at      BIGINT  NOT NULL,
    sealed  BYTEA   NOT NULL,
    PRIMARY KEY (setting, tag)
);

-- Finished work is removed, so there are never many: looked through without an index, which every report would pay for.
CREATE TABLE job (
    setting       BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    id            BYTEA   NOT NULL CHECK (octet_length(id) = 16),
    due_at        BIGINT  NOT NULL,
    claimed_until BIGINT  NOT NULL DEFAULT 0,
    attempts      BIGINT  NOT NULL DEFAULT 0,
    sealed        BYTEA   NOT NULL,
    PRIMARY KEY (setting, id)
);

CREATE TABLE credential (
    setting BYTEA NOT NULL CHECK (octet_length(setting) = 16),
    who     BYTEA NOT NULL CHECK (octet_length(who) = 32),
    sealed  BYTEA NOT NULL,
    PRIMARY KEY (setting, who)
);

CREATE TABLE session (
    setting    BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    token_hash BYTEA   NOT NULL CHECK (octet_length(token_hash) = 32),
    who        BYTEA   NOT NULL CHECK (octet_length(who) = 32),
    expires    BIGINT  NOT NULL,
    sealed     BYTEA   NOT NULL,
    PRIMARY KEY (setting, token_hash)
);

CREATE INDEX session_who ON session (setting, who);

CREATE TABLE link (
    setting    BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    token_hash BYTEA   NOT NULL CHECK (octet_length(token_hash) = 32),
    who        BYTEA   NOT NULL CHECK (octet_length(who) = 32),
    expires    BIGINT  NOT NULL,
    sealed     BYTEA   NOT NULL,
    PRIMARY KEY (setting, token_hash)
);

CREATE TABLE draft (
    setting  BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    tag      BYTEA   NOT NULL CHECK (octet_length(tag) = 32),
    saved_at BIGINT  NOT NULL,
    sealed   BYTEA   NOT NULL,
    PRIMARY KEY (setting, tag)
);

-- Official text, not personal: kept in clear, by digest, so that a consultation replays years later.
CREATE TABLE kept_pack (
    setting BYTEA NOT NULL CHECK (octet_length(setting) = 16),
    digest  TEXT COLLATE "C" NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (setting, digest)
);

-- How often a case that is not there was asked for.
CREATE TABLE asked_absent (
    setting BYTEA   NOT NULL CHECK (octet_length(setting) = 16),
    times   BIGINT  NOT NULL,
    PRIMARY KEY (setting)
);
