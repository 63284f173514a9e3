"""One reading of a place that holds mail: what is new in it since the last."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from reader.fetch.local import fetch_error, read_failure, read_file
from reader.fetch.mail.mail_files import ENDINGS, MailFile, is_maildir, mail_files
from reader.fetch.mail.mbox import Mbox, MboxPlace
from reader.fetch.mail.message_file import read_head, read_message
from reader.model import Document, FetchError
from reader.model.construction import frozen
from reader.model.mail.mail_shape import MESSAGE_TYPE, is_mbox, is_message

PART = "//"  # between the name of an mbox and the digest of a message in it


@frozen
class MailItem:
    """A message, or what else lies in a place that holds mail."""

    name: str  # by which it is known again; empty for what is no mail
    stamp: str = ""  # what its file looked like
    document: Document | None = None  # None where it is not wanted


class MailScan:
    """What is new in a place, read one after the other; nothing in it is changed."""

    def __init__(
        self,
        location: str,
        known: Mapping[str, str],
        wanted: Callable[[bytes], bool],
        now: datetime,
    ) -> None:
        self.location, self.known, self.wanted, self.now = location, known, wanted, now
        self.is_single = False  # whether the place is one message
        self.is_mailbox = False  # whether it is a Maildir or an mbox, though it may be empty
        self.locked: list[str] = []  # mboxes that a mail program is writing
        self._met: set[str] = set()
        self._intact: set[str] = set()  # mboxes whose older messages are all still there
        self.is_whole = True  # whether all of the place could be looked at

    def __iter__(self) -> Iterator[MailItem | FetchError]:
        """Yield what is new, and an error for what could not be read."""
        if os.path.isdir(self.location):
            self.is_mailbox = is_maildir(self.location)
            for found in mail_files(self.location):
                if isinstance(found, FetchError):
                    self.is_whole = False
                    yield found
                else:
                    self.is_mailbox = self.is_mailbox or found.in_maildir
                    yield from self._file(found)
        else:
            name = os.path.basename(self.location)
            yield from self._file(MailFile(self.location, name), alone=True)

    def gone(self) -> list[str]:
        """Return what is remembered of messages that are no longer there."""
        if not self.is_whole:
            return []
        left = (name for name in self.known if name not in self._met)
        return [name for name in left if name.partition(PART)[0] not in self._intact]

    def _file(self, file: MailFile, alone: bool = False) -> Iterator[MailItem | FetchError]:
        """Yield what is new in a file; one that has just been moved is met at its new place."""
        try:
            status = os.stat(file.path)
            size_and_date = f"{status.st_size}:{status.st_mtime_ns}"
            before = self.known.get(file.name)
            if before is not None and self._is_same(file.name, before, size_and_date):
                return
            yield from self._read(file, size_and_date, alone)
        except FileNotFoundError as error:
            if not file.in_maildir:
                yield fetch_error(file.path, read_failure(error))
        except OSError as error:
            self.is_whole = False
            yield fetch_error(file.path, read_failure(error))
        except FetchError as error:
            yield fetch_error(file.path, str(error))

    def _is_same(self, name: str, before: str, size_and_date: str) -> bool:
        """Tell a file that looks as it did when it was read, and take note of it."""
        place = MboxPlace.read(before)
        is_same = size_and_date in (before, f"{place.size}:{place.modified}")
        if is_same:
            self._met.add(name)
            self._intact.add(name)
        return is_same

    def _read(self, file: MailFile, stamp: str, alone: bool) -> Iterator[MailItem | FetchError]:
        head = read_head(file.path)
        if not file.in_maildir and is_mbox(head):
            self.is_mailbox = True
            yield from self._mbox(file)
        elif file.in_maildir or self._is_mail(file, head):
            self.is_single = alone
            content = read_message(file.path, _all if alone else self.wanted)
            self._met.add(file.name)
            yield self._item(file.name, stamp, file.path, content)
        else:
            found = read_file(self.location, file.path, self.now)
            yield found if isinstance(found, FetchError) else MailItem("", "", found)

    def _is_mail(self, file: MailFile, head: bytes) -> bool:
        return is_message(head, named=file.path.lower().endswith(ENDINGS))

    def _mbox(self, file: MailFile) -> Iterator[MailItem]:
        """Yield the messages of an mbox that are not known, and how far it was read."""
        mbox = Mbox(file.path, MboxPlace.read(self.known.get(file.name, "")), self.now)
        self._met.add(file.name)
        for number, message in enumerate(mbox.messages(), start=1):
            name = f"{file.name}{PART}{message.digest}"
            if name not in self.known and name not in self._met:
                wanted = message.content if self.wanted(message.content) else None
                yield self._item(name, "", f"{file.path} ({number})", wanted)
            self._met.add(name)
        if mbox.is_locked:
            self.locked.append(file.path)
        if mbox.is_locked or mbox.is_same:
            self._intact.add(file.name)
        if not mbox.is_locked:
            yield MailItem(file.name, mbox.place.stamp)

    def _item(self, name: str, stamp: str, where: str, content: bytes | None) -> MailItem:
        if content is None:
            return MailItem(name, stamp)
        return MailItem(
            name, stamp, Document(self.location, where, content, self.now, MESSAGE_TYPE)
        )


def _all(_: bytes) -> bool:
    """Want a message whatever it is."""
    return True
