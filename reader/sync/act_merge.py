"""Merging: any set of acts in, one state out, whatever their order and however often they come.

The state is a conflict-free replicated data type (Shapiro et al., 2011): a join semilattice. Of a
flag the latest value counts. Tags and notes are observed-remove: what one machine wrote stays until
somebody who has seen it replaces it, so of what was done at the same time nothing is lost, and what
is gone does not come back with an old line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from reader.model.construction import field, frozen
from reader.sync.acts import CONCURRENT, SUBJECTS, Act, ActKind, Value

Dot = tuple[int, Value]
"""A value that a machine gave, and when."""
NOTE_BREAK = "\n\n* * *\n\n"  # between notes that were written at the same time


@frozen
class Cell:
    """What is known of one field of a subject: of each machine the latest value that counts."""

    dots: Mapping[str, Dot] = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)  # up to which clock dots are undone


@frozen
class Item:
    """What is known of one subject: a story, a source, a saved search, a rule."""

    page: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)


Items = Mapping[str, Item]
"""What is known, by subject."""


def merge_acts(items: Items, acts: Iterable[Act]) -> dict[str, Item]:
    """Return the items that acts are about, with the acts in them."""
    changed: dict[str, Item] = {}
    for act in acts:
        subject, name = act.subject, act.field
        item = changed.get(subject) or items.get(subject) or Item()
        cell = item.cells.get(name)
        more = _cell_of(act)
        joined = more if cell is None else _join_cells(act.kind, cell, more)
        cells = {**item.cells, name: joined}
        changed[subject] = Item(max(item.page, act.page), cells)
    return changed


def join_items(item: Item, other: Item) -> Item:
    """Return all that two items know of one subject."""
    cells = dict(item.cells)
    for name, cell in other.cells.items():
        cells[name] = _join_cells(_kind_of(name), cells.get(name, Cell()), cell)
    return Item(max(item.page, other.page), cells)


def _kind_of(name: str) -> ActKind:
    """Return of what kind the acts are that change a field."""
    return ActKind(name.partition(" ")[0])


def _cell_of(act: Act) -> Cell:
    """Return a cell that knows of one act alone."""
    if act.kind not in CONCURRENT:
        return Cell({act.machine: (act.at, act.value)})
    dots = {act.machine: (act.at, act.value)} if act.value else {}
    return _without_replaced(dots, dict(act.replaced)) if act.replaced else Cell(dots)


def _join_cells(kind: ActKind, cell: Cell, other: Cell) -> Cell:
    dots = {**cell.dots}
    for machine, dot in other.dots.items():
        dots[machine] = max(dots.get(machine, dot), dot, key=_dot_order)
    if kind not in CONCURRENT:
        latest = max(dots, key=lambda machine: (dots[machine][0], machine)) if dots else None
        return Cell({latest: dots[latest]} if latest else {})
    replaced = {**cell.replaced}
    for machine, at in other.replaced.items():
        replaced[machine] = max(replaced.get(machine, 0), at)
    return _without_replaced(dots, replaced)


def _dot_order(dot: Dot) -> tuple[int, str]:
    """Return by what two dots of one machine are compared: two values at once should not be."""
    return dot[0], json.dumps(dot[1])


def _without_replaced(dots: Mapping[str, Dot], replaced: Mapping[str, int]) -> Cell:
    live = {machine: dot for machine, dot in dots.items() if dot[0] > replaced.get(machine, 0)}
    return Cell(live, replaced)


def live_dots(items: Iterable[Item], name: str) -> list[tuple[int, str, Value]]:
    """Return what counts of a field in all items of one story, the earliest first.

    Two sources may have a story under different names: then it is as many items.
    """
    cells = [item.cells[name] for item in items if name in item.cells]
    if len(cells) == 1:
        return _in_order((at, author, value) for author, (at, value) in cells[0].dots.items())
    replaced: dict[str, int] = {}
    for cell in cells:
        for machine, at in cell.replaced.items():
            replaced[machine] = max(replaced.get(machine, 0), at)
    dots = {
        (dot[0], machine, dot[1])
        for cell in cells
        for machine, dot in cell.dots.items()
        if dot[0] > replaced.get(machine, 0)
    }
    return _in_order(dots)


def _in_order(dots: Iterable[tuple[int, str, Value]]) -> list[tuple[int, str, Value]]:
    found = list(dots)
    if len(found) > 1:
        found.sort(key=lambda dot: (dot[0], dot[1], json.dumps(dot[2])))
    return found


def latest_value(items: Iterable[Item], name: str) -> Dot | None:
    """Return the latest value of a field, and when it came; None where no act is about it."""
    latest: tuple[int, str, Value] | None = None
    for item in items:
        cell = item.cells.get(name)
        for machine, (at, value) in cell.dots.items() if cell is not None else ():
            if latest is None or (at, machine) > latest[:2]:
                latest = (at, machine, value)
    return None if latest is None else (latest[0], latest[2])


def note_text(items: Iterable[Item]) -> str:
    """Return the note; those that were written at the same time stand one below the other."""
    texts = [str(value) for _, _, value in live_dots(items, ActKind.NOTE)]
    return NOTE_BREAK.join(dict.fromkeys(texts))


def acts_of(subject: str, item: Item, machine: str, others: frozenset[str]) -> Iterator[Act]:
    """Yield acts that make an item what it is, but for those that other machines tell of.

    What was replaced is told anew by `machine`, whoever did that.
    """
    name = subject.partition(" ")[2]
    for written, cell in item.cells.items():
        kind, detail = _kind_of(written), written.partition(" ")[2]
        replaced = tuple(sorted(cell.replaced.items()))
        for author, (at, value) in cell.dots.items():
            if author not in others:
                yield Act(kind, name, at, author, value, item.page, detail, replaced)
        if replaced:
            nothing = False if kind is ActKind.TAG else ""
            yield Act(kind, name, 1, machine, nothing, item.page, detail, replaced)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def item_as_json(item: Item) -> str:
    """Return the cells of an item as JSON."""
    written = {
        name: [cell.dots, cell.replaced] if cell.replaced else [cell.dots]
        for name, cell in item.cells.items()
    }
    return _encode(written)


def read_item(page: str, written: str) -> Item:
    """Return the item that `item_as_json` wrote."""
    cells = {
        name: Cell({machine: (at, value) for machine, (at, value) in told[0].items()}, *told[1:])
        for name, told in json.loads(written).items()
    }
    return Item(page, cells)


def is_story(subject: str) -> bool:
    """Tell whether a subject is a story."""
    return subject.startswith(f"{SUBJECTS[ActKind.READ]} ")
