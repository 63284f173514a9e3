"""The words of `newsreader mark` in, a change of marks out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from reader.library.keeping import marked, tagged, tags_in
from reader.model import Mark, Marks, StoreError

MARKS = {
    "read": (Mark.READ, True),
    "unread": (Mark.READ, False),
    "bookmark": (Mark.BOOKMARKED, True),
    "unbookmark": (Mark.BOOKMARKED, False),
}


def with_tags(marks: Marks, text: str) -> Marks:
    """Marks with the tags in a text."""
    return tagged(marks, more=tags_in(text))


def without_tags(marks: Marks, text: str) -> Marks:
    """Marks without the tags in a text."""
    return tagged(marks, less=tags_in(text))


def with_note(marks: Marks, text: str) -> Marks:
    """Marks with a text as the note; an empty one takes the note away."""
    return replace(marks, note=text.strip())


TOLD = {"tag": with_tags, "untag": without_tags, "note": with_note}


def change_of(chosen: Any, now: datetime) -> Callable[[Marks], Marks]:
    """What `mark` is to do with the marks of a story.

    Raises:
        StoreError: it needs a text, and has none.
    """
    if chosen.mark in MARKS:
        kind, on = MARKS[chosen.mark]
        return lambda marks: marked(marks, kind, on, now)
    if chosen.text is None:
        raise StoreError(f"newsreader mark {chosen.mark} needs --text WORDS.")
    return lambda marks: TOLD[chosen.mark](marks, chosen.text)
