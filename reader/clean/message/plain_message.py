"""The plain text of a mail in, a tree out: quotations, lists, links, and paragraphs unwrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from lxml import etree

from reader.clean.page.dom import tree_text
from reader.clean.text.sanitize import READ_LIMIT, safe_stanzas, strip_controls

DEEPEST = 6  # quotations within quotations
LONGEST_SIGNATURE = 15  # lines
LONGEST_FOOT = 12  # lines below the rule with which a list ends each mail
LONGEST_SHOWN = 60  # characters of an address that is shown as it is
_SIGNED = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash:[^\n]*\n)*|-----BEGIN PGP SIGNATURE-----.*", re.S
)
_RULE = re.compile(r"[ \t]*(?:_{10,}|-{10,}|={10,}|\*{10,}|~{10,})[ \t]*")
_UNDERLINE = re.compile(r"[ \t]*(={3,}|-{3,}|~{3,})[ \t]*")
_LISTED = re.compile(
    r"mailing list|unsubscribe|listinfo|list-?archive|@[^\s@]{1,200}\.\w|https?://", re.I
)
_ITEM = re.compile(r"[ \t]*(?:[-*•‣·+]|\(?\d{1,3}[.)])[ \t]+(?=\S)")
_ADDRESS = re.compile(
    r"(?:<\s?|\(\s?)?(https?://[^\s<>\"]{2,2000}[^\s<>\".,;:!?)\]'])(?:\s?>|\s?\)(?!\w))?"
)
_SET = re.compile(r"\S {3,}\S|^ {4,}\S|^[+-]{3} |^@@ |^\t|[|│┃]")
_BLANK = re.compile(r"\n[ \t]*\n")


def tree_of_text(text: str) -> etree._Element:
    """Read a plain mail as paragraphs, quotations, lists and what is set in columns."""
    root = etree.Element("div")
    lines = _own_lines(tree_text(strip_controls(_SIGNED.sub("", text[:READ_LIMIT]))))
    _add_lines(root, lines, 0)
    return root


def _own_lines(text: str) -> list[str]:
    """List the lines of a text without signature, and without what a list puts below it."""
    lines = [line.rstrip() if line != "-- " else line for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    late = range(max(1, len(lines) - LONGEST_SIGNATURE), len(lines))
    if signature := next((at for at in late if lines[at] in ("-- ", "--")), 0):
        lines = lines[:signature]
    late = range(max(1, len(lines) - LONGEST_FOOT), len(lines))
    for at in late:
        below = "\n".join(lines[at + 1 :])
        if _RULE.fullmatch(lines[at]) and _LISTED.search(below):
            return lines[:at]
    return lines


def _add_lines(parent: etree._Element, lines: Sequence[str], depth: int) -> None:
    """Add lines to an element, those that are quoted within a quotation."""
    for is_quoted, group in groupby(lines, key=lambda line: line.startswith(">")):
        if is_quoted and depth < DEEPEST:
            quote = etree.SubElement(parent, "blockquote")
            _add_lines(quote, [re.sub(r"^>[ \t]?", "", line) for line in group], depth + 1)
        else:
            for part in _BLANK.split("\n".join(group)):
                _add_paragraph(parent, [line for line in part.split("\n") if line.strip()])


def _add_paragraph(parent: etree._Element, lines: Sequence[str]) -> None:
    """Add the lines between two blank ones."""
    if len(lines) == 2 and _UNDERLINE.fullmatch(lines[1]):
        _add_words(etree.SubElement(parent, "h2"), lines[0].strip(" \t*#"))
    elif any(map(_ITEM.match, lines)):
        for item in _items(lines):
            _add_item(parent, item)
    elif len(lines) > 1 and sum(bool(_SET.search(line)) for line in lines) * 2 > len(lines):
        etree.SubElement(parent, "pre").text = "\n".join(lines)
    else:
        for stanza in safe_stanzas("\n".join(lines)).split("\n\n"):
            if not _RULE.fullmatch(stanza):
                _add_words(etree.SubElement(parent, "p"), stanza)


def _items(lines: Sequence[str]) -> Iterator[list[str]]:
    """Part a list into its items, each with the lines that go on with it."""
    item: list[str] = []
    for line in lines:
        if _ITEM.match(line) and item:
            yield item
            item = []
        item.append(line)
    yield item


def _add_item(parent: etree._Element, lines: Sequence[str]) -> None:
    begin = _ITEM.match(lines[0])
    words = " ".join(line.strip() for line in lines)
    mark = begin[0].strip() if begin else ""
    if not begin or mark[-1] in ".)":  # its number is a part of what it says
        _add_words(etree.SubElement(parent, "p"), words)
        return
    _add_words(etree.SubElement(parent, "li"), words[len(mark) :].strip())


def _add_words(node: etree._Element, text: str) -> None:
    """Add a text in which addresses are links, the lines of verses by themselves."""
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(node, "br")
        at = 0
        for found in _ADDRESS.finditer(line):
            _append(node, line[at : found.start()])
            link = etree.SubElement(node, "a", href=found[1])
            link.text = _shown(found[1])
            at = found.end()
        _append(node, line[at:])


def _append(node: etree._Element, text: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text


def _shown(address: str) -> str:
    """Show an address; of a long one, its host."""
    if len(address) <= LONGEST_SHOWN:
        return address
    try:
        return urlsplit(address).hostname or address[:LONGEST_SHOWN]
    except ValueError:
        return address[:LONGEST_SHOWN]
