"""The nouns that every part of newsreader passes on, and the errors it can end in."""

from importlib import import_module
from typing import TYPE_CHECKING

from reader.model.documents import (
    CleaningRules,
    ContentForm,
    Document,
    DocumentKind,
    Enclosure,
    Entry,
    ParsedDocument,
    SiteContext,
    Source,
    SourceHealth,
)
from reader.model.errors import (
    BrokenIndexError,
    ConfigError,
    FetchError,
    ParseError,
    QueryError,
    ReaderError,
    StoreError,
)
from reader.model.events import (
    ClusterEdit,
    ClusterMember,
    Event,
    EventMember,
    EventReport,
    Fingerprint,
)
from reader.model.fetching import Download, FetchState, HostBackoff, Request, Response, UpdateHints
from reader.model.marks import Keepsake, Mark, Marks
from reader.model.progress import OnProgress, Progress
from reader.model.retention import Retention
from reader.model.saved_searches import SavedSearch, SearchCounts, SearchOrder
from reader.model.stories import (
    CleanedDocument,
    DiffHunk,
    DiffStretch,
    Edit,
    IngestReport,
    Row,
    SaveOutcome,
    Snippet,
    Span,
    SpanKind,
    Story,
    StoryContext,
    StoryCounts,
    StorySource,
    Version,
)

if TYPE_CHECKING:
    from reader.model.queries import (
        And,
        Everything,
        HasMark,
        HasTag,
        Hits,
        InEvent,
        InLanguage,
        InSource,
        LikeStory,
        MoreLikeThis,
        Not,
        Or,
        Part,
        Phrase,
        PublishedBetween,
        Query,
        Search,
        WithIds,
        Word,
    )

__all__ = [
    "And",
    "BrokenIndexError",
    "CleanedDocument",
    "CleaningRules",
    "ClusterEdit",
    "ClusterMember",
    "ConfigError",
    "ContentForm",
    "DiffHunk",
    "DiffStretch",
    "Document",
    "DocumentKind",
    "Download",
    "Edit",
    "Enclosure",
    "Entry",
    "Event",
    "EventMember",
    "EventReport",
    "Everything",
    "FetchError",
    "FetchState",
    "Fingerprint",
    "HasMark",
    "HasTag",
    "Hits",
    "HostBackoff",
    "InEvent",
    "InLanguage",
    "InSource",
    "IngestReport",
    "Keepsake",
    "LikeStory",
    "Mark",
    "Marks",
    "MoreLikeThis",
    "Not",
    "OnProgress",
    "Or",
    "ParseError",
    "ParsedDocument",
    "Part",
    "Phrase",
    "Progress",
    "PublishedBetween",
    "Query",
    "QueryError",
    "ReaderError",
    "Request",
    "Response",
    "Retention",
    "Row",
    "SaveOutcome",
    "SavedSearch",
    "Search",
    "SearchCounts",
    "SearchOrder",
    "SiteContext",
    "Snippet",
    "Source",
    "SourceHealth",
    "Span",
    "SpanKind",
    "StoreError",
    "Story",
    "StoryContext",
    "StoryCounts",
    "StorySource",
    "UpdateHints",
    "Version",
    "WithIds",
    "Word",
]


def __getattr__(name: str) -> object:
    """Import a noun of searching when it is asked for: the first screen shows none."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("reader.model.queries"), name)
