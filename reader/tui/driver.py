"""Textual's driver, quicker at both ends and idle in between."""

from __future__ import annotations

import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections import deque
from contextlib import suppress
from typing import Any

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from reader.tui.burst import bursts

ALTERNATE = "\x1b[?1049h"
MARGIN = 0.005  # seconds after the time of an escape in which Textual is sure to see it as the key


class QuickDriver(LinuxDriver):
    """Takes over a screen that is painted already, and sleeps until a key or the end wakes it.

    The stock driver looks ten times a second whether it is to end, which delays the Escape key by
    a tenth of a second and quitting by three.
    """

    found: list[Any] | None = None  # how the terminal was set before anything of ours
    painted = False  # set where the first screenful stands already

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.waker, self.wake = os.pipe()
        self.stood = False  # whether the terminal was taken over before
        self.arrived: deque[Message] = deque()  # what was typed, and is not handed on yet

    def send_message(self, message: Message) -> None:
        """Have a message handed to the app, together with others that are waiting."""
        self.arrived.append(message)
        self._loop.call_soon_threadsafe(self.hand_over)

    def hand_over(self) -> None:
        """Hand to the app what has come; keys in a row as one."""
        waiting = [self.arrived.popleft() for _ in range(len(self.arrived))]
        for message in bursts(waiting):
            message.set_sender(self._app)
            self._app.post_message(message)

    def write(self, data: str) -> None:
        """Write to the terminal at once; a thread would first have to wait for its turn.

        Switching to the screen again would only clear it.
        """
        if data == ALTERNATE and type(self).painted:
            type(self).painted = False
            return
        with suppress(OSError):  # the terminal is gone; the thread that reads keys sees that too
            sys.__stdout__.write(data)  # type: ignore[union-attr]  # a terminal, unlike stderr
            sys.__stdout__.flush()  # type: ignore[union-attr]

    def start_application_mode(self) -> None:
        """Take the terminal over; it is given back as it was found, not as it was painted on."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.attrs_before = type(self).found or self.attrs_before
        if self.stood:  # whoever had the terminal meanwhile has left something else on it
            redraw = self._app.action_redraw  # type: ignore[attr-defined]  # ours
            self._loop.call_soon_threadsafe(self._app.call_later, redraw)
        self.stood = True

    def _sigcont_application(self, *given: Any) -> None:
        """Take the terminal over again, also where it was taken away without a word."""
        if self._auto_restart and self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
        super()._sigcont_application(*given)

    def disable_input(self) -> None:
        """Wake the thread that reads keys, so that it sees the end at once."""
        self.exit_event.set()
        os.write(self.wake, b"!")
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()
        super().disable_input()

    def run_input_thread(self) -> None:
        """Hand on keys as they come."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        timeout = None
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno, self.waker], [], [], timeout)
            if self.waker in ready:
                os.read(self.waker, 16)
                continue
            timeout = constants.ESCAPE_DELAY + MARGIN if ready else None
            if ready and not self.take(parser, decode):
                return
            for event in parser.tick():
                self.process_message(event)

    def take(self, parser: XTermParser, decode: Any) -> bool:
        """Hand on what was typed; False where the terminal is gone, and the app with it."""
        try:
            typed = os.read(self.fileno, 4096)
        except OSError:
            typed = b""
        if not typed:
            os.kill(os.getpid(), signal.SIGHUP)
            return False
        for event in parser.feed(decode(typed)):
            self.process_message(event)
        return True
