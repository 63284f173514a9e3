"""Brings the marks of an account level: what was marked here goes there, what was there comes here.

Each item is kept as the server had it when it was heard or told last. What differs here was marked
here, and waits until the server says that it has it. What differs there was marked elsewhere. Both
can only be to the same, as a mark is on or off; so neither side ever takes back what the other has
just done. Where a round was cut off while the server was told, nobody knows how it has that: then
it is told again how it is here. A server that is slow may do after that what it was told before: so
for an hour, and once, a change that was asked for then is no mark that was made elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from reader.greader.calls import LABEL, MOST_EDITED, READ, STARRED, edit_call
from reader.library.accounts.account_client import AccountClient, AccountError
from reader.library.marks import tags_in, with_tags
from reader.model import Mark, Marks
from reader.model.construction import frozen
from reader.store import Store
from reader.store.account_requests import AccountRequestTable, MarkRequest
from reader.store.account_table import Account

_CHUNK = 1_000  # stories of one transaction: a key waits for one at most
_MOST_REFUSALS = 12  # of changes, after which no more are tried in that round
_TAG = "tag:"  # before a tag, where it is a mark
_BETWEEN_WORDS = re.compile(r"[\s,]+")
_Done = Callable[[Sequence[str]], None]


def tag_of_label(label: str) -> str:
    """Return the tag that a label of a server is here: one word, in small letters."""
    return next(iter(tags_in(_BETWEEN_WORDS.sub("-", label.strip()))), "")


@dataclass(slots=True)
class TagLabels:
    """Which labels of a server are which tags here."""

    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # by tag

    @classmethod
    def from_labels(cls, labels: Iterable[str]) -> TagLabels:
        """Return the labels of a server by their tags."""
        known = cls()
        for label in labels:
            known.labels[tag_of_label(label)].append(label)
        return known

    def labels_of(self, tag: str) -> list[str]:
        """Return the labels that a tag is there; one of its name where there is none yet."""
        return self.labels.get(tag) or [tag]


@frozen
class _Telling:
    """What a server is told of items."""

    mark: str  # read, starred, or tag: with a tag
    is_on: bool  # whether they are to have it
    names: tuple[str, ...]  # what it is called there
    note: _Done  # remembers that the server has it


@frozen
class ServerChanges:
    """What was changed at the server since it was heard or told last: items, and what they are."""

    read: Mapping[str, bool]
    starred: Mapping[str, bool]
    labels: Mapping[tuple[str, str], bool]  # by item and tag
    gone: Mapping[str, bool]  # whether the server has it no more

    @property
    def items(self) -> list[str]:
        """All items of which any mark changed."""
        return list(dict.fromkeys((*self.read, *self.starred, *(one for one, _ in self.labels))))

    def requests(self) -> Iterator[MarkRequest]:
        """Yield each change as it would have been asked for."""
        for item, on in self.read.items():
            yield MarkRequest(item, "read", on)
        for item, on in self.starred.items():
            yield MarkRequest(item, "starred", on)
        for (item, tag), on in self.labels.items():
            yield MarkRequest(item, f"{_TAG}{tag}", on)

    def without(
        self, read: Container[str], starred: Container[str], labels: Container[tuple[str, str]]
    ) -> ServerChanges:
        """Return them without some."""
        return ServerChanges(
            {item: on for item, on in self.read.items() if item not in read},
            {item: on for item, on in self.starred.items() if item not in starred},
            {pair: on for pair, on in self.labels.items() if pair not in labels},
            self.gone,
        )


class AccountMarks:
    """The marks of the items of one account."""

    def __init__(
        self, store: Store, client: AccountClient, account: Account, mark: _MarkAct, now: datetime
    ) -> None:
        self._store, self._client, self._account, self._now = store, client, account, now
        self._requests = AccountRequestTable(store.database)
        self._with_mark = mark
        self._refusals: dict[str, str] = {}
        self.has_sent_labels = False
        self.sent = 0  # changes that the server has made
        self.changed = 0  # stories that were changed here

    def send(self, tags: TagLabels) -> None:
        """Tell the server of all that was marked here.

        Raises:
            AccountError: it does not answer; what it has not said that it has goes on waiting.
        """
        accounts, account_id = self._store.accounts, self._account.id
        self._requests.forget_answers(account_id, self._now)
        waiting = accounts.waiting_marks(account_id)
        for on, items in _by_state(waiting.read):
            note = _note_all(accounts.set_read, account_id, on)
            self._send_all(items, _Telling("read", on, (READ,), note))
        for on, items in _by_state(waiting.starred):
            note = _note_all(accounts.set_starred, account_id, on)
            self._send_all(items, _Telling("starred", on, (STARRED,), note))
        for (tag, on), items in _by_tag(waiting.labels):
            labels = tags.labels_of(tag)[: 1 if on else None]
            names = tuple(f"{LABEL}{label}" for label in labels)
            self._send_all(items, _Telling(f"{_TAG}{tag}", on, names, _noting_label(self, tag, on)))

    def note_labels(self, items: Sequence[str], tag: str, on: bool) -> None:
        """Remember that the server has items under a label, or not."""
        self.has_sent_labels = True
        states = {(item, tag): on for item in items}
        self._store.accounts.set_labels(self._account.id, states)

    def _send_all(self, items: Sequence[str], telling: _Telling) -> None:
        for at in range(0, len(items), MOST_EDITED):
            self._send_batch(items[at : at + MOST_EDITED], telling)

    def _send_batch(self, items: Sequence[str], telling: _Telling) -> None:
        """Have the server change items; one that it does not take does not hold up the others."""
        if len(self._refusals) >= _MOST_REFUSALS:
            return
        accounts, account_id = self._store.accounts, self._account.id
        requests = [MarkRequest(item, telling.mark, telling.is_on) for item in items]
        self._requests.begin(account_id, requests, self._now)
        try:
            for name in telling.names:
                self._client.edit(edit_call(items, name, telling.is_on))
        except AccountError as error:
            if not error.is_refusal:
                raise
            self._refusals[f"{telling.mark} {items[0]} {len(items)}"] = str(error)
            if len(items) > 1:
                half = len(items) // 2
                self._send_batch(items[:half], telling)
                self._send_batch(items[half:], telling)
            return
        with accounts.transaction():
            telling.note(items)
            self._requests.end(account_id, requests)
        self.sent += len(items)

    @property
    def problem(self) -> str:
        """Why something waits; empty where nothing does."""
        if not self._refusals:
            return ""
        waiting = self._store.accounts.waiting_marks(self._account.id).total
        why = next(iter(self._refusals.values()))
        return f"changes that the server does not take: {waiting:,}, which wait ({why})"

    def take_changes(self, changes: ServerChanges) -> None:
        """Let stories be as they were marked elsewhere."""
        self._store.accounts.set_gone(self._account.id, changes.gone)
        changes = self._without_late(changes)
        items = changes.items
        labels: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for (item, tag), on in changes.labels.items():
            labels[item].append((tag, on))
        for at in range(0, len(items), _CHUNK):
            self._take_chunk(items[at : at + _CHUNK], changes, labels)

    def _without_late(self, changes: ServerChanges) -> ServerChanges:
        """Return changes without those that the server was asked for, and told otherwise since.

        It is told once more how these are here.
        """
        accounts, account_id = self._store.accounts, self._account.id
        late = self._requests.late_requests(account_id) & set(changes.requests())
        if not late:
            return changes
        read = {one.item: one.is_on for one in late if one.mark == "read"}
        starred = {one.item: one.is_on for one in late if one.mark == "starred"}
        labels = {
            (one.item, one.mark.removeprefix(_TAG)): one.is_on
            for one in late
            if one.mark.startswith(_TAG)
        }
        with accounts.transaction():
            accounts.set_read(account_id, read)
            accounts.set_starred(account_id, starred)
            accounts.set_labels(account_id, labels)
            self._requests.end(account_id, late, is_late=True)
        return changes.without(read, starred, labels)

    def _take_chunk(
        self,
        items: Sequence[str],
        changes: ServerChanges,
        labels: Mapping[str, list[tuple[str, bool]]],
    ) -> None:
        accounts, account_id = self._store.accounts, self._account.id
        with accounts.transaction():
            linked = accounts.linked_items(account_id, items)
            before = self._store.marks.marks_of([one.story_id for one in linked.values()])
            after = dict(before)
            for item, one in linked.items():
                marks = self._with_changes(after[one.story_id], changes, item)
                after[one.story_id] = _with_labels(marks, labels.get(item, ()))
            changed = {one: marks for one, marks in after.items() if marks != before[one]}
            self._store.marks.save(changed)
            accounts.set_read(account_id, _part(changes.read, linked))
            accounts.set_starred(account_id, _part(changes.starred, linked))
            named = ((item, tag, on) for item in linked for tag, on in labels.get(item, ()))
            accounts.set_labels(account_id, {(item, tag): on for item, tag, on in named})
        self.changed += len(changed)

    def _with_changes(self, marks: Marks, changes: ServerChanges, item: str) -> Marks:
        """Return marks with those that an item was given, or that were taken from it."""
        if item in changes.read:
            marks = self._with_mark(marks, Mark.READ, changes.read[item])
        if item in changes.starred:
            marks = self._with_mark(marks, Mark.BOOKMARKED, changes.starred[item])
        return marks


_MarkAct = Callable[[Marks, Mark, bool], Marks]
"""Marks, one of them, and whether it is on, in; marks out."""


def _note_all(note: Callable[[int, Mapping[str, bool]], None], account_id: int, on: bool) -> _Done:
    return lambda items: note(account_id, dict.fromkeys(items, on))


def _noting_label(marks: AccountMarks, tag: str, on: bool) -> _Done:
    return lambda items: marks.note_labels(items, tag, on)


def _by_state(waiting: Iterable[tuple[str, bool]]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the items that are to be marked, and those that are not to be any more."""
    pairs = list(waiting)
    for state in (True, False):
        if items := [item for item, on in pairs if on is state]:
            yield state, items


def _by_tag(
    waiting: Iterable[tuple[str, str, bool]],
) -> Iterator[tuple[tuple[str, bool], list[str]]]:
    """Yield the items of each tag, those that have it now and those that had it."""
    found: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for item, tag, on in waiting:
        found[tag, on].append(item)
    yield from found.items()


def _with_labels(marks: Marks, labels: Iterable[tuple[str, bool]]) -> Marks:
    for tag, on in labels:
        marks = with_tags(marks, *(((tag,), ()) if on else ((), (tag,))))
    return marks


def _part(states: Mapping[str, bool], items: Iterable[str]) -> dict[str, bool]:
    return {item: states[item] for item in items if item in states}


def joined_marks(marks: Marks, theirs: Marks) -> Marks:
    """Return the marks of a story that an item turned out to be: what either side has."""
    return replace(
        with_tags(marks, theirs.tags),
        read=marks.read or theirs.read,
        bookmarked=marks.bookmarked or theirs.bookmarked,
    )
