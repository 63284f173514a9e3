"""A tree of HTML (or of trafilatura's own tags) in, text with spans out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import urljoin

from lxml import etree

from reader.clean import safe
from reader.clean.draft import Body, ordered
from reader.clean.tables import table
from reader.model import Span, SpanKind

MOST_SPANS = 20_000
LONGEST_LETTER = 30  # characters of a letter and all of its marks
_WORDS = re.compile(r"\w+")
_NUMBER = re.compile(r"[0-9]{1,6}")
_HIDES = re.compile(r"display *: *none|visibility *: *hidden", re.IGNORECASE)
_BREAKS = frozenset(("br", "lb", "hr"))
_DROPPED = frozenset(
    _WORDS.findall(
        "script style noscript iframe object embed form button input select textarea nav svg math"
        " template video audio canvas map graphic img source track link meta title dialog"
    )
)
_BLOCKS = frozenset(
    _WORDS.findall(
        "p div section article main header footer aside address figure details summary center"
        " ul ol dl dt dd list body html table tr row td th cell tbody thead tfoot caption hgroup"
        " fieldset"
    )
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "head"), SpanKind.HEADING),
    **dict.fromkeys(("blockquote", "quote"), SpanKind.QUOTE),
    **dict.fromkeys(("li", "item"), SpanKind.ITEM),
    **dict.fromkeys(("pre", "listing", "xmp"), SpanKind.CODE),
    "figcaption": SpanKind.CAPTION,
    **dict.fromkeys(("em", "i", "b", "strong", "hi"), SpanKind.EMPHASIS),
    **dict.fromkeys(("a", "ref"), SpanKind.LINK),
    **dict.fromkeys(("code", "tt", "samp", "kbd"), SpanKind.CODE),
}
_INLINE = frozenset(("em", "i", "b", "strong", "hi", "a", "ref", "code", "tt", "samp", "kbd"))
_VERBATIM = frozenset(("pre", "listing", "xmp"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph begins in a text, and the element that it was written in."""

    start: int
    node: etree._Element


@dataclass(frozen=True, slots=True)
class Trail:
    """What a tree says, and where in the tree each paragraph of it stands."""

    body: Body
    places: tuple[Place, ...]
    links: tuple[tuple[int, int], ...]  # stretches of the text that lead somewhere


def walk(root: etree._Element, base: str = "") -> Body:
    """Write down what a tree says, block by block; it may be as deep as it likes.

    Links that are not complete are completed from the base.
    """
    return trail(root, base).body


def trail(root: etree._Element, base: str = "", *, hidden: bool = False) -> Trail:
    """Write down what a tree says, and where it says it; also what it hides, if that is wanted."""
    writer = _Writer(base, hidden)
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in steps:
        if event == "end":
            writer.leave(node, root)
        elif event != "start":
            writer.say(node.tail if node is not root else None)
        elif not writer.enter(node):
            steps.skip_subtree()
    return writer.trail()


def complete(target: str, base: str) -> str:
    """Complete a link from where it stands, and keep it only if it leads to the web."""
    if safe.is_simple(target):
        return target
    try:
        return safe.link(urljoin(base, target) if base and target else target)
    except ValueError:
        return ""


