"""Lines of which some are kept in, the ones behind a form amid the story out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from reader.clean.appeals import appeal_words
from reader.clean.dump.line_measures import MeasuredLine

_MOST_AROUND = 6  # lines of a form over the one that gives it away, or under it
_SHORTEST_STORY = 60  # characters of a sentence with which it does
_PROSE = 80  # characters of a sentence that no form has but to say what it is for
_LONGEST = 400  # characters of a line of a form
_GIVES_AWAY = ("mail", "sign", "inscri", "suscri", "iscri", "anmeldung", "newsletter", "подпи")
_FIELD = re.compile(
    r"(?:please )?enter (?:your|an?|a valid) e-?mail\b.{0,20}|your e-?mail(?: address)?\W*"
    r"|e-?mail address\W*|(?:ihre|deine) e-?mail(?:-?adresse)?\W*|e-?mail-?adresse\W*"
    r"|votre (?:adresse )?(?:e-?mail|mail|courriel)\W*|adresse e-?mail\W*"
    r"|(?:tu |su )?(?:correo electrónico|dirección de correo)\W*|(?:la tua |il tuo )e-?mail\W*"
    r"|indirizzo e-?mail\W*|(?:o )?seu e-?mail\W*|(?:je |uw |jouw )e-?mail(?:adres)?\W*"
    r"|e-?mailadres\W*|(?:twój |podaj )(?:adres )?e-?mail\W*|adres e-?mail\W*"
    r"|(?:din |ditt )e-?post(?:adress)?\W*|ваш(?:а|у)? (?:e-?mail|электронн\w+ почт\w)\W*"
)
_CONSENT = re.compile(
    r"^by (?:signing up|subscribing|clicking|submitting|providing)\b|^privacy notice: newsletters"
    r"|\bmit (?:meiner|der|ihrer|deiner) anmeldung\b|\ben vous inscrivant\b|\bal suscribirte\b"
    r"|\bal inscribirte\b|\biscrivendo(?:ti|si)\b|\bao (?:se )?(?:inscrever|subscrever)\b"
    r"|^подписываясь\b|\bdoor je (?:in|aan) te\b"
)


def resumed_lines(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[bool]:
    """Tell which lines go on with a story behind a form amid it that asks for an address.

    A field for an address, or what one agrees to, gives the form away. It reaches up to the line
    that says what there is to sign up for, and down over all that still speaks of it. Sentences
    right under it, with kept ones right over it, are story: behind links they could be teasers.
    """
    found = [False] * len(lines)
    for at, line in enumerate(lines):
        if not _gives_away(line):
            continue
        start, end = _first(lines, at), _last(lines, at) + 1
        if any(kept[max(0, start - _MOST_AROUND) : start]):
            for under in takewhile(lambda under: _tells(lines[under]), range(end, len(lines))):
                found[under] = True
    return found


def _gives_away(line: MeasuredLine) -> bool:
    if line.size > _LONGEST:
        return False
    lowered = line.text.lower()
    if not any(part in lowered for part in _GIVES_AWAY):
        return False
    return bool(_FIELD.fullmatch(lowered) or _CONSENT.search(lowered))


def _first(lines: Sequence[MeasuredLine], at: int) -> int:
    """Find the line that says what there is to sign up for, or stay."""
    first = at
    for over in range(at - 1, max(-1, at - 1 - _MOST_AROUND), -1):
        asks = _asks(lines[over])
        if _is_prose(lines[over]) and not asks:
            break
        first = over if asks else first
    return first


def _last(lines: Sequence[MeasuredLine], at: int) -> int:
    """Find the last line that still speaks of it."""
    last = at
    for under in range(at + 1, min(len(lines), at + 1 + _MOST_AROUND)):
        line = lines[under]
        if line.role not in {"furniture", "legal"} and not (_asks(line) or _gives_away(line)):
            break
        last = under
    return last


def _tells(line: MeasuredLine) -> bool:
    """Tell whether a line is a sentence of a story."""
    is_sentence = line.ends and line.size >= _SHORTEST_STORY and not line.role
    return is_sentence and line.copies == 1 and not _asks(line)


def _is_prose(line: MeasuredLine) -> bool:
    return line.ends and line.size >= _PROSE and not line.role


def _asks(line: MeasuredLine) -> bool:
    """Tell whether a line asks for something, or speaks of where the outlet reaches the reader.

    A whole sentence does so only where it says "you" as well.
    """
    text = line.text[:_LONGEST]
    lowered = text.lower()
    asks = any(each.within(text, lowered) for each in (appeal_words.ASK, appeal_words.CHANNEL))
    return asks and not (_is_prose(line) and not appeal_words.ADDRESS.within(text, lowered))
