"""Acts as lines of JSON, one act a line; what strangers wrote is read strictly and within bounds.

A reader passes over fields that it does not know, so that later versions can add some.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reader.model.safe_text import (
    safe_folder,
    safe_name,
    safe_note,
    safe_query,
    safe_tag,
    safe_title,
)
from reader.sync.acts import (
    ALL_RULES,
    CLOCK_LIMIT,
    MACHINE,
    NAME,
    SUBJECTS,
    Act,
    ActKind,
    Clocks,
    NewerActError,
    Value,
)
from reader.sync.written_values import (
    is_colour,
    is_highlight,
    is_highlight_named,
    is_order,
    is_rule,
)

LONGEST_LINE = 4 * 2**20  # bytes: a note of a million characters, and more
_LONGEST_NAME = 4_000  # characters of a location, or of the words of a search
_LONGEST_TITLE = 200  # characters of the name of a search or a rule
_MOST_MACHINES = 1_000  # whose acts one act replaces
_LAST_SECOND = 253_402_300_799  # of the year 9999
_WEB = ("http://", "https://")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def act_line(act: Act) -> str:
    """Return an act as a line of JSON, without its end."""
    written: dict[str, Any] = {"act": act.kind.value, SUBJECTS[act.kind]: act.name}
    if act.page:
        written["page"] = act.page
    if act.detail:
        written["detail"] = act.detail
    written["value"] = act.value
    if act.replaced:
        written["replaced"] = dict(act.replaced)
    written |= {"at": act.at, "by": act.machine}
    line = _encode(written)
    return line if line.isprintable() else json.dumps(written, separators=(",", ":"))


def read_act(line: bytes) -> Act:
    """Return the act in a line.

    Raises:
        NewerActError: it says what this version does not know.
        ValueError: it is none.
    """
    if len(line) > LONGEST_LINE:
        raise ValueError("too long")
    try:
        return _act_of(json.loads(line.decode()))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not an act") from error


def _act_of(written: Any) -> Act:
    kind = _kind_of(written["act"])
    name, page, detail = written[SUBJECTS[kind]], written.get("page", ""), ""
    at, machine, value = written["at"], written["by"], written["value"]
    if kind in _DETAILS:
        detail = written["detail"]
        _require(isinstance(detail, str) and _DETAILS[kind](detail))
    _require(
        type(at) is int
        and 0 < at < CLOCK_LIMIT
        and MACHINE.fullmatch(machine) is not None
        and isinstance(name, str)
        and _NAMES[SUBJECTS[kind]](name)
        and (page == "" or NAME.fullmatch(page) is not None)
        and _VALUES[kind](value)
        and (kind is not ActKind.HIGHLIGHT or is_highlight_named(value, detail))
    )
    replaced = _clocks_of(written["replaced"]) if "replaced" in written else ()
    return Act(kind, name, at, machine, value, page, detail, replaced)


_KINDS: dict[Any, ActKind] = {kind.value: kind for kind in ActKind}


def _kind_of(word: object) -> ActKind:
    """Return a kind by its word; a word of a later version is told from what is no word."""
    try:
        return _KINDS[word]
    except KeyError:
        if isinstance(word, str) and word.isascii() and word.isalpha() and len(word) < 40:
            raise NewerActError(word) from None
        raise ValueError("not an act") from None


def _clocks_of(written: object) -> Clocks:
    _require(isinstance(written, dict) and len(written) <= _MOST_MACHINES)
    assert isinstance(written, dict)  # noqa: S101 - for the checker of types; required above
    for machine, at in written.items():
        _require(MACHINE.fullmatch(machine) is not None)
        _require(type(at) is int and 0 < at < CLOCK_LIMIT)
    return tuple(sorted(written.items()))


def _require(is_met: bool) -> None:
    if not is_met:
        raise ValueError("not an act")


def _is_digest(name: str) -> bool:
    return NAME.fullmatch(name) is not None


def _is_location(name: str) -> bool:
    """Tell whether a name is an address of the web: nothing else is subscribed to by others."""
    return name[:8].lower().startswith(_WEB) and len(name) <= _LONGEST_NAME and _is_line(name)


def _is_title(name: str) -> bool:
    return name.strip() != "" and len(name) <= _LONGEST_TITLE and safe_name(name) == name


def _is_line(text: str) -> bool:
    return safe_query(text) == text and not any(map(str.isspace, text))


_NAMES: dict[str, Callable[[str], bool]] = {
    "story": _is_digest,
    "source": _is_location,
    "search": _is_title,
    "rule": _is_title,
    "rules": ALL_RULES.__eq__,
}


def _is_tag(detail: str) -> bool:
    return detail != "" and safe_tag(detail) == detail


_DETAILS: dict[ActKind, Callable[[str], bool]] = {
    ActKind.TAG: _is_tag,
    ActKind.HIGHLIGHT: _is_digest,
    ActKind.COLOUR: _is_digest,
    ActKind.REMARK: _is_digest,
}


def _is_moment(value: Value) -> bool:
    return value is None or (type(value) is int and 0 <= value <= _LAST_SECOND)


def _is_text(safe: Callable[[str], str], may_be_none: bool) -> Callable[[Value], bool]:
    """Return what tells whether a value is a text that is safe as it stands."""

    def is_safe(value: Value) -> bool:
        return may_be_none if value is None else isinstance(value, str) and safe(value) == value

    return is_safe


def _bounded_query(text: str) -> str:
    return safe_query(text)[:_LONGEST_NAME]


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool)


_VALUES: dict[ActKind, Callable[[Value], bool]] = {
    ActKind.READ: _is_flag,
    ActKind.BOOKMARK: _is_moment,
    ActKind.TAG: _is_flag,
    ActKind.NOTE: _is_text(safe_note, may_be_none=False),
    ActKind.HIDDEN: _is_flag,
    ActKind.HIGHLIGHT: is_highlight,
    ActKind.COLOUR: is_colour,
    ActKind.REMARK: _is_text(safe_note, may_be_none=False),
    ActKind.SUBSCRIPTION: _is_text(safe_title, may_be_none=True),
    ActKind.FOLDER: _is_text(safe_folder, may_be_none=False),
    ActKind.SEARCH: _is_text(_bounded_query, may_be_none=True),
    ActKind.ALERT: _is_flag,
    ActKind.RULE: is_rule,
    ActKind.ORDER: is_order,
}
