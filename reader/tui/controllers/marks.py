"""Marks: bookmarks, what is read, taking both back, and bookmarks as a file to take along."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import count as counting
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.config import expand_path
from reader.model import Mark, ReaderError
from reader.tui.controllers.reading import ReadingController
from reader.tui.layout import MainLayout
from reader.tui.prompts import Prompts
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.tui.unsaved_changes import UnsavedChanges

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.tui.screens.command_search import Command

# Seconds after a key: its answer stands by then, and several keys in a row need one copy.
_COPY_AFTER = 0.3
_FORMAT_NAMES = {"markdown": "Markdown", "html": "HTML", "json": "JSON"}


@dataclass(eq=False, repr=False)
class MarksController:
    """Change marks, so that each change can be undone and reaches the bookmark file.

    `run_worker` runs what takes long in a thread, which speaks through `call_from_thread`.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    unsaved: UnsavedChanges
    reading: ReadingController
    prompts: Prompts
    run_worker: Callable[..., object]
    call_from_thread: Callable[..., Any]
    set_timer: Callable[[float, Callable[[], None]], Timer]
    _copy_timer: Timer | None = None
    _is_copying = False
    _copy_again = False

    def toggle_bookmark(self) -> None:
        """Bookmark the chosen story, or take the bookmark away."""
        self._toggle(Mark.BOOKMARKED, ("Bookmarked", "Bookmark taken away"))

    def toggle_read(self) -> None:
        """Mark the chosen story as read or unread."""
        self._toggle(Mark.READ, ("Marked as read", "Marked as unread"))
        self.reading.leave_to_keys()

    def toggle_hidden(self) -> None:
        """Hide the chosen story, or show it again in all lists."""
        self._toggle(Mark.HIDDEN, ("Hidden", "Shown again"))

    def _toggle(self, mark: Mark, sentences: tuple[str, str]) -> None:
        """Turn a mark of the chosen story around."""
        story_id = self.layout.list.current
        if story_id is None:
            self.bars.show_status("There is no story to mark")
        if story_id is None or self.reading.is_dropped(story_id):
            return
        marks = self.session.marks_of(story_id)
        on = not getattr(marks, mark.value)
        sentence = sentences[0] if on else sentences[1]
        act = partial(self.session.set_mark, [story_id], mark, on, sentence)
        is_plain = (
            on or mark is not Mark.BOOKMARKED
        )  # the same key takes it back, and nothing is lost
        self._change(f"{mark.value} of story {story_id}", act, sentence, is_plain)

    def change(self, what: str, act: Callable[[], object], did: str) -> None:
        """Change marks and show it, with the key that takes it back."""
        self._change(what, act, did)

    def _change(
        self, what: str, act: Callable[[], object], sentence: str, is_plain: bool = False
    ) -> None:
        """Change marks and show it, now or once the disk takes it."""
        self._copy_again = self._is_copying  # who copies now hinders, and has to do so anew

        def change() -> None:
            act()
            if self.unsaved.has_screen:
                (self.show_changed if is_plain else self.show_changed_back)(sentence)

        self.unsaved.write(what, change)

    def show_changed(self, sentence: str) -> None:
        """Show that marks have changed, in the article too, and copy them to their file."""
        self.layout.list.forget()
        self._copy_to_file()
        self.bars.show_status(sentence)
        self.reading.show_changed_marks()

    def show_changed_back(self, did: str) -> None:
        """Show that marks have changed, and which key takes that back."""
        self.show_changed(did)
        self.bars.show_done(did)

    def show_recovery(self) -> None:
        """Say what came back from the files beside the database; it can be undone."""
        recovery, undo = self.session.library.recovery, ""
        if recovery.marks_before:
            put = partial(self.session.library.set_marks, recovery.marks_before)
            self.session.remember_undo("marks that came back from their file", put)
            undo = f" {self.bars.key_of('undo')} takes it back"
        if recovery.notes:
            self.bars.show_status(" ".join(recovery.notes.values()) + undo, warning=True)

    def mark_event_read(self) -> None:
        """Mark every report of the event as read."""
        story_id = self.layout.list.current
        if story_id is None:
            self.bars.show_status("There is no story to mark")
        else:
            ids = sorted(self.session.library.store.events.story_ids(story_id))
            sentence = f"{len(ids):,} marked as read"
            act = partial(self.session.set_mark, ids, Mark.READ, True, sentence)
            self._change(f"the event of story {story_id} as read", act, sentence)

    async def mark_listed_read(self) -> None:
        """Mark all listed stories as read, once their count has been agreed to."""
        ids = self.session.whole
        unread = self.session.library.store.marks.unread_of(ids)
        if not unread:
            self.bars.show_status("Everything here is read")
            return
        asked = f"Mark {unread:,} {_stories(unread)} as read?"
        await self.prompts.ask_yes_or_no(asked, partial(self._on_listed_read_answer, ids))

    def _on_listed_read_answer(self, ids: Sequence[int], agreed: bool) -> None:
        """Mark stories as read where that was agreed to."""
        if not agreed:
            self.bars.show_status("Nothing was marked")
        else:
            self.unsaved.write("all listed stories as read", partial(self._mark_all_read, ids))

    def _mark_all_read(self, ids: Sequence[int]) -> None:
        """Mark stories as read, and say how many were not."""
        count = self.session.mark_all_read(ids, "all marked as read")
        if self.unsaved.has_screen:
            self.show_changed_back(f"{count:,} {_stories(count)} marked as read")

    def mark_told_read(self, ids: Sequence[int]) -> None:
        """Mark all stories that something tells of as read."""
        self.unsaved.write("all that was told of as read", partial(self._mark_all_read, ids))

    def undo(self) -> None:
        """Undo the last change."""
        self._copy_again = self._is_copying
        undone = self.session.undo_last()
        self.show_changed(f"Undone: {undone.did}" if undone else "There is nothing to undo")

    def _copy_to_file(self) -> None:
        """Copy bookmarks to their file once the answer to the key stands; one copy at a time."""
        self._copy_again = self._is_copying
        if not self._is_copying and self._copy_timer is None:
            self._copy_timer = self.set_timer(_COPY_AFTER, self._begin_copy)

    def _begin_copy(self) -> None:
        """Copy bookmarks to their file, off the path of the keys."""
        self._copy_timer = None
        self._is_copying = True
        self.run_worker(self._copy_in_thread, thread=True, group="keep", exit_on_error=False)

    async def end(self) -> None:
        """Copy what has changed just now before the screen is left."""
        if self._copy_timer is not None:
            self._copy_timer.stop()
        if self._copy_timer is not None or self._copy_again:
            await asyncio.to_thread(self._copy)

    def _copy_in_thread(self) -> None:
        """Copy bookmarks to their file, and say how that went."""
        from reader.tui.c_heap import give_memory_back

        fault = self._copy(lambda: self._copy_again)
        give_memory_back()
        self.call_from_thread(self._after_copy, fault)

    def _copy(self, stopped: Callable[[], bool] | None = None) -> str:
        """Copy bookmarks to their file, on a connection of this thread; return what went wrong."""
        try:
            with closing(self.session.library.open_again()) as library:
                library.copy_marks(stopped=stopped)
                library.store.database.checkpoint()
        except ReaderError as error:
            return str(error)
        return ""

    def _after_copy(self, fault: str) -> None:
        """Say what went wrong, and copy again where marks changed meanwhile."""
        self._is_copying = False
        if fault:
            self.bars.keep_complaint(fault)
            self.bars.show_outcome("bookmark file", fault, warning=True)
        if self._copy_again:
            self._copy_to_file()

    def export_commands(self) -> Iterator[Command]:
        """Yield an export for every format, for the palette."""
        from reader.tui.screens.command_search import Command

        for kind, name in _FORMAT_NAMES.items():
            does = f"Export bookmarks, tags and notes as {name}"
            yield Command(does, partial(self._ask_for_file, kind), group="Files")

    async def _ask_for_file(self, kind: str) -> None:
        """Ask where to export to."""
        from reader.library import bookmark_export

        proposed = str(Path.home() / f"bookmarks.{bookmark_export.ENDINGS[kind]}")
        await self.prompts.ask("Export to", proposed, partial(self.export, kind))

    async def export(self, kind: str, name: str) -> None:
        """Write the bookmarks to a file; to one that is there, once that is agreed to."""
        if os.path.lexists(expand_path(name)):
            then = partial(self._on_overwrite_answer, kind, name)
            await self.prompts.ask_yes_or_no(f"{name} is there already. Write over it?", then)
        else:
            self._export(kind, name)

    def _on_overwrite_answer(self, kind: str, name: str, agreed: bool) -> None:
        """Write over a file where that was agreed to."""
        if agreed:
            self._export(kind, name)
        else:
            self.bars.show_status(f"Not exported; {name} is as it was")

    def _export(self, kind: str, name: str) -> None:
        """Write the bookmarks to a file, which appears only when it is whole."""
        from reader.library import bookmark_export

        kept, numbers = self.session.library.store.marks.keepsakes(), counting()
        try:
            content = bookmark_export.FORMATS[kind](
                one for one, _ in zip(kept, numbers, strict=False)
            )
            bookmark_export.save_export(expand_path(name), content)
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
        else:
            self.bars.show_status(f"{next(numbers):,} exported to {name}")


def _stories(count: int) -> str:
    """Return the word for so many."""
    return "story" if count == 1 else "stories"
