"""Acts: what a person did to a story, a source, a search or a rule, when, and on which machine.

The clock is a hybrid logical one (Kulkarni et al., 2014): milliseconds of the machine's own clock
above 16 bits of a counter, and always later than all that the machine has seen. So an act that
answers another is later than it, even where a clock is wrong by years.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from enum import StrEnum
from hashlib import blake2b

from reader.model.construction import frozen
from reader.model.url_identity import page_identity

COUNTER_BITS = 16
CLOCK_LIMIT = 1 << 62  # no clock is as late: it would leave no room for what comes after
MACHINE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
NAME = re.compile(r"[A-Za-z0-9_-]{16}")
ALL_RULES = "all"  # the name of what the order of rules belongs to

Value = bool | int | str | None
Clocks = tuple[tuple[str, int], ...]
"""Machines, each with a clock, in the order of their names."""


class ActKind(StrEnum):
    """What an act is about."""

    READ = "read"
    BOOKMARK = "bookmark"
    TAG = "tag"
    NOTE = "note"
    HIDDEN = "hidden"
    HIGHLIGHT = "highlight"
    COLOUR = "colour"
    REMARK = "remark"
    SUBSCRIPTION = "subscription"
    FOLDER = "folder"
    SEARCH = "search"
    ALERT = "alert"
    RULE = "rule"
    ORDER = "order"

    __hash__ = str.__hash__  # a word's own: the one of enumerations is Python, and asked often


# What an act is about belongs to something that has a name, which is unique among its like.
SUBJECTS = {
    ActKind.READ: "story",
    ActKind.BOOKMARK: "story",
    ActKind.TAG: "story",
    ActKind.NOTE: "story",
    ActKind.HIDDEN: "story",
    ActKind.HIGHLIGHT: "story",
    ActKind.COLOUR: "story",
    ActKind.REMARK: "story",
    ActKind.SUBSCRIPTION: "source",
    ActKind.FOLDER: "source",
    ActKind.SEARCH: "search",
    ActKind.ALERT: "search",
    ActKind.RULE: "rule",
    ActKind.ORDER: "rules",
}
# Of these, all values stay that nobody has seen and replaced; of any other kind the latest value.
CONCURRENT = frozenset({ActKind.TAG, ActKind.NOTE, ActKind.HIGHLIGHT, ActKind.ORDER})


class NewerActError(ValueError):
    """A line holds an act of a kind, or a value, that only later versions know."""


@frozen
class Act:
    """One thing that a person did on one machine."""

    kind: ActKind
    name: str  # of a story (see `story_name`), a search or a rule; the location of a source
    at: int  # by the hybrid clock
    machine: str
    value: Value  # of a bookmark since when, in seconds; None is: gone
    page: str = ""  # the page of a story, as `page_name` has it; empty where it has none
    detail: str = ""  # the tag, or the name of the highlight (see `highlight_name`)
    replaced: Clocks = ()  # of `CONCURRENT`: up to which act of each machine was seen and undone

    @property
    def subject(self) -> str:
        """What the act is about, among all that acts are about."""
        return f"{SUBJECTS[self.kind]} {self.name}"

    @property
    def field(self) -> str:
        """What of its subject the act changes."""
        return f"{self.kind} {self.detail}" if self.detail else self.kind.value


def next_clock(latest: int, milliseconds: int) -> int:
    """Return the clock of an act at a moment since 1970, later than all that was seen."""
    return max(latest + 1, max(milliseconds, 0) << COUNTER_BITS)


def story_name(location: str, key: str, headline: str, is_web: bool) -> str:
    """Return by what a story is known everywhere: its guid with its feed, else its words.

    Files and folders lie elsewhere on each machine, so their stories do without the location.
    """
    return _digest(f"feed {location}\n{key}" if is_web else f"text {key}\n{headline}")


def page_name(link: str) -> str:
    """Return by what the page of a story is known, whoever links to it; empty without a page."""
    page = page_identity(link)
    return _digest(f"page {page}") if page else ""


def highlight_name(quote: str, before: str, after: str) -> str:
    """Return by what a highlight of a story is known: its words, and those before and after."""
    return _digest(f"highlight {before}\0{quote}\0{after}")


def _digest(written: str) -> str:
    """Return 96 bits of a hash as 16 characters."""
    digest = blake2b(written.encode("utf-8", "replace"), digest_size=12).digest()
    return urlsafe_b64encode(digest).decode()
