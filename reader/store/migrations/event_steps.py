"""The tables of events, step by step: fingerprints, members, and what a person decided."""

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
