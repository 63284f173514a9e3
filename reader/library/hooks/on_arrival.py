"""What is done once new stories are saved and indexed: alerts, and commands for what has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from reader.config import CommandSettings
from reader.library.hooks.alerts import (
    Alert,
    find_alerts,
    matching_ids,
    stories_to_look_at,
)
from reader.model.construction import frozen

if TYPE_CHECKING:
    from reader.library.library import Library

_MOST = 50  # stories for which a command is run in one go, the newest


@frozen
class ArrivalEffects:
    """What new stories have brought about."""

    alerts: tuple[Alert, ...] = ()
    failures: tuple[str, ...] = ()  # a sentence for each command that went wrong


_NOTHING = ArrivalEffects()


def act_on_arrivals(library: Library) -> ArrivalEffects:
    """Look at the stories that have come since this was last done, and act on them."""
    ids = stories_to_look_at(library.store)
    if not ids:
        return _NOTHING
    commands = [one for one in library.settings().commands.values() if one.arrival]
    return ArrivalEffects(
        tuple(find_alerts(library, ids)), tuple(_run_commands(library, commands, ids))
    )


def _run_commands(
    library: Library, commands: Sequence[CommandSettings], ids: Sequence[int]
) -> Iterator[str]:
    """Run commands for the new stories that their queries find; a sentence for each failure.

    A command that has failed is run for no more of them.
    """
    if not commands:
        return
    from reader.library.hooks.run_command import apply_output, run_command  # few have any

    with closing(library.open_or_rebuild_index()) as index:
        wanted = [
            (one, matching_ids(library, index, one.arrival, frozenset(ids))) for one in commands
        ]
    for command, found in wanted:
        for story in library.store.stories.by_ids(found[:_MOST]):
            result = run_command(command, story)
            if result.failure:
                yield result.failure
                break
            apply_output(library, command, story, result.output)
        if len(found) > _MOST:
            yield f"{command.name}: run for the newest {_MOST} of {len(found):,} stories only."


def alert_text(alert: Alert) -> str:
    """Return what is said of an alert beside its name."""
    stories = "1 new story" if alert.stories == 1 else f"{alert.stories:,} new stories"
    return f"{stories}: {alert.headline}"


def alert_sentence(alert: Alert) -> str:
    """Return what is said of an alert by itself."""
    return f"Alert: {alert.name}: {alert_text(alert)}"
