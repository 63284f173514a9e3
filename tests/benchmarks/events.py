"""Events and generated stories in, how well and how fast stories are grouped out.

    python -m tests.benchmarks.events [--stories 100000]

B-cubed (Bagga and Baldwin, 1998) and pairwise F1 on articles whose event is known, dated and
squeezed into a week, in an archive of their own and in one that has learned from thousands of other
stories what is rare. How alike a story and an event must be is chosen by cross-validation: five
times, on four fifths of the events, by the higher mean of both F1 among bars with a precision of
0.98 at least; and tried on the fifth that was left out, while all stories are there.

What one more story costs is measured beside the newest thousand and beside all of them, so that as
many stories a day stand around it in both.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from reader.cluster.clustering import BARS, Clusterer, Rarity
from reader.cluster.fingerprint import make_fingerprint
from reader.config import default_folders
from reader.library import SAMPLES, Library
from reader.model import Story
from tests.support.paths import SHARED

WEEK = datetime(2026, 11, 2, tzinfo=UTC)
GRID = [step / 100 for step in range(20, 36)]
FOLDS = 5
OTHERS = 6000  # stories that the other archive has learned from
MODES = ("dated", "week", "dated, other archive", "week, other archive")
PRECISE = 0.98
Dated = list[tuple[Story, int]]
Groups = dict[str, object]  # key of a story: its event


def articles() -> tuple[Dated, Groups]:
    """The articles in order of time, and the event of each; a key that comes twice is made two."""
    lines = (SHARED / "corpus" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    told = sorted(map(json.loads, lines), key=lambda one: one["published"])
    found, gold = [], {}
    for number, one in enumerate(told, start=1):
        key = f"{one['guid']} {number}"
        gold[key] = one["event"]
        story = Story("bench", key, one["title"], one["text"], outlet=one["outlet"], id=number)
        when = int(datetime.fromisoformat(one["published"]).timestamp())
        found.append((replace(story, language="en"), when))
    return found, gold


def squeezed(stories: Dated) -> Dated:
    """The same stories within one week, in an order that says nothing."""
    order = sorted(stories, key=lambda one: one[0].key)
    apart = timedelta(days=7) / len(order)
    return [
        (replace(story, id=number), int((WEEK + apart * number).timestamp()))
        for number, (story, _) in enumerate(order)
    ]


def grouped(stories: Dated, bar: float, learned: Rarity) -> Groups:
    """Each story's event, as the station finds it."""
    rarity = Rarity(learned.stories, learned.counts.tobytes())
    grouper = Clusterer(rarity, lambda *_: (), replace(BARS["normal"], likeness=bar))
    return {story.key: grouper.take(story, when).event for story, when in stories}


def scores(found: Groups, gold: Groups, of: Collection[str]) -> tuple[float, float, float]:
    """B-cubed precision and F1, and pairwise F1, of some stories among all."""
    ours, theirs = by_event(found), by_event(gold)
    precise, complete = [], []
    for key in of:
        mine, true = ours[found[key]], theirs[gold[key]]
        precise.append(len(mine & true) / len(mine))
        complete.append(len(mine & true) / len(true))
    precision, recall = fmean(precise), fmean(complete)
    pairs = [
        (found[one] == found[other], gold[one] == gold[other]) for one, other in combinations(of, 2)
    ]
    both = sum(mine and true for mine, true in pairs)
    either = sum(mine for mine, _ in pairs) + sum(true for _, true in pairs)
    return precision, 2 * precision * recall / (precision + recall), 2 * both / either


def by_event(groups: Groups) -> dict[object, set[str]]:
    """The stories of each event."""
    events = defaultdict(set)
    for key, event in groups.items():
        events[event].add(key)
    return events


def learned(path: Path) -> Rarity:
    """What an archive of other stories has learned."""
    rarity = Rarity()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        told = json.loads(line)
        make_fingerprint(
            Story("bench", str(number), told["title"], told["text"], language="en"), 0, rarity
        )
    return rarity


class Runs(dict[float, tuple[Groups, ...]]):
    """For each bar the events found in each mode."""

    def __init__(self, stories: Dated, other: Rarity) -> None:
        super().__init__()
        both = (stories, squeezed(stories))
        self.modes = [(one, rarity) for rarity in (Rarity(), other) for one in both]

    def __missing__(self, bar: float) -> tuple[Groups, ...]:
        """Group all stories in each mode."""
        self[bar] = tuple(grouped(stories, bar, rarity) for stories, rarity in self.modes)
        return self[bar]


