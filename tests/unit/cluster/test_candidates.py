"""The events that a story is compared with are those that share enough of its terms."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from reader.cluster.candidates import MOST, CandidateClusters
from reader.cluster.cluster_core import Cluster
from reader.cluster.similarity import Comparison
from reader.model import ClusterMember, Fingerprint
from tests.support.reports import seconds

TERMS = [8 * number + 7 for number in range(12)]  # words of seven letters


def member(story: int, terms: Sequence[int], event: int = 0) -> ClusterMember:
    """A story with some terms, in an event of its own or another."""
    weights = array("H", [256] * len(terms))
    mark = Fingerprint(story, seconds(), 90, "en", array("I", terms), weights)
    return ClusterMember(mark, event or story, story)


def comparison(terms: Sequence[int], asked: list[str]) -> Comparison:
    """A story with some terms; notes when it is asked how rare they are."""

    def rarities() -> list[float]:
        asked.append("rarities")
        return [1.0] * len(terms)

    return Comparison(member(99, terms).mark, rarities)


def event(*members: ClusterMember) -> Cluster:
    """An event of some stories."""
    made = Cluster()
    for one in members:
        made.add(one)
    return made


def test_of_many_stories_with_a_term_the_last_to_come_are_looked_at() -> None:
    nearby = CandidateClusters(lambda *_: ())
    near = nearby.around(seconds())
    for story in range(1, MOST + 6):
        nearby.add(member(story, TERMS[:1]))
    nearby.add(member(1_000, TERMS[1:3]))

    shared = nearby.events_sharing(TERMS[:3], near)

    assert sorted(shared) == [*range(6, MOST + 6), 1_000]
    assert (shared[MOST], shared[1_000]) == (1, 2)


def test_no_rarity_is_asked_for_where_no_event_shares_enough_terms() -> None:
    asked: list[str] = []
    few = comparison([*TERMS[:3], *TERMS[9:]], asked)
    events = [event(member(1, TERMS[:8])), event(member(2, TERMS[:4]), member(3, TERMS[:8], 2))]

    assert few.measured(events, 4) == few.foreign(events) == []
    assert asked == []


def test_what_shares_enough_with_any_of_the_reports_of_an_event_is_measured() -> None:
    asked: list[str] = []
    events = [event(member(1, TERMS[:8])), event(member(2, TERMS[:3]), member(3, TERMS[3:6], 2))]

    measured = comparison(TERMS, asked).measured(events, 5)

    assert [one for one, _ in measured] == events
    assert asked == ["rarities"]


def test_short_words_and_numbers_in_common_are_not_enough() -> None:
    slight = [8 * number + kind for number, kind in enumerate((1, 2, 3, 1, 2, 3), 20)]

    assert comparison(slight, []).measured([event(member(1, slight))], 4) == []
