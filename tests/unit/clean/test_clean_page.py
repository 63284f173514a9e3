"""A whole page becomes the story it tells: all of that, and nothing of what stands around it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.model import CleaningRules, ContentForm, Entry, SiteContext, SpanKind, Story

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SENTENCES = (
    "The harbour wall held through the night, although the gauge had passed every mark on it.",
    "Two masons walked along the top at first light and counted the stones that had moved.",
    "They found seven, none of them lower than the third course, and wrote the numbers down.",
    "By noon the barge had brought the first load of gravel, and nobody spoke of giving up.",
    "The slipway stays closed until the divers have looked at the footings under the crane.",
    "What it will cost is a question for the council, which meets again on Thursday evening.",
)
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
HEADLINE = "Harbour wall holds through the night of the great tide"
TEASERS = "".join(
    f'<li><a href="/{n}">Another story about something else, number {n}</a></li>' for n in range(9)
)


def page(body: str, head: str = "", rules: CleaningRules | None = None, link: str = "") -> Story:
    """Clean a page."""
    content = f"<html><head><title>{HEADLINE}</title>{head}</head><body>{body}</body></html>"
    site = SiteContext(rules=rules or CleaningRules())
    return clean(Entry("page", content, ContentForm.PAGE, NOW, link=link), site)


def article(inside: str, head: str = "") -> Story:
    """Clean a page with an article among the usual things around it."""
    return page(
        f"<nav><ul>{TEASERS}</ul></nav><article><h1>{HEADLINE}</h1>{inside}</article>"
        f"<footer><ul>{TEASERS}</ul><p>© 2026 The Quay</p></footer>",
        head,
    )


def json(fields: str) -> str:
    """Write what a page tells machines about its article."""
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'


WHOLE = "\n\n".join(SENTENCES)


def test_a_story_comes_out_without_the_page_around_it() -> None:
    assert article(STORY).text == WHOLE


@pytest.mark.parametrize(
    "box",
    [
        '<p><a href="/7">The day the ferry would not stop at our island any more</a></p>',
        '<div class="newsletter-box"><p>Get the tides in your inbox before breakfast each day.'
        "</p></div>",
        "<figure><img src=x><figcaption>The wall as seen from the crane, early on Monday."
        "</figcaption></figure>",
        "<aside><p>A tide table is a list of guesses that somebody has stood behind for years."
        "</p></aside>",
        '<div class="author-bio"><p>Wilma Tern has written about walls for this paper since 2009.'
        "</p></div>",
        '<p>Read more: <a href="/8">How walls are built, and why they fall</a></p>',
        "<p>Photo: Otto Gull</p>",
        "<p>Share</p>",
    ],
)
def test_what_stands_amid_a_story_and_is_none_of_it_is_left_out(box: str) -> None:
    middle = f"<p>{SENTENCES[2]}</p>"

    assert article(STORY.replace(middle, middle + box)).text == WHOLE


def test_a_class_that_most_of_the_story_has_makes_no_box_of_it() -> None:
    story = article(STORY.replace("<p>", '<p class="social-text">'))

    assert story.text == WHOLE


def test_headings_stay_where_paragraphs_follow_and_go_where_none_do() -> None:
    at = STORY.index(f"<p>{SENTENCES[3]}")
    story = article(STORY[:at] + "<h2>The morning after</h2>" + STORY[at:] + "<h2>Newest</h2>")

    assert story.texts(SpanKind.HEADING) == ["The morning after"]
    assert story.text.endswith(SENTENCES[-1])


def test_one_heading_upon_another_is_no_heading() -> None:
    at = STORY.index(f"<p>{SENTENCES[3]}")
    stacked = '<h3 class="x">Above</h3><h3 class="x">Below</h3>'

    assert "Below" in article(STORY[:at] + stacked + STORY[at:]).text


def test_a_full_sentence_between_headline_and_story_opens_it() -> None:
    opening = "A night that nobody on the quay will forget ended without a single wet cellar."
    story = page(
        f'<header><h1>{HEADLINE}</h1><p class="standfirst">{opening}</p></header>'
        f"<div><div>{STORY}</div></div>",
        f'<meta name="description" content="{opening}">',
    )

    assert story.text == f"{opening}\n\n{WHOLE}"
    assert story.deck == ""


def test_an_opening_further_down_is_known_by_its_name() -> None:
    opening = "A night that nobody on the quay will forget ended without a single wet cellar."
    labels = "".join(f"<div>Label {n}</div>" for n in range(7))
    story = page(
        f"<header><h1>{HEADLINE}</h1>{labels}<p class=lead>{opening}</p><p class=lead>{opening}"
        f"</p></header><div><div>{STORY}</div></div>"
    )

    assert story.text == f"{opening}\n\n{WHOLE}"


def test_a_deck_that_is_no_sentence_stands_over_the_story_and_not_in_it() -> None:
    deck = "How two masons, a barge of gravel and a great deal of luck kept the old town dry"
    story = article(f"<p class=deck>{deck}</p>{STORY}", f'<meta name=description content="{deck}">')

    assert (story.text, story.deck) == (WHOLE, deck)


def test_a_heading_in_other_words_is_known_as_the_headline() -> None:
    opening = "A night that nobody on the quay will forget ended without a single wet cellar."
    story = page(
        f"<div><h2>Harbour wall holds: the night of the tide</h2><p>{opening}</p></div>"
        f"<div><div>{STORY}</div></div>"
    )

    assert story.text == f"{opening}\n\n{WHOLE}"


def test_a_story_cut_into_parts_that_look_alike_is_put_together() -> None:
    half = len(SENTENCES) // 2
    parts = [SENTENCES[:half] * 3, [f"And then: {s}" for s in SENTENCES]]
    divs = "<hr><div class=ad>x</div>".join(
        "<div class=chunk>" + "".join(f"<p class=text>{s}</p>" for s in part) + "</div>"
        for part in parts
    )

    assert f"And then: {SENTENCES[-1]}" in page(f"<main><h1>{HEADLINE}</h1>{divs}</main>").text


def test_the_next_story_on_an_endless_page_is_left_out() -> None:
    other = "".join(f"<p>On the ferry: {sentence}</p>" for sentence in SENTENCES)
    story = page(
        f"<main><div><h1>{HEADLINE}</h1>{STORY}</div>"
        f"<div><h1>Ferry crews ask for shorter shifts</h1>{other}</div></main>"
    )

    assert "On the ferry" not in story.text


def test_items_of_a_list_amid_the_story_are_kept_and_numbered_ones_keep_their_numbers() -> None:
    at = STORY.index(f"<p>{SENTENCES[3]}")
    items = (
        "<ol><li>Close the slipway to everyone but the divers.</li><li>Count the stones.</li></ol>"
    )
    story = article(STORY[:at] + items + STORY[at:])

    assert story.texts(SpanKind.ITEM) == [
        "1. Close the slipway to everyone but the divers.",
        "2. Count the stones.",
    ]


def test_the_story_that_a_page_tells_machines_decides_what_is_none() -> None:
    pitch = "This sentence reads like all the others on the page, but the story does not have it."
    body = " ".join(SENTENCES)
    story = article(f"<p>{SENTENCES[0]}</p><p>{pitch}</p>{STORY[len(SENTENCES[0]) + 7 :]}",
                    json(f'"articleBody": "{body}"'))  # fmt: skip

    assert story.text == WHOLE


def test_a_page_without_its_story_takes_the_one_that_it_tells_machines() -> None:
    story = page("<div id=app>Loading</div>", json(f'"articleBody": "{" ".join(SENTENCES)}"'))

    assert story.text == " ".join(SENTENCES)
    assert story.doubt == ""


def test_a_story_that_a_page_hides_until_its_script_runs_is_found() -> None:
    story = page(f"<h1>{HEADLINE}</h1><article style='display:none'>{STORY}</article>")

    assert story.text == WHOLE


def test_links_are_completed_from_the_page_or_from_the_base_it_names() -> None:
    linked = STORY.replace("slipway", '<a href="../slip">slipway</a>')
    link = "https://quay.example/news/wall"

    from_page = page(f"<article>{linked}</article>", link=link)
    from_base = page(f"<article>{linked}</article>", '<base href="/a/b/c">', link=link)
    broken = page(f"<article>{linked}</article>", '<base href="https://[">', link=link)

    assert [span.target for span in from_page.spans] == ["https://quay.example/slip"]
    assert [span.target for span in from_base.spans] == ["https://quay.example/a/slip"]
    assert [span.target for span in broken.spans] == ["https://quay.example/slip"]


def test_spans_of_chosen_paragraphs_mark_the_same_words_as_on_the_page() -> None:
    marked = STORY.replace("seven", "<b>seven</b>").replace("Thursday", "<i>Thursday</i>")
    story = article(f"<p><a href=/x>See also this other story about the ferry</a></p>{marked}")

    assert story.texts(SpanKind.STRONG) == ["seven"]
    assert story.texts(SpanKind.EMPHASIS) == ["Thursday"]


# Rules of a person


def test_what_a_rule_drops_is_left_out_and_the_text_behind_it_stays() -> None:
    body = STORY.replace("<p>Two", "<p><b class=x>No</b>Two").replace(
        "They", "<i/><b class=x>n</b>They"
    )
    rules = CleaningRules(drop=(".x", "p:nth-child(4)", "html"))

    assert page(f"<article>{body}</article>", rules=rules).text == "\n\n".join(
        (*SENTENCES[:3], *SENTENCES[4:])
    )


def test_what_a_rule_keeps_is_the_story_and_nothing_else() -> None:
    story = page(f"<article>{STORY}</article><div id=it><p>Short.</p>As it is</div>",
                 rules=CleaningRules(keep=("#it",)))  # fmt: skip

    assert (story.text, story.doubt) == ("Short.\n\nAs it is", "")


def test_a_headline_and_a_deck_within_what_a_rule_keeps_are_no_part_of_the_text() -> None:
    deck = "What the masons found at first light"
    head = f'<meta name=description content="{deck}">'
    rules = CleaningRules(keep=("main",))

    with_deck = page(f"<main><h1>{HEADLINE}</h1><p>{deck}</p>{STORY}</main>", head, rules)
    without = page(f"<main><h1>{HEADLINE}</h1>{STORY}</main>", head, rules)

    assert with_deck.text == without.text == WHOLE


def test_what_a_rule_drops_may_have_control_characters_behind_it() -> None:
    rules = CleaningRules(drop=(".x",))
    told = STORY.replace("seven", "<b class=x>ad</b>\x1b[31mseven\x07", 1)

    found = page(f"<article>{told}</article>", rules=rules)

    assert found.text == page(f"<article>{STORY}</article>").text


def test_a_story_begins_and_stops_where_rules_say() -> None:
    rules = CleaningRules(start=("h2.begin",), stop=("h2",))
    body = STORY.replace("<p>Two", "before<h2 class=begin>Here</h2>between<p>Two")
    body = body.replace("<p>What", "<h2>There</h2><p>What")

    text = page(f"<article>{body}</article><p>{SENTENCES[0]}</p>", rules=rules).text

    assert text.endswith("\n\n".join(SENTENCES[1:5]))
    assert SENTENCES[0] not in text


def test_a_selector_that_is_none_is_passed_over() -> None:
    rules = CleaningRules(drop=("p[", "::", "p:nonsense(1)"), keep=(">",), stop=("no-such-thing",))

    assert page(f"<article>{STORY}</article>", rules=rules).text == WHOLE


# Bad pages


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        ("", "No story was found on this page."),
        (f"<nav>{TEASERS}</nav>", "No article could be told from the rest of this page."),
        ("<table>" + "<tr><td>a</td><td>b</td></tr>" * 5 + "</table>",
         "Very little of this page looked like a story."),
        ("<div>" * 10_000 + STORY, "No story was found on this page."),
    ],
)  # fmt: skip
def test_a_page_without_a_story_is_doubtful(body: str, doubt: str) -> None:
    story = clean(Entry("page", f"<div>{body}</div>", ContentForm.PAGE, NOW))

    assert story.doubt == doubt


@pytest.mark.parametrize(
    "content",
    [
        f"<p>{SENTENCES[0]}</p>" * 60_000,
        "<p>" + SENTENCES[0] * 60_000 + "</p>",
        "<a href=/x>link</a>" * 250_000,
        "<b>" + "x</b><b>" * 400_000,
    ],
)
def test_a_huge_page_is_read_from_its_beginning_and_says_so(content: str) -> None:
    assert clean(Entry("page", content, ContentForm.PAGE, NOW)).doubt


def test_broken_characters_do_no_harm() -> None:
    broken = STORY.replace("seven", "se\ud800v\x00e\x1b[2Jn")

    story = page(f"<article>{broken}</article>")

    assert "\x1b" not in story.text
    assert story.text.startswith(SENTENCES[0])


@pytest.mark.parametrize("sign", ["\x1b", "&#27;", "\x0b", "&#xFFFE;", "\uffff"])
def test_a_sign_that_no_tree_takes_back_is_no_hindrance(sign: str) -> None:
    assert page(f"<article><div class='box'>The fog{sign}").text == "The fog"
    assert page(f"<article><div>The <b>fog{sign}</b> came.").text == "The fog came."
    assert page(f"<article><!-- tide --><div>The fog{sign}<!-- at night -->").text == "The fog"


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='box'>", "</div>", "<h1>", "<h2>", "<ul><li>", "<ol start=3><li>",
     "<article>", "<aside>", "<table><tr><td>", "<td>", "<a href='/x'>", "</a>", "<br><br>",
     "<figure><figcaption>", "\u0301", *SENTENCES]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES | st.text(max_size=9), max_size=30))
def test_any_page_becomes_a_story_with_valid_spans(pieces: list[str]) -> None:
    story = page(
        "".join(pieces), rules=CleaningRules(drop=("h2",), start=("aside",), stop=("figure",))
    )

    assert all(0 <= span.start < span.end <= len(story.text) for span in story.spans)
    assert "\n\n\n" not in story.text or story.texts(SpanKind.CODE)


def test_a_clean_story_set_as_a_page_again_stays_as_it_is() -> None:
    once = article(f"<p>Otto Gull</p>{STORY}<p>Share</p><ul>{TEASERS}</ul>").text

    assert article("".join(f"<p>{text}</p>" for text in once.split("\n\n"))).text == once == WHOLE
