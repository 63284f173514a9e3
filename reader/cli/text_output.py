"""Nouns in, lines for a person or for a program out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
)
from rich.text import Text

from reader.clean.text.sanitize import visible
from reader.cli import json_output
from reader.cli.safe_output import say, say_json
from reader.library.edit_history import written
from reader.model import (
    Beside,
    Carrier,
    Cleaned,
    Edit,
    Entry,
    Passage,
    Row,
    Snippet,
    SpanKind,
    Story,
)
from reader.model import Progress as Told
from reader.model.retention import sized
from reader.tui.render.article import attachment
from reader.tui.render.safe_console import SafeConsole

if TYPE_CHECKING:
    from reader.library.archive_limits import Vacuumed
    from reader.library.diagnostics import Finding

STYLES = {None: "", SpanKind.REMOVED: "red", SpanKind.ADDED: "bold"}


def added(new: int, errors: Sequence[str], json_wanted: bool) -> None:
    """What adding has brought."""
    if json_wanted:
        say_json({"added": new, "errors": list(errors)})
    else:
        say(f"{new:,} new {'story' if new == 1 else 'stories'}.")


def paged(pages: int, errors: Sequence[str], json_wanted: bool) -> None:
    """How many pages have come."""
    if json_wanted:
        say_json({"pages": pages, "errors": list(errors)})
    else:
        say(f"{pages:,} {'page' if pages == 1 else 'pages'}.")


def downloaded(path: Path, json_wanted: bool) -> None:
    """Where a file is now."""
    if json_wanted:
        say_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        say(str(path))


def rows(told: Iterable[Row], carriers: Mapping[int, Sequence[Carrier]], json_wanted: bool) -> None:
    """Stories, one a line."""
    for row in told:
        if json_wanted:
            say_json(json_output.row(row, carriers[row.id]))
        else:
            say(row_line(row, Snippet(row.headline)))


def row_line(row: Row, headline: Snippet) -> Text:
    """Number, date, marks, headline and outlet, parted by tabs."""
    marks = ("★" if row.bookmarked else " ") + (" " if row.read else "●")
    line = Text(f"{row.id}\t{row.ahead or row.seen or row.published:%Y-%m-%d}\t{marks}\t")
    line.append_text(passage(headline, "" if row.read else "bold"))
    return line.append(f"\t{row.outlet}{beside(row)}", "dim")


def beside(row: Row) -> str:
    """What is to be said after the outlet of a story: an edit, other sources."""
    told = ["edited"] if row.edited else []
    told += [f"also in {', '.join(row.also)}"] if row.also else []
    return f" ({'; '.join(told)})" if told else ""


def passage(told: Snippet, style: str) -> Text:
    """A passage with its matches marked."""
    text = Text()
    for piece, match in told.pieces():
        text.append(piece, "bold black on yellow" if match else style)
    return text


def story(told: Story, known: Beside, json_wanted: bool) -> None:
    """One story to read."""
    if json_wanted:
        say_json(json_output.story(told, known))
        return
    say(Text(told.headline, "bold"))
    for line in filter(None, about(told, known)):
        say(Text(line, "dim"))
    for number, enclosure in enumerate(told.enclosures, start=1):
        what = attachment(enclosure)
        place = "" if enclosure.link in what else f", {enclosure.link}"
        say(Text(f"Attached {number}: {what}{place}", "dim"))
    if told.undone:
        say(Text(f"Read from {told.undone}", "dim"))
    if told.doubt:
        say(Text(told.doubt, "red"))
    say(Text("\n").append_text(body(told)))


def about(told: Story, known: Beside) -> Iterator[str]:
    """What stands between a story's headline and its text; empty where it is not known."""
    yield told.deck
    yield ", ".join(filter(None, (told.outlet, told.byline, told.agency)))
    yield f"{told.published:%Y-%m-%d %H:%M}" if told.published else ""
    yield told.link
    yield f"Links to a page of {known.elsewhere}" if known.elsewhere else ""
    yield f"Comments: {told.comments}" if told.comments else ""
    others = ", ".join(one.name for one in known.carriers[1:])
    yield f"Also in {others}" if others else ""
    yield from (f"Edited, seen {one.until:%Y-%m-%d %H:%M}" for one in known.versions[-1:])


