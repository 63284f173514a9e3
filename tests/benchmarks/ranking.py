"""Judged queries in, a table of how good the first ten results are out, beside SQLite's own search.

    python -m tests.benchmarks.ranking

nDCG@10 (Järvelin and Kekäläinen, 2002), gains 2^grade - 1: 1 is the best possible order.
"""

from __future__ import annotations

import math
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from reader.index.format.schema import WEIGHTS
from reader.index.index import Index, IndexDocument, SearchRequest
from reader.query import parse
from tests.support.judged_queries import NOW, Judged, queries, stories

FIRST = 10
Finds = Callable[[str], Sequence[str]]  # the names of the first stories for a query
Scores = dict[str, list[float]]  # of each kind of query

CREATE = """
CREATE VIRTUAL TABLE story USING fts5 (headline, outlet, byline, body,
    tokenize = "porter unicode61 remove_diacritics 2")
"""
INSERT = "INSERT INTO story (rowid, headline, outlet, byline, body) VALUES (?, ?, ?, ?, ?)"
FIND = """
SELECT rowid FROM story WHERE story MATCH ?
ORDER BY bm25(story, {headline}, {outlet}, {byline}, {body}) LIMIT 10
"""
SIGN = re.compile(r'(?:(title|outlet|by):)?("[^"]*"|\S+)')
COLUMNS = {"title": "headline : ", "outlet": "outlet : ", "by": "byline : ", "": ""}


def measured(finds: Finds) -> Scores:
    """How good a search is, for each kind of query."""
    scores: Scores = defaultdict(list)
    for judged in queries():
        scores[judged.kind].append(ndcg(finds(judged.query), judged))
    return scores


def ndcg(found: Sequence[str], judged: Judged) -> float:
    """How near an order of stories comes to the best possible one."""
    best = sorted(judged.grades.values(), reverse=True)
    return _gain(judged.grades.get(name, 0) for name in found) / _gain(best)


def _gain(grades: Iterable[int]) -> float:
    first = zip(grades, range(FIRST), strict=False)
    return sum((2**grade - 1) / math.log2(place + 2) for grade, place in first)


def ours(folder: Path, told: list[tuple[str, IndexDocument]]) -> Finds:
    """This project's search over some stories."""
    names = {story.id: name for name, story in told}
    with closing(Index.create(folder, "judged")) as index:
        index.add([story for _, story in told], 1)

    def finds(query: str) -> Sequence[str]:
        with closing(Index.open(folder, "judged")) as index:
            part = parse(query, NOW).part
            ids = index.search(SearchRequest(part, {}, "best", FIRST, lambda: False)).ids
        return [names[story_id] for story_id in ids]

    return finds


def sqlites(told: list[tuple[str, IndexDocument]]) -> Finds:
    """SQLite's FTS5 over the same stories, with its own bm25 and the same weights."""
    names = {story.id: name for name, story in told}
    connection = sqlite3.connect(":memory:")
    connection.execute(CREATE)
    for _, story in told:
        row = (story.id, story.headline, story.outlet, story.byline, story.body)
        connection.execute(INSERT, row)

    def finds(query: str) -> Sequence[str]:
        found = connection.execute(FIND.format(**WEIGHTS), (_matching(query),))
        return [names[row[0]] for row in found]

    return finds


def _matching(query: str) -> str:
    """Words, phrases and fields as FTS5 wants them."""
    signs = (found.groups(default="") for found in SIGN.finditer(query))
    return " AND ".join(f'{COLUMNS[field]}"{text.strip(chr(34))}"' for field, text in signs)


def main() -> None:
    """Print the table."""
    told = stories()
    with TemporaryDirectory() as folder:
        found = {"newsreader": measured(ours(Path(folder) / "index", told))}
    found["SQLite FTS5"] = measured(sqlites(told))
    kinds = found["newsreader"]
    print(f"{'nDCG@10':<14}{'queries':>8}" + "".join(f"{name:>14}" for name in found))
    for kind in kinds:
        print(f"{kind:<14}{len(kinds[kind]):>8}" + _row(fmean(one[kind]) for one in found.values()))
    every = [[score for scores in one.values() for score in scores] for one in found.values()]
    print(f"{'all':<14}{len(every[0]):>8}" + _row(map(fmean, every)))


def _row(figures: Iterable[float]) -> str:
    return "".join(f"{figure:>14.3f}" for figure in figures)


if __name__ == "__main__":
    sys.exit(main())
