"""What strangers, people and disks hand to each station, and what every station promises of it."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from reader import config, opml
from reader.clean import clean, safe_line, safe_paragraphs
from reader.clean.dates.date_reader import read_date
from reader.clean.dates.written_date import read_stated_date, read_written_date
from reader.clean.index_page.listed_stories import find_listed_stories
from reader.clean.text.sanitize import safe_link, strip_controls
from reader.fetch import filenames, robots, url_normalization
from reader.fetch.http import headers
from reader.fetch.mail.mail_scan import MailItem, MailScan
from reader.library import saved_searches
from reader.model import (
    ContentForm,
    Document,
    Entry,
    ParsedDocument,
    QueryError,
    ReaderError,
    Response,
    Story,
)
from reader.model.mail.mail_shape import MESSAGE_TYPE
from reader.model.url_identity import host_of_link, page_identity, without_tracking
from reader.opml.feed_addresses import normalize_feed_address
from reader.parse import parse
from reader.parse.message import is_public
from reader.parse.story_jsonl import LinePosition, parse_line
from reader.query import parse as parse_query
from reader.query import parse_typing
from reader.query.unparse import unparse
from reader.store.files import bookmark_file
from reader.tui.startup.terminal_input import STALLED, TerminalInput
from tests.support import messages
from tests.support.index_pages import PAGES

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FILES = Path(__file__).parents[1] / "files"
JOINERS = "\u200c\u200d"  # seen where letters join
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NUMBER_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd"


class PromiseError(AssertionError):
    """A promise that was not kept."""


def promise(kept: object, what: str) -> None:
    """See that a promise is kept."""
    if not kept:
        raise PromiseError(what)


def text_of(data: bytes) -> str:
    """A text, also with halves of letters."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def promise_printable(text: str, allowed: str = "") -> None:
    """See that nothing in a text controls a terminal, is half a letter or hides."""
    for letter in text:
        if letter in allowed or letter in JOINERS or letter in NUMBER_SIGNS:
            continue
        bad = unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        promise(
            not bad or "\U000e0020" <= letter <= "\U000e007f",
            f"a letter that does not print: {letter!r} in {text[:200]!r}",
        )


def promise_controlled(text: str) -> None:
    """See that a text controls no terminal and breaks no line; joiners and blanks may stay."""
    for letter in text:
        bad = unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in OVERRIDES
        promise(not bad, f"{letter!r} in a name")


def promise_whole(text: str) -> None:
    """See that a text can be kept: no half letter and no zero."""
    promise("\0" not in text, "a zero")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PromiseError(f"half a letter in {text[:80]!r}") from error


def documents(data: bytes) -> None:
    """Parse a document, and clean its first entries."""
    found = parse(Document("/in", "/in/file", data, NOW))
    promise_entries(found)


def promise_entries(found: ParsedDocument) -> None:
    """See that entries can be kept, and clean the first of them."""
    for entry in found.entries:
        written = [entry.guid, entry.link, entry.title, entry.deck, entry.author, entry.outlet]
        written += [entry.published, entry.language, entry.content, entry.key, entry.comments]
        for text in (*written, *(one.link for one in entry.enclosures)):
            promise_whole(text)
        promise(not entry.link or entry.link.lower().startswith(("http://", "https://")), "link")
    for entry in islice(found.entries, 2):
        promise_clean(clean(entry))


def mail(data: bytes) -> None:
    """Read a message, and the same bytes as an mbox, which is read once."""
    is_public(data)
    with suppress(ReaderError):
        promise_entries(parse(Document("/in", "/in/1.eml", data, NOW, MESSAGE_TYPE)))
    with TemporaryDirectory() as folder:
        inbox = Path(folder, "inbox")
        inbox.write_bytes(ENVELOPE + data)
        first = MailScan(folder, {}, bool, NOW)
        known = {one.name: one.stamp for one in first if isinstance(one, MailItem) and one.name}
        again = MailScan(folder, known, bool, NOW)
        new = [one for one in again if isinstance(one, MailItem) and one.name]
        promise(not new, f"read twice: {new}"[:300])
        promise(not again.gone(), "forgotten")
        promise(inbox.read_bytes() == ENVELOPE + data, "a changed mbox")


def promise_clean(story: Story) -> None:
    """See that a story is safe to print, and its spans stand in its text."""
    for text in (story.headline, story.deck, story.outlet, story.byline, story.agency):
        promise_printable(text)
    promise_printable(story.text, "\n")
    promise_printable(story.link + story.comments)
    before = 0
    for span in story.spans:
        promise(0 <= span.start < span.end <= len(story.text), f"{span}")
        promise(before <= span.start, "the order of spans")
        promise_printable(span.target)
        before = span.start


