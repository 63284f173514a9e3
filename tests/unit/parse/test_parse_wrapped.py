"""Stories that stand in JSON, tables and XML of other programs are taken out of them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from html import escape
from io import StringIO

import pytest

from reader.clean import clean
from reader.model import ContentForm, Document, DocumentKind, Entry, ParsedDocument, ParseError
from reader.parse import parse
from tests.support.dumps import FOOT, HEADLINE, PAGE, STORY, page_text

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LINK = "https://advertiser.example/canal"
TEXT = "\n".join(STORY)


def parsed(text: str) -> ParsedDocument:
    """Parse a document of some text."""
    return parse(Document("files", "files/story", text.encode(), NOW))


def told(entry: Entry) -> list[str]:
    """The paragraphs of an entry's story."""
    return clean(entry).text.split("\n\n")


RECORD = {
    "URL": LINK,
    "Title": f"{HEADLINE} | Eelford Advertiser",
    "date": "2026-10-12",
    "authors": ["Tobias Wren", "Maud Harrow"],
    "source": {"id": 7, "name": "Eelford Advertiser"},
    "lang": "en",
    "text": TEXT,
}


def test_a_page_below_its_own_data_is_a_dump() -> None:
    data = json.dumps({"@type": "NewsArticle", "name": "Advertiser"})

    (entry,) = parsed(f"{data}\n{data}\n{page_text()}").entries
    assert entry.form is ContentForm.DUMP
    assert told(entry) == list(STORY)
    for broken in (f"{data}\nand no more", f"{data}\n{{oops", data * 30 + "end"):
        with pytest.raises(ParseError, match="damaged"):
            parsed(broken)


def test_strings_in_quotes_of_either_kind_are_a_list_of_a_page_s_lines() -> None:
    written = repr(["It's a page", *PAGE])

    (entry,) = parsed(written).entries
    assert entry.form is ContentForm.DUMP
    assert told(entry) == list(STORY)
    with pytest.raises(ParseError, match="damaged"):
        parsed('["a", "b", oops]')


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(RECORD),
        json.dumps([RECORD]),
        json.dumps({"status": "ok", "articles": [RECORD, {"text": "too short"}, 7]}),
        json.dumps(RECORD) + "\n" + json.dumps({"text": 1}) + "\n[]\n{broken\n",
    ],
)
def test_a_record_of_json_gives_its_story(written: str) -> None:
    found = parsed(written)

    (entry,) = found.entries
    assert (found.kind, entry.link, entry.published) == (DocumentKind.DUMP, LINK, "2026-10-12")
    assert (entry.author, entry.outlet) == ("Tobias Wren, Maud Harrow", "Eelford Advertiser")
    story = clean(entry)
    assert (story.headline, story.undone) == (HEADLINE, "a record of JSON")
    assert story.text.split("\n\n") == list(STORY)


def test_lines_of_json_are_an_entry_each() -> None:
    lines = [json.dumps(RECORD | {"url": f"{LINK}/{at}"}) for at in range(3)]

    assert [entry.link for entry in parsed("\n".join(lines)).entries] == [
        f"{LINK}/{at}" for at in range(3)
    ]


def test_paragraphs_that_are_a_list_are_a_text() -> None:
    (entry,) = parsed(json.dumps({"headline": HEADLINE, "body": [*STORY, None]})).entries

    assert told(entry) == list(STORY)


def test_what_is_left_of_a_record_that_breaks_off_is_read() -> None:
    broken = json.dumps({"title": HEADLINE, "text": TEXT + "\u2013 end"})[:-6]
    nameless = json.dumps({"text": TEXT})[:-1] + "\\"

    (entry,), (other,) = parsed(broken).entries, parsed(nameless).entries

    assert (clean(entry).headline, told(entry)[0]) == (HEADLINE, STORY[0])
    assert told(other)[0] == STORY[0]


def test_a_string_with_an_escape_that_is_none_is_read_as_it_stands() -> None:
    (entry,) = parsed('{"text": "' + TEXT.replace("\n", "\\n") + "\\q").entries

    assert STORY[1] in entry.content


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>", ContentForm.PAGE),
        (f"<p>{STORY[0]}</p><p>{TEXT}</p>", ContentForm.HTML),
        (TEXT, ContentForm.DUMP),
    ],
)
def test_the_text_of_a_record_may_be_markup(text: str, form: ContentForm) -> None:
    (entry,) = parsed(json.dumps({"title": HEADLINE, "content": text})).entries

    assert entry.form is form


@pytest.mark.parametrize(
    "written",
    [
        '{"error": "no such page"}',
        json.dumps({"title": "Short", "text": "Too little to tell."}),
        json.dumps([[[[[[RECORD]]]]]]),
        '{"text": "cut',
        '{"a":' * 5_000,
        "[" * 600_000,
        json.dumps(["text"] * 100),
        '{"text": 1}\n' + '{"a":' * 5_000,
    ],
)
def test_json_without_a_story_is_refused(written: str) -> None:
    with pytest.raises(ParseError, match="JSON"):
        parsed(written)


def test_a_list_of_strings_is_the_lines_of_a_page() -> None:
    (entry,) = parsed(json.dumps([HEADLINE, 7, *STORY])).entries

    assert entry.content.split("\n") == [HEADLINE, *STORY]


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    """Write rows of a table as programs do."""
    file = StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


