"""The two lines around the panes: views and counts above; keys, answers and progress below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from reader.model.construction import field, frozen
from reader.tui.actions import Action, footer_hints, key_label
from reader.tui.render import story_row
from reader.tui.render.cells import cell_len
from reader.tui.render.story_row import StyledText
from reader.tui.session import Session

if TYPE_CHECKING:
    from reader.tui.layout import MainLayout
    from reader.tui.screens.log import Complaint

_MOST_COMPLAINTS = 200  # that are kept
LASTS = 5.0  # seconds for which an answer stays at least; then it goes with the next key
_LEAST_ROOM = 12  # columns that are left of a sentence where others stand beside it
_KEYS_KEPT = 2  # that stay told beside work, of what takes keys: one of them leaves it
FooterKeys = tuple[tuple[str, str], ...]
StatusRight = Callable[[bool], list[StyledText]]
"""A part of the top line's right end, in few words where that is asked for."""


@frozen
class _Notice:
    """A sentence of the bottom line, and what is left of it where there is little room.

    Progress has no time: it stays until the work says something else.
    """

    sentence: str
    is_warning: bool = False
    short: str = ""
    since: float | None = field(default_factory=monotonic)

    def is_old(self) -> bool:
        """Return whether a person had time to read it."""
        return self.since is not None and monotonic() - self.since >= LASTS

    @property
    def role(self) -> str:
        """The role in which it is written."""
        return "warning" if self.is_warning else "dim"


