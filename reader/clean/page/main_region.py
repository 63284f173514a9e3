"""A page's paragraphs and what an extractor made of them in, the part that holds the story out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from reader.clean.page.class_hints import ElementLook, element_look, element_signature
from reader.clean.page.dom import ancestors, is_within
from reader.clean.page.paragraphs import PageBlock
from reader.clean.page.story_end import find_next_story
from reader.model.construction import frozen

NEARLY_ALL = 0.9  # of the story that the extractor found
HALF = 0.5  # of it
MUCH = 0.3  # of it
LEVELS = 6  # that the part is widened by


@frozen
class Region:
    """The part of a page that holds its story."""

    top: etree._Element
    inside: list[bool]  # for each paragraph of the page
    anchors: list[int]  # the sentences of the story that are certain
    mass: int  # characters of these
    looks: Counter[ElementLook]  # how much of these stands in elements that look alike
    holder: etree._Element | None  # in which at least half of these stand, side by side


def find_region(page: Sequence[PageBlock], named: Sequence[bool], headline: str) -> Region | None:
    """Find the smallest element that holds nearly all sentences that are named; None for none."""
    anchors = [at for at, block in enumerate(page) if named[at] and block.is_prose]
    if not anchors:
        return None
    certain = [page[at] for at in anchors]
    mass = sum(block.size for block in certain)
    top = _widened(_smallest(certain, mass), page, certain, mass)
    inside = [is_within(block.node, top) for block in page]
    end = find_next_story(page, inside, named, headline)
    inside[end:] = [False] * (len(page) - end)
    before = [at for at in anchors if at < end]
    return Region(top, inside, before, mass, _looks(certain), _holder(certain, mass))


def _smallest(certain: Sequence[PageBlock], mass: int) -> etree._Element:
    held: Counter[etree._Element] = Counter()
    for block in certain:
        for node in ancestors(block.node):
            held[node] += block.size
    full = [node for node, size in held.items() if size >= NEARLY_ALL * mass]
    return max(full, key=lambda node: sum(1 for _ in node.iterancestors()))


def _holder(certain: Sequence[PageBlock], mass: int) -> etree._Element | None:
    held: Counter[etree._Element | None] = Counter()
    for block in certain:
        held[block.node.getparent()] += block.size
    node, size = held.most_common(1)[0]
    return node if size >= HALF * mass else None


def _widened(
    top: etree._Element, page: Sequence[PageBlock], certain: Sequence[PageBlock], mass: int
) -> etree._Element:
    """Take in the other parts of a story that a page cut into several elements alike."""
    usual = Counter[object]()
    for block in certain:
        usual[element_signature(block.node)] += block.size
    alike = {sign for sign, size in usual.items() if size >= MUCH * mass}
    lost = [
        block
        for block in page
        if block.is_prose
        and not block.line.role
        and element_signature(block.node) in alike
        and not is_within(block.node, top)
    ]
    if sum(block.size for block in lost) < MUCH * mass:
        return top
    return next((up for up in _wider(top) if _holds(up, lost) >= MUCH * mass), top)


def _wider(top: etree._Element) -> Iterator[etree._Element]:
    """List the elements around a part, as long as they hold one story at most."""
    for up in islice(top.iterancestors(), LEVELS):
        several = len(up.findall(".//article")) > 1 or len(up.findall(".//h1")) > 1
        if several or up.tag in {"body", "html"}:
            return
        yield up


def _holds(node: etree._Element, blocks: Sequence[PageBlock]) -> int:
    return sum(block.size for block in blocks if is_within(block.node, node))


def _looks(certain: Sequence[PageBlock]) -> Counter[ElementLook]:
    looks: Counter[ElementLook] = Counter()
    for block in certain:
        for each in {element_look(node) for node in ancestors(block.node)}:
            looks[each] += block.size
    return looks
