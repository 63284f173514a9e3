"""What splits and joins teach: how reports of the same two outlets are judged from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reader.cluster.cluster_core import CORE, Cluster
from reader.model import ClusterLesson, ClusterMember, Fingerprint

FEWEST_TERMS = 3  # that two reports share, for anything to be learned from them
MOST_LESSONS = 16  # of one split or join
MOST_KNOWN = 30_000  # stories whose outlet is remembered
# Of what two reports share, this much was not enough before: so it is not enough now.
APART = 0.5
# Of what was enough before, two reports share this much: so it is enough now.
TOGETHER = 2 / 3

ReadOutlets = Callable[[Sequence[int]], Mapping[int, str]]
"""The outlet of each of some stories, as far as it is known."""


def draw_lessons(
    ones: Sequence[ClusterMember],
    others: Sequence[ClusterMember],
    outlets: Mapping[int, str],
    after: int,
    together: bool,
) -> list[ClusterLesson]:
    """Return what is learned from the reports of two events, those that share most first.

    It holds for stories that come after one. Where an outlet is not known nothing is learned.
    """
    found = [
        ClusterLesson(_pair(outlets[one.mark.story], outlets[other.mark.story]), together, after, t)
        for one in ones[:CORE]
        for other in others[:CORE]
        if outlets.get(one.mark.story) and outlets.get(other.mark.story)
        if len(t := frozenset(one.mark.terms).intersection(other.mark.terms)) >= FEWEST_TERMS
    ]
    return sorted(found, key=lambda one: -len(one.terms))[:MOST_LESSONS]


def _no_outlets(_: Sequence[int]) -> dict[int, str]:
    """Return that nothing is known of any story."""
    return {}


class Lessons:
    """All that splits and joins have taught."""

    def __init__(
        self, lessons: Sequence[ClusterLesson] = (), outlets_of: ReadOutlets = _no_outlets
    ) -> None:
        self._by_pair: dict[tuple[str, str], list[ClusterLesson]] = {}  # the newest first
        for lesson in reversed(lessons):
            self._by_pair.setdefault(lesson.outlets, []).append(lesson)
        self._since: dict[str, int] = {}  # by outlet: the story after which the first lesson holds
        for pair, those in self._by_pair.items():
            first = min(one.after for one in those)
            self._since.update((one, min(first, self._since.get(one, first))) for one in pair)
        self._outlets_of = outlets_of
        self._outlets: dict[int, str] = {}  # of stories that were asked for

    def apply_to(self, story: int, outlet: str) -> bool:
        """Tell whether anything was learned about an outlet that holds for a story."""
        return bool(self._since) and story > self._since.get(_fold_outlet(outlet), story)

    def verdict(self, mark: Fingerprint, outlet: str, event: Cluster) -> bool | None:
        """Tell whether a story of an outlet belongs to an event by what was learned.

        None where nothing was learned about it. One report that it was kept apart from outweighs
        others that it was put together with.
        """
        members = event.members[:CORE]
        verdicts = set(self._verdicts(mark, outlet, members))
        return False if False in verdicts else (True if True in verdicts else None)

    def _verdicts(
        self, mark: Fingerprint, outlet: str, members: Sequence[ClusterMember]
    ) -> Iterator[bool]:
        """Yield what was learned about a story and each of some others, if anything was."""
        outlets = self._known_outlets([one.mark.story for one in members])
        terms = frozenset(mark.terms)
        for member in members:
            lessons = self._by_pair.get(_pair(outlet, outlets[member.mark.story]), ())
            shared = terms.intersection(member.mark.terms) if lessons else terms
            valid = (one for one in lessons if _holds(one, mark.story) and _fits(one, shared))
            newest = next(valid, None)
            if newest is not None:
                yield newest.together

    def _known_outlets(self, stories: Sequence[int]) -> Mapping[int, str]:
        """Return the outlets of stories, read where they are not known yet."""
        if len(self._outlets) > MOST_KNOWN:
            self._outlets.clear()
        missing = [one for one in stories if one not in self._outlets]
        if missing:
            self._outlets.update(dict.fromkeys(missing, ""))
            self._outlets.update(self._outlets_of(missing))
        return self._outlets


def _holds(lesson: ClusterLesson, story: int) -> bool:
    """Tell whether a lesson was learned when a story came, and not taken back yet."""
    return lesson.after < story and (lesson.until is None or story <= lesson.until)


def _fits(lesson: ClusterLesson, shared: frozenset[int]) -> bool:
    """Tell whether what two reports share is what a lesson is about."""
    both = len(lesson.terms & shared)
    if both < FEWEST_TERMS - 1:
        return False
    if lesson.together:
        return both >= TOGETHER * len(lesson.terms)
    return both >= APART * len(shared)


def _pair(one: str, other: str) -> tuple[str, str]:
    """Return two outlets as they are compared, whichever came first."""
    first, second = sorted((_fold_outlet(one), _fold_outlet(other)))
    return first, second


def _fold_outlet(outlet: str) -> str:
    """Return an outlet without case and outer spaces."""
    return outlet.strip().casefold()
