"""What the key for two reports side by side does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from reader.library.events import new_sentences, next_report
from reader.model import Mark, Story
from reader.tui.controllers.event_unfolding import Unfolding
from reader.tui.layout import DWELL
from reader.tui.render import article
from reader.tui.render.article import Block
from reader.tui.render.related_reports import with_news

ROOM = 100  # columns in which two reports have room


class Comparing(Unfolding):
    """Two reports of one event, read beside each other."""

    def action_compare(self) -> None:
        """Show the open story beside another report of its event."""
        story = self.desk.story
        if story is None or next_report(self.desk.library.store, story.id, 1) is None:
            self.tell("No other story reports this")
        elif self.size.width < ROOM:
            self.tell(f"Two reports need {ROOM} columns; this terminal has {self.size.width}")
        else:
            self.open_beside(story)

    def open_beside(self, story: Story) -> None:
        """Open the screen for two reports."""
        from reader.tui.screens.compare import Beside

        pair = Pair(self, story)
        beside = Beside(self.looks, self.settings.text_width, pair.other)
        self.push_screen(beside, lambda _: self.compared())

    def compared(self) -> None:
        """Show in the list what was read beside."""
        self.list.forget()
        self.refresh_bars()


class Pair:
    """A story, and the other report of its event that stands beside it."""

    def __init__(self, app: Comparing, story: Story) -> None:
        self.app, self.store = app, app.desk.library.store
        self.story, self.beside = story, story

    def other(self, by: int) -> tuple[Sequence[Block], Sequence[Block]] | None:
        """The blocks of both reports, with another one beside; None where there is no other."""
        wanted = next_report(self.store, self.beside.id, by or 1)
        if wanted == self.story.id:
            wanted = next_report(self.store, wanted, by or 1)
        if wanted is None or wanted == self.beside.id:
            return None
        self.beside = self.store.stories.get(wanted)
        self.app.set_timer(DWELL, partial(self.look, wanted))
        return self.blocks(self.story, self.beside), self.blocks(self.beside, self.story)

    def blocks(self, story: Story, against: Story) -> Sequence[Block]:
        """A story with marks on what another one does not tell."""
        told = article.story_blocks(story, self.store.sharing.beside(story.id))
        found = new_sentences(self.store, story, [against.id])
        return with_news(told, found, "is not in the other report")

    def look(self, story_id: int) -> None:
        """Count a report as read that has stood beside for a while, and still does."""
        if self.beside.id == story_id and len(self.app.screen_stack) > 1:
            mark = partial(self.app.desk.library.mark, [story_id], Mark.READ, True)
            self.app.unkept.write(f"story {story_id} as read", mark)
