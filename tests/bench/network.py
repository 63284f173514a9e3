"""500 feeds on loopback in, seconds until their stories are stored and searchable out.

Run `python -m tests.bench.network [FEEDS]`. Each feed has a host of its own (127.0.x.y), holds 20
entries and about 66 kB, and is served with an ETag by a process of its own. newsboat, where it is
installed, reads the same feeds with 32 threads in the same run; it keeps them without an index.
"""

from __future__ import annotations

import asyncio
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


def serve(feeds: int, port: Queue[int]) -> None:
    """Answer until killed."""
    bodies = [body(feed) for feed in range(feeds)]
    asyncio.run(answering(bodies, port))


async def answering(bodies: list[bytes], port: Queue[int]) -> None:
    """Serve every feed at its number."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = await reader.readuntil(b"\r\n\r\n")
        number = int(raw.split(b" ", 2)[1].strip(b"/"))
        tag = b'"%d"' % number
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
def served(feeds: int) -> Iterator[int]:
    """A server in a process of its own; its port."""
    port: Queue[int] = Queue()
    process = Process(target=serve, args=(feeds, port), daemon=True)
    process.start()
    try:
        yield port.get(timeout=PORT_WAIT + feeds / 20)
    finally:
        process.kill()


def timed(name: str, *words: str, home: Path) -> None:
    """Run a command and print how long it took, and how much of that it computed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    environment = os.environ | {"HOME": str(home), "NEWSREADER_HOME": str(home / "reader")}
    subprocess.run(words, env=environment, check=True, capture_output=True)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:<44}{wall:8.2f} s wall {computed:8.2f} s computing", flush=True)


def allow(home: Path) -> None:
    """Let all sources have been asked long ago."""
    with sqlite3.connect(home / "reader" / "newsreader.db") as database:
        database.execute("UPDATE network SET asked = 0, due = 0")


def measure(feeds: int, port: int, home: Path) -> None:
    """Both programs, both rounds."""
    hosts = [f"127.0.{1 + feed // 250}.{1 + feed % 250}" for feed in range(feeds)]
    urls = home / "urls"
    urls.write_text("".join(f"http://{host}:{port}/{at}\n" for at, host in enumerate(hosts)))
    (home / "config").write_text("reload-threads 32\n")
    reader = (sys.executable, "-m", "reader")
    timed("newsreader, stored and searchable", *reader, "add", str(urls), home=home)
    allow(home)
    timed("newsreader, unchanged", *reader, "refresh", home=home)
    if boat := shutil.which("newsboat"):
        names = ("-u", "urls", "-c", "cache.db", "-C", "config")
        given = [str(home / one) if at % 2 else one for at, one in enumerate(names)]
        timed("newsboat, 32 threads, stored", boat, *given, "-x", "reload", home=home)
        timed("newsboat, unchanged", boat, *given, "-x", "reload", home=home)


def main() -> None:
    """Measure, in a folder that is gone afterwards."""
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder, served(feeds) as port:
        measure(feeds, port, Path(folder))


if __name__ == "__main__":
    main()
