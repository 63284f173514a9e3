"""Where the screen was left: what it listed, which story was chosen, and what stood around that.

Nothing is imported for it: the first headlines are painted by it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEFT, LEFT_HITS = "left", "left hits"  # facts in the database
_FORMAT = "1"
_FIELD, _ROW, _PASSAGE, _MATCH = map(chr, range(28, 32))  # no story and no query may hold them


class KeptPassage:
    """A headline or passage with its matches, as it was painted last."""

    def __init__(self, text: str) -> None:
        self._text = text

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, with whether each is a match."""
        parts = enumerate(self._text.split(_MATCH))
        return [(part, bool(number % 2)) for number, part in parts if part]


def passage_text(pieces: Iterable[tuple[str, bool]]) -> str:
    """Return pieces, a match every second one, as they are kept."""
    kept, in_match = "", False
    for text, match in pieces:
        kept += (_MATCH if match != in_match else "") + text
        in_match = match
    return kept


_USUAL = ("", "best")  # an order of hits says nothing about a list
_BY_TIME = ("newest", "oldest")


class LeftRow:
    """A row that stood on the screen; in a search with its headline and passage as painted."""

    def __init__(self, story: int, inner: bool, headline: str = "", passage: str = "") -> None:
        self.story, self.inner = story, inner  # inner: beneath another story of its event
        self.headline, self.passage = headline, passage

    @property
    def passages(self) -> tuple[KeptPassage, KeptPassage] | None:
        """What a search found in it."""
        return (KeptPassage(self.headline), KeptPassage(self.passage)) if self.headline else None

    def as_text(self) -> str:
        """Return the row as it is kept."""
        parts = (str(self.story), str(int(self.inner)), self.headline, self.passage)
        return _PASSAGE.join(parts)


class LeftPlace:
    """Where the screen was left; a new one is at the top of all stories."""

    def __init__(self) -> None:
        self.view = "all"
        self.story, self.place = 0, 0
        self.line = 1  # of the list on which the chosen row began, beneath the name of its section
        self.offset = 0  # into the story's text, of what stood at the article's top
        self.query, self.order = "", ""  # of what the search found, else of the list
        self.total = 0  # stories that the search found
        self.unfolded: Sequence[int] = ()  # beneath which the others of their event stand
        # What the next start paints at once, as long as all is as it was then.
        self.state = ""
        self.above = 0  # lines of those rows that are out of sight at the top
        self.rows: list[LeftRow] = []

    @property
    def is_at_top(self) -> bool:
        """Whether that is the top of all stories: what came since is listed there."""
        is_usual = self.view == "all" and self.order in _USUAL
        return is_usual and not (self.query or self.place or self.unfolded)

    @property
    def is_by_time(self) -> bool:
        """Whether that is a list in order of time, the newest or the oldest first."""
        usual = () if self.view == "bookmarks" else _USUAL
        return not self.query and (self.order in usual or self.order.lstrip("-") in _BY_TIME)

    def as_text(self) -> str:
        """Return what is kept in the database."""
        numbers = (self.story, self.place, self.line, self.offset, self.total, self.above)
        return _FIELD.join(
            (
                _FORMAT,
                self.view,
                self.query,
                self.order,
                self.state,
                " ".join(map(str, numbers)),
                " ".join(map(str, self.unfolded)),
                _ROW.join(row.as_text() for row in self.rows),
            )
        )


def read_left_place(text: str) -> LeftPlace:
    """Return what was kept; a new place, where that is nothing or of another version."""
    left = LeftPlace()
    try:
        form, left.view, left.query, left.order, left.state, *lists = text.split(_FIELD)
        numbers, unfolded, rows = lists
        left.story, left.place, left.line, left.offset, left.total, left.above = ids_in(numbers)
        left.unfolded = ids_in(unfolded)
        left.rows = [_read_row(row) for row in rows.split(_ROW) if row]
    except ValueError:
        return LeftPlace()
    return left if form == _FORMAT else LeftPlace()


def ids_in(text: str) -> list[int]:
    """Return the numbers in a text."""
    return [int(one) for one in text.split()]


def _read_row(text: str) -> LeftRow:
    """Return a row that was kept."""
    story, inner, headline, passage = text.split(_PASSAGE)
    return LeftRow(int(story), inner == "1", headline, passage)
