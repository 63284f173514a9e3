"""A page's paragraphs in, the ones that are its story out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from reader.clean.page.class_hints import (
    HEADINGS,
    Signature,
    is_box,
    is_deck,
    is_picture,
    look,
    signature,
)
from reader.clean.page.extractor_vote import Evidence
from reader.clean.page.main_region import Region, find_region, likeness
from reader.clean.page.paragraphs import Block, key
from reader.clean.text.appeals import pitches

SHORT = 40  # characters below which a paragraph says little about itself
LONG = 110  # characters of a paragraph that needs no full stop
OFTEN = 0.3  # of the paragraphs that look alike are named: all of them are story
LINKED = 0.8  # share of a paragraph's characters from which it is a link and nothing else
LONGEST_LINK = 250
LONGEST_HEADING = 120
OVER = 60  # paragraphs over a story in which its headline is looked for
UNDER = 4  # paragraphs under a headline in which the story's opening stands
LABEL = 60  # characters of what may stand between a headline and the opening
BOX = 0.25  # of a story is in elements that look alike: they are no boxes
_OUT = frozenset(("furniture", "legal", "figures"))
_POINTERS = frozenset(("pointer", "end"))


@dataclass(frozen=True, slots=True)
class Clues:
    """What a page says of its story."""

    headline: str = ""
    deck: str = ""
    told: Evidence | None = None  # the story itself, when the page's JSON has it


@dataclass(frozen=True, slots=True)
class _Scene:
    """A page's paragraphs and what is known of them."""

    page: Sequence[Block]
    named: list[bool]  # by the extractor
    region: Region
    clues: Clues
    boxed: dict[etree._Element, bool] = field(default_factory=dict)


def choose(page: Sequence[Block], found: Evidence, clues: Clues) -> list[Block]:
    """Choose the paragraphs of the story."""
    named = [found.names(block) for block in page]
    region = find_region(page, named, clues.headline)
    if region is None:
        return []
    scene = _Scene(page, named, region, clues)
    kept = _trimmed(scene, _first_choice(scene))
    inside = [at for at, keep in enumerate(kept) if keep]
    if inside:
        _add_opening(scene, kept, inside[0])
        _add_headings_and_items(scene, kept, range(inside[0], inside[-1]))
    chosen = _once(block for block, keep in zip(page, kept, strict=True) if keep)
    asking = pitches([block.line for block in chosen])
    return [block for block, asks in zip(chosen, asking, strict=True) if not asks]


def _once(chosen: Iterable[Block]) -> list[Block]:
    """Leave out what a page says for the second time."""
    seen: set[str] = set()
    first: list[Block] = []
    for block in chosen:
        if block.size < SHORT or block.key not in seen:
            first.append(block)
        seen.add(block.key)
    return first


def _first_choice(scene: _Scene) -> list[bool]:
    usual = _usual(scene)
    return [
        scene.region.inside[at] and _is_story(scene, at, usual) for at in range(len(scene.page))
    ]


def _usual(scene: _Scene) -> set[Signature]:
    """Find where in the part of the page that holds the story most paragraphs are story."""
    whole: Counter[Signature] = Counter()
    story: Counter[Signature] = Counter()
    for at, block in enumerate(scene.page):
        if scene.region.inside[at] and block.size >= SHORT and block.linked < 0.5:
            sign = signature(block.node)
            whole[sign] += block.size
            story[sign] += block.size * scene.named[at]
    return {sign for sign, size in whole.items() if story[sign] >= OFTEN * size}


def _is_story(scene: _Scene, at: int, usual: set[Signature]) -> bool:
    block = scene.page[at]
    is_likely = _is_named(scene, at) or _is_alike(scene, at, usual)
    told = scene.clues.told
    if told and block.size >= SHORT and block.tag not in HEADINGS:
        return told.names(block) and (
            (is_likely and not _is_leftover(scene, block)) or not _is_aside(scene, block)
        )
    return is_likely and not _is_leftover(scene, block)


def _is_named(scene: _Scene, at: int) -> bool:
    """Tell whether the extractor named a paragraph, a short one only amid the story."""
    anchors = scene.region.anchors
    amid = anchors[0] <= at <= anchors[-1] + 2
    return scene.named[at] and (scene.page[at].size >= SHORT or amid)


def _is_alike(scene: _Scene, at: int, usual: set[Signature]) -> bool:
    """Tell whether a paragraph stands where the story's do."""
    block, anchors = scene.page[at], scene.region.anchors
    amid = anchors[0] <= at <= anchors[-1] and block.linked < 0.5
    return (block.is_prose or amid) and signature(block.node) in usual


def _is_leftover(scene: _Scene, block: Block) -> bool:
    """Tell whether a paragraph within a story is none of it: a box, a link, a label."""
    if _is_boxed(scene, block.node) or block.line.role in _OUT or _is_bare_deck(scene, block):
        return True
    if block.line.role in _POINTERS and (block.linked > 0.2 or not block.line.ends):
        return True
    if block.line.role == "credit" and block.size < 120 and not block.line.ends:
        return True
    return block.linked > LINKED and block.size < LONGEST_LINK


