from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Row, Snippet, Span, SpanKind, Story, StoryCounts
from reader.tui.render import story_row
from reader.tui.render.article.article_lines import (
    ArticleBlock,
    matches_in_line,
    styled_spans,
    wrap_article,
)
from reader.tui.render.article.story_blocks import story_blocks, text_blocks
from reader.tui.render.cells import JOINER, SHAPES, cell_len, split_letters
from reader.tui.render.theme import DARK, TextStyle
from reader.tui.render.wrap import wrap_facts, wrap_text

pytestmark = pytest.mark.time

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROW = Row(1, "Two lamps at sea", "The Tideline", NOW - timedelta(hours=3))
TEXT = st.text(st.characters(exclude_categories=["C"]), max_size=200)


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=5), "5m"),
        (timedelta(hours=3), "3h"),
        (timedelta(days=2), "2d"),
        (timedelta(weeks=3), "3w"),
        (timedelta(days=40), "13 Oct"),
        (timedelta(days=400), "18 Oct 2025"),
        (timedelta(days=-3), "25 Nov"),
    ],
)
def test_an_age_is_as_short_as_can_be(ago: timedelta, shown: str) -> None:
    assert story_row.short_age(NOW - ago, NOW) == shown


def text_of(line: list[story_row.StyledText]) -> str:
    return "".join(text for text, _ in line)


def test_a_row_tells_headline_outlet_age_and_marks() -> None:
    row = Row(1, "Two lamps", "The Tideline", NOW, read=True, bookmarked=True, tags=("sea",))

    first, second = story_row.row_lines(row, 40, NOW)

    assert text_of(first).rstrip() == "  Two lamps"
    assert text_of(second).rstrip() == "  The Tideline · now ★ #sea"


def test_an_unread_row_has_a_dot_and_an_undated_one_says_when_it_was_seen() -> None:
    row = Row(1, "", "", NOW - timedelta(days=1), dated=False, doubtful=True)

    first, second = story_row.row_lines(row, 30, NOW)

    assert text_of(first).rstrip() == "● (no headline)"
    assert text_of(second).rstrip() == "  seen 1d ?"


def test_a_found_row_marks_what_was_found() -> None:
    found = (Snippet("Two lamps", ((4, 9),)), Snippet("… a lamp …", ((4, 8),)))

    first, second, _ = story_row.row_lines(ROW, 40, NOW, found)

    assert ("lamps", "match") in first
    assert ("lamp", "match") in second


@given(TEXT, st.integers(6, 80))
def test_every_line_of_a_row_is_as_wide_as_the_list(headline: str, width: int) -> None:
    row = Row(1, headline, headline, NOW)

    assert {cell_len(text_of(line)) for line in story_row.row_lines(row, width, NOW)} == {width}


@given(TEXT, st.integers(2, 80))
def test_wrapped_lines_hold_the_whole_text_and_fit(text: str, width: int) -> None:
    ranges = wrap_text(text, width)

    assert "".join(text[start:end] for start, end in ranges) == text
    assert all(cell_len(text[start:end].rstrip()) <= width for start, end in ranges)


@given(st.lists(TEXT, max_size=6), st.integers(2, 80))
def test_lines_of_facts_hold_all_of_them_and_fit(facts: list[str], width: int) -> None:
    text = " · ".join(facts)
    ranges = wrap_facts(text, width)

    assert "".join(text[start:end] for start, end in ranges) == text
    room = max(width, *(columns for _, columns in split_letters(text + " ")))
    assert all(cell_len(text[start:end].rstrip()) <= room for start, end in ranges)


def test_facts_stay_whole_where_they_can() -> None:
    text = "The Tideline · by the Harbour Desk · 30 August 2026, 22:41 · 3 min"

    def lines(width: int) -> list[str]:
        return [text[start:end].rstrip() for start, end in wrap_facts(text, width)]

    assert lines(64) == ["The Tideline · by the Harbour Desk · 30 August 2026, 22:41 ·", "3 min"]
    assert lines(40)[0] == "The Tideline · by the Harbour Desk ·"
    assert lines(16)[2:] == ["Desk ·", "30 August 2026,", "22:41 · 3 min"]
    assert wrap_facts("", 10) == [(0, 0)]


def test_words_stay_whole_where_they_can() -> None:
    text = "A lighthouse keeper counts."

    assert [text[start:end] for start, end in wrap_text(text, 12)] == [
        "A lighthouse ",
        "keeper ",
        "counts.",
    ]


