"""Days in, the sections of a list in order of time out; rows in, rows of one line out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from reader.tui.render import story_row
from reader.tui.render.cells import cell_len

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Row
    from reader.tui.render.story_row import StyledText

DENSE = "dense"  # the fact in the database: "on" or not
NEAR = 7  # days that have a section each; before that, every month has one
ROOM = 58  # columns of a row that has room for an outlet: those of a list of 60
OUTLET = 14, 20  # columns of an outlet, at least and at most
INDENT = 2  # columns before a row that stands beneath another
DAYS = {0: "Today", 1: "Yesterday"}


def section_name(day: date, today: date) -> str:
    """Return the name of the section that stories of a day belong to: that day, or its month."""
    ago = (today - day).days
    if 0 <= ago < NEAR:
        return DAYS.get(ago, f"{day:%A} {day.day} {day:%B}")
    return f"{day:%B %Y}"


def first_day(day: date, today: date) -> date:
    """Return the first day of the section that stories of a day belong to."""
    ago = (today - day).days
    if 0 <= ago < NEAR:
        return day
    month = day.replace(day=1)
    return max(month, today + timedelta(days=1)) if ago < 0 else month


def day_of(published: datetime) -> date:
    """Return the day of a moment, where the reader is."""
    return published.astimezone().date()


def section_header(name: str, width: int) -> list[StyledText]:
    """Return the line that names a section."""
    told = story_row.clip_line([(f"{name} ", "section")], width)
    room = width - sum(cell_len(text) for text, _ in told)
    return story_row.pad_line([*told, ("─" * (room - 1), "faint")], width)


def dense_line(row: Row, width: int, now: datetime) -> list[StyledText]:
    """Write a row in one line: headline, outlet where there is room, marks and age at the right."""
    weight = "read" if row.read else "unread"
    dot = story_row.unread_sign(row)
    told_of = story_row.clip_line(_about(row), max(12, width // 3))
    right = [*told_of, *_outlet(row, width), (f"{_age(row, now):>6} ", "dim")]
    room = max(0, width - 4 - sum(cell_len(text) for text, _ in right))
    told = story_row.clip_line([(row.headline or "(no headline)", weight)], room)
    return story_row.justify_line([dot, *told], [("  ", ""), *right], width)


def _age(row: Row, now: datetime) -> str:
    """Return how old a row is, or the date to come that its source gives."""
    if row.ahead:
        return story_row.short_date(row.ahead, now)
    return story_row.short_age(row.seen or row.published, now)


def _about(row: Row) -> list[StyledText]:
    """Return what else is known of the story of a row of one line."""
    marks: list[StyledText] = [("★ ", "star")] if row.bookmarked else []
    marks += [("✎ ", "star")] if row.noted else []
    marks += [(f"#{tag} ", "tag") for tag in row.tags]
    marks += [("? ", "warning")] if row.doubtful else []
    marks += [("edited ", "dim")] if row.edited else []
    marks += [(f"also in {row.also[0]} ", "dim")] if row.also else []
    marks += [(f"+{row.others} ", "dim")] if row.others else []
    return marks


def branch_lines(told: Sequence[list[StyledText]], last: bool) -> list[list[StyledText]]:
    """Return the lines of a row that stands beneath another, as a branch of it."""
    signs = ["└ " if last else "├ ", *["  " if last else "│ "] * (len(told) - 1)]
    return [[(sign, "caption"), *line] for sign, line in zip(signs, told, strict=True)]


def _outlet(row: Row, width: int) -> list[StyledText]:
    """Return who published a story, in a column of its own."""
    if width < ROOM:
        return []
    least, most = OUTLET
    columns = max(least, min(most, width // 4))
    return story_row.pad_line(story_row.clip_line([(row.outlet, "dim")], columns), columns + 1)
