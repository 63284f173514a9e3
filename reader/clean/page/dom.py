"""Where elements of a page stand to one another, and how like texts of it are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reader.model.safe_text import strip_escape_sequences

# What a tree gives out as it was read from HTML, and does not take back.
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONG_WORD = re.compile(r"\w{3,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def is_within(node: etree._Element, top: etree._Element) -> bool:
    """Tell whether an element is another or in it."""
    return any(at is top for at in ancestors(node))


def ancestors(node: etree._Element) -> Iterator[etree._Element]:
    """Go from an element outwards."""
    at: etree._Element | None = node
    while at is not None:
        yield at
        at = at.getparent()


def tree_text(text: str) -> str:
    """Return a text as a tree takes it: without control characters and their sequences."""
    if not _REFUSED.search(text):
        return text
    return _REFUSED.sub("", strip_escape_sequences(text))


def drop_refused(tree: etree._Element) -> None:
    """Leave out of a tree's texts what HTML may hold and XML may not, so that they can be set."""
    if not any(map(_REFUSED.search, map(str, tree.itertext()))):
        return
    for node in tree.iter():
        if isinstance(node.tag, str):  # else it is a comment, of which nothing is read
            node.text = tree_text(node.text or "") or None
        node.tail = tree_text(node.tail or "") or None


def word_overlap(text: str, other: str) -> float:
    """Tell how many of the words of the first text are in the second, from 0 to 1."""
    words = set(_LONG_WORD.findall(text.casefold()))
    return len(words & set(_LONG_WORD.findall(other.casefold()))) / max(1, len(words))
