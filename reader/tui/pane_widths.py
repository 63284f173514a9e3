"""Widths of sidebar and list, from what was configured and what was dragged."""

from __future__ import annotations

LIST, SIDEBAR, SIDEBAR_ON = "list_width", "sidebar_width", "sidebar"  # facts in the database
LEAST_SCREEN = (30, 8)  # columns and lines in which something can be read
NARROW = 100  # columns; below that there is one pane at a time
ROOM = 112  # columns of a screen that has room for a sidebar beside list and article
SIDE = 28  # columns of the sidebar, the line at its right included
LEAST_SIDE, _MOST_SIDE = 18, 60
LEAST_LIST, LEAST_ARTICLE = 36, 50
_LEAST_SHARE, _MOST_SHARE = 20.0, 80.0  # per cent of the width that a list may have


def is_too_small(width: int, height: int) -> bool:
    """Return whether nothing can be read on a terminal of this size."""
    return width < LEAST_SCREEN[0] or height < LEAST_SCREEN[1]


def list_columns(width: int, share: float, side: int = 0) -> int:
    """Return how many columns the list has on a screen, beside `side` columns of something else.

    All of them where there is one pane at a time.
    """
    room = width - side
    if width < NARROW:
        return width
    return max(LEAST_LIST, min(room - LEAST_ARTICLE, round(room * share / 100)))


def share_of(wanted: int, width: int, side: int = 0) -> float:
    """Return the share of the width, in per cent, with which a list has so many columns."""
    return limit_share(round(100 * wanted / max(1, width - side), 2))


def limit_share(share: float) -> float:
    """Return a share that leaves room for both panes."""
    return max(_LEAST_SHARE, min(_MOST_SHARE, share))


def list_share(configured: int, remembered: str) -> float:
    """Return the list's share: as it was dragged last, unless another one was configured since."""
    before, _, dragged = remembered.partition(" ")
    try:
        return limit_share(float(dragged)) if int(before) == configured else float(configured)
    except ValueError:
        return float(configured)


def share_as_text(configured: int, dragged: float) -> str:
    """Return what is remembered of a list's share."""
    return f"{configured} {dragged:g}"


def sidebar_columns(width: int, remembered: str, on: bool = True) -> int:
    """Return how many columns the sidebar takes from list and article."""
    if not on or width < ROOM:
        return 0
    wanted = int(remembered) if remembered.isascii() and remembered.isdecimal() else SIDE
    most = min(_MOST_SIDE, width - LEAST_LIST - LEAST_ARTICLE + 2)
    return max(LEAST_SIDE, min(wanted, most))
