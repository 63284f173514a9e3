"""The text of a page in, its lines out: whole paragraphs, each of one block of the page."""

from __future__ import annotations

import re

from reader.clean.appeals.appeals import cut_appeals, cut_pitches
from reader.clean.dump.segmentation.block_splitting import split_glued
from reader.clean.dump.segmentation.seams import split_run_on
from reader.clean.rejoin import rejoin
from reader.clean.text import boilerplate_words
from reader.clean.text.sanitize import READ_LIMIT, written_rows

MOST = 6_000  # lines of a page that are looked at
MANY_PIECES = 2  # of a line, on the average
SHORTEST_STORY = 20  # letters, each of them a syllable or a word, behind a notice
# A sentence, and how many letters one has to pay for.
_NOTICE = re.compile(
    r"[^。！？]+[。！？]"
    r"(?:(?:残り|あと|全文)[\d０-９,]{1,7}文?字(?:[（(][^（()）]{0,20}[）)])?)?"
)
LONGEST = 200_000  # characters of one line that are looked for seams


def split_lines(content: str) -> list[str]:
    """List the lines of a page, unwrapped, and cut where two blocks ran together."""
    written = split_run_on(rejoin(written_rows(content, MOST)))
    return cut_appeals([part.strip() for line in written for part in _split(line)])


def ran_on(content: str, lines: int) -> bool:
    """Tell whether most of the lines that a page came to were cut out of longer ones."""
    rows = sum(map(bool, map(str.strip, content.split("\n", lines))))
    return MANY_PIECES * rows < lines


def is_cut(content: str) -> bool:
    """Tell whether a page has more than is looked at."""
    return len(content) > READ_LIMIT or content.count("\n") >= MOST


def _split(line: str) -> list[str]:
    """Cut a line where two blocks ran together, and a pitch off one without spaces."""
    if len(line) > LONGEST:
        return [line]
    parts = split_glued(line) if line else []
    if line.isascii():
        return parts
    told = [piece for part in parts for piece in _cut_notice(part)]
    return [piece for part in told for piece in cut_pitches(part)]


def _cut_notice(line: str) -> list[str]:
    """Cut what a page says of who may read it off the story, in scripts that set no spaces."""
    notice = _NOTICE.match(line)
    if not notice:
        return [line]
    said, story = notice.group(), line[notice.end() :]
    is_story = len(story) >= SHORTEST_STORY and not boilerplate_words.LEGAL.search(story)
    return [said, story] if is_story and boilerplate_words.LEGAL.search(said) else [line]
