"""Chooses among the dates that an item offers; they stay as their source wrote them.

Several stand in one text, a line each, the best first: which of them can be read, cleaning knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.model import Entry, ParsedDocument
from reader.parse.feed.xml_fields import XmlFields, words_of

MOST = 8  # dates of one item
LONGEST = 200  # characters of a date
# What can be read for sure, so that no other date of the item is of any use.
USUAL = re.compile(
    r"(?:(?:19[7-9]|20[0-4])\d-[01]\d-[0-3]\d(?:T[012]\d:[0-5]\d.*)?"
    r"|(?:[A-Z][a-z][a-z], )?[0-3]?\d [A-Z][a-z][a-z] (?:19[7-9]|20[0-4])\d [012]\d:[0-5]\d.*)"
)
# A day and a month of which either could be the other: only the document's other dates may tell.
NUMBERED = re.compile(r"(?<![\d/.-])(\d\d?)([/-])(\d\d?)\2((?:19|20)\d\d)(?![\d/-])")


def dates_of(fields: XmlFields, names: Sequence[str]) -> str:
    """Give the dates that stand in children with these names, name by name."""
    first = fields.text(*names)
    if not first or USUAL.fullmatch(first):
        return first
    return dates_in(map(words_of, fields.all(*names)))


def dates_in(written: Iterable[str]) -> str:
    """Join dates, each once; a usual one needs no other behind it."""
    dates: dict[str, None] = {}
    for one in written:
        dates[one.strip()[:LONGEST]] = None
        if USUAL.fullmatch(one) or len(dates) > MOST:
            break
    return "\n".join(filter(None, dates))


def with_day_order(parsed: ParsedDocument) -> ParsedDocument:
    """Settle what 03/04/2021 means where another date of the document can mean one day only.

    What is settled stands before the date as it was written, on a line of its own: it tells more
    than the language of the document.
    """
    written = [entry.published for entry in parsed.entries]
    numbered = [NUMBERED.search(date) if _may_be_numbered(date) else None for date in written]
    if not any(numbered):
        return parsed
    orders = {_order_of(int(found[1]), int(found[3])) for found in numbered if found} - {""}
    if len(orders) != 1:
        return parsed
    order = orders.pop()
    entries = (
        _with_settled(entry, found, order) if found else entry
        for entry, found in zip(parsed.entries, numbered, strict=True)
    )
    return replace(parsed, entries=tuple(entries))


def _may_be_numbered(date: str) -> bool:
    """Tell quickly what cannot be a date of three numbers, the year the last of them."""
    return "/" in date or ("-" in date and date[4:5] != "-")


def _order_of(first: int, second: int) -> str:
    """Tell which of two numbers is the month; empty when either could be."""
    if (first > 12) == (second > 12):
        return ""
    return "day first" if first > 12 else "month first"


def _with_settled(entry: Entry, found: re.Match[str], order: str) -> Entry:
    """Write the date of an entry a second time, in an order that nobody can mistake."""
    if _order_of(int(found[1]), int(found[3])):
        return entry
    day, month = (found[1], found[3]) if order == "day first" else (found[3], found[1])
    line, _, others = entry.published.partition("\n")
    settled = NUMBERED.sub(f"{found[4]}-{month:0>2}-{day:0>2}", line, count=1)
    return replace(entry, published="\n".join(filter(None, (settled, line, others))))
