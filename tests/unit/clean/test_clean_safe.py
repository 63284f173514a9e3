"""No text leaves the cleaning that could control a terminal or hide in it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import safe_line, safe_paragraphs
from reader.clean.text.sanitize import (
    is_simple_link,
    read_windows,
    safe_link,
    safe_rows,
    safe_stanzas,
    strip_controls,
)

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x07\x9b\x9d[]0m;\\\u202e\u2066\u200b\u200c\u200d\ufeff\xad\ue000"),
        st.sampled_from("\u0301\u0930\u094d\u0627\u06cc\ufe0f\U000e0041\n\r\t\u2028\xa0 a"),
        st.sampled_from(
            "\U0001f469\U0001f3fd\u2764\u200d\ufe0f\u20e31\u845b\U000e0100\u180b\u1820"
        ),
        st.sampled_from("\U0001f3f4\U000e0067\U000e0062\U000e007f\u0d15\u0d4d"),
    ),
    max_size=60,
)


def is_safe(text: str, allowed: str = "") -> bool:
    """Tell whether nothing in a text is a control, a format or a private character."""
    text = re.sub("\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f", "", text)
    seen = "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd"
    return all(
        unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} or char in allowed
        for char in text
        if char not in seen
    )


@settings(deadline=None, max_examples=300)
@given(HOSTILE)
def test_plain_text_is_one_safe_line_and_stays_as_it_is(text: str) -> None:
    line = safe_line(text)

    assert is_safe(line)
    assert line == line.strip()
    assert "  " not in line
    assert unicodedata.is_normalized("NFC", line)
    assert safe_line(line) == line


@settings(deadline=None, max_examples=300)
@given(HOSTILE)
def test_paragraphs_are_safe_and_stay_as_they_are(text: str) -> None:
    kept = safe_paragraphs(text)

    assert is_safe(kept, "\n")
    assert "\n\n\n" not in kept
    assert "\n" not in kept.replace("\n\n", "")
    assert safe_paragraphs(kept) == kept


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;https://example.org\x1b\\b", "ab"),
        ("a\x9b2Jb", "ab"),
        ("a\x1bPq#0\x1b\\b", "ab"),
        ("a\x1b(Bb", "ab"),
        ("a\x1b]0;never closed", "a0;never closed"),
        ("a\x9d0;never \x9b1mclosed\n\x9b7mb", "a0;never closed b"),
        ("a\x90q\x9dr\x1b[1ms", "aqrs"),
        ("\x1b", ""),
        ("\x1b[1;", ""),
    ],
)
def test_an_escape_sequence_goes_with_all_its_arguments(written: str, shown: str) -> None:
    assert safe_line(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("zero\u200bwidth\ufeff\u2060\xad", "zerowidth"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("a\ufe0f and 1\ufe0f", "a and 1"),
        ("\U0001f3f4\U000e0041\U000e0042\U000e007f", "\U0001f3f4"),
        ("private\ue000\U000f0000", "private"),
        ("not a character\ufffe\ufdd0", "not a character"),
        ("lone\ud800", "lone"),
        ("replaced\ufffd", "replaced\ufffd"),
        ("e\u0301", "\xe9"),
        ("tab\tnbsp\xa0ideographic\u3000line\u2028", "tab nbsp ideographic line"),
        ("a\u200d\U0001f469\u200d", "a\U0001f469"),
        ("\u0d15\u0d4d\u200d\u200da", "\u0d15\u0d4da"),
        ("latin\u200cjoiner", "latinjoiner"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(written: str, shown: str) -> None:
    assert safe_line(written) == shown


def test_a_letter_keeps_a_hundred_marks() -> None:
    assert len(safe_line("q" + "\u0316" * 100)) == 101
    assert len(safe_line("q" + "\u0316" * 3_000 + "a")) == 102


@pytest.mark.parametrize("row", ["\u0301\u0316", "\x9d", "\x90a", "\x9b1"])
def test_a_long_row_of_marks_or_sequences_takes_no_time(row: str) -> None:
    begun = time.process_time()
    safe_line(f"a{row * 100_000}b")

    assert time.process_time() - begun < 2


def test_persian_and_hindi_keep_the_joiners_that_they_are_written_with() -> None:
    persian, hindi = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937"

    assert safe_line(persian) == persian
    assert safe_line(hindi) == hindi


@pytest.mark.parametrize(
    "written",
    [
        "\U0001f469\U0001f3fd\u200d\U0001f4bb",
        "\u2764\ufe0f\u200d\U0001f525 and \u2764\ufe0e",
        "1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\u0d05\u0d35\u0d28\u0d4d\u200d \u0d2a\u0d4b\u0d2f\u0d3f \u0d15\u0d4d\u200d",
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
        "\u0647\u200d.",
        "\u845b\U000e0100",
        "\u1820\u180b",
    ],
)
def test_what_joins_or_shapes_the_signs_beside_it_stays(written: str) -> None:
    assert safe_line(written) == written


def test_a_sign_is_not_torn_where_a_line_is_cut() -> None:
    assert safe_line("ab\U0001f469\u200d\U0001f4bb", 4) == "ab\U0001f469"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Keeper\x92s \x93late\x94 \x96 said\x85", "Keeper’s “late” – said…"),
        ("price \x80 5, \x9bport\x8b", "price € 5, ›port‹"),
        ("a\x9b31mred, a\x9d0;title\x9cb", "ared, ab"),
        ("no letter\x81\x90", "no letter"),
        ("plain é", "plain é"),
        ("plain", "plain"),
    ],
)
def test_controls_that_nobody_writes_are_the_letters_of_windows(written: str, read: str) -> None:
    assert read_windows(written) == read


def test_markup_for_a_terminal_toolkit_stays_plain_text() -> None:
    assert safe_line("[/b][@click=app.quit]x[/]") == "[/b][@click=app.quit]x[/]"


def test_a_line_is_cut_at_its_limit_without_a_space_left_over() -> None:
    assert safe_line("one two", 4) == "one"


def test_carriage_returns_and_next_lines_are_line_breaks() -> None:
    assert strip_controls("a\r\nb\rc\x85d\x0ce") == "a\nb\nc\nd\ne"
    assert safe_rows(" a  b \r\n\r\nc") == ["a b", "", "c"]


def test_lone_line_breaks_are_joined_and_blank_lines_part_paragraphs() -> None:
    assert safe_paragraphs("one\ntwo\n \n\nthree\n") == "one two\n\nthree"


@pytest.mark.parametrize(
    "gap", ["\n\n", "\n\n\n", "\n \n", "  \n\n", "\n\n  ", " \n \n \n ", "\n\t\n", "\n\n\n\n\n"]
)
@pytest.mark.parametrize("safe", [safe_paragraphs, safe_stanzas])
def test_paragraphs_are_cut_at_every_kind_of_blank_line(
    safe: Callable[[str], str], gap: str
) -> None:
    assert safe(f"{gap}One tide.{gap}Another.{gap}") == "One tide.\n\nAnother."


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("http://[broken", ""),
        ("https:", ""),
        ("https://example.org/\x1b[2J", "https://example.org/"),
    ],
)
def test_only_links_into_the_web_are_kept(target: str, kept: str) -> None:
    assert safe_link(target) == kept


@pytest.mark.parametrize("length", [60, 200, 201, 900])
def test_a_link_is_judged_by_its_letters_however_many_it_has(length: int) -> None:
    link = "https://a.example:80/b".ljust(length - 6, "e") + "?c=d#f"

    assert (len(link), is_simple_link(link), safe_link(link)) == (length, True, link)
    assert not is_simple_link(f"{link} ")
    assert safe_link(f"{link}\x07 g") == f"{link}%20g"


def test_a_text_that_looks_harmless_is_read_as_carefully_as_any_other() -> None:
    starts = [
        *range(0, 0x3400, 0x100),
        *range(0xA000, 0x20000, 0x100),
        *range(0xE0000, 0xE1000, 0x100),
    ]
    letters = [f"a{chr(code)}b" for start in starts for code in range(start, start + 0x100)]

    assert [strip_controls(each) for each in letters] == [
        strip_controls(f"\0{each}") for each in letters
    ]
