"""A little markup in, plain words out, for headlines and summaries."""

from __future__ import annotations

import re
from html import unescape

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
SILENT = re.compile(r"<(?:script|style)(?=[\s/>])", re.I)
SILENT_END = re.compile(r"</(?:script|style)\b[^<>]*>", re.I)


def plain(markup: str) -> str:
    """Give the words of HTML on one line: tags removed, then entities read, once each."""
    if not markup:
        return ""
    if "<" in markup:
        audible = without_silent(without_comments(markup))
        markup = TAG.sub(replaced, audible)
    return one_line(unescape(markup) if "&" in markup else markup)


def one_line(text: str) -> str:
    """Make one space of every run of blanks."""
    return " ".join(text.split())


def without_comments(markup: str) -> str:
    """Remove comments; one that never ends swallows all up to the next."""
    first, *others = markup.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def without_silent(markup: str) -> str:
    """Remove scripts and styles with what they hold."""
    first, *others = SILENT.split(markup)
    return first + "".join(SILENT_END.split(other, maxsplit=1)[-1] for other in others)


def replaced(found: re.Match[str]) -> str:
    """Give what remains of a tag; one that HTML does not know is no tag but words."""
    return REPLACED.get(found[1].lower(), found[0])


def visible(markup: str) -> int:
    """Measure how many characters of HTML are not markup."""
    return len(TAG.sub("", markup))


def tags_in(markup: str) -> int:
    """Count the tags that HTML knows."""
    return sum(name.lower() in REPLACED for name in TAG.findall(markup))
