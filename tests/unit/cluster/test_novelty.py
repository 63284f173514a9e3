"""The sentences of a report that tell what no other report told."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cluster import facts
from reader.cluster.novelty import new_sentences
from reader.cluster.sentences import sentences
from reader.library import Library
from reader.library.reports import event_reports

READ = (
    "Storm reaches Quillhaven\n\nA storm reached Quillhaven on Monday, the harbour office said.\n\n"
    "It tore 13,000 slates from roofs. “Nobody saw it coming from the west,” said Ada Brome.\n\n"
    "The harbour stays closed."
)
LEDE = "Rain kept the fleet of the coast in port for most of a cold morning."


def told(text: str, *others: str, language: str = "en") -> list[str]:
    """The sentences that are new, in order."""
    return [text[start:end] for start, end in new_sentences(text, others, language)]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One came. Two went! Who? Nobody.", ["One came.", "Two went!", "Who?", "Nobody."]),
        ("Dr. Brome met Gen. J. Quill. He left.", ["Dr. Brome met Gen. J. Quill.", "He left."]),
        ("It rose 1.5 per cent. Then it fell.", ["It rose 1.5 per cent.", "Then it fell."]),
        ("He said: “Go.” She went.", ["He said: “Go.”", "She went."]),
        ("A heading\n\nA text. ", ["A heading", "A text."]),
        ("The U.S. fleet came… and went.", ["The U.S. fleet came… and went."]),
        ("風が吹いた。船が来た。", ["風が吹いた。", "船が来た。"]),
        ("जहाज आया। वह गया।", ["जहाज आया।", "वह गया।"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_end_where_they_end(text: str, wanted: list[str]) -> None:
    assert split(text) == wanted


def test_a_new_number_a_new_name_and_a_new_quote_are_new() -> None:
    fresh = [
        "About 14,000 slates came down.",
        "They landed as far away as Samphire.",
        "One man said: “We never had a roof like this one.”",
    ]
    old = ["Slates fell, 13 000 of them.", "That was in Quillhaven, she said.",
           "“Nobody saw it coming from the west,” she said again."]  # fmt: skip
    old[0] = old[0].replace(" 000", "\u00a0000")
    text = "\n\n".join([LEDE, *fresh, *old])

    assert told(text, READ) == [LEDE, *fresh]


def test_the_first_sentence_is_new_unless_another_report_says_the_same() -> None:
    same = "On Monday a storm reached Quillhaven, said the harbour office."

    assert told(f"{same} The harbour stays closed.", READ) == []
    assert told(f"{LEDE} The harbour stays closed.", READ) == [LEDE]


def test_a_fact_is_new_where_it_is_told_first() -> None:
    text = f"{LEDE} A ship lay off Samphire. It left Samphire at once."

    assert told(text, READ) == [LEDE, "A ship lay off Samphire."]


def test_nothing_is_new_without_other_reports_or_without_a_text() -> None:
    assert new_sentences(LEDE, []) == []
    assert new_sentences("", [READ]) == []


def test_what_several_reports_told_is_known() -> None:
    text = f"{LEDE} About 14,000 slates came down near Samphire."

    assert told(text, READ, "It was 14,000 of them.", "In Samphire it rained.") == [LEDE]


def test_another_spelling_of_a_name_is_no_news() -> None:
    text = f"{LEDE} In the end Kalderón spoke of Zinovyevs there."

    assert told(text, "Here Calder spoke, and Kalderon. So did Zinoviev.") == [LEDE]


def test_a_word_that_is_also_written_small_is_no_name() -> None:
    assert told(f"{LEDE} Then the Mayor spoke, and the mayor left.", READ) == [LEDE]


def test_a_line_in_capitals_names_nobody() -> None:
    assert told(f"{LEDE}\n\nTHE WIND OF SAMPHIRE\n\nThe harbour stays closed.", READ) == [LEDE]


def test_where_nouns_have_capitals_names_are_two_in_a_row() -> None:
    known = "Ein Schiff kam an den Hafen."
    first = "Regen hielt die Flotte im Hafen fest."
    plain = "Dann sah man den Leuchtturm."
    named = "Dann sprach dort Ada Brome."

    assert told(f"{first} {plain} {named}", known, language="de") == [first, named]


def test_without_capitals_mostly_new_words_are_new() -> None:
    first, same, other = "港で船が燃えた。", "嵐が町に来た。", "市長は灯台を閉めた。"

    assert told(first + same + other, "嵐が町に来た。雨も降った。", language="ja") == [first, other]


def test_a_word_in_quotation_marks_is_no_quote() -> None:
    assert told(f"{LEDE} They called the harbour “closed” again.", READ) == [LEDE]


def test_a_quote_over_several_sentences_is_new_in_each() -> None:
    quote = "“The sea took it all. Then the roof went,” they said."

    assert told(f"{LEDE} {quote}", READ) == [LEDE, "“The sea took it all.",
                                             "Then the roof went,” they said."]  # fmt: skip


def test_numbers_are_the_same_however_they_are_written() -> None:
    assert facts.find_numbers("1,500 1.500 1’500 ١٥٠٠") == {"1500"}
    assert facts.find_numbers("2.5 and 2,5") == {"2.5"}


def test_a_very_long_text_is_looked_at_as_far_as_a_bound() -> None:
    long = "\n\n".join(f"Line {number} of the tide table." for number in range(5000))

    found = new_sentences(long, [READ])

    assert found
    assert found[-1][1] <= facts.LONGEST


@pytest.fixture
def seeds(library: Library, shared: Path) -> Library:
    """A library with the two dumps of one event."""
    list(library.add(str(shared / "seeds")))
    return library


def marked(library: Library, story_id: int, read: int) -> list[str]:
    """The sentences of a story that are new against another one."""
    story = library.store.stories.get(story_id)
    return [
        story.text[slice(*span)]
        for span in event_reports.new_sentences(library.store, story, [read])
    ]


def test_what_each_of_the_two_dumps_tells_alone_is_found(seeds: Library) -> None:
    one, other = (
        next(story.id for story in seeds.store.stories.all_stories() if word in story.text)
        for word in ("deepening", "13,000")
    )

    new = "\n".join(marked(seeds, other, read=one))
    for wanted in ("13,000 containers", "satellite images", "Vladivostok"):
        assert wanted in new
    new = "\n".join(marked(seeds, one, read=other))
    assert "strongest terms" in new
    assert marked(seeds, one, read=other)[0].startswith("South Korea on Monday")
    assert "10,000" not in new
    assert "state media" not in new


@pytest.mark.parametrize(
    "unit",
    ['"aaa" ', "“", "«a ", "Dr. ", "A.B. ", "1,111", "Ab Cd. ", "x", "」「", ". ", "\n", "１，"],
)
def test_no_text_takes_long(unit: str) -> None:
    hostile = unit * (200_000 // len(unit))

    for text, other in ((hostile, READ), (READ, hostile), (hostile, hostile[1:])):
        spans = new_sentences(text, [other])  # what is quadratic takes minutes here
        assert all(0 <= start < end <= facts.LONGEST for start, end in spans)
