"""The nouns that every part of newsreader passes on, and the errors it can end in."""

from importlib import import_module
from typing import TYPE_CHECKING

from reader.model.documents import (
    Document,
    Enclosure,
    Entry,
    Form,
    Health,
    Kind,
    Parsed,
    Rules,
    Site,
    Source,
)
from reader.model.download import Download
from reader.model.errors import (
    BrokenIndexError,
    ConfigError,
    FetchError,
    ParseError,
    QueryError,
    ReaderError,
    StoreError,
)
from reader.model.events import Decision, Event, Grouped, Member, Print, Report
from reader.model.fetching import Ask, Host, Pace, Reply, Standing
from reader.model.marks import Keepsake, Mark, Marks
from reader.model.progress import Progress
from reader.model.retention import Retention
from reader.model.saved_searches import Counted, Order, Saved
from reader.model.stories import (
    Beside,
    Carrier,
    Change,
    Cleaned,
    Counts,
    Edit,
    Passage,
    Row,
    Snippet,
    Span,
    SpanKind,
    Story,
    Stretch,
    Version,
)

if TYPE_CHECKING:
    from reader.model.queries import (
        And,
        Dated,
        Everything,
        Hits,
        Language,
        Like,
        Marked,
        Not,
        Numbered,
        Or,
        Part,
        Phrase,
        Query,
        Reporting,
        Search,
        Tagged,
        Telling,
        Within,
        Word,
    )

__all__ = [
    "And",
    "Ask",
    "Beside",
    "BrokenIndexError",
    "Carrier",
    "Change",
    "Cleaned",
    "ConfigError",
    "Counted",
    "Counts",
    "Dated",
    "Decision",
    "Document",
    "Download",
    "Edit",
    "Enclosure",
    "Entry",
    "Event",
    "Everything",
    "FetchError",
    "Form",
    "Grouped",
    "Health",
    "Hits",
    "Host",
    "Keepsake",
    "Kind",
    "Language",
    "Like",
    "Mark",
    "Marked",
    "Marks",
    "Member",
    "Not",
    "Numbered",
    "Or",
    "Order",
    "Pace",
    "ParseError",
    "Parsed",
    "Part",
    "Passage",
    "Phrase",
    "Print",
    "Progress",
    "Query",
    "QueryError",
    "ReaderError",
    "Reply",
    "Report",
    "Reporting",
    "Retention",
    "Row",
    "Rules",
    "Saved",
    "Search",
    "Site",
    "Snippet",
    "Source",
    "Span",
    "SpanKind",
    "Standing",
    "StoreError",
    "Story",
    "Stretch",
    "Tagged",
    "Telling",
    "Version",
    "Within",
    "Word",
]


def __getattr__(name: str) -> object:
    """What can be searched for, imported when it is asked for: the first screen shows none."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("reader.model.queries"), name)
