from __future__ import annotations

import gzip

import pytest

from reader.model import DocumentKind, ParseError
from tests.support.feeds import parsed

RSS = "<rss><channel><item><title>Grüße, ça va</title></item></channel></rss>"
PROSE = (
    "Die Brücke über den Fluß war früher für Fußgänger geöffnet. Später hörte man, daß müde "
    "Wächter nachts schliefen und die Schlüssel verlören. Schließlich wählte die Bevölkerung "
    "einen neuen Bürgermeister, der größere Lösungen für möglich hält.\n"
)
MOST = 15_000_000


def refusal(content: bytes, location: str = "/in/file") -> str:
    with pytest.raises(ParseError) as caught:
        parsed(content, location)
    return str(caught.value)


def kind(text: str) -> DocumentKind:
    return parsed(text.encode()).kind


@pytest.mark.parametrize(
    "content",
    [
        RSS.encode(),
        b"\xef\xbb\xbf \n" + RSS.encode(),
        RSS.encode("utf-16"),
        RSS.encode("utf-16-le"),
        RSS.encode("utf-16-be"),
        RSS.encode("utf-32"),
        RSS.encode("utf-32-le"),
        RSS.encode("utf-32-be"),
        b"<?xml version='1.0' encoding='iso-8859-1'?>" + RSS.encode("latin-1"),
        b"<?xml version='1.0' encoding='iso-8859-1'?>" + RSS.encode(),
        b"<?xml version='1.0' encoding='utf-16'?>" + RSS.encode(),
        b"<?xml version='1.0' encoding='us-ascii'?>" + RSS.encode("cp1252"),
        b"<?xml version='1.0' encoding='GB2312'?>" + RSS.replace("ß", "s").encode("gb18030"),
        b"<?xml version='1.0' encoding='utf-7'?>" + RSS.encode(),
        b"<?xml version='1.0' encoding='rot13'?>" + RSS.encode(),
        b"<?xml version='1.0' encoding='no-such'?>" + RSS.encode(),
        b"<?xml version='1.0' encoding='shift_jis'?>" + RSS.encode(),
        b"<?xml version='1.0' encoding='no-such'?>" + RSS.encode("cp1252"),
        b"<?xml version='1.0' encoding='rot13'?>" + RSS.encode("cp1252"),
        b"<?xml version='1.0' encoding='utf-7'?>" + RSS.encode("cp1252"),
    ],
)
def test_a_feed_is_read_in_whatever_encoding_it_came(content: bytes) -> None:
    assert parsed(content).entries[0].title.replace("Grüse", "Grüße") == "Grüße, ça va"


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    page = (
        '<html><head><meta http-equiv="x" content="text/html; charset=windows-1251"></head>Привет'
    )

    assert "Привет" in parsed(page.encode("cp1251")).entries[0].content


def test_a_text_is_read_in_the_encoding_that_its_sender_names() -> None:
    found = parsed("日本語の記事です。".encode("cp932"), media_type="text/plain; charset=Shift_JIS")

    assert found.entries[0].content == "日本語の記事です。"


def test_what_a_document_declares_outranks_what_its_sender_names() -> None:
    content = b"<?xml version='1.0' encoding='koi8-r'?>" + "<rss>Ж</rss>".encode("koi8-r")

    assert parsed(content, media_type="text/xml; charset=gb2312").kind is DocumentKind.FEED


def test_a_seven_bit_encoding_is_read_as_declared() -> None:
    content = b"<html><meta charset=iso-2022-jp>" + "日本語".encode("iso2022_jp")

    assert "日本語" in parsed(content).entries[0].content


def test_an_encoding_that_is_declared_wrongly_is_not_believed() -> None:
    content = b"<meta charset=euc-jp>" + PROSE.encode("latin-1") * 5

    assert PROSE in parsed(content).entries[0].content


def test_an_encoding_that_nobody_names_is_guessed() -> None:
    assert parsed((PROSE * 5).encode("latin-1")).entries[0].content == PROSE * 5


