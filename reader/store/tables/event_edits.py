"""The tables of what a person decided about events, when that was, and what it teaches."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from reader.model import ClusterEdit, ClusterLesson, ClusterMember, EditStep
from reader.model.events import EventsBefore
from reader.store.database import Table, store_errors
from reader.store.tables.event_rows import gather_members


def _lesson_values(lesson: ClusterLesson) -> tuple[Any, ...]:
    """Return a lesson as the database has it."""
    terms = array("I", sorted(lesson.terms)).tobytes()
    return (*lesson.outlets, lesson.together, lesson.after, terms)


def _lesson_of(row: tuple[Any, ...]) -> ClusterLesson:
    """Return a lesson as the model has it."""
    one, other, together, after, terms, until = row
    return ClusterLesson((one, other), bool(together), after, frozenset(array("I", terms)), until)


def _edit_of(row: tuple[Any, ...]) -> ClusterEdit:
    """Return a decision as the model has it."""
    one, other, together = row
    return ClusterEdit(one, other, bool(together))


def _before_of(told: str) -> EventsBefore:
    """Return the events and texts of stories from how they were written down."""
    return {int(story): (event, text) for story, (event, text) in json.loads(told).items()}


def _before_values(before: EventsBefore) -> str:
    """Write down the events and texts of stories."""
    return json.dumps({str(story): places for story, places in before.items()})


# Of several decisions about two stories the last one counts that was not taken back.
DECIDED = """
SELECT one, other, together FROM decision
WHERE {side} IN ({{ids}}) AND act_id = (
    SELECT max(act_id) FROM decision AS later JOIN act ON act.id = act_id
    WHERE later.one = decision.one AND later.other = decision.other AND undone IS NULL
)
"""
ACT = "INSERT INTO act (before, after) VALUES (?, (SELECT last FROM rarity)) RETURNING id"
DECIDE = "INSERT INTO decision (act_id, one, other, together) VALUES (?, ?, ?, ?)"
TEACH = """
INSERT INTO lesson (act_id, one, other, together, after, terms) VALUES (?, ?, ?, ?, ?, ?)
"""
TAUGHT = """
SELECT one, other, together, lesson.after, terms, undone
FROM lesson JOIN act ON act.id = act_id ORDER BY lesson.id
"""
LAST_ACT = """
SELECT id, CASE steps WHEN 0 THEN '{}' ELSE before END FROM act
WHERE undone IS NULL ORDER BY id DESC LIMIT 1
"""
# What no story was grouped after leaves no trace.
DROP_ACT = "DELETE FROM act WHERE id = ? AND after >= (SELECT last FROM rarity)"
UNDO_ACT = "UPDATE act SET undone = (SELECT last FROM rarity), steps = 2 WHERE id = ?"
# At one moment what was taken back comes first: what is decided there is taken back without trace.
NEXT_STEP = """
SELECT id, iif(steps = 0, after, undone) AS moment, steps, before FROM act
WHERE steps = 0 OR (steps = 1 AND undone NOT NULL)
ORDER BY moment, steps DESC, iif(steps = 0, id, -id) LIMIT 1
"""
OF_ACT = "SELECT one, other, together FROM decision WHERE act_id = ? ORDER BY one, other"
STEP_DONE = "UPDATE act SET steps = steps + 1, before = ? WHERE id = ?"
ALL_STEPS_AGAIN = "UPDATE act SET steps = 0"


class EventEditTable(Table):
    """What a person decided about events."""

    @store_errors
    def edits_of(self, ids: Sequence[int]) -> list[ClusterEdit]:
        """Return what a person decided about stories and others."""
        rows = [
            row
            for side in ("one", "other")
            for row in self.database.rows_of(DECIDED.format(side=side), ids)
        ]
        return [_edit_of(row) for row in rows]

    @store_errors
    def save_edit(
        self,
        members: Sequence[ClusterMember],
        leads: Mapping[int, int],
        decisions: Sequence[ClusterEdit],
        before: EventsBefore,
        lessons: Sequence[ClusterLesson] = (),
    ) -> int:
        """Keep what a person decided, and the events that come of it; return its number."""
        with self.database.act() as connection:
            act = connection.execute(ACT, (_before_values(before),)).fetchone()[0]
            rows = ((act, one.one, one.other, one.together) for one in decisions)
            connection.executemany(DECIDE, rows)
            connection.executemany(TEACH, ((act, *_lesson_values(one)) for one in lessons))
            gather_members(connection, members, leads)
        return int(act)

    @store_errors
    def lessons(self) -> list[ClusterLesson]:
        """Return what splits and joins have taught, the oldest first."""
        return [_lesson_of(row) for row in self.database.all(TAUGHT)]

    @store_errors
    def last_act(self) -> tuple[int, EventsBefore] | None:
        """Return the last thing that a person decided, and how it was before."""
        row = self.database.first_row(LAST_ACT)
        return None if row is None else (row[0], _before_of(row[1]))

    @store_errors
    def undo_edit(
        self, act: int, members: Sequence[ClusterMember], leads: Mapping[int, int]
    ) -> None:
        """Take back what a person decided last, and keep the events that come of it."""
        with self.database.act() as connection:
            connection.execute(DROP_ACT, (act,))
            connection.execute(UNDO_ACT, (act,))
            gather_members(connection, members, leads)

    @store_errors
    def next_step(self) -> EditStep | None:
        """Return what is decided again next while all is grouped anew; None when nothing is left.

        It comes after the stories that had been grouped when a person decided it.
        """
        row = self.database.first_row(NEXT_STEP)
        if row is None:
            return None
        act, moment, steps, before = row
        decisions = tuple(map(_edit_of, self.database.all(OF_ACT, act)))
        return EditStep(act, moment, steps > 0, decisions, _before_of(before))

    @store_errors
    def repeat_edit(
        self,
        step: EditStep,
        members: Sequence[ClusterMember],
        leads: Mapping[int, int],
        before: EventsBefore,
    ) -> None:
        """Keep the events that come of deciding something again, and how it was before that."""
        with self.database.batch() as connection:
            connection.execute(STEP_DONE, (_before_values(before), step.act))
            gather_members(connection, members, leads)
