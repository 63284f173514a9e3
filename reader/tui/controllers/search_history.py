"""What the arrow keys do in the search line: earlier searches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.tui.controllers.search import Finding

if TYPE_CHECKING:
    from reader.tui.widgets.search_bar import SearchBar


class Recalled:
    """Earlier searches that begin like what was typed, walked from the latest back.

    All of them, where what was typed is an earlier search itself and none goes on from it.
    """

    def __init__(self, earlier: Sequence[str], typed: str) -> None:
        others = [text for text in earlier if text != typed]
        start = typed.casefold()
        found = [text for text in others if text.casefold().startswith(start)]
        self.texts = [typed, *(found or (others if typed in earlier else []))]
        self.at = 0

    def step(self, by: int) -> bool:
        """Go further back, or on again; whether there was anywhere to go."""
        wanted = self.at + by
        if not 0 <= wanted < len(self.texts):
            return False
        self.at = wanted
        return True

    @property
    def text(self) -> str:
        """The search that is stood at; the first is what was typed."""
        return self.texts[self.at]


class Recalling(Finding):
    """Walking through earlier searches."""

    recalled: Recalled | None = None
    walked = 0  # results walked down to from the search line, which the arrow up walks back

    def action_earlier_search(self) -> None:
        """The search before this one; among the results, back up."""
        if self.walked:
            self.walked -= 1
            self.action_up()
            return
        if self.recalled is None:
            self.catch_up()
            self.recalled = Recalled(self.desk.library.store.searches.earlier(), self.typed)
        self.recall(1)

    def action_later_search(self) -> None:
        """The search after this one; from what was typed, on to the results."""
        if self.recalled is None or not self.recalled.at:
            self.recalled = None
            before = self.list.place
            self.action_down()
            self.walked += self.list.place - before
        else:
            self.recall(-1)

    def recall(self, by: int) -> None:
        """Search for an earlier search, or for a later one."""
        if self.recalled is None or self.search_bar is None:
            return
        if self.recalled.step(by):
            self.search_bar.put(self.recalled.text)
        else:
            self.tell("No earlier search begins like this")

    def on_search_bar_typed(self, event: SearchBar.Typed) -> None:
        """Forget the walk once something else is typed."""
        self.walked = 0
        if self.recalled is not None and event.text != self.recalled.text:
            self.recalled = None

    def action_accept(self) -> None:
        """Remember what was searched for."""
        super().action_accept()
        self.remember(self.typed)

    def remember(self, text: str) -> None:
        """Keep a search for the arrow up."""
        self.recalled, self.walked = None, 0
        if text.strip():
            searches = self.desk.library.store.searches
            self.unkept.write("the latest search", partial(searches.remember, text.strip()))

    def action_step_back(self) -> None:
        """From an earlier search back to what was typed; else one step back."""
        if self.recalled is None or not self.recalled.at or self.search_bar is None:
            self.recalled = None
            super().action_step_back()
            return
        self.search_bar.put(self.recalled.texts[0])
        self.recalled = None
