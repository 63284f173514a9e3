"""Dumps as entries, cleaned."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.clean import clean
from reader.model import ContentForm, Entry, Story

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def dump(content: str, **fields: str) -> Story:
    """Clean a raw dump."""
    return clean(Entry("pages", content, ContentForm.DUMP, NOW, **fields))
