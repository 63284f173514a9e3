"""A page's paragraphs and what an extractor made of them in, the part that holds the story out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from reader.clean.page.class_hints import Look, look, signature
from reader.clean.page.paragraphs import Block

NEARLY_ALL = 0.9  # of the story that the extractor found
MUCH = 0.3  # of it
LEVELS = 6  # that the part is widened by
_LONG_WORD = re.compile(r"\w{3,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a page that holds its story."""

    top: etree._Element
    inside: list[bool]  # for each paragraph of the page
    anchors: list[int]  # the sentences of the story that are certain
    mass: int  # characters of these
    looks: Counter[Look]  # how much of these stands in elements that look alike


def find_region(page: Sequence[Block], named: Sequence[bool], headline: str) -> Region | None:
    """Find the smallest element that holds nearly all sentences that are named; None for none."""
    anchors = [at for at, block in enumerate(page) if named[at] and block.is_prose]
    if not anchors:
        return None
    certain = [page[at] for at in anchors]
    mass = sum(block.size for block in certain)
    top = _widened(_smallest(certain, mass), page, certain, mass)
    inside = [is_within(block.node, top) for block in page]
    end = _other_story(page, inside, named, headline)
    inside[end:] = [False] * (len(page) - end)
    return Region(top, inside, [at for at in anchors if at < end], mass, _looks(certain))


def is_within(node: etree._Element, top: etree._Element) -> bool:
    """Tell whether an element is another or in it."""
    return any(at is top for at in around(node))


def around(node: etree._Element) -> Iterator[etree._Element]:
    """Go from an element outwards."""
    at: etree._Element | None = node
    while at is not None:
        yield at
        at = at.getparent()


def likeness(text: str, other: str) -> float:
    """Tell how many of the words of the first text are in the second, from 0 to 1."""
    words = set(_LONG_WORD.findall(text.casefold()))
    return len(words & set(_LONG_WORD.findall(other.casefold()))) / max(1, len(words))


def _smallest(certain: Sequence[Block], mass: int) -> etree._Element:
    held: Counter[etree._Element] = Counter()
    for block in certain:
        for node in around(block.node):
            held[node] += block.size
    full = [node for node, size in held.items() if size >= NEARLY_ALL * mass]
    return max(full, key=lambda node: sum(1 for _ in node.iterancestors()))


def _widened(
    top: etree._Element, page: Sequence[Block], certain: Sequence[Block], mass: int
) -> etree._Element:
    """Take in the other parts of a story that a page cut into several elements alike."""
    usual = Counter[object]()
    for block in certain:
        usual[signature(block.node)] += block.size
    alike = {sign for sign, size in usual.items() if size >= MUCH * mass}
    lost = [
        block
        for block in page
        if block.is_prose
        and not block.line.role
        and signature(block.node) in alike
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


def _holds(node: etree._Element, blocks: Sequence[Block]) -> int:
    return sum(block.size for block in blocks if is_within(block.node, node))


def _other_story(
    page: Sequence[Block], inside: Sequence[bool], named: Sequence[bool], headline: str
) -> int:
    """Find where the headline of another story stands behind a good part of this one."""
    whole = sum(block.size for block, is_named in zip(page, named, strict=True) if is_named)
    passed = 0
    for at, block in enumerate(page):
        other = block.tag == "h1" and likeness(block.text, headline) < MUCH
        if inside[at] and other and passed > 0.25 * whole:
            return at
        passed += block.size * named[at]
    return len(page)


def _looks(certain: Sequence[Block]) -> Counter[Look]:
    looks: Counter[Look] = Counter()
    for block in certain:
        for each in {look(node) for node in around(block.node)}:
            looks[each] += block.size
    return looks
