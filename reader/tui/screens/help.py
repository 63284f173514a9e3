"""All keys on one screen, and a line to search them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input

from reader.tui.actions import Action, action_groups, key_label
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.screens.hanging_text import HangingText, label_block, line_block
from reader.tui.screens.overlay import SCROLL_KEYS, Overlay
from reader.tui.widgets.text_input import TypedLine

ASK = (
    ("words", "all of them, in any order; unfinished ones too while typing"),
    ('"a phrase"', "these words in a row"),
    ("a OR b, -c, (…)", "either, not, together"),
    ("title: outlet: by:", "only there"),
    ("is:unread is:bookmarked", "what you marked; is:hidden what you hid"),
    ("tag:sea has:note", "what you wrote about it; has:highlight"),
    ("after:7d before:2026-01", "dates and spans"),
    ("in:name lang:de", "a source, a language"),
    ("longer:5m shorter:3m", "minutes of reading"),
    ("like:12", "stories like number 12; . asks for it"),
    ("is:lead event:12", "one story of each event; all of an event"),
    ("word* word~", "beginnings, and words like it"),
    (r"/storms? of \d+/", "what a regular expression finds; in f, too"),
    ("sort:oldest sort:-length", "in that order"),
    ("↑ in the search line", "earlier searches that begin like this"),
)
TYPED = (
    (":add ADDRESS", "subscribe to it"),
    (":import FILE", "take in what another reader exports"),
    (":open ADDRESS", "open a page in the browser"),
    (":12", "story 12 of the list"),
    (":sort oldest", "another order of this list"),
    (":set theme light", "a setting, until the screen is left"),
    (":manual rules", "a page of the manual"),
)
COUNTED = ("3j  10G  2^f", "A number before a movement counts it", 16)
Told = tuple[str, str, int]  # keys, what they do, and how wide the keys' column is


# What keys do while words to look for are typed.
HELP_KEYS = {"escape": "screen.leave", "enter": "screen.stop_searching"}
_HELP_HINTS = (("Enter", "scroll what was found"), ("Esc", "all keys again"))


class Help(Overlay[bool]):
    """The keys under their headings, then how to ask; left with whether the manual is wanted."""

    AUTO_FOCUS = ""
    hints = (*Overlay.hints, ("/", "search these keys"), ("m", "the manual"))
    BINDINGS: ClassVar = [
        *SCROLL_KEYS,
        Binding("escape,q,question_mark,f1", "leave", show=False),
        Binding("slash", "search", show=False),
        Binding("m", "open_manual", show=False),
        Binding("enter", "stop_searching", show=False),
    ]

    def __init__(self, actions: tuple[Action, ...]) -> None:
        super().__init__()
        self.actions = actions
        self.line = TypedLine(
            HELP_KEYS,
            _HELP_HINTS,
            placeholder="/ searches these keys, m opens the manual, Esc closes",
        )
        self.searched = ""

    def compose(self) -> ComposeResult:
        """Return a line to search in, above one long text that scrolls."""
        with Vertical(id="help"):
            yield self.line
            with VerticalScroll():
                yield HangingText(self.text())

    def on_mount(self) -> None:
        """Have keys scroll, not type."""
        self.set_focus(None)

    def text(self) -> Iterator[ArticleBlock]:
        """Yield the lines of the help in which every word that is searched for stands."""
        found = False
        for name, told in self.sections():
            kept = [one for one in told if self.wanted(name, *one[:2])]
            if kept:
                found = True
                yield line_block(name, "heading-strong")
                yield from (_line(*one) for one in kept)
                yield line_block("")
        if not found:
            yield line_block(f"No key has to do with “{self.searched}”.", "dim")

    def wanted(self, *texts: str) -> bool:
        """Tell whether every word that is searched for begins somewhere in some texts."""
        whole = f" {' '.join(texts)}".casefold()
        return all(word in whole for word in self.searched.casefold().split())

    def sections(self) -> Iterator[tuple[str, list[Told]]]:
        """Yield every heading with what stands under it."""
        for name, actions in action_groups(self.actions):
            told = [("  ".join(map(key_label, one.keys)), one.does, 16) for one in actions]
            yield name, [*told, *([COUNTED] if name == "Moving" else [])]
        yield "What you can type after :", [(line, does, 25) for line, does in TYPED]
        yield "What you can search for", [(words, found, 25) for words, found in ASK]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        if self.searched == event.value.strip():
            return
        self.searched = event.value.strip()
        self.query_one(HangingText).show(self.text())
        self.action_scroll(-9999)

    def action_open_manual(self) -> None:
        """Show the manual in the place of the keys."""
        self.dismiss(True)

    def action_search(self) -> None:
        """Have keys type words to search for."""
        self.set_focus(self.line)

    def action_stop_searching(self) -> None:
        """Have keys scroll again."""
        self.set_focus(None)

    def action_leave(self) -> None:
        """Forget what was searched for; without that, close the help."""
        if self.line.value or self.focused is self.line:
            self.line.value = ""
            self.set_focus(None)
        else:
            self.dismiss()


def _line(left: str, right: str, width: int = 16) -> ArticleBlock:
    """Return keys, and what they do."""
    return label_block(f"  {left:<{width}} ", right, "name")
