"""How a terminal is told of an alert: inert, and through tmux."""

from __future__ import annotations

import pytest

from reader.tui.startup.terminal_signals import alert_signals

EVERY = ("bell", "osc9", "osc777")


def test_each_signal_is_written_as_terminals_know_it() -> None:
    assert alert_signals("Storms", "2 new", EVERY, {}) == (
        "\a\x1b]9;Storms: 2 new\x1b\\\x1b]777;notify;Storms;2 new\x1b\\"
    )


def test_only_what_is_wanted_is_written() -> None:
    assert alert_signals("Storms", "2 new", ("bell", "horn"), {"TMUX": "x"}) == "\a"
    assert alert_signals("Storms", "2 new", (), {}) == ""


def test_in_tmux_a_notice_is_wrapped_for_the_terminal_around_it() -> None:
    assert alert_signals("Storms", "2 new", ("osc9",), {"TMUX": "/run/tmux,1,0"}) == (
        "\x1bPtmux;\x1b\x1b]9;Storms: 2 new\x1b\x1b\\\x1b\\"
    )


@pytest.mark.parametrize(
    "text", ["\x1b]0;x\x07", "a\x9cb", "a\nb;c", "\x1b\\", "\x07;notify", "x" * 9_999]
)
def test_nothing_of_a_stranger_ends_a_notice_or_begins_a_field(text: str) -> None:
    written = alert_signals(text, text, ("osc777",), {})
    inside = written.removeprefix("\x1b]777;notify;").removesuffix("\x1b\\")

    assert inside.count(";") == 1
    assert inside.isprintable()
    assert len(inside) <= 401
