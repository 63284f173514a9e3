"""Ids of items: however a server writes one, it is one word here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.greader.item_ids import LONG, long_item_id, read_item_id

NUMBERS = st.integers(min_value=-(2**63), max_value=2**63 - 1)


@given(NUMBERS)
def test_a_number_of_64_bits_is_one_word_in_all_notations(number: int) -> None:
    unsigned = number % 2**64
    written = {str(number), str(unsigned), f"{LONG}{unsigned:016x}", f"{LONG}{unsigned:016X}"}

    assert {read_item_id(one) for one in (*written, number)} == {f"{unsigned:016x}"}


@given(NUMBERS)
def test_what_is_sent_is_read_as_what_it_was(number: int) -> None:
    item = read_item_id(str(number))

    assert read_item_id(long_item_id(item)) == item


@given(st.one_of(st.text(), st.integers(), st.none(), st.binary(), st.floats(), st.booleans()))
def test_whatever_stands_in_the_place_of_an_id_is_a_word_or_nothing(written: object) -> None:
    item = read_item_id(written)

    assert item.isascii()
    assert item == "" or item.isprintable()
    assert " " not in item


@pytest.mark.parametrize(
    ("written", "item"),
    [
        ("51298d33bd92f7f3b3000d53", "51298d33bd92f7f3b3000d53"),
        (f"{LONG}51298d33bd92f7f3b3000d53", "51298d33bd92f7f3b3000d53"),
        (f"{LONG}1f", "000000000000001f"),
        ("000000000000001F", "000000000000001f"),
        ("0000000000000017", "0000000000000017"),
        (f"{LONG}not/an id", ""),
        ("", ""),
        (True, ""),
        (2**64, ""),
        ("x" * 300, ""),
    ],
)
def test_ids_of_other_servers_are_words_too(written: object, item: str) -> None:
    assert read_item_id(written) == item