def body(told: Story) -> Text:
    """A story's text with its headings set off."""
    text = Text(told.text)
    for span in told.spans:
        if span.kind is SpanKind.HEADING:
            text.stylize("bold", span.start, span.end)
    return text


def edits(told: Sequence[Edit], json_wanted: bool) -> None:
    """What each edit of a story changed, the latest first."""
    if not told and not json_wanted:
        say("Never edited.")
    for one in told:
        if json_wanted:
            say_json(json_output.edit(one))
        else:
            edit(one)


def edit(told: Edit) -> None:
    """What one edit of a story changed."""
    say(Text(f"Edited, seen {told.seen:%Y-%m-%d %H:%M}", "bold"))
    for passage in told.passages:
        say(Text("\n").append_text(compared(passage)))
    say("")


def compared(passage: Passage) -> Text:
    """A passage with its changes in brackets, which a pipe keeps."""
    text = Text()
    for kind, words in written(passage):
        text.append(words, STYLES[kind])
    return text


def original(entry: Entry, json_wanted: bool) -> None:
    """A page as it came; without what would control a terminal."""
    if json_wanted:
        say_json(json_output.original(entry))
    else:
        say(visible(entry.content))


def marked(ids: Sequence[int], mark: str, json_wanted: bool) -> None:
    """Which stories a mark has changed."""
    if json_wanted:
        say_json({"marked": list(ids), "mark": mark})


def taken_in(bookmarked: int, errors: Sequence[str], json_wanted: bool) -> None:
    """How many bookmarks there are after an import."""
    if json_wanted:
        say_json({"bookmarked": bookmarked, "errors": list(errors)})
    else:
        say(f"{bookmarked:,} {'bookmark' if bookmarked == 1 else 'bookmarks'} now.")


def reindexed(stories: int, json_wanted: bool) -> None:
    """How many stories were indexed."""
    if json_wanted:
        say_json({"indexed": stories})
    else:
        say(f"{stories:,} {'story' if stories == 1 else 'stories'} indexed.")


def vacuumed(told: Vacuumed, json_wanted: bool) -> None:
    """What went, and the room that was won."""
    if json_wanted:
        say_json(json_output.vacuumed(told))
        return
    for one in told.dropped:
        say(one.said)
    for name in ("database", "index"):
        before, after = getattr(told.before, name), getattr(told.after, name)
        say(f"{name}: {sized(before)}, now {sized(after)}")
    say(f"{sized(told.won)} won")


def examined(finding: Finding, json_wanted: bool) -> None:
    """What a check has found."""
    if json_wanted:
        say_json(json_output.finding(finding))
        return
    state = "well" if finding.well else "repaired" if finding.repaired else "broken"
    line = Text(f"{state}\t", "" if finding.good else "red")
    say(line.append(f"{finding.check}\t{finding.said}"))


def recleaned(changed: int, stories: int, json_wanted: bool) -> None:
    """How many stories cleaning has changed."""
    if json_wanted:
        say_json({"stories": stories, "changed": changed})
    else:
        say(f"{changed:,} of {stories:,} {'story' if stories == 1 else 'stories'} changed.")


def document(told: Cleaned, json_wanted: bool) -> None:
    """What cleaning made of a document."""
    if json_wanted:
        say_json(json_output.document(told))
        return
    if told.error:
        say(Text(told.error, "red"))
    for _, made in told.pairs:
        story(made, Beside(), json_wanted=False)
        say("")


class Meter:
    """A progress bar on standard error, where that is a terminal."""

    def __init__(self, sized: bool = False) -> None:
        count = DownloadColumn() if sized else MofNCompleteColumn()
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), count)
        shown = SafeConsole(stderr=True)
        self.bar = Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal)
        self.task: TaskID | None = None

    def __enter__(self) -> Self:
        """Show the bar."""
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self.bar.stop()

    def show(self, told: Told) -> None:
        """Show how far some work is."""
        if self.task is None:
            self.task = self.bar.add_task(told.doing)
        self.bar.update(
            self.task, description=told.doing, completed=told.done, total=told.total or None
        )

    def count(self, doing: str, more: int) -> None:
        """Show that some more is done of work whose end is not known."""
        if self.task is None:
            self.task = self.bar.add_task(doing, total=None)
        self.bar.advance(self.task, more)
