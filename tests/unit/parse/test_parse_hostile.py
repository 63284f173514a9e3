from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Document, Entry, ParsedDocument, ParseError
from reader.parse import parse
from reader.parse.feed.xml_feed import MOST_PARTS, parse_tree
from tests.support.paths import FILES

FILES = FILES / "parse"
SAMPLES = [path.read_bytes() for path in sorted(FILES.iterdir())]
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PIECES = [
    b"<", b">", b"&", b"&#xD800;", b"&#0;", b"&nbsp;", b"<![CDATA[", b"]]>", b"<!--", b"<b>",
    b"</item>", b"<item>", b"<entry>", b"</title>", b"<title type='xhtml'>", b"\"", b"'", b"\0",
    b"\xff", b"{", b"]", b"xml:base='http://[x'", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;",
    b"<a:b c:d='e'>", b"\xed\xa0\x80", b"<?xml encoding='utf-16'?>", b"http://[", b"\\ud800",
]  # fmt: skip

# Made once: to make a strategy takes longer than to draw from it.
CONTENTS, TIMES = st.sampled_from(SAMPLES), st.integers(1, 4)
LENGTHS = st.sampled_from([0, 0, 1, 3, 40])
WRITTEN_IN = st.one_of(st.sampled_from(PIECES), st.binary(max_size=4))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A valid document, some places of which are flipped, cut out or written into."""
    content = draw(CONTENTS)
    for _ in range(draw(TIMES)):
        at = draw(st.integers(0, len(content)))
        until = at + draw(LENGTHS)
        piece = draw(WRITTEN_IN)
        content = content[:at] + piece + content[until:]
    return content


def outcome(content: bytes, location: str = "/in/file") -> ParsedDocument | ParseError:
    try:
        return parse(Document("/in", location, content, NOW))
    except ParseError as error:
        return error


def assert_sound(found: ParsedDocument | ParseError) -> None:
    if isinstance(found, ParseError):
        assert str(found).startswith("/in/file: ")
        return
    for entry in found.entries:
        assert entry.source == "/in"
        assert entry.arrived == NOW
        assert not entry.link or entry.link.lower().startswith(("http://", "https://"))
        for text in texts(entry):
            assert "\0" not in text
            text.encode("utf-8")  # fails on lone surrogates


def texts(entry: Entry) -> list[str]:
    offered = [text for file in entry.enclosures for text in (file.link, file.media_type)]
    written = [entry.guid, entry.link, entry.title, entry.deck, entry.author, entry.outlet]
    return [*offered, *written, entry.published, entry.language, entry.content, entry.key]


@pytest.mark.usefixtures("untraced")
@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_entries_or_an_error(content: bytes) -> None:
    assert_sound(outcome(content))


@pytest.mark.usefixtures("untraced")
@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300))
def test_any_text_is_entries_or_an_error(text: str) -> None:
    assert_sound(outcome(text.encode("utf-8", "surrogatepass")))


@pytest.mark.usefixtures("untraced")
@settings(deadline=None, max_examples=300)
@given(damaged())
def test_a_damaged_document_is_entries_or_an_error(content: bytes) -> None:
    assert_sound(outcome(content))


def filled(start: str, unit: str, end: str = "", size: int = 1_000_000) -> bytes:
    return (start + unit * (size // len(unit)) + end).encode()


RSS, END = "<rss><channel>", "</channel></rss>"
ITEM = f"{RSS}<item>"


@pytest.mark.parametrize(
    "content",
    [
        filled(RSS, "<item/>", END),
        filled(RSS, "<item><a/></item>", END),
        filled(RSS, "<channel/>", END),
        filled(ITEM, "<author>a@b.c (d</author>", f"</item>{END}"),
        filled(f"{ITEM}<title>", "&lt;script&gt;&lt;!--", f"</title></item>{END}"),
        filled(f"{ITEM}<title>", "a & b ", f"</title></item>{END}"),
        filled(f"{ITEM}<title>", "&", f"</title></item>{END}"),
        filled(f"{ITEM}<title>", "&#xD800;", f"</title></item>{END}"),
        filled("<!--", "-", f"<rss>{END}"),
        filled(f"{ITEM}<author>", "<name/>", f"</author></item>{END}", 2_000_000),
        filled("<rss>", "<rss "),
        ("<feed " + " ".join(f"a{n}=''" for n in range(90_000)) + "><title/></feed>").encode(),
        ("<feed><title " + " ".join(f"a{n}=''" for n in range(90_000)) + "/></feed>").encode(),
        filled(f"{ITEM}<title>", "&", f"</title></item>{END}", 1_500_000),
        filled("<rss>", "<a>", size=290_000),
        filled("<rss ", "a='1' "),
        ("<rss " + " ".join(f"a{n}=''" for n in range(50_000)) + ">&nbsp;</rss>").encode(),
        filled("<html>", "<!--"),
        filled("<html>", "<link href='x' "),
        filled("", "<!-- -->"),
        filled("", "<!DOCTYPE ["),
        filled("x", "<feed xmlns="),
        filled("", "<a "),
        filled("", "["),
        filled('{"a":', "9"),
        bytes(range(128, 256)) * 8_000,
    ],
    ids=range(26),
)
def test_long_and_senseless_files_end_in_entries_or_one_sentence(content: bytes) -> None:
    assert_sound(outcome(content))


def test_at_most_10_000_entries_are_taken_from_a_feed() -> None:
    found = outcome(filled(RSS, "<item><a/></item>", END, 400_000))

    assert isinstance(found, ParsedDocument)
    assert len(found.entries) == 10_000


@pytest.mark.parametrize("unit", ["<item><a/></item>", "<item a='' b=''/>", "<item><x>"])
def test_of_a_feed_of_very_many_elements_the_first_are_read(unit: str) -> None:
    text = f"{RSS}<title>Gulls</title>{unit * 200_000}".replace("<x>", "") + END

    root = parse_tree(text, recover=True)

    assert root is not None
    assert root.findtext("channel/title") == "Gulls"
    assert 0 < sum(1 + len(element.attrib) for element in root.iter()) <= 2 * MOST_PARTS


def test_an_item_of_which_only_the_start_was_read_is_left_out() -> None:
    whole = "<item><title>Tide</title></item>"
    endless = f"<item><title>Fog</title>{'<a/>' * MOST_PARTS}<b>last</b></item>"

    found = outcome(f"{RSS}{whole}{endless}{END}".encode())

    assert isinstance(found, ParsedDocument)
    assert [entry.title for entry in found.entries] == ["Tide"]


def test_a_feed_whose_first_element_never_ends_is_empty() -> None:
    found = outcome(f"{RSS}{'<a/>' * (MOST_PARTS + 100_000)}{END}".encode())

    assert isinstance(found, ParsedDocument)
    assert found.entries == ()


def test_json_of_very_many_parts_is_refused() -> None:
    found = outcome(b'{"items":[' + b"[]," * 500_000 + b"[]]}")

    assert str(found) == "/in/file: is JSON of more parts than newsreader reads"


def test_entities_are_neither_expanded_nor_fetched() -> None:
    bombs = "".join(f"<!ENTITY b{n} '{f'&b{n - 1};' * 10}'>" for n in range(1, 10))
    file = "<!ENTITY file SYSTEM 'file:///etc/hostname'>"
    title = "<title>&b9;&file;!</title>"

    found = outcome(
        f"<!DOCTYPE rss [<!ENTITY b0 'lol'>{bombs}{file}]>{ITEM}{title}</item>{END}".encode()
    )

    assert isinstance(found, ParsedDocument)
    assert found.entries[0].title == "&b9;&file;!"


def test_of_a_feed_ten_thousand_entries_are_read() -> None:
    items = "".join(f"<item><guid>{number}</guid></item>" for number in range(10_001))
    read = outcome(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())

    assert isinstance(read, ParsedDocument)
    assert (len(read.entries), read.left_out) == (10_000, 1)
