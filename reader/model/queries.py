"""Queries and hits: what is searched for, and what is found."""

from __future__ import annotations

from datetime import datetime

from reader.model.construction import frozen
from reader.model.saved_searches import SearchOrder


@frozen
class Word:
    """A word, the beginning of one (prefix), or one like it (fuzzy)."""

    text: str
    field: str = ""  # "title", "outlet", "by"; empty is all of them and the body
    prefix: bool = False
    fuzzy: bool = False


@frozen
class Phrase:
    """Words in a row."""

    text: str
    field: str = ""


@frozen
class RegexMatch:
    """What a regular expression matches, in any case."""

    pattern: str
    field: str = ""  # as that of a word


@frozen
class HasMark:
    """Stories that carry a mark: read, unread, bookmarked, note, hidden; or lead their event."""

    mark: str


@frozen
class HasTag:
    """Stories with a tag."""

    tag: str


@frozen
class InSource:
    """Stories of the sources whose title, folder or location holds these words."""

    name: str


@frozen
class InLanguage:
    """Stories in a language, ISO 639-1."""

    code: str


@frozen
class PublishedBetween:
    """Stories published from a moment (included) to a moment (excluded)."""

    after: datetime | None = None
    before: datetime | None = None


@frozen
class LikeStory:
    """Stories like one."""

    story: int  # its id


@frozen
class InEvent:
    """Stories of an event."""

    event: int  # its id, or that of any of its stories


@frozen
class AtLeastLong:
    """Stories that take so long to read."""

    seconds: int


@frozen
class WithIds:
    """Stories with these ids; nobody types it."""

    ids: frozenset[int]


@frozen
class MoreLikeThis:
    """Stories that hold enough of these terms of the index; nobody types it."""

    terms: tuple[tuple[str, float], ...]  # with how much each counts


@frozen
class Everything:
    """All stories."""


@frozen
class Not:
    """Stories that a part does not find."""

    part: Part


@frozen
class And:
    """Stories that every part finds; two parts or more."""

    parts: tuple[Part, ...]


@frozen
class Or:
    """Stories that at least one part finds; two parts or more."""

    parts: tuple[Part, ...]


StoreLeaf = HasMark | HasTag | InSource | LikeStory | InEvent | AtLeastLong
"""What only the library can answer."""

Part = (
    Word
    | Phrase
    | RegexMatch
    | StoreLeaf
    | InLanguage
    | PublishedBetween
    | WithIds
    | MoreLikeThis
    | Everything
    | Not
    | And
    | Or
)


@frozen
class Query:
    """What a person typed, understood."""

    part: Part
    hint: str = ""  # one sentence about what was not understood, with its place
    sort: str = ""  # an order of lists, where that is asked for


@frozen
class Search:
    """A query on its way to the index."""

    query: Query
    order: SearchOrder = "best"
    limit: int = 50  # hits that are wanted
    typing: bool = False  # its last word may be unfinished
    first: bool = False  # a page is wanted at once; the total may be a lower bound
    after: str = ""  # where the page before ended, as `Hits.next` told it


@frozen
class Hits:
    """The answer to a query: stories in order, best or newest first."""

    ids: tuple[int, ...]
    total: int  # how many stories match, the ones beyond `ids` included
    exact: bool = True  # False while `total` is a lower bound
    hint: str = ""  # one sentence when not all of the query could be used
    scores: tuple[float, ...] = ()  # one for each id, where the best come first
    next: str = ""  # what to ask for the page after this one with; empty at the end
    hidden: int = 0  # stories that match as well, and are hidden
