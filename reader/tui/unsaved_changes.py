"""Changes that could not be kept: they wait, and are tried again until the disk takes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.library import Library
from reader.model import StoreError

ShowStatus = Callable[[str, bool], None]
SetTimer = Callable[[float, Callable[[], None]], object]
_SHORT = 40  # letters of a change that are told while it waits
AGAIN = 3.0  # seconds between two tries


class UnsavedChanges:
    """Keep what a person changed and the database could not keep, in its order.

    Of changes to the same thing only the last is wanted.
    """

    def __init__(
        self, show_status: ShowStatus, show_outcome: Callable[[str, str], None], set_timer: SetTimer
    ) -> None:
        self._show_status, self._show_outcome = show_status, show_outcome
        self._set_timer = set_timer
        self.waiting: dict[str, Callable[[], object]] = {}
        self._is_scheduled = False  # whether the next try is on its way
        self.has_screen = True  # whether there is a screen to say anything on
        self.reason = ""  # why the last change was not kept

    def write(self, what: str, act: Callable[[], object]) -> bool:
        """Make a change, or have it wait until it can be made; return whether it is made.

        Where others wait it joins them: were each tried at its key, all keys would wait for a
        database that another process has locked.
        """
        self.waiting.pop(what, None)
        if not self.waiting:
            try:
                act()
            except StoreError as error:
                self.reason = str(error)
            else:
                return True
        self.waiting[what] = act
        short = what if len(what) <= _SHORT else f"{what[:_SHORT]}…"
        self._show_status(f"Not kept yet: {short}. {self.reason} It is tried again", True)
        self._schedule()
        return False

    def _schedule(self) -> None:
        """Have all that waits tried again in a while."""
        if not self._is_scheduled:
            self._is_scheduled = True
            self._set_timer(AGAIN, self._try_again)

    def _try_again(self) -> None:
        """Make the changes that wait, up to the first that still cannot be made."""
        self._is_scheduled = False
        done = []
        for what, act in list(self.waiting.items()):
            try:
                act()
            except StoreError:
                if self.has_screen:
                    self._schedule()
                break
            del self.waiting[what]
            done.append(what)
        if done and self.has_screen:
            left = f"; {len(self.waiting):,} still wait" if self.waiting else ""
            named = f"{', '.join(done[:3])}{' …' if done[3:] else ''}"
            self._show_outcome("changes", f"Kept now: {named}{left}")

    def last_try(self) -> None:
        """Make the changes that wait, where there is no screen any more."""
        self.has_screen = False
        self._try_again()

    def sentence(self) -> str:
        """Say what could not be kept, to be read once the screen is left; empty if nothing."""
        if not self.waiting:
            return ""
        return f"These changes could not be kept: {', '.join(self.waiting)}."


def remember_look(unsaved: UnsavedChanges, library: Library, name: str, value: str) -> None:
    """Remember for the next start how a part of the screen looks."""
    note = partial(library.store.stories.note, name, value)
    unsaved.write("the look of the screen: " + name.replace("_", " "), note)
