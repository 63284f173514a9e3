"""A page's tree in, what others say its story is out: an extractor, and the page's own JSON."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from reader.clean.page.dom import drop_refused
from reader.clean.page.paragraphs import PageBlock, text_key
from reader.clean.text.body import Body
from reader.clean.text.html_to_text import html_to_body
from reader.model.construction import frozen

LONG = 40  # letters of a paragraph that does not stand in two places by chance
PROBE = 30  # letters of a paragraph that stand for a third of it
RUN_IN = 3  # links of a page within one paragraph: the extractor gave up, and wrote down all
LINK = 0.8  # share of a paragraph's characters from which it is a link
_PARAGRAPHS = ("p", "li", "blockquote", "h2", "h3", "h4")
WORTH = 400  # characters of a text below which it proves little
for name in ("trafilatura", "htmldate", "justext"):
    logging.getLogger(name).setLevel(logging.CRITICAL)


@frozen
class StoryEvidence:
    """Text that is said to be the story, as letters and figures."""

    whole: str
    lines: frozenset[str]

    def names(self, block: PageBlock) -> bool:
        """Tell whether a paragraph is part of it, a letter more or less."""
        if len(block.key) < LONG:
            return block.key in self.lines
        at = len(block.key) // 2
        probes = (block.key[:PROBE], block.key[at : at + PROBE], block.key[-PROBE:])
        return block.key in self.whole or sum(probe in self.whole for probe in probes) >= 2

    def share(self, blocks: Sequence[PageBlock]) -> float:
        """Tell how much of it stands in these paragraphs, from 0 to 1; of nothing, all."""
        found = {block.key for block in blocks if self.names(block)}
        return min(1.0, sum(map(len, found)) / len(self.whole)) if self.whole else 1.0

    def sentences(self, blocks: Sequence[PageBlock]) -> int:
        """Count the characters of the sentences in these paragraphs that are part of it."""
        return sum(block.size for block in blocks if block.is_prose and self.names(block))


def evidence_of_text(text: str) -> StoryEvidence:
    """Read a text whose lines are paragraphs."""
    lines = [text_key(line) for line in text.split("\n")]
    return StoryEvidence("".join(lines), frozenset(filter(None, lines)))


def trusted_json_text(
    text: str, blocks: Sequence[PageBlock], found: StoryEvidence
) -> StoryEvidence | None:
    """Trust the story as a page's JSON has it when it is whole, and on the page."""
    if len(text) < WORTH:
        return None
    said = evidence_of_text(text)
    is_whole = len(said.whole) > 0.6 * len(found.whole)
    return said if is_whole and said.share(blocks) > 0.8 else None


def extract_story(root: etree._Element, blocks: Sequence[PageBlock]) -> Body:
    """Ask the extractor for the story, in its thorough way where the quick one finds little."""
    quick = _extracted(root, fast=True)
    prose = sum(block.size for block in blocks if block.is_prose and not block.line.role)
    found = evidence_of_text(quick.text).sentences(blocks)
    if len(quick.text) >= WORTH and found >= 0.5 * prose:
        return quick
    thorough = _extracted(root, fast=False)
    return quick if len(quick.text) >= 0.6 * len(thorough.text) else thorough


def is_run_together(text: str, blocks: Sequence[PageBlock]) -> bool:
    """Tell whether a text is one paragraph into which the links around a story ran as well."""
    if "\n\n" in text:
        return False
    whole = text_key(text)
    return sum(block.linked > LINK and block.key in whole for block in blocks) >= RUN_IN


def _extracted(root: etree._Element, *, fast: bool) -> Body:
    import trafilatura

    tree = deepcopy(root)
    drop_refused(tree)  # the extractor sets texts anew
    for node in tree.iter(*_PARAGRAPHS):
        # Pages hide what they ask money for from who hears them read out, not from who reads.
        if node.get("aria-hidden"):
            del node.attrib["aria-hidden"]
    found = trafilatura.bare_extraction(
        tree,
        fast=fast,
        include_comments=False,
        include_formatting=True,
        include_links=True,
        as_dict=False,
    )
    body = getattr(found, "body", None)
    return html_to_body(body) if body is not None else Body()
