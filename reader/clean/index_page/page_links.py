"""An index page's tree in, its links out, each with what tells a story's link from others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml import etree

from reader.clean.text.sanitize import is_simple_link, safe_line, safe_link
from reader.model.construction import frozen

MOST_ELEMENTS = 60_000  # of a page that are looked at
MOST_LINKS = 2_000  # of a page that are looked at
LONGEST = 600  # characters of a link's words
_MOST_TEXTS = 40  # stretches of text of a link
_LEVELS = 4  # elements around a link that its look is made of
_LONGEST_CLASS = 200
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SIDE_TAGS = frozenset(("nav", "footer", "aside", "form", "menu", "dialog", "header"))
_SIDE_ROLES = frozenset(("navigation", "contentinfo", "complementary", "search", "menu", "banner"))
_OWN_TAGS = frozenset(("article", "main", "li", "td"))  # whose header is no page's
# A class varies from story to story where it counts them, or says of what kind each is.
_VARIES = re.compile(
    r"\d|^(?:first|last|odd|even|active|current|alt|sticky|featured|unread|new|lead)$"
    r"|^(?:is|has|category|tag|status|format|type)-",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"(?:^|\s)(?:site-?|main-?|page-?|top-?|bottom-?|global-?|primary-?|secondary-?)?(?:nav\w*|menu"
    r"|footer|breadcrumbs?|pag(?:er|inat\w+|ing)|sidebar|widgets?|related|recommend\w*|popular"
    r"|trending|most-?(?:read|viewed|popular)|tag-?cloud|tags?|categor(?:y|ies)-?list|topics?"
    r"|share\w*|social\w*|cookies?|consent|newsletter\w*|comments?|login|toolbar|ads?|advert\w*"
    r"|sponsor\w*|promo\w*|partners?|outbrain|taboola|blogroll|languages?|skip\w*|authors?|bylines?"
    r"|archives?-?(?:list|links)|see-?also|read-?next|more-?from)(?=$|[\s_-])",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"title|headline|heading|entry-?name|subject|titulo|titel|titre", re.IGNORECASE
)
_YEAR = re.compile(r"\W{0,3}((?:19|20)\d\d)(?:年|년)?\W{0,3}", re.ASCII)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[\u0e00-\u0e7f]{2}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_VERSION = re.compile(r"(?<![\d.])v?\d{1,4}\.\d{1,4}(?:\.\d{1,4})*(?![\d.])")  # of a program
# What leads to lists of stories, to people and to the site's own matters.
_ELSEWHERE = re.compile(
    r"(?<!/releases)/(?:tags?|labels?|categor(?:y|ies)|kategorien?|topics?|themen?|sections?|authors?|autor(?:en)?"
    r"|users?|members?|profiles?|people|search|suche|login|log-?in|sign-?(?:in|up)|register|subscribe"
    r"|abo|account|page|seite|feeds?|rss|atom|share|about(?:-us)?|contact|kontakt|privacy|datenschutz"
    r"|terms|impress?um|imprint|jobs|careers|shop|cart|help|faq|newsletters?|advertise|cookies?"
    r"|sitemap|wp-login\.php|wp-admin|archives?|hide|vote|from|newest|ask|show|submit)"
    r"(?:/(?![^/]*-[^/]*-[^/]*-)[^/]*)?/?$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:^|&)(?:replytocom|share|sort|order|page|paged|start|offset|q|s|auth|goto)="
)
_IS_NUMBER = re.compile(r"\d+", re.ASCII)
_IS_CODE = re.compile(r"(?=.*\d)[\w-]{8,}")
_FILE = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml|md)$", re.IGNORECASE)
_TWO_LABELS = frozenset(("ac", "co", "com", "edu", "gob", "gov", "ne", "net", "nom", "or", "org"))
_LAST_LABELS = 2  # of a host that belong to whoever registered it


@frozen
class PageLink:
    """A link of a page."""

    node: etree._Element
    target: str  # its whole address
    words: str  # that it shows, in one line
    look: str  # what it has in common with others of its kind: tags and classes around it
    shape: str  # of its address
    is_heading: bool  # it stands in a heading, or holds one
    is_aside: bool  # it stands in a menu, a foot, a box beside the list
    is_foreign: bool  # it leads to another site
    is_inline: bool  # it stands amid a sentence
    year: str  # that the heading above it names, where it names nothing else

    @property
    def weight(self) -> float:
        """How much a link by itself looks like one of a story, from 0 to 1."""
        heading = 1.0 if self.is_heading else 0.0
        whole = 0.4 * _words_worth(self.words) + 0.3 * _address_worth(self) + 0.3 * heading
        return whole * (0.3 if self.is_inline else 1.0)


def word_count(text: str) -> int:
    """Count the words of a text; of scripts that put none apart, two letters are one."""
    return len(_WORD.findall(_CJK.sub(" ", text))) + len(_CJK.findall(text)) // 2


def read_links(
    root: etree._Element, base: str, location: str, *, every: bool = False
) -> list[PageLink]:
    """List the links of a page that may lead to stories, or every one, in the order of the page."""
    walk = _Walk(root, base, urlsplit(location), every)
    return list(islice(walk.links(), MOST_LINKS))


def link_words(node: etree._Element) -> str:
    """Return the words of an element in one line."""
    parts = islice(node.itertext("*"), _MOST_TEXTS)
    return safe_line(" ".join(" ".join(map(str, parts)).split())[:LONGEST], LONGEST)


def _site_of(host: str) -> str:
    """Return what of a host's name belongs to whoever runs it: "example.co.uk"."""
    labels = host.split(".")
    if all(map(str.isdecimal, labels)) or len(labels) <= _LAST_LABELS:
        return host
    many = _LAST_LABELS + (labels[-2] in _TWO_LABELS and len(labels[-1]) == 2)
    return ".".join(labels[-many:])


