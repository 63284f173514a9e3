"""What a page says about its story is read from the best evidence that it gives."""

from __future__ import annotations

import json
import re

import pytest

from reader.clean.fragment import parse_html
from reader.clean.page.metadata.page_headline import choose_headline, strip_site_name
from reader.clean.page.metadata.page_metadata import PageMetadata, read_metadata

TITLE = "Harbour wall holds through the night"


def said(head: str = "", body: str = "<p>x</p>") -> PageMetadata:
    """Read what a page says."""
    root = parse_html(f"<html><head>{head}</head><body>{body}</body></html>")
    assert root is not None
    return read_metadata(root)


def script(*objects: object, before: str = "", behind: str = "") -> str:
    """Write JSON-LD."""
    text = json.dumps(objects[0] if len(objects) == 1 else list(objects))
    return f'<script type="application/ld+json; charset=utf-8">{before}{text}{behind}</script>'


def article(**fields: object) -> dict[str, object]:
    """Describe an article."""
    return {"@type": "NewsArticle", **fields}


# Headline


@pytest.mark.parametrize(
    ("told", "shared", "title", "headings", "expected"),
    [
        ("", TITLE, "", [], TITLE),
        (TITLE, "", "", [], TITLE),
        ("", f"{TITLE} | The Quay", "", [], TITLE),
        ("", "", f"{TITLE} - The Messenger of the Old and New Quay", [TITLE], TITLE),
        (TITLE, "Wall holds", f"{TITLE} | The Quay", ["Wall holds through"], "Wall holds through"),
        ("", "", "The Quay", ["The Quay", TITLE], TITLE),
        ("", "", "", [TITLE], TITLE),
        ("", "", "", [], ""),
        ("Night of the tide", "Night of the tide", "", [TITLE], "Night of the tide"),
    ],
)
def test_the_headline_is_what_most_of_the_page_bears_out(
    told: str, shared: str, title: str, headings: list[str], expected: str
) -> None:
    assert choose_headline(told, shared, title, headings, "The Quay") == expected


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("水門の修理は二年かかる見通し：西町日報", "水門の修理は二年かかる見通し"),
        ("水門の修理は二年かかる見通し － 西町日報オンライン", "水門の修理は二年かかる見通し"),
        ("运河闸门将关闭两年 _社会_西镇网", "运河闸门将关闭两年"),
        ("运河闸门将关闭两年--西镇网", "运河闸门将关闭两年"),
        ("The lock shuts for two years -- Upland.example", "The lock shuts for two years"),
        ("The lock shuts: what skippers say", "The lock shuts: what skippers say"),
        ("Lock-keepers ask for more pay now", "Lock-keepers ask for more pay now"),
    ],
)
def test_what_follows_the_heading_in_a_title_is_the_site(title: str, headline: str) -> None:
    first = re.split(r"\s*(?:[：－_:]|-+)\s*", title)[0]

    assert said(f"<title>{title}</title>", f"<h1>{first}</h1>").headline == headline


def test_the_headline_is_never_the_name_of_the_site() -> None:
    page = said(
        f"<meta property=og:site_name content='The Quay'><title>The Quay</title>"
        f"<meta property=og:title content='{TITLE}'>",
        f"<h1>The Quay</h1><h1>{TITLE}</h1>",
    )

    assert page.headline == TITLE


@pytest.mark.parametrize(
    ("title", "outlet", "expected"),
    [
        (TITLE, "", TITLE),
        (f"{TITLE} ｜ The Quay Messenger", "Quay Messenger", TITLE),
        (f"The Quay: {TITLE}", "The Quay", f"The Quay: {TITLE}"),
        (f"The Quay | {TITLE}", "The Quay", TITLE),
        (f"{TITLE} – and nobody can say how", "The Quay", f"{TITLE} – and nobody can say how"),
    ],
)
def test_only_the_name_of_a_site_is_taken_off_a_title(
    title: str, outlet: str, expected: str
) -> None:
    assert strip_site_name(title, outlet) == expected


def test_quotes_written_as_entities_in_json_are_read() -> None:
    assert said(script(article(headline="&quot;Wall&quot; holds"))).headline == '"Wall" holds'


