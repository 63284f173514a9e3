"""Writes other lightweight markup as Markdown: of Org, AsciiDoc, wikis, reStructuredText, Jira."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reader.clean.undo.undone import Undone
from reader.model.construction import frozen

FEWEST_LINKS = 3
MOST_OTHERS = 0.5  # of the links of a dialect, that are Markdown's
_ADDRESS = r"(?:https?://|mailto:|tel:|file:|[#/?.])"
_WORDS = r"[^\[\]]{0,300}(?:\[[^\[\]\n]{0,100}\][^\[\]\n]{0,200}){0,3}"
_MARKDOWN_LINK = re.compile(r"\]\((?:https?://|[/#])")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|avif)(?:$|[?#])|^data:", re.I)
# A picture, of which the address may be the whole of it.
_BETWEEN_MARKS = re.compile(r"!(?:\([^()\n]{1,300}\))?(?:https?://|data:|/)[^!\n]*!")
Rewrite = tuple[re.Pattern[str], Callable[["re.Match[str]"], str]]


@frozen
class _Dialect:
    """How one lightweight markup writes links, and what else of it is written otherwise."""

    kind: str
    hints: tuple[str, ...]  # one of which every text has that writes links so
    link: re.Pattern[str]  # with `words` and `target`; within a wiki its words alone
    before: Sequence[Rewrite]  # what is read before its links


def undo_dialects(text: str) -> Undone | None:
    """Write the links and headings of a kin of Markdown as Markdown does; None where few are."""
    found = {
        dialect.kind: (len(dialect.link.findall(text)), dialect)
        for dialect in _DIALECTS
        if any(hint in text for hint in dialect.hints)
    }
    links, dialect = max(found.values(), key=lambda each: each[0], default=(0, _ORG))
    if links < FEWEST_LINKS or len(_MARKDOWN_LINK.findall(text)) > MOST_OTHERS * links:
        return None
    return Undone(_as_markdown(text, dialect), (dialect.kind,))


def _as_markdown(text: str, dialect: _Dialect) -> str:
    for pattern, write in dialect.before:
        text = pattern.sub(write, text)
    return dialect.link.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    """Write a link as Markdown does; of a picture nothing is left."""
    said = found.groupdict()
    words, target = " ".join((said["words"] or "").split()), said["target"]
    if not target:
        return said["named"] or ""
    return f"[{words}]({target})" if words and not _PICTURE.search(words) else ""


def _nothing(_: re.Match[str]) -> str:
    return ""


def _heading(found: re.Match[str]) -> str:
    """Write a heading by the signs before it, on a line between blank ones."""
    return f"\n## {found['words'].strip()}\n"


def _words(found: re.Match[str]) -> str:
    return str(found["words"])


_ORG = _Dialect(
    "a page turned into Org",
    ("][",),
    re.compile(rf"\[\[(?P<target>[^\[\]\s]{{1,2000}})\]\[(?P<words>{_WORDS})\]\]"),
    (
        (
            re.compile(r"^[ \t]*:PROPERTIES:\n(?:[ \t]*:[^\n]*\n){0,20}?[ \t]*:END:\n?", re.M),
            _nothing,
        ),
        (re.compile(r"^[ \t]*(?:#\+|<<)[^\n]*\n?", re.M), _nothing),
        (re.compile(r"\[\[[^\[\]\s]{1,2000}\]\[\[\[[^\[\]\s]{1,2000}\]\]\]\]"), _nothing),
        (re.compile(r"\[\[[^\[\]\s]{1,2000}\](?:\[\])?\]"), _nothing),
        (re.compile(r"^\*{1,8} (?P<words>\S[^\n]*)$", re.M), _heading),
    ),
)
_ASCIIDOC = _Dialect(
    "a page turned into AsciiDoc",
    ("link:", "://"),
    re.compile(
        r"(?<![\w(\]])(?:link:)?(?P<target>(?:https?://|(?<=link:)|mailto:)"
        r"(?:(?!link:|mailto:|://)[^\s\[\]]){1,2000})"
        rf"\[(?P<words>{_WORDS})\]"
    ),
    (
        (re.compile(rf"image::?(?:(?!image:)[^\s\[\]])+\[{_WORDS}\]"), _nothing),
        (re.compile(r"^\[\[[^\[\]\n]{1,200}\]\][ \t]*\n?", re.M), _nothing),
        (re.compile(r"\[[.#][^\[\]\n]{1,200}\]#(?P<words>[^#\n]{0,400})#"), _words),
        (
            re.compile(r"^(?:\[[^\[\]\n]{0,200}\]|\+|-{2,4}|_{4}|={4}|\|={3,}|'{3})[ \t]*$", re.M),
            _nothing,
        ),
        (re.compile(r"^={1,6} (?P<words>\S[^\n]*)$", re.M), _heading),
    ),
)
_WIKI = _Dialect(
    "a page turned into the markup of a wiki",
    ("[http", "[#", "[/", "[mailto:"),
    re.compile(
        rf"\[\[(?P<wiki>[^\[\]|\n]{{1,1000}})\|(?P<named>[^\[\]\n]{{1,400}})\]\]"
        rf"|\[(?P<target>{_ADDRESS}[^\s\[\]|]{{0,2000}})[ \n]+(?P<words>{_WORDS})\]"
    ),
    (
        (
            re.compile(
                r"\[\[(?:File|Image|Media):(?:[^\[\]]|\[\[[^\[\]]{0,400}\]\]){0,1000}\]\]", re.I
            ),
            _nothing,
        ),
        (re.compile(r"\{\{[^{}]{1,2000}\}\}"), _nothing),
        (re.compile(r"<(?:/?[a-zA-Z][^<>]{0,1000}|!--[^<>]{0,1000}--)>"), _nothing),
        (re.compile(r"^={1,6} ?(?P<words>[^=\n]+?) ?={1,6}[ \t]*$", re.M), _heading),
        (re.compile(r"'{2,5}(?P<words>[^'\n]{1,500})'{2,5}"), _words),
    ),
)
_RST = _Dialect(
    "a page turned into reStructuredText",
    (">`_",),
    re.compile(r"`(?P<words>[^`<>]{1,400})<(?P<target>[^<>`\s]{1,2000})>`__?(?:\\ )?"),
    (
        (re.compile(r"^[ \t]*\.\. rubric:: ?(?P<words>[^\n]*)$", re.M), _heading),
        (
            re.compile(
                r"^[ \t]*\.\. (?:[\w |-]{1,60}:: ?|_)[^\n]*"
                r"(?:\n[ \t]+:[\w-]{1,30}:[^\n]*(?:\n[ \t]+[^\s:.`*-][^\n]*){0,3}){0,9}\n?",
                re.M,
            ),
            _nothing,
        ),
        (re.compile(r"^[ \t]+(?=\S)", re.M), _nothing),
        (re.compile(r"\|[^|\n]{1,80}\|(?:__?)?|\\ "), _nothing),
    ),
)
_JIRA = _Dialect(
    "a page turned into the markup of Jira",
    ("|http", "|/", "|#"),
    re.compile(rf"\[(?P<words>[^\[\]|\n]{{1,300}})\|(?P<target>{_ADDRESS}[^\[\]|\s]{{0,2000}})\]"),
    (
        (_BETWEEN_MARKS, _nothing),
        (re.compile(r"\{[a-z]{2,12}(?::[^{}\n]{0,200})?\}"), _nothing),
        (re.compile(r"^h[1-6]\. (?P<words>\S[^\n]*)$", re.M), _heading),
    ),
)
_TEXTILE = _Dialect(
    "a page turned into Textile",
    ('":http', '":/', '":#'),
    re.compile(
        rf"\"(?:\([^()\n]{{1,200}}\))?(?P<words>[^\"\n]{{1,300}})\":(?P<target>{_ADDRESS}[^\s\"<>]{{0,2000}})"
    ),
    (
        (_BETWEEN_MARKS, _nothing),
        (re.compile(r"<(?:/?[a-zA-Z][^<>]{0,1000})>"), _nothing),
        (re.compile(r"^h[1-6](?:\([^()\n]{1,100}\))?\. (?P<words>\S[^\n]*)$", re.M), _heading),
        (re.compile(r"^(?:p|bq)(?:\([^()\n]{1,100}\))?\. ", re.M), _nothing),
    ),
)
_DIALECTS = (_ORG, _RST, _ASCIIDOC, _WIKI, _JIRA, _TEXTILE)