@pytest.mark.parametrize(
    ("encoding", "prose"),
    [
        ("cp1252", "Le maire a annoncé à Noël que l’été serait très sec\xa0; «\xa0où\xa0?\xa0»"),
        ("cp1252", "På søen sejler en båd med æbler og øl."),
        ("cp1252", "Perché la città è così lontana? Più tardi, però, andrà."),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy, řekla vláda."),
        ("cp1250", "Rząd przyjął nową ustawę. Zażółć gęślą jaźń, powiedział minister w środę."),
        ("cp1251", "Правительство приняло новый закон, сказал министр в среду."),
        ("euc_jp", "日本の政府は新しい法律を承認した。水曜日に大臣が述べた。"),
    ],
)
def test_an_encoding_that_nobody_names_is_told_by_its_letters(encoding: str, prose: str) -> None:
    assert parsed((prose * 4).encode(encoding)).entries[0].content == prose * 4


def test_bytes_that_fit_no_encoding_are_still_read() -> None:
    assert parsed(b"Caf\x81 at the corner, \x9d and \x8f more").kind is DocumentKind.DUMP


def test_a_few_dents_do_not_make_utf_8_another_encoding() -> None:
    content = PROSE.encode() * 3 + b"\xff and so on"

    assert parsed(content).entries[0].content == PROSE * 3 + "\ufffd and so on"


def test_a_stray_nul_is_removed() -> None:
    assert parsed(PROSE.encode() * 5 + b"\0end").entries[0].content == PROSE * 5 + "end"


@pytest.mark.parametrize(
    "content", [b"", b" \n\t ", b"\xef\xbb\xbf\n", b"\xff\xfe", "\u200b".encode()]
)
def test_nothing_but_blanks_is_empty(content: bytes) -> None:
    assert refusal(content) == "/in/file: is empty"


@pytest.mark.parametrize("content", [b"\0", b"a\0" * 50 + b"bcd\0\0\0", bytes(range(32)) * 9])
def test_bytes_that_nobody_wrote_are_not_text(content: bytes) -> None:
    assert refusal(content) == "/in/file: is not text"


def test_colours_and_letters_struck_over_one_another_are_no_noise() -> None:
    assert parsed(b"\x1b[1mTide\x1b[0m\n" * 9).entries
    assert parsed(b"T\bTi\bid\bde\be\n" * 9).entries
    assert refusal(b"\x1b\x1b\x08Tide" * 9) == "/in/file: is not text"


def test_utf_16_of_nothing_known_is_not_text() -> None:
    assert refusal(b"\xff\xfe" + b"\x00\xd8\x41" * 300).endswith(
        "is not text in an encoding that newsreader knows"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n", "is a PDF document, not a feed, page or text"),
        (b"{\\rtf1\\ansi", "is an RTF document, not a feed, page or text"),
        (b"PK\x03\x04", "is a zip archive or office document, not a feed, page or text"),
        (b"\x89PNG\r\n", "is an image, not a feed, page or text"),
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "is a gzip archive within another"),
        (b"\x1f\x8b\x08nonsense", "is a gzip archive that is damaged"),
        (gzip.compress(PROSE.encode(), mtime=0)[:60], "is a gzip archive that breaks off"),
        (gzip.compress(b" " * (MOST + 1), mtime=0), "is larger than 15 MB"),
        (b" " * (MOST + 1), "is larger than 15 MB"),
        (
            b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; x\r\n\r\n",
            "is a web archive (MHTML); save the page as HTML instead",
        ),
    ],
)
def test_what_holds_no_stories_is_named_for_what_it_is(content: bytes, sentence: str) -> None:
    assert refusal(content) == f"/in/file: {sentence}"


def test_a_packed_feed_is_unpacked() -> None:
    assert parsed(gzip.compress(RSS.encode(), mtime=0)).entries[0].title == "Grüße, ça va"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": 1}', "is JSON but not a JSON Feed"),
        ('[{"a": 1}]', "is JSON but not a JSON Feed"),
        ("{}", "is JSON but not a JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "is JSON that is damaged"),
        ("[" * 100_000, "is JSON nested too deeply to be a JSON Feed"),
        ("<opml version='2.0'><body/></opml>", "is a list of subscriptions (OPML), not a feed"),
        ("<urlset></urlset>", "is a sitemap, not a feed; its root element is <urlset>"),
        ("<sitemapindex/>", "is a list of sitemaps, not a feed"),
        ("<svg width='1'/>", "is an image (SVG)"),
        (
            "<?xml version='1.0'?><x:Book xmlns:x='y'/>",
            "is XML but neither a feed nor a web page: its root element is <x:Book>",
        ),
        (
            "<note>hello</note>",
            "is XML but neither a feed nor a web page: its root element is <note>",
        ),
    ],
)
def test_data_that_is_no_feed_is_named_for_what_it_is(text: str, sentence: str) -> None:
    assert refusal(text.encode()).startswith(f"/in/file: {sentence}")