def _is_aside(scene: _Scene, block: Block) -> bool:
    """Tell whether anything at all speaks against a paragraph."""
    return bool(block.line.role) or block.linked > LINKED or _is_boxed(scene, block.node)


def _is_boxed(scene: _Scene, node: etree._Element) -> bool:
    """Tell whether an element is a box within the story, or in one."""
    trail: list[etree._Element] = []
    at: etree._Element | None = node
    while at is not None and at is not scene.region.top and at not in scene.boxed:
        trail.append(at)
        at = at.getparent()
    boxed = scene.boxed.get(at, False) if at is not None else False
    for each in reversed(trail):
        boxed = boxed or _is_box(scene.region, each)
        scene.boxed[each] = boxed
    return boxed


def _is_box(region: Region, node: etree._Element) -> bool:
    return region.looks[look(node)] <= BOX * region.mass and is_box(node)


def _trimmed(scene: _Scene, kept: Sequence[bool]) -> list[bool]:
    """Begin with the first full paragraph, and end with the last or the list behind it."""
    full = [at for at, keep in enumerate(kept) if keep and _is_full(scene.page[at])]
    if not full:
        return [False] * len(kept)
    return [
        keep and at >= full[0] and (at <= full[-1] or scene.page[at].tag == "li")
        for at, keep in enumerate(kept)
    ]


def _is_full(block: Block) -> bool:
    return block.is_prose or (block.size >= LONG and block.linked < 0.5)


def _add_opening(scene: _Scene, kept: list[bool], first: int) -> None:
    """Keep the sentences between the headline and the story that open it."""
    over = _headline(scene, first)
    for at in range(over + 1, first):
        block = scene.page[at]
        if _may_open(scene, block):
            near = at <= over + UNDER and _is_clear(scene, kept, range(over + 1, at))
            kept[at] = near or scene.named[at] or _opens(scene, block)


def _headline(scene: _Scene, first: int) -> int:
    """Find the highest headline that stands close over a story; its first line where none does."""
    headline = key(scene.clues.headline)
    found = first
    for at in range(first - 1, max(-1, first - OVER), -1):
        block = scene.page[at]
        if block.tag == "h1" or block.key == headline or (found == first and _says(scene, block)):
            found = at
    return found


def _says(scene: _Scene, block: Block) -> bool:
    """Tell whether a heading says what the headline says."""
    headline = scene.clues.headline
    alike = max(likeness(block.text, headline), likeness(headline, block.text))
    return block.tag in HEADINGS and alike >= 0.5


def _may_open(scene: _Scene, block: Block) -> bool:
    """Tell whether a paragraph can open a story: a sentence, not what belongs to a picture."""
    if block.size < SHORT or block.linked >= 0.5 or block.line.role or block.tag == "li":
        return False
    is_headline = block.key == key(scene.clues.headline)
    return (block.line.ends or block.size > 200) and not is_headline and not is_picture(block.node)


def _is_clear(scene: _Scene, kept: Sequence[bool], between: range) -> bool:
    return all(kept[at] or scene.page[at].size < LABEL for at in between)


def _opens(scene: _Scene, block: Block) -> bool:
    return is_deck(block.node) or _is_told_deck(scene, block)


def _is_told_deck(scene: _Scene, block: Block) -> bool:
    deck = key(scene.clues.deck)
    return len(deck) > 30 and block.key[:SHORT] == deck[:SHORT]


def _is_bare_deck(scene: _Scene, block: Block) -> bool:
    """Tell whether a paragraph is the deck and no sentence: it stands over the story, not in it."""
    return not block.line.ends and block.size < 200 and _is_told_deck(scene, block)


def _add_headings_and_items(scene: _Scene, kept: list[bool], amid: range) -> None:
    """Keep headings over paragraphs, and full items of lists that stand among them, upwards."""
    for at in reversed(amid):
        block = scene.page[at]
        if kept[at] or not scene.region.inside[at] or _is_foreign(scene, block):
            continue
        kept[at] = _is_heading(scene, kept, at) or _is_item(scene, block)


def _is_foreign(scene: _Scene, block: Block) -> bool:
    told = scene.clues.told is not None and block.size >= SHORT
    return told or block.linked >= 0.3 or bool(block.line.role) or _is_boxed(scene, block.node)


def _is_heading(scene: _Scene, kept: Sequence[bool], at: int) -> bool:
    block = scene.page[at]
    if block.tag not in HEADINGS or block.size > LONGEST_HEADING:
        return False
    below = [scene.page[under] for under in range(at + 1, min(len(kept), at + 4)) if kept[under]]
    if not below or below[0].tag in HEADINGS:
        return False
    return below[0].node.getparent() is block.node.getparent()


def _is_item(scene: _Scene, block: Block) -> bool:
    """Tell whether a sentence in a list stands where the paragraphs of the story do."""
    items = block.node.getparent()
    if block.tag != "li" or not block.is_prose or items is None:
        return False
    holder = items.getparent()
    beside = (scene.page[at] for at in scene.region.anchors)
    held = sum(other.size for other in beside if other.node.getparent() is holder)
    return held > 0.2 * scene.region.mass
