"""Events and generated stories in, how well and how fast stories are grouped out.

    python -m tests.benchmarks.events [--stories 100000]

B-cubed (Bagga and Baldwin, 1998) and pairwise F1 of stories whose event is known: articles and
teasers, dated, denser, and squeezed into a week, in an archive of their own and in one that has
learned from thousands of other stories what is rare, for each strictness. How much each measure of
likeness weighs is found and cross-validated by `tests/training/train_events.py`.

What one more story costs is measured beside the newest thousand and beside all of them, so that as
many stories a day stand around it in both.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.cluster.clustering import BARS, Clusterer, Rarity
from reader.config import default_folders
from reader.library import SAMPLES, Library
from tests.support.known_events import (
    LANGUAGES,
    Stream,
    copied,
    found_events,
    generated,
    known_stream,
    learned,
    scores,
    shortened,
    spread,
    squeezed,
    teasers_of,
)
from tests.support.paths import SHARED

OTHERS = 6000  # stories that the other archive has learned from
DENSER = 2  # times as many stories a day


def streams() -> dict[str, Stream]:
    """Stories whose event is known, by what was done to them."""
    articles, teasers = known_stream("events.jsonl"), known_stream("teasers.jsonl")
    return {
        "teasers": teasers,
        "teasers, denser": spread(teasers, 0, DENSER),
        "teasers, a day late": spread(teasers, 24),
        "articles": articles,
        "articles, week": squeezed(articles),
        "short articles, week": squeezed(shortened(articles)),
        **{f"our teasers, {language}": teasers_of(language) for language in LANGUAGES},
        "our teasers, all": teasers_of(*LANGUAGES),
    }


def quality(other: Rarity) -> None:
    """Print how well events are found, for each strictness."""
    known = streams()
    for strictness, bar in BARS.items():
        for archive, rarity in (("own archive", Rarity()), ("other archive", other)):
            print(f"{strictness}, {archive}: P, R, F1, pairs F1")
            for name, stream in known.items():
                clusterer = Clusterer(copied(rarity), lambda *_: (), bar)
                found = found_events(clusterer, stream)
                figures = scores(found, stream.events, list(stream.events))
                print(f"    {name:24} " + " ".join(f"{one:.3f}" for one in figures), flush=True)


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
    return "\n\n".join(story.text.split("\n\n")[0] for story in library.store.stories.by_ids(ids))


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
        quality(learned(generated(Path(folder), OTHERS)))
        seeds(Path(folder))
        stories = generated(Path(folder), chosen.stories) if chosen.stories else None
        for count in (1000, chosen.stories) if stories else ():
            speed(Path(folder), stories, count)


if __name__ == "__main__":
    sys.exit(main())