def content(form: ContentForm) -> Callable[[bytes], None]:
    """What cleans a content of one form."""

    def check(data: bytes) -> None:
        title, _, text = text_of(data).partition("\n")
        entry = Entry(
            "/in", text, form, NOW, link="https://quay.example/a", title=title[:200], author=title
        )
        promise_clean(clean(entry))

    return check


def index_pages(data: bytes) -> None:
    """Find the stories that a page lists, and clean them."""
    html = text_of(data)
    page = Entry("/in", html, ContentForm.PAGE, NOW, link="https://quay.example/news")
    for selectors in ((), ("a", "h2 + p")):
        listed = find_listed_stories(page, "https://quay.example/news", selectors)
        promise(listed.entries or listed.doubt, "nothing is found, and nothing is said of it")
        for entry in listed.entries:
            promise(entry.title and safe_link(entry.link), f"no story: {entry.link!r}")
            promise_clean(clean(entry))


def lines_of_json(data: bytes) -> None:
    """Read a line of JSON, and clean what it holds."""
    for number, line in enumerate(data.split(b"\n")[:5], 1):
        try:
            entry = parse_line(line, LinePosition("/in", number), "/in", NOW)
        except ReaderError:
            continue
        promise_clean(clean(entry))


def queries(data: bytes) -> None:
    """Read a query; what is shown of it is read as the same."""
    text = text_of(data)
    found = parse_query(text, NOW)
    promise_printable(found.hint)
    parse_typing(text, NOW)
    promise(
        parse_query(unparse(found.part), NOW).part == found.part, f"{unparse(found.part)[:300]!r}"
    )


def lists(data: bytes) -> None:
    """Read a list of subscriptions; what is written of it is read as the same."""
    text = text_of(data)
    if not opml.is_list(text):
        return
    found = opml.read_list(text, "/in/list")
    for source in found.sources:
        promise_printable(source.location)
        promise_controlled(source.title + source.folder)
        promise(normalize_feed_address(source.location) == source.location, source.location)
    for error in found.errors:
        promise_controlled(str(error))
    again = (
        opml.read_list("\n".join(opml.opml_lines(found.sources)), "/in") if found.sources else found
    )
    same = [(one.location, one.title, one.folder) for one in again.sources]
    promise(
        sorted(same) == sorted((one.location, one.title, one.folder) for one in found.sources),
        f"{found.sources} {again.sources}",
    )


def bookmarks(data: bytes) -> None:
    """Read a line of the file of bookmarks; what is written of it is read as the same."""
    try:
        found = bookmark_file.read_bookmark(text_of(data))
    except (ValueError, RecursionError):
        return
    promise(
        bookmark_file.read_bookmark(next(bookmark_file.bookmark_lines([found]))) == found,
        f"{found}",
    )


def searches(data: bytes) -> None:
    """Read the file of saved searches; what is written of it is read as the same."""
    try:
        found = tuple(saved_searches.read_searches(text_of(data).split("\n")))
    except QueryError:
        return
    promise(
        tuple(saved_searches.read_searches(map(saved_searches.search_as_json, found))) == found,
        f"{found}",
    )


def settings(data: bytes) -> None:
    """Read a configuration."""
    with TemporaryDirectory() as folder:
        (Path(folder) / config.NAME).write_bytes(data)
        config.read_settings(Path(folder))


def dates(data: bytes) -> None:
    """Read a date in any notation."""
    text = text_of(data)
    for found in (
        read_written_date(text),
        read_written_date(text, "de"),
        read_stated_date(text),
        read_stated_date(text, "fr", NOW),
    ):
        promise(found is None or found.tzinfo is not None, f"{found}")
        if found is not None:
            found.astimezone(UTC)
    read_date(text[:200], "en")
    date = headers.http_date(text)
    promise(date is None or date.tzinfo is not None, f"{date}")


def links(data: bytes) -> None:
    """Read an address as people and feeds write it."""
    text = text_of(data)
    for found in url_normalization.url_candidates(text):
        promise_printable(found)
        with suppress(ValueError):
            promise(url_normalization.canonical_form(found) == found, f"{found!r} is not canonical")
    kept = safe_link(text)
    promise(safe_link(kept) == kept, f"{kept!r} is another link")
    promise_printable(kept)
    short = without_tracking(text)
    promise(without_tracking(short) == short, f"{short!r} tracks still")
    promise(page_identity(short) == page_identity(text), f"{short!r} is another page")
    host_of_link(text)
    sound = normalize_feed_address(text)
    promise(normalize_feed_address(sound) == sound, f"{sound!r} is another feed")
    url_normalization.redirect_target("https://quay.example/a", text)
    name = filenames.filename_of(text) if is_split(text) else "a"
    promise(name.strip(".") and "/" not in name and len(name.encode()) < 256, f"{name!r}")
    promise_printable(name)


