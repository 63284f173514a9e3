"""Stylesheets that are parsed once: each test of the screen has an app of its own, all alike."""

from __future__ import annotations

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


def parse_stylesheets_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have rules that were parsed with the same colours not parsed again, whichever app asks."""
    parse = Stylesheet._parse_rules
    parsed: dict[object, list[RuleSet]] = {}

    def parse_once(self: Stylesheet, *given: object, **named: object) -> list[RuleSet]:
        asked = (*self._variables.items(), given, *named.items())
        if asked not in parsed:
            parsed[asked] = parse(self, *given, **named)  # type: ignore[arg-type]
        return parsed[asked]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)
