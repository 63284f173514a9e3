"""Trees, rules of a person and repetition decide which lines of a dump are its story."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from reader.clean import clean
from reader.clean.dump import line_rules, repetition, tree_model
from reader.clean.dump.dump_cleaner import mark_lines
from reader.clean.dump.feature_vectors import NAMES, feature_columns, feature_vectors
from reader.clean.dump.line_selection import (
    LIKELY,
    ScoredLines,
    choose_lines,
    lines_over,
)
from reader.clean.dump.segmentation.line_splitting import ran_on, split_lines
from reader.clean.text.confidence import SURE, UNSURE, story_confidence, unsure_sentence
from reader.clean.text.sanitize import TEXT_LIMIT
from reader.model import CleaningRules, ContentForm, Entry, SiteContext
from tests.support.paths import ROOT

TREES = ROOT / "reader" / "clean" / "dump" / "tree_model.json"
HERE = ROOT / "tests" / "files" / "clean"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TOLD = [
    "The tide came in over the old causeway on Monday and stayed there until the lamps were lit.",
    "Nobody had asked the gulls for their opinion, and the gulls gave it all the same, at length.",
    "The harbour master said that the causeway would be raised before the winter, or never at all.",
    "“We will build it again,” he said, and he had built it twice already with his own two hands.",
]
HEADLINE = "Causeway under water again on Monday"
CLUB = "The rowing club meets every Thursday behind the boat house, and guests are always welcome."


def entry(*lines: str, form: ContentForm = ContentForm.DUMP) -> Entry:
    """A dump of these lines."""
    return Entry("pages", "\n".join(lines), form, NOW)


def told(*lines: str, site: SiteContext) -> list[str]:
    """The paragraphs of a page that has these lines under its headline."""
    return clean(entry(HEADLINE, *lines), site).text.split("\n\n")


def by_rules(*lines: str, **given: tuple[str, ...]) -> list[str]:
    """The paragraphs of a page that a person laid rules down for."""
    return told(*lines, site=SiteContext(rules=CleaningRules(**given)))


# Trees


def test_the_trees_that_are_shipped_ask_for_the_numbers_that_lines_are_given() -> None:
    written = json.loads(TREES.read_text(encoding="utf-8"))

    assert written["names"] == list(NAMES)
    assert {len(row) for row in feature_vectors(mark_lines(TOLD), [True] * 4)} == {len(NAMES)}
    assert max(written["feature"]) < len(NAMES)


MORE = [
    "The ferry to the island was late for the third time this week, and nobody could say why.",
    "Nine gulls and two skippers sat at the weir on Sunday, until the rain drove them all home.",
]
SHARE = [f"Share this by {name}" for name in ("post", "bottle", "gull", "barge", "flag", "lamp")]
MENU = [f"{name} news" for name in ("Harbour", "Weir", "Ferry", "Market", "Island", "Lamp")] * 6


def test_the_lede_between_a_headline_and_its_repetition_is_story() -> None:
    told = [" ".join(TOLD[:2]), *TOLD[2:], *MORE]
    over = [f"{HEADLINE} | Gull Post", *MENU, HEADLINE, told[0], *SHARE, HEADLINE]

    assert clean(entry(*over, *told[1:], *MENU)).text.split("\n\n") == told


def test_what_is_not_sure_not_a_sentence_or_said_twice_is_no_story_over_a_headline() -> None:
    texts = [TOLD[0], TOLD[1], "Gulls over the causeway", TOLD[2], HEADLINE, TOLD[2], *MENU]
    lines, likely = mark_lines(texts), [0.9, 0.6, 0.9, 0.9, 0.0, 0.9, *[0.0] * len(MENU)]

    page = ScoredLines(lines, [False] * len(lines), likely)
    assert lines_over(page, 4, -1) == [True, *[False] * 4]
    assert lines_over(page, 4, 0) == [False] * 5
    assert lines_over(page, -1, -1) == []
    short = ScoredLines(lines[:9], [False] * 9, likely[:9])
    assert lines_over(short, 4, -1) == [False] * 5


@pytest.mark.parametrize(
    ("likely", "kept"),
    [
        ([0.9, 0.1, 0.1, 0.1, 0.9], [True] * 5),
        ([0.1, 0.1, 0.9, 0.9, 0.1], [False, True, True, True, False]),
        ([0.9, 0.1, 0.1, 0.1, 0.1], [True, False, False, False, False]),
        ([0.1, 0.1, 0.1, 0.1, 0.9], [False, False, False, False, True]),
    ],
)
def test_what_announces_a_marked_list_is_kept_with_it_and_amid_a_story(
    likely: list[float], kept: list[bool]
) -> None:
    announced = f"{TOLD[1][:-1]}, and they were told to bring:"
    lines = mark_lines([TOLD[0], announced, "• a rope", "• two lamps", TOLD[2]])

    ruled = [False, True, False, False, False]
    assert choose_lines(ScoredLines(lines, ruled, likely)) == kept
    if likely[2] < LIKELY:
        without = [line >= LIKELY for line in likely]
        assert choose_lines(ScoredLines(lines, [False] * 5, likely)) == without


def test_the_trees_that_are_shipped_are_small() -> None:
    assert TREES.stat().st_size < 1_000_000


def test_a_tree_sends_a_line_left_up_to_its_bound_and_right_above() -> None:
    tree = {"base": 0.0, "roots": [0], "feature": [0, -1, -1], "bound": [5.0, -3.0, 3.0],
            "left": [1, 0, 0]}  # fmt: skip
    grown = tree_model.read_model(tree)

    assert grown.chance([5.0]) == pytest.approx(0.047, abs=0.001)
    assert grown.chance([5.1]) == pytest.approx(0.953, abs=0.001)


def test_trees_are_not_asked_once_those_before_them_are_sure() -> None:
    tree = {"base": 0.0, "roots": [0, 3], "feature": [0, -1, -1] * 2,
            "bound": [5.0, -3.0, 3.0] * 2, "left": [1, 0, 0, 4, 0, 0]}  # fmt: skip
    grown = tree_model.read_model(tree)

    def trees_asked(number: float, hopeless: float, sure: float) -> int:
        chance = grown.chance([number], ((1, hopeless, sure),))
        return round(abs(math.log(chance / (1 - chance))) / 3)

    assert trees_asked(5.0, hopeless=-2.0, sure=2.0) == 1
    assert trees_asked(5.1, hopeless=-2.0, sure=2.0) == 1
    assert trees_asked(5.0, hopeless=-3.5, sure=2.0) == 2
    assert trees_asked(5.1, hopeless=-2.0, sure=3.5) == 2


def test_many_lines_are_judged_together_as_each_is_alone() -> None:
    lines = mark_lines(
        [f"{line} {at}" if at % 3 else line for at in range(12) for line in [*TOLD, "Share"]]
    )
    columns = feature_columns(lines, [at % 2 == 0 for at in range(len(lines))])
    alone = [tree_model.shipped_model().chance(row) for row in zip(*columns, strict=False)]

    assert len(lines) > tree_model.MANY
    assert tree_model.shipped_model().chances(columns) == alone
    assert len({round(chance, 3) for chance in alone}) > 3


def test_a_page_without_lines_has_no_numbers() -> None:
    assert feature_vectors([], []) == []
    assert tree_model.shipped_model().chances([]) == []


# Rules of a person


def test_a_line_that_a_rule_drops_is_not_story() -> None:
    assert by_rules(*TOLD, drop=("gulls",)) == [TOLD[0], *TOLD[2:]]


def test_a_line_that_a_rule_keeps_is_story_whatever_it_looks_like() -> None:
    assert by_rules("Share", *TOLD, keep=("^Share$",)) == ["Share", *TOLD]


def test_keeping_wins_over_dropping() -> None:
    assert by_rules(*TOLD, keep=("gulls",), drop=("opinion",)) == TOLD


def test_a_story_starts_where_a_rule_says() -> None:
    first, *rest = by_rules(*TOLD, start=("the gulls for", "no such words"))

    assert first == TOLD[1][TOLD[1].index("the gulls for") :]
    assert rest == TOLD[2:]


def test_a_story_stops_before_what_a_rule_says() -> None:
    assert by_rules(*TOLD, stop=("The harbour master",)) == TOLD[:2]
    assert by_rules(*TOLD, stop=("said that the causeway",))[-1] == "The harbour master"


def test_headline_and_date_over_the_start_of_a_story_are_still_read() -> None:
    site = SiteContext(rules=CleaningRules(start=("The tide",)))

    story = clean(entry(HEADLINE, "14 October 2026", *TOLD), site)

    assert story.headline == HEADLINE
    assert story.published is not None


def test_an_expression_that_is_none_is_passed_over() -> None:
    assert by_rules(*TOLD, drop=("(", "gulls")) == [TOLD[0], *TOLD[2:]]


def test_an_expression_that_would_take_for_ever_is_passed_over() -> None:
    slow = "(?:a+a+)+$"
    line = "a" * 4000 + "!"

    verdicts = line_rules.apply_line_rules([line] * 1000, CleaningRules(drop=(slow,))).verdicts

    assert len(verdicts) == 1000
    assert not any(verdicts)


def test_rules_leave_a_clean_story_as_it_is() -> None:
    site = SiteContext(rules=CleaningRules(start=("Nobody",), stop=("he said",), keep=("Share",)))
    story = clean(entry(HEADLINE, *TOLD[:2], "Share", *TOLD[2:]), site)

    again = clean(Entry("pages", story.text, ContentForm.DUMP, NOW, title=story.headline), site)

    assert again.text == story.text


# Repetition


def test_a_paragraph_that_other_pages_of_the_site_have_is_not_story() -> None:
    site = SiteContext(repeated=frozenset([repetition.fold_line(CLUB)]))

    assert CLUB not in told(*TOLD[:2], CLUB, *TOLD[2:], site=site)


def test_a_story_that_another_page_tells_too_is_kept_whole() -> None:
    site = SiteContext(repeated=frozenset(map(repetition.fold_line, TOLD)))

    assert told(*TOLD, site=site) == TOLD


def test_lines_are_compared_by_letters_and_figures_alone() -> None:
    assert repetition.fold_line("  Read MORE: »The Gull_Post« ") == "read more the gull post"


def test_a_dump_is_remembered_by_its_short_and_middling_lines() -> None:
    known = repetition.memorable_lines(entry("Share", "—", "", TOLD[0], "word " * 100))

    assert known == {"share", repetition.fold_line(TOLD[0])}


def test_other_forms_are_not_remembered() -> None:
    assert repetition.memorable_lines(entry(*TOLD, form=ContentForm.TEXT)) == frozenset()


# Doubt


def test_confidence_falls_with_unlikely_lines_and_where_lines_ran_on() -> None:
    lines = mark_lines(TOLD * 12)
    all_kept = [True] * 48

    def confidence(kept: list[bool], chance: float, ran_on: bool = False) -> float:
        return story_confidence(lines, kept, [chance] * 48, ran_on)

    assert confidence(all_kept, 0.99) > SURE
    assert confidence(all_kept, 0.6) < SURE
    assert confidence(all_kept, 0.9, ran_on=True) < confidence(all_kept, 0.9)
    assert confidence([False] * 48, 0.1) == 0


def test_a_long_page_that_is_unsure_says_so_and_a_short_one_does_not() -> None:
    lines = mark_lines(TOLD * 12)

    assert unsure_sentence(lines, [True] * 48, [0.6] * 48, ran_on=False) == UNSURE
    assert unsure_sentence(lines, [True] * 48, [0.99] * 48, ran_on=False) == ""
    assert unsure_sentence(lines[:8], [True] * 8, [0.6] * 8, ran_on=False) == ""


def test_only_what_may_as_well_be_story_makes_one_less_sure_from_outside() -> None:
    lines = mark_lines(TOLD * 12)
    kept = [True] * 24 + [False] * 24

    def confidence(outside: float) -> float:
        return story_confidence(lines, kept, [*[0.9] * 24, *[outside] * 24], ran_on=False)

    assert confidence(0.4) < confidence(0.2)
    assert confidence(0.2) == confidence(0.0)


def test_the_fewer_lines_a_page_has_the_less_sure_is_its_story() -> None:
    def confidence(many: int) -> float:
        lines = mark_lines(TOLD * many)
        return story_confidence(lines, [True] * 4 * many, [0.8] * 4 * many, ran_on=False)

    assert confidence(12) == confidence(25) < confidence(26) < confidence(60)


def test_lines_ran_on_where_most_of_them_were_cut_out_of_longer_ones() -> None:
    assert ran_on(" ".join(TOLD * 12), 48)
    assert not ran_on("\n\n".join(TOLD * 12), 48)
    assert not ran_on("\n".join(TOLD * 12), 60)


# Pitches

PITCHES = json.loads((HERE / "pitches.json").read_text(encoding="utf-8"))
PLACES = {
    "over": lambda pitch: [pitch, *TOLD],
    "between": lambda pitch: [*TOLD[:2], pitch, *TOLD[2:]],
    "glued": lambda pitch: [pitch + TOLD[0], *TOLD[1:]],
    "behind": lambda pitch: [TOLD[0], TOLD[1] + pitch, *TOLD[2:]],
}


def test_there_are_pitches_in_ten_languages_or_more() -> None:
    assert len(PITCHES) >= 25
    assert len({pitch["language"] for pitch in PITCHES}) >= 10


@pytest.mark.parametrize("place", PLACES)
def test_nine_pitches_of_ten_are_left_out(place: str) -> None:
    stories = [told(*PLACES[place](pitch["text"]), site=SiteContext()) for pitch in PITCHES]

    left = zip(PITCHES, stories, strict=True)
    assert sum(pitch["text"][:30] in " ".join(story) for pitch, story in left) <= 0.1 * len(PITCHES)


@pytest.mark.parametrize(("place", "share"), [("over", 0.9), ("between", 0.9), ("glued", 0.8)])
def test_a_pitch_takes_nothing_of_the_story_with_it(place: str, share: float) -> None:
    stories = [told(*PLACES[place](pitch["text"]), site=SiteContext()) for pitch in PITCHES]

    assert sum(story == TOLD for story in stories) >= share * len(PITCHES)


@pytest.mark.parametrize("name", ["pitches_development", "pitches_held_out"])
@pytest.mark.parametrize("place", PLACES)
def test_nine_pitches_of_ten_in_twenty_languages_are_left_out(name: str, place: str) -> None:
    fresh = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    stories = [" ".join(told(*PLACES[place](pitch["text"]), site=SiteContext())) for pitch in fresh]

    left = zip(fresh, stories, strict=True)
    assert len({pitch["language"] for pitch in fresh}) >= 20
    assert sum(pitch["text"][:30] in story for pitch, story in left) <= 0.1 * len(fresh)


def test_a_story_that_speaks_to_nobody_gives_a_sly_pitch_away() -> None:
    sly = "No bank stands behind us, and for three euros a month you keep it that way."
    prose = [TOLD[0], TOLD[1], TOLD[2], CLUB, TOLD[0]]
    spoken = [
        "You will see the tide again, and we shall see you there on the old causeway at noon."
    ]

    assert [line.role for line in mark_lines([*prose, sly])] == [""] * 5 + ["pitch"]
    assert mark_lines([*prose, *spoken * 3, sly])[-1].role == ""


@pytest.mark.parametrize(
    ("pitch", "story"),
    [
        (
            "私たちの報道は読者のご寄付で成り立っています。ぜひご支援をお願いします。",
            "潮が古い堤防を越えました。灯りがともるまで引きませんでした。",
        ),
        ("请考虑成为我们的会员，支持我们的记者。", "潮水周一漫过了旧堤道，直到点灯时才退去。"),
        (
            "ادعمنا بتبرعك لتبقى صحافتنا حرة ومستقلة.",
            "غمرت المياه الجسر القديم يوم الاثنين حتى المساء.",
        ),
    ],
)
def test_a_pitch_in_a_script_without_spaces_or_capitals_is_cut_off(pitch: str, story: str) -> None:
    assert split_lines(f"{pitch}{story}") == [pitch, story]
    assert split_lines(f"{story}{pitch}") == [story, pitch]
    assert split_lines(story) == [story]
    assert split_lines(pitch) == [pitch]


# Pages that hold no story, or too much


@pytest.mark.parametrize(
    "written",
    [
        lambda: "word " * 10_000_000,
        lambda: "The tide came in over the old causeway and stayed there. " * 900_000,
        lambda: "line\n" * 1_000_000,
        lambda: "\n".join(f"{n} | {n * 7} | {n % 13}.50" for n in range(300_000)),
        lambda: "\n".join(["Home", "News", "Sport", "Weather", "Sign in"] * 60_000),
        lambda: "a." * 4_000_000,
    ],
    ids=["one line", "one line of sentences", "a million lines", "a table", "navigation", "dots"],
)
def test_of_a_huge_page_a_bounded_beginning_is_read_and_the_story_says_so(
    written: Callable[[], str],
) -> None:
    story = clean(Entry("pages", written(), ContentForm.DUMP, NOW))

    assert len(story.text) <= TEXT_LIMIT
    assert story.doubt


@pytest.mark.parametrize("content", ["", " \n\n ", "12 | 13\n14 | 15\n" * 300, "Home\nNews\n" * 99])
def test_a_page_without_a_story_is_doubtful(content: str) -> None:
    story = clean(Entry("pages", content, ContentForm.DUMP, NOW))

    assert story.text == ""
    assert story.doubt == "No story was found on this page."
