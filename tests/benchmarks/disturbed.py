"""Keys while feeds are read in, how long the screen takes to show what they did out.

Run `python -m tests.benchmarks.disturbed [FEEDS]`. A home has 2,000 stories; the list is walked
through while nothing happens, and then while FEEDS feeds of 20 stories are read for the first
time. Times are from a key to the first change of the screen, less those in which the screen waited
for a CPU where it says "net".
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from reader.config import default_folders
from reader.store import Store
from tests.benchmarks.network import served, timed
from tests.benchmarks.watched import command, ptybench, watched

KNOWN = 100  # feeds that were read before
KEYS = 60


def location(port: int, feed: int) -> str:
    """Where a feed is; each has a host of its own."""
    return f"http://127.0.{1 + feed // 250}.{1 + feed % 250}:{port}/{feed}"


def prepared(home: Path, port: int, feeds: int) -> None:
    """A home with some stories, and with sources that were never read."""
    urls = home / "urls"
    urls.write_text("".join(f"{location(port, feed)}\n" for feed in range(KNOWN)))
    timed(sys.executable, "-m", "reader", "add", "--private", str(urls), home=home)
    store = Store.open(str(default_folders(str(home / "reader")).data))
    with store.database.batch():
        for feed in range(KNOWN, KNOWN + feeds):
            store.sources.add(location(port, feed), "")
    store.close()


def walked(pty: Any, count: int = KEYS) -> list[Any]:
    """What keys took that move through the list."""
    found = (pty.key(b"j" if at % 20 < 10 else b"k") for at in range(count))
    return [one for one in found if one is not None]


def tell(name: str, found: list[Any]) -> None:
    """Print the middle and the 95th of 100."""
    bench = ptybench()
    for what, place in (("", 1), (", net", 4)):
        times = [one[place] for one in found]
        print(
            f"{name + what:<28}{bench.med(times):8.1f}{bench.pct(times, 0.95):8.1f} ms", flush=True
        )


def measure(home: Path, port: int, feeds: int) -> None:
    """Walk before and during a round."""
    prepared(home, port, feeds)
    argv = command(home / "reader")
    with watched(argv, env=os.environ | {"HOME": str(home)}) as shown:
        shown.ready()
        print(f"{'':<28}{'p50':>8}{'p95':>8}")
        tell("nothing happens", walked(shown.pty))
        shown.pty.send(b"R")
        tell("a round is read", walked(shown.pty))
        print(shown.pty.text().rstrip().splitlines()[-1].strip())


def main() -> None:
    """Measure in a folder that is gone afterwards."""
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory() as folder, served(KNOWN + feeds) as port:
        measure(Path(folder), port, feeds)


if __name__ == "__main__":
    main()
