"""Undoes what archives of the web print over the pages that they keep."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.clean.undo.undone import Undone

KIND = "a page out of a web archive"
HEAD, FOOT = 20_000, 3_000  # characters in which an archive names itself
REACH = 60  # lines of a page in which a banner stands
_SIGN = re.compile(
    r"(?:the )?wayback machine(?: - https?://\S+)?|.*https?://web\.archive\.org/web/\d.*"
    r"|\d[\d,.]* captures?|about this capture|collected by"
    r"|this is (?:google|bing|yahoo)[’'!]?s? cache of .*|archive\.(?:today|ph|is|li|vn|md|fo)"
    r"|webpage capture|saved from https?://\S+|all snapshots from host .*"
    r"|file archived on .*|javascript appended by wayback machine.*",
    re.I,
)
_PART = re.compile(
    r"\d{1,2} \w{3,9}\.? \d{4} ?[-–] ?\d{1,2} \w{3,9}\.? \d{4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}|(?:19|20)\d\d"
    r"|success|fail|timestamps?|go|organization: .*|collection: .*|loading\.*|close|help|share"
    r"|(?:webpage|screenshot|download \.zip|report (?:bug or abuse|an error)|buy me a coffee"
    r"|search|history|←? ?prior|next ?→?|no other snapshots from this url|(?:linked )?from https?://\S+)"
    r"|\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d(?: UTC)?|https?://\S+|previous|next|prev"
    r"|it is a snapshot of the page as it appeared .*|the current page could have changed .*"
    r"|full version|text-only version|view source|tip: .*|learn more\.?|donate",
    re.I,
)
_STORY_OF = re.compile(r"collected by", re.I)
_END_OF = re.compile(r"timestamps", re.I)


def undo_banner(text: str) -> Undone | None:
    """Drop an archive's own lines from the top of a page and from its end; None without any."""
    ends = f"{text[:HEAD]}\n{text[-FOOT:]}".lower()
    if not any(name in ends for name in _NAMES):
        return None
    lines = text.split("\n")
    start, end = _banner([line.strip() for line in lines[:REACH]])
    kept = lines[:start] + lines[end:]
    while kept and (not kept[-1].strip() or _FOOT.match(kept[-1])):
        kept.pop()
    return Undone("\n".join(kept), (KIND,)) if len(kept) < len(text.rstrip().split("\n")) else None


_NAMES = (
    "web.archive.org", "wayback", "file archived on", "about this capture", "cache of http",
    "archive.today", "archive.ph", "archive.is",
)  # fmt: skip
_FOOT = re.compile(
    r"\s*(?:file archived on|javascript appended by wayback|\(?all other content may also)", re.I
)


def _banner(lines: Sequence[str]) -> tuple[int, int]:
    """Find where a banner begins and ends: from its first sign to the last line that is its own."""
    signs = [at for at, line in enumerate(lines) if _SIGN.fullmatch(line)]
    if not signs:
        return 0, 0
    begin = signs[0]
    while begin and (not lines[begin - 1] or _PART.fullmatch(lines[begin - 1])):
        begin -= 1
    end = begin
    inside = False  # between "collected by" and the end of what tells of a collection
    last = max(signs)
    for at in range(begin, len(lines)):
        line = lines[at]
        inside = (inside or bool(_STORY_OF.fullmatch(line))) and not _END_OF.fullmatch(line)
        if at <= last or (inside and _ends_later(lines, at)) or _PART.fullmatch(line):
            end = at + 1
        elif line:
            break
    return begin, end


def _ends_later(lines: Sequence[str], at: int) -> bool:
    return any(_END_OF.fullmatch(line) for line in lines[at:])
