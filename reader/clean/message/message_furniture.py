"""Tells what a mail says from what its sender put around it: pointers, notices, addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.clean.appeals.appeals import find_pitches
from reader.clean.page.paragraphs import PageBlock
from reader.clean.text import boilerplate_words
from reader.clean.text.alternation import fast_alternation, list_alternatives
from reader.model import SpanKind
from reader.model.mail.click_counting import LEADS_ONLINE

SHORT = 160  # characters of a line that only points somewhere
LONGEST_NOTICE = 900  # characters of a notice at the end
LATE = 0.12  # share of the prose that may stand behind the notices
TOP = 8  # paragraphs among which the line stands that leads to the web
_WORD = re.compile(r"\w")
_PASS_ON = re.compile(
    r"forward (?:this|to a friend)|add us to your (?:address book|contacts)"
    r"|forwarded this (?:e-?mail|newsletter|message)|(?:subscribe|sign up) here"
    r"|images? (?:are )?not (?:shown|displayed)",
    re.I,
)
# Why a mail came, and how to have no more of them. It is looked for in small letters, which takes a
# twentieth of the time that ignoring case does: each paragraph of each mail is looked through.
_SETTINGS = r"(?:preferences|settings|subscriptions?|profile|details)"
_NOTICE = re.compile(
    fast_alternation(
        list_alternatives(
            rf"""
    unsubscribe|opt[ -]?out\b|e-?mail preferences|no longer (?:want|wish) to receive|stop receiving
    (?:manage|update|change) (?:your |my )?(?:e-?mail |subscription |notification )?{_SETTINGS}
    you(?:['’]re| are) (?:receiving|getting|on) th(?:is|ese)|you (?:have )?(?:received|get) this
    received this (?:e-?mail|message|newsletter) because|was sent to\b|this e-?mail was sent
    mailing list\b.{{0,80}}https?://|mailman/listinfo|powered by (?:mailchimp|substack|beehiiv)
    abbestellen|abmelden|abmeldung|erhalten diese|erhältst diese|diese e-?mail (?:wurde|ging)
    se désabonner|désabonnement|désinscri|vous recevez ce
    darse de baja|cancelar (?:la |tu |su )?suscripción|(?:recibe|recibes|recibió) este
    disiscri|annulla l['’]iscrizione|ricevi questa
    cancelar (?:a )?(?:inscrição|subscrição)|(?:está a receber|recebeu) est
    uitschrijven|afmelden|u ontvangt|je ontvangt|avregistrera|avprenumerera|afmeld|avmeld
    wypisz|otrzymujesz|odhlásit|отписаться|вы получили это|配信停止|退订|退訂|수신거부
            """
        )
    )
)
_NETWORK = (
    r"(?:facebook|twitter|x|instagram|linkedin|youtube|mastodon|bluesky|tiktok|threads"
    r"|rss|website|web|e-?mail|share|tweet|forward|like|comment|restack|get the app|start writing)"
)
_SMALL_PRINT = re.compile(
    r"©|\(c\) ?\d{4}|copyright\b|all rights reserved|alle rechte|tous droits"
    r"|privacy (?:policy|notice)|terms (?:of|and)|impressum|datenschutz|our (?:mailing )?address"
    rf"|registered (?:office|in)|^{_NETWORK}(?:\W+{_NETWORK})*\W*$",
    re.I,
)
# A label that says of what follows who has paid for it, which a reader has to know.
_PAID_FOR = re.compile(
    r"\W*(?:advertisements?|sponsored(?: by .{1,60})?|promoted|anzeige|werbung|publicité|publicidad"
    r"|pubblicità|advertentie|annons|реклама|広告)\W*",
    re.I,
)
_OFFER = re.compile(
    r"\W*(?:upgrade (?:to paid|now|your subscription)|restack|paid|read in (?:the )?app"
    r"|(?:become|be) a (?:paid |paying )?(?:subscriber|member)|get the app|start writing"
    r"|you(?:['’]re| are) (?:currently )?a (?:free|paid) subscriber.{0,120})\W*",
    re.I,
)
_MORE = re.compile(
    r"\W*(?:read|see|view|learn|continue|find out|more|full|weiter|mehr|lire|leer|leggi|lees|läs"
    r"|les|więcej|читать|続き)\b.{0,40}",
    re.I,
)


def choose_paragraphs(blocks: Sequence[PageBlock], headline: str, outlet: str) -> list[PageBlock]:
    """Return the paragraphs that a mail says something with; all of them where that were none."""
    end = _end(blocks)
    pitches = find_pitches([block.line for block in blocks])
    names = {one.casefold().strip() for one in (headline, outlet)} - {""}
    chosen = [
        block
        for at, block in enumerate(blocks[:end])
        if not pitches[at] and not _is_furniture(blocks, at, names)
    ]
    return chosen or [block for block in blocks if _WORD.search(block.text)]


def _end(blocks: Sequence[PageBlock]) -> int:
    """Find where the notices at the end begin."""
    notices = [_is_notice(block) for block in blocks]
    prose = sum(
        block.size
        for block, is_notice in zip(blocks, notices, strict=True)
        if block.is_prose and not is_notice
    )
    left, end = LATE * prose, len(blocks)
    for at in range(len(blocks) - 1, 0, -1):
        if notices[at]:
            end = at
        elif blocks[at].is_prose:
            left -= blocks[at].size
        if left < 0:
            break
    if end == len(blocks):
        return end
    while end > 1 and _is_small_print(blocks[end - 1]):
        end -= 1
    return end


def _is_notice(block: PageBlock) -> bool:
    return len(block.text) <= LONGEST_NOTICE and bool(_NOTICE.search(block.text.lower()))


def _is_small_print(block: PageBlock) -> bool:
    """Tell a line that belongs to the notices below it."""
    if block.is_prose and not _SMALL_PRINT.search(block.text):
        return False
    is_pointing = block.line.role in {"furniture", "legal", "end"} and not _MORE.fullmatch(
        block.text[:LONGEST_NOTICE]
    )
    return is_pointing or not _WORD.search(block.text) or bool(_SMALL_PRINT.search(block.text))


def _is_furniture(blocks: Sequence[PageBlock], at: int, names: set[str]) -> bool:
    """Tell a paragraph that says nothing of its own, wherever it stands."""
    block = blocks[at]
    words = block.text.strip()
    is_shown = any(span.kind is SpanKind.PICTURE for span in block.spans)
    if not _WORD.search(words) or (is_shown and words.casefold() in names):
        return True
    if len(words) > SHORT or _PAID_FOR.fullmatch(words):
        return False
    if _OFFER.fullmatch(words) or (at < TOP and words.casefold() in names):
        return True
    is_aside = at < TOP and len(words) < SHORT / 2 and not words.endswith(".")
    if (block.linked > 0.2 or is_aside) and (LEADS_ONLINE.search(words) or _PASS_ON.search(words)):
        return True
    if block.linked > 0.2 and _NOTICE.search(words.lower()):
        return True
    return boilerplate_words.is_furniture(words) and not _leads_on(blocks, at)


def _leads_on(blocks: Sequence[PageBlock], at: int) -> bool:
    """Tell a link to the rest of a story that the lines before it do not link to."""
    block = blocks[at]
    before = blocks[at - 1] if at else block
    return (
        block.linked > 0.5
        and before.linked == 0
        and bool(_MORE.fullmatch(block.text[:LONGEST_NOTICE]))
    )
