"""Nouns that are made quickly are the same as any other frozen dataclass."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from reader.model.construction import fast_construction


@fast_construction
@dataclass(frozen=True, slots=True)
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
    with pytest.raises(TypeError, match=r"Boat\.__init__\(\) missing 1 required .* 'name'"):
        Boat()  # type: ignore[call-arg]
