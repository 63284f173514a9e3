"""Lines around a story in, who wrote it, which agency sent it and whose the picture is, out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import regex

from reader.clean.text.sanitize import safe_line
from reader.model.construction import frozen

# Names under which wire services sign, and the name that we keep.
AGENCIES = {
    "Associated Press": "Associated Press", "AP": "Associated Press", "The AP": "Associated Press",
    "The Associated Press": "Associated Press", "Reuters": "Reuters", "REUTERS": "Reuters",
    "Thomson Reuters": "Reuters", "AFP": "AFP", "Agence France-Presse": "AFP", "dpa": "dpa",
    "DPA": "dpa", "Deutsche Presse-Agentur": "dpa", "Agence France Presse": "AFP", "APA": "APA",
    "ANSA": "ANSA", "EFE": "EFE", "Agencia EFE": "EFE", "Europa Press": "Europa Press",
    "Kyodo": "Kyodo", "Kyodo News": "Kyodo", "Xinhua": "Xinhua", "Yonhap": "Yonhap",
    "Yonhap News": "Yonhap", "Yonhap News Agency": "Yonhap", "TASS": "TASS", "Jiji Press": "Jiji",
    "PA": "PA", "PA Media": "PA", "Press Association": "PA", "Belga": "Belga", "ANP": "ANP",
    "NTB": "NTB", "Ritzau": "Ritzau", "PAP": "PAP", "ČTK": "ČTK", "Anadolu Agency": "Anadolu",
    "Anadolu": "Anadolu", "Anadolu Ajansı": "Anadolu", "UPI": "UPI",
    "PTI": "PTI", "IANS": "IANS", "ANI": "ANI",
    "Interfax": "Interfax", "Bernama": "Bernama", "AAP": "AAP", "epd": "epd", "KNA": "KNA",
    "Canadian Press": "Canadian Press", "The Canadian Press": "Canadian Press", "SDA": "SDA",
    "Keystone-SDA": "Keystone-SDA", "AWP": "AWP", "SID": "SID", "Lusa": "Lusa", "Antara": "Antara",
}  # fmt: skip
_LONGEST_ALONE = 60  # characters of an agency's name, and of who signs with it
_LONGEST_WITH_JOB = 80  # characters of a name with what its bearer does
LONGEST_CAPTION = 5_000  # characters of a line that is searched for a credit
_AGENCY = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))
_PART = r"\p{Lu}[\p{L}\p{M}'’.\-]*"
_LINK = r"(?:de|da|do|dos|del|della|der|den|di|du|van|von|zu|la|le|bin|al|el|ten|ter|y|e)"
_NAME = rf"{_PART}(?:\s+(?:{_LINK}\s+){{0,2}}{_PART}){{1,3}}"
_NAMES = rf"{_NAME}(?:(?:\s*,\s*|\s+(?:and|und|et|y|e|en|och|og|&|и)\s+){_NAME}){{0,4}}"
_BY = (
    r"(?:(?i:written by|story by|reported by|by|von|par|por|door|af|av|skrevet av|tekst:|text:"
    r"|autor(?:in|es|e|a)?:?|автор:?|author:?|di|escrito por)[:\s]\s*|[Bb]y(?=\p{Lu}))"
)
_SIGNED = regex.compile(rf"[^\w]{{0,20}}{_BY}(?P<who>{_NAMES})(?P<rest>.{{0,60}})", regex.V1)
_AFTER_NAME = re.compile(
    r"\s*(?:[,|/•·\-–—(\[@<:]|in |for |[A-Z][a-z]+ ?(?:Writer|Editor|Reporter|Correspondent)|$)"
)
_NAME_AGENCY = regex.compile(rf"(?P<who>{_NAMES}),\s*(?P<agency>{_AGENCY})", regex.V1)
_SPELLED_OUT = "|".join(re.escape(name) for name in AGENCIES if " " in name or len(name) > 6)
_UNSEPARATED = regex.compile(
    rf"(?P<who>{_NAME})\s+(?:(?i:for|of)\s+)?(?P<agency>{_SPELLED_OUT})", regex.V1
)
_WITH_OUTLET = regex.compile(
    rf"(?P<who>{_PART}\s+(?:{_LINK}\s+)?{_PART})(?:\s+(?i:for)\s+{_PART}(?:\s+{_PART}){{0,2}}"
    rf"|\s+{_PART}\s+(?:News|Post|Times|Journal|Herald|Tribune|Digital|Online|Radio|TV))",
    regex.V1,
)
_PEN = regex.compile(
    r"(?:文|取材|記者|執筆|取材・文|撰文"
    r"|글)[・:：/／＝=]\s*(?P<who>[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}・ ]{2,20})",
    regex.V1,
)
_INITIALED = r"\p{Lu}\.\s?\p{Lu}[\p{L}'’\-]+?"
_SIGNATURE = regex.compile(
    rf"\(?(?P<who>{_INITIALED}(?:(?:,\s?|\s?[/&]\s?|\s(?:and|und|et|y|e|en)\s){_INITIALED}){{0,3}})"
    r"(?:\s?(?:--|[–—])\s?|\s-\s)\p{Lu}{2,8}\)?"
)
_SERVICE = rf"{_PART}(?:\s+{_PART}){{0,2}}\s+(?:Agency|Press|Wire|News|Newswire|Service)"
_CONTRIBUTED = regex.compile(
    rf"[—–\-(*_]*\s*(?:(?:The\s+)?(?P<agency>{_AGENCY}|{_SERVICE})\s+)?(?:(?:staff|video|news)\s+)?"
    rf"(?:writers?|reporters?|journalists?|correspondents?)\s+(?P<who>{_NAMES})"
    r"(?:\s+in\s+[^.]{2,60})?,?\s+(?:also\s+)?contributed(?:\s+to\s+this\s+\w+)?\.?[)*_]*",
    regex.V1,
)
_REPORTING = regex.compile(
    rf"\(?(?:(?:Additional )?[Rr]eporting|[Rr]edaktion"
    rf"|[Ww]riting)(?: and writing)? by (?P<who>{_NAMES})\b.{{0,300}}",
    regex.V1,
)
_DATELINE = regex.compile(
    rf"^[\p{{Lu}}][\p{{L}} .,'’/\-]{{1,60}}?[,.]?\s*\((?P<agency>{_AGENCY}|{_SERVICE})\)\s*[-–—:.]|"
    rf"^\((?P<agency>{_AGENCY})\)\s*[-–—]|^(?P<agency>{_AGENCY})\s+[-–—]\s",
    regex.V1,
)
_ALONE = regex.compile(
    rf"(?:(?:[Bb]y|[Vv]on|[Pp]ar)\s+(?P<agency>{_AGENCY})"
    r"|(?P<agency>The Associated Press|Associated Press|Agence France-Presse"
    r"|Deutsche Presse-Agentur|Press Association|Yonhap News Agency|The Canadian Press))\.?",
    regex.V1,
)
_LABEL = re.compile(
    r"(?:by|von|par|por|di|door|text|autor(?:in)?|author|written by):?", re.IGNORECASE
)
_ALONE_NAME = regex.compile(_NAME, regex.V1)
_AT_PLACE = regex.compile(
    rf"(?<=\p{{L}})(?:\s+in\s+{_PART}(?:\s+{_PART}){{0,2}})?(?:\s+(?:and|with)\s+agencies)?$",
    regex.V1,
)
# What somebody does at an outlet: "World News Reporter", "South Pacific correspondent".
_BEAT = (
    r"(?:senior|chief|deputy|assistant|associate|staff|special|lead|junior|trainee|freelance|world"
    r"|news|global|international|foreign|national|local|regional|north|south|east|west|northern"
    r"|southern|middle|central|us|uk|eu|africa|asia|europe|pacific|america|washington|political"
    r"|politics|business|economics|finance|markets?|money|consumer|technology|tech|science|health"
    r"|medical|climate|environment|energy|education|crime|courts?|legal|justice|home|affairs"
    r"|social|religion|royal|defence|defense|security|diplomatic|sports?|football|features?"
    r"|entertainment|showbiz|arts?|culture|media|travel|transport|food|weather|data|digital|video"
    r"|audience|live|breaking|investigations?|investigative|general|managing|executive|night|web)"
)
_JOB = re.compile(
    rf"(?:the\s+)?(?:(?:{_BEAT}|and|&|of|for)\s+){{0,5}}(?:reporter|correspondent|editor|writer"
    r"|journalist|columnist|bureau chief)(?:(?:,| in| at| for| of) .{2,40})?",
    re.IGNORECASE,
)
_WITH_JOB = regex.compile(
    rf"(?P<who>{_PART}\s+(?:(?:{_LINK}|\p{{Lu}}\.)\s+)?{_PART})(?:,\s*|\s+)(?P<job>(?i:{_BEAT})\s.+)",
    regex.V1,
)
_GLUED = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\b[DL][aei])(?<=[a-zß-ÿ]{2})[A-Z]")
_NOBODY = re.compile(
    r"\b(?:gmbh|ltd|limited|inc|llc|verlag\w*|rights?|rechte|riservat\w*|reservad\w*|licen\w+|news"
    r"|company|corp|holding|archive page|e-paper|subscribe|sign|read|share)\b|(?:19|20)\d\d",
    re.IGNORECASE,
)
_TAIL = regex.compile(r"[.!?…]\s*\((?P<agency>dpa|AFP|AP|Reuters|APA|SDA|epd|KNA|ANSA|EFE)\)$")
_PHOTO = (
    re.compile(r"\((?P<who>(?:AP|AFP|Reuters|EPA|Kyodo|Xinhua|Yonhap)[ /][^()]{2,80}|AP|AFP)\)$"),
    re.compile(
        r"(?:^|[.!?…)(/|,–—-]\s*|\b(?=[A-Z]))(?:photos?|photograph(?:y|er|s)?|fotos?|images?"
        r"|bild(?:er)?|pictures?|credits?|crédits?|illustrations?|fotograf\w*|foto(?:grafi|graf)\w*"
        r"|фото|写真|撮影|사진)(?:\s+(?:by|credit|von|par|de|di))?"
        r"\s*[:：/=＝©]\s*©?\s*(?P<who>[^()]{2,120})",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:Photograph|Illustration|Photo) by (?P<who>[A-Z][^()]{2,80})"),
    re.compile(r"©\s*(?P<who>(?!\s*(?:19|20)\d\d|by )[^()©]{2,80})$"),
)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[A-Z])|\s[-–]\s")


@frozen
class CreditLine:
    """What one line tells about the makers of a story."""

    byline: str = ""
    agency: str = ""


def read_credit(line: str) -> CreditLine | None:
    """Read a line that names the author or the agency and does nothing else, or None."""
    if len(line) > 350:
        return None
    if found := _signed(line):
        return found
    for may_match, pattern in _ALONE_ON_LINE:
        if may_match(line) and (match := pattern.fullmatch(line)):
            parts = match.groupdict()
            return CreditLine(parts.get("who") or "", _agency(parts.get("agency") or ""))
    return None


def dateline_agency(paragraph: str) -> str:
    """Find the agency that a paragraph opens or ends with."""
    match = _DATELINE.match(paragraph[:120]) or _TAIL.search(paragraph[-40:])
    return _agency(match["agency"]) if match else ""


def photo_credit(line: str) -> str:
    """Find whose the picture is in a caption or credit line."""
    for pattern in _PHOTO:
        if (match := pattern.search(line[:LONGEST_CAPTION])) and not _NOBODY.search(match["who"]):
            return safe_line(_SENTENCE_END.split(match["who"])[0].strip(" .,:;/|-–—"), 200)
    return ""


def without_place(line: str) -> str:
    """Return a name without where the person was, and who helped: "in Opava and agencies"."""
    return _AT_PLACE.sub("", line)


def is_name(line: str) -> bool:
    """Tell whether a line is a person's name and nothing else."""
    if len(line) > 40 or line.isupper() or _NOBODY.search(line):
        return False
    if line in AGENCIES or _ALONE.fullmatch(line) or is_label(line.partition(" ")[0]):
        return False
    return bool(_ALONE_NAME.fullmatch(line))


