"""The HTML or plain text that a feed carries in, a story out."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HTMLParser

from reader.clean import lexicon, when
from reader.clean.draft import Body, ordered
from reader.clean.safe import READ_LIMIT, paragraphs, plain
from reader.clean.tongue import language
from reader.clean.walk import complete, walk
from reader.model import Entry, Site, SpanKind, Story

MOST_WRITTEN = 3_000_000  # characters of HTML that are looked at
_TAG = re.compile(r"<[a-zA-Z!/][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_ITEM = re.compile(r"\n[ \t]*((?:[-*•‣–—]|\d{1,3}[.)]) +\S)")
_LONGEST_TAIL = 800  # characters; no pattern below finds more
_HUGE = 4_000  # characters
_HUGE_TAG = re.compile(rf"<([a-zA-Z][\w:-]{{0,30}})\b[^<>]{{{_HUGE},}}>?")
_TAIL = re.compile(
    r"(?:the post .{1,300} (?:appeared first on|first appeared on) .{1,200}"
    r"|this (?:article|story|post) (?:was )?(?:originally|first) (?:appeared|published) (?:on"
    r"|in|at) .{1,200}"
    r"|(?:continue reading|read (?:more|the full (?:story|article))|keep reading|weiterlesen"
    r"|lire la suite"
    r"|leer más|sigue leyendo|leggi tutto|mehr lesen|続きを読む|more)\b.{0,160}"
    r"|(?:share|like|tweet) this:?.{0,200}|(?:\[…\]|\[\.\.\.\]|…|\.\.\.)"
    r"|l’article .{1,300} est apparu en premier sur .{1,200}"
    r"|der beitrag .{1,300} erschien zuerst auf .{1,200}"
    r"|la entrada .{1,300} se publicó primero en .{1,200}|(?:comments|submitted by .{1,80}"
    r"|\[link\].{0,40})"
    r"|(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletters?|e-?mail|inbox|rss|channel|feed)\b"
    r".{0,160}"
    r"|(?:follow (?:us|me)|like us|join us|folgen sie uns|suivez-nous|síguenos|seguici)\b.{0,160}"
    r"|(?:abonnez-vous|suscríbete|suscríbase|iscriviti|abonnieren sie)\b.{0,160}"
    r"|(?:filed under|posted in|tags|categories|tagged(?: with)?) ?:.{0,200})",
    re.IGNORECASE | re.DOTALL,
)


def clean_fragment(entry: Entry, site: Site) -> Story:
    """Keep the whole fragment: a feed's content is the story already."""
    body = _without_tail(_body(entry.content[:MOST_WRITTEN], complete(entry.link, "")))
    return story(entry, body)


def clean_text(entry: Entry, site: Site) -> Story:
    """Keep every paragraph."""
    return story(entry, Body(paragraphs(_ITEM.sub(r"\n\n\1", entry.content[:READ_LIMIT]))))


def story(entry: Entry, body: Body) -> Story:
    """Put a body together with what the feed says of it."""
    said = language(plain(entry.language), body.text)
    return Story(
        source=entry.source,
        key=entry.key,
        headline=entry.title,
        text=body.text,
        spans=body.spans,
        deck=_deck(entry.deck, body.text),
        outlet=entry.outlet,
        byline=entry.author,
        published=when.stated(entry.published, said, entry.arrived),
        language=said,
    )


def parse(content: str, parser: type[etree.HTMLParser] = HTMLParser) -> etree._Element | None:
    """Read HTML as a browser would; None when there is nothing to read."""
    # Attributes by the thousand cost libxml2 minutes, and only short tags are of use here.
    content = content.replace("\x00", "")
    if len(content) > _HUGE:
        content = _HUGE_TAG.sub(r"<\1>", content)
    written = content.encode("utf-8", "replace")
    return etree.fromstring(written, parser=parser(encoding="utf-8", recover=True))


def one_line(markup: str) -> str:
    """Read a title or a name that may carry markup."""
    if not _TAG.search(markup):
        return markup
    root = parse(f"<div>{markup}</div>", etree.HTMLParser)
    return walk(root).text if root is not None else ""


def _body(content: str, base: str) -> Body:
    if not _TAG.search(content):
        return Body(paragraphs(content))
    root = parse(f"<div>{content}</div>", etree.HTMLParser)
    return walk(root, base) if root is not None else Body()


def _deck(written: str, text: str) -> str:
    if not written:
        return ""
    deck = plain(one_line(written), 1000)
    begins = deck.rstrip(" .…[]").casefold()
    return "" if text[: len(begins)].casefold().startswith(begins) else deck


def _without_tail(body: Body) -> Body:
    """Leave out what feeds add below every story."""
    text = body.text
    linked = {(span.start, span.end) for span in body.spans if span.kind is SpanKind.LINK}
    while text:
        start = text.rfind("\n\n") + 2 if "\n\n" in text else 0
        if not _is_tail(text[start:].strip(), is_link=(start, len(text)) in linked):
            break
        text = text[:start].rstrip()
    return body if text == body.text else Body(text, ordered(body.spans, len(text)))


def _is_tail(last: str, *, is_link: bool) -> bool:
    if len(last) > _LONGEST_TAIL:  # which no pattern reaches, but looking would take a while
        return False
    return bool(_TAIL.fullmatch(last)) or (is_link and bool(lexicon.FURNITURE.fullmatch(last)))
