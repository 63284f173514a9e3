"""Rows of the database in, events and their members out."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from reader.model import Event, Grouped, Member, Print
from reader.store.first_screen import TAG_BREAK
from reader.store.moments import moment_of


def event_of(rows: Sequence[tuple[Any, ...]]) -> Event:
    """An event from the rows of its members, the newest first."""
    texts: dict[int, list[str]] = {}
    for row in rows:
        texts.setdefault(row[2], []).append(row[7])
    leading = next((row for row in rows if row[3]), rows[0])
    return Event(
        id=rows[0][0],
        headline=leading[4],
        first=moment_of(rows[-1][6]),
        last=moment_of(rows[0][6]),
        outlets=tuple(dict.fromkeys(row[5] for row in reversed(rows) if row[5])),
        stories=tuple(row[1] for row in rows),
        keys=tuple(row[7] for row in rows),
        same_text=tuple(tuple(keys) for keys in texts.values() if len(keys) > 1),
        lead=leading[1],
    )


def member_of(row: tuple[Any, ...]) -> Member:
    """A story in its event."""
    _, event, lead, size, outlets = row
    named = tuple(outlets.split(TAG_BREAK)) if outlets else ()
    return Member(event, int(lead or event), size, named)


def print_of(mark: Print) -> tuple[Any, ...]:
    """A print as the database has it."""
    packed = (mark.terms.tobytes(), mark.weights.tobytes(), mark.rows.tobytes())
    return (mark.story, mark.published, mark.words, mark.language, *packed)


def grouped(row: tuple[Any, ...]) -> Grouped:
    """A grouped story as the model has it."""
    story, published, words, language, terms, weights, rows, event, text = row
    packed = array("I", terms), array("H", weights), array("I", rows)
    return Grouped(Print(story, published, words, language, *packed), event, text)
