"""A page's titles and headings in, its headline out."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")
_SEPARATOR = re.compile(r"(?<!\s)(?:\s+[-–—|·•»«*:]\s+|\s*[|｜ㅣ]\s*)")
# What may part a heading from the name of a site that a title has behind it.
_PARTING = re.compile(
    r"(?<!\s)(?:\s*[－|｜ㅣ·•：_]\s*\S|\s+[-–—»«*:]\s+|\s*--)"
    r"|[-–—](?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])"
)
MOST = 0.5  # of a title is such a heading
CONFIRMED = 0.5  # of a heading's words are in a title


def choose_headline(
    told: str, shared: str, title: str, headings: Sequence[str], outlet: str = ""
) -> str:
    """Choose the headline: the one of up to three that the others bear out best.

    They are the one that the page's JSON tells, the title that the page is shared under without
    the site's name, and the heading that a title confirms.
    """
    titles = [text for text in (shared, title, told) if text]
    own = [text for text in headings if not _is_site(text, outlet)]
    heading = max(own, key=lambda text: _confirmation(text, titles), default="")
    is_sure = _confirmation(heading, titles) >= CONFIRMED
    bare = _headed(shared or title, own, outlet) or strip_site_name(shared or title, outlet)
    names = [
        text for text in (told, bare, heading if is_sure else "") if not _is_site(text, outlet)
    ]
    found = [text for text in names if text]
    return max(found, key=lambda text: _support(text, found), default=heading)


def _headed(title: str, headings: Sequence[str], outlet: str) -> str:
    """Find the heading that a title is, or begins with before a separator."""
    if title in headings and not (outlet and outlet.casefold() in title.casefold()):
        return title
    begins = (text for text in headings if text and title.startswith(text))
    return next((text for text in begins if _is_parted(text, title)), "")


def _is_parted(heading: str, title: str) -> bool:
    """Tell whether a separator follows in a title that begins with a heading."""
    is_most = len(heading) >= MOST * len(title)
    return bool((_PARTING if is_most else _SEPARATOR).match(title, len(heading)))


def strip_site_name(title: str, outlet: str) -> str:
    """Take the site's name off a title: what a separator sets off, if it is that name or short."""
    cuts = list(_SEPARATOR.finditer(title))
    if not cuts:
        return title
    if outlet and title[: cuts[0].start()].casefold() == outlet.casefold():
        return title[cuts[0].end() :]
    return title[: cuts[-1].start()] if _ends(title[cuts[-1].end() :], outlet, title) else title


def _confirmation(heading: str, titles: Sequence[str]) -> float:
    """Tell how many of a heading's words the titles have, from 0 to 1."""
    words = _words(heading)
    return max((len(words & _words(title)) / max(1, len(words)) for title in titles), default=0.0)


def _support(text: str, others: Sequence[str]) -> float:
    """Tell how like the others a text is."""
    words = _words(text)
    shares = (len(words & _words(o)) / max(1, len(words | _words(o))) for o in others)
    return round(sum(shares), 3)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _is_site(text: str, outlet: str) -> bool:
    return bool(outlet) and text.casefold() == outlet.casefold()


def _ends(part: str, outlet: str, title: str) -> bool:
    """Tell whether the end of a title is the name of a site."""
    name, known = part.casefold(), outlet.casefold()
    is_named = bool(known) and (name in known or known in name)
    return is_named or (len(part.split()) <= 3 and len(part) < len(title) / 3)
