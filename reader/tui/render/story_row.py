"""A row in, the lines of the list out: text with roles, for Textual and for a bare terminal."""

from __future__ import annotations

from reader.tui.render.cells import as_drawn, cell_len, cut_to_width

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:  # the first screenful is painted before any of these is imported
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.model import Row, Snippet, StoryCounts

# A stretch of text, and its role in the palette.
StyledText = tuple[str, str]
VIEWS = {"all": "All", "unread": "Unread", "bookmarks": "Bookmarks", "events": "Events"}
# The youngest age in seconds from which a unit is used, its length and its letter.
UNITS = ((604800, 604800, "w"), (86400, 86400, "d"), (3600, 3600, "h"), (60, 60, "m"))
MONTH = 30 * 86400
THUMB = "┃"  # a piece of a scrollbar's thumb
FOUND = 16  # columns of the line above the panes that are kept for what a search found


def short_age(published: datetime, now: datetime) -> str:
    """Return how long ago something was, as short as can be: "5m", "3h", "2d", then the date."""
    seconds = (now - published).total_seconds()
    if seconds < -60 or seconds >= MONTH:
        return short_date(published, now)
    for least, length, letter in UNITS:
        if seconds >= least:
            return f"{int(seconds // length)}{letter}"
    return "now"


def _when(row: Row, now: datetime) -> str:
    """Return the age of a row as its source has it: a date to come, else when it was first seen."""
    if row.ahead:
        return short_date(row.ahead, now)
    return (
        short_age(row.published, now)
        if row.dated
        else f"seen {short_age(row.seen or row.published, now)}"
    )


def length_words(minutes: int, is_teaser: bool) -> str:
    """Return how long a story takes to read: "4 min", "teaser", "2 min teaser"; or nothing."""
    if is_teaser:
        return f"{minutes} min teaser" if minutes > 1 else "teaser"
    return f"{minutes} min" if minutes else ""


def short_date(published: datetime, now: datetime) -> str:
    """Return a date, without its year while that is the year of now."""
    day = f"{published.day} {published:%b}"
    return day if published.year == now.year else f"{day} {published.year}"


def row_lines(
    row: Row, width: int, now: datetime, found: tuple[Snippet, Snippet] | None = None
) -> list[list[StyledText]]:
    """Write the lines of a row: headline, in a search the passage, then outlet, age and marks."""
    weight = "read" if row.read else "unread"
    headline = _runs(found[0], weight) if found else [(row.headline, weight)]
    if not row.headline:
        headline = [("(no headline)", weight)]
    first = [unread_sign(row), *clip_line(headline, width - 3)]
    lines = [first, [("  ", ""), *clip_line(_about(row, now), width - 3)]]
    if found:
        lines.insert(1, [("  ", ""), *clip_line(_runs(found[1], "dim"), width - 3)])
    return [pad_line(line, width) for line in lines]


def unread_sign(row: Row) -> StyledText:
    """Return the sign before a headline: it is unread, another report of the same is, or none."""
    if row.read:
        return ("○ ", "dot") if row.missed else ("  ", "")
    return ("● ", "dot")


def _runs(snippet: Snippet, role: str) -> list[StyledText]:
    """Return a passage with its matches marked."""
    return [(text, "match" if match else role) for text, match in snippet.pieces()]


def _about(row: Row, now: datetime) -> list[StyledText]:
    """Return the second line of a row."""
    length = length_words(row.minutes, row.teaser)
    parts = [row.outlet, _when(row, now), "" if row.outlets else length]
    parts += [f"+{row.others}" if row.others else "", "edited" if row.edited else ""]
    parts.append("hidden" if row.hidden else "")
    told: list[StyledText] = [(" · ".join(part for part in parts if part), "dim")]
    if row.bookmarked:
        told.append((" ★", "star"))
    if row.noted:
        told.append((" ✎", "star"))
    told += [(f" #{tag}", "tag") for tag in row.tags]
    if row.doubtful:
        told.append((" ?", "warning"))
    if row.also:
        told.append((f" · also in {', '.join(row.also)}", "dim"))
    if row.outlets:
        told.append((f" · {', '.join(row.outlets)}", "dim"))
        told.append((f" · {length}" if length else "", "dim"))
    return told


def clip_line(line: Iterable[StyledText], width: int) -> list[StyledText]:
    """Return a line that is no wider than some columns, with an ellipsis where it was cut."""
    kept: list[StyledText] = []
    left = width
    for written, role in line:
        text = as_drawn(written)
        size = cell_len(text)
        if size > left:
            if left <= 0:
                return kept
            return [*kept, (f"{cut_to_width(text, max(0, left - 1)).rstrip()}…", role)]
        kept.append((text, role))
        left -= size
    return kept


