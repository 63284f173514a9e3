"""What programs put before each line, over a mail, or between its letters, is undone and named."""

from __future__ import annotations

import quopri
from datetime import UTC, datetime
from textwrap import wrap

import pytest

from reader.clean import clean
from reader.clean.undo import undo
from reader.clean.undo.line_prefixes import undo_cues, undo_line_ends, undo_prefixes, undo_tags
from reader.clean.undo.mail import undo_mail_head
from reader.clean.undo.margins import undo_numbering
from reader.clean.undo.transfer import (
    undo_full_width,
    undo_ligatures,
    undo_overstrikes,
    undo_transfer,
)
from reader.model import ContentForm, Entry, Story
from tests.support.dumps import HEADLINE, PAGE, STORY, page_text

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ALIKE = "lines that begin alike"
MAIL = (
    "From: Maud <maud@example.org>\nSent: Monday, 12 October 2026 09:12\nTo: Tobias\n"
    f"Subject: FW: {HEADLINE}\n\n"
)


def dump(content: str) -> Story:
    """Clean a raw dump."""
    return clean(Entry("pages", content, ContentForm.DUMP, NOW))


@pytest.mark.parametrize("prefix", ["+", "# ", "// ", "• ", "- ", "page.txt:", "7\t", "; "])
def test_what_stands_before_every_line_is_taken_off(prefix: str) -> None:
    page = undo("\n".join(prefix + line for line in PAGE))

    assert (page.text, page.kinds) == (page_text(), (ALIKE,))


def test_times_and_numbers_of_lines_go_with_the_name_of_the_file() -> None:
    logged = [f"2026-10-12 09:12:{at:02} INFO {line}" for at, line in enumerate(PAGE)]
    found = [f"page.txt:{at}:{line}" for at, line in enumerate(PAGE, start=1)]

    assert undo("\n".join(logged)).text == page_text()
    assert undo("\n".join(found)).text == page_text()


def test_a_frame_around_a_text_is_taken_off() -> None:
    lines = [row for line in PAGE for row in wrap(line, 60) or [""]]
    framed = [f"┌{'─' * 62}┐", *(f"│ {line:60} │" for line in lines), f"└{'─' * 62}┘"]

    page = undo("\n".join(framed))

    assert (page.text.strip(), page.kinds) == ("\n".join(lines), (ALIKE,))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"- lock {at}" for at in range(20)),
        "\n".join(f"| {at} | {at * at} |" for at in range(20)),
        "\n".join([*(f"- {line}" for line in STORY), *STORY]),
        "\n".join(f"+ {line}" for line in STORY),
        page_text(),
    ],
)
def test_lists_tables_and_pages_keep_what_their_lines_begin_with(text: str) -> None:
    assert undo_prefixes(text) is None


@pytest.mark.parametrize("form", ["({}) {}", "[{}] {}", "{}) {}", "L{}: {}", "{:5}→{}"])
def test_numbers_that_count_the_lines_of_a_whole_page_are_taken_off(form: str) -> None:
    numbered = "\n".join(form.format(at, line) for at, line in enumerate(PAGE, start=1))

    assert undo(numbered).text == page_text()


def test_the_numbers_of_a_list_stay() -> None:
    assert undo_numbering("\n".join(f"{at}) A lock" for at in range(1, 20))) is None


@pytest.mark.parametrize("note", ["FYI\n\n", f"Worth a look.\n\nMaud\n\n{'_' * 32}\n"])
def test_what_was_written_over_a_mail_that_was_passed_on_goes_with_its_head(note: str) -> None:
    story = dump(note + MAIL + "\n\n".join(STORY))

    assert (story.headline, story.text) == (HEADLINE, "\n\n".join(STORY))


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join([HEADLINE, *STORY[:2], MAIL + "See you there."]),
        "\n".join([HEADLINE, "From: Eelford", "By: Tobias Wren", "", *STORY]),
    ],
)
def test_a_mail_that_a_story_shows_is_a_part_of_it(text: str) -> None:
    assert undo_mail_head(text) is None


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_mail_is_read_as_it_was_written(encoding: str) -> None:
    sent = quopri.encodestring(page_text().encode(encoding)).decode("ascii")

    assert undo(sent).text == page_text()


