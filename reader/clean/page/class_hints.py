"""An element of a page in, what its names say it is out."""

from __future__ import annotations

import re

from lxml import etree

SIDE_TAGS = frozenset(("figcaption", "aside", "footer", "nav", "form", "caption"))
HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
LONGEST_NAME = 1_000  # characters of an attribute in which names are looked for
_NAMING = ("class", "id", "itemprop", "data-testid", "data-component")
Signature = tuple[tuple[str, str], ...]
ElementLook = tuple[str, str]


def _named(words: str) -> re.Pattern[str]:
    """Match any of the words as a part of a name: between spaces, hyphens and underscores."""
    return re.compile(rf"(?:^|[\s_-])(?:{words})(?=$|[\s_-])", re.IGNORECASE)


_BOX = _named(
    r"captions?|credits?|newsletter\w*|related\w*|promo\w*|shar(?:e|ing)\w*|social\w*|author\w*"
    r"|bylines?|comments?|recommend\w*|teasers?|sidebar|advert\w*|ads?|sponsor\w*|subscri\w+|signup"
    r"|read-?more|more-?on|outbrain|taboola|breadcrumbs?|tags?|keywords|toolbar|timestamp|dateline"
    r"|kicker|copyright|disclaimer|footnotes?|bio|instagram-media|tiktok-embed"
    r"|embed\w*|(?:info|fact|fakten|fakta)?-?box(?:en)?|facts?|fakta\w*|popup|modal|player|gallery"
    r"|slideshow"
)
_DECK = _named(
    r"standfirst|lead|lede|leadtext|intro\w*|deck|dek|sub-?(?:title|head\w*|line)|summary|abstract"
    r"|excerpt|vorspann|chapeau|chapo|entradilla|bajada|sommario|ingress|preamble|description|perex"
    r"|anons|spot|teaser\w*|tagline|lead-?in"
)
_PICTURE = re.compile(
    r"caption|image|img|credit|copyright|photo|byline|author|tooltip|lightbox|gallery",
    re.IGNORECASE,
)


def element_look(node: etree._Element) -> ElementLook:
    """Tell what an element has in common with others of its kind."""
    return str(node.tag), node.get("class") or node.get("id") or ""


def element_signature(node: etree._Element) -> Signature:
    """Tell what an element and the two around it have in common with others of their kind."""
    found: list[tuple[str, str]] = []
    at: etree._Element | None = node
    while at is not None and len(found) < 3:
        found.append((str(at.tag), at.get("class") or ""))
        at = at.getparent()
    return tuple(found)


def is_box(node: etree._Element) -> bool:
    """Tell whether an element is named as something that stands beside a story."""
    return node.tag in SIDE_TAGS or bool(_BOX.search(_names(node)))


def is_deck(node: etree._Element) -> bool:
    """Tell whether an element, or the one around it, is named as the opening of a story."""
    return bool(_DECK.search(_names(node)) or _DECK.search(_names(node.getparent())))


def is_picture(node: etree._Element) -> bool:
    """Tell whether an element, or the one around it, is named as belonging to a picture."""
    names = f"{_names(node)} {_names(node.getparent())}"
    return node.tag in SIDE_TAGS or bool(_PICTURE.search(names))


def _names(node: etree._Element | None) -> str:
    if node is None:
        return ""
    return " ".join((node.get(name) or "")[:LONGEST_NAME] for name in _NAMING)
