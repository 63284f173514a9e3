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
    """What is laid down for a site: selectors for pages and lists, expressions for dumps."""

    pages: CleaningRules = NO_RULES
    dumps: CleaningRules = NO_RULES
    list: tuple[str, ...] = ()  # selectors of the stories of an index page; none: by likeness


@frozen
class EventSettings:
    """Whether stories of one event are put together, in one row, and how alike they must be."""

    enabled: bool = True
    fold: bool = True  # whether an event is one row of a list
    strictness: str = "normal"  # "loose", "normal" or "strict"


@frozen
class BriefSettings:
    """How long a briefing is."""

    minutes: int = 10  # that it takes to read at most


@frozen
class CommandSettings:
    """A command of the person's own: a program, when it is run, and what becomes of its output."""

    name: str
    run: tuple[str, ...]  # its words; %u is an address, %t the headline, %f a file with the story
    key: str = ""  # that runs it for the open story
    arrival: str = ""  # a query: it is run for each new story that this finds
    links: str = ""  # an expression: it opens the links that this matches, in the browser's place
    type: str = ""  # of attached files that it opens: "audio/mpeg", or "audio/"
    input: str = "none"  # or "json": the story on its standard input
    output: str = "none"  # or "show", "tag", "note"
    seconds: int = 30  # that it may take


@frozen
class Settings:
    """What a person chose; every field has a good default."""

    theme: str = "auto"  # one of THEMES; "auto" is light or dark as the terminal is
    order: SearchOrder = "best"  # of search results
    half_life: int = 30  # days in which what newness is worth in a search halves
    list_width: int = 50  # per cent of the screen
    text_width: int = 76  # columns of the article at most
    events: EventSettings = EventSettings()
    read_after: float | str = 1.2  # seconds that a story is looked at, or "enter", or "never"
    refresh_minutes: int = 60  # between two readings of a source; 0: only when asked to
    contact: str = ""  # where servers can reach who is asking them
    browser: tuple[str, ...] = ()  # the words of a command with %u for the address; none: as usual
    retention: Retention = KEEP_ALL  # of every source that has no limits of its own
    downloads: str = ""  # the folder for what is attached to stories; empty: the usual one
    brief: BriefSettings = BriefSettings()
    commands: dict[str, CommandSettings] = field(default_factory=dict)
    vault: str = ""  # the folder that bookmarked, tagged and noted stories are kept in as Markdown
    alerts: tuple[str, ...] = ("bell", "osc9", "osc777")  # how a terminal is told of an alert
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)  # action: the keys for it
    sites: dict[str, SiteRules] = field(default_factory=dict)  # part of an address or outlet: rules
