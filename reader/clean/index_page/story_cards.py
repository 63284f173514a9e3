"""A story's place on an index page in, its headline, teaser, date and picture out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from itertools import islice, takewhile
from statistics import median_high
from urllib.parse import urlsplit

from lxml import etree

from reader.clean.dates import written_date
from reader.clean.index_page.page_links import PageLink, link_words, word_count
from reader.clean.text.pictures import is_decoration, picture_address, picture_words
from reader.clean.text.sanitize import safe_line
from reader.model.construction import frozen

MOST_AROUND = 40  # elements around a link that may be its story's place
MOST_SIBLINGS = 6  # elements behind a place that belong to it
MOST_WITHIN = 150  # elements of a place that are looked at
LONGEST_TITLE = 300  # characters
LONGEST_TEASER = 1_000
LONGEST_DATE = 80
_OPENING = 40  # characters of a teaser that may begin with a date
LEAST_WORDS = 6  # of a teaser
_MOST_TRIED = 12  # texts of a place that are read as dates
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    (
        *("p", "div", "td", "dd", "dt", "li", "section", "article", "blockquote", "header"),
        *("footer", "main", "tr", "table", "ul", "ol", "dl"),
    )
)
_TITLED = re.compile(r"title|headline|heading|subject|titulo|titel|titre", re.IGNORECASE)
_DATED = re.compile(r"date|datum|fecha|time|publi|posted|stamp|zeit|meta|data\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_YEARED = re.compile(r"\d{4}|年|년")
_DAY_OF_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?!\d)")
_MORE = re.compile(
    r"(?:(?:read|learn|view|see|show)?\W*(?:more|full (?:story|article))|continue(?: reading)?"
    r"|details|weiterlesen|mehr(?: lesen| erfahren)?|lire (?:la suite|plus)|en savoir plus|leer más"
    r"|ver más|leggi(?: tutto| di più)?|continua(?: a leggere)?|lees (?:meer|verder)|läs mer"
    r"|les mer|læs mere|czytaj (?:więcej|dalej)|leia mais|saiba mais|читать (?:далее|дальше)"
    r"|подробнее|続きを読む|もっと見る"
    r"|詳しく|阅读全文|更多|閱讀更多|더 ?보기|اقرأ المزيد|المزيد|קרא עוד)",
    re.IGNORECASE,
)

_POINTS = " .…>»→›:"  # around the words of a link that leads on


@frozen
class StoryCard:
    """The place of one story on a page: an element, and those behind it that belong to it."""

    link: PageLink
    nodes: tuple[etree._Element, ...]

    def elements(self) -> Iterator[etree._Element]:
        """Go through all elements of the place."""
        every = (each for node in self.nodes for each in node.iter(etree.Element))
        return islice(every, MOST_WITHIN)


def find_cards(links: Sequence[PageLink]) -> list[StoryCard]:
    """Find the place of each link: as much of the page around it as holds no other of them."""
    holders: dict[etree._Element, str] = {}
    for link in links:
        for node in islice(link.node.iterancestors(), MOST_AROUND):
            known = holders.setdefault(node, link.target)
            if known != link.target:
                holders[node] = ""
    tops = [_top_of(link, holders) for link in links]
    placed = zip(links, tops, _siblings_around(tops), strict=True)
    return [StoryCard(link, (top, *others)) for link, top, others in placed]


def _top_of(link: PageLink, holders: dict[etree._Element, str]) -> etree._Element:
    """Return the outermost element that holds a link and no other."""
    top = link.node
    for node in islice(link.node.iterancestors(), MOST_AROUND):
        if holders[node] != link.target or node.tag in ("body", "html", "main"):
            break
        top = node
    return top


def _siblings_around(tops: Sequence[etree._Element]) -> list[tuple[etree._Element, ...]]:
    """Return for each place what stands before and behind it and belongs to it, where all is flat.

    Behind the last place stands as much as behind the others.
    """
    known = set(tops)
    behind = [_until_next(top, known) for top in tops]
    if len(behind) < 2:
        return behind
    ahead = _count_ahead(tops, behind[0])
    usual = median_high(map(len, behind[:-1]))
    counts = [*map(len, behind[:-1]), usual]
    own = [some[: max(0, size - ahead)] for some, size in zip(behind, counts, strict=True)]
    return [(*_before(top, ahead, known), *some) for top, some in zip(tops, own, strict=True)]


def _count_ahead(tops: Sequence[etree._Element], between: Sequence[etree._Element]) -> int:
    """Count how many of the elements between two places belong to the one that follows.

    What stands before the first place tells that, unless the like stands behind the last, too.
    """
    kinds = [_kind_of(node) for node in between]
    first = tops[0].itersiblings(etree.Element, preceding=True)
    last = tops[-1].itersiblings(etree.Element)
    before, after = (
        [_kind_of(node) for node in islice(some, len(kinds))] for some in (first, last)
    )
    ahead = _common_length(before, kinds[::-1])
    return min(ahead, len(kinds) - _common_length(after, kinds))


def _common_length(some: Sequence[object], others: Sequence[object]) -> int:
    """Return with how many equal things two sequences begin."""
    pairs = zip(some, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _kind_of(node: etree._Element) -> tuple[str, str]:
    return str(node.tag), node.get("class") or ""


def _before(
    top: etree._Element, count: int, known: set[etree._Element]
) -> tuple[etree._Element, ...]:
    """Return so many elements before a place, as far as they are none themselves."""
    nodes = islice(top.itersiblings(etree.Element, preceding=True), count)
    return tuple(takewhile(lambda node: node not in known, nodes))[::-1]


def _until_next(top: etree._Element, known: set[etree._Element]) -> tuple[etree._Element, ...]:
    """Return the elements behind a place up to the next place, heading or line."""
    found: list[etree._Element] = []
    for node in islice(top.itersiblings(etree.Element), MOST_SIBLINGS):
        is_next = node in known or any(each in known for each in islice(node.iter(), MOST_WITHIN))
        if is_next or node.tag in _HEADINGS or node.tag in ("hr", "nav", "footer"):
            break
        found.append(node)
    return tuple(found)


@frozen
class CardTitle:
    """The headline of a card, and the element that it stands in."""

    words: str
    node: etree._Element


def find_title(card: StoryCard) -> CardTitle:
    """Find the headline of a card: in its link, else in a heading, else what the link is named."""
    link = card.link
    inner = _titled_within(link.node)
    if inner is not None:
        return CardTitle(link_words(inner)[:LONGEST_TITLE], inner)
    if whole := _whole_title(link):
        return CardTitle(whole, link.node)
    if link.words and not _leads_on(link.words):
        first = _first_block(link.node)
        return CardTitle((link_words(first) or link.words)[:LONGEST_TITLE], first)
    headings = (each for each in card.elements() if each.tag in _HEADINGS)
    node = next((each for each in headings if link_words(each)), link.node)
    named = link_words(node) if node is not link.node else ""
    words = named or _attribute_words(card)
    return CardTitle(words[:LONGEST_TITLE], node)


def _whole_title(link: PageLink) -> str:
    """Return the whole of a headline of which a link shows the beginning; else empty."""
    bare = link.words.rstrip(".… ")
    said = safe_line(link.node.get("title") or "", LONGEST_TITLE)
    is_cut = len(bare) < len(link.words) and len(said) > len(bare)
    return said if bare and is_cut and said.startswith(bare) else ""


def _leads_on(words: str) -> bool:
    """Tell whether a link says no more than that it leads to the whole story."""
    return bool(_MORE.fullmatch(words.strip(_POINTS)))


def _titled_within(node: etree._Element) -> etree._Element | None:
    """Find the headline in a link that holds more than that."""
    inside = list(islice(node.iter(etree.Element), 1, 30))
    headings = (each for each in inside if each.tag in _HEADINGS)
    named = (each for each in inside if _TITLED.search(each.get("class") or ""))
    return next((each for each in (*headings, *named) if link_words(each)), None)


def _first_block(node: etree._Element) -> etree._Element:
    """Return the first block of a link that holds several, else the link."""
    blocks = (each for each in islice(node.iter(*_BLOCKS), 30) if word_count(link_words(each)) >= 3)
    inner = (each for each in blocks if next(islice(each.iter(*_BLOCKS), 1, 2), None) is None)
    return next(inner, node)


def _attribute_words(card: StoryCard) -> str:
    """Return what a link is called for those who cannot see it."""
    node = card.link.node
    said = (node.get("title") or node.get("aria-label") or "").strip()
    images = (each.get("alt") or "" for each in card.elements() if each.tag == "img")
    return safe_line(said or next(filter(str.strip, images), ""), LONGEST_TITLE)


def find_date(card: StoryCard, title: CardTitle, language: str, arrived: datetime) -> str:
    """Find when a story is from, as its place on the page or its address says; else empty."""
    for written in islice(_date_texts(card, title), _MOST_TRIED):
        if moment := _read_date(written, card.link.year, language, arrived):
            return moment.isoformat()
    opening = find_teaser(card, title)[:_OPENING]
    found = _DAY_OF_ADDRESS.search(urlsplit(card.link.target).path)
    moment = written_date.read_written_date(opening, language)
    if moment is None and found:
        moment = written_date.read_written_date("-".join(found.groups()))
    return moment.isoformat() if moment and written_date.is_plausible(moment, arrived) else ""


def _date_texts(card: StoryCard, title: CardTitle) -> Iterator[str]:
    """Yield what of a card may be its date, the surest first."""
    elements = [each for each in card.elements() if each is not title.node]
    times = [each for each in elements if each.tag in ("time", "relative-time")]
    yield from (each.get("datetime") or "" for each in times if each.get("datetime"))
    yield from map(link_words, times)
    outside = [each for each in elements if not any(at is each for at in _around(title.node))]
    yield from (
        words
        for each in outside
        if _DATED.search(each.get("class") or "") and _may_be_date(words := link_words(each))
    )
    for each in elements:
        beside = [] if each in outside else [each.text or ""]
        whole = [link_words(each)] if each in outside else []
        for words in (*whole, *beside, each.tail or ""):
            if _may_be_date(words):
                yield words


def _around(node: etree._Element) -> Iterator[etree._Element]:
    return islice(node.iterancestors(), MOST_AROUND)


def _may_be_date(words: str) -> bool:
    return len(words) <= LONGEST_DATE and bool(_DIGIT.search(words))


def _read_date(written: str, year: str, language: str, arrived: datetime) -> datetime | None:
    """Read a date as it is written, with the year of the heading above where it has none."""
    text = safe_line(written, LONGEST_DATE)
    if not _YEARED.search(text):
        if not year:
            return None
        text = f"{text} {year}"
    moment = written_date.read_written_date(text, language)
    if moment is None or not written_date.is_plausible(moment, arrived):
        moment = written_date.read_stated_date(text, language, arrived)
    return moment


def find_teaser(card: StoryCard, title: CardTitle) -> str:
    """Find what a card says of its story: its longest text, where that is a sentence or so."""
    above = {title.node, *_around(title.node)}
    texts = (_own_words(each, above) for each in card.elements() if each.tag in _BLOCKS)
    told = [text for text in texts if word_count(text) >= LEAST_WORDS and text != title.words]
    longest = max(told, key=len, default="")[:LONGEST_TEASER]
    ends = (link_words(each) for each in card.elements() if each.tag == "a")
    end = next((words for words in ends if _leads_on(words) and longest.endswith(words)), "")
    return longest.removesuffix(end).rstrip()


def _own_words(node: etree._Element, above: set[etree._Element]) -> str:
    """Return the words of a block that stand in none within it, without the headline.

    Empty where most of them are links, as in a line of small print.
    """
    if node.tag == "p" and node not in above:
        whole = link_words(node)
        return whole if 2 * _linked(node) <= len(whole) else ""
    parts, linked = [node.text or ""], 0
    for each in islice(node, MOST_WITHIN):
        if isinstance(each.tag, str) and each.tag not in _BLOCKS and each not in above:
            words = link_words(each)
            linked += len(words) if each.tag == "a" else _linked(each)
            parts.append(words)
        parts.append(each.tail or "")
    text = safe_line(" ".join(" ".join(parts).split()), LONGEST_TEASER).lstrip(" .:–—-|·")
    return text if 2 * linked <= len(text) else ""


def _linked(node: etree._Element) -> int:
    """Count the characters of an element's links."""
    return sum(len(link_words(each)) for each in islice(node.iter("a"), MOST_WITHIN))


def find_picture(card: StoryCard, base: str) -> str:
    """Return the picture of a card as HTML; empty where it has none."""
    for each in card.elements():
        where = picture_address(each, base) if each.tag == "img" else ""
        if where and not is_decoration(each, where):
            return f'<img src="{escape(where)}" alt="{escape(picture_words(each))}">'
    return ""
