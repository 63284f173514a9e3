"""What converters break at a column, spread over lines or put within links is read as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import wrap

import pytest

from reader.clean import clean
from reader.clean.undo import undo
from reader.clean.undo.justified import KIND, undo_justified
from reader.model import ContentForm, Entry, Story
from tests.support.dumps import FOOT, HEADLINE, MENU, STORY, page_text

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SITE = "https://advertiser.example"
WIDTH = 64
RIVER, LOCK = f"[the river lock]({SITE}/river)", f"[the lock]({SITE}/lock)"
TOLD = [line.replace("the river lock", RIVER).replace("the lock", LOCK) for line in STORY]
TEASERS = (
    "The ferry to Thornby stops for the winter, and nobody knows yet how the children of the"
    " far bank will come to school in the months of ice.",
    "Two men and a dog were found on Sunday in a boat that had drifted out of the harbour in"
    " the fog. All three were cold and well.",
)


def dump(content: str) -> Story:
    """Clean a raw dump."""
    return clean(Entry("pages", content, ContentForm.DUMP, NOW))


def wrapped(*blocks: str) -> str:
    """A page in Markdown whose blocks a converter broke at a column; lists it leaves whole."""
    rows = [
        "\n".join(wrap(block, WIDTH, break_long_words=False)) if block[:3] != "  *" else block
        for block in (*blocks, *TOLD)
    ]
    return "\n\n".join(rows)


def rows_of(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line for line in text.split("\n") if line]


def first_rows(*blocks: str) -> list[str]:
    """What is read of blocks that stand over the story."""
    return rows_of(undo(wrapped(*blocks)).text)[: -len(STORY)]


def test_paragraphs_broken_at_a_column_are_whole() -> None:
    assert first_rows() == []
    assert rows_of(undo(wrapped()).text) == list(STORY)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"  * ### [The lock is open]({SITE}/a)", "The lock is open"),
        (f"  * [ ## The lock is open ]({SITE}/a)", "The lock is open"),
        (f"  * * [The lock is open]({SITE}/a)", "The lock is open"),
        ("  * 5. May, and the lock is open", "5. May, and the lock is open"),
        ("_ The lock is open", "The lock is open"),
        ('[The lock is open](/a "He said "open" (to us)")', "The lock is open"),
        (f"[The lock is open]({SITE}/a#text=\\(open,shut.)", "The lock is open"),
        ("[The lock is open](javascript:window.open === 'a' && b\\('c', 'd'\\))",
         "The lock is open"),
        ("[The lock is open](/write?to=Maud Harrow&of=locks (all))", "The lock is open"),
        ("**The lock****is open**", "The lock is open"),
        (f"He read of[the lock]({SITE}/a) there", "He read of the lock there"),
    ],
)  # fmt: skip
def test_what_is_written_within_others_is_read(written: str, read: str) -> None:
    assert [row.strip() for row in first_rows(written)] == [read]


def test_a_link_whose_title_stands_on_the_next_line_is_read() -> None:
    text = wrapped().replace("\n\n", '\n\n[Home](/canal-\nand-lock/\n"Home of us")\n\n', 1)

    assert rows_of(undo(text).text)[1] == "Home"


def test_a_heading_that_was_broken_within_its_link_is_one_line() -> None:
    title = "Mill town votes to reopen its canal after forty years of silt"
    items = [f"  * {line}" for line in STORY]

    page = first_rows(*items, f"### [{title}]({SITE}/a-long-address)")
    assert page == [*STORY, title]


def test_signs_of_a_heading_alone_on_a_line_go_with_the_next() -> None:
    title = "Unterwasserfahrzeugdokumentationszentrumsneubaugenehmigung"

    assert first_rows(f"### [{title}]({SITE}/a)") == [title]


def test_a_dash_that_had_no_room_is_no_item() -> None:
    start = "The lock is open again, says Maud, who has the key of it".ljust(WIDTH - 1, "y")

    assert first_rows(f"{start} - and she laughs") == [f"{start} - and she laughs"]


def test_a_break_that_was_written_ends_a_line_at_the_column_as_well() -> None:
    rows = wrapped().split("\n")
    page = undo("\n".join([rows[0], f"{rows[1]}  ", *rows[2:]]))

    assert rows_of(page.text)[:2] == [" ".join(rows[:2]), rows[2]]


def test_a_bar_among_stars_begins_no_table() -> None:
    text = wrapped("  * * * |", "  * * news").replace("|\n\n", "|\n")

    assert rows_of(undo(text).text)[0] == "news"


def test_words_right_behind_a_picture_begin_a_block() -> None:
    picture = f"![a lock]({SITE}/a.png)"
    page = first_rows(f"**Open**[]({SITE}/a){picture}**Shut**", f"He waved {picture} and left.")

    assert [" ".join(row.split()) for row in page] == ["Open", "Shut", "He waved and left."]


def test_a_sentence_that_is_all_a_link_leads_elsewhere() -> None:
    plain = "\n\n".join([f"# {HEADLINE}", *TOLD[:4], *TEASERS, *TOLD[4:]])
    linked = [f"[{teaser}]({SITE}/{at})" for at, teaser in enumerate(TEASERS)]
    page = "\n\n".join([f"# {HEADLINE}", *TOLD[:4], *linked, *TOLD[4:]])

    assert dump(plain).text.split("\n\n") == [*STORY[:4], *TEASERS, *STORY[4:]]
    assert dump(page).text.split("\n\n") == list(STORY)


def test_what_leads_to_a_place_on_the_page_or_stands_amid_words_is_no_such_link() -> None:
    linked = f"[{TEASERS[0]}](#top)\n\nSee: [{TEASERS[1]}]({SITE}/b)\n\n[Home](/)\n\n"

    assert undo(linked + wrapped()).linked_prose == ""
    assert undo(wrapped() + f"\n\n[{TEASERS[1]}]({SITE}/b)").linked_prose == TEASERS[1]


def justified(line: str, gap: str = " ") -> str:
    """A paragraph in even lines."""
    *rows, last = wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False)
    even = []
    for row in rows:
        words = row.split()
        more, rest = divmod(WIDTH - len(row), len(words) - 1)
        gaps = [gap + " " * (more + (at < rest)) for at in range(len(words) - 1)]
        even.append("".join(map("".join, zip(words, [*gaps, ""], strict=True))))
    return "\n".join([*even, last])


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_even_lines_are_joined(between: str) -> None:
    page = between.join([*MENU, HEADLINE, *map(justified, STORY), *FOOT])
    found = undo(page)

    assert found.kinds == (KIND,)
    assert [row for row in rows_of(found.text) if row in STORY] == list(STORY)
    assert dump(page).text.split("\n\n") == list(STORY)


def test_a_line_of_two_long_words_goes_on_in_small_letters() -> None:
    long = "Bundesausbildungsförderungsgesetzesänderungen"
    start = justified(STORY[0])
    page = "\n".join([f"{start}\n{long} und\nunterwasserfahrzeuge.", *map(justified, STORY)])

    assert f"{long} und unterwasserfahrzeuge." in undo(page).text


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        "\n".join(STORY).replace(". ", ".  "),  # two blanks behind each sentence
        "\n".join(f"{name:20}{at:6}" for at, name in enumerate(MENU * 3, 7)),
        "\n".join(justified(line) for line in STORY[:1]),
    ],
)
def test_blanks_that_make_no_even_lines_stay(text: str) -> None:
    assert undo_justified(text) is None


def test_a_link_amid_a_script_without_blanks_is_set_off_by_none() -> None:
    paragraph = f"粉屋は[新しい車輪]({SITE}/wheel)の金を[夏まで]({SITE}/summer)に集める。"

    assert "粉屋は新しい車輪の金を夏までに集める。" in undo(wrapped(paragraph)).text


@pytest.mark.parametrize("mark", ["*", r"\*"])
def test_a_comment_over_a_style_sheet_goes_with_it(mark: str) -> None:
    comment = f"/{mark}!\nTheme Name: Weir\nDescription: A theme of the upper valley.\n{mark}/"
    sheet = "a,b{margin:0;padding:0;border:0;color:red;}.menu{float:left;top:0;}" * 3

    undone = undo("\n".join([comment, sheet, "", *STORY]))

    assert undone.text.split() == " ".join(STORY).split()