@pytest.mark.parametrize(
    "text",
    [
        "a =\nb =\nc =\nd",
        "\n".join([*STORY, "The rule was x =", "two."]),
        "\n".join([*(f"{line[:70]}=" for line in STORY), "“Mud,” she said."]),
    ],
)
def test_signs_of_equality_at_line_ends_are_no_mail(text: str) -> None:
    assert undo_transfer(text) is None


def test_letters_that_are_struck_over_one_another_are_one() -> None:
    assert undo("B\bBo\bol\bld_\bx\bx and plain").text == "Boldx and plain"
    assert undo_overstrikes("\b\b") is None


def test_letters_that_were_joined_are_written_one_by_one() -> None:
    assert undo("The ﬁrst oﬃce at the ﬂoodgate").text == "The first office at the floodgate"
    assert undo_ligatures("“Five”") is None


@pytest.mark.parametrize(
    "said", ["[11/20/2026 1:07 PM] Maud: ", "20.11.26, 13:07 - Maud: ", "2026-11-20 13:07:55 "]
)
def test_when_and_by_whom_each_line_was_said_in_a_chat_is_taken_off(said: str) -> None:
    page = undo("\n".join(said + line for line in PAGE if line))

    assert page.text == "\n".join(line for line in PAGE if line)
    assert page.kinds == (ALIKE,)


@pytest.mark.parametrize("sign", ["\\", " \\\\", "¶", " ↵"])
def test_a_sign_at_the_end_of_every_line_is_taken_off(sign: str) -> None:
    page = undo("\n".join(line + sign for line in PAGE))

    assert [line for line in page.text.split("\n") if line] == [line for line in PAGE if line]
    assert page.kinds == ("lines that end alike",)


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        "\n".join([*(f"make {at} \\" for at in range(6)), *PAGE]),
        "first¶\nsecond¶\nthird¶",
    ],
)
def test_signs_at_the_ends_of_some_lines_stay(text: str) -> None:
    assert undo_line_ends(text) is None


@pytest.mark.parametrize("form", ["<p>{}</p>", "{}<br>", "<li> {}", "{}<BR />", "<p>{}<br>more"])
def test_the_tags_in_which_every_line_stands_are_taken_off(form: str) -> None:
    page = undo("\n".join(form.format(line) for line in PAGE if line))

    lines = [line for line in page.text.split("\n") if line != "more"]
    assert (lines, page.kinds) == ([line for line in PAGE if line], ("lines between tags",))


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        "\n".join([*PAGE, "Break a line with <br> and a paragraph with <p>."]),
        "\n".join(f"<{at}> if a < b and b > c" for at in range(20)),
        "<p>one\n<p>two\n<p>three",
    ],
)
def test_tags_that_a_text_speaks_of_stay(text: str) -> None:
    assert undo_tags(text) is None


def cue(at: int, line: str) -> str:
    """Write a line as a subtitle that stands for some seconds."""
    return f"{at}\n00:{at:02}:01,000 --> 00:{at:02}:03,500\n{line}\n"


def test_the_numbers_and_times_of_subtitles_are_taken_off() -> None:
    lines = [line for line in PAGE if line]
    numbered = "\n".join(cue(at, line) for at, line in enumerate(lines))
    without = "WEBVTT - Kind: captions\n\n" + numbered.replace(",", ".")

    assert undo(numbered).text.split("\n")[:-1] == lines
    assert undo(numbered).kinds == ("subtitles",)
    assert undo(without).text.split() == " ".join(lines).replace(",", ".").split()


@pytest.mark.parametrize(
    "text", [page_text(), "\n".join(["He wrote: a --> b.", cue(1, "Yes."), cue(2, "No."), *PAGE])]
)
def test_times_with_arrows_amid_a_text_stay(text: str) -> None:
    assert undo_cues(text) is None


def wide(text: str) -> str:
    """Write letters in full width."""
    return "".join(
        chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else "\u3000" if letter == " " else letter
        for letter in text
    )


def test_letters_of_full_width_get_their_usual_one() -> None:
    page = undo(wide(page_text()))

    assert (page.text, page.kinds) == (page_text(), ("letters of full width",))


@pytest.mark.parametrize(
    "text",
    [page_text(), "ＡＦＰとＮＨＫによると、" * 30 + "フェリーは港にとどまった。" * 40, "Ａ級"],
)
def test_letters_of_full_width_amid_others_stay(text: str) -> None:
    assert undo_full_width(text) is None
