"""Events: reports beneath their row, walked through, side by side, and why they are one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.config import EventSettings
from reader.library.reports.event_reports import next_report
from reader.model import JoinReason, Mark, ReaderError, Story
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.reading import ReadingController
from reader.tui.layout import MainLayout
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.tui.unsaved_changes import UnsavedChanges

if TYPE_CHECKING:
    from reader.tui.screens.compare import ReportPair


@dataclass(eq=False, repr=False)
class EventsController:
    """Go through the reports of one event."""

    session: Session
    layout: MainLayout
    bars: StatusBars
    unsaved: UnsavedChanges
    reading: ReadingController
    listing: ListUpdatesController
    set_timer: Callable[[float, Callable[[], None]], object]
    push_screen: Callable[..., Any]
    undo: Callable[[], None]
    _pair: ReportPair | None = field(default=None, init=False)  # what stands side by side

    def toggle_unfolded(self) -> None:
        """Unfold the event of the chosen story, or fold it again."""
        story_id = self.layout.list.current
        if story_id is None:
            self.bars.show_status("There is no event to unfold")
            return
        lead = self.session.inner.get(story_id, story_id)
        if lead in self.session.inner.values():
            self._fold(lead)
        elif not self._unfold(lead):
            alone = self.session.library.store.events.story_ids(lead) == {lead}
            sentence = "No other story reports this"
            self.bars.show_status(
                sentence if alone else "The other reports have rows of their own here"
            )

    def _unfold(self, lead: int) -> bool:
        """List the other reports of an event beneath its lead; return whether any are new."""
        shown = self.layout.list
        ids = self.session.unfold(shown.ids, lead)
        beneath = len(ids) - len(shown.ids)
        if beneath:
            self.listing.show_ids(ids, keep=shown.current)
            shown.reveal_to(shown.ids.index(lead) + beneath)
        return bool(beneath)

    def _fold(self, lead: int) -> None:
        """List only the story that leads an event."""
        shown = self.layout.list
        line = shown.line_of(shown.ids.index(lead))
        goes = shown.current in self.session.unfolded_reports(lead)
        keep, at = (lead, line) if goes else (shown.current, None)
        self.listing.show_ids(self.session.fold_event(shown.ids, lead), keep, at)

    def configure(self, settings: EventSettings) -> None:
        """Have an event be one row, or a row of each report, as settings say."""
        self.session.set_fold(settings.enabled and settings.fold)
        if self.session.query is None:
            self.listing.show_view(self.session.view, keep=self.layout.list.current)

    def next_report(self) -> None:
        """Choose the next report of the same event."""
        self._walk(1)

    def previous_report(self) -> None:
        """Choose the report before, of the same event."""
        self._walk(-1)

    def _walk(self, by: int) -> None:
        """Choose another report of the event, unfolded where it is folded; else open it alone."""
        story = self.session.story
        wanted = next_report(self.session.library.store, story.id, by) if story else None
        if wanted is None:
            self.bars.show_status("No other story reports this")
        elif self._has_row(wanted):
            self.reading.choose(self.layout.list.ids.index(wanted))
        else:
            self.reading.open_unlisted(wanted)

    def _has_row(self, story_id: int) -> bool:
        """Return whether a report has a row, if need be once its event is unfolded."""
        ids = self.layout.list.ids
        lead = self.session.lead_of(story_id, ids)
        return story_id in ids or (lead is not None and self._unfold(lead))

    def show_reasons(self) -> None:
        """Tell of each report of the event what made it one of it."""
        from reader.library.reports.join_reasons import join_reasons

        story_id = self.layout.list.current
        reasons = [] if story_id is None else join_reasons(self.session.library.store, story_id)
        if story_id is None or not reasons:
            self.bars.show_status("No other story reports this")
            return
        from reader.tui.screens.why_event import JoinReasonsScreen

        event = reasons[0].story
        screen = JoinReasonsScreen(
            reasons, story_id, partial(self._split, event), partial(self._undo, event)
        )
        self.push_screen(screen, lambda _: self.bars.refresh())

    def _split(self, event: int, story: int) -> Sequence[JoinReason] | None:
        """Take a story out of an event; return why the rest is one, None where it is as it was."""
        try:
            act = self.session.library.split_event(story, patience=0)
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
            return None
        did = f"story {story} taken out of its event"
        self.session.remember_undo(did, partial(self._take_split_back, act))
        self._show_regrouped()
        self.bars.show_done(did.capitalize())
        return self._reasons_of(event, story)

    def _take_split_back(self, act: int) -> None:
        """Put a story back into its event."""
        self.session.library.undo_event_edit(act, patience=0)
        self._show_regrouped()

    def _undo(self, event: int, story: int) -> Sequence[JoinReason] | None:
        """Undo the last change, whatever it was; return why an event is one then."""
        try:
            self.undo()
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
            return None
        return self._reasons_of(event, story)

    def _reasons_of(self, event: int, story: int) -> Sequence[JoinReason]:
        """Return why the reports of an event are one; of another's where its first is gone."""
        from reader.library.reports.join_reasons import join_reasons

        store = self.session.library.store
        return join_reasons(store, event) or join_reasons(store, story)

    def _show_regrouped(self) -> None:
        """Show events as they are now, in the list and below the article."""
        self.listing.show_regrouped()
        self.reading.show_article_again()

    def compare(self) -> None:
        """Show the open story beside another report of its event."""
        story = self.session.story
        if story is None or next_report(self.session.library.store, story.id, 1) is None:
            self.bars.show_status("No other story reports this")
            return
        from reader.tui.screens.compare import ROOM

        if self.layout.width < ROOM:
            sentence = f"Two reports need {ROOM} columns; this terminal has {self.layout.width}"
            self.bars.show_status(sentence)
        else:
            self._open_pair(story)

    def _open_pair(self, story: Story) -> None:
        """Open the screen for two reports."""
        from reader.tui.screens.compare import CompareScreen, ReportPair

        pair = self._pair = ReportPair(self.session.library.store, story, self._start_read_timer)
        layout = self.layout
        screen = CompareScreen(layout.looks, layout.pane.text_width, pair.turn)
        self.push_screen(screen, lambda _: self._after_pair())

    def _after_pair(self) -> None:
        """Show in the list what was read beside."""
        self._pair = None
        self.layout.list.forget()
        self.bars.refresh()

    def _start_read_timer(self, story_id: int) -> None:
        """Count a report as read once it has stood beside for a while."""
        if not isinstance(self.reading.read_after, str):
            self.set_timer(self.reading.read_after, partial(self._mark_read, story_id))

    def _mark_read(self, story_id: int) -> None:
        """Mark a report as read that still stands beside."""
        if self._pair is not None and self._pair.beside.id == story_id:
            mark = partial(self.session.library.set_mark, [story_id], Mark.READ, True)
            self.unsaved.write(f"story {story_id} as read", mark)
