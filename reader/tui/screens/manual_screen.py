"""The screen on which the manual is read: its pages, one of them, or what a search finds in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from reader.control_characters import mask_line
from reader.manual import Page
from reader.manual.page_blocks import Block, Runs, parse_blocks
from reader.manual.text_lines import layout_blocks
from reader.tui.screens.overlay import SCROLL_KEYS, Overlay
from reader.tui.widgets.text_input import TypedLine

_SEARCH_KEYS = {"escape": "screen.leave", "enter": "screen.stop_searching"}
_SEARCH_HINTS = (("Enter", "scroll what was found"), ("Esc", "the pages again"))
_SEARCH = ("/", "search the manual")
_HINTS_OF_CONTENTS = (("Enter", "read"), ("j k", "choose"), _SEARCH, ("Esc", "back"))
_HINTS_OF_PAGE = (
    ("Esc", "all pages"),
    ("j k Space", "scroll"),
    ("] [", "next page, before"),
    _SEARCH,
)
_STYLES = {"bold": "bold", "code": "$accent"}
_LEAST_WIDTH = 30  # columns
_BAR = 1  # column that is left to the scrollbar, whether there is one or not
_Section = tuple[str, list[Block]]  # the heading over some blocks, and those


class ManualScreen(Overlay[None]):
    """The pages by title; a page; or what is searched for, from all pages."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        *SCROLL_KEYS[2:],
        Binding("escape,q,h,left,backspace", "leave", show=False),
        Binding("enter,l,right", "open_chosen", show=False),
        Binding("right_square_bracket", "turn(1)", show=False),
        Binding("left_square_bracket", "turn(-1)", show=False),
        Binding("slash", "search", show=False),
        Binding("enter", "stop_searching", show=False),
    ]

    def __init__(self, pages: Sequence[Page], name: str = "") -> None:
        super().__init__()
        self.pages = pages
        names = [page.name for page in pages]
        self.is_open = name in names
        self.chosen = names.index(name) if self.is_open else 0
        self.searched = ""
        self.hints = _HINTS_OF_PAGE if self.is_open else _HINTS_OF_CONTENTS
        self.line = TypedLine(
            _SEARCH_KEYS, _SEARCH_HINTS, placeholder="/ searches the manual, Esc closes"
        )

    def compose(self) -> ComposeResult:
        """Return a line to search in, above one long text that scrolls."""
        with Vertical(id="help"):
            yield self.line
            with VerticalScroll():
                yield Static()

    def on_mount(self) -> None:
        """Have keys scroll, not type."""
        self.set_focus(None)

    def on_resize(self, _: events.Resize) -> None:
        """Wrap the text at the width that there is now."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        """Show what the screen is at."""
        width = max(_LEAST_WIDTH, self.query_one(VerticalScroll).region.width - _BAR)
        if self.searched:
            self.hints, lines = Overlay.hints, self._result_lines(width)
        elif self.is_open:
            self.hints, lines = _HINTS_OF_PAGE, _page_lines(self.pages[self.chosen], width)
        else:
            self.hints, lines = _HINTS_OF_CONTENTS, self._contents_lines()
        self.query_one(Static).update(Content("\n").join(lines))

    def _contents_lines(self) -> Iterator[Content]:
        """Yield the titles of the pages, the chosen one set off, and what else leads to them."""
        yield Content.styled("The manual", "bold $accent")
        yield Content("")
        for number, page in enumerate(self.pages):
            line = f"  {page.title:<34}"
            yield Content.styled(line, "reverse" if number == self.chosen else "")
        yield Content("")
        yield Content.styled("  newsreader manual PAGE prints one in a terminal.", "$dim")

    def _result_lines(self, width: int) -> Iterator[Content]:
        """Yield what is searched for from all pages, under the headings where it stands."""
        words = self.searched.casefold().split()
        found = False
        for page in self.pages:
            for heading, blocks in _sections(page):
                where = f"{page.title} › {heading}" if heading else page.title
                fitting = [one for one in blocks if _has_words(f"{where} {one.text}", words)]
                if fitting:
                    found = True
                    yield Content.styled(where, "bold $accent")
                    yield from map(_content, layout_blocks(fitting, width))
                    yield Content("")
        if not found:
            yield Content.styled(f"The manual does not hold “{mask_line(self.searched)}”.", "$dim")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        self._search_for(event.value.strip())

    def _search_for(self, words: str) -> None:
        """Show what a search finds, or without words what was shown before it."""
        if self.searched != words:
            self.searched = words
            self._show()
            self.action_scroll(-9999)

    def action_move(self, by: int) -> None:
        """Choose a page, or scroll by some lines."""
        if self.is_open or self.searched:
            self.action_scroll(2 * by)
        else:
            self.chosen = max(0, min(self.chosen + by, len(self.pages) - 1))
            self._show()

    def action_open_chosen(self) -> None:
        """Read the chosen page."""
        if not self.searched:
            self.is_open = True
            self._show()

    def action_turn(self, by: int) -> None:
        """Read the next page, or the one before."""
        if not self.searched:
            self.chosen = (self.chosen + by) % len(self.pages) if self.is_open else self.chosen
            self.is_open = True
            self._show()
            self.action_scroll(-9999)

    def action_search(self) -> None:
        """Have keys type words to search for."""
        self.set_focus(self.line)

    def action_stop_searching(self) -> None:
        """Have keys scroll again."""
        self.set_focus(None)

    def action_leave(self) -> None:
        """Forget what was searched for; without that leave the page; without one close."""
        if self.line.value or self.focused is self.line:
            self.line.value = ""
            self._search_for("")  # now: the bottom line tells the keys once this is done
            self.set_focus(None)
        elif self.is_open:
            self.is_open = False
            self._show()
            self.action_scroll(-9999)
        else:
            self.dismiss()


@cache
def _blocks_of(page: Page) -> list[Block]:
    """Return the blocks of a page, which is parsed once."""
    return parse_blocks(page.text)


def _page_lines(page: Page, width: int) -> Iterator[Content]:
    """Yield the lines of a page, under its title."""
    yield Content.styled(page.title, "bold $accent")
    yield Content("")
    yield from map(_content, layout_blocks(_blocks_of(page), width))


def _sections(page: Page) -> Iterator[_Section]:
    """Yield the headings of a page, each with the blocks under it; what stands before has none."""
    heading = ""
    for is_heading, blocks in groupby(_blocks_of(page), lambda one: one.kind == "heading"):
        if is_heading:
            heading = [*blocks][-1].text
        else:
            yield heading, [one for one in blocks if one.kind != "head"]


def _has_words(text: str, words: Sequence[str]) -> bool:
    """Tell whether every word begins or stands somewhere in a text."""
    whole = text.casefold()
    return all(word in whole for word in words)


def _content(line: Runs) -> Content:
    """Return a line in the colours of the theme."""
    return Content.assemble(*((run.text, _STYLES.get(run.look, "")) for run in line))
