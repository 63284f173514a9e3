"""What goes through the pipes, one JSON object a line."""

from __future__ import annotations

from reader.model import Progress, SearchOrder
from reader.model.construction import frozen


@frozen
class QueryMessage:
    """A query on its way to the searcher."""

    number: int  # a later query has a higher one
    text: str
    order: SearchOrder = "best"
    typing: bool = False


LOOK = QueryMessage(0, "")  # not a query: how many stories does the index lack?
COUNT = -1  # the number of every query of which only the count is wanted, when nothing else is


@frozen
class AnswerMessage:
    """What the searcher found, first a page of it and then all."""

    number: int
    ids: tuple[int, ...] = ()
    total: int = 0
    final: bool = True
    hint: str = ""
    meant: str = ""  # when nothing is found: what was typed with words that there are
    behind: int = 0  # stories that the index does not know yet
    text: str = ""  # the query, where only its count was wanted
    unread: int = 0  # how many of `total` are unread, where only that was wanted
    hidden: int = 0  # stories that match as well, and are hidden


@frozen
class JobEvent:
    """What the adding process tells: how far it is, or a sentence about what went wrong."""

    progress: Progress | None = None
    added: int = 0
    failed: str = ""
    note: str = ""  # a sentence that is worth saying although nothing went wrong
    others: tuple[tuple[str, str], ...] = ()  # feeds that are offered besides: place and title
    left: tuple[str, ...] = ()  # a sentence for each thing that was not taken
    alerts: tuple[tuple[str, str], ...] = ()  # what alerts, and what is said of that
    # Pages without a feed that list stories: place, how many, and the first headlines.
    lists: tuple[tuple[str, ...], ...] = ()
