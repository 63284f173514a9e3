"""Lists and tables that belong to a story are kept, and lists of links are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.clean.dump.heuristics import with_lists, with_series, with_speech
from reader.clean.dump.line_measures import MeasuredLine, measure_lines

LEDE = "The ferry has a new timetable from Monday on, because its captain wants to sleep longer."
LAST = "Nobody has complained so far, says the ferry company, which has asked every passenger."
STOPS = ["Upper Holm, 06.10", "Lower Holm, 06.30", "Fish market", "Chapel pier, 07.15"]
LINKS = ["Bakery turns one hundred", "Choir wins first prize", "Why the mayor keeps geese"]
TABLE = ["Stop", "First", "Holm", "06.10", "23.10", "Pier", "06.30", "23.30", "7.00", "23.50"]


def kept(lines: Sequence[str], story: Sequence[str]) -> list[str]:
    """List what is kept of lines of which some are known as story."""
    verdicts = with_lists(measure_lines(lines), [line in story for line in lines])
    return [line for line, keep in zip(lines, verdicts, strict=True) if keep]


def test_a_list_full_of_figures_between_paragraphs_is_kept() -> None:
    assert kept([LEDE, *STOPS, LAST], [LEDE, LAST]) == [LEDE, *STOPS, LAST]


def test_a_list_that_a_colon_announces_is_kept_between_paragraphs_and_at_the_end() -> None:
    announced = "These stalls are open on Sundays:"
    stalls = ["Bread and geese", "Rope", "Maps of the weir"]

    assert kept([LEDE, announced, *stalls, LAST], [LEDE, LAST]) == [LEDE, announced, *stalls, LAST]
    assert kept([LEDE, announced, *stalls, "Share"], [LEDE]) == [LEDE, announced, *stalls]
    assert kept([LEDE, announced, stalls[0], "Share"], [LEDE]) == [LEDE]


def test_a_short_list_that_a_page_ends_with_is_kept_when_announced_or_marked() -> None:
    announced = "Whoever comes has to bring this along:"
    bullets, numbers = ["• rope", "– a hat"], ["1. Upper Holm", "2) Lower Holm", "3. Chapel pier"]

    assert kept([LEDE, announced, "rope", "a hat"], [LEDE]) == [LEDE, announced, "rope", "a hat"]
    assert kept([LEDE, announced, "rope"], [LEDE]) == [LEDE]
    assert kept([announced, "rope", "a hat"], [announced]) == [announced, "rope", "a hat"]
    assert kept([LEDE, *bullets], [LEDE]) == [LEDE, *bullets]
    assert kept([LEDE, "Stops", *numbers], [LEDE]) == [LEDE, "Stops", *numbers]
    assert kept([LEDE, *numbers[1:]], [LEDE]) == [LEDE]
    assert kept([LEDE, "rope", "a hat"], [LEDE]) == [LEDE]
    assert kept([LEDE, *bullets, "Share"], [LEDE]) == [LEDE]


def test_a_long_table_right_over_a_story_is_kept_and_a_short_one_is_not() -> None:
    assert kept(["Share", *TABLE, LAST], [LAST]) == [*TABLE, LAST]
    assert kept(["Share", *TABLE[:6], LAST], [LAST]) == [LAST]


def test_links_between_paragraphs_and_beyond_them_are_not_kept() -> None:
    assert kept([*LINKS, LEDE, *LINKS, LAST, *LINKS], [LEDE, LAST]) == [LEDE, LAST]
    assert kept([LEDE, "Related", *STOPS, LAST], [LEDE, LAST]) == [LEDE, LAST]
    assert kept(LINKS, []) == []


def test_a_few_lines_that_say_when_or_how_long_lead_to_other_stories() -> None:
    teasers = ["Ferry 12 aground", "The 7 best piers", "Holm in 30 pictures"]

    assert kept([LEDE, *teasers, LAST], [LEDE, LAST]) == [LEDE, *teasers, LAST]
    for stamp in ["14 hours ago", "vor 2 Std.", "31. 10. 2025 17:46", "45:47", "2025年1月9日"]:
        assert kept([LEDE, *teasers, stamp, LAST], [LEDE, LAST]) == [LEDE, LAST], stamp


def test_ages_part_a_list_that_is_announced_from_films_under_a_heading() -> None:
    times = ["Holm, 06:10", "Pier, 06:30", "Weir, 07:15"]
    announced = "The ferry leaves at these times:"

    assert kept([LEDE, announced, *times, LAST], [LEDE, LAST]) == [LEDE, announced, *times, LAST]
    film = ["WATCH | The ferry in the ice:", "Captain sleeps", "3 days ago", "Duration 1:30"]
    assert kept([LEDE, *film, LAST], [LEDE, LAST]) == [LEDE, LAST]


def test_a_sentence_announces_a_list_in_japanese_and_korean() -> None:
    stops = ["北港：渡し船、桟橋", "南港：" + "桟橋、" * 40 + "灯台", "西港：灯台"]

    for announced in ["新しい寄港地と時刻は次のとおり。", "새 기항지와 시간표는 다음과 같다."]:
        wanted = [LEDE, announced, *stops]
        assert kept([*wanted, "Share"], [LEDE]) == wanted
    assert kept([LEDE, "新しい寄港地と時刻を決めた。", *stops, "Share"], [LEDE]) == [LEDE]


def test_an_item_behind_a_label_may_be_long_only_where_a_list_is_announced() -> None:
    announced = "Who mends what, says the list that hangs at the pier:"
    items = [f"{name}: {'ropes and nets, ' * 8}sails" for name in ("Ola", "Ida", "Per")]

    assert kept([LEDE, announced, *items, "Share"], [LEDE]) == [LEDE, announced, *items]
    assert kept([LEDE, *items, "Share"], [LEDE]) == [LEDE]
    assert kept([LEDE, announced, f"{items[0]}.", *items[1:], "Share"], [LEDE]) == [LEDE]


PARTS = [
    "1. The ferry is older than the pier that it lands at.",
    "2. Nobody knows who painted the funnel green in the year of the flood.",
    "3. Its bell was cast for a school that was never built on Holm.",
]
BETWEEN = ["Photo: Ola Holm", "Content cannot be shown", "Change settings"]


def kept_series(lines: Sequence[str], story: Sequence[str]) -> list[str]:
    """List what is kept of lines, numbered ones included."""
    verdicts = with_series(measure_lines(lines), [line in story for line in lines])
    return [line for line, keep in zip(lines, verdicts, strict=True) if keep]


def apart(parts: Sequence[str]) -> list[str]:
    """Put what pages have between parts under each."""
    return [line for part in parts for line in (part, *BETWEEN)]


def test_numbered_sentences_that_stand_apart_under_a_story_are_kept() -> None:
    assert kept_series([LEDE, *apart(PARTS)], [LEDE]) == [LEDE, *PARTS]


def test_numbered_sentences_are_none_of_a_story_in_a_row_out_of_turn_or_far_from_it() -> None:
    assert kept_series([LEDE, *PARTS], [LEDE]) == [LEDE]
    assert kept_series([LEDE, *apart(PARTS[:2])], [LEDE]) == [LEDE]
    assert kept_series([LEDE, *apart(PARTS[1:] + PARTS[:1])], [LEDE]) == [LEDE]
    assert kept_series([LEDE, *LINKS * 5, *apart(PARTS)], [LEDE]) == [LEDE]
    assert kept_series([LEDE, *apart([PARTS[0], *LINKS * 9, *PARTS[1:]])], [LEDE]) == [LEDE]
    assert kept_series(apart(PARTS), []) == []


QUOTED = "“Never again.”"


def quoted_lines(*texts: str) -> list[MeasuredLine]:
    """Measure two paragraphs with some lines between them."""
    prose = (
        "The ferry stayed in port for the third day, as the ice on the river was too thick to go."
    )
    return measure_lines([f"{prose} One.", *texts, f"{prose} Two."])


@pytest.mark.parametrize("label", [(), ("Advertisement",), ("Share", "Advertisement")])
def test_a_few_words_that_somebody_says_between_paragraphs_are_story(
    label: tuple[str, ...],
) -> None:
    lines = quoted_lines(QUOTED, *label)
    kept = [True, *[False] * (len(lines) - 2), True]

    assert with_speech(lines, kept) == [True, True, *[False] * len(label), True]


@pytest.mark.parametrize(
    ("texts", "first", "last"),
    [
        (("Never again.",), True, True),
        (("“Never again”, a comedy in three acts",), True, True),
        ((QUOTED, QUOTED), True, True),
        ((QUOTED, "The comedy of the year"), True, True),
        ((QUOTED,), False, True),
        ((QUOTED,), True, False),
    ],
)
def test_other_words_between_lines_and_those_that_end_a_story_are_not(
    texts: tuple[str, ...], first: bool, last: bool
) -> None:
    lines = quoted_lines(*texts)
    kept = [first, *[False] * len(texts), last]

    assert with_speech(lines, kept) == kept


def test_a_page_that_ends_with_what_somebody_says_keeps_what_was_kept() -> None:
    lines = quoted_lines(QUOTED)[:2]

    assert with_speech(lines, [True, False]) == [True, False]
