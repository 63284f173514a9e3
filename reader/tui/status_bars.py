"""The two lines around the panes: views and counts above, keys and what was said last below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.tui.actions import Action, footer_hints, key_label
from reader.tui.render import story_row
from reader.tui.render.story_row import StyledText
from reader.tui.session import Session

if TYPE_CHECKING:
    from reader.tui.layout import MainLayout
    from reader.tui.screens.log import Complaint

_MOST_COMPLAINTS = 200  # that are kept
FooterKeys = tuple[tuple[str, str], ...]
StatusRight = Callable[[bool], list[StyledText]]
"""A part of the top line's right end, in few words where that is asked for."""


class StatusBars:
    """Show how things stand, and what was said last.

    `footer_keys` says which keys the bottom line tells, nothing is the usual; `right_parts` make
    the top line's right end; `on_refresh` are called after both lines were shown.
    """

    def __init__(self, session: Session, layout: MainLayout, actions: tuple[Action, ...]) -> None:
        self._session, self._layout, self._actions = session, layout, actions
        self.status = ""
        self.is_warning = False
        self.complaints: tuple[Complaint, ...] = ()  # what went wrong in this sitting, latest first
        self.pending: Callable[[], str] = str  # keys that wait for another one
        self.footer_keys: Callable[[], FooterKeys] = tuple
        self.right_parts: Sequence[StatusRight] = ()
        self.on_refresh: list[Callable[[], None]] = []

    def use_actions(self, actions: tuple[Action, ...]) -> None:
        """Tell the keys of a table of actions."""
        self._actions = actions

    def key_of(self, name: str) -> str:
        """Return the first key of an action, as a person reads it."""
        return next(key_label(action.keys[0]) for action in self._actions if action.name == name)

    def show_status(self, sentence: str, warning: bool = False) -> None:
        """Say something in the bottom line until the next thing is said; keep what went wrong."""
        if warning and sentence:
            self._keep_complaint(sentence)
        self.replace_status(sentence, warning)

    def replace_status(self, sentence: str, warning: bool = False) -> None:
        """Say something in the bottom line that is no complaint, or kept as one already."""
        self.status, self.is_warning = sentence, warning
        self.refresh()

    def _keep_complaint(self, sentence: str) -> None:
        """Keep what went wrong, unless it is what went wrong last."""
        from reader.tui.screens.log import Complaint

        if not self.complaints or self.complaints[0].said != sentence:
            now = Complaint(self._session.library.clock.now().astimezone(), sentence)
            self.complaints = (now, *self.complaints[: _MOST_COMPLAINTS - 1])

    def refresh(self) -> None:
        """Show how things stand."""
        layout, view = self._layout, "" if self._session.query else self._session.view
        width, is_short = layout.width, layout.is_narrow
        top = story_row.top_line(view, self._session.counts, width)
        layout.top.show(top[:-1], [run for part in self.right_parts for run in part(is_short)])
        role = "warning" if self.is_warning else "dim"
        status = [(f" {self.status} ", role)] if self.status else []
        if pending := self.pending():
            status = [(f" {pending} ", "tab-on")]
        room = width - sum(len(text) for text, _ in status) - 2
        layout.foot.show(
            story_row.key_hints(footer_hints(self._actions, self.footer_keys()), room), status
        )
        for refresh in self.on_refresh:
            refresh()