def test_japanese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    text = "東京の天気。明日"

    assert [text[start:end] for start, end in wrap_text(text, 10)] == ["東京の天", "気。明日"]


STORY = Story(
    "s",
    "k",
    "A headline",
    "Heading\n\nFirst item\n\nSecond item\n\na  b\nc  d\n\nSee the page.",
    (
        Span(0, 7, SpanKind.HEADING),
        Span(9, 19, SpanKind.ITEM),
        Span(21, 32, SpanKind.ITEM),
        Span(34, 43, SpanKind.CODE),
        Span(53, 57, SpanKind.LINK, "https://news.example"),
    ),
    deck="A deck",
    outlet="The Tideline",
    byline="the Desk",
    agency="Harbour Wire",
    photo_credit="M. Lens",
    published=NOW,
    doubt="Very short.",
    evidence=(("undone", "a page as lynx printed it"),),
)


def shown(story: Story, width: int = 60) -> list[str]:
    laid = wrap_article(story_blocks(story), width)
    return ["".join(piece.text for piece in styled_spans(line)).rstrip() for line in laid]


def test_an_article_shows_everything_that_is_known_of_a_story() -> None:
    assert shown(STORY) == [
        "A headline",
        "━" * 8,
        "A deck",
        "",
        "The Tideline · by the Desk · Harbour Wire ·",
        "22 Nov 2026, 12:00",
        "",
        "Read from a page as lynx printed it",
        "",
        "? Very short.  x shows the page as it came.",
        "",
        "Heading",
        "",
        "• First item",
        "• Second item",
        "",
        "  a  b",
        "  c  d",
        "",
        "See the page.",
        "",
        "────────────",
        "",
        "Photo: M. Lens",
    ]


def test_an_article_says_what_looks_how() -> None:
    laid = wrap_article(story_blocks(STORY), 60)
    looks = {piece.text: piece for line in laid for piece in styled_spans(line)}

    assert looks["Heading"].role == "heading"
    assert looks["page"].link == "https://news.example"
    assert looks["• "].role == "dim"


def test_matches_are_found_in_their_lines() -> None:
    laid = wrap_article([ArticleBlock("one two three two")], 8)

    assert [matches_in_line(line, ((4, 7), (14, 17))) for line in laid] == [
        ((4, 7),),
        (),
        ((14, 17),),
    ]
    roles = [
        (piece.text, piece.role)
        for line in laid
        for piece in styled_spans(line, ((4, 7), (14, 17)), here=4)
        if piece.role
    ]
    assert roles == [("two", "here"), ("two", "match")]


