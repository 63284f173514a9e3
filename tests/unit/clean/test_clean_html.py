"""The HTML of feeds and of whole pages becomes text with spans, none of it lost, none live."""

from __future__ import annotations

from datetime import UTC, datetime
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.clean.content_forms import CLEANERS
from reader.clean.text.body import Body, ordered_spans
from reader.model import ContentForm, Enclosure, Entry, Span, SpanKind, Story
from tests.conftest import entry
from tests.support.paths import FILES

HERE = FILES / "clean"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def feed(content: str, **fields: str) -> Story:
    """Clean the HTML of a feed."""
    return clean(Entry("feed", content, ContentForm.HTML, NOW, **fields))


def page(content: str, **fields: str) -> Story:
    """Clean a whole page."""
    return clean(Entry("page", content, ContentForm.PAGE, NOW, **fields))


def text(content: str, **fields: str) -> Story:
    """Clean plain paragraphs."""
    return clean(Entry("text", content, ContentForm.TEXT, NOW, **fields))


STORY = "".join(
    f"<p>The keeper climbed the stairs for the {n}th time and lit the lamp before the fog came in."
    f" Nobody in the harbour had asked him to, and nobody thanked him for it, as usual.</p>"
    for n in range(4, 12)
)


def test_every_form_has_a_cleaner() -> None:
    assert set(CLEANERS) == set(ContentForm)


def test_each_block_is_a_paragraph_and_each_kind_of_block_a_span() -> None:
    story = feed(
        "<h2>The  wall</h2><p>One\n two.</p><blockquote><p>A quote.</p></blockquote>"
        "<ul><li>first</li><li>second</li></ul><figure><img src=x><figcaption>The bar</figcaption>"
        "</figure>tail"
    )

    assert story.text == "The wall\n\nOne two.\n\nA quote.\n\nfirst\n\nsecond\n\nThe bar\n\ntail"
    assert story.texts(SpanKind.HEADING) == ["The wall"]
    assert story.texts(SpanKind.QUOTE) == ["A quote."]
    assert story.texts(SpanKind.ITEM) == ["first", "second"]
    assert story.texts(SpanKind.CAPTION) == ["The bar"]


def test_emphasis_code_and_links_are_spans_within_a_paragraph() -> None:
    story = feed('<p>See <b>the <a href="https://example.org/">sea</a></b>, <code>ls</code>.</p>')

    assert story.text == "See the sea, ls."
    assert story.texts(SpanKind.STRONG) == ["the sea"]
    assert story.texts(SpanKind.CODE) == ["ls"]
    assert [(s.start, s.end, s.target) for s in story.spans if s.kind is SpanKind.LINK] == [
        (8, 11, "https://example.org/")
    ]


def test_what_is_bold_is_told_from_what_is_stressed() -> None:
    story = feed("<p><strong>Ahoy</strong> the <em>quiet <b>lamp</b></em></p>")

    assert story.texts(SpanKind.STRONG) == ["Ahoy", "lamp"]
    assert story.texts(SpanKind.EMPHASIS) == ["quiet lamp"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("10<sup>-3</sup> m<sup>2</sup>", "10⁻³ m²"),
        ("10<sup>−12</sup>", "10⁻¹²"),
        ("CO<sub>2</sub>, x<sub>(n+1)</sub>", "CO₂, x(n+1)"),
        ("2<sup>n</sup>, <sup>1</sup>/<sub>2</sub>", "2ⁿ, ¹/₂"),
        ("the 1<sup>st</sup> and 2<sup> nd </sup>", "the 1st and 2 nd"),
        ("lamp<sup>[1]</sup> gull<sup><a href='#2'>2</a></sup>", "lamp[1] gull²"),
        ("a<sup>b<sub>3</sub>4</sup>5", "ab₃⁴5"),
        ("a<sup></sup>b<sup> </sup>c", "ab c"),
    ],
)
def test_what_is_raised_or_lowered_stays_so_where_there_are_signs_for_it(
    html: str, text: str
) -> None:
    assert feed(f"<p>{html}</p>").text == text


