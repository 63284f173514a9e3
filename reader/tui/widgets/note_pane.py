"""The pane under the article in which a note about it is written."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label, TextArea

from reader.control_characters import mask_controls
from reader.tui.widgets.text_input import TypingWidget, replace_selected

# What keys do while a note is written.
NOTE_KEYS = {
    "escape": "leave_note",
    "ctrl+s": "leave_note",
    "tab": "leave_note",
    "shift+tab": "leave_note",
    "ctrl+q": "quit_now",
    "ctrl+p": "palette",
}


class NoteText(TypingWidget, TextArea):
    """The text of a note."""

    key_actions = NOTE_KEYS
    hints = (("Esc", "save, and back to the article"), ("^p", "commands"), ("^q", "save and quit"))

    def on_unmount(self) -> None:
        """Be forgotten by the app, which would tell it of a new theme for ever."""
        watching = getattr(self.app, "__watchers", {}).get("theme", [])
        watching[:] = [one for one in watching if one[0] is not self]

    def text_of(self, key: events.Key) -> str:
        """Return the text that a key types; empty for one that is a command, or edits."""
        return "\n" if key.key == "enter" else super().text_of(key)

    def type_text(self, text: str) -> None:
        """Put text in the place of what is selected, or at the cursor."""
        replace_selected(self, text)


class NotePane(Vertical):
    """A line that says what this is, and the text of a note."""

    def __init__(self, story_id: int, note: str) -> None:
        super().__init__()
        self.story_id = story_id
        self.text = NoteText(
            mask_controls(note), soft_wrap=True, show_line_numbers=False, compact=True
        )
        self.text.cursor_blink = False
        self.text.move_cursor(self.text.document.end)

    def compose(self) -> ComposeResult:
        """Return a heading and the text."""
        yield Label("✎ Your note    Esc saves it and goes back", markup=False)
        yield self.text
