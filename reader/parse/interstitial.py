"""Pages in place of others: those that lead on by themselves, and those that say nothing.

What such a page says is said to a browser, never to a reader: it is no story.
"""

from __future__ import annotations

import re

from reader.model import Document
from reader.parse.charset import decode
from reader.parse.decompress import unpack
from reader.parse.strip_markup import without_comments
from reader.parse.url_completion import web_link
from reader.parse.web_page import HEAD, tag_attributes

META = re.compile(r"<(?:meta|base)\b([^<>]*)>", re.I)
HIDDEN = re.compile(r"<(script|style|template|title|svg)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
NOSCRIPT = re.compile(r"<noscript\b[^<>]*>(.*?)(?:</noscript\s*>|\Z)", re.I | re.S)
TAG = re.compile(r"<[^<>]*>")
WORD = re.compile(r"\w{2,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# "0; url=/there", of which every part but the place may be missing.
LEADS = re.compile(r"\s*(\d{0,6})[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?\s*([^\"']*)", re.I)
LONGEST_WAIT = 60  # seconds; a page that waits for longer is read anew rather than left
FEW = 20  # words; a page of no more of them may say the rest to browsers without scripts
LONGEST = 20_000  # characters of them that are looked at
SHORT = 150  # words; what has more of them is no wall
# What walls ask for, in the languages that many of them speak.
SCRIPT = re.compile(
    r"(?:enable|turn on|activate|requires?|needs?|without) (?:\w+ ){0,3}(?:java ?script|cookies)|"
    r"java ?script (?:and cookies )?(?:is|must be|has to be) (?:\w+ )?(?:disabled|required|on\b)|"
    r"java ?script (?:\w+ )?(?:aktivier|einschalten|deaktiviert)|"
    r"(?:aktivier|erlaub|activ(?:er|ez|ar|e|ate))\w{0,20} (?:\w+ )?java ?script|"
    r"java ?script (?:\w+ )?(?:désactivé|desactivado)|"
    r"включите (?:java ?script|cookie)|启用 ?java ?script|javascript ?を有効",
    re.I,
)
ROBOT = re.compile(
    r"(?:are you|you are|you're|i am|i'm) (?:not )?(?:an? )?(?:human|robot|bot)\b|"
    r"verify(?:ing)? (?:that )?you|"
    r"checking (?:your|the) (?:browser|connection)|unusual traffic|captcha|"
    r"kein roboter|pas un robot|no (?:eres|soy) un robot|вы не робот|请完成.{0,8}验证|ロボットでは",
    re.I,
)
COOKIES = re.compile(
    r"(?:accept|allow|consent|agree|manage|use[sd]?|value)\b.{0,80}(?:cookies|privacy)|"
    r"(?:cookies|privacy).{0,80}\b(?:accept|allow|consent|agree|preferences|settings)|"
    r"cookies? (?:akzeptieren|zulassen|annehmen)|akzeptier\w+ .{0,60}cookies|"
    r"accepte[rz]? .{0,60}cookies|acepta[r]? .{0,60}cookies|accetta .{0,60}cookie",
    re.I | re.S,
)
ABOUT_COOKIES = re.compile(r"cookie|consent|privacy|partner|datenschutz|einwillig", re.I)
DENSE = 20  # words to one about cookies; a page that speaks of them more seldom has a story
CHECKED = "its page only checks whether a person is asking"
WALLS = (
    (ROBOT, CHECKED),
    (SCRIPT, "its page only asks for a browser with scripts and cookies"),
    (COOKIES, "its page only asks for consent to cookies"),
)
SILENT = "there is neither a feed nor any text"


def redirect_of_page(document: Document, header: str = "") -> str:
    """Give where a page leads on by itself, by its Refresh header or meta element; else nothing."""
    tags = [tag_attributes(found[1]) for found in META.finditer(_text_of(document)[:HEAD])]
    base = next((web_link(tag["href"], document.location) for tag in tags if "href" in tag), "")
    said = [tag.get("content", "") for tag in tags if _is_refresh(tag)]
    for one in (header, *said):
        found = LEADS.match(one)
        if found and found[2].strip() and int(found[1] or 0) <= LONGEST_WAIT:
            return web_link(found[2].strip(), base or document.location)
    return ""


def _is_refresh(tag: dict[str, str]) -> bool:
    """Tell whether a meta element leads on."""
    return tag.get("http-equiv", "").strip().lower() == "refresh"


def wall_sentence(document: Document) -> str:
    """Say what a page has in place of something to read; empty where it has words of its own."""
    written = _text_of(document)
    shown = _shown_words(written)
    count = len(WORD.findall(shown))
    if count >= SHORT:
        return ""
    hidden = _words_of(" ".join(NOSCRIPT.findall(written[:HEAD])))
    told = (shown if count > FEW else f"{shown} {hidden}")[:LONGEST]
    reason = next((reason for marks, reason in WALLS if marks.search(told)), "")
    if count > FEW and len(ABOUT_COOKIES.findall(shown)) * DENSE < count and reason != CHECKED:
        reason = ""
    return reason or ("" if count else SILENT)


def is_short_page(document: Document) -> bool:
    """Tell a page with few words."""
    return len(WORD.findall(_shown_words(_text_of(document)))) < SHORT


def _text_of(document: Document) -> str:
    """Return the text of a page without its comments."""
    return without_comments(decode(unpack(document.content), document.media_type))


def _shown_words(written: str) -> str:
    """Return the words of a page that a browser with scripts shows."""
    return _words_of(NOSCRIPT.sub(" ", HIDDEN.sub(" ", written)))


def _words_of(written: str) -> str:
    """Return the words of a page without its markup."""
    return " ".join(TAG.sub(" ", written).split())
