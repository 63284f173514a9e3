"""The entries of a timeline under a story belong to it; boxes of the latest news do not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.clean.dump.line_measures import measure_lines
from reader.clean.dump.timelines import timeline_lines

LEDE = "The dam above Weststead is being looked at by three engineers since Monday morning."
ENTRIES = [
    ("Water is let out", "The keeper opens the lower gate by a hand, and the brook turns brown."),
    ("Geese are moved", "The parish drives its geese to the upper meadow before it gets dark."),
    ("A crack is found", "It is as long as a boat. Nobody can say yet how deep it goes in."),
]


def timeline(times: Sequence[str]) -> list[str]:
    """Write entries under times."""
    return [line for time, entry in zip(times, ENTRIES, strict=True) for line in (time, *entry)]


def found(lines: Sequence[str], story: Sequence[str] = (LEDE,)) -> list[str]:
    """List what is found as a timeline in lines of which some are known as story."""
    verdicts = timeline_lines(measure_lines(lines), [line in story for line in lines])
    return [line for line, keep in zip(lines, verdicts, strict=True) if keep]


SAID = [line for entry in ENTRIES for line in entry]


@pytest.mark.parametrize(
    "times",
    [
        ("18.42", "18.10", "17.30"),
        ("9:05 am", "9:50 am", "11:15 a.m."),
        ("14h05", "14h40", "16h00"),
        ("18:42 Uhr", "18:10 Uhr", "17:30 Uhr"),
        ("Monday, 4 pm", "Monday, 5 pm", "6 pm"),
        ("+++ 18:42 +++", "+++ 18:10 +++", "+++ 17:30 +++"),
    ],
)
def test_entries_under_times_are_kept_and_the_times_are_not(times: tuple[str, ...]) -> None:
    assert found([LEDE, *timeline(times), "Share this article", "Related"]) == SAID
    assert found(["Menu", *timeline(times)], (SAID[1],)) == SAID


def test_fewer_than_three_entries_or_times_without_sentences_are_no_timeline() -> None:
    assert found([LEDE, *timeline(("18.42", "18.10", "17.30"))[:6]]) == []
    assert found([LEDE, "18.42", "Geese", "18.10", "Ducks", "17.30", "Swans"]) == []


def test_entries_away_from_the_story_are_none_of_it() -> None:
    box = timeline(("18.42", "18.10", "17.30"))

    assert found([LEDE, "Share", "Related", "Latest news", *box]) == []
    assert found([*box, "Menu", LEDE]) == []


def test_entries_under_the_heading_of_a_box_are_none_of_the_story_over_it() -> None:
    box = timeline(("18.42", "18.10", "17.30"))

    assert found([LEDE, "Related stories", *box]) == []
    assert found([LEDE, "Related stories", *box], (LEDE, SAID[1])) == SAID


def test_a_timeline_ends_where_something_else_stands_between() -> None:
    times = ("18.42", "18.10", "17.30")

    parted = [LEDE, *timeline(times)[:6], "Related", *timeline(times)]
    assert found(parted) == []
    assert found([LEDE, *timeline(times), "Geese walk to the fair", "A word on barges"]) == SAID
