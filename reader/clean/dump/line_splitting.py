"""The text of a page in, its lines out: whole paragraphs, each of one block of the page."""

from __future__ import annotations

from reader.clean.dump.block_splitting import split
from reader.clean.rejoin import rejoin
from reader.clean.text.appeals import apart
from reader.clean.text.sanitize import READ_LIMIT, written_rows

MOST = 6_000  # lines of a page that are looked at
LONGEST = 200_000  # characters of one line that are looked for seams


def parts(content: str) -> list[str]:
    """List the lines of a page, unwrapped, and cut where two blocks ran together."""
    written = rejoin(written_rows(content, MOST))
    return [part.strip() for line in written if line for part in _split(line)]


def is_cut(content: str) -> bool:
    """Tell whether a page has more than is looked at."""
    return len(content) > READ_LIMIT or content.count("\n") >= MOST


def _split(line: str) -> list[str]:
    if len(line) > LONGEST:
        return [line]
    return [piece for part in split(line) for piece in apart(part)]
