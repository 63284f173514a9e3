"""Refreshes sources: those that were named, or those that are due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reader.library.ingest.pipeline import IMPORTS, PAGES, PAGES_WAITING, PIPE
from reader.model import CleanedDocument, IngestReport, Source, StoreError

if TYPE_CHECKING:
    from reader.library import Library

PASSED = (PIPE, IMPORTS, PAGES)  # they have come and gone


def refresh_sources(library: Library, names: Sequence[str], due: bool) -> Iterator[IngestReport]:
    """Read sources again: the named ones, or all that are not muted."""
    from reader.fetch import is_web
    from reader.library.ingest.imports.import_exports import fetch_waiting_pages
    from reader.library.ingest.mail_ingest import ingest_place

    chosen = _chosen_sources(library.store.sources.all(), names)
    web = [source for source in chosen if is_web(source.location)]
    files = [source for source in chosen if _is_local(source)]
    for source in _holding_mail(library, files) if due else files:
        yield from ingest_place(library, source.location, None)
    yield from _fetch_web(library, web, due)
    yield from _sync_accounts(library, chosen if names else None, due)
    if not names:
        yield from fetch_waiting_pages(library)
    yield from _drop_expired(library)


def _holding_mail(library: Library, files: Sequence[Source]) -> list[Source]:
    """Return the sources that hold mail, which comes by itself and of which only that is read."""
    from reader.store.seen_messages import SeenMessageTable

    ids = SeenMessageTable(library.store.database).source_ids() if files else frozenset()
    return [source for source in files if source.id in ids]


def _is_local(source: Source) -> bool:
    """Tell whether a source is files of this machine."""
    from reader.fetch import is_web
    from reader.library.accounts.account_login import PREFIX

    return not is_web(source.location) and not source.location.startswith(PREFIX)


def _sync_accounts(
    library: Library, chosen: Sequence[Source] | None, due: bool
) -> Iterator[IngestReport]:
    """Synchronise accounts: all, or those whose servers read the chosen sources."""
    accounts = library.store.accounts.all()
    if not accounts:
        return
    from reader.library.accounts.account_round import sync_accounts
    from reader.library.accounts.account_setup import accounts_of

    yield from sync_accounts(
        library, accounts if chosen is None else accounts_of(library, chosen), due
    )


def _drop_expired(library: Library) -> Iterator[IngestReport]:
    """Drop what is beyond the limits of its source; a note on how much that was."""
    from reader.library.archive_limits import drop_expired, dropped_sentence
    from reader.library.indexed_store import ignore_progress

    usual, now = library.settings().retention, library.clock.now()
    if gone := sum(one.stories for one in drop_expired(library.store, usual, now, ignore_progress)):
        yield IngestReport(CleanedDocument("", note=dropped_sentence(gone)), 0)


def _chosen_sources(sources: Sequence[Source], names: Sequence[str]) -> list[Source]:
    """Return the sources with these names, without names all that can be read again."""
    if names:
        return list(dict.fromkeys(source_named(sources, name) for name in names))
    return [source for source in sources if source.location not in PASSED and not source.muted]


def is_refresh_due(library: Library) -> bool:
    """Tell whether the time of a source has come, or pages wait to be fetched."""
    from reader.fetch.schedule import is_due

    store = library.store
    if store.database.meta(PAGES_WAITING) not in ("", "[]"):
        return True
    moments = (store.fetch_states.next_due(), store.accounts.next_due())
    return any(one is not None and is_due(one, library.clock.now()) for one in moments)


def source_named(sources: Sequence[Source], name: str) -> Source:
    """Return the one source with a number, location or title, or with a part of them.

    Raises:
        StoreError: there is none, or there are several.
    """
    folded = name.casefold()
    same = [
        source
        for source in sources
        if name in (str(source.id), source.location) or folded == source.title.casefold()
    ]
    near = [one for one in sources if folded in f"{one.location} {one.title}".casefold()]
    found = same or near
    if len(found) == 1:
        return found[0]
    if not found:
        raise StoreError(f"There is no source {name!r}; `newsreader sources` lists them.")
    several = ", ".join(f"{source.id} ({source.title or source.location})" for source in found[:5])
    raise StoreError(f"{name!r} may be any of the sources {several}; name one by its number.")


def _fetch_web(library: Library, web: Sequence[Source], due: bool) -> Iterator[IngestReport]:
    """Visit the sources of the web that may be asked now; a note on those that may not."""
    from reader.fetch.schedule import too_soon

    moment = library.clock.now()
    if due:
        ready = [source for source in web if _is_due(source, moment)]
    else:
        left = [source for source in web if too_soon(source.fetch_state, moment)]
        gone = [source for source in web if source.fetch_state.gone]
        yield from _notes_on_unasked(left, gone)
        passed = {source.id for source in (*left, *gone)}
        ready = [source for source in web if source.id not in passed]
    if not ready:
        return
    from reader.library.ingest.fetch_round import fetch_round

    with fetch_round(library) as round_:
        yield from round_.fetch_sources(ready)
    if any(source.fetch_state.moved for source in ready):
        library.copy_marks()  # bookmarks name the places of their sources


def _is_due(source: Source, moment: datetime) -> bool:
    """Tell whether a source is to be read at a moment, without anybody asking for it."""
    from reader.fetch.schedule import is_due as has_come

    return not source.fetch_state.gone and has_come(source.fetch_state.due, moment)


def _notes_on_unasked(left: Sequence[Source], gone: Sequence[Source]) -> Iterator[IngestReport]:
    """Say which sources are not asked, and why."""
    why = "was asked less than five minutes ago, and is left alone for so long"
    whys = "were asked less than five minutes ago, and are left alone for so long"
    for found, one, many in ((left, why, whys), (gone, "is gone", "are gone")):
        if len(found) == 1:
            name = found[0].title or found[0].location
            yield IngestReport(CleanedDocument(found[0].location, note=f"{name} {one}"), 0)
        elif found:
            yield IngestReport(CleanedDocument("", note=f"{len(found)} sources {many}"), 0)
