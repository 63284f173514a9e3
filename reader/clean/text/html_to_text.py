"""A tree of HTML (or of trafilatura's own tags) in, text with spans out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from lxml import etree

from reader.clean.text import embeds, formulas, pictures, sanitize
from reader.clean.text.body import Body
from reader.clean.text.formulas import element_name
from reader.clean.text.pictures import MutePicture, PictureLine, complete_link
from reader.clean.text.tables import layout_table
from reader.clean.text.text_writer import MOST_SPANS, TextWriter, TracedText
from reader.model import Span, SpanKind

MOST_ASIDES = 2_000  # pictures and the like that are given a line
MOST_LOOKED_AT = 10_000  # pictures that may be given one
PARTED = "\n\n"  # between two paragraphs
MOST_TWINS = 5  # pictures of one element for readers without scripts
_WORDS = re.compile(r"\w+")
_NUMBER = re.compile(r"[0-9]{1,6}")
_HIDES = re.compile(r"display *: *none|visibility *: *hidden", re.IGNORECASE)
_BREAKS = frozenset(("br", "lb", "hr"))
_DROPPED = frozenset(
    _WORDS.findall(
        "style form button input select textarea nav template map graphic param link"
        " meta title dialog rp"
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
    **dict.fromkeys(("em", "i", "hi"), SpanKind.EMPHASIS),
    **dict.fromkeys(("b", "strong"), SpanKind.STRONG),
    **dict.fromkeys(("a", "ref"), SpanKind.LINK),
    **dict.fromkeys(("code", "tt", "samp", "kbd"), SpanKind.CODE),
}
_INLINE = frozenset(("em", "i", "b", "strong", "hi", "a", "ref", "code", "tt", "samp", "kbd"))
_BOLD = ("#b", "bold")  # how trafilatura says so of what is set off
_VERBATIM = frozenset(("pre", "listing", "xmp"))
# What is raised or lowered, and its signs, as far as there are any of them so small.
_SMALL = {
    "sup": str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
# No line of a picture's stands amid these.
_WHOLE = _VERBATIM | {"h1", "h2", "h3", "h4", "h5", "h6"}


def html_to_body(root: etree._Element, base: str = "") -> Body:
    """Write down what a tree says, block by block; it may be as deep as it likes.

    Links that are not complete are completed from the base.
    """
    return html_to_trail(root, base).body


def html_to_trail(
    root: etree._Element,
    base: str = "",
    *,
    hidden: bool = False,
    seen: bool = False,
    headline: str = "",
) -> TracedText:
    """Write down what a tree says, and where it says it.

    Also what it hides, if that is wanted, and lines for what is to be seen in it; pictures that
    only repeat the headline say nothing.
    """
    writer = _Writer(base=base, hidden=hidden, seen=seen, headline=headline)
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in steps:
        if event == "end":
            writer.leave(node)
            if node is not root and (text := node.tail):
                writer.say(text)
        elif event != "start":
            writer.say(node.tail if node is not root else None)
        elif not writer.enter(node):
            steps.skip_subtree()
    return writer.trail()


@dataclass(slots=True)
class _Writer(TextWriter):
    """What is written so far, and the elements that are open."""

    base: str = ""
    hidden: bool = False  # whether elements that are not shown are read
    seen: bool = False  # whether pictures and players are given a line
    headline: str = ""  # which no picture needs to say again
    numbers: dict[etree._Element, int] = field(default_factory=dict)  # of each list's next item
    skipped: etree._Element | None = None
    met: set[str] = field(default_factory=set)  # where lines lead that wait, and what they say
    looked_at: int = 0  # pictures
    captions: dict[etree._Element, str] = field(default_factory=dict)  # and their pictures
    anchors: list[etree._Element] = field(default_factory=list)  # links that are open
    formula: tuple[str, int] = "", 0  # the last one, and where it ended
    ruby: list[str] | None = None  # how the letters of an open ruby text are read

    def enter(self, node: etree._Element) -> bool:
        """Open an element; False when nothing in it is to be read."""
        tag = node.tag
        facts = _FACTS.get(tag)
        if facts is None:
            tag = _tag(node)
            facts = _FACTS.get(tag, _UNKNOWN)
        is_dropped, is_block, is_special, read = facts
        is_silent = is_dropped or (not self.hidden and node.keys() and _is_hidden(node))
        if is_silent or (read is not None and read(self, node, tag)):
            self.skipped = node
            return False
        if is_block and (self.gap != PARTED or self.waiting):
            self.break_line(PARTED)
        if is_special:
            self._open_special(node, tag)
        self.open.append((node, tag, self.at + len(self.gap), is_block))
        if text := node.text:
            self.say(text)
        return True

    def leave(self, node: etree._Element) -> None:
        """Close an element."""
        if self.skipped is node:
            self.skipped = None
            return
        opened, tag, start, is_block = self.open[-1]
        kind, is_special = _CLOSING.get(tag, _PLAIN)
        if is_block and self.waiting and not self.whole:
            self.break_line(PARTED)
        if tag == "ruby":
            self._say_readings(node)
        self.open.pop()
        if is_special:
            self._leave_whole(tag)
        is_marked = start < self.at and (kind or opened in self.captions)
        if is_marked and len(self.spans) < MOST_SPANS:
            self._mark(opened, kind or SpanKind.CAPTION, start)
        if is_block and (self.gap != PARTED or self.waiting):
            self.break_line(PARTED)
        if is_special:
            self._close_special(tag)

    def _open_special(self, node: etree._Element, tag: str) -> None:
        """Begin what an element does besides being a block or a span."""
        if tag == "a":
            self.anchors.append(node)
        elif tag in _BREAKS:
            self.break_line(PARTED if tag == "hr" or self.gap == "\n" else "\n")
        elif tag == "li":
            self._number(node.getparent())
        elif tag == "ruby":
            self.ruby = self.ruby or []
        elif tag in _SMALL:
            self.small.append(_SMALL[tag])
        if tag in _WHOLE:
            self.whole += 1
            self.verbatim += tag in _VERBATIM

    def _leave_whole(self, tag: str) -> None:
        if tag in _WHOLE:
            self.whole -= 1
            self.verbatim -= tag in _VERBATIM

    def _number(self, ordered_list: etree._Element | None) -> None:
        """Remember the number that goes before an item of an ordered list."""
        if ordered_list is None or _tag(ordered_list) != "ol":
            return
        number = self.numbers.get(ordered_list, _first_number(ordered_list))
        self.numbers[ordered_list] = number + 1
        self.label = f"{number}. "

    def _close_special(self, tag: str) -> None:
        """End what an element does to what follows it."""
        if tag == "li":
            self.label = ""
        elif tag == "a":
            self.anchors.pop()
        elif tag in _SMALL:
            self.small.pop()

    def _mark(self, node: etree._Element, kind: SpanKind, start: int) -> None:
        """Mark what an element says as its kind."""
        if kind is SpanKind.LINK:
            self.links.append((start, self.at))
            if target := self._target(node):
                self.spans.append(Span(start, self.at, kind, target))
            return
        if kind is SpanKind.EMPHASIS and node.get("rend") in _BOLD and _tag(node) == "hi":
            kind = SpanKind.STRONG  # what is set off in one way or another is bold
        image = self._image(node) if kind is SpanKind.CAPTION else ""
        self.spans.append(Span(start, self.at, kind, image))

    def _target(self, node: etree._Element) -> str:
        written = (node.get("href") or node.get("target") or "").strip()
        return "" if written.startswith("#") else complete_link(written, self.base)

    def _image(self, node: etree._Element) -> str:
        """Return where the image is that a caption speaks of."""
        figure = node.getparent()
        if figure is None or node in self.captions:
            return self.captions.get(node, "")
        image = next(figure.iter("img", "graphic", "amp-img"), None)
        return "" if image is None else pictures.picture_address(image, self.base)

    def _set_table(self, node: etree._Element, _: str) -> bool:
        """Set a table in columns; False where it is none, but shapes the page."""
        laid_out = layout_table(node, self._read_cell)
        if laid_out is None:
            return False
        self.break_line(PARTED)
        self.open.append((node, "table", self.at + len(self.gap), True))
        self.write(laid_out.text)
        start = self.open.pop()[2]
        for span in (Span(0, len(laid_out.text), SpanKind.CODE), *laid_out.spans):
            self.add_span(start + span.start, start + span.end, span.kind, span.target)
        self.break_line(PARTED)
        return True

    def _read_cell(self, cell: etree._Element) -> Body:
        """Read a cell by itself; for its picture only where that is all there is."""
        said = html_to_trail(cell, self.base, hidden=self.hidden).body
        if said.text or not self.seen:
            return said
        return html_to_trail(cell, self.base, hidden=self.hidden, seen=True).body

    def _say_formula(self, node: etree._Element, tag: str) -> bool:
        """Say a formula, in its sentence; once, where it is written in several ways."""
        words = formulas.script_formula(node) if tag == "script" else formulas.formula_text(node)
        self._say_sign(words)
        return True

    def _say_sign(self, words: str) -> None:
        if words and self.formula != (words, self.at):
            self.say(words)
            self.formula = words, self.at

    def _see(self, node: etree._Element, _: str) -> bool:
        """Read a picture: as a part of its sentence, as a line of its own, or not at all."""
        if words := formulas.image_formula(node):
            self._say_sign(words)
        elif pictures.is_emoji(node):
            self.say(node.get("alt"))
        elif self.seen:
            self._see_picture(node)
        return True

    def _see_picture(self, node: etree._Element) -> None:
        self.looked_at += 1
        if self.looked_at > MOST_LOOKED_AT:
            return
        where = pictures.picture_address(node, self.base)
        if pictures.is_decoration(node, where):
            return
        words = pictures.picture_words(node)
        caption = pictures.caption_element(node)
        if caption is not None and caption not in self.captions:
            self.captions[caption] = where
        elif words and words.casefold() != sanitize.safe_line(self.headline).casefold():
            self._put_aside(PictureLine(words, where))
        elif where and where not in self.met and len(self.mute) < MOST_ASIDES:
            self.met.add(where)
            self.mute.append(MutePicture(node, where))

    def _see_twins(self, node: etree._Element, _: str) -> bool:
        """Read the pictures that a page shows to who runs no scripts."""
        if self.seen:
            for image in islice(node.iter("img"), MOST_TWINS):
                self._see_picture(image)
        return True

    def _see_drawing(self, node: etree._Element, _: str) -> bool:
        if self.seen and (words := pictures.drawing_words(node)):
            self._put_aside(PictureLine(words, ""))
        return True

    def _see_embed(self, node: etree._Element, tag: str) -> bool:
        """Give a player a line that leads to what it plays."""
        aside = embeds.embed_line(node, tag, self.base) if self.seen else None
        if aside:
            self._put_aside(aside)
        if tag == "embed":  # what seems to be in it stands behind it: nobody closes one
            return False
        return aside is not None or not self.seen or not embeds.has_fallback(node, tag)

    def _put_aside(self, aside: PictureLine) -> None:
        """Have a line written as soon as the one that is being written is over."""
        if {aside.target or aside.words, aside.words} & self.met or len(self.met) > MOST_ASIDES:
            return
        self.met.update((aside.target or aside.words, aside.words))
        around = self._target(self.anchors[-1]) if self.anchors else ""
        self.waiting.append(replace(aside, link=around))
        if not self.whole and (not self.parts or "\n" in self.gap):
            self.break_line(PARTED)
            self.write_asides()

    def _collect_reading(self, node: etree._Element, _: str) -> bool:
        """Keep how letters are read until the word that they are part of is over."""
        if self.ruby is None:
            return False
        said = "".join(map(str, islice(node.itertext(), MOST_TWINS)))
        self.ruby.append(sanitize.safe_line(said).strip("()（）"))
        return True

    def _say_readings(self, node: etree._Element) -> None:
        following = node.getnext()
        if following is not None and not node.tail and following.tag == "ruby":
            return
        between = " " if "".join(self.ruby or ()).isascii() else ""
        if readings := between.join(filter(None, self.ruby or ())):
            self.say(f"({readings})")
        self.ruby = None

    def _is_rendering(self, node: etree._Element, _: str) -> bool:
        return formulas.is_rendering(node)


_Reader = Callable[[_Writer, etree._Element, str], bool]
# What reads an element as a whole, True when nothing in it is left to be read.
_READERS: dict[str, _Reader] = {
    "table": _Writer._set_table,
    **dict.fromkeys(("math", "script"), _Writer._say_formula),
    **dict.fromkeys(("img", "image", "amp-img", "amp-anim"), _Writer._see),
    **dict.fromkeys(embeds.TAGS, _Writer._see_embed),
    **dict.fromkeys(("rt", "rtc"), _Writer._collect_reading),
    **dict.fromkeys(("span", "div", "nobr", "mjx-math"), _Writer._is_rendering),
    "noscript": _Writer._see_twins,
    "svg": _Writer._see_drawing,
}


class _TagFacts(NamedTuple):
    """What is known of an element by its name alone."""

    is_dropped: bool
    is_block: bool
    is_special: bool  # whether it does more than that, or than to be a span
    read: _Reader | None


_SPECIAL = _BREAKS | {"li", "a", "ruby"} | _SMALL.keys() | _WHOLE


def _facts(tag: str) -> _TagFacts:
    is_block = tag not in _INLINE and (tag in _BLOCKS or tag in _KINDS)
    return _TagFacts(tag in _DROPPED, is_block, tag in _SPECIAL, _READERS.get(tag))


# Looked up once for each of very many elements.
_FACTS = {
    tag: _facts(tag) for tag in (*_DROPPED, *_BLOCKS, *_KINDS, *_INLINE, *_SPECIAL, *_READERS)
}
_UNKNOWN = _facts("")
# What an element makes of its text by its name, and whether it does more than that.
_CLOSING = {tag: (_KINDS.get(tag), tag in _SPECIAL) for tag in _KINDS.keys() | _SPECIAL}
_PLAIN = None, False


def _tag(node: etree._Element) -> str:
    return element_name(node.tag)


def _is_hidden(node: etree._Element) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or (style is not None and bool(_HIDES.search(style)))


def _first_number(node: etree._Element) -> int:
    written = node.get("start") or ""
    return int(written) if _NUMBER.fullmatch(written) else 1
