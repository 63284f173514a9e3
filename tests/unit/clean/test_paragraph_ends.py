"""Where a line is full, what else stands on the page tells whether its paragraph ends there."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest

from reader.clean.rejoin import rejoin
from reader.clean.rejoin.bonds import bond
from reader.clean.rejoin.inline_cuts import spliced_lines
from reader.clean.rejoin.paragraph_habit import ParagraphHabit, count_sentences
from reader.clean.rejoin.wrap_column import TextRow
from reader.clean.undo import undo

WIDTH = 72
OF_TWO = [
    "The weir above the mill was repaired in March. The miller had asked for it since the flood "
    "of the year before, when a third of the wheel was lost.",
    "Nobody had thought that the dam would hold. It was built by the grandfather of the man who "
    "now looks after it, out of what stood around in his yard.",
    "A new wheel will be made by the joiner of the next valley. He has made six of them so far, "
    "all of which are turning to this day without a fault.",
    "The parish pays half of what it costs. The rest is to come out of a fair in the summer, for "
    "which eleven bakers have promised bread already.",
]
FULL = "Until the wheel is there the barley goes to the mill behind the big pass."
LAST = "Its owner has never been on good terms with anybody from the valley, but he will grind it."


def wrapped(*paragraphs: str, width: int = WIDTH) -> list[str]:
    """Wrap paragraphs to a width."""
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, width)]


def habit_of(lines: list[str], width: int) -> ParagraphHabit:
    """Read the paragraphs of lines of which the longest are full."""
    rows = [TextRow(line, 0) for line in lines]
    bonds = [bond(one, after, frozenset()) for one, after in pairwise(lines)]
    return ParagraphHabit.from_rows(rows, bonds, [len(line) >= width - 12 for line in lines])


def test_a_paragraph_goes_on_behind_one_sentence_where_all_others_hold_two() -> None:
    paragraphs = [*OF_TWO[:2] * 3, f"{FULL} {LAST}"]

    assert rejoin(wrapped(*paragraphs, width=len(FULL))) == paragraphs


def test_a_paragraph_ends_behind_two_sentences_where_all_others_do() -> None:
    two = f"It is known. {FULL}"
    paragraphs = [*OF_TWO, two, *OF_TWO[::-1], LAST]

    assert rejoin(wrapped(*paragraphs, width=len(two))) == paragraphs


def test_few_long_paragraphs_tell_of_one_that_is_as_long_and_all_of_one_that_is_longer() -> None:
    habit = ParagraphHabit({1: 6}, {3: 4, 5: 2}, many=True)

    assert [habit.goes_on_behind(sentences) for sentences in (1, 3, 4)] == [True, False, True]


def test_sentences_that_end_within_the_last_line_count() -> None:
    assert habit_of(["One thing is sure. Another is not"], 30).many


@pytest.mark.parametrize(
    ("text", "many"), [("No end", 0), ("It is so.", 1), ("It is so. Not yet", 1)]
)
def test_sentences_that_end_in_a_line_are_counted(text: str, many: int) -> None:
    assert count_sentences(text) == many


@pytest.mark.parametrize(
    "over", ["since the end of the long Barley", "he was born in the night after"]
)
def test_a_name_of_a_common_word_goes_on_the_line_before(over: str) -> None:
    lead = f"It had not been seen by anybody in the whole valley {over}"
    rest = "War. A war like that one is not remembered by those who were born behind the pass."
    paragraphs = [*OF_TWO, f"{lead} {rest}"]

    assert rejoin([*wrapped(*OF_TWO, width=len(lead)), lead, rest]) == paragraphs


def test_a_title_behind_its_outlet_goes_on_where_the_page_says_it_again() -> None:
    title = "Valley Courier - Miller asks the parish for the price of a New"
    page = [
        title,
        "Wheel for the old mill",
        "Home",
        "Miller asks the parish for the price of a New Wheel",
    ]

    lines = rejoin([*page, *wrapped(*OF_TWO, width=len(title))])

    assert lines[0] == f"{title} Wheel for the old mill"


def test_a_headline_that_the_title_ends_with_is_no_part_of_its_story() -> None:
    headline = "Miller of the upper weir asks the parish for the price of a wheel"
    width = len(f"Courier - {headline}")
    lines = rejoin(
        [f"Courier - {headline}", "Home", headline, *wrapped(*OF_TWO[1:], width=width - 4)]
    )

    assert headline in lines


def test_a_first_line_and_what_begins_with_the_same_words_stay_apart() -> None:
    title = "Valley Mill asks the parish again for the price of a wheel of oak"
    deck = "Valley Mill has stood still since the flood took three of the paddles that it had"
    paragraphs = [title, f"{deck} and which nobody found.", *OF_TWO]

    assert rejoin(wrapped(*paragraphs, width=len(title) + 3)) == paragraphs


def test_an_even_line_whose_words_are_not_spread_may_end_its_paragraph() -> None:
    first = "Nobody knows yet who shall grind it."
    paragraphs = [one.replace(". ", ", and ") for one in OF_TWO] * 2
    even = [line for one in paragraphs for line in spread(one, len(first))]

    assert undo("\n".join([first, *even])).text.split("\n") == [first, *paragraphs]


def spread(paragraph: str, width: int) -> list[str]:
    """Wrap a paragraph, and spread the words of all its lines but the last."""
    *lines, last = textwrap.wrap(paragraph, width)
    return [*(evenly(line, width) for line in lines), last]


def evenly(line: str, width: int) -> str:
    """Put more blanks between the first words until a line is as wide as the others."""
    words, lacking = line.split(" "), width - len(line)
    gaps = [1 + lacking // (len(words) - 1)] * (len(words) - 1)
    gaps = [gap + (at < lacking % len(gaps)) for at, gap in enumerate(gaps)]
    return "".join(word + " " * gap for word, gap in zip(words, [*gaps, 0], strict=True))


def test_a_long_line_goes_on_in_a_name_that_was_cut_out_of_its_sentence() -> None:
    begun = "The miller of the old weir, who had come over the pass with his daughter"
    cut = [begun, "Ada", ",", "asked for a wheel", ",", "a roof", ",", "and a door."]

    assert spliced_lines(cut) == [f"{begun} Ada, asked for a wheel, a roof, and a door."]
    assert spliced_lines(["The miller", *cut[1:]]) == [
        "The miller",
        "Ada, asked for a wheel, a roof, and a door.",
    ]
