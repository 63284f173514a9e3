"""An index page in, the stories that it lists out, each an entry as of a feed.

Links of like look are a group; the group whose links look most like those of stories is the page's
list, together with others whose addresses are shaped like its own. Menus, boxes beside it, and what
leads to other sites are left out, unless the list is one of links to many other sites.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from itertools import islice
from math import sqrt
from urllib.parse import urlsplit

from lxml import etree

from reader.clean.fragment import MOST_WRITTEN, parse_html
from reader.clean.index_page.page_links import (
    PageLink,
    address_shape,
    complete_address,
    link_words,
    read_links,
    word_count,
)
from reader.clean.index_page.story_cards import (
    StoryCard,
    find_cards,
    find_date,
    find_picture,
    find_teaser,
    find_title,
)
from reader.clean.page.css_rules import select_elements
from reader.clean.text.language import detect_language
from reader.clean.text.sanitize import safe_line
from reader.model import ContentForm, Entry
from reader.model.construction import frozen
from reader.model.url_identity import without_tracking

MOST_STORIES = 200  # of one page
MOST_SELECTORS = 20
LEAST = 3  # stories that are a list
ENOUGH = 4  # from which on it is one without doubt
_HOPELESS = 0.25  # weight of links beside which nothing is looked for
LIKELY = 0.5  # how much the links of a list look like those of stories
POSSIBLE = 0.35  # below which it is none
_LEAST_WEIGHT = 0.3  # of one link of a list, unless its address is like the others'
_ALSO = 0.7  # of the weight of the list, from which on a group of like addresses is part of it
_SAMPLE = 10  # places of a group that are looked at for dates and teasers
_MOST_COUNTED = 40  # links of a group that make it weightier
_MOST_PROSE = 1_200  # characters beside a list, from which on the page is a story itself
_PROSE = 80  # characters of a paragraph
_MOST_PARAGRAPHS = 400
_LEAST_SITES = 3  # to which a list of links to other sites leads
_LONGEST_PAGE_TITLE = 200
_TELLING = re.compile(r"slug|number|code")  # in the shape of a story's address, not of a list's
_DATED = re.compile(r"(?:19|20)\d\d|\d{1,2}[.:/]\d\d|\d{1,2}月|\bago\b|vor \d", re.IGNORECASE)


@frozen
class ListedStories:
    """The stories that a page lists, in its order."""

    entries: tuple[Entry, ...]
    title: str = ""  # what the page calls itself
    doubt: str = ""  # why this may be no list of stories; empty where there is no doubt
    left_out: int = 0  # stories beyond the most that are read of one page


def find_listed_stories(page: Entry, location: str, selectors: Sequence[str] = ()) -> ListedStories:
    """Find the stories that a page lists; with selectors those that these find, and no others.

    `location` is where the page was found, from which its links start.
    """
    root = parse_html(page.content[:MOST_WRITTEN])
    if root is None:
        return ListedStories((), doubt=_NOTHING)
    etree.strip_elements(root, "script", "style", "template", "svg", "noscript", with_tail=False)
    base = _base_of(root, location)
    if selectors:
        links, doubt = _selected(root, base, location, selectors), ""
    else:
        links, doubt = _recognized(root, base, location)
    cards = find_cards(links[:MOST_STORIES])
    if not selectors:
        doubt = _story_doubt(root, cards, location) or doubt
    entries = tuple(_entry_of(page, card, base) for card in cards)
    told = tuple(entry for entry in entries if entry.title)
    if not told:
        doubt = _NOT_SELECTED if selectors else doubt or _NOTHING
    return ListedStories(told, _title_of(root), doubt, max(0, len(links) - MOST_STORIES))


_NOTHING = "no list of stories was found on this page"
_NOT_SELECTED = "what [sites] names as its list is not on this page"
_FEW = "only a few of its links look like stories"
_VAGUE = "its links do not look much like those of stories"
STORY = "the page looks like a story itself"


def _base_of(root: etree._Element, location: str) -> str:
    """Return what the links of a page start from."""
    written = root.find(".//base[@href]")
    own = complete_address(written.get("href") or "", location) if written is not None else ""
    return own or location


def _title_of(root: etree._Element) -> str:
    """Return what a page calls itself."""
    titles = (link_words(each) for each in islice(root.iter("title", "h1"), 5))
    return next(filter(None, titles), "")[:_LONGEST_PAGE_TITLE]


def _recognized(root: etree._Element, base: str, location: str) -> tuple[list[PageLink], str]:
    """Choose the links that are the page's list, and say what is doubtful about them."""
    links = read_links(root, base, location)
    groups: dict[str, list[PageLink]] = defaultdict(list)
    for link in links:
        groups[f"{link.look}{'' if not link.is_aside else ' aside'}"].append(link)
    ranked = [_LinkGroup.weigh(group) for group in groups.values()]
    best = max(ranked, key=lambda group: group.worth, default=None)
    if best is None or best.weight < POSSIBLE:
        return [], _NOTHING
    chosen = {id(link) for group in ranked if best.takes(group) for link in group.members()}
    distinct = _distinct(link for link in links if id(link) in chosen)
    if len(distinct) < LEAST:
        return [], _NOTHING
    doubt = _FEW if len(distinct) < ENOUGH else _VAGUE if best.weight < LIKELY else ""
    return distinct, doubt


