"""A line in which something is typed, with every key in its turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual import events
from textual.dom import NoScreen
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets.input import Selection

from reader.control_characters import mask_line
from reader.tui.render.cells import cell_len, cut_to_width
from reader.tui.widgets.direct_paint import DirectPainter

# Textual takes looks and bindings from the first base that is a widget, and that is the stock one.
if TYPE_CHECKING:
    from textual.widgets import TextArea

    Mixed = Widget
else:
    Mixed = object


_UNENDING = " …"  # the end of a text that could go on
_LONGEST_JOINED = 20_000  # letters of pasted lines that become one: more is no line


class TypingWidget(Mixed):
    """A widget to type in, which the app hands one key after another.

    A stock one has a queue of its own, and hands keys that it does not type up to the app: what is
    typed meanwhile is more text, though it was meant to come after them.
    """

    key_actions: Mapping[str, str] = MappingProxyType({})  # a key, and the app's action for it
    hints: tuple[tuple[str, str], ...] = ()  # keys, and what they do: for the bottom line

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return nothing when taken away while a screen over it still paints what was there."""
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    def _on_hide(self, event: events.Hide) -> None:
        """Go on to take the keys where a terminal has no room for this: Escape has to leave it."""
        event.prevent_default()

    def on_unmount(self) -> None:
        """Be forgotten by the screen, which would keep it for as long as it stands itself."""
        with suppress(NoScreen):
            self.screen.text_selection_started_signal.unsubscribe(self)

    def text_of(self, key: events.Key) -> str:
        """Return the text that a key types; empty for one that is a command, or edits."""
        typed = key.is_printable and key.key not in self.key_actions
        return (key.character or "") if typed else ""

    async def take_key(self, event: events.Key) -> None:
        """Act, or edit."""
        action = self.key_actions.get(event.key)
        if action is None:
            await self.app._check_bindings(event.key)
            return
        self.app.catch_up()  # type: ignore[attr-defined]  # ours
        await self.app.run_action(action)

    def type_text(self, text: str) -> None:
        """Put text in the place of what is selected, or at the cursor."""
        raise NotImplementedError

    def echo(self) -> None:
        """Show what is typed now, and not when Textual's clock next ticks."""
        if self.is_attached and self.app.screen is self.screen:
            self._paint_now()

    def _paint_now(self) -> None:
        """Paint what has changed."""
        self.screen._dirty_widgets.add(self)
        self.screen._on_timer_update()


class TypedLine(TypingWidget, Input):
    """A line of text, some of whose keys are actions."""

    def __init__(
        self, key_actions: Mapping[str, str], hints: tuple[tuple[str, str], ...], **given: Any
    ) -> None:
        super().__init__(compact=True, select_on_focus=False, **given)
        self.key_actions, self.hints = key_actions, hints
        self._proposal = self.placeholder
        self._painter = DirectPainter(self, self._draw_line)
        self.cursor_blink = False  # twice a second it would wake a screen that has nothing to do

    def validate_value(self, value: str) -> str:
        """Return a text that can be shown, whatever was stored or pasted."""
        return mask_line(value)

    def on_resize(self) -> None:
        """Propose in an empty line as much as it has room for."""
        self.placeholder = fit_parts(self._proposal, self.content_size.width)

    def _watch_value(self, value: str) -> None:
        """Take the length of the text for known, which stock lines have the screen laid out for.

        The line has its room however long its text is, and each letter would paint every pane.
        """
        self.set_reactive(TypedLine.virtual_size, Size(self.content_width, 1))
        super()._watch_value(value)

    def _paint_now(self) -> None:
        """Paint the line alone: Textual would draw every pane that it stands on."""
        if self._painter.stands_alone:
            self._painter.paint_all()
        else:
            super()._paint_now()

    def _draw_line(self, y: int) -> Iterable[Segment]:
        """Return a line of the widget as Textual paints it."""
        return self.render_lines(Region(0, y, self.region.width, 1))[0]

    def select_whole(self) -> None:
        """Select everything, so that what is typed next takes its place."""
        self.selection = Selection(0, len(self.value))

    def type_text(self, text: str) -> None:
        """Put text, its lines as one, in the place of what is selected, or at the cursor."""
        lines = text.splitlines()
        if (
            len(lines) > 1
        ):  # a headline that was copied from two lines, or with what stands around it
            text = " ".join(filter(None, map(str.strip, lines)))[:_LONGEST_JOINED]
        else:
            text = "".join(lines)
        self.replace(text, *sorted(self.selection))


def fit_parts(text: str, width: int) -> str:
    """Return a text of parts with commas between them that is so wide, without its last parts."""
    parts, unending = text.removesuffix(_UNENDING).split(", "), text.endswith(_UNENDING)
    for count in range(len(parts), 0, -1):
        kept = ", ".join(parts[:count]) + (_UNENDING if unending else "")
        if cell_len(kept) <= width:
            return kept
    return cut_to_width(parts[0], max(0, width - 1)).rstrip() + "…"


def replace_selected(area: TextArea, text: str) -> None:
    """Put text in the place of what is selected in an area, or at the cursor."""
    done = area._replace_via_keyboard(text, *area.selection)
    if done is not None:
        area.move_cursor(done.end_location)
