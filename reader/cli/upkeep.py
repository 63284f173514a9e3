"""The verbs that check the archive, build parts of it anew and make it smaller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reader.cli import printing
from reader.cli.opening import library_in
from reader.config import Places
from reader.model import StoreError

if TYPE_CHECKING:
    from reader.library.doctoring import Finding


def doctor(places: Places, chosen: Any) -> int:
    """Check everything, and repair what can be repaired without losing anything."""
    all_good = True
    for finding in findings(places):
        all_good = all_good and finding.good
        printing.examined(finding, chosen.json)
    return 0 if all_good else 1


def findings(places: Places) -> Iterator[Finding]:
    """What is found of each thing that is checked; without a database that opens, of that alone."""
    from reader.library.doctoring import Finding, examined

    try:
        with library_in(places) as library, printing.Meter() as meter:
            yield from examined(library, meter.show)
    except StoreError as error:
        yield Finding("database", str(error), well=False)


def reindex(places: Places, chosen: Any) -> int:
    """Build the search index anew."""
    with library_in(places) as library, printing.Meter() as meter:
        printing.reindexed(library.update_index(meter.show, anew=True), chosen.json)
    return 0


def reclean(places: Places, chosen: Any) -> int:
    """Clean all stories again from what their sources wrote."""
    with library_in(places) as library, printing.Meter() as meter:
        changed = library.clean_again(meter.show, anew=chosen.anew)
    with library_in(places) as library, printing.Meter() as meter:
        library.update_index(meter.show)
        printing.recleaned(changed, library.store.stories.counts().all, chosen.json)
    return 0


def regroup(places: Places, chosen: Any) -> int:
    """Find out anew which stories report one event."""
    from reader.cli import grouped

    with library_in(places) as library:
        grouped.regrouped(library, chosen.json)
    return 0


def vacuum(places: Places, chosen: Any) -> int:
    """Drop what is beyond its limits, and give back unused room."""
    with library_in(places) as library:
        with printing.Meter() as meter:
            told = library.vacuum(meter.show)
        printing.vacuumed(told, chosen.json)
    return 0