class _Walk:
    """One way through a page, from its first element to its last."""

    def __init__(self, root: etree._Element, base: str, location: SplitResult, every: bool) -> None:
        self.root, self.base, self.location, self.every = root, base, location, every
        self.site = _site_of(location.hostname or "")
        self.names: dict[etree._Element, str] = {}
        self.sides: set[etree._Element | None] = set()
        self.titled: set[etree._Element | None] = set()
        self.year, self.year_tag = "", ""

    def links(self) -> Iterator[PageLink]:
        """Yield the links that may lead to stories."""
        for node in islice(self.root.iter(etree.Element), MOST_ELEMENTS):
            tag, above = str(node.tag), node.getparent()
            self.names[node] = _kind_name(node, tag)
            if above in self.sides or _is_side(node, tag):
                self.sides.add(node)
            if above in self.titled or _is_title(node, tag):
                self.titled.add(node)
            if tag in _HEADINGS or tag in {"dt", "th", "summary"}:
                self._note_year(node)
            elif tag == "a" and (found := self._link(node)):
                yield found

    def _note_year(self, node: etree._Element) -> None:
        """Remember the year that a heading names."""
        tag = str(node.tag)
        if found := _YEAR.fullmatch(link_words(node)):
            self.year, self.year_tag = found[1], tag
        elif tag in _HEADINGS and tag <= self.year_tag and next(node.iter("a"), None) is None:
            self.year = ""

    def _link(self, node: etree._Element) -> PageLink | None:
        """Return a link, unless it leads to no story that there could be."""
        target = complete_address(node.get("href") or "", self.base)
        if not target:
            return None
        parts = urlsplit(target)
        host = parts.hostname or ""
        if not self.every and self._leads_nowhere(parts, host):
            return None
        return PageLink(
            node,
            target,
            link_words(node),
            self._look(node),
            address_shape(parts),
            node in self.titled or any(True for _ in node.iter(*_HEADINGS)),
            node in self.sides,
            _site_of(host) != self.site,
            _is_inline(node),
            self.year,
        )

    def _leads_nowhere(self, parts: SplitResult, host: str) -> bool:
        """Tell whether an address is that of a list, a person, the page itself or a whole site."""
        is_here = (host, parts.path, parts.query) == (
            self.location.hostname,
            self.location.path,
            self.location.query,
        )
        is_top = parts.path in ("", "/") and not parts.query
        return bool(
            is_here or is_top or _ELSEWHERE.search(parts.path) or _ASKED.search(parts.query)
        )

    def _look(self, node: etree._Element) -> str:
        """Return what a link has in common with others of its kind."""
        around = islice(node.iterancestors(), _LEVELS)
        return "/".join((self.names[node], *(self.names.get(each, "") for each in around)))


