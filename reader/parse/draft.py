"""What one item offers in, the entry out: the fullest text becomes its content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from heapq import nlargest
from typing import NamedTuple

from reader.model import Document, Enclosure, Entry, Form
from reader.parse.links import web_link
from reader.parse.markup import one_line, plain, visible

MOST_ENTRIES = 10_000  # in one feed; what comes after them is left out
MOST_ENCLOSURES = 50
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
HTML = Form.HTML  # an enumeration takes its time to look up a member
NOT_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
NOT_WORD = re.compile(r"[\W_]+")


class Passage(NamedTuple):
    """A text and how it is written."""

    text: str
    form: Form = HTML

    @property
    def words(self) -> str:
        """The text on one line, without markup."""
        return plain(self.text) if self.form is HTML else one_line(self.text)

    def is_fuller(self, length: int) -> bool:
        """Tell by its beginning whether a text is longer than this."""
        reach = self.text.find("<", 4 * length + 1_000)
        return reach > 0 and Passage(self.text[:reach], self.form).length > length

    @property
    def length(self) -> int:
        """How many characters of the text are not markup."""
        return visible(self.text) if self.form is HTML else len(self.text)


NOTHING = Passage("")


class Draft(NamedTuple):
    """One item of a feed, each part as its source wrote it; all but texts on one line."""

    guid: str = ""
    link: str = ""  # http, https or empty
    title: str = ""  # plain
    author: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    contents: tuple[Passage, ...] = ()
    summary: Passage = NOTHING
    enclosures: tuple[Enclosure, ...] = ()


def entry_of(draft: Draft, document: Document) -> Entry:
    """Make an entry of what an item offers."""
    body = fullest((*draft.contents, draft.summary))
    return Entry(
        source=document.source,
        content=body.text,
        form=body.form,
        arrived=document.arrived,
        guid=draft.guid,
        link=draft.link,
        title=draft.title,
        deck=deck_of(draft.summary, body),
        author=draft.author,
        outlet=draft.outlet,
        published=draft.published,
        language=draft.language,
        enclosures=draft.enclosures[:MOST_ENCLOSURES],
    )


def storable(text: str) -> str:
    """Remove what neither a database nor a terminal can take: NUL and lone surrogates."""
    if text.isascii() and "\0" not in text:
        return text
    return UNSTORABLE.sub("", text)


def fullest(passages: Iterable[Passage]) -> Passage:
    """Choose the passage with the most words, of equals the first."""
    written = [passage for passage in passages if passage.text.strip()]
    if len(written) < 2:
        return written[0] if written else NOTHING
    longest, second = nlargest(2, written, key=lambda passage: len(passage.text))
    if longest.is_fuller(len(second.text)):
        return longest
    return max(written, key=lambda passage: passage.length)


def deck_of(summary: Passage, body: Passage) -> str:
    """Give the words of a summary, unless it is all there is or the body begins with them."""
    if summary is body or not summary.text.strip():
        return ""
    words = summary.words
    return "" if begins_with(body, squash(words)) else words


def begins_with(body: Passage, start: str) -> bool:
    """Tell whether most of a squashed text stands at the beginning of a body.

    Only most of it: feeds end a summary with "read more" in every language.
    """
    reach = 2 * len(start) + 400
    most = start[: len(start) * 6 // 10 + 1]
    heads = (Passage(body.text[:length], body.form) for length in (reach, 2 * reach + 4_000))
    return any(most in squash(head.words)[:reach] for head in heads)


def squash(text: str) -> str:
    """Keep the letters and digits of a text only, in small letters."""
    if text.isascii():
        return text.encode().translate(None, NOT_LETTERS).decode().lower()
    return NOT_WORD.sub("", text).casefold()


def enclosure(written: str, base: str, media_type: str, size: str) -> tuple[Enclosure, ...]:
    """Make an enclosure of what a feed says of it; none when its address is not of the web."""
    link = web_link(written, base)
    if not link:
        return ()
    return (Enclosure(link, one_line(media_type), size_of(size)),)


def size_of(written: str) -> int:
    """Read a number of bytes; 0 for anything that is none."""
    digits = written.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0


def names_of(written: Iterable[str]) -> str:
    """Join the names of several authors, each once."""
    names = [name_of(one) for one in written if one]
    return ", ".join(dict.fromkeys(filter(None, names))) if names else ""


MAIL_AND_NAME = re.compile(r"[^\s@()<>]+@[^\s@()<>]+\s*\(\s*([^()]+?)\s*\)")
NAME_AND_MAIL = re.compile(
    r"([^<>()@]*[^<>()@\s])\s*[<(]\s*(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+[>)]"
)


def name_of(written: str) -> str:
    """Take the name from "mail (name)" or "name <mail>"."""
    author = one_line(written)[:1_000]
    if "@" not in author:
        return plain(author)
    found = MAIL_AND_NAME.fullmatch(author) or NAME_AND_MAIL.fullmatch(author)
    return plain(found[1] if found else author)
