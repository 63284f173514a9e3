"""Stories whose event is known in, the weights of the measures of likeness out.

    python tests/training/train_events.py                     find the weights anew and write them
    python tests/training/train_events.py --check             tell whether that would change them
    python tests/training/train_events.py --cross-validate    score them on events not seen

Logistic regression on pairs of a story and an event that it was compared with: first while every
story is put where it belongs, then again together with the pairs that come up when the first
weights decide. The teasers of the corpus have one moment for all reports of an event, which no real
stream has: so they are learned from only when each is late by some hours.

It needs scikit-learn, newsreader installed with `pip install -e .`, and the folder `shared` beside
the checkout.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from reader.cluster.cluster_core import Cluster
from reader.cluster.clustering import Clusterer, Rarity
from reader.cluster.similarity import (
    MEASURES,
    Comparison,
    LikenessModel,
    Measures,
    shipped_model,
)
from tests.support.known_events import (
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
)
from tests.support.paths import ROOT

WEIGHTS = ROOT / "reader" / "cluster" / "similarity_weights.json"
OTHERS = 4000  # stories that the other archive has learned from
FOLDS = 4
DIGITS = 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """A stream in an archive that has learned something, and how much it counts."""

    name: str
    stream: Stream
    rarity: Rarity
    weight: float = 1.0  # 0: only for scores


@dataclass(frozen=True, slots=True)
class Example:
    """A story and an event, measured, and whether it belongs there."""

    event: object  # of the story, by which folds are made
    measures: Measures
    belongs: bool
    weight: float


class Recorder(Clusterer):
    """Clustering that takes note of what it compares."""

    def __init__(self, lesson: Lesson, model: LikenessModel | None) -> None:
        super().__init__(copied(lesson.rarity), lambda *_: ())
        self._lesson = lesson
        self._given = model
        self._model = model or shipped_model()
        self._gold = {
            story.id: lesson.stream.events[story.key] for story, _ in lesson.stream.stories
        }
        self.examples: list[Example] = []

    def _choose(self, comparison: Comparison, events: Sequence[Cluster]) -> Cluster | None:
        truth = self._gold[comparison.mark.story]
        measured = comparison.measured(events, self._bar.shared)
        for event, measures in measured:
            self.examples.append(
                Example(truth, measures, self._is_of(event, truth), self._lesson.weight)
            )
        if self._given:
            return super()._choose(comparison, events)
        return next((event for event in events if self._is_of(event, truth)), None)

    def _is_of(self, event: Cluster, truth: object) -> bool:
        same = sum(self._gold[one.mark.story] == truth for one in event.members)
        return 2 * same > len(event.members)


def lessons(other: Rarity) -> list[Lesson]:
    """All streams."""
    articles, teasers = known_stream("events.jsonl"), known_stream("teasers.jsonl")
    short = shortened(articles)
    return [
        Lesson("teasers", teasers, Rarity(), 0),
        Lesson("teasers, twice as dense", spread(teasers, 0, 2), Rarity(), 0),
        Lesson("teasers, late", spread(teasers, 18), Rarity()),
        Lesson("teasers, late and dense", spread(teasers, 18, 2), Rarity()),
        Lesson("the same, other archive", spread(teasers, 18, 2), other),
        Lesson("articles", articles, Rarity()),
        Lesson("articles, week", squeezed(articles), Rarity(), 3),
        Lesson("articles, week, other archive", squeezed(articles), other, 3),
        Lesson("short articles", short, Rarity()),
        Lesson("short articles, week", squeezed(short), Rarity(), 3),
        Lesson("short articles, week, other", squeezed(short), other, 3),
    ]


def recorded(taught: Iterable[Lesson], model: LikenessModel | None) -> list[Example]:
    """What clustering compares, when the truth decides or a model does."""
    found = []
    for lesson in taught:
        if lesson.weight:
            recorder = Recorder(lesson, model)
            found_events(recorder, lesson.stream)
            found += recorder.examples
    return found


def fitted(examples: Sequence[Example]) -> LikenessModel:
    """The weights that tell best which story belongs to which event."""
    measures = np.array([one.measures for one in examples])
    mean, spreads = measures.mean(axis=0), measures.std(axis=0)
    regression = LogisticRegression(max_iter=1000)
    with threadpool_limits(1):
        regression.fit(
            (measures - mean) / spreads,
            [one.belongs for one in examples],
            sample_weight=[one.weight for one in examples],
        )
    weights = regression.coef_[0] / spreads
    constant = round(float(regression.intercept_[0] - weights @ mean), DIGITS)
    return LikenessModel(constant, tuple(round(float(one), DIGITS) for one in weights))


def trained(
    taught: Sequence[Lesson], right: Sequence[Example], left_out: Collection[object] = ()
) -> LikenessModel:
    """A model of all events but some."""
    kept = [one for one in right if one.event not in left_out]
    more = [one for one in recorded(taught, fitted(kept)) if one.event not in left_out]
    return fitted([*kept, *more])


def cross_validate(taught: Sequence[Lesson]) -> None:
    """Print scores of events that were not learned from, while all stories are there."""
    right = recorded(taught, None)
    events = sorted({str(event) for one in taught for event in one.stream.events.values()})
    results: dict[str, list[tuple[float, ...]]] = {one.name: [] for one in taught}
    for fold in range(FOLDS):
        tried = set(events[fold::FOLDS])
        model = trained(taught, right, tried)
        for lesson in taught:
            found = found_events(Recorder(lesson, model), lesson.stream)
            gold = lesson.stream.events
            inside = [key for key in gold if gold[key] in tried]
            results[lesson.name].append(scores(found, gold, inside))
    print(f"{'left out':32} P     R     F1    pairs F1, of {FOLDS} folds in the mean")
    means = {name: list(map(fmean, zip(*rows, strict=True))) for name, rows in results.items()}
    show(means)


def show(results: Mapping[str, Sequence[float]]) -> None:
    """Print figures, a stream a line."""
    for name, figures in results.items():
        print(f"{name:32} " + " ".join(f"{figure:.3f}" for figure in figures), flush=True)


def written(model: LikenessModel) -> str:
    """The weights as the file has them."""
    named = {"constant": model.constant, **dict(zip(MEASURES, model.weights, strict=True))}
    return json.dumps(named, indent=4) + "\n"


def main() -> int:
    """Train, check or score."""
    asked = argparse.ArgumentParser(description="What measures of likeness weigh.")
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--cross-validate", action="store_true")
    chosen = asked.parse_args()
    with TemporaryDirectory() as folder:
        taught = lessons(learned(generated(Path(folder), OTHERS)))
    if chosen.cross_validate:
        cross_validate(taught)
        return 0
    fresh = written(trained(taught, recorded(taught, None)))
    if chosen.check:
        return int(WEIGHTS.read_text(encoding="utf-8") != fresh)
    WEIGHTS.write_text(fresh, encoding="utf-8")
    shipped_model.cache_clear()
    results = {}
    for one in taught:
        clusterer = Clusterer(copied(one.rarity), lambda *_: ())
        found = found_events(clusterer, one.stream)
        results[one.name] = scores(found, one.stream.events, list(one.stream.events))
    print(f"{'learned from':32} P     R     F1    pairs F1")
    show(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
