"""Lightweight markup that is none of Markdown is read as it, and texts that only look so stay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.clean import clean
from reader.clean.undo import undo
from reader.clean.undo.markup.dialects import undo_dialects
from reader.model import ContentForm, Entry, SpanKind
from tests.support.dumps import PAGE

NOW = datetime(2026, 11, 1, tzinfo=UTC)
MENU = ("Weather", "Tides", "Harbour")
STORY = (
    "The ferry to the island stayed in port on Tuesday, as the ice on the river was too thick.",
    "The baker took his sledge instead, and came back with the post before it was dark.",
)
ORG = (
    "[[#main][Skip to the page]]\n"
    + "\n".join(f"- [[https://example.org/{word.lower()}][{word}]]" for word in MENU)
    + "\n[[/boat.html][[[https://example.org/boat.png]]]]\n[[/none.html][]]\n#+caption: A boat\n"
    "** The ferry stays in port\n   :PROPERTIES:\n   :CUSTOM_ID: ferry\n   :END:\n\n"
    f"{STORY[0]}\n\n{STORY[1]}\n"
)
ASCIIDOC = (
    "link:#main[Skip to the page]\n"
    + "\n".join(f"* https://example.org/{word.lower()}[{word}]" for word in MENU)
    + "\n+\n[[ferry]]\nimage::https://example.org/boat.png[A boat,width=10]\n"
    "== The ferry stays in port\n\n"
    f"[.lede]#{STORY[0]}#\n\n{STORY[1]}\n"
)
WIKI = (
    "[#main Skip to the page]\n"
    + "\n".join(f"* [https://example.org/{word.lower()} {word}]" for word in MENU)
    + "\n[[File:boat.png|thumb|A boat on the [[River Inn|river]]]]\n{{Infobox|ice=thick}}\n"
    "== The ferry stays in port ==\n\n"
    f"'''{STORY[0]}'''<br/>\n\n{STORY[1]} [[Sledge|Sledges]] are common.\n"
)
RST = (
    "`Skip to the page <#main>`__\n\n.. container:: wrapper\n\n"
    + "\n".join(f"   -  `{word} <https://example.org/{word.lower()}>`__" for word in MENU)
    + "\n\n   .. image:: https://example.org/boat.png\n      :alt: A boat\n      :width: 10\n\n"
    "   .. rubric:: The ferry stays in port\n      :name: ferry\n\n"
    f"   {STORY[0]}\n\n   |boat| {STORY[1]}\n"
)
JIRA = (
    "[Skip to the page|#main]\n"
    + "\n".join(f"* [{word}|https://example.org/{word.lower()}]" for word in MENU)
    + "\n!https://example.org/boat.png!\n{panel:title=Ice}\n\nh2. The ferry stays in port\n\n"
    f"{STORY[0]}\n\n{STORY[1]}\n"
)
TEXTILE = (
    '"Skip to the page":#main\n'
    + "\n".join(f'* "{word}":https://example.org/{word.lower()}' for word in MENU)
    + "\n!https://example.org/boat.png!\n<div>\n\nh2(#ferry). The ferry stays in port\n\n"
    f"p(lede). {STORY[0]}\n\n{STORY[1]}\n"
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ORG, "Org"),
        (ASCIIDOC, "AsciiDoc"),
        (WIKI, "the markup of a wiki"),
        (RST, "reStructuredText"),
        (JIRA, "the markup of Jira"),
        (TEXTILE, "Textile"),
    ],
)
def test_a_page_in_other_markup_is_read_as_one_in_markdown(text: str, kind: str) -> None:
    page = undo(text)
    said = [line for line in page.text.split("\n") if line.strip()]

    assert page.kinds == (f"a page turned into {kind}", "a page turned into Markdown")
    assert said[:4] == ["Skip to the page", *MENU]
    assert "The ferry stays in port" in said
    assert said[-2].strip() == STORY[0]
    assert said[-1].strip().startswith(STORY[1])
    assert not any(sign in page.text for sign in ("boat", "{", "::", "==", "h2", "PROPERTIES"))
    assert [mark.target for mark in page.marks if mark.kind is SpanKind.LINK][:4] == [
        "#main",
        *(f"https://example.org/{word.lower()}" for word in MENU),
    ]


def test_words_of_a_wiki_are_left_of_its_own_links() -> None:
    assert "Sledges are common." in undo(WIKI).text


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PAGE),
        "See [[1]], [[2]] and a[i][j] or m[0][1], as in [x|y] and [a|b].",
        "The list has https://example.org/a and https://example.org/b, both [sic] and [sic].",
        "He said “yes”: so they went, and `code` is <not> a link`_ here.",
        "[One](https://example.org/1) [two](https://example.org/2) [three](/3)\n"
        "[[https://example.org/1][one]] [[https://example.org/2][two]] [[/3][three]]",
        "[[https://example.org/1][one]] and [[https://example.org/2][two]] are all.",
    ],
)
def test_brackets_of_other_texts_stay(text: str) -> None:
    assert undo_dialects(text) is None


def test_a_story_in_other_markup_comes_out_without_its_menu() -> None:
    words = "\n\n".join(f"{line} {line}" for line in STORY * 3)
    story = clean(Entry("pages", f"{ORG}\n{words}\n", ContentForm.DUMP, NOW))

    assert STORY[0] in story.text
    assert "Weather" not in story.text
    assert dict(story.evidence)["undone"].startswith("a page turned into Org")
