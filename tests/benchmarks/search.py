"""Invented stories in, a table of how quickly they are indexed and found out, beside SQLite's FTS5.

    python -m tests.benchmarks.search [--stories N]     one table; 100,000 stories take some minutes
    python -m tests.benchmarks.search --growth          figures from 10,000 to 300,000 stories

Times are milliseconds, p95 of the wall; every query is asked once, but for the typed session, of
which each keystroke counts with the median of three rounds, each with a newly opened index: the
worst of thousands is else what the machine did besides. The stories are made by a script in the
folder `shared` beside the checkout.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, redirect_stdout
from dataclasses import asdict, dataclass, replace
from functools import partial
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from reader import config
from reader.index.index import Index, IndexDocument
from reader.library import Library
from reader.library.indexed_store import BATCH
from reader.model import Word
from reader.worker.line_io import LineReader
from reader.worker.protocol import QueryMessage
from reader.worker.search_server import SearchServer
from tests.benchmarks import peer
from tests.benchmarks.corpus import MAKER, Queries, make, queries, stories

SIZES = (10_000, 30_000, 100_000, 300_000)
COMMITTED = 100  # stories in the commit that is waited for
SMALL_COMMITS = 1_000
ROUNDS = 3
Figures = dict[str, tuple[float, float | None]]  # ours and FTS5's


@dataclass(frozen=True, slots=True)
class Must:
    """What a figure must be: more than this, or no more than this or than so much of FTS5's."""

    told: str
    reached: Callable[[float, float], bool]


def at_most(limit: float) -> Must:
    return Must(f"<= {limit:g}", lambda ours, _: ours <= limit)


def of_peer(share: float) -> Must:
    return Must(f"<= {share:g} x", lambda ours, theirs: ours <= share * theirs)


MUSTS = {
    "indexing, stories per CPU second": Must(">= 800", lambda ours, _: ours >= 800),
    "index size to text size": at_most(0.8),
    "opening, ready for a query": at_most(30),
    "a common word": of_peer(0.5),
    "two common words": of_peer(1),
    "newest 50 with a common word": at_most(5),
    "a phrase": at_most(120),
    "words that may be meant": at_most(20),
    "typing, p95": at_most(50),
    "typing, worst": at_most(150),
    "typing, no longer wanted": at_most(20),
    "seeing a commit of 100": at_most(30),
    "searching process, MB": at_most(120),
    "a common word after 1,000 commits": of_peer(0.5),
}


class Clock(StringIO):
    """A pipe's end that remembers when the first line came."""

    at = 0.0

    def write(self, text: str) -> int:
        self.at = self.at or perf_counter()
        return len(text)


class Stopped(LineReader):
    """A pipe on which another query arrives a while after one was asked."""

    until = float("inf")

    def waiting(self) -> bool:
        return perf_counter() > self.until


def p95(times: Iterable[float]) -> float:
    return 1000 * quantiles(times, n=20)[-1]


def timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def batches(path: Path) -> Iterator[tuple[IndexDocument, ...]]:
    made = stories(path)
    while batch := tuple(islice(made, BATCH)):
        yield batch


def home(folder: Path) -> Library:
    return Library.open(config.default_folders(str(folder)))


