"""The key that walks back through the edits of a story."""

from __future__ import annotations

from reader.tui.actions import FOOT_OF_EDIT
from reader.tui.controllers.find_in_article import Looking


class Retracing(Looking):
    """Seeing what a source has changed in the open story."""

    def action_changes(self) -> None:
        """What the last edit of this story changed, then the edit before, then the story."""
        if self.desk.next_edit():
            if not self.article_visible:
                self.action_enter()
            self.show_article()
            self.refresh_bars()
        else:
            self.tell("This story has never been edited")

    def action_step_back(self) -> None:
        """One step back, from an edit to the story among others."""
        super().action_step_back()
        self.refresh_bars()

    @property
    def hinted(self) -> tuple[tuple[str, str], ...]:
        """What the bottom line tells the keys of; nothing is the usual."""
        return FOOT_OF_EDIT if self.desk.edit and self.find_bar is None else super().hinted