def test_lists_and_quotations_stay_within_those_that_they_stand_in() -> None:
    story = feed(
        "<ul><li>Outer<ol><li>Inner<p>Still</p></li></ol></li><li>Next</li></ul>"
        "<blockquote><p>Said</p><blockquote><p>Before</p></blockquote></blockquote>"
    )

    assert story.texts(SpanKind.ITEM) == ["Outer\n\n1. Inner\n\nStill", "1. Inner\n\nStill", "Next"]
    assert story.texts(SpanKind.QUOTE) == ["Said\n\nBefore", "Before"]


def test_the_heads_of_a_table_are_bold() -> None:
    story = feed(
        "<table><tr><th>Day</th><th><a href='https://tide.example/'>High</a></th></tr>"
        "<tr><th>Monday</th><td>6:02</td></tr><tr><th></th><td>7:10</td></tr></table>"
    )

    assert story.texts(SpanKind.STRONG) == ["Day", "High", "Monday"]
    assert story.texts(SpanKind.LINK) == ["High"]


@pytest.mark.parametrize("target", ["javascript:x()", "data:text/html,x", "/relative", "", "#top"])
def test_a_link_that_leads_nowhere_on_the_web_is_plain_text(target: str) -> None:
    story = feed(f'<p>See <a href="{target}">the sea</a>.</p>')

    assert story.text == "See the sea."
    assert story.texts(SpanKind.LINK) == []


def test_scripts_frames_forms_and_hidden_parts_are_left_out() -> None:
    story = feed(
        "<p>One<script>x()</script> two<img width=1 height=1 src=t></p><!-- no --><?no ?>"
        "<style>p{}</style><iframe>no</iframe><form>no</form><p style='display: none'>no</p>"
        "<p hidden>no</p><p>three</p>"
    )

    assert story.text == "One two\n\nthree"


def test_preformatted_text_keeps_its_spaces_and_line_breaks() -> None:
    story = feed("<p>So:</p><pre>if a:\n    b\n\tc</pre><p>Done.</p>")

    assert story.text == "So:\n\nif a:\n    b\n    c\n\nDone."
    assert story.texts(SpanKind.CODE) == ["if a:\n    b\n    c"]


def test_a_line_break_stays_and_a_rule_parts_paragraphs() -> None:
    assert (
        feed("<p>one<br>two <br/> three</p>four<hr>five").text == "one\ntwo\nthree\n\nfour\n\nfive"
    )


def test_a_table_of_short_cells_is_set_in_columns() -> None:
    story = feed(
        "<p>Tides</p><table><tr><th>Day</th><th>High</th></tr><tr><td>Monday</td><td>6:02</td></tr>"
        "<tr></tr><tr><td>港</td><td>7</td></tr></table><p>End</p>"
    )

    assert story.texts(SpanKind.CODE) == ["Day     High\nMonday  6:02\n港      7"]
    assert story.text.startswith("Tides\n\nDay")
    assert story.text.endswith("\n\nEnd")


def test_a_table_that_only_shapes_the_page_is_read_as_paragraphs() -> None:
    story = feed("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>")

    assert story.text == "One.\n\nTwo."
    assert story.spans == ()


def test_tables_within_a_table_are_read_each_for_itself() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"

    assert feed(f"<table><tr><td>{inner}</td></tr></table>").text == "a  b\nc  d"


def test_two_line_breaks_in_a_row_part_paragraphs() -> None:
    assert feed("one<br> <br>two<br>three").text == "one\n\ntwo\nthree"


def test_items_of_ordered_lists_keep_their_numbers() -> None:
    story = feed(
        "<ol start=4><li>four<ol><li>inner</li></ol></li><li></li><li><p>six</p></li></ol>"
        "<ol start=x><li>one</li></ol><ul><li>dot</li></ul><li>bare</li>"
    )

    assert story.text == "4. four\n\n1. inner\n\n6. six\n\n1. one\n\ndot\n\nbare"
    assert "6. six" in story.texts(SpanKind.ITEM)