def _distinct(links: Iterable[PageLink]) -> list[PageLink]:
    """Keep one link to each place, where its best words stand, in the order of the page."""
    found: dict[str, PageLink] = {}
    for link in links:
        key = without_tracking(link.target)
        if key not in found or word_count(found[key].words) < min(3, word_count(link.words)):
            found[key] = link
    return list(found.values())


@frozen
class _LinkGroup:
    """Links of one look, and how much they look like those of stories."""

    links: Sequence[PageLink]
    weight: float  # from 0 to 1
    worth: float  # with how many they are
    shape: str  # of most of their addresses

    @classmethod
    def weigh(cls, links: Sequence[PageLink]) -> _LinkGroup:
        """Weigh a group."""
        distinct = _distinct(links)
        shape = Counter(link.shape for link in distinct).most_common(1)[0][0]
        mean = _mean_weight(distinct)
        if mean < _HOPELESS and len(distinct) >= LEAST:
            mean = max(mean, _mean_weight(_with_titles(distinct)))
        support = _support(distinct) if len(distinct) >= LEAST and mean >= _HOPELESS else 0.0
        weight = (0.8 * mean + 0.2 * support) * _place_factor(distinct)
        many = min(_MOST_COUNTED, len(distinct)) if len(distinct) >= LEAST else 0
        return cls(links, weight, weight * sqrt(many), shape)

    def takes(self, other: _LinkGroup) -> bool:
        """Tell whether another group is a part of the list that this one is."""
        if other is self:
            return True
        is_weighty = other.weight >= max(LIKELY, _ALSO * self.weight)
        is_own = not any(link.is_aside or link.is_foreign for link in other.links[:_SAMPLE])
        return is_weighty and is_own and other.shape == self.shape

    def members(self) -> Sequence[PageLink]:
        """List the links without those that are nothing like the others."""
        foreign = _leads_away(self.links)
        return [
            link
            for link in self.links
            if (foreign or not link.is_foreign)
            and (link.weight >= _LEAST_WEIGHT or link.shape == self.shape)
        ]


def _mean_weight(links: Sequence[PageLink]) -> float:
    """Weigh links by themselves; those that several share their words with count for little."""
    words = Counter(link.words for link in links)
    weights = [link.weight * (1 if words[link.words] == 1 else 0.3) for link in links]
    return sum(weights) / len(weights)


def _with_titles(links: Sequence[PageLink]) -> list[PageLink]:
    """Call links that say "read more", or show a picture, as the headings beside them do."""
    titles = [find_title(card) for card in find_cards(links[: 2 * _SAMPLE])]
    return [
        replace(link, words=title.words, is_heading=title.node is not link.node)
        for link, title in zip(links, titles, strict=False)
    ]


