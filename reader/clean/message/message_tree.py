"""The HTML of a mail in, a tree without what nobody sees and without tables that shape it out."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from reader.clean.page.css_rules import cut_behind, remove_element
from reader.clean.text.formulas import element_name
from reader.clean.text.sanitize import safe_link
from reader.model.mail.click_counting import reveal_target

MOST_NODES = 40_000
MOST_CELLS = 2_000  # of a table that is looked at
LONGEST_STYLE = 1_000  # characters
_UNSEEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0{1,9})?\s*(?:;|!|$)"
    r"|font-size\s*:\s*[01](?:\.\d{1,9})?(?:px|pt)?\s*(?:;|!|$))",
    re.I,
)
_PREHEADER = re.compile(r"pre-?header|preview-?text", re.I)
_FIGURE = re.compile(r"[-+−]?[\d.,:%/$€£¥\s]*\d[\d.,:%/$€£¥\s]*")
_DATA = ("th", "caption", "thead")
_FRAME = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th", "center", "colgroup"))


def prepare_message(root: etree._Element) -> bool:
    """Take out of a mail what is not seen, and read its layout as paragraphs; whether it was cut.

    Links that only count clicks lead to where they end, where that can be told.
    """
    is_cut = False
    for node in islice(root.iter(), MOST_NODES, MOST_NODES + 1):
        cut_behind(node)
        is_cut = True
    etree.strip_elements(root, "script", "style", "template", etree.Comment, with_tail=False)
    _remove_unseen(root)
    for table in list(root.iter("table")):
        if not _is_data(table):
            _unlay(table)
    for link in root.iter("a"):
        written = (link.get("href") or "").strip()
        if (target := reveal_target(written)) != written:
            link.set("href", safe_link(target))
    return is_cut


def _remove_unseen(root: etree._Element) -> None:
    """Remove what is not shown, unless that were nearly all of it."""
    unseen: list[etree._Element] = []
    steps = etree.iterwalk(root, events=("start",))
    for _, node in steps:
        if node is not root and _is_unseen(node):
            unseen.append(node)
            steps.skip_subtree()
    hidden = sum(map(_length, unseen))
    if hidden * 10 < _length(root) * 9 or not hidden:
        for node in unseen:
            remove_element(node)


def _is_unseen(node: etree._Element) -> bool:
    named = f"{node.get('class') or ''} {node.get('id') or ''}"[:LONGEST_STYLE]
    style = (node.get("style") or "")[:LONGEST_STYLE]
    return (
        node.get("hidden") is not None
        or bool(style and _UNSEEN.search(style))
        or (element_name(node.tag) != "body" and bool(_PREHEADER.search(named)))
    )


def _length(node: etree._Element) -> int:
    return sum(len(text.strip()) for text in islice(node.itertext(), MOST_NODES))


def _is_data(table: etree._Element) -> bool:
    """Tell a table that says something by its columns from one that only places things."""
    if table.get("role") in {"presentation", "none"} or table.find(".//table") is not None:
        return False
    if any(next(table.iter(name), None) is not None for name in _DATA):
        return True
    if table.find(".//img") is not None:
        return False
    rows = [
        [_words(cell) for cell in row.iter("td")] for row in islice(table.iter("tr"), MOST_CELLS)
    ]
    rows = [row for row in rows if any(row)]
    if len(rows) < 3 or min(map(len, rows)) < 2:
        return False
    last = [row[-1] for row in rows[1:]]
    return sum(bool(_FIGURE.fullmatch(one)) for one in last) * 2 > len(last)


def _words(cell: etree._Element) -> str:
    return "".join(map(str, islice(cell.itertext(), 50))).strip()[:100]


def _unlay(table: etree._Element) -> None:
    """Read a table and its rows and cells as blocks that follow one another."""
    parts = [table]
    while parts:
        node = parts.pop()
        parts += [one for one in node if one.tag in _FRAME and one.tag != "table"]
        node.tag = "div"