# Authors


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("By Wilma Tern", "Wilma Tern"),
        ("Wilma Tern and Otto Gull", "Wilma Tern, Otto Gull"),
        ([{"name": "Wilma Tern (wte)"}, {"name": ["Otto Gull"]}], "Wilma Tern, Otto Gull"),
        ({"givenName": "Wilma", "familyName": "Tern"}, "Wilma Tern"),
        ({"@id": "#wilma"}, "Wilma Tern"),
        ([{"@id": "#nobody"}, "Otto Gull"], "Otto Gull"),
        ({"name": "The Quay"}, ""),
        (
            [
                {"@type": "Organization", "name": "Gull Prints"},
                {"@type": "Person", "name": "Wilma Tern"},
            ],
            "Wilma Tern",
        ),
        (["Tides Media Group", "Wilma Tern"], "Wilma Tern"),
        ([{"@type": "Organization", "name": "dpa"}, {"name": "Wilma Tern"}], "Wilma Tern, dpa"),
        ("Reuters, Wilma Tern", "Wilma Tern, Reuters"),
        ({"@type": "Organization", "name": "Gull Prints"}, "Gull Prints"),
        ("dpa", "dpa"),
        ("https://quay.example/wilma", ""),
        ("wilma@quay.example", ""),
        ("105092", ""),
        ("wilma-tern", ""),
        ("W" * 90, ""),
        ("海野 みなと", "海野 みなと"),
        (7, ""),
        ({}, ""),
    ],
)
def test_names_of_authors_are_told_from_everything_else(author: object, expected: str) -> None:
    page = said(
        "<meta property=og:site_name content='The Quay'>"
        + script(article(author=author), {"@id": "#wilma", "name": "Wilma Tern"})
    )

    assert page.byline == expected


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta name=author content='Von Wilma Tern'>", ""),
        ("<meta name=sailthru.author content='Wilma Tern'>", ""),
        ("", "<a rel=author href=/w> Wilma\n Tern</a>"),
        ("", "<i itemprop=author></i><div itemprop=author><b itemprop=name>Wilma Tern</b></div>"),
        ("", "<i itemprop=author>Wilma Tern</i>"),
    ],
)
def test_authors_are_read_from_meta_tags_and_from_marks_in_the_page(head: str, body: str) -> None:
    assert said(head, body).byline == "Wilma Tern"


def test_a_person_named_in_a_tag_goes_before_a_company_named_in_the_data() -> None:
    head = "<meta name=author content='Wilma Tern'>" + script(article(author="Tides Media Group"))

    assert said(head).byline == "Wilma Tern"


# Moment, language, outlet, deck, story


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (script(article(datePublished="2026-10-14T18:05:00+02:00")), ""),
        ("<meta property=article:published_time content='2026-10-14T18:05:00+02:00'>", ""),
        ("", "<time>yesterday</time><time datetime='2026-10-14T18:05:00+02:00'>then</time>"),
        ("", "<time datetime='2020-01-01'></time>"
             "<meta itemprop=datePublished content='2026-10-14T18:05:00+02:00'>"),
    ],
)  # fmt: skip
def test_the_moment_is_the_best_one_that_the_page_marks(head: str, body: str) -> None:
    assert said(head, body).published == "2026-10-14T18:05:00+02:00"


def test_a_page_that_marks_no_moment_has_none() -> None:
    page = said("<meta name=x content='2026-10-14'>", "<span content='2026-10-14'></span>")

    assert page.published == ""


def test_the_fullest_of_several_articles_is_the_one() -> None:
    page = said(
        script(
            {"@graph": [{"@type": "Review", "description": "no"}]},
            article(headline=TITLE, datePublished="2026-10-14", description="yes"),
            article(headline="Another", description="no"),
        )
    )

    assert (page.headline, page.deck) == (TITLE, "yes")


def test_json_in_wrappings_is_unwrapped_and_broken_json_passed_over() -> None:
    wrapped = script(article(headline=TITLE), before="//<![CDATA[\n", behind="\n//]]>")

    assert said(wrapped).headline == TITLE
    assert said("<script type=application/ld+json>{no</script><script>{}</script>").headline == ""
    assert said(f"<script type=application/ld+json>{'[' * 90_000}</script>").headline == ""


def test_the_story_told_to_machines_loses_its_tags_and_entities() -> None:
    told = said(script(article(articleBody="One &amp; two.<br/>Three.", publisher=["The Quay"])))

    assert (told.told, told.outlet) == ("One & two.\nThree.", "The Quay")
    assert said(script(article(articleBody=["One"]))).told == ""


def test_the_language_is_the_one_that_the_page_declares() -> None:
    assert said(script(article(inLanguage="en"))).language == "en"
    assert said("<meta property=og:locale content=en_GB>").language == "en_GB"


SAID = """<html lang="en"><head><title>Six lamps | The Lake Gazette</title>
<meta property="og:title" content="Six lamps - The Lake Gazette">
<meta name="author" content="Ada Reed and Bo Wick"><script type="application/ld+json">
{"@type": "NewsArticle", "datePublished": "2026-03-04T05:06:07Z", "publisher":
{"name": "The Lake Gazette"}}</script></head><body><h1>Six lamps</h1></body></html>"""


def test_each_thing_remembers_where_on_the_page_it_was_found() -> None:
    root = parse_html(SAID)
    assert root is not None

    said = read_metadata(root)

    assert dict(said.evidence) == {
        "headline": "Open Graph",
        "outlet": "JSON-LD",
        "byline": "meta tag",
        "published": "JSON-LD",
        "language": "page",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!--", "-->"),
        ("//<![CDATA[\n", "\n//]]>"),
        ("<!--//<![CDATA[", "//]]>;\n-->"),
        (" ; ", " ; "),
        (" " * 50_000, " " * 50_000),
        (";\n" * 30_000, ";\n" * 30_000),
    ],
)
def test_what_hides_a_script_from_old_browsers_is_taken_away(before: str, after: str) -> None:
    described = json.dumps({"@type": "NewsArticle", "headline": "The lamp was lit"})
    page = f"<script type='application/ld+json'>{before}{described}{after}</script><h1>Home</h1>"
    root = parse_html(f"<html><body>{page}</body></html>")

    assert root is not None
    assert read_metadata(root).headline == "The lamp was lit"