@given(TEXT, st.integers(10, 60), st.data())
def test_the_pieces_of_a_paragraph_join_to_it(text: str, width: int, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    matches = tuple(zip(edges[::2], edges[1::2], strict=False))

    laid = wrap_article([ArticleBlock(text)], width)

    joined = "".join(piece.text for line in laid for piece in styled_spans(line, matches))
    assert without_shapes(joined) == without_shapes(text.replace("\n", " "))


def without_shapes(text: str) -> str:
    """A text without what only shapes its signs, which is not drawn."""
    return text.translate(SHAPES).replace(JOINER, "")


def test_the_top_line_counts_the_views() -> None:
    line = story_row.top_line("unread", StoryCounts(1200, 34, 5), 100)

    assert " ".join(text_of(line).split()) == "newsreader g1 All 1,200 g2 Unread 34 g3 Bookmarks 5"
    assert ("Unread 34", "tab-on") in line


@given(TEXT, TEXT, st.integers(1, 90))
def test_two_ends_of_a_line_fill_it(left: str, right: str, width: int) -> None:
    line = story_row.justify_line([(left, "")], [(right, "")], width)

    assert cell_len(text_of(line)) == width


def test_pictures_that_are_joined_to_one_are_drawn_side_by_side() -> None:
    row = Row(1, "The \U0001f469\u200d\U0001f4bb \u2764\ufe0f \u0d15\u0d4d\u200d end", "", NOW)

    first, _ = story_row.row_lines(row, 40, NOW)

    assert text_of(first).rstrip() == "● The \U0001f469\U0001f4bb \u2764 \u0d15\u0d4d\u200d end"
    assert cell_len(text_of(first)) == 40


def test_a_text_with_joined_pictures_is_wrapped_as_it_is_drawn() -> None:
    block = ArticleBlock("\U0001f469\u200d\U0001f4bb" * 3 + " end")

    shown = [
        "".join(piece.text for piece in styled_spans(line)) for line in wrap_article([block], 12)
    ]

    assert shown == ["\U0001f469\U0001f4bb" * 3 + " ", "end"]


def test_a_line_break_within_a_paragraph_breaks_its_line() -> None:
    story = Story("s", "k", "H", text="One\ntwo")

    shown = wrap_article(text_blocks(story), 40)

    assert [story.text[line.start : line.end] for line in shown] == ["One", "two"]


def test_the_line_of_a_picture_has_a_sign_and_leads_to_it() -> None:
    span = Span(0, 6, SpanKind.PICTURE, "https://quay.example/a.png")
    story = Story("s", "k", "H", text="A gull", spans=(span,))

    (line,) = wrap_article(text_blocks(story), 40)

    sign, words, end = styled_spans(line)
    assert (sign.text, words.text, end.text) == ("[picture: ", "A gull", "]")
    assert (words.role, words.link) == ("caption", "https://quay.example/a.png")


def laid_out(text: str, *spans: Span, width: int = 24) -> list[str]:
    """The lines of a text with these spans."""
    story = Story("s", "k", "H", text=text, spans=spans)
    laid = wrap_article(text_blocks(story), width)
    return ["".join(piece.text for piece in styled_spans(line)) for line in laid]


def test_ordered_lists_count_without_a_bullet_and_hang_by_their_number() -> None:
    text = "9. The ninth of the lamps\n\n10. The tenth lamp\n\nA lamp without"

    assert laid_out(
        text, Span(0, 25, SpanKind.ITEM), Span(27, 45, SpanKind.ITEM), Span(47, 61, SpanKind.ITEM)
    ) == ["9. The ninth of the ", "   lamps", "10. The tenth lamp", "• A lamp without"]


def test_lists_and_quotations_are_set_in_as_deep_as_they_stand_in_one_another() -> None:
    text = "Outer\n\n1. Inner\n\nStill inner\n\nSaid\n\nSaid before"

    assert laid_out(
        text,
        Span(0, 28, SpanKind.ITEM),
        Span(7, 28, SpanKind.ITEM),
        Span(30, 47, SpanKind.QUOTE),
        Span(36, 47, SpanKind.QUOTE),
    ) == [
        "• Outer",
        "  1. Inner",
        "",
        "     Still inner",
        "",
        "▎ Said",
        "",
        "▎ ▎ Said before",
    ]


def test_lists_deeper_than_a_pane_is_wide_leave_room_for_words() -> None:
    spans = [Span(2 * depth, 99, SpanKind.ITEM) for depth in range(40)]

    assert laid_out("a\n\n" * 39 + "the last of them", *spans, width=20)[-1].endswith("them")


def test_what_is_bold_is_bold_within_a_link_and_a_quotation_too() -> None:
    spans = (
        Span(0, 18, SpanKind.QUOTE),
        Span(0, 3, SpanKind.STRONG),
        Span(4, 12, SpanKind.LINK, "https://quay.example/"),
        Span(8, 18, SpanKind.STRONG),
    )
    (line,) = wrap_article(
        text_blocks(Story("s", "k", "H", text="Now the lamp burns", spans=spans)), 40
    )

    roles = [(piece.text, piece.role) for piece in styled_spans(line)][1:]
    assert roles == [
        ("Now", "quote-strong"),
        (" ", "quote"),
        ("the ", "link"),
        ("lamp", "link-strong"),
        (" burns", "quote-strong"),
    ]
    assert all(DARK.looks()[role].bold is role.endswith("strong") for _, role in roles)


def test_code_stands_on_a_panel_and_a_sign_says_where_a_line_of_it_was_too_long() -> None:
    text = "lamp = light(1)\nif lamp: burn()"
    story = Story("s", "k", "H", text=text, spans=(Span(0, len(text), SpanKind.CODE),))
    laid = wrap_article(text_blocks(story), 14)
    lines = [list(styled_spans(line)) for line in laid]

    assert ["".join(piece.text for piece in line) for line in lines] == [
        "  lamp =      ",
        "↳ light(1)    ",
        "  if lamp:    ",
        "↳ burn()      ",
    ]
    assert {piece.role for line in lines for piece in line} == {"code"}
    assert DARK.looks()["code"] == TextStyle(DARK.text, DARK.bar)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("שלום", " " * 8 + "שלום"),
        ("123 «שלום»", "  123 «שלום»"),
        ("Ahoy שלום", "Ahoy שלום"),
        ("—", "—"),
    ],
)
def test_what_is_written_from_right_to_left_stands_at_the_right(text: str, shown: str) -> None:
    assert laid_out(text, width=12) == [shown]