def _leads_away(links: Sequence[PageLink]) -> bool:
    """Tell whether a list is one of links to other sites."""
    foreign = [link for link in links if link.is_foreign]
    sites = {urlsplit(link.target).hostname for link in foreign}
    return 2 * len(foreign) > len(links) and len(sites) >= _LEAST_SITES


def _place_factor(links: Sequence[PageLink]) -> float:
    """Tell how much less links are worth that stand aside or lead away."""
    if any(link.is_aside for link in links):
        return 0.5
    foreign = sum(link.is_foreign for link in links)
    if not foreign:
        return 1.0
    return 0.9 if _leads_away(links) else 1.0 - foreign / len(links)


def _support(links: Sequence[PageLink]) -> float:
    """Tell how many of some links have a date or a sentence beside them, from 0 to 1."""
    cards = find_cards(links[: _SAMPLE + 1])[:_SAMPLE]
    return sum(map(_is_supported, cards)) / max(1, len(cards))


def _is_supported(card: StoryCard) -> bool:
    """Tell whether a date or a sentence stands beside a link."""
    if any(each.tag == "time" for each in card.elements()):
        return True
    words = " ".join(link_words(node) for node in card.nodes)
    beside = words.replace(card.link.words, " ", 1)
    return word_count(beside) >= 8 or bool(_DATED.search(beside))


def _story_doubt(root: etree._Element, cards: Sequence[StoryCard], location: str) -> str:
    """Say that a page looks like a story itself; empty when it does not."""
    shapes = Counter(card.link.shape.partition("?")[0] for card in cards)
    own = address_shape(urlsplit(location)).partition("?")[0]
    if cards and _TELLING.search(own) and 2 * shapes[own] >= len(cards):
        return STORY
    if len(cards) == MOST_STORIES:
        return ""
    return STORY if _is_prose(root, cards) else ""


def _is_prose(root: etree._Element, cards: Sequence[StoryCard]) -> bool:
    """Tell whether much of a page is paragraphs beside its list."""
    within = {node for card in cards for node in card.nodes}
    prose = 0
    for paragraph in islice(root.iter("p"), _MOST_PARAGRAPHS):
        size = len(link_words(paragraph))
        if size >= _PROSE and not any(each in within for each in paragraph.iterancestors()):
            prose += 0 if paragraph in within else size
    kind = root.find(".//meta[@property='og:type']")
    is_article = kind is not None and kind.get("content") == "article"
    return prose > (_MOST_PROSE / 3 if is_article else _MOST_PROSE)


def _selected(
    root: etree._Element, base: str, location: str, selectors: Sequence[str]
) -> list[PageLink]:
    """List the links that a person's selectors find: themselves, or the best within each."""
    found: set[etree._Element] = set()
    for selector in selectors[:MOST_SELECTORS]:
        found.update(select_elements(root, selector))
    known = {link.node: link for link in read_links(root, base, location, every=True)}
    chosen = (_link_within(node, known) for node in root.iter(etree.Element) if node in found)
    return _distinct(link for link in chosen if link is not None)


def _link_within(node: etree._Element, known: dict[etree._Element, PageLink]) -> PageLink | None:
    """Return the link that an element is, is in, or holds as its best."""
    around = (each for each in (node, *islice(node.iterancestors(), 3)) if each in known)
    if (own := next(around, None)) is not None:
        return known[own]
    inside = [known[each] for each in islice(node.iter("a"), 40) if each in known]
    return max(inside, key=lambda link: (link.is_heading, len(link.words)), default=None)


def _entry_of(page: Entry, card: StoryCard, base: str) -> Entry:
    """Make an entry of a story's place on a page."""
    title = find_title(card)
    teaser = find_teaser(card, title)
    language = detect_language(safe_line(page.language), f"{title.words} {teaser}")
    paragraph = f"<p>{escape(teaser)}</p>" if teaser else ""
    return Entry(
        source=page.source,
        content=paragraph + find_picture(card, base),
        form=ContentForm.HTML,
        arrived=page.arrived,
        link=card.link.target,
        title=title.words,
        published=find_date(card, title, language, page.arrived),
        language=page.language,
        base=base,
    )
