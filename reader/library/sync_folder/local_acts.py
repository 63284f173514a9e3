"""What was changed on this machine in, acts out: lines for the folder, and known from then on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from reader.library.accounts.account_login import PREFIX as ACCOUNT
from reader.library.sync_folder.known_items import (
    KnownItems,
    StoryItems,
    bookmarked_since,
    is_hidden,
    is_read,
)
from reader.library.sync_folder.rule_acts import names_in_order, rule_value
from reader.model import Marks
from reader.model.marks import COLOURS
from reader.store.tables.sync_state import LocalChange, StoryNames
from reader.sync.act_lines import act_line, read_act
from reader.sync.act_merge import Item, latest_value, live_dots, merge_acts, note_text
from reader.sync.acts import (
    ALL_RULES,
    CONCURRENT,
    Act,
    ActKind,
    Clocks,
    Value,
    highlight_name,
    next_clock,
)
from reader.sync.written_values import highlight_text, name_of, order_text

CLOCK, ISSUED, MACHINE = "clock", "issued", "machine"  # facts that are remembered


class LocalActs:
    """Makes acts of what triggers noted; whoever asks for that stands in a transaction."""

    def __init__(self, known: KnownItems, milliseconds: Callable[[], int]) -> None:
        self._known = known
        self._store = known.store
        self._milliseconds = milliseconds

    def now(self) -> datetime:
        """Return what time it is."""
        return datetime.fromtimestamp(self._milliseconds() / 1_000, UTC)

    def drain(self) -> None:
        """Make acts of all changes, and have them be written."""
        while self.take_batch():
            pass

    def take_batch(self) -> int:
        """Make acts of the earliest changes, and have them be written; how many changes."""
        sync = self._store.sync
        changes = sync.changes()
        if changes:
            acts = [act for act in self._acts(_latest(changes)) if _is_readable(act)]
            items = self._known.items({act.subject for act in acts})
            self._known.save(merge_acts(items, acts))
            sync.add_lines(map(act_line, acts))
            sync.drop_changes(changes[0].id, changes[-1].id)
        return len(changes)

    def _acts(self, changes: list[LocalChange]) -> list[Act]:
        """Return acts, each later by the hybrid clock than all before it."""
        sync = self._store.sync
        machine, clock = sync.fact(MACHINE), int(sync.fact(CLOCK) or 0)
        acts = []
        for change, act in self._unstamped(changes):
            clock = next_clock(clock, change.at or self._milliseconds())
            acts.append(replace(act, at=clock, machine=machine))
        if acts:
            sync.remember(CLOCK, str(clock))
            sync.remember(ISSUED, str(clock))
        return acts

    def _unstamped(self, changes: list[LocalChange]) -> Iterator[tuple[LocalChange, Act]]:
        ids = list({one.story_id for one in changes if one.story_id})
        names = self._known.names_of(ids)
        marks = self._store.marks.marks_of(ids)
        items = self._known.items_of(list(names))
        named = self._known.items({_subject_of(one) for one in changes if not one.story_id})
        for change in changes:
            if not change.story_id:
                acts = _NAMED[change.kind](self, change.name, named.get(_subject_of(change)))
                yield from ((change, act) for act in acts)
            elif change.story_id in names and change.story_id in marks:
                known = marks[change.story_id], items[change.story_id]
                for act in _story_acts(change, names[change.story_id], *known):
                    yield change, act

    def _source_acts(self, location: str, item: Item | None) -> Iterator[Act]:
        """Yield what has changed of a subscription; what a server reads, it tells others of."""
        if location.startswith(ACCOUNT):
            return
        source = self._store.sync.source(location)
        is_there = source is not None and source[3]
        title = source[1] if source is not None and is_there else None
        if not _is_known(item, ActKind.SUBSCRIPTION, title):
            yield _unstamped_act(ActKind.SUBSCRIPTION, location, title)
        folder = source[2] if source is not None else ""
        if is_there and not _is_known(item, ActKind.FOLDER, folder, nothing=""):
            yield _unstamped_act(ActKind.FOLDER, location, folder)

    def _search_acts(self, name: str, item: Item | None) -> Iterator[Act]:
        """Yield what has changed of a saved search."""
        saved = {one.name: one for one in self._store.searches.all()}.get(name)
        query = None if saved is None else saved.query
        if not _is_known(item, ActKind.SEARCH, query):
            yield _unstamped_act(ActKind.SEARCH, name, query)
        if saved is not None and not _is_known(item, ActKind.ALERT, saved.alert, nothing=False):
            yield _unstamped_act(ActKind.ALERT, name, saved.alert)

    def _rule_acts(self, name: str, item: Item | None) -> Iterator[Act]:
        """Yield what has changed of a rule."""
        value = rule_value(self._store.rules.all(), name)
        if not _is_known(item, ActKind.RULE, value):
            yield _unstamped_act(ActKind.RULE, name, value)

    def _order_acts(self, _: str, item: Item | None) -> Iterator[Act]:
        """Yield the order of rules, where it has changed."""
        names = [one.name for one in self._store.rules.all()]
        if names != names_in_order(names, item):
            act = _unstamped_act(ActKind.ORDER, ALL_RULES, order_text(names))
            seen = {} if item is None else {act.subject: item}
            yield replace(act, replaced=_replaced_acts(seen, act.field))


_NAMED: dict[str, Callable[[LocalActs, str, Item | None], Iterable[Act]]] = {
    "source": LocalActs._source_acts,
    "search": LocalActs._search_acts,
    "rule": LocalActs._rule_acts,
    "rules": LocalActs._order_acts,
}


def _latest(changes: list[LocalChange]) -> list[LocalChange]:
    """Return changes without those after which the same thing was changed again."""
    latest = {(one.kind, one.story_id, one.name): one for one in changes}
    return sorted(latest.values())


def _subject_of(change: LocalChange) -> str:
    return f"{change.kind} {change.name}"


def _unstamped_act(kind: ActKind, name: str, value: Value) -> Act:
    return Act(kind, name, 0, "", value)


def _is_known(item: Item | None, kind: ActKind, value: Value, nothing: Value = None) -> bool:
    """Tell whether a value is what all machines have already."""
    latest = None if item is None else latest_value([item], kind)
    return value == (nothing if latest is None else latest[1])


def _story_acts(
    change: LocalChange, names: StoryNames, marks: Marks, items: StoryItems
) -> Iterator[Act]:
    """Yield what has changed of a story, where all machines do not have it so."""
    kind = ActKind(change.kind)
    if kind is ActKind.HIGHLIGHT:
        detail, values = _highlight_values(change, marks, items)
    else:
        detail, values = change.name, {kind: _VALUES[kind](change, marks, items)}
    for told, (value, known) in values.items():
        act = Act(told, names.name, 0, "", value, names.page, detail)
        if value != known:
            seen = _replaced_acts(items, act.field) if told in CONCURRENT else ()
            yield replace(act, replaced=seen)


def _highlight_values(
    change: LocalChange, marks: Marks, items: StoryItems
) -> tuple[str, dict[ActKind, tuple[Value, Value]]]:
    """Return the name of a highlight, and each thing about it as it is here and everywhere."""
    quote, before, after = json.loads(change.name)
    name = highlight_name(quote, before, after)
    here = next((one for one in marks.highlights if name_of(one) == name), None)
    live = live_dots(items.values(), f"{ActKind.HIGHLIGHT} {name}")
    if here is None:
        return name, {ActKind.HIGHLIGHT: ("", "" if not live else live[0][2])}
    text = highlight_text(here)
    colour = latest_value(items.values(), f"{ActKind.COLOUR} {name}") or (0, COLOURS[0])
    remark = latest_value(items.values(), f"{ActKind.REMARK} {name}") or (0, "")
    return name, {
        ActKind.HIGHLIGHT: (text, text if live else ""),  # where it stands is told once
        ActKind.COLOUR: (here.colour, colour[1]),
        ActKind.REMARK: (here.note, remark[1]),
    }


def _replaced_acts(items: StoryItems, field: str) -> Clocks:
    """Return the acts that an act replaces: all of a field that count now."""
    return tuple(
        sorted({machine: at for at, machine, _ in live_dots(items.values(), field)}.items())
    )


def _read_values(_: LocalChange, marks: Marks, items: StoryItems) -> tuple[Value, Value]:
    return marks.read, is_read(items)


def _bookmark_values(_: LocalChange, marks: Marks, items: StoryItems) -> tuple[Value, Value]:
    since = marks.bookmarked
    return None if since is None else int(since.timestamp()), bookmarked_since(items)


def _hidden_values(_: LocalChange, marks: Marks, items: StoryItems) -> tuple[Value, Value]:
    return marks.hidden, is_hidden(items)


def _tag_values(change: LocalChange, marks: Marks, items: StoryItems) -> tuple[Value, Value]:
    return change.name in marks.tags, bool(live_dots(items.values(), f"tag {change.name}"))


def _note_values(_: LocalChange, marks: Marks, items: StoryItems) -> tuple[Value, Value]:
    return marks.note, note_text(items.values())


# What a mark is here, and what all machines have.
_VALUES: dict[ActKind, Callable[[LocalChange, Marks, StoryItems], tuple[Value, Value]]] = {
    ActKind.READ: _read_values,
    ActKind.BOOKMARK: _bookmark_values,
    ActKind.TAG: _tag_values,
    ActKind.NOTE: _note_values,
    ActKind.HIDDEN: _hidden_values,
}


def _is_readable(act: Act) -> bool:
    """Tell whether other machines would take an act: not what only this one can make sense of."""
    try:
        return read_act(act_line(act).encode("utf-8", "surrogatepass")) == act
    except ValueError:
        return False
