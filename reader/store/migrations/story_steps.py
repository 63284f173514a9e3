"""The tables of sources and stories, step by step: what came, what was made of it, what is kept."""

# What the source wrote (original), what we made of it (story, body) and what the person did
# (mark, tag) stand apart: the list is read without bodies, the archive can be cleaned again,
# and nothing that a source does touches a mark.
FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    location TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    folder TEXT NOT NULL DEFAULT '',
    full_text INTEGER NOT NULL DEFAULT 0,
    subscribed INTEGER NOT NULL DEFAULT 1,
    last_success INTEGER,
    last_tried INTEGER,
    last_error TEXT NOT NULL DEFAULT ''
);
CREATE TABLE story (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES source (id),
    key TEXT NOT NULL,
    headline TEXT NOT NULL,
    outlet TEXT NOT NULL,
    byline TEXT NOT NULL,
    published INTEGER NOT NULL,
    dated INTEGER NOT NULL,
    doubtful INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (source_id, key)
);
CREATE INDEX story_newest ON story (published DESC, id DESC);
CREATE INDEX story_revision ON story (revision);
CREATE TABLE body (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    guid TEXT NOT NULL,
    link TEXT NOT NULL,
    deck TEXT NOT NULL,
    agency TEXT NOT NULL,
    photo_credit TEXT NOT NULL,
    language TEXT NOT NULL,
    doubt TEXT NOT NULL,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    enclosures TEXT NOT NULL
);
CREATE TABLE original (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    form TEXT NOT NULL,
    fields TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE TABLE mark (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    read INTEGER NOT NULL DEFAULT 0,
    bookmarked INTEGER,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX mark_read ON mark (story_id) WHERE read = 1;
CREATE INDEX mark_bookmarked ON mark (bookmarked DESC, story_id DESC) WHERE bookmarked NOT NULL;
CREATE TABLE tag (
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (story_id, tag)
) WITHOUT ROWID;
INSERT INTO meta VALUES ('store', lower(hex(randomblob(16)))), ('revision', '0');
"""

# What the dumps of a source have in common is furniture; a line is kept as a hash of 8 bytes.
LINES = """
CREATE TABLE line (
    source_id INTEGER NOT NULL REFERENCES source (id),
    hash INTEGER NOT NULL,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    PRIMARY KEY (source_id, hash, story_id)
) WITHOUT ROWID;
CREATE INDEX line_story ON line (story_id);
"""

ADD_EVIDENCE = "ALTER TABLE body ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';"

# How far each story was read: where in its text, in code points, the screen began.
PLACES = """
CREATE TABLE place (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
);
"""

# What is remembered of reading a source over the network, and hosts that want to be left alone.
NETWORK = """
CREATE TABLE network (
    source_id INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    size INTEGER NOT NULL,
    due INTEGER,
    why TEXT NOT NULL,
    asked INTEGER,
    failures INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    private INTEGER NOT NULL,
    moved_to TEXT NOT NULL,
    moved INTEGER NOT NULL,
    pace TEXT NOT NULL
);
CREATE TABLE host (name TEXT PRIMARY KEY, until INTEGER NOT NULL, refusals INTEGER NOT NULL);
CREATE TABLE page (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    location TEXT NOT NULL,
    content BLOB NOT NULL
);
ALTER TABLE source ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
"""

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

# Stories that were not kept for good: their identity as 8 bytes, so that they do not come back as
# new, and the revision that dropped them, so that the index drops them too.
RETENTION = """
ALTER TABLE source ADD COLUMN keep TEXT NOT NULL DEFAULT '';
CREATE TABLE dropped (
    source_id INTEGER NOT NULL REFERENCES source (id),
    hash INTEGER NOT NULL,
    story_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (source_id, hash)
) WITHOUT ROWID;
CREATE INDEX dropped_revision ON dropped (revision, story_id);
"""

# Files that were attached to stories, whole or in part; they outlive their stories.
DOWNLOADS = """
CREATE TABLE download (
    link TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    size INTEGER NOT NULL,
    done INTEGER NOT NULL
) WITHOUT ROWID;
"""

# A story whose date is still to come stands in the lists where it was first seen, until then; one
# without a date that came with the first reading of its source stands below the day's dated ones.
# `story.published` is that place; what the source says, and when it was seen, stand here.
MOMENTS = """
CREATE TABLE moment (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    published INTEGER,
    seen INTEGER NOT NULL
);
CREATE INDEX moment_due ON moment (published) WHERE published NOT NULL;
"""

# Where a story is discussed; the stories that were there before tell when their feed is read next.
COMMENTS = """
ALTER TABLE body ADD COLUMN comments TEXT NOT NULL DEFAULT '';
"""

# How long each story takes to read, in seconds, and whether it is what a feed tells of a longer
# one. The stories that were there before are measured by the process that adds stories.
# A saved search can alert of what it finds among new stories. Words that a person marks in a story
# are kept with those around them, so that they are found again in an edited text.
LENGTHS = """
ALTER TABLE story ADD COLUMN seconds INTEGER;
ALTER TABLE story ADD COLUMN teaser INTEGER NOT NULL DEFAULT 0;
CREATE INDEX story_unmeasured ON story (id) WHERE seconds IS NULL;
ALTER TABLE search ADD COLUMN alerts INTEGER NOT NULL DEFAULT 0;
CREATE TABLE highlight (
    id INTEGER PRIMARY KEY,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    quote TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    colour TEXT NOT NULL,
    note TEXT NOT NULL,
    made INTEGER
);
CREATE INDEX highlight_story ON highlight (story_id, at);
CREATE TRIGGER highlight_came AFTER INSERT ON highlight BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER highlight_went AFTER DELETE ON highlight BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
CREATE TRIGGER highlighted_story_changed AFTER UPDATE ON story
WHEN EXISTS (SELECT 1 FROM highlight WHERE story_id = new.id) BEGIN
    UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation';
END;
"""