def pad_line(line: Sequence[StyledText], width: int) -> list[StyledText]:
    """Return a line that is exactly some columns wide."""
    used = sum(cell_len(text) for text, _ in line)
    return [*line, (" " * max(0, width - used), "")]


def _divide_line(
    line: Iterable[StyledText], column: int
) -> tuple[list[StyledText], list[StyledText]]:
    """Return what stands before a column of a line, and the rest of it."""
    before: list[StyledText] = []
    after: list[StyledText] = []
    for text, role in line:
        head = cut_to_width(text, column) if cell_len(text) > column else text
        column -= cell_len(head)
        before.append((head, role))
        after.append((text[len(head) :], role))
    return before, after


def top_line(view: str, counts: StoryCounts, width: int, has_keys: bool = True) -> list[StyledText]:
    """Return line above the panes: the views with their counts, the one that is shown marked.

    In the accent's colour where keys move the list, which is under it.
    """
    shown = "tab-on" if has_keys else "name"
    line: list[StyledText] = [(" newsreader ", "name")] if width >= 70 else [("", "")]
    for place, (name, number) in enumerate(view_counts(counts).items(), start=1):
        role = shown if name == view else "tab"
        tab: list[StyledText] = [(f"  g{place} ", "dim"), (f"{VIEWS[name]} {number:,}", role)]
        used = sum(cell_len(text) for text, _ in [*line, *tab])
        if name != "events" or name == view or (number and used < width - FOUND):
            line += tab
    return pad_line(clip_line(line, width), width)


def band_parts(
    line: Sequence[StyledText], band: tuple[int, int]
) -> list[tuple[Sequence[StyledText], str]]:
    """Return the stretches of a bar, each with its surface: some columns of it are set off."""
    start, end = band
    if start == end:
        return [(line, "bar")]
    before, rest = _divide_line(line, start)
    inside, after = _divide_line(rest, end - start)
    return [(before, "bar"), (inside, "chosen"), (after, "bar")]


def view_counts(counts: StoryCounts) -> dict[str, int]:
    """Return how many rows each view has, those of an event counted one by one."""
    told = (counts.all, counts.unread, counts.bookmarked, counts.events)
    return dict(zip(VIEWS, told, strict=True))


def justify_line(
    left: Sequence[StyledText], right: Sequence[StyledText], width: int
) -> list[StyledText]:
    """Set two stretches at the ends of a line; where there is too little room, the left is cut."""
    tail = clip_line(right, width)
    room = width - sum(cell_len(text) for text, _ in tail)
    return [*pad_line(clip_line(left, room), room), *tail]


def key_hints(hints: Iterable[tuple[str, str]], width: int) -> list[StyledText]:
    """Return keys with what they do, for the bottom line; as many as fit, each of them whole."""
    line: list[StyledText] = []
    left = width
    for key, does in hints:
        gap = "   " if line else " "
        left -= cell_len(f"{gap}{key} {does}")
        if left < 0:
            break
        line += [(gap, ""), (key, "key"), (f" {does}", "dim")]
    return line


def divider_sign(stands_out: bool) -> StyledText:
    """Return a piece of the line beside a pane; it stands out where keys move that pane."""
    return ("┃", "heading") if stands_out else ("│", "faint")


SELECTED: StyledText = ("✓", "heading")
"""The sign before a row that is selected."""


def chosen_row(has_keys: bool) -> tuple[str, StyledText]:
    """Return the surface of the chosen headline and the sign before it, dimmer without the keys.

    The lines below it look as in every other row, so that little changes with another choice.
    """
    return ("chosen", ("▌", "heading")) if has_keys else ("bar", ("▌", "faint"))


def target_at(line: Sequence[StyledText], column: int) -> StyledText | None:
    """Return what a click on a line means: the label of a key, or a tab; None where nothing."""
    start, before = 0, ("", "")
    for run in line:
        text, role = run
        end = start + cell_len(text)
        if start <= column < end:
            if role == "key":
                return _word_at(text, column - start), role
            return before if before[1] == "key" else run if role.startswith("tab") else None
        start, before = end, (text.split()[0] if text.split() else "", role)
    return None


def _word_at(text: str, column: int) -> str:
    """Return the word that stands at a column of some words, or before it."""
    ends = (cell_len(text[: at + 1]) for at in range(len(text)))
    at = next((number for number, end in enumerate(ends) if end > column), 0)
    words = f"{text[:at]}{text[at:].partition(' ')[0]}".split() or text.split()
    return words[-1] if words else ""


def scrollbar_thumb(length: int, height: int, above: int) -> tuple[int, int]:
    """Return where a scrollbar's thumb begins and ends, in lines; nowhere, where all is seen.

    So many lines there are, so many have room, and so many are scrolled out of sight at the top.
    """
    if length <= height:
        return 0, 0
    size = max(1, height * height // length)
    start = (height - size) * above // (length - height)
    return start, start + size
