"""Earlier searches, as the arrow up walks through them."""

from __future__ import annotations

from collections.abc import Sequence


class EarlierSearches:
    """Walk through earlier searches that begin like what was typed, from the latest back.

    All of them, where what was typed is an earlier search itself and none goes on from it.
    """

    def __init__(self, earlier: Sequence[str], typed: str) -> None:
        others = [text for text in earlier if text != typed]
        start = typed.casefold()
        matching = [text for text in others if text.casefold().startswith(start)]
        self.texts = [typed, *(matching or (others if typed in earlier else []))]
        self.at = 0

    def step(self, by: int) -> bool:
        """Go further back, or on again; return whether there was anywhere to go."""
        wanted = self.at + by
        if not 0 <= wanted < len(self.texts):
            return False
        self.at = wanted
        return True

    @property
    def text(self) -> str:
        """The search that is stood at; the first is what was typed."""
        return self.texts[self.at]
