"""Tells links of mail that count who follows them from those that lead somewhere, and online."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from reader.model.url_identity import without_tracking

# The words of a link that leads to the same text on the web, in the languages of newsletters.
LEADS_ONLINE = re.compile(
    r"(?:view|read|open|see|show|display)\b.{0,40}\b(?:online|(?:web ?)?browser|on the web"
    r"|web ?version|web ?page|in (?:the )?app)\b|(?:web|online|browser)[ -]?version|not displaying"
    r"|trouble (?:viewing|reading)|can[’']?t (?:see|read) this|problems viewing"
    r"|(?:im|ihrem|deinem) browser|online[- ](?:ansicht|ansehen|lesen)|web-?ansicht"
    r"|nicht (?:richtig|korrekt) (?:dargestellt|angezeigt)"
    r"|(?:dans|sur) (?:votre|le|un) navigateur|version (?:en ligne|web)|lire en ligne"
    r"|en (?:el|tu|su) navegador|ver(?:sión)? (?:en línea|online|web)|nel (?:tuo )?browser"
    r"|versione (?:web|online)|no (?:seu )?navegador|versão (?:web|online)|in (?:je|uw) browser"
    r"|online (?:bekijken|lezen)|webbversion|webbläsare|i (?:nettleser|browser)"
    r"|w przeglądarce|v prohlížeči|в браузере|веб-верси|ブラウザ|浏览器|瀏覽器|브라우저",
    re.I | re.S,
)
_COUNTING_HOST = re.compile(
    r"^(?:(?:e?mail\d*|clicks?|track(?:ing|er)?|trk|links?|lnks?|url\d+|ct|cl|el|e|t|r|go|em\d+|u\d+"
    r"|redirects?|open|mkt|info|nl)\.(?!substack\.).*|.*(?:sendgrid\.net|mandrillapp\.com|awstrack\.me"
    r"|hubspotlinks\.com|hubspotemail\.net|list-manage\.com|rs6\.net|createsend\d*\.com|cmail\d+\.com"
    r"|exct\.net|sparkpostmail\.com|mjt\.lu|mailgun\.(?:org|net)|emltrk\.com|convertkit-mail\d*\.com"
    r"|ck\.page|kit-mail\d*\.com|beehiiv\.com|klclick\d*\.com|safelinks\.protection\.outlook\.com"
    r"|urldefense\.(?:com|proofpoint\.com)|bit\.ly|t\.co|lnkd\.in|feedburner\.com))$",
    re.I,
)
_COUNTING_PATH = re.compile(
    r"/(?:(?:ls|wf|track|tracking|click|clicks|ss|tl|trk|c|ct|cl0|l0|f/a|e/c|redirect|r)/"
    r"|(?:click|track|redirect|unsubscribe|app-link)\b|\?qs=)",
    re.I,
)
# Long rows of letters and figures that no person chose, which say who reads.
_TOKEN = re.compile(r"(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.=-]{25,}$")
_HEX = re.compile(r"[0-9a-f-]{32,}$", re.I)
_PERSONAL = re.compile(
    r"^(?:e|eid|uid|u?e?mail|subscriber(?:_?id)?|sub|token|jwt|recipient(?:_?id)?|contact(?:_?id)?|user"
    r"(?:_?id)?|member|hash|sig|key|r|isfreemail|publication_id|post_id)=",
    re.I,
)
# Addresses that stand within those of who counts clicks.
_WITHIN = re.compile(
    r"(?:[?&](?:url|u|q|to|target|redirect|dest(?:ination)?|link)=|/(?:cl0|l0)/)(https?(?::|%3a)[^&\s]+)",
    re.I,
)


def clean_address(written: str) -> str:
    """Return an address without what says who follows it; empty where that is all it says."""
    link = _without_persons(without_tracking(reveal_target(written)))
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return "" if _counts(parts.hostname or "", parts.path, parts.query) else link


def reveal_target(link: str) -> str:
    """Return the address that stands in another one, which only counts who follows it."""
    for _ in range(3):
        found = _WITHIN.search(link)
        if not found or not _is_counting(link):
            return link
        link = unquote(found[1])
    return link


def _is_counting(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    google = (parts.hostname or "").startswith("www.google.") and parts.path == "/url"
    return google or bool(
        _COUNTING_HOST.match(parts.hostname or "") or _COUNTING_PATH.search(parts.path)
    )


def _without_persons(link: str) -> str:
    """Leave out of an address what names its reader."""
    base, mark, query = link.partition("?")
    query, hash_mark, place = query.partition("#")
    parts = [one for one in query.split("&") if one and not _PERSONAL.match(one)]
    return base + (mark + "&".join(parts) if parts else "") + hash_mark + place


def _counts(host: str, path: str, query: str) -> bool:
    """Tell an address that only counts readers, or that is made for one of them."""
    values = [*path.split("/"), *(one.partition("=")[2] for one in query.split("&"))]
    is_personal = any(_is_token(one) for one in values)
    return is_personal or bool(_COUNTING_HOST.match(host) or _COUNTING_PATH.search(path))


def _is_token(value: str) -> bool:
    """Tell letters and figures that nobody chose from a name in words."""
    words = value.split("-")
    is_slug = len(words) > 2 and max(map(len, words)) < 20
    return not is_slug and bool(_TOKEN.match(value) or _HEX.match(value))