@dataclass(slots=True)
class _Writer:
    """What is written so far, and the elements that are open."""

    base: str = ""
    hidden: bool = False  # whether elements that are not shown are read
    parts: list[str] = field(default_factory=list)
    at: int = 0  # characters written
    gap: str = ""  # what goes before the next word
    verbatim: int = 0  # open elements in which spaces count
    open: list[tuple[etree._Element, str, int]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    numbers: dict[etree._Element, int] = field(default_factory=dict)  # of each list's next item
    label: str = ""  # goes before the next word, such as the number of an item
    skipped: etree._Element | None = None

    def enter(self, node: etree._Element) -> bool:
        """Open an element; False when nothing in it is to be read."""
        tag = _tag(node)
        if tag in _DROPPED or (not self.hidden and _is_hidden(node)):
            self.skipped = node
            return False
        if tag == "table" and (rows := table(node)):
            self._set_table(node, rows)
            self.skipped = node
            return False
        self._open(node, tag)
        self.say(node.text)
        return True

    def leave(self, node: etree._Element, root: etree._Element) -> None:
        """Close an element and go on behind it."""
        if self.skipped is node:
            self.skipped = None
        else:
            self._close(node)
        if node is not root:
            self.say(node.tail)

    def say(self, text: str | None) -> None:
        """Write text, its spaces single unless they count."""
        if not text:
            return
        if self.verbatim:
            self._write(safe.visible(text.expandtabs(4)))
        elif text.isspace():
            self._space()
        else:
            self._flow(text)

    def _flow(self, text: str) -> None:
        words = safe.visible(text).replace("\n", " ")
        said = safe.spaced(words) if words.isascii() else safe.plain(words)
        if words[:1] == " " or not said:
            self._space()
        self._write(said)
        if said and words[-1:] == " ":
            self._space()

    def trail(self) -> Trail:
        """Hand out the text, its spans and its places."""
        text = "".join(self.parts)[: safe.TEXT_LIMIT].rstrip()
        body = Body(text, ordered(self.spans, len(text)))
        return Trail(body, tuple(self.places), tuple(self.links))

    def _open(self, node: etree._Element, tag: str) -> None:
        if tag in _BREAKS:
            self._break("\n\n" if tag == "hr" or self.gap == "\n" else "\n")
        if _is_block(tag):
            self._break("\n\n")
        if tag == "li":
            self._number(node.getparent())
        self.verbatim += tag in _VERBATIM
        self.open.append((node, tag, self.at + len(self.gap)))

    def _number(self, ordered_list: etree._Element | None) -> None:
        """Remember the number that goes before an item of an ordered list."""
        if ordered_list is None or _tag(ordered_list) != "ol":
            return
        number = self.numbers.get(ordered_list, _first_number(ordered_list))
        self.numbers[ordered_list] = number + 1
        self.label = f"{number}. "

    def _close(self, node: etree._Element) -> None:
        opened, tag, start = self.open.pop()
        self.verbatim -= tag in _VERBATIM
        self._mark(opened, tag, start)
        if _is_block(tag):
            self._break("\n\n")
        if tag == "li":
            self.label = ""

    def _mark(self, node: etree._Element, tag: str, start: int) -> None:
        kind = _KINDS.get(tag)
        if not kind or start >= self.at or len(self.spans) >= MOST_SPANS:
            return
        target = self._target(node) if kind is SpanKind.LINK else self._image(kind, node)
        if kind is SpanKind.LINK:
            self.links.append((start, self.at))
        if kind is not SpanKind.LINK or target:
            self.spans.append(Span(start, self.at, kind, target))

    def _target(self, node: etree._Element) -> str:
        written = (node.get("href") or node.get("target") or "").strip()
        return "" if written.startswith("#") else complete(written, self.base)

    def _image(self, kind: SpanKind, node: etree._Element) -> str:
        """Where the image is that a caption speaks of."""
        figure = node.getparent() if kind is SpanKind.CAPTION else None
        image = next(figure.iter("img", "graphic"), None) if figure is not None else None
        return "" if image is None else complete((image.get("src") or "").strip(), self.base)

    def _set_table(self, node: etree._Element, rows: list[str]) -> None:
        self._break("\n\n")
        self.open.append((node, "table", self.at + len(self.gap)))
        self._write("\n".join(rows))
        start = self.open.pop()[-1]
        self.spans.append(Span(start, self.at, SpanKind.CODE))
        self._break("\n\n")

    def _space(self) -> None:
        if self.at and not self.gap:
            self.gap = " "

    def _break(self, gap: str) -> None:
        if self.at and len(gap) > len(self.gap.strip(" ")):
            self.gap = gap

    def _write(self, text: str) -> None:
        if not text or self.at > safe.TEXT_LIMIT:
            return
        text, self.label = self.label + text, ""
        if not self.parts or self.gap == "\n\n":
            self.places.append(Place(self.at + len(self.gap), self._block()))
        elif not self.gap and not text[0].isascii():
            text = self._composed(text)
        self.parts += (self.gap, text)
        self.at += len(self.gap) + len(text)
        self.gap = ""

    def _block(self) -> etree._Element:
        """Find the innermost open element that is a block."""
        blocks = (node for node, tag, _ in reversed(self.open) if _is_block(tag))
        return next(blocks, self.open[0][0])

    def _composed(self, text: str) -> str:
        """Compose a mark with the letter before it, which stood in another element."""
        last = self.parts.pop()
        self.parts.append(last[:-LONGEST_LETTER])
        self.at -= len(last[-LONGEST_LETTER:])
        return normalize("NFC", last[-LONGEST_LETTER:] + text)


def _tag(node: etree._Element) -> str:
    return _tag_of(node.tag)


@lru_cache(500)
def _tag_of(written: object) -> str:
    return written.rsplit("}", 1)[-1].lower() if isinstance(written, str) else ""


def _is_hidden(node: etree._Element) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or (style is not None and bool(_HIDES.search(style)))


def _is_block(tag: str) -> bool:
    return tag not in _INLINE and (tag in _BLOCKS or tag in _KINDS)


def _first_number(node: etree._Element) -> int:
    written = node.get("start") or ""
    return int(written) if _NUMBER.fullmatch(written) else 1
