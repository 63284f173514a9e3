"""Recognizes tables of cookies: what each is called, who sets it, what it is for, how long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from reader.clean.appeals.appeal_words import TELL
from reader.clean.text.alternation import fast_alternation, list_alternatives

LONGEST = 600  # characters of a line that may be a row
FEWEST_ROWS = 3
APART = 7  # lines at most from one row to the next
_HINTS = ("cookie", "storage", "speicher", "conservation", "bewaar", "lagring", "tallennus")


def _search(words: str) -> re.Pattern[str]:
    listed = list_alternatives(unicodedata.normalize("NFC", words))
    return re.compile(rf"(?<!\w){fast_alternation(listed)}")


# How a row speaks of its cookie, or what its cells are called.
_SIGN = _search(
    r"""
    (?:this|the|these|such) (?:\w+ )?cookies? (?:is|are|was|has|stores?|contains?|allows?|collects?)
    (?:this|the|these|such) (?:\w+ )?cookies? (?:enables?|registers?|keeps?|remembers?|records?)
    (?:this|the|these|such) (?:\w+ )?cookies? (?:tracks?|determines?|helps?|identif|ensures?)
    cookies? (?:is |are )?(?:set|used|placed|installed) (?:by|to|for)|session cookie|http cookie
    html local storage|pixel tracker|(?:maximum )?storage (?:duration|period)|cookie (?:name|type)
    (?:diese[rs]?|das|der) cookies? (?:wird|werden|ist|sind|speicher|dien|enthält|sorgt|erkennt)
    (?:maximale )?speicherdauer|cookie[- ]?(?:laufzeit|name)|cookies? von .{2,30}, (?:die|das|der)
    (?:ce|le|ces) cookies? (?:est|sont|permet|stocke|contient|enregistre|collecte)
    durée (?:maximale )?de (?:conservation|stockage|vie)
    (?:esta|la|estas) cookies? (?:es|son|se|almacena)
    (?:esta|la|estas) cookies? (?:permite|recoge|registra|contiene)
    duración (?:máxima )?de almacenamiento
    (?:questo|il|questi) cookie (?:è|viene|sono|vengono|memorizza|contiene|consente|raccoglie)
    (?:periodo|durata) (?:massim[oa] )?di (?:archiviazione|conservazione)
    (?:este|o|estes) cookies? (?:é|são|armazena|permite|contém|recolhe|coleta|regista|registra)
    (?:duração|prazo) (?:máxim[oa] )?d[eo] armazenamento
    (?:deze|de|het) cookies? (?:wordt|worden|is)
    (?:deze|de|het) cookies? (?:slaat|zorgt|bevat|registreert|verzamelt)
    (?:maximale )?bewaar(?:tijd|termijn)
    (?:ten|te) (?:pliki? )?cookies? (?:jest|są|służ|przechow|zapisuj|zbiera|umożliwia)
    plik cookie http
    maksymalny okres przechowywania
    (?:denna|den här|dessa) cookies? (?:används|sätts|lagrar|är|samlar)
    (?:maximal )?lagring(?:stid|speriod)
    (?:denne|disse) cookies? (?:bruges|anvendes|brukes|er|gemmer|lagrer)
    (?:maksimal )?(?:opbevarings|lagrings)(?:tid|periode)|tämä eväste|enimmäistallennusaika
    """
)
# Of whom and of what such a row speaks.
_TECHNICAL = _search(
    r"""
    users?|visitors?|sessions?|browser|web ?sites?|site|page views?|unique|identif|analytics|advert
    ads
    consent|plugin|gdpr|server|traffic|http|html|pixel|\d+ (?:minutes?|hours?|days?|months?|years?)
    nutzer|besucher|sitzung|web ?seite|einwilligung|\d+ (?:minuten?|stunden?|tage?|monate?|jahre?)
    utilisateur|visiteur|navigateur|\d+ (?:jours?|mois|ans?)|usuario|visitante|sitio|sesión
    navegador
    \d+ (?:días?|mes(?:es)?|años?)|utent|visitator|sito|sessione|\d+ (?:giorn|mes[ei]|ann[io])
    utilizador|usuário|sessão|\d+ (?:dias?|anos?)|gebruiker|bezoeker|sessie
    \d+ (?:dagen|maanden|ja?ar)
    użytkownik|odwiedzając|sesj|witryn|\d+ (?:dni|miesi|lat)|användar|besökar|webbplats
    \d+ (?:dagar|år)
    bruger|besøgende|bruker|nettsted|\d+ (?:dage|dager|måneder)|käyttäjä|sivusto|istunto|permanent
    persist
    """
)


def table_lines(lines: Sequence[str], page: str) -> list[bool]:
    """Tell which lines of a page belong to a table of cookies, from its first row to its last.

    A story that explains cookies has fewer such rows near one another, or says who said so. `page`
    are the lines as one text, in small letters.
    """
    found = [False] * len(lines)
    if not any(hint in page for hint in _HINTS) or not _SIGN.search(page):
        return found
    rows = [at for at, line in enumerate(lines) if _is_row(line)]
    ends = [at for at, (one, after) in enumerate(pairwise(rows), start=1) if after - one > APART]
    for start, end in pairwise([0, *ends, len(rows)]):
        if end - start >= FEWEST_ROWS:
            first, last = rows[start], rows[end - 1] + 1
            found[first:last] = [True] * (last - first)
    return found


def _is_row(line: str) -> bool:
    lowered = line[:LONGEST].lower()
    is_row = bool(_SIGN.search(lowered)) and bool(_TECHNICAL.search(lowered))
    return is_row and not TELL.within(line, lowered)
