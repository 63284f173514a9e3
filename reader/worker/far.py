"""The far end of the pipes: what runs in a process of its own."""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import config
from reader.index.quiet import sweep, undisturbed
from reader.library import SAMPLES, Library
from reader.model import (
    BrokenIndexError,
    Cleaned,
    Order,
    Progress,
    Query,
    ReaderError,
    Search,
)
from reader.worker.messages import COUNT, LOOK, Answer, Asked, News

if TYPE_CHECKING:  # only who searches needs Whoosh
    from reader.index.on_disk import Index

LOG = "newsreader.log"
LARGEST_LOG = 2**20  # bytes after which it begins anew
NICENESS = 10  # of what works while somebody reads: the keys of the screen come first
PAUSE = 0.2  # seconds between two words about progress
FIRST_PAGE = 50  # hits that are wanted at once
ALL = 5000  # hits that a list can hold; the total is told beyond that
# A page is found and told sooner than a list of thousands.
PASSES: dict[Order, tuple[tuple[bool, int], ...]] = {
    "best": ((True, FIRST_PAGE), (False, ALL)),
    "newest": ((True, FIRST_PAGE), (False, ALL)),
}


class Lines:
    """Lines from a pipe, and whether another one is waiting."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.held = b""

    def __iter__(self) -> Iterator[bytes]:
        """Every line, until the other end closes the pipe."""
        while line := self.next():
            yield line

    def next(self) -> bytes:
        """The next line, empty at the end."""
        while b"\n" not in self.held:
            more = os.read(self.descriptor, 65536)
            if not more:
                return b""
            self.held += more
        line, _, self.held = self.held.partition(b"\n")
        return line

    def put_back(self, line: bytes) -> None:
        """Have a line come next again; the end comes again by itself."""
        self.held = line + b"\n" + self.held if line else self.held

    def wait(self) -> None:
        """Sleep until there is a line, or the end."""
        select.select([self.descriptor], [], [])

    def waiting(self) -> bool:
        """Whether another line, or the end, is there already."""
        return b"\n" in self.held or bool(select.select([self.descriptor], [], [], 0)[0])


def tell(noun: Any) -> None:
    """Send a noun down the pipe."""
    told = {field.name: getattr(noun, field.name) for field in fields(noun)}
    sys.stdout.write(json.dumps(told, default=asdict) + "\n")
    sys.stdout.flush()


def search(library: Library) -> None:
    """Answer queries until the screen goes away; a newer query ends the work on an older."""
    gc.disable()  # the desk sweeps up behind every answer, and a stale search ends at once
    lines = Lines(sys.stdin.fileno())
    desk = Desk(library, lines)
    tell(Answer(0, behind=desk.behind()))
    desk.check()
    while asked := desk.next():
        if asked == LOOK:
            tell(Answer(0, behind=desk.behind()))
        elif not desk.waiting():
            desk.answer(asked)
    desk.close()


class Desk:
    """Where the searcher keeps the open index."""

    def __init__(self, library: Library, lines: Lines) -> None:
        self.library = library
        self.lines = lines
        self.index: Index | None = None
        self.outdated = False  # whether there is an index to be swept away that is no longer used
        self.uncounted: dict[str, None] = {}  # queries to be counted, in the order of asking

    def next(self) -> Asked | None:
        """The next query; until it comes, do what is due."""
        while not self.waiting():
            if self.uncounted:
                self.count(next(iter(self.uncounted)))
            elif self.outdated:
                sweep(everything=True)
                self.outdated = False
            else:
                self.lines.wait()
        line = self.lines.next()
        return Asked(**json.loads(line)) if line else None

    def waiting(self) -> bool:
        """Whether a query is waiting, or the end; what is only to be counted is put by."""
        while self.lines.waiting():
            line = self.lines.next()
            asked = json.loads(line or "{}")
            if asked.get("number") != COUNT:
                self.lines.put_back(line)
                return True
            self.uncounted[asked["text"]] = None
        return False

    def count(self, text: str) -> None:
        """Tell how many stories a query finds, unless another one comes meanwhile."""
        from reader.index.on_disk import Stale

        try:
            counted = self.library.count(self.opened(), text, self.waiting)
        except Stale:
            return
        except ReaderError:
            self.close()
        else:
            tell(Answer(COUNT, total=counted.found, text=text, unread=counted.unread))
        del self.uncounted[text]
        sweep()

    def behind(self) -> int:
        """How many stories the index does not know yet."""
        return self.library.behind()

    def check(self) -> None:
        """Read the whole index while nobody asks for anything; damage makes it work to do."""
        from reader.index.on_disk import Stale

        try:
            self.opened().check(self.waiting)
        except Stale:
            return
        except BrokenIndexError:
            self.close()
            self.library.forget_damage()
            tell(Answer(0, behind=self.behind()))
        except ReaderError:
            self.close()

    def answer(self, asked: Asked) -> None:
        """Tell a page of hits, then all of them."""
        from reader.index.on_disk import Stale

        try:
            with undisturbed():
                self.find(asked, self.opened())
                sweep()
        except Stale:
            return
        except BrokenIndexError:
            self.close()
            tell(Answer(asked.number, behind=max(1, self.behind())))
        except ReaderError as error:
            tell(Answer(asked.number, hint=str(error)))

    def close(self) -> None:
        """Let go of the index."""
        if self.index is not None:
            self.index.close()
        self.index = None

    def opened(self) -> Index:
        """The index as it is now."""
        if self.index is None:
            self.index = self.library.index()
            sweep(everything=True)
        self.outdated = self.index.refresh() or self.outdated
        return self.index

    def find(self, asked: Asked, index: Index) -> None:
        """Search for all at once, or where that is quicker for what fits the screen first."""
        query = self.library.query(asked.text, asked.typing)
        passes = iter(PASSES[asked.order])
        final = False
        while not final:
            first, limit = next(passes)
            wanted = Search(query, asked.order, limit, asked.typing, first)
            hits = self.library.search(index, wanted, self.waiting)
            final = not first or (hits.exact and hits.total <= limit)
            told = Answer(asked.number, hits.ids, hits.total, final, query.hint or hits.hint)
            tell(told if hits.total else replace(told, meant=self.meant(query, asked, index)))

    def meant(self, query: Query, asked: Asked, index: Index) -> str:
        """What was typed with words that there are."""
        return self.library.meant(index, query, asked.text, self.waiting)


def add(library: Library, arriving: Iterator[tuple[Cleaned, int]], quiet: bool = False) -> None:
    """Take in what arrives, and bring the index up to date."""
    added, due, note = 0, 0.0, ""
    for found, new in arriving:
        if found.error and not quiet:
            tell(News(failed=found.error))
        added, note = added + new, found.note or note
        if time.monotonic() >= due:
            tell(News(Progress("Reading, new stories:", added, 0)))
            due = time.monotonic() + PAUSE
    index(library, added, note)


def each(library: Library, places: list[str]) -> Iterator[tuple[Cleaned, int]]:
    """Subscribe to places and read them."""
    return (found for place in places for found in library.add(place))


def index(library: Library, added: int = 0, note: str = "") -> None:
    """Bring the index up to date."""
    library.update_index(lambda progress: tell(News(progress)))
    library.group(lambda progress: tell(News(progress)))
    tell(News(added=added, note=note))
    library.tidy_index()


def download(library: Library, words: list[str]) -> None:
    """Download a file that is attached to a story."""
    due = 0.0

    def told(name: str, there: int, size: int) -> None:
        nonlocal due
        if time.monotonic() >= due:
            tell(News(Progress(name, there, size)))
            due = time.monotonic() + PAUSE

    path = library.download(int(words[0]), int(words[1]), told)
    tell(News(note=f"Saved as {path}"))


def vacuum(library: Library) -> None:
    """Drop what is beyond its limits, and give back unused room."""
    from reader.library.retaining import sentence
    from reader.model.retention import sized

    told = library.vacuum(lambda progress: tell(News(progress)))
    tell(News(note=f"{sentence(told.stories)}, {sized(told.won)} won"))


# What the far end can be asked to do: its name, and what does it.
JOBS: dict[str, Callable[[Library, list[str]], None]] = {
    "search": lambda library, _: search(library),
    "samples": lambda library, _: add(library, library.add(SAMPLES)),
    "add": lambda library, places: add(library, each(library, places)),
    "refresh": lambda library, names: add(library, library.refresh(names)),
    "page": lambda library, ids: add(library, library.fetch_pages([int(one) for one in ids])),
    "due": lambda library, _: add(library, library.refresh(due=True), quiet=True),
    "download": download,
    "index": lambda library, _: index(library),
    "vacuum": lambda library, _: vacuum(library),
}


def log_to(folder: Path) -> None:
    """Write what goes wrong unforeseen to a file: nobody sees this process's standard error."""
    with suppress(OSError):  # without a log there is still work to do
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / LOG
        mode = "a" if path.exists() and path.stat().st_size < LARGEST_LOG else "w"
        with path.open(mode) as file:
            os.dup2(file.fileno(), sys.stderr.fileno())


def main() -> int:
    """Do one job for the screen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the screen gets the key, and decides
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    places = config.places(os.environ.get("NEWSREADER_HOME"))
    log_to(places.log)
    if sys.argv[1] != "search":
        os.nice(NICENESS)
    try:
        library = Library.open(places)
        JOBS[sys.argv[1]](library, sys.argv[2:])
    except ReaderError as error:
        tell(News(failed=str(error)))
        return 1
    library.close()
    return 0
