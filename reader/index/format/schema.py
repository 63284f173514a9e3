"""What the index holds of a story, and under which names."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.model.construction import field, frozen

NAME = "MAIN"  # Whoosh begins every file of an index with it

WEIGHTS = {"headline": 4.0, "outlet": 2.0, "byline": 2.0, "body": 1.0}
"""The fields of words, and how much a word counts in each."""

WORDS = "words"
"""The list of the words of all fields; in it the fields of a story follow each other."""

FRONTS = tuple(field for field in WEIGHTS if field != "body")
"""The short fields, which have lists of their own beside."""

LISTS = {"": WORDS, "body": WORDS, "title": "headline", "outlet": "outlet", "by": "byline"}
"""In which list a field of the query language is looked up."""

LEADERS = "leaders"
"""Not of a story: the most frequent words for each of the shortest beginnings."""

SEPARATOR = "\0"
"""Between two words that are looked up as one."""

ASKED = {
    "": tuple(WEIGHTS),
    "title": ("headline",),
    "outlet": ("outlet",),
    "by": ("byline",),
    "body": ("body",),
}
"""What a field of the query language stands for."""

COLUMNS = ("id", "published", "source")
LANGUAGE = "language"
FORMS = "forms"
"""Not of a story: every unstemmed word beside its stem, for words that are still being typed."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class IndexDocument:
    """What the index is to know of a story."""

    id: int
    headline: str
    body: str = field(repr=False)
    outlet: str
    byline: str
    published: datetime  # with a time zone
    source: int
    language: str = ""  # ISO 639-1


def epoch_seconds(moment: datetime) -> int:
    """Return a moment as whole seconds since 1970."""
    return int((moment - _EPOCH).total_seconds())
