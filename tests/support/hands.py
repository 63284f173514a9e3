"""The hands of a person at the screen: they press keys, move the mouse, wait, and read.

Nothing here knows more of the app than that Textual runs it.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TypeVar

from rich.cells import cell_len
from textual.app import App
from textual.events import (
    Event,
    Key,
    MouseDown,
    MouseMove,
    MouseScrollDown,
    MouseScrollUp,
    MouseUp,
    Paste,
)
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

MOMENT = 0.02  # seconds in which what is put off until the next frame is done
LONGEST = 180.0  # seconds that something may take to come, on the busiest machine
Kept = TypeVar("Kept", bound=Widget)


def key_event(key: str) -> Key:
    """What a terminal says when a key is pressed."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    written = REPLACED_KEYS.get(name, name)
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(written))
    except KeyError:
        character = name if len(name) == 1 else None
    return Key(name, character)


class Hands:
    """What can be done to an app from outside, and read from its screen."""

    def __init__(self, app: App[None], pilot: Pilot[None]) -> None:
        self._textual, self._pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before is done with."""
        for key in keys:
            self._textual.post_message(key_event(key))
            await self.settle()

    def press_in_burst(self, *keys: str) -> None:
        """Press keys faster than anything can be done about them."""
        for key in keys:
            self._textual.simulate_key(key)

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal hands it over."""
        self._textual.post_message(Paste(text))
        await self.settle()

    async def click_words(self, part: str, words: str) -> None:
        """Click on the first of some words in a part of the screen."""
        lines = self.lines_of(part)
        line = next(number for number, one in enumerate(lines) if words in one)
        await self.click(part, cell_len(lines[line].partition(words)[0]), line)

    async def wait(self, seconds: float = MOMENT) -> None:
        """Wait for a moment, in which timers come that are due soon, or for some seconds."""
        await self.settle()
        await asyncio.sleep(seconds)
        await self.settle()

    async def until(self, fact: Callable[[], bool]) -> None:
        """Wait until something holds, as a person would, but not for ever."""
        end, pause = monotonic() + LONGEST, 0.01
        while not fact():
            assert monotonic() < end, self.text()
            await asyncio.sleep(pause)
            pause = min(2 * pause, 0.1)  # who waits for a process leaves it the machine
            await self.settle()

    async def settle(self) -> None:
        """Wait until nothing more is under way but timers, threads and processes.

        Textual's own pilot waits after each key until the machine has nothing to do.
        """
        end = monotonic() + LONGEST
        while not self.has_ended() and not await self._is_settled():
            assert monotonic() < end, self.text()

    def attend_elsewhere(self, is_elsewhere: bool) -> None:
        """Have the terminal say that keys go to another window, or come here again."""
        self._pilot.app.app_focus = not is_elsewhere

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self._pilot.resize_terminal(width, height)
        await self.settle()

    async def click(self, part: str, column: int, line: int, times: int = 1) -> None:
        """Click into a part of the screen, as often as that in quick succession."""
        await self._pilot.click(part, offset=(column, line), times=times)
        await self.settle()

    async def drag(self, part: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Take hold of a place in a part of the screen, and let go at another of the screen."""
        await self._pilot.mouse_down(part, offset=start)
        await self._pilot.hover(None, offset=end)
        await self._pilot.mouse_up(None, offset=end)
        await self.wait()

    async def select(self, part: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Select text with the mouse."""
        steps = ((MouseDown, start), (MouseMove, end), (MouseUp, end))
        for kind, offset in steps:
            # There is no public way to move the mouse with a button held.
            await self._pilot._post_mouse_events([kind], part, offset, button=1)
        await self.wait()

    async def turn_wheel(self, part: str, back: bool = False) -> None:
        """Turn the wheel once over a part of the screen, as the mouse would."""
        region = self._top(part, Widget).region
        x, y = region.x + 3, region.y + 2
        turned: Callable[..., Event] = MouseScrollUp if back else MouseScrollDown
        still = {"delta_x": 0, "delta_y": 0, "button": 0}
        held = {"shift": False, "meta": False, "ctrl": False}
        self._textual.post_message(turned(None, x, y, screen_x=x, screen_y=y, **still, **held))
        await self.wait()

    def text(self) -> str:
        """Everything that can be read on the screen."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The lines of the screen."""
        return ["".join(segment.text for segment in strip) for strip in self._strips()]

    def words(self) -> str:
        """The words on the screen, as they are read."""
        return " ".join(self.text().replace("│", " ").split())

    def painted(self, part: str, line: int) -> list[tuple[str, str]]:
        """Each character on a line of a part of the screen, with how it looks."""
        region = self._top(part, Widget).region
        strip = self._strips()[region.y + line].crop(region.x, region.right)
        return [(sign, str(style)) for text, style, _ in strip for sign in text]

    def lines_of(self, part: str) -> list[str]:
        """What is painted in the place of a part of the screen, line by line."""
        region = self._top(part, Widget).region
        lines = self.lines()[region.y : region.bottom]
        return [line[region.x : region.right] for line in lines]

    def shows_panes(self) -> bool:
        """Whether what lies around a page that stands over the panes is in sight."""
        return self._textual.screen.styles.background.a < 1

    def has_ended(self) -> bool:
        """Whether the screen is on its way out."""
        return self._textual._exit or not self._textual.is_running

    def _top(self, part: str, kind: type[Kept]) -> Kept:
        """A part of the screen that stands over all others."""
        return self._textual.screen.query_one(part, kind)

    def _strips(self) -> list[Strip]:
        return self._textual.screen._compositor.render_strips()

    async def _is_settled(self) -> bool:
        """Whether nothing is under way once everybody has done what was asked of it."""
        all_done = asyncio.Event()
        waiting: set[int] = set()

        def finish(number: int) -> None:
            waiting.discard(number)
            if not waiting:
                all_done.set()

        for number, pump in enumerate(self._pumps()):
            if pump.call_later(finish, number):
                waiting.add(number)
        with suppress(TimeoutError):  # who ends meanwhile does nothing any more
            await asyncio.wait_for(all_done.wait(), 1)
        if self.has_ended():
            return True
        screen = self._textual.screen
        screen._on_timer_update()
        busy = any(pump.message_queue_size or pump._next_callbacks for pump in self._pumps())
        working = any(
            not one._thread_worker and not one.is_finished for one in self._textual.workers
        )
        if working:
            await asyncio.sleep(0.001)
        return not (busy or working or screen._callbacks or screen._layout_required)

    def _pumps(self) -> list[MessagePump]:
        """Whoever takes messages: the app, its screens and what stands on them."""
        screens = self._textual.screen_stack
        return [
            self._textual,
            *(one for screen in screens for one in screen.walk_children(with_self=True)),
        ]
