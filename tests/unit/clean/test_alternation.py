"""Alternatives that are put together for speed match what they match one by one."""

from __future__ import annotations

import re

import pytest

from reader.clean.text.alternation import fast_alternation, list_alternatives

WRITTEN = [
    "lock|lore|canal",
    "(?:lock|gate) keeper|keep",
    "(?:the |a )?lock|(?:gate){2} shut",
    "(?:river (?:lock|gate)|canal) of",
    r"(?:\d{1,3}|many) barges|(?:lock\(s\)|gates) shut",
    "(?:a|) lock|[(|]gate",
]
TEXTS = [
    "lock", "lore", "canal", "lock keeper", "gate keeper", "keep", "a lock", "the lock", "lock of",
    "gategate shut", "gate shut", "river lock of", "river gate of", "canal of", "river of",
    "12 barges", "many barges", "barges", "lock(s) shut", "gates shut", " lock", "(gate", "|gate",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_an_alternation_matches_what_one_of_its_alternatives_matches(written: str) -> None:
    parts = list_alternatives(written)
    joined = re.compile(fast_alternation(parts))

    assert [bool(joined.fullmatch(text)) for text in TEXTS] == [
        any(re.fullmatch(part, text) for part in parts) for text in TEXTS
    ]


def test_a_choice_at_the_beginning_is_tried_by_its_first_letters() -> None:
    assert fast_alternation(["(?:lock|gate) keeper"]) == "(?:l(?:ock keeper)|g(?:ate keeper))"


def test_bars_and_line_ends_part_alternatives_and_those_in_brackets_do_not() -> None:
    assert list_alternatives("a|b(?:c|d)\n  [|]e | f\n") == ["a", "b(?:c|d)", "[|]e", "f"]