def is_job(line: str) -> bool:
    """Tell whether a line only says what somebody does at an outlet."""
    return len(line) <= _LONGEST_ALONE and bool(_JOB.fullmatch(line))


def without_job(line: str) -> str:
    """Return a name without what its bearer does at an outlet; empty where nothing says that."""
    match = _WITH_JOB.fullmatch(line) if len(line) <= _LONGEST_WITH_JOB else None
    if not match or not is_job(match["job"]) or _GLUED.search(match["who"]):
        return ""
    return match["who"] if is_name(match["who"]) else ""


def is_label(line: str) -> bool:
    """Tell whether a line only announces a name."""
    return bool(_LABEL.fullmatch(line))


def first_text(found: Iterable[str]) -> str:
    """Take the first that says something."""
    return next(filter(None, found), "")


def _agency(name: str) -> str:
    return AGENCIES.get(name, name)


def _signed(line: str) -> CreditLine | None:
    match = _SIGNED.fullmatch(line)
    if not match or not _AFTER_NAME.match(match["rest"]):
        return None
    who, _, last = match["who"].rpartition(", ")
    names, agency = (who, last) if last in AGENCIES else (match["who"], "")
    if beside := _UNSEPARATED.fullmatch(names):
        names, agency = beside["who"], beside["agency"]
    elif beside := _WITH_OUTLET.fullmatch(names):
        names = beside["who"]
    found = regex.search(rf"\b(?:{_AGENCY})\b", agency or match["rest"])
    return CreditLine(names, _agency(found[0]) if found else "")


def _ends_with_agency(line: str) -> bool:
    return "," in line and line.rpartition(",")[2].lstrip() in AGENCIES


def _ends_with_capital(line: str) -> bool:
    return line.endswith(")") or line[-1:].isupper()


# Each after what tells at a glance that it cannot be one: hardly a line is any of them.
_ALONE_ON_LINE: tuple[tuple[Callable[[str], bool], regex.Pattern[str]], ...] = (
    (_ends_with_agency, _NAME_AGENCY),
    (_ends_with_capital, _SIGNATURE),
    (lambda line: not line.isascii(), _PEN),
    (lambda line: "contributed" in line, _CONTRIBUTED),
    (lambda line: " by " in line, _REPORTING),
    (lambda line: len(line) <= _LONGEST_ALONE, _ALONE),
)
