"""The tables of what a person keeps, step by step: searches, rules, and what tells of a change."""

# Searches with a name, and the latest of all. Each source counts its stories and how many of
# them are read, so that no count has to walk through the archive.
SEARCHES = """
CREATE TABLE search (name TEXT PRIMARY KEY, query TEXT NOT NULL, place INTEGER NOT NULL);
CREATE TABLE asked (text TEXT PRIMARY KEY, turn INTEGER NOT NULL);
CREATE INDEX asked_latest ON asked (turn DESC);
CREATE INDEX mark_noted ON mark (story_id) WHERE note != '';
CREATE INDEX story_source ON story (source_id, published DESC, id DESC);
ALTER TABLE source ADD COLUMN story_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN read_count INTEGER NOT NULL DEFAULT 0;
UPDATE source SET
    story_count = (SELECT count(*) FROM story WHERE source_id = source.id),
    read_count = (
        SELECT count(*) FROM mark CROSS JOIN story ON story.id = story_id
        WHERE read = 1 AND source_id = source.id
    );
CREATE TRIGGER story_came AFTER INSERT ON story BEGIN
    UPDATE source SET story_count = story_count + 1 WHERE id = new.source_id;
END;
CREATE TRIGGER story_goes BEFORE DELETE ON story BEGIN
    UPDATE source SET
        story_count = story_count - 1,
        read_count = read_count - (SELECT count(*) FROM mark WHERE story_id = old.id AND read = 1)
    WHERE id = old.source_id;
END;
CREATE TRIGGER mark_came AFTER INSERT ON mark WHEN new.read = 1 BEGIN
    UPDATE source SET read_count = read_count + 1
    WHERE id = (SELECT source_id FROM story WHERE story.id = new.story_id);
END;
CREATE TRIGGER mark_changed AFTER UPDATE OF read ON mark WHEN new.read != old.read BEGIN
    UPDATE source SET read_count = read_count + new.read - old.read
    WHERE id = (SELECT source_id FROM story WHERE story.id = new.story_id);
END;
CREATE TRIGGER mark_went AFTER DELETE ON mark WHEN old.read = 1 BEGIN
    UPDATE source SET read_count = read_count - 1
    WHERE id = (SELECT source_id FROM story WHERE story.id = old.story_id);
END;
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

# Rules, and which stories each has caught, so that an edit has it run only where it did not match
# before; `alert` is 1 until somebody has seen that. What is hidden is a mark like others; `hiding`
# changes whenever another story is hidden or is no more. The order of a list is the person's.
RULES = """
CREATE TABLE rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    actions TEXT NOT NULL,
    source TEXT NOT NULL,
    active INTEGER NOT NULL,
    place INTEGER NOT NULL
);
CREATE TABLE caught (
    rule_id INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    alert INTEGER NOT NULL,
    PRIMARY KEY (rule_id, story_id)
) WITHOUT ROWID;
CREATE INDEX caught_story ON caught (story_id);
CREATE INDEX caught_alert ON caught (story_id) WHERE alert = 1;
CREATE TABLE list_order (view TEXT PRIMARY KEY, way TEXT NOT NULL) WITHOUT ROWID;
ALTER TABLE mark ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
CREATE INDEX mark_hidden ON mark (story_id, read, bookmarked) WHERE hidden = 1;
INSERT OR IGNORE INTO meta VALUES ('rules generation', '0'), ('hiding', '0');
CREATE TRIGGER rule_came AFTER INSERT ON rule BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'rules generation';
END;
CREATE TRIGGER rule_changed AFTER UPDATE ON rule BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'rules generation';
END;
CREATE TRIGGER rule_went AFTER DELETE ON rule BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'rules generation';
END;
CREATE TRIGGER hidden_came AFTER INSERT ON mark WHEN new.hidden = 1 BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'hiding';
END;
CREATE TRIGGER hidden_changed AFTER UPDATE OF hidden ON mark WHEN new.hidden != old.hidden BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'hiding';
END;
CREATE TRIGGER hidden_went AFTER DELETE ON mark WHEN old.hidden = 1 BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'hiding';
END;
"""
