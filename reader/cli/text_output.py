"""Prints nouns as lines for a person, or hands them to `--json`; and the progress bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from reader.cli import json_output
from reader.cli.coloured_text import ColouredText
from reader.cli.safe_output import print_json, print_line
from reader.model import (
    CleanedDocument,
    DiffHunk,
    DocumentKind,
    Edit,
    Entry,
    Progress,
    Row,
    Snippet,
    SpanKind,
    Story,
    StoryContext,
    StorySource,
)
from reader.model.retention import format_size

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from reader.library.archive_limits import VacuumResult
    from reader.library.diagnostics import CheckResult
    from reader.library.hooks.alerts import Alert

STYLES = {None: "", SpanKind.REMOVED: "red", SpanKind.ADDED: "bold"}


def print_added(
    new: int, errors: Sequence[str], alerts: Sequence[Alert], json_wanted: bool
) -> None:
    """Print what adding has brought, and which saved searches alert of it."""
    if json_wanted:
        alerting = [{"name": one.name, "stories": one.stories} for one in alerts]
        more = {"alerts": alerting} if alerting else {}
        print_json({"added": new, "errors": list(errors), **more})
    else:
        print_line(f"{new:,} new {'story' if new == 1 else 'stories'}.")


def print_pages(pages: int, errors: Sequence[str], json_wanted: bool) -> None:
    """Print how many pages have come."""
    if json_wanted:
        print_json({"pages": pages, "errors": list(errors)})
    else:
        print_line(f"{pages:,} {'page' if pages == 1 else 'pages'}.")


def print_download(path: Path, json_wanted: bool) -> None:
    """Print where a file is now."""
    if json_wanted:
        print_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        print_line(str(path))


def print_rows(
    rows: Iterable[Row], carriers: Mapping[int, Sequence[StorySource]], json_wanted: bool
) -> None:
    """Print stories, one a line."""
    for row in rows:
        if json_wanted:
            print_json(json_output.row_json(row, carriers[row.id]))
        else:
            print_line(row_as_text(row, Snippet(row.headline)))


def row_as_text(row: Row, headline: Snippet) -> ColouredText:
    """Write number, date, marks, headline and outlet, parted by tabs."""
    marks = ("★" if row.bookmarked else " ") + (" " if row.read else "●")
    line = ColouredText(f"{row.id}\t{row.ahead or row.seen or row.published:%Y-%m-%d}\t{marks}\t")
    line.append_text(snippet_as_text(headline, "" if row.read else "bold"))
    return line.append(f"\t{row.outlet}{_note_after_outlet(row)}", "dim")


def _note_after_outlet(row: Row) -> str:
    """Return what is to be said after the outlet of a story: an edit, other sources."""
    told = ["edited"] if row.edited else []
    told += [f"also in {', '.join(row.also)}"] if row.also else []
    return f" ({'; '.join(told)})" if told else ""


def snippet_as_text(snippet: Snippet, style: str) -> ColouredText:
    """Return a passage with its matches marked."""
    text = ColouredText()
    for piece, match in snippet.pieces():
        text.append(piece, "bold black on yellow" if match else style)
    return text


def print_story(story: Story, context: StoryContext, json_wanted: bool) -> None:
    """Print one story to read."""
    if json_wanted:
        print_json(json_output.story_json(story, context))
        return
    from reader.tui.render.article.story_blocks import attachment_line

    print_line(ColouredText(story.headline, "bold"))
    for line in filter(None, _lines_above_text(story, context)):
        print_line(ColouredText(line, "dim"))
    for number, enclosure in enumerate(story.enclosures, start=1):
        what = attachment_line(enclosure)
        place = "" if enclosure.link in what else f", {enclosure.link}"
        print_line(ColouredText(f"Attached {number}: {what}{place}", "dim"))
    if story.undone:
        print_line(ColouredText(f"Read from {story.undone}", "dim"))
    if story.doubt:
        print_line(ColouredText(story.doubt, "red"))
    print_line(ColouredText("\n").append_text(_body(story)))


def _lines_above_text(story: Story, context: StoryContext) -> Iterator[str]:
    """Yield what stands between a story's headline and its text; empty where it is not known."""
    from reader.tui.render.story_row import length_words

    yield story.deck
    yield ", ".join(filter(None, (story.outlet, story.byline, story.agency)))
    yield f"{story.published:%Y-%m-%d %H:%M}" if story.published else ""
    yield length_words(context.minutes, context.teaser)
    yield story.link
    yield f"Links to a page of {context.elsewhere}" if context.elsewhere else ""
    yield f"Comments: {story.comments}" if story.comments else ""
    others = ", ".join(one.name for one in context.carriers[1:])
    yield f"Also in {others}" if others else ""
    yield from (f"Edited, seen {one.until:%Y-%m-%d %H:%M}" for one in context.versions[-1:])


def _body(story: Story) -> ColouredText:
    """Return a story's text with its headings set off."""
    text, at = ColouredText(), 0
    for span in story.spans:
        if span.kind is SpanKind.HEADING and span.end > at:
            start = max(at, span.start)
            text.append(story.text[at:start]).append(story.text[start : span.end], "bold")
            at = span.end
    return text.append(story.text[at:])


def print_edits(edits: Sequence[Edit], json_wanted: bool) -> None:
    """Print what each edit of a story changed, the latest first."""
    if not edits and not json_wanted:
        print_line("Never edited.")
    for one in edits:
        if json_wanted:
            print_json(json_output.edit_json(one))
        else:
            _edit(one)


