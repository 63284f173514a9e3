"""Invented stories in, what importing them costs out: by stage, on the wall, and how it wears on.

    python -m tests.benchmarks.importing [--stories N] [--home FOLDER]

100,000 take some minutes, 1,000,000 most of an hour. A home that is named is kept, so that
`tests.benchmarks.screen` can be asked about it. The stories are made by a script in the folder
`shared` beside the checkout.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from reader.config import default_folders
from reader.library import Library
from reader.model import Progress
from tests.benchmarks import corpus

PARTS = 10  # of all stories, whose rates are told


@dataclass
class Course:
    """When which part was done, by the wall and by the CPU of this process."""

    wall: float = field(default_factory=perf_counter)  # seconds
    cpu: float = field(default_factory=process_time)  # seconds
    grouping: float = 0.0  # CPU seconds before it began
    arrived: list[tuple[int, float]] = field(default_factory=list)  # stories, wall seconds

    def on_progress(self, told: Progress) -> None:
        """Take note of when grouping begins."""
        if told.doing == "Grouping" and not self.grouping:
            self.grouping = process_time() - self.cpu

    def on_batch(self, stories: int) -> None:
        """Take note of stories that are stored."""
        before = self.arrived[-1][0] if self.arrived else 0
        self.arrived.append((before + stories, perf_counter() - self.wall))


def measure(library: Library, path: Path) -> Course:
    """Import a file and print what that costs."""
    course, children = Course(), _children()
    with path.open("rb") as file:
        for report in library.import_stories(file, path.name, course.on_progress):
            course.on_batch(report.new)
    wall, main = perf_counter() - course.wall, process_time() - course.cpu
    stages = {
        "clean and store": course.grouping,
        "group": main - course.grouping,
        "index, in a process of its own": _children() - children,
    }
    whole = sum(stages.values())
    for stage, seconds in stages.items():
        print(f"{stage:32} {seconds:8.1f} CPU s  {seconds / whole:4.0%}")
    busy = f"{whole / wall:.1f} cores busy"
    print(f"{'all':32} {whole:8.1f} CPU s; {wall:.1f} s on the wall, {busy}")
    return course


def _children() -> float:
    """CPU seconds of the processes that have ended which this one began."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def tell_rates(course: Course) -> None:
    """Print how many stories were stored a second, in each part of all."""
    every = max(1, len(course.arrived) // PARTS)
    marks = [(0, 0.0), *course.arrived[every - 1 :: every]]
    rates = [
        f"{(stories - before) / (then - earlier):,.0f}"
        for (before, earlier), (stories, then) in itertools.pairwise(marks)
    ]
    print(f"stored a second, part by part: {' '.join(rates)}")


def main() -> int:
    """Print all figures."""
    asked = argparse.ArgumentParser(description="What importing stories costs.")
    asked.add_argument("--stories", type=int, default=100_000)
    asked.add_argument("--home", type=Path, help="an empty folder; kept")
    chosen = asked.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stories.jsonl"
        corpus.make(path, chosen.stories)
        home = chosen.home or Path(folder) / "home"
        with closing(Library.open(default_folders(str(home)))) as library:
            tell_rates(measure(library, path))
            print(f"grouped, a CPU second of an archive of these: {_grouped(library):,.0f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of the importing process, at most: {peak:,.0f} MB")
    return 0


def _grouped(library: Library) -> float:
    """How many stories are put into events in a CPU second, with nothing beside it."""
    start = process_time()
    return library.group(anew=True) / (process_time() - start)


if __name__ == "__main__":
    sys.exit(main())
