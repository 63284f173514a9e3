"""Files that nobody should have to read in, what `newsreader add` makes of each out.

    python -m tests.benchmarks.hostile [NAME…]

Each file is added by a fresh process with a fresh home: seconds, of the wall and of the CPU, the
largest memory of the process, its exit code, and the sentence that it ends with. No file may take
more than 2 seconds of CPU or 300 MB; one that does is marked.
"""

from __future__ import annotations

import gzip
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SECONDS, MEGABYTES = 2.0, 300
STORY = "The tide came in over the old causeway and stayed there until the lamps were lit. "
MAKE = "--make"  # a file, in a process whose memory does not count
NAVIGATION = ("Home", "News", "Sport", "Weather", "Sign in", "Newsletters", "About us", "Contact")
RSS, END = "<rss version='2.0'><channel><title>x</title>", "</channel></rss>"
PROLOG = "<?xml version='1.0'?>"


def times(unit: str, size: int) -> str:
    """Repeat a unit up to a size in characters."""
    return unit * (size // len(unit)) if unit else ""


def written(text: str) -> bytes:
    """Write a text down."""
    return text.encode()


def table() -> str:
    """Write a table of numbers and nothing else."""
    dice = random.Random(1)
    return "\n".join(f"{n} | {dice.random():.3f} | {dice.randrange(999)}" for n in range(50_000))


def mixed() -> bytes:
    """Write paragraphs in three encodings."""
    line = "Das Wasser stieg über den Damm, und niemand fragte die Möwen nach ihrer Meinung.\n"
    return b"".join(line.encode(name) for name in ("utf-8", "latin-1", "utf-16-le")) * 2_000


def bomb(size: int) -> bytes:
    """Pack a feed of this size tightly."""
    return gzip.compress((RSS + "<item><title>a</title></item>" * (size // 29) + END).encode())


def feed(unit: str, size: int, start: str = RSS, end: str = END) -> bytes:
    """Fill a feed with one unit."""
    return (PROLOG + start + times(unit, size) + end).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "blanks": lambda: b" \n" * 500_000,
    "binary": lambda: random.Random(1).randbytes(5_000_000),
    "binary with zeros": lambda: bytes(5_000_000),
    "50 MB in one line": lambda: b"word " * 10_000_000,
    "14 MB in one line": lambda: b"word " * 2_800_000,
    "14 MB of sentences": lambda: written(times(STORY, 14_000_000)),
    "a million lines": lambda: b"a line\n" * 1_000_000,
    "a million stories' lines": lambda: written(times(STORY.strip() + "\n", 14_000_000)),
    "invalid UTF-8": lambda: (STORY * 50).encode().replace(b"tide", b"t\xff\xc3de") * 100,
    "UTF-16 LE with BOM": lambda: b"\xff\xfe" + (STORY * 50).encode("utf-16-le"),
    "UTF-16 BE with BOM": lambda: b"\xfe\xff" + (STORY * 50).encode("utf-16-be"),
    "UTF-16 LE without": lambda: (STORY * 50).encode("utf-16-le"),
    "UTF-16 BE without": lambda: (STORY * 50).encode("utf-16-be"),
    "mixed encodings": mixed,
    "100,000 pictures": lambda: feed(
        "&lt;img src='/a.png' alt='A gull'>", 3_500_000, RSS + "<item><description>",
        "</description></item>" + END,
    ),
    "only a table": lambda: written(table()),
    "only navigation": lambda: written("\n".join(NAVIGATION) * 5_000),
    "page of a table": lambda: written(f"<html><table>{times('<tr><td>1<td>2', 10**7)}"),
    "page, 14 MB of tags": lambda: written(f"<html><body>{times('<p>a</p>', 14 * 10**6)}"),
    "page, nested": lambda: written(f"<html><body>{times('<div>', 10**6)}a"),
    "page, inline": lambda: written(f"<html><body><p>{times('<b>a', 10**6)}"),
    "200,000 nested tags": lambda: feed("", 0, RSS + "<a>" * 200_000, "</a>" * 200_000 + END),
    "15 MB, nested": lambda: feed("<item><b>", 14_900_000, end=""),
    "100,000 attributes": lambda: feed(
        "", 0, "<rss " + " ".join(f"a{n}='1'" for n in range(100_000)) + "><channel>"
    ),
    "a bad feed, attributes": lambda: feed(
        "", 0, "<rss " + " ".join(f"a{n}='1'" for n in range(20_000)) + "><item>&nbsp;", ""
    ),
    "3 MB of tiny elements": lambda: feed("<a/>", 3_000_000),
    "8 MB of tiny elements": lambda: feed("<a/>", 8_000_000),
    "8 MB of tiny items": lambda: feed("<item/>", 8_000_000),
    "8 MB of broken items": lambda: feed("<item><b>&nbsp;</item>", 8_000_000),
    "1 MB of broken items": lambda: feed("<item><b>&nbsp;</item>", 900_000),
    "15 MB of tiny elements": lambda: feed("<a/>", 14_900_000),
    "15 MB of attributes": lambda: feed("<a b='' c='' d='' e='' f=''/>", 14_900_000),
    "15 MB of items": lambda: feed("<item><title>a</title></item>", 14_900_000),
    "15 MB of names": lambda: written(
        f"{RSS}{''.join(f'<x{n:07}/>' for n in range(1_300_000))}{END}"
    ),
    "15 MB of one item": lambda: feed("a b ", 14_900_000, RSS + "<item><description>"),
    "15 MB of references": lambda: feed("&#65;", 14_900_000, RSS + "<item><description>"),
    "15 MB of markup": lambda: feed(
        "&lt;b&gt;a", 14_900_000, RSS + "<item><description>", "</description></item>" + END
    ),
    "15 MB of atom": lambda: feed(
        "<entry><title>a</title><content type='html'>a</content></entry>", 14_900_000,
        "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>",
    ),
    "deep JSON": lambda: b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 500_000,
    "wide JSON": lambda: b'{"items":[' + b'{"id":"1"},' * 1_300_000 + b'{"id":"2"}]}',
    "15 MB of JSON lists": lambda: b'{"items":[' + b"[]," * 4_900_000 + b"[]]}",
    "15 MB of JSON lines": lambda: b'{"title":"a","text":"b"}\n' * 600_000,
    "gzip bomb, 300 MB": lambda: bomb(300_000_000),
    "gzip, 14 MB": lambda: bomb(14_000_000),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(b"a" * 10_000_000)),
    "gzip, cut": lambda: bomb(1_000_000)[:-500],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What adding a file came to."""

    wall: float  # seconds
    cpu: float  # seconds
    megabytes: float
    code: int
    said: str

    def __str__(self) -> str:
        over = self.cpu > SECONDS or self.megabytes > MEGABYTES or self.code < 0
        mark = "!" if over or "Traceback" in self.said else " "
        figures = f"{self.wall:7.1f}{self.cpu:7.1f}{self.megabytes:7.0f}{self.code:5}"
        return f"{mark}{figures}  {self.said[:110]}"


def add(file: Path, home: Path) -> Outcome:
    """Add a file in a process of its own."""
    command = [sys.executable, "-m", "reader", "--home", str(home), "add", str(file)]
    said = home.parent / "said"
    with said.open("wb") as out:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    lines = said.read_text(encoding="utf-8", errors="replace").split("\n")
    shown = " / ".join(line for line in lines if line).replace(str(file.parent), "")
    spent = used.ru_utime + used.ru_stime
    wall = time.monotonic() - began
    return Outcome(wall, spent, used.ru_maxrss / 1024, process.returncode, shown)


def main() -> int:
    """Print a line for each file."""
    if sys.argv[1:2] == [MAKE]:
        return Path(sys.argv[3]).write_bytes(FILES[sys.argv[2]]()) and 0
    print(f"{'':26} {'wall':>7}{'CPU':>7}{'MB':>7}{'exit':>5}")
    for name in sys.argv[1:] or FILES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "file"
            subprocess.run([sys.executable, "-m", __spec__.name, MAKE, name, str(file)], check=True)
            print(f"{name:26}{add(file, Path(folder) / 'home')}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
