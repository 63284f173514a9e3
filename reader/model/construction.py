"""The decorator that makes every frozen noun: `dataclass(frozen=True, slots=True)`, made quickly.

The one of the standard library compiles six methods for each class, which takes a third of the
time until the first headlines; here only `__init__` is compiled. It writes straight to the slots:
for an entry, looking up each field by its name takes longer than to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

Noun = TypeVar("Noun")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(noun: type[Noun]) -> type[Noun]:
    """Make a class whose fields are given once: equal by them, hashed, shown, copied and pickled.

    Fields are compared and hashed whatever `field` says of that; `repr=False` and defaults count.
    """
    made = dataclass(init=False, repr=False, eq=False, slots=True)(noun)
    given = fields(made)  # type: ignore[arg-type]  # mypy does not see that this is one
    setters = [getattr(made, one.name).__set__ for one in given]
    methods = {
        "__init__": _make_init(made.__qualname__, given, setters),
        "__setattr__": _refuse_assignment,
        "__delattr__": _refuse_deletion,
        **_value_methods(made, given, setters),
    }
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def _make_init(
    qualname: str, given: Sequence[Field[Any]], setters: Sequence[Callable[..., None]]
) -> Callable[..., None]:
    """Compile an `__init__` that writes each field to its slot."""
    known: dict[str, Any] = {"missing": MISSING}
    lines = [f"def __init__(self, {', '.join(one.name for one in given)}):", "    pass"]
    for one, setter in zip(given, setters, strict=True):
        known[f"_set_{one.name}"] = setter
        if one.default_factory is not MISSING:
            known[f"_make_{one.name}"] = one.default_factory
            lines += [f"    if {one.name} is missing:", f"        {one.name} = _make_{one.name}()"]
        lines.append(f"    _set_{one.name}(self, {one.name})")
    exec("\n".join(lines), known)  # noqa: S102  # as dataclasses themselves do
    made: Any = known["__init__"]
    optional = (one for one in given if one.default is not one.default_factory)  # both are MISSING
    made.__defaults__ = tuple(one.default for one in optional)
    made.__qualname__ = f"{qualname}.__init__"
    return made  # type: ignore[no-any-return]


def _value_methods(
    noun: type, given: Sequence[Field[Any]], setters: Sequence[Callable[..., None]]
) -> dict[str, Callable[..., object]]:
    """Return the methods by which instances are compared, hashed, shown and pickled."""
    names = [one.name for one in given]
    values: Callable[[object], Any] = attrgetter(*names) if names else _no_values
    shown = [one.name for one in given if one.repr]

    def equal(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: object) -> int:
        return hash(values(self))

    def show(self: object) -> str:
        told = (f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{noun.__qualname__}({', '.join(told)})"

    def state(self: object) -> list[Any]:
        return [getattr(self, name) for name in names]

    def put_state(self: object, state: Sequence[Any]) -> None:
        for setter, value in zip(setters, state, strict=True):
            setter(self, value)

    return {
        "__eq__": equal,
        "__hash__": hashed,
        "__repr__": show,
        "__getstate__": state,
        "__setstate__": put_state,
    }


def _no_values(_: object) -> tuple[()]:
    """Return what a class without fields is compared by."""
    return ()


def _refuse_assignment(_: object, name: str, value: object) -> NoReturn:
    """Keep a field as it was given."""
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_: object, name: str) -> NoReturn:
    """Keep a field as it was given."""
    raise FrozenInstanceError(f"cannot delete field {name!r}")
