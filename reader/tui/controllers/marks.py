"""What the keys for marking do, and the ones for views."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.library import Library
from reader.model import Mark, ReaderError
from reader.tui.controllers.events import Walking


class Marking(Walking):
    """Bookmarks, what is read, and taking both back."""

    keeping = False
    keep_again = False

    def action_bookmark(self) -> None:
        """Bookmark, or take the bookmark away."""
        self.toggle(Mark.BOOKMARKED, ("Bookmarked", "Bookmark taken away; u brings it back"))

    def action_read(self) -> None:
        """Mark as read or unread."""
        self.toggle(Mark.READ, ("Marked as read", "Marked as unread"))
        if self.dwelling is not None:
            self.dwelling.stop()

    def toggle(self, mark: Mark, sentences: tuple[str, str]) -> None:
        """Turn a mark of the chosen story around."""
        story_id = self.list.current
        if story_id is None or self.is_gone(story_id):
            return
        marks = self.desk.marks(story_id)
        on = not (marks.read if mark is Mark.READ else marks.bookmarked)
        said = sentences[0] if on else sentences[1]
        act = partial(self.desk.mark, [story_id], mark, on, said)
        self.change_marks(f"{mark.value} of story {story_id}", act, said)

    def change_marks(self, what: str, act: Callable[[], object], said: str) -> None:
        """Change marks and show it, now or once the disk takes it."""

        def changed() -> None:
            act()
            if self.unkept.is_shown:
                self.marked(said)

        self.unkept.write(what, changed)

    def is_gone(self, story_id: int) -> bool:
        """Whether a story was dropped while it was on the screen; says so."""
        if self.desk.has(story_id):
            return False
        self.tell("This story was dropped meanwhile: it is beyond what is kept", warning=True)
        return True

    def marked(self, sentence: str) -> None:
        """Show that marks have changed, and copy them to their file."""
        self.list.forget()
        self.keep()
        self.tell(sentence)

    def action_event_read(self) -> None:
        """Mark every report of the event as read."""
        story_id = self.list.current
        if story_id is not None:
            ids = sorted(self.desk.library.store.events.stories(story_id))
            said = f"{len(ids):,} marked as read"
            act = partial(self.desk.mark, ids, Mark.READ, True, said)
            self.change_marks(
                f"the event of story {story_id} as read", act, f"{said}; u takes it back"
            )

    def action_undo(self) -> None:
        """Undo the last change."""
        undone = self.desk.undo()
        self.marked(f"Undone: {undone.did}" if undone else "There is nothing to undo")

    def keep(self) -> None:
        """Copy bookmarks to their file, off the path of the key; one copy at a time."""
        self.keep_again = self.keeping
        if not self.keeping:
            self.keeping = True
            self.run_worker(self.kept, thread=True, group="keep", exit_on_error=False)

    def kept(self) -> None:
        """Copy bookmarks to their file, on a connection of this thread."""
        said = ""
        try:
            own = self.desk.library
            library = Library.open(own.places, clock=own.clock)
            library.keep()
            library.close()
        except ReaderError as error:
            said = str(error)
        self.call_from_thread(self.after_keeping, said)

    def after_keeping(self, said: str) -> None:
        """Say what went wrong, and copy again where marks changed meanwhile."""
        self.keeping = False
        if said:
            self.tell(said, warning=True)
        if self.keep_again:
            self.keep()

    def action_view_all(self) -> None:
        """All stories."""
        self.view("all")

    def action_view_unread(self) -> None:
        """Unread stories."""
        self.view("unread")

    def action_view_bookmarks(self) -> None:
        """Bookmarks."""
        self.view("bookmarks")

    def action_view_events(self) -> None:
        """Events that several stories report."""
        self.view("events")

    def action_bookmarks(self) -> None:
        """Bookmarks, and back."""
        self.view("all" if self.desk.view == "bookmarks" and not self.desk.query else "bookmarks")

    def view(self, name: str) -> None:
        """List another view; an open story stays open where the view holds it."""
        if self.search_bar is not None:
            self.end_search()
        self.action_leave()
        self.show_ids(self.desk.ids(name), keep=self.list.current)
        self.explain_view()
