"""The tables of accounts at servers, step by step."""

# Accounts at servers. Of each item, and of each feed, it is kept how the server had it when it was
# last heard or told; what a person has done since is whatever differs from that. What is being told
# stands in `account_sending` until the server has said that it has it: where a round was cut off
# there, nobody knows how the server has it.
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
CREATE TABLE account_sending (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (account_id, item, mark)
) WITHOUT ROWID;
"""
# What servers are asked to do stands in `account_request` until they have said that it is done, and
# after that for as long as one that is slow may still do what nobody waits for any more. In an
# earlier version it was not known whether a mark was to be on or off.
REQUESTS = """
CREATE TABLE account_request (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    mark TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    is_late INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (account_id, item, mark, is_on, is_late)
) WITHOUT ROWID;
INSERT INTO account_request SELECT account_id, item, mark, 0, 0, 0 FROM account_sending;
DROP TABLE account_sending;
"""
