"""Undoes what a mail puts around a story: its head, and addresses behind the words that link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from reader.clean.text.alternation import list_alternatives
from reader.clean.undo.labels import MOST_WORDS, told_before
from reader.clean.undo.markup.markdown import has_links
from reader.clean.undo.undone import CLOSE, Marking, Undone, without_marks
from reader.model import SpanKind

NEWSLETTER = "a newsletter as text"
FEWEST_LINES = 3  # of a mail's head
MOST_LINES = 60
FEWEST_LINKS = 2
LONGEST_FOOT = 25  # lines
_FIELD = re.compile(r"\*{0,2}([^\W\d_][\w -]{0,30})\*{0,2} ?: ?\*{0,2} ?(.*)")
_FORWARDED = re.compile(
    r"\s*(?:-{2,}[^\n-][^\n]{2,60}?-{2,}|[^\n]{3,60}:|From [^\s@]+@[^\n]{1,80})[ \t]*\n"
)
# What the fields of a mail's head are called in the languages of mail programs.
_SUBJECT = frozenset(
    list_alternatives(
        "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|předmět|тема|konu"
        "|件名|主题|主旨|제목"
    )
)
_DATE = frozenset(
    list_alternatives(
        "date|datum|sent|gesendet|envoyé|fecha|enviado|data|inviato|verzonden|skickat|sendt|дата"
        "|日付|日期|날짜"
    )
)
_SENDER = frozenset(list_alternatives("from|von|de|da|van|från|fra|od|от|kimden|差出人|发件人"))
# Where the head of a mail begins below what somebody wrote who passed it on.
_SENT = re.compile(
    rf"^(?=\*{{0,2}}(?:{'|'.join(sorted(_SENDER))})\*{{0,2}} ?: ?\*{{0,2}} ?\S)", re.I | re.M
)
LONGEST_NOTE = 1_500  # characters over it
LONGEST_TITLE = 2_000  # characters of a subject
_ANSWER = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|antw|i|r)(?:\[\d+\])?\s*:\s*)+", re.I)
_ENCODED = re.compile(r"=\?[\w-]+\?[bBqQ]\?")
_LINK = re.compile(
    r"(?<![ \t])(?:[ \t]*\n)?[ \t]*(?:\(\s?(https?://[^\s()<>]{4,2000}(?:\([^\s()]*\))?)\s?\)"
    r"|<\s?(https?://[^\s<>]{4,2000})\s?>|\[\s?(https?://[^\s\[\]]{4,2000})\s?\](?!\())"
)
_FOOT = re.compile(
    r"\W{0,200}(?:you(?:['’]re| are) receiving|you(?:['’]ve)? (?:have )?received this|you get this"
    r"|this (?:e-?mail|message|newsletter) (?:was|has been|is) sent|unsubscribe\b|to unsubscribe"
    r"|(?:sie|du) erh[aä]lt\w* (?:diese|dieses|den|unseren)|diese e-?mail wurde"
    r"|(?:newsletter )?abbestellen"
    r"|vous recevez|se désabonner|se désinscrire|recibes? (?:usted )?este|darse de baja"
    r"|ricevi questa|annulla l['’]iscrizione|(?:você|está a) receb"
    r"|cancelar (?:a )?(?:inscrição|subscrição)|je ontvangt|u ontvangt|uitschrijven|otrzymujesz"
    r"|wypisz|du (?:får|modtager|mottar)|avregistrera)",
    re.I,
)
_BAR = re.compile(f"{CLOSE}[ \\t]*\\|[ \\t]*")
_CUT = re.compile(r"[|•·\n]\s*")


def undo_mail_head(text: str) -> Undone | None:
    """Take the head off a mail, of which the subject is a headline; None where there is none.

    Somebody who passed it on may have said a few words over it, which go with it.
    """
    start = 0
    if forwarded := _FORWARDED.match(text, 0, 400):
        start = forwarded.end()
    amid = islice(_SENT.finditer(text, 0, LONGEST_NOTE), FEWEST_LINES)
    starts = [start, *(found.start() for found in amid if 10 * found.start() < len(text))]
    return next(filter(None, (_without_head(text, at) for at in starts)), None)


def _without_head(text: str, start: int) -> Undone | None:
    fields, end = _fields(text, start)
    subject = _one_of(fields, _SUBJECT)
    if not subject or len(fields) < FEWEST_LINES or not _one_of(fields, _SENDER | _DATE):
        return None
    title = _ANSWER.sub("", _decoded(subject)[:LONGEST_TITLE]).strip()
    return Undone(text[end:], ("a mail",), title=title, published=_one_of(fields, _DATE))


def _fields(text: str, at: int) -> tuple[dict[str, str], int]:
    """Read the fields of a mail's head, and where it ends."""
    fields: dict[str, str] = {}
    name = ""
    for _ in range(MOST_LINES):
        line, _, _ = text[at : at + 4000].partition("\n")
        if not line.strip() and fields:
            break
        if name and line[:1] in {" ", "\t"}:
            fields[name] += " " + line.strip()
        elif found := _FIELD.fullmatch(line.rstrip()):
            name = found[1].casefold().strip()
            fields.setdefault(name, found[2].strip())
        elif line.strip():
            return {}, at
        at += len(line) + 1
    return fields, at


def _one_of(fields: Mapping[str, str], names: frozenset[str]) -> str:
    return next((value for name, value in fields.items() if name in names), "")


def _decoded(subject: str) -> str:
    """Return a subject as it reads, of which mail writes all but plain letters as codes."""
    if not _ENCODED.search(subject):
        return subject
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(subject)))
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        return subject


def undo_addresses(text: str, marking: Marking) -> Undone | None:
    """Make links of words behind which an address stands in brackets; None where few do."""
    few = text.count("://") < FEWEST_LINKS or len(_LINK.findall(text)) < FEWEST_LINKS
    if few or has_links(text):
        return None
    parts, at = [], 0
    for link in _LINK.finditer(text):
        alone = not text[link.end() : link.end() + 3].strip(" |") or text[link.end()] == "\n"
        target = link[1] or link[2] or link[3]
        parts.append(_linked(text[at : link.start()], target, alone, marking))
        at = link.end()
    lines = "".join([*parts, text[at:]]).split("\n")
    return Undone("\n".join(map(_apart, _without_foot(lines))), (NEWSLETTER,))


def _without_foot(lines: list[str]) -> list[str]:
    """Return the lines over the one near the end that says why a newsletter came."""
    start = max(0, len(lines) - LONGEST_FOOT)
    ends = (at for at in range(start, len(lines)) if _FOOT.match(without_marks(lines[at])))
    return lines[: next(ends, len(lines))]


def _apart(line: str) -> str:
    """Return a row of links as a line each."""
    return _BAR.sub(f"{CLOSE}\n", line) if CLOSE in line else line


def _linked(before: str, target: str, alone: bool, marking: Marking) -> str:
    """Mark the words with which a stretch ends: all of a short line, else what the link repeats."""
    words = before.rstrip()
    begin = max((cut.end() for cut in _CUT.finditer(words, max(0, len(words) - 400))), default=0)
    if not alone or len(words) - begin > 400 or len(words[begin:].split()) > MOST_WORDS:
        begin = told_before(words, target)
    return words[:begin] + marking.around(words[begin:], SpanKind.LINK, target)
