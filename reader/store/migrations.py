"""The schema of the database, and the migrations that bring an older one to it."""

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

# How far each story was read: where in its text, in code points, the screen began.
PLACES = """
CREATE TABLE place (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
);
"""

# What a story is recognised by stands apart from the event that it reports: most stories are
# alone, and have no member row. What a person decided about two stories outlives all grouping;
# `act` holds how it was before, so that it can be undone.
EVENTS = """
CREATE TABLE print (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    published INTEGER NOT NULL,
    words INTEGER NOT NULL,
    language TEXT NOT NULL,
    terms BLOB NOT NULL,
    weights BLOB NOT NULL,
    word_rows BLOB NOT NULL
);
CREATE INDEX print_published ON print (published);
CREATE TABLE member (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    event_id INTEGER NOT NULL,
    text_id INTEGER NOT NULL,
    lead INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX member_event ON member (event_id, story_id);
CREATE INDEX member_follows ON member (story_id) WHERE lead = 0;
CREATE TABLE act (id INTEGER PRIMARY KEY AUTOINCREMENT, before TEXT NOT NULL);
CREATE TABLE decision (
    act_id INTEGER NOT NULL REFERENCES act (id) ON DELETE CASCADE,
    one INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    together INTEGER NOT NULL,
    PRIMARY KEY (one, other, act_id)
) WITHOUT ROWID;
CREATE INDEX decision_other ON decision (other);
CREATE INDEX decision_act ON decision (act_id);
CREATE TABLE rarity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    counts BLOB NOT NULL
);
INSERT INTO rarity VALUES (1, 0, 0, 0, x'');
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

# In a list an event is led by the newest full report among those that the list holds, so how long
# each is stands beside it.
FOLDS = """
ALTER TABLE member ADD COLUMN words INTEGER NOT NULL DEFAULT 0;
UPDATE member SET words = coalesce(
    (SELECT words FROM print WHERE print.story_id = member.story_id), 0
);
CREATE INDEX member_leads ON member (story_id) WHERE lead = 1;
INSERT INTO meta SELECT 'events', count(*) FROM member WHERE lead = 1;
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

# The weights of fingerprints that were there before do not tell yet which terms stand in the
# headline; `unflagged` is the last story of which that is so.
FLAGS = """
INSERT OR REPLACE INTO meta SELECT 'unflagged', coalesce(max(story_id), 0) FROM print;
"""

# What splits and joins teach about two outlets: the terms that reports of both shared then.
LESSONS = """
CREATE TABLE lesson (
    id INTEGER PRIMARY KEY,
    act_id INTEGER NOT NULL REFERENCES act (id) ON DELETE CASCADE,
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    together INTEGER NOT NULL,
    after INTEGER NOT NULL,
    terms BLOB NOT NULL
);
CREATE INDEX lesson_act ON lesson (act_id);
"""

# When a split or a join was made, and taken back, by the last story that was grouped then; and how
# many of these two steps are done, for grouping all anew does them again, each in its turn.
STEPS = """
ALTER TABLE act ADD COLUMN after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE act ADD COLUMN undone INTEGER;
ALTER TABLE act ADD COLUMN steps INTEGER NOT NULL DEFAULT 1;
UPDATE act SET after = max(
    coalesce((SELECT max(lesson.after) FROM lesson WHERE act_id = act.id), 0),
    coalesce((SELECT max(max(one, other)) FROM decision WHERE act_id = act.id), 0)
);
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

# Accounts at servers. Of each item, and of each feed, it is kept how the server had it when it was
# last heard or told; what a person has done since is whatever differs from that.
ACCOUNTS = """
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    location TEXT NOT NULL,
    user TEXT NOT NULL,
    since INTEGER NOT NULL DEFAULT 0,
    last INTEGER,
    due INTEGER NOT NULL DEFAULT 0,
    refusals INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
);
CREATE TABLE account_feed (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    title TEXT NOT NULL,
    folder TEXT NOT NULL,
    PRIMARY KEY (account_id, source_id)
) WITHOUT ROWID;
CREATE INDEX account_feed_source ON account_feed (source_id);
CREATE TABLE account_wish (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    folder TEXT NOT NULL,
    PRIMARY KEY (account_id, url)
) WITHOUT ROWID;
CREATE TABLE account_item (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    source_id INTEGER NOT NULL DEFAULT 0,
    story_id INTEGER REFERENCES story (id) ON DELETE SET NULL,
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, item)
) WITHOUT ROWID;
CREATE INDEX account_item_story ON account_item (story_id);
CREATE TABLE account_label (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (account_id, item, tag)
) WITHOUT ROWID;
"""

# The database's user_version counts how many of these it has been through.
MIGRATIONS: tuple[str, ...] = (
    FIRST,
    LINES + ADD_EVIDENCE,
    SEARCHES,
    PLACES,
    EVENTS,
    NETWORK,
    SHARED,
    VERSIONS,
    RETENTION,
    DOWNLOADS,
    FOLDS,
    MOMENTS,
    COMMENTS,
    GENERATIONS,
    FLAGS,
    LESSONS,
    RULES + STEPS + SYNC + LENGTHS,
    ACCOUNTS,
)
