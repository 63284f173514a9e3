"""The HTML or plain text that a feed carries in, a story out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HTMLParser

from reader.clean.dates import written_date
from reader.clean.text import boilerplate_words
from reader.clean.text.body import Body, Paragraph, assemble_body, ordered_spans
from reader.clean.text.html_to_text import html_to_body, html_to_trail
from reader.clean.text.language import detect_language
from reader.clean.text.pictures import MutePicture, complete_link, picture_name
from reader.clean.text.sanitize import READ_LIMIT, safe_line, safe_paragraphs, safe_stanzas
from reader.model import Entry, SiteContext, Span, SpanKind, Story

MOST_WRITTEN = 3_000_000  # characters of HTML that are looked at
# Made once: making one takes a third of the time of reading a short text.
_PARSER = etree.HTMLParser(encoding="utf-8", recover=True)
_PAGE_PARSER = HTMLParser(encoding="utf-8", recover=True)  # of elements that lxml can do more with
_OPENING = re.compile(r"<[a-zA-Z!/]")
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_ITEM = re.compile(r"\n[ \t]*((?:[-*•‣–—]|\d{1,3}[.)]) +\S)")
_SHELLS = ("form", "noscript", "dialog")
MOST_SHELLS = 8  # of these elements that are looked at
MOST_TEXTS = 20_000  # stretches of text in one of them that are measured
LEAST_SHELL = 60  # characters below which a form is no story where anything else is
MOST_SHOWN = 50  # pictures that make up a story
_LONGEST_TAIL = 800  # characters; no pattern below finds more
_HUGE = 4_000  # characters
# A quoted value may hold signs of markup; each tag is passed once, closed or not.
_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,30})\b(?:[^<>=]+|=\s*(?:\"[^\"]*\"|'[^']*')?)*>?")
_TAIL = re.compile(
    r"(?:the post .{1,300} (?:appeared first on|first appeared on) .{1,200}"
    r"|this (?:article|story|post) (?:was )?(?:originally|first) (?:appeared|published) (?:on"
    r"|in|at) .{1,200}"
    r"|(?:share|like|tweet) this:?.{0,200}|(?:\[…\]|\[\.\.\.\]|…|\.\.\.)"
    r"|l’article .{1,300} est apparu en premier sur .{1,200}"
    r"|der beitrag .{1,300} erschien zuerst auf .{1,200}"
    r"|la entrada .{1,300} se publicó primero en .{1,200}"
    r"|(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletters?|e-?mail|inbox|rss|channel|feed)\b"
    r".{0,160}"
    r"|(?:follow (?:us|me)|like us|join us|folgen sie uns|suivez-nous|síguenos|seguici)\b.{0,160}"
    r"|(?:abonnez-vous|suscríbete|suscríbase|iscriviti|abonnieren sie)\b.{0,160}"
    r"|(?:filed under|posted in|tags|categories|tagged(?: with)?) ?:.{0,200})",
    re.IGNORECASE | re.DOTALL,
)
# What leads from a story to more of it, or to what is said of it.
_POINTER = re.compile(
    r"(?:continue reading|read (?:more|the full (?:story|article))|keep reading|weiterlesen"
    r"|lire la suite"
    r"|leer más|sigue leyendo|leggi tutto|mehr lesen|続きを読む|more)\b.{0,160}"
    r"|(?:comments|submitted by .{1,80}|\[link\].{0,40})",
    re.IGNORECASE | re.DOTALL,
)


def clean_fragment(entry: Entry, site: SiteContext) -> Story:
    """Keep the whole fragment: a feed's content is the story already."""
    base = complete_link(entry.base or entry.link, "")
    body, mute = _body(entry.content[:MOST_WRITTEN], base, entry.title)
    body = _without_tail(body, {entry.link, entry.comments})
    return make_story(entry, body if body.text else _shown(mute))


def clean_text(entry: Entry, site: SiteContext) -> Story:
    """Keep every paragraph, and its lines where they are more than a width."""
    return make_story(entry, Body(safe_stanzas(_ITEM.sub(r"\n\n\1", entry.content[:READ_LIMIT]))))


def make_story(entry: Entry, body: Body) -> Story:
    """Put a body together with what its feed, or its sender, says of it."""
    said = detect_language(safe_line(entry.language), body.text)
    return Story(
        source=entry.source,
        key=entry.key,
        headline=entry.title,
        text=body.text,
        spans=body.spans,
        deck=_deck(entry.deck, body.text),
        outlet=entry.outlet,
        byline=entry.author,
        published=written_date.read_stated_date(entry.published, said, entry.arrived),
        language=said,
    )


