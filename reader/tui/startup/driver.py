"""Textual's driver, quicker at both ends and idle in between."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import constants
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from reader.tui.key_queue import group_keys
from reader.tui.startup.first_paint import let_flow
from reader.tui.startup.terminal_input import TerminalInput

ALTERNATE = "\x1b[?1049h"
# No colour, the kitty keyboard protocol off, the other screen back, a cursor, no word of focus.
LEAVE = "\x1b[m\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"


class QuickDriver(LinuxDriver):
    """Takes over a screen that is painted already, and sleeps until a key or the end wakes it.

    The stock driver looks ten times a second whether it is to end, which delays the Escape key by
    a tenth of a second and quitting by three.
    """

    found: list[Any] | None = None  # how the terminal was set before anything of ours
    painted = False  # set where the first screenful stands already
    typed = b""  # what was typed and read before the driver was there
    hear: Callable[[str], object] = len  # is told what the terminal says of its background
    asleep = False  # whether the terminal was given back to whoever put the process to sleep

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.waker, self.wake = os.pipe()
        self.stood = False  # whether the terminal was taken over before
        self.arrived: deque[Message] = deque()  # what was typed, and is not handed on yet
        self.is_called = False  # whether the loop has been called to hand that on

    def send_message(self, message: Message) -> None:
        """Have a message handed to the app, together with others that are waiting.

        Each call of the loop is a byte in the pipe by which it hears of signals too. A loop that is
        busy empties that late; were it full, signals would be lost, and with that of going on
        after a stop the terminal.
        """
        self.arrived.append(message)
        if not self.is_called:
            self.is_called = True
            self._loop.call_soon_threadsafe(self.hand_over)

    def hand_over(self) -> None:
        """Hand to the app what has come; keys in a row as one."""
        self.is_called = False  # first: what comes from now on may not be seen below
        waiting = [self.arrived.popleft() for _ in range(len(self.arrived))]
        for message in group_keys(waiting):
            message.set_sender(self._app)
            self._app.post_message(message)

    def write(self, data: str) -> None:
        """Write to the terminal at once; a thread would first have to wait for its turn.

        Switching to the screen again would only clear it. While somebody else has the terminal,
        nothing is written to it.
        """
        if self.asleep:
            return
        if data == ALTERNATE and type(self).painted:
            type(self).painted = False
            return
        with suppress(OSError):  # the terminal is gone; the thread that reads keys sees that too
            sys.__stdout__.write(data)  # type: ignore[union-attr]  # a terminal, unlike stderr
            sys.__stdout__.flush()  # type: ignore[union-attr]

    def start_application_mode(self) -> None:
        """Take the terminal over; it is given back as it was found, not as it was painted on."""
        with suppress(termios.error):  # there is no terminal any more
            let_flow(self.fileno)
        loop = asyncio.get_running_loop()
        self._app.end_by_signals()  # type: ignore[attr-defined]  # ours
        loop.add_signal_handler(signal.SIGTSTP, self.go_to_sleep)
        loop.add_signal_handler(signal.SIGCONT, self.wake_up)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        loop.add_signal_handler(signal.SIGWINCH, self.tell_size)
        self.attrs_before = type(self).found or self.attrs_before
        if self.stood:  # whoever had the terminal meanwhile has left something else on it
            redraw = self._app.redraw  # type: ignore[attr-defined]  # ours
            self._loop.call_soon_threadsafe(self._app.call_later, redraw)
        self.stood = True

    def tell_size(self) -> None:
        """Tell the app how large the terminal is now, between two events.

        The stock handler may be interrupted by the next signal, and then tells an older size last.
        """
        size = Size(*self._get_terminal_size())
        self._app.post_message(Resize(size, size))

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was found; nothing is written once that has been done.

        A terminal that minds Ctrl-S may be stopped by it at any moment, and whoever writes to it
        then waits for Ctrl-Q, which nobody knows to press.
        """
        self._disable_bracketed_paste()
        self._enable_line_wrap()
        self.write(LEAVE)
        self.disable_input()
        if self.attrs_before is not None:
            with suppress(termios.error):  # there is no terminal any more
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def go_to_sleep(self) -> None:
        """Give the terminal back, and let the system stop the process.

        In its turn between two events: in the midst of one, a lock may be held that this waits for.
        A script that has started it is stopped at the same moment: their shell hears of both alone.
        Were the script stopped before, both could go on while the terminal is not given back yet.
        """
        if self._auto_restart and not self.asleep:
            self.suspend_application_mode()
            self.asleep = self._must_signal_resume = True
        if os.getpgid(os.getppid()) == os.getpgrp():
            os.killpg(0, signal.SIGSTOP)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def wake_up(self) -> None:
        """Take the terminal over again, also where the system stopped the process unasked."""
        if self._auto_restart:
            self.resume_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal over again, with one thread that reads keys, whoever gave it back.

        A browser that was to have the terminal may end before the driver hears that the process
        goes on; both have the terminal taken over then.
        """
        if self._key_thread is not None:
            self.suspend_application_mode()
        self.asleep = False
        super().resume_application_mode()

    def disable_input(self) -> None:
        """Read no more keys, once: the thread that does is woken, so that it sees the end."""
        if self._key_thread is None:
            return
        self._loop.remove_signal_handler(signal.SIGWINCH)
        self._disable_mouse_support()
        self.exit_event.set()
        os.write(self.wake, b"!")
        self._key_thread.join()
        self._key_thread = None
        self.exit_event.clear()
        with suppress(termios.error):  # there is no terminal any more
            termios.tcflush(self.fileno, termios.TCIFLUSH)

    def _run_input_thread(self) -> None:
        """Hand on keys, and a fault in doing so to the app, which ends by it."""
        try:
            self.run_input_thread()
        except Exception as fault:  # nobody else sees what happens in this thread
            self._app.call_later(self._app._handle_exception, fault)

    def run_input_thread(self) -> None:
        """Hand on keys as they come."""
        received = TerminalInput()
        received.hear = type(self).hear
        timeout = self.take_early(received)
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno, self.waker], [], [], timeout)
            if self.waker in ready:
                os.read(self.waker, 16)
                continue
            timeout = constants.ESCAPE_DELAY if ready else None
            if ready and not self.take(received):
                return
            if not ready:
                for event in received.pause():
                    self.process_message(event)

    def take_early(self, received: TerminalInput) -> float | None:
        """Hand on what was read before; return for how long its last sequence may go on."""
        typed, type(self).typed = type(self).typed, b""
        for event in received.feed(typed):
            self.process_message(event)
        return constants.ESCAPE_DELAY if typed else None

    def take(self, received: TerminalInput) -> bool:
        """Hand on what was typed; False where the terminal is gone, and the app with it."""
        try:
            typed = os.read(self.fileno, 4096)
        except OSError:
            typed = b""
        if not typed:
            os.kill(os.getpid(), signal.SIGHUP)
            return False
        for event in received.feed(typed):
            self.process_message(event)
        return True

    def _query_in_band_window_resize(self) -> None:
        """Ask for no sizes among the keys: the system tells of every change."""


def stop_for_shell() -> bool:
    """Have the process stopped, as a shell does; return False where no shell would hear of it.

    A process of its own session, such as the only one of a window, would stand still for ever.
    """
    process = os.getppid()
    with suppress(OSError):  # no such process any more, or no place where that could be read
        while os.getsid(process) == os.getsid(0):
            if os.getpgid(process) != os.getpgrp():
                os.kill(os.getpid(), signal.SIGTSTP)
                return True
            stat = Path(f"/proc/{process}/stat").read_text(errors="replace")
            process = int(stat.rpartition(")")[2].split()[1])
    return False
