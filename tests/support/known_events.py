"""Stories whose event is known, as streams in order of time, and how well events are found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import fmean

from reader.cluster.clustering import Clusterer, Rarity
from reader.cluster.fingerprint import make_fingerprint
from reader.model import Story
from tests.support.paths import ROOT, SHARED

WEEK = datetime(2026, 11, 2, tzinfo=UTC)
TEASERS = ROOT / "tests" / "files" / "events"
TEASER = 90  # words
Groups = dict[str, object]
"""The event of each story, by its key."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Stories in the order in which they come, and the event that each truly reports."""

    stories: Sequence[tuple[Story, int]]
    events: Groups


def known_stream(name: str) -> Stream:
    """The stories of a file of the corpus; a key that comes twice is made two."""
    lines = (SHARED / "corpus" / name).read_text(encoding="utf-8").splitlines()
    told = sorted(map(json.loads, lines), key=lambda one: one["published"])
    found, events = [], Groups()
    for number, one in enumerate(told, start=1):
        key = f"{one['guid']} {number}"
        events[key] = one["event"]
        language = one.get("language", "en")
        story = Story("bench", key, one["title"], one["text"], outlet=one["outlet"], id=number)
        when = int(datetime.fromisoformat(one["published"]).timestamp())
        found.append((replace(story, language=language), when))
    return Stream(found, events)


LANGUAGES = ("de", "fr", "es", "ru", "zh", "ar")


def teasers_of(*languages: str) -> Stream:
    """Teasers of events in some languages, ours: three of each event, ten events a language.

    All of a language come within a week, and the reports of an event within a day.
    """
    told = []
    for language in languages:
        written = json.loads((TEASERS / f"{language}.json").read_text(encoding="utf-8"))
        for number, reports in enumerate(written):
            for place, (headline, text) in enumerate(reports):
                when = (WEEK + timedelta(hours=14 * number + 7 * place)).timestamp()
                key = f"{language} {number} {place}"
                told.append((Story("bench", key, headline, text, language=language), int(when)))
    events: Groups = {story.key: story.key.rsplit(" ", 1)[0] for story, _ in told}
    return _ordered(Stream(told, events), [float(when) for _, when in told])


def _ordered(stream: Stream, times: Sequence[float]) -> Stream:
    """The same stories at other times."""
    order = sorted(range(len(times)), key=times.__getitem__)
    stories = [
        (replace(stream.stories[at][0], id=number), int(times[at]))
        for number, at in enumerate(order, start=1)
    ]
    return Stream(stories, stream.events)


def squeezed(stream: Stream) -> Stream:
    """The same stories within one week, in an order that says nothing."""
    order = sorted(stream.stories, key=lambda one: one[0].key)
    apart = timedelta(days=7) / len(order)
    places = {story.key: at for at, (story, _) in enumerate(order)}
    times = [(WEEK + apart * places[story.key]).timestamp() for story, _ in stream.stories]
    return _ordered(stream, times)


def shortened(stream: Stream) -> Stream:
    """The same stories, as a feed tells of them."""
    short = [
        (replace(story, text=" ".join(story.text.split(" ")[:TEASER]) + "..."), when)
        for story, when in stream.stories
    ]
    return Stream(short, stream.events)


def spread(stream: Stream, hours: float, denser: float = 1.0) -> Stream:
    """The same stories, each late by so many hours in the mean, and as many times as many a day."""
    rng = Random(f"{hours} {denser}")
    start = stream.stories[0][1]
    times = [
        start + (when - start) / denser + (rng.expovariate(1 / (3600 * hours)) if hours else 0)
        for _, when in stream.stories
    ]
    return _ordered(stream, times)


def found_events(clusterer: Clusterer, stream: Stream) -> Groups:
    """Each story's event, as clustering finds it."""
    return {story.key: clusterer.cluster_story(story, when).event for story, when in stream.stories}


def generated(folder: Path, count: int) -> Path:
    """A file of generated stories."""
    path = folder / f"{count}.jsonl"
    script = SHARED / "bench" / "mkcorpus.py"
    subprocess.run([sys.executable, str(script), str(count), str(path)], check=True)
    return path


def learned(path: Path) -> Rarity:
    """What an archive of other stories has learned."""
    rarity = Rarity()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        told = json.loads(line)
        make_fingerprint(
            Story("bench", str(number), told["title"], told["text"], language="en"), 0, rarity
        )
    return rarity


def copied(rarity: Rarity) -> Rarity:
    """The same rarities, to be learned on apart."""
    return Rarity(rarity.stories, rarity.counts.tobytes())


def scores(found: Groups, gold: Groups, of: Collection[str]) -> tuple[float, float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin, 1998), and F1 of pairs."""
    ours, theirs = _by_event(found), _by_event(gold)
    both = [(ours[found[key]], theirs[gold[key]]) for key in of]
    precision = fmean(len(mine & true) / len(mine) for mine, true in both)
    recall = fmean(len(mine & true) / len(true) for mine, true in both)
    pairs = [
        _pairs(Counter(groups))
        for groups in (
            [found[key] for key in of],
            [gold[key] for key in of],
            [(found[key], gold[key]) for key in of],
        )
    ]
    f1 = 2 * precision * recall / (precision + recall)
    return precision, recall, f1, 2 * pairs[2] / ((pairs[0] + pairs[1]) or 1)


def _pairs(sizes: Counter[object]) -> int:
    """How many pairs groups of these sizes have."""
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _by_event(groups: Groups) -> dict[object, set[str]]:
    """The stories of each event."""
    events = defaultdict(set)
    for key, event in groups.items():
        events[event].add(key)
    return events