def complete_address(written: str, base: str) -> str:
    """Return a link's whole address; empty where it leads nowhere on the web."""
    written = written.strip()
    if not written or written.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return ""
    try:
        whole = written if is_simple_link(written) else safe_link(urljoin(base, written))
    except ValueError:
        return ""
    return whole.partition("#")[0] if whole.startswith(("http://", "https://")) else ""


def address_shape(parts: SplitResult) -> str:
    """Return what the addresses of a site's stories have in common: dates, numbers, slugs."""
    pieces = [piece for piece in parts.path.split("/") if piece][:8]
    asked = "?" + "&".join(one.partition("=")[0] for one in parts.query.split("&")[:4])
    return "/".join(map(_piece_kind, pieces)) + (asked if parts.query else "")


def _piece_kind(piece: str) -> str:
    """Return of what kind one piece of a path is."""
    bare = _FILE.sub("", piece[:120])
    if _IS_NUMBER.fullmatch(bare):
        is_year = len(bare) == 4 and bare[:2] in ("19", "20")
        return "year" if is_year else "day" if len(bare) <= 2 else "number"
    if bare.count("-") + bare.count("_") + bare.count("%") >= 2 or len(bare) > 25:
        return "slug"
    return "code" if _IS_CODE.fullmatch(bare) else "word"


def _kind_name(node: etree._Element, tag: str) -> str:
    """Return tag and class of an element, without a class that differs from story to story."""
    names = (node.get("class") or "")[:_LONGEST_CLASS].split()
    return f"{tag}.{next((name for name in names if not _VARIES.search(name)), '')}"


def _is_side(node: etree._Element, tag: str) -> bool:
    """Tell whether an element is a menu, a foot or a box beside what the page is about."""
    if tag in ("html", "body", "main", "article"):
        return False
    if tag == "header":  # that of a story holds its headline
        return not any(each.tag in _OWN_TAGS for each in node.iterancestors())
    if tag in _SIDE_TAGS or node.get("role") in _SIDE_ROLES:
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''}".strip()
    return bool(names) and bool(_SIDE.search(names[:_LONGEST_CLASS]))


def _is_title(node: etree._Element, tag: str) -> bool:
    """Tell whether an element is a heading, or is named as one."""
    if tag in _HEADINGS:
        return True
    if tag in ("html", "body", "main", "section", "header", "ul", "ol", "table"):
        return False
    return bool(_TITLED.search((node.get("class") or "")[:_LONGEST_CLASS]))


def _is_inline(node: etree._Element) -> bool:
    """Tell whether a link stands amid a sentence."""
    for each in islice(node.iterancestors(), 3):
        if each.tag == "p":
            return len((each.text or "").strip()) >= 20
    return False


_WORTHS = (0.0, 0.05, 0.25, 0.45, 0.65, 0.85, 0.95)  # of so many words


def _words_worth(words: str) -> float:
    count = 4 if _VERSION.search(words, 0, 80) else word_count(words)
    return _WORTHS[count] if count < len(_WORTHS) else 1.0


_SHAPE_WORTHS: tuple[tuple[Callable[[str], bool], float], ...] = (
    (lambda shape: "year/day" in shape, 1.0),
    (lambda shape: "slug" in shape, 0.9),
    (lambda shape: "number" in shape or "code" in shape, 0.7),
    (lambda shape: "?" in shape, 0.5),
    (lambda shape: "/" in shape, 0.4),
)


def _address_worth(link: PageLink) -> float:
    shape = link.shape
    worth = next((worth for is_so, worth in _SHAPE_WORTHS if is_so(shape)), 0.2)
    return max(worth, 0.6) if _FILE.search(link.target) else worth
