"""Sources that were asked long ago, so that they may be asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from reader.library import Library

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def allow(library: Library) -> None:
    """Let all sources have been asked long ago, and be due."""
    for source in library.store.sources.all():
        known = replace(source.fetch_state, asked=LONG_AGO, due=LONG_AGO)
        library.store.fetch_states.save(source.id, known)
