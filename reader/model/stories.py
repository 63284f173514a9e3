"""Stories as they are kept, and the rows of them that a list shows."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from reader.model.construction import field, frozen
from reader.model.documents import DocumentKind, Enclosure, Entry
from reader.model.fetching import AT_EASE, UpdateHints
from reader.model.marks import UNMARKED, Marks


class SpanKind(StrEnum):
    """What a stretch of a story's text is."""

    HEADING = "heading"
    QUOTE = "quote"
    ITEM = "item"
    CODE = "code"  # preformatted: line breaks and spaces count; tables too
    EMPHASIS = "emphasis"
    STRONG = "strong"  # bold
    LINK = "link"
    CAPTION = "caption"
    PICTURE = "picture"  # the words that stand for one, which its target shows
    MATCH = "match"
    ADDED = "added"  # by an edit
    REMOVED = "removed"  # likewise


@frozen
class Span:
    """A stretch of a story's text and what it is, in code points."""

    start: int
    end: int
    kind: SpanKind
    target: str = ""  # where a link leads: http or https only


@frozen
class Story:
    """One item as we keep it: safe to print; an empty field is not known."""

    source: str
    key: str
    headline: str
    text: str = field(repr=False)  # paragraphs separated by one blank line
    spans: tuple[Span, ...] = ()  # ordered by start, then the longer first
    guid: str = ""
    link: str = ""
    deck: str = ""
    outlet: str = ""
    byline: str = ""
    agency: str = ""
    photo_credit: str = ""
    published: datetime | None = None  # with a time zone; None when the source does not say
    language: str = ""  # ISO 639-1
    doubt: str = ""  # one sentence on why the cleaning may have gone wrong
    enclosures: tuple[Enclosure, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()  # field and where on the page it was found
    comments: str = ""  # where it is discussed: http, https or empty
    id: int = 0  # 0 until the store has given it one; then it never changes

    @property
    def undone(self) -> str:
        """What a tool had made of it before it was cleaned: "a page as lynx printed it"."""
        return dict(self.evidence).get("undone", "")

    def texts(self, kind: SpanKind) -> list[str]:
        """Return the stretches of one kind, in order."""
        return [self.text[span.start : span.end] for span in self.spans if span.kind is kind]


@frozen
class Row:
    """One line of the list."""

    id: int
    headline: str
    outlet: str
    published: datetime  # its place in the lists; when it was seen, where the source does not say
    dated: bool = True  # False where the source does not say, or names a day to come
    read: bool = False
    bookmarked: bool = False
    tags: tuple[str, ...] = ()
    doubtful: bool = False
    noted: bool = False  # whether the person wrote a note about it
    others: int = 0  # stories that report the same event
    also: tuple[str, ...] = ()  # the names of the sources that have it besides the first
    edited: bool = False  # whether its source has changed what it says
    outlets: tuple[str, ...] = ()  # of these, other ones than its own
    missed: bool = False  # whether one of these is unread
    ahead: datetime | None = None  # the date that its source gives, where that is still to come
    seen: datetime | None = None  # when it was first seen, where that is not its place
    minutes: int = 0  # that it takes to read, at least one; 0 where that is not known
    teaser: bool = False  # whether its feed tells a part of it only
    hidden: bool = False  # out of all lists but those that ask for it


@frozen
class StorySource:
    """A source that has a story."""

    source: int  # its id
    location: str
    title: str
    link: str  # where it says that the story stands
    subscribed: bool = True

    @property
    def name(self) -> str:
        """What to call it."""
        return self.title or self.location


@frozen
class Version:
    """What a story said before its source edited it."""

    until: datetime  # when that was noticed
    headline: str
    deck: str
    byline: str
    text: str = field(repr=False)


@frozen
class StoryContext:
    """What is known of a story besides its words."""

    marks: Marks = UNMARKED
    carriers: tuple[StorySource, ...] = ()  # where several: the one whose words are shown first
    versions: tuple[Version, ...] = ()  # what it said before each edit, the first words first
    elsewhere: str = ""  # the host that its link leads to, where its source stands on another
    minutes: int = 0  # that it takes to read, at least one; 0 where that is not known
    teaser: bool = False  # whether its feed tells a part of it only


DiffStretch = tuple[SpanKind | None, str]
"""Words that an edit added or removed, or left as they were."""


@frozen
class DiffHunk:
    """A paragraph that an edit touched, or some that it did not."""

    stretches: tuple[DiffStretch, ...] = ()
    field: str = "text"  # or "headline", "deck", "byline"
    untouched: int = 0  # so many paragraphs are as they were; then there are no stretches


@frozen
class Edit:
    """What a source changed in a story."""

    seen: datetime  # when that was noticed
    passages: tuple[DiffHunk, ...]


@frozen
class Snippet:
    """A passage, and where the matches stand in it, in code points."""

    text: str
    matches: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the passage cut at its matches: (text, is it a match), joining to the whole."""
        cut, at = [], 0
        for start, end in self.matches:
            cut += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        cut.append((self.text[at:], False))
        return [piece for piece in cut if piece[0]]


class SaveOutcome(StrEnum):
    """What saving a story did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SHARED = "shared"  # another source had it already


@frozen
class StoryCounts:
    """How many stories there are."""

    all: int = 0
    unread: int = 0
    bookmarked: int = 0
    events: int = 0  # that several stories report
    hidden: int = 0  # which none of the others counts


class PackedStory(NamedTuple):
    """What is kept of a story beside its own words, made where there was time for it."""

    original: tuple[str, str, bytes]  # what its source wrote: its form, fields and content
    length: tuple[int, bool]  # seconds that it takes to read, and whether it is a teaser
    keys: tuple[tuple[int, int], ...]  # what only copies of it share, and within how many seconds


@frozen
class CleanedDocument:
    """A document that went through fetching, parsing and cleaning, or the reason why not."""

    location: str
    kind: DocumentKind | None = None
    title: str = ""  # what the feed or site calls itself
    pairs: tuple[tuple[Entry, Story], ...] = ()
    error: str = ""
    note: str = ""  # one sentence that is worth saying although nothing went wrong
    pace: UpdateHints = AT_EASE
    oldest_first: bool = False  # whether its stories stand in the order in which they came
    barred: bool = False  # it leads into a private network, and no person has sent us there
    others: tuple[tuple[str, str], ...] = ()  # feeds that a page offers besides: place and title
    is_cut: bool = False  # the end of the document is missing
    unsure: str = ""  # why what an index page lists may be no stories; empty without doubt
    packed: tuple[PackedStory, ...] = ()  # of each of its pairs, where they were packed already


class IngestReport(NamedTuple):
    """What came of one document on its way in: itself, and how many of its stories are new."""

    document: CleanedDocument
    new: int
