"""What stands among the paragraphs of a story and is none: headings, lists, tables, formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile

from lxml import etree

from reader.clean.page.class_hints import HEADINGS, element_look
from reader.clean.page.dom import is_within, word_overlap
from reader.clean.page.page_scene import SHORT, PageScene
from reader.clean.page.paragraphs import PageBlock
from reader.clean.text.formulas import holds_formula

LONGEST_HEADING = 120
LONGEST_FORMULA = 400
HELD = 0.2  # of a story's sentences stand in the element that its lists and tables stand in
OUTER = 3  # elements around a heading that may hold what is under it as well
_DEFINITIONS = frozenset(("dt", "dd"))
_SET_APART = frozenset(("li", "td", "th", "caption", "table", "p", *_DEFINITIONS))
_SHELLS = frozenset(("ul", "ol", "dl", "table"))
_AROUND = _SHELLS | _SET_APART | {"div", "tr", "tbody", "thead", "tfoot"}


def add_structure(scene: PageScene, kept: list[bool], first: int, last: int) -> None:
    """Keep headings over paragraphs, and what a story sets apart, among them and right behind."""
    holders = _holders(scene)
    end = _definitions_end(scene, holders, last)
    for at in reversed(range(first, end)):
        block = scene.page[at]
        if not (kept[at] or _is_foreign(scene, at)):
            kept[at] = _is_heading(scene, kept, at) or _is_set_apart(block, holders)
    if first > 0 and not (kept[first - 1] or _is_foreign(scene, first - 1)):
        kept[first - 1] = _opens(scene, kept, first - 1)


def _holders(scene: PageScene) -> frozenset[etree._Element]:
    """Find the elements in which a good part of the story's sentences stand."""
    held: dict[etree._Element, int] = {}
    for at in scene.region.anchors:
        block = scene.page[at]
        for node in (block.node, block.node.getparent()):
            if node is not None:
                held[node] = held.get(node, 0) + block.size
    return frozenset(node for node, size in held.items() if size > HELD * scene.region.mass)


def _is_foreign(scene: PageScene, at: int) -> bool:
    block = scene.page[at]
    told = scene.clues.told is not None and block.size >= SHORT
    is_out = not scene.region.inside[at] or block.linked >= 0.3
    return is_out or told or bool(block.line.role) or scene.is_boxed(block.node)


def _is_heading(scene: PageScene, kept: Sequence[bool], at: int) -> bool:
    """Tell whether a heading stands over a paragraph that is kept, or heads an entry with one."""
    block = scene.page[at]
    if block.tag not in HEADINGS or block.size > LONGEST_HEADING:
        return False
    below = next(_kept_below(scene, kept, at), None)
    if below is None or below.tag in HEADINGS:
        return False
    if below.node.getparent() is block.node.getparent():
        return True
    return any(is_within(below.node, entry) for entry in _entries(scene, block))


def _kept_below(scene: PageScene, kept: Sequence[bool], at: int) -> Iterator[PageBlock]:
    return (scene.page[under] for under in range(at + 1, min(len(kept), at + 4)) if kept[under])


def _entries(scene: PageScene, block: PageBlock) -> Iterator[etree._Element]:
    """List the elements around a heading that have others like them beside them."""
    for node in islice(block.node.iterancestors(), OUTER):
        if node is scene.region.top:
            return
        beside = node.getparent()
        if (
            beside is not None
            and sum(element_look(other) == element_look(node) for other in beside) > 1
        ):
            yield node


def _is_set_apart(block: PageBlock, holders: frozenset[etree._Element]) -> bool:
    """Tell whether an item, a table or a formula stands where the story's paragraphs do."""
    if block.size <= LONGEST_FORMULA and holds_formula(block.node, block.text):
        return True
    return block.tag in _SET_APART and _stands_in(block.node, holders)


def _stands_in(node: etree._Element, holders: frozenset[etree._Element]) -> bool:
    """Tell whether the list or table around an element stands in one of these, or one around it.

    The outermost table may be the layout of the page.
    """
    around = takewhile(lambda each: each.tag in _AROUND, chain([node], node.iterancestors()))
    return any(each.tag in _SHELLS and each.getparent() in holders for each in around)


def _definitions_end(scene: PageScene, holders: frozenset[etree._Element], last: int) -> int:
    """Find the end of a list of questions and answers right behind a story."""
    end = last + 1
    while end < len(scene.page) and scene.page[end].tag in _DEFINITIONS:
        end += 1
    behind = scene.page[last + 1 : end]
    is_prose = any(block.is_prose and _stands_in(block.node, holders) for block in behind)
    return end if is_prose else last


def _opens(scene: PageScene, kept: Sequence[bool], at: int) -> bool:
    """Tell whether a line right over a story heads its first paragraph."""
    block, first = scene.page[at], scene.page[at + 1]
    if block.tag == "dt" and first.tag == "dd":
        return True
    headline = scene.clues.headline
    alike = min(word_overlap(block.text, headline), word_overlap(headline, block.text))
    if scene.is_headline(block) or alike >= 0.5:
        return False
    return _is_heading(scene, kept, at) and next(_entries(scene, block), None) is not None
