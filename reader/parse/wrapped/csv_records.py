"""Stories in the rows of a table: CSV with or without the names of its columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from reader.model import Document, ParsedDocument
from reader.parse.wrapped.record import (
    DATES,
    LINKS,
    SHORTEST,
    TEXTS,
    TITLES,
    Record,
    parsed_records,
    record_of,
)

WRAPPER = "a row of a table"
DELIMITERS = ",;\t|"
LONGEST_HEAD = 1_000  # characters of the names of columns
MOST_ROWS = 10_001
_NAMES = frozenset((*TEXTS, *TITLES, *LINKS, *DATES, "id", "author", "source", "category", "label"))
_QUOTED = re.compile(r"(?:^|[,;\t])\"")
_LINK = re.compile(r"https?://\S+")
_DATE = re.compile(r"(?:\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{4})(?:[ T].{0,20})?")


def parse_rows(text: str, document: Document) -> ParsedDocument | None:
    """Read the stories in the rows of a table; None where a text is no table of any."""
    head = text[:LONGEST_HEAD].split("\n", 1)[0].strip().lstrip("\ufeff")
    delimiter = max(DELIMITERS, key=head.count)
    names = [name.strip(' "').casefold() for name in head.split(delimiter)]
    if len(names) > 1 and any(name in TEXTS for name in names) and len(_NAMES & {*names}) > 1:
        records = _named_records(text, delimiter)
    elif _QUOTED.search(head) and '"' in text[-2_000:]:
        records = _nameless(text, delimiter)
    else:
        return None
    return parsed_records(records, document, WRAPPER) if records else None


def _table_rows(text: str, delimiter: str, strict: bool) -> Iterator[list[str]]:
    """Yield the rows of a table; fields may be longer than the module takes by itself."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    lines = StringIO(text.lstrip("\ufeff"), newline="")
    rows = csv.reader(lines, delimiter=delimiter, strict=strict)
    return islice(filter(None, rows), MOST_ROWS)


def _named_records(text: str, delimiter: str) -> list[Record]:
    names, *rows = _table_rows(text, delimiter, strict=False)
    found = (record_of(dict(zip(names, row, strict=False))) for row in rows)
    return [record for record in found if record]


def _nameless(text: str, delimiter: str) -> list[Record]:
    """Read rows by what their fields look like: all have as many, and each tells a story."""
    found: list[Record] = []
    many = 0
    try:
        for row in _table_rows(text, delimiter, strict=True):
            record = _guessed(row) if len(row) == (many or len(row)) > 1 else None
            if not record:
                return []
            many = len(row)
            found.append(record)
    except csv.Error:
        return []
    return found


def _guessed(row: Sequence[str]) -> Record | None:
    text = max(row, key=len)
    if len(text) < SHORTEST:
        return None
    links = [field for field in row if _LINK.fullmatch(field.strip())]
    dates = [field for field in row if _DATE.fullmatch(field.strip())]
    rest = [field for field in row if field not in {text, *links, *dates} and " " in field.strip()]
    return Record(
        text,
        title=max(rest, key=len, default=""),
        link=links[0] if links else "",
        published=dates[0] if dates else "",
    )
