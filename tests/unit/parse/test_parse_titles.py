"""Titles and authors as people write them."""

from __future__ import annotations

import json

import pytest

from reader.parse.feed.bylines import join_author_names
from reader.parse.strip_markup import is_html
from tests.support.atom import atom_entry
from tests.support.feeds import entries, item, json_feed

# What stands in a title once XML or JSON is read, and what a person shall see.
TITLES = [
    ("Using the <canvas> element", "Using the <canvas> element"),
    ("From <table> to <div>s, and the </body>", "From <table> to <div>s, and the </body>"),
    ("Where <script> tags go", "Where <script> tags go"),
    ("What <!-- means", "What <!-- means"),
    ("Map<K,V>, List<i> and a < b", "Map<K,V>, List<i> and a < b"),
    ("<nobody> & <span class='x'>co", "<nobody> & co"),
    ("<b>Late</b> <EM>ferry</Em>", "Late ferry"),
    ("<p><b>Late</b> ferry</p>", "Late ferry"),
    ("Late<br>ferry<hr />again", "Late ferry again"),
    ("<strong>Late ferry, and then th", "Late ferry, and then th"),
    ("Late ferry</p>", "Late ferry"),
    ("Late<!-- <b> --> ferry<script>x()</script>", "Late ferry"),
    ("The <code>&lt;nav&gt;</code> element", "The <nav> element"),
    ("<img src='lamp.png'>", ""),
    ("Salt &amp; rope", "Salt & rope"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_what_marks_nothing_up_in_a_title_is_a_word_of_it(written: str, title: str) -> None:
    cdata = f"<![CDATA[{written}]]>"
    rdf = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/'><item rdf:about='/x'>"
        f"<title>{cdata}</title></item></rdf:RDF>"
    )

    assert item(f"<guid>1</guid><title>{cdata}</title>").title == title
    assert atom_entry(f"<id>1</id><title type='html'>{cdata}</title>").title == title
    assert entries(rdf)[0].title == title
    assert json_feed(json.dumps({"id": "1", "title": written}))[0].title == title


def test_a_title_of_a_damaged_feed_keeps_its_words_too() -> None:
    feed = "<rss><channel><item><title>The &lt;canvas&gt; tag</title><b></i></item></channel></rss>"

    assert entries(feed)[0].title == "The <canvas> tag"


def test_elements_in_a_title_part_words_where_html_breaks_a_line() -> None:
    assert (
        item("<title>one<br/>two <b>th</b>ree<div>four</div></title>").title == "one two three four"
    )


def test_a_title_longer_than_any_loses_all_its_tags() -> None:
    assert (
        item(f"<title><![CDATA[<canvas>{'word ' * 600}]]></title>").title == ("word " * 600).strip()
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b", False),
        ("<lamp> and <b>", False),
        ("<b>a</b>", True),
        ("a<br>b", True),
        ("a", False),
    ],
)
def test_html_is_told_from_plain_text_with_brackets(text: str, html: bool) -> None:
    assert is_html(text) is html


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ida Holm (Night Desk) (ida@lamp.example)", "Ida Holm (Night Desk)"),
        ("ida@lamp.example (Ida (IH) Holm)", "Ida (IH) Holm"),
        ("\n  Ida\n  Holm )\n", "Ida Holm"),
        ("( Ida Holm", "Ida Holm"),
        ("((Ida Holm)", "Ida Holm"),
        ("Ida Holm (", "Ida Holm"),
        ("(Ida Holm)", "Ida Holm"),
        ("Ida (Holm", "Ida (Holm"),
        ('"Holm, Ida" <ida@lamp.example>', "Holm, Ida"),
        ("“Ida Holm”", "Ida Holm"),
        ("Ida Holm [ida@lamp.example]", "Ida Holm"),
        ("Ida Holm mailto:ida@lamp.example", "Ida Holm"),
        ("ida@lamp.example - Ida Holm", "Ida Holm"),
        ("ida@lamp.example (Ida Holm), Ove Lund <ove@lamp.example>", "Ida Holm, Ove Lund"),
        ("noreply@lamp.example (Ida Holm)", "Ida Holm"),
        ("no-reply@lamp.example", ""),
        ("mailto:ida@lamp.example", "ida@lamp.example"),
        ("ida@lamp.example ()", "ida@lamp.example"),
        ("By Ida Holm", "Ida Holm"),
        ("Written by: Ida Holm", "Ida Holm"),
        ("by the sea", "by the sea"),
        ("Byrne Holm", "Byrne Holm"),
        ("@ida@social.example", "@ida@social.example"),
        ("Ida (@ida@social.example)", "Ida (@ida@social.example)"),
        ("https://lamp.example/@ida", "https://lamp.example/@ida"),
        ("Ida &amp; <b>Ove</b>", "Ida & Ove"),
        ("@", "@"),
    ],
)
def test_a_byline_is_the_name_without_address_and_stray_brackets(written: str, name: str) -> None:
    assert join_author_names([written]) == name


def test_addresses_are_no_authors_beside_somebody_with_a_name() -> None:
    assert (
        join_author_names(["ida@lamp.example", "Ove Lund", "https://lamp.example/ove"])
        == "Ove Lund"
    )
    assert (
        join_author_names(["ida@lamp.example", "ove@lamp.example"])
        == "ida@lamp.example, ove@lamp.example"
    )
    assert join_author_names(["", " "]) == ""


def test_authors_of_a_damaged_feed_are_names_too() -> None:
    dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    feed = f"<rss {dc}><channel><item><title>A<b></title>{{}}</item></channel></rss>"
    written = {
        "<author>Ida Holm (Night Desk) (ida@lamp.example)</author>": "Ida Holm (Night Desk)",
        "<author>ida@lamp.example (Ida Holm)</author>": "Ida Holm",
        "<dc:creator>Ida Holm</dc:creator><dc:creator>Ove Lund</dc:creator>": "Ida Holm, Ove Lund",
        "": "",
    }

    assert {one: entries(feed.format(one))[0].author for one in written} == written
