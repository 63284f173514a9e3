"""A number of kills in, how often an index was whole after each of them out.

    python -m tests.benchmarks.kills [--kills N]     100 take about two minutes

A writer adds, replaces and removes stories as fast as it can and is killed at a random instant.
Then the index must open, every checksum match, and every story be found just once.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.index.index import Index, SearchRequest
from reader.model import BrokenIndexError, Everything, Phrase

LATEST = 0.6  # seconds after its first commit
WRITER = """
import random, sys
from datetime import UTC, datetime
from reader.index.index import Index, IndexDocument
moment, dice = datetime(2024, 5, 2, tzinfo=UTC), random.Random(int(sys.argv[2]))
index = Index.open(sys.argv[1], "store")
while True:
    first = dice.randrange(5000)
    some = range(first, first + dice.choice((1, 1, 3, 20, 200)))
    text = "x y z " * 40
    made = [IndexDocument(one, "Heavy rain", text, "", "", moment, 1, "en") for one in some]
    index.add(made, index.revision + 1)
    index.remove([first + 1])
    index.tidy()
    print(index.revision, flush=True)
"""


def killed(folder: Path, dice: random.Random) -> int:
    """Kill a writer; the last revision that it told of."""
    command = [sys.executable, "-c", WRITER, str(folder), str(dice.random())[2:8]]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        told = [writer.stdout.readline()]
        time.sleep(dice.random() * LATEST)
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
    return max(int(line) for line in told if line.endswith(b"\n"))


def is_whole(folder: Path, revision: int) -> bool:
    """Whether an index is as it should be."""
    try:
        with closing(Index.open(folder, "store")) as index:
            index.check()
            found = index.search(SearchRequest(Everything(), {}, "newest", 10_000, lambda: False))
            rainy = index.search(
                SearchRequest(Phrase("heavy rain"), {}, "best", 10_000, lambda: False)
            )
            once = max(Counter(found.ids).values(), default=1) == 1
            same = set(found.ids) == set(rainy.ids) == index.ids()
            return once and same and index.revision >= revision
    except BrokenIndexError as error:
        print(error, file=sys.stderr)
        return False


def main() -> int:
    """Kill, and tell."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--kills", type=int, default=100)
    kills, dice, whole = asked.parse_args().kills, random.Random(11), 0
    with TemporaryDirectory(prefix="newsreader-kills-") as place:
        folder = Path(place) / "index"
        Index.create(folder, "store").close()
        for _ in range(kills):
            whole += is_whole(folder, killed(folder, dice))
    print(f"killed {kills} times, whole {whole} times")
    return 0 if whole == kills else 1


if __name__ == "__main__":
    sys.exit(main())
