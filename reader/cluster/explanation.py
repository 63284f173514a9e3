"""Why a story is in its event: what it shares with the reports before it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reader.cluster.cluster_core import Cluster
from reader.cluster.clustering import NOTHING_LEARNED
from reader.cluster.lessons import Lessons
from reader.cluster.similarity import Comparison
from reader.cluster.term_rarity import Rarity
from reader.cluster.terms import first_words, term_hashes
from reader.model import ClusterEdit, ClusterMember, JoinReason, SharedTerm, Story
from reader.model.events import NAME

FEWEST_LETTERS = 2  # of a word that is told


def explain_event(
    members: Sequence[ClusterMember],
    stories: Mapping[int, Story],
    decisions: Sequence[ClusterEdit],
    rarity: Rarity,
    lessons: Lessons = NOTHING_LEARNED,
) -> Iterator[JoinReason]:
    """Yield why each story is in an event, in the order in which they came.

    Each is compared with those before it, by what is rare today. `stories` may lack some.
    """
    before = Cluster()
    for member in members:
        story = stories.get(member.mark.story)
        if story is not None:
            by_hand = _joined_by_hand(member, before, decisions)
            is_taught = bool(lessons.verdict(member.mark, story.outlet, before))
            yield _explain(member, story, before, (by_hand, is_taught), rarity)
        before.add(member)


def _explain(
    member: ClusterMember, story: Story, before: Cluster, person: tuple[int, bool], rarity: Rarity
) -> JoinReason:
    """Return why a story is in an event."""
    likeness, terms, is_foreign = 0.0, dict[int, float](), False
    if before.members and member.mark.terms:
        rarities = [max(0.0, one) for one in rarity.rarities(member.mark.terms)]
        comparison = Comparison(member.mark, lambda: rarities)
        likeness, terms = comparison.weigh_shared(before)
        is_foreign = comparison.is_foreign(before)
    basis, beside = _basis(member, before, person, is_foreign)
    shared = tuple(_shared_terms(member, story, terms))
    told = (story.headline, story.outlet, story.published)
    return JoinReason(story.id, *told, basis, beside, likeness, shared)


def _basis(
    member: ClusterMember, before: Cluster, person: tuple[int, bool], is_foreign: bool
) -> tuple[str, int]:
    """Return what a story is in an event by, and beside which other story."""
    by_hand, is_taught = person
    if not before.members:
        return "first", 0
    if by_hand:
        return "hand", by_hand
    if member.text != member.mark.story:
        return "text", member.text
    if is_taught:
        return "taught", 0
    return ("names" if is_foreign else "terms"), 0


def _joined_by_hand(
    member: ClusterMember, before: Cluster, decisions: Sequence[ClusterEdit]
) -> int:
    """Return the first of the reports before a story with which a person put it together; or 0."""
    story = member.mark.story
    pairs = ({one.one, one.other} for one in decisions if one.together)
    partners = set[int]().union(*(pair for pair in pairs if story in pair))
    return next((one.mark.story for one in before.members if one.mark.story in partners), 0)


def _shared_terms(
    member: ClusterMember, story: Story, shares: Mapping[int, float]
) -> Iterator[SharedTerm]:
    """Yield the terms that a story shares as it writes them, the weightiest first."""
    written = _written_forms(story, shares)
    weights = dict(zip(member.mark.terms, member.mark.weights, strict=True))
    for term in sorted(shares, key=lambda one: (-shares[one], one)):
        word = written.get(term, "")
        if word:  # the story may have been corrected since
            yield SharedTerm(word, _kind(word, weights[term]), shares[term])


def _kind(word: str, weight: int) -> str:
    """Return what a term is to a person."""
    if word[0].isdigit():
        return "number"
    return "name" if weight & NAME else "word"


def _written_forms(story: Story, terms: Mapping[int, float]) -> dict[int, str]:
    """Return how a story writes each of some terms most often, at first where that is even."""
    words = first_words("\n\n".join((story.headline, story.deck, story.text)))
    forms = Counter(words)
    best: dict[int, str] = {}
    for word, term in zip(words, term_hashes(words), strict=True):
        if term in terms and (term not in best or forms[word] > forms[best[term]]):
            best[term] = word
    return {term: word for term, word in best.items() if len(word) >= FEWEST_LETTERS}
