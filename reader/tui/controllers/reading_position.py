"""What remembers how far each story was read."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from reader.model import ReaderError
from reader.tui.controllers.list_updates import Listing
from reader.tui.render import story_row


class Placing(Listing):
    """A story that was left half-read opens where it was left."""

    def open_current(self) -> None:
        """Show the chosen story; remember how far the one before was read."""
        self.remember_place()
        super().open_current()

    def remember_place(self) -> None:
        """Remember how far the open story has been read; nowhere at its top or its end."""
        story = self.desk.story
        if story is None or self.desk.aside or self.desk.query is not None:
            return
        marks = self.desk.library.store.marks
        at = 0 if self.pane.progress >= 1 else self.pane.offset_in_text
        if marks.place(story.id) != at:
            put = partial(marks.put_place, story.id, at)
            self.unkept.write(f"where story {story.id} was left", put)

    def show_article(self) -> None:
        """Show the open story from where it was left."""
        super().show_article()
        story = self.desk.story
        if story is not None and not self.desk.aside and self.desk.query is None:
            at = self.desk.library.store.marks.place(story.id)
            if at:
                self.pane.roll_to(self.pane.line_of_text(at))

    def found_line(self) -> list[story_row.Run]:
        """How far the article is read, and what a search found."""
        return [*self.progress_line(), *super().found_line()]

    def found_few(self) -> list[story_row.Run]:
        """The same in fewer words."""
        return [*(self.progress_line() if self.reading else []), *super().found_few()]

    def progress_line(self) -> list[story_row.Run]:
        """How far the article is read, where it does not fit the screen."""
        if not self.article_visible or not self.pane.is_long:
            return []
        return [(f" {self.pane.progress:.0%} ", "dim")]

    async def on_unmount(self) -> None:
        """Remember how far the open story has been read, however the screen ends."""
        with suppress(ReaderError):  # the screen is gone: there is nobody to tell
            self.remember_place()
