"""Rows in, what a list in order of time adds to them out: its sections, and rows of one line."""

from __future__ import annotations

from reader.tui import lines
from reader.tui.cells import cell_len

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.model import Row
    from reader.tui.lines import Run

DENSE = "dense"  # the fact in the database: "on" or not
NEAR = 7  # days that have a section each; before that, every month has one
ROOM, OUTLET = 64, 20  # columns of a row that has room for an outlet, and of the outlet
INDENT = 2  # columns before a row that stands beneath another
DAYS = {0: "Today", 1: "Yesterday"}


def section(published: datetime, now: datetime) -> str:
    """The name of the section that a story belongs to: its day, or its month."""
    day, today = published.astimezone().date(), now.astimezone().date()
    ago = (today - day).days
    if 0 <= ago < NEAR:
        return DAYS.get(ago, f"{day:%A}")
    return f"{day:%B %Y}"


def heading(row: Row, before: Row | None, now: datetime) -> str:
    """The name of a section, beside the first row of it; else nothing."""
    name = section(row.published, now)
    return "" if before is not None and section(before.published, now) == name else name


def with_heading(line: Sequence[Run], name: str, width: int) -> list[Run]:
    """A row's last line with the name of its section at the right end."""
    if not name:
        return list(line)
    told = [*line[:-1], (line[-1][0].rstrip(), line[-1][1])]
    return lines.apart(told, [(f" {name} ", "caption")], width)


def dense_line(row: Row, width: int, now: datetime, name: str = "") -> list[Run]:
    """A row in one line: headline, its outlet where there is room, marks and age at the right."""
    weight = "read" if row.read else "unread"
    dot = lines.dot(row)
    told_of = lines.clipped(about(row, name), max(12, width // 3))
    right = [*told_of, *outlet(row, width), (f"{lines.age(row.published, now):>6} ", "dim")]
    room = max(0, width - 4 - sum(cell_len(text) for text, _ in right))
    told = lines.clipped([(row.headline or "(no headline)", weight)], room)
    return lines.apart([dot, *told], [("  ", ""), *right], width)


def about(row: Row, name: str) -> list[Run]:
    """The section that a row of one line begins, and what else is known of the story."""
    marks: list[Run] = [(f"{name} · ", "caption")] if name and not name[-1].isdigit() else []
    marks += [("★ ", "star")] if row.bookmarked else []
    marks += [("✎ ", "star")] if row.noted else []
    marks += [(f"#{tag} ", "tag") for tag in row.tags]
    marks += [("? ", "warning")] if row.doubtful else []
    marks += [("edited ", "dim")] if row.edited else []
    marks += [(f"also in {row.also[0]} ", "dim")] if row.also else []
    marks += [(f"+{row.others} ", "dim")] if row.others else []
    return marks


def beneath(told: Sequence[list[Run]], last: bool) -> list[list[Run]]:
    """The lines of a row that stands beneath another, as a branch of it."""
    signs = ["└ " if last else "├ ", *["  " if last else "│ "] * (len(told) - 1)]
    return [[(sign, "caption"), *line] for sign, line in zip(signs, told, strict=True)]


def outlet(row: Row, width: int) -> list[Run]:
    """Who published a story, in a column of its own."""
    if width < ROOM:
        return []
    return lines.padded(lines.clipped([(row.outlet, "dim")], OUTLET), OUTLET + 1)