class Bench:
    """Both indexes of the same stories."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder, self.number = folder, number
        self.library = home(folder / "home")
        self.place = self.library.folders.cache / "index"
        self.store = self.library.store.database.meta("store")
        self.fts5 = peer.make(folder / "fts5.db")
        self.stories = folder / "stories.jsonl"
        make(self.stories, number)
        self.asked: Queries = queries(self.stories)

    def built(self) -> Figures:
        spent = [0.0, 0.0]
        text = 0
        with closing(Index.create(self.place, self.store)) as index:
            for batch in batches(self.stories):
                text += sum(len((one.headline + one.body).encode()) for one in batch)
                began = process_time()
                index.add(batch, batch[-1].id)
                middle = process_time()
                peer.add(self.fts5, batch)
                spent[0] += middle - began
                spent[1] += process_time() - middle
        self.library.store.database.set_meta("revision", str(self.number))  # what it would know
        size = sum(path.stat().st_size for path in self.place.iterdir())
        theirs = self.fts5.execute("SELECT sum(pgsize) FROM dbstat").fetchone()[0]
        return {
            "indexing, stories per CPU second": (self.number / spent[0], self.number / spent[1]),
            "index size to text size": (size / text, theirs / text),
        }

    def searched(self) -> Figures:
        self.opened()  # so that the modules are loaded
        opened = [timed(self.opened) for _ in range(20)]
        figures: Figures = {"opening, ready for a query": (p95(opened), None)}
        kinds = {
            "a common word": (self.asked.common, "best"),
            "two common words": (self.asked.both, "best"),
            "newest 50 with a common word": (self.asked.common, "newest"),
            "a phrase": (self.asked.phrases, "best"),
        }
        for name, (typed, order) in kinds.items():
            figures[name] = self.compared(typed, order)
        return figures | self.alone()

    def alone(self) -> Figures:
        """What FTS5 has nothing like."""
        headlines = [f"title:{word}" for word in self.asked.common]
        with closing(self.server()) as server:
            titles = [first_page(server, QueryMessage(1, text)) for text in headlines]
        typos = [misspelt(text.split()[0]) for text in self.asked.sessions]
        with closing(self.library.open_index()) as index:
            meant = [timed(partial(index.suggest_words, Word(one), never)) for one in typos]
        return {
            "a common word in headlines": (p95(titles), None),
            "words that may be meant": (p95(meant), None),
        }

    def opened(self) -> None:
        self.library.open_index().close()

    def compared(self, typed: list[str], order: str) -> tuple[float, float]:
        with closing(self.server()) as server:
            ours = [first_page(server, QueryMessage(1, text, order)) for text in typed]  # type: ignore[arg-type]
        theirs = [timed(lambda text=text: peer.search(self.fts5, text, order)) for text in typed]
        return p95(ours), p95(theirs)

    def typed(self) -> Figures:
        keystrokes = [text[:end] for text in self.asked.sessions for end in range(1, len(text) + 1)]
        times = self.in_rounds(first_page, keystrokes)
        late = self.in_rounds(stopped_late, keystrokes[::5])
        return {
            "typing, p95": (p95(times), None),
            "typing, worst": (1000 * max(times), None),
            "typing, no longer wanted": (1000 * max(late), None),
        }

    def in_rounds(
        self, timed: Callable[[SearchServer, QueryMessage], float], texts: list[str]
    ) -> list[float]:
        """The median of each text's times in several rounds, each with a newly opened index."""
        gc.disable()  # as the searcher does
        rounds = []
        for _ in range(ROUNDS):
            with closing(self.server()) as server:
                rounds.append([timed(server, QueryMessage(1, text, typing=True)) for text in texts])
        return [median(each) for each in zip(*rounds, strict=True)]

    def server(self) -> SearchServer:
        server = SearchServer(self.library, Stopped(os.open(os.devnull, os.O_RDONLY)))
        server.opened_index()
        return server

    def remembered(self) -> Figures:
        command = [sys.executable, "-m", "reader.worker", "search"]
        given = os.environ | {"NEWSREADER_HOME": str(self.folder / "home")}
        began = perf_counter()
        with subprocess.Popen(command, env=given, **PIPES) as searcher:
            ask(searcher, QueryMessage(1, self.asked.common[0]))
            started = perf_counter() - began
            for number, text in enumerate(self.asked.sessions, 2):
                for end in range(1, len(text) + 1):
                    ask(searcher, QueryMessage(number, text[:end], typing=True))
            status = Path(f"/proc/{searcher.pid}/status").read_text()
            searcher.kill()
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return {
            "a searching process, to its first answer": (1000 * started, None),
            "searching process, MB": (int(resident.split()[1]) / 1024, None),
        }

    def added(self) -> Figures:
        more = list(islice(stories(self.stories), SMALL_COMMITS + COMMITTED))
        more = [replace(one, id=self.number + one.id) for one in more]
        index = self.library.open_index()
        with closing(index), closing(self.library.open_index()) as reading:
            index.add(more[SMALL_COMMITS:], self.number + 1)
            seen = timed(reading.refresh)
            commits = [timed(lambda one=one: index.add([one], 1)) for one in more[:SMALL_COMMITS]]
            count = len(index._segments)
            tidied = timed(lambda: tidy(index))
            left = len(index._segments)
        times = self.compared(self.asked.common, "best")
        return {
            "seeing a commit of 100": (1000 * seen, None),
            "a commit of one story, median": (1000 * median(commits), None),
            "a commit of one story, worst": (1000 * max(commits), None),
            "segments after 1,000 commits": (count, None),
            "making few of them when idle": (1000 * tidied, None),
            "segments that are left": (left, None),
            "a common word after 1,000 commits": times,
        }


