"""A line in which something is typed, with every key in its turn."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.dom import NoScreen
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from reader.control_characters import mask_line

# Textual takes looks and bindings from the first base that is a widget, and that is the stock one.
if TYPE_CHECKING:
    Mixed = Widget
else:
    Mixed = object


class InTurn(Mixed):
    """A widget to type in whose keys of its own act before the next letter, and not after it.

    A stock one hands its keys up to the app, and takes what is typed meanwhile for more text.
    """

    AT_ONCE: ClassVar[Mapping[str, str]] = {}  # a key, and the app's action for it

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing, where it is taken away and a screen over it still paints what was there."""
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    def on_unmount(self) -> None:
        """Be forgotten by the screen, which would keep it for as long as it stands itself."""
        with suppress(NoScreen):
            self.screen.text_selection_started_signal.unsubscribe(self)

    async def _on_key(self, event: events.Key) -> None:
        """Act at once, or type; what came after the line was left goes where it belongs."""
        left = self.screen.focused is not self
        if left or event.key in self.AT_ONCE:
            event.stop()
            event.prevent_default()
        if left:
            self.app.post_message(events.Key(event.key, event.character))
        elif event.key in self.AT_ONCE:
            await self.app.run_action(self.AT_ONCE[event.key])


class TypedLine(InTurn, Input):
    """A line of text."""

    def __init__(self, **given: Any) -> None:
        super().__init__(compact=True, **given)
        self.cursor_blink = False  # twice a second it would wake a screen that has nothing to do

    def validate_value(self, value: str) -> str:
        """A text that can be shown, whatever was stored or pasted."""
        return mask_line(value)

    async def _on_key(self, event: events.Key) -> None:
        """Act at once, or type, and show it in the same turn."""
        await super()._on_key(event)
        if not event._no_default_action:
            await Input._on_key(self, event)
            self.echo()

    def echo(self) -> None:
        """Show what is typed now, and not when Textual's clock next ticks."""
        self.screen._dirty_widgets.add(self)
        self.screen._on_timer_update()
