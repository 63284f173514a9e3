"""Five machines that hear of each other late, in pieces and twice; in the end all know the same.

Each machine marks by what it knows, with a clock that may be wrong by years, and appends lines to
a journal. Others read from it what a partition lets through: some lines, in any order, again, cut
off in the midst, or as its owner has compacted it. When everything has come at last, all states are
one, and no tag, note, highlight or order is gone but what somebody who knew of it took away.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from pathlib import Path

from reader.model import Highlight, Rule, RuleAction, RuleActionKind
from reader.model.marks import COLOURS
from reader.sync.act_lines import act_line, read_act
from reader.sync.act_merge import Item, acts_of, live_dots, merge_acts
from reader.sync.acts import CONCURRENT, SUBJECTS, Act, ActKind, Value, next_clock
from reader.sync.written_values import highlight_text, name_of, order_text, rule_text
from tests.campaigns.homes import Tally

MACHINES = tuple(f"machine-{number}" for number in range(5))
NAMES = {
    "story": tuple(letter * 16 for letter in "ABC"),
    "rule": ("Rope", "Salt"),
    "rules": ("all",),
}
_QUOTES = (Highlight("Ask the pilot.", "At nine. ", ""), Highlight("潮\nAt nine.", "", " Low"))
_NAMED = dict(zip(map(name_of, _QUOTES), _QUOTES, strict=True))
_DETAILS = {
    ActKind.TAG: ("rope", "salt"),
    **dict.fromkeys((ActKind.HIGHLIGHT, ActKind.COLOUR, ActKind.REMARK), tuple(_NAMED)),
}
_RULE = Rule("", "rope", (RuleAction(RuleActionKind.READ),))
TURNS = 40  # of marking or hearing, in one try
_YEAR = 365 * 86_400_000  # milliseconds
_NOW = 1_700_000_000_000


@dataclass
class _Machine:
    """What one machine knows and has written."""

    name: str
    wrong: int  # milliseconds by which its clock is
    items: dict[str, Item] = field(default_factory=dict)
    journal: list[bytes] = field(default_factory=list)
    clock: int = 0

    def mark(self, dice: random.Random, turn: int) -> Act:
        """Do something by what is known here, and write it down."""
        kind = dice.choice([one for one in ActKind if SUBJECTS[one] in NAMES])
        detail = dice.choice(_DETAILS[kind]) if kind in _DETAILS else ""
        self.clock = next_clock(self.clock, max(0, _NOW + self.wrong + turn))
        act = Act(kind, dice.choice(NAMES[SUBJECTS[kind]]), self.clock, self.name, "", "", detail)
        live = live_dots([self.items.get(act.subject, Item())], act.field)
        replaced = {machine: at for at, machine, _ in live}
        act = replace(
            act,
            value=_value(act, dice, turn, is_live=bool(live)),
            replaced=tuple(sorted(replaced.items())) if kind in CONCURRENT else (),
        )
        self.hear([act_line(act).encode()])
        self.journal.append(act_line(act).encode())
        return act

    def hear(self, lines: list[bytes]) -> None:
        """Take lines in, whatever they are."""
        acts = []
        for line in lines:
            try:
                acts.append(read_act(line))
            except ValueError:
                continue
        self.items |= merge_acts(self.items, acts)
        self.clock = max([self.clock, *(act.at for act in acts)])

    def compact(self) -> None:
        """Write down anew what counts."""
        others = frozenset(MACHINES) - {self.name}
        self.journal = [
            act_line(act).encode()
            for subject, item in self.items.items()
            for act in acts_of(subject, item, self.name, others)
        ]


def _value(act: Act, dice: random.Random, turn: int, is_live: bool) -> Value:
    """A value that a person may give, as things stand."""
    is_on, text = dice.random() < 0.5, dice.choice(("", f"{act.machine} at {turn}"))
    values: dict[ActKind, Value] = {
        ActKind.READ: is_on,
        ActKind.BOOKMARK: turn if is_on else None,
        ActKind.TAG: not is_live or is_on,
        ActKind.NOTE: text,
        ActKind.HIDDEN: is_on,
        ActKind.COLOUR: dice.choice(COLOURS),
        ActKind.REMARK: text,
        ActKind.RULE: rule_text(replace(_RULE, active=turn % 2 == 0)) if is_on else None,
        ActKind.ORDER: order_text(dice.sample(NAMES["rule"], 2)),
    }
    if act.kind is ActKind.HIGHLIGHT:
        return highlight_text(_NAMED[act.detail]) if not is_live or is_on else ""
    return values[act.kind]


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Have five machines go through a number of tries."""
    del folder
    for number in range(count):
        tally.count("five machines", faults(random.Random(f"{seed} {number}")))


def faults(dice: random.Random) -> list[str]:
    """Return what is wrong after one try."""
    machines = [_Machine(name, dice.choice((0, 0, 20, -30)) * _YEAR) for name in MACHINES]
    done: list[Act] = []
    for turn in range(TURNS):
        machine = dice.choice(machines)
        if dice.random() < 0.5:
            done.append(machine.mark(dice, turn))
        elif dice.random() < 0.1:
            machine.compact()
        else:
            machine.hear(pieces(dice.choice(machines).journal, dice))
    for one in dice.sample(machines, 5):
        for other in dice.sample(machines, 5):
            one.hear(dice.sample(other.journal, len(other.journal)))
    states = [said(machine.items) for machine in machines]
    found = [] if states.count(states[0]) == len(states) else ["machines know different things"]
    if states[0] != said(merge_acts({}, done)):
        found.append("what all know is not what was done")
    return found + lost(states[0], done)


def pieces(lines: list[bytes], dice: random.Random) -> list[bytes]:
    """What comes of a journal through a bad line: some of it, again, out of order, cut off."""
    if not lines:
        return []
    some = dice.choices(lines, k=dice.randint(1, len(lines)))
    last = some[-1]
    return [*some, last[: dice.randrange(len(last))]]


def said(items: dict[str, Item]) -> dict[str, dict[str, object]]:
    """What counts of each story of which anything does."""
    known = {
        subject: {
            name: (cell.dots, cell.replaced)
            for name, cell in item.cells.items()
            if cell.dots or cell.replaced
        }
        for subject, item in items.items()
    }
    return {subject: cells for subject, cells in known.items() if cells}


def lost(state: dict[str, dict[str, object]], done: list[Act]) -> list[str]:
    """Tags, notes and their like that are gone though nobody who knew of them took them away."""
    undone = {(act.subject, act.field, *one) for act in done for one in act.replaced}
    given = [
        act for act in done
        if act.value and act.kind in CONCURRENT
        and not any(
            (act.subject, act.field, act.machine) == one[:3] and one[3] >= act.at for one in undone
        )
    ]  # fmt: skip
    return [f"lost: {act}" for act in given if not counts(state, act)]


def counts(state: dict[str, dict[str, object]], act: Act) -> bool:
    """Whether what a machine did still counts, or what it did later in its place."""
    cell: object = state.get(act.subject, {}).get(act.field)
    return isinstance(cell, tuple) and cell[0].get(act.machine, (0,))[0] >= act.at
