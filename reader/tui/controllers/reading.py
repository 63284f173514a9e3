"""The open story: shown, counted as read, left, and found again where it was left."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from textual.timer import Timer

from reader.model import Mark, ReaderError
from reader.tui.layout import MainLayout
from reader.tui.render.story_row import StyledText
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.tui.unsaved_changes import UnsavedChanges

_LEAST_LOOK = 0.01  # seconds: a timer of none at all never rings


@dataclass(eq=False, repr=False)
class ReadingController:
    """Open stories in the reading pane, each where it was left half-read.

    `read_after` is how many seconds a story is looked at before it counts as read; or "enter", or
    "never". `is_attended` returns whether list or article has the keys, with nothing over them.
    `enter_article` is what the key for going into the article does, which also leaves what else
    is open; `before_article` are called before another story, or something else of it, is shown.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    unsaved: UnsavedChanges
    read_after: float | str
    set_timer: Callable[[float, Callable[[], None]], Timer]
    is_attended: Callable[[], bool] = field(init=False)
    enter_article: Callable[[], None] = field(init=False)
    before_article: list[Callable[[], None]] = field(default_factory=list, init=False)
    _read_timer: Timer | None = field(default=None, init=False)
    _is_put_off = False  # whether a row was chosen whose story is not shown yet
    _is_settled = False  # whether nothing but a key decides any more if the open story is read

    def choose(self, place: int) -> None:
        """Choose a row and show its story."""
        self.pass_by(place)
        self.show_chosen()

    def pass_by(self, place: int) -> None:
        """Choose a row that may be left at once; its story is put off until `show_chosen`."""
        self._is_put_off |= self.layout.list.move(place)

    def put_off(self) -> None:
        """Put the chosen story off until `show_chosen`."""
        self._is_put_off = True

    def show_chosen(self) -> None:
        """Show the story of the row that keys have come to, if it is put off."""
        if self._is_put_off:
            self._is_put_off = False
            self.layout.list.painter.show_before(self.layout.pane)
            self.open_chosen()

    def open_chosen(self) -> None:
        """Show the chosen story; remember how far the one before was read."""
        self._is_put_off = False
        self._remember_place()
        story_id = self.layout.list.current
        self.session.article.close()
        if story_id is not None:
            self._open(story_id)
        self._show_opened()

    def open_unlisted(self, story_id: int) -> None:
        """Show a story that has no row."""
        self.session.article.open(story_id)
        self._show_opened()

    def _open(self, story_id: int) -> None:
        """Have a story open, unless it was dropped meanwhile."""
        try:
            self.session.article.open(story_id)
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)

    def _show_opened(self) -> None:
        """Show a story that was opened, and how things stand with it."""
        self.show_article()
        self.stop_read_timer()
        self._is_settled = False
        self.attend()
        self.bars.refresh()

    def show_article(self) -> None:
        """Show the open story from where it was left, its top, or its first match."""
        for prepare in self.before_article:
            prepare()
        self.layout.pane.show(self.session.article.blocks(), self.session.article_find)
        story = self.session.story
        if story is not None and not self.session.article.is_aside and self.session.query is None:
            at = self.session.library.store.marks.place(story.id)
            if at:
                self.layout.pane.roll_to(self.layout.pane.line_of_text(at))

    def show_article_again(self) -> None:
        """Show the same story with something added; what is at the top stays there."""
        self.layout.pane.show_again(self.session.article.blocks(), self.session.article_find)

    def show_changed_marks(self) -> None:
        """Show marks in the article, where it shows other ones."""
        blocks = self.session.article.blocks()
        if not self.session.article.is_aside and blocks != self.layout.pane.blocks:
            self.layout.pane.show_again(blocks, self.session.article_find)

    def _remember_place(self) -> None:
        """Remember how far the open story has been read; nowhere at its top or its end."""
        story = self.session.story
        if story is None or self.session.article.is_aside or self.session.query is not None:
            return
        marks, pane = self.session.library.store.marks, self.layout.pane
        at = 0 if pane.progress >= 1 else pane.offset_in_text
        if marks.place(story.id) != at:
            put = partial(marks.put_place, story.id, at)
            self.unsaved.write(f"where story {story.id} was left", put)

    def remember_last_place(self) -> None:
        """Remember how far the open story has been read, however the screen ends."""
        with suppress(ReaderError):  # the screen is gone: there is nobody to tell
            self._remember_place()

    def configure_read_after(self, seconds: float | str) -> None:
        """Count stories as read after other seconds, or only when entered, or never."""
        self.read_after = seconds
        self.attend()

    @property
    def _seconds(self) -> float | None:
        """After how many seconds of being looked at the open story is read; None is never."""
        if not self.layout.is_article_visible or self._is_settled or not self.is_attended():
            return None
        if isinstance(self.read_after, str):
            return 0.0 if self.read_after == "enter" and self.layout.is_reading else None
        return self.read_after

    def attend(self) -> None:
        """Count the open story as read once it is looked at for a while, from this key on."""
        seconds = self._seconds
        if seconds is None:
            self.stop_read_timer()
        elif self._read_timer is None:
            self._read_timer = self.set_timer(max(seconds, _LEAST_LOOK), self._on_looked_at)

    def stop_read_timer(self) -> None:
        """Look anew: what the screen shows by itself counts only from the next key on."""
        if self._read_timer is not None:
            self._read_timer.stop()
            self._read_timer = None

    def leave_to_keys(self) -> None:
        """Leave it to a key whether the open story is read."""
        self.stop_read_timer()
        self._is_settled = True

    def _on_looked_at(self) -> None:
        """Mark the open story as read, should it still be looked at."""
        self._read_timer = None
        if self._seconds is not None:
            self._mark_open_read()

    def _mark_entered_read(self) -> None:
        """Mark the open story as read, which is entered or paged."""
        if self.read_after != "never":
            self._mark_open_read()

    def _mark_open_read(self) -> None:
        """Mark the open story as read."""
        story = self.session.story
        if story is None or not self.layout.is_article_visible:
            return
        self.leave_to_keys()
        if self.session.marks_of(story.id).read:
            return
        mark = partial(self.session.library.set_mark, [story.id], Mark.READ, True)
        if self.unsaved.write(f"story {story.id} as read", mark):
            self.layout.list.forget()
        self.bars.refresh()

    def enter(self) -> None:
        """Have keys move the article."""
        if self.layout.list.current is None:
            self.bars.show_status("There is no story to read")
        else:
            self.layout.read_article()
            self._mark_entered_read()
            self.bars.refresh()

    def enter_to_type(self) -> None:
        """Have keys move the article once something about it is typed."""
        if self.layout.list.current is not None:
            self.layout.read_article()
            self.bars.refresh()

    def leave(self) -> None:
        """Have keys move the list."""
        self.layout.leave_article()
        self.bars.refresh()

    def scroll_page(self, by: float) -> bool:
        """Scroll the article by a screenful less two lines; return whether it could go on."""
        self._mark_entered_read()
        pane = self.layout.pane
        return pane.scroll(int(by * max(2, pane.size.height - 2)))

    def scroll_down(self) -> None:
        """Scroll the article from the list."""
        self.layout.pane.scroll(3)

    def scroll_up(self) -> None:
        """Scroll the article back from the list."""
        self.layout.pane.scroll(-3)

    def toggle_original(self) -> None:
        """Show the page as it came, or the clean text."""
        story = self.session.story
        if story is None:
            self.bars.show_status("There is no page to show")
        elif not self.is_dropped(story.id):
            self.session.article.toggle_original()
            self.show_article()

    def show_next_edit(self) -> None:
        """Show what the last edit of this story changed, then the one before, then the story."""
        if self.session.article.turn_to_next_edit():
            if not self.layout.is_article_visible:
                self.enter_article()
            self.show_article()
            self.bars.refresh()
        else:
            self.bars.show_status("This story has never been edited")

    def show_clean_text(self) -> None:
        """Show the story again, in the place of an edit or of the page as it came."""
        self.session.article.show_clean_text()
        self.show_article()

    def is_dropped(self, story_id: int) -> bool:
        """Return whether a story was dropped while it was on the screen; say so."""
        if self.session.has_story(story_id):
            return False
        sentence = "This story was dropped meanwhile: it is beyond what is kept"
        self.bars.show_status(sentence, warning=True)
        return True

    def edited_runs(self, is_short: bool) -> list[StyledText]:
        """Say that the open story was edited since it was opened, and which key shows how."""
        visible = self.layout.is_reading if is_short else self.layout.is_article_visible
        if not visible or not self.session.article.is_outdated:
            return []
        return [(f" edited just now · {self.bars.key_of('changes')} ", "dot")]

    def progress_runs(self, is_short: bool) -> list[StyledText]:
        """Say how far the article is read, where it does not fit the screen."""
        visible = self.layout.is_reading if is_short else True
        if not visible or not self.layout.is_article_visible or not self.layout.pane.is_long:
            return []
        role = "tab-on" if self.layout.is_reading else "dim"
        return [(f" {_place_in_article(self.layout.pane.above, self.layout.pane.progress)} ", role)]


def _place_in_article(above: int, progress: float) -> str:
    """Return where in an article that does not fit its pane its reader is.

    So many lines are out of sight at its top, so much of it has been in view, from 0 to 1.
    """
    if not above:
        return "Top"
    return "End" if progress >= 1 else f"{min(99, round(100 * progress))} %"
