"""Brings the stories of an account: fetched by their ids, cleaned, saved, each with its marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from reader.clean import clean, safe_line
from reader.greader.calls import MOST_FETCHED, items_call
from reader.greader.items import ServerItem, read_items
from reader.library.accounts.account_client import AccountClient
from reader.library.accounts.account_feeds import AccountFeeds
from reader.library.accounts.account_marks import joined_marks, tag_of_label
from reader.library.ingest.memory_limit import memory_limit
from reader.library.ingest.pipeline import save_document
from reader.library.ingest.site_context import SiteContextOf
from reader.model import CleanedDocument, DocumentKind, Entry, IngestReport, Marks, Story
from reader.parse.strip_markup import strip_title_markup
from reader.store import Store
from reader.store.account_table import Account, AccountItemRow

Pairs = tuple[tuple[Entry, Story], ...]


class AccountItems:
    """The stories of one account on their way here."""

    def __init__(
        self,
        store: Store,
        client: AccountClient,
        account: Account,
        feeds: AccountFeeds,
        site_context: SiteContextOf,
    ) -> None:
        self._store, self._client, self._account = store, client, account
        self._feeds, self._about = feeds, site_context
        self._folder_tags = frozenset(map(tag_of_label, feeds.folders))

    def fetch(self, wanted: Sequence[str], now: datetime) -> Iterator[IngestReport]:
        """Fetch items, and save them some at a time; what came of each handful.

        Raises:
            AccountError: the server does not answer; what has come stays.
            ParseError: it answers with something else.
        """
        for at in range(0, len(wanted), MOST_FETCHED):
            missing = list(wanted[at : at + MOST_FETCHED])
            while missing:
                items = self._fetch_items(missing, now)
                if not items:
                    self._store.accounts.note_missed(self._account.id, missing)
                    break
                yield from self._save(items)
                here = {one.id for one in items}
                missing = [item for item in missing if item not in here]

    def _fetch_items(self, wanted: Sequence[str], now: datetime) -> list[ServerItem]:
        """Return those of the wanted items that the server sends, once each."""
        body = self._client.ask(items_call(wanted))
        asked = set(wanted)
        items = read_items(body, self._feeds.location_of, now)
        return list({one.id: one for one in items if one.id in asked}.values())

    def _save(self, items: Iterable[ServerItem]) -> Iterator[IngestReport]:
        """Save items source by source."""
        by_source: dict[str, list[ServerItem]] = defaultdict(list)
        for one in items:
            by_source[one.entry.source].append(one)
        for location, group in by_source.items():
            yield self._save_source(location, group)

    def _save_source(self, location: str, items: list[ServerItem]) -> IngestReport:
        """Save items of one source, the newest first, with their marks; all or nothing."""
        items.sort(key=lambda one: one.entry.published, reverse=True)
        try:
            with memory_limit():
                pairs = tuple(self._clean_entry(one.entry) for one in items)
        except MemoryError:
            error = f"{safe_line(location)}: some of it takes more memory than it may"
            self._store.accounts.note_missed(self._account.id, [one.id for one in items])
            return IngestReport(CleanedDocument(location, error=error), 0)
        document = CleanedDocument(location, DocumentKind.FEED, pairs=pairs)
        with self._store.database.batch():
            source_id = self._store.sources.make_known(location)
            self._store.sources.set_title(source_id, pairs[0][0].outlet or self._account.name)
            new = save_document(self._store, source_id, document, self._about)
            self._link(source_id, pairs, items)
        return IngestReport(CleanedDocument(location, DocumentKind.FEED), new)

    def _clean_entry(self, entry: Entry) -> tuple[Entry, Story]:
        title = strip_title_markup(entry.title)
        entry = entry if title == entry.title else replace(entry, title=title)
        return entry, clean(entry, self._about(entry))

    def _link(self, source_id: int, pairs: Pairs, items: Sequence[ServerItem]) -> None:
        """Remember which stories items are; what either side has marked is marked from now on."""
        known = self._store.stories.identify(source_id, pairs)
        ids = [self._store.marks.find(entry.source, story.key) for entry, story in known]
        before = self._store.marks.marks_of([one for one in ids if one is not None])
        after = dict(before)
        rows = []
        for item, story_id, (entry, story) in zip(items, ids, known, strict=True):
            tags = self._tags_of(item)
            rows.append(
                AccountItemRow(item.id, source_id, story_id, item.is_read, item.is_starred, tags)
            )
            if story_id in after:
                moment = min(story.published or entry.arrived, entry.arrived)
                starred = moment if item.is_starred else None
                theirs = Marks(read=item.is_read, bookmarked=starred, tags=tags)
                after[story_id] = joined_marks(after[story_id], theirs)
        self._store.marks.save({one: marks for one, marks in after.items() if marks != before[one]})
        self._store.accounts.save_items(self._account.id, rows)

    def _tags_of(self, item: ServerItem) -> tuple[str, ...]:
        """Return the labels of an item, but for the folder that its feed stands in."""
        tags = dict.fromkeys(map(tag_of_label, item.labels))
        return tuple(tag for tag in tags if tag and tag not in self._folder_tags)