def test_links_of_a_feed_are_completed_from_the_link_of_its_entry() -> None:
    story = feed(
        "<p><a href='/b'>one</a> <a href='#x'>two</a> <a href='http://[bad'>three</a></p>",
        link="https://quay.example/a/",
    )

    assert [span.target for span in story.spans] == ["https://quay.example/b"]


@pytest.mark.parametrize(
    "tail",
    [
        "<p>The post <a href='https://x.example/'>A wall</a> appeared first on The Quay.</p>",
        "<p><a href='https://x.example/'>Continue reading</a></p>",
        "<p>Read more…</p>",
        "<p>Share this: Facebook</p>",
        "<p>[…]</p><p>Read the full story</p>",
        "<p>Sign up for our free newsletter and never miss a tide.</p>",
        "<p>Follow us on the usual networks.</p>",
        "<p>Filed under: Harbours, Walls</p>",
        "<ul><li><a href='https://x.example/'>Facebook</a></li></ul>",
    ],
)
def test_what_a_feed_adds_below_every_story_is_left_out(tail: str) -> None:
    assert feed(f"<p>One.</p>{tail}").text == "One."


def test_a_long_last_paragraph_is_no_tail_however_it_begins() -> None:
    last = f"Follow us {'along the quay and back to the harbour wall, ' * 30}and home."

    assert feed(f"<p>One.</p><p>{last}</p>").text == f"One.\n\n{last}"


def test_nothing_to_read_is_an_empty_story() -> None:
    assert feed("<!-- nothing -->").text == ""
    assert page("<?php ?>").text == ""


def test_the_fields_of_a_feed_are_kept_and_made_safe() -> None:
    entry = Entry(
        "feed",
        "<p>One.</p>",
        ContentForm.HTML,
        NOW,
        guid="g\x1b[2J1",
        link="https://example.org/1",
        title="A \x1b[31mwall\u202e",
        deck="<p>Under it</p>",
        author="Wilma Tern",
        outlet="The Quay",
        published="Fri, 22 Nov 2024 09:00:00 +0100",
        language="en-GB",
        enclosures=(
            Enclosure("https://example.org/a.mp3", "audio/mpeg", 9),
            Enclosure("javascript:x", "audio/mpeg", 9),
        ),
    )

    story = clean(entry)

    assert (story.headline, story.deck, story.guid) == ("A wall", "Under it", "g1")
    assert (story.byline, story.outlet, story.language) == ("Wilma Tern", "The Quay", "en")
    assert story.published is not None
    assert story.published.isoformat() == "2024-11-22T09:00:00+01:00"
    assert story.enclosures == (Enclosure("https://example.org/a.mp3", "audio/mpeg", 9),)


def test_a_deck_that_only_repeats_the_beginning_is_dropped() -> None:
    assert feed("<p>One two three.</p>", deck="One two…").deck == ""


def test_a_nonsense_date_is_no_date() -> None:
    assert feed("<p>One.</p>", published="soon").published is None


@pytest.mark.parametrize("content", ["", "<", "<!-- x -->", "\x00", "<p", "<![CDATA["])
def test_next_to_nothing_is_an_empty_or_tiny_story(content: str) -> None:
    assert len(feed(content).text) <= len(content)


def test_a_fragment_without_a_tag_is_plain_text() -> None:
    assert feed("One < two.\nStill one.\n\nTwo.").text == "One < two. Still one.\n\nTwo."


def test_entities_alone_are_read_as_html() -> None:
    assert feed("Fish &amp; chips").text == "Fish & chips"


def test_a_letter_and_its_mark_in_two_elements_are_composed_and_the_spans_follow() -> None:
    story = feed("<p>caf<b>e</b>\u0301 <i>bar</i></p>")

    assert story.text == "caf\xe9 bar"
    assert story.texts(SpanKind.EMPHASIS)[-1] == "bar"


