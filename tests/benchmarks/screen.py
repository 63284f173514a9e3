"""A home in, a table of how quick and how light its screen is out.

    python -m tests.benchmarks.screen HOME [--only PART] [--million] [--against HOME]

HOME is copied first. Newsboat is measured with the same stories in the same run, where it is
installed. Another home, or with `--million` one made of older copies of the same stories, is
measured against the first by what must not grow. One part of the table is quick to come by:
starting, moving, filtering, typing, leaving, resting, growing or reading.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import filterfalse
from math import isnan
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from reader.config import default_folders
from reader.library import Library
from tests.benchmarks import beside
from tests.benchmarks.watched import HELLO, SHARED, Watched, command, watched

LONG = "long-story"
PARAGRAPH = "The harbour master counted every ship that came in with the tide that evening. " * 8
ROW = "{:58}{:>9}{:>9}{:>6}{:>6}"
Figure = tuple[str, str, str, str]  # what is measured, the measured value, must, aim


def headlines(home: Path, count: int) -> list[str]:
    """How the first headlines of the list begin."""
    with closing(Library.open(default_folders(str(home)))) as library:
        stories = library.store.stories
        return [row.headline[:24] for row in stories.rows(stories.ids("all", count))]


def add_long_story(home: Path) -> None:
    """Put a story of 30,000 words at the top of the list."""
    text = "\n\n".join([PARAGRAPH] * 260) + "\n\nA zebra passed."
    line = {"guid": LONG, "link": "https://example.org/long", "title": "Thirty thousand words",
            "text": text, "published": "2027-01-01T00:00:00+00:00"}  # fmt: skip
    file = home / "long.jsonl"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    run = [*command(home), "import", str(file)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def middle(values: Sequence[float]) -> float:
    """The median of what was seen at all."""
    return median(filterfalse(isnan, values))


def high(values: Sequence[float]) -> float:
    """The 95th percentile of what was seen at all."""
    return quantiles(filterfalse(isnan, values), n=20)[-1]


def starts(home: Path, times: int = 7) -> tuple[float, float, float]:
    """Start to list, start to answering a key, and that of the smallest app; medians."""
    first, second = headlines(home, 2)
    lists, answers, hellos = [], [], []
    for _ in range(times):
        with watched(command(home)) as shown:
            lists.append(shown.first(lambda text: second in text and first in text))
        stand_at_the_top(home)
        with watched(command(home)) as shown:
            answers.append(shown.first(chosen(second), b"j"))
        with watched([sys.executable, str(HELLO)]) as shown:
            hellos.append(shown.first(lambda text: "answered" in text, b"j"))
    return median(lists), median(answers), median(hellos)


def stand_at_the_top(home: Path) -> None:
    """Leave the screen with the first story chosen: that is where the next start opens."""
    with watched(command(home)) as shown:
        shown.ready()
        shown.press(b"gg", quiet=0.3)
        shown.ended(b"q")


def chosen(headline: str) -> Callable[[str], bool]:
    """Whether the row with this headline is the chosen one."""
    return lambda text: any(
        line.lstrip().startswith("▌") and headline in line for line in text.splitlines()
    )


def article(headline: str) -> Callable[[str], bool]:
    """Whether the reading pane begins with this headline."""
    return lambda text: any(headline in line[51:] for line in text.splitlines()[1:5])


def starting(home: Path) -> Iterator[Figure]:
    """How long a start takes."""
    listed, answered, hello = starts(home)
    yield "start to the list, ms", f"{listed:.0f}", "100", "25"
    yield "start to an answered key, ms", f"{answered:.0f}", "", ""
    yield "the same of the smallest Textual app", f"{hello:.0f}", "", ""
    yield "ratio", f"{answered / hello:.2f}", "1.35", "1.2"


def moves(shown: Watched, home: Path, count: int) -> tuple[list[float], list[float]]:
    """Key down to the next row, and to its article, for so many rows."""
    names = headlines(home, count + 1)
    rows, articles = [], []
    for number in range(1, count + 1):
        opened = article(names[number])
        before, after = shown.press(b"j", chosen(names[number]), opened)
        rows.append(before)
        articles.append(after)
    return rows, articles


def moving(home: Path) -> Iterator[Figure]:
    """How quick keys are."""
    with watched(command(home)) as shown:
        shown.ready()
        rows, articles = moves(shown, home, 60)
    yield "key down to paint, median, ms", f"{middle(rows):.1f}", "", ""
    yield "key down to paint, p95, ms", f"{high(rows):.1f}", "16", "8"
    yield "next story's article, median, ms", f"{middle(articles):.1f}", "25", "14"
    yield "holding the key at 30 a second: behind at the end, ms", f"{held(home):.0f}", "50", "20"


def held(home: Path) -> float:
    """How long after the last of many presses the last paint comes."""
    from tests.benchmarks.watched import ptybench

    found = ptybench().bench_repeat(command(home), "search", b"j", rate=30, count=90)
    return float(found["lag_ms"])


def reading(home: Path) -> Iterator[Figure]:
    """How quick a very long story is."""
    with watched(command(home)) as shown:
        shown.ready()
        opened = []
        for _ in range(7):
            shown.press(b"j", quiet=0.2)
            opened += shown.press(b"k", article("Thirty thousand"))
        shown.press(b"f", quiet=0.3)
        shown.press(b"harbour", quiet=1.0)
        shown.press(b"\r", quiet=0.5)
        matches = [shown.changed(b"n") for _ in range(20)]
    yield "30,000 words opened, ms", f"{middle(opened):.1f}", "40", "17"
    yield "next match there, ms", f"{middle(matches):.1f}", "16", "7"


def filtering(home: Path) -> Iterator[Figure]:
    """How quick another view is."""
    with watched(command(home)) as shown:
        shown.ready()
        for _ in range(30):
            shown.press(b"j")
        shown.press(b"m", quiet=0.3)
        to, back = [], []
        for _ in range(7):
            to.append(shown.changed(b"g2", quiet=0.3))
            back.append(shown.changed(b"g1", quiet=0.3))
    yield "filter to unread, ms", f"{middle(to):.0f}", "100", "30"
    yield "and back, ms", f"{middle(back):.0f}", "100", "30"


def typing(home: Path) -> Iterator[Figure]:
    """How soon a typed letter is seen while a search runs."""
    times = []
    with watched(command(home)) as shown:
        shown.ready()
        shown.press(b"/", quiet=0.5)
        for word in ("government", "proceeds", "exchange"):
            times += [typed(shown, word[:end]) for end in range(1, len(word) + 1)]
            for _ in word:
                shown.press(b"\x7f", quiet=0.02)
            shown.press(b" ", quiet=0.6)
    yield "typed letter echoed, median, ms", f"{middle(times):.1f}", "", ""
    yield "typed letter echoed, p95, ms", f"{high(times):.1f}", "20", "10"


def typed(shown: Watched, so_far: str) -> float:
    """How soon the last letter of a word is seen in the search line."""
    return shown.press(so_far[-1].encode(), lambda text: so_far in text[120:240], quiet=0.09)[0]


def leaving(home: Path) -> Iterator[Figure]:
    """How soon Escape is seen on a plain terminal, and how soon the program is gone."""
    escapes, ends = [], []
    for _ in range(5):
        with watched(command(home), sync=False) as shown:
            shown.ready()
            for _ in range(3):
                shown.press(b"?", quiet=0.4)
                escapes.append(shown.changed(b"\x1b", quiet=0.3))
            ends.append(shown.ended(b"q"))
    yield "Escape to paint, ms", f"{middle(escapes):.0f}", "40", "24"
    yield "quit to the end, ms", f"{middle(ends):.0f}", "100", "10"


def resting(home: Path) -> Iterator[Figure]:
    """What the screen's own process takes after many stories, and while nothing happens."""
    with watched(command(home)) as shown:
        shown.ready()
        for _ in range(500):
            shown.press(b"j", quiet=0.01)
        shown.ready()
        shown.idle(3)
        cpu, wakes = shown.idle(10)
        yield "memory after 500 stories, MB", f"{shown.memory():.0f}", "70", "45"
        yield "idle CPU, per cent", f"{cpu:.2f}", "0.2", "0"
        yield "idle wake-ups a second", f"{wakes:.1f}", "2", "0"


