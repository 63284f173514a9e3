"""The names of authors as feeds write them: an address only of who has no name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.parse.strip_markup import one_line, strip_markup

LONGEST = 1_000  # characters of what is written in one place
MAIL = r"(?<![^\s()<>\[\],;:\"/])[^\s@()<>\[\],;:\"/]+@[\w.-]*\w"
ADDRESS = re.compile(rf"(?:mailto:)?({MAIL})", re.I)
NAME = re.compile(r"(?![BbWwPp])[^\W_][\w .'-]*")  # with no "by" or "written by" before it
# How most are written, with nothing odd about it.
USUAL = re.compile(
    r"[^\s@()<>\[\]]+@[^\s@()<>\[\]]+ \(([^()<>@\[\]\"&]*\w)\)"
    r"|([^()<>@\[\]\"&]*\w) <[^\s@()<>]+@[^\s@()<>]+>"
)
IN_BRACKETS = re.compile(rf"(?<!\s)\s*[<(\[]\s*(?:mailto:)?{MAIL}\s*[>)\]]", re.I)
# The name itself may have brackets in it.
MAIL_AND_NAME = re.compile(
    rf"(?:mailto:)?{MAIL}\s*\(\s*((?:[^()]|\([^()]*\)){{1,200}}?)\s*\)", re.I
)
BY = re.compile(r"(?i:(?:written|posted) )?(?i:by):? +(?=[^a-z])")
ODD = re.compile('[][()<>"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]')
WEB = re.compile(r"https?://\S+", re.I)
NOBODY = re.compile(r"(?:no|do-?not)[-_.]?reply@.*", re.I)
PAIRS = (
    ("(", ")"), ("[", "]"), ("<", ">"), ('"', '"'),
    ("\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"),
)  # fmt: skip
SEPARATORS = " ,;:|/\N{EN DASH}\N{EM DASH}-"


def join_author_names(written: Iterable[str]) -> str:
    """Join the names of several authors, each once.

    Addresses stand for authors only where nobody has a name.
    """
    names = [name for one in written if one and (name := _name_of(one))]
    if len(names) < 2:
        return names[0] if names else ""
    names = list(dict.fromkeys(names))
    return ", ".join([name for name in names if not _is_address(name)] or names)


def _is_address(name: str) -> bool:
    """Tell an address of mail or the web from a name."""
    return bool(ADDRESS.fullmatch(name) or WEB.fullmatch(name))


def _name_of(written: str) -> str:
    """Take the name from "mail (name)", "name <mail>" and whatever resembles them."""
    author = one_line(written)[:LONGEST]
    if NAME.fullmatch(author):
        return author
    if "<" in author or "&" in author:
        author = strip_markup(author)
    if "@" in author:
        usual = USUAL.fullmatch(author)
        author = usual[1] or usual[2] if usual else _without_mail(author)
    if by := BY.match(author):
        author = author[by.end() :]
    return _without_brackets(author) if ODD.search(author) else author


def _without_mail(author: str) -> str:
    """Leave out addresses of mail where more than one is written; nothing for nobody's."""
    named = IN_BRACKETS.sub("", MAIL_AND_NAME.sub(r"\1", author))
    named = ADDRESS.sub("", named).strip(SEPARATORS)
    if any(map(str.isalnum, named)):
        return named
    mail = ADDRESS.search(author)
    if mail is None:
        return author
    return "" if NOBODY.match(mail[1]) else mail[1]


def _without_brackets(name: str) -> str:
    """Leave out brackets and quotes around a name, and those that lack their counterpart."""
    name = name.strip()
    for first, last in PAIRS:
        if first != last:
            name = _without_stray(name, first, last)
        inside = name[1:-1]
        if name[:1] == first and name[-1:] == last and first not in inside and last not in inside:
            name = inside.strip()
    return name


def _without_stray(name: str, first: str, last: str) -> str:
    """Leave out brackets at the ends of a name that nothing opens or closes."""
    while name and (
        name[-1] == first or (name[-1] == last and name.count(last) > name.count(first))
    ):
        name = name[:-1].rstrip()
    while name and (name[0] == last or (name[0] == first and name.count(first) > name.count(last))):
        name = name[1:].lstrip()
    return name
