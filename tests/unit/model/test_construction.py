"""Frozen nouns are what any other frozen dataclass with slots is."""

from __future__ import annotations

import dataclasses
import pickle
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, dataclass, fields

import pytest

from reader.model.construction import field, frozen, replace


@frozen
class Boat:
    name: str
    length: int = 7
    crew: tuple[str, ...] = ()


def test_fields_are_given_by_place_or_by_name_and_default_to_what_the_class_says() -> None:
    boat = Boat("Heron", crew=("Ada",))

    assert (boat.name, boat.length, boat.crew) == ("Heron", 7, ("Ada",))
    assert boat == Boat(name="Heron", length=7, crew=("Ada",))
    assert repr(boat) == "Boat(name='Heron', length=7, crew=('Ada',))"


def test_what_is_made_stays_as_it_is() -> None:
    boat = Boat("Heron")

    with pytest.raises(FrozenInstanceError):
        boat.length = 8  # type: ignore[misc]
    assert replace(boat, length=8) == Boat("Heron", 8)
    assert boat.length == 7
    assert deepcopy(boat) == boat


def test_a_field_without_a_default_must_be_given() -> None:
    for _ in range(2):  # the first instance is made otherwise than all others
        with pytest.raises(TypeError, match=r"Boat\.__init__\(\) missing 1 required .* 'name'"):
            Boat()  # type: ignore[call-arg]


@frozen
class Harbour:
    place: str
    berths: list[int] = field(default_factory=list, repr=False)
    depth: float = 2.5


@dataclass(frozen=True, slots=True)
class Plain:
    place: str
    berths: tuple[int, ...] = dataclasses.field(default=(), repr=False)


@frozen
class Quick:
    place: str
    berths: tuple[int, ...] = field(default=(), repr=False)


@frozen
class Tide:
    pass


@frozen
class Marina(Boat):
    guests: int = 0


def test_a_default_that_is_made_is_made_for_each_instance() -> None:
    one, other = Harbour("Eastport"), Harbour("Westport")

    one.berths.append(4)

    assert (one.berths, other.berths) == ([4], [])
    assert Harbour("Eastport", [1], 3.0).berths == [1]
    assert one.depth == 2.5


def test_it_does_what_the_decorator_of_the_standard_library_does() -> None:
    for ours, theirs in ((Quick("Quay", (1, 2)), Plain("Quay", (1, 2))), (Quick("x"), Plain("x"))):
        assert repr(ours) == repr(theirs).replace("Plain", "Quick")
        assert hash(ours) == hash(theirs)
        assert [one.name for one in fields(ours)] == [one.name for one in fields(theirs)]
        assert ours.__match_args__ == theirs.__match_args__
        assert not hasattr(ours, "__dict__")
    assert Quick("x") != Plain("x")
    assert Quick("x") != Quick("y")


def test_it_is_copied_and_pickled() -> None:
    for noun in (Quick("Quay", (1,)), Harbour("Eastport", [3]), Marina("Heron", guests=2)):
        assert copy(noun) == deepcopy(noun) == pickle.loads(pickle.dumps(noun)) == noun  # noqa: S301


def test_no_field_is_deleted() -> None:
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'place'"):
        del Quick("Quay").place  # type: ignore[misc]


def test_a_class_without_fields_is_one_value() -> None:
    assert Tide() == Tide()
    assert hash(Tide()) == hash(Tide())
    assert repr(Tide()) == "Tide()"


def test_fields_of_the_class_it_is_made_of_come_first() -> None:
    assert repr(Marina("Heron", 7, (), 3)) == "Marina(name='Heron', length=7, crew=(), guests=3)"


@frozen
class Ferry(Boat):
    length: int = 30
    decks: list[str] = field(default_factory=list, repr=False)


def test_a_field_of_the_class_it_is_made_of_may_have_another_default() -> None:
    assert (Ferry("Tern").length, Boat("Tern").length) == (30, 7)
    assert Ferry("Tern", 31).length == 31


def test_a_copy_with_other_values_is_made_by_names_of_fields() -> None:
    assert replace(Ferry("Tern"), name="Gull", decks=["car"]) == Ferry("Gull", decks=["car"])
    with pytest.raises(TypeError, match="sails"):
        replace(Ferry("Tern"), sails=2)  # type: ignore[call-arg]


def test_the_standard_library_takes_it_for_one_of_its_own() -> None:
    ferry = Ferry("Tern", decks=["car"])
    known = {one.name: one for one in fields(ferry)}

    assert dataclasses.is_dataclass(Ferry)
    assert dataclasses.asdict(ferry) == {"name": "Tern", "length": 30, "crew": (), "decks": ["car"]}
    assert dataclasses.replace(ferry, length=31) == Ferry("Tern", 31, decks=["car"])
    assert [str(one.type) for one in known.values()] == [
        "str", "int", "tuple[str, ...]", "list[str]"
    ]  # fmt: skip
    assert known["name"].default is dataclasses.MISSING
    assert known["length"].default == 30
    assert (known["decks"].default_factory, known["decks"].repr) == (list, False)
    assert fields(Tide) == ()
