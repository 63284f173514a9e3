"""Lists and tables that belong to a story are kept, and lists of links are not."""

from __future__ import annotations

from collections.abc import Sequence

from reader.clean.dump.heuristics import with_lists, with_series
from reader.clean.dump.line_measures import measure_lines

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