PIPES: dict[str, object] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}


def tidy(index: Index) -> None:
    while index.tidy():
        pass


def never() -> bool:
    return False


def misspelt(word: str) -> str:
    """A word with two letters in the wrong order."""
    return word[:2] + word[3:1:-1] + word[4:]


def first_page(server: SearchServer, asked: QueryMessage) -> float:
    """Seconds from a query to the first page of hits."""
    with redirect_stdout(Clock()) as clock:
        began = perf_counter()
        server.answer_query(asked)
    return clock.at - began


def stopped_late(server: SearchServer, asked: QueryMessage) -> float:
    """Seconds by which a search goes on after a newer query, which comes after five ms."""
    server.lines.until = perf_counter() + 0.005  # type: ignore[attr-defined]
    with redirect_stdout(StringIO()):
        server.answer_query(asked)
    late = perf_counter() - server.lines.until  # type: ignore[attr-defined]
    server.lines.until = float("inf")  # type: ignore[attr-defined]
    return late


def ask(searcher: subprocess.Popen[bytes], asked: QueryMessage) -> None:
    assert searcher.stdin
    assert searcher.stdout
    searcher.stdin.write(json.dumps(asdict(asked)).encode() + b"\n")
    searcher.stdin.flush()
    for line in searcher.stdout:
        told = json.loads(line)
        if told["number"] == asked.number and told["final"]:
            return


def measured(number: int) -> Iterator[Figures]:
    """The figures of so many stories, as they are known."""
    with TemporaryDirectory(prefix="newsreader-bench-") as folder:
        bench = Bench(Path(folder), number)
        for step in (bench.built, bench.searched, bench.typed, bench.remembered, bench.added):
            yield step()


def table(steps: Iterable[Figures]) -> Iterator[str]:
    yield f"{'':41}{'ours':>10}{'FTS5':>10}{'ratio':>8}{'must':>12}"
    for name, (ours, theirs) in chain.from_iterable(step.items() for step in steps):
        beside = f"{theirs:10.2f}{ours / theirs:8.2f}" if theirs else " " * 18
        must = MUSTS.get(name)
        told = must.told + ("" if must.reached(ours, theirs or 0) else "  missed") if must else ""
        yield f"{name:41}{ours:10.2f}{beside}{told:>12}"


def growth(sizes: Iterable[int]) -> Iterator[str]:
    columns = {size: dict(chain.from_iterable(map(dict.items, measured(size)))) for size in sizes}
    yield f"{'':41}" + "".join(f"{size:>12,}" for size in columns)
    for name in next(iter(columns.values())):
        yield f"{name:41}" + "".join(f"{one[name][0]:12.2f}" for one in columns.values())


def main() -> int:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--stories", type=int, default=100_000)
    asked.add_argument("--growth", action="store_true", help="from 10,000 to 300,000 stories")
    chosen = asked.parse_args()
    if not MAKER.is_file():
        print(
            f"{MAKER}: the script that makes stories is not beside this checkout", file=sys.stderr
        )
        return 1
    print(f"SQLite {sqlite3.sqlite_version}", file=sys.stderr)
    for line in growth(SIZES) if chosen.growth else table(measured(chosen.stories)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
