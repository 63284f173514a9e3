"""The commands that check the archive, build parts of it anew and make it smaller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reader.cli import text_output
from reader.cli.open_library import library_in
from reader.config import Places
from reader.model import StoreError

if TYPE_CHECKING:
    from reader.library.diagnostics import Finding


def doctor(places: Places, chosen: Any) -> int:
    """Check everything, and repair what can be repaired without losing anything."""
    all_good = True
    for finding in _findings(places):
        all_good = all_good and finding.good
        text_output.examined(finding, chosen.json)
    return 0 if all_good else 1


def _findings(places: Places) -> Iterator[Finding]:
    """What is found of each thing that is checked; without a database that opens, of that alone."""
    from reader.library.diagnostics import Finding, examined

    try:
        with library_in(places) as library, text_output.Meter() as meter:
            yield from examined(library, meter.show)
    except StoreError as error:
        yield Finding("database", str(error), well=False)


def reindex(places: Places, chosen: Any) -> int:
    """Build the search index anew."""
    with library_in(places) as library, text_output.Meter() as meter:
        text_output.reindexed(library.update_index(meter.show, anew=True), chosen.json)
    return 0


def reclean(places: Places, chosen: Any) -> int:
    """Clean all stories again from what their sources wrote."""
    with library_in(places) as library, text_output.Meter() as meter:
        changed = library.clean_again(meter.show, anew=chosen.anew)
    with library_in(places) as library, text_output.Meter() as meter:
        library.update_index(meter.show)
        text_output.recleaned(changed, library.store.stories.counts().all, chosen.json)
    return 0


def vacuum(places: Places, chosen: Any) -> int:
    """Drop what is beyond its limits, and give back unused room."""
    with library_in(places) as library:
        with text_output.Meter() as meter:
            told = library.vacuum(meter.show)
        text_output.vacuumed(told, chosen.json)
    return 0
