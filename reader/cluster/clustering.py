"""Incremental clustering: finds the event of one story after another, always the same way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter

from reader.cluster.candidates import WINDOW, CandidateClusters, ReadMembers
from reader.cluster.cluster_core import Cluster
from reader.cluster.fingerprint import Rarities, are_alike, make_fingerprint
from reader.cluster.lessons import Lessons
from reader.cluster.manual_edits import (
    cluster_leads,
    join_clusters,
    remaining_edits,
    repeat_edits,
    restore_clusters,
    split_cluster,
    without_story,
)
from reader.cluster.similarity import (
    BARS,
    Comparison,
    SimilarityThresholds,
    shipped_model,
    term_rarities,
)
from reader.cluster.term_rarity import Rarity
from reader.cluster.terms import BY_LENGTH, PAIR
from reader.model import ClusterMember, Fingerprint, Story
from reader.model.events import ReportText

__all__ = [
    "BARS",
    "Clusterer",
    "Rarity",
    "ReadMembers",
    "SimilarityThresholds",
    "cluster_leads",
    "join_clusters",
    "remaining_edits",
    "repeat_edits",
    "restore_clusters",
    "split_cluster",
    "without_story",
]

SOUGHT = 24  # of its terms, by which events are looked for; twice as many where two letters are one
COMPARED = 6  # events that a story is compared with: those that share most terms
JUDGED = 24  # of them, where something was learned about the story's outlet
NOTHING_LEARNED = Lessons()


class Clusterer:
    """Finds the event of one story after another."""

    def __init__(
        self,
        rarity: Rarity,
        known: ReadMembers,
        bar: SimilarityThresholds = BARS["normal"],
        lessons: Lessons = NOTHING_LEARNED,
    ) -> None:
        self.rarity = rarity
        self._lessons = lessons
        self._nearby = CandidateClusters(known)
        self._bar = bar
        self._model = shipped_model()

    def cluster_story(
        self,
        story: Story | ReportText,
        published: int,
        apart: Collection[int] = (),
        into: Sequence[ClusterMember] = (),
    ) -> ClusterMember:
        """Return the event of a story: one that there is, else its own.

        It joins no event with a story that a person set apart from it; `into` is the event that a
        person put it into, all of it.
        """
        mark = make_fingerprint(story, published, self.rarity)
        near = self._nearby.around(published)
        self._nearby.add_events(into)
        if into:
            return self._join_cluster(mark, self._nearby.cluster_of(into[0]))
        learned = partial(self.rarity.rarities, mark.terms)
        return self._join_cluster(mark, self._best(mark, learned, story.outlet, near, apart))

    def take_many(self, reports: Sequence[tuple[Story | ReportText, int]]) -> list[ClusterMember]:
        """Return the events of stories with their time, as `take` does one after the other.

        It is several times as quick, once NumPy is imported, which takes as long as a few hundred.
        """
        from reader.cluster.vectorized.fingerprint_arrays import make_fingerprints

        found = []
        prints = make_fingerprints(reports, self.rarity)
        for (story, published), (mark, learned) in zip(reports, prints, strict=True):
            near = self._nearby.around(published)
            chosen = self._best(mark, learned, story.outlet, near)
            found.append(self._join_cluster(mark, chosen))
        return found

    def _join_cluster(self, mark: Fingerprint, chosen: Cluster | None) -> ClusterMember:
        """Put a story into an event, or into one of its own."""
        text = chosen.same_text(mark) if chosen else None
        grouped = ClusterMember(mark, chosen.id if chosen else mark.story, text or mark.story)
        self._nearby.add(grouped)
        return grouped

    def knows(self, mark: Fingerprint, story: Story, published: int) -> bool:
        """Tell whether a print is still that of a story, which may have been corrected."""
        fresh = make_fingerprint(story, published, self.rarity)
        return abs(mark.published - published) <= WINDOW and are_alike(mark, fresh)

    def members(self, event: int) -> Sequence[ClusterMember]:
        """Return the stories of an event that was touched, in the order in which they came."""
        return self._nearby.event(event).members

    def forget_distant(self) -> None:
        """Let go of what is far off, now that all is kept elsewhere."""
        self._nearby.shrink()

    def _best(
        self,
        mark: Fingerprint,
        learned: Rarities,
        outlet: str,
        near: range,
        apart: Collection[int] = (),
    ) -> Cluster | None:
        """Return the event that a story is most like, if it is like one, or taught to be one."""
        is_taught = self._lessons.apply_to(mark.story, outlet)
        sought = mark.terms if is_taught else _search_terms(mark.terms)
        likely = (one for one in self._clusters_sharing(sought, near) if _fits(one, mark, apart))
        if is_taught:
            fitting, taught = self._judge(mark, outlet, likely)
        else:
            fitting, taught = list(islice(likely, COMPARED)), None
        if not fitting:
            return None
        comparison = Comparison(mark, partial(self._rarities, mark.terms, learned, near))
        return self._choose(comparison, fitting) or taught

    def _rarities(self, terms: Sequence[int], learned: Rarities, near: range) -> list[float]:
        """Return how rare the terms of a story are these days."""
        lists, stories = self._nearby.stories_by_term(near), self._nearby.stories(near)
        return term_rarities(terms, learned(), lists, stories)

    def _clusters_sharing(self, terms: Sequence[int], near: range) -> Iterator[Cluster]:
        """Yield the events of these days that share terms, those that share most first."""
        sharing = self._nearby.events_sharing(terms, near)
        shared = (event for event in sharing if sharing[event] > 1)
        likely = sorted(shared, key=lambda event: (-sharing[event], event))
        return map(self._nearby.event, likely)

    def _judge(
        self, mark: Fingerprint, outlet: str, likely: Iterator[Cluster]
    ) -> tuple[list[Cluster], Cluster | None]:
        """Return the events that a story may report by what was learned, and one that it does."""
        judged = [
            (event, self._lessons.verdict(mark, outlet, event)) for event in islice(likely, JUDGED)
        ]
        fitting = [event for event, verdict in judged if verdict is not False]
        return fitting[:COMPARED], next((event for event, verdict in judged if verdict), None)

    def _choose(self, comparison: Comparison, events: Sequence[Cluster]) -> Cluster | None:
        """Return the likeliest of events, one in another language only where none is likely."""
        bar, log_odds = self._bar, self._model.log_odds
        measured = comparison.measured(events, bar.shared)
        likely = [(log_odds(measures), event) for event, measures in measured]
        chosen = [pair for pair in likely if pair[0] >= bar.likeness]
        if not chosen:
            named = comparison.foreign(events)
            chosen = [(names, event) for event, names in named if names >= bar.foreign]
        return max(chosen, key=itemgetter(0))[1] if chosen else None


def _search_terms(terms: Sequence[int]) -> Sequence[int]:
    """Return the terms by which events are looked for: as much of a text whatever its script."""
    pairs = sum(term & BY_LENGTH == PAIR for term in terms[:SOUGHT])
    return terms[: SOUGHT + pairs]


def _fits(event: Cluster, mark: Fingerprint, apart: Collection[int]) -> bool:
    """Tell whether a story can report an event, by its time and by what a person said."""
    first, last = min(event.first, mark.published), max(event.last, mark.published)
    if last - first > WINDOW:
        return False
    return not apart or not any(member.mark.story in apart for member in event.members)