class StatusBars:
    """Show how things stand, what a key was answered, and how long work goes.

    An answer and the progress of work have a place each. `footer_keys` says which keys the bottom
    line tells, nothing is the usual, and `taker` what takes keys in place of the panes: an answer
    from before it came would stand where its keys are told. `right_parts` make the top line's
    right end;
    `standing_warnings` say what is wrong with what is typed or chosen, while no answer stands
    there; `on_refresh` are called after both lines were shown.
    """

    def __init__(self, session: Session, layout: MainLayout, actions: tuple[Action, ...]) -> None:
        self._session, self._layout, self._actions = session, layout, actions
        self._answer: _Notice | None = None
        self._works: dict[str, _Notice] = {}  # the name of some work: how far it is, or its outcome
        self.complaints: tuple[Complaint, ...] = ()  # what went wrong in this sitting, latest first
        self.pending: Callable[[], str] = str  # keys that wait for another one
        self.footer_keys: Callable[[], FooterKeys] = tuple
        self._told_keys: FooterKeys = ()
        self.taker: Callable[[], object | None] = lambda: None
        self._last_taker: object | None = None
        self.right_parts: Sequence[StatusRight] = ()
        self.standing_warnings: Sequence[Callable[[], str]] = ()
        self.on_refresh: list[Callable[[], None]] = []

    def use_actions(self, actions: tuple[Action, ...]) -> None:
        """Tell the keys of a table of actions."""
        self._actions = actions

    def key_of(self, name: str) -> str:
        """Return the first key of an action, as a person reads it."""
        return next(key_label(action.keys[0]) for action in self._actions if action.name == name)

    def show_status(self, sentence: str, warning: bool = False) -> None:
        """Answer what a person did; the next answer takes its place. Keep what went wrong."""
        if warning:
            self.keep_complaint(sentence)
        self._heed_taker()
        self._answer = _Notice(sentence, warning) if sentence else None
        self.refresh()

    def show_done(self, did: str) -> None:
        """Say what was changed, and which key takes it back."""
        self.show_status(f"{did}; {self.key_of('undo')} takes it back")

    def show_progress(self, work: str, sentence: str, short: str) -> None:
        """Say how far some work is, in the place for that."""
        self._works[work] = _Notice(sentence, short=short, since=None)
        self.refresh()

    def show_outcome(self, work: str, sentence: str, warning: bool = False) -> None:
        """Say what came of some work in the place of its progress; nothing takes that away."""
        self._works.pop(work, None)
        if sentence:
            self._works[work] = _Notice(sentence, warning)
        self.refresh()

    def drop_old(self) -> None:
        """Take away what was said long enough ago to be read: a key says that somebody is there."""
        old = [work for work, notice in self._works.items() if notice.is_old()]
        if old or (self._answer is not None and self._answer.is_old()):
            for work in old:
                del self._works[work]
            if self._answer is not None and self._answer.is_old():
                self._answer = None
            self.refresh()

    def keep_complaint(self, sentence: str) -> None:
        """Keep what went wrong, unless it is what went wrong last."""
        from reader.tui.screens.log import Complaint

        if not self.complaints or self.complaints[0].said != sentence:
            now = Complaint(self._session.library.clock.now().astimezone(), sentence)
            self.complaints = (now, *self.complaints[: _MOST_COMPLAINTS - 1])

    def refresh(self) -> None:
        """Show how things stand."""
        self._heed_taker()
        layout, view = self._layout, "" if self._session.query else self._session.view
        width, is_short = layout.width, layout.is_narrow
        layout.show_keys()
        top = story_row.top_line(view, self._session.counts, width, layout.list.has_keys)
        right = [run for part in self.right_parts for run in part(is_short)]
        layout.top.show(top[:-1], right, layout.band)
        self._told_keys = self.footer_keys()
        hints = footer_hints(self._actions, self._told_keys)
        told = story_row.key_hints(hints[:_KEYS_KEPT], width) if self._last_taker else []
        status = list(self._status_runs(width, width - _columns(told)))
        self._keep_cut(status, width)
        if pending := self.pending():
            status = [(f" {pending} ", "tab-on")]
        layout.foot.show(story_row.key_hints(hints, width - _columns(status)), status)
        for refresh in self.on_refresh:
            refresh()

    def _heed_taker(self) -> None:
        """Take the answer away that something which takes the keys now did not give."""
        taker = self.taker()
        if taker is not self._last_taker:
            self._last_taker = taker
            self._answer = self._answer if taker is None else None

    def _keep_cut(self, status: Sequence[StyledText], width: int) -> None:
        """Keep what was said and is not told whole, for the log: nowhere else can it be read."""
        said = [self._answer, *self._works.values()] if self._answer or self._works else []
        whole = {text for text, _ in status} if said and _columns(status) <= width else set()
        for notice in said:
            if notice is None or notice.since is None or f" {notice.sentence} " in whole:
                continue
            if all(one.said != notice.sentence for one in self.complaints):
                self.keep_complaint(notice.sentence)

    def refresh_keys(self) -> None:
        """Tell the keys of what the screen is in, where that is something else by now."""
        if self.footer_keys() != self._told_keys:
            self.refresh()

    def _status_runs(self, width: int, beside_keys: int) -> Iterator[StyledText]:
        """Yield the answer, then what work tells, in short where both have no room.

        An answer may take all columns, what work tells only those beside the keys.
        """
        answer, works = self._answer or self._standing_warning(), list(self._works.values())
        said = [(f" {answer.sentence} ", answer.role)] if answer is not None else []
        told = [(f" {one.sentence} ", one.role) for one in works]
        if not works:
            yield from said
            return
        width = min(width, max(beside_keys, _columns(said) + _LEAST_ROOM))
        if _columns([*said, *told]) <= width:
            yield from (*said, *told)
            return
        brief = [(f" {one.short} ", one.role) if one.short else None for one in works]
        least = _columns(filter(None, brief)) + _LEAST_ROOM * brief.count(None)
        said = story_row.clip_line(said, max(_LEAST_ROOM, width - least))
        yield from said
        room = width - _columns([*said, *filter(None, brief)])
        for whole, short in zip(told, brief, strict=True):
            yield from [short] if short else story_row.clip_line([whole], room // brief.count(None))

    @property
    def answer(self) -> str:
        """What a key was answered, or what is wrong with what is typed or chosen."""
        answer = self._answer or self._standing_warning()
        return "" if answer is None else answer.sentence

    @property
    def works(self) -> list[str]:
        """What is told of each work: how far it is, or what came of it."""
        return [notice.sentence for notice in self._works.values()]

    def _standing_warning(self) -> _Notice | None:
        """Return what is wrong with what is typed or chosen, if anything is."""
        told = next(filter(None, (tell() for tell in self.standing_warnings)), "")
        return _Notice(told, True) if told else None


def _columns(line: Iterable[StyledText]) -> int:
    """Return how many columns a line takes."""
    return sum(cell_len(text) for text, _ in line)