def is_split(text: str) -> bool:
    """Whether an address can be taken apart, as all can that reach a download."""
    return bool(safe_link(text)) and safe_link(text) == text


def texts(data: bytes) -> None:
    """Make a text safe to print; once is enough."""
    text = text_of(data)
    for name, make, allowed in (
        ("visible", strip_controls, "\n"),
        ("plain", safe_line, ""),
        ("paragraphs", safe_paragraphs, "\n"),
    ):
        made = make(text)
        promise_printable(made, allowed)
        promise(make(made) == made, f"{name} of {made[:200]!r} is another")


def answers(data: bytes) -> None:
    """Read the headers of an answer, and a robots.txt."""
    text = text_of(data)
    promise(0 <= headers.retry_after_seconds(text, NOW) <= headers.LONGEST, "seconds")
    for name in ("Cache-Control", "Expires"):
        promise(0 <= headers.freshness_seconds({name: text}, NOW) <= headers.FRESHEST, name)
    robots.robots_allow(
        Response(
            "https://quay.example/robots.txt", "https://quay.example/robots.txt", 200, content=data
        ),
        "https://quay.example/a",
    )
    headers.parse_header(text)


def keys(data: bytes) -> None:
    """Type bytes in pieces; then a key works."""
    time = [0.0]
    received = TerminalInput(lambda: time[0])
    dice = random.Random(len(data))
    rest = data
    while rest:
        size = dice.randrange(1, 9)
        list(received.feed(rest[:size]))
        rest = rest[size:]
    time[0] += STALLED + 1
    list(received.feed(b"\x1b"))
    list(received.pause())
    found = [*received.feed(b"j"), *received.pause()]
    promise([getattr(one, "key", "") for one in found] == ["j"], f"{found}")


@dataclass(frozen=True, slots=True)
class Station:
    """Something that takes what others wrote."""

    check: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]  # inputs to begin with
    longest: int = 4096  # bytes


def of_files(*folders: str) -> Callable[[], list[bytes]]:
    """The input files of the tests in some folders, where they are short."""

    def seeds() -> list[bytes]:
        found = [path for one in folders for path in sorted((FILES / one).rglob("*"))]
        short = [path.read_bytes() for path in found if path.is_file()]
        return [one for one in short if len(one) < 30_000]

    return seeds


def of(*seeds: str) -> Callable[[], list[bytes]]:
    """Some texts."""
    return lambda: [one.encode() for one in seeds]


def index_page_seeds() -> list[bytes]:
    """Index pages of many makes."""
    return [page.html.encode() for page in PAGES]


def letters() -> list[bytes]:
    """Messages of several kinds, one after the other in one of them."""
    plain = messages.message("One \ntwo\n> three\n-- \nAnn\n", ("Content-Type", FLOWED))
    packed = messages.part(
        "text/html; charset=koi8-r",
        messages.in_base64("<p>Fog</p>"),
        "Content-Transfer-Encoding: base64",
    )
    both = messages.multipart("alternative", messages.part("text/plain", "Fog."), packed)
    digest = messages.multipart("digest", b"\n" + plain, b"\n" + both)
    letter = messages.html(messages.newsletter(), subject="=?utf-8?b?Rm9n?= =?x?q?=41?=")
    return [plain, both, digest, letter, plain + b"\n" + ENVELOPE + both]


