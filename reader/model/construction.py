"""The decorator that makes every frozen noun: `dataclass(frozen=True, slots=True)`, made quickly.

The one of the standard library compiles six methods for each class, and its module imports those
by which Python reads its own code: a third of the time until the first headlines. Here only
`__init__` is compiled, and that when the first instance is made, for most commands make instances
of few nouns. It writes straight to the slots: for an entry, looking up each field by its name takes
longer than to read it.

Whoever imports the standard library's `fields`, `asdict` or `replace` finds that they take these
nouns as they take any dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

__all__ = ["field", "frozen", "replace"]

Noun = TypeVar("Noun")
_REQUIRED: Any = object()  # in the place of a default
_OURS = "__noun_fields__"
_STANDARD = "__dataclass_fields__"


class _NounField:
    """A field of a frozen noun: what it is where it is not given, and whether it is shown."""

    __slots__ = ("default", "is_shown", "make_default", "type")

    def __init__(
        self, default: object, make_default: Callable[[], Any] | None, is_shown: bool
    ) -> None:
        self.default = default
        self.make_default = make_default
        self.is_shown = is_shown
        self.type = ""  # as its annotation is written


_NounFields = dict[str, _NounField]
Setters = Mapping[str, Callable[..., None]]

if TYPE_CHECKING:  # a checker of types knows what these take, and ours take the same
    from dataclasses import field, replace
else:

    def field(*, default=_REQUIRED, default_factory=None, repr=True):  # noqa: A002
        """Return what a class says of a field: a default, what makes one, or that it is hidden."""
        return _NounField(default, default_factory, repr)

    def replace(noun, /, **changes):
        """Return a noun with other values for some fields."""
        given = getattr(noun, _OURS)
        return noun.__class__(**{name: getattr(noun, name) for name in given} | changes)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(noun: type[Noun]) -> type[Noun]:
    """Make a class whose fields are given once: equal by them, hashed, shown, copied and pickled.

    Fields are compared and hashed whatever `field` says of that; `repr=False` and defaults count.
    """
    inherited: _NounFields = getattr(noun, _OURS, {})
    own = {name: _field_of(noun, name) for name in noun.__annotations__}
    given = inherited | own
    slots = tuple(name for name in own if name not in inherited)
    made = _with_slots(noun, slots, own)
    setters = {name: getattr(made, name).__set__ for name in given}
    methods = {
        _OURS: given,
        _STANDARD: _StandardFields(),
        "__match_args__": tuple(given),
        "__init__": _late_init(made, given, setters),
        "__setattr__": _refuse_assignment,
        "__delattr__": _refuse_deletion,
        **_value_methods(made, given, setters),
    }
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def _field_of(noun: type, name: str) -> _NounField:
    """Return a field of a class, in which it stands as such, or its default, or neither."""
    written = noun.__dict__.get(name, _REQUIRED)
    made = written if isinstance(written, _NounField) else _NounField(written, None, is_shown=True)
    made.type = noun.__annotations__[name]
    return made


def _with_slots(noun: type[Noun], slots: tuple[str, ...], own: _NounFields) -> type[Noun]:
    """Return a class anew, for slots can only be given to one that is yet to be made."""
    left_out = {"__dict__", "__weakref__", *own}
    content = {name: value for name, value in noun.__dict__.items() if name not in left_out}
    kind: Any = type(noun)
    made: type[Noun] = kind(noun.__name__, noun.__bases__, content | {"__slots__": slots})
    made.__qualname__ = noun.__qualname__
    return made


def _late_init(noun: type, given: _NounFields, setters: Setters) -> Callable[..., None]:
    """Return an `__init__` that compiles the real one, and leaves its place to that."""

    def compile_and_run(self: object, /, *values: object, **named: object) -> None:
        init = _make_init(noun.__qualname__, given, setters)
        noun.__init__ = init  # type: ignore[misc]
        init(self, *values, **named)

    return compile_and_run


def _make_init(qualname: str, given: _NounFields, setters: Setters) -> Callable[..., None]:
    """Compile an `__init__` that writes each field to its slot."""
    known: dict[str, Any] = {"missing": _REQUIRED}
    lines = [f"def __init__(self, {', '.join(given)}):", "    pass"]
    for name, one in given.items():
        known[f"_set_{name}"] = setters[name]
        if one.make_default is not None:
            known[f"_make_{name}"] = one.make_default
            lines += [f"    if {name} is missing:", f"        {name} = _make_{name}()"]
        lines.append(f"    _set_{name}(self, {name})")
    exec("\n".join(lines), known)  # noqa: S102  # as dataclasses themselves do
    made: Any = known["__init__"]
    made.__defaults__ = tuple(one.default for one in given.values() if _is_optional(one))
    made.__qualname__ = f"{qualname}.__init__"
    return made  # type: ignore[no-any-return]


def _is_optional(one: _NounField) -> bool:
    return one.default is not _REQUIRED or one.make_default is not None


def _value_methods(
    noun: type, given: _NounFields, setters: Setters
) -> dict[str, Callable[..., object]]:
    """Return the methods by which instances are compared, hashed, shown and pickled."""
    values: Callable[[object], Any] = attrgetter(*given) if given else _no_values

    def equal(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: object) -> int:
        return hash(values(self))

    def show(self: object) -> str:
        told = (f"{name}={getattr(self, name)!r}" for name, one in given.items() if one.is_shown)
        return f"{noun.__qualname__}({', '.join(told)})"

    def state(self: object) -> list[Any]:
        return [getattr(self, name) for name in given]

    def put_state(self: object, state: list[Any]) -> None:
        for setter, value in zip(setters.values(), state, strict=True):
            setter(self, value)

    return {
        "__eq__": equal,
        "__hash__": hashed,
        "__repr__": show,
        "__getstate__": state,
        "__setstate__": put_state,
    }


class _StandardFields:
    """The fields of a noun as the standard library has them, made once it looks for them."""

    def __get__(self, _: object, noun: type) -> Any:
        """Make them, and leave its place to them."""
        import dataclasses

        given: _NounFields = getattr(noun, _OURS)
        types = {name: one.type for name, one in given.items()}
        stock = {name: _standard_field(one) for name, one in given.items()}
        like: type = type(noun.__name__, (), {"__annotations__": types, **stock})
        dataclasses.dataclass(init=False, repr=False, eq=False)(like)
        setattr(noun, _STANDARD, getattr(like, _STANDARD))
        return getattr(noun, _STANDARD)


def _standard_field(one: _NounField) -> Any:
    """Return a field as the standard library writes it."""
    import dataclasses

    if one.make_default is not None:
        return dataclasses.field(default_factory=one.make_default, repr=one.is_shown)
    if one.default is not _REQUIRED:
        return dataclasses.field(default=one.default, repr=one.is_shown)
    return dataclasses.field(repr=one.is_shown)


def _no_values(_: object) -> tuple[()]:
    """Return what a class without fields is compared by."""
    return ()


def _refuse_assignment(_: object, name: str, value: object) -> NoReturn:
    """Keep a field as it was given."""
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_: object, name: str) -> NoReturn:
    """Keep a field as it was given."""
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")
