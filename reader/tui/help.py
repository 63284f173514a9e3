"""All keys on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.keys import Action, groups, shown

ASK = (
    ("words", "all of them, in any order; unfinished ones too while typing"),
    ('"a phrase"', "these words in a row"),
    ("a OR b, -c, (…)", "either, not, together"),
    ("title: outlet: by:", "only there"),
    ("is:unread is:bookmarked", "what you marked"),
    ("after:7d before:2026-01", "dates and spans"),
    ("in:name lang:de", "a source, a language"),
    ("like:12", "stories like number 12; . asks for it"),
    ("is:lead event:12", "one story of each event; all of an event"),
    ("word* word~", "beginnings, and words like it"),
    ("↑ in the search line", "earlier searches that begin like this"),
)


class Help(ModalScreen[None]):
    """The keys under their headings, then how to ask."""

    BINDINGS: ClassVar = [
        Binding("escape,q,question_mark,f1", "dismiss", show=False),
        Binding("j,down", "scroll(2)", show=False),
        Binding("k,up", "scroll(-2)", show=False),
        Binding("space,pagedown", "scroll(12)", show=False),
        Binding("pageup", "scroll(-12)", show=False),
    ]

    def __init__(self, actions: tuple[Action, ...]) -> None:
        super().__init__()
        self.actions = actions

    def compose(self) -> ComposeResult:
        """One long text that scrolls."""
        with VerticalScroll(id="help"):
            yield Static(Content("\n").join(self.text()))

    def text(self) -> Iterator[Content]:
        """The lines of the help."""
        for name, actions in groups(self.actions):
            yield Content.styled(name, "bold $accent")
            for action in actions:
                yield line("  ".join(map(shown, action.keys)), action.does)
            yield Content("")
        yield Content.styled("What you can search for", "bold $accent")
        for words, found in ASK:
            yield line(words, found, 25)
        yield Content("")
        yield Content.styled("Esc closes this.", "$dim")

    def action_scroll(self, by: int) -> None:
        """Scroll by some lines."""
        self.query_one("#help").scroll_relative(y=by, animate=False)


def line(left: str, right: str, width: int = 16) -> Content:
    """Keys, and what they do."""
    return Content.assemble((f"  {left:<{width}} ", "bold"), (right, ""))
