"""The two lines at the bottom that ask for something: for a text, or for one key."""

from __future__ import annotations

from collections.abc import Callable
from inspect import isawaitable
from typing import TYPE_CHECKING

from reader.control_characters import mask_line
from reader.tui.layout import MainLayout
from reader.tui.render.cells import cell_len, cut_to_width

if TYPE_CHECKING:
    from reader.tui.widgets.key_prompt import KeyPrompt, Taken
    from reader.tui.widgets.prompt import Prompt

_ANSWERS = "  y yes, n no"
_AGREED = frozenset(("y", "Y", "enter"))
_REFUSED = frozenset(("n", "N", "escape", "q"))
_LEAVE = (("Esc", "leave"),)
_YES_OR_NO = (("y", "yes"), ("n", "no"), ("Esc", "no"))


def _clip_text(text: str, room: int) -> str:
    """Return a question in some columns, without what stands in its middle."""
    whole = mask_line(text)
    if cell_len(whole) <= room:
        return whole
    end = max(0, room) // 2
    start = next(at for at in range(len(whole) + 1) if cell_len(whole[at:]) <= end)
    return f"{cut_to_width(whole, max(0, room - cell_len(whole[start:]) - 1))}…{whole[start:]}"


class Prompts:
    """Ask a person for one thing at a time; `show_keys` has the bottom line tell its keys.

    What was answered before would stand beside a question, and may take the room of its keys:
    `show_keys` takes that away.
    """

    def __init__(self, layout: MainLayout, show_keys: Callable[[], object]) -> None:
        self._layout, self._show_keys = layout, show_keys
        self.prompt: Prompt | None = None  # asks for a text
        self.key_prompt: KeyPrompt | None = None

    async def ask(self, asked: str, proposed: str, then: Callable[[str], object]) -> None:
        """Ask for a text."""
        if self.prompt is None:
            from reader.tui.widgets.prompt import Prompt

            self.prompt = Prompt(asked, proposed, then)
            await self._layout.mount_over_foot(self.prompt)
            if self.prompt is not None:  # it may have been left meanwhile
                self.prompt.line.select_whole()
        if self.prompt is not None:
            self._layout.focus(self.prompt.line)
            self._show_keys()

    async def answer(self) -> None:
        """Do with an answer what it was wanted for."""
        prompt = self.prompt
        self.leave()
        if prompt is not None and prompt.line.value.strip():
            done = prompt.then(prompt.line.value.strip())
            if isawaitable(done):
                await done

    def leave(self) -> None:
        """Do nothing, rather than answer."""
        if self.prompt is not None:
            self.prompt.remove()
            self.prompt = None
            self._layout.focus(None)

    async def ask_for_key(
        self, asked: str, taken: Taken, hints: tuple[tuple[str, str], ...] = _LEAVE
    ) -> None:
        """Ask for one key; `taken` is handed each, and says whether it was an answer.

        `hints` are the keys that the bottom line tells meanwhile.
        """
        from reader.tui.widgets.key_prompt import KeyPrompt

        self.stop_asking()
        prompt = self.key_prompt = KeyPrompt(asked, taken, hints)
        await self._layout.mount_over_foot(prompt)
        if self.key_prompt is prompt:  # it may have been left meanwhile
            self._layout.focus(prompt)
            self._show_keys()

    def ask_on(self, asked: str) -> None:
        """Ask for a key in other words, since one of the answer has come."""
        if self.key_prompt is not None:
            self.key_prompt.ask(asked)

    @property
    def is_free(self) -> bool:
        """Whether a question would take no key from what is typed in or stands over the panes."""
        app = self._layout.list.app
        is_asking = self.prompt is not None or self.key_prompt is not None
        return not is_asking and app.focused is None and len(app.screen_stack) == 1

    @property
    def room(self) -> int:
        """The columns that a question has which is answered with yes or no."""
        return self._layout.width - cell_len(_ANSWERS) - 2

    async def ask_yes_or_no(self, asked: str, then: Callable[[bool], object]) -> None:
        """Ask whether something is to be done; `then` is handed the answer."""

        def take(key: str) -> bool:
            if key not in _AGREED | _REFUSED:
                return False
            self.stop_asking()
            then(key in _AGREED)
            return True

        await self.ask_for_key(f"{_clip_text(asked, self.room)}{_ANSWERS}", take, _YES_OR_NO)

    def stop_asking(self) -> None:
        """Ask for no key any more."""
        if self.key_prompt is not None:
            self.key_prompt.remove()
            self.key_prompt = None
            self._layout.focus(None)
