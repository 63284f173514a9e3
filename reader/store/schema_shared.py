"""How the database keeps stories of several sources, and what stories said before."""

# What further sources have of a story stands apart: `story` names the one whose words are shown.
# A source counts the stories that it shares with the one before it in `shared_count`, so that
# nothing is counted twice in all. A sign is a hash of an address or a text: two sources with a
# sign in common may have one story. Signs of stories that are gone stay: they lead nowhere, as no
# number is given twice, and to find them would take one more index. The stories that were there
# before get theirs from the process that adds stories, up to the one that `unsigned` names.
SHARED = """
CREATE TABLE also (
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source (id),
    key TEXT NOT NULL,
    form TEXT NOT NULL,
    fields TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (story_id, source_id)
);
CREATE UNIQUE INDEX also_source ON also (source_id, key);
CREATE TABLE sign (
    hash INTEGER NOT NULL,
    story_id INTEGER NOT NULL,
    PRIMARY KEY (hash, story_id)
) WITHOUT ROWID;
INSERT INTO meta SELECT 'unsigned', coalesce(max(id), 0) FROM story;
ALTER TABLE source ADD COLUMN shared_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN shared_read INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER also_came AFTER INSERT ON also BEGIN
    UPDATE source SET story_count = story_count + 1, shared_count = shared_count + 1
    WHERE id = new.source_id;
    UPDATE source SET read_count = read_count + 1, shared_read = shared_read + 1
    WHERE id = new.source_id
        AND EXISTS (SELECT 1 FROM mark WHERE story_id = new.story_id AND read = 1);
END;
CREATE TRIGGER also_went AFTER DELETE ON also BEGIN
    UPDATE source SET story_count = story_count - 1, shared_count = shared_count - 1
    WHERE id = old.source_id;
    UPDATE source SET read_count = read_count - 1, shared_read = shared_read - 1
    WHERE id = old.source_id
        AND EXISTS (SELECT 1 FROM mark WHERE story_id = old.story_id AND read = 1);
END;
CREATE TRIGGER story_moved AFTER UPDATE OF source_id ON story
WHEN new.source_id != old.source_id BEGIN
    UPDATE source SET
        story_count = story_count - 1,
        read_count = read_count - (SELECT count(*) FROM mark WHERE story_id = old.id AND read = 1)
    WHERE id = old.source_id;
    UPDATE source SET
        story_count = story_count + 1,
        read_count = read_count + (SELECT count(*) FROM mark WHERE story_id = new.id AND read = 1)
    WHERE id = new.source_id;
END;
CREATE TRIGGER mark_came_also AFTER INSERT ON mark WHEN new.read = 1 BEGIN
    UPDATE source SET read_count = read_count + 1, shared_read = shared_read + 1
    WHERE id IN (SELECT source_id FROM also WHERE story_id = new.story_id);
END;
CREATE TRIGGER mark_changed_also AFTER UPDATE OF read ON mark WHEN new.read != old.read BEGIN
    UPDATE source SET
        read_count = read_count + new.read - old.read,
        shared_read = shared_read + new.read - old.read
    WHERE id IN (SELECT source_id FROM also WHERE story_id = new.story_id);
END;
CREATE TRIGGER mark_went_also AFTER DELETE ON mark WHEN old.read = 1 BEGIN
    UPDATE source SET read_count = read_count - 1, shared_read = shared_read - 1
    WHERE id IN (SELECT source_id FROM also WHERE story_id = old.story_id);
END;
"""

# What a story said before its source edited it; `until` is when that was noticed.
VERSIONS = """
CREATE TABLE version (
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    until INTEGER NOT NULL,
    headline TEXT NOT NULL,
    deck TEXT NOT NULL,
    byline TEXT NOT NULL,
    text BLOB NOT NULL,
    PRIMARY KEY (story_id, number)
);
"""
