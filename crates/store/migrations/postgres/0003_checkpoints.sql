-- The tree over the heads of all chronologies, and the checkpoints that were signed of it. One for the installation: its
-- rows lie under the setting of no bytes but zeros, and say in a column of their own which setting they are about.
-- Both are only ever added to.

-- A leaf of the tree: the head of a chronology as it was when a checkpoint was made.
CREATE TABLE head_statement (
    setting BYTEA  NOT NULL CHECK (octet_length(setting) = 16),
    number  BIGINT NOT NULL CHECK (number >= 0),
    about   BYTEA  NOT NULL CHECK (octet_length(about) = 16),
    id      BYTEA  NOT NULL CHECK (octet_length(id) = 16),
    sort    TEXT   NOT NULL,
    seq     BIGINT NOT NULL CHECK (seq > 0),
    hash    BYTEA  NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (setting, number)
);

CREATE INDEX head_statement_about ON head_statement (setting, about, id, sort, seq, hash);

-- A row that is there already is refused by the key; nothing may change or take away one that is.
CREATE FUNCTION what_was_stated_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was stated is never changed or removed';
END $$;

CREATE TRIGGER head_statement_is_never_changed BEFORE UPDATE OR DELETE ON head_statement
FOR EACH ROW EXECUTE FUNCTION what_was_stated_is_kept();

CREATE TRIGGER head_statement_is_never_emptied BEFORE TRUNCATE ON head_statement
FOR EACH STATEMENT EXECUTE FUNCTION what_was_stated_is_kept();

-- The edge is what is needed to add leaves without reading those before; it can be worked out again from the leaves.
CREATE TABLE checkpoint (
    setting BYTEA  NOT NULL CHECK (octet_length(setting) = 16),
    size    BIGINT NOT NULL CHECK (size > 0),
    made_at BIGINT NOT NULL,
    root    BYTEA  NOT NULL CHECK (octet_length(root) = 32),
    edge    BYTEA  NOT NULL,
    note    TEXT   NOT NULL,
    PRIMARY KEY (setting, size)
);

CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE OR DELETE ON checkpoint
FOR EACH ROW EXECUTE FUNCTION what_was_stated_is_kept();

CREATE TRIGGER checkpoint_is_never_emptied BEFORE TRUNCATE ON checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION what_was_stated_is_kept();

CREATE FUNCTION a_tree_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM checkpoint WHERE setting = NEW.setting AND size >= NEW.size) THEN
        RAISE EXCEPTION 'a tree only grows';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER checkpoint_is_never_replaced BEFORE INSERT ON checkpoint
FOR EACH ROW EXECUTE FUNCTION a_tree_only_grows();
