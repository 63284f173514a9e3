"""Accounts at a server of ours: added, brought level, and looked at."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.library import Library
from reader.library.accounts.account_login import AccountLogin
from reader.library.accounts.account_setup import AccountStatus, account_statuses, add_account
from reader.model import Mark, Marks
from tests.support.reader_server import ReaderServer


def log_in(library: Library, server: ReaderServer, path: str | None = None) -> None:
    """Add an account of a server to a library."""
    login = AccountLogin(server.user, server.password)
    add_account(library, server.url(server.base if path is None else path), login)


def level(library: Library) -> tuple[int, list[str]]:
    """Bring all accounts level: how many stories are new, and what went wrong."""
    reports = list(library.sync_accounts())
    return sum(one.new for one in reports), [found.error for found, _ in reports if found.error]


@pytest.fixture
def leveled(library: Library, server: ReaderServer) -> Library:
    """A library that has all that the server has."""
    log_in(library, server)
    level(library)
    return library


def status(library: Library) -> AccountStatus:
    """How the only account stands."""
    (found,) = account_statuses(library)
    return found


def headlines(library: Library) -> dict[str, int]:
    """Each story's headline with its id."""
    stories = library.store.stories
    return {row.headline: row.id for row in stories.rows(stories.ids("everything"))}


def marks(library: Library, headline: str) -> Marks:
    """The marks of a story."""
    story_id = headlines(library)[headline]
    return library.store.marks.marks_of([story_id])[story_id]


def mark(library: Library, named: Sequence[str], mark: Mark, on: bool = True) -> None:
    """Mark stories."""
    known = headlines(library)
    library.set_mark([known[one] for one in named], mark, on)
