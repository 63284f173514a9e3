"""Sources that were asked long ago, so that they may be asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from reader.library import Library

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def make_due(library: Library, **known: object) -> None:
    """Let all sources have been asked long ago, and be due; what is `known` of them else."""
    for source in library.store.sources.all():
        known = {"asked": LONG_AGO, "due": LONG_AGO} | known
        library.store.fetch_states.save(source.id, replace(source.fetch_state, **known))  # type: ignore[arg-type]
