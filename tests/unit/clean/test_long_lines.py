"""A page that came on one long line is cut where its blocks met, and other pages are not."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.clean import clean
from reader.clean.dump.segmentation.line_splitting import split_lines
from reader.clean.dump.segmentation.seams import find_seams, split_run_on
from reader.model import ContentForm, Entry

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TITLE = "Mill at Torsby grinds again after forty years"
STORY = [
    "The old mill at Torsby began to grind rye again on Saturday, forty years after its last "
    "miller had stopped the wheel and gone to sea.",
    "Two hundred people stood on the bank when Mayor J. Lund opened the sluice, and the first "
    "flour was baked into bread on the same afternoon by the school.",
    "“It sounds as it did when I was small,” said Ada Holm, who is ninety and came with a chair.",
    "The wheel was made by four carpenters from oak that had lain in the lake since the great "
    "storm, and it turns without a sound. Nobody has been paid for it so far.",
    "The parish wants to keep it going on two days of each week. Whoever brings grain of their own "
    "takes the flour home, less a cup for the geese of the miller.",
    "The council has promised to mend the road to the mill before the winter, and has not said "
    "how.",
]
HEAD = ["Menu", "Home", "News", "Sport", "Log in", "Subscribe", TITLE]
MADE = ["By Ines Calloway", "3 November 2026", "Share"]
FOOT = ["Share this article", "Related", "Geese walk to the fair", "Terms of use"]
PAGE = [f"{TITLE} | Torsby Mirror", *HEAD, *MADE, *STORY, *FOOT]
MILL = [
    "川の水車が四十年ぶりに回り始めた。",
    "粉は学校でパンになった。",
    "市長は道を直すと述べた。",
]


def test_a_page_on_one_line_gives_its_story_and_headline() -> None:
    story = clean(Entry("one.txt", " ".join(PAGE), ContentForm.DUMP, NOW))

    assert story.headline == TITLE
    assert " ".join(story.text.split()) == " ".join(STORY)


def test_sentences_of_one_line_become_paragraphs_of_several() -> None:
    parts = split_run_on([" ".join(STORY)])

    assert " ".join(parts) == " ".join(STORY)
    assert 2 <= len(parts) <= len(STORY)
    assert all(part.endswith((".", "”")) for part in parts)


def test_one_line_in_a_script_without_spaces_is_cut_at_full_stops_and_spaces() -> None:
    line = "水車ニュース 政治 " + "".join(MILL * 20) + " 関連記事"

    parts = split_run_on([line])

    assert parts[:2] == ["水車ニュース", "政治"]
    assert parts[-1] == "関連記事"
    assert len(parts) > 5
    assert "".join(parts) == line.replace(" ", "")
    assert split_run_on(["".join(MILL * 20)])[-1].endswith("。")


def test_lines_that_are_paragraphs_stay_as_they_are() -> None:
    long = " ".join(STORY)

    assert split_run_on([long, *STORY]) == [long, *STORY]
    assert split_run_on([*STORY, long * 5, *STORY * 9]) == [*STORY, long * 5, *STORY * 9]
    assert split_run_on([STORY[0]]) == [STORY[0]]
    assert split_run_on([]) == []
    assert split_lines("\n".join(STORY)) == STORY


def test_no_block_begins_behind_a_shortened_word_or_amid_a_name() -> None:
    words = " ".join([*STORY, *STORY]).split()

    seams = find_seams(words)

    assert all(words[at - 1] not in {"J.", "Mayor", "Ada"} for at in seams)
    assert find_seams(["Mill"]) == []


def test_no_block_begins_behind_a_colon() -> None:
    words = " ".join([*STORY, "The mayor said this:", *STORY]).split()

    seams = find_seams(words)

    assert seams
    assert words.index("this:") + 1 not in seams
