"""Makes an entry of an item's fields: the fullest text becomes its content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from heapq import nlargest
from html import escape, unescape
from typing import NamedTuple

from reader.model import ContentForm, Document, Enclosure, Entry
from reader.parse.strip_markup import one_line, strip_markup, strip_title_markup, visible_length
from reader.parse.url_completion import any_link, unescape_url


class FeedDefaults(NamedTuple):
    """What holds for every item that does not say otherwise; an empty field was not written."""

    title: str = ""
    language: str = ""
    author: str = ""
    base: str = ""  # what relative links are relative to


MOST_ENTRIES = 10_000  # in one feed; what comes after them is left out
MOST_ENCLOSURES = 50
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
HTML = ContentForm.HTML  # an enumeration takes its time to look up a member
NOT_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
NOT_WORD = re.compile(r"[\W_]+")
SIZE = re.compile(r"([0-9]{1,18})(?:\.[0-9]*)?")  # some write it with a fraction


class ItemText(NamedTuple):
    """A text and how it is written."""

    text: str
    form: ContentForm = HTML
    base: str = ""  # what its relative links are relative to; empty: its entry's link

    @property
    def words(self) -> str:
        """The text on one line, without markup."""
        return strip_markup(self.text) if self.form is HTML else one_line(self.text)

    @property
    def title(self) -> str:
        """The text on one line, where it is a title: what only looks like a tag stays."""
        return strip_title_markup(self.text) if self.form is HTML else one_line(self.text)

    def is_fuller(self, length: int) -> bool:
        """Tell by its beginning whether a text is longer than this."""
        reach = self.text.find("<", 4 * length + 1_000)
        return reach > 0 and ItemText(self.text[:reach], self.form).length > length

    @property
    def length(self) -> int:
        """How many characters of the text are not markup."""
        return visible_length(self.text) if self.form is HTML else len(self.text)


NOTHING = ItemText("")


class ItemDraft(NamedTuple):
    """One item of a feed, each part as its source wrote it; all but texts on one line."""

    guid: str = ""
    link: str = ""  # http, https or empty
    title: str = ""  # plain
    author: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    contents: tuple[ItemText, ...] = ()
    summary: ItemText = NOTHING
    enclosures: tuple[Enclosure, ...] = ()
    comments: str = ""  # http, https or empty
    players: tuple[str, ...] = ()  # pages that play what the item is about


def entry_of(draft: ItemDraft, document: Document) -> Entry:
    """Make an entry of what an item offers."""
    body = draft.summary
    if draft.contents or not body.text.strip():
        body = _fullest((*draft.contents, body))
    content = _with_players(body, draft) if draft.players else body
    return Entry(  # names of fields would cost as much time as the rest
        document.source,
        content.text,
        content.form,
        document.arrived,
        draft.guid,
        draft.link,
        draft.title,
        "" if body is draft.summary else _deck_of(draft.summary, body),
        draft.author,
        draft.outlet,
        draft.published,
        draft.language,
        draft.enclosures[:MOST_ENCLOSURES],
        content.base,
        draft.comments if draft.comments != draft.link else "",
    )


def _with_players(body: ItemText, draft: ItemDraft) -> ItemText:
    """Add links to the players that neither the body nor the entry itself leads to."""
    known = {draft.link, *(one.link for one in draft.enclosures)}
    text = unescape(body.text)
    missing = [link for link in dict.fromkeys(draft.players) if link not in known]
    links = [
        f'<p><a href="{escape(link)}">{escape(link)}</a></p>'
        for link in missing
        if link not in text
    ]
    return ItemText("".join((_html_of(body), *links)), HTML, body.base) if links else body


def _html_of(body: ItemText) -> str:
    """Write a text as HTML."""
    if body.form is HTML:
        return body.text
    return "<p>" + escape(body.text).replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>"


def strip_unstorable(text: str) -> str:
    """Remove what neither a database nor a terminal can take: NUL and lone surrogates."""
    if text.isascii() and "\0" not in text:
        return text
    return UNSTORABLE.sub("", text)


def _fullest(passages: Iterable[ItemText]) -> ItemText:
    """Choose the passage with the most words, of equals the first."""
    written = [passage for passage in passages if passage.text.strip()]
    if len(written) < 2:
        return written[0] if written else NOTHING
    longest, second = nlargest(2, written, key=lambda passage: len(passage.text))
    if longest.is_fuller(len(second.text)):
        return longest
    return max(written, key=lambda passage: passage.length)


def _deck_of(summary: ItemText, body: ItemText) -> str:
    """Give the words of a summary, unless it is all there is or the body begins with them."""
    if summary is body or not summary.text.strip():
        return ""
    words = summary.words
    return "" if _begins_with(body, _squash(words)) else words


def _begins_with(body: ItemText, start: str) -> bool:
    """Tell whether most of a squashed text stands at the beginning of a body.

    Only most of it: feeds end a summary with "read more" in every language.
    """
    reach = 2 * len(start) + 400
    most = start[: len(start) * 6 // 10 + 1]
    heads = (ItemText(body.text[:length], body.form) for length in (reach, 2 * reach + 4_000))
    return any(most in _squash(head.words)[:reach] for head in heads)


def _squash(text: str) -> str:
    """Keep the letters and digits of a text only, in small letters."""
    if text.isascii():
        return text.encode().translate(None, NOT_LETTERS).decode().lower()
    return NOT_WORD.sub("", text).casefold()


def make_enclosure(written: str, base: str, media_type: str, size: str) -> tuple[Enclosure, ...]:
    """Make an enclosure of what a feed says of it; none when its address leads nowhere."""
    link = unescape_url(any_link(written, base))
    if not link:
        return ()
    return (Enclosure(link, one_line(media_type), _size_of(size)),)


def _size_of(written: str) -> int:
    """Read a number of bytes; 0 for anything that is none."""
    number = SIZE.fullmatch(written.strip())
    return int(number[1]) if number else 0
