"""Where a story begins and ends among the paragraphs of its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.clean.dates.written_date import read_written_date
from reader.clean.dump.attribution import PUBLISHED, UPDATED
from reader.clean.page.class_hints import HEADINGS, is_deck, is_picture
from reader.clean.page.dom import word_overlap
from reader.clean.page.page_scene import SHORT, PageScene
from reader.clean.page.paragraphs import PageBlock, text_key

LONG = 110  # characters of a paragraph that needs no full stop
LOOSE = 0.3  # of the paragraphs of a story end without one: its first and last may as well
OVER = 60  # paragraphs over a story in which its headline is looked for
UNDER = 4  # paragraphs under a headline in which the story's opening stands
LONGEST_DATE = 100  # characters of a sentence that says when a story was published
LABEL = 60  # characters of what may stand between a headline and the opening


def trim(scene: PageScene, kept: Sequence[bool]) -> list[bool]:
    """Begin with the first full paragraph, and end with the last or the list behind it."""
    inside = [at for at, keep in enumerate(kept) if keep]
    is_loose = _is_loose(scene, inside)
    full = [at for at in inside if _is_full(scene, at, is_loose)]
    if not full:
        return [False] * len(kept)
    trimmed = [
        keep and at >= full[0] and (at <= full[-1] or scene.page[at].tag == "li")
        for at, keep in enumerate(kept)
    ]
    _add_lists(scene, trimmed, range(full[0] - 1, -1, -1))
    _add_lists(scene, trimmed, range(full[-1] + 1, len(trimmed)))
    return trimmed


def _is_full(scene: PageScene, at: int, is_loose: bool) -> bool:
    block = scene.page[at]
    if block.is_prose or (block.size >= LONG and block.linked < 0.5):
        return True
    if not _is_of_story(scene, at) or scene.is_headline(block) or block.tag in HEADINGS:
        return False
    return block.line.ends or (is_loose and block.linked < 0.5 and not _is_dated(block))


def _is_of_story(scene: PageScene, at: int) -> bool:
    """Tell whether a paragraph is named, says something, and looks as the others do."""
    block = scene.page[at]
    return scene.named[at] and block.size >= SHORT and scene.is_usual(block)


def _is_loose(scene: PageScene, inside: Sequence[int]) -> bool:
    """Tell whether a story often ends its paragraphs without a full stop."""
    ends = [scene.page[at].line.ends for at in inside if _is_of_story(scene, at)]
    return ends.count(False) > LOOSE * len(ends)


def _add_lists(scene: PageScene, kept: list[bool], outwards: Iterable[int]) -> None:
    """Keep the list right over a story or under it, its last short sentences, what announces one.

    As far as they are named.
    """
    for at in outwards:
        if not kept[at] and not _is_tail(scene, at):
            return
        kept[at] = True


def _is_tail(scene: PageScene, at: int) -> bool:
    block = scene.page[at]
    if block.linked >= 0.3 or block.line.role or not scene.named[at] or not scene.region.inside[at]:
        return False
    is_sentence = block.line.ends and block.size < SHORT and scene.is_usual(block)
    is_shaped = block.tag == "li" or block.text.endswith((":", "：")) or is_sentence
    return is_shaped and not scene.is_boxed(block.node)


def add_opening(scene: PageScene, kept: list[bool], first: int) -> None:
    """Keep the sentences between the headline and the story that open it."""
    over = _headline(scene, first)
    for at in range(over + 1, first):
        block = scene.page[at]
        if _may_open(scene, block):
            near = at <= over + UNDER and _is_clear(scene, kept, range(over + 1, at))
            kept[at] = near or scene.named[at] or is_deck(block.node) or says_deck(scene, block)


def _headline(scene: PageScene, first: int) -> int:
    """Find the highest headline that stands close over a story; its first line where none does."""
    found = first
    for at in range(first - 1, max(-1, first - OVER), -1):
        block = scene.page[at]
        if scene.is_headline(block) or (found == first and _says_headline(scene, block)):
            found = at
    return found


def _says_headline(scene: PageScene, block: PageBlock) -> bool:
    """Tell whether a heading says what the headline says."""
    headline = scene.clues.headline
    alike = max(word_overlap(block.text, headline), word_overlap(headline, block.text))
    return block.tag in HEADINGS and alike >= 0.5


def _may_open(scene: PageScene, block: PageBlock) -> bool:
    """Tell whether a paragraph can open a story: a sentence, not what belongs to a picture."""
    if block.size < SHORT or block.linked >= 0.5 or block.line.role or block.tag == "li":
        return False
    if block.key == text_key(scene.clues.headline) or says_when(block):
        return False
    return (block.line.ends or block.size > 200) and not is_picture(block.node)


def _is_dated(block: PageBlock) -> bool:
    """Tell whether a line says a day and little else."""
    return block.size <= 1.5 * LONGEST_DATE and read_written_date(block.text) is not None


def says_when(block: PageBlock) -> bool:
    """Tell whether a paragraph only says when the story was published or changed."""
    if block.size > LONGEST_DATE or not (PUBLISHED.match(block.text) or UPDATED.match(block.text)):
        return False
    return read_written_date(block.text) is not None


def _is_clear(scene: PageScene, kept: Sequence[bool], between: range) -> bool:
    return all(kept[at] or scene.page[at].size < LABEL for at in between)


def says_deck(scene: PageScene, block: PageBlock) -> bool:
    """Tell whether a paragraph begins as the deck does."""
    deck = text_key(scene.clues.deck)
    return len(deck) > 30 and block.key[:SHORT] == deck[:SHORT]
