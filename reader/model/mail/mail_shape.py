"""What mail looks like by its first bytes: one message, or an mbox of many."""

from __future__ import annotations

import re

HEAD = 65_536  # bytes at the beginning of a message that are looked at
MESSAGE_TYPE = "message/rfc822"  # the media type of a message
MESSAGE_ENDINGS = (".eml", ".emlx")
MBOX_ENDINGS = (".mbox", ".mbx")

_FIELD = rb"[!-9;-~]{1,80}[ \t]*:"
_FIELDS = re.compile(rb"(?:" + _FIELD + rb"[^\n]*\n(?:[ \t][^\n]*\n)*)+")
# What only programs that carry mail or news write.
_CARRIED = re.compile(
    rb"^(?:message-id|received|return-path|delivered-to|list-id|list-unsubscribe|envelope-to"
    rb"|x-original-to)[ \t]*:",
    re.I | re.M,
)
_NAMED = re.compile(rb"^(?:from|subject|date|sender)[ \t]*:", re.I | re.M)
_SAVED_PAGE = re.compile(rb"^(?:from:[ \t]*<saved by|snapshot-content-location:)", re.I | re.M)
_MBOX = re.compile(rb"\s{0,20}From [^\n]{1,500}\n(?:>?From [^\n]*\n){0,3}" + _FIELD)
_COUNT = re.compile(rb"\s*\d{1,12}[ \t]*\n")  # of bytes, which Apple's mail program begins with

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


def is_mbox(head: bytes) -> bool:
    """Tell whether a file begins as an mbox does: with an envelope line and a field."""
    return _MBOX.match(_unix(head)) is not None


def is_message(head: bytes, named: bool = False) -> bool:
    """Tell whether bytes begin as a message that was carried; a file `named` so needs less."""
    fields = _FIELDS.match(without_count(_unix(head)).lstrip())
    if not fields or _SAVED_PAGE.search(fields[0]):
        return False
    return bool(_CARRIED.search(fields[0]) or (named and _NAMED.search(fields[0])))


def without_count(content: bytes) -> bytes:
    """Take off the number of bytes that a message of Apple's mail program begins with."""
    count = _COUNT.match(content)
    return content[count.end() :] if count else content


def _unix(head: bytes) -> bytes:
    return head[:HEAD].replace(b"\r\n", b"\n")
