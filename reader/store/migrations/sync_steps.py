"""The tables of what several machines tell each other."""

# What several machines have to tell each other. `sync_change` notes what was changed here, in the
# transaction that changed it, where there is a folder to tell it in; `at` is put in at its end.
# `sync_item` is what all machines together know of a subject, be its story here or not, `sync_name`
# by what the stories here are known everywhere, `sync_outgoing` what waits to be written to the
# folder, `sync_file` how far its files have been read. What goes with its story is no change.
SYNC = """
CREATE TABLE sync_change (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    story_id INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX sync_change_unstamped ON sync_change (at) WHERE at = 0;
CREATE TABLE sync_item (
    subject TEXT PRIMARY KEY, page TEXT NOT NULL, state TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sync_item_page ON sync_item (page);
CREATE TABLE sync_name (
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    page TEXT NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (story_id, name)
) WITHOUT ROWID;
CREATE INDEX sync_name_name ON sync_name (name);
CREATE INDEX sync_name_page ON sync_name (page);
CREATE TABLE sync_outgoing (id INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE sync_file (
    path TEXT PRIMARY KEY,
    stamp INTEGER NOT NULL,
    size INTEGER NOT NULL,
    done INTEGER NOT NULL,
    digest TEXT NOT NULL
);
CREATE TRIGGER sync_mark_came AFTER INSERT ON mark
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, story_id) SELECT 'read', new.story_id WHERE new.read = 1;
    INSERT INTO sync_change (kind, story_id)
    SELECT 'bookmark', new.story_id WHERE new.bookmarked NOT NULL;
    INSERT INTO sync_change (kind, story_id) SELECT 'note', new.story_id WHERE new.note != '';
END;
CREATE TRIGGER sync_mark_changed AFTER UPDATE OF read, bookmarked, note ON mark
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, story_id) SELECT 'read', new.story_id WHERE new.read != old.read;
    INSERT INTO sync_change (kind, story_id)
    SELECT 'bookmark', new.story_id WHERE new.bookmarked IS NOT old.bookmarked;
    INSERT INTO sync_change (kind, story_id)
    SELECT 'note', new.story_id WHERE new.note != old.note;
END;
CREATE TRIGGER sync_tag_came AFTER INSERT ON tag
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, story_id, name) VALUES ('tag', new.story_id, new.tag);
END;
CREATE TRIGGER sync_tag_went AFTER DELETE ON tag
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder')
    AND EXISTS (SELECT 1 FROM story WHERE id = old.story_id) BEGIN
    INSERT INTO sync_change (kind, story_id, name) VALUES ('tag', old.story_id, old.tag);
END;
CREATE TRIGGER sync_source_came AFTER INSERT ON source
WHEN new.subscribed = 1 AND EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('source', new.location);
END;
CREATE TRIGGER sync_source_changed AFTER UPDATE OF location, title, folder, subscribed ON source
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') AND (
    new.location != old.location OR new.title != old.title OR new.folder != old.folder
    OR new.subscribed != old.subscribed
) BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('source', new.location);
    INSERT INTO sync_change (kind, name)
    SELECT 'source', old.location WHERE new.location != old.location;
END;
CREATE TRIGGER sync_search_came AFTER INSERT ON search
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('search', new.name);
END;
CREATE TRIGGER sync_search_changed AFTER UPDATE ON search
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('search', old.name);
    INSERT INTO sync_change (kind, name) SELECT 'search', new.name WHERE new.name != old.name;
END;
CREATE TRIGGER sync_search_went AFTER DELETE ON search
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('search', old.name);
END;
"""

# Rules are told as saved searches are, their order for itself. What stands where there is a folder
# already, and nobody has told of, is told as what was there before all else.
SYNC_RULES = """
CREATE TRIGGER sync_rule_came AFTER INSERT ON rule
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('rule', new.name), ('rules', 'all');
END;
CREATE TRIGGER sync_rule_changed AFTER UPDATE ON rule
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') AND (
    new.name != old.name OR new.query != old.query OR new.actions != old.actions
    OR new.source != old.source OR new.active != old.active
) BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('rule', old.name);
    INSERT INTO sync_change (kind, name) SELECT 'rule', new.name WHERE new.name != old.name;
    INSERT INTO sync_change (kind, name) SELECT 'rules', 'all' WHERE new.name != old.name;
END;
CREATE TRIGGER sync_rule_moved AFTER UPDATE OF place ON rule
WHEN new.place != old.place AND EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('rules', 'all');
END;
CREATE TRIGGER sync_rule_went AFTER DELETE ON rule
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, name) VALUES ('rule', old.name);
END;
INSERT INTO sync_change (kind, name, at) SELECT 'rule', name, 1 FROM rule
WHERE EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') ORDER BY place, id;
INSERT INTO sync_change (kind, name, at) SELECT 'rules', 'all', 1
WHERE EXISTS (SELECT 1 FROM rule) AND EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder');
INSERT INTO sync_change (kind, name, at) SELECT 'search', name, 1 FROM search
WHERE alerts = 1 AND EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder');
"""

# A highlight is noted by its words, as one that went is nowhere else.
SYNC_HIGHLIGHTS = """
CREATE TRIGGER sync_highlight_came AFTER INSERT ON highlight
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, story_id, name)
    VALUES ('highlight', new.story_id, json_array(new.quote, new.before, new.after));
END;
CREATE TRIGGER sync_highlight_went AFTER DELETE ON highlight
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder')
    AND EXISTS (SELECT 1 FROM story WHERE id = old.story_id) BEGIN
    INSERT INTO sync_change (kind, story_id, name)
    VALUES ('highlight', old.story_id, json_array(old.quote, old.before, old.after));
END;
CREATE TRIGGER sync_hidden_came AFTER INSERT ON mark
WHEN new.hidden = 1 AND EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, story_id) VALUES ('hidden', new.story_id);
END;
CREATE TRIGGER sync_hidden_changed AFTER UPDATE OF hidden ON mark
WHEN new.hidden != old.hidden AND EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') BEGIN
    INSERT INTO sync_change (kind, story_id) VALUES ('hidden', new.story_id);
END;
INSERT INTO sync_change (kind, story_id, name, at)
SELECT 'highlight', story_id, json_array(quote, before, after), 1 FROM highlight
WHERE EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder') ORDER BY id;
INSERT INTO sync_change (kind, story_id, at) SELECT 'hidden', story_id, 1 FROM mark
WHERE hidden = 1 AND EXISTS (SELECT 1 FROM meta WHERE name = 'sync folder');
"""
