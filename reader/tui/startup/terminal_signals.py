"""What has a terminal call its person: the bell, and the notices of OSC 9 and OSC 777.

In tmux a notice is wrapped, so that the terminal around it gets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.control_characters import MASK, mask_line

_LONGEST = 200  # characters of a notice
_END = "\x1b\\"


def alert_signals(
    title: str, text: str, wanted: Iterable[str], environment: Mapping[str, str]
) -> str:
    """Return what is written to the terminal for an alert: "bell", "osc9" and "osc777" as wanted.

    Nothing of title and text ends a notice early, or begins another field of it.
    """
    title, text = _plain(title), _plain(text)
    notices = {
        "bell": "\a",
        "osc9": _passed_on(f"\x1b]9;{title}: {text}{_END}", environment),
        "osc777": _passed_on(f"\x1b]777;notify;{title};{text}{_END}", environment),
    }
    return "".join(notices[one] for one in wanted if one in notices)


def _plain(text: str) -> str:
    """Return a text in one line, without what controls a terminal or parts fields."""
    line = mask_line(text).replace(MASK, "").replace(";", ",")
    return " ".join(line.split())[:_LONGEST]


def _passed_on(sequence: str, environment: Mapping[str, str]) -> str:
    """Return a sequence as it reaches the terminal around tmux, where that is there."""
    if not environment.get("TMUX"):
        return sequence
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}{_END}"