def parse_html(content: str, parser: etree.HTMLParser = _PAGE_PARSER) -> etree._Element | None:
    """Read HTML as a browser would; None when there is nothing to read."""
    # Attributes by the thousand cost libxml2 minutes, and only short tags are of use here.
    content = content.replace("\x00", "")
    if len(content) > _HUGE and max(map(len, content.split("<"))) > _HUGE:
        content = _TAG.sub(_without_huge_attributes, content)
    return etree.fromstring(content.encode("utf-8", "replace"), parser=parser)


def _without_huge_attributes(tag: re.Match[str]) -> str:
    return tag[0] if len(tag[0]) < _HUGE else f"<{tag[1]}>"


def has_markup(text: str) -> bool:
    """Tell whether a text has a tag or a character by its name or number."""
    opening = _OPENING.search(text)
    closed = opening is not None and text.find(">", opening.end()) >= 0
    return closed or _REFERENCE.search(text) is not None


def _one_line(markup: str) -> str:
    """Read a title or a name that may carry markup."""
    if not has_markup(markup):
        return markup
    root = parse_html(f"<div>{markup}</div>", _PARSER)
    return html_to_body(root).text if root is not None else ""


def _body(content: str, base: str, headline: str) -> tuple[Body, Sequence[MutePicture]]:
    """Read a fragment; also the pictures that say nothing."""
    if not has_markup(content):
        return Body(safe_paragraphs(content)), ()
    root = parse_html(f"<div>{content}</div>", _PARSER)
    tree = root if root is not None else etree.Element("div")
    open_shells(tree, *_SHELLS)
    found = html_to_trail(tree, base, seen=True, headline=headline)
    return found.body, found.mute


def open_shells(root: etree._Element, *tags: str) -> None:
    """Read what most of the words are in, although it is an element that holds none as a rule."""
    for node in list(islice(root.iter(*tags), MOST_SHELLS)):
        inside = sum(map(len, islice(node.itertext(), MOST_TEXTS)))
        whole = sum(map(len, islice(root.itertext(), MOST_TEXTS)))
        if inside == whole or (2 * inside >= whole and inside >= LEAST_SHELL):
            node.tag = "div"


def _shown(mute: Sequence[MutePicture]) -> Body:
    """Name the pictures of a story that is nothing else."""
    shown = assemble_body(
        Paragraph(picture_name(*picture), SpanKind.PICTURE) for picture in mute[:MOST_SHOWN]
    )
    spans = zip(shown.spans, mute, strict=False)
    return Body(shown.text, tuple(replace(span, target=where) for span, (_, where) in spans))


def _deck(written: str, text: str) -> str:
    if not written:
        return ""
    deck = safe_line(_one_line(written), 1000)
    begins = deck.rstrip(" .…[]").casefold()
    return "" if text[: len(begins)].casefold().startswith(begins) else deck


def _without_tail(body: Body, known: Set[str]) -> Body:
    """Leave out what feeds add below every story, but not links that are all there is."""
    if not body.text:
        return body
    ends = Body(_cut(body, _is_tail), body.spans)
    text = _cut(ends, _is_tail_or_pointer)
    if text != ends.text and _is_bare(body, len(text)) and _leads_on(ends, known):
        text = ends.text
    return body if text == body.text else Body(text, ordered_spans(body.spans, len(text)))


def _cut(body: Body, is_out: Callable[[str, Callable[[], bool]], bool]) -> str:
    """Leave out the last paragraphs as long as there is nothing to them."""
    text = body.text
    while text:
        gap = text.rfind("\n\n")
        start = gap + 2 if gap >= 0 else 0
        # A long one is reached by no pattern, but looking would take a while.
        is_long = len(text) - start > _LONGEST_TAIL
        is_link = partial(_is_link, body.spans, start, len(text))
        if is_long or not is_out(text[start:].strip(), is_link):
            break
        text = text[:start].rstrip()
    return text


def _is_link(spans: Sequence[Span], start: int, end: int) -> bool:
    """Tell whether a stretch is a link as a whole; the spans are in order, and it is a late one."""
    late = takewhile(lambda span: span.start >= start, reversed(spans))
    return any(s.kind is SpanKind.LINK and (s.start, s.end) == (start, end) for s in late)


def _is_bare(body: Body, length: int) -> bool:
    """Tell whether a text, up to a length, is nothing but pictures."""
    shown = sum(s.end - s.start + 2 for s in body.spans if s.kind is SpanKind.PICTURE)
    return length <= shown


def _leads_on(body: Body, known: Set[str]) -> bool:
    """Tell whether anything leads to other places than a story shows below it anyway."""
    targets = {span.target for span in body.spans if span.kind is SpanKind.LINK}
    return bool(targets - known)


def _is_tail(last: str, _: Callable[[], bool]) -> bool:
    return bool(_TAIL.fullmatch(last))


def _is_tail_or_pointer(last: str, is_link: Callable[[], bool]) -> bool:
    points = _POINTER.fullmatch(last) or (is_link() and boilerplate_words.is_furniture(last))
    return bool(points or _TAIL.fullmatch(last))
