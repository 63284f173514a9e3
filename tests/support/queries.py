"""Queries as the parser understands them at one moment."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.model import (
    Part,
)
from reader.query import parse

NOW = datetime(2024, 10, 21, 15, 30, 12, tzinfo=UTC)


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


def part(text: str) -> Part:
    return parse(text, NOW).part


def hint(text: str) -> str:
    return parse(text, NOW).hint
