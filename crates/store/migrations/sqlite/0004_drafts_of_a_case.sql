-- Of which case a draft is, as a keyed tag: so that what was typed about a case can go when the case is destroyed.
ALTER TABLE draft ADD COLUMN about BLOB;
