from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.clean.index_page.listed_stories import MOST_STORIES, ListedStories, find_listed_stories
from reader.model import ContentForm, Entry
from tests.support.index_pages import (
    DAYS,
    NO_LISTS,
    PAGES,
    PROSE,
    SITE,
    SLUGS,
    TEASER,
    TITLES,
    IndexPage,
)

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
WHERE = f"{SITE}/news"
BY_NAME = {page.name: page for page in PAGES}


def listed(html: str, where: str = WHERE, *selectors: str) -> ListedStories:
    page = Entry(source=where, content=html, form=ContentForm.PAGE, arrived=NOW, link=where)
    return find_listed_stories(page, where, selectors)


def links(found: ListedStories) -> list[str]:
    return [entry.link for entry in found.entries]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_stories_of_an_index_page_are_found_with_their_headlines(page: IndexPage) -> None:
    found = listed(page.html, page.location)

    assert links(found) == list(page.stories)
    assert [entry.title for entry in found.entries] == list(page.titles)
    assert found.doubt == ""


@pytest.mark.parametrize("name", NO_LISTS)
def test_what_is_no_list_of_stories_is_doubted(name: str) -> None:
    assert listed(NO_LISTS[name]).doubt


@pytest.mark.parametrize(
    "name",
    [
        "grid of cards that are links",
        "headings without links and a link to read more",
        "archive of WordPress",
        "rows of a table",
        "list of definitions",
        "dates that stand before their stories",
        "dates before and teasers behind headings that lie flat",
        "stories amid links to their section and author",
        "headlines that are cut short",
        "press releases as documents",
        "topics of a forum",
        "classes that a program made",
        "headings and paragraphs that lie flat",
        "stories told apart by a query",
    ],
)
def test_a_date_is_taken_from_its_element_or_from_what_is_seen(name: str) -> None:
    found = listed(BY_NAME[name].html, BY_NAME[name].location)

    assert tuple(entry.published[:10] for entry in found.entries) == DAYS


def test_a_day_and_a_month_are_of_the_year_that_the_heading_names() -> None:
    found = listed(BY_NAME["static blog by year"].html)

    assert [entry.published[:10] for entry in found.entries] == [
        *("2026-11-28", "2026-10-03", "2026-08-17", "2025-12-31", "2025-05-02", "2025-01-09")
    ]


def test_a_heading_of_words_ends_the_year_that_the_one_above_names() -> None:
    items = "".join(
        f'<li>{day} May <a href="/posts/{slug}">{title}</a></li>'
        for day, (slug, title) in enumerate(zip(SLUGS, TITLES, strict=True), 10)
    )
    found = listed(f"<main><h2>2024</h2><p>Nothing.</p><h2>Others</h2><ul>{items}</ul></main>")

    assert links(found) == [f"{SITE}/posts/{slug}" for slug in SLUGS]
    assert {entry.published for entry in found.entries} == {""}


def test_a_date_with_the_time_amid_it_is_read_too() -> None:
    html = BY_NAME["headings and paragraphs that lie flat"].html
    html = html.replace(DAYS[0], "Sat Nov 28 10:30:00 2026")

    assert listed(html).entries[0].published == "2026-11-28T10:30:00+00:00"


def test_a_story_that_stands_deep_within_elements_is_found() -> None:
    deep, out = "<div>" * 60, "</div>" * 60
    items = "".join(
        f'<section>{deep}<h2><a href="/a/{slug}">{title}</a></h2>{out}</section>'
        for slug, title in zip(SLUGS, TITLES, strict=True)
    )

    assert links(listed(items)) == [f"{SITE}/a/{slug}" for slug in SLUGS]


def test_a_day_in_the_address_is_the_date_where_none_is_seen() -> None:
    found = listed(BY_NAME["home page of a paper"].html, SITE)

    assert {entry.published[:10] for entry in found.entries} == {"2026-11-28"}


def test_a_date_that_no_story_can_have_is_none() -> None:
    html = "".join(
        f'<h2><a href="/a/{slug}">{title}</a></h2><p>3 May 2947, {TEASER}</p>'
        for slug, title in zip(SLUGS, TITLES, strict=True)
    )

    assert {entry.published for entry in listed(html).entries} == {""}


def test_teaser_and_picture_of_a_story_are_its_content() -> None:
    page = BY_NAME["grid of cards that are links"]
    story = clean(listed(page.html).entries[0])

    assert TEASER in story.text
    assert [span.target for span in story.spans] == [f"{SITE}/img/4210.jpg"]


def test_what_leads_to_the_whole_story_is_no_part_of_its_teaser() -> None:
    page = BY_NAME["archive of WordPress"]

    assert {clean(entry).text for entry in listed(page.html).entries} == {TEASER}


