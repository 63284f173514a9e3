"""Sources, documents, and the entries that they hold: what comes in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from reader.model.construction import field, frozen
from reader.model.fetching import AT_EASE, UNASKED, FetchState, UpdateHints
from reader.model.retention import Retention


class DocumentKind(StrEnum):
    """What a document turned out to be."""

    FEED = "feed"
    PAGE = "page"
    DUMP = "dump"
    LIST = "list"  # an index page, whose stories are entries
    MESSAGE = "message"


class ContentForm(StrEnum):
    """How the content of an entry is written."""

    HTML = "html"  # a fragment out of a feed
    PAGE = "page"  # a whole web page
    DUMP = "dump"  # the text of a scraped page, furniture and all
    TEXT = "text"  # plain paragraphs that hold the story and nothing else
    MESSAGE = "message"  # the HTML of a mail
    CHANGES = "changes"  # HTML of our own: all that changed on a watched page
    MESSAGE_TEXT = "message text"  # the plain text of a mail, with quotations and signature


class SourceReading(StrEnum):
    """As what a source is read."""

    FEED = "feed"  # or a file, or a folder
    LIST = "list"  # an index page, whose links are its stories
    WATCH = "watch"  # a page, whose changes are its stories


@frozen
class SourceHealth:
    """How reading a source went, the last time and before."""

    last_success: datetime | None = None
    last_error: str = ""  # one sentence; empty when the last reading went well
    last_tried: datetime | None = None


@frozen
class Source:
    """Somewhere that stories come from."""

    location: str  # a URL, or the absolute path of a file or folder
    title: str = ""
    folder: str = ""
    full_text: bool = False
    id: int = 0  # 0 until the store has given it one
    stories: int = 0  # how many the store holds
    unread: int = 0
    health: SourceHealth = SourceHealth()
    muted: bool = False  # it is read only when that is asked for by name
    fetch_state: FetchState = UNASKED
    keep: Retention | None = None  # None: as the configuration says of all
    reading: SourceReading = SourceReading.FEED


@frozen
class Document:
    """Bytes as they came."""

    source: str  # the location of the source that they belong to
    location: str  # where exactly these bytes were: a URL, a file's path, or "-"
    content: bytes = field(repr=False)
    arrived: datetime
    media_type: str = ""  # as the sender named it, empty when nobody did
    reading: SourceReading = SourceReading.FEED  # as what its source is read
    selectors: tuple[str, ...] = ()  # that find the stories of an index page; none: by likeness


@frozen
class Enclosure:
    """A file that a feed offers beside an entry."""

    link: str
    media_type: str = ""
    size: int = 0  # bytes, 0 when not known


@frozen
class Entry:
    """One item as its source wrote it; an empty field was not written."""

    source: str
    content: str = field(repr=False)
    form: ContentForm
    arrived: datetime
    guid: str = ""
    link: str = ""
    title: str = ""
    deck: str = ""  # a summary that stands beside fuller content
    author: str = ""
    outlet: str = ""
    published: str = ""  # in whatever notation the source uses; several dates a line each
    language: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    base: str = ""  # what links in the content are relative to; empty: the link of the entry
    comments: str = ""  # where it is discussed: http, https or empty
    wrapper: str = ""  # what it stood in, where that was no feed: "a record of JSON"

    @property
    def key(self) -> str:
        """What tells this entry from all others of its source, however it is cleaned.

        Several entries may have one guid all the same: the store tells them apart.
        """
        if self.guid:
            return self.guid
        if self.link:
            from reader.model.url_identity import without_tracking  # most entries have a guid

            return without_tracking(self.link)
        import hashlib  # most entries have a guid, and the screen never asks

        written = f"{self.title}\n{self.content}".encode("utf-8", "surrogatepass")
        return "sha256:" + hashlib.sha256(written).hexdigest()


@frozen
class CleaningRules:
    """What a person laid down for the pages of a site: CSS selectors, or regular expressions.

    Selectors are for pages, expressions are searched for in the lines of dumps.
    """

    keep: tuple[str, ...] = ()  # story, whatever it looks like
    drop: tuple[str, ...] = ()  # not story
    start: tuple[str, ...] = ()  # the story begins with it
    stop: tuple[str, ...] = ()  # the story is over before it


@frozen
class SiteContext:
    """What is known about the pages of a source when one of them is cleaned."""

    repeated: frozenset[str] = frozenset()  # folded lines that other documents of it have too
    rules: CleaningRules = CleaningRules()


@frozen
class ParsedDocument:
    """What a document held."""

    kind: DocumentKind
    entries: tuple[Entry, ...]
    title: str = ""  # what the feed or site calls itself
    pace: UpdateHints = AT_EASE
    is_cut: bool = False  # its end is missing
    left_out: int = 0  # entries beyond the most that are read of one document
