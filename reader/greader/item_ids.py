"""Ids of items: decimal, hexadecimal and long ones of one item are one word here.

Google wrote 64 bits: signed and decimal where it was short, unsigned and hexadecimal after a
prefix where it was long. Servers that keep other numbers write theirs in the same places.
"""

from __future__ import annotations

import re

LONG = "tag:google.com,2005:reader/item/"
_DIGITS = 16  # of 64 bits in hexadecimal
_PREFIX = len(LONG)
_USUAL = re.compile(r"[0-9a-f]{16}")
_SHORT = re.compile(r"[1-9][0-9]{0,17}")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,18})|[1-9][0-9]{19}")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{1,40}")
_WORD = re.compile(r"[0-9A-Za-z_.:-]{1,200}")


def read_item_id(written: object) -> str:
    """Return an id as 16 hexadecimal digits where it is a number of 64 bits, else as its word.

    It is empty where nothing of that kind was written.
    """
    if isinstance(written, int) and not isinstance(written, bool):
        return _of_number(written)
    if not isinstance(written, str):
        return ""
    if written.startswith(LONG):
        digits = written[_PREFIX:]
        return digits if _USUAL.fullmatch(digits) else _of_hexadecimal(digits)
    if _SHORT.fullmatch(written):  # most are so, and there are many
        return f"{int(written):016x}"
    return _of_number(int(written)) if _DECIMAL.fullmatch(written) else _of_hexadecimal(written)


def _of_number(number: int) -> str:
    """Return the unsigned digits of a number of 64 bits, signed or not; empty for a larger one."""
    return f"{number & (1 << 64) - 1:016x}" if -(1 << 63) <= number < 1 << 64 else ""


def _of_hexadecimal(digits: str) -> str:
    if _HEXADECIMAL.fullmatch(digits):
        return digits.lower().zfill(_DIGITS)
    return digits if _WORD.fullmatch(digits) else ""


def long_item_id(item: str) -> str:
    """Return an id as all servers read it."""
    return LONG + item
