"""Why stories are one event, told of each report: what joined it, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from reader.model import JoinReason, SharedTerm
from reader.store import Store

MOST = 60  # reports of an event that the screen tells of, the first to come
_TOLD = 12  # terms of a report that are told by name
# What a term weighs, by the share of all that two reports have in common.
_WEIGHTS = ((0.25, "decisive"), (0.1, "strong"), (0.04, "fair"), (0.0, "slight"))
_KINDS = (("name", "names"), ("number", "numbers"), ("word", "words"))
_BASES = {
    "first": "the first report of the event",
    "hand": "held together by hand with {beside}; {percent} alike",
    "text": "the same text as {beside}, or nearly so",
    "taught": "like reports that were put together by hand; {percent} alike",
    "names": "in another language: {percent} alike",
    "terms": "{percent} alike",
}


def join_reasons(store: Store, story: int, most: int = MOST) -> list[JoinReason]:
    """Return why each story of the event of one is in it, in the order in which they came.

    One that stands alone has none.
    """
    members = store.events.members_with_story(story)[:most]
    if len(members) < 2:
        return []
    from reader.cluster.explanation import explain_event
    from reader.cluster.lessons import Lessons
    from reader.cluster.term_rarity import Rarity

    ids = [one.mark.story for one in members]
    stories = {one.id: one for one in store.stories.by_ids(ids)}
    decisions = store.event_edits.edits_of(ids)
    rarity = Rarity(*store.events.learned_counts())
    lessons = Lessons(store.event_edits.lessons(), store.events.outlets)
    return list(explain_event(members, stories, decisions, rarity, lessons))


def term_weight(term: SharedTerm) -> str:
    """Return in a word what a term weighs among all that two reports share."""
    return next(word for least, word in _WEIGHTS if term.share >= least)


def basis_sentence(reason: JoinReason, told: Sequence[int] = ()) -> str:
    """Say by what a story is in its event; `told` are the reports that are known by their place."""
    is_told = reason.beside in told
    beside = f"report {told.index(reason.beside) + 1}" if is_told else f"story {reason.beside}"
    percent = f"{reason.likeness:.0%}".replace("%", " %")
    return _BASES[reason.basis].format(beside=beside, percent=percent)


def shared_lines(reason: JoinReason) -> Iterator[tuple[str, str]]:
    """Yield what is shared by kind: names, numbers and words, each with its weight."""
    told = reason.terms[:_TOLD]
    for kind, plural in _KINDS:
        terms = [one for one in told if one.kind == kind]
        if terms:
            yield plural, "; ".join(_by_weight(terms))
    rest = len(reason.terms) - len(told)
    if rest:
        yield "besides", f"{rest} that weigh less"


def _by_weight(terms: Sequence[SharedTerm]) -> Iterable[str]:
    """Yield terms of the same weight together, after a word for it."""
    for weight, those in groupby(terms, key=term_weight):
        yield f"{weight}: {', '.join(map(attrgetter('word'), those))}"