ENVELOPE = b"From ann@quay.example Fri Nov 20 10:00:00 2026\n"
FLOWED = "text/plain; format=flowed; charset=utf-8"
FRAGMENT = (
    "The lamp\n<p>By <b>Ann Quay</b></p><p>The lamp was lit &amp; the tide &#8212; turned.</p>"
    "<ul><li>fog</li></ul><blockquote>Look</blockquote><pre>a  b</pre><table><tr><td>1</td></tr>"
    '</table><a href="https://quay.example/b?utm_source=x">on</a><img alt="A gull" src="/g.png">'
)
PAGE = (
    "The lamp\n<html><head><title>The lamp - Quay</title><script type='application/ld+json'>"
    '{"@type":"NewsArticle","headline":"The lamp","datePublished":"2026-11-20T10:00:00Z"}</script>'
    "<meta property='og:title' content='The lamp'></head><body><nav><a href='/'>Home</a></nav>"
    "<article><h1>The lamp</h1><p class=byline>By Ann Quay</p>"
    + "<p>The keeper counted ships until the fog came, and wrote them down in the old book.</p>" * 5
    + "</article><footer>© Quay</footer></body></html>"
)
DUMP = (
    "The lamp\nHome\nNews\nSport\nSubscribe\nThe lamp\nBy Ann Quay\n20 November 2026, 10:00\n"
    + "The keeper counted ships until the fog came, and wrote them down in the old book.\n\n" * 5
    + "Read more: The tide\nShare\nMost read\n1. The tide\n© Quay 2026\n"
)
BOOKMARK = {
    "headline": "The lamp",
    "published": "2026-11-20T10:00:00+00:00",
    "bookmarked": "2026-11-20T10:00:00+00:00",
    "tags": ["sea"],
    "note": "Look.",
    "source": "/news",
    "key": "g1",
    "text": "Fog.",
}
CONFIG = (
    'theme = "night"\nlist_width = 45\ntext_width = 70\nrefresh_minutes = 30\n'
    '[keys]\ndown = ["j"]\n'
    '[retention]\ndays = 90\n[events]\nfold = true\n[sites."quay.example"]\ndrop = [".ad"]\n'
)
LIST = (
    '<opml version="2.0"><body><outline text="Sea"><outline text="Quay" type="rss" '
    'xmlUrl="https://quay.example/feed?a=1&amp;b=2"/></outline></body></opml>'
)
URLS = 'https://quay.example/feed "sea" "~Quay"\n# a remark\nfeed:https://tide.example/rss !\n'
STATIONS: dict[str, Station] = {
    "documents": Station(documents, of_files("parse"), 16_384),
    "mail": Station(mail, letters, 8192),
    "fragments": Station(content(ContentForm.HTML), of(FRAGMENT), 8192),
    "pages": Station(content(ContentForm.PAGE), of(PAGE), 8192),
    "index pages": Station(index_pages, index_page_seeds, 8192),
    "dumps": Station(content(ContentForm.DUMP), of(DUMP), 8192),
    "plain texts": Station(
        content(ContentForm.TEXT), of("The lamp\nBy Ann\n\nFog came.\n\nTide went.")
    ),
    "lines of JSON": Station(lines_of_json, of('{"title": "The lamp", "text": "Fog.\\n\\nTide."}')),
    "queries": Station(
        queries,
        of(
            'fog OR (tide -"old lamp") title:sea* after:2026-01 before:yesterday is:unread tag:sea',
            'in:"Quay news" by:ann outlet:quay lang:en like:12 NOT (a b) "x y"~3 last:3d',
        ),
        1024,
    ),
    "lists": Station(lists, of(LIST, URLS)),
    "bookmarks": Station(bookmarks, of(json.dumps(BOOKMARK)), 2048),
    "saved searches": Station(searches, of('{"name": "Fog", "query": "fog OR tide"}'), 1024),
    "settings": Station(settings, of(CONFIG), 2048),
    "dates": Station(
        dates,
        of(
            "Fri, 20 Nov 2026 10:00:00 +0100",
            "2026-11-20T10:00:00.123Z",
            "20. November 2026 um 10.00 Uhr MEZ",
            "令和8年11月20日 10時",
            "Nov 20th, 2026 at 10:00 p.m. ET",
            "2026-W47-5",
        ),
        256,
    ),
    "links": Station(
        links,
        of(
            "https://user@quay.example:443/a/../b?utm_source=x&id=3#c",
            "feed:https://quay.example",
            "<http://[::1]:80/é%2f>",
            "quay.example/feed.xml",
            "//quay.example",
        ),
        512,
    ),
    "texts": Station(
        texts, of("a\x1b[31mb\x1b]0;c\x07 d\u200d\u202e\n\ne", "👩‍🚀 क्‍ष \u0600"), 1024
    ),
    "answers": Station(
        answers,
        of("max-age=300", "120", "Fri, 20 Nov 2026 10:00:00 GMT", "User-agent: *\nDisallow: /a\n"),
        512,
    ),
    "keys": Station(
        keys,
        of("j\x1b[A\x1b[<0;12;5M\x1b[200~fog\x1b[201~\x1b]0;a\x07\x1b[106;1:3u\x1b[M !!\x1bOP"),
        512,
    ),
}


def try_input(station: Station, data: bytes) -> str:
    """What is wrong with what a station makes of an input; nothing where all is well."""
    try:
        station.check(data)
    except ReaderError as error:
        return said_badly(str(error))
    except Exception as error:  # whatever it is, it is what is looked for
        return f"{type(error).__name__}: {str(error)[:300]}"
    return ""


def said_badly(sentence: str) -> str:
    """What is wrong with what is said of a bad input."""
    try:
        promise_printable(sentence, "\n")
    except PromiseError as broken:
        return f"PromiseError: {broken}"
    return "" if sentence else "nothing is said"
