"""Textual's app as this screen needs it: wherever that touches what Textual keeps to itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

from rich.segment import Segment
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import BindingsMap
from textual.filter import Monochrome, NoColor
from textual.geometry import Offset, Region
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme

from reader.model import ReaderError
from reader.tui.actions import REPEATED, Action
from reader.tui.key_queue import PendingKeys
from reader.tui.startup.first_paint import ENDING_SIGNALS, exit_code_of
from reader.tui.startup.held_screen import HeldScreen
from reader.tui.terminal_output.terminal_cells import TerminalCells

CLEAR = "\x1b[0m\x1b[2J"  # no colour, and nothing on the screen
ANYWHERE = ("redraw", "suspend", "quit_now")  # what keys do on any screen
_MOST_TIMES = 99  # that a number before a key repeats it


class LeanApp(App[None], inherit_bindings=False):
    """Take over a screen that is painted already, keys one at a time, and end without noise."""

    ENABLE_COMMAND_PALETTE = False  # ours shows the keys that a person has chosen

    painted = False  # whether the first screenful stands on the terminal before the app does
    fault: Exception | None = None  # what ended the screen
    is_repeated = False  # whether the key that is being done follows once more, at once
    _pressing = False  # whether a key is being done
    _waiting = False  # whether lines were put that no frame has shown
    _is_begun = False  # whether a part of a frame was shown, and its end is to come

    def __init__(self, actions: tuple[Action, ...], **given: Any) -> None:
        super().__init__(**given)
        self.cells = TerminalCells(self.console._color_system)
        self.pending = PendingKeys({})
        self.use_actions(actions)

    def use_actions(self, actions: tuple[Action, ...]) -> None:
        """Have each key do what it is for in a table of actions."""
        self.actions = actions
        self.names = {key: action.name for action in actions for key in action.keys}
        self.pending.names = self.names
        self._bindings = BindingsMap()
        for key, name in self.names.items():
            if " " not in key:
                self.bind(key, name)

    def on_load(self) -> None:
        """Show no colour at all where none is wanted; Textual would turn the terminal's black."""
        if self.no_color:
            kept = [one for one in self._filters if not isinstance(one, Monochrome)]
            self._filters = [*kept, NoColor()]

    def get_default_screen(self) -> Screen[None]:
        """Make the screen under everything."""
        ground = HeldScreen(id="_default")
        ground.held = self.painted
        return ground

    def release_screen(self) -> None:
        """Paint everything once, and from then on what changes."""
        self.painted = False
        for screen in self.screen_stack:
            if isinstance(screen, HeldScreen):
                screen.release()

    def use_themes(self, themes: Iterable[Theme], name: str) -> None:
        """Know some themes, and take the colours of one."""
        for theme in themes:
            self.register_theme(theme)
        self.theme = f"newsreader-{name}"
        self.stylesheet.set_variables(self.get_css_variables())

    def show_theme(self, name: str) -> None:
        """Paint everything in another theme."""
        self.theme = f"newsreader-{name}"
        for widget in self.query("*"):
            widget.refresh()

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles again in other colours; at the start they have not been read before."""
        if self.screen_stack:
            super().refresh_css(animate)

    def settle(self) -> bool:
        """Have the panes laid out for a key; return False where the screen is to go."""
        if not self._exit and isinstance(self.screen, HeldScreen):
            self.screen.settle()
        return not self._exit

    async def do_bound_key(self, key: str) -> bool:
        """Do what a key is bound to; return whether it is to anything."""
        return await self._check_bindings(key)

    def attend(self) -> None:
        """Give the keys back to what had them when the terminal lost them, if that still stands.

        A screen that is typed into wherever it was clicked names its line in `typed_into`.
        """
        self.app_focus = True
        if self.focused is not None and not self.focused.is_attached:
            self.screen.set_focus(None)
        line = getattr(self.screen, "typed_into", None)
        if line is not None and line.is_attached:
            self.screen.set_focus(line)

    async def _dispatch_message(self, message: Message) -> None:
        """Take a message; what cannot be done is told by `tell_error`, and does not end the app."""
        try:
            await super()._dispatch_message(message)
        except ReaderError as error:
            self.tell_error(error)

    def tell_error(self, error: ReaderError) -> None:
        """Say what could not be done; here there is no place for that."""

    async def press(self, event: events.Key, is_repeated: bool = False) -> None:
        """Do what a key asks for, wherever keys go just now.

        What it changes is one frame, which can move whole lines; what is shown `before` that is
        the first part of it. What the same key changes at once again nobody could see.
        """
        self._pressing, self.is_repeated = True, is_repeated
        try:
            await self._press(event)
            if not is_repeated:
                self.show_chosen()
        finally:
            self._pressing = self.is_repeated = False
            if self._waiting and not is_repeated:
                self._show_frame()

    def call_after_keys(self, callback: Callable[..., object], *values: Any) -> None:
        """Have something done once the keys are that have come, also while this turn lasted."""
        asyncio.get_running_loop().call_soon(partial(self.call_later, callback, *values))

    def show_chosen(self) -> None:
        """Show what belongs to the row that keys have come to; here there is none."""

    async def _press(self, event: events.Key) -> None:
        """Do what a key asks for."""
        self.attend()
        screen, focused = self.screen, cast(Any, self.focused)
        if hasattr(focused, "take_key"):
            await focused.take_key(event)
            focused.echo()
        elif focused is None:
            await self._press_unfocused(event, isinstance(screen, HeldScreen))
        elif self.names.get(event.key) in ANYWHERE:
            await self.run_action(self.names[event.key])
        else:
            await self.do_bound_key(event.key)
        while self.screen is not screen and self._next_callbacks:
            await self._flush_next_callbacks()  # what a screen that was left is to bring about

    async def _press_unfocused(self, event: events.Key, on_panes: bool) -> None:
        """Do what a key asks for where nothing is typed, as often as the number before it says."""
        name = self.pending.take(event.key, pairs=on_panes)
        if name is None:
            return
        count, unknown = self.pending.count, self.pending.unknown
        if name and (on_panes or name in ANYWHERE):
            for _ in range(min(count, _MOST_TIMES) if name in REPEATED and count else 1):
                await self.run_action(name)
        elif unknown:
            self.on_unknown_keys(unknown)
        else:
            await self._do_bound_key_often(event.key, count)
        self.pending.clear()

    async def _do_bound_key_often(self, key: str, count: int) -> None:
        """Do what a key is bound to over the panes.

        A key that nothing is bound to ends here: in the queue of a screen over the panes it would
        come up again once that is left, and act on the panes.
        """
        screen, done = self.screen, await self.do_bound_key(key)
        for _ in range(min(count, _MOST_TIMES) - 1):
            if not done or self.screen is not screen:
                break
            await self.do_bound_key(key)

    def on_unknown_keys(self, label: str) -> None:
        """Say that two keys do nothing together."""

    def end_by_signals(self) -> None:
        """Save what is being written when the terminal goes away, or the system wants us gone."""
        for number in ENDING_SIGNALS:
            end = partial(self.exit, return_code=exit_code_of(number))
            asyncio.get_running_loop().add_signal_handler(number, end)

    def action_suspend_process(self) -> None:
        """Go to the shell, where there is one: nobody else could have the process go on."""
        from reader.tui.startup.driver import stop_for_shell

        if self._driver is not None and self._driver.can_suspend and not stop_for_shell():
            self.on_no_shell()

    def on_no_shell(self) -> None:
        """Say that there is no shell to go to."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Give the terminal away for the length of a block, and take it back however that ends."""
        fault: BaseException | None = None
        with super().suspend():
            try:
                yield
            except BaseException as error:  # the stock one would leave the terminal away
                fault = error
        if fault is not None:
            raise fault

    def selected_text(self) -> str:
        """Return what the mouse selects just now; what it selected before stays marked."""
        screen = self.screen
        return "" if screen._select_state is None else screen.get_selected_text() or ""

    def doubt_terminal(self) -> None:
        """Write everything anew, unless nobody can have changed what stands: at the start."""
        if not self.painted:
            self.cells.forget()

    def redraw(self) -> None:
        """Paint the whole screen anew, whatever stands on the terminal."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(CLEAR)
        self.cells.forget()
        self.screen.refresh()

    def write_signals(self, signals: str) -> None:
        """Write to the terminal what calls its person, and moves nothing on the screen."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(signals)
            self._driver.flush()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Have the terminal show what Textual has painted."""
        shown = self._running and not (self._closed or self._batch_count or self.is_headless)
        if not shown or not isinstance(renderable, ChopsUpdate | LayoutUpdate):
            super()._display(screen, renderable)
            return
        self.cells.fit(*self.size)
        self.cells.take(renderable)
        self._show_frame()
        self.post_display_hook()

    def show_lines(self, region: Region, lines: Iterable[tuple[int, Iterable[Segment]]]) -> None:
        """Have the terminal show lines of text in a part of the screen, counted from its top."""
        self.cells.fit(*self.size)
        self.cells.begin_pane(region.x)
        for y, segments in lines:
            self.cells.put_line(region.x, region.y + y, segments, region.right)
        self._waiting = True
        if not self._pressing:
            self._show_frame()

    def show_before(self, column: int) -> None:
        """Show what was put before a column by a key: what begins there is about to change.

        Nobody waits for an article to see which row is chosen.
        """
        if self._pressing and self._waiting:
            self._show_frame(column)
            self._waiting = True

    def _show_frame(self, limit: int | None = None) -> None:
        """Have the terminal show what was painted, and its cursor stand where keys act."""
        self._waiting = False
        place = self.screen.outer_size.clamp_offset(self.place_of_keys())
        frame = self.cells.frame(*place, limit)
        was_begun, self._is_begun = self._is_begun, limit is not None
        if (frame or was_begun) and self._driver is not None:
            if self._sync_available:
                begin, end = "" if was_begun else SYNC_START, "" if self._is_begun else SYNC_END
                frame = f"{begin}{frame}{end}"
            self._driver.write(frame)
            self._driver.flush()

    def place_of_keys(self) -> Offset:
        """Return where on the screen keys act: where text goes that is typed, or the first cell."""
        focused = self.focused
        if focused is None:
            return Offset()
        typed: Offset | None = getattr(focused, "cursor_screen_offset", None)
        if typed is None:
            return focused.region.offset
        # At the end of a line Textual counts the column behind its own cursor.
        return typed - Offset(int(getattr(focused, "cursor_at_end", False)), 0)

    def _handle_exception(self, error: Exception) -> None:
        """End the screen by a fault, which is told once the terminal is as it was found."""
        self.fault = self.fault or error
        if isinstance(error, ReaderError):
            self.exit(return_code=1)
        else:
            super()._handle_exception(error)

    def panic(self, *_: object) -> None:
        """End without pages of code on the terminal."""
        self._close_messages_no_wait()

    _fatal_error = panic
