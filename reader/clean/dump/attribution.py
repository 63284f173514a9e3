"""A page with its story marked in, who made the story, where and when, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from reader.clean.dates import written_date
from reader.clean.dump import headlines
from reader.clean.dump.headlines import FoundHeadline
from reader.clean.dump.line_measures import MeasuredLine, ends_with_hour
from reader.clean.text import credits as makers
from reader.model.construction import frozen

EARLIEST = 1990  # year of the oldest page that a date over a story can mean
UPDATED = re.compile(
    r"\b(?:last )?(?:updated?|modified|edited|revised)\b|aktualisiert|geändert|update:"
    r"|mise? à jour|modifié|actualizad|aggiornat|atualizad|bijgewerkt|uppdaterad|oppdatert"
    r"|opdateret|обновлено|更新|수정|güncelle|zaktualizowan|aktualizacj",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"publi[cks]|posted|veröffentlicht|erschienen|stand\s?:|erstellt|pubblicat|опубликован|yayın"
    r"|公開|入力|投稿|掲載|등록|发布|发表|written on|created|objavljen|kirjoitettu|megjelen",
    re.IGNORECASE,
)
UNDER = 4  # lines under a story that may name its makers; pitches in between do not count
FURTHEST_OVER = 8  # lines over a headline that may say when the story was published
MOST = 100  # lines over a story that are searched for its date
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"[^\W\d_]{3,}")


@frozen
class MarkedPage:
    """A page's lines, and which of them tell its story."""

    lines: list[MeasuredLine]
    headline: FoundHeadline
    deck: int  # which line is the deck; -1 for none
    kept: list[bool]
    likely: Sequence[float]  # how likely each line is to belong to the story, from 0 to 1

    def over(self) -> list[MeasuredLine]:
        """List the lines from just over the headline to just into the story."""
        return self.lines[max(0, self.headline.at - 3) : self._first() + 3]

    def labelled_over(self) -> list[MeasuredLine]:
        """List the lines further over the headline that say when the story was published."""
        over = self.lines[max(0, self.headline.at - FURTHEST_OVER) : max(0, self.headline.at)]
        return [line for line in over if PUBLISHED.search(line.text)]

    def around(self) -> list[MeasuredLine]:
        """List the lines from just over the headline to just under the story."""
        last = max((at for at, keep in enumerate(self.kept) if keep), default=len(self.lines))
        under = (line for line in self.lines[last + 1 :] if line.role != "pitch")
        return [*self.lines[max(0, self.headline.at - 3) : last + 1], *islice(under, UNDER)]

    def between(self) -> list[MeasuredLine]:
        """List the lines from the headline to the story."""
        return self.lines[max(0, self.headline.at) : self._first()]

    def _first(self) -> int:
        return next((at for at, keep in enumerate(self.kept) if keep), len(self.lines))


def find_outlet(page: MarkedPage) -> str:
    """Find whose page it is: by its title, its pitch, its copyright, its masthead."""
    pitch = [line.text for line in page.lines if line.role == "pitch"]
    return (
        page.headline.outlet
        or headlines.outlet_beside(page.lines, page.headline)
        or headlines.pitch_outlet(pitch)
        or headlines.copyright_owner(page.lines)
        or headlines.find_masthead(page.lines, page.headline)
    )


def find_byline(page: MarkedPage) -> str:
    """Find who signed the story, or whose bare name stands by the date over it."""
    return makers.first_text(credit.byline for credit in _credits(page)) or _bare_name(page)


def find_agency(page: MarkedPage) -> str:
    """Find the agency that signed the story, or that its dateline names."""
    signed = makers.first_text(credit.agency for credit in _credits(page))
    story = (line.text for line, keep in zip(page.lines, page.kept, strict=True) if keep)
    return signed or makers.first_text(makers.dateline_agency(text) for text in story)


def find_photo_credit(page: MarkedPage) -> str:
    """Find whose the first picture is."""
    return makers.first_text(
        makers.photo_credit(line.text) for line in page.around() if not line.ends
    )


def find_published(page: MarkedPage, language: str, arrived: datetime) -> datetime | None:
    """Find the date that stands over the story, if it is one that the page can have."""
    under, over = page.between()[:MOST], [*page.over()[-MOST:], *page.labelled_over()]
    dated = [line.text for line in under if _dates(line)]
    told = [_without_updated(text) for text in dated]
    # Only a story that says no other date was published when it was last changed.
    above = [_without_updated(line.text) for line in dict.fromkeys(over) if _dates(line)]
    for text in (*told, *dated, *above):
        moment = written_date.read_written_date(text, language)
        if moment and moment.year >= EARLIEST and moment <= arrived + timedelta(days=2):
            return moment
    return None


def _without_updated(text: str) -> str:
    """Return what a line says before, or else behind, the date of its last change."""
    before = UPDATED.split(text)[0]
    published = PUBLISHED.search(text)
    return text[published.start() :] if published and not _DIGIT.search(before) else before


def _credits(page: MarkedPage) -> Iterator[makers.CreditLine]:
    found = (makers.read_credit(line.text) for line in page.around() if line.role == "byline")
    return (credit for credit in found if credit)


def _bare_name(page: MarkedPage) -> str:
    lines = page.between()
    told = " ".join(line.text for line, keep in zip(page.lines, page.kept, strict=True) if keep)
    for at, line in enumerate(lines):
        name = makers.without_job(line.text) or makers.without_place(line.text)
        if _is_introduced(lines, at, name):
            return "" if name in told or name == find_outlet(page) else name
    return ""


def _is_introduced(lines: Sequence[MeasuredLine], at: int, name: str) -> bool:
    """Tell whether a line is a name, and what stands beside it that of who wrote the story."""
    beneath = lines[at + 1] if at + 1 < len(lines) else None
    if name.isupper():  # else it may be any heading
        return bool(beneath) and _is_address(lines[at + 1]) and makers.is_name(name.title())
    if not makers.is_name(name):
        return False
    if name != lines[at].text and makers.without_job(lines[at].text):
        return True
    if (at > 0 and makers.is_label(lines[at - 1].text)) or (
        beneath and makers.is_job(beneath.text)
    ):
        return True
    under = (other for other in lines[at + 1 :] if not _is_address(other))
    return any(map(_is_date, [*lines[max(0, at - 1) : at], *islice(under, 1)]))


def _is_address(line: MeasuredLine) -> bool:
    """Tell whether a line is where to reach somebody."""
    return line.text.startswith("@") or (line.role == "furniture" and "@" in line.text)


def _is_date(line: MeasuredLine) -> bool:
    """Tell whether a line is a date, perhaps one of hardly anything but figures."""
    is_figures = line.role == "figures"
    return line.role == "date" or (is_figures and bool(written_date.read_written_date(line.text)))


def _dates(line: MeasuredLine) -> bool:
    """Tell whether a line has little but a date to say."""
    if (line.ends and not ends_with_hour(line.text)) or line.size > 140:
        return False
    return len(_LABEL.findall(line.text)) <= 6 or bool(PUBLISHED.search(line.text))
