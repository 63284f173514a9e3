"""How the database counts the changes of what readable files beside it are copies of."""

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
