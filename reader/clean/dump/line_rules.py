"""Lines and what a person laid down for them in, the same lines with a verdict each out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from time import perf_counter

import regex

from reader.model import CleaningRules
from reader.model.construction import frozen

PATIENCE = 0.2  # seconds that one expression may take for a page
MOST = 50  # expressions of a kind that are looked at

RuleSpan = tuple[int, int]  # which line, and how many characters into it


@frozen
class RuledLines:
    """Lines, and whether each is story by rule; None where no rule speaks."""

    lines: list[str]
    verdicts: list[bool | None]


def apply_line_rules(lines: Sequence[str], rules: CleaningRules) -> RuledLines:
    """Cut lines where a story starts or stops by rule, and tell which ones rules keep or drop.

    What stands outside goes, whatever else is said of it; inside, keeping wins over dropping. An
    expression that is none, or takes too long, is passed over.
    """
    if rules == CleaningRules():
        return RuledLines(list(lines), [None] * len(lines))
    told, first = _cut(list(lines), _first(lines, rules.start), at_least=0)
    stop = _first(told[first:], rules.stop)
    moved = (first + stop[0], stop[1]) if stop else None
    told, last = _cut(told, moved, at_least=len(told))
    keep, drop = _all(told, rules.keep), _all(told, rules.drop)
    inside = range(first, last)
    return RuledLines(told, [_verdict(at, inside, keep, drop) for at in range(len(told))])


def obey_verdicts(kept: Sequence[bool], verdicts: Sequence[bool | None]) -> list[bool]:
    """Keep and drop what rules say, and leave the rest as it is."""
    return [
        keep if verdict is None else verdict for keep, verdict in zip(kept, verdicts, strict=True)
    ]


def _verdict(at: int, inside: range, keep: set[int], drop: set[int]) -> bool | None:
    if at not in inside:
        return False
    return True if at in keep else False if at in drop else None


def _cut(lines: list[str], place: RuleSpan | None, at_least: int) -> tuple[list[str], int]:
    """Begin a new line at a place; the lines, and which of them begins there."""
    if place is None:
        return lines, at_least
    at, char = place
    head, tail = lines[at][:char].rstrip(), lines[at][char:].lstrip()
    parts = [part for part in (head, tail) if part]
    return [*lines[:at], *parts, *lines[at + 1 :]], at + bool(head)


def _first(lines: Sequence[str], patterns: Sequence[str]) -> RuleSpan | None:
    """Find the first place that one of some expressions matches."""
    found = (next(_places(lines, pattern), None) for pattern in patterns[:MOST])
    return min((place for place in found if place), default=None)


def _all(lines: Sequence[str], patterns: Sequence[str]) -> set[int]:
    """Find all lines that one of some expressions matches."""
    return {at for pattern in patterns[:MOST] for at, _ in _places(lines, pattern)}


def _places(lines: Sequence[str], pattern: str) -> Iterator[RuleSpan]:
    """Find which lines an expression matches, and where, until patience is at an end."""
    left = PATIENCE
    with suppress(TimeoutError, regex.error, RecursionError, OverflowError):
        wanted = regex.compile(pattern)
        for at, line in enumerate(lines):
            began = perf_counter()
            match = wanted.search(line, timeout=max(left, 0.001))
            left -= perf_counter() - began
            if match:
                yield at, match.start()
