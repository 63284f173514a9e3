"""Where a page goes on to something else than its story: comments of readers, or the next story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from lxml import etree

from reader.clean.page.class_hints import element_look
from reader.clean.page.dom import ancestors, word_overlap
from reader.clean.page.paragraphs import PageBlock

PASSED = 0.25  # of a story that stand before anything can end it
ALIKE = 0.3  # of a heading's words that a headline about the same has
FEWEST = 2  # paragraphs of prose that stand before comments
PROSE = 80  # characters of such a paragraph
LONGEST = 100  # characters of a line that signs a comment or heads comments
SIGNED = 3  # comments that need no heading
NEAR = 6  # lines under a heading in which the first comment is signed
_HEADING = re.compile(
    r"\W*(?:(?:no|add|all|top|view|post|leave)\s+|\d+\s+)*(?:a\s+)?(?:comments?|responses?|replies|reactions?"
    r"|thoughts?|discussion|kommentare?|leserkommentare|antworten|reaktionen|diskussion|commentaires?"
    r"|réactions|comentarios?|respuestas|opiniones|comentários?|commenti|reacties|kommentarer"
    r"|komentáře|komentarze|yorum\w*|комментари\w+|コメント|댓글|评论|留言)(?!\w)",
    re.IGNORECASE,
)
_AGO = (
    r"\d+\s*(?:sec\w*|min\w*|[smhdwy]|hours?|hrs?|days?|weeks?|months?|years?)\s+ago"
    r"|vor \d+ (?:Sekunden?|Minuten?|Stunden?|Tag(?:en)?|Wochen?|Monat(?:en)?|Jahr(?:en)?)"
    r"|il y a \d+ \w+|hace \d+ \w+|\d+ \w+ fa|há \d+ \w+|\d+ \w+ geleden|för \d+ \w+ sedan"
    r"|\d+ \w+ siden|\d+ \w+ temu|před \d+ \w+|\d+ \w+ önce|\d+ \w+ назад"
    r"|\d+\s?(?:秒|分|時間|日|か月|年|分钟|小时|天|个月)前|\d+\s?(?:초|분|시간|일|개월|년) ?전"
)
_DAY_AND_TIME = (
    r"(?:\d{1,2}\.\s?\d{1,2}\.|\d{1,2}/\d{1,2}/|\d{4}-\d\d-\d\d|\d{1,2}\.?\s+[^\W\d_]{3,}|[^\W\d_]{3,9}"
    r"\.?\s+\d{1,2},).{0,20}\d{1,2}[:.h]\d\d"
)
_SAYS = (
    r"(?:says?|said|wrote|writes|schreibt|schrieb|sagt|meint|a écrit|dit|dice|escribió|dijo|disse"
    r"|zegt|schreef|skriver|pisze|napsal\w*|yazdı|пишет)(?:\s*:|\s+(?:on|am|le|el|il|at|vor)\s.*\d.*)"
)
_SIGNED = re.compile(
    rf"(?:\d+\.\s+)?(?P<who>[^\W\d_][^\n:]{{0,40}}?)[\s,|•·–—-]*(?:{_AGO}|{_DAY_AND_TIME}|(?<=\s){_SAYS}).{{0,30}}",
    re.IGNORECASE,
)
_TIMED = re.compile(rf"\W*(?:{_AGO}).{{0,20}}", re.IGNORECASE)
_STORY = re.compile(
    r"(?:^|[\s_-])(?:story|article|post|entry|hentry|beitrag|artikel|news|noticia|articulo)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLES = frozenset(("h1", "h2", "h3"))
_OWN = frozenset(("article", "header", "main"))  # of one story each


def find_comments(page: Sequence[PageBlock]) -> int:
    """Find where the comments of readers begin, the length of the page where there are none."""
    signers = [_signer(page, at) for at in range(len(page))]
    prose = 0
    for at, block in enumerate(page):
        if prose >= FEWEST and (_heads(page, signers, at) or _is_first(page, signers, at)):
            return at
        prose += block.is_prose and block.size >= PROSE and not block.line.role
    return len(page)


def _signer(page: Sequence[PageBlock], at: int) -> str:
    """Read who signed a comment in a line that says when, or who speaks; empty for no such line."""
    block = page[at]
    if block.size > LONGEST or block.is_prose:
        return ""
    text = block.text.replace("\n", " ")
    if found := _SIGNED.fullmatch(text):
        return found["who"].strip()
    before = page[at - 1] if at else block
    is_name = before.size <= 40 and not before.line.ends and before.tag not in _TITLES
    return before.text if _TIMED.fullmatch(text) and is_name else ""


def _heads(page: Sequence[PageBlock], signers: Sequence[str], at: int) -> bool:
    """Tell whether a line heads comments, one of which is signed close under it."""
    block = page[at]
    if block.size > LONGEST or block.linked >= 0.5 or not _HEADING.match(block.text):
        return False
    return any(signers[at + 1 : at + 1 + NEAR])


def _is_first(page: Sequence[PageBlock], signers: Sequence[str], at: int) -> bool:
    """Tell whether the first of several comments is signed here, by different people."""
    if not signers[at]:
        return False
    names: set[str] = set()
    signed = 0
    for under in takewhile(lambda under: page[under].tag not in _TITLES, range(at, len(page))):
        is_followed = any(
            block.size > LONGEST or block.line.ends for block in page[under + 1 : under + 3]
        )
        signed += bool(signers[under]) and is_followed
        names.add(signers[under])
    return signed >= SIGNED and len(names - {""}) > 1


def find_next_story(
    page: Sequence[PageBlock], inside: Sequence[bool], named: Sequence[bool], headline: str
) -> int:
    """Find where the headline of another story stands behind a good part of this one."""
    whole = sum(block.size for block, is_named in zip(page, named, strict=True) if is_named)
    own = next(
        (b for b in page if b.tag in _TITLES and word_overlap(b.text, headline) >= 0.5), None
    )
    passed = 0
    for at, block in enumerate(page):
        if inside[at] and passed > PASSED * whole and block.tag in _TITLES:
            is_other = word_overlap(block.text, headline) < ALIKE
            if is_other and _heads_another(block, own, page[:at], named):
                return at
        passed += block.size * named[at]
    return len(page)


def _heads_another(
    block: PageBlock,
    own: PageBlock | None,
    before: Sequence[PageBlock],
    named: Sequence[bool],
) -> bool:
    """Tell whether a heading is the headline of a story, and not that of a part of one."""
    told = [b for b, is_named in zip(before, named, strict=False) if is_named and b.is_prose]
    if block.tag == "h1" and not _heads_part(block, before, told):
        parent = block.node.getparent()
        return not any(b.node.getparent() is parent for b in told)
    return own is not None and _stand_alike(own.node, block.node)


def _heads_part(block: PageBlock, before: Sequence[PageBlock], told: Sequence[PageBlock]) -> bool:
    """Tell whether a story sets the headings of its parts as headlines are, and this is one.

    Then others stood amid it before, and no element of a story's own begins between them.
    """
    begun = before[before.index(told[0]) :] if told else ()
    over = next((list(ancestors(b.node)) for b in reversed(begun) if b.tag == "h1"), None)
    if over is None:
        return False
    inner = takewhile(lambda node: node not in over, ancestors(block.node))
    return not any(node.tag in _OWN or _STORY.search(element_look(node)[1]) for node in inner)


def _stand_alike(own: etree._Element, other: etree._Element) -> bool:
    """Tell whether two headings stand in two elements beside each other that each hold a story."""
    over = list(ancestors(own))
    inner = list(takewhile(lambda node: node not in over, ancestors(other)))
    if not inner or inner[-1] is other:
        return False
    beside = next((node for node in over if node.getparent() is inner[-1].getparent()), None)
    if beside is None or element_look(beside) != element_look(inner[-1]):
        return False
    return beside.tag == "article" or bool(_STORY.search(element_look(beside)[1]))
