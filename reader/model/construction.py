"""Makes nouns that come by the thousand quickly, frozen as they are.

The __init__ of a frozen dataclass looks every field up by its name: for an entry that takes longer
than to read it.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Noun = TypeVar("Noun", bound="DataclassInstance")


def fast_construction(noun: type[Noun]) -> type[Noun]:
    """Have instances of a frozen dataclass write straight to their slots when they are made.

    For classes with slots whose defaults, if they have any, are values and not factories.
    """
    names = [one.name for one in fields(noun)]
    lines = [f"def __init__(self, {', '.join(names)}):"]
    lines += [f"    _set_{name}(self, {name})" for name in names]
    known: dict[str, Any] = {f"_set_{name}": vars(noun)[name].__set__ for name in names}
    exec("\n".join(lines), known)  # noqa: S102  # as dataclasses themselves do
    made = known["__init__"]
    made.__defaults__ = tuple(one.default for one in fields(noun) if one.default is not MISSING)
    made.__qualname__ = f"{noun.__qualname__}.__init__"
    noun.__init__ = made  # type: ignore[method-assign]
    return noun
