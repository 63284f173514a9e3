"""Bytes of a terminal in, whether its background is light out: its answer to a question (OSC 11).

Nothing that takes long to import is imported here: the first paint waits for the answer.
"""

from __future__ import annotations

import os
from time import monotonic

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ASK = "\x1b]11;?\x1b\\"  # has the terminal tell the colour of its background
PATIENCE = 0.05  # seconds after which a terminal that has not answered is taken for a dark one
_FAR_PATIENCE = 1.0  # over a network, where the answer takes longer to come
_BEGIN = b"\x1b]11;"
_ENDS = b"\x07", b"\x1b\\"
_DIGITS = b"0123456789abcdefABCDEF"
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in how light a colour is
_LARGEST = 65536  # bytes that may be typed before the answer


def is_far(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal is at the other end of a network."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


class BackgroundAnswer:
    """The answer of a terminal that is asked for its background, once it has come.

    `typed` is what came besides: keys.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._asked_at = monotonic()
        self.typed = b""
        self.is_light: bool | None = None  # None: the terminal has not answered

    @property
    def seconds_left(self) -> float:
        """For how long the answer may still come before the terminal is taken for a dark one."""
        patience = _FAR_PATIENCE if is_far(os.environ) else PATIENCE
        return max(0.0, self._asked_at + patience - monotonic())

    def look(self) -> bool | None:
        """Take in what has come by now, without waiting; return whether the background is light."""
        while self.is_light is None and len(self.typed) < _LARGEST and self._has_more(0):
            came = os.read(self._descriptor, 4096)
            if not came:  # the terminal is gone; whoever reads keys will find that out
                break
            self._take(came)
        return self.is_light

    def wait(self) -> bool | None:
        """Take in what comes within the time of a terminal nearby; return as `look` does."""
        end, before = self._asked_at + PATIENCE, -1
        while self.look() is None and len(self.typed) > before:
            before = len(self.typed)
            if not self._has_more(max(0.0, end - monotonic())):
                break
        return self.is_light

    def _has_more(self, seconds: float) -> bool:
        """Tell whether something waits to be read, or comes within some time."""
        from select import select  # which nobody needs where the terminal is not asked

        return bool(select([self._descriptor], [], [], seconds)[0])

    def hear(self, came: bytes) -> bool:
        """Take a report of the terminal; return whether it is the answer, which had not come."""
        answer = _find_answer(came) if self.is_light is None else None
        if answer is not None:
            self.is_light = answer[2]
        return answer is not None

    def _take(self, came: bytes) -> None:
        """Part the answer from the keys, should it be among what has come."""
        self.typed += came
        answer = _find_answer(self.typed)
        if answer is not None:
            start, end, self.is_light = answer
            self.typed = self.typed[:start] + self.typed[end:]


def _find_answer(came: bytes) -> tuple[int, int, bool] | None:
    """Return where an answer begins and ends, and whether it tells of a light background."""
    start = came.find(_BEGIN)
    while start >= 0:
        begin = start + len(_BEGIN)
        ends = [(at, len(end)) for end in _ENDS if (at := came.find(end, begin)) >= 0]
        stop, length = min(ends, default=(begin, 0))
        parts = _parts_of(came[begin:stop])
        if parts:
            return start, stop + length, _is_light(parts)
        start = came.find(_BEGIN, begin)
    return None


def _parts_of(colour: bytes) -> Sequence[bytes]:
    """Return red, green and blue, each in one to four digits; nothing where it is no colour.

    They are told as `rgb:r/g/b`, as `rgba:r/g/b/a` or as `#rrggbb`.
    """
    kind, _, told = colour.partition(b":")
    parts = told.split(b"/")[:3] if kind in (b"rgb", b"rgba") else []
    if colour.startswith(b"#"):
        parts = [colour[1:3], colour[3:5], colour[5:7]]
    is_whole = len(parts) == 3 and all(1 <= len(part) <= 4 for part in parts)
    return parts if is_whole and not b"".join(parts).strip(_DIGITS) else ()


def _is_light(parts: Sequence[bytes]) -> bool:
    """Tell whether a colour is nearer to white than to black."""
    shares = [int(part, 16) / (16 ** len(part) - 1) for part in parts]
    return sum(map(float.__mul__, _WEIGHTS, shares)) > 0.5
