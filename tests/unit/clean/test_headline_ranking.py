"""A page without a title is headed by the line over its story that the story repeats."""

from __future__ import annotations

import pytest

from reader.clean.dump.headline_ranking import best_headline
from reader.clean.dump.headlines import over_story
from reader.clean.dump.line_measures import measure_lines
from reader.clean.dump.line_selection import ScoredLines
from tests.support.dump_entries import dump

STORY = [
    "The lighthouse on Gull Rock will be lit again in spring, the harbour board decided on Monday.",
    "It has been dark since a storm broke two of its windows and drowned the lamp in 2019.",
    "Skippers had asked for the light, for the buoys that stand in for it are hard to see at dawn.",
    "The board will pay for new windows, and the lamp is from a lighthouse that was pulled down.",
    "A keeper will not be needed: the lamp of Gull Rock is switched on from the harbour office.",
]
MENU = ["magazines classifieds your town partners web sites", "Log in | Register | Conditions: 14"]
TEASERS = [
    "Ferry to the islands is late for the third time this week",
    "Ten questions about the parking rules, answered by the council",
    "Choir wins a prize in Ghent with a song that is sung backwards",
]


def headline(*over: str) -> str:
    """Clean a page that has these lines over its story, and tell its headline."""
    return dump("\n".join([*over, *STORY])).headline


def test_a_short_headline_under_a_menu_is_found() -> None:
    assert headline(*MENU, "Home News Forum", "Lighthouse to be lit", "By Ida Strand") == (
        "Lighthouse to be lit"
    )


def test_what_other_stories_are_called_is_no_headline() -> None:
    assert headline(*MENU, *TEASERS, "Gull Rock gets its lighthouse back", *TEASERS[:1]) == (
        "Gull Rock gets its lighthouse back"
    )


def test_the_deck_under_a_headline_is_none() -> None:
    deck = (
        "Skippers asked for the lamp of the lighthouse, and the harbour board finds the money now"
    )

    assert headline(*MENU, TEASERS[0], "Light returns to Gull Rock", f"{deck}.") == (
        "Light returns to Gull Rock"
    )


@pytest.mark.parametrize(
    ("over", "at"), [("A bright night at last", 2), ("Tides | Log in | Sky", 3)]
)
def test_what_stands_over_a_deck_is_the_headline_unless_it_is_a_menu(over: str, at: int) -> None:
    deck = "The lamp of Gull Rock lighthouse, dark since a storm, will be lit again in spring"
    lines = measure_lines([*MENU, over, deck, *STORY])

    assert best_headline(lines, list(range(4, len(lines)))) == at


def test_few_letters_that_stand_alone_over_a_story_are_its_headline() -> None:
    assert headline("Back at dusk", "") == "Back at dusk"


def test_of_two_short_lines_over_a_story_the_one_that_it_repeats_is_its_headline() -> None:
    assert headline("An old light comes back", "Gull Rock lighthouse lit") == (
        "Gull Rock lighthouse lit"
    )


def test_a_title_that_heads_many_lines_loses_the_outlet_that_the_page_names() -> None:
    title = "Gull Rock lighthouse to be lit again in spring | The Gull Post"

    assert headline(title, "The Gull Post", "Menu", "Weather", "Tides", "Log in", "Search") == (
        "Gull Rock lighthouse to be lit again in spring"
    )


def test_a_masthead_that_stands_twice_over_a_story_is_not_its_headline() -> None:
    masthead = "The Quay Lane Post"

    assert headline(masthead, "Menu", masthead, "Log in", "Lighthouse to be lit again") == (
        "Lighthouse to be lit again"
    )


def test_a_title_in_other_words_than_its_story_is_the_headline_when_a_line_confirms_it() -> None:
    assert headline("Back from the dark - The Post", "Menu", "Tides", "Back from the dark") == (
        "Back from the dark"
    )


def test_scripts_without_spaces_are_compared_by_pairs_of_letters() -> None:
    story = ["港の灯台が来春に再び点灯することになったと港湾局が月曜日に発表した。" * 3] * 3
    lines = measure_lines(
        ["天気と潮の情報のお知らせです", "港の灯台が再び点灯へ", "市場の魚の値段が上がる", *story]
    )

    assert best_headline(lines, [3, 4, 5]) == 1


@pytest.mark.parametrize(
    ("over", "story"),
    [(["Menu", "12:30", "Log in"], [3, 4]), (["Lighthouse to be lit again in spring"], [])],
)
def test_without_a_story_or_a_line_that_could_be_one_there_is_no_headline(
    over: list[str], story: list[int]
) -> None:
    lines = measure_lines([*over, *(f"{text} {text} {text}" for text in STORY)])

    assert best_headline(lines, story) == -1


def test_a_deck_that_menus_part_from_the_title_is_not_the_headline() -> None:
    title = "Gull Rock lighthouse shines again: skippers delighted beyond measure"
    deck = (
        "The harbour board decided on Monday that the lighthouse on Gull Rock, dark since a storm "
        "broke windows and drowned the lamp, will be lit"
    )
    story = [*STORY, "Skippers of Gull Rock will see the lighthouse again.", f"{deck} in spring."]
    lines = measure_lines([title, "Home", "News", "Sport", "Log in", deck, "Ada Lind", *story])
    likely = [0.0] * 7 + [0.9] * len(story)
    judged = ScoredLines(lines, [chance > 0 for chance in likely], likely)

    found, under = over_story(judged, (7, len(lines)))

    assert (found.text, lines[under].text) == (title, deck)