def test_the_message_is_safe_to_print_and_knows_its_document() -> None:
    with pytest.raises(ParseError) as caught:
        parsed(b"", "/in/\x1b[2J\u202e\ud800")

    assert str(caught.value) == "/in/\ufffd[2J\ufffd\ufffd: is empty"
    assert caught.value.source == "/in/\ufffd[2J\ufffd\ufffd"


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><title>On &lt;rss></title><p>Write <rss version='2.0'> first.</p>",
        "<!doctype html>\n<my-app></my-app>",
        "<HTML lang=en><p>Hello",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='y'><body/></html>",
        "<!-- saved from somewhere -->\n<body>Hello</body>",
        "<p>One paragraph.</p>\n<p>And another.</p>",
        "Notice: undefined index\n<html><head><title>x</title></head><body><p>y</p><p>z</p></body>",
    ],
)
def test_pages_are_known_as_pages(text: str) -> None:
    assert kind(text) is DocumentKind.PAGE


@pytest.mark.parametrize(
    "text",
    [
        "Hello",
        "A story with a stray <b> in it, where a < b.",
        "<b>Bold</b> words begin this text, which goes on and on.",
        "<3 is how much we liked the concert",
        "< less is more",
        "<!-- never closed, and then the story",
        "<? what is this",
        "<",
        "<custom-word> starts the text",
        "[Photo: Harbour Desk] The ferry left at noon.",
        "{curly} beginnings are not JSON",
        "The element <rss version='2.0'> holds a <channel> in every feed.",
    ],
)
def test_texts_are_known_as_texts(text: str) -> None:
    assert kind(text) is DocumentKind.DUMP


def test_neither_the_name_nor_the_media_type_decides_what_a_document_is() -> None:
    assert parsed(RSS.encode(), "/in/page.html", "text/html").kind is DocumentKind.FEED
    assert parsed(b"Only words.", "/in/feed.xml", "application/rss+xml").kind is DocumentKind.DUMP


MENU = ["Weather", "Tides", "Harbour", "Log in", "Ferries", "Ice"]
LINES = [*MENU, PROSE.strip(), "Share", *[PROSE.strip()] * 3, "More", "Imprint", "Contact"]


@pytest.mark.parametrize("form", ["<p>{}</p>", "{}<br>", "<li>{}"])
def test_a_pages_text_of_which_each_line_stands_in_a_tag_is_a_dump(form: str) -> None:
    assert kind("\n".join(form.format(line) for line in LINES)) is DocumentKind.DUMP


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"<p>{PROSE.strip()}</p>" for _ in range(14)),
        "\n".join(f"<p class='a'>{line}</p>" for line in LINES),
        "\n".join(f'<p><a href="/{line[:4]}">{line}</a></p>' for line in LINES),
        "\n".join(["<html><body>", *(f"<p>{line}</p>" for line in LINES), "</body></html>"]),
        "\n".join(f"<p>{line}</p>" for line in MENU[:3]),
    ],
)
def test_tags_that_tell_more_or_stand_around_paragraphs_are_a_page(text: str) -> None:
    assert kind(text) is DocumentKind.PAGE


@pytest.mark.parametrize(
    "text", ["[[#main][Skip]]\nThe ferry stays.", "[[anchor]]\nThe ferry stays in port."]
)
def test_two_brackets_that_no_list_begins_with_are_no_json(text: str) -> None:
    assert kind(text) is DocumentKind.DUMP


@pytest.mark.parametrize("text", ['[["a", 1', "[[1, 2], [3", "[ [ {", "[[true, 1"])
def test_two_brackets_that_a_list_of_lists_begins_with_are_json(text: str) -> None:
    assert "JSON" in refusal(text.encode())