@pytest.mark.parametrize("form", [ContentForm.HTML, ContentForm.PAGE])
def test_ten_thousand_nested_elements_and_attributes_do_no_harm(form: ContentForm) -> None:
    deep = "<div>" * 10_000 + "deep" + "</div>" * 10_000
    wide = "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">wide</p>"

    assert clean(Entry("x", deep, form, NOW)).text in {"", "deep"}
    assert clean(Entry("x", wide, form, NOW)).text == "wide"


TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</i>", "<a href='https://x.example'>", "</a>", "<ul><li>", "</ul>",
     "<pre>", "</pre>", "<table><tr><td>", "<td>", "</table>", "<h2>", "</h2>", "<br>", "<hr>",
     "<blockquote>",
     "&#x1b;", "&#xD800;", "&rlm;", "\u202e", "\u0301", "e", "<!--", "-->", "<style>", "</style>"]
)  # fmt: skip


@settings(deadline=None, max_examples=250)
@given(
    st.lists(TAGS | st.text(max_size=12), max_size=25),
    st.sampled_from([ContentForm.HTML, ContentForm.TEXT]),
)
def test_any_markup_becomes_safe_text_with_valid_spans(parts: list[str], form: ContentForm) -> None:
    story = clean(Entry("x", "".join(parts), form, NOW, title="t"))

    assert not set(map(category, story.text.replace("\n", ""))) & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert not set(story.text) & set("\u202e\u200f\u200b\ufeff")
    assert all(0 <= span.start < span.end <= len(story.text) for span in story.spans)
    assert list(story.spans) == sorted(story.spans, key=lambda span: (span.start, -span.end))


def test_spans_that_reach_beyond_the_text_are_clipped_and_empty_ones_dropped() -> None:
    spans = [Span(3, 9, SpanKind.ITEM), Span(5, 5, SpanKind.ITEM), Span(-2, 2, SpanKind.QUOTE)]

    assert ordered_spans(spans, 5) == (Span(0, 2, SpanKind.QUOTE), Span(3, 5, SpanKind.ITEM))
    assert Body().text == ""


# Plain paragraphs


def test_plain_paragraphs_keep_their_lines() -> None:
    assert text("0:00 Quay\n 1:30  Mole\n\n\nShort").text == "0:00 Quay\n1:30 Mole\n\nShort"


def test_plain_lines_that_were_wrapped_to_a_width_are_joined() -> None:
    wrapped = (
        "The keeper of the lamp counted every ship that passed the mole\n"
        "before dawn, wrote their names into the long book by the door\n"
        "and went to bed when the last of them was out of sight.\n"
        "Nobody has\n"
    )

    (joined,) = text(wrapped).text.split("\n")
    assert joined == " ".join(wrapped.split())


def test_a_few_lines_that_go_on_in_mid_sentence_are_joined_though_their_width_is_not_sure() -> None:
    lines = (
        "The smith has looked for the old hinge since\n"
        "yesterday and found but a part of it, in mud of a colour\n"
        "that nobody would have chosen."
    )

    assert text(lines).text == lines.replace("\n", " ")


def test_plain_lines_that_each_say_something_are_no_wrapped_text() -> None:
    lines = "The ferry to the northern islands sails at eight today.\nBoats are asked to wait."

    assert text(lines).text == lines


def test_the_lines_of_a_plain_list_stay_apart() -> None:
    story = text("Take:\n- a lamp\n- a rope\n\nGo.")

    assert story.text == "Take:\n\n- a lamp\n\n- a rope\n\nGo."


# Whole pages


