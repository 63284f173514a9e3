"""Takes in files and folders: of a Maildir, an mbox or a folder of messages what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reader.clean import safe_line
from reader.fetch import absolute_location
from reader.fetch.mail.mail_files import is_mail_place
from reader.fetch.mail.mail_scan import MailItem, MailScan
from reader.library.ingest.pipeline import (
    ingest_location,
    parse_and_clean,
    save_document,
)
from reader.library.ingest.site_context import (
    SiteContextOf,
    configured_context,
    stored_context,
)
from reader.model import CleanedDocument, DocumentKind, Entry, FetchError, IngestReport, Story
from reader.parse.message import is_public
from reader.store import Store
from reader.store.seen_messages import SeenMessage, SeenMessageTable

if TYPE_CHECKING:
    from reader.config import SiteRules
    from reader.library import Library

BATCH = 50  # messages that are saved in one transaction
Pairs = list[tuple[Entry, Story]]


def holds_mail(location: str) -> bool:
    """Tell whether a place on this machine holds mail."""
    return is_mail_place(absolute_location(location))


def ingest_place(
    library: Library, location: str, stdin: BinaryIO | None, all_mail: bool = False
) -> Iterator[IngestReport]:
    """Save what is new in a location of this machine; each report with the number of new ones."""
    store, now, sites = library.store, library.clock.now(), library.settings().sites
    place = absolute_location(location)
    if is_mail_place(place):
        yield from _ingest_mail(store, place, now, stored_context(store, sites), all_mail)
    else:
        yield from ingest_location(store, location, now, stdin, sites)


def clean_mail(
    where: str, now: datetime, sites: dict[str, SiteRules], all_mail: bool
) -> Iterator[CleanedDocument]:
    """Yield every message of a place as a clean story, or as the reason why not.

    Private messages are left out, unless all of it is wanted.
    """
    location, about = absolute_location(where), configured_context(sites)
    scan = MailScan(location, {}, _any_message if all_mail else is_public, now)
    left_out = 0
    for found in scan:
        if isinstance(found, FetchError):
            yield CleanedDocument(found.source or location, error=str(found))
        elif found.document is not None:
            yield parse_and_clean(found.document, about)
        else:
            left_out += bool(found.name and not _is_mbox(found))
    if left_out:
        yield CleanedDocument(location, note=_left_out_sentence(location, left_out))


def _ingest_mail(
    store: Store, location: str, now: datetime, site_context: SiteContextOf, all_mail: bool
) -> Iterator[IngestReport]:
    """Save what is new in a place; some messages at a time, each time with how many are new."""
    first = not store.sources.was_read(location)
    ingest = _MailIngest(store, location, now, site_context, all_mail)
    yield from ingest.reports()
    if ingest.source_id and ingest.scan.is_whole:
        store.sources.note_success(ingest.source_id, now)
    else:
        store.sources.note_failure(location, now, ingest.error)
    yield from ingest.notes(first or all_mail)


class _MailIngest:
    """One reading of a place, and what came of it."""

    def __init__(
        self,
        store: Store,
        location: str,
        now: datetime,
        site_context: SiteContextOf,
        all_mail: bool,
    ) -> None:
        self.store, self.location, self.about = store, location, site_context
        self.seen = SeenMessageTable(store.database)
        known = location in store.sources.locations()
        self.source_id = store.sources.add(location) if known else 0
        if self.source_id and all_mail:
            self.seen.want_all(self.source_id)
        self.all_mail = all_mail or (known and self.seen.wants_all(self.source_id))
        stamps = self.seen.stamps(self.source_id) if known else {}
        self.scan = MailScan(location, stamps, _any_message if self.all_mail else is_public, now)
        self.error = ""
        self.unreadable: Counter[str] = Counter()  # messages by the reason why

    def reports(self) -> Iterator[IngestReport]:
        """Save what is new, batch by batch."""
        batch: list[MailItem] = []
        for found in self.scan:
            if isinstance(found, FetchError):
                self.error = str(found)
                yield IngestReport(CleanedDocument(self.location, error=self.error), 0)
                continue
            batch.append(found)
            if len(batch) >= BATCH:
                yield from self._save(batch)
                batch = []
        yield from self._save(batch)
        if self.source_id and (gone := self.scan.gone()):
            self.seen.forget(self.source_id, gone)

    def notes(self, telling: bool) -> Iterator[IngestReport]:
        """Say what was not taken, and why; what is private only where somebody waits for it."""
        named = safe_line(self.location)
        said = [
            f"{path}: a mail program is writing it; it is read the next time"
            for path in self.scan.locked
        ]
        if self.unreadable:
            told = "; ".join(f"{count:,} {why}" for why, count in self.unreadable.most_common(5))
            said.append(f"{named}: messages that could not be read: {told}")
        left_out = self.seen.left_out(self.source_id) if self.source_id else 0
        if telling and left_out:
            said.append(_left_out_sentence(self.location, left_out))
        yield from (IngestReport(CleanedDocument(self.location, note=one), 0) for one in said)

    def _save(self, batch: Sequence[MailItem]) -> Iterator[IngestReport]:
        """Save the stories of some messages, and with them that these were read."""
        documents = [
            parse_and_clean(one.document, self.about) for one in batch if one.document is not None
        ]
        yield from self._tell_unreadable(documents)
        pairs = _without_repeats(chain.from_iterable(one.pairs for one in documents))
        if not self._is_subscribed(bool(pairs)):
            return
        found = CleanedDocument(
            self.location, DocumentKind.MESSAGE, pairs=tuple(pairs), oldest_first=True
        )
        with self.store.database.batch():
            new = save_document(self.store, self.source_id, found, self.about)
            self.seen.save(self.source_id, map(_seen_message, filter(_has_name, batch)))
        yield IngestReport(found, new)

    def _tell_unreadable(self, documents: Sequence[CleanedDocument]) -> Iterator[IngestReport]:
        """Say why messages could not be read: of one by itself at once, else in the end."""
        for one in documents:
            if one.error and self.scan.is_single:
                self.error = one.error
                yield IngestReport(one, 0)
            elif one.error:
                self.unreadable[one.error.removeprefix(f"{safe_line(one.location)}: ")] += 1

    def _is_subscribed(self, has_stories: bool) -> bool:
        """Subscribe to the place as soon as there is anything in it, or will be."""
        if not self.source_id and (has_stories or self.scan.is_mailbox):
            self.source_id = self.store.sources.add(self.location, _title_of(self.location))
            if self.all_mail:
                self.seen.want_all(self.source_id)
        return bool(self.source_id)


def _any_message(_: bytes) -> bool:
    """Want every message."""
    return True


def _title_of(location: str) -> str:
    return safe_line(Path(location).name) or location


def _without_repeats(pairs: Iterator[tuple[Entry, Story]]) -> Pairs:
    """Leave out what came twice, by a list and to the person as well."""
    return list({entry.key: (entry, story) for entry, story in pairs}.values())


def _has_name(item: MailItem) -> bool:
    return bool(item.name)


def _is_mbox(item: MailItem) -> bool:
    """Tell an mbox as a whole from a message."""
    return item.document is None and item.stamp.count(":") > 1


def _seen_message(item: MailItem) -> SeenMessage:
    taken = None if _is_mbox(item) else item.document is not None
    return SeenMessage(item.name, item.stamp, taken)


def _left_out_sentence(location: str, count: int) -> str:
    """Say how many messages are private, and how to have them."""
    named = safe_line(location)
    private = "private message was" if count == 1 else "private messages were"
    return f"{named}: {count:,} {private} left out; `newsreader add --all-mail` takes all"
