"""The footnotes that a story refers to, wherever a page keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree

from reader.clean.page.dom import ancestors
from reader.clean.page.paragraphs import PageBlock
from reader.clean.text.body import ordered_spans

MOST_LINKS = 2_000  # of a story that are looked at
MOST = 100  # footnotes of a story
LONGEST = 1_500  # characters of one
OUTWARDS = 4  # elements around a paragraph that may be what a reference leads to
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¹²³⁴-⁹]{1,3})[\])]?", re.IGNORECASE)
_WAY_BACK = re.compile(r"(?<!\s)\s*[\[(]?[↩↑⤴⏎^⬆\ufe0e]{1,20}[\])]?$")


def with_footnotes(page: Sequence[PageBlock], chosen: Sequence[PageBlock]) -> list[PageBlock]:
    """Add the footnotes that chosen paragraphs refer to, in the order of the page."""
    targets = set(islice(_targets(chosen), MOST))
    if not targets:
        return list(chosen)
    ids = {id(block) for block in chosen}
    first = next(at for at, block in enumerate(page) if id(block) in ids)
    return [
        block if id(block) in ids else _without_way_back(block)
        for at, block in enumerate(page)
        if id(block) in ids or (at > first and _is_footnote(block, targets))
    ]


def _targets(chosen: Sequence[PageBlock]) -> Iterator[str]:
    """List what the small marks of a story refer to."""
    nodes = dict.fromkeys(block.node for block in chosen)
    links = (link for node in nodes for link in node.iter("a"))
    for link in islice(links, MOST_LINKS):
        target = link.get("href") or ""
        said = "".join(map(str, islice(link.itertext(), MOST))).strip()
        if target.startswith("#") and len(target) > 1 and _MARK.fullmatch(said):
            yield target[1:]


def _is_footnote(block: PageBlock, targets: set[str]) -> bool:
    if len(block.text) > LONGEST or block.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        return False
    nodes: list[etree._Element] = list(islice(ancestors(block.node), OUTWARDS))
    return any({node.get("id"), node.get("name")} & targets for node in nodes)


def _without_way_back(block: PageBlock) -> PageBlock:
    """Take off the sign that leads back to the text."""
    text = _WAY_BACK.sub("", block.text.rstrip())
    return replace(block, text=text, spans=ordered_spans(block.spans, len(text)))