def test_a_page_gives_its_story_and_what_it_says_about_itself() -> None:
    story = page((HERE / "harbour.html").read_text(encoding="utf-8"))

    assert story.headline == "Harbour wall to be raised"
    assert story.deck == "A vote that ended shortly before midnight"
    assert (story.outlet, story.byline) == ("The Quay Messenger", "Wilma Tern, Otto Gull")
    assert (story.language, story.doubt) == ("en", "")
    assert story.published is not None
    assert story.published.isoformat() == "2026-10-14T18:05:00+02:00"
    assert story.text.startswith("The harbour wall will be raised")
    assert "What will be built" in story.texts(SpanKind.HEADING)
    assert "Tides" not in story.text


def test_a_page_without_json_speaks_through_its_meta_tags() -> None:
    story = page(
        "<html lang=de><head><title>Die Mauer wird höher | Hafenbote</title>"
        "<meta name=author content='Von Wilma Tern'><meta name=date content='14.10.2026'>"
        "<script type='application/ld+json'>{broken</script>"
        f"</head><body><h1>Etwas ganz anderes</h1>{STORY}</body></html>"
    )

    assert story.headline == "Die Mauer wird höher"
    assert (story.byline, story.language) == ("Wilma Tern", "de")
    assert story.published == datetime(2026, 10, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "name", "headline"),
    [
        ("The wall - The Quay Messenger", "The Quay Messenger", "The wall"),
        ("The Quay Messenger | The wall", "The Quay Messenger", "The wall"),
        ("The wall is to be raised before the winter gales - Quay", "", None),
        (
            "The wall - and what is behind it in the dark",
            "",
            "The wall - and what is behind it in the dark",
        ),
        ("The wall", "", "The wall"),
    ],
)
def test_the_name_of_a_site_is_taken_off_its_titles(
    title: str, name: str, headline: str | None
) -> None:
    story = page(
        f"<head><title>{title}</title><meta property=og:site_name content='{name}'></head>{STORY}"
    )

    assert story.headline == (headline or "The wall is to be raised before the winter gales")


def test_a_page_with_hardly_a_story_is_doubtful() -> None:
    story = page("<html><body><h1>A wall</h1><p>It is high.</p></body></html>")

    assert story.doubt == "Very little of this page looked like a story."


@pytest.mark.parametrize("content", ["", "\x00", "<!-- -->", "no tags at all", "<html></html>"])
def test_a_page_that_is_none_is_an_empty_or_tiny_story(content: str) -> None:
    assert len(page(content).text) <= len(content)


def test_json_about_other_things_and_lists_of_it_are_understood() -> None:
    story = page(
        '<head><script type=\'application/ld+json\'>[{"@type": "Organization"}, 7, {"@graph": '
        '[{"@type": ["NewsArticle"], "headline": "A wall", "author": ["Wilma Tern", '
        '{"name": "https://x.example/otto"}, 3], "publisher": {"name": "The Quay"}, '
        '"inLanguage": "en"}]}];</script>'
        f"</head><body>{STORY}</body>"
    )

    assert (story.headline, story.byline, story.outlet) == ("A wall", "Wilma Tern", "The Quay")
    assert story.language == "en"


def test_elements_with_nothing_to_see_in_them_leave_no_gap() -> None:
    assert feed("<p>One</p> \n <p>&rlm;</p><p> <b> </b> </p>two").text == "One\n\ntwo"


@pytest.mark.parametrize("base", ["javascript:alert(1)//", "file:///etc/", "data:text/html,"])
def test_a_base_leads_no_link_out_of_the_web(base: str) -> None:
    written = f'<base href="{base}"><p>See <a href="passwd">the lamp</a> at the harbour.</p>'
    story = clean(entry(content=written, form=ContentForm.HTML))

    assert all(span.target.startswith("https://") for span in story.spans if span.target)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("the <b>lamp</b>", "the lamp"),
        ("lamp &amp; fog", "lamp & fog"),
        ("lamp & fog;", "lamp & fog;"),
        ("lamp <b fog", "lamp <b fog"),
    ],
)
def test_only_what_is_markup_is_read_as_markup(content: str, text: str) -> None:
    assert clean(Entry("/in", content, ContentForm.HTML, NOW)).text == text
