"""500 feeds on loopback in, seconds until their stories are stored and searchable out.

Run `python -m tests.benchmarks.network [FEEDS] [ROUNDS] [slow]`. Each feed has a host of its own
(127.0.x.y), holds 20 entries and about 66 kB, and is served with an ETag by a process of its own;
with "slow" after 20 to 300 ms. newsboat, where it is installed, reads the same feeds with 32
threads, in turns with newsreader, and keeps them without an index; the ratios are the medians of
all rounds. The first round of newsreader ends when its index knows the last story; what comes
after that, such as grouping, is in its computing.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Process, Queue
from pathlib import Path
from statistics import median
from typing import NamedTuple

ENTRIES = 20
WORDS = (
    "harbour",
    "lamp",
    "keeper",
    "storm",
    "tide",
    "boat",
    "oil",
    "candle",
    "window",
    "stairs",
    "morning",
    "ship",
    "letter",
    "winter",
    "beacon",
    "gull",
)
PORT_WAIT = 10  # seconds


def body(feed: int) -> bytes:
    """A feed whose words differ from those of others."""
    items = "".join(item(feed, number) for number in range(ENTRIES))
    return (
        f"<rss version='2.0'><channel><title>Feed {feed}</title>"
        f"<link>https://feed{feed}.example/</link>{items}</channel></rss>"
    ).encode()


def item(feed: int, number: int) -> str:
    """An entry of about 3 kB."""
    seed = feed * ENTRIES + number
    picked = [WORDS[(seed * 7 + at * at + at) % len(WORDS)] for at in range(440)]
    text = f"{' '.join(picked)} {seed}"
    return (
        f"<item><guid>{seed}</guid><title>{' '.join(picked[:8])}</title>"
        f"<link>https://feed{feed}.example/{number}</link>"
        f"<pubDate>Fri, 20 Nov 2026 {number:02}:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{text}.&lt;/p&gt;</description></item>"
    )


def serve(feeds: int, slow: bool, port: Queue[int]) -> None:
    """Answer until killed."""
    bodies = [body(feed) for feed in range(feeds)]
    asyncio.run(answering(bodies, slow, port))


async def answering(bodies: list[bytes], slow: bool, port: Queue[int]) -> None:
    """Serve every feed at its number."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = await reader.readuntil(b"\r\n\r\n")
        number = int(raw.split(b" ", 2)[1].strip(b"/"))
        tag = b'"%d"' % number
        await asyncio.sleep((20 + number * 97 % 281) / 1000 if slow else 0)
        if b"f-none-match: " + tag in raw.lower():
            writer.write(b"HTTP/1.1 304 Same\r\nConnection: close\r\n\r\n")
        else:
            length = len(bodies[number])
            head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/rss+xml\r\n"
            writer.write(head + b"ETag: %s\r\nContent-Length: %d\r\n\r\n" % (tag, length))
            writer.write(bodies[number])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=1_000)  # noqa: S104
    port.put(server.sockets[0].getsockname()[1])
    await server.serve_forever()


@contextmanager
def served(feeds: int, slow: bool = False) -> Iterator[int]:
    """A server in a process of its own; its port."""
    port: Queue[int] = Queue()
    process = Process(target=serve, args=(feeds, slow, port), daemon=True)
    process.start()
    try:
        yield port.get(timeout=PORT_WAIT + feeds / 20)
    finally:
        process.kill()


class Spent(NamedTuple):
    """What a command took, in seconds."""

    wall: float
    computing: float


def timed(*words: str, home: Path) -> Spent:
    """Run a command, and see how long it took until it ended, or until all was searchable."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    environment = os.environ | {"HOME": str(home), "NEWSREADER_HOME": str(home / "reader")}
    with (home / "said").open("wb") as said:
        process = subprocess.Popen(words, env=environment, stdout=said, stderr=said)
        searchable = watched(process, home / "reader" / "index" / "stamp.json")
    wall = (searchable or time.perf_counter()) - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        sys.exit((home / "said").read_text(errors="replace"))
    return Spent(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def watched(process: subprocess.Popen[bytes], stamp: Path) -> float:
    """When an index came to know the last story that it knows in the end; 0 if nothing changed."""
    known = first = revision(stamp)
    moment = 0.0
    while process.poll() is None:
        time.sleep(0.02)
        if (fresh := revision(stamp)) != known:
            known, moment = fresh, time.perf_counter()
    return moment if known != first else 0


def revision(stamp: Path) -> int:
    """Up to which change of the store an index knows it."""
    return int(json.loads(stamp.read_bytes())["revision"]) if stamp.exists() else 0


def allow(home: Path) -> None:
    """Let all sources have been asked long ago."""
    with sqlite3.connect(home / "reader" / "newsreader.db") as database:
        database.execute("UPDATE network SET asked = 0, due = 0")


def measure(feeds: int, port: int, home: Path) -> dict[str, Spent]:
    """Both programs, both rounds, with fresh homes."""
    hosts = [f"127.0.{1 + feed // 250}.{1 + feed % 250}" for feed in range(feeds)]
    urls = home / "urls"
    urls.write_text("".join(f"http://{host}:{port}/{at}\n" for at, host in enumerate(hosts)))
    (home / "config").write_text("reload-threads 32\n")
    reader = (sys.executable, "-m", "reader")
    spent = {
        "newsreader, stored and searchable": timed(
            *reader, "add", "--private", str(urls), home=home
        )
    }
    allow(home)
    spent["newsreader, unchanged"] = timed(*reader, "refresh", home=home)
    if boat := shutil.which("newsboat"):
        names = ("-u", "urls", "-c", "cache.db", "-C", "config")
        given = [str(home / one) if at % 2 else one for at, one in enumerate(names)]
        for name in ("newsboat, stored", "newsboat, unchanged"):
            spent[name] = timed(boat, *given, "-x", "reload", home=home)
    return spent


def tell(rounds: list[dict[str, Spent]]) -> None:
    """Print the medians, and ratios that were taken round by round."""
    for name in rounds[0]:
        wall, computing = (median(one[name][at] for one in rounds) for at in (0, 1))
        print(f"{name:<44}{wall:8.2f} s wall {computing:8.2f} s computing", flush=True)
    names = list(rounds[0])
    for one, other in zip(names[:2], names[2:], strict=False):
        walls, computings = (
            median(each[one][at] / each[other][at] for each in rounds) for at in (0, 1)
        )
        print(f"{one:<44}{walls:8.2f} of newsboat's wall {computings:8.2f} of its computing")


def main() -> None:
    """Measure, in folders that are gone afterwards."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    feeds, rounds = (*numbers, *(500, 1)[len(numbers) :])[:2]
    found = []
    with served(feeds, "slow" in sys.argv) as port:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                found.append(measure(feeds, port, Path(folder)))
                tell(found[-1:] if len(found) < rounds else found)


if __name__ == "__main__":
    main()