NAMED = [["id", "url", "title", "date", "text"], ["17", LINK, HEADLINE, "2026-10-12", TEXT]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_row_of_a_table_gives_its_story(delimiter: str) -> None:
    found = parsed("\ufeff" + table([*NAMED, ["18", LINK, "Short", "", "text"]], delimiter))

    (entry,) = found.entries
    assert (entry.link, entry.published) == (LINK, "2026-10-12")
    assert (clean(entry).headline, told(entry)) == (HEADLINE, list(STORY))
    assert clean(entry).undone == "a row of a table"


def test_a_row_without_names_is_read_by_what_its_fields_look_like() -> None:
    rows = [[HEADLINE, LINK, "2026-10-12", TEXT], ["A lock opens", "", "", TEXT]]

    first, second = parsed(table(rows)).entries

    assert (first.link, first.published, clean(first).headline) == (LINK, "2026-10-12", HEADLINE)
    assert (second.link, second.title, told(second)) == ("", "A lock opens", list(STORY))


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        f'"{STORY[0]}","and more"\n{TEXT}',
        f'"{STORY[0]}",a\n"{STORY[1]}",b,c"',
        f'"{TEXT}" he said, "and so"x,y',
        '"a","b"\n"c","d"',
        "id,text\n17,short",
        '"only one of so many words"\n' + TEXT + '"',
    ],
)
def test_what_is_no_table_of_stories_is_a_dump(text: str) -> None:
    (entry,) = parsed(text).entries

    assert (entry.form, entry.wrapper, entry.content) == (ContentForm.DUMP, "", text)


def test_a_corpus_of_documents_is_an_entry_each() -> None:
    corpus = "".join(
        f'<doc id="{at}" url="{LINK}/{at}" title="{HEADLINE}">\n{escape(page_text())}\n</doc>\n'
        for at in range(2)
    )

    entries = parsed(corpus + "<doc>\nToo little.\n</doc>").entries

    assert [entry.link for entry in entries] == [f"{LINK}/0", f"{LINK}/1"]
    story = clean(entries[1])
    assert (story.headline, story.text.split("\n\n")) == (HEADLINE, list(STORY))
    assert story.undone == "a document of a corpus"


TEI = (
    '<?xml version="1.0"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>'
    f"<title>{HEADLINE}</title><author>Tobias Wren</author></titleStmt><publicationStmt><publisher>"
    'Eelford Advertiser</publisher><date when="2026-10-12">in autumn</date></publicationStmt>'
    "</fileDesc></teiHeader><text><body>"
)


def test_a_document_of_tei_gives_its_story_with_its_links() -> None:
    body = [f"<p>{line}</p>" for line in STORY]
    body[1] = body[1].replace("river lock", f'<ref target="{LINK}/lock">river <hi>lock</hi></ref>')
    body[3:3] = ["<head>Who pays</head><list><item>The town</item><item>The boats</item></list>"]

    (entry,) = parsed(TEI + "".join(body) + "</body></text></TEI>").entries

    story = clean(entry)
    assert (story.headline, story.byline, story.outlet) == (
        HEADLINE, "Tobias Wren", "Eelford Advertiser",
    )  # fmt: skip
    assert story.published == datetime(2026, 10, 12, tzinfo=UTC)
    assert [line for line in story.text.split("\n\n") if line in STORY] == list(STORY)
    assert f"{LINK}/lock" in [span.target for span in story.spans]
    assert story.undone == "a document of an XML corpus"


@pytest.mark.parametrize(
    "wrapper",
    [
        '<text id="canal">\n{}\n</text>',
        "<document><url>x</url><content><![CDATA[{}]]></content></document>",
    ],
)
def test_a_page_behind_an_unknown_root_is_a_page(wrapper: str) -> None:
    page = (
        f'<!DOCTYPE html>\n<html lang="en"><head><title>{HEADLINE}</title></head><body><article>'
        f"<h1>{HEADLINE}</h1>"
        + "".join(f"<p>{line}</p>" for line in STORY)
        + "</article></body></html>"
    )

    found = parsed(wrapper.format(page))
    both = parsed(wrapper.format(page + "\n" + page.replace(HEADLINE, "Heron chicks")))

    assert (found.kind, len(found.entries), len(both.entries)) == (DocumentKind.PAGE, 1, 2)
    assert (clean(found.entries[0]).headline, told(found.entries[0])) == (HEADLINE, list(STORY))
    assert [clean(entry).headline for entry in both.entries] == [HEADLINE, "Heron chicks"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<note><to>Maud</to></note>", "root element is <note>"),
        ("<doc>Short.</doc>", "root element is <doc>"),
        (f'<opml version="2.0"><body><outline text="{TEXT}"/></body></opml>', "subscriptions"),
    ],
)
def test_xml_without_a_story_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parsed(text)


def test_what_a_story_stood_in_is_said_beside_what_else_was_undone() -> None:
    text = "\n".join(PAGE).replace("“", "&ldquo;").replace("”", "&rdquo;")

    (entry,) = parsed(json.dumps({"title": HEADLINE, "text": text})).entries

    assert clean(entry).undone == "a record of JSON, text with the entities of HTML"
    assert FOOT[0] not in clean(entry).text