def _edit(edit: Edit) -> None:
    """Print what one edit of a story changed."""
    print_line(ColouredText(f"Edited, seen {edit.seen:%Y-%m-%d %H:%M}", "bold"))
    for passage in edit.passages:
        print_line(ColouredText("\n").append_text(_hunk_as_text(passage)))
    print_line("")


def _hunk_as_text(passage: DiffHunk) -> ColouredText:
    """Return a passage with its changes in brackets, which a pipe keeps."""
    from reader.library.edit_history import format_hunk  # which takes long to import

    text = ColouredText()
    for kind, words in format_hunk(passage):
        text.append(words, STYLES[kind])
    return text


def print_original(entry: Entry, json_wanted: bool) -> None:
    """Print a page as it came; without what would control a terminal."""
    if json_wanted:
        print_json(json_output.original_json(entry))
    else:
        from reader.library.person_input import strip_controls

        print_line(strip_controls(entry.content))


def print_marked(ids: Sequence[int], mark: str, json_wanted: bool) -> None:
    """Print which stories a mark has changed."""
    if json_wanted:
        print_json({"marked": list(ids), "mark": mark})


def print_imported(bookmarked: int, errors: Sequence[str], json_wanted: bool) -> None:
    """Print how many bookmarks there are after an import."""
    if json_wanted:
        print_json({"bookmarked": bookmarked, "errors": list(errors)})
    else:
        print_line(f"{bookmarked:,} {'bookmark' if bookmarked == 1 else 'bookmarks'} now.")


def print_reindexed(stories: int, json_wanted: bool) -> None:
    """Print how many stories were indexed."""
    if json_wanted:
        print_json({"indexed": stories})
    else:
        print_line(f"{stories:,} {'story' if stories == 1 else 'stories'} indexed.")


def print_vacuum(result: VacuumResult, json_wanted: bool) -> None:
    """Print what went, and the room that was won."""
    if json_wanted:
        print_json(json_output.vacuum_json(result))
        return
    for one in result.dropped:
        print_line(one.sentence)
    for name in ("database", "index"):
        before, after = getattr(result.before, name), getattr(result.after, name)
        print_line(f"{name}: {format_size(before)}, now {format_size(after)}")
    print_line(f"{format_size(result.freed_bytes)} won")


def print_fact(name: str, said: str, json_wanted: bool) -> None:
    """Print something that a bug report needs to know."""
    if json_wanted:
        print_json({"about": name, "said": said})
    else:
        print_line(ColouredText(f"about\t{name}\t{said}", "dim"))


def print_check(finding: CheckResult, json_wanted: bool) -> None:
    """Print what a check has found."""
    if json_wanted:
        print_json(json_output.check_json(finding))
        return
    state = "well" if finding.well else "repaired" if finding.repaired else "broken"
    line = ColouredText(f"{state}\t", "" if finding.good else "red")
    print_line(line.append(f"{finding.check}\t{finding.said}"))


def print_recleaned(changed: int, stories: int, json_wanted: bool) -> None:
    """Print how many stories cleaning has changed."""
    if json_wanted:
        print_json({"stories": stories, "changed": changed})
    else:
        print_line(f"{changed:,} of {stories:,} {'story' if stories == 1 else 'stories'} changed.")


def print_document(document: CleanedDocument, json_wanted: bool) -> None:
    """Print what cleaning made of a document."""
    if json_wanted:
        print_json(json_output.document_json(document))
        return
    if document.error:
        print_line(ColouredText(document.error, "red"))
    if document.kind is DocumentKind.LIST:
        _print_list(document)
        return
    for _, made in document.pairs:
        print_story(made, StoryContext(), json_wanted=False)
        print_line("")


def _print_list(document: CleanedDocument) -> None:
    """Print the stories that an index page lists, two lines each, and what is doubtful there."""
    count = len(document.pairs)
    print_line(f"{document.location} lists {count:,} {'story' if count == 1 else 'stories'}:")
    for _, story in document.pairs:
        day = f"{story.published:%Y-%m-%d}" if story.published else " " * 10
        print_line(f"{day}  {story.headline}")
        print_line(ColouredText(f"{' ' * 12}{story.link}", "dim"))
    if document.unsure:
        print_line(ColouredText(f"This is in doubt: {document.unsure}.", "yellow"))


class ProgressBar:
    """A progress bar on standard error, where that is a terminal."""

    def __init__(self, sized: bool = False) -> None:
        self.sized = sized
        self.task: TaskID | None = None

    @cached_property
    def bar(self) -> RichProgress:
        """The bar itself, made when there is something to show: Rich takes long to import."""
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            MofNCompleteColumn,
            TextColumn,
        )
        from rich.progress import Progress as RichProgress

        from reader.tui.render.safe_console import SafeConsole

        count = DownloadColumn() if self.sized else MofNCompleteColumn()
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), count)
        shown = SafeConsole(stderr=True)
        return RichProgress(*columns, console=shown, transient=True, disable=not shown.is_terminal)

    def __enter__(self) -> Self:
        """Show the bar as soon as there is anything to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self.is_shown:
            self.bar.stop()

    @property
    def is_shown(self) -> bool:
        """Whether there was anything to show yet."""
        return self.task is not None

    def show(self, progress: Progress) -> None:
        """Show how far some work is."""
        if self.task is None:
            self.bar.start()
            self.task = self.bar.add_task(progress.doing)
        self.bar.update(
            self.task,
            description=progress.doing,
            completed=progress.done,
            total=progress.total or None,
        )

    def count(self, doing: str, more: int) -> None:
        """Show that some more is done of work whose end is not known."""
        if self.task is None:
            self.bar.start()
            self.task = self.bar.add_task(doing, total=None)
        self.bar.advance(self.task, more)
