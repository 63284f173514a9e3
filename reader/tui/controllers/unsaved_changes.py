"""Changes that could not be kept: they wait, and are tried again until the disk takes them."""

from __future__ import annotations

from collections.abc import Callable

from reader.model import StoreError

Say = Callable[[str, bool], None]
SHORT = 40  # letters of a change that are told while it waits
AGAIN = 3.0  # seconds between two tries


class Unkept:
    """What a person changed and the database could not keep, in its order.

    Of changes to the same thing only the last is wanted.
    """

    def __init__(self, say: Say, later: Callable[[float, Callable[[], None]], object]) -> None:
        self.say = say
        self.later = later  # calls something after some seconds
        self.waiting: dict[str, Callable[[], object]] = {}
        self.is_asked = False  # whether the next try is on its way
        self.is_shown = True  # whether there is a screen to say anything on

    def write(self, what: str, act: Callable[[], object]) -> bool:
        """Make a change, or have it wait until it can be made; whether it is made."""
        self.waiting.pop(what, None)
        try:
            act()
        except StoreError as error:
            self.waiting[what] = act
            short = what if len(what) <= SHORT else f"{what[:SHORT]}…"
            self.say(f"Not kept yet: {short}. {error} It is tried again", True)
            self.ask()
            return False
        return True

    def ask(self) -> None:
        """Have all that waits tried again in a while."""
        if not self.is_asked:
            self.is_asked = True
            self.later(AGAIN, self.try_again)

    def try_again(self) -> None:
        """Make the changes that wait, up to the first that still cannot be made."""
        self.is_asked = False
        done = []
        for what, act in list(self.waiting.items()):
            try:
                act()
            except StoreError:
                if self.is_shown:
                    self.ask()
                break
            del self.waiting[what]
            done.append(what)
        if done and self.is_shown:
            left = f"; {len(self.waiting):,} still wait" if self.waiting else ""
            self.say(f"Kept now: {', '.join(done[:3])}{' …' if done[3:] else ''}{left}", False)

    def last_try(self) -> None:
        """Make the changes that wait, where there is no screen any more."""
        self.is_shown = False
        self.try_again()

    def sentence(self) -> str:
        """What could not be kept, to be read once the screen is left; empty if nothing."""
        if not self.waiting:
            return ""
        return f"These changes could not be kept: {', '.join(self.waiting)}."