def growing(home: Path, larger: Path) -> Iterator[Figure]:
    """What grows with the number of stories."""
    for name, measured in GROWING:
        ratio = measured(larger) / measured(home)
        yield f"{name}, the larger home against the first", f"{ratio:.2f}", "1.5", "1.1"


def list_of(home: Path) -> float:
    """Start to the list; once before, so that the order of the stories is known."""
    with watched(command(home)) as shown:
        shown.ready()
        shown.ended(b"q")
    return starts(home, 5)[0]


def answer_of(home: Path) -> float:
    """Start to an answered key."""
    return starts(home, 5)[1]


def key_of(home: Path) -> float:
    """Key down to paint."""
    with watched(command(home)) as shown:
        shown.ready()
        return middle(moves(shown, home, 30)[0])


GROWING = (
    ("start to the list", list_of),
    ("start to an answered key", answer_of),
    ("key down", key_of),
)
PARTS = (starting, moving, filtering, typing, leaving, resting)
NAMES = [part.__name__ for part in (*PARTS, growing, reading)]


def figures(home: Path, larger: Path | None, only: str = "") -> Iterator[Figure]:
    """Every figure of a home, or those of one part of the table."""
    for part in PARTS:
        if only in ("", part.__name__):
            stand_at_the_top(home)
            yield from part(home)
    if larger is not None and only in ("", "growing"):
        yield from growing(home, larger)
    if only in ("", "reading"):
        add_long_story(home)
        stand_at_the_top(home)
        yield from reading(home)


def main() -> int:
    """Print the table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("home", type=Path, metavar="HOME")
    asked.add_argument("--only", default="", metavar="PART", choices=NAMES)
    asked.add_argument("--million", action="store_true")
    asked.add_argument("--against", type=Path, metavar="HOME")
    chosen = asked.parse_args()
    if not SHARED.is_dir():
        print(f"{SHARED}: the terminal to measure with is not beside this checkout")
        return 1
    with TemporaryDirectory() as folder:
        home = Path(shutil.copytree(chosen.home, Path(folder) / "home"))
        peer = {} if beside.why_not() or chosen.only else beside.newsboat(home, Path(folder))
        larger = beside.grown(home, Path(folder) / "larger") if chosen.million else chosen.against
        print(ROW.format("figure", "newsboat", "measured", "must", "aim"))
        for name, value, must, aim in figures(home, larger, chosen.only):
            print(ROW.format(name, peer.get(name, ""), value, must, aim), flush=True)
    print(beside.why_not())
    return 0


if __name__ == "__main__":
    sys.exit(main())
