"""A page's paragraphs with what is known of them before any is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lxml import etree

from reader.clean.page.class_hints import Signature, element_look, element_signature, is_box
from reader.clean.page.extractor_vote import StoryEvidence
from reader.clean.page.main_region import Region, find_region
from reader.clean.page.paragraphs import PageBlock, text_key
from reader.model.construction import field, frozen

SHORT = 40  # characters below which a paragraph says little about itself
LINKED = 0.8  # share of a paragraph's characters from which it is a link and nothing else
OFTEN = 0.3  # of the paragraphs that look alike are named: all of them are story
BOX = 0.25  # of a story is in elements that look alike: they are no boxes


@frozen
class PageHints:
    """What a page says of its story."""

    headline: str = ""
    deck: str = ""
    told: StoryEvidence | None = None  # the story itself, when the page's JSON has it


@frozen
class PageScene:
    """A page's paragraphs and what is known of them."""

    page: Sequence[PageBlock]
    named: list[bool]  # by the extractor
    region: Region
    clues: PageHints
    usual: frozenset[Signature]  # of the story's paragraphs
    boxed: dict[etree._Element, bool] = field(default_factory=dict)

    def is_usual(self, block: PageBlock) -> bool:
        """Tell whether a paragraph looks as those of the story do."""
        return element_signature(block.node) in self.usual

    def is_headline(self, block: PageBlock) -> bool:
        """Tell whether a paragraph is the headline, or set as one."""
        return block.tag == "h1" or block.key == text_key(self.clues.headline)

    def is_boxed(self, node: etree._Element) -> bool:
        """Tell whether an element is a box within the story, or in one."""
        trail: list[etree._Element] = []
        at: etree._Element | None = node
        while at is not None and at is not self.region.top and at not in self.boxed:
            trail.append(at)
            at = at.getparent()
        boxed = self.boxed.get(at, False) if at is not None else False
        for each in reversed(trail):
            boxed = boxed or _is_box(self.region, each)
            self.boxed[each] = boxed
        return boxed


def set_scene(
    page: Sequence[PageBlock], found: StoryEvidence, clues: PageHints
) -> PageScene | None:
    """Find the part of a page that holds its story; None where no sentence is named."""
    named = [found.names(block) for block in page]
    region = find_region(page, named, clues.headline)
    if region is None:
        return None
    return PageScene(page, named, region, clues, _usual(page, named, region))


def _usual(
    page: Sequence[PageBlock], named: Sequence[bool], region: Region
) -> frozenset[Signature]:
    """Find where in the part of the page that holds the story most paragraphs are story."""
    whole: Counter[Signature] = Counter()
    story: Counter[Signature] = Counter()
    for at, block in enumerate(page):
        if region.inside[at] and block.size >= SHORT and block.linked < 0.5:
            sign = element_signature(block.node)
            whole[sign] += block.size
            story[sign] += block.size * named[at]
    return frozenset(sign for sign, size in whole.items() if story[sign] >= OFTEN * size)


def _is_box(region: Region, node: etree._Element) -> bool:
    return region.looks[element_look(node)] <= BOX * region.mass and is_box(node)
