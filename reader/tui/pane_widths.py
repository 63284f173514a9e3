"""Widths of sidebar and list, from what was configured and what was dragged."""

from __future__ import annotations

LIST, SIDEBAR, SIDEBAR_ON = "list_width", "sidebar_width", "sidebar"  # facts in the database
LEAST_SCREEN = (30, 8)  # columns and lines in which something can be read
NARROW = 100  # columns; below that there is one pane at a time
ROOM = 112  # columns of a screen that has room for a sidebar beside list and article
TALL = 30  # lines of a screen that has room for an empty one below the article
WIDE = 160  # columns of a screen on which the sidebar is open unless it was closed
SIDE = 28  # columns of the sidebar, the line at its right included
SIDE_ALONE = 36  # columns of a sidebar that stands in the place of the list
LEAST_SIDE, _MOST_SIDE = 18, 60
LEAST_LIST, LEAST_ARTICLE = 36, 50
_MOST_LIST = 60  # columns of a list that nobody has made wider: more would be taken from the text
_READABLE = 58  # columns that the article keeps beside such a list, where it can
_LEAST_SHARE, _MOST_SHARE = 20.0, 80.0  # per cent of the width that a list may have
_STANDARD, _EARLIER = 50, 42  # per cent for who configures nothing else, now and once


def is_too_small(width: int, height: int) -> bool:
    """Return whether nothing can be read on a terminal of this size."""
    return width < LEAST_SCREEN[0] or height < LEAST_SCREEN[1]


def list_columns(width: int, share: float, side: int = 0, is_dragged: bool = False) -> int:
    """Return how many columns the list has on a screen, beside `side` columns of something else.

    All of them where there is one pane at a time.
    """
    room = width - side
    if width < NARROW:
        return width
    share = shown_share(width, share, side, is_dragged)
    return max(LEAST_LIST, min(room - LEAST_ARTICLE, round(room * share / 100)))


def shown_share(width: int, share: float, side: int = 0, is_dragged: bool = False) -> float:
    """Return the share that the list really has: bounded, unless somebody has dragged it."""
    most = max(LEAST_LIST, min(_MOST_LIST, width - side - _READABLE))
    return share if is_dragged else min(share, share_of(most, width, side))


def share_of(wanted: int, width: int, side: int = 0) -> float:
    """Return the share of the width, in per cent, with which a list has so many columns."""
    return limit_share(round(100 * wanted / max(1, width - side), 2))


def limit_share(share: float) -> float:
    """Return a share that leaves room for both panes."""
    return max(_LEAST_SHARE, min(_MOST_SHARE, share))


def list_share(configured: int, remembered: str) -> float:
    """Return the list's share: as it was dragged last, unless another one was configured since."""
    dragged = _dragged_share(configured, remembered)
    return float(configured) if dragged is None else dragged


def is_dragged(configured: int, remembered: str) -> bool:
    """Tell whether somebody has given the list another width than the configured one."""
    return _dragged_share(configured, remembered) is not None


def _dragged_share(configured: int, remembered: str) -> float | None:
    """Return the share to which the list was dragged; None where it was not.

    It holds as long as the configured one is the same, or was and is the standard of its day.
    """
    before, _, dragged = remembered.partition(" ")
    standards = (_STANDARD, _EARLIER) if configured == _STANDARD else (configured,)
    try:
        return limit_share(float(dragged)) if int(before) in standards else None
    except ValueError:
        return None


def share_as_text(configured: int, dragged: float) -> str:
    """Return what is remembered of a list's share."""
    return f"{configured} {dragged:g}"


def has_sidebar(remembered: str, width: int) -> bool:
    """Tell whether the sidebar is open: as it was left, else where there is plenty of room."""
    return remembered == "on" or (not remembered and width >= WIDE)


def sidebar_columns(width: int, remembered: str, on: bool = True) -> int:
    """Return how many columns the sidebar takes from list and article."""
    if not on or width < ROOM:
        return 0
    wanted = int(remembered) if remembered.isascii() and remembered.isdecimal() else SIDE
    most = min(_MOST_SIDE, width - LEAST_LIST - LEAST_ARTICLE + 2)
    return max(LEAST_SIDE, min(wanted, most))
