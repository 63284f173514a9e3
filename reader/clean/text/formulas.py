"""A formula of HTML in, its LaTeX or its words out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote_plus

from lxml import etree

from reader.clean.text import sanitize

LONGEST = 2_000  # characters
MOST_IN_LINE = 20  # formulas of a line that are nothing but these
MOST = 2_000  # elements of a formula that are read
_TEX = re.compile(r"(?:application|text|image)/(?:x-)?(?:la)?tex\b.*|(?:la)?tex", re.IGNORECASE)
_SCRIPT = re.compile(r"math/(?:tex|latex|asciimath)\b.*", re.IGNORECASE)
_STYLED = re.compile(r"\{\\(?:display|text|script)style\s+(.*)\}", re.DOTALL)
_IMAGE = re.compile(
    r"latex\.php\?|latex\.codecogs\.com|cht=tx\b|/media/math/|/math/render|/svg\.latex\?|/gif\.latex\?"
    r"|mathurl\.com|mathtex\.cgi|mimetex\.cgi",
    re.IGNORECASE,
)
_SIGNS = ("tex", "math", "cht=tx")  # one of which each of these has
_CLASS = re.compile(
    r"(?:^|\s)(?:latex|tex|math|wp-latex|ee_img|mwe-math-\S+|texrender|mathtex)(?:$|\s)"
)
_IN_ADDRESS = re.compile(r"[?&]latex=([^&]+)|[?&]chl=([^&]+)|\.latex\?(.+)|te?x\.cgi\?(.+)")
_ANNOTATIONS = ("annotation", "{*}annotation", "m:annotation", "mml:annotation")
_BETWEEN = {"msup": "^", "msub": "_", "mover": "^", "munder": "_", "mfrac": "/", "mroot": "^1/"}
_THREE = {"msubsup": "_^", "munderover": "_^"}
_PREFIXES = frozenset(("", "m", "mml", "math", "h", "html", "xhtml", "svg"))
_SILENT = frozenset(("annotation", "annotation-xml", "mphantom"))
_RENDERED = ("katex", "MathJax", "mjx-", "MJX")


@lru_cache(500)
def element_name(written: object) -> str:
    """Read the name of an element, without its namespace; empty for comments."""
    full = written.rsplit("}", 1)[-1].lower() if isinstance(written, str) else ""
    prefix, _, name = full.rpartition(":")
    return name if prefix in _PREFIXES else f"{prefix}:{name}"


def formula_text(node: etree._Element) -> str:
    """Write a formula in LaTeX where it carries it, else in its own signs."""
    for note in islice(
        node.iter("annotation", "{*}annotation", "m:annotation", "mml:annotation"), 5
    ):
        if note.text and _TEX.fullmatch((note.get("encoding") or "").strip()):
            return _bare(note.text)
    return _bare(node.get("alttext") or "") or sanitize.safe_line("".join(_signs(node)), LONGEST)


def script_formula(node: etree._Element) -> str:
    """Read a script that holds a formula; nothing of any other."""
    return _bare(node.text or "") if _SCRIPT.fullmatch((node.get("type") or "").strip()) else ""


def image_formula(node: etree._Element) -> str:
    """Read a picture of a formula; nothing of any other."""
    where, name = (node.get("src") or "")[:LONGEST], node.get("class") or ""
    if not _may_be_formula(where) and not (name and _CLASS.search(name)):
        return ""
    found = _IN_ADDRESS.search(where)
    written = unquote_plus(next(filter(None, found.groups()))) if found else ""
    return _bare(node.get("alt") or node.get("title") or written)


def _may_be_formula(address: str) -> bool:
    """Tell whether an address is that of a picture of a formula; most are told from it at once."""
    small = address.lower()
    return any(sign in small for sign in _SIGNS) and _IMAGE.search(address) is not None


def is_rendering(node: etree._Element) -> bool:
    """Tell whether an element only shows what another one beside it says in better words."""
    name = node.get("class") or ""
    if name.startswith("katex-html"):
        return node.getprevious() is not None
    if node.get("aria-hidden") == "true" and (around := node.getparent()) is not None:
        outer = f"{around.get('class') or ''} {around.tag}"
        return len(around) > 1 and any(mark in outer for mark in _RENDERED)
    if not name.startswith("MathJax"):
        return False
    behind = islice(node.itersiblings(), 2)
    return any(each.tag == "script" and script_formula(each) for each in behind)


def holds_formula(node: etree._Element, text: str) -> bool:
    """Tell whether an element says a formula and nothing else."""
    parts = islice(node.iter("math", "{*}math", "img"), MOST_IN_LINE)
    written = (image_formula(part) if part.tag == "img" else formula_text(part) for part in parts)
    said = "".join("".join(filter(None, written)).split())
    return bool(said) and "".join(text.split()) in said


def uncover_formulas(root: etree._Element) -> None:
    """Make formulas of the scripts of a page that hold them."""
    for node in root.iter("script"):
        if script_formula(node):
            node.set("alttext", script_formula(node))
            node.tag = "math"


def _bare(written: str) -> str:
    """Take off the braces and styles that only say how large a formula is set."""
    words = sanitize.safe_line(written, LONGEST)
    found = _STYLED.fullmatch(words)
    return found[1].strip() if found else words


def _signs(root: etree._Element) -> Iterator[str]:
    """Write the signs of a formula in a row, its powers and fractions as one types them."""
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, node in islice(steps, MOST):
        tag = element_name(node.tag)
        if event == "end":
            yield ")" if _is_bracketed(node) else ""
            continue
        if tag in _SILENT:
            steps.skip_subtree()
            continue
        yield _sign_before(node)
        yield "√" if tag in {"msqrt", "mroot"} else ""
        yield "(" if _is_bracketed(node) else ""
        yield (node.text or "").strip() if len(node) == 0 else ""
        yield " " if tag == "mspace" else ""


def _sign_before(node: etree._Element) -> str:
    around, before = node.getparent(), node.getprevious()
    if around is None or before is None:
        return ""
    tag = element_name(around.tag)
    if tag in _THREE:
        return _THREE[tag][before.getprevious() is not None]
    return _BETWEEN.get(tag, "")


def _is_bracketed(node: etree._Element) -> bool:
    """Tell whether several signs are one part of a power or a fraction."""
    around = node.getparent()
    if around is None or len(node) < 2:
        return False
    tag = element_name(around.tag)
    return tag in _BETWEEN or tag in _THREE or tag == "msqrt"
