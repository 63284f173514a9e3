"""Ids of very many stories in little memory."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.compact_ids import CompactIds, ids_as_json

MANY = 100_000
SHAPES = {  # of ids, and how many bytes they may take
    "all": (range(1, MANY), 2_000),
    "all but some": ([one for one in range(MANY) if one % 997], 40_000),
    "every third": (range(0, 3 * MANY, 3), 400_000),
}


@given(st.lists(st.integers(0, 2**62)))
def test_what_was_put_in_comes_out_in_order(ids: list[int]) -> None:
    kept = CompactIds(ids)

    assert list(kept) == sorted(set(ids))
    assert len(kept) == len(set(ids))


def test_many_ids_take_little_memory() -> None:
    for name, (ids, most) in SHAPES.items():
        wanted = set(ids)
        tracemalloc.start()
        kept = CompactIds(wanted)
        held = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()

        assert held < most, name
        assert set(kept) == wanted


@pytest.mark.parametrize("count", [0, 1, 999, 1_000, 1_001, 2_500])
def test_ids_are_one_value_of_a_statement(count: int) -> None:
    assert json.loads(ids_as_json(iter(range(count)))) == list(range(count))
