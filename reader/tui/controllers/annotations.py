"""What the keys for tags and notes do."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.library.marks import tags_in
from reader.tui.controllers.marks import Marking

if TYPE_CHECKING:  # an editor takes long to import, and most sittings need none
    from reader.tui.widgets.note_pane import NotePane
    from reader.tui.widgets.tag_bar import TagBar

LONGEST_NOTE = 100_000  # characters


class Annotating(Marking):
    """A person's own words about a story."""

    tag_bar: TagBar | None = None
    note_pane: NotePane | None = None

    async def action_tags(self) -> None:
        """Open the line for the tags of the chosen story."""
        from reader.tui.widgets.tag_bar import TagBar

        story_id = self.list.current
        if story_id is None:
            self.tell("There is no story to tag")
        elif self.tag_bar is None:
            marks = self.desk.library.store.marks
            bar = self.tag_bar = TagBar(story_id, self.desk.marks(story_id).tags, marks.tags())
            await self.screen.mount(bar, before=self.foot)
            if self.tag_bar is bar:  # it may have been left meanwhile
                self.set_focus(bar.line)
                bar.line.cursor_position = len(bar.line.value)

    def action_complete_tag(self) -> None:
        """Finish the tag that is being typed."""
        if self.tag_bar is not None:
            self.tag_bar.complete()

    def action_put_tags(self) -> None:
        """Give the story the tags that are typed."""
        bar = self.tag_bar
        self.action_leave_tags()
        if bar is not None:
            tags = tags_in(bar.line.value)
            said = f"Tags: {' '.join(f'#{tag}' for tag in tags)}" if tags else "No tags now"
            self.annotate(bar.story_id, "tags", tags, said)

    def action_leave_tags(self) -> None:
        """Leave the tags as they were."""
        if self.tag_bar is not None:
            self.tag_bar.remove()
            self.tag_bar = None
            self.set_focus(None)

    async def action_note(self) -> None:
        """Open the pane for a note about the open story."""
        from reader.tui.widgets.note_pane import NotePane

        story = self.desk.story
        if story is None:
            self.tell("There is no story to write a note about")
        elif self.note_pane is None:
            self.action_enter()
            pane = self.note_pane = NotePane(story.id, self.desk.marks(story.id).note)
            await self.right.mount(pane)
            if self.note_pane is pane:  # it may have been left meanwhile
                self.set_focus(pane.text)

    def action_leave_note(self) -> None:
        """Save the note, and go back to the article."""
        pane = self.note_pane
        if pane is None:
            return
        self.note_pane = None
        self.set_focus(None)
        self.save_note(pane)
        pane.remove()

    def save_note(self, pane: NotePane) -> None:
        """Keep what is written in a pane."""
        note = pane.text.text.strip()[:LONGEST_NOTE]
        said = "Note saved" if note else "Note deleted"
        self.annotate(pane.story_id, "note", note, said)

    def annotate(self, story_id: int, name: str, words: object, said: str) -> None:
        """Keep a person's words about a story, and show them."""
        if self.is_gone(story_id):
            return

        def change() -> None:
            changed = self.desk.change(story_id, partial(replace, **{name: words}), said)
            if changed and self.unkept.is_shown:
                self.marked(f"{said}; u takes it back")

        self.unkept.write(f"{name} of story {story_id}: {words}", change)

    def marked(self, sentence: str) -> None:
        """Show that marks have changed, in the article too."""
        super().marked(sentence)
        blocks = self.desk.blocks()
        if not self.desk.aside and blocks != self.pane.blocks:
            self.pane.show_again(blocks, self.desk.find)

    def show_article(self) -> None:
        """Show the open story; a note about another one is saved first."""
        if self.note_pane is not None and not self.is_about_open_story(self.note_pane):
            self.action_leave_note()
        super().show_article()

    def is_about_open_story(self, pane: NotePane) -> bool:
        """Whether a pane holds the note about the open story."""
        return self.desk.story is not None and self.desk.story.id == pane.story_id

    async def on_unmount(self) -> None:
        """Save a note that is being written, however the screen ends."""
        if self.note_pane is not None:
            pane, self.note_pane = self.note_pane, None
            self.save_note(pane)