def test_a_line_of_small_print_is_no_teaser() -> None:
    page = BY_NAME["list of links to other sites"]

    assert {entry.content for entry in listed(page.html).entries} == {""}


def test_a_picture_calls_a_story_by_its_name_where_nothing_else_does() -> None:
    html = "".join(
        f'<p class="tile"><a href="/a/{slug}" {said}><img src="/{slug}.png" alt="{alt}"></a></p>'
        for slug, said, alt in (
            (SLUGS[0], "", TITLES[0]), (SLUGS[1], "", TITLES[1]),
            (SLUGS[2], f'title="{TITLES[2]}"', ""), (SLUGS[3], f'aria-label="{TITLES[3]}"', ""),
            (SLUGS[4], "", ""),
        )
    )  # fmt: skip

    assert [entry.title for entry in listed(html).entries] == list(TITLES[:4])


def test_a_link_around_blocks_is_called_by_the_first_that_says_something() -> None:
    html = "".join(
        f'<li><a href="/a/{slug}"><div>News</div><div>{title}</div><div>{TEASER}</div></a></li>'
        for slug, title in zip(SLUGS, TITLES, strict=True)
    )

    assert [entry.title for entry in listed(f"<ul>{html}</ul>").entries] == list(TITLES)


def test_links_start_from_the_base_that_a_page_names() -> None:
    html = BY_NAME["bare list of headings"].html.replace('href="/news/', 'href="')
    html = html.replace("<head>", '<head><base href="/deep/down/">')

    assert links(listed(html)) == [f"{SITE}/deep/down/{slug}" for slug in SLUGS]


def test_what_leads_nowhere_on_the_web_is_no_story() -> None:
    odd = (
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "mailto:a@b.example", "ftp://a.example/a-b-c",
        "http://[::1", "http://[not-a-host]/some-a-b", "", "#top", "//", WHERE, f"{WHERE}#x", "/",
        "data:text/html,hello",
    )  # fmt: skip
    items = "".join(f'<li><a href="{one}">Words enough to be a story</a></li>' for one in odd)
    html = BY_NAME["bare list of headings"].html.replace("</ul></main>", f"{items}</ul></main>")

    assert links(listed(html)) == list(BY_NAME["bare list of headings"].stories)


def test_what_strangers_wrote_stays_text() -> None:
    html = BY_NAME["headings and paragraphs that lie flat"].html
    html = html.replace(
        TITLES[0], "&lt;script&gt;alert(1)&lt;/script&gt; in a headline \x1b[31mred"
    )
    html = html.replace(TEASER, f"&lt;img src=x onerror=alert(1)&gt; {TEASER} \u202eedoc", 1)

    story = clean(listed(html).entries[0])
    assert story.headline == "<script>alert(1)</script> in a headline red"
    assert story.text == f"<img src=x onerror=alert(1)> {TEASER} edoc"


def test_selectors_find_links_what_stands_in_links_and_what_holds_them() -> None:
    html = (
        '<p class="a"><a href="/x">One</a></p><p class="a"><a href="https://b.example/">Two</a></p>'
        '<div class="b"><a href="/y"><span class="t">Three</span></a></div>'
        '<div class="c"><a href="/z"><img src="z.png"></a><h4><a href="/w">Four</a></h4></div>'
        '<div class="c">no link</div>'
    )
    found = listed(html, WHERE, ".a a", ".t", "div.c")

    assert [(entry.title, entry.link) for entry in found.entries] == [
        ("One", f"{SITE}/x"), ("Two", "https://b.example/"), ("Three", f"{SITE}/y"),
        ("Four", f"{SITE}/w"),
    ]  # fmt: skip
    assert found.doubt == ""


def test_selectors_that_find_nothing_are_told() -> None:
    for selector in (".none", "li:contains(", "p::before"):
        found = listed(BY_NAME["rows of a table"].html, WHERE, selector)

        assert (found.entries, found.doubt) == (
            (),
            "what [sites] names as its list is not on this page",
        )


def test_few_links_are_a_list_in_doubt() -> None:
    html = "".join(
        f'<h2><a href="/a/{slug}">{title}</a></h2><p>{TEASER}</p>'
        for slug, title in zip(SLUGS[:3], TITLES[:3], strict=True)
    )
    found = listed(html)

    assert len(found.entries) == 3
    assert found.doubt == "only a few of its links look like stories"


def test_links_of_few_words_are_a_list_in_doubt() -> None:
    html = "".join(f'<li><a href="/p/{word}-of-the-day">{word} and more now</a></li>' for word in
                   ("tea", "milk", "bread", "salt", "fish"))  # fmt: skip

    assert listed(f"<ul>{html}</ul>").doubt == "its links do not look much like those of stories"