def validated(other: Rarity) -> None:
    """Print how the bar was chosen, and what comes of it."""
    stories, gold = articles()
    runs = Runs(stories, other)
    events = sorted(set(map(str, gold.values())))
    left_out = []
    for fold in range(FOLDS):
        tried = set(events[fold::FOLDS])
        inside = [key for key in gold if gold[key] in tried]
        outside = [key for key in gold if gold[key] not in tried]
        bar = max(GRID, key=lambda bar: worth(runs[bar], gold, outside))
        result = [scores(run, gold, inside) for run in runs[bar]]
        left_out.append(result)
        print(f"fold {fold + 1}: bar {bar:.2f}, left out: {shown(result)}")
    means = [
        tuple(fmean(fold[mode][place] for fold in left_out) for place in range(3))
        for mode in range(len(MODES))
    ]
    print(f"mean of what was left out:   {shown(means)}")
    for bar in sorted({0.22, 0.24, 0.28, 0.30, *(one.likeness for one in BARS.values())}):
        print(f"all, bar {bar:.2f}: {shown([scores(run, gold, list(gold)) for run in runs[bar]])}")


def worth(run: tuple[Groups, ...], gold: Groups, of: Collection[str]) -> float:
    """How good a run is on some stories; a wrong join is worse than a missed one."""
    told = [scores(one, gold, of) for one in run]
    return fmean(one[1] for one in told) - 10 * max(0.0, PRECISE - min(one[0] for one in told))


def shown(result: Sequence[tuple[float, ...]]) -> str:
    """Figures on a line."""
    return "".join(
        f"\n    {name:24} P {one[0]:.3f} F1 {one[1]:.3f} pairs {one[2]:.3f}"
        for name, one in zip(MODES, result, strict=True)
    )


def generated(folder: Path, count: int) -> Path:
    """A file of generated stories."""
    path = folder / f"{count}.jsonl"
    script = SHARED / "bench" / "mkcorpus.py"
    subprocess.run([sys.executable, str(script), str(count), str(path)], check=True)
    return path


def newest(path: Path, count: int) -> Path:
    """A file of the newest of generated stories."""
    lines = path.read_text(encoding="utf-8").splitlines()
    chosen = sorted(lines, key=lambda line: str(json.loads(line)["published"]))[-count:]
    kept = path.with_suffix(f".{count}.jsonl")
    kept.write_text("\n".join(chosen) + "\n", encoding="utf-8")
    return kept


def filled(folder: Path, stories: Path) -> Library:
    """A library of generated stories, not grouped yet."""
    library = Library.open(default_folders(str(folder / f"home-{stories.stem}")))
    with stories.open("rb") as file:
        for _ in library.import_stories(file, "generated"):
            pass
    return library


def timed(library: Library) -> float:
    """CPU seconds that grouping what waits takes."""
    start = time.process_time()
    library.group()
    return time.process_time() - start


def speed(folder: Path, stories: Path, count: int) -> None:
    """Print how fast an archive is grouped, and what a single story costs after that."""
    library = filled(folder, newest(stories, count))
    rate = count / timed(library)
    costs = []
    for number in range(5):
        told = {"guid": f"late-{number}", "title": f"Late {number}", "text": late(library)}
        told["published"] = "2026-08-25T12:00:00+00:00"
        path = folder / "late.jsonl"
        path.write_text(json.dumps(told) + "\n", encoding="utf-8")
        with path.open("rb") as file:
            list(library.import_stories(file, "late"))
        costs.append(timed(library) * 1000)
    print(
        f"{count:,} stories: {rate:,.0f} a CPU second; one more {sorted(costs)[2]:.0f} ms;"
        f" events found: {len(library.store.events.all())}"
    )
    library.close()


def late(library: Library) -> str:
    """Text for one more story: a paragraph of each of some that are there."""
    ids = library.store.stories.ids("all", 40)
    return "\n\n".join(story.text.split("\n\n")[0] for story in library.store.stories.some(ids))


def seeds(folder: Path) -> None:
    """Print which events there are when the seeds stand among generated and sample stories."""
    library = filled(folder, generated(folder, 1000))
    for location in (SAMPLES, str(SHARED / "seeds")):
        list(library.add(location))
    library.group()
    for event in library.store.events.all():
        told = ", ".join(event.outlets)
        print(f"among 1,000 generated, all samples and the seeds: {len(event.stories)} of {told}")
    library.close()


def main() -> None:
    """Print all figures."""
    asked = argparse.ArgumentParser(description="How well and how fast stories are grouped.")
    asked.add_argument("--stories", type=int, default=0, help="for the speed; 0: not measured")
    chosen = asked.parse_args()
    with TemporaryDirectory() as folder:
        validated(learned(generated(Path(folder), OTHERS)))
        seeds(Path(folder))
        stories = generated(Path(folder), chosen.stories) if chosen.stories else None
        for count in (1000, chosen.stories) if stories else ():
            speed(Path(folder), stories, count)


if __name__ == "__main__":
    sys.exit(main())
