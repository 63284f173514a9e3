"""Retention: how much of a source is kept."""

from __future__ import annotations

import re

from reader.model.construction import frozen

EVERYTHING = "all"
DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
UNITS = {"GB": 10**9, "MB": 10**6, "kB": 10**3}  # bytes, the greatest first
BYTES = {unit.casefold(): size for unit, size in UNITS.items()}
LONGEST = 36_500  # days
# Compiled when they are first asked for: most sources have no limits of their own.
_SPAN = r"([0-9]{1,5})([dwmy])"
_SIZE = r"([0-9]{1,6})(kb|mb|gb)"
_COUNT = r"[0-9]{1,9}"


@frozen
class Retention:
    """The limits beyond which the oldest stories of a source go; 0 is no limit."""

    days: int = 0  # since a story was published, or seen where that is not known
    count: int = 0  # stories
    size: int = 0  # bytes that its stories take

    @property
    def limited(self) -> bool:
        """Whether anything ever goes."""
        return bool(self.days or self.count or self.size)

    @property
    def words(self) -> str:
        """The limits as a person writes them."""
        told = [f"{self.days}d"] * bool(self.days) + [f"{self.count}"] * bool(self.count)
        return " ".join([*told, *[_format_limit(self.size)] * bool(self.size)]) or EVERYTHING

    @classmethod
    def read(cls, words: str) -> Retention:
        """Return the limits that a person wrote, such as "90d 500 20mb", or "all".

        Raises:
            ValueError: a word is no limit, or there are two of a kind; its text is a sentence.
        """
        found: dict[str, int] = {}
        for word in words.casefold().split():
            name, limit = ("", 0) if word == EVERYTHING else _limit_of(word)
            if name in found:
                raise ValueError(f"there are two limits of one kind in {words!r}")
            found[name] = limit
        found.pop("", None)
        return cls(**found)


KEEP_ALL = Retention()


def span_in_days(word: str) -> int:
    """Return a span such as 90d, 8w, 6m or 1y in days; 0 where it is none."""
    found = re.fullmatch(_SPAN, word)
    days = int(found[1]) * DAYS[found[2]] if found else 0
    return days if days <= LONGEST else 0


def size_in_bytes(word: str) -> int:
    """Return a size such as 500kB, 20MB or 1GB in bytes; 0 where it is none."""
    found = re.fullmatch(_SIZE, word.casefold())
    return int(found[1]) * BYTES[found[2]] if found else 0


def format_size(count: int) -> str:
    """So many bytes for a person: the greatest unit of which there is one, with a decimal."""
    unit = next((unit for unit, size in UNITS.items() if count >= size), "")
    return f"{count / UNITS[unit]:,.1f} {unit}" if unit else f"{count:,} bytes"


def _limit_of(word: str) -> tuple[str, int]:
    """Return a limit by its kind."""
    count = int(word) if re.fullmatch(_COUNT, word) else 0
    for name, limit in (
        ("days", span_in_days(word)),
        ("count", count),
        ("size", size_in_bytes(word)),
    ):
        if limit:
            return name, limit
    raise ValueError(f"{word!r} is no limit; write such as 90d, 1y, 500 (stories), 20MB, or all")


def _format_limit(limit: int) -> str:
    """Return a size in the greatest unit that it is a whole number of."""
    unit = next(unit for unit, size in UNITS.items() if limit % size == 0)
    return f"{limit // UNITS[unit]}{unit}"
