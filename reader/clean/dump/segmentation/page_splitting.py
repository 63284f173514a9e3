"""Tells where in a text one scraped page ends and another begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile

import regex

from reader.clean.dump.headlines import headline_variants
from reader.clean.dump.line_measures import text_weight
from reader.clean.text.sanitize import collapse_spaces

_FEWEST = 12  # lines of a text that may hold two pages
_BEFORE, _BEHIND = 400, 250  # characters of prose that a page has at least
_MOST = 6_000  # lines that are looked at
_REACH = 600  # lines of a page in which its title is looked for again
_NEAR = 60  # lines under a headline in which its story is
_SHORTEST, _LONGEST = 20, 300  # characters of a title
_FOOT = 8  # lines at the end of a page, of which one is a footer's
_PROSE = 60  # characters of a line that counts as prose
_CLOSED = re.compile(r"[.!?…。！？؟।]['\"”“’»)\]】」』]*$")
_WORD = re.compile(r"\w+")
_SEPARATED = re.compile(r"\s[-–—|·•:»›«]\s|[|｜：]")
_SEAM = regex.compile(r"(?<=[\p{Ll}.!?…\d)%”»])(?=\p{Lu}\p{L}*[ ’'])")
_SITE = re.compile(r"\s[-–—|·•:]\s(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$", re.IGNORECASE)
_OWNED = re.compile(r"©|\(c\)|copyright|rights reserved|vorbehalten", re.IGNORECASE)
_FOOTER = re.compile(
    r"©|\(c\)|copyright|rights reserved|privacy|terms|imprint|impressum|datenschutz|\bagb\b"
    r"|kontakt|contact|cookie|mentions légales|confidentialit|aviso legal|privacidad|vorbehalten"
    r"|réservés|reservados|riservati|zastrzeżone|защищены|無断|版权|저작권|about us",
    re.IGNORECASE,
)


def split_pages(content: str) -> list[str]:
    """Cut a text where a title, said again over a story of its own, begins another page.

    Each page has prose enough for a story; a text of one page comes back as it is.
    """
    if content.count("\n") < _FEWEST:
        return [content]
    places = _Text.of(content).beginnings()
    return [content[start:end] for start, end in pairwise([0, *places, len(content)])]


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a text, and what of them is prose."""

    rows: Sequence[str]
    starts: Sequence[int]  # where each row begins in the text
    keys: Sequence[str]  # their words alone
    last: dict[str, int]  # the last row that says so
    first: dict[str, int]
    mass: Sequence[int]  # characters of prose above each row
    said: str  # all keys, one behind the other
    offsets: Sequence[int]  # where each key begins in it
    owned: Sequence[int]  # rows with a copyright sign

    @classmethod
    def of(cls, content: str) -> _Text:
        """Read the lines of a text; those that ran together are cut at their seams."""
        rows, starts, at = [], [], 0
        for line in content.split("\n", _MOST)[:_MOST]:
            for start, end in _pieces(line):
                if line[start:end].strip():
                    rows.append(collapse_spaces(line[start:end]))
                    starts.append(at + start)
            at += len(line) + 1
        keys = [_key(row) for row in rows]
        last = {key: place for place, key in enumerate(keys)}
        first = {key: place for place, key in reversed(list(enumerate(keys)))}
        mass = list(accumulate(map(_prose, rows), initial=0))
        offsets = list(accumulate((len(key) + 2 for key in keys), initial=0))
        owned = [place for place, row in enumerate(rows) if _OWNED.search(row)]
        said = f" {'  '.join(keys)} "
        return cls(rows, starts, keys, last, first, mass, said, offsets, owned)

    def beginnings(self) -> list[int]:
        """Find where in the text the second page begins, and each after it."""
        found: list[int] = []
        above = 0
        for at in self._candidates():
            if self.mass[at] - above >= _BEFORE and self._begins(at):
                found.append(self.starts[at])
                above = self.mass[at]
        return found

    def _candidates(self) -> Iterator[int]:
        """List rows that have enough prose over and under them, and may be titles or names."""
        for at, row in enumerate(self.rows):
            if self.mass[-1] - self.mass[at] < _BEHIND:
                return
            if self.mass[at] >= _BEFORE and len(row) <= _LONGEST and not _prose(row):
                yield at

    def _begins(self, at: int) -> bool:
        if self._is_name(at):
            return True
        row = self.rows[at]
        if text_weight(row) < _SHORTEST:
            return False
        if _SEPARATED.search(row):
            return any(
                self._is_title(at, head) or self._is_under(at, head)
                for head, rest in headline_variants(row)
                if head != row and self._may_be_outlet(at, rest)
            )
        return self._is_said_again(at)

    def _is_title(self, at: int, head: str) -> bool:
        """Tell whether a part of a row is a headline further below, and nothing above."""
        key = _key(head)
        if text_weight(head) < _SHORTEST or not self._is_new(at, key):
            return False
        return any(self._has_story(place) for place in self._places(at, key))

    def _is_new(self, at: int, key: str) -> bool:
        return self.first.get(key, at) >= at

    def _places(self, at: int, key: str) -> Iterator[int]:
        """List the rows below one that say just this."""
        if self.last.get(key, at) > at:
            reach = range(at + 1, min(len(self.rows), at + _REACH))
            yield from (place for place in reach if self.keys[place] == key)

    def _has_story(self, at: int) -> bool:
        return self.mass[min(len(self.rows), at + _NEAR)] - self.mass[at] >= _BEHIND

    def _may_be_outlet(self, at: int, rest: str) -> bool:
        """Tell whether a name is new in the text, or the one that its first line ends with."""
        name = _key(rest)
        if not name or len(rest.split()) > 5 or rest[-1].isdigit():
            return False
        return f" {self.keys[0]}".endswith(f" {name}") or self._is_unsaid(at, name)

    def _is_unsaid(self, at: int, name: str) -> bool:
        return self.said.find(f" {name} ") >= self.offsets[at]

    def _is_under(self, at: int, head: str) -> bool:
        """Tell whether a row names an outlet that signs what follows, and its story is there."""
        name = self.keys[at][len(_key(head)) :].strip()
        place = _SITE.search(self.rows[at])
        if not place and not (name and self._is_owner(at, name)) and not self._is_alike(name):
            return False
        said = set(" ".join(self._prose_under(at)).split())
        wanted = {word for word in _key(head).split() if len(word) > 3}
        return len(wanted & said) >= max(2, len(wanted) / 2)

    def _is_alike(self, name: str) -> bool:
        return bool(name) and f" {self.keys[0]}".endswith(f" {name}")

    def _is_owner(self, at: int, name: str) -> bool:
        """Tell whether a name that is new stands below by itself, or behind a copyright sign."""
        return self._is_unsaid(at, name) and (self.last.get(name, 0) > at or self._owns(at, name))

    def _owns(self, at: int, name: str) -> bool:
        return any(place > at and name in self.keys[place] for place in self.owned)

    def _prose_under(self, at: int) -> Iterator[str]:
        for place in range(at + 1, min(len(self.rows), at + _REACH)):
            if self.mass[place + 1] > self.mass[place]:
                yield self.keys[place]

    def _is_said_again(self, at: int) -> bool:
        """Tell whether a row right behind a footer is the headline further below."""
        key = self.keys[at]
        if self.last[key] == at or not self._is_new(at, key) or len(key.split()) < 4:
            return False
        if not self._is_behind_foot(at):
            return False
        places = [place for place in self._places(at, key) if place >= at + 4]
        return any(self._has_story(place) for place in places[:1])

    def _is_behind_foot(self, at: int) -> bool:
        if _is_foot(self.rows[at]):
            return False
        over = range(at - 1, max(0, at - _FOOT) - 1, -1)
        around = takewhile(lambda place: self.mass[place] == self.mass[at], over)
        return any(_is_foot(self.rows[place]) for place in around)

    def _is_name(self, at: int) -> bool:
        """Tell whether a row right behind a footer is the new owner of what follows."""
        name = self.keys[at]
        if not 1 < len(name.split()) <= 5 or not self._is_new(at, name):
            return False
        return self._owns(at, name) and self._is_behind_foot(at) and self._is_owner(at, name)


def _is_foot(row: str) -> bool:
    return bool(_FOOTER.search(row)) and text_weight(row) <= 250


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    """Cut a line where a text that ends without a line break meets the next one."""
    seams = [seam.start() for seam in _SEAM.finditer(line, max(0, len(line) - _LONGEST))][-1:]
    yield from pairwise([0, *seams, len(line)])


def _prose(row: str) -> int:
    size = text_weight(row) if len(row) > _PROSE // 3 else 0
    return size if size >= _PROSE and _CLOSED.search(row) else 0


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
