"""Finds timelines: entries of a time, perhaps a heading, and sentences, as a live blog has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.clean.dump.heuristics import LISTS
from reader.clean.dump.line_measures import MeasuredLine

FEWEST = 3  # entries
MOST_OF_ENTRY = 14  # lines
MOST_BETWEEN = 2  # lines between a story and the timeline that goes on with it
SHORT = 110  # characters of a heading
_ZONE = r"(?:GMT|UTC|[A-Z]{1,4}T|Uhr|hrs?|h)"
_TIME = re.compile(
    r"\W{0,4}(?:[^\W\d_]{2,12}[.,]{0,2}\s)?(?:\d{1,2}[./]\d{1,2}[./]?(?:\d{2,4})?,?\s)?"
    r"(?:(?:[01]?\d|2[0-4])\s?[.:hH]\s?[0-5]\d(?:\s?[AaPp]\.?[Mm]\.?)?"
    rf"|(?:1[0-2]|[1-9])\s?[AaPp]\.?[Mm]\.?)(?:\s?{_ZONE})?\W{{0,4}}"
)
_NO_ENTRY = frozenset(("end", "legal", "pitch"))


def timeline_lines(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[bool]:
    """Tell which lines are the headings and sentences of a timeline that belongs to a story.

    It begins right under a kept line or holds one: boxes of the latest news look the same, but
    mostly a heading of such boxes stands over them.
    """
    found = [False] * len(lines)
    times = [at for at, line in enumerate(lines) if _is_time(line)]
    for run in _runs(lines, times):
        end = _end(lines, run[-1])
        near = kept[_nearest_over(lines, run[0]) : end]
        if len(run) >= FEWEST and any(near):
            for at in range(run[0], end):
                found[at] = not _is_time(lines[at]) and lines[at].role in {"", "credit"}
    return found


def entry_headings(lines: Sequence[MeasuredLine]) -> frozenset[int]:
    """List the lines that stand under the times of a timeline: no headline of a page does."""
    times = [at for at, line in enumerate(lines) if _is_time(line)]
    runs = _runs(lines, times) if len(times) >= FEWEST else []
    return frozenset(at + 1 for run in runs if len(run) >= FEWEST for at in run)


def _nearest_over(lines: Sequence[MeasuredLine], start: int) -> int:
    """Find the first of the lines over a timeline under which it may go on."""
    over = start
    while over > max(0, start - 1 - MOST_BETWEEN) and lines[over - 1].role not in LISTS:
        over -= 1
    return over


def _is_time(line: MeasuredLine) -> bool:
    return line.size <= 40 and bool(_TIME.fullmatch(line.text))


def _runs(lines: Sequence[MeasuredLine], times: Sequence[int]) -> list[list[int]]:
    """List the runs of times under each of which an entry stands, up to the next one."""
    runs: list[list[int]] = []
    for at, following in pairwise([*times, len(lines)]):
        if not _is_entry(lines[at + 1 : min(following, at + 1 + MOST_OF_ENTRY)]):
            continue
        if runs and _is_whole(lines, runs[-1][-1], at):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _is_entry(entry: Sequence[MeasuredLine]) -> bool:
    """Tell whether sentences follow a time, at most a heading or two before them."""
    return any(line.ends and not line.role for line in entry[:3])


def _is_whole(lines: Sequence[MeasuredLine], start: int, end: int) -> bool:
    """Tell whether nothing but an entry stands between two times."""
    between = lines[start + 1 : end]
    return len(between) <= MOST_OF_ENTRY and all(line.role not in _NO_ENTRY for line in between)


def _end(lines: Sequence[MeasuredLine], last: int) -> int:
    """Find where the last entry ends: with its last sentence before anything else."""
    end = at = last + 1
    while at < min(len(lines), last + 1 + MOST_OF_ENTRY):
        line = lines[at]
        if line.role not in {"", "credit"} or (end > last + 1 and not line.ends):
            break
        if line.ends and not line.role:
            end = at + 1
        at += 1
    return end