def test_a_page_whose_address_is_like_those_that_it_lists_is_a_story_itself() -> None:
    page = BY_NAME["bare list of headings"]

    assert listed(page.html, f"{SITE}/news/what-the-mayor-said-today").doubt == (
        "the page looks like a story itself"
    )


def test_paragraphs_within_the_places_of_stories_make_no_story_of_the_page() -> None:
    html = BY_NAME["headings and paragraphs that lie flat"].html.replace(TEASER, PROSE * 4)

    assert listed(html).doubt == ""


def test_an_article_by_its_own_word_needs_less_text_to_be_one() -> None:
    meta = '<head><meta property="og:type" content="article">'
    html = BY_NAME["bare list of headings"].html.replace("<main>", f"<main><p>{PROSE * 3}</p>")

    assert listed(html).doubt == ""
    assert listed(html.replace("<head>", meta)).doubt == "the page looks like a story itself"


def test_of_one_page_only_so_many_stories_are_read() -> None:
    items = "".join(f'<li><h2><a href="/a/{n}-of-the-day">Story number {n} of a day</a></h2></li>'
                    for n in range(MOST_STORIES + 7))  # fmt: skip
    found = listed(f"<ul>{items}</ul>")

    assert (len(found.entries), found.left_out, found.doubt) == (MOST_STORIES, 7, "")


def test_a_list_is_called_as_the_page_is() -> None:
    assert listed(BY_NAME["static blog by year"].html).title == "Writing"
    assert listed("<ul></ul>").title == ""


def test_the_hosts_of_a_site_are_one_site() -> None:
    def page(host: str) -> str:
        return "".join(
            f'<li><h2><a href="https://{host}/a/{slug}">{title}</a></h2></li>'
            for slug, title in zip(SLUGS, TITLES, strict=True)
        )

    for here, there in (
        ("paper.co.uk", "news.paper.co.uk"), ("www.paper.example", "paper.example"),
        ("127.0.0.1", "127.0.0.1"),
    ):  # fmt: skip
        assert len(listed(page(there), f"https://{here}/news").entries) == len(SLUGS)
    assert listed(page("one-other.example")).entries == ()


LARGE = {
    "many links": "<ul>" + "".join(
        f'<li><h2><a href="/a/{n}-of-the-day">Story number {n} of it</a></h2><p>{TEASER}</p></li>'
        for n in range(20_000)) + "</ul>",
    "many looks": "".join(
        f'<div class="{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}">'
        f'<a href="/a/{n}-of-the-day">Story number {n} of a day</a></div>' for n in range(20_000)),
    "links and words in a row": "".join(
        f'<a href="/a/{n}-of-the-day">Story number {n} of a day</a> and ' for n in range(20_000)),
    "large": "".join(
        f'<article class="a{n}"><h3><a href="/2026/11/28/story-{n}-of-all">The story number {n} of '
        f'all of these</a></h3><p>{"word " * 40}</p></article>' for n in range(16_000)),
    "links to read more": "".join(
        f"<div><h3>The story number {n} of all</h3><p>{TEASER}</p>"
        f'<a href="/a/{n}-of-the-day">Read more</a></div>' for n in range(20_000)),
    "deep": "<div>" * 5_000 + "".join(
        f'<a href="/a/{n}-of-the-day">Story number {n} of a day</a>' for n in range(5_000)),
}  # fmt: skip


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("name", LARGE)
def test_a_large_page_is_read_in_a_second(name: str) -> None:
    began = time.process_time()
    listed(LARGE[name])

    assert time.process_time() - began < 1.0


_TAGS = ("a", "div", "li", "ul", "h2", "p", "time", "table", "tr", "td", "dl", "dt", "dd",
         "article", "nav", "section", "img", "base", "span", "header", "svg")  # fmt: skip
_PIECES = st.one_of(
    st.builds("<{}>".format, st.sampled_from(_TAGS)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.builds('<a href="{}">'.format, st.one_of(
        st.text(max_size=20), st.sampled_from([f"/news/{slug}" for slug in SLUGS]))),
    st.builds('<div class="{}">'.format, st.text(max_size=12)),
    st.builds('<time datetime="{}">'.format, st.text(max_size=12)),
    st.sampled_from([*TITLES, TEASER, *DAYS, "Read more", "2026", "<!--", "-->", "<![CDATA["]),
    st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join), st.sampled_from(["", "a", "li h2", "*"]))
def test_nothing_that_stands_on_a_page_is_too_odd(html: str, selector: str) -> None:
    for found in (listed(html), listed(html, WHERE, *[selector] * bool(selector))):
        assert all(entry.title and entry.link.startswith("http") for entry in found.entries)
        assert found.entries or found.doubt
