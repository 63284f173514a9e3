"""The nouns that every part of newsreader passes on, and the errors it can end in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a document turned out to be."""

    FEED = "feed"
    PAGE = "page"
    DUMP = "dump"


class Form(StrEnum):
    """How the content of an entry is written."""

    HTML = "html"  # a fragment out of a feed
    PAGE = "page"  # a whole web page
    DUMP = "dump"  # the text of a scraped page, furniture and all
    TEXT = "text"  # plain paragraphs that hold the story and nothing else


class SpanKind(StrEnum):
    """What a stretch of a story's text is."""

    HEADING = "heading"
    QUOTE = "quote"
    ITEM = "item"
    CODE = "code"  # preformatted: line breaks and spaces count; tables too
    EMPHASIS = "emphasis"
    LINK = "link"
    CAPTION = "caption"
    MATCH = "match"


class Mark(StrEnum):
    """What a person can note about a story with one key."""

    READ = "read"
    BOOKMARKED = "bookmarked"


@dataclass(frozen=True, slots=True)
class Health:
    """How reading a source went, the last time and before."""

    last_success: datetime | None = None
    last_error: str = ""  # one sentence; empty when the last reading went well
    last_tried: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Somewhere that stories come from."""

    location: str  # a URL, or the absolute path of a file or folder
    title: str = ""
    folder: str = ""
    full_text: bool = False
    id: int = 0  # 0 until the store has given it one
    stories: int = 0  # how many the store holds
    unread: int = 0
    health: Health = Health()


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as they came."""

    source: str  # the location of the source that they belong to
    location: str  # where exactly these bytes were: a URL, a file's path, or "-"
    content: bytes = field(repr=False)
    arrived: datetime
    media_type: str = ""  # as the sender named it, empty when nobody did


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that a feed offers beside an entry."""

    link: str
    media_type: str = ""
    size: int = 0  # bytes, 0 when not known


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as its source wrote it; an empty field was not written."""

    source: str
    content: str = field(repr=False)
    form: Form
    arrived: datetime
    guid: str = ""
    link: str = ""
    title: str = ""
    deck: str = ""  # a summary that stands beside fuller content
    author: str = ""
    outlet: str = ""
    published: str = ""  # in whatever notation the source uses
    language: str = ""
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def key(self) -> str:
        """What tells this entry from all others of its source, however it is cleaned."""
        if self.guid or self.link:
            return self.guid or self.link
        import hashlib  # most entries have a guid, and the screen never asks

        written = f"{self.title}\n{self.content}".encode("utf-8", "surrogatepass")
        return "sha256:" + hashlib.sha256(written).hexdigest()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a person laid down for the pages of a site: CSS selectors, or regular expressions.

    Selectors are for pages, expressions are searched for in the lines of dumps.
    """

    keep: tuple[str, ...] = ()  # story, whatever it looks like
    drop: tuple[str, ...] = ()  # not story
    start: tuple[str, ...] = ()  # the story begins with it
    stop: tuple[str, ...] = ()  # the story is over before it


@dataclass(frozen=True, slots=True)
class Site:
    """What is known about the pages of a source when one of them is cleaned."""

    repeated: frozenset[str] = frozenset()  # folded lines that other documents of it have too
    rules: Rules = Rules()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a document held."""

    kind: Kind
    entries: tuple[Entry, ...]
    title: str = ""  # what the feed or site calls itself


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a story's text and what it is, in code points."""

    start: int
    end: int
    kind: SpanKind
    target: str = ""  # where a link leads: http or https only


@dataclass(frozen=True, slots=True)
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
    id: int = 0  # 0 until the store has given it one; then it never changes

    def texts(self, kind: SpanKind) -> list[str]:
        """The stretches of one kind, in order."""
        return [self.text[span.start : span.end] for span in self.spans if span.kind is kind]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person noted about a story."""

    read: bool = False
    bookmarked: datetime | None = None  # when
    tags: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    id: int
    headline: str
    outlet: str
    published: datetime  # when it was first seen, where the source does not say
    dated: bool = True  # False where the source does not say
    read: bool = False
    bookmarked: bool = False
    tags: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage, and where the matches stand in it, in code points."""

    text: str
    matches: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> list[tuple[str, bool]]:
        """The passage cut at its matches: (text, is it a match), joining to the whole."""
        cut, at = [], 0
        for start, end in self.matches:
            cut += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        cut.append((self.text[at:], False))
        return [piece for piece in cut if piece[0]]


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer to a query: stories in order, best or newest first."""

    ids: tuple[int, ...]
    total: int  # how many stories match, the ones beyond `ids` included
    exact: bool = True  # False while `total` is a lower bound
    hint: str = ""  # one sentence when not all of the query could be used


@dataclass(frozen=True, slots=True)
class Word:
    """A word, the beginning of one (prefix), or one like it (fuzzy)."""

    text: str
    field: str = ""  # "title", "outlet", "by"; empty is all of them and the body
    prefix: bool = False
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """Stories that carry a mark: read, unread, bookmarked, note."""

    mark: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """Stories with a tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class Within:
    """Stories of the sources whose title, folder or location holds these words."""

    name: str


@dataclass(frozen=True, slots=True)
class Language:
    """Stories in a language, ISO 639-1."""

    code: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Stories published from a moment (included) to a moment (excluded)."""

    after: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    """All stories."""


@dataclass(frozen=True, slots=True)
class Not:
    """Stories that a part does not find."""

    part: Part


@dataclass(frozen=True, slots=True)
class And:
    """Stories that every part finds; two parts or more."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Stories that at least one part finds; two parts or more."""

    parts: tuple[Part, ...]


Part = Word | Phrase | Marked | Tagged | Within | Language | Dated | Everything | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, understood."""

    part: Part
    hint: str = ""  # one sentence about what was not understood, with its place


Order = Literal["best", "newest"]


@dataclass(frozen=True, slots=True)
class Search:
    """A query on its way to the index."""

    query: Query
    order: Order = "best"
    limit: int = 50  # hits that are wanted
    typing: bool = False  # its last word may be unfinished
    first: bool = False  # a page is wanted at once; the total may be a lower bound


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document that went through fetching, parsing and cleaning, or the reason why not."""

    location: str
    kind: Kind | None = None
    title: str = ""  # what the feed or site calls itself
    pairs: tuple[tuple[Entry, Story], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
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


class Change(StrEnum):
    """What saving a story did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stories there are."""

    all: int = 0
    unread: int = 0
    bookmarked: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far some long work is."""

    doing: str  # "Indexing", "Reading"
    done: int
    total: int  # 0 when not known


class ReaderError(Exception):
    """Something went wrong: one sentence for the user, and the source or file that it is about."""

    def __init__(self, sentence: str, source: str = "") -> None:
        super().__init__(sentence)
        self.source = source


class FetchError(ReaderError):
    """A source could not be read."""


class ParseError(ReaderError):
    """A document is nothing that newsreader can read."""


class QueryError(ReaderError):
    """A query asks for something that does not exist."""


class StoreError(ReaderError):
    """The database could not be opened, read or written."""


class BrokenIndexError(ReaderError):
    """The index is missing, broken or foreign, and is to be built again."""


class ConfigError(ReaderError):
    """The configuration holds something that newsreader does not know."""
