"""What only copies of a story share with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model import Story
from reader.store.identity.dedup_keys import dedup_keys

STORY = Story("/news", "a", "A tide", "The tide is high. " * 20, link="https://a.example/1")


@pytest.mark.parametrize("times", [1, 5, 20, 2_000])
def test_copies_share_the_signs_of_page_and_text_whatever_its_length(times: int) -> None:
    text = "The tide is high, and the harbour is full. " * times
    told = replace(STORY, text=text)
    copy = replace(told, key="b", outlet="Another", deck="Seen from the pier")

    assert dedup_keys(copy) == dedup_keys(told) != []
    assert dedup_keys(replace(told, link="", text=f"{text}!")) != dedup_keys(replace(told, link=""))


def test_who_is_told_the_signs_may_change_its_list() -> None:
    dedup_keys(STORY).clear()

    assert dedup_keys(STORY)
