"""What the index holds of a story, and under which names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from reader.index.format.whoosh_api import COLUMN, FieldType, NumericColumn, Positions, Schema

NAME = "MAIN"  # Whoosh begins every file of an index with it

WEIGHTS = {"headline": 4.0, "outlet": 2.0, "byline": 2.0, "body": 1.0}
"""The fields of words, and how much a word counts in each."""

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


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index is to know of a story."""

    id: int
    headline: str
    body: str = field(repr=False)
    outlet: str
    byline: str
    published: datetime  # with a time zone
    source: int
    language: str = ""  # ISO 639-1


def seconds(moment: datetime) -> int:
    """A moment as whole seconds since 1970."""
    return int((moment - _EPOCH).total_seconds())


def _words() -> FieldType:
    return FieldType(format=Positions(), analyzer=None, scorable=True)


SCHEMA = Schema(
    **{name: _words() for name in (*WEIGHTS, LANGUAGE, FORMS)},
    **{name: COLUMN(NumericColumn("q")) for name in COLUMNS},
)
