"""Migrations of the tables of mail: which messages were read, and where private ones are taken."""

# A message is known by its place within its source, and by what its file looked like; what stands
# in an mbox is known by a digest. `taken` is 0 for what was left out as private, and nothing for
# an mbox as a whole.
MAIL = """
CREATE TABLE seen_message (
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    stamp TEXT NOT NULL,
    taken INTEGER,
    PRIMARY KEY (source_id, name)
) WITHOUT ROWID;
CREATE TABLE all_mail (
    source_id INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE
);
"""
