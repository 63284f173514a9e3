"""The date and the names around a story, as a page shows them to readers.

For pages whose markup tells neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice, product
from urllib.parse import urlsplit

from reader.clean.dates import written_date
from reader.clean.dump.attribution import PUBLISHED, UPDATED
from reader.clean.page.class_hints import LONGEST_NAME, SIDE_TAGS
from reader.clean.page.dom import ancestors
from reader.clean.page.metadata.author_names import is_person, split_names
from reader.clean.page.paragraphs import PageBlock, text_key
from reader.clean.text import credits as makers
from reader.clean.text.sanitize import safe_line
from reader.model import SpanKind
from reader.model.construction import frozen

EARLIEST = 1990  # year of the oldest page that a date beside a story can mean
FARTHEST = 60  # paragraphs over a story in which its headline is looked for
NEAR = 12  # paragraphs over a story without a headline that may speak of it
ABOVE = 3  # paragraphs over a headline that may speak of the story
BELOW = 5  # paragraphs under a story that may speak of it
INTO = 3  # paragraphs of a story that small print may stand among
LONGEST = 250  # characters of a line of small print
LONGEST_DATE = 80  # characters of a date in the notation of any language
MOST_WORDS_OF_DATE = 6
MOST_WORDS = 9  # beside a date, in a line that does not say what the date is of
MOST_WORDS_TOLD = 14  # in one that does
ONLY_UPDATED = 6  # how much less a date is worth that is only that of a change
FAR = timedelta(days=30)  # from the day in the address: the page shows that of something else
AHEAD = timedelta(days=2)  # of its arrival, that a story can be dated
MOST_PARTS = 40  # stretches of text of a paragraph that are looked at
MOST_WITHIN = 12  # elements of one
MOST_NAMES = 5
_NAMING = ("class", "id", "data-testid", "itemprop")
_DAY_OF_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SHORT_YEAR = re.compile(r"(?<![\d.])(?:[0-3]?\d)\.(?:[01]?\d)\.(?=\d\d(?![\d.]))")
_YEAR = re.compile(r"\d{4}")
_CLOCK = re.compile(r"(?<![\d.:])[0-2]?\d[:.h][0-5]\d(?![\d.])")
_DATED = re.compile(
    r"date|datum|fecha|time|publi|posted|stamp|byline|meta\b|meta[-_]|[-_]meta|info|created|zeit"
    r"|hora|data\b",
    re.IGNORECASE,
)
_AUTHORED = re.compile(
    r"author(?!i)|byline|autor(?!i)|auteur|verfasser|redakteur|journalist|writer|contributor"
    r"|reporter|signature|firma|skribent|forfatter|kirjoittaja",
    re.IGNORECASE,
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|in|es|i)?|auteurs?|autore|profiles?|profil|journalists?|staff|users?"
    r"|contributors?|reporters?|writers?|redakteure?|columnists?|firmas?|by)/[^/?#]+",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:archiv\w*|photo|foto|image|copyright|joined|since|seit|until|bis|expires?|deadline|event"
    r"|veranstaltung|premiere)\b|©",
    re.IGNORECASE,
)


@frozen
class Surroundings:
    """The paragraphs around a story that may say who wrote it and when."""

    between: Sequence[PageBlock]  # the headline and the story
    above: Sequence[PageBlock]  # the headline, the nearest first
    below: Sequence[PageBlock]  # the story

    def ranked(self) -> Iterator[tuple[int, PageBlock]]:
        """List all of them, each with how much its place is worth."""
        for worth, blocks in ((2, self.between), (1, self.above), (0, self.below)):
            yield from ((worth, block) for block in blocks if len(block.text) <= LONGEST)


def find_surroundings(
    page: Sequence[PageBlock], chosen: Sequence[PageBlock], headline: str
) -> Surroundings:
    """Find what stands around a story, between its headline and its third paragraph above all."""
    ids = {id(block) for block in chosen}
    inside = [at for at, block in enumerate(page) if id(block) in ids]
    if not inside:
        return Surroundings((), (), ())
    first, last = inside[0], inside[-1]
    top = _headline_at(page, first, text_key(headline))
    into = inside[: INTO + 1][-1]
    between = [block for block in page[top:into] if id(block) not in ids]
    above = page[max(0, top - ABOVE) : top][::-1]
    return Surroundings(between, above, page[last + 1 : last + 1 + BELOW])


def _headline_at(page: Sequence[PageBlock], first: int, headline: str) -> int:
    over = range(first, max(-1, first - FARTHEST), -1)
    named = next((at for at in over if page[at].key == headline), None)
    marked = next((at for at in over if page[at].tag == "h1"), None)
    found = named if named is not None else marked
    return max(0, first - NEAR) if found is None else found


def find_date(
    surroundings: Surroundings, link: str, language: str, arrived: datetime
) -> datetime | None:
    """Read the date that a page shows beside its story, or else has in its address.

    None where none can be told apart.
    """
    dates = _Dates(language, arrived)
    found = [dated for worth, block in surroundings.ranked() for dated in dates.read(block, worth)]
    best = max(found, key=lambda dated: dated[0], default=(0, None))[1]
    day = dates.of_address(link)
    is_far = best is not None and day is not None and abs(best - day) > FAR
    return day if best is None or is_far else best


@frozen
class _Dates:
    """Reads dates that a story can have."""

    language: str
    arrived: datetime

    def read(self, block: PageBlock, worth: int) -> Iterator[tuple[int, datetime]]:
        """Read the date of a paragraph, with how well it is told to be the story's."""
        text = _spoken(block)
        is_timed, is_said = bool(_CLOCK.search(text)), bool(PUBLISHED.search(text))
        if block.node.tag in SIDE_TAGS and not (is_timed or is_said):
            return
        is_told = is_said or is_timed or (worth > 0 and _is_named(block, _DATED))
        if not (worth or is_said):
            return
        head = UPDATED.split(text)[0]
        surely = worth * 2 + is_told + is_said * 3 + is_timed * 2
        if moment := self._moment(head, is_told):
            yield surely, moment
        elif head != text and (moment := self._moment(text[len(head) :], True)):
            yield surely - ONLY_UPDATED, moment

    def of_address(self, link: str) -> datetime | None:
        """Read the day that the address of a page holds."""
        found = _DAY_OF_ADDRESS.search(urlsplit(link).path)
        return (
            self._possible(written_date.read_written_date("-".join(found.groups())))
            if found
            else None
        )

    def _moment(self, text: str, is_told: bool) -> datetime | None:
        words = len(_WORD.findall(text))
        if _ELSE.search(text) or words > (MOST_WORDS_TOLD if is_told else MOST_WORDS):
            return None
        text = _SHORT_YEAR.sub(r"\g<0>20", text)
        moment = written_date.read_written_date(text, self.language)
        is_short = len(text) <= LONGEST_DATE and words <= MOST_WORDS_OF_DATE
        if moment is None and is_told and is_short and _YEAR.search(text):
            moment = written_date.read_stated_date(text, self.language, self.arrived)
        return self._possible(moment)

    def _possible(self, moment: datetime | None) -> datetime | None:
        is_early = moment is not None and moment.year < EARLIEST
        return None if moment is None or is_early or moment > self.arrived + AHEAD else moment


