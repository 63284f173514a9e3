"""Whether two stories say the same: their headlines, their texts, and who may speak for a link.

A link alone proves nothing: most items of a link blog name the page of somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from reader.model import Story
from reader.model.url_identity import page_identity

WORD = re.compile(r"\w+")
ALIKE = 0.3  # of the word pairs of the shorter text that a copy shares with the longer
SAME_WORDS = 0.6  # of the words of two headlines, or of the longer text, that both have
CONTAINED = 3  # words of a headline that another one does not hold by chance
STUB = 25  # words; a shorter text beside the link to a page of another only points there
POINTER = 12  # words of the same, where nobody knows whose page it is
ADDRESS = re.compile(r"https?://\S+")
FULLER = 1.5  # times as long as the other is a text that tells more
WEEK = 7 * 86_400  # seconds
# Scripts that put no space between words: a letter of them says about half of a word.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")


class SourceVersion(NamedTuple):
    """A story as one of its sources tells it."""

    story: Story
    home: bool  # whether the source stands on the host that the link leads to


def _fuller(new: str, old: str) -> bool:
    """Tell whether a text says clearly more than another."""
    return len(new) > FULLER * len(old)


def headlines_agree(one: str, other: str) -> bool:
    """Tell whether two headlines are one, perhaps reworded or with an outlet's name added."""
    if not one or not other:
        return False
    short, long = sorted((_words(one), _words(other)), key=len)
    if short == long:
        return True
    if len(short) >= CONTAINED and f" {' '.join(short)} " in f" {' '.join(long)} ":
        return True
    return len({*short} & {*long}) >= SAME_WORDS * len({*short, *long}) > 0


def texts_agree(one: str, other: str) -> bool:
    """Tell whether two texts have words in common as a text and its teaser have."""
    return _share_of_pairs(one, other, min) >= ALIKE


def are_copies(one: SourceVersion, other: SourceVersion) -> bool:
    """Tell whether two sources bring one story, by its words; the link alone never decides.

    What a source has to say about the page of another is a story of its own, whether it quotes
    that page or has its headline, unless it is too short to say anything.
    """
    at_home = one.home and other.home
    if not headlines_agree(one.story.headline, other.story.headline):
        if at_home:
            return texts_agree(one.story.text, other.story.text)
        return _share_of_pairs(one.story.text, other.story.text, max) >= SAME_WORDS
    if at_home or texts_agree(one.story.text, other.story.text):
        return True
    if one.home or other.home:
        return _size((other if one.home else one).story.text) < STUB
    return min(_size(one.story.text), _size(other.story.text)) < POINTER


def takes_the_lead(new: SourceVersion, old: SourceVersion) -> bool:
    """Tell whether a story is shown in new words: those of the link's own host, else the fuller.

    Where nobody knows whose page it is, words that say something are never replaced.
    """
    if new.home != old.home:
        return new.home
    known = new.home or _size(old.story.text) < POINTER
    return known and _fuller(new.story.text, old.story.text)


def is_another_post(kept: Story, story: Story) -> bool:
    """Tell whether a source gave the guid of one post to another: nothing of the two is alike.

    Where the link stays as it was, weeks have to lie between the two as well: pages are rewritten.
    """
    if kept.headline == story.headline or _same_moment(kept, story):
        return False
    if _same_link(kept, story) and not _weeks_apart(kept, story):
        return False
    if not kept.text and not story.text:
        return not headlines_agree(kept.headline, story.headline)
    return not texts_agree(kept.text, story.text)


def is_same_post(kept: Story, story: Story) -> bool:
    """Tell whether a source gave a post a new guid: all that a reader sees is as it was."""
    if _same_guid(kept, story) and _same_link(kept, story):
        return headlines_agree(kept.headline, story.headline) or texts_agree(kept.text, story.text)
    return (
        kept.headline == story.headline
        and kept.published == story.published
        and page_identity(kept.link) == page_identity(story.link)
        and (kept.text == story.text or texts_agree(kept.text, story.text))
    )


def is_same_item(kept: Story, story: Story) -> bool:
    """Tell whether a story is the one of two items with one guid and one link that is meant."""
    if (page_identity(kept.link) or kept.link) != (page_identity(story.link) or story.link):
        return False
    if kept.headline == story.headline:
        return kept.text == story.text or texts_agree(kept.text, story.text)
    return kept.text == story.text != ""


def _same_link(kept: Story, story: Story) -> bool:
    known = page_identity(kept.link)
    return known == page_identity(story.link) if known else kept.link == story.link != ""


def _same_guid(kept: Story, story: Story) -> bool:
    return "" != page_identity(kept.guid) == page_identity(story.guid)


def _same_moment(kept: Story, story: Story) -> bool:
    return kept.published is not None and kept.published == story.published


def _weeks_apart(kept: Story, story: Story) -> bool:
    if kept.published is None or story.published is None:
        return False
    return abs((story.published - kept.published).total_seconds()) > WEEK


def _share_of_pairs(one: str, other: str, measure: Callable[[int, int], int]) -> float:
    """Measure how many of the pairs of words of the shorter text, or the longer, both have."""
    if one == other:
        return float(bool(one))
    mine, yours = set(_pairs(one)), set(_pairs(other))
    if not mine or not yours:
        return 0.0
    return len(mine & yours) / measure(len(mine), len(yours))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Pair each word of a text with the next; a script without spaces letter by letter."""
    return pairwise(_words(text))


def _words(text: str) -> list[str]:
    """Return the words of a text; a script without spaces letter by letter."""
    return WORD.findall(UNSPACED.sub(r" \g<0> ", text.casefold()))


def _size(text: str) -> int:
    """Return how many words a text has, in any script, beside addresses."""
    said = ADDRESS.sub(" ", text)
    return len(_words(said)) - len(UNSPACED.findall(said)) // 2
