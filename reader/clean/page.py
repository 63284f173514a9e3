"""A whole web page in, its story out."""

from __future__ import annotations

import logging
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from reader.clean import when
from reader.clean.doubt import LITTLE
from reader.clean.draft import Body, shifted
from reader.clean.dump import clean_dump
from reader.clean.features import weight
from reader.clean.fragment import parse
from reader.clean.metadata import Metadata, metadata
from reader.clean.safe import READ_LIMIT, plain
from reader.clean.tongue import language
from reader.clean.walk import walk
from reader.model import Entry, Story

ENOUGH = 200  # characters below which another way is tried
DOUBTFUL = 250
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
logging.getLogger("justext").setLevel(logging.CRITICAL)


def clean_page(entry: Entry) -> Story:
    """Find the story in a page."""
    root = parse(entry.content[:READ_LIMIT])
    if root is None:
        return clean_dump(entry)
    said = metadata(root)
    body = _story(root)
    if weight(body.text) >= ENOUGH:
        return _story_of(entry, said, body)
    found = clean_dump(replace(entry, content=_lines(root), title=entry.title or said.headline))
    longer = Body(found.text, found.spans) if len(found.text) > len(body.text) else body
    return _story_of(entry, said, longer)


def _story_of(entry: Entry, said: Metadata, body: Body) -> Story:
    body = _below(body, said)
    code = language(plain(entry.language) or said.language, body.text)
    deck = plain(entry.deck or said.deck, 1000)
    return Story(
        source=entry.source,
        key=entry.key,
        headline=said.headline or entry.title,
        text=body.text,
        spans=body.spans,
        deck="" if _is_told(deck, body.text) else deck,
        outlet=entry.outlet or said.outlet,
        byline=said.byline or entry.author,
        published=when.stated(said.published, code) or when.stated(entry.published, code),
        language=code,
        doubt=LITTLE if weight(body.text) < DOUBTFUL else "",
    )


def _story(root: etree._Element) -> Body:
    """Take the precise extraction unless it holds under 60 % of the default one."""
    precise, default = _extract(root, precise=True), _extract(root, precise=False)
    return precise if len(precise.text) >= 0.6 * len(default.text) else default


def _extract(root: etree._Element, *, precise: bool) -> Body:
    import trafilatura

    found = trafilatura.bare_extraction(
        deepcopy(root),
        favor_precision=precise,
        include_comments=False,
        include_formatting=True,
        include_links=True,
        as_dict=False,
    )
    body = getattr(found, "body", None)
    return walk(body) if body is not None else Body()


def _below(body: Body, said: Metadata) -> Body:
    """Leave out a headline that opens the text, and the deck under it."""
    head, _, rest = body.text.partition("\n\n")
    if not rest or not said.headline or head.casefold() != said.headline.casefold():
        return body
    under, _, story = rest.partition("\n\n")
    text = story if story and under.casefold() == said.deck.casefold() else rest
    return shifted(body, text, len(body.text) - len(text))


def _is_told(deck: str, text: str) -> bool:
    begins = deck.rstrip(" .…").casefold()[:80]
    return any(told.casefold().startswith(begins) for told in text.split("\n\n", 3)[:3])


def _lines(root: etree._Element) -> str:
    """Write the whole page down, a block a line."""
    return walk(root).text
