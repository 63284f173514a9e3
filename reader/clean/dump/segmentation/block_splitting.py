"""A line out of a scraped page in, its parts out where two blocks ran together."""

from __future__ import annotations

import re
from itertools import pairwise

import regex

from reader.clean.text import boilerplate_words

# A full stop with no space and a capital after it; not in names of sites, initials or versions.
_SEAM = regex.compile(
    r"(?<=[\p{Ll}\p{Nd}\s][\p{Ll}\p{Nd}][\p{Ll}\p{Nd}%][.!?…][\"”’»)\]]?)"
    r"(?=[\"“‘«„(]?\p{Lu}[\p{Ll}’']*[ ,])"
)
# What every such place looks like at first sight; most lines have none.
_HINT = re.compile(r"[.!?…][\"”’»)\]]?[\"“‘«„(]?[^\W\d_a-z]")
# The same in scripts that have no capitals but set spaces.
_BARE_SEAM = regex.compile(
    r"[.!?؟۔।…](?<=[\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Hangul}]{2}.)[\"”’»)\]]??"
    r"(?=[\"“‘«„(]?[\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Hangul}]{2})"
)
# A headline in capitals and the sentence that it ran into, such as teasers are made of.
_INNER_SEAM = regex.compile(r"(?<=\p{Ll}{3})(?=\p{Lu}\p{Ll}* \p{Ll})")
_INNER_HINT = re.compile(r"[^\W\d_A-Z][^\W\d_a-z]")
_ADDRESS = regex.compile(r"(?:[./@]\S*|[\p{L}\d-]+\.[\p{L}\d-]+)\.$")
_ENDED = re.compile(r"[.!?…][\"”’»)\]]*$")
SHORTEST = 25  # characters that stand on each side of a seam
LONGEST_TITLE = 200  # characters of a headline that ran into a sentence
LONGEST_STAMP = 80  # characters of a line that tells date and time
LONGEST_POINTER = 40  # characters of the label of a link
IN_CAPITALS = 0.7  # share of the long words of such a headline
LABEL = 7  # characters of the shortest label
# Labels that lose their line break: what follows begins with a capital right after a small letter.
_LABEL = regex.compile(
    r"^(?:(?:[Bb]y|Von|Par|Por)\s+(?:\p{Lu}[\p{Ll}.’'-]+\s+){1,3}\p{Lu}\p{Ll}+"
    r"|Advertisement|ADVERTISEMENT|Anzeige|Werbung|Publicité|Publicidad"
    r"|Pubblicità)(?=\p{Lu}\p{Ll}* )"
)
_BEGIN_LABELS = frozenset("BbVPAW")
_FIGURE = re.compile(r"\d")
# A year that ran into the time behind it, and a zone into the word behind it.
_CLOCK = regex.compile(
    r"(?:19|20)\d\d(?=[012]?\d:[0-5]\d)|\d (?:[AP]M )?(?:UTC|GMT|[A-Z]{2,3}T)(?=\p{Lu}\p{Ll})"
)
_CREDIT = regex.compile(
    r"(?:Photo(?:graph)?|Foto|Image|Picture|Credit|Bild)(?:\s+by)?:\s*(?:©\s*)?"
    r"[\p{Lu}][\p{L}./’' -]{1,50}?\p{Ll}(?=\p{Lu}\p{Ll}* \p{L})"
)


def split_glued(line: str) -> list[str]:
    """Cut a line where two blocks of a page ran together without a space between them."""
    if len(line) < LABEL + SHORTEST:
        return [line]
    if len(line) <= LONGEST_STAMP and _FIGURE.search(line):
        clocks = [clock.end() for clock in _CLOCK.finditer(line)]
        if clocks:
            return _cut(line, clocks)
    labels = _labels(line)
    seams = [seam.end() for seam in _SEAM.finditer(line)] if _HINT.search(line) else []
    seams += [] if line.isascii() else [seam.end() for seam in _BARE_SEAM.finditer(line)]
    seams += _behind_title(line) or _behind_pointer(line)
    if not seams and not labels:
        return [line]
    seams = [at for at in seams if not _ADDRESS.search(line, max(0, at - 80), at)]
    return _cut(line, sorted({*labels, *_apart(sorted(seams), len(line))}))


def _labels(line: str) -> list[int]:
    """Find where labels end that lost the line break behind them."""
    label = _LABEL.match(line) if line[0] in _BEGIN_LABELS else None
    credit = _CREDIT.search(line) if ":" in line else None
    ends = (found.end() for found in (label, credit) if found)
    return [end for end in ends if len(line) - end >= SHORTEST]


def _behind_title(line: str) -> list[int]:
    """Find where a headline that is written in capitals ends and its sentence begins."""
    if not _ENDED.search(line, max(0, len(line) - 4)) or not _INNER_HINT.search(line):
        return []
    for seam in _INNER_SEAM.finditer(line, SHORTEST, LONGEST_TITLE):
        words = [word for word in line[: seam.start()].split() if len(word) > 3]
        if sum(word[0].isupper() for word in words) >= max(3, IN_CAPITALS * len(words)):
            return [seam.start()]
    return []


def _behind_pointer(line: str) -> list[int]:
    """Find where a link to another story ends, behind its label, and the story goes on."""
    label, colon, _ = line[:LONGEST_POINTER].partition(":")
    if not colon or not boilerplate_words.is_pointer(label.strip()):
        return []
    seam = _INNER_SEAM.search(line, SHORTEST, LONGEST_TITLE)
    return [seam.start()] if seam and seam.start() > len(label) + 2 else []


def _apart(seams: list[int], length: int) -> list[int]:
    """Keep the seams that leave enough on both sides."""
    kept = [0]
    for seam in seams:
        if seam - kept[-1] >= SHORTEST and length - seam >= SHORTEST:
            kept.append(seam)
    return kept[1:]


def _cut(line: str, cuts: list[int]) -> list[str]:
    return [line[start:end] for start, end in pairwise([0, *cuts, len(line)])]
