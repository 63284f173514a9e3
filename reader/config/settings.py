"""What a person can choose, and where newsreader keeps its files."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from reader.model import CleaningRules, Retention, SearchOrder
from reader.model.construction import frozen
from reader.model.retention import KEEP_ALL

THEMES = ("auto", "dark", "dusk", "moss", "contrast", "light", "paper", "terminal")


@frozen
class Folders:
    """Where newsreader keeps its files."""

    data: Path  # the database and the bookmarks: what must not be lost
    cache: Path  # the index: rebuilt at will
    config: Path  # config.toml
    log: Path  # what went wrong in the background
    downloads: Path | None = None  # what was attached to stories; None: as the system has it


NO_RULES = CleaningRules()


@frozen
class SiteRules:
    """What is laid down for a site: selectors for its pages, expressions for its dumps."""

    pages: CleaningRules = NO_RULES
    dumps: CleaningRules = NO_RULES


@frozen
class EventSettings:
    """Whether stories of one event are put together, in one row, and how alike they must be."""

    enabled: bool = True
    fold: bool = True  # whether an event is one row of a list
    strictness: str = "normal"  # "loose", "normal" or "strict"


@frozen
class Settings:
    """What a person chose; every field has a good default."""

    theme: str = "auto"  # one of THEMES; "auto" is light or dark as the terminal is
    order: SearchOrder = "best"  # of search results
    half_life: int = 30  # days in which what newness is worth in a search halves
    list_width: int = 42  # per cent of the screen
    text_width: int = 76  # columns of the article at most
    events: EventSettings = EventSettings()
    read_after: float | str = 1.2  # seconds that a story is looked at, or "enter", or "never"
    refresh_minutes: int = 60  # between two readings of a source; 0: only when asked to
    contact: str = ""  # where servers can reach who is asking them
    browser: tuple[str, ...] = ()  # the words of a command with %u for the address; none: as usual
    retention: Retention = KEEP_ALL  # of every source that has no limits of its own
    downloads: str = ""  # the folder for what is attached to stories; empty: the usual one
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)  # action: the keys for it
    sites: dict[str, SiteRules] = field(default_factory=dict)  # part of an address or outlet: rules
