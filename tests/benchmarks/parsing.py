"""The public test feeds in, the entries that our parser and feedparser find in them out.

Run `python -m tests.benchmarks.parsing [-v] [ROUNDS]`; with -v the files are named in which one of
the two finds more. In each round both read all files in turn, and what is printed of their
computing is the median of all rounds, of which there are three. An entry with nothing in it does
not count. The feeds are `corpus/feeds.tar.xz` in the folder `shared` beside this checkout. While a
parser works, every file that it opens, every name that it resolves and every connection that it
makes is counted; modules of Python itself, which are imported on the way, are not.
"""

from __future__ import annotations

import io
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

import feedparser

from reader.model import Document, DocumentKind, ParseError
from reader.parse import parse
from tests.support.paths import SHARED

CORPUS = SHARED / "corpus" / "feeds.tar.xz"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
LONG = 5.0  # seconds
WATCHED = ("open", "socket.getaddrinfo", "socket.connect")
CODE = (".py", ".pyc", ".so")  # and folders that are looked through for it

Parser = Callable[[bytes], int]


@dataclass
class Score:
    """How a parser did."""

    name: str
    parser: Parser
    entries: Counter[str] = field(default_factory=Counter)  # by file
    computing: list[float] = field(default_factory=list)  # seconds of each round
    longest: float = 0  # seconds of the wall, for one file
    crashes: list[str] = field(default_factory=list)
    reached: Counter[str] = field(default_factory=Counter)  # what was watched for

    def read(self, name: str, content: bytes) -> None:
        """Parse one file."""
        computing, wall = time.process_time(), time.perf_counter()
        try:
            self.entries[name] = self.parser(content)
        except Exception as error:  # what a parser raises is what is measured
            self.crashes.append(f"{name}: {type(error).__name__}")
        self.computing[-1] += time.process_time() - computing
        self.longest = max(self.longest, time.perf_counter() - wall)

    def heard(self, event: str, told: tuple[object, ...]) -> None:
        """Count what a parser has no business with."""
        if event in WATCHED and not str(told[0]).endswith(CODE) and told[0] != "/dev/null":
            self.reached[f"{event} {str(told[0])[:60]}"] += 1

    def __str__(self) -> str:
        reached = sum(self.reached.values())
        return (
            f"{self.name:<12}{sum(self.entries.values()):9,}{median(self.computing):9.2f}"
            f"{self.longest:9.2f}{len(self.crashes):9}{reached:9}"
        )


def ours(content: bytes) -> int:
    """How many entries our parser finds in a feed."""
    try:
        found = parse(Document("/feed", "/feed", content, NOW))
    except ParseError:
        return 0
    return len(found.entries) if found.kind is DocumentKind.FEED else 0


def theirs(content: bytes) -> int:
    """How many entries feedparser finds."""
    return sum(map(bool, feedparser.parse(io.BytesIO(content))["entries"]))


def corpus() -> dict[str, bytes]:
    """All files by name, without those that say what is expected of others."""
    with tarfile.open(CORPUS) as archive:
        files = [(one.name, archive.extractfile(one)) for one in archive if one.isfile()]
        return {name: file.read() for name, file in files if file and "_expected" not in name}


def main() -> int:
    """Print what both found."""
    scores = [Score("newsreader", ours), Score("feedparser", theirs)]
    rounds = next((int(told) for told in sys.argv[1:] if told.isdecimal()), 3)
    files = corpus()
    listening: list[Score] = []
    sys.addaudithook(lambda event, told: [one.heard(event, told) for one in listening] and None)
    for score in scores * rounds:
        score.parser(b"<rss><channel><item><title>x &nbsp;</title></item></channel></rss>")
        score.computing.append(0)
        listening[:] = [score]
        for name, content in files.items():
            score.read(name, content)
        listening.clear()
    print(
        f"{len(files):,} files{'entries':>10}{'CPU s':>9}{'longest':>9}{'crashes':>9}{'reached':>9}"
    )
    print(*scores, sep="\n")
    shares = [
        one / other for one, other in zip(*(score.computing for score in scores), strict=True)
    ]
    print(
        f"CPU of newsreader for that of feedparser: {median(shares):.3f}, median of {rounds} rounds"
    )
    for score in scores:
        for what in (*score.crashes, *score.reached):
            print(f"{score.name}: {what}")
    if "-v" in sys.argv:
        differing(*scores, files)
    our = scores[0]
    return int(bool(our.crashes or our.reached or our.longest > LONG))


def differing(one: Score, other: Score, files: dict[str, bytes]) -> None:
    """Name the files of which the parsers find different numbers of entries."""
    for name in files:
        if one.entries[name] != other.entries[name]:
            print(f"{one.entries[name]:5}{other.entries[name]:5}  {name}")


if __name__ == "__main__":
    sys.exit(main())
