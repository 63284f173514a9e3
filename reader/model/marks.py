"""Marks: what a person notes about stories."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from reader.model.construction import field, frozen


class Mark(StrEnum):
    """What a person can note about a story with one key."""

    READ = "read"
    BOOKMARKED = "bookmarked"
    HIDDEN = "hidden"


COLOURS = ("yellow", "green", "red")
"""The colours of highlights, the usual one first."""


@frozen
class Highlight:
    """Words of a story that a person marked, with enough around them to find them again."""

    quote: str
    before: str = ""  # the words that stood before it
    after: str = ""
    at: int = 0  # where it stood in the text, in code points
    colour: str = COLOURS[0]
    note: str = ""
    made: datetime | None = None


@frozen
class Marks:
    """What a person noted about a story."""

    read: bool = False
    bookmarked: datetime | None = None  # when
    tags: tuple[str, ...] = ()
    note: str = ""
    hidden: bool = False  # out of all lists but those that ask for it
    highlights: tuple[Highlight, ...] = ()  # in the order of the text


UNMARKED = Marks()


@frozen
class Keepsake:
    """A bookmark, tags or a note, and enough of the story to find it again or stand in for it."""

    source: str
    key: str
    guid: str = ""
    link: str = ""
    headline: str = ""
    outlet: str = ""
    byline: str = ""
    published: datetime | None = None
    marks: Marks = Marks()
    text: str = field(default="", repr=False)