def _spoken(block: PageBlock) -> str:
    """Read a paragraph of small print with its parts set apart."""
    parts = islice(block.node.itertext(), MOST_PARTS)
    text = " ".join(filter(None, (safe_line(str(part)) for part in parts)))
    return text if len(text) <= LONGEST else block.text.replace("\n", " ")


def _is_named(block: PageBlock, names: re.Pattern[str]) -> bool:
    """Tell whether an element, one of the two around it or the first within it is named so."""
    nodes = chain(islice(ancestors(block.node), 3), islice(block.node.iter("*"), MOST_WITHIN))
    return any(
        names.search(node.get(name) or "", 0, LONGEST_NAME) for node in nodes for name in _NAMING
    )


def find_byline(surroundings: Surroundings, outlet: str, story: str) -> str:
    """Read the names that a page shows as those of its story's authors; empty for none.

    Whom the story itself speaks of did not write it, unless a link says so.
    """
    over = [block for worth, block in surroundings.ranked() if worth]
    told = story.rpartition("\n\n")[0]  # the last paragraph may be about the author
    under = [block for worth, block in surroundings.ranked() if not worth]
    for blocks, read in product((over, under), (_linked_names, _signed_names, _marked_names)):
        names = [name for block in blocks for name in read(block) if is_person(name, outlet)]
        if read is not _linked_names:
            names = [name for name in names if name not in told]
        names = [name for name in dict.fromkeys(names) if not _is_longer(name, names)]
        if names:
            return ", ".join(names[:MOST_NAMES])
    return ""


def _is_longer(name: str, names: Sequence[str]) -> bool:
    """Tell whether a name is another with what stands behind it."""
    return any(name.startswith(f"{other} ") for other in names)


def _linked_names(block: PageBlock) -> Iterator[str]:
    """Read the links that lead to the page of an author."""
    for span in block.spans:
        if span.kind is SpanKind.LINK and _AUTHOR_PAGE.search(span.target):
            yield from split_names([safe_line(block.text[span.start : span.end])])


def _signed_names(block: PageBlock) -> Iterator[str]:
    """Read a paragraph that says by whom the story is."""
    for text in (block.text.replace("\n", " "), _spoken(block)):
        if found := makers.read_credit(text):
            yield from split_names([found.byline])


def _marked_names(block: PageBlock) -> Iterator[str]:
    """Read an element that is named as the place of an author."""
    if _is_named(block, _AUTHORED):
        parts = map(str, islice(block.node.itertext(), MOST_PARTS))
        yield from split_names([*block.text.split("\n"), *map(safe_line, parts)])
