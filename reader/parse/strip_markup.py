"""Strips markup from headlines and summaries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice

BLOCKS = (
    "address article aside blockquote br caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section "
    "summary table tbody td tfoot th thead title tr ul"
)
INLINE = (
    "a abbr acronym area audio b base bdi bdo big body button canvas cite code col colgroup data "
    "del dfn em embed font head html i iframe img input ins kbd label legend link map mark math "
    "meta meter nobr noscript object output param picture progress q ruby rp rt s samp script "
    "select small source span strike strong style sub sup svg template textarea time track tt u "
    "var video wbr"
)
# What stands for an element when its tags are removed; words apart stay apart.
REPLACED = dict.fromkeys(BLOCKS.split(), " ") | dict.fromkeys(INLINE.split(), "")
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
# As browsers read them: what begins a comment begins none within another, but may end it.
COMMENT = re.compile(r"<!--(?:-?>|.*?-->|.*)", re.S)
SILENT = re.compile(r"<(?:script|style)(?=[\s/>])", re.I)
SILENT_END = re.compile(r"</(?:script|style)\b[^<>]*>", re.I)
LONGEST_TITLE = 2_000  # characters; beyond it whatever looks like a tag is one
UNSEEN = re.compile(
    r"<(script|style)(?=[\s/>])[^<>]*>.*?</\1\s*>", re.I | re.S
)  # only for what is short
BREAKS = frozenset(("br", "hr", "wbr"))
MOST_TAGS = 1_000  # that are looked at to tell what a text is
# What a title begins with when somebody forgot to close it, or a limit cut its end off.
LEFT_OPEN = frozenset(
    ("b", "big", "center", "em", "font", "h1", "h2", "h3", "h4", "i", "p", "strong")
)


def strip_markup(markup: str) -> str:
    """Give the words of HTML on one line: tags removed, then entities read, once each."""
    if not markup:
        return ""
    if "<" in markup:
        audible = _without_silent(without_comments(markup))
        markup = TAG.sub(_replaced, audible)
    return one_line(unescape(markup) if "&" in markup else markup)


def strip_title_markup(markup: str) -> str:
    """Give the words of a title on one line; a tag that marks nothing up is one of them.

    Titles come escaped and unescaped, and nobody says which: "<b>Late</b> ferry" is markup, while
    "Using the <canvas> element" speaks of a tag. A tag is markup when it has its counterpart or
    attributes, or breaks a line.
    """
    if "<" not in markup:
        return one_line(unescape(markup) if "&" in markup else markup)
    if len(markup) > LONGEST_TITLE:
        return strip_markup(markup)
    markup = UNSEEN.sub("", _without_ended_comments(markup))
    return one_line(unescape("".join(_without_tags(markup, list(TAG.finditer(markup))))))


def _without_tags(markup: str, tags: Sequence[re.Match[str]]) -> Iterator[str]:
    """Give the stretches of a short text between the tags that mark something up."""
    meant = _paired(tags)
    at = 0
    for number, tag in enumerate(tags):
        if number in meant or _is_markup(tag):
            yield markup[at : tag.start()]
            yield _replaced(tag)
            at = tag.end()
    yield markup[at:]


def _paired(tags: Sequence[re.Match[str]]) -> set[int]:
    """Return the numbers of the tags whose element is opened and closed."""
    opened: defaultdict[str, list[int]] = defaultdict(list)
    found: set[int] = set()
    for number, tag in enumerate(tags):
        name = tag[1].lower()
        if not tag[0].startswith("</"):
            opened[name].append(number)
        elif opened[name]:
            found.update((number, opened[name].pop()))
    return found


def _is_markup(tag: re.Match[str]) -> bool:
    """Tell a tag without its counterpart from a word that is written like one."""
    text, name = tag.string, tag[1].lower()
    if name in BREAKS or "=" in tag[0]:
        return True
    if tag[0].startswith("</"):  # right behind a word
        return tag.start() > 0 and text[tag.start() - 1].isalnum()
    return name in LEFT_OPEN and not tag.start() and text[tag.end() :][:1].isalnum()


def is_html(text: str) -> bool:
    """Tell a text that is marked up from a plain one in which an angle bracket may stand."""
    if "<" not in text:
        return False
    tags = [tag for tag in islice(TAG.finditer(text), MOST_TAGS) if tag[1].lower() in REPLACED]
    return bool(_paired(tags)) or any(tag[1].lower() in BREAKS or "=" in tag[0] for tag in tags)


def one_line(text: str) -> str:
    """Make one space of every run of blanks."""
    return " ".join(text.split())


def without_comments(markup: str) -> str:
    """Remove comments; one that never ends swallows all."""
    return COMMENT.sub("", markup) if "<!--" in markup else markup


def _without_ended_comments(markup: str) -> str:
    """Remove comments; what begins as one and never ends is words."""
    within, end, words = markup.rpartition("-->")
    return without_comments(within + end) + words


def _without_silent(markup: str) -> str:
    """Remove scripts and styles with what they hold."""
    first, *others = SILENT.split(markup)
    return first + "".join(SILENT_END.split(other, maxsplit=1)[-1] for other in others)


def _replaced(found: re.Match[str]) -> str:
    """Give what remains of a tag; one that HTML does not know is no tag but words."""
    return REPLACED.get(found[1].lower(), found[0])


def visible_length(markup: str) -> int:
    """Measure how many characters of HTML are not markup."""
    return len(TAG.sub("", markup))


def count_tags(markup: str) -> int:
    """Count the tags that HTML knows."""
    return sum(name.lower() in REPLACED for name in TAG.findall(markup))
