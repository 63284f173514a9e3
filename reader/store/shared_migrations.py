"""How the database keeps copies: of stories, of their edits, and in the files beside it."""

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

# Beside the database stand readable copies of two parts of it. A part's generation rises with every
# change that its copy has to show, so that either can be known to have lost something: marks but
# for what is read, and what the copy says of a marked story; and saved searches.
GENERATIONS = """
INSERT OR IGNORE INTO meta SELECT 'bookmarks generation', EXISTS (SELECT 1 FROM tag) OR EXISTS (
    SELECT 1 FROM mark WHERE bookmarked NOT NULL OR note != ''
);
INSERT OR IGNORE INTO meta SELECT 'saved searches generation', EXISTS (SELECT 1 FROM search);
CREATE TRIGGER IF NOT EXISTS mark_kept AFTER INSERT ON mark
WHEN new.bookmarked NOT NULL OR new.note != '' BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER IF NOT EXISTS mark_kept_otherwise AFTER UPDATE OF bookmarked, note ON mark
WHEN new.bookmarked IS NOT old.bookmarked OR new.note != old.note BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER IF NOT EXISTS mark_kept_no_more AFTER DELETE ON mark
WHEN old.bookmarked NOT NULL OR old.note != '' BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER IF NOT EXISTS tag_came AFTER INSERT ON tag BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER IF NOT EXISTS tag_went AFTER DELETE ON tag BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER IF NOT EXISTS marked_story_changed AFTER UPDATE ON story
WHEN EXISTS (
    SELECT 1 FROM mark WHERE story_id = new.id AND (bookmarked NOT NULL OR note != '')
) OR EXISTS (SELECT 1 FROM tag WHERE story_id = new.id) BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER IF NOT EXISTS moment_came AFTER INSERT ON moment BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation' AND (EXISTS (
        SELECT 1 FROM mark WHERE story_id = new.story_id AND (bookmarked NOT NULL OR note != '')
    ) OR EXISTS (SELECT 1 FROM tag WHERE story_id = new.story_id));
END;
CREATE TRIGGER IF NOT EXISTS source_moved AFTER UPDATE OF location ON source BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER IF NOT EXISTS search_came AFTER INSERT ON search BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'saved searches generation';
END;
CREATE TRIGGER IF NOT EXISTS search_changed AFTER UPDATE ON search BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'saved searches generation';
END;
CREATE TRIGGER IF NOT EXISTS search_went AFTER DELETE ON search BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'saved searches generation';
END;
"""
