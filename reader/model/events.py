"""Events that several stories report, and the fingerprints by which stories are recognised."""

from __future__ import annotations

from array import array
from datetime import datetime
from typing import NamedTuple

from reader.model.construction import field, frozen

NAME = 1  # this bit of a term's weight: it is a name or a number
IN_HEADLINE = 2  # this bit: it stands in the headline


class ReportText(NamedTuple):
    """What of a story tells which event it reports."""

    id: int
    outlet: str
    language: str  # ISO 639-1
    headline: str
    deck: str
    text: str


@frozen
class Fingerprint:
    """What a story is recognised by: its weightiest terms and a sample of its word rows."""

    story: int
    published: int  # seconds since 1970; when it was first seen, where the source does not say
    words: int = 0  # how long it is, up to a bound
    language: str = ""  # ISO 639-1
    terms: array[int] = field(default_factory=lambda: array("I"))  # hashes, the weightiest first
    weights: array[int] = field(default_factory=lambda: array("H"))  # with NAME and IN_HEADLINE
    rows: array[int] = field(default_factory=lambda: array("I"))  # hashes of words in a row, sorted


@frozen
class ClusterMember:
    """A story with the event that it reports and the text that it shares."""

    mark: Fingerprint
    event: int  # the lowest id of the stories in the event
    text: int  # the lowest id of the stories of the event with the same text


@frozen
class ClusterEdit:
    """What a person decided about two stories."""

    one: int
    other: int
    together: bool

    @property
    def pair(self) -> tuple[int, int]:
        """Both stories."""
        return self.one, self.other


@frozen
class ClusterLesson:
    """What a split or a join teaches about two reports that share some terms."""

    outlets: tuple[str, str]  # of the two, in order, without case
    together: bool
    after: int  # it holds for stories with a higher id
    terms: frozenset[int]  # hashes
    until: int | None = None  # and up to this one, where it was taken back then


EventsBefore = dict[int, tuple[int, int]]
"""Stories with the event and the text that they had."""


@frozen
class EditStep:
    """A split or a join, or the undoing of one, to be done again while all is grouped anew."""

    act: int
    moment: int  # the last story that was grouped when a person did it
    is_undo: bool
    decisions: tuple[ClusterEdit, ...]
    before: EventsBefore  # what undoing it brings back


@frozen
class Event:
    """Several stories that report one event, the newest first."""

    id: int
    headline: str
    first: datetime
    last: datetime
    outlets: tuple[str, ...]  # each once, the first to report first
    stories: tuple[int, ...]
    keys: tuple[str, ...]  # what their sources call them, in the same order
    same_text: tuple[tuple[str, ...], ...]  # keys of stories that share a text
    lead: int = 0  # the newest full report


@frozen
class EventReport:
    """Another story of the same event, as the reading pane tells of it."""

    story: int
    headline: str
    outlet: str
    agency: str
    published: datetime | None
    fresh: int  # per cent of its wording that was in nothing read so far
    read: bool


@frozen
class SharedTerm:
    """A word, a name or a number that a report shares with those of its event before it."""

    word: str
    kind: str  # name, number or word
    share: float  # of the weight of all that they share, up to 1


@frozen
class JoinReason:
    """Why a story is in its event."""

    story: int
    headline: str
    outlet: str
    published: datetime | None
    basis: str  # first, hand, text, taught, names or terms
    beside: int  # where it is hand or text: with which story; else 0
    likeness: float  # of it and the reports before it, up to 1
    terms: tuple[SharedTerm, ...]  # the weightiest first


@frozen
class EventMember:
    """A story in its event, as the list shows it."""

    event: int
    lead: int  # the story that leads the event
    size: int  # stories in the event
    outlets: tuple[str, ...]
