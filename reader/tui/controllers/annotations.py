"""A person's own words about a story: tags and a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from reader.library.marks import tags_in
from reader.tui.controllers.marks import MarksController
from reader.tui.controllers.reading import ReadingController
from reader.tui.layout import MainLayout
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.tui.unsaved_changes import UnsavedChanges

if TYPE_CHECKING:  # an editor takes long to import, and most sittings need none
    from reader.tui.widgets.note_pane import NotePane
    from reader.tui.widgets.tag_bar import TagBar

_LONGEST_NOTE = 100_000  # characters


@dataclass(eq=False, repr=False)
class AnnotationsController:
    """Have tags and notes written; a note is saved however its pane is left.

    `enter_article` is what the key for going into the article does.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    unsaved: UnsavedChanges
    reading: ReadingController
    marks: MarksController
    enter_article: Callable[[], None]
    tag_bar: TagBar | None = field(default=None, init=False)
    note_pane: NotePane | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.reading.before_article.insert(0, self._leave_other_note)

    async def open_tags(self) -> None:
        """Open the line for the tags of the chosen story."""
        from reader.tui.widgets.tag_bar import TagBar

        story_id = self.layout.list.current
        if story_id is None:
            self.bars.show_status("There is no story to tag")
        elif self.tag_bar is None:
            known = self.session.library.store.marks.tags()
            bar = self.tag_bar = TagBar(story_id, self.session.marks_of(story_id).tags, known)
            await self.layout.mount_over_foot(bar)
            if self.tag_bar is bar:  # it may have been left meanwhile
                self.layout.focus(bar.line)
                bar.line.cursor_position = len(bar.line.value)

    def complete_tag(self) -> None:
        """Finish the tag that is being typed."""
        if self.tag_bar is not None:
            self.tag_bar.complete()

    def save_tags(self) -> None:
        """Give the story the tags that are typed."""
        bar = self.tag_bar
        self.leave_tags()
        if bar is not None:
            tags = tags_in(bar.line.value)
            sentence = f"Tags: {' '.join(f'#{tag}' for tag in tags)}" if tags else "No tags now"
            self._annotate(bar.story_id, "tags", tags, sentence)

    def leave_tags(self) -> None:
        """Leave the tags as they were."""
        if self.tag_bar is not None:
            self.tag_bar.remove()
            self.tag_bar = None
            self.layout.focus(None)

    async def open_note(self) -> None:
        """Open the pane for a note about the open story."""
        from reader.tui.widgets.note_pane import NotePane

        story = self.session.story
        if story is None:
            self.bars.show_status("There is no story to write a note about")
        elif self.note_pane is None:
            self.enter_article()
            pane = self.note_pane = NotePane(story.id, self.session.marks_of(story.id).note)
            await self.layout.right.mount(pane)
            if self.note_pane is pane:  # it may have been left meanwhile
                self.layout.focus(pane.text)

    def leave_note(self) -> None:
        """Save the note, and go back to the article."""
        pane = self.note_pane
        if pane is None:
            return
        self.note_pane = None
        self.layout.focus(None)
        self._save_note(pane)
        pane.remove()

    def _leave_other_note(self) -> None:
        """Save a note about another story than the open one, before that is shown."""
        pane, story = self.note_pane, self.session.story
        if pane is not None and (story is None or story.id != pane.story_id):
            self.leave_note()

    def save_last_note(self) -> None:
        """Save a note that is being written, however the screen ends."""
        if self.note_pane is not None:
            pane, self.note_pane = self.note_pane, None
            self._save_note(pane)

    def _save_note(self, pane: NotePane) -> None:
        """Keep what is written in a pane."""
        note = pane.text.text.strip()[:_LONGEST_NOTE]
        self._annotate(pane.story_id, "note", note, "Note saved" if note else "Note deleted")

    def _annotate(self, story_id: int, name: str, words: object, sentence: str) -> None:
        """Keep a person's words about a story, and show them."""
        if self.reading.is_dropped(story_id):
            return

        def change() -> None:
            change_words = partial(replace, **{name: words})
            changed = self.session.change_marks(story_id, change_words, sentence)
            if changed and self.unsaved.has_screen:
                self.marks.show_changed_back(sentence)

        self.unsaved.write(f"{name} of story {story_id}: {words}", change)
