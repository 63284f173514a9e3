"""Changes rules, tries a query as a rule, and applies rules to stories that are there already."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.library.indexed_store import ignore_progress
from reader.library.marks import change_marks, with_tags
from reader.library.recovery.bring_level import RULES_MIRROR
from reader.library.rules.rule_list import act_on
from reader.library.search import run_search
from reader.model import (
    And,
    InSource,
    Marks,
    Part,
    Progress,
    PublishedBetween,
    Query,
    QueryError,
    Rule,
    Search,
)
from reader.model.construction import frozen
from reader.model.progress import OnProgress
from reader.store.moments import moment_of

if TYPE_CHECKING:  # Whoosh takes 100 ms to import
    from reader.index.index import Index
    from reader.library import Library

Rules = tuple[Rule, ...]
DAYS = 30  # back from now for which a rule is tried
_UNDO = "what rules left"  # what the store keeps so that applying can be taken back
_ALL = 10_000_000  # stories: more than any library has


@frozen
class RuleTrial:
    """What a rule would have caught."""

    ids: tuple[int, ...]  # the newest first
    sources: tuple[tuple[str, str, int], ...]  # location, title, how many: the most first


def change_rules(library: Library, how: Callable[[Rules], Rules]) -> Rules:
    """Change the rules, in the file that a person can read too; return those before.

    Raises:
        QueryError: that change cannot be made.
        StoreError: the file cannot be written; the database has them all the same.
    """
    before = library.store.rules.change(how)
    RULES_MIRROR.keep(library.store, library.folders.data)
    return before


def try_rule(library: Library, index: Index, text: str, source: str = "") -> RuleTrial:
    """Return what a rule would have caught in the last 30 days."""
    now = library.clock.now()
    since = PublishedBetween(after=now - timedelta(days=DAYS))
    found = _matching_ids(library, index, And((_part_of(text, source, now), since)))
    return RuleTrial(found, tuple(library.store.rules.by_source(found)))


def apply_rules(
    library: Library, index: Index, on_progress: OnProgress = ignore_progress
) -> dict[str, int]:
    """Run the rules that are on over all stories; return by rule how many it caught anew.

    `undo_rules` takes that back. Interrupted, it has done nothing.
    """
    store, now = library.store, library.clock.now()
    before: dict[int, Marks] = {}
    left: dict[int, Marks] = {}
    taken: dict[int, list[int]] = {}
    counts = {}
    with store.act():
        rules = store.rules.active_rules()
        for number, rule in enumerate(rules):
            on_progress(Progress("Running rules", number, len(rules)))
            ids = _matching_ids(library, index, _part_of(rule.query, rule.source, now))
            had = store.marks.marks_of(sorted({*ids} - store.rules.caught_by(rule.id)))
            after = {one: act_on(marks, rule.actions, now) for one, marks in had.items()}
            store.marks.save({one: marks for one, marks in after.items() if marks != had[one]})
            store.rules.note_catches(
                (rule.id, one, False) for one in had
            )  # what is there is no news
            before, left = had | before, left | after
            taken[rule.id], counts[rule.name] = list(had), len(had)
        if before:
            store.stories.note(_UNDO, _as_text(before, left, taken))
    library.copy_marks()
    return counts


def last_run(library: Library) -> str:
    """Return what tells the last applying of rules from another; empty where that was undone."""
    return library.store.database.meta(_UNDO)


def run_rule(library: Library, rule: Rule, ids: Sequence[int]) -> Callable[[], None]:
    """Do with some stories what a rule does with those that come; return what takes that back."""
    store, now = library.store, library.clock.now()
    with store.act():
        known = store.rules.caught_by(rule.id)
        fresh = [one for one in ids if one not in known]
        before = change_marks(store, fresh, lambda marks: act_on(marks, rule.actions, now))
        store.rules.note_catches((rule.id, one, False) for one in before)

    def take_back() -> None:
        with store.act():
            store.marks.save(before)
            store.rules.forget_catches(rule.id, before)

    return take_back


def undo_rules(library: Library) -> int:
    """Take back what applying the rules did the last time; return to how many stories.

    Raises:
        QueryError: there is nothing to take back.
    """
    store = library.store
    kept = last_run(library)
    if not kept:
        raise QueryError(
            "Rules were not applied since the last undo; there is nothing to take back."
        )
    told = json.loads(kept)
    before, left = (
        {int(one): _marks_in(marks) for one, marks in told[name].items()}
        for name in ("marks", "left")
    )
    now = store.marks.marks_of(list(before))
    back = {one: _taken_back(before[one], left[one], marks) for one, marks in now.items()}
    with store.act():
        store.marks.save(back)
        for rule_id, ids in told["caught"].items():
            store.rules.forget_catches(int(rule_id), ids)
        store.stories.note(_UNDO, "")
    library.copy_marks()
    return len(back)


def _part_of(text: str, source: str, now: datetime) -> Part:
    """Return what a rule looks for."""
    from reader import query

    part = query.parse(text, now).part
    return And((part, InSource(source))) if source else part


def _matching_ids(library: Library, index: Index, part: Part) -> tuple[int, ...]:
    """Return every story that a query finds, hidden or not, the newest first."""
    search = Search(Query(part), "newest", _ALL)
    return run_search(library.store, index, search, lambda: False, with_hidden=True).ids


def _taken_back(before: Marks, left: Marks, now: Marks) -> Marks:
    """Return the marks of a story without what rules did, and with all that was done since."""
    marks = with_tags(now, less={*left.tags} - {*before.tags})
    for name in ("read", "bookmarked", "hidden"):
        if getattr(now, name) == getattr(left, name):
            marks = replace(marks, **{name: getattr(before, name)})
    return marks


def _as_text(before: dict[int, Marks], left: dict[int, Marks], taken: dict[int, list[int]]) -> str:
    """Return how marks were before rules ran, how these left them, and what each rule caught."""
    told = {"marks": _marks_json(before), "left": _marks_json(left), "caught": taken}
    return json.dumps(told)


def _marks_json(marks: dict[int, Marks]) -> dict[int, list[Any]]:
    return {
        one: [had.read, _seconds(had.bookmarked), had.tags, had.hidden]
        for one, had in marks.items()
    }


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _marks_in(told: Sequence[Any]) -> Marks:
    read, bookmarked, tags, hidden = told
    when = None if bookmarked is None else moment_of(bookmarked)
    return Marks(read, when, tuple(tags), hidden=hidden)
