"""How long a text takes to read, and whether a story is a teaser; kept beside each story."""

from __future__ import annotations

import re

from reader.model import ContentForm, Story
from reader.store.database import Table, store_errors

WORDS = 238  # that a person reads in a minute, silently
LETTERS = 500  # likewise, of scripts that put no space between words
TEASER = 75  # words; what a feed tells of a page of its own in fewer is seldom all of it
CUT = ("…", "...", "[…]", "[...]", "(…)", "(...)", "…]", "...]")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3041-\u9fff\uf900-\ufaff]"
)
_FROM_FEED = (ContentForm.HTML, ContentForm.TEXT)

UNMEASURED = """
SELECT id, headline, link, text, coalesce(form, 'text') FROM story
JOIN body ON body.story_id = id LEFT JOIN original ON original.story_id = id
WHERE seconds IS NULL ORDER BY id DESC LIMIT ?
"""
MEASURE = "UPDATE story SET seconds = ?, teaser = ? WHERE id = ?"
LONG = "SELECT id FROM story WHERE seconds >= ?"
TEXTS = "SELECT id, text FROM story JOIN body ON body.story_id = id WHERE seconds IS NULL"


def reading_seconds(text: str) -> int:
    """Return how many seconds a text takes to read; the letters of a script without spaces count.

    Words in such a script are its letters, all others stand between spaces.
    """
    if text.isascii() or not _UNSPACED.search(text):
        return round(60 * _count_words(text) / WORDS)
    spaced, letters = _UNSPACED.subn(" ", text)
    words = sum(any(letter.isalnum() for letter in word) for word in spaced.split())
    return round(60 * (words / WORDS + letters / LETTERS))


def _count_words(text: str) -> int:
    """Return how many words stand between blanks; where these are single ones, they are counted."""
    flat = text.replace("\n\n", " ").replace("\n", " ").strip(" ")
    if flat and flat.isascii() and flat.isprintable() and "  " not in flat:
        return flat.count(" ") + 1
    return len(flat.split())


def is_teaser(headline: str, link: str, text: str, form: str, seconds: int) -> bool:
    """Tell whether a text is what a feed tells of a story that stands elsewhere in full.

    It takes so many seconds to read.
    """
    if form not in _FROM_FEED or not link or not headline:
        return False
    return text.endswith(CUT) or seconds < 60 * TEASER / WORDS


def length_values(story: Story, form: str) -> tuple[int, bool]:
    """Return what is kept of the length of a story: seconds, and whether it is a teaser."""
    seconds = reading_seconds(story.text)
    return seconds, is_teaser(story.headline, story.link, story.text, form, seconds)


class LengthTable(Table):
    """How long stories are."""

    @store_errors
    def measure_next(self, limit: int) -> int:
        """Measure the newest stories of an older database that were not yet; how many."""
        rows = self.database.all(UNMEASURED, limit)
        if rows:
            with self.database.batch() as connection:
                connection.executemany(MEASURE, (_measure_story(*row) for row in rows))
        return len(rows)

    @store_errors
    def ids_at_least(self, seconds: int) -> frozenset[int]:
        """Return the stories that take so long to read, those not measured yet included."""
        found = {row[0] for row in self.database.all(LONG, seconds)}
        found.update(
            story_id
            for story_id, text in self.database.connection.execute(TEXTS)
            if reading_seconds(text) >= seconds
        )
        return frozenset(found)


def _measure_story(
    story_id: int, headline: str, link: str, text: str, form: str
) -> tuple[int, bool, int]:
    """Return the values of one story for `MEASURE`."""
    seconds = reading_seconds(text)
    return seconds, is_teaser(headline, link, text, form, seconds), story_id
