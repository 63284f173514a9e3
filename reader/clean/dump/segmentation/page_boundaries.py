"""Tells how likely another page begins at a row of a text: a title, a menu, a story of its own.

Trees, grown by `tests/training/boundaries.py`, weigh what a row has in common with the prose over
and under it, and whether the rows around it look like the foot of a page and the head of another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from math import log1p

from reader.clean.dump.line_measures import LONGEST_LABEL, is_label
from reader.clean.dump.segmentation.page_rows import LONGEST, PageRows
from reader.clean.dump.tree_model import NEVER, Stages, TreeModel, load_model
from reader.clean.text.alternation import fast_alternation, list_alternatives
from reader.model.construction import frozen

NAMES = (
    *("size", "words", "separator", "figures", "at", "foot itself"),
    *("shares below", "shared below", "shares above", "shared above", "new words"),
    *("words of the first row", "as the first row", "again below", "again above"),
    *("likest below", "first row's likest", "outlet said below", "outlet said above"),
    *("part said below", "part new"),
    *("prose near below", "prose near above", "prose below", "prose above"),
    *("best window below", "best window above", "prose rows near"),
    *("rows to prose", "rows since prose", "share of the gap", "rows to a story"),
    *("prose shared", "prose said above", "short words shared", "title below", "title above"),
    *("furniture below", "furniture above", "heads below", "addresses above"),
    *("said above", "said above, of many", "said by the first rows"),
    *("since foot", "until foot", "since owner"),
)
STAGES: Stages = ((10, -2.0, NEVER), (30, -1.5, NEVER))
NEAR, MANY = 12, 40  # rows around one that are looked at
REACH, CLOSE = 250, 80  # rows under one, and those of them that are close
FAR = 60  # rows beyond which distance makes no difference
STEM = 6  # letters by which words are compared
FIRST = 24  # rows of a page's head
_WINDOW = 6  # rows of prose over a gap that are compared with as many under it
_LEDE, _LEDE_ROWS = 250, 10  # characters of prose that begin a story, and rows that hold them
_FEWEST = 3  # long words of a row that is compared with other rows
_MOST_PLACES = 12  # rows under one that have its word
_LONG = re.compile(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}")
_BRIEF = re.compile(r"\b[^\W\d_]{1,3}\b")
_WORD = re.compile(r"\w+")
_SEPARATED = re.compile(r"\s[-–—|·•:»›«]\s|[|｜：]")
# These are looked for in small letters, which takes a third of the time that ignoring case does.
_OWNED = re.compile(r"©|\(c\)|copyright|rights reserved|vorbehalten")
_FOOT = re.compile(
    fast_alternation(
        list_alternatives(
            r"""
            ©|\(c\)|copyright|rights reserved|privacy|terms|imprint|impressum|datenschutz|kontakt
            contact|cookie|mentions légales|confidentialit|aviso legal|privacidad|vorbehalten
            about us|réservés|reservados|riservati|zastrzeżone|защищены|無断|版权|저작권|\bagb\b
            """
        )
    )
)
_HEAD = re.compile(
    fast_alternation(
        list_alternatives(
            r"""
            skip to|zum inhalt|jump to|^men[uü]$|aller au contenu|log ?in|sign in|subscribe|anmelden
            abonn|search|suche|recherche|登录|ログイン|войти|iniciar
            """
        )
    )
)
_ADDRESS = re.compile(r"\W*(?:\d+\.\s+)?(?:https?|file|ftp|mailto)[:/]")


@cache
def _boundary_model() -> TreeModel:
    """Read the trees that come with newsreader."""
    return load_model(__package__, "boundary_model.json")


@frozen
class RowContext:
    """The rows of a text, and where each word stands in its prose and outside."""

    page: PageRows
    keys: Sequence[str]  # the words of each row alone
    first: dict[str, int]  # the first row that says so
    last: dict[str, int]
    prose: Sequence[int]  # rows of prose
    stems: Sequence[frozenset[str]]  # the beginnings of a row's long words
    places: dict[str, list[int]]  # the rows of prose that have a word
    others: dict[str, list[int]]  # the other rows that have it
    over: Sequence[int]  # prose of the best window over each row
    under: Sequence[int]
    feet: Sequence[int]  # rows of a page's foot
    owners: Sequence[int]  # rows that say whose the page is
    said: Sequence[int]  # rows above each that earlier ones said
    furniture: Sequence[int]  # rows above each that are a label that pages have
    heads: Sequence[int]  # rows above each that pages begin with
    addresses: Sequence[int]  # rows above each that are addresses

    @classmethod
    def from_page(cls, page: PageRows) -> RowContext:
        """Look at each row once."""
        rows, low = page.rows, [row.lower() for row in page.rows]
        keys = [_key(row) for row in rows]
        first = {key: at for at, key in reversed(list(enumerate(keys)))}
        prose, words = page.prose(), [_stems(row) for row in rows]
        told = set(prose)
        return cls(
            page, keys, first, {key: at for at, key in enumerate(keys)}, prose, words,
            _places(words, prose),
            _places(words, (at for at, row in enumerate(rows)
                            if at not in told and len(row) <= LONGEST)),
            page.most_over(), page.most_under(),
            [at for at, row in enumerate(low) if len(row) <= LONGEST and _FOOT.search(row)],
            [at for at, row in enumerate(low) if _OWNED.search(row)],
            _sums(first[key] < at for at, key in enumerate(keys)),
            _sums(len(row) <= LONGEST_LABEL and is_label(row) for row in rows),
            _sums(len(row) < FAR and bool(_HEAD.search(row)) for row in low),
            _sums(bool(_ADDRESS.match(row)) for row in rows),
        )  # fmt: skip

    def chances(self, gap: range) -> list[float]:
        """Tell how likely another page begins at each row of a stretch without prose."""
        shared = self.shared(gap)
        model = _boundary_model()
        return [
            model.chance(self.measure(at, shared), STAGES) if self.may_begin(at) else 0.0
            for at in gap
        ]

    def may_begin(self, at: int) -> bool:
        """Tell whether a row is short enough to begin a page."""
        return len(self.page.rows[at]) <= LONGEST

    def shared(self, gap: range) -> list[float]:
        """Describe what the prose over a stretch and under it have in common."""
        nearest = bisect_left(self.prose, gap.stop)
        over = self.prose[max(0, nearest - _WINDOW) : nearest]
        under = self.prose[nearest : nearest + _WINDOW]
        words, above = _union(self.stems[at] for at in under), _union(self.stems[at] for at in over)
        brief, before = self._briefs(under), self._briefs(over)
        title = self.stems[0]
        return [
            _share(words & above, min(len(words), len(above))),
            sum(self._stands(word, 0, gap.start) for word in words) / max(1, len(words)),
            _share(brief & before, min(len(brief), len(before))),
            sum(self._stands(word, gap.stop, gap.stop + REACH) for word in title)
            / max(1, len(title)),
            sum(self._stands(word, 0, gap.start) for word in title) / max(1, len(title)),
        ]

    def _briefs(self, places: Iterable[int]) -> frozenset[str]:
        """List the short words of some rows."""
        rows = self.page.rows
        return _union(frozenset(_BRIEF.findall(rows[at].casefold())) for at in places)

    def measure(self, at: int, shared: Sequence[float]) -> list[float]:
        """Describe a row by the numbers that `NAMES` lists."""
        page, mass, last = self.page, self.page.mass, len(self.page.rows)
        row, close = page.rows[at], min(last, at + CLOSE)
        nearest = bisect_left(self.prose, at)
        until, since = self.prose[nearest] - at, at - self.prose[nearest - 1]
        return [
            min(LONGEST, len(row)), len(row.split()), bool(_SEPARATED.search(row)),
            sum(map(str.isdigit, row)) / len(row), at / last, at in self._at(self.feet, at),
            *self._words(at), *self._again(at), *self._outlet(at),
            log1p(mass[close] - mass[at]), log1p(mass[at] - mass[max(0, at - CLOSE)]),
            log1p(mass[-1] - mass[at]), log1p(mass[at]),
            log1p(self.under[at]), log1p(self.over[at]),
            bisect_left(self.prose, close) - nearest,
            min(FAR, until), min(FAR, since), since / (since + until), self._to_story(at, nearest),
            *shared, *self._around(at), *self._feet(at),
        ]  # fmt: skip

    def _words(self, at: int) -> list[float]:
        """Tell which words of a row the prose under it says, and the prose over it."""
        words = self.stems[at]
        many = max(1, len(words))
        below = {word for word in words if self._stands(word, at + 1, at + REACH)}
        above = {word for word in words if self._stands(word, 0, at)}
        return [
            len(below) / many, len(below), len(above) / many, len(above),
            len(below - above) / many, len(words & self.stems[0]) / many,
        ]  # fmt: skip

    def _again(self, at: int) -> list[float]:
        """Tell where a row is said again, and which row comes nearest to that."""
        key = self.keys[at]
        return [
            key == self.keys[0], min(FAR, self.last[key] - at), min(FAR, at - self.first[key]),
            self._likest(at), self._likest(0),
        ]  # fmt: skip

    def _likest(self, at: int) -> float:
        """Tell how like the likest row under one is to it (Jaccard)."""
        words = self.stems[at]
        if len(words) < _FEWEST:
            return 0.0
        common: Counter[int] = Counter()
        for word in words:
            found = self.others.get(word, [])
            start = bisect_right(found, at)
            common.update(found[start : start + _MOST_PLACES])
        alike = (
            many / (len(words) + len(self.stems[place]) - many)
            for place, many in common.items()
            if many > 1 and place <= at + REACH
        )
        return max(alike, default=0.0)

    def _outlet(self, at: int) -> list[float]:
        """Tell whether the name that a separator sets off is a row under this one, and over it.

        Likewise for the rest, which is the headline in a page's title.
        """
        parts = [key for key in map(_key, _SEPARATED.split(self.page.rows[at])) if key]
        if len(parts) < 2:
            return [-1.0, -1.0, -1.0, -1.0]
        title = max(parts, key=len)
        name = parts[0] if parts[-1] == title else parts[-1]
        return [
            self.last.get(name, -1) > at, self.first.get(name, at) < at,
            len(title) * (self.last.get(title, -1) > at), self.first.get(title, at) >= at,
        ]  # fmt: skip

    def _to_story(self, at: int, nearest: int) -> float:
        """Count the rows from one to where much prose begins."""
        mass, last = self.page.mass, len(self.page.rows)
        stories = (
            place - at
            for place in self.prose[nearest:]
            if mass[min(last, place + _LEDE_ROWS)] - mass[place] >= _LEDE
        )
        return min(FAR, next(stories, FAR))

    def _around(self, at: int) -> list[float]:
        """Describe the rows around one."""
        last = len(self.page.rows)
        over, under, many = max(0, at - NEAR), min(last, at + 1 + NEAR), min(last, at + MANY)
        return [
            (self.furniture[under] - self.furniture[at + 1]) / NEAR,
            (self.furniture[at] - self.furniture[over]) / NEAR,
            self.heads[under] - self.heads[at], self.addresses[at] - self.addresses[over],
            (self.said[under] - self.said[at + 1]) / NEAR,
            (self.said[many] - self.said[at]) / MANY,
            sum(self.first[key] < FIRST for key in self.keys[at + 1 : under]) / NEAR,
        ]  # fmt: skip

    def _feet(self, at: int) -> list[float]:
        """Tell how far the feet of pages over and under a row are."""
        foot, owner = bisect_left(self.feet, at), bisect_left(self.owners, at)
        beyond = bisect_right(self.feet, at)
        return [
            min(FAR, at - self.feet[foot - 1]) if foot else FAR,
            min(FAR, self.feet[beyond] - at) if beyond < len(self.feet) else FAR,
            min(FAR, at - self.owners[owner - 1]) if owner else FAR,
        ]

    def _at(self, places: Sequence[int], at: int) -> Sequence[int]:
        found = bisect_left(places, at)
        return places[found : found + 1]

    def _stands(self, word: str, start: int, end: int) -> bool:
        """Tell whether prose from one row to another has a word."""
        found = self.places.get(word)
        if not found:
            return False
        at = bisect_left(found, start)
        return at < len(found) and found[at] < end


def _places(words: Sequence[frozenset[str]], rows: Iterable[int]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in rows:
        for word in words[at]:
            places[word].append(at)
    return places


def _sums(marked: Iterable[bool]) -> list[int]:
    return list(accumulate(marked, initial=0))


def _union(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*parts)


def _share(common: frozenset[str], whole: int) -> float:
    return len(common) / max(1, whole)


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _stems(text: str) -> frozenset[str]:
    """List the beginnings of a text's long words."""
    return frozenset(word[:STEM] for word in _LONG.findall(text.casefold()))
