"""A page's tree and what a person laid down for it in, the tree without what is not story out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from reader.clean.page.dom import ancestors, tree_text
from reader.model import CleaningRules

MOST = 50  # selectors of a kind that are looked at


def apply_css_rules(root: etree._Element, rules: CleaningRules) -> list[etree._Element]:
    """Take out what is dropped, what stands before a start and from a stop on.

    The elements that are kept, whatever else there is, come back; a selector that is none is
    passed over.
    """
    for node in _all(root, rules.drop):
        remove_element(node)
    start = next(iter(_all(root, rules.start)), None)
    if start is not None:
        _cut_before(start)
    over = list(ancestors(start)) if start is not None else []
    stop = next((node for node in _all(root, rules.stop) if node not in over), None)
    if stop is not None:
        cut_behind(stop)
        remove_element(stop)
    return _all(root, rules.keep)


def remove_element(node: etree._Element) -> None:
    """Take an element that is not the root out, but leave the text behind it."""
    parent, tail, before = next(node.iterancestors()), node.tail, node.getprevious()
    if tail and before is not None:
        before.tail = tree_text((before.tail or "") + tail)
    elif tail:
        parent.text = tree_text((parent.text or "") + tail)
    node.tail = None
    parent.remove(node)


def cut_behind(node: etree._Element) -> None:
    """Take out all that stands behind an element."""
    for at, parent in list(_ways_out(node)):
        at.tail = None
        del parent[parent.index(at) + 1 :]


def _cut_before(node: etree._Element) -> None:
    for at, parent in list(_ways_out(node)):
        parent.text = None
        del parent[: parent.index(at)]


def _ways_out(node: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Go from an element outwards, in pairs of inner and outer element."""
    return pairwise(ancestors(node))


def _all(root: etree._Element, selectors: Sequence[str]) -> list[etree._Element]:
    """List the elements that any selector finds, in the order of the page, without the root."""
    found: set[etree._Element] = set()
    for selector in selectors[:MOST]:
        found.update(select_elements(root, selector))
    return [node for node in root.iter() if node in found and node is not root] if found else []


def select_elements(root: etree._Element, selector: str) -> list[etree._Element]:
    """List the elements that a selector finds; one that is none finds nothing."""
    try:
        nodes: list[etree._Element] = CSSSelector(selector, translator="html")(root)  # type: ignore[assignment]  # selectors find elements
    except (SelectorError, etree.XPathError):
        return []
    return nodes
